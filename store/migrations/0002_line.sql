-- Finding what may leave costs the same whatever waits: the first message of a chat and class, what has come due, and where something
-- changed since the last look.
CREATE INDEX outbox_line  ON outbox (chat_id, class, id) WHERE state = 'queued';
CREATE INDEX outbox_waits ON outbox (not_before)         WHERE state = 'queued';
CREATE INDEX slot_chat    ON slot (chat_id);

-- The platform asked to leave a chat in peace until then: a start right after that obeys too.
ALTER TABLE chat ADD COLUMN quiet_until INTEGER;

-- Chats where a message may leave that could not before, although it is not new: it was put back, released, posted again, or its card
-- was found. Whoever delivers reads on from the last row it saw. The last thousand stay: who is further behind looks at everything.
CREATE TABLE stir (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	chat_id INTEGER NOT NULL REFERENCES chat (id)
) STRICT;
CREATE TRIGGER stir_prune AFTER INSERT ON stir BEGIN
	DELETE FROM stir WHERE id <= NEW.id - 1000;
END;
CREATE TRIGGER outbox_stir AFTER UPDATE OF state, not_before, chat_id ON outbox
WHEN NEW.state = 'queued' AND (OLD.state <> 'queued' OR NEW.not_before < OLD.not_before OR NEW.chat_id <> OLD.chat_id) BEGIN
	INSERT INTO stir (chat_id) VALUES (NEW.chat_id);
END;
CREATE TRIGGER slot_found AFTER UPDATE OF lost ON slot WHEN OLD.lost = 1 AND NEW.lost = 0 BEGIN
	INSERT INTO stir (chat_id) VALUES (NEW.chat_id);
END;
CREATE TRIGGER slot_free AFTER DELETE ON slot WHEN OLD.lost = 1 BEGIN
	INSERT INTO stir (chat_id) VALUES (OLD.chat_id);
END;
CREATE TRIGGER chat_stir AFTER UPDATE OF find_address ON chat BEGIN
	INSERT INTO stir (chat_id) VALUES (NEW.id);
END;

-- What was said last: how fast may be gone on with after a start, and later what is old.
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
