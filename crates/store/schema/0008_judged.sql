-- What earlier rule sets said: the judgement in short, and the whole analysis as Zstandard-compressed JSON.

CREATE TABLE earlier_analyses (
    id INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id),
    replaced_at TEXT NOT NULL,
    rule_set TEXT NOT NULL,
    engine TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    priority TEXT NOT NULL,
    json BLOB NOT NULL
) STRICT;
CREATE INDEX earlier_analyses_by_transcript ON earlier_analyses (transcript_id);
CREATE INDEX analyses_by_rule_set ON analyses (rule_set, engine);
