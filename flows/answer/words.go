package answer

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed words.toml
var wordsFile string

// wordLists is words.toml as it is written.
type wordLists struct {
	Polite  []string
	Opening openingLists
	Asking  questionLists
	YesNo   struct {
		Yes, No    []string
		AfterYes   []string `toml:"after_yes"`
		AfterNo    []string `toml:"after_no"`
		Before     []string
		Doubt      []string
		Wrong, Not []string
		Misspelled []string
		YesSigns   string `toml:"yes_signs"`
		NoSigns    string `toml:"no_signs"`
		DoubtSigns string `toml:"doubt_signs"`
	}
	Command commandLists
	Number  numberLists
	Date    dateLists
	Time    timeLists
	Rhythm  rhythmLists
	Phone   phoneLists
	Code    codeLists `toml:"postcode"`
	Place   placeLists
}

// words are the lists of words.toml, made ready for looking up.
type words struct {
	polite  phraseSet
	opening openingWords
	asking  struct{ first, behind phraseSet }
	yesno   map[string]opinion
	longest int // words in the longest phrase of yesno
	signs   map[rune]opinion
	wrong   phraseSet // fout
	not     phraseSet // what stands before it in "niet fout"
	long    []string  // words of yesno that may hold a typing error
	command commandWords
	number  numberWords
	date    dateWords
	time    timeWords
	rhythm  rhythmWords
	phone   phoneWords
	code    codeWords
	place   placeWords
}

// vocabulary reads words.toml once. The file is part of the program, so a mistake
// in it is a mistake in the program.
var vocabulary = sync.OnceValue(func() *words {
	w, err := readWords(wordsFile)
	if err != nil {
		panic(fmt.Sprintf("words.toml: %v", err))
	}
	return w
})

func readWords(file string) (*words, error) {
	var lists wordLists
	meta, err := toml.Decode(file, &lists)
	if err != nil {
		return nil, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("unknown key %s", unknown[0])
	}
	w := &words{}
	if w.polite, err = phrases(lists.Polite); err != nil {
		return nil, err
	}
	if longestPhrase(w.polite) > longestPolite {
		return nil, fmt.Errorf("a polite phrase has more than %d words", longestPolite)
	}
	if w.opening, err = readOpening(&lists.Opening); err != nil {
		return nil, err
	}
	if w.asking.first, err = phrases(lists.Asking.First); err != nil {
		return nil, err
	}
	if w.asking.behind, err = phrases(lists.Asking.Behind); err != nil {
		return nil, err
	}
	if err := w.readYesNo(&lists); err != nil {
		return nil, err
	}
	if w.command, err = readCommands(&lists.Command, w.polite); err != nil {
		return nil, err
	}
	if w.number, err = readNumbers(&lists.Number, w.polite); err != nil {
		return nil, err
	}
	if w.date, err = readDates(&lists.Date, w.polite); err != nil {
		return nil, err
	}
	if w.time, err = readTimes(&lists.Time, w.polite); err != nil {
		return nil, err
	}
	if w.rhythm, err = readRhythms(&lists.Rhythm); err != nil {
		return nil, err
	}
	if w.phone, err = readPhones(&lists.Phone, w.polite); err != nil {
		return nil, err
	}
	if w.code, err = readCodes(&lists.Code, w.polite); err != nil {
		return nil, err
	}
	if w.place, err = readPlaces(&lists.Place, w.polite); err != nil {
		return nil, err
	}
	return w, nil
}

// A phraseSet holds phrases of one or more words.
type phraseSet map[string]bool

func phrases(patterns []string) (phraseSet, error) {
	set := make(phraseSet)
	for _, pattern := range patterns {
		all, err := expand(pattern)
		if err != nil {
			return nil, err
		}
		for _, phrase := range all {
			set[phrase] = true
		}
	}
	return set, nil
}

// longestPhrase counts the words of the longest phrase.
func longestPhrase[V any](phrases map[string]V) int {
	longest := 0
	for phrase := range phrases {
		longest = max(longest, 1+strings.Count(phrase, " "))
	}
	return longest
}

// withoutPolite leaves out greetings, thanks and punctuation before and behind an
// answer.
func (w *words) withoutPolite(list []token) []token {
	for n := 1; n > 0; list = list[n:] {
		n = w.politeness(list, func(n int) []token { return list[:n] })
	}
	for n := 1; n > 0; list = list[:len(list)-n] {
		n = w.politeness(list, func(n int) []token { return list[len(list)-n:] })
	}
	return list
}

// politeness gives the length of the longest polite phrase, or of the punctuation,
// at the end of the list that part takes from.
func (w *words) politeness(list []token, part func(n int) []token) int {
	for n := min(len(list), longestPolite); n > 0; n-- {
		if phrase, ok := joinWords(part(n)); ok && w.polite[phrase] {
			return n
		}
	}
	if len(list) > 0 && part(1)[0].kind == symbol && meaningless(part(1)[0]) {
		return 1
	}
	return 0
}

// longestPolite is the number of words of the longest polite phrase.
const longestPolite = 4
