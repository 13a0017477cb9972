package budget

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"testing"
	"time"

	"smederij/locales"
	"smederij/store"
)

// odd are texts that a program could take for something else.
var odd = []string{
	"=1+1", "+31 528", "-5", "@SUM(A1)", `=HYPERLINK("https://example.org";"kijk")`, "\t=1+1", "'=1", "12", "1,5", "24-11-2026", "TRUE", "#N/A",
	"<b> & \"co\"", "één\ntwee", "  ruim  ", "🎉", "",
}

func books() ([]YearPot, []Line) {
	var pots []YearPot
	for i, p := range village() {
		pots = append(pots, YearPot{Year: 2026 - i%2, Pot: p, Gone: store.Cents(i) * 12_50})
	}
	pots[3].Name = "=Krakeel"
	var lines []Line
	for i, text := range odd {
		day := tuesday.AddDate(0, 0, i)
		lines = append(lines, Line{day, text, "pot " + text, store.Cents(i*i*12_345 + i), text, text})
	}
	lines[0].Amount = 1_000_000_000
	return pots, lines
}

func write(t testing.TB, pots []YearPot, lines []Line) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Workbook(&b, locales.Dutch(), pots, lines, tuesday); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// xlsx is what these tests read of a sheet: ECMA-376, part 1, section 18.3.
type xlsx struct {
	Props struct {
		Page struct {
			Fit bool `xml:"fitToPage,attr"`
		} `xml:"pageSetUpPr"`
	} `xml:"sheetPr"`
	Pane struct {
		Rows  int    `xml:"ySplit,attr"`
		State string `xml:"state,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Columns []struct {
		First int     `xml:"min,attr"`
		Width float64 `xml:"width,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		Cells []struct {
			Ref     string  `xml:"r,attr"`
			Type    string  `xml:"t,attr"`
			Style   int     `xml:"s,attr"`
			Value   string  `xml:"v"`
			Text    string  `xml:"is>t"`
			Formula *string `xml:"f"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
	Filter struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Page struct {
		Paper  int `xml:"paperSize,attr"`
		Width  int `xml:"fitToWidth,attr"`
		Height int `xml:"fitToHeight,attr"`
	} `xml:"pageSetup"`
	Header string `xml:"headerFooter>oddHeader"`
}

func unzip(t *testing.T, book []byte, name string, into any) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := xml.NewDecoder(f).Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func TestWorkbookStructure(t *testing.T) {
	pots, lines := books()
	book := write(t, pots, lines)
	var sheets [2]xlsx
	for i := range sheets {
		s := &sheets[i]
		unzip(t, book, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), s)
		if s.Pane.Rows != 1 || s.Pane.State != "frozen" {
			t.Errorf("sheet %d: the header does not stay in sight: %+v", i, s.Pane)
		}
		if !s.Props.Page.Fit || s.Page.Paper != 9 || s.Page.Width != 1 || s.Page.Height != 0 {
			t.Errorf("sheet %d: not one A4 wide: %+v %+v", i, s.Props, s.Page)
		}
		if want := "&L&A&RStand op dinsdag 24 november 2026"; s.Header != want {
			t.Errorf("sheet %d: the page is headed %q, want %q", i, s.Header, want)
		}
		for c, column := range s.Columns {
			if column.First != c+1 || column.Width < 8 {
				t.Errorf("sheet %d: column %d is %+v", i, c, column)
			}
		}
		if want := []int{7, 6}[i]; len(s.Columns) != want {
			t.Errorf("sheet %d: %d columns", i, len(s.Columns))
		}
	}
	if got, want := sheets[0].Filter.Ref, "$A$1:$G$25"; got != want { // the total stays below, however it is sorted
		t.Errorf("the filter of the pots is %s, want %s", got, want)
	}
	if got, want := sheets[1].Filter.Ref, fmt.Sprintf("$A$1:$F$%d", len(lines)+1); got != want {
		t.Errorf("the filter of the lines is %s, want %s", got, want)
	}
}

// A cell is a number with the form of its column, or text; a formula stands only where the totals are.
func TestWorkbookCells(t *testing.T) {
	pots, lines := books()
	book := write(t, pots, lines)
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	unzip(t, book, "xl/styles.xml", &styles)
	form := func(style int) string {
		for _, f := range styles.Formats {
			if f.ID == styles.Cells[style].Format {
				return f.Code
			}
		}
		return strconv.Itoa(styles.Cells[style].Format)
	}
	const asText, whole, day, euro = "49", "1", "dd-mm-yyyy", "[$€-413] #,##0.00;[$€-413] -#,##0.00"
	for i, want := range [][]string{{whole, asText, euro, euro, euro, euro, euro}, {day, asText, asText, euro, asText, asText}} {
		var s xlsx
		unzip(t, book, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), &s)
		data := s.Rows[1:]
		if i == 0 {
			data = data[:len(pots)]
		}
		for _, row := range data {
			for c, cell := range row.Cells {
				isText := cell.Type == "inlineStr"
				if form(cell.Style) != want[c] || isText != (want[c] == asText) || cell.Formula != nil {
					t.Errorf("sheet %d, %s: %+v has the form %s, want %s", i, cell.Ref, cell, form(cell.Style), want[c])
				}
			}
		}
	}
}

func TestWorkbookRefuses(t *testing.T) {
	pots := []YearPot{{Year: 2026, Pot: krakeel}, {Year: 2026, Pot: Pot{Name: "Elim", Given: 1}}}
	if err := Workbook(io.Discard, locales.Dutch(), pots, nil, tuesday); !errors.Is(err, errUneven) {
		t.Errorf("got %v, want %v", err, errUneven)
	}
	full := errors.New("the disk is full")
	if err := Workbook(failing{full}, locales.Dutch(), nil, nil, tuesday); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// The day of a line is the one in Amsterdam, also when it is another day in Greenwich.
func TestWorkbookDays(t *testing.T) {
	summer := time.FixedZone("", 2*60*60)
	for _, clock := range []time.Time{
		time.Date(2026, 7, 1, 0, 30, 0, 0, summer), time.Date(2026, 7, 1, 23, 59, 59, 0, summer), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC),
	} {
		var s xlsx
		unzip(t, write(t, nil, []Line{{Date: clock}}), "xl/worksheets/sheet2.xml", &s)
		if got, want := s.Rows[1].Cells[0].Value, "46204"; got != want {
			t.Errorf("%v: day %s, want %s", clock, got, want)
		}
	}
}

func BenchmarkWorkbook(b *testing.B) {
	var pots []YearPot
	for _, p := range village() {
		pots = append(pots, YearPot{Year: 2026, Pot: p})
	}
	lines := slices.Repeat([]Line{{tuesday, "KRA 2026 pot", "KRA-2026-014 vastgehouden", 125_050, "KRA-2026-014", "grant"}}, 10_000)
	for b.Loop() {
		if len(write(b, pots, lines)) < 10_000 {
			b.Fatal("nothing was written")
		}
	}
	b.ReportMetric(float64(len(lines)*b.N)/b.Elapsed().Seconds(), "lines/s")
}
