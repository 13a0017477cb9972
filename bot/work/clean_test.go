package work_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"smederij/bot/work"
)

// photo is a picture that is red left above and blue elsewhere, with what a camera writes about it.
func photo(t testing.TB, w, h, orientation int, secret string) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.Set(x, y, color.RGBA{B: 255, A: 255})
			if x < w/2 && y < h/2 {
				p.Set(x, y, color.RGBA{R: 255, A: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, 0x0112)
	tiff = binary.LittleEndian.AppendUint16(tiff, 3)
	tiff = binary.LittleEndian.AppendUint32(tiff, 1)
	tiff = binary.LittleEndian.AppendUint32(tiff, uint32(orientation))
	exif := append(append([]byte("Exif\x00\x00"), tiff...), secret...)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(append([]byte{0xFF, 0xD8}, segment...), exif...), out.Bytes()[2:]...)
}

func TestCleanPhoto(t *testing.T) {
	const secret = "GPS 52.72N 6.48E, Camera van Anja"
	corners := map[int]string{1: "left above", 2: "right above", 3: "right below", 4: "left below",
		5: "left above", 6: "right above", 7: "right below", 8: "left below"}
	for orientation, want := range corners {
		dirty := photo(t, 64, 32, orientation, secret)
		clean, err := work.Clean("photo", dirty)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(clean, []byte("GPS")) || bytes.Contains(clean, []byte("Exif")) {
			t.Error("what the camera wrote is still there")
		}
		p, err := jpeg.Decode(bytes.NewReader(clean))
		if err != nil {
			t.Fatal(err)
		}
		b := p.Bounds()
		if turned := orientation > 4; turned != (b.Dx() == 32 && b.Dy() == 64) {
			t.Errorf("orientation %d: it is %v large", orientation, b.Size())
		}
		got := map[bool]string{true: "left", false: "right"}[red(p, b.Dx()/4, b.Dy()/4) || red(p, b.Dx()/4, 3*b.Dy()/4)] +
			map[bool]string{true: " above", false: " below"}[red(p, b.Dx()/4, b.Dy()/4) || red(p, 3*b.Dx()/4, b.Dy()/4)]
		if got != want {
			t.Errorf("orientation %d: the corner is %s, want %s", orientation, got, want)
		}
	}
}

func red(p image.Image, x, y int) bool {
	r, _, b, _ := p.At(x, y).RGBA()
	return r > b
}

func TestCleanPhotoOfAnyKind(t *testing.T) {
	big := image.NewRGBA(image.Rect(0, 0, 4000, 2000)) // with nothing painted: on white
	var out bytes.Buffer
	if err := png.Encode(&out, big); err != nil {
		t.Fatal(err)
	}
	clean, err := work.Clean("photo", out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	p, err := jpeg.Decode(bytes.NewReader(clean))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Bounds().Size(), image.Pt(1600, 800); got != want {
		t.Errorf("it is %v large, want %v", got, want)
	}
	if r, g, b, _ := p.At(10, 10).RGBA(); r < 0xF000 || g < 0xF000 || b < 0xF000 {
		t.Error("what was transparent is not white")
	}
	for name, data := range map[string][]byte{"nothing": nil, "words": []byte("dit is geen foto"), "half a photo": photo(t, 64, 32, 1, "")[:300]} {
		if _, err := work.Clean("photo", data); err == nil {
			t.Errorf("%s is a photo", name)
		}
	}
}

func TestCleanVoice(t *testing.T) {
	plain, err := os.ReadFile("../local/silence.ogg")
	if err != nil {
		t.Fatal(err)
	}
	comments := "OpusTags\x04\x00\x00\x00test\x01\x00\x00\x00\x1c\x00\x00\x00LOCATION=Kerkstraat, Elim 12"
	first, second := page(0, 1, []byte(comments[:30]), 30), page(1, 2, []byte(comments[30:]), len(comments)-30)
	head, rest := plain[:27+1+19], plain[27+1+19+27+1+16:]
	dirty := bytes.Join([][]byte{head, first, second, rest}, nil)
	for name, data := range map[string][]byte{"as it should be": plain, "with a place in two pages": dirty} {
		clean, err := work.Clean("voice", data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if bytes.Contains(clean, []byte("Kerkstraat")) {
			t.Errorf("%s: it still tells where", name)
		}
		if !bytes.Equal(clean, plain) {
			t.Errorf("%s: it is not the recording alone: %d bytes, want %d", name, len(clean), len(plain))
		}
	}
	for name, data := range map[string][]byte{"nothing": nil, "words": []byte("geen geluid"), "half a one": plain[:100]} {
		if _, err := work.Clean("voice", data); err == nil {
			t.Errorf("%s is a recording", name)
		}
	}
}

// page is an Ogg page with one part of a packet; its checksum does not matter to who reads it here.
func page(flags byte, n uint32, body []byte, size int) []byte {
	p := append([]byte("OggS\x00"), flags)
	p = append(p, make([]byte, 8)...)
	p = append(p, "DEMS"...) // the stream of silence.ogg
	p = binary.LittleEndian.AppendUint32(p, n)
	p = append(p, 0, 0, 0, 0, 1, byte(size))
	return append(p, body...)
}

func FuzzClean(f *testing.F) {
	f.Add("photo", photo(f, 16, 16, 6, "GPS"))
	voice, err := os.ReadFile("../local/silence.ogg")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("voice", voice)
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		clean, err := work.Clean(kind, data)
		if err != nil {
			return
		}
		if _, err := work.Clean(kind, clean); err != nil {
			t.Errorf("what was cleaned cannot be cleaned again: %v", err)
		}
	})
}
