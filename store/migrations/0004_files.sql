-- Work that takes longer than a handler may: a worker does it outside the writer and brings the result back as an input.
CREATE TABLE job (
	id         INTEGER PRIMARY KEY,
	kind       TEXT    NOT NULL,
	subject    INTEGER NOT NULL,                        -- the row it is about
	tries      INTEGER NOT NULL DEFAULT 0,
	not_before INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	done_at    INTEGER                                  -- its result was handled
) STRICT;
CREATE INDEX job_due ON job (not_before) WHERE done_at IS NULL;

-- What a photo or recording still needs, and whether the group may see it. It is fetched from the platform it came by.
ALTER TABLE attachment ADD COLUMN platform TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'kept', 'lost'));
ALTER TABLE attachment ADD COLUMN shown_at INTEGER;     -- the author's yes for this one

-- The photo or recording itself, sealed, without place and camera data. Apart, so that a list of attachments stays small.
CREATE TABLE file (
	attachment_id INTEGER PRIMARY KEY REFERENCES attachment (id),
	sealed_data   BLOB NOT NULL
) STRICT;
