package telegramtest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseHTML reads Telegram's HTML: the plain text and what is marked in it. Offsets in errors are in bytes, as Telegram's are.
func parseHTML(src string) (string, []Entity, error) {
	p := &htmlParser{src: src}
	for p.at < len(src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, misread("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	slices.SortStableFunc(p.done, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	return p.out.String(), p.done, nil
}

// misread is an error in Telegram's words, which begin with a capital.
func misread(format string, args ...any) error { return markupError(fmt.Sprintf(format, args...)) }

type markupError string

func (e markupError) Error() string { return string(e) }

type htmlParser struct {
	src   string
	at    int // bytes read
	units int // UTF-16 units written
	out   strings.Builder
	open  []tag
	done  []Entity
}

type tag struct {
	name   string
	entity Entity
}

func (p *htmlParser) step() error {
	rest := p.src[p.at:]
	switch rest[0] {
	case '<':
		if strings.HasPrefix(rest, "</") {
			return p.end()
		}
		return p.start()
	case '&':
		return p.character()
	case '>':
		return misread("telegramtest: unescaped \">\" at byte offset %d", p.at)
	}
	r, size := utf8.DecodeRuneInString(rest)
	p.write(r)
	p.at += size
	return nil
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units += utf16Len(r)
}

var (
	characters = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}
	character  = regexp.MustCompile(`^&(?:([a-z]+)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));`)
)

func (p *htmlParser) character() error {
	m := character.FindStringSubmatch(p.src[p.at:])
	if m == nil {
		return misread("telegramtest: unescaped \"&\" at byte offset %d", p.at)
	}
	r := characters[m[1]]
	if m[2] != "" {
		n, _ := strconv.ParseInt(m[2], 10, 32)
		r = rune(n)
	} else if m[3] != "" {
		n, _ := strconv.ParseInt(m[3], 16, 32)
		r = rune(n)
	}
	if r == 0 || !utf8.ValidRune(r) {
		return misread("telegramtest: unknown entity %q at byte offset %d", m[0], p.at)
	}
	p.write(r)
	p.at += len(m[0])
	return nil
}

var (
	startTag  = regexp.MustCompile(`^<([a-zA-Z0-9-]*)((?:\s+[a-zA-Z0-9-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[a-zA-Z0-9.-]+))?)*)\s*>`)
	attribute = regexp.MustCompile(`([a-zA-Z0-9-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]+)))?`)
	endTag    = regexp.MustCompile(`^</([a-zA-Z0-9-]*)\s*>`)
)

// tags of Telegram and the entities they make; span, a, tg-emoji, code and blockquote have rules of their own.
var tags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
	"strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
	"tg-emoji": "custom_emoji", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

func (p *htmlParser) start() error {
	m := startTag.FindStringSubmatch(p.src[p.at:])
	if m == nil {
		return misread("Unclosed start tag at byte offset %d", p.at)
	}
	name := strings.ToLower(m[1])
	kind, known := tags[name]
	if !known {
		return misread("Unsupported start tag %q at byte offset %d", name, p.at)
	}
	t := tag{name, Entity{Type: kind, Offset: p.units}}
	if err := p.attributes(&t, m[2]); err != nil {
		return err
	}
	if err := p.nests(t); err != nil {
		return err
	}
	p.open = append(p.open, t)
	p.at += len(m[0])
	return nil
}

func (p *htmlParser) attributes(t *tag, text string) error {
	given := make(map[string]string)
	for _, m := range attribute.FindAllStringSubmatch(text, -1) {
		given[strings.ToLower(m[1])] = m[2] + m[3] + m[4]
	}
	take := func(name string) (string, bool) {
		value, ok := given[name]
		delete(given, name)
		return value, ok
	}
	switch t.name {
	case "span":
		if class, _ := take("class"); class != "tg-spoiler" {
			return misread("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", p.at)
		}
	case "a":
		href, ok := take("href")
		if !ok || href == "" {
			return misread("telegramtest: tag \"a\" without href at byte offset %d", p.at)
		}
		plain, _, err := parseHTML(href)
		if err != nil {
			return err
		}
		t.entity.URL = plain
	case "tg-emoji":
		id, ok := take("emoji-id")
		if !ok || !fits("int", id) {
			return misread("Invalid custom emoji identifier specified at byte offset %d", p.at)
		}
		t.entity.CustomEmojiID = id
	case "code":
		if class, ok := take("class"); ok {
			t.entity.Language = strings.TrimPrefix(class, "language-")
		}
	case "blockquote":
		if _, ok := take("expandable"); ok {
			t.entity.Type = "expandable_blockquote"
		}
	}
	for name := range given {
		return misread("telegramtest: attribute %q of tag %q at byte offset %d", name, t.name, p.at)
	}
	return nil
}

// nests refuses what Telegram would show without its marks: anything in code, a quotation in a quotation, a link in a link.
func (p *htmlParser) nests(t tag) error {
	for i, outer := range p.open {
		language := t.name == "code" && outer.name == "pre" && i == len(p.open)-1 && outer.entity.Offset == t.entity.Offset
		if !language && (outer.name == "code" || outer.name == "pre" || outer.name == t.name && (t.name == "a" || t.name == "blockquote")) {
			return misread("telegramtest: tag %q inside %q at byte offset %d", t.name, outer.name, p.at)
		}
	}
	return nil
}

func (p *htmlParser) end() error {
	m := endTag.FindStringSubmatch(p.src[p.at:])
	if m == nil {
		return misread("Unclosed end tag at byte offset %d", p.at)
	}
	if len(p.open) == 0 {
		return misread("Unexpected end tag at byte offset %d", p.at)
	}
	last := p.open[len(p.open)-1]
	if name := strings.ToLower(m[1]); name != last.name {
		return misread("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", p.at, last.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.at += len(m[0])
	e := last.entity
	e.Length = p.units - e.Offset
	inPre := last.name == "code" && len(p.open) > 0 && p.open[len(p.open)-1].name == "pre"
	switch {
	case inPre:
		p.open[len(p.open)-1].entity.Language = e.Language
	case e.Length > 0 && last.name == "code":
		p.done = append(p.done, Entity{Type: e.Type, Offset: e.Offset, Length: e.Length}) // a language is only for pre
	case e.Length > 0:
		p.done = append(p.done, e)
	}
	return nil
}
