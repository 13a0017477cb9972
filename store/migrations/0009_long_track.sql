-- What was promised before a decision comes back when it is undone: a date of the steering group takes the place of the volunteers'.
ALTER TABLE decision ADD COLUMN promised TEXT;
UPDATE decision SET promised = (SELECT answer_by FROM idea i WHERE i.id = idea_id);

-- The steering group answers on a lange klap that fits, by a promised date of its own; on those that wait already it counts from the day
-- since when they do. What was refused its money as a lange klap, before there was another answer, waits for none.
UPDATE idea SET answer_by = date(moved_at / 1000, 'unixepoch', '+90 days') WHERE state = 'accepted' AND track = 'long';
UPDATE idea SET answer_by = NULL WHERE state = 'not_granted' AND track = 'long';
CREATE INDEX idea_long ON idea (smederij_id, answer_by) WHERE state = 'accepted' AND track = 'long';
DROP INDEX idea_late;
CREATE INDEX idea_late ON idea (state, answer_by)
	WHERE (state IN ('submitted', 'asked', 'appealed') OR state = 'accepted' AND track = 'long');
