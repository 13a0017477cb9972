package telegramtest

import "time"

// Effect is what goes wrong with a request.
type Effect int

// The effects.
const (
	None        Effect = iota
	ResetBefore        // the connection breaks before the request was read; it cannot be chosen by chat
	DropReply          // it is done, and the connection breaks before the answer
	TooMany            // 429: the chat stays closed for Retry seconds
	BadGateway         // 502 with a page of HTML, done or not: Applied
	Slow               // it is done at once and answered after Delay
)

// Fault makes requests go wrong. It strikes the nth matching request from now on, once; or every matching one with a chance.
type Fault struct {
	Effect  Effect
	Method  string        // "" is any
	Chat    int64         // 0 is any
	Nth     int           // 0 is the next one, when there is no Chance
	Chance  float64       // between 0 and 1
	Retry   int           // seconds, for TooMany
	Delay   time.Duration // for Slow
	Applied bool          // for BadGateway: it was done all the same
}

func (f Fault) matches(method string, chat int64) bool {
	return (f.Method == "" || f.Method == method) && (f.Chat == 0 || f.Chat == chat)
}

// UpdateEffect is what goes wrong with an update.
type UpdateEffect int

// The effects on updates.
const (
	Twice      UpdateEffect = iota + 1 // it comes once more, even after it was confirmed
	OutOfOrder                         // it comes before the one that was there first
	Unreadable                         // before it comes one that a strict decoder cannot read
)

// UpdateFault makes updates go wrong, the nth from now on or every one with a chance.
type UpdateFault struct {
	Effect UpdateEffect
	Nth    int // 0 is the next one, when there is no Chance
	Chance float64
}

// armed is a fault with what it has seen.
type armed[F any] struct {
	fault  F
	nth    int
	chance float64
	seen   int
	spent  bool
}

// Break arms a fault.
func (s *Server) Break(f Fault) {
	if f.Effect == ResetBefore && f.Chat != 0 {
		panic("telegramtest: who resets before reading cannot know the chat")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed[Fault]{fault: f, nth: max(f.Nth, 1), chance: f.Chance})
}

// Upset arms a fault of updates.
func (s *Server) Upset(f UpdateFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.upsets = append(s.upsets, &armed[UpdateFault]{fault: f, nth: max(f.Nth, 1), chance: f.Chance})
}

// Heal takes all faults away.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.upsets = nil, nil
}

// fault is the first one that strikes.
func (s *Server) fault(matches func(Fault) bool) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strike(s, s.faults, matches)
}

// strike counts a match for every fault that has one, and gives the first that is due. The caller holds mu.
func strike[F any](s *Server, all []*armed[F], matches func(F) bool) *F {
	var hit *F
	for _, a := range all {
		if a.spent || !matches(a.fault) {
			continue
		}
		a.seen++
		due := a.chance == 0 && a.seen >= a.nth || a.chance > 0 && s.rand.Float64() < a.chance
		if !due || hit != nil {
			continue
		}
		a.spent = a.chance == 0
		hit = &a.fault
	}
	return hit
}
