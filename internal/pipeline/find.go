package pipeline

import (
	"context"
	"errors"

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
