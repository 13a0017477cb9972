package telegramtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"
)

func (s *Server) getMe(*call) (any, *failure) {
	return struct {
		user
		JoinGroups bool `json:"can_join_groups"`
		ReadAll    bool `json:"can_read_all_group_messages"`
		Inline     bool `json:"supports_inline_queries"`
	}{s.bot, true, s.opt.ReadsAll, false}, nil
}

// Command is one line of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^(?:[a-z]{2})?$`)
)

// scopeFields says which numbers a scope needs besides its type.
var scopeFields = map[string][2]bool{
	"default": {}, "all_private_chats": {}, "all_group_chats": {}, "all_chat_administrators": {},
	"chat": {true, false}, "chat_administrators": {true, false}, "chat_member": {true, true},
}

// scope reads for whom commands are, as the key they are kept under.
func (s *Server) scope(c *call) (string, *failure) {
	scope := struct {
		Type string `json:"type"`
		Chat int64  `json:"chat_id"`
		User int64  `json:"user_id"`
	}{Type: "default"}
	if c.has("scope") {
		if err := decode(c.text["scope"], &scope); err != nil {
			return "", bad("can't parse BotCommandScope: %v", err)
		}
	}
	needs, known := scopeFields[scope.Type]
	if !known {
		return "", bad("can't parse BotCommandScope: Unsupported type specified")
	}
	if needs != [2]bool{scope.Chat != 0, scope.User != 0} {
		return "", bad("can't parse BotCommandScope: chat_id and user_id do not go with %s", scope.Type)
	}
	if scope.Chat != 0 && s.chats[scope.Chat] == nil {
		return "", bad("chat not found")
	}
	if failed := checkLanguage(c); failed != nil {
		return "", failed
	}
	return scopeKey(scope.Type, scope.Chat, scope.User) + c.text["language_code"], nil
}

func scopeKey(kind string, chat, member int64) string {
	return fmt.Sprintf("%s/%d/%d/", kind, chat, member)
}

func checkLanguage(c *call) *failure {
	if !languageCode.MatchString(c.text["language_code"]) {
		return bad("invalid language code specified")
	}
	return nil
}

func (s *Server) setMyCommands(c *call) (any, *failure) {
	var commands []Command
	if err := decode(c.text["commands"], &commands); err != nil {
		return nil, bad("can't parse commands list: %v", err)
	}
	key, failed := s.scope(c)
	if failed != nil {
		return nil, failed
	}
	if len(commands) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range commands {
		if !commandName.MatchString(command.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(command.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	kept, _ := json.Marshal(commands)
	s.commands[key] = string(kept)
	s.change()
	return true, nil
}

func (s *Server) deleteMyCommands(c *call) (any, *failure) {
	key, failed := s.scope(c)
	if failed != nil {
		return nil, failed
	}
	delete(s.commands, key)
	s.change()
	return true, nil
}

func (s *Server) getMyCommands(c *call) (any, *failure) {
	key, failed := s.scope(c)
	if failed != nil {
		return nil, failed
	}
	return readCommands(s.commands[key]), nil
}

func readCommands(kept string) []Command {
	commands := []Command{}
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &commands); err != nil {
			panic(err) // marshalled above
		}
	}
	return commands
}

// Commands are what the bot offers in a scope such as "default" or "all_private_chats", for a chat when the scope has one.
func (s *Server) Commands(scope string, chat int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return readCommands(s.commands[scopeKey(scope, chat, 0)])
}

// describe keeps one of the bot's texts about itself.
func (s *Server) describe(c *call, field string, most int) (any, *failure) {
	if failed := checkLanguage(c); failed != nil {
		return nil, failed
	}
	if n := utf8.RuneCountInString(c.text[field]); n > most {
		return nil, strict("%s of %d characters, %d is the most", field, n, most)
	}
	s.about[field+"/"+c.text["language_code"]] = c.text[field]
	s.change()
	return true, nil
}

func (s *Server) described(c *call, field string) (any, *failure) {
	return map[string]string{field: s.about[field+"/"+c.text["language_code"]]}, checkLanguage(c)
}

func (s *Server) setMyDescription(c *call) (any, *failure) { return s.describe(c, "description", 512) }

func (s *Server) getMyDescription(c *call) (any, *failure) { return s.described(c, "description") }

func (s *Server) setMyShortDescription(c *call) (any, *failure) {
	return s.describe(c, "short_description", 120)
}

func (s *Server) getMyShortDescription(c *call) (any, *failure) {
	return s.described(c, "short_description")
}

// Description and short description of the bot in no particular language.
func (s *Server) Description() (long, short string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.about["description/"], s.about["short_description/"]
}
