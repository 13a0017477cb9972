// Package privacy tells people what is kept before anything is, and lets them end what they did not ask for.
package privacy

import (
	"smederij/bot"
	"smederij/locales"
)

// NoticeVersion is that of the privacy text. Whoever was shown an older one is told once (PRIVACY P26).
const NoticeVersion = 1

// Feature is the room of privacy.
func Feature(draftDays, contactMonths int) bot.Feature {
	page := func(c *bot.Context) error {
		if err := c.Say(locales.T("privacy.page1", "programme", c.House.Settings.Name)); err != nil {
			return err
		}
		return c.Say(locales.T("privacy.page2", "draft_days", draftDays, "contact_months", contactMonths, "contact", c.House.Settings.Contact))
	}
	return bot.Feature{
		Name: "privacy",
		Commands: []bot.Command{
			{Name: "privacy", Where: bot.Everywhere, Run: page, First: true},
			{Name: "afmelden", Where: bot.InPrivate, Run: mute},
			{Name: "aanmelden", Where: bot.InPrivate, Run: unmute},
			{Name: "stop", Where: bot.InPrivate, Run: stop},
		},
		Presses: map[string]bot.Handler{"mute": mute, "unmute": unmute},
		Greet:   greet,
	}
}

// greet says who is talking and what is kept, before the first answer is.
func greet(c *bot.Context) error {
	if err := c.Say(locales.T("welcome.first", "programme", c.House.Settings.Name, "contact", c.House.Settings.Contact)); err != nil {
		return err
	}
	c.Person.Notice = NoticeVersion
	return c.NoticeRead(c.Person.ID, NoticeVersion)
}

// mute ends all reminders. What people asked for themselves, an answer about their idea, still comes.
func mute(c *bot.Context) error {
	if err := c.Mute(c.Person.ID, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("privacy.muted"), bot.Tap(locales.T("privacy.button.unmute"), "privacy:unmute"))
}

func unmute(c *bot.Context) error {
	if err := c.Unmute(c.Person.ID); err != nil {
		return err
	}
	return c.Say(locales.T("privacy.unmuted"))
}

// stop outside a conversation has nothing to stop, so it asks what was meant.
func stop(c *bot.Context) error {
	return c.Say(locales.T("privacy.stop"), bot.Tap(locales.T("privacy.button.mute"), "privacy:mute"))
}
