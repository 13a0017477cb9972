-- What the lead of an idea tells at its end. The answers stand with those of the idea, under questions that begin with r_; this row says
-- that they were handed in, and by which decision a coordinator finished the idea with them: none as long as the report waits. Those
-- who stood beside the idea are thanked, and weeks later asked whether it is really done, a portion at a time.
CREATE TABLE report (
	id           INTEGER PRIMARY KEY,
	idea_id      INTEGER NOT NULL REFERENCES idea (id),
	by_id        INTEGER NOT NULL REFERENCES person (id),
	handed_in_at INTEGER NOT NULL,
	decision_id  INTEGER REFERENCES decision (id),
	thanked_to   INTEGER NOT NULL DEFAULT 0,             -- the last supporter who was thanked
	ask_at       INTEGER,                                -- when they are asked; NULL when they were, or will not be
	asked_to     INTEGER NOT NULL DEFAULT 0,             -- the last supporter who was asked
	CHECK (ask_at IS NULL OR decision_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX report_waits    ON report (idea_id)     WHERE decision_id IS NULL;
CREATE INDEX        report_idea     ON report (idea_id, id);
CREATE INDEX        report_decision ON report (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX        report_ask      ON report (ask_at)      WHERE ask_at IS NOT NULL;

-- What a coordinator asks about a report, and the answer. The words can be erased.
CREATE TABLE report_question (
	id        INTEGER PRIMARY KEY,
	report_id INTEGER NOT NULL REFERENCES report (id),
	by_id     INTEGER NOT NULL REFERENCES person (id),
	words_id  INTEGER NOT NULL REFERENCES words (id),
	asked_at  INTEGER NOT NULL,
	reply_id  INTEGER REFERENCES words (id)
) STRICT;
CREATE INDEX report_question_report ON report_question (report_id, id);
CREATE INDEX report_question_words  ON report_question (words_id);
CREATE INDEX report_question_reply  ON report_question (reply_id) WHERE reply_id IS NOT NULL;

-- Who was asked whether an idea is really done, and what they said. Why not stands in a row of its own that can be erased.
CREATE TABLE report_check (
	report_id   INTEGER NOT NULL REFERENCES report (id),
	person_id   INTEGER NOT NULL REFERENCES person (id),
	asked_at    INTEGER NOT NULL,
	answer      TEXT    CHECK (answer IN ('yes', 'no')),
	answered_at INTEGER,
	words_id    INTEGER REFERENCES words (id),
	PRIMARY KEY (report_id, person_id),
	CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX report_check_words ON report_check (words_id) WHERE words_id IS NOT NULL;
