-- What people write has more reasons than the first list knew: an author who goes to the steering group says why, a wijkteam advises.
-- The kinds stand in the code alone from now on, because a CHECK that grows means writing the table anew each time, as here. The index is
-- for that, and for erasing words later: SQLite looks whether a decision points at them.
CREATE INDEX decision_words ON decision (words_id) WHERE words_id IS NOT NULL;
PRAGMA defer_foreign_keys = 1;
CREATE TABLE words_before AS SELECT * FROM words;
DROP TABLE words;
CREATE TABLE words (
	id         INTEGER PRIMARY KEY,
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	kind       TEXT    NOT NULL CHECK (kind <> ''),
	by_id      INTEGER NOT NULL REFERENCES person (id),
	text       TEXT    NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
INSERT INTO words SELECT id, idea_id, kind, by_id, text, created_at FROM words_before;
DROP TABLE words_before;
CREATE INDEX words_idea ON words (idea_id, kind, id);

-- What somebody of a wijkteam is there: a wijkagent, a wijkbeheerder. Which functions there are is data of the conversation that asks.
ALTER TABLE role ADD COLUMN function TEXT NOT NULL DEFAULT '';

-- What a wijkteam thinks of an idea, once per member; its sentence can be erased by itself. The function is kept as it was then.
CREATE TABLE advice (
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	person_id  INTEGER NOT NULL REFERENCES person (id),
	function   TEXT    NOT NULL,
	view       TEXT    NOT NULL CHECK (view IN ('fits', 'only_if', 'rather_not')),
	words_id   INTEGER REFERENCES words (id),
	advised_at INTEGER NOT NULL,
	PRIMARY KEY (idea_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX advice_words ON advice (words_id) WHERE words_id IS NOT NULL;

-- An appeal waits on a promised date too.
DROP INDEX idea_late;
CREATE INDEX idea_late ON idea (state, answer_by) WHERE state IN ('submitted', 'asked', 'appealed');
