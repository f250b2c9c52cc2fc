package extract

import (
	"crypto/sha256"
	"encoding/hex"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// identity is the article's ID: made from its own address, else from its outlet and the
// input's own id for it, else from the place it was read at. A canonical address on
// another site is not its own: a copy that points to its source is never folded into it.
func identity(h news.Head) news.ID {
	key := "place " + h.Place
	switch {
	case h.URL != "":
		key = "url " + outlet.NormalURL(h.URL)
	case h.Own != "":
		key = "own " + outlet.Key(h.Outlet, h.Domain) + " " + h.Own
	}
	sum := sha256.Sum256([]byte(key))
	return news.ID(hex.EncodeToString(sum[:8]))
}
