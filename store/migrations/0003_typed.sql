-- What can be pressed can be typed: the newest messages of a chat are looked at for their buttons.
CREATE INDEX outbox_chat ON outbox (chat_id, id);

-- An author who was asked something is not waited for in silence either.
DROP INDEX idea_late;
CREATE INDEX idea_late ON idea (state, answer_by) WHERE state IN ('submitted', 'asked');
CREATE INDEX idea_claimed ON idea (claimed_till) WHERE claimed_by IS NOT NULL;

-- A text longer than a message comes in two: when the first part came.
ALTER TABLE chat ADD COLUMN long_at INTEGER;
