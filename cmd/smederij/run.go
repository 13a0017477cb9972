package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/locales"
	"smederij/store"
)

// messagesUnderWay is how many messages the real thing has on their way at once.
const messagesUnderWay = 16

// runBot is the real thing: it talks with residents until it is told to stop.
func runBot(ctx context.Context, w world, args []string) error {
	set := flag.NewFlagSet("smederij run", flag.ContinueOnError)
	config := configFlag(set)
	if err := parse(set, w, args); err != nil {
		return err
	}
	c, err := readConfiguration(*config)
	if err != nil {
		return err
	}
	log, err := openLog(w)
	if err != nil {
		return err
	}
	err = serve(ctx, w, c, log)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = nil // asked to stop, also in the middle of starting
	}
	if err == nil {
		log.Info("it has stopped; what was confirmed is kept")
	}
	return err
}

func serve(ctx context.Context, w world, c configuration, log *slog.Logger) error {
	clock := bot.RealClock{Zone: c.zone}
	platform, err := openTelegram(w, c, clock, log)
	if err != nil {
		return err
	}
	db, closeDB, err := openAlone(w, c, log)
	if err != nil {
		return err
	}
	defer closeDB()
	a, err := newApp(ctx, c, db, clock, log, messagesUnderWay, platform)
	if err != nil {
		return err
	}
	if err := a.endOperators(ctx, c.Operator.Chat); err != nil {
		return err
	}
	log.Info("it runs", "database", c.Database.Path, "mode", c.Telegram.Mode)
	err = a.run(ctx, platform)
	if err != nil && store.HouseCode(err) == "" {
		return platformError{err}
	}
	return err
}

// openLog writes to standard error, and never a secret, whatever somebody puts in it.
func openLog(w world) (*slog.Logger, error) {
	var secrets []string
	for _, name := range []string{tokenName, webhookSecretName, keyName} {
		s, err := secret(w.env, name)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, s)
	}
	return slog.New(telegram.Masked(slog.NewTextHandler(w.stderr, nil), secrets...)), nil
}

// openTelegram is the platform as the configuration and the secrets describe it. It speaks with nobody yet.
func openTelegram(w world, c configuration, clock bot.Clock, log *slog.Logger) (*telegram.Telegram, error) {
	token, err := telegramToken(w.env)
	if err != nil {
		return nil, err
	}
	if token == "" {
		return nil, configError{fmt.Errorf("%s is not set; @BotFather gives a token", tokenName)}
	}
	hook, err := c.Telegram.webhookSecret(w.env)
	if err != nil {
		return nil, err
	}
	t := telegram.Config{Token: token, APIRoot: c.Telegram.APIRoot, Clock: clock, Log: log, Unlimited: c.Telegram.Unlimited,
		Profile: profile(locales.Dutch(), c)}
	if c.Telegram.Mode == webhooks {
		if hook == "" {
			return nil, configError{fmt.Errorf("%s is not set; webhooks need it", webhookSecretName)}
		}
		t.Webhook = &telegram.Webhook{Listen: c.Telegram.Webhook.Listen, URL: c.Telegram.Webhook.URL, Secret: hook}
	}
	platform, err := telegram.New(t)
	if err != nil {
		return nil, configError{err}
	}
	return platform, nil
}

// The commands that Telegram offers, in this order. All others work too, for who knows them.
var (
	privateMenu = []string{"idee", "mijnideeen", "agenda", "budget", "werk", "help", "privacy", "naam", "afmelden"}
	groupMenu   = []string{"idee", "agenda", "budget", "help", "privacy"}
)

// profile is what Telegram shows about the bot before anybody wrote.
func profile(texts *locales.Catalog, c configuration) telegram.Profile {
	menu := func(names []string) (list []telegram.MenuCommand) {
		for _, name := range names {
			list = append(list, telegram.MenuCommand{Name: name, Does: texts.Render(locales.T("menu." + name))})
		}
		return list
	}
	return telegram.Profile{
		Description: texts.Render(locales.T("about.long", "programme", c.Programme.Name)),
		Short:       texts.Render(locales.T("about.short", "programme", c.Programme.Name)),
		Private:     menu(privateMenu), Groups: menu(groupMenu),
	}
}

// openAlone opens the configured database for this program alone, and makes it where there is none.
func openAlone(w world, c configuration, log *slog.Logger) (*store.DB, func(), error) {
	k, err := readKey(w.env, "")
	if err != nil {
		return nil, nil, err
	}
	release, err := lockDatabase(c.Database.Path)
	if err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(c.Database.Path); errors.Is(err, fs.ErrNotExist) {
		log.Warn("there was no database; a new one is made", "path", c.Database.Path)
	}
	db, err := openWith(c, c.Database.Path, k.bytes)
	if err != nil {
		release()
		return nil, nil, k.explain(err)
	}
	return db, func() {
		_ = db.Close()
		release()
	}, nil
}

// askTelegram is how long commands wait for an answer about the bot.
const askTelegram = 20 * time.Second

// nameOfBot asks Telegram for the bot's username, which stands in links to it; nil when there is no token.
func nameOfBot(w world, c configuration) (botName, error) {
	token, err := telegramToken(w.env)
	if err != nil || token == "" {
		return nil, err
	}
	t, err := openTelegram(w, c, bot.RealClock{Zone: c.zone}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, askTelegram)
		defer cancel()
		me, err := t.Me(ctx)
		return me.Username, err
	}, nil
}
