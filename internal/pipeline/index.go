// Package pipeline runs the stages in order:
//
//	ingest -> extract -> shingle -> store -> match -> lineage
//
// It is the only package that knows that order.
package pipeline

import (
	"cmp"
	"context"
	"slices"

	"stemma/internal/ingest"
	"stemma/internal/lineage"
	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

const batchSize = 2000 // articles that are matched at a time

// Options are what a run of Index can be told.
type Options struct {
	Ingest ingest.Options
	Memory int64                         // bytes a run may take, about; 0 means 512 MiB
	Skip   func(place string, err error) // called for each document that cannot be read, nil to ignore
	Stage  func(name string)             // called when a stage is done, nil to ignore
}

// FieldMap reads what a user says fields of the input mean: "captured=published".
func FieldMap(pairs []string) (map[string]string, error) { return ingest.ParseMap(pairs) }

func (o Options) done(stage string) {
	if o.Stage != nil {
		o.Stage(stage)
	}
}

// A Summary says what a run of Index did.
type Summary struct {
	Added, Revised, Unchanged, Skipped int
	Matches                            int         // pairs that share text, found in this run
	Families                           []news.ID   // new or changed in this run, sorted
	Turns                              []news.Turn // what became of families known before, sorted by family
}

// Index adds every article in paths, links it to those it shares text with and solves
// the families that this touches. What an interrupted run left undone is done first. A
// document that cannot be read goes to opts.Skip and does not stop the rest.
func Index(ctx context.Context, s *store.Store, paths []string, opts Options) (Summary, error) {
	var sum Summary
	if err := link(ctx, s, opts, &sum); err != nil {
		return sum, err
	}
	if err := cmp.Or(add(ctx, s, paths, opts, &sum), ctx.Err()); err != nil {
		return sum, err
	}
	opts.done("read and add")
	return sum, link(ctx, s, opts, &sum)
}

func (sum *Summary) skip(opts Options, place string, err error) {
	sum.Skipped++
	if opts.Skip != nil {
		opts.Skip(place, err)
	}
}

// link matches every unlinked article and solves the families they touch.
func link(ctx context.Context, s *store.Store, opts Options, sum *Summary) error {
	keys, err := s.Unlinked(ctx)
	if err != nil || len(keys) == 0 {
		return err
	}
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	heads, err := s.Heads(ctx, keys)
	if err != nil {
		return err
	}
	masks, err := loadMasks(ctx, s)
	if err != nil {
		return err
	}
	var found []news.Match
	for part := range slices.Chunk(keys, batchSize) {
		matches, err := masks.matchBatch(ctx, s, stats.Articles, part)
		if err != nil {
			return err
		}
		found = append(found, matches...)
	}
	touched := make([]news.ID, len(heads))
	for i, h := range heads {
		touched[i] = h.ID
	}
	sum.Matches = len(found)
	if err := s.Link(ctx, nil, found); err != nil {
		return err
	}
	opts.done("match")
	affected, err := masks.learn(ctx, s, touched)
	if err != nil {
		return err
	}
	opts.done("learn templates")
	families, turns, err := masks.solve(ctx, s, append(touched, affected...))
	if err != nil {
		return err
	}
	sum.Families, sum.Turns = families, append(sum.Turns, turns...)
	opts.done("solve families")
	return s.Link(ctx, keys, nil) // the marks go last: an interrupted run starts over with them
}

// matchBatch compares the articles with every candidate in the index.
func (m masks) matchBatch(ctx context.Context, s *store.Store, total int, keys []news.Key) ([]news.Match, error) {
	texts, err := load(ctx, s, keys)
	if err != nil {
		return nil, err
	}
	queries := make([]match.Query, len(keys))
	for i, key := range keys {
		queries[i] = match.Query{Key: key, Words: len(texts[key].Words), Prints: shingle.Prints(texts[key].Words)}
	}
	candidates, err := match.Candidates(ctx, s, total, queries, true)
	if err != nil {
		return nil, err
	}
	var wanted [][2]news.Key
	for i, list := range candidates {
		for _, c := range list {
			wanted = append(wanted, [2]news.Key{min(keys[i], c.Key), max(keys[i], c.Key)})
		}
	}
	slices.SortFunc(wanted, func(p, q [2]news.Key) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) })
	found, err := m.compare(ctx, s, texts, slices.Compact(wanted))
	return slices.DeleteFunc(found, nothing), err
}

// nothing reports whether a match is none.
func nothing(m news.Match) bool { return len(m.Passages) == 0 }

// An article is what matching needs to know of one.
type article struct {
	match.Text
	outlet string // its key
}

// load returns the texts of the articles, split into words.
func load(ctx context.Context, s *store.Store, keys []news.Key) (map[news.Key]article, error) {
	heads, err := s.Heads(ctx, keys)
	if err != nil {
		return nil, err
	}
	raw, err := s.Texts(ctx, keys)
	if err != nil {
		return nil, err
	}
	texts := make(map[news.Key]article, len(keys))
	for i, key := range keys {
		texts[key] = article{match.NewText(heads[i].ID, raw[i]), outlet.Key(heads[i].Outlet, heads[i].Domain)}
	}
	return texts, nil
}

// compare compares pairs of articles, the smaller ID as A, in the order given: those that
// share nothing have no passages. What texts lacks is loaded.
func (m masks) compare(ctx context.Context, s *store.Store, texts map[news.Key]article, wanted [][2]news.Key) ([]news.Match, error) {
	var missing []news.Key
	for _, pair := range wanted {
		for _, key := range pair {
			if _, ok := texts[key]; !ok {
				missing = append(missing, key)
			}
		}
	}
	slices.Sort(missing)
	more, err := load(ctx, s, slices.Compact(missing))
	if err != nil {
		return nil, err
	}
	text := func(key news.Key) article {
		if t, ok := texts[key]; ok {
			return t
		}
		return more[key]
	}
	masker := masker{m, map[masking]match.Text{}}
	pairs := make([][2]match.Text, len(wanted))
	for i, pair := range wanted {
		a, b := text(pair[0]), text(pair[1])
		if b.ID < a.ID {
			a, b = b, a
		}
		pairs[i] = masker.pair(a, b)
	}
	return match.CompareAll(ctx, pairs)
}

// Compare is everything known of two articles of the index: what they share, the evidence
// that b copied a and that a copied b, and what each changed if it did.
func Compare(ctx context.Context, s *store.Store, a, b news.ID) (forth, back news.Link, err error) {
	keys, err := s.Keys(ctx, []news.ID{min(a, b), max(a, b)})
	if err != nil {
		return forth, back, err
	}
	heads, err := s.Heads(ctx, keys)
	if err != nil {
		return forth, back, err
	}
	masks, err := loadMasks(ctx, s)
	if err != nil {
		return forth, back, err
	}
	matches, err := masks.compare(ctx, s, nil, [][2]news.Key{{keys[0], keys[1]}})
	if err != nil {
		return forth, back, err
	}
	matches = slices.DeleteFunc(matches, nothing)
	c := lineage.Case{Heads: heads, Matches: matches}
	forth, back = lineage.Weigh(c, a, b), lineage.Weigh(c, b, a)
	return forth, back, Changes(ctx, s, []*news.Link{&forth, &back})
}
