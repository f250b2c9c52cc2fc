package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

// What a report says of how the index was made.
const (
	Scheme  = shingle.Scheme
	Weights = "default weights" // of lineage: set by reasoning and simulation, calibrated on no corpus
)

// Digests are the SHA-256 of the texts of an index, in hexadecimal.
type Digests struct {
	Corpus string // of a line for each article, sorted: ID, space, its text's SHA-256, line feed
	Texts  map[news.ID]string
}

// Digest hashes every text of the index.
func Digest(ctx context.Context, s *store.Store) (Digests, error) {
	d := Digests{Texts: map[news.ID]string{}}
	corpus := sha256.New()
	for t, err := range s.AllTexts(ctx) {
		if err != nil {
			return d, err
		}
		d.Texts[t.ID] = DigestOf(t.Text)
		fmt.Fprintf(corpus, "%s %s\n", t.ID, d.Texts[t.ID])
	}
	d.Corpus = hex.EncodeToString(corpus.Sum(nil))
	return d, nil
}

// DigestOf is the SHA-256 of a text in hexadecimal.
func DigestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// PublishedBy says of an article whether the outlet that a user names published it: by
// the name it shows, by another name or by a domain of it.
func PublishedBy(name string) func(news.Head) bool {
	name = strings.TrimSpace(name)
	key := outlet.Key(name, "")
	return func(h news.Head) bool {
		return strings.EqualFold(h.Outlet, name) || outlet.Key(h.Outlet, h.Domain) == key || h.Domain != "" && h.Domain == key
	}
}
