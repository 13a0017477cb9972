package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Twenty people send ideas in at once, in three Smederijen, while in Hoogeveen the year turns. Some inputs fail after their
// reference was given: that one goes to the next.
func TestReferencesWithoutGapsOrDoubles(t *testing.T) {
	const people, each = 20, 9
	v := newVillage(t)
	codes := []string{"KRA", "WOL", "ZUI"}
	midnight := time.Date(2027, 1, 1, 0, 0, 0, 0, amsterdam)
	errFails := errors.New("the handler fails after all")

	drafts := make([][]IdeaID, people)
	authors := make([]PersonID, people)
	for p := range people {
		authors[p] = v.person(fmt.Sprintf("author-%d", p))
		for n := range each {
			drafts[p] = append(drafts[p], v.draft(authors[p], codes[(p+n)%3], "Buurtmaaltijd"))
		}
	}
	var sending sync.WaitGroup
	wrong := make(chan error, people*each)
	for p := range people {
		sending.Go(func() {
			for n, id := range drafts[p] {
				now := midnight.Add(time.Duration(n-4) * time.Second).UTC() // four before midnight, five after
				send := func(fails bool) error {
					return v.db.Write(bg, func(tx *Tx) error {
						if _, err := tx.Move(authors[p], id, Submit, Detail{}, now); err != nil {
							return err
						}
						if fails {
							return errFails
						}
						return nil
					})
				}
				if (p+n)%4 == 0 {
					if err := send(true); !errors.Is(err, errFails) {
						wrong <- err
					}
				}
				if err := send(false); err != nil {
					wrong <- err
				}
			}
		})
	}
	sending.Wait()
	close(wrong)
	for err := range wrong {
		t.Error(err)
	}

	got := map[string][]string{}
	for p := range people {
		for n, id := range drafts[p] {
			year := 2027
			if n < 4 {
				year = 2026
			}
			i := v.idea(id)
			series := fmt.Sprintf("%s-%d", codes[(p+n)%3], year)
			got[series] = append(got[series], i.Ref)
		}
	}
	want := map[string][]string{}
	for series, refs := range got {
		slices.Sort(refs)
		for n := range refs {
			want[series] = append(want[series], fmt.Sprintf("%s-%03d", series, n+1))
		}
	}
	if len(got) != 6 {
		t.Errorf("got %d series, want three Smederijen in two years", len(got))
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("references (-got +want):\n%s", diff)
	}
	verified(t, v.db)
}

func TestTheThousandthReference(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	id := v.submitted(anja, "KRA")
	raw(t, v.db, fmt.Sprintf("INSERT INTO reference SELECT smederij_id, year, 999, %d, 'KRA-2026-999' FROM reference", id))
	if got := v.idea(v.submitted(anja, "KRA")).Ref; got != "KRA-2026-1000" {
		t.Errorf("got %s, want KRA-2026-1000", got)
	}
}
