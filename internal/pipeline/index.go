// Package pipeline runs the stages in order:
//
//	ingest -> extract -> shingle -> store -> match -> lineage
//
// It is the only package that knows that order.
package pipeline

import (
	"cmp"
	"context"

	"stemma/internal/ingest"
	"stemma/internal/news"
	"stemma/internal/store"
)

// Options are what a run of Index can be told.
type Options struct {
	Ingest  ingest.Options
	Outlets []news.Relation               // what is declared of outlets from now on; nil to leave that as it is
	Memory  int64                         // bytes a run may take, about; 0 means 512 MiB
	Skip    func(place string, err error) // called for each document that cannot be read, nil to ignore
	Stage   func(name string)             // called when a stage is done, nil to ignore
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
	Aligned                            int         // pairs that looked worth it
	Matches                            int         // those that share text
	Declared                           int         // lines about outlets that are in force from now on
	Families                           []news.ID   // new or changed in this run, sorted
	Turns                              []news.Turn // what became of families known before, sorted by family
}

// Index adds every article in paths, links it to those it shares text with and at last
// solves the families that this touches. What an interrupted run left undone is done with it. A
// document that cannot be read goes to opts.Skip and does not stop the rest.
func Index(ctx context.Context, s *store.Store, paths []string, opts Options) (Summary, error) {
	var sum Summary
	if err := s.StartOver(ctx); err != nil {
		return sum, err
	}
	l, err := newLinker(ctx, s, opts, &sum)
	if err != nil {
		return sum, err
	}
	if err := l.rest(ctx); err != nil {
		return sum, err
	}
	if opts.Outlets != nil {
		turns, err := Declare(ctx, s, opts.Outlets)
		if err != nil {
			return sum, err
		}
		sum.Turns, sum.Declared = append(sum.Turns, turns...), len(opts.Outlets)
	}
	if err := cmp.Or(add(ctx, paths, l), ctx.Err()); err != nil {
		return sum, err
	}
	opts.done("read and add")
	if err := l.rest(ctx); err != nil {
		return sum, err
	}
	families, turns, err := l.masks.settle(ctx, s)
	if err != nil {
		return sum, err
	}
	sum.Families, sum.Turns = families, append(sum.Turns, turns...)
	opts.done("solve families")
	return sum, l.countCommon(ctx)
}

func (sum *Summary) skip(opts Options, place string, err error) {
	sum.Skipped++
	if opts.Skip != nil {
		opts.Skip(place, err)
	}
}
