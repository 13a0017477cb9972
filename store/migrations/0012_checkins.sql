-- When the lead of an idea that people are at is asked again how it goes; NULL while nobody is at it. Those that are underway already
-- are asked at the usual rhythm from their last move.
ALTER TABLE idea ADD COLUMN ask_at INTEGER;
UPDATE idea SET ask_at = moved_at + CASE track WHEN 'short' THEN 4 ELSE 13 END * 7 * 86400000 WHERE state IN ('granted', 'underway');
CREATE INDEX idea_ask ON idea (ask_at) WHERE ask_at IS NOT NULL;

-- One row each time somebody was asked how their idea goes, with what they said. Told counts who heard of their silence since: they
-- themselves, a second contact, the coordinator. The words (what is needed) can be erased.
CREATE TABLE checkin (
	id          INTEGER PRIMARY KEY,
	idea_id     INTEGER NOT NULL REFERENCES idea (id),
	asked_of    INTEGER NOT NULL REFERENCES person (id),
	asked_at    INTEGER NOT NULL,
	told        INTEGER NOT NULL DEFAULT 0 CHECK (told BETWEEN 0 AND 3),
	told_at     INTEGER NOT NULL,                       -- when the last of them heard
	answer      TEXT    CHECK (answer IN ('on_course', 'longer', 'help', 'done', 'none')),
	answered_by INTEGER REFERENCES person (id),
	answered_at INTEGER,
	until       TEXT,                                   -- of longer: the local date they named
	words       TEXT    NOT NULL DEFAULT '',            -- of help: what is needed
	posted_at   INTEGER,                                -- the group was asked
	CHECK ((answer IS NULL) = (answered_at IS NULL)),
	CHECK ((answered_by IS NULL) = (answer IS NULL OR answer = 'none')),
	CHECK (until IS NULL OR answer = 'longer')
) STRICT;
CREATE UNIQUE INDEX checkin_open   ON checkin (idea_id) WHERE answer IS NULL;
CREATE INDEX        checkin_silent ON checkin (told_at) WHERE answer IS NULL AND told < 3;
CREATE INDEX        checkin_idea   ON checkin (idea_id, id);

-- Drafts by their last answer, to remind of them and to end them; answers of volunteers by when people heard, for the score.
CREATE INDEX idea_drafts      ON idea (moved_at) WHERE state = 'draft';
CREATE INDEX decision_answers ON decision (released_at) WHERE undone_at IS NULL AND move IN ('accept', 'decline', 'refer');

-- A draft that is erased must not be looked for in every row that could point at it.
CREATE INDEX reference_idea   ON reference (idea_id);
CREATE INDEX idea_code_idea   ON idea_code (idea_id);
CREATE INDEX merge_offer_into ON merge_offer (into_id);
CREATE INDEX money_order_idea ON money_order (idea_id) WHERE idea_id IS NOT NULL;
