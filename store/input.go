package store

import "time"

const prunePortion = 500

// FirstTime remembers an input's key and tells whether it is new. A platform may deliver an input twice; it is handled once. A key
// older than the terms keep is new again, also when nobody pruned it yet: Telegram's ids start anew after a silent week.
func (tx *Tx) FirstTime(key string, now time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO input (key, handled_at) VALUES (?1, ?2)
		ON CONFLICT (key) DO UPDATE SET handled_at = ?2 WHERE handled_at < ?3`,
		key, now.UnixMilli(), now.Add(-tx.db.terms.Keys).UnixMilli())
	return n == 1, err
}

// PruneInputs forgets a portion of the keys that are older than the terms say, and tells whether there may be more.
func (tx *Tx) PruneInputs(now time.Time) (more bool, err error) {
	n, err := tx.exec(`DELETE FROM input WHERE handled_at < ? AND id IN (SELECT id FROM input ORDER BY id LIMIT ?)`,
		now.Add(-tx.db.terms.Keys).UnixMilli(), prunePortion)
	return n == prunePortion, err
}

// DeadLetter is an input that no handler could take: kept, so that nothing a resident wrote is lost.
type DeadLetter struct {
	ID      int64
	Key     string
	DiedAt  time.Time
	Retried bool
}

// Bury keeps a dead letter and returns its number. Content and error are sealed: both may hold what somebody wrote.
func (tx *Tx) Bury(key string, content []byte, cause error, now time.Time) (int64, error) {
	return one(tx, number, `INSERT INTO dead_letter (key, sealed_content, sealed_error, died_at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET sealed_content = excluded.sealed_content, sealed_error = excluded.sealed_error,
			died_at = excluded.died_at, retried_at = NULL, dropped_at = NULL RETURNING id`,
		key, tx.db.sealer.seal("dead", content), tx.db.sealer.seal("dead", []byte(cause.Error())), now.UnixMilli())
}

// DeadLetters are those that nobody dropped, oldest first.
func (tx *Tx) DeadLetters() ([]DeadLetter, error) {
	return all(tx, func(r row) (d DeadLetter, err error) {
		var died int64
		err = r.Scan(&d.ID, &d.Key, &died, &d.Retried)
		d.DiedAt = time.UnixMilli(died)
		return d, err
	}, "SELECT id, key, died_at, retried_at IS NOT NULL FROM dead_letter WHERE dropped_at IS NULL ORDER BY id")
}

// DeadLetterKinds names what is in each dead letter that nobody dropped. It goes no further than kind: who reads one uses
// [Tx.OpenDeadLetter]. Of a letter that cannot be opened kind gets nil.
func (tx *Tx) DeadLetterKinds(kind func(content []byte) string) (map[int64]string, error) {
	kinds := map[int64]string{}
	_, err := all(tx, func(r row) (none struct{}, err error) {
		var id int64
		var sealed []byte
		err = r.Scan(&id, &sealed)
		content, _ := tx.db.sealer.open("dead", sealed)
		kinds[id] = kind(content)
		return none, err
	}, "SELECT id, sealed_content FROM dead_letter WHERE dropped_at IS NULL")
	return kinds, err
}

// OpenDeadLetter shows what is in a dead letter and what went wrong. Who looked, and why, is kept (PRIVACY P15).
func (tx *Tx) OpenDeadLetter(id int64, by PersonID, reason string, now time.Time) (content []byte, cause string, err error) {
	type sealed struct{ content, cause []byte }
	s, err := one(tx, func(r row) (s sealed, err error) { return s, r.Scan(&s.content, &s.cause) },
		"SELECT sealed_content, sealed_error FROM dead_letter WHERE id = ? AND dropped_at IS NULL", id)
	if err != nil {
		return nil, "", err
	}
	if content, err = tx.db.sealer.open("dead", s.content); err != nil {
		return nil, "", err
	}
	plain, err := tx.db.sealer.open("dead", s.cause)
	if err != nil {
		return nil, "", err
	}
	return content, string(plain), tx.auditWhy(now, by, "dead_letter_opened", id, reason)
}

// RetriedDeadLetter keeps that a dead letter was handled after all.
func (tx *Tx) RetriedDeadLetter(id int64, now time.Time) error {
	_, err := tx.exec("UPDATE dead_letter SET retried_at = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}

// DropDeadLetter erases what is in a dead letter; that there was one stays.
func (tx *Tx) DropDeadLetter(id int64, by PersonID, now time.Time) error {
	n, err := tx.exec("UPDATE dead_letter SET dropped_at = ?, sealed_content = x'', sealed_error = x'' WHERE id = ? AND dropped_at IS NULL",
		now.UnixMilli(), id)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNotFound
	}
	return tx.audit(now, by, "dead_letter_dropped", id, "")
}
