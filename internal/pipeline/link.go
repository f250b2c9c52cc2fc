package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"stemma/internal/lineage"
	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

const (
	// The articles of one scan take linkedShare of the memory: each its fingerprints, 2,000 bytes
	// of 200, and what is met of them, by chance mostly, so that it grows with the index: 400
	// bytes at 150,000 articles and 800 at 400,000. While that was three times as much, half of
	// the memory was too much: at 200,000 articles CPU was 1.08 of this, and at 300,000 the
	// process took 639 MB.
	linkedShare = 3
	linkedBytes = 1900
	metBytes    = 1    // for each thousand articles of the index
	linkedLeast = 1024 // articles of one scan, whatever the memory
	linkedMost  = match.MaxBatch
	pairBytes   = 512  // of memory for each pair that waits, which takes some 60: a million pairs, those of 1.4 million articles
	textsAtOnce = 2048 // texts in memory, split into words: some 30 MB

	comparedAtOnce = 1024  // the same, where the next are read while some are compared
	savedAtOnce    = 16384 // matches of one transaction: their places are scattered, and a page is written with each that touches it
)

// A linker links the articles of one run. It meets as many at a time as memory allows: each
// scan goes through all of the index, and the gate knows only of the texts of one scan where
// their fingerprints stand. The pairs that this finds wait until nearly all are there, and
// are compared family by family: at 400,000 articles, met 40,000 at a time and compared with
// each scan, a family of 40 was read and split anew in each of ten.
type linker struct {
	store    *store.Store
	opts     Options
	sum      *Summary
	masks    masks
	outlets  *outlets
	sketches map[news.Key]match.Sketch // of articles that wait, as far as they were added in this run

	met     news.Key          // every unlinked article up to this one was met,
	revised []news.Key        // but for these
	pairs   []match.Encounter // of articles that were met, to be compared
	waiting []news.Key        // articles that were met, and are linked when their pairs are compared
}

func newLinker(ctx context.Context, s *store.Store, opts Options, sum *Summary) (*linker, error) {
	masks, err := loadMasks(ctx, s)
	return &linker{store: s, opts: opts, sum: sum, masks: masks, outlets: newOutlets(s),
		sketches: map[news.Key]match.Sketch{}}, err
}

// together is the number of articles of one scan of so many.
func (o Options) together(size int) int {
	each := linkedBytes + metBytes*int64(size)/1000
	return int(min(max(o.memory()/(linkedShare*each), linkedLeast), linkedMost))
}

// pairs is the number of pairs that may wait.
func (o Options) pairs() int { return int(o.memory() / pairBytes) }

// take remembers the fingerprints of articles that were added, lets go of the rest of them,
// and meets all that wait when there are enough.
func (l *linker) take(ctx context.Context, batch []*store.Packed, o store.Outcome) error {
	revised := map[news.Key]bool{}
	for i, p := range batch {
		switch o.Fates[i] {
		case store.Added:
			l.sketches[o.Keys[i]] = match.NewSketch(p.Fingerprints())
			l.outlets.note(o.Keys[i], p.Publication())
		case store.Revised: // and which revision is the current one only the store knows
			delete(l.sketches, o.Keys[i])
			l.outlets.forget(o.Keys[i])
			revised[o.Keys[i]] = true
		}
	}
	clear(batch)
	l.forget(revised)
	size, err := l.store.Size(ctx)
	if err != nil || len(l.sketches) < l.opts.together(size) {
		return err
	}
	l.opts.done("read and add")
	return l.meet(ctx)
}

// forget lets go of what was met of articles that have other text now: if they are unlinked,
// they are met again.
func (l *linker) forget(revised map[news.Key]bool) {
	if len(revised) == 0 {
		return
	}
	l.pairs = slices.DeleteFunc(l.pairs, func(e match.Encounter) bool { return revised[e.Pair[0]] || revised[e.Pair[1]] })
	l.waiting = slices.DeleteFunc(l.waiting, func(key news.Key) bool { return revised[key] })
	l.revised = slices.AppendSeq(l.revised, maps.Keys(revised))
}

// rest links every unlinked article.
func (l *linker) rest(ctx context.Context) error {
	if err := l.meet(ctx); err != nil {
		return err
	}
	return l.compare(ctx)
}

// meet meets every unlinked article that was not met.
func (l *linker) meet(ctx context.Context) error {
	keys, err := l.store.Unlinked(ctx, l.met, l.revised)
	if err != nil {
		return err
	}
	size, err := l.store.Size(ctx)
	if err != nil {
		return err
	}
	for len(keys) > 0 {
		n := min(l.opts.together(size), len(keys))
		if len(keys) < n+n/4 { // what is a little more than enough is one batch
			n = len(keys)
		}
		if err := l.candidates(ctx, keys[:n], keys[n:]); err != nil {
			return err
		}
		if l.met = max(l.met, keys[n-1]); len(l.pairs) > l.opts.pairs() {
			if err := l.compare(ctx); err != nil {
				return err
			}
		}
		keys = keys[n:]
	}
	l.revised = nil
	clear(l.sketches)
	return nil
}

// compare links the articles that wait.
func (l *linker) compare(ctx context.Context) error {
	if err := l.compareAll(ctx); err != nil {
		return err
	}
	l.opts.done("match")
	keys := l.waiting
	l.pairs, l.waiting = nil, nil
	return l.store.Link(ctx, keys, nil) // the marks go last: an interrupted run starts over with them
}

// candidates learns what the articles show of templates, and finds their pairs with all of
// the index but those that come next. The fingerprints, a third of the memory, are let go
// with it.
func (l *linker) candidates(ctx context.Context, keys, next []news.Key) error {
	batch := match.NewBatch(keys, next)
	hashes, err := l.fill(ctx, batch, keys)
	if err != nil {
		return err
	}
	l.opts.done("fingerprint")
	if err := l.outlets.read(ctx, keys); err != nil {
		return err
	}
	m := &meeting{linker: l, batch: batch}
	if err := m.scan(ctx, hashes); err != nil {
		return err
	}
	l.opts.done("scan")
	if err := m.learn(ctx); err != nil {
		return err
	}
	l.opts.done("learn templates")
	l.pairs = append(l.pairs, batch.Encounters(m.hides)...)
	l.waiting = append(l.waiting, keys...)
	return nil
}

// fill gives the batch its articles' fingerprints. It returns all of them, sorted, each
// once, when they are few enough to be looked up: else the index is walked.
func (l *linker) fill(ctx context.Context, batch *match.Batch, keys []news.Key) ([]uint64, error) {
	most, err := l.store.LookUps(ctx)
	if err != nil {
		return nil, err
	}
	var hashes []uint64
	for part := range slices.Chunk(keys, textsAtOnce) {
		sketches, err := l.sketch(ctx, part)
		if err != nil {
			return nil, err
		}
		for i, s := range sketches {
			batch.Add(s)
			delete(l.sketches, part[i])
			if len(hashes) <= most {
				hashes = s.AppendHashes(hashes)
			}
		}
	}
	if len(hashes) > most {
		return nil, nil
	}
	slices.Sort(hashes)
	return slices.Compact(hashes), nil
}

// sketch returns the sketches of some articles, in their order. Those that were not added
// in this run are made from the texts.
func (l *linker) sketch(ctx context.Context, keys []news.Key) ([]match.Sketch, error) {
	var missing []news.Key
	for _, key := range keys {
		if _, ok := l.sketches[key]; !ok {
			missing = append(missing, key)
		}
	}
	texts, err := load(ctx, l.store, missing)
	if err != nil {
		return nil, err
	}
	list := make([]match.Sketch, len(keys))
	for i, key := range keys {
		s, ok := l.sketches[key]
		if !ok {
			s = sketchOf(texts[key].Prints)
		}
		list[i] = s
	}
	return list, nil
}

func sketchOf(prints []shingle.Print) match.Sketch {
	hashes, words := make([]uint64, len(prints)), make([]uint16, len(prints))
	for i, p := range prints {
		hashes[i], words[i] = p.Hash, uint16(p.Word)
	}
	return match.NewSketch(hashes, words)
}

// An article is what matching needs to know of one.
type article struct {
	match.Text
	outlet string // its key
}

// load returns the texts of the articles, split into words.
func load(ctx context.Context, s *store.Store, keys []news.Key) (map[news.Key]article, error) {
	list, err := s.Publications(ctx, keys)
	if err != nil {
		return nil, err
	}
	return split(ctx, s, keys, func(i int) store.Publication { return list[i] })
}

// split reads the texts of articles of which is known whose they are, and splits them into words.
func split(ctx context.Context, s *store.Store, keys []news.Key, publication func(i int) store.Publication) (map[news.Key]article, error) {
	list, err := s.Texts(ctx, keys)
	if err != nil {
		return nil, err
	}
	texts := match.NewTexts(len(list), func(i int) (news.ID, string) { return publication(i).ID, list[i] })
	articles := make(map[news.Key]article, len(keys))
	for i, key := range keys {
		articles[key] = article{texts[i], publication(i).Outlet}
	}
	return articles, nil
}

// A lot is some pairs and the texts they are of.
type lot struct {
	pairs []match.Encounter
	texts map[news.Key]article
}

// compareAll compares the pairs that wait and saves what they share, while the texts of the
// next pairs are read and what was found before is saved.
func (l *linker) compareAll(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	lots, matches := make(chan lot), make(chan []news.Match, 1)
	group.Go(func() error {
		defer close(lots)
		return l.readLots(ctx, sideBySide(l.pairs), lots)
	})
	group.Go(func() error {
		defer close(matches)
		for lot := range lots {
			found, aligned, err := l.masks.compare(ctx, lot.texts, lot.pairs, true)
			if err != nil {
				return err
			}
			l.sum.Aligned += aligned
			l.sum.Matches += len(found)
			send(ctx, matches, found)
		}
		return ctx.Err()
	})
	group.Go(func() error { return l.save(ctx, matches) })
	return group.Wait()
}

// save saves matches, many at a time: their places in the file are scattered, and each
// transaction writes every page anew that it touches.
func (l *linker) save(ctx context.Context, matches <-chan []news.Match) error {
	var all []news.Match
	for found := range matches {
		if all = append(all, found...); len(all) < savedAtOnce {
			continue
		}
		if err := l.store.Link(ctx, nil, all); err != nil {
			return err
		}
		all = all[:0]
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return l.store.Link(ctx, nil, all)
}

// readLots sends the pairs with their texts, those of comparedAtOnce articles at a time.
func (l *linker) readLots(ctx context.Context, pairs []match.Encounter, lots chan<- lot) error {
	former := map[news.Key]article{}
	for len(pairs) > 0 {
		texts := map[news.Key]article{}
		n, missing := take(pairs, texts, former)
		if err := l.outlets.read(ctx, missing); err != nil {
			return err
		}
		loaded, err := split(ctx, l.store, missing, func(i int) store.Publication { return l.outlets.publication(missing[i]) })
		if err != nil {
			return err
		}
		maps.Copy(texts, loaded)
		select {
		case lots <- lot{pairs[:n], texts}:
		case <-ctx.Done():
			return ctx.Err()
		}
		pairs, former = pairs[n:], texts
	}
	return nil
}

// sideBySide orders pairs so that those lie together of articles that share most, as those
// of a family do: each text is read and split once, or nearly so. Pairs that share little
// lead from everywhere to everywhere, so that no more articles than can be in memory go
// together.
func sideBySide(pairs []match.Encounter) []match.Encounter {
	slices.SortFunc(pairs, func(d, e match.Encounter) int {
		return cmp.Or(cmp.Compare(e.Shared, d.Shared), slices.Compare(d.Pair[:], e.Pair[:]))
	})
	near, size := sets[news.Key]{}, map[news.Key]int{}
	for _, e := range pairs {
		for _, key := range e.Pair {
			if near.add(key) {
				size[key] = 1
			}
		}
		a, b := near.of(e.Pair[0]), near.of(e.Pair[1])
		if n := size[a] + size[b]; a != b && n <= comparedAtOnce/2 {
			near.unite(a, b)
			size[min(a, b)] = n
		}
	}
	type placed struct {
		of   news.Key // what all that lie near go by
		pair match.Encounter
	}
	list := make([]placed, len(pairs))
	for i, e := range pairs {
		list[i] = placed{near.of(e.Pair[0]), e}
	}
	slices.SortFunc(list, func(p, q placed) int {
		return cmp.Or(cmp.Compare(p.of, q.of), slices.Compare(p.pair.Pair[:], q.pair.Pair[:]))
	})
	for i, p := range list {
		pairs[i] = p.pair
	}
	return pairs
}

// take says how many of the pairs concern comparedAtOnce articles. Those that former has
// are put into texts, and the keys of the others are returned, sorted.
func take(pairs []match.Encounter, texts, former map[news.Key]article) (n int, missing []news.Key) {
	seen := map[news.Key]bool{}
	for ; n < len(pairs) && len(seen) < comparedAtOnce; n++ {
		for _, key := range pairs[n].Pair {
			if seen[key] {
				continue
			}
			seen[key] = true
			if t, ok := former[key]; ok {
				texts[key] = t
			} else {
				missing = append(missing, key)
			}
		}
	}
	slices.Sort(missing)
	return n, missing
}

// compare compares pairs of articles, the smaller ID as A, and returns the matches, in the
// order of the pairs, and how many pairs were aligned. When they are tried only, pairs that
// share too little to be worth it are not aligned; then matches that no rule names are left
// out, and what is no copy of pairs that share nothing rare.
func (m masks) compare(ctx context.Context, texts map[news.Key]article, wanted []match.Encounter, tried bool) ([]news.Match, int, error) {
	masker := m.masker()
	found, aligned, err := match.CompareAll(ctx, len(wanted), func(i int) (match.Text, match.Text) {
		a, b := texts[wanted[i].Pair[0]], texts[wanted[i].Pair[1]]
		if b.ID < a.ID {
			a, b = b, a
		}
		return masker.pair(a, b)
	}, tried)
	kept := found[:0]
	for i, m := range found {
		copied := m.Class.Copy() || m.Reverse.Copy()
		named := m.Class != news.Unlisted || m.Reverse != news.Unlisted
		if !nothing(m) && (!tried || copied || named && wanted[i].Rare) {
			kept = append(kept, m)
		}
	}
	return kept, aligned, err
}

// nothing reports whether a match is none.
func nothing(m news.Match) bool { return len(m.Passages) == 0 }

// comparePairs loads the texts of some pairs and compares them, as compare does with pairs
// that share something rare.
func (m masks) comparePairs(ctx context.Context, s *store.Store, pairs []match.Pair, tried bool) ([]news.Match, error) {
	var keys []news.Key
	wanted := make([]match.Encounter, len(pairs))
	for i, p := range pairs {
		keys = append(keys, p[0], p[1])
		wanted[i] = match.Encounter{Pair: p, Rare: true}
	}
	slices.Sort(keys)
	texts, err := load(ctx, s, slices.Compact(keys))
	if err != nil {
		return nil, err
	}
	found, _, err := m.compare(ctx, texts, wanted, tried)
	return found, err
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
	matches, err := masks.comparePairs(ctx, s, []match.Pair{{keys[0], keys[1]}}, false)
	if err != nil {
		return forth, back, err
	}
	ground, err := loadGround(ctx, s)
	if err != nil {
		return forth, back, err
	}
	c := ground.of(lineage.Case{Heads: heads, Matches: matches})
	forth, back = lineage.Weigh(c, a, b), lineage.Weigh(c, b, a)
	return forth, back, Changes(ctx, s, []*news.Link{&forth, &back})
}
