package telegramtest

import (
	"slices"
	"strings"
)

// method is one method of the API: what it takes and what it does. It plays while mu is held.
type method struct {
	play   func(*Server, *call) (any, *failure)
	fields map[string]field
}

type field struct {
	kind     string // string, int, bool, chat, object, array, file
	required bool
}

// takes reads "name:kind" words; a ! behind it says that the parameter must be there.
func takes(words string) map[string]field {
	fields := make(map[string]field)
	for word := range strings.FieldsSeq(words) {
		name, kind, _ := strings.Cut(word, ":")
		kind, required := strings.CutSuffix(kind, "!")
		fields[name] = field{kind, required}
	}
	return fields
}

const (
	sends = ` chat_id:chat! message_thread_id:int disable_notification:bool protect_content:bool reply_parameters:object reply_markup:object`
	edits = ` chat_id:chat! message_id:int! reply_markup:object`
	words = ` text:string! parse_mode:string entities:array link_preview_options:object`
	below = ` caption:string parse_mode:string caption_entities:array`
)

// methods that are played; anything else is 404, as a wrong name is.
var methods map[string]method

func init() {
	methods = map[string]method{
		"getUpdates":             {(*Server).getUpdates, takes(`offset:int limit:int timeout:int allowed_updates:array`)},
		"setWebhook":             {(*Server).setWebhook, takes(`url:string! certificate:file ip_address:string max_connections:int allowed_updates:array drop_pending_updates:bool secret_token:string`)},
		"deleteWebhook":          {(*Server).deleteWebhook, takes(`drop_pending_updates:bool`)},
		"getWebhookInfo":         {(*Server).getWebhookInfo, nil},
		"getMe":                  {(*Server).getMe, nil},
		"sendMessage":            {(*Server).sendMessage, takes(sends + words)},
		"sendPhoto":              {(*Server).sendPhoto, takes(sends + below + ` photo:file! show_caption_above_media:bool has_spoiler:bool`)},
		"sendDocument":           {(*Server).sendDocument, takes(sends + below + ` document:file! thumbnail:file disable_content_type_detection:bool`)},
		"sendVoice":              {(*Server).sendVoice, takes(sends + below + ` voice:file! duration:int`)},
		"sendChatAction":         {(*Server).sendChatAction, takes(`chat_id:chat! message_thread_id:int action:string!`)},
		"editMessageText":        {(*Server).editMessageText, takes(edits + words)},
		"editMessageCaption":     {(*Server).editMessageCaption, takes(edits + below + ` show_caption_above_media:bool`)},
		"editMessageReplyMarkup": {(*Server).editMessageReplyMarkup, takes(edits)},
		"editMessageMedia":       {(*Server).editMessageMedia, takes(edits + ` media:object!`)},
		"deleteMessage":          {(*Server).deleteMessage, takes(`chat_id:chat! message_id:int!`)},
		"answerCallbackQuery":    {(*Server).answerCallbackQuery, takes(`callback_query_id:string! text:string show_alert:bool url:string cache_time:int`)},
		"getFile":                {(*Server).getFile, takes(`file_id:string!`)},
		"setMyCommands":          {(*Server).setMyCommands, takes(`commands:array! scope:object language_code:string`)},
		"getMyCommands":          {(*Server).getMyCommands, takes(`scope:object language_code:string`)},
		"deleteMyCommands":       {(*Server).deleteMyCommands, takes(`scope:object language_code:string`)},
		"setMyDescription":       {(*Server).setMyDescription, takes(`description:string language_code:string`)},
		"getMyDescription":       {(*Server).getMyDescription, takes(`language_code:string`)},
		"setMyShortDescription":  {(*Server).setMyShortDescription, takes(`short_description:string language_code:string`)},
		"getMyShortDescription":  {(*Server).getMyShortDescription, takes(`language_code:string`)},
		"getChat":                {(*Server).getChat, takes(`chat_id:chat!`)},
		"getChatMember":          {(*Server).getChatMember, takes(`chat_id:chat! user_id:int!`)},
		"leaveChat":              {(*Server).leaveChat, takes(`chat_id:chat!`)},
	}
}

// check holds a request against the method: every parameter known and of its kind, none missing, no file that nobody asked for.
func (m method) check(name string, v *values) *failure {
	for key, value := range v.text {
		f, known := m.fields[key]
		if !known {
			return strict("unknown parameter %q of %s", key, name)
		}
		if !fits(f.kind, value) {
			return strict("parameter %q of %s is no %s: %q", key, name, f.kind, value)
		}
	}
	for key := range v.upload {
		if m.fields[key].kind != "file" && !v.attached(key) {
			return strict("nobody asked for the file %q in %s", key, name)
		}
		if v.has(key) {
			return strict("parameter %q of %s is text and a file", key, name)
		}
	}
	for key, f := range m.fields {
		if _, uploaded := v.upload[key]; f.required && !v.has(key) && !uploaded {
			return missing(key)
		}
	}
	return nil
}

// missing words the absence of a parameter as Telegram does, where it has words for it.
func missing(key string) *failure {
	switch key {
	case "text":
		return bad("message text is empty")
	case "chat_id":
		return bad("chat_id is empty")
	case "message_id":
		return bad("message identifier is not specified")
	}
	return bad("parameter %q is required", key)
}

// attached tells whether some JSON names the file.
func (v *values) attached(key string) bool {
	return slices.ContainsFunc([]string{"media"}, func(field string) bool {
		return strings.Contains(v.text[field], `"attach://`+key+`"`)
	})
}
