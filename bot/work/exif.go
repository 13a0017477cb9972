package work

import (
	"bytes"
	"encoding/binary"
)

// orientation is how a camera was held, from the EXIF part of a JPEG: 1 to 8, and 1 when it does not say. It is all that is read of
// what cameras write.
func orientation(data []byte) int {
	const soi, app1, sos = 0xD8, 0xE1, 0xDA
	if len(data) < 4 || data[0] != 0xFF || data[1] != soi {
		return 1
	}
	for data = data[2:]; len(data) >= 4 && data[0] == 0xFF && data[1] != sos; {
		size := int(binary.BigEndian.Uint16(data[2:]))
		if size < 2 || size+2 > len(data) {
			return 1
		}
		if body, ok := bytes.CutPrefix(data[4:size+2], []byte("Exif\x00\x00")); ok && data[1] == app1 {
			return tiffOrientation(body)
		}
		data = data[size+2:]
	}
	return 1
}

// tiffOrientation reads tag 0x0112 of the first directory. TIFF 6.0, section 2.
func tiffOrientation(tiff []byte) int {
	const tag, short, entry = 0x0112, 3, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entry {
			return 1
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
		entries = entries[entry:]
	}
	return 1
}
