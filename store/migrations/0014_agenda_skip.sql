-- A time at which a meeting that comes back does not take place, while the others do.
CREATE TABLE meeting_skip (
	meeting_id INTEGER NOT NULL REFERENCES meeting (id),
	day        TEXT    NOT NULL CHECK (day GLOB '????-??-??'),
	PRIMARY KEY (meeting_id, day)
) STRICT, WITHOUT ROWID;
