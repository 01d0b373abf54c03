-- By which reading of the program the wordings were tied: where it is another one, all of them are tied anew.

CREATE TABLE tied (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    reading INTEGER NOT NULL
) STRICT;
INSERT INTO tied VALUES (1, 0);
