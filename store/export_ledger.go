package store

// The ledger leaves the house as codes, days and amounts: nobody's name, and no word that somebody wrote.

// LedgerEdge is how far the ledger was at one moment. It is only added to, so up to there it stays as it is, whatever is booked while
// it is read.
type LedgerEdge struct {
	Entry      EntryID // the last one, 0 for none
	account    LedgerAccountID
	references int // that were given to ideas with accounts up to there
}

// ExportedAccount is where money was at an edge.
type ExportedAccount struct {
	ID       LedgerAccountID // to go on from; not for the file
	Kind     AccountKind
	Year     int
	Funder   string // its code, of a funder
	Smederij string // its three letters, of all others
	Ref      string // the idea's present reference, of held and paid
	Balance  Cents
}

// ExportedEntry is one amount that went from one account to another.
type ExportedEntry struct {
	ID       EntryID
	Day      string          // local date
	From, To ExportedAccount // without balances
	Amount   Cents
	Reason   EntryReason
	Ref      string  // the idea's present reference, or ""
	Reverses EntryID // the entry that it puts right, or 0
}

// LedgerEdge is where the ledger ends now.
func (tx *Tx) LedgerEdge() (LedgerEdge, error) {
	e, err := one(tx, func(r row) (e LedgerEdge, err error) { return e, r.Scan(&e.Entry, &e.account) },
		"SELECT coalesce((SELECT max(id) FROM ledger_entry), 0), coalesce((SELECT max(id) FROM ledger_account), 0)")
	if err == nil {
		e.references, err = tx.referencesBefore(e.account)
	}
	return e, err
}

// Renamed tells whether an idea with money got another reference since: what was read before and what is read now name it differently.
func (tx *Tx) Renamed(since LedgerEdge) (bool, error) {
	n, err := tx.referencesBefore(since.account)
	return n != since.references, err
}

// referencesBefore counts the references of ideas with one of the accounts up to one.
func (tx *Tx) referencesBefore(last LedgerAccountID) (int, error) {
	return one(tx, func(r row) (n int, err error) { return n, r.Scan(&n) },
		"SELECT count(*) FROM reference WHERE idea_id IN (SELECT idea_id FROM ledger_account WHERE id <= ? AND idea_id IS NOT NULL)", last)
}

// ExportEntries are the next entries after one, not beyond the edge, in the order of booking: at most limit.
func (tx *Tx) ExportEntries(after EntryID, edge LedgerEdge, limit int) ([]ExportedEntry, error) {
	return all(tx, func(r row) (e ExportedEntry, err error) {
		return e, r.Scan(&e.ID, &e.Day, &e.Amount, &e.Reason, &e.Ref, &e.Reverses,
			&e.From.ID, &e.From.Kind, &e.From.Year, &e.From.Funder, &e.From.Smederij, &e.From.Ref,
			&e.To.ID, &e.To.Kind, &e.To.Year, &e.To.Funder, &e.To.Smederij, &e.To.Ref)
	}, `SELECT e.id, e.day, e.amount, e.reason, coalesce(i.ref, ''), coalesce(e.reverses, 0),
		f.id, f.kind, f.year, coalesce(ff.code, ''), coalesce(fs.code, ''), coalesce(fi.ref, ''),
		t.id, t.kind, t.year, coalesce(tf.code, ''), coalesce(ts.code, ''), coalesce(ti.ref, '')
		FROM ledger_entry e LEFT JOIN idea i ON i.id = e.idea_id
		CROSS JOIN ledger_account f ON f.id = e.from_id
		LEFT JOIN funder ff ON ff.id = f.funder_id LEFT JOIN smederij fs ON fs.id = f.smederij_id LEFT JOIN idea fi ON fi.id = f.idea_id
		CROSS JOIN ledger_account t ON t.id = e.to_id
		LEFT JOIN funder tf ON tf.id = t.funder_id LEFT JOIN smederij ts ON ts.id = t.smederij_id LEFT JOIN idea ti ON ti.id = t.idea_id
		WHERE e.id > ? AND e.id <= ? ORDER BY e.id LIMIT ?`, after, edge.Entry, limit)
}

// ExportAccounts are the next accounts after one through which money went up to the edge, in the order in which they were opened: at
// most limit. The balance is the running sum without what was booked since, which is little.
func (tx *Tx) ExportAccounts(after LedgerAccountID, edge LedgerEdge, limit int) ([]ExportedAccount, error) {
	return all(tx, func(r row) (a ExportedAccount, err error) {
		return a, r.Scan(&a.ID, &a.Kind, &a.Year, &a.Funder, &a.Smederij, &a.Ref, &a.Balance)
	}, `SELECT a.id, a.kind, a.year, coalesce(f.code, ''), coalesce(s.code, ''), coalesce(i.ref, ''), a.balance
			- coalesce((SELECT sum(amount) FROM ledger_entry WHERE to_id = a.id AND id > ?2), 0)
			+ coalesce((SELECT sum(amount) FROM ledger_entry WHERE from_id = a.id AND id > ?2), 0)
		FROM ledger_account a LEFT JOIN funder f ON f.id = a.funder_id LEFT JOIN smederij s ON s.id = a.smederij_id
		LEFT JOIN idea i ON i.id = a.idea_id
		WHERE a.id > ?1 AND (EXISTS (SELECT 1 FROM ledger_entry WHERE to_id = a.id AND id <= ?2)
			OR EXISTS (SELECT 1 FROM ledger_entry WHERE from_id = a.id AND id <= ?2))
		ORDER BY a.id LIMIT ?3`, after, edge.Entry, limit)
}
