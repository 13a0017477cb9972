package budget

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The colours of a picture are places in its palette. From paper to ink they run through the greys of which the soft edges of
// letters are made; above ink stand those of the bars, told apart by colour-blind people too.
const (
	paper uint8 = iota
	ink   uint8 = iota + 250
	grey
	blue
	orange
	green
)

var palette = newPalette()

func newPalette() color.Palette {
	const darkest = 0x1a
	p := make(color.Palette, int(green)+1)
	for i := range int(ink) + 1 {
		v := uint8(0xff - (0xff-darkest)*i/int(ink))
		p[i] = color.RGBA{v, v, v, 0xff}
	}
	p[grey] = color.RGBA{0x59, 0x59, 0x59, 0xff}
	p[blue] = color.RGBA{0x00, 0x52, 0x8c, 0xff}
	p[orange] = color.RGBA{0xb8, 0x58, 0x00, 0xff}
	p[green] = color.RGBA{0x00, 0x7a, 0x56, 0xff}
	return p
}

// fill is how a bar is filled: a colour and, because not everyone sees colours, a pattern.
type fill struct {
	colour  uint8
	covered func(x, y int) bool // nil: everywhere
}

func stripes(x, y int) bool { return (x+y)%16 < 8 }

func dots(x, y int) bool {
	const step, radius = 16, 5
	if y/step%2 == 1 {
		x += step / 2
	}
	dx, dy := x%step-step/2, y%step-step/2
	return dx*dx+dy*dy <= radius*radius
}

// canvas is a picture in few colours, which makes it small and quick to write.
type canvas struct {
	picture *image.Paletted
	letters *image.Alpha // the same pixels: how much ink lies on the paper is the place in the palette
}

func newCanvas(width, height int) canvas {
	p := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	return canvas{p, &image.Alpha{Pix: p.Pix, Stride: p.Stride, Rect: p.Rect}}
}

// write puts a line of text on the paper; at is the left end of its baseline.
func (c canvas) write(face font.Face, at image.Point, text string) {
	d := font.Drawer{Dst: c.letters, Src: image.NewUniform(color.Alpha{ink}), Face: face, Dot: fixed.P(at.X, at.Y)}
	d.DrawString(text)
}

// writeRight puts a line of text on the paper that ends at this point.
func (c canvas) writeRight(face font.Face, at image.Point, text string) {
	c.write(face, at.Sub(image.Pt(width(face, text), 0)), text)
}

// frame draws a line along the inside of r.
func (c canvas) frame(r image.Rectangle, colour uint8) {
	const line = 3
	in := r.Inset(line)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if y >= in.Min.Y && y < in.Max.Y && x == in.Min.X && x < in.Max.X {
				x = in.Max.X // over what is inside
			}
			c.picture.SetColorIndex(x, y, colour)
		}
	}
}

// bar fills r and draws a line around it in the same colour, so that it has an end where its pattern has none.
func (c canvas) bar(r image.Rectangle, f fill) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if f.covered == nil || f.covered(x-r.Min.X, y-r.Min.Y) {
				c.picture.SetColorIndex(x, y, f.colour)
			}
		}
	}
	c.frame(r, f.colour)
}

func (c canvas) png() ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed} // takes half the time, for a few kilobytes more
	if err := e.Encode(&b, c.picture); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return b.Bytes(), nil
}

// Liberation Sans, because the zeros of the Go fonts have a stroke through them: not everyone reads those as zeros.
var (
	regular = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(liberationsansregular.TTF) })
	bold    = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(liberationsansbold.TTF) })
)

// newFace is a font in a size in pixels. A face belongs to one drawing: it keeps what it drew last.
func newFace(parse func() (*opentype.Font, error), size float64) (font.Face, error) {
	f, err := parse()
	if err != nil {
		return nil, fmt.Errorf("read a font: %w", err)
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
}

func width(face font.Face, text string) int { return font.MeasureString(face, text).Ceil() }

// cut is the text, or as much of it as fits, with … for the rest.
func cut(face font.Face, text string, room int) string {
	if width(face, text) <= room {
		return text
	}
	for rs := []rune(text); len(rs) > 0; {
		rs = rs[:len(rs)-1]
		if short := strings.TrimSpace(string(rs)) + "…"; width(face, short) <= room {
			return short
		}
	}
	return ""
}

// wrap is the text in at most two lines; what does not fit in them is cut.
func wrap(face font.Face, text string, room int) []string {
	first, rest := "", strings.Fields(text)
	for len(rest) > 0 {
		longer := strings.TrimSpace(first + " " + rest[0])
		if width(face, longer) > room {
			break
		}
		first, rest = longer, rest[1:]
	}
	switch {
	case len(rest) == 0:
		return []string{first}
	case first == "": // one word wider than the line
		return []string{cut(face, text, room)}
	}
	return []string{first, cut(face, strings.Join(rest, " "), room)}
}
