package local

import (
	"fmt"
	"strings"

	"smederij/bot"
)

// What stands on a screen of text. Transcripts of other platforms are drawn by it too, so that they can be held side by side.

// shownFiles is what stands for a file.
var shownFiles = map[bot.AttachmentKind]string{bot.AsPhoto: "(foto)", bot.AsVoice: "(gesproken bericht)", bot.AsDocument: "(bestand)"}

// file is that line, or "".
func file(out bot.Outgoing) string {
	if out.Attachment == nil {
		return ""
	}
	return shownFiles[out.Attachment.Kind]
}

// Draw is a message as text: where it is seen, its words, its buttons numbered as they can be pressed.
func Draw(where string, out bot.Outgoing) string {
	var b strings.Builder
	note := ""
	if out.EditOf != "" {
		note = " (aangepast)"
	}
	if out.Body.Remove {
		return fmt.Sprintf("  bot → %s (weggehaald)\n", where)
	}
	fmt.Fprintf(&b, "  bot → %s%s\n", where, note)
	if f := file(out); f != "" {
		b.WriteString("    " + f + "\n")
	}
	for line := range strings.Lines(out.Body.Text + "\n") {
		b.WriteString(strings.TrimRight("    "+strings.TrimRight(line, "\n"), " ") + "\n")
	}
	n := 0
	for _, row := range out.Body.Buttons {
		b.WriteString("   ")
		for _, button := range row {
			n++
			fmt.Fprintf(&b, " [%d %s]", n, button.Label)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// DrawNotice is the answer to somebody's press, "" when it shows nothing.
func DrawNotice(who string, n bot.Notice) string {
	switch {
	case n.Link != "": // a network shows no words then
		return fmt.Sprintf("  %s gaat naar het eigen gesprek\n", who)
	case n.Text != "":
		return fmt.Sprintf("  %s ziet even: %s\n", who, n.Text)
	}
	return ""
}

// DrawComplaint is what is said of a line that cannot be done.
func DrawComplaint(err error) string { return fmt.Sprintf("  ? %v\n", err) }
