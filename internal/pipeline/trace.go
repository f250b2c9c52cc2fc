package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"stemma/internal/extract"
	"stemma/internal/ingest"
	"stemma/internal/lineage"
	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

// ErrTooShort is wrapped when a text has too few words to be traced.
var ErrTooShort = errors.New("too short to trace")

const traced = news.ID("text") // the ID of a traced text while it is looked at: no article has it

// Trace says which articles of the index a text has its words from. It adds nothing to
// the index. An article traced against an index that holds it is not its own source.
func Trace(ctx context.Context, s *store.Store, a news.Article) (news.Trace, error) {
	t := news.Trace{Text: a}
	text := match.NewText(traced, a.Text)
	if n := shingle.Count(text.Words); n < shingle.Guarantee {
		return t, fmt.Errorf("trace %d words: %w: it takes %d", n, ErrTooShort, shingle.Guarantee)
	}
	c, err := candidates(ctx, s, a, text)
	if err != nil || len(c.Matches) == 0 {
		return t, err
	}
	for _, l := range lineage.Rank(c, traced) {
		h, _ := news.Family{Members: c.Heads}.Member(l.Source)
		t.Sources = append(t.Sources, news.Found{Head: h, Match: l.Match, Share: l.Match.ShareB(),
			Quoted: quotedInSource(l.Match), Confidence: l.Confidence, Evidence: l.Evidence})
	}
	return t, place(ctx, s, &t)
}

// candidates is the text with every article it shares a passage with, as a case.
func candidates(ctx context.Context, s *store.Store, a news.Article, text match.Text) (lineage.Case, error) {
	var c lineage.Case
	total, err := s.Size(ctx)
	if err != nil {
		return c, err
	}
	query := match.Query{Words: len(text.Words), Prints: text.Prints}
	lists, err := match.Candidates(ctx, s, total, []match.Query{query})
	if err != nil {
		return c, err
	}
	var keys []news.Key
	for _, found := range lists[0] {
		keys = append(keys, found.Key)
	}
	slices.Sort(keys)
	texts, err := load(ctx, s, keys)
	if err != nil {
		return c, err
	}
	masks, err := masksOf(ctx, s, texts) // a page's box is not where a text is from
	if err != nil {
		return c, err
	}
	masker := masks.masker()
	matches, _, err := match.CompareAll(ctx, len(keys), func(i int) (match.Text, match.Text) {
		return masker.pair(texts[keys[i]], article{Text: text})
	}, len(text.Words) > match.ShortQuery)
	if err != nil {
		return c, err
	}
	shared := keys[:0]
	for i, m := range matches {
		if !nothing(m) && m.A != a.ID {
			c.Matches, shared = append(c.Matches, m), append(shared, keys[i])
		}
	}
	if c.Heads, err = s.Heads(ctx, shared); err != nil {
		return c, err
	}
	head := a.Head
	head.ID = traced
	c.Heads = append(c.Heads, head)
	ground, err := loadGround(ctx, s)
	return ground.of(c), err
}

// quotedInSource reports whether all that is shared stands in quotation marks on both sides.
func quotedInSource(m news.Match) bool {
	for _, p := range m.Passages {
		if !p.Quoted {
			return false
		}
	}
	return len(m.Passages) > 0
}

// place sets the families of the sources found and the chain from the likeliest up.
func place(ctx context.Context, s *store.Store, t *news.Trace) error {
	ids := make([]news.ID, len(t.Sources))
	for i, source := range t.Sources {
		ids[i] = source.Head.ID
	}
	of, err := s.FamiliesOf(ctx, ids)
	if err != nil {
		return err
	}
	var families []news.ID
	for _, list := range of {
		families = append(families, list...)
	}
	slices.Sort(families)
	roots, err := s.Roots(ctx, slices.Compact(families))
	if err != nil {
		return err
	}
	known := make(map[news.ID]news.Family, len(roots))
	for _, f := range roots {
		known[f.ID] = f
	}
	for i := range t.Sources {
		source := &t.Sources[i]
		for _, id := range of[source.Head.ID] {
			if source.Family = id; known[id].Root == source.Head.ID {
				source.Claim = known[id].Claim
			}
		}
	}
	if len(t.Sources) > 0 && t.Sources[0].Family != "" {
		f, err := s.Family(ctx, t.Sources[0].Family)
		if err != nil {
			return err
		}
		t.Family = &f
	}
	if len(t.Sources) == 0 {
		return nil
	}
	t.Chain = []news.ID{t.Sources[0].Head.ID}
	for t.Family != nil {
		l, ok := t.Family.Parent(t.Chain[len(t.Chain)-1])
		if !ok {
			break
		}
		t.Chain = append(t.Chain, l.Source)
	}
	return nil
}

// Articles reads the documents in paths one by one, without an index. An error concerns
// the one document whose Place comes with it.
func Articles(ctx context.Context, paths []string, opts Options) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for doc, err := range ingest.Read(ctx, paths, opts.Ingest) {
			a := news.Article{Head: news.Head{Place: doc.Place}}
			if err == nil {
				if a, err = extract.Article(doc); err != nil {
					a.Place = doc.Place
				}
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// Text reads a bare text as an article.
func Text(text string) (news.Article, error) {
	return extract.Article(news.Document{Place: "text", MediaType: news.TypeText, Body: text})
}
