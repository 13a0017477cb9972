package budget

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"smederij/locales"
	"smederij/store"
)

// YearPot is a line of the first sheet.
type YearPot struct {
	Year int
	Pot
	Gone store.Cents // when its year was over: to the next year, or back to the funders; beside what the pot got and kept
}

// Line is a line of the ledger, and of the second sheet.
type Line struct {
	Date      time.Time // shown as the day in its own location
	From, To  string    // accounts
	Amount    store.Cents
	Reference string // of the idea; "" when it is about none
	Reason    string // code
}

// Workbook writes the books of the coordinators as an .xlsx file: the pots of all Smederijen, ready to print on A4, and the lines of
// the ledger. Amounts and days are numbers that can be counted with; all other cells are text, whatever sign they begin with.
func Workbook(w io.Writer, texts *locales.Catalog, pots []YearPot, lines []Line, on time.Time) error {
	for _, p := range pots {
		if err := p.check(); err != nil {
			return err
		}
	}
	f := excelize.NewFile()
	defer f.Close() // removes what a large sheet left on disk
	b := book{file: f, texts: texts}
	if err := b.styles(); err != nil {
		return fmt.Errorf("styles of the workbook: %w", err)
	}
	if err := b.pots(pots, on); err != nil {
		return fmt.Errorf("sheet of the pots: %w", err)
	}
	if err := b.lines(lines, on); err != nil {
		return fmt.Errorf("sheet of the ledger: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// book is a workbook in the making, with the styles of its cells.
type book struct {
	file  *excelize.File
	texts *locales.Catalog

	header, text, year, day, money, total, totalMoney int
}

func (b *book) styles() error {
	const asText, whole, short = 49, 1, "dd-mm-yyyy"
	// The sign of the euro stands before the minus, as in Dutch; point and comma are those of the reader's own computer.
	euro := "[$€-413] #,##0.00;[$€-413] -#,##0.00"
	day := short
	bold := &excelize.Font{Bold: true}
	above := []excelize.Border{{Type: "top", Style: 1, Color: "595959"}}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.header, excelize.Style{
			Font: bold, NumFmt: asText, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6E6E6"}},
			Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "595959"}},
		}},
		{&b.text, excelize.Style{NumFmt: asText}}, // stays text when somebody changes the cell
		{&b.year, excelize.Style{NumFmt: whole, Alignment: &excelize.Alignment{Horizontal: "left"}}},
		{&b.day, excelize.Style{CustomNumFmt: &day, Alignment: &excelize.Alignment{Horizontal: "left"}}},
		{&b.money, excelize.Style{CustomNumFmt: &euro}},
		{&b.total, excelize.Style{Font: bold, Border: above}},
		{&b.totalMoney, excelize.Style{Font: bold, Border: above, CustomNumFmt: &euro}},
	} {
		var err error
		if *s.id, err = b.file.NewStyle(&s.style); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) pots(pots []YearPot, on time.Time) error {
	name := b.texts.Render(locales.T("book.pots.label"))
	if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
		return err
	}
	s, err := b.sheet(name, on, len(pots), []column{
		{locales.T("book.year.label"), 8},
		{locales.T("book.smederij.label"), 30},
		{locales.T("book.given.label"), 18},
		{locales.T("book.held.label"), 18},
		{locales.T("book.paid.label"), 18},
		{locales.T("book.free.label"), 18},
		{locales.T("book.gone.label"), 18},
	})
	if err != nil {
		return err
	}
	var total YearPot
	for _, p := range pots {
		total.Given, total.Held, total.Paid, total.Free = total.Given+p.Given+p.Gone, total.Held+p.Held, total.Paid+p.Paid, total.Free+p.Free
		total.Gone += p.Gone
		err := s.row(cell(b.year, p.Year), cell(b.text, p.Name), b.euro(p.Given+p.Gone), b.euro(p.Held), b.euro(p.Paid), b.euro(p.Free), b.euro(p.Gone))
		if err != nil {
			return err
		}
	}
	if len(pots) > 0 {
		err := s.row(cell(b.total, b.texts.Render(locales.T("book.total.label"))), cell(b.total, nil),
			b.sum("C", len(pots), total.Given), b.sum("D", len(pots), total.Held), b.sum("E", len(pots), total.Paid), b.sum("F", len(pots), total.Free),
			b.sum("G", len(pots), total.Gone))
		if err != nil {
			return err
		}
	}
	return s.Flush()
}

func (b *book) lines(lines []Line, on time.Time) error {
	name := b.texts.Render(locales.T("book.lines.label"))
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	s, err := b.sheet(name, on, len(lines), []column{
		{locales.T("book.date.label"), 14},
		{locales.T("book.from.label"), 36},
		{locales.T("book.to.label"), 36},
		{locales.T("book.amount.label"), 18},
		{locales.T("book.reference.label"), 18},
		{locales.T("book.reason.label"), 26},
	})
	if err != nil {
		return err
	}
	for _, l := range lines {
		year, month, day := l.Date.Date()
		date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		err := s.row(cell(b.day, date), cell(b.text, l.From), cell(b.text, l.To), b.euro(l.Amount), cell(b.text, l.Reference),
			cell(b.text, l.Reason))
		if err != nil {
			return err
		}
	}
	return s.Flush()
}

type column struct {
	title locales.Text
	width float64 // in characters
}

// rows is a sheet that is written row by row.
type rows struct {
	*excelize.StreamWriter
	last int
}

// sheet prepares a sheet for this many rows of data: header row that stays in sight and can be filtered, page of A4 with the date.
// All of this comes before the first row: a sheet written row by row takes it in that order only.
func (b *book) sheet(name string, on time.Time, size int, columns []column) (*rows, error) {
	yes, a4, wide, anyHeight := true, 9, 1, 0
	f, end := b.file, string(rune('A'+len(columns)-1))
	date := b.texts.Render(locales.T("chart.date.label", "date", locales.Date(on)))
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, FitToWidth: &wide, FitToHeight: &anyHeight}); err != nil {
		return nil, err
	}
	if err := f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: "&L&A&R" + date, OddFooter: "&C&P / &N"}); err != nil {
		return nil, err
	}
	if err := f.AutoFilter(name, fmt.Sprintf("A1:%s%d", end, size+1), nil); err != nil {
		return nil, err
	}
	// After AutoFilter, which forgets it.
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return nil, err
	}
	titles := excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name}
	if err := f.SetDefinedName(&titles); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	var header []any
	for _, c := range columns {
		header = append(header, cell(b.header, b.texts.Render(c.title)))
	}
	for i, c := range slices.Backward(columns) { // written out last column first, and the format wants them in order
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	s := &rows{StreamWriter: w}
	return s, s.row(header...)
}

func (r *rows) row(cells ...any) error {
	r.last++
	return r.SetRow(fmt.Sprintf("A%d", r.last), cells)
}

func cell(style int, value any) excelize.Cell { return excelize.Cell{StyleID: style, Value: value} }

// euro is an amount in euros: the nearest number to it prints as its cents.
func (b *book) euro(c store.Cents) excelize.Cell { return cell(b.money, float64(c)/100) }

// sum adds up the rows that the filter shows. Its value stands beside the formula for programs that show but do not reckon.
func (b *book) sum(column string, size int, total store.Cents) excelize.Cell {
	return excelize.Cell{
		StyleID: b.totalMoney,
		Formula: fmt.Sprintf("SUBTOTAL(9,%s2:%s%d)", column, column, size+1),
		Value:   float64(total) / 100,
	}
}
