package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"smederij/bot"
	"smederij/bot/alarms"
	"smederij/bot/budget"
	"smederij/bot/deliver"
	"smederij/bot/ideas"
	"smederij/bot/moderation"
	"smederij/bot/people"
	"smederij/bot/privacy"
	"smederij/bot/reminders"
	"smederij/bot/report"
	"smederij/bot/schedule"
	"smederij/bot/work"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// app is the house with everything in it.
type app struct {
	house     *bot.House
	loop      *bot.Loop
	deliverer *deliver.Deliverer
	scheduler *schedule.Scheduler
	worker    *work.Worker
}

// inHouse are all features, in the order in which they hear of what happens.
var inHouse = []func(configuration) bot.Feature{
	func(configuration) bot.Feature { return ideas.Feature() },
	func(configuration) bot.Feature { return moderation.Feature() },
	func(configuration) bot.Feature { return budget.Feature() },
	func(configuration) bot.Feature { return report.Feature() },
	func(configuration) bot.Feature { return people.Feature() },
	func(c configuration) bot.Feature { return privacy.Feature(c.Terms.Draft, c.Terms.Detail) },
	func(configuration) bot.Feature { return alarms.Feature() },
	func(configuration) bot.Feature { return reminders.Feature() },
	func(configuration) bot.Feature { return reminders.Nudges() },
	func(configuration) bot.Feature { return reminders.Checkins() },
	func(configuration) bot.Feature { return reminders.Agenda() },
}

func features(c configuration) (list []bot.Feature) {
	for _, room := range inHouse {
		list = append(list, room(c))
	}
	return list
}

// loadFlows reads the flows of the program, once: nothing changes them.
var loadFlows = sync.OnceValues(func() (*flows.Library, error) { return flows.Load(flows.Embedded()) })

// newHouse puts the rooms together over a database.
func newHouse(ctx context.Context, c configuration, db *store.DB, clock bot.Clock, log *slog.Logger) (*bot.House, error) {
	library, err := loadFlows()
	if err != nil {
		return nil, configError{err}
	}
	h := &bot.House{DB: db, Clock: clock, Texts: locales.Dutch(), Flows: library, Settings: c.settings(), Features: features(c), Log: log}
	var smederijen []store.Smederij
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		smederijen, err = tx.Smederijen()
		return err
	}); err != nil {
		return nil, err
	}
	return h, h.Open(smederijen)
}

// newApp is the house over a database, with the platforms it speaks on and so many messages on their way at once.
func newApp(ctx context.Context, c configuration, db *store.DB, clock bot.Clock, log *slog.Logger, underWay int, platforms ...bot.Platform) (*app, error) {
	h, err := newHouse(ctx, c, db, clock, log)
	if err != nil {
		return nil, err
	}
	a := &app{house: h}
	files := work.Files{DB: db, Platforms: platforms, Limit: int64(c.Files.MaxMegabytes) << 20}
	a.deliverer = deliver.New(deliver.Config{DB: db, Clock: clock, Platforms: platforms, Raise: h.Raise,
		Failing: func(why error) { a.loop.Ail(why) }, Log: log, Workers: underWay,
		Renderers: map[string]deliver.Renderer{bot.FileRenderer: files.Render, budget.PotRenderer: budget.RenderPot(h.Texts),
			budget.PotsRenderer: budget.RenderPots(h.Texts), budget.BookRenderer: budget.RenderBook(db, h.Texts),
			reminders.CalendarRenderer: reminders.RenderCalendar(db, h.Texts)}})
	a.loop = bot.NewLoop(h, func() {
		a.deliverer.Wake()
		a.worker.Wake()
		a.scheduler.Wake()
	})
	a.worker = work.New(db, clock, a.loop, log, map[string]work.Job{
		bot.FetchFileJob: files.Fetch, bot.TellSupportersJob: work.InPortions,
		bot.ThankJob: work.InPortions, bot.AskDoneJob: work.InPortions, bot.FreeClaimsJob: work.InPortions, ideas.TitlesJob: ideas.Titles(db)})
	var touched time.Time
	if err := db.Write(ctx, func(tx *store.Tx) (err error) {
		if touched, err = tx.Touched(); err != nil {
			return err
		}
		return errors.Join(h.SetTimetable(tx), tx.AddJob(ideas.TitlesJob, 0, clock.Now()))
	}); err != nil {
		return nil, err
	}
	a.scheduler = schedule.New(db, clock, a.loop, log, touched)
	return a, a.appointOperator(ctx, c.Operator.Chat)
}

// run starts everything and lets the platform speak until it has no more to say or ctx ends. Then what was confirmed is carried out
// and the rest is stopped, in the order in which messages flow.
func (a *app) run(ctx context.Context, p bot.Platform) error {
	inner, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { a.loop.Run(inner) })
	running.Go(func() { a.scheduler.Run(inner) })
	running.Go(func() { a.worker.Run(inner) })
	running.Go(func() { a.deliverer.Run(inner) })
	err := p.Run(ctx, a.loop)
	stop()
	running.Wait()
	return err
}

// settle waits until everything that can happen at the clock's present moment has happened.
func (a *app) settle(ctx context.Context) error {
	return errors.Join(a.scheduler.Settle(ctx), a.worker.Settle(ctx), a.deliverer.Settle(ctx))
}

// openDatabase opens the database of a configuration, or the file named by a flag. It makes none: who mistypes a path would hear that
// all is well.
func openDatabase(w world, c configuration, named string) (*store.DB, error) {
	path := named
	if path == "" {
		path = c.Database.Path
	}
	if err := present(path, named == ""); err != nil {
		return nil, err
	}
	k, err := readKey(w.env, named)
	if err != nil {
		return nil, err
	}
	db, err := openWith(c, path, k.bytes)
	return db, k.explain(err)
}

// present refuses a database that is not there, before anything is said about its key.
func present(path string, configured bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && configured:
		err = errors.New("there is no such file; the first start of smederij run makes it")
	case errors.Is(err, fs.ErrNotExist):
		err = errors.New("there is no such file")
	case err == nil && info.Mode().IsRegular() && info.Size() == 0:
		return &store.Error{Code: store.Empty, Detail: path}
	}
	if err != nil {
		return &store.Error{Code: store.CantOpen, Detail: path, Err: err}
	}
	return nil
}

// explain says which key did not fit.
func (k installationKey) explain(err error) error {
	if store.HouseCode(err) == store.WrongKey {
		return fmt.Errorf("with the key of %s: %w", k.from, err)
	}
	return err
}

func openWith(c configuration, path string, key []byte) (*store.DB, error) {
	smederijen, funders, err := c.seeds()
	if err != nil {
		return nil, err
	}
	return store.Open(store.Options{Path: path, Key: key, Terms: c.terms(), Seed: smederijen, Funders: funders})
}
