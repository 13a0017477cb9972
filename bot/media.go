package bot

import (
	"smederij/flows"
	"smederij/store"
)

// AttachMedia keeps these photos and recordings with an answer about an idea, instead of those it had, and lets new ones be fetched.
func (c *Context) AttachMedia(i store.IdeaID, question string, media []flows.Media) error {
	var list []store.Attachment
	for _, m := range media {
		list = append(list, store.Attachment{Question: question, Kind: string(m.Kind), Platform: c.In.Platform, Ref: m.Ref})
	}
	added, err := c.Attach(i, question, list, c.Now)
	for _, id := range added {
		if err := c.AddJob(FetchFileJob, int64(id), c.Now); err != nil {
			return err
		}
	}
	return err
}
