-- Cases that came from another store, with the links of its chain; and contents whose bytes did not come with them.

-- `earlier` is JSON: the links that concern the case, and the last link of that chain.
CREATE TABLE hand_overs (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    artifact_sha256 BLOB NOT NULL CHECK (length(artifact_sha256) = 32),
    signer TEXT,
    earlier TEXT NOT NULL
) STRICT;
CREATE INDEX hand_overs_by_case ON hand_overs (case_id);

CREATE TABLE absent_contents (
    content_id INTEGER PRIMARY KEY REFERENCES contents (id)
) STRICT;

CREATE TRIGGER hand_overs_stay BEFORE DELETE ON hand_overs WHEN NOT EXISTS (SELECT 1 FROM purge)
    BEGIN SELECT RAISE(ABORT, 'hand-overs are append-only'); END;
CREATE TRIGGER hand_overs_are_never_edited BEFORE UPDATE ON hand_overs BEGIN SELECT RAISE(ABORT, 'hand-overs are append-only'); END;
