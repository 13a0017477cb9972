package store

import (
	"errors"
	"time"
)

// JobID is the internal number of a job.
type JobID int64

// Job is work that takes longer than a handler may. It is done outside the writer; its result comes back as an input.
type Job struct {
	ID      JobID
	Kind    string
	Subject int64 // the row it is about
	Tries   int   // that failed so far
}

// AddJob queues a job.
func (tx *Tx) AddJob(kind string, subject int64, now time.Time) error {
	_, err := tx.exec("INSERT INTO job (kind, subject, not_before, created_at) VALUES (?, ?, ?, ?)", kind, subject, now.UnixMilli(), now.UnixMilli())
	return err
}

// DueJob is the job that waits longest of those that may run now; [ErrNotFound] when none may. Next is when the first of the others
// may; zero when there is none.
func (tx *Tx) DueJob(now time.Time) (j Job, next time.Time, err error) {
	var at int64
	j, err = one(tx, func(r row) (j Job, err error) { return j, r.Scan(&j.ID, &j.Kind, &j.Subject, &j.Tries, &at) },
		"SELECT id, kind, subject, tries, not_before FROM job WHERE done_at IS NULL ORDER BY not_before, id LIMIT 1")
	if errors.Is(err, ErrNotFound) {
		return Job{}, time.Time{}, err
	}
	if err == nil && at > now.UnixMilli() {
		return Job{}, time.UnixMilli(at), ErrNotFound
	}
	return j, time.Time{}, err
}

// RetryJob puts a job off that failed.
func (tx *Tx) RetryJob(id JobID, notBefore time.Time) error {
	_, err := tx.exec("UPDATE job SET tries = tries + 1, not_before = ? WHERE id = ?", notBefore.UnixMilli(), id)
	return err
}

// FinishJob keeps that the result of a job was handled.
func (tx *Tx) FinishJob(id JobID, now time.Time) error {
	_, err := tx.exec("UPDATE job SET done_at = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}
