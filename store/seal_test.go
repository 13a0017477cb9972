package store

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// What PRIVACY P05 calls sealed is looked for in the bytes of the file and of the log beside it.
func TestFileHoldsNothingReadable(t *testing.T) {
	secrets := map[string]string{
		"account": "account-7734519", "name": "Wilhelmina-Eén", "chat": "chat-8841", "topic": "topic-5512",
		"message": "Uw idee is binnen, buurvrouw", "button": "Stuur mijn idee in nu", "state": "antwoord onderweg",
		"letter": "dit kon niemand lezen", "cause": "de oorzaak daarvan", "file": "photo-99213", "why": "omdat zij belde",
	}
	path := newFile(t)
	db := openAt(t, path)
	var code string
	write(t, db, func(tx *Tx) error {
		p, err := tx.PersonOf(Account{Platform: "local", ID: secrets["account"]}, monday)
		if err != nil {
			return err
		}
		if err := tx.NamePerson(p.ID, secrets["name"], true); err != nil {
			return err
		}
		c, err := tx.ChatAt(Address{Platform: "local", Chat: secrets["chat"], Topic: secrets["topic"]}, p.ID, monday)
		if err != nil {
			return err
		}
		body := Body{Text: secrets["message"], Buttons: [][]Button{{{Label: secrets["button"], Payload: "x"}}}}
		if err := tx.Post(Message{Chat: c.ID, Class: ClassReply, Body: body, Cause: "in:1"}, monday); err != nil {
			return err
		}
		talk := Conversation{Person: p.ID, Chat: c.ID, Flow: "idea", Version: 1, Step: "title", State: []byte(secrets["state"])}
		if err := tx.SaveConversation(&talk, monday); err != nil {
			return err
		}
		letter, err := tx.Bury("in:2", []byte(secrets["letter"]), os.ErrInvalid, monday)
		if err != nil {
			return err
		}
		if _, err = tx.Bury("in:3", nil, &Error{Detail: secrets["cause"]}, monday); err != nil {
			return err
		}
		if _, _, err := tx.OpenDeadLetter(letter, p.ID, secrets["why"], monday); err != nil {
			return err
		}
		i, err := tx.NewDraft(p.ID, 0, monday)
		if err != nil {
			return err
		}
		if _, err := tx.Attach(i.ID, "what", []Attachment{{Kind: "photo", Ref: secrets["file"]}}, monday); err != nil {
			return err
		}
		code, err = tx.Invite(Invitation{Role: Volunteer, Expires: monday.AddDate(0, 0, 7)}, monday)
		return err
	})
	secrets["invitation"] = code

	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(log, []byte("in:1")) {
		t.Fatal("the key of an input is not found in the log: this test looks in the wrong place")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file, []byte("in:1")) {
		t.Fatal("the key of an input is not found in the file: this test looks in the wrong place")
	}
	for what, secret := range secrets {
		if bytes.Contains(log, []byte(secret)) || bytes.Contains(file, []byte(secret)) {
			t.Errorf("%s %q can be read", what, secret)
		}
	}
}

func TestSealedForOneColumn(t *testing.T) {
	s, err := newSealer(testKey("test"))
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.seal("name", []byte("Anja"))
	if plain, err := s.open("name", sealed); err != nil || string(plain) != "Anja" {
		t.Errorf("got %q, %v, want Anja", plain, err)
	}
	for _, column := range []string{"address", "account", "", "Name"} {
		if _, err := s.open(column, sealed); err == nil {
			t.Errorf("sealed for name, opens for %q", column)
		}
	}
	if again := s.seal("name", []byte("Anja")); bytes.Equal(again, sealed) {
		t.Error("the same name twice looks the same")
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := s.open("name", sealed); err == nil {
		t.Error("a changed value opens")
	}
	other, err := newSealer(testKey("another"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.open("name", s.seal("name", []byte("Anja"))); err == nil {
		t.Error("another key opens it")
	}
	if bytes.Equal(other.hash("name", "Anja"), s.hash("name", "Anja")) {
		t.Error("another key finds it")
	}
}

func TestHashKeepsPartsApart(t *testing.T) {
	s, err := newSealer(testKey("test"))
	if err != nil {
		t.Fatal(err)
	}
	parts := [][]string{{"a", "bc"}, {"ab", "c"}, {"abc"}, {"a", "b", "c"}, {"a", "bc", ""}, {"", "a", "bc"}, {"a", "1:b", "c"}}
	seen := map[string]string{}
	for _, p := range parts {
		for _, column := range []string{"x", "y"} {
			h, what := string(s.hash(column, p...)), column+" "+strings.Join(p, "|")
			if before, ok := seen[h]; ok {
				t.Errorf("%s and %s are found as the same", before, what)
			}
			seen[h] = what
		}
	}
}

// A value moved to another row's column of another kind does not open: the store says so instead of showing it.
func TestSwappedColumnsDoNotOpen(t *testing.T) {
	db := openDB(t)
	p := village{t, db}.person("anja")
	raw(t, db, "UPDATE person SET sealed_name = (SELECT sealed_account FROM account)")
	err := db.Read(bg, func(tx *Tx) error {
		_, err := tx.Person(p)
		return err
	})
	if err == nil {
		t.Error("an account is read as a name")
	}
}
