-- Orders that nobody settled are reminded of, and come to nothing after a while.
CREATE INDEX money_order_unsettled ON money_order (made_at) WHERE state IN ('open', 'waits');
-- An order that puts an entry right is found by it, and pots that are left over at the end of a year without those of ideas.
CREATE INDEX money_order_entry    ON money_order (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX ledger_account_pots  ON ledger_account (id)    WHERE kind = 'pot';
-- The posts in a group that came new in a week.
CREATE INDEX outbox_new_cards ON outbox (chat_id, created_at) WHERE class = 'post' AND slot IS NOT NULL;
-- The number of the last attachment: one that was taken away never gives its number to another, because messages and buttons name it.
ALTER TABLE house ADD COLUMN attachments INTEGER NOT NULL DEFAULT 0;
UPDATE house SET attachments = (SELECT coalesce(max(id), 0) FROM attachment);
