-- Who carries an idea beside its author, or was its author once: none of them may ever decide on it. Rows stay; until tells when
-- somebody stopped carrying it.
CREATE TABLE idea_member (
	idea_id   INTEGER NOT NULL REFERENCES idea (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	since     INTEGER NOT NULL,
	until     INTEGER,
	PRIMARY KEY (idea_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_member_person ON idea_member (person_id, idea_id) WHERE until IS NULL;

-- A one-time way into an idea. Only the HMAC of its code is kept. A newer code of its kind ends it.
CREATE TABLE idea_code (
	id         INTEGER PRIMARY KEY,
	find_code  BLOB    NOT NULL UNIQUE,
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	kind       TEXT    NOT NULL CHECK (kind IN ('claim', 'join', 'lead')),
	made_by    INTEGER NOT NULL REFERENCES person (id),
	expires_at INTEGER NOT NULL,
	ended_at   INTEGER,
	used_at    INTEGER,
	used_by    INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX idea_code_open ON idea_code (idea_id) WHERE used_at IS NULL AND ended_at IS NULL;

-- An author asks another author to let their idea go on inside the other's. It holds as long as both ideas stand where they stood.
CREATE TABLE merge_ask (
	id          INTEGER PRIMARY KEY,
	idea_id     INTEGER NOT NULL REFERENCES idea (id),
	into_id     INTEGER NOT NULL REFERENCES idea (id),
	asked_by    INTEGER NOT NULL REFERENCES person (id),
	asked_at    INTEGER NOT NULL,
	idea_state  TEXT    NOT NULL,
	into_state  TEXT    NOT NULL,
	answer      TEXT    CHECK (answer IN ('yes', 'no', 'lapsed')),
	answered_at INTEGER,
	told_to     INTEGER NOT NULL DEFAULT 0,             -- the last supporter who was told, in portions
	CHECK (idea_id <> into_id)
) STRICT;
CREATE INDEX merge_ask_idea ON merge_ask (idea_id, id);
CREATE INDEX merge_ask_into ON merge_ask (into_id, id);

-- What somebody wrote down for others, and what went on inside an idea.
CREATE INDEX idea_entered ON idea (entered_by, id) WHERE entered_by IS NOT NULL;
CREATE INDEX idea_merged  ON idea (merged_into)    WHERE merged_into IS NOT NULL;
