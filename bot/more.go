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

// MoreFlows are those flows: the one for every idea first, then those for a kind of ideas.
var MoreFlows = []string{"complete", "restaurant", "lessons"}

// costQuestions are the costs of an idea in parts, those of a buurtrestaurant's first things too. Beside them stand what each time costs, what is
// asked and the least that would do.
var costQuestions = []string{"materials", "rent", "food", "guidance", "promotion", "other_costs", "once_costs"}

// KindQuestion is the question under which it is kept what an idea is: the flow that has questions of its own for it.
const KindQuestion = "kind"

const eachQuestion = "each_costs"

// kindFlow is the flow with the questions of an idea's own kind; "" when it has none.
func kindFlow(answers map[string]flows.Answer) string {
	if kind := answers[KindQuestion].Value; slices.Contains(MoreFlows[1:], kind) {
		return kind
	}
	return ""
}

// flowsOf are the flows of an idea with these answers: that of its kind, and the one for every idea. A question may stand in both.
func flowsOf(answers map[string]flows.Answer) []string {
	if kind := kindFlow(answers); kind != "" {
		return []string{kind, MoreFlows[0]}
	}
	return MoreFlows[:1]
}

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
	for _, flow := range flowsOf(answers) {
		parts, err := c.House.Flows.Told(c.env(), flow, answers)
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
	parts, err := c.House.Flows.Told(c.env(), flow, answers)
	var lines []string
	for _, p := range parts {
		for _, a := range p.Answers {
			lines = append(lines, c.House.Texts.Render(a))
		}
	}
	return strings.Join(lines, "\n"), err
}

// envAbout is the world as a flow about an idea sees it when it begins. What the flow of the idea's kind asked, the one for every idea
// does not ask again.
func (c *Context) envAbout(flow string, i store.IdeaID) (flows.Env, error) {
	env := c.env()
	if flow != MoreFlows[0] || i == 0 {
		return env, nil
	}
	kept, err := c.Told(i)
	if kind := kindFlow(kept); kind != "" {
		env.Told, _ = c.House.Flows.Recall(kind, kept, true)
	}
	return env, err
}

// Costs is what an idea costs, what is asked and with what less it could go ahead, in one line; "" when nothing is known.
func (c *Context) Costs(i store.IdeaID) (string, error) {
	answers, err := c.Told(i)
	if err != nil {
		return "", err
	}
	var parts []flows.PartTold
	for _, flow := range flowsOf(answers) {
		more, err := c.House.Flows.Told(c.env(), flow, answers)
		if err != nil {
			return "", err
		}
		parts = append(parts, more...)
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
	if sum, known := amount(eachQuestion); known {
		say(locales.T("card.each", "amount", sum))
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
	env, err := c.envAbout(flow, i.ID)
	if err != nil {
		return flows.Reach{}, false, err
	}
	reach, err := c.House.Flows.Reach(env, flow, answers)
	return reach, begun, err
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
