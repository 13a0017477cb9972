package flows

import (
	"strconv"

	"smederij/flows/answer"
)

// What definitions may name: rules for an answer, and predicates for the way.

var rules = map[string]Rule{"one_line": oneLine, "explained": explained, "within_asked": withinAsked, "rhythm": rhythm,
	"not_past": notPast, "not_far": notFar, "by_day": byDay, "clock": clock, "still_ahead": stillAhead, "after_start": afterStart}

// withinAsked is the rule of the least amount with which an idea could go
// ahead: nobody needs more than they ask for.
func withinAsked(_ Env, a Answer, said map[string]Answer) (Answer, bool) {
	asked, err := strconv.ParseInt(said["asked"].Value, 10, 64)
	if err != nil { // not said
		return a, true
	}
	least, err := strconv.ParseInt(a.Value, 10, 64)
	return a, err == nil && least <= asked
}

// rhythm is the rule of a time that comes again and again.
func rhythm(_ Env, a Answer, _ map[string]Answer) (Answer, bool) {
	return a, answer.ReadRhythm(a.Text).Sure
}

var predicates = map[string]Predicate{
	// Completing an idea.
	"no_place_needed": said("place_ok", "not_needed"),
	"takes_longer":    said("within_year", "no"),
	"permit_open":     said("permit", "need", "unsure"),

	// Buurtrestaurant. A checklist of volunteers does when cooking is small and
	// not structural; on fixed days, as a business does, it takes a hygiënecode.
	// dorpshuizen.nl, Hygiënecode HACCP.
	"small_cooking": said("food_safety", "small"),
	"fixed_cooking": said("food_safety", "fixed"),
	"food_unclear":  said("food_safety", "weekly", "unsure"),
	"no_alcohol":    not(said("alcohol", "yes")),

	// Taallessen.
	"small_groups":  smallGroups,
	"library_asked": not(said("library", "no")),
	"no_vog_needed": not(said("vog", "no", "unsure")),
}

// said holds when a question got one of these values.
func said(question string, values ...string) Predicate {
	return func(_ Env, answers map[string]Answer) bool {
		for _, v := range values {
			if answers[question].Value == v {
				return true
			}
		}
		return false
	}
}

func not(p Predicate) Predicate {
	return func(env Env, answers map[string]Answer) bool { return !p(env, answers) }
}

// groupSize is how many learners one guide can help well at a time.
const groupSize = 5

// smallGroups holds unless it is known that a guide gets more learners than that.
func smallGroups(_ Env, answers map[string]Answer) bool {
	learners, err1 := strconv.Atoi(answers["learners"].Value)
	guides, err2 := strconv.Atoi(answers["guides"].Value)
	return err1 != nil || err2 != nil || learners <= guides*groupSize
}
