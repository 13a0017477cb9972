package telegramtest

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

const (
	maxText    = 4096
	maxCaption = 1024
)

func utf16Len(r rune) int { return max(utf16.RuneLen(r), 1) }

// units is the length of a text as Telegram counts it.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16Len(r)
	}
	return n
}

// formatted is a text without its marks, and the marks.
type formatted struct {
	text     string
	entities []Entity
}

// formatted reads a text of the bot with its parse mode or entities, and trims it as Telegram does.
func (s *Server) formatted(c *call, textKey, entitiesKey string) (formatted, *failure) {
	f := formatted{text: c.text[textKey]}
	switch mode := c.text["parse_mode"]; {
	case mode != "" && c.has(entitiesKey):
		return f, strict("parse_mode and %s together", entitiesKey)
	case strings.EqualFold(mode, "HTML"):
		var err error
		if f.text, f.entities, err = parseHTML(f.text); err != nil {
			return f, bad("can't parse entities: %v", err)
		}
	case slices.Contains([]string{"markdown", "markdownv2"}, strings.ToLower(mode)):
		return f, strict("parse mode %s is not played", mode)
	case mode != "":
		return f, bad("unsupported parse_mode")
	case c.has(entitiesKey):
		if err := decode(c.text[entitiesKey], &f.entities); err != nil {
			return f, bad("can't parse entities: %v", err)
		}
	}
	if failed := f.checkEntities(); failed != nil {
		return f, failed
	}
	f.trim()
	return f, s.checkStart(f)
}

// checkEntities matters for those that came ready made: they must lie in the text and have a type.
func (f formatted) checkEntities() *failure {
	size := units(f.text)
	for _, e := range f.entities {
		if e.Type == "" || e.Length < 1 || e.Offset < 0 || e.Offset+e.Length > size {
			return strict("entity %q at %d+%d lies outside the text of %d", e.Type, e.Offset, e.Length, size)
		}
	}
	return nil
}

func (f *formatted) trim() {
	left := strings.TrimLeftFunc(f.text, unicode.IsSpace)
	cut := units(f.text) - units(left)
	f.text = strings.TrimRightFunc(left, unicode.IsSpace)
	size := units(f.text)
	kept := f.entities[:0]
	for _, e := range f.entities {
		from, to := max(0, e.Offset-cut), min(size, e.Offset-cut+e.Length)
		if e.Offset, e.Length = from, to-from; to > from {
			kept = append(kept, e)
		}
	}
	f.entities = kept
}

// words reads the text of a message.
func (s *Server) words(c *call) (formatted, *failure) {
	f, failed := s.formatted(c, "text", "entities")
	if failed == nil && f.text == "" {
		failed = bad("message text is empty")
	}
	if failed == nil && units(f.text) > maxText {
		failed = bad("message is too long")
	}
	return f, cmp.Or(failed, checkPreview(c))
}

// caption reads the text below a photo or document; there need not be one.
func (s *Server) caption(c *call) (formatted, *failure) {
	f, failed := s.formatted(c, "caption", "caption_entities")
	if failed == nil && units(f.text) > maxCaption {
		failed = bad("message caption is too long")
	}
	return f, failed
}

func checkPreview(c *call) *failure {
	if !c.has("link_preview_options") {
		return nil
	}
	var o struct {
		Disabled bool   `json:"is_disabled"`
		URL      string `json:"url"`
		Small    bool   `json:"prefer_small_media"`
		Large    bool   `json:"prefer_large_media"`
		Above    bool   `json:"show_above_text"`
	}
	if err := decode(c.text["link_preview_options"], &o); err != nil {
		return bad("can't parse link preview options: %v", err)
	}
	if o.Small && o.Large {
		return strict("a link preview is small or large, not both")
	}
	return nil
}

var startParameter = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// startOf reads a link to a bot. A link to something else is no link.
func startOf(link string) (bot, kind, parameter string, ok bool) {
	if !strings.Contains(link, "://") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Host != "t.me" && u.Host != "telegram.me" {
		return "", "", "", false
	}
	for _, kind := range []string{"start", "startgroup"} {
		if u.Query().Has(kind) {
			return strings.Trim(u.Path, "/"), kind, u.Query().Get(kind), true
		}
	}
	return "", "", "", false
}

var anyLink = regexp.MustCompile(`(?:https?://)?(?:t|telegram)\.me/[A-Za-z0-9_]+\?[^\s]+`)

// checkStart refuses links to a bot whose parameter Telegram would throw away without a word.
func (s *Server) checkStart(f formatted) *failure {
	links := anyLink.FindAllString(f.text, -1)
	for _, e := range f.entities {
		links = append(links, e.URL)
	}
	for _, link := range links {
		if failed := checkDeepLink(strings.TrimRight(link, ".,;:!?)»\"'")); failed != nil {
			return failed
		}
	}
	return nil
}

func checkDeepLink(link string) *failure {
	if _, _, parameter, ok := startOf(link); ok && !startParameter.MatchString(parameter) {
		return strict("start parameter %q is not 1-64 of A-Za-z0-9_-", parameter)
	}
	return nil
}

var found = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"bot_command", regexp.MustCompile(`(?:^|\s)(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[^A-Za-z0-9_@/])`)},
	{"mention", regexp.MustCompile(`(?:^|[^A-Za-z0-9_/])(@[A-Za-z][A-Za-z0-9_]{3,31})`)},
	{"url", regexp.MustCompile(`(?:^|\s)((?:https?://|t\.me/)[^\s]+)`)},
}

// detect marks what a person's app marks by itself.
func detect(text string) []Entity {
	var all []Entity
	for _, f := range found {
		for _, m := range f.pattern.FindAllStringSubmatchIndex(text, -1) {
			if f.kind == "mention" && slices.ContainsFunc(all, func(e Entity) bool { return units(text[:m[2]]) < e.Offset+e.Length && units(text[:m[2]]) >= e.Offset }) {
				continue // the @bot of a command
			}
			all = append(all, Entity{Type: f.kind, Offset: units(text[:m[2]]), Length: units(text[m[2]:m[3]])})
		}
	}
	slices.SortFunc(all, func(a, b Entity) int { return a.Offset - b.Offset })
	return all
}

// part is the text that an entity marks.
func part(text string, e Entity) string {
	all := utf16.Encode([]rune(text))
	return string(utf16.Decode(all[e.Offset : e.Offset+e.Length]))
}
