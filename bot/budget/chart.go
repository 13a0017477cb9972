// Package budget shows what became of the money of a Smederij: as a picture, and as a workbook.
package budget

import (
	"errors"
	"fmt"
	"image"
	"time"

	"golang.org/x/image/font"

	"smederij/locales"
	"smederij/store"
)

// Pot is the money of one Smederij for one year. Given is the sum of the three others.
type Pot struct {
	Name  string      // of the Smederij
	Given store.Cents // by the funders
	Held  store.Cents // for ideas that were granted
	Paid  store.Cents
	Free  store.Cents // to be granted yet
}

var (
	errNegative = errors.New("an amount is below zero")
	errUneven   = errors.New("what is held, paid and free is not what was given")
	errMany     = fmt.Errorf("more than %d Smederijen do not fit in one picture", mostPots)
)

// check refuses a pot of which no honest picture can be drawn.
func (p Pot) check() error {
	switch {
	case p.Given < 0 || p.Held < 0 || p.Paid < 0 || p.Free < 0:
		return fmt.Errorf("pot of %s: %w", p.Name, errNegative)
	case p.Held > p.Given || p.Paid > p.Given-p.Held || p.Free != p.Given-p.Held-p.Paid: // no sums: they may overflow
		return fmt.Errorf("pot of %s: %w", p.Name, errUneven)
	}
	return nil
}

// mostPots keeps a picture within the 10,000 pixels of width and height that Telegram takes for a photo.
const mostPots = 90

// A telephone is 360 points wide and shows three pixels in each: text of 42 pixels reads as 14 points.
const (
	pictureWidth = 1080
	margin       = 48
	barWidth     = pictureWidth - 2*margin
	leastBar     = 8 // what there is can be seen, however little it is
)

// How the parts look, in every picture the same.
var (
	givenFill = fill{colour: grey}
	paidFill  = fill{colour: blue}
	heldFill  = fill{orange, stripes}
	freeFill  = fill{green, dots}
)

// PotChart is a picture (PNG) of one pot: what was given, and what became of it, each bar within the outline of the whole.
func PotChart(texts *locales.Catalog, p Pot, on time.Time) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	const rowHeight, textHeight, barHeight = 164, 64, 64
	s, err := newSheet(texts, locales.T("chart.pot.label", "smederij", p.Name), on, 42)
	if err != nil {
		return nil, err
	}
	rows := []struct {
		label  locales.Text
		amount store.Cents
		fill   fill
	}{
		{locales.T("chart.given.label"), p.Given, givenFill},
		{locales.T("chart.paid.label"), p.Paid, paidFill},
		{locales.T("chart.held.label"), p.Held, heldFill},
		{locales.T("chart.free.label"), p.Free, freeFill},
	}
	s.start(len(rows) * rowHeight)
	for _, row := range rows {
		s.line(texts.Render(row.label), row.amount, textHeight)
		whole := image.Rect(margin, s.y, margin+barWidth, s.y+barHeight)
		s.frame(whole, grey)
		s.bar(part(whole, row.amount, p.Given), row.fill)
		s.y += rowHeight - textHeight
	}
	return s.png()
}

// PotsChart is a picture (PNG) of what many Smederijen have left, in the order given: a bar for what is free, within the outline
// of the whole pot. All are drawn to the same scale.
func PotsChart(texts *locales.Catalog, pots []Pot, on time.Time) ([]byte, error) {
	if len(pots) > mostPots {
		return nil, errMany
	}
	var largest store.Cents
	for _, p := range pots {
		if err := p.check(); err != nil {
			return nil, err
		}
		largest = max(largest, p.Given)
	}
	const rowHeight, textHeight, barHeight, legendHeight = 92, 46, 32, 84
	s, err := newSheet(texts, locales.T("chart.pots.label"), on, 38)
	if err != nil {
		return nil, err
	}
	s.start(legendHeight + len(pots)*rowHeight)
	s.legend(image.Pt(margin, s.y), locales.T("chart.whole.label"), fill{grey, func(int, int) bool { return false }})
	s.legend(image.Pt(pictureWidth/2, s.y), locales.T("chart.free.label"), freeFill)
	s.y += legendHeight
	for _, p := range pots {
		s.line(p.Name, p.Free, textHeight)
		whole := part(image.Rect(margin, s.y, margin+barWidth, s.y+barHeight), p.Given, largest)
		s.frame(whole, grey)
		s.bar(part(whole, p.Free, p.Given), freeFill)
		s.y += rowHeight - textHeight
	}
	return s.png()
}

// part is the left part of a bar that stands for this amount of the whole.
func part(bar image.Rectangle, amount, whole store.Cents) image.Rectangle {
	if amount == 0 {
		return image.Rectangle{}
	}
	length := int(float64(bar.Dx())*float64(amount)/float64(whole) + 0.5)
	bar.Max.X = bar.Min.X + max(length, leastBar)
	return bar
}

// sheet is a canvas that is written from top to bottom.
type sheet struct {
	canvas
	texts        *locales.Catalog
	title        []string
	date         string
	heading      font.Face
	label, money font.Face
	y            int
}

func newSheet(texts *locales.Catalog, title locales.Text, on time.Time, size float64) (*sheet, error) {
	s := &sheet{texts: texts, date: texts.Render(locales.T("chart.date.label", "date", locales.Date(on)))}
	var err error
	if s.heading, err = newFace(bold, 64); err != nil {
		return nil, err
	}
	if s.label, err = newFace(regular, size); err != nil {
		return nil, err
	}
	if s.money, err = newFace(bold, size); err != nil {
		return nil, err
	}
	s.title = wrap(s.heading, texts.Render(title), barWidth)
	return s, nil
}

// start makes the canvas as high as its title and what follows, and writes the title and the date.
func (s *sheet) start(height int) {
	const titleHeight, dateHeight, gap = 78, 56, 44
	s.canvas = newCanvas(pictureWidth, margin+len(s.title)*titleHeight+dateHeight+gap+height+margin/2)
	s.y = margin
	for _, line := range s.title {
		s.write(s.heading, image.Pt(margin, s.y+titleHeight*3/4), line)
		s.y += titleHeight
	}
	s.write(s.label, image.Pt(margin, s.y+dateHeight*3/4), s.date)
	s.y += dateHeight + gap
}

// line writes what a bar is about on the left and its amount on the right.
func (s *sheet) line(label string, amount store.Cents, height int) {
	const gap = 32
	sum := locales.Euro(amount).String()
	baseline := s.y + height*3/4
	s.writeRight(s.money, image.Pt(margin+barWidth, baseline), sum)
	s.write(s.label, image.Pt(margin, baseline), cut(s.label, label, barWidth-gap-width(s.money, sum)))
	s.y += height
}

// legend shows a piece of a bar and what it stands for.
func (s *sheet) legend(at image.Point, text locales.Text, f fill) {
	const size, gap = 48, 20
	s.bar(image.Rectangle{at, at.Add(image.Pt(2*size, size))}, f)
	s.write(s.label, at.Add(image.Pt(2*size+gap, size*3/4)), s.texts.Render(text))
}
