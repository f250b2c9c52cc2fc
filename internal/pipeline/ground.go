package pipeline

import (
	"context"
	"io"
	"slices"

	"stemma/internal/lineage"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/store"
)

// A ground is what families are solved on besides their articles and matches: what people
// declared and decided.
type ground struct {
	outlets *outlet.Book
	reviews []news.Review           // whose articles are in the index
	settled []news.Review           // those that nobody disputes
	splits  []news.Review           // those of them that split a family
	kin     map[news.Key][]news.Key // by article that somebody reviewed: those that people hold to be of one family with it
}

func loadGround(ctx context.Context, s *store.Store) (ground, error) {
	outlets, err := Outlets(ctx, s)
	if err != nil {
		return ground{}, err
	}
	reviews, err := s.Live(ctx)
	g := ground{outlets: outlets, reviews: reviews, settled: lineage.Settled(reviews)}
	for _, r := range g.settled {
		if r.Kind == news.Split {
			g.splits = append(g.splits, r)
		}
	}
	if err != nil || len(reviews) == 0 {
		return g, err
	}
	g.kin, err = g.findKin(ctx, s)
	return g, err
}

// findKin looks up what people said by the keys of the articles.
func (g ground) findKin(ctx context.Context, s *store.Store) (map[news.Key][]news.Key, error) {
	ids := map[news.ID]bool{}
	for _, r := range g.reviews {
		for _, id := range []news.ID{r.Article, r.Other} {
			if _, unseen := id.Unseen(); id != "" && !unseen {
				ids[id] = true
			}
		}
	}
	list := sorted(ids)
	keys, err := s.Keys(ctx, list)
	if err != nil {
		return nil, err
	}
	keyOf, kin := map[news.ID]news.Key{}, map[news.Key][]news.Key{}
	for i, id := range list {
		keyOf[id] = keys[i]
	}
	for i, id := range list {
		kin[keys[i]] = nil
		for _, other := range g.partners(id) {
			if key, ok := keyOf[other]; ok {
				kin[keys[i]] = append(kin[keys[i]], key)
			}
		}
	}
	return kin, nil
}

// Outlets is the table of outlets with what was declared for an index.
func Outlets(ctx context.Context, s *store.Store) (*outlet.Book, error) {
	list, err := s.Relations(ctx)
	return outlet.NewBook(list), err
}

// ReadRelations reads a file of outlets, or the trust.txt of a domain: see package outlet.
func ReadRelations(r io.Reader, name, domain string) ([]news.Relation, error) {
	return outlet.ReadRelations(r, name, domain)
}

// Declare puts relations in place of those that an index has, and solves every family anew
// when they differ. It returns what that changed.
func Declare(ctx context.Context, s *store.Store, list []news.Relation) ([]news.Turn, error) {
	old, err := s.Relations(ctx)
	if err != nil || slices.Equal(old, list) {
		return nil, err
	}
	if err := s.SetRelations(ctx, list); err != nil {
		return nil, err
	}
	return resolve(ctx, s)
}

// resolve solves the families of articles of which something else than the text has changed.
func resolve(ctx context.Context, s *store.Store) ([]news.Turn, error) {
	masks, err := loadMasks(ctx, s)
	if err != nil {
		return nil, err
	}
	_, turns, err := masks.settle(ctx, s)
	return turns, err
}

// of adds the ground to a case.
func (g ground) of(c lineage.Case) lineage.Case {
	c.Outlets, c.Reviews = g.outlets, g.reviewsOf(c)
	return c
}
