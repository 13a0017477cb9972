package bot

import "context"

// Settling is how others wait until a goroutine has nothing left to do at the clock's present moment: it receives who waits, and
// answers when it is calm.
type Settling chan chan error

// Settle waits for the answer.
func (s Settling) Settle(ctx context.Context) error {
	calm := make(chan error, 1)
	select {
	case s <- calm:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-calm:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
