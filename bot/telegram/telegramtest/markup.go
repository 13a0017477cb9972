package telegramtest

import (
	"net/url"
	"slices"
)

const (
	maxData    = 64 // bytes
	maxRow     = 8
	maxButtons = 100
)

// keyboard reads the buttons of a message, nil for none.
func (c *call) keyboard(mayBeOther bool) (*keyboard, *failure) {
	if !c.has("reply_markup") {
		return nil, nil
	}
	var markup struct {
		Inline   *[][]button `json:"inline_keyboard"`
		Remove   bool        `json:"remove_keyboard"`
		Force    bool        `json:"force_reply"`
		Holder   string      `json:"input_field_placeholder"`
		Selected bool        `json:"selective"`
	}
	if err := decode(c.text["reply_markup"], &markup); err != nil {
		return nil, bad("can't parse reply keyboard markup JSON object: %v", err)
	}
	if markup.Inline == nil {
		if mayBeOther && markup.Remove != markup.Force {
			return nil, nil
		}
		return nil, bad("object expected as reply markup")
	}
	if markup.Remove || markup.Force || markup.Holder != "" || markup.Selected {
		return nil, strict("reply markup of two kinds")
	}
	return checkButtons(*markup.Inline)
}

func checkButtons(rows [][]button) (*keyboard, *failure) {
	if len(rows) == 0 {
		return nil, nil
	}
	n := 0
	for _, row := range rows {
		if len(row) == 0 {
			return nil, strict("an empty row of buttons")
		}
		if len(row) > maxRow {
			return nil, strict("%d buttons in a row, %d is the most", len(row), maxRow)
		}
		n += len(row)
		for _, b := range row {
			if failed := b.check(); failed != nil {
				return nil, failed
			}
		}
	}
	if n > maxButtons {
		return nil, bad("reply markup is too long")
	}
	return &keyboard{rows}, nil
}

func (b button) check() *failure {
	switch {
	case b.Text == "":
		return bad("can't parse inline keyboard button: Field \"text\" must be of type String")
	case b.Data != nil && b.URL != "":
		return strict("button %q has data and a URL", b.Text)
	case b.Data == nil && b.URL == "":
		return bad("Text buttons are unallowed in the inline keyboard")
	case b.Data != nil && (*b.Data == "" || len(*b.Data) > maxData):
		return bad("BUTTON_DATA_INVALID")
	case !slices.Contains([]string{"", "danger", "success", "primary"}, b.Style):
		return strict("button style %q", b.Style)
	case b.URL == "":
		return nil
	}
	u, err := url.Parse(b.URL)
	if err != nil || !slices.Contains([]string{"http", "https", "tg"}, u.Scheme) || u.Host == "" {
		return bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	}
	return checkDeepLink(b.URL)
}

func (k *keyboard) equal(other *keyboard) bool {
	if k == nil || other == nil {
		return k == other
	}
	return slices.EqualFunc(k.Rows, other.Rows, func(a, b []button) bool { return slices.EqualFunc(a, b, sameButton) })
}

func sameButton(a, b button) bool {
	return a.Text == b.Text && a.URL == b.URL && a.Style == b.Style && (a.Data == nil) == (b.Data == nil) && (a.Data == nil || *a.Data == *b.Data)
}
