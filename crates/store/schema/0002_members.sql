-- A member of an archive is an evidence item of its own and names the archive it came in.

ALTER TABLE evidence ADD COLUMN parent_id INTEGER REFERENCES evidence (id);
