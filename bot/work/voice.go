package work

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// A recording is Opus in Ogg (RFC 7845): pages (RFC 3533) of which the second packet holds free comments: title, place, device. They
// are replaced by none.

const (
	pageHead   = 27 // bytes of a page before its segment table
	flagMore   = 1  // the page begins in the middle of a packet
	maxPages   = 1 << 16
	atSequence = 18
	atChecksum = 22
	atSegments = 26
)

var errNoVoice = errors.New("open recording: not Opus in Ogg")

// noComments is an OpusTags packet that says nothing.
var noComments = []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")

// cleanVoice gives a recording without its comments.
func cleanVoice(data []byte) ([]byte, error) {
	pages, err := oggPages(data)
	if err != nil {
		return nil, err
	}
	if len(pages) < 3 || !bytes.HasPrefix(pages[0].body(), []byte("OpusHead")) || !bytes.HasPrefix(pages[1].body(), []byte("OpusTags")) {
		return nil, errNoVoice
	}
	rest := pages[2:] // the comments end with a page (RFC 7845, section 3)
	for len(rest) > 0 && rest[0][5]&flagMore != 0 {
		rest = rest[1:]
	}
	tags := bytes.Clone(pages[1][:pageHead])
	tags[atSegments] = 1
	tags = append(append(tags, byte(len(noComments))), noComments...)
	var out bytes.Buffer
	for i, p := range append([]oggPage{pages[0], tags}, rest...) {
		out.Write(p.numbered(uint32(i)))
	}
	return out.Bytes(), nil
}

type oggPage []byte

func oggPages(data []byte) (pages []oggPage, err error) {
	for len(data) > 0 {
		if len(data) < pageHead || !bytes.HasPrefix(data, []byte("OggS")) || len(pages) == maxPages {
			return nil, errNoVoice
		}
		segments := int(data[atSegments])
		if len(data) < pageHead+segments {
			return nil, fmt.Errorf("%w: it ends too early", errNoVoice)
		}
		size := pageHead + segments
		for _, s := range data[pageHead : pageHead+segments] {
			size += int(s)
		}
		if len(data) < size {
			return nil, fmt.Errorf("%w: it ends too early", errNoVoice)
		}
		pages, data = append(pages, data[:size]), data[size:]
	}
	return pages, nil
}

func (p oggPage) body() []byte { return p[pageHead+int(p[atSegments]):] }

// numbered is the page at its place in the stream, with the checksum that belongs to it.
func (p oggPage) numbered(n uint32) oggPage {
	p = bytes.Clone(p)
	binary.LittleEndian.PutUint32(p[atSequence:], n)
	binary.LittleEndian.PutUint32(p[atChecksum:], 0)
	binary.LittleEndian.PutUint32(p[atChecksum:], oggChecksum(p))
	return p
}

// oggChecksum is the CRC of RFC 3533: polynomial 0x04C11DB7, from the high bit, starting at 0, which hash/crc32 does not know.
func oggChecksum(p []byte) (crc uint32) {
	for _, b := range p {
		crc ^= uint32(b) << 24
		for range 8 {
			high := crc >> 31
			crc = crc<<1 ^ high*0x04C11DB7
		}
	}
	return crc
}
