package work

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/gif" // what people send as a picture
	"image/jpeg"
	_ "image/png"

	scaling "golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	maxPixels = 50_000_000 // of a picture that is opened: 200 MB
	maxSide   = 1600       // of the picture that is kept
	quality   = 85
)

// Clean is a photo or recording without what its maker did not mean to tell: where, when and with which device it was made.
func Clean(kind string, data []byte) ([]byte, error) {
	if kind == "voice" {
		return cleanVoice(data)
	}
	return cleanPhoto(data)
}

// cleanPhoto paints the picture anew, so that nothing but the picture is left, upright and no larger than a screen needs.
func cleanPhoto(data []byte) ([]byte, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("open photo: %w", err)
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height {
		return nil, errors.New("open photo: too many pixels")
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("open photo: %w", err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(shrink(picture), orientation(data)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("keep photo: %w", err)
	}
	return out.Bytes(), nil
}

// shrink paints a picture on white, because JPEG has no transparency, as large as is kept.
func shrink(picture image.Image) *image.RGBA {
	from := picture.Bounds()
	w, h := from.Dx(), from.Dy()
	if longest := max(w, h); longest > maxSide {
		w, h = max(1, w*maxSide/longest), max(1, h*maxSide/longest)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	scaling.ApproxBiLinear.Scale(to, to.Bounds(), picture, from, draw.Over, nil)
	return to
}

// upright turns a picture as its EXIF orientation (1 to 8) asks for.
func upright(p *image.RGBA, orientation int) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	var from func(x, y int) (int, int) // the pixel that comes to stand at x, y
	switch orientation {
	case 2:
		from = func(x, y int) (int, int) { return w - 1 - x, y }
	case 3:
		from = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 4:
		from = func(x, y int) (int, int) { return x, h - 1 - y }
	case 5:
		from = func(x, y int) (int, int) { return y, x }
	case 6:
		from = func(x, y int) (int, int) { return y, h - 1 - x }
	case 7:
		from = func(x, y int) (int, int) { return w - 1 - y, h - 1 - x }
	case 8:
		from = func(x, y int) (int, int) { return w - 1 - y, x }
	default:
		return p
	}
	size := image.Rect(0, 0, w, h)
	if orientation > 4 {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			turned.SetRGBA(x, y, p.RGBAAt(from(x, y)))
		}
	}
	return turned
}
