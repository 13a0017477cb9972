package answer

import (
	"fmt"
	"strings"
)

// expand lists the phrases that a pattern of words.toml stands for.
//
//	ik? (stop|kap) (er? mee)?
//
// is "stop", "ik stop", "kap mee" and so on: a question mark makes the word or
// group before it optional, a bar separates alternatives.
func expand(pattern string) ([]string, error) {
	p := patternParser{rest: pattern}
	phrases, err := p.alternatives()
	if err == nil && p.rest != "" {
		err = fmt.Errorf("a bracket too many")
	}
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	for i, phrase := range phrases {
		phrases[i] = strings.TrimSpace(phrase)
		if phrases[i] == "" {
			return nil, fmt.Errorf("pattern %q matches an empty answer", pattern)
		}
	}
	return phrases, nil
}

type patternParser struct{ rest string }

func (p *patternParser) alternatives() ([]string, error) {
	var all []string
	for {
		some, err := p.sequence()
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if !p.take("|") {
			return all, nil
		}
	}
}

func (p *patternParser) sequence() ([]string, error) {
	all := []string{""}
	for {
		p.rest = strings.TrimLeft(p.rest, " ")
		if p.rest == "" || p.rest[0] == '|' || p.rest[0] == ')' {
			return all, nil
		}
		item, err := p.item()
		if err != nil {
			return nil, err
		}
		var longer []string
		for _, before := range all {
			for _, phrase := range item {
				longer = append(longer, strings.TrimSpace(before+" "+phrase))
			}
		}
		all = longer
	}
}

func (p *patternParser) item() ([]string, error) {
	var phrases []string
	if p.take("(") {
		group, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		if !p.take(")") {
			return nil, fmt.Errorf("a bracket is left open")
		}
		phrases = group
	} else {
		end := strings.IndexAny(p.rest, " |()?")
		if end < 0 {
			end = len(p.rest)
		}
		if end == 0 {
			return nil, fmt.Errorf("a question mark without a word")
		}
		phrases = []string{p.rest[:end]}
		p.rest = p.rest[end:]
	}
	if p.take("?") {
		phrases = append(phrases, "")
	}
	return phrases, nil
}

func (p *patternParser) take(mark string) bool {
	if !strings.HasPrefix(p.rest, mark) {
		return false
	}
	p.rest = p.rest[len(mark):]
	return true
}
