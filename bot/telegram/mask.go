package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

const maskedSecret = "***"

// Masked is a log without secrets, whatever somebody puts in it: the second net below errors that hold none.
func Masked(h slog.Handler, secrets ...string) slog.Handler {
	var pairs []string
	for _, s := range secrets {
		if s != "" {
			pairs = append(pairs, s, maskedSecret)
		}
	}
	return &masking{h, strings.NewReplacer(pairs...)}
}

type masking struct {
	next slog.Handler
	mask *strings.Replacer
}

func (m *masking) Enabled(ctx context.Context, l slog.Level) bool { return m.next.Enabled(ctx, l) }

func (m *masking) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, m.mask.Replace(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(m.attr(a))
		return true
	})
	return m.next.Handle(ctx, clean)
}

func (m *masking) WithAttrs(attrs []slog.Attr) slog.Handler {
	attrs = slices.Clone(attrs)
	for i := range attrs {
		attrs[i] = m.attr(attrs[i])
	}
	return &masking{m.next.WithAttrs(attrs), m.mask}
}

func (m *masking) WithGroup(name string) slog.Handler {
	return &masking{m.next.WithGroup(name), m.mask}
}

func (m *masking) attr(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, m.mask.Replace(v.String()))
	case slog.KindGroup:
		var inner []slog.Attr
		for _, g := range v.Group() {
			inner = append(inner, m.attr(g))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(inner...)}
	case slog.KindAny:
		plain := fmt.Sprintf("%+v", v.Any())
		if clean := m.mask.Replace(plain); clean != plain {
			return slog.String(a.Key, clean)
		}
		return slog.Attr{Key: a.Key, Value: v}
	default:
		return a
	}
}
