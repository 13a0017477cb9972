package main

import (
	"context"
	"strconv"
	"time"

	"smederij/store"
)

// exportedLine is one idea as it leaves the house.
type exportedLine struct {
	Reference  string `json:"reference"`
	Title      string `json:"title"`
	Smederij   string `json:"smederij"`
	State      string `json:"state"`
	Track      string `json:"track"`
	Created    string `json:"created"`       // local date
	Promised   string `json:"promised"`      // local date, or ""
	Supporters int    `json:"supporters"`    // people
	Helpers    int    `json:"helpers"`       // people
	Granted    int64  `json:"granted_cents"` // 0: none
}

var ideaHeader = []string{"reference", "title", "smederij", "state", "track", "created", "promised", "supporters", "helpers", "granted_cents"}

func (l exportedLine) cells() []string {
	return []string{l.Reference, l.Title, l.Smederij, l.State, l.Track, l.Created, l.Promised,
		strconv.Itoa(l.Supporters), strconv.Itoa(l.Helpers), strconv.FormatInt(l.Granted, 10)}
}

func (e exporting) ideas(ctx context.Context, out table) error {
	zone := e.now.Location()
	err := store.Walk(ctx, e.db, func(tx *store.Tx, last store.ExportedIdea, limit int) ([]store.ExportedIdea, error) {
		return tx.ExportIdeas(last.ID, limit)
	}, func(i store.ExportedIdea) error {
		return out.write(exportedLine{i.Ref, i.Title, i.Smederij, string(i.State), string(i.Track), i.Created.In(zone).Format(time.DateOnly),
			i.AnswerBy, i.Supporters, i.Helpers, int64(i.Granted)})
	})
	if err != nil {
		return err
	}
	return out.end()
}
