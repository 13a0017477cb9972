package main

import (
	"errors"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// telegramSettings is [telegram] of smederij.toml.
type telegramSettings struct {
	APIRoot   string `toml:"api_root"`
	Mode      string `toml:"mode"`
	Unlimited bool   `toml:"unlimited"`
	Webhook   struct {
		Listen string `toml:"listen"`
		URL    string `toml:"url"`
	} `toml:"webhook"`
}

// The modes: we fetch updates, or Telegram brings them.
const (
	polling  = "polling"
	webhooks = "webhook"
)

func (t *telegramSettings) validate(wrong *complaints) {
	theirs := t.checkRoot(wrong)
	if t.Unlimited && theirs {
		wrong.add("telegram.unlimited", "lifts our limits on sending, which Telegram would punish; it needs another telegram.api_root")
	}
	if t.Mode != polling && t.Mode != webhooks {
		wrong.add("telegram.mode", "is %q; write %q or %q", t.Mode, polling, webhooks)
	}
	if t.Mode == webhooks || t.Webhook.Listen != "" {
		t.checkListen(wrong)
	}
	if t.Mode == webhooks || t.Webhook.URL != "" {
		t.checkURL(wrong, theirs)
	}
}

// checkRoot tells whether the server is Telegram's own. It repeats no address: one with a password in it is among the wrong ones.
func (t *telegramSettings) checkRoot(wrong *complaints) (theirs bool) {
	u, ok := webAddress(t.APIRoot)
	if !ok {
		wrong.add("telegram.api_root", "is no address of a Bot API server; write it like https://api.telegram.org")
		return false
	}
	t.APIRoot = strings.TrimRight(t.APIRoot, "/")
	theirs = strings.EqualFold(strings.TrimSuffix(u.Hostname(), "."), "api.telegram.org")
	if theirs && u.Scheme != "https" {
		wrong.add("telegram.api_root", "must begin with https: the token travels over it")
	}
	return theirs
}

// webAddress reads an http or https address with nothing in it but a host, a port and a path.
func webAddress(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	ok := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
	return u, ok
}

func (t *telegramSettings) checkListen(wrong *complaints) {
	_, port, err := net.SplitHostPort(t.Webhook.Listen)
	n, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil || n == 0 {
		wrong.add("telegram.webhook.listen", "is %q; write an address and a port like 127.0.0.1:8080", t.Webhook.Listen)
	}
}

// checkURL holds an address to what Telegram calls. A Bot API server of one's own calls any.
// https://core.telegram.org/bots/api#setwebhook and #using-a-local-bot-api-server
func (t *telegramSettings) checkURL(wrong *complaints, theirs bool) {
	u, ok := webAddress(t.Webhook.URL)
	switch {
	case !ok:
		wrong.add("telegram.webhook.url", "is no address; write it like https://smederij.example.nl/telegram")
	case theirs && u.Scheme != "https":
		wrong.add("telegram.webhook.url", "must begin with https")
	case theirs && !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()):
		wrong.add("telegram.webhook.url", "has port %s; Telegram calls 443, 80, 88 and 8443 alone", u.Port())
	}
}

// The names in the environment.
const (
	tokenName         = "SMEDERIJ_TELEGRAM_TOKEN"
	webhookSecretName = "SMEDERIJ_TELEGRAM_WEBHOOK_SECRET"
)

var (
	tokenForm         = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	webhookSecretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`) // https://core.telegram.org/bots/api#setwebhook
)

// telegramToken reads the bot's token; "" when there is none, which only run minds.
func telegramToken(env func(string) string) (string, error) {
	token, err := secret(env, tokenName)
	if err == nil && token != "" && !tokenForm.MatchString(token) {
		return "", configError{errors.New(tokenName + " is no token of a bot; @BotFather gives one: a number, a colon, and letters")}
	}
	return token, err
}

// webhookSecret reads what Telegram shows us with every update it brings; "" when there is none, and without webhooks.
func (t telegramSettings) webhookSecret(env func(string) string) (string, error) {
	if t.Mode != webhooks {
		return "", nil
	}
	s, err := secret(env, webhookSecretName)
	if err == nil && s != "" && !webhookSecretForm.MatchString(s) {
		return "", configError{errors.New(webhookSecretName + " must be 1 to 256 letters, digits, _ and -")}
	}
	return s, err
}
