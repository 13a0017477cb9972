package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// What an author tells about an idea after its short start, in flows of their own. The answers are kept with the idea.

// MoreFlows are those flows, in the order in which people read what was told.
var MoreFlows = []string{"complete", "restaurant", "lessons"}

// costQuestions are the costs of an idea in parts. Beside them stand what is asked and the least that would do.
var costQuestions = []string{"materials", "rent", "food", "guidance", "promotion", "other_costs"}

// Told are the kept answers of an idea in the form in which a flow takes them.
func (c *Context) Told(i store.IdeaID) (map[string]flows.Answer, error) {
	kept, err := c.Answers(i)
	answers := make(map[string]flows.Answer, len(kept))
	for q, a := range kept {
		answers[q] = flows.Answer{Text: a.Text, Value: a.Value}
	}
	return answers, err
}

// more is all that was told beside the short idea, part by part; "" for nothing. A question of two flows is told once.
func (c *Context) more(i store.IdeaID) (string, error) {
	answers, err := c.Told(i)
	if err != nil {
		return "", err
	}
	var all string
	for _, flow := range MoreFlows {
		parts, err := c.House.Flows.Told(c.env(true), flow, answers)
		if err != nil {
			return "", err
		}
		for _, p := range parts {
			lines := c.House.Texts.Render(locales.T("card.heading", "name", p.Name))
			for n, a := range p.Answers {
				lines += "\n" + c.House.Texts.Render(a)
				delete(answers, p.Questions[n])
			}
			all = join(all, lines)
		}
	}
	return all, nil
}

// Lines are what was told in a flow without parts, a line for each answer.
func (c *Context) Lines(flow string, answers map[string]flows.Answer) (string, error) {
	parts, err := c.House.Flows.Told(c.env(true), flow, answers)
	var lines []string
	for _, p := range parts {
		for _, a := range p.Answers {
			lines = append(lines, c.House.Texts.Render(a))
		}
	}
	return strings.Join(lines, "\n"), err
}

// Costs is what an idea costs, what is asked and with what less it could go ahead, in one line; "" when nothing is known.
func (c *Context) Costs(i store.IdeaID) (string, error) {
	answers, err := c.Told(i)
	if err != nil {
		return "", err
	}
	parts, err := c.House.Flows.Told(c.env(true), MoreFlows[0], answers)
	if err != nil {
		return "", err
	}
	amount := func(questions ...string) (sum locales.Euro, known bool) {
		for _, p := range parts {
			for _, q := range p.Questions {
				cents, err := strconv.ParseInt(answers[q].Value, 10, 64)
				if err == nil && slices.Contains(questions, q) {
					sum, known = sum+locales.Euro(cents), true
				}
			}
		}
		return sum, known
	}
	var line []string
	say := func(t locales.Text) { line = append(line, c.House.Texts.Render(t)) }
	if sum, known := amount(costQuestions...); known {
		say(locales.T("card.costs", "amount", sum))
	}
	if sum, known := amount(store.AskedQuestion); known {
		say(locales.T("card.asked", "asked", sum))
	}
	if sum, known := amount(store.MinimumQuestion); known {
		say(locales.T("card.minimum", "minimum", sum))
	}
	return strings.Join(line, " "), nil
}

// Reach is how far an author came in one of those flows, by the answers of an open conversation or else by what was kept. It tells false
// when the flow was never begun.
func (c *Context) Reach(i store.Idea, flow string) (flows.Reach, bool, error) {
	answers, begun, err := c.Recall(i.ID, flow)
	if err != nil {
		return flows.Reach{}, false, err
	}
	open, err := c.ConversationAbout(flow, i.ID, c.Person.ID)
	switch {
	case err == nil:
		if t, err := c.House.Load(open); err == nil { // else it ends when it is taken up
			answers, begun = t.State.Answers, true
		}
	case !errors.Is(err, store.ErrNotFound):
		return flows.Reach{}, false, err
	}
	if !begun {
		return flows.Reach{}, false, nil
	}
	reach, err := c.House.Flows.Reach(c.env(true), flow, answers)
	return reach, true, err
}

// FlowDone is the question under which it is kept that somebody came to the end of a flow.
func FlowDone(flow string) string { return "done_" + flow }

// Recall are the answers of such a flow, to go on with; false when it was never begun.
func (c *Context) Recall(i store.IdeaID, flow string) (map[string]flows.Answer, bool, error) {
	kept, err := c.Told(i)
	if err != nil {
		return nil, false, err
	}
	_, done := kept[FlowDone(flow)]
	answers, begun := c.House.Flows.Recall(flow, kept, done)
	return answers, begun, nil
}
