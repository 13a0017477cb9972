-- The house: who writes, where, what they bring, what was decided, and what must still be said.
-- Times are unix milliseconds UTC; local dates are 'YYYY-MM-DD'. Columns called sealed_* hold AES-256-GCM, find_* hold an HMAC.

-- One row about the file itself: a sealed known word tells a wrong key from a damaged file.
CREATE TABLE house (
	id           INTEGER PRIMARY KEY CHECK (id = 1),
	sealed_check BLOB    NOT NULL,
	touched_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE smederij (
	id          INTEGER PRIMARY KEY,
	code        TEXT    NOT NULL UNIQUE CHECK (code GLOB '[A-Z][A-Z][A-Z]'),
	name        TEXT    NOT NULL UNIQUE,
	kind        TEXT    NOT NULL CHECK (kind IN ('wijk', 'buurt', 'dorp')),
	team        TEXT    NOT NULL,
	status      TEXT    NOT NULL CHECK (status IN ('documented', 'probable', 'assumed')),
	inhabitants INTEGER NOT NULL CHECK (inhabitants >= 0),
	aliases     TEXT    NOT NULL CHECK (json_valid(aliases))
) STRICT;

-- A person is an internal number. Names are given by the person, never taken from an account (PRIVACY P04).
CREATE TABLE person (
	id          INTEGER PRIMARY KEY,
	sealed_name BLOB,
	show_name   INTEGER NOT NULL DEFAULT 0 CHECK (show_name IN (0, 1)),
	notice      INTEGER NOT NULL DEFAULT 0,             -- version of the privacy notice this person has read
	muted_at    INTEGER,                                -- afmelden: no reminders
	created_at  INTEGER NOT NULL
) STRICT;

-- The account on a platform by which a person is known again.
CREATE TABLE account (
	id             INTEGER PRIMARY KEY,
	person_id      INTEGER NOT NULL REFERENCES person (id),
	platform       TEXT    NOT NULL,
	find_account   BLOB    NOT NULL UNIQUE,
	sealed_account BLOB    NOT NULL
) STRICT;
CREATE INDEX account_person ON account (person_id);

-- A place where the bot can write: (platform, chat, topic). A private chat has a person, a linked group a Smederij and a purpose.
CREATE TABLE chat (
	id             INTEGER PRIMARY KEY,
	platform       TEXT    NOT NULL,
	find_address   BLOB    NOT NULL UNIQUE,
	sealed_address BLOB    NOT NULL,
	person_id      INTEGER REFERENCES person (id),
	smederij_id    INTEGER REFERENCES smederij (id),
	purpose        TEXT    CHECK (purpose IN ('group', 'volunteers', 'steering')),
	gone_at        INTEGER,
	created_at     INTEGER NOT NULL,
	CHECK (person_id IS NULL OR purpose IS NULL)
) STRICT;
CREATE INDEX chat_person  ON chat (person_id)             WHERE person_id IS NOT NULL;
CREATE INDEX chat_purpose ON chat (purpose, smederij_id)  WHERE purpose IS NOT NULL;

-- Roles are never deleted: until tells when one ended. Without a Smederij a role holds for all of them.
CREATE TABLE role (
	id          INTEGER PRIMARY KEY,
	person_id   INTEGER NOT NULL REFERENCES person (id),
	role        TEXT    NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'team', 'steering', 'operator')),
	smederij_id INTEGER REFERENCES smederij (id),
	since       INTEGER NOT NULL,
	until       INTEGER
) STRICT;
CREATE INDEX role_person   ON role (person_id)         WHERE until IS NULL;
CREATE INDEX role_smederij ON role (role, smederij_id) WHERE until IS NULL;

-- A one-time way to a role. Only the HMAC of its code is kept.
CREATE TABLE invitation (
	id          INTEGER PRIMARY KEY,
	find_code   BLOB    NOT NULL UNIQUE,
	role        TEXT    NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'team', 'steering')),
	smederij_id INTEGER REFERENCES smederij (id),
	invited_by  INTEGER REFERENCES person (id),
	expires_at  INTEGER NOT NULL,
	used_at     INTEGER,
	used_by     INTEGER REFERENCES person (id)
) STRICT;

-- A form being filled in. What was answered is sealed: it may hold a name.
CREATE TABLE conversation (
	id           INTEGER PRIMARY KEY,
	person_id    INTEGER NOT NULL REFERENCES person (id),
	chat_id      INTEGER NOT NULL REFERENCES chat (id),
	flow         TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	step         TEXT    NOT NULL,
	sequence     INTEGER NOT NULL,
	sealed_state BLOB    NOT NULL,
	subject      INTEGER,                               -- the idea it is about
	revision     INTEGER NOT NULL DEFAULT 0,            -- of that idea, when it began
	touched_at   INTEGER NOT NULL,
	ended_at     INTEGER
) STRICT;
CREATE INDEX conversation_open ON conversation (chat_id, touched_at) WHERE ended_at IS NULL;
CREATE INDEX conversation_subject ON conversation (subject) WHERE subject IS NOT NULL;

CREATE TABLE idea (
	id           INTEGER PRIMARY KEY,
	author_id    INTEGER NOT NULL REFERENCES person (id),
	entered_by   INTEGER REFERENCES person (id),        -- a volunteer who wrote it down for the author
	smederij_id  INTEGER REFERENCES smederij (id),
	ref          TEXT    UNIQUE,
	state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'asked', 'accepted', 'declined', 'appealed', 'merged',
	                       'granted', 'not_granted', 'underway', 'done', 'withdrawn', 'stopped')),
	track        TEXT    NOT NULL DEFAULT 'short' CHECK (track IN ('short', 'long')),
	title        TEXT    NOT NULL DEFAULT '',
	criterion    INTEGER CHECK (criterion BETWEEN 1 AND 8),
	notice       INTEGER NOT NULL DEFAULT 0 CHECK (notice IN (0, 1)), -- a report for the gemeente, not an idea
	final        INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1)),  -- the steering group has answered
	granted      INTEGER CHECK (granted > 0),           -- cents
	merged_into  INTEGER REFERENCES idea (id),
	revision     INTEGER NOT NULL DEFAULT 1,            -- of the decision: every move adds one
	claimed_by   INTEGER REFERENCES person (id),
	claimed_till INTEGER,
	answer_by    TEXT,                                  -- the promised local date
	moved_at     INTEGER NOT NULL,
	created_at   INTEGER NOT NULL,
	CHECK (ref IS NOT NULL OR state IN ('draft', 'withdrawn')),
	CHECK (smederij_id IS NOT NULL OR ref IS NULL)
) STRICT;
CREATE INDEX idea_author ON idea (author_id, id);
CREATE INDEX idea_work   ON idea (smederij_id, state, answer_by);
CREATE INDEX idea_late   ON idea (answer_by) WHERE state = 'submitted';
CREATE INDEX idea_claims ON idea (claimed_by) WHERE claimed_by IS NOT NULL;

-- Every reference ever given: an idea that moved to another Smederij is found under its old one too.
CREATE TABLE reference (
	smederij_id INTEGER NOT NULL REFERENCES smederij (id),
	year        INTEGER NOT NULL,
	number      INTEGER NOT NULL CHECK (number > 0),
	idea_id     INTEGER NOT NULL REFERENCES idea (id),
	ref         TEXT    NOT NULL UNIQUE,
	PRIMARY KEY (smederij_id, year, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
	idea_id  INTEGER NOT NULL REFERENCES idea (id),
	question TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	value    TEXT    NOT NULL,
	PRIMARY KEY (idea_id, question)
) STRICT, WITHOUT ROWID;

-- A photo or voice message that belongs to an answer; the platform's handle to it is sealed.
CREATE TABLE attachment (
	id         INTEGER PRIMARY KEY,
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	question   TEXT    NOT NULL,
	kind       TEXT    NOT NULL CHECK (kind IN ('photo', 'voice')),
	find_file  BLOB    NOT NULL,
	sealed_ref BLOB    NOT NULL,
	created_at INTEGER NOT NULL,
	UNIQUE (idea_id, question, find_file)
) STRICT;

-- What people wrote to explain themselves: reasons, questions, replies, worries. In rows of their own, so that they can be erased.
CREATE TABLE words (
	id         INTEGER PRIMARY KEY,
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	kind       TEXT    NOT NULL CHECK (kind IN ('reason', 'question', 'reply', 'worry', 'report')),
	by_id      INTEGER NOT NULL REFERENCES person (id),
	text       TEXT    NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX words_idea ON words (idea_id, kind, id);

-- A decision stands at once; what it causes waits until released_at, and undoing it withdraws that.
CREATE TABLE decision (
	id          INTEGER PRIMARY KEY,
	idea_id     INTEGER NOT NULL REFERENCES idea (id),
	move        TEXT    NOT NULL,
	from_state  TEXT    NOT NULL,
	to_state    TEXT    NOT NULL,
	revision    INTEGER NOT NULL,                       -- of the idea, after the decision
	criterion   INTEGER,
	words_id    INTEGER REFERENCES words (id),
	by_id       INTEGER NOT NULL REFERENCES person (id),
	decided_at  INTEGER NOT NULL,
	released_at INTEGER NOT NULL,
	undone_at   INTEGER,
	undone_by   INTEGER REFERENCES person (id),
	UNIQUE (idea_id, revision)
) STRICT;

-- An author's offer to join another idea to theirs; the move needs the other author's yes too.
CREATE TABLE merge_offer (
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	into_id    INTEGER NOT NULL REFERENCES idea (id),
	offered_at INTEGER NOT NULL,
	PRIMARY KEY (idea_id, into_id),
	CHECK (idea_id <> into_id)
) STRICT, WITHOUT ROWID;

-- One row per person, idea and kind: pressing again changes nothing.
CREATE TABLE support (
	idea_id    INTEGER NOT NULL REFERENCES idea (id),
	kind       TEXT    NOT NULL CHECK (kind IN ('support', 'help', 'worry')),
	person_id  INTEGER NOT NULL REFERENCES person (id),
	created_at INTEGER NOT NULL,
	PRIMARY KEY (idea_id, kind, person_id)
) STRICT, WITHOUT ROWID;

-- Inputs already handled. Kept 72 hours, pruned in portions.
CREATE TABLE input (
	id         INTEGER PRIMARY KEY,                     -- in order of arrival: the oldest are pruned first
	key        TEXT    NOT NULL UNIQUE,
	handled_at INTEGER NOT NULL
) STRICT;

-- An input that no handler could take. Its content is sealed; code says what went wrong without anybody's words.
CREATE TABLE dead_letter (
	id             INTEGER PRIMARY KEY,
	key            TEXT    NOT NULL UNIQUE,
	sealed_content BLOB    NOT NULL,
	sealed_error   BLOB    NOT NULL,
	died_at        INTEGER NOT NULL,
	retried_at     INTEGER,
	dropped_at     INTEGER
) STRICT;

-- What must be said. The body (words and buttons) is sealed: it may hold a name.
CREATE TABLE outbox (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	chat_id      INTEGER NOT NULL REFERENCES chat (id),
	class        TEXT    NOT NULL CHECK (class IN ('reply', 'moderation', 'post', 'digest')),
	state        TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'uncertain', 'rejected', 'withdrawn')),
	slot         TEXT,
	sealed_body  BLOB    NOT NULL,
	cause        TEXT    NOT NULL,                      -- key of the input it answers
	decision_id  INTEGER REFERENCES decision (id),      -- undone with it
	not_before   INTEGER NOT NULL,
	doubts       INTEGER NOT NULL DEFAULT 0,            -- how often its fate was unknown
	message_id   TEXT,                                  -- the platform's
	created_at   INTEGER NOT NULL,
	sent_at      INTEGER
) STRICT;
CREATE INDEX outbox_due      ON outbox (id, not_before) WHERE state = 'queued';
CREATE INDEX outbox_sending  ON outbox (chat_id, slot)  WHERE state = 'sending';
CREATE INDEX outbox_doubtful ON outbox (chat_id, slot)  WHERE state = 'uncertain';
CREATE INDEX outbox_decision ON outbox (decision_id)    WHERE decision_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_slot ON outbox (slot, chat_id) WHERE slot IS NOT NULL AND state = 'queued';

-- Messages that are edited in place: where each stands. Lost means it was perhaps posted and its id is unknown, so edits wait.
CREATE TABLE slot (
	chat_id    INTEGER NOT NULL REFERENCES chat (id),
	slot       TEXT    NOT NULL,
	message_id TEXT,
	lost       INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)),
	PRIMARY KEY (slot, chat_id)
) STRICT, WITHOUT ROWID;

-- Alarms already raised: each is told once.
CREATE TABLE alarm (
	kind      TEXT    NOT NULL,
	subject   INTEGER NOT NULL,
	raised_at INTEGER NOT NULL,
	PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- Who did what, when: internal ids and codes, never words. Only added to.
CREATE TABLE audit (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	by_id   INTEGER,
	action  TEXT    NOT NULL,
	subject INTEGER NOT NULL,
	detail  TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

-- Why somebody looked at what is sealed: words belong to no audit line, and can be erased without touching it.
CREATE TABLE audit_words (
	audit_id    INTEGER PRIMARY KEY REFERENCES audit (id),
	sealed_text BLOB    NOT NULL
) STRICT;
