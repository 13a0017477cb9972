-- The agenda of a Smederij: a meeting, a closing date, an election evening or an activity. Times are local; a rhythm as 'weekly tue 19:30'
-- repeats it from its first day on. Title and place are sealed: people may write names in them. The sequence tells a calendar which version
-- of a meeting is the newest.
CREATE TABLE meeting (
	id           INTEGER PRIMARY KEY,
	smederij_id  INTEGER NOT NULL REFERENCES smederij (id),
	kind         TEXT    NOT NULL CHECK (kind IN ('meeting', 'closing', 'election', 'activity')),
	sealed_words BLOB    NOT NULL,
	day          TEXT    NOT NULL CHECK (day GLOB '????-??-??'),
	starts       TEXT    NOT NULL CHECK (starts GLOB '??:??'),
	ends         TEXT    NOT NULL DEFAULT '' CHECK (ends = '' OR ends > starts),
	rhythm       TEXT    NOT NULL DEFAULT '',
	last_day     TEXT    NOT NULL CHECK (last_day GLOB '????-??-??' AND last_day >= day), -- 9999-12-31 for one that repeats
	sequence     INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
	made_by      INTEGER NOT NULL REFERENCES person (id),
	changed_at   INTEGER NOT NULL,
	cancelled_at INTEGER
) STRICT;
CREATE INDEX meeting_ahead    ON meeting (last_day) WHERE cancelled_at IS NULL;
CREATE INDEX meeting_smederij ON meeting (smederij_id, last_day) WHERE cancelled_at IS NULL;

-- What a group heard of a meeting on one of its days, once for every version of it, whatever the clock or the process does.
CREATE TABLE meeting_said (
	meeting_id INTEGER NOT NULL REFERENCES meeting (id),
	day        TEXT    NOT NULL CHECK (day GLOB '????-??-??'),
	lead       TEXT    NOT NULL CHECK (lead IN ('week', 'day', 'changed', 'cancelled')),
	sequence   INTEGER NOT NULL,
	at         INTEGER NOT NULL,
	PRIMARY KEY (meeting_id, day, lead, sequence)
) STRICT, WITHOUT ROWID;
