// Package local is the built-in platform: any number of people and groups in one terminal, also from a pipe, a transcript or a file.
//
// A line says who does what:
//
//	anja> tekst                    in her private chat
//	wim@KRA> tekst                 in a group;  wim@KRA*> tekst  in its volunteers' chat
//	anja> [Stuur mijn idee in]     presses a button; [3] the third one; [3]@-2 of the message before the last
//	anja> (sticker) (voice) (photo FILE) (reply -1) tekst (edit -1) tekst (press PAYLOAD)
//	! 26h                          moves the clock on; also: ! 3d, ! maandag 09:00, ! 2026-12-01 09:00
//
// Empty lines and lines that begin with # are left alone.
package local

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"smederij/bot"
)

// Line is one line of the grammar.
type Line struct {
	Who   string // "" when the clock is moved
	Group string // "KRA", "KRA*", or "" for the private chat
	Text  string
	Media *bot.Media
	Edit  bool
	Reply bool
	Press *Pressing
	Turn  string // how the clock is moved
}

// Pressing is a button as a person sees it, or as a forger writes it.
type Pressing struct {
	Label   string // or the number of the button
	Back    int    // of the nth message from the end; 0 means the newest one that has it
	Payload string // raw, instead of a label
}

var (
	speaking = regexp.MustCompile(`^([\p{L}\d_-]+)(?:@([\p{L}\d_-]+\*?))?> ?(.*)$`)
	pressing = regexp.MustCompile(`^\[([^\]]+)\](?:@-(\d+))?$`)
	acting   = regexp.MustCompile(`^\((sticker|location|voice|photo|reply|edit|press)(?: ([^)]*))?\) ?(.*)$`)
)

// Parse reads a line. A line that says nothing gives nil.
func Parse(line string) (*Line, error) {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || strings.HasPrefix(trimmed, "#") {
		return nil, nil
	}
	if turn, ok := strings.CutPrefix(trimmed, "!"); ok {
		return &Line{Turn: strings.TrimSpace(turn)}, nil
	}
	m := speaking.FindStringSubmatch(line)
	if m == nil {
		return nil, errors.New("ik lees geen naam; schrijf bijvoorbeeld: anja> ik heb een idee")
	}
	l := &Line{Who: m[1], Group: m[2]}
	return l, l.act(m[3])
}

func (l *Line) act(text string) error {
	if m := pressing.FindStringSubmatch(text); m != nil {
		back, _ := strconv.Atoi(m[2])
		l.Press = &Pressing{Label: m[1], Back: back}
		return nil
	}
	m := acting.FindStringSubmatch(text)
	if m == nil {
		l.Text = text
		return nil
	}
	l.Text = m[3]
	switch m[1] {
	case "press":
		l.Press = &Pressing{Payload: m[2]}
	case "edit":
		l.Edit = true
	case "reply":
		l.Reply = true
	case "photo":
		if m[2] == "" {
			return errors.New("noem het bestand van de foto; bijvoorbeeld: anja> (photo plein.jpg)")
		}
		l.Media = &bot.Media{Kind: "photo", Ref: m[2]}
	default:
		l.Media = &bot.Media{Kind: m[1], Ref: m[1]}
	}
	return nil
}

// errTime is a time nobody can read.
var errTime = errors.New("ik lees geen tijd; schrijf bijvoorbeeld: ! 26h, ! 3d of ! maandag 09:00")

var weekdays = []string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

// MoveTo is the moment that a line such as "26h" or "maandag 09:00" names, seen from now.
func MoveTo(turn string, now time.Time) (time.Time, error) {
	if d, err := time.ParseDuration(turn); err == nil && d > 0 {
		return now.Add(d), nil
	}
	if days, ok := strings.CutSuffix(turn, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 {
			return now.AddDate(0, 0, n), nil
		}
	}
	if at, err := time.ParseInLocation("2006-01-02 15:04", turn, now.Location()); err == nil && at.After(now) {
		return at, nil
	}
	day, clock, _ := strings.Cut(turn, " ")
	at, err := time.ParseInLocation("15:04", clock, now.Location())
	weekday := slices.Index(weekdays, strings.ToLower(day))
	if err != nil || weekday < 0 {
		return now, errTime
	}
	to := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
	for int(to.Weekday()) != weekday || !to.After(now) {
		to = time.Date(to.Year(), to.Month(), to.Day()+1, at.Hour(), at.Minute(), 0, 0, now.Location())
	}
	return to, nil
}
