package store

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"time"
)

// Invitation is a one-time way to a role.
type Invitation struct {
	Role     Role
	Smederij SmederijID // 0: all of them
	By       PersonID   // 0: the operator, on the command line
	Expires  time.Time
}

// Why an invitation is refused.
const (
	InvitationUnknown Reason = "invitation_unknown"
	InvitationUsed    Reason = "invitation_used"
	InvitationExpired Reason = "invitation_expired"
)

// Invite keeps an invitation and returns its code, which is nowhere kept: 26 letters and digits, 130 bits.
func (tx *Tx) Invite(inv Invitation, now time.Time) (code string, err error) {
	code = rand.Text()
	n, err := tx.insert("INSERT INTO invitation (find_code, role, smederij_id, invited_by, expires_at) VALUES (?, ?, ?, ?, ?)",
		tx.db.sealer.hash("invitation", code), inv.Role, null(inv.Smederij), null(inv.By), inv.Expires.UnixMilli())
	if err != nil {
		return "", err
	}
	return code, tx.audit(now, inv.By, "invited."+string(inv.Role), n, "")
}

// TakeInvitation uses a code up and gives its role to a person.
func (tx *Tx) TakeInvitation(code string, p PersonID, now time.Time) (Invitation, error) {
	type found struct {
		Invitation
		id   int64
		used bool
	}
	f, err := one(tx, func(r row) (f found, err error) {
		var s, by sql.NullInt64
		var expires int64
		err = r.Scan(&f.id, &f.Role, &s, &by, &expires, &f.used)
		f.Smederij, f.By, f.Expires = SmederijID(s.Int64), PersonID(by.Int64), time.UnixMilli(expires)
		return f, err
	}, "SELECT id, role, smederij_id, invited_by, expires_at, used_at IS NOT NULL FROM invitation WHERE find_code = ?",
		tx.db.sealer.hash("invitation", code))
	switch {
	case errors.Is(err, ErrNotFound):
		return Invitation{}, refuse(InvitationUnknown, 0)
	case err != nil:
		return Invitation{}, err
	case f.used:
		return Invitation{}, refuse(InvitationUsed, 0)
	case !now.Before(f.Expires):
		return Invitation{}, refuse(InvitationExpired, 0)
	}
	if _, err := tx.exec("UPDATE invitation SET used_at = ?, used_by = ? WHERE id = ?", now.UnixMilli(), p, f.id); err != nil {
		return Invitation{}, err
	}
	return f.Invitation, tx.Appoint(f.By, p, f.Role, f.Smederij, now)
}
