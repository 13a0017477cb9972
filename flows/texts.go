package flows

import "smederij/locales"

// The engine's own texts. Those of the questions belong to the flows.
const (
	keyProgress = "flow.engine.progress"        // n, of
	keyPart     = "flow.engine.part"            // n, of, name
	keyInPart   = "flow.engine.in_part"         // part, parts, n, of
	keyEarlier  = "flow.engine.your_answer_was" // answer
	keyNoted    = "flow.engine.noted"           // value
	keySure     = "flow.engine.echo"            // said, value
	keyHeard    = "flow.engine.heard_smederij"  // said, value
	keyMeant    = "flow.engine.meant"           // said, value
	keyLikely   = "flow.engine.likely"          // said
	keyFigures  = "flow.engine.likely_figures"  // said; where all the words are kept beside the figure
	keyRestart  = "flow.engine.restart_ask"
	keyTeams    = "flow.engine.teams"
	keyPlaces   = "flow.engine.places"
	keyStuck    = "flow.engine.ladder_help" // contact
	keyStay     = "flow.engine.ladder_stay" // contact; for a question that cannot be skipped
	keySummary  = "flow.engine.summary_intro"
	keyNothing  = "flow.engine.nothing_told"
	keyReadAll  = "flow.engine.read_all"
	keyLine     = "flow.engine.line"  // short, answer
	keyLines    = "flow.engine.lines" // above, below
	keyChange   = "flow.engine.change_which"
	keyFill     = "flow.engine.fill_which"
	keyOpen     = "flow.engine.open"      // names
	keyOpenMore = "flow.engine.open_more" // names, n

	keyStopped  = "flow.engine.stopped" // later
	keyLeft     = "flow.engine.left"    // where nothing is kept
	keyLater    = "flow.engine.kept"    // later
	keyPerson   = "flow.engine.person"  // contact
	keyFirst    = "flow.engine.no_way_back"
	keySkipped  = "flow.engine.skipped"
	keyPassBy   = "flow.engine.skipped_part"
	keyNoSkip   = "flow.engine.cannot_skip"
	keyNoSkipOf = "flow.engine.cannot_skip_choice"
	keyChoose   = "flow.engine.choose"

	keyOnlyRead  = "flow.engine.only_read"
	keyAskedBack = "flow.engine.asked_back" // contact
	keyRule      = "flow.engine.rule."      // with the name of a rule that says itself what it asks

	keyEmpty     = "flow.engine.empty"
	keyEmoji     = "flow.engine.only_emoji"
	keyLong      = "flow.engine.too_long" // max
	keyWordsOnly = "flow.engine.words_only"
	keyPhoto     = "flow.engine.photo_not_here"
	keyVoice     = "flow.engine.voice_not_here"
	keySticker   = "flow.engine.sticker"
	keyLocation  = "flow.engine.location"
	keyOther     = "flow.engine.file"
	keyPhotoKept = "flow.engine.media_kept.photo"
	keyVoiceKept = "flow.engine.media_kept.voice"

	keyPassed  = "flow.engine.passed"
	keyPhotos  = "flow.engine.photos"   // n
	keyVoices  = "flow.engine.voices"   // n
	keyWith    = "flow.engine.with"     // text, media
	keyInWords = "flow.engine.in_words" // value, text

	labelWords   = "flow.engine.button.words" // words: written by people, or in rows
	labelKeep    = "flow.engine.button.keep"
	labelList    = "flow.engine.button.pick_list"
	labelTeams   = "flow.engine.button.teams"
	labelMore    = "flow.engine.button.more"
	labelBack    = "flow.engine.button.back"
	labelSkip    = "flow.engine.button.skip"
	labelStop    = "flow.engine.button.stop"
	labelHelp    = "flow.engine.button.help"
	labelAgain   = "flow.engine.button.restart"
	labelLater   = "flow.engine.button.later"
	labelPerson  = "flow.engine.button.person"
	labelYes     = "flow.engine.button.yes"
	labelNo      = "flow.engine.button.no"
	labelElse    = "flow.engine.button.else"
	labelAnswer  = "flow.engine.button.answer"
	labelWipe    = "flow.engine.button.restart_yes"
	labelGoOn    = "flow.engine.button.restart_no"
	labelChange  = "flow.engine.button.change"
	labelAll     = "flow.engine.button.read_all"
	labelReadOn  = "flow.engine.button.read_on"
	labelSummary = "flow.engine.button.summary"
	labelOn      = "flow.engine.button.go_on"
	labelPass    = "flow.engine.button.skip_part"
	labelFill    = "flow.engine.button.fill"
)

var engineLabels = []string{
	labelKeep, labelList, labelTeams, labelMore, labelBack, labelSkip, labelStop, labelHelp, labelAgain, labelLater,
	labelPerson, labelYes, labelNo, labelElse, labelAnswer, labelWipe, labelGoOn, labelChange, labelAll, labelReadOn,
	labelSummary, labelOn, labelPass, labelFill,
}

var engineTexts = append([]string{
	keyPart, keyInPart, keyPassBy, keyNothing, keyOnlyRead, keyProgress, keyEarlier, keyNoted, keySure, keyHeard, keyMeant, keyLikely, keyFigures, keyRestart, keyTeams, keyPlaces, keyStuck, keyStay,
	keySummary, keyReadAll, keyLine, keyLines, keyChange, keyFill, keyOpen, keyOpenMore, keyAskedBack, keyStopped, keyLeft, keyLater, keyPerson, keyFirst, keySkipped, keyNoSkip, keyNoSkipOf,
	keyChoose, keyEmpty, keyEmoji, keyLong, keyWordsOnly, keyPhoto, keyVoice, keySticker, keyLocation, keyOther, keyPhotoKept,
	keyVoiceKept, keyPassed, keyPhotos, keyVoices, keyWith, keyInWords, labelWords,
}, engineLabels...)

// notesOfMedia are the kind words for what a question cannot take.
var notesOfMedia = map[MediaKind]string{
	Photo:    keyPhoto,
	Voice:    keyVoice,
	Sticker:  keySticker,
	Location: keyLocation,
}

var labelOfCommand = map[string]string{
	"stop":    labelStop,
	"back":    labelBack,
	"skip":    labelSkip,
	"help":    labelHelp,
	"restart": labelAgain,
}

// key is the name of a text of a step.
func (f *Flow) key(step, text string) string { return "flow." + f.Name + "." + step + "." + text }

// question is the key of what a step says.
func (f *Flow) question(s *Step) string {
	if s.Kind == KindNote {
		return f.key(s.ID, "note")
	}
	return f.key(s.ID, "ask")
}

func (f *Flow) whyKey(step string) string { return "flow." + f.Name + "." + step + "_why" }

func (f *Flow) short(step string) locales.Text { return locales.T(f.key(step, "short")) }
