-- Money. Every euro has one way: a funder gives it to the pot of a Smederij for a year, it is held for an idea, and paid out. Amounts
-- are whole cents.

-- What the pot of a Smederij gets in a year, when nobody says otherwise.
ALTER TABLE smederij ADD COLUMN yearly INTEGER NOT NULL DEFAULT 0 CHECK (yearly >= 0);

-- Who gives. A share is a part of what is allocated, beside those of the others.
CREATE TABLE funder (
	id    INTEGER PRIMARY KEY,
	code  TEXT    NOT NULL UNIQUE CHECK (code <> '' AND code NOT GLOB '*[^a-z]*'),
	name  TEXT    NOT NULL UNIQUE,
	share INTEGER NOT NULL CHECK (share > 0)
) STRICT;

-- Where money is: with a funder, in a pot, held for an idea, or paid out for it, each for one year. The balance is the running sum of
-- the entries; only a funder's goes below zero.
CREATE TABLE ledger_account (
	id          INTEGER PRIMARY KEY,
	kind        TEXT    NOT NULL CHECK (kind IN ('funder', 'pot', 'held', 'paid')),
	year        INTEGER NOT NULL,
	funder_id   INTEGER REFERENCES funder (id),
	smederij_id INTEGER REFERENCES smederij (id),
	idea_id     INTEGER REFERENCES idea (id),
	balance     INTEGER NOT NULL DEFAULT 0 CHECK (kind = 'funder' OR balance >= 0),
	CHECK ((kind = 'funder') = (funder_id IS NOT NULL)),
	CHECK ((kind = 'funder') = (smederij_id IS NULL)),
	CHECK ((kind IN ('held', 'paid')) = (idea_id IS NOT NULL))
) STRICT;
-- An idea may have moved to another Smederij after its grant was taken back.
CREATE UNIQUE INDEX ledger_account_funder ON ledger_account (funder_id, year)     WHERE kind = 'funder';
CREATE UNIQUE INDEX ledger_account_pot    ON ledger_account (smederij_id, year)   WHERE kind = 'pot';
CREATE UNIQUE INDEX ledger_account_idea   ON ledger_account (idea_id, kind, year, smederij_id) WHERE idea_id IS NOT NULL;
CREATE INDEX        ledger_account_year   ON ledger_account (smederij_id, year)   WHERE smederij_id IS NOT NULL;

-- What somebody wants to do with money: they see it worked out, say yes, and above an amount somebody else says yes too. What was
-- written with it is sealed, and can be erased.
CREATE TABLE money_order (
	id           INTEGER PRIMARY KEY,
	kind         TEXT    NOT NULL CHECK (kind IN ('allocate', 'grant', 'pay', 'release', 'correct')),
	state        TEXT    NOT NULL CHECK (state IN ('open', 'waits', 'booked', 'dropped')),
	smederij_id  INTEGER NOT NULL REFERENCES smederij (id),
	idea_id      INTEGER REFERENCES idea (id),
	entry_id     INTEGER REFERENCES ledger_entry (id),   -- that is corrected
	amount       INTEGER NOT NULL CHECK (amount > 0),
	revision     INTEGER NOT NULL DEFAULT 0,             -- of the idea, as it was shown
	sealed_words BLOB,
	by_id        INTEGER NOT NULL REFERENCES person (id),
	made_at      INTEGER NOT NULL,
	second_id    INTEGER REFERENCES person (id),
	settled_at   INTEGER,
	CHECK (second_id <> by_id)
) STRICT;
CREATE INDEX money_order_waits ON money_order (id) WHERE state = 'waits';

-- One amount from one account to another. Never changed or deleted: what was wrong is put right by an entry the other way.
CREATE TABLE ledger_entry (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	day         TEXT    NOT NULL,                         -- local
	from_id     INTEGER NOT NULL REFERENCES ledger_account (id),
	to_id       INTEGER NOT NULL REFERENCES ledger_account (id),
	amount      INTEGER NOT NULL CHECK (amount > 0),
	reason      TEXT    NOT NULL CHECK (reason IN ('allocation', 'grant', 'payment', 'release', 'correction', 'undo', 'carry_over', 'give_back')),
	idea_id     INTEGER REFERENCES idea (id),
	decision_id INTEGER REFERENCES decision (id),
	order_id    INTEGER REFERENCES money_order (id),
	reverses    INTEGER UNIQUE REFERENCES ledger_entry (id),
	by_id       INTEGER REFERENCES person (id),           -- who decided; NULL: a setting, at the end of the year
	made_at     INTEGER NOT NULL,
	CHECK (from_id <> to_id),
	CHECK ((reason IN ('correction', 'undo')) = (reverses IS NOT NULL)),
	CHECK (reason NOT IN ('grant', 'payment', 'release', 'undo') OR idea_id IS NOT NULL AND decision_id IS NOT NULL),
	CHECK (reason NOT IN ('allocation', 'correction') OR order_id IS NOT NULL)
) STRICT;
CREATE INDEX ledger_entry_from     ON ledger_entry (from_id, id);
CREATE INDEX ledger_entry_to       ON ledger_entry (to_id, id);
CREATE INDEX ledger_entry_idea     ON ledger_entry (idea_id)     WHERE idea_id IS NOT NULL;
CREATE INDEX ledger_entry_order    ON ledger_entry (order_id)    WHERE order_id IS NOT NULL;
CREATE INDEX ledger_entry_decision ON ledger_entry (decision_id) WHERE decision_id IS NOT NULL;

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
CREATE TRIGGER ledger_entry_sum AFTER INSERT ON ledger_entry BEGIN
	UPDATE ledger_account SET balance = balance - NEW.amount WHERE id = NEW.from_id;
	UPDATE ledger_account SET balance = balance + NEW.amount WHERE id = NEW.to_id;
END;
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, year, funder_id, smederij_id, idea_id ON ledger_account BEGIN
	SELECT RAISE(ABORT, 'what an account is for does not change');
END;
