-- What analysts decide about a case and write in its diary; notes that take the place of others; and the one way in which evidence goes.

-- A row is there once something was decided: links of stores that knew no decisions still hold.
CREATE TABLE case_work (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    priority TEXT,
    assignee TEXT,
    victim TEXT,
    hold TEXT,
    deleted_at TEXT,
    merged_into INTEGER REFERENCES cases (id)
) STRICT;
CREATE INDEX case_work_by_merged_into ON case_work (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE labels (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    label TEXT NOT NULL,
    PRIMARY KEY (case_id, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX labels_by_label ON labels (label);

-- `due` and `started` are milliseconds since 1970.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    due INTEGER,
    state TEXT NOT NULL,
    statute TEXT,
    started INTEGER,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

ALTER TABLE notes ADD COLUMN revises INTEGER REFERENCES notes (id);
CREATE INDEX notes_by_revises ON notes (revises) WHERE revises IS NOT NULL;

-- The table of cases: by the analyst's priority where there is one, without those that are deleted or merged.
ALTER TABLE summaries ADD COLUMN urgency TEXT NOT NULL DEFAULT 'P4';
ALTER TABLE summaries ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
UPDATE summaries SET urgency = priority;
DROP INDEX summaries_by_urgency;
CREATE INDEX summaries_by_urgency ON summaries (hidden, urgency, case_id DESC);

CREATE INDEX content_keys_by_case ON content_keys (case_id);
CREATE INDEX evidence_by_parent ON evidence (parent_id) WHERE parent_id IS NOT NULL;

-- While a case is purged it stands here, in the same transaction; else this table is empty and nothing below can be deleted.
CREATE TABLE purge (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id)
) STRICT;

DROP TRIGGER contents_stay;
CREATE TRIGGER contents_stay BEFORE DELETE ON contents WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
DROP TRIGGER chunks_stay;
CREATE TRIGGER chunks_stay BEFORE DELETE ON chunks WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
DROP TRIGGER evidence_stays;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
DROP TRIGGER notes_stay;
CREATE TRIGGER notes_stay BEFORE DELETE ON notes WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
DROP TRIGGER reviews_stay;
CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
