// Package calls holds calls for TestCallsFindsMistakes: five wrong, four right.
package calls

import "smederij/locales"

const (
	keyQuoted = "idea.quoted"
	keyGone   = "idea.gone"
)

func say(key string, args ...any) []locales.Text {
	return []locales.Text{
		locales.T("idea.nothing"),
		locales.T("idea.received", "ref", 1),
		locales.T(keyQuoted, "inner", 1, "by", 2),
		locales.T(keyQuoted, "inner"),
		locales.T(keyGone),
		locales.T(keyQuoted, "inner", 1),
		locales.T("idea.helpers", "n", 1),
		locales.T(key),
		locales.T("idea.received", args...),
	}
}
