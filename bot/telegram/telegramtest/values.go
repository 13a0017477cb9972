package telegramtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// values are the parameters of a request, as text, and the files that came with it.
type values struct {
	text   map[string]string
	upload map[string]upload
}

type upload struct {
	name string
	data []byte
}

const (
	maxUpload = 50 << 20
	maxPhoto  = 10 << 20
	maxBody   = maxUpload + 1<<20
)

var tooLarge = &failure{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}

// readValues takes parameters from wherever Telegram allows them: the address, a form, multipart or JSON.
func readValues(r *http.Request) (*values, *failure) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, &failure{Code: http.StatusMethodNotAllowed, Description: "Method Not Allowed"}
	}
	v := &values{text: make(map[string]string), upload: make(map[string]upload)}
	if failed := v.form(r.URL.RawQuery); failed != nil {
		return nil, failed
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return nil, strict("unreadable Content-Type")
	}
	if kind == "multipart/form-data" {
		return v, v.parts(multipart.NewReader(http.MaxBytesReader(nil, r.Body, maxBody), params["boundary"]))
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	switch {
	case err != nil:
		return nil, broken(err)
	case len(body) == 0:
		return v, nil
	case kind == "application/x-www-form-urlencoded":
		return v, v.form(string(body))
	case kind == "application/json":
		return v, v.object(body)
	}
	return nil, strict("a body of type %q", kind)
}

func broken(err error) *failure {
	if large := new(http.MaxBytesError); errors.As(err, &large) {
		return tooLarge
	}
	return strict("unreadable body: %v", err)
}

func (v *values) put(name, value string) *failure {
	if _, twice := v.text[name]; twice {
		return strict("parameter %q stands there twice", name)
	}
	if !utf8.ValidString(value) {
		return bad("strings must be encoded in UTF-8")
	}
	v.text[name] = value
	return nil
}

func (v *values) form(encoded string) *failure {
	form, err := url.ParseQuery(encoded)
	if err != nil {
		return strict("unreadable form: %v", err)
	}
	for name, all := range form {
		for _, value := range all {
			if failed := v.put(name, value); failed != nil {
				return failed
			}
		}
	}
	return nil
}

func (v *values) object(body []byte) *failure {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return bad("can't parse request JSON object")
	}
	for name, raw := range fields {
		value := string(raw)
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &value); err != nil {
				return bad("can't parse request JSON object")
			}
		}
		if failed := v.put(name, value); failed != nil {
			return failed
		}
	}
	return nil
}

func (v *values) parts(r *multipart.Reader) *failure {
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return broken(err)
		}
		if part.FileName() == "" {
			if failed := v.put(part.FormName(), string(data)); failed != nil {
				return failed
			}
			continue
		}
		if len(data) > maxUpload {
			return tooLarge
		}
		v.upload[part.FormName()] = upload{part.FileName(), data}
	}
}

func (v *values) has(name string) bool { _, ok := v.text[name]; return ok }

// number is a parameter that was found to be a whole number, or 0.
func (v *values) number(name string) int64 {
	n, _ := strconv.ParseInt(v.text[name], 10, 64)
	return n
}

func (v *values) truth(name string) bool { return v.text[name] == "true" }

// decode reads JSON that holds nothing but the fields of to.
func decode(raw string, to any) error {
	d := json.NewDecoder(strings.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more follows the value")
	}
	return nil
}

var chatName = regexp.MustCompile(`^@[A-Za-z][A-Za-z0-9_]{3,31}$`)

// fits tells whether a value is of a kind.
func fits(kind, value string) bool {
	switch kind {
	case "int":
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case "bool":
		return value == "true" || value == "false"
	case "chat":
		return fits("int", value) || chatName.MatchString(value)
	case "object":
		return json.Valid([]byte(value)) && bytes.HasPrefix(bytes.TrimSpace([]byte(value)), []byte("{"))
	case "array":
		return json.Valid([]byte(value)) && bytes.HasPrefix(bytes.TrimSpace([]byte(value)), []byte("["))
	}
	return true // string, file
}
