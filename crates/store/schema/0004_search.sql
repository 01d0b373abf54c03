-- What is looked for: words (with their order) and runs of three characters (without), of messages, notes and titles. Neither index holds the
-- texts; a row's number tells what it is: a message's own, 2^60 + a note's, 2^61 + a case's. All of it is derived and can be made again.

CREATE VIRTUAL TABLE search_words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE search_parts USING fts5 (body, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram remove_diacritics 1');

-- How far both have come: every message and note up to these numbers is in them, as `reading` of the program read it.
CREATE TABLE search_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    reading INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    notes INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0, 0);

-- Cases whose title is not in the index as it stands.
CREATE TABLE search_titles (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id)
) STRICT;
INSERT INTO search_titles SELECT id FROM cases;
CREATE TRIGGER a_new_title_is_indexed AFTER INSERT ON cases BEGIN INSERT INTO search_titles VALUES (new.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER another_title_is_indexed AFTER UPDATE OF title ON cases BEGIN INSERT INTO search_titles VALUES (new.id) ON CONFLICT DO NOTHING; END;

CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
