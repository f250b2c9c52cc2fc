package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"stemma/internal/news"
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
	Corpus string // of the others, sorted, a line each
	Texts  map[news.ID]string
}

// Digest hashes every text of the index.
func Digest(ctx context.Context, s *store.Store) (Digests, error) {
	d := Digests{Texts: map[news.ID]string{}}
	for t, err := range s.AllTexts(ctx) {
		if err != nil {
			return d, err
		}
		d.Texts[t.ID] = DigestOf(t.Text)
	}
	lines := slices.Sorted(maps.Values(d.Texts))
	d.Corpus = DigestOf(strings.Join(append(lines, ""), "\n"))
	return d, nil
}

// DigestOf is the SHA-256 of a text in hexadecimal.
func DigestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// PublishedBy says of an article whether the outlet that a user names published it: by
// the name it shows, by another name or by a domain of it.
func PublishedBy(ctx context.Context, s *store.Store, name string) (func(news.Head) bool, error) {
	n, err := newNamer(ctx, s)
	if err != nil {
		return nil, err
	}
	name = strings.TrimSpace(name)
	key := n.key(name, "")
	return func(h news.Head) bool { return strings.EqualFold(h.Outlet, name) || n.key(h.Outlet, h.Domain) == key }, nil
}
