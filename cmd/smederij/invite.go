package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/bot/people"
	"smederij/store"
)

// botName asks the network for the bot's username, which stands in links to it.
type botName func(context.Context) (string, error)

// inviteRoles are the roles an invitation can give; true: only in one Smederij. Operators are appointed in the configuration.
var inviteRoles = map[store.Role]bool{
	store.Coordinator: false, store.Volunteer: true, store.TeamMember: true, store.SteeringGroup: false,
}

const inviteUsage = "write: smederij invite --role coordinator|volunteer|team|steering [--smederij KRA]"

// invite makes the first coordinator of an installation, and whoever else must be let in from outside.
func invite(ctx context.Context, w world, args []string) error {
	return inviteFor(ctx, w, args, nameOfBot)
}

func inviteFor(ctx context.Context, w world, args []string, nameOf func(world, configuration) (botName, error)) error {
	set := flag.NewFlagSet("smederij invite", flag.ContinueOnError)
	config := configFlag(set)
	role := set.String("role", "", "coordinator, volunteer, team or steering")
	code := set.String("smederij", "", "three letters, like KRA; a volunteer and a team member need it (default: all of them)")
	if err := parse(set, w, args); err != nil {
		return err
	}
	local, known := inviteRoles[store.Role(*role)]
	switch {
	case !known:
		return usageError{fmt.Errorf("--role %q: %s", *role, inviteUsage)}
	case local && *code == "":
		return usageError{fmt.Errorf("a %s is one of a Smederij: %s", *role, inviteUsage)}
	}
	c, err := readConfiguration(*config)
	if err != nil {
		return err
	}
	name, err := nameOf(w, c)
	if err != nil {
		return err
	}
	db, err := openDatabase(w, c, "")
	if err != nil {
		return err
	}
	defer db.Close()
	inv := store.Invitation{Role: store.Role(*role)}
	now := bot.RealClock{Zone: c.zone}.Now()
	secret, where, err := makeInvitation(ctx, db, inv, *code, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "An invitation to be %s in %s. It works once, till %s.\n", *role, where, now.Add(people.InvitationLasts).Format(momentForm))
	fmt.Fprintf(w.stdout, "  code: %s\n", secret)
	if name != nil {
		if username, err := name(ctx); err == nil {
			fmt.Fprintf(w.stdout, "  link: https://t.me/%s?start=%s\n", username, secret)
		} else { // the invitation stands
			fmt.Fprintln(w.stderr, "smederij invite: no link, because the bot's name is not known:", err)
		}
	}
	fmt.Fprintf(w.stdout, "Who gets it writes to the bot, in a private chat: /code %s\n", secret)
	return nil
}

// makeInvitation keeps an invitation of the operator, and tells what it is for in words.
func makeInvitation(ctx context.Context, db *store.DB, inv store.Invitation, code string, now time.Time) (secret, where string, err error) {
	where = "all Smederijen"
	inv.Expires = now.Add(people.InvitationLasts)
	err = db.Write(ctx, func(tx *store.Tx) (err error) {
		if code != "" {
			s, err := tx.SmederijByCode(code)
			if errors.Is(err, store.ErrNotFound) {
				return noSuchSmederij(tx, code)
			}
			if err != nil {
				return err
			}
			inv.Smederij, where = s.ID, s.Name
		}
		secret, err = tx.Invite(inv, now)
		return err
	})
	return secret, where, err
}

// noSuchSmederij names the letters that would be right.
func noSuchSmederij(tx *store.Tx, code string) error {
	all, err := tx.Smederijen()
	if err != nil {
		return err
	}
	codes := make(map[string]bool)
	for _, s := range all {
		codes[s.Code] = true
	}
	return usageError{fmt.Errorf("there is no Smederij %s; there are %s", code, strings.Join(slices.Sorted(maps.Keys(codes)), ", "))}
}
