package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// sealer keeps platform ids, names and messages unreadable in the file (PRIVACY P05): AES-256-GCM to keep them, HMAC-SHA256 to find them.
// Both keys are derived from the one key of the installation (HKDF, RFC 5869).
type sealer struct {
	aead cipher.AEAD
	find []byte
}

// KeySize is the length of the installation's key in bytes.
const KeySize = 32

func newSealer(key []byte) (*sealer, error) {
	if len(key) != KeySize {
		return nil, &Error{Code: BadKey, Detail: fmt.Sprintf("%d bytes, %d needed", len(key), KeySize)}
	}
	sealKey, err := hkdf.Key(sha256.New, key, nil, "smederij seal", KeySize)
	if err != nil {
		return nil, err
	}
	find, err := hkdf.Key(sha256.New, key, nil, "smederij find", KeySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealKey)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &sealer{aead: aead, find: find}, nil
}

// seal keeps text for one column: what was sealed for another column does not open here.
func (s *sealer) seal(column string, plain []byte) []byte {
	return s.aead.Seal(nil, nil, plain, []byte(column))
}

func (s *sealer) open(column string, sealed []byte) ([]byte, error) {
	plain, err := s.aead.Open(nil, nil, sealed, []byte(column))
	if err != nil {
		return nil, fmt.Errorf("open sealed %s: %w", column, err)
	}
	return plain, nil
}

// hash is how a sealed value is found again. Parts are kept apart, so that ("a", "bc") is not ("ab", "c").
func (s *sealer) hash(column string, parts ...string) []byte {
	mac := hmac.New(sha256.New, s.find)
	for _, p := range append([]string{column}, parts...) {
		fmt.Fprintf(mac, "%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}

func sealJSON(s *sealer, column string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return s.seal(column, plain), nil
}

func openJSON[T any](s *sealer, column string, sealed []byte) (v T, err error) {
	plain, err := s.open(column, sealed)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(plain, &v)
}

const keyWord = "de sleutel past"

func (tx *Tx) writeKey() error {
	_, err := tx.exec("INSERT INTO house (id, sealed_check, touched_at) VALUES (1, ?, 0)", tx.db.sealer.seal("check", []byte(keyWord)))
	return err
}

// checkKey tells a wrong key before anything is written with it; [ErrNotFound] means a new file.
func (tx *Tx) checkKey() error {
	sealed, err := one(tx, func(r row) (b []byte, err error) { return b, r.Scan(&b) }, "SELECT sealed_check FROM house")
	if err != nil {
		return err
	}
	if _, err := tx.db.sealer.open("check", sealed); err != nil {
		return &Error{Code: WrongKey}
	}
	return nil
}
