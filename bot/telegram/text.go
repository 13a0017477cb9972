package telegram

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Telegram counts UTF-16 units, after the marks were taken out.
const (
	maxText    = 4096
	maxCaption = 1024
)

var marks = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escaped is a plain text as HTML that shows just that.
func escaped(text string) string { return marks.Replace(text) }

// plain is the text that an escaped one shows.
func plain(text string) string { return html.UnescapeString(text) }

// units is the length of a text as Telegram counts it.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// fitting is how many bytes of a text fit in so many units. No character is cut in two.
func fitting(text string, limit int) int {
	n := 0
	for at, r := range text {
		if n += max(utf16.RuneLen(r), 1); n > limit {
			return at
		}
	}
	return len(text)
}

// cut shortens a text to so many units, and shows that it did.
func cut(text string, limit int) string {
	if at := fitting(text, limit); at < len(text) {
		return strings.TrimRightFunc(text[:fitting(text, limit-1)], unicode.IsSpace) + "…"
	}
	return text
}

// split divides a text into parts of at most so many units: between paragraphs or lines if it can, else between words. No part is
// empty, for Telegram shows no empty message.
func split(text string, limit int) []string {
	var parts []string
	text = strings.TrimSpace(text)
	for text != "" {
		at := fitting(text, limit)
		if at < len(text) {
			at = border(text, at)
		}
		parts = append(parts, strings.TrimRightFunc(text[:at], unicode.IsSpace))
		text = strings.TrimLeftFunc(text[at:], unicode.IsSpace)
	}
	return parts
}

// border is the best place to divide a text at or before at. A line in the first half would leave too short a part.
func border(text string, at int) int {
	for _, between := range []string{"\n\n", "\n"} {
		if i := strings.LastIndex(text[:at], between); i > at/2 {
			return i
		}
	}
	if r := rune(text[at]); unicode.IsSpace(r) {
		return at
	}
	if i := strings.LastIndexFunc(text[:at], unicode.IsSpace); i > at/2 {
		return i
	}
	return at
}
