-- The store's own key (minisign), and the head of the chain under its signature.

CREATE TABLE store_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    public TEXT NOT NULL,
    secret TEXT NOT NULL
) STRICT;

ALTER TABLE custody_head ADD COLUMN signature TEXT;
