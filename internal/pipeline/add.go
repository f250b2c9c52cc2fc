package pipeline

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"stemma/internal/extract"
	"stemma/internal/ingest"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

// Reading and storing run at the same time, and all the time, on all processors:
//
//	cut ──> read (each processor) ──> collect ──> store
//	 └────────── in order ────────────────┘
//
// cut takes documents out of their files in parcels, readers make articles of them,
// collect puts the parcels back in order and makes batches of them, and store alone writes.
// Every queue is bounded, so that who is ahead waits; the order of articles is that of the
// input, whoever was faster. There is a seat for each processor, and store has one of them
// while it works: beside as many readers as there are processors it got two thirds of one,
// fell behind, and worked on alone when they had nothing left to do.
const (
	parcelBytes     = 256 << 10 // of documents that travel together: one is sent on when it has so many
	parcelDocuments = 64        // or so many of them
	parcels         = 8         // parcels on their way for each processor
	defaultMemory   = 512 << 20 // bytes
	waiting         = 1         // batches that wait to be stored, beside the one that is made: readers go on while segments are merged
	batchShare      = 16        // a batch is this part of the memory when it is stored, and half of it while it waits
)

// A parcel is some documents in a row and what became of them.
type parcel struct {
	records []ingest.Record
	packed  []*store.Packed // of each record, nil where there is a fault
	faults  []error         // of each record
	read    chan struct{}   // closed when packed and faults are there
}

// A batch is what is stored in one transaction, and what could not be read before it.
type batch struct {
	packed  []*store.Packed
	bytes   int
	skipped []skipped
}

type skipped struct {
	place string
	err   error
}

// add reads the documents in paths, stores the articles in them and hands these on to be
// linked.
func add(ctx context.Context, paths []string, l *linker) error {
	opts := l.opts
	group, ctx := errgroup.WithContext(ctx)
	readers := runtime.GOMAXPROCS(0)
	ordered, unread := make(chan *parcel, parcels*readers), make(chan *parcel, parcels*readers)
	batches, seats := make(chan batch, waiting), make(chan struct{}, readers)
	group.Go(func() error {
		defer close(ordered)
		defer close(unread)
		return cut(ctx, paths, opts, func(p *parcel) bool { return send(ctx, unread, p) && send(ctx, ordered, p) })
	})
	for range readers {
		group.Go(func() error {
			var b scratch
			for p := range unread {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				seats <- struct{}{}
				p.unpack(l.store, &b)
				<-seats
				close(p.read)
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(batches)
		return collect(ctx, ordered, opts.batchBytes(), func(b batch) bool { return send(ctx, batches, b) })
	})
	group.Go(func() error {
		for b := range batches {
			seats <- struct{}{}
			outcome, err := b.store(ctx, l)
			<-seats
			if err == nil {
				err = l.take(ctx, b.packed, outcome)
			}
			if err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return group.Wait()
}

// send puts v into a queue and reports whether there was any use in it.
func send[T any](ctx context.Context, queue chan<- T, v T) bool {
	select {
	case queue <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// memory is what a run may take, in bytes.
func (o Options) memory() int64 {
	if o.Memory <= 0 {
		return defaultMemory
	}
	return o.Memory
}

// batchBytes is how large a batch may be.
func (o Options) batchBytes() int { return int(o.memory() / batchShare) }

// cut makes parcels of the documents in paths.
func cut(ctx context.Context, paths []string, opts Options, yield func(*parcel) bool) error {
	p, bytes := &parcel{read: make(chan struct{})}, 0
	for record, err := range ingest.Records(ctx, paths, opts.Ingest) {
		p.records = append(p.records, record)
		p.faults = append(p.faults, err)
		if bytes += record.Size(); bytes < parcelBytes && len(p.records) < parcelDocuments {
			continue
		}
		if !yield(p) {
			return ctx.Err()
		}
		p, bytes = &parcel{read: make(chan struct{})}, 0
	}
	if len(p.records) > 0 {
		yield(p)
	}
	return ctx.Err()
}

// unpack makes articles of a parcel's documents, and lets go of those.
func (p *parcel) unpack(s *store.Store, b *scratch) {
	p.packed = make([]*store.Packed, len(p.records))
	for i, record := range p.records {
		if p.faults[i] == nil {
			p.packed[i], p.faults[i] = b.pack(s, record)
			record.Release()
		}
		p.records[i] = ingest.Record{Place: record.Place}
	}
}

// A scratch is memory that is used again from document to document.
type scratch struct {
	words  []shingle.Word
	prints []shingle.Print
}

// pack understands one document, and makes it ready for the store.
func (b *scratch) pack(s *store.Store, record ingest.Record) (*store.Packed, error) {
	doc, err := record.Document()
	if err != nil {
		return nil, err
	}
	var a news.Article
	if a, b.words, err = extract.Read(doc, b.words[:0]); err != nil {
		return nil, err
	}
	b.prints = shingle.AppendPrints(b.prints[:0], b.words)
	e := store.Entry{Article: a, Prints: b.prints, Outlet: outlet.Key(a.Outlet, a.Domain)}
	if a.URL != "" {
		e.Address = outlet.NormalURL(a.URL)
	}
	for _, c := range a.Credits {
		if key := outlet.Key(c.Name, ""); c.Strength == news.Strong && key != "" && !slices.Contains(e.Credits, key) {
			e.Credits = append(e.Credits, key)
		}
	}
	return s.Pack(e)
}

// collect makes batches of parcels, in their order.
func collect(ctx context.Context, ordered <-chan *parcel, most int, yield func(batch) bool) error {
	var b batch
	for p := range ordered {
		select {
		case <-p.read:
		case <-ctx.Done():
			return ctx.Err()
		}
		for i, packed := range p.packed {
			if p.faults[i] != nil {
				b.skipped = append(b.skipped, skipped{p.records[i].Place, p.faults[i]})
				continue
			}
			b.packed = append(b.packed, packed)
			b.bytes += packed.Bytes()
		}
		if b.bytes >= most {
			if !yield(b) {
				return ctx.Err()
			}
			b = batch{}
		}
	}
	yield(b)
	return ctx.Err()
}

// store saves a batch and counts what it was.
func (b batch) store(ctx context.Context, l *linker) (store.Outcome, error) {
	for _, skipped := range b.skipped {
		l.sum.skip(l.opts, skipped.place, skipped.err)
	}
	if len(b.packed) == 0 {
		return store.Outcome{}, nil
	}
	outcome, err := l.store.AddPacked(ctx, b.packed)
	l.sum.Added += len(outcome.Added)
	l.sum.Revised += len(outcome.Revised)
	l.sum.Unchanged += len(outcome.Unchanged)
	if err != nil {
		return outcome, err
	}
	return outcome, l.store.Merge(ctx)
}
