package pipeline

import (
	"context"
	"errors"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/outlet"
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
	mask := m.of[outlet.Key(a.Outlet, a.Domain)]
	return match.NewText(a.ID, a.Text).Mask(func(hash uint64) bool { return mask[hash] }).Hidden(), nil
}
