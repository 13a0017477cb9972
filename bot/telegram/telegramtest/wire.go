package telegramtest

// The types of the wire, as far as they are played. Their names and order are Telegram's.

type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Entity is a marked part of a text; offset and length are in UTF-16 units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

type wireMessage struct {
	MessageID       int64         `json:"message_id"`
	Thread          int64         `json:"message_thread_id,omitempty"`
	From            *user         `json:"from,omitempty"`
	SenderChat      *wireChat     `json:"sender_chat,omitempty"`
	Date            int64         `json:"date"`
	Chat            wireChat      `json:"chat"`
	EditDate        int64         `json:"edit_date,omitempty"`
	IsTopic         bool          `json:"is_topic_message,omitempty"`
	ReplyTo         *wireMessage  `json:"reply_to_message,omitempty"`
	MediaGroup      string        `json:"media_group_id,omitempty"`
	Text            string        `json:"text,omitempty"`
	Entities        []Entity      `json:"entities,omitempty"`
	Caption         string        `json:"caption,omitempty"`
	CaptionEntities []Entity      `json:"caption_entities,omitempty"`
	Photo           []photoSize   `json:"photo,omitempty"`
	Voice           *voice        `json:"voice,omitempty"`
	Sticker         *sticker      `json:"sticker,omitempty"`
	Document        *document     `json:"document,omitempty"`
	Location        *location     `json:"location,omitempty"`
	Keyboard        *keyboard     `json:"reply_markup,omitempty"`
	NewMembers      []user        `json:"new_chat_members,omitempty"`
	LeftMember      *user         `json:"left_chat_member,omitempty"`
	MigrateTo       int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64         `json:"migrate_from_chat_id,omitempty"`
	TopicCreated    *topicCreated `json:"forum_topic_created,omitempty"`
}

// service tells whether the message is about the chat and not from somebody.
func (m *wireMessage) service() bool {
	return m.NewMembers != nil || m.LeftMember != nil || m.MigrateTo != 0 || m.MigrateFrom != 0 || m.TopicCreated != nil
}

type topicCreated struct {
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

type photoSize struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int    `json:"file_size,omitempty"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
}

type voice struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Duration int    `json:"duration"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int    `json:"file_size,omitempty"`
}

type sticker struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Type     string `json:"type"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Animated bool   `json:"is_animated"`
	Video    bool   `json:"is_video"`
	Emoji    string `json:"emoji,omitempty"`
}

type document struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int    `json:"file_size,omitempty"`
}

type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type keyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}

type button struct {
	Text  string  `json:"text"`
	URL   string  `json:"url,omitempty"`
	Data  *string `json:"callback_data,omitempty"`
	Style string  `json:"style,omitempty"`
}

type callbackQuery struct {
	ID       string `json:"id"`
	From     *user  `json:"from"`
	Message  any    `json:"message"`
	Instance string `json:"chat_instance"`
	Data     string `json:"data"`
}

type memberUpdate struct {
	Chat wireChat       `json:"chat"`
	From *user          `json:"from"`
	Date int64          `json:"date"`
	Old  map[string]any `json:"old_chat_member"`
	New  map[string]any `json:"new_chat_member"`
}
