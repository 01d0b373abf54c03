-- The first schema. `uid` is the identifier that the rest of the program knows; `id` joins. Times are RFC 3339 text in UTC, `due` is
-- milliseconds since 1970. A file that has shipped is never edited: add the next number.

PRAGMA application_id = 0x53484b44; -- SHKD

CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    analyst TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- ── Custody: append-only ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE custody (
    seq INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    action TEXT NOT NULL,
    at TEXT NOT NULL,
    analyst TEXT NOT NULL,
    os_account TEXT NOT NULL,
    host TEXT NOT NULL,
    detail_sha256 BLOB NOT NULL CHECK (length(detail_sha256) = 32),
    prev_sha256 BLOB NOT NULL CHECK (length(prev_sha256) = 32),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;
CREATE INDEX custody_by_subject ON custody (subject, subject_id);

-- The last link once more: the next one is tied to this copy, so that a tail that was cut off leaves a gap.
CREATE TABLE custody_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

-- ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- `id` is the number that people say; AUTOINCREMENT never gives one twice.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    tlp TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

-- A random key for each case. Without it none of the case's evidence can be read.
CREATE TABLE case_keys (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- ── Evidence: append-only ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Bytes, each only once, whoever holds them.
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    byte_len INTEGER NOT NULL
) STRICT;

-- XChaCha20-Poly1305 under the content's own random key; the nonce is `seq`, the associated data the content's SHA-256.
-- `packed`: compressed with Zstandard before it was encrypted.
CREATE TABLE chunks (
    content_id INTEGER NOT NULL REFERENCES contents (id),
    seq INTEGER NOT NULL,
    packed INTEGER NOT NULL CHECK (packed IN (0, 1)),
    bytes BLOB NOT NULL,
    PRIMARY KEY (content_id, seq)
) STRICT;

-- The content's key, wrapped by the key of each case that holds it.
CREATE TABLE content_keys (
    content_id INTEGER NOT NULL REFERENCES contents (id),
    case_id INTEGER NOT NULL REFERENCES cases (id),
    wrapped BLOB NOT NULL,
    PRIMARY KEY (content_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    content_id INTEGER NOT NULL REFERENCES contents (id),
    exhibit_ref TEXT NOT NULL,
    file_name TEXT,
    kind TEXT NOT NULL,
    acquired_by TEXT NOT NULL,
    acquired_at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_by_content ON evidence (content_id);

CREATE TABLE case_evidence (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    position INTEGER NOT NULL,
    evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (case_id, position),
    UNIQUE (case_id, evidence_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_by_evidence ON case_evidence (evidence_id);

-- ── What analysts said: append-only ──────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX notes_by_case ON notes (case_id);

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    rule TEXT NOT NULL,
    message INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_by_transcript ON reviews (transcript_id);

-- ── Derived: read again from the evidence, it gives the same rows ────────────────────────────────────────────────────────────────────

CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    format TEXT NOT NULL,
    reader_version INTEGER NOT NULL,
    participants TEXT NOT NULL, -- JSON
    notes TEXT NOT NULL,        -- JSON
    messages INTEGER NOT NULL,
    messages_sha256 BLOB NOT NULL CHECK (length(messages_sha256) = 32)
) STRICT;
CREATE INDEX transcripts_by_evidence ON transcripts (evidence_id);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT,
    role TEXT NOT NULL,
    sent_as_written TEXT, -- where this is NULL, the message has no stamp
    sent_wall TEXT,
    sent_instant TEXT,
    sent_zone TEXT,
    sent_precision TEXT,
    sent_day_month TEXT,
    body TEXT NOT NULL,
    attachments TEXT,     -- JSON; NULL for none
    state TEXT NOT NULL,
    reply_to INTEGER,
    place TEXT NOT NULL,  -- JSON
    first_byte INTEGER,
    end_byte INTEGER,
    UNIQUE (transcript_id, seq)
) STRICT;

-- The whole analysis as Zstandard-compressed JSON, and beside it what the table of cases needs.
CREATE TABLE analyses (
    transcript_id INTEGER PRIMARY KEY REFERENCES transcripts (id),
    rule_set TEXT NOT NULL,
    engine TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    priority TEXT NOT NULL,
    actor TEXT,
    demand REAL,
    currency TEXT,
    json BLOB NOT NULL
) STRICT;

CREATE TABLE observables (
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (transcript_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX observables_by_value ON observables (kind, value);

CREATE TABLE deadlines (
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    position INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (transcript_id, position)
) STRICT, WITHOUT ROWID;

-- One line of the table of cases, from the analyses of its transcripts.
CREATE TABLE summaries (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    priority TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    actor TEXT,
    demand REAL,
    currency TEXT
) STRICT;
CREATE INDEX summaries_by_urgency ON summaries (priority, case_id DESC);

-- ── Append-only ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TRIGGER custody_stays BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER custody_is_never_edited BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER contents_stay BEFORE DELETE ON contents BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER contents_are_never_edited BEFORE UPDATE ON contents BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER chunks_stay BEFORE DELETE ON chunks BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER chunks_are_never_edited BEFORE UPDATE ON chunks BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_is_never_edited BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER notes_stay BEFORE DELETE ON notes BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER notes_are_never_edited BEFORE UPDATE ON notes BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE TRIGGER reviews_are_never_edited BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
