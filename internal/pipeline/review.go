package pipeline

import (
	"context"
	"slices"

	"stemma/internal/lineage"
	"stemma/internal/news"
	"stemma/internal/store"
)

// Review stores what people decided, and solves the families of the articles concerned
// anew. It returns the reviews with their numbers, without those that the index has already,
// and what they changed.
func Review(ctx context.Context, s *store.Store, list []news.Review) ([]news.Review, []news.Turn, error) {
	have, err := s.Reviews(ctx)
	if err != nil {
		return nil, nil, err
	}
	var fresh []news.Review
	for _, r := range list {
		if !slices.ContainsFunc(append(have, fresh...), func(o news.Review) bool { return sameReview(r, o) }) {
			fresh = append(fresh, r)
		}
	}
	stored, err := s.AddReviews(ctx, fresh)
	if err != nil {
		return nil, nil, err
	}
	turns, err := resolve(ctx, s)
	return stored, turns, err
}

// Withdraw removes the review with that number, and solves the families of the articles
// concerned anew.
func Withdraw(ctx context.Context, s *store.Store, number int64) (news.Review, []news.Turn, error) {
	r, err := s.RemoveReview(ctx, number)
	if err != nil {
		return r, nil, err
	}
	turns, err := resolve(ctx, s)
	return r, turns, err
}

// sameReview reports whether two reviews are one but for their numbers.
func sameReview(r, o news.Review) bool {
	r.Number, o.Number = 0, 0
	return r.Given.Equal(o.Given) && r.Kind == o.Kind && r.Article == o.Article && r.Other == o.Other && r.Who == o.Who && r.Note == o.Note
}

// partners are the articles that people hold to be of one family with an article.
func (g ground) partners(id news.ID) []news.ID {
	var out []news.ID
	for _, r := range g.settled {
		if r.Kind != news.Confirm && r.Kind != news.Merge {
			continue
		}
		switch id {
		case r.Article:
			out = append(out, r.Other)
		case r.Other:
			out = append(out, r.Article)
		}
	}
	return out
}

// rejected reports whether people hold that neither of two articles took from the other.
func (g ground) rejected(a, b news.ID) bool {
	said := func(article, other news.ID) bool {
		return slices.ContainsFunc(g.settled, func(r news.Review) bool {
			return r.Kind == news.Reject && r.Article == article && r.Other == other
		})
	}
	return said(a, b) && said(b, a)
}

// apart reports whether somebody split one of two sets of articles off the other.
func (g ground) apart(s sets[news.ID], a, b news.ID) bool {
	a, b = s.of(a), s.of(b)
	return slices.ContainsFunc(g.splits, func(r news.Review) bool {
		if s[r.Article] == "" || s[r.Other] == "" {
			return false // of other families
		}
		x, y := s.of(r.Article), s.of(r.Other)
		return x == a && y == b || x == b && y == a
	})
}

// split reports whether somebody split an article off a family.
func (g ground) split(id news.ID) bool {
	return slices.ContainsFunc(g.splits, func(r news.Review) bool { return r.Article == id })
}

// reviewsOf are the reviews that concern articles of a case alone: those of other families
// are no business of it.
func (g ground) reviewsOf(c lineage.Case) []news.Review {
	in := map[news.ID]bool{}
	for _, h := range c.Heads {
		in[h.ID] = true
	}
	var out []news.Review
	for _, r := range g.reviews {
		_, unseen := r.Other.Unseen()
		if in[r.Article] && (r.Other == "" || unseen || in[r.Other]) {
			out = append(out, r)
		}
	}
	return out
}
