package telegram

import "encoding/json"

// The parts of an update that are read: nothing about people but their number (PRIVACY P04). Ids do not fit the library's ints
// everywhere, and its types lack topics and newer kinds.

type update struct {
	Message  *message      `json:"message"`
	Edited   *message      `json:"edited_message"`
	Callback *callback     `json:"callback_query"`
	Standing *memberChange `json:"my_chat_member"`
}

// asked are the kinds of updates that are asked for.
const asked = `["message","edited_message","callback_query","my_chat_member","chat_member"]`

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

const private = "private"

type user struct {
	ID    int64 `json:"id"`
	IsBot bool  `json:"is_bot"`
}

type message struct {
	ID          int64           `json:"message_id"`
	Thread      int64           `json:"message_thread_id"`
	IsTopic     bool            `json:"is_topic_message"`
	From        *user           `json:"from"`
	SenderChat  *chat           `json:"sender_chat"`
	Forwarded   bool            `json:"is_automatic_forward"`
	Date        int64           `json:"date"`
	EditDate    int64           `json:"edit_date"`
	Chat        chat            `json:"chat"`
	ReplyTo     *replied        `json:"reply_to_message"`
	Album       string          `json:"media_group_id"`
	Text        string          `json:"text"`
	Entities    []entity        `json:"entities"`
	Caption     string          `json:"caption"`
	CaptionMark []entity        `json:"caption_entities"`
	MovedTo     int64           `json:"migrate_to_chat_id"`
	MovedFrom   int64           `json:"migrate_from_chat_id"`
	Photo       []file          `json:"photo"`
	Voice       *file           `json:"voice"`
	Sticker     *file           `json:"sticker"`
	Document    *document       `json:"document"`
	Audio       *file           `json:"audio"`
	Video       *file           `json:"video"`
	VideoNote   *file           `json:"video_note"`
	Animation   *file           `json:"animation"`
	Location    json.RawMessage `json:"location"`
	Venue       json.RawMessage `json:"venue"`
	Contact     json.RawMessage `json:"contact"`
	Dice        json.RawMessage `json:"dice"`
	Game        json.RawMessage `json:"game"`
	Poll        json.RawMessage `json:"poll"`
	Story       json.RawMessage `json:"story"`
	Checklist   json.RawMessage `json:"checklist"`
	PaidMedia   json.RawMessage `json:"paid_media"`
	LivePhoto   json.RawMessage `json:"live_photo"`
	RichMessage json.RawMessage `json:"rich_message"`
}

// replied is the message that another one answers.
type replied struct {
	ID   int64 `json:"message_id"`
	From *user `json:"from"`
}

type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"` // in UTF-16 units
	Length int    `json:"length"`
	User   *user  `json:"user"`
}

type file struct {
	ID     string `json:"file_id"`
	Width  int64  `json:"width"`
	Height int64  `json:"height"`
}

type document struct {
	ID   string `json:"file_id"`
	MIME string `json:"mime_type"`
}

type callback struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"` // of one that Telegram cannot show any more: chat and id only
	Data    string   `json:"data"`
}

type memberChange struct {
	Chat chat   `json:"chat"`
	Date int64  `json:"date"`
	New  member `json:"new_chat_member"`
}

type member struct {
	Status  string `json:"status"`
	IsThere *bool  `json:"is_member"` // of a restricted one
	CanSend bool   `json:"can_send_messages"`
}

// there tells whether a member is in the chat.
func (m member) there() bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsThere == nil || *m.IsThere
	}
	return false
}

// mayWrite tells whether a member may write in the chat.
func (m member) mayWrite() bool { return m.there() && (m.Status != "restricted" || m.CanSend) }
