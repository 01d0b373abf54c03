-- What may tie a case to another one: wallets, addresses, names, wordings. Derived from transcripts and analyses.

CREATE TABLE traits (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    message INTEGER NOT NULL,
    PRIMARY KEY (kind, value, transcript_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX traits_by_transcript ON traits (transcript_id);

-- The victim that an analyst names, as it is compared with others.
CREATE TABLE case_victims (
    key TEXT NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    PRIMARY KEY (key, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_victims_by_case ON case_victims (case_id);

-- Transcripts of which it is not derived yet.
CREATE TABLE untied (
    transcript_id INTEGER PRIMARY KEY REFERENCES transcripts (id)
) STRICT;
INSERT INTO untied SELECT transcript_id FROM analyses;
