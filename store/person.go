package store

import (
	"database/sql"
	"errors"
	"time"
)

// PersonID is the internal number of a person. Other tables and the log know people by it alone.
type PersonID int64

// Person is somebody who writes to the bot. Nothing is taken over from the account: a name is there only when the person gave one.
type Person struct {
	ID       PersonID
	Name     string // first name, or ""
	ShowName bool   // the group may see the name
	Notice   int    // version of the privacy notice that was read; 0 means none yet
	Muted    bool   // no reminders
}

// Account is how a platform knows a person.
type Account struct {
	Platform string
	ID       string // opaque; only the adapter of the platform may read it
}

// PersonOf finds the person behind an account, or makes one.
func (tx *Tx) PersonOf(a Account, now time.Time) (Person, error) {
	p, err := tx.PersonByAccount(a)
	if !errors.Is(err, ErrNotFound) {
		return p, err
	}
	n, err := tx.insert("INSERT INTO person (created_at) VALUES (?)", now.UnixMilli())
	if err != nil {
		return Person{}, err
	}
	p = Person{ID: PersonID(n)}
	_, err = tx.exec("INSERT INTO account (person_id, platform, find_account, sealed_account) VALUES (?, ?, ?, ?)",
		p.ID, a.Platform, tx.findAccount(a), tx.db.sealer.seal("account", []byte(a.ID)))
	return p, err
}

func (tx *Tx) findAccount(a Account) []byte { return tx.db.sealer.hash("account", a.Platform, a.ID) }

const personColumns = "SELECT p.id, p.sealed_name, p.show_name, p.notice, p.muted_at IS NOT NULL FROM person p "

func (tx *Tx) scanPerson(r row) (p Person, err error) {
	var name []byte
	if err := r.Scan(&p.ID, &name, &p.ShowName, &p.Notice, &p.Muted); err != nil || name == nil {
		return p, err
	}
	plain, err := tx.db.sealer.open("name", name)
	p.Name = string(plain)
	return p, err
}

// Person reads one person.
func (tx *Tx) Person(id PersonID) (Person, error) {
	return one(tx, tx.scanPerson, personColumns+"WHERE p.id = ?", id)
}

// PersonByAccount finds a person that is known already.
func (tx *Tx) PersonByAccount(a Account) (Person, error) {
	return one(tx, tx.scanPerson, personColumns+"JOIN account a ON a.person_id = p.id WHERE a.find_account = ?", tx.findAccount(a))
}

// NamePerson keeps the first name a person gave, and whether the group may see it.
func (tx *Tx) NamePerson(id PersonID, name string, show bool) error {
	var sealed []byte
	if name != "" {
		sealed = tx.db.sealer.seal("name", []byte(name))
	}
	_, err := tx.exec("UPDATE person SET sealed_name = ?, show_name = ? WHERE id = ?", sealed, show, id)
	return err
}

// NoticeRead keeps which version of the privacy notice a person was shown.
func (tx *Tx) NoticeRead(id PersonID, version int) error {
	_, err := tx.exec("UPDATE person SET notice = ? WHERE id = ?", version, id)
	return err
}

// Mute ends all reminders to a person, Unmute allows them again.
func (tx *Tx) Mute(id PersonID, now time.Time) error {
	_, err := tx.exec("UPDATE person SET muted_at = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}

// Unmute allows reminders again.
func (tx *Tx) Unmute(id PersonID) error {
	_, err := tx.exec("UPDATE person SET muted_at = NULL WHERE id = ?", id)
	return err
}

// Role is what somebody may do in a Smederij. DOMAIN.md, Words.
type Role string

// The roles. Operator is whoever keeps the program running: work that nobody else is there for goes to them.
const (
	Volunteer     Role = "volunteer"   // initiatiefgroep: decides whether an idea fits the rules
	Coordinator   Role = "coordinator" // gebiedsregisseur: gives money, appoints people
	TeamMember    Role = "team"        // wijkteam: advises
	SteeringGroup Role = "steering"    // stuurgroep: answers appeals
	Operator      Role = "operator"
)

// Office is a role somebody holds, in one Smederij or (Smederij 0) in all.
type Office struct {
	ID       int64
	Person   PersonID
	Role     Role
	Smederij SmederijID
	Function string // of a team member: wijkagent, wijkbeheerder and the like; "" while it is not known
}

func scanOffice(r row) (o Office, err error) {
	var s sql.NullInt64
	err = r.Scan(&o.ID, &o.Person, &o.Role, &s, &o.Function)
	o.Smederij = SmederijID(s.Int64)
	return o, err
}

const officeColumns = "SELECT id, person_id, role, smederij_id, function FROM role WHERE until IS NULL "

// OfficesOf are the roles of one person.
func (tx *Tx) OfficesOf(p PersonID) ([]Office, error) {
	return all(tx, scanOffice, officeColumns+"AND person_id = ? ORDER BY id", p)
}

// OfficesIn are the roles held in one Smederij, those for all of them included.
func (tx *Tx) OfficesIn(s SmederijID) ([]Office, error) {
	return all(tx, scanOffice, officeColumns+"AND (smederij_id = ? OR smederij_id IS NULL) ORDER BY role, id", s)
}

// OfficesAs are all that have one role, wherever they have it.
func (tx *Tx) OfficesAs(r Role) ([]Office, error) {
	return all(tx, scanOffice, officeColumns+"AND role = ? ORDER BY id", r)
}

// Office reads a role that has not ended.
func (tx *Tx) Office(id int64) (Office, error) {
	return one(tx, scanOffice, officeColumns+"AND id = ?", id)
}

// Holders are the people with a role in a Smederij; with Smederij 0 only those who have it in all.
func (tx *Tx) Holders(r Role, s SmederijID) ([]PersonID, error) {
	return all(tx, id[PersonID], `SELECT DISTINCT person_id FROM role WHERE until IS NULL AND role = ?
		AND (smederij_id = ? OR smederij_id IS NULL) ORDER BY person_id`, r, s)
}

// Has tells whether a person holds a role in a Smederij. Any holder will do for Smederij 0.
func (tx *Tx) Has(p PersonID, r Role, s SmederijID) (bool, error) {
	return tx.exists(`SELECT 1 FROM role WHERE until IS NULL AND person_id = ? AND role = ?
		AND (? = 0 OR smederij_id = ? OR smederij_id IS NULL) LIMIT 1`, p, r, s, s)
}

// Appoint gives a role. Giving it twice changes nothing.
func (tx *Tx) Appoint(by, p PersonID, r Role, s SmederijID, now time.Time) error {
	held, err := tx.exists(`SELECT 1 FROM role WHERE until IS NULL AND person_id = ? AND role = ? AND smederij_id IS ?`, p, r, null(s))
	if err != nil || held {
		return err
	}
	if _, err := tx.exec("INSERT INTO role (person_id, role, smederij_id, since) VALUES (?, ?, ?, ?)", p, r, null(s), now.UnixMilli()); err != nil {
		return err
	}
	return tx.audit(now, by, "role."+string(r), int64(p), "")
}

// OwnRole refuses to end a role of one's own: the last coordinator would lock everybody out.
const OwnRole Reason = "own_role"

// Dismiss ends a role at once (PRIVACY P16). Ideas that person had picked up fall free.
func (tx *Tx) Dismiss(by PersonID, o Office, now time.Time) error {
	if o.Person == by {
		return &Refusal{Reason: OwnRole}
	}
	if _, err := tx.exec("UPDATE role SET until = ? WHERE id = ? AND until IS NULL", now.UnixMilli(), o.ID); err != nil {
		return err
	}
	claimed, err := all(tx, tx.scanIdea, ideaColumns+"WHERE i.claimed_by = ? AND (? = 0 OR i.smederij_id = ?)", o.Person, o.Smederij, o.Smederij)
	if err != nil {
		return err
	}
	if err := tx.free(claimed, now); err != nil {
		return err
	}
	tx.emit(Event{Kind: Dismissed, By: by, Smederij: o.Smederij, At: now})
	return tx.audit(now, by, "role_ended."+string(o.Role), int64(o.Person), "")
}
