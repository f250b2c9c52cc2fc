package pipeline

import (
	"context"
	"errors"
	"slices"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

// Find returns the articles that a user's name for one can mean: an ID or the beginning
// of one, the input's own id, a place, or an address in whatever form. None is
// store.ErrNotFound.
func Find(ctx context.Context, s *store.Store, name string) ([]news.Head, error) {
	heads, err := s.Find(ctx, name)
	if !errors.Is(err, store.ErrNotFound) || name == "" {
		return heads, err
	}
	return s.Find(ctx, outlet.NormalURL(name))
}

// Masked returns the spans of an article's text that are its outlet's template: no
// matching looks at them.
func Masked(ctx context.Context, s *store.Store, a news.Article) ([]news.Span, error) {
	m, err := loadMasks(ctx, s)
	if err != nil {
		return nil, err
	}
	key := outlet.Key(a.Outlet, a.Domain)
	return match.NewText(a.ID, a.Text).Mask(func(hash uint64) bool { return m.hides(key, hash) }).Hidden(), nil
}

// Titled returns the articles whose titles have all of some words, sorted by ID. Case and
// marks do not matter.
func Titled(ctx context.Context, s *store.Store, words string) ([]news.ID, error) {
	var wanted []uint64
	for _, w := range shingle.Words(words) {
		wanted = append(wanted, w.Hash)
	}
	var found []news.ID
	for h, err := range s.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		title := map[uint64]bool{}
		for _, w := range shingle.Words(h.Title) {
			title[w.Hash] = true
		}
		if len(wanted) > 0 && !slices.ContainsFunc(wanted, func(hash uint64) bool { return !title[hash] }) {
			found = append(found, h.ID)
		}
	}
	return found, nil
}
