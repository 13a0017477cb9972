-- What happens by the clock. A rhythm is local time, as 'weekly tue 19:30' or 'monthly first mon 09:00'; what came due before since is not
-- made up. Without a Smederij it is for the whole house. A rhythm that nobody changed follows the program.
CREATE TABLE schedule (
	id          INTEGER PRIMARY KEY,
	kind        TEXT    NOT NULL CHECK (kind <> ''),
	smederij_id INTEGER REFERENCES smederij (id),
	rhythm      TEXT    NOT NULL CHECK (rhythm <> ''),
	grace       INTEGER NOT NULL CHECK (grace >= 0),    -- milliseconds after which a slot is too late
	since       INTEGER NOT NULL,
	paused      INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
	changed_by  INTEGER REFERENCES person (id)
) STRICT;
CREATE UNIQUE INDEX schedule_kind ON schedule (kind, coalesce(smederij_id, 0));

-- A slot is the local time at which a schedule was due, as text. It is here once, whatever the clock or the process does.
CREATE TABLE schedule_slot (
	schedule_id INTEGER NOT NULL REFERENCES schedule (id),
	slot        TEXT    NOT NULL CHECK (slot GLOB '????-??-??T??:??'),
	state       TEXT    NOT NULL CHECK (state IN ('run', 'skipped', 'failed')),
	at          INTEGER NOT NULL,
	PRIMARY KEY (schedule_id, slot)
) STRICT, WITHOUT ROWID;

-- When a Smederij is left in peace, where that differs from the terms: a summer break from 'MM-DD' to 'MM-DD', or '' for none, and a
-- rest until the morning of 'YYYY-MM-DD'.
CREATE TABLE quiet (
	smederij_id INTEGER PRIMARY KEY REFERENCES smederij (id),
	break_from  TEXT NOT NULL,
	break_until TEXT NOT NULL,
	rest_until  TEXT NOT NULL DEFAULT '',
	CHECK ((break_from = '') = (break_until = ''))
) STRICT;

-- What the bot says to a group of its own accord. It waits here until it may leave, so that nothing leaves late in the outbox that should
-- not leave any more. Once it left or was dropped only its time is kept.
CREATE TABLE own_post (
	id           INTEGER PRIMARY KEY,
	chat_id      INTEGER NOT NULL REFERENCES chat (id),
	smederij_id  INTEGER NOT NULL REFERENCES smederij (id),
	kind         TEXT    NOT NULL,
	subject      INTEGER NOT NULL,
	urgent       INTEGER NOT NULL CHECK (urgent IN (0, 1)),
	ready_at     INTEGER NOT NULL,
	useful_until INTEGER,
	sealed_body  BLOB    NOT NULL,
	cause        TEXT    NOT NULL,
	state        TEXT    NOT NULL CHECK (state IN ('waiting', 'left', 'dropped')),
	leave_at     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX own_post_waits ON own_post (chat_id, kind, subject) WHERE state = 'waiting';
CREATE INDEX own_post_due  ON own_post (leave_at) WHERE state = 'waiting';
CREATE INDEX own_post_chat ON own_post (chat_id, state, leave_at);

-- Whoever wakes by the clock reads the timetable again when this number changed. While the clock is not to be trusted nothing comes due.
ALTER TABLE house ADD COLUMN timetable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE house ADD COLUMN held_at INTEGER;
