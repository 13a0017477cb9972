package store

import (
	"context"
	"time"
)

// ExportedIdea is what may leave the house about an idea: no names, no contact, no ids of people or platforms.
type ExportedIdea struct {
	ID         IdeaID // to go on from; not for the file
	Ref        string
	Title      string
	Smederij   string // its three letters
	State      State
	Track      Track
	Created    time.Time // when its author began to write it
	AnswerBy   string    // the promised local date, or ""
	Supporters int
	Helpers    int
	Granted    Cents // 0: no money was granted
}

// ExportIdeas are the next ideas after one, in the order in which they were begun: at most limit, without drafts, also those that
// were withdrawn. A million of them are read in portions, each a moment of its own, so that no reader holds on to the writer's log.
func (tx *Tx) ExportIdeas(after IdeaID, limit int) ([]ExportedIdea, error) {
	return all(tx, scanExported, `SELECT i.id, i.ref, i.title, s.code, i.state, i.track, i.created_at, coalesce(i.answer_by, ''),
		(SELECT count(*) FROM support u WHERE u.idea_id = i.id AND u.kind = 'support'),
		(SELECT count(*) FROM support u WHERE u.idea_id = i.id AND u.kind = 'help'), coalesce(i.granted, 0)
		FROM idea i CROSS JOIN smederij s ON s.id = i.smederij_id WHERE i.id > ? AND i.ref IS NOT NULL ORDER BY i.id LIMIT ?`,
		after, limit)
}

func scanExported(r row) (e ExportedIdea, err error) {
	var created int64
	err = r.Scan(&e.ID, &e.Ref, &e.Title, &e.Smederij, &e.State, &e.Track, &created, &e.AnswerBy, &e.Supporters, &e.Helpers, &e.Granted)
	e.Created = time.UnixMilli(created)
	return e, err
}

// RecordExport keeps that somebody takes data out, and in which format; 0 is the operator, on the command line. It comes before the
// first row: nothing leaves unseen.
func (tx *Tx) RecordExport(by PersonID, format string, now time.Time) error {
	return tx.audit(now, by, "export", 0, format)
}

// WalkPage is how many rows [Walk] has in memory at once.
const WalkPage = 1000

// Walk hands over all there is, page by page. Each page is a moment of its own: no reader holds on to the writer's log.
func Walk[T any](ctx context.Context, db *DB, next func(tx *Tx, last T, limit int) ([]T, error), do func(T) error) error {
	var last T
	for {
		var page []T
		if err := db.Read(ctx, func(tx *Tx) (err error) {
			page, err = next(tx, last, WalkPage)
			return err
		}); err != nil {
			return err
		}
		for _, v := range page {
			if err := do(v); err != nil {
				return err
			}
		}
		if len(page) < WalkPage {
			return nil
		}
		last = page[len(page)-1]
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}
