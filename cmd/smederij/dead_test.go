package main

import (
	"testing"
)

// What a dead letter was is told by its kind alone.
func TestKindsOfDeadLetters(t *testing.T) {
	for content, want := range map[string]string{
		`{"text":"mijn dochter heet Roos"}`:                  "message",
		`{"media":{"kind":"photo"}}`:                         "message",
		`{"text":"Roos","edited":true}`:                      "edit",
		`{"press":{"payload":"1:2:3"}}`:                      "press",
		`{"signal":{"name":"late","slot":"2026-11-23"}}`:     "slot",
		`{"signal":{"name":"uncertain","subject":1}}`:        "signal",
		`{"moved":{"platform":"telegram","chat":"-100123"}}`: "moved chat",
		`{"standing":"out"}`:                                 "standing",
		`{"raw":"{\"update_id\":1}","text":"x"}`:             "undecoded",
		``:                                                   "unreadable",
	} {
		if got := kindOf([]byte(content)); got != want {
			t.Errorf("%s: got %q, want %q", content, got, want)
		}
	}
}
