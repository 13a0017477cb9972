-- Supporters hear of every end of an idea, not only of a merge: the last one who was told, in portions.
ALTER TABLE idea ADD COLUMN told_to INTEGER NOT NULL DEFAULT 0;
UPDATE idea SET told_to = coalesce((SELECT max(told_to) FROM merge_ask WHERE merge_ask.idea_id = idea.id AND answer = 'yes'), 0) WHERE state = 'merged';
ALTER TABLE merge_ask DROP COLUMN told_to;
