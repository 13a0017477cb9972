package bot

import (
	"strconv"
	"strings"

	"smederij/locales"
	"smederij/store"
)

const (
	excerpt  = 220  // characters of an answer on a card
	pageSize = 1800 // characters in one message
)

// CardSlot and ReviewSlot name the two cards of an idea: what its group sees, and what those see who decide on it.
func CardSlot(i store.IdeaID) string   { return "card:" + strconv.FormatInt(int64(i), 10) }
func ReviewSlot(i store.IdeaID) string { return "review:" + strconv.FormatInt(int64(i), 10) }

// cardQuestions are the questions of the short idea, in the order in which people read the answers; groupQuestions those that a group
// reads.
var (
	cardQuestions  = []string{"what", "whom", "better", "own"}
	groupQuestions = []string{"what", "better", "own"}
)

// Telling is how much of an idea is told, to whom.
type Telling int

// The tellings.
const (
	Whole      Telling = iota // every answer in full, also what was told later
	ForTesters                // the first words of each
	ForGroup                  // of those that a group reads, and nothing of photos it does not see
)

// Story is what the author told, one part a question.
func (c *Context) Story(i store.Idea, how Telling) (string, error) {
	answers, err := c.Answers(i.ID)
	if err != nil {
		return "", err
	}
	media, err := c.Attachments(i.ID)
	if err != nil {
		return "", err
	}
	questions := cardQuestions
	if how == ForGroup {
		questions = groupQuestions
	}
	var parts []string
	for _, q := range questions {
		text := answers[q].Text
		if how != Whole {
			text = Excerpt(text, excerpt)
		}
		n := 0
		for _, m := range media {
			if m.Question == q {
				n++
			}
		}
		switch {
		case n > 0 && how != ForGroup:
			text = join(text, c.House.Texts.Render(locales.T("card.media", "n", n)))
		case n > 0 && text == "":
			text = c.House.Texts.Render(locales.T("card.spoken"))
		}
		if text != "" {
			parts = append(parts, c.House.Texts.Render(locales.T("card.part", "short", locales.T("card.question."+q), "text", text)))
		}
	}
	story := strings.Join(parts, "\n\n")
	if how != Whole {
		return story, nil
	}
	more, err := c.more(i.ID)
	return join(story, more), err
}

// FileRef is how a message refers to a kept file.
func FileRef(id store.AttachmentID) string {
	return FileRenderer + ":" + strconv.FormatInt(int64(id), 10)
}

// Pages cuts a long text into messages, between words.
func Pages(text string) []string {
	var pages []string
	for {
		runes := []rune(text)
		if len(runes) <= pageSize {
			return append(pages, text)
		}
		cut := pageSize
		for i := pageSize; i > pageSize/2; i-- {
			if runes[i] == ' ' || runes[i] == '\n' {
				cut = i
				break
			}
		}
		pages = append(pages, strings.TrimSpace(string(runes[:cut])))
		text = strings.TrimSpace(string(runes[cut:]))
	}
}

// Excerpt is the first part of a text, with an ellipsis when there is more.
func Excerpt(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}

// Label says where an idea stands, to its author or to others.
func Label(i store.Idea, author bool) locales.Text {
	reader := "other"
	if author {
		reader = "author"
	}
	state := string(i.State)
	switch {
	case i.Notice && i.State == store.Declined:
		state = "notice"
	case i.Track == store.LongTrack && (i.State == store.Underway || i.State == store.NotGranted): // the steering group's answer, not money
		state += "_long"
	}
	return locales.T("state." + state + "." + reader)
}

// CardLabel is a label that says, too, when an idea is a lange klap.
func CardLabel(i store.Idea, author bool) locales.Text {
	if i.Track != store.LongTrack {
		return Label(i, author)
	}
	return locales.T("moves.label", "state", Label(i, author))
}

// Late tells whether the day by which an answer was promised is over.
func (c *Context) Late(i store.Idea) bool { return i.Late(c.Now) }

// ReviewPlaces are the chats where an idea is tested: the volunteers' chat of its Smederij, or the private chat of each who decides.
func (c *Context) ReviewPlaces(i store.Idea) ([]store.ChatID, error) {
	role, people, err := c.DecidingRole(store.Reviewer, i)
	if err != nil {
		return nil, err
	}
	if role == store.Volunteer {
		linked, err := c.LinkedChats(store.VolunteersChat, i.Smederij)
		if err != nil || len(linked) > 0 {
			return chatIDs(linked), err
		}
	}
	return c.privateChats(people)
}

// Still are those of the chats that still are what they were when an idea was posted there: linked to its Smederij for this purpose, or
// the private chat of somebody who may read it. A group that was linked anew sees nothing of the old one, nor does who lost a role.
func (c *Context) Still(purpose store.Purpose, i store.Idea, places []store.ChatID) ([]store.ChatID, error) {
	var still []store.ChatID
	for _, id := range places {
		chat, err := c.Tx.Chat(id)
		if err != nil {
			return nil, err
		}
		ok := chat.Purpose == purpose && chat.Smederij == i.Smederij
		if chat.Private() {
			if ok, err = c.MayRead(chat.Person, i); err != nil {
				return nil, err
			}
		}
		if ok {
			still = append(still, id)
		}
	}
	return still, nil
}

// MayRead are all with a role in the Smederij: who decides is the rules' business, not that of reading.
func (c *Context) MayRead(p store.PersonID, i store.Idea) (bool, error) {
	role, err := c.RoleOf(p, i.Smederij)
	return role != "", err
}

// RoleOf is the part that somebody has in a Smederij's ideas, "" for none: the nearest one, when they have several.
func (c *Context) RoleOf(p store.PersonID, s store.SmederijID) (store.Role, error) {
	for _, r := range []store.Role{store.Volunteer, store.Coordinator, store.Operator} {
		if ok, err := c.Has(p, r, s); ok || err != nil {
			return r, err
		}
	}
	return "", nil
}

// Somebody is who did something in their role, as people read it at the start of a sentence: a volunteer, the coordinator.
func (c *Context) Somebody(p store.PersonID, s store.SmederijID) (string, error) {
	role, err := c.RoleOf(p, s)
	if role == "" {
		role = store.Volunteer // it was theirs when they did it
	}
	return c.atStart(locales.T("role_did." + string(role))), err
}

// Managers are the private chats of a Smederij's coordinators (of those for all when it is 0), else the operator's.
func (c *Context) Managers(s store.SmederijID) ([]store.ChatID, error) {
	for _, role := range []store.Role{store.Coordinator, store.Operator} {
		people, err := c.Holders(role, s)
		if err != nil {
			return nil, err
		}
		reached, err := c.privateChats(people)
		if err != nil || len(reached) > 0 {
			return reached, err
		}
	}
	return nil, nil
}

// ManagersOf are the private chats of those who decide about the money and the end of an idea: coordinators who do not carry it, else
// the operator.
func (c *Context) ManagersOf(i store.Idea) ([]store.ChatID, error) {
	people, err := c.Deciders(store.Manager, i)
	if err != nil {
		return nil, err
	}
	return c.privateChats(people)
}

func chatIDs(chats []store.Chat) []store.ChatID {
	ids := make([]store.ChatID, len(chats))
	for i, chat := range chats {
		ids[i] = chat.ID
	}
	return ids
}

func (c *Context) privateChats(people []store.PersonID) ([]store.ChatID, error) {
	var ids []store.ChatID
	for _, p := range people {
		chat, ok, err := c.privateChat(p)
		if err != nil {
			return nil, err
		}
		if ok {
			ids = append(ids, chat.ID)
		}
	}
	return ids, nil
}

// GoodNews is the text, of those that begin with key, in which an author hears that an idea may go on: who decides what comes next and
// where neighbours read it depend on its track, and on whether its Smederij has a group.
func (c *Context) GoodNews(key string, i store.Idea) (string, error) {
	if i.Track == store.LongTrack {
		return key + "_long", nil
	}
	groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
	if len(groups) == 0 {
		key += "_no_group"
	}
	return key, err
}
