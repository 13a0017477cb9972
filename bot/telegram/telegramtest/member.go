package telegramtest

import "maps"

// Rights of an administrator.
type Rights struct {
	Delete   bool // take others' messages away
	Pin      bool
	Topics   bool // make and close topics
	Restrict bool // mute and remove people
}

// member is somebody's place in a group.
type member struct {
	status string // creator, administrator, member, restricted, left, kicked
	rights Rights
}

func (m member) wire(who *user) map[string]any {
	w := map[string]any{"status": m.status, "user": who}
	switch m.status {
	case "creator":
		w["is_anonymous"] = false
	case "administrator":
		maps.Copy(w, map[string]any{"can_be_edited": false, "is_anonymous": false, "can_manage_chat": true,
			"can_delete_messages": m.rights.Delete, "can_manage_video_chats": false, "can_restrict_members": m.rights.Restrict,
			"can_promote_members": false, "can_change_info": false, "can_invite_users": true, "can_post_stories": false,
			"can_edit_stories": false, "can_delete_stories": false, "can_pin_messages": m.rights.Pin, "can_manage_topics": m.rights.Topics})
	case "restricted":
		w["is_member"], w["until_date"] = true, 0
		for _, what := range []string{"send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes",
			"send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "react_to_messages", "edit_tag",
			"change_info", "invite_users", "pin_messages", "manage_topics"} {
			w["can_"+what] = false
		}
	case "kicked":
		w["until_date"] = 0
	}
	return w
}

// getChat tells about a chat that the bot may know.
func (s *Server) getChat(c *call) (any, *failure) {
	there, failed := s.find(c)
	if failed != nil {
		return nil, failed
	}
	if there.kind != "private" {
		if failed := there.botIsThere(); failed != nil {
			return nil, failed
		}
	} else if !there.opened {
		return nil, bad("chat not found")
	}
	return struct {
		wireChat
		Accent    int             `json:"accent_color_id"`
		Reactions int             `json:"max_reaction_count"`
		Gifts     map[string]bool `json:"accepted_gift_types"`
	}{there.wire(), 4, 11, map[string]bool{"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false}}, nil
}

// getChatMember tells what somebody is in a group, or the bot itself.
func (s *Server) getChatMember(c *call) (any, *failure) {
	there, failed := s.find(c)
	if failed != nil {
		return nil, failed
	}
	if there.kind == "private" {
		return nil, strict("a private chat has no members")
	}
	if failed := there.botIsThere(); failed != nil {
		return nil, failed
	}
	id := c.number("user_id")
	if id == s.bot.ID {
		return there.bot.wire(&s.bot), nil
	}
	for p, m := range there.members {
		if p.id == id {
			return m.wire(p.wire()), nil
		}
	}
	for _, p := range s.people {
		if p.id == id {
			return member{status: "left"}.wire(p.wire()), nil
		}
	}
	return nil, bad("PARTICIPANT_ID_INVALID")
}

// leaveChat takes the bot out of a group.
func (s *Server) leaveChat(c *call) (any, *failure) {
	there, failed := s.find(c)
	if failed != nil {
		return nil, failed
	}
	if there.kind == "private" {
		return nil, bad("chat member status can't be changed in private chats")
	}
	if failed := there.botIsThere(); failed != nil {
		return nil, failed
	}
	s.moveBot(there, &s.bot, member{status: "left"})
	s.see(Event{Kind: Left}, there)
	return true, nil
}

// moveBot changes what the bot is in a chat and tells it. The caller holds mu.
func (s *Server) moveBot(c *chat, by *user, to member) {
	old := c.bot
	c.bot = to
	s.push("my_chat_member", memberUpdate{Chat: c.wire(), From: by, Date: s.now().Unix(), Old: old.wire(&s.bot), New: to.wire(&s.bot)})
}

// movePerson changes what somebody is in a group. The bot hears of it when it is an administrator and asked for it.
func (s *Server) movePerson(c *chat, by, p *Person, to member) {
	old := member{status: "left"}
	if m := c.members[p]; m != nil {
		old = *m
	}
	c.members[p] = &to
	if c.bot.status == "administrator" {
		s.push("chat_member", memberUpdate{Chat: c.wire(), From: by.wire(), Date: s.now().Unix(), Old: old.wire(p.wire()), New: to.wire(p.wire())})
	}
}
