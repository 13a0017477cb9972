package flows

import (
	"regexp"
	"testing"

	"smederij/flows/answer"
	"smederij/locales"
)

var sample = regexp.MustCompile(`Bijvoorbeeld: ([^?\n]+?)\.(?: |\n|$)`)

// An example of an answer that the bot gives itself is one that it understands: it takes it, or asks whether that is what is meant.
func TestOwnExamplesAreUnderstood(t *testing.T) {
	l, env := library(t, ""), environment(t)
	seen := 0
	for _, name := range l.Names() {
		f := l.Newest(name)
		for _, s := range f.Steps {
			for _, text := range []string{"ask", "help", "error"} {
				key := f.key(s.ID, text)
				if !env.Texts.Has(key) {
					continue
				}
				for _, m := range sample.FindAllStringSubmatch(env.Texts.Render(locales.T(key)), -1) {
					understood, read := understands(s.Kind, m[1], env)
					if !read {
						continue
					}
					if seen++; !understood {
						t.Errorf("%s: %q is not understood", key, m[1])
					}
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("saw %d examples, there must be more", seen)
	}
}

func understands(k Kind, text string, env Env) (understood, read bool) {
	switch k {
	case KindDate:
		return some(answer.Date(text, env.Now)), true
	case KindEuro:
		return some(answer.Euro(text)), true
	case KindNumber:
		return some(answer.Number(text)), true
	case KindCount:
		return some(answer.Count(text)), true
	}
	return false, false
}

func some[T any](r answer.Reading[T]) bool { return r.Sure || len(r.Likely) > 0 }
