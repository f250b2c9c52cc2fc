package pipeline

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/store"
)

// A meeting is one scan of the fingerprints that the articles of a batch share with each
// other and with the rest of the index.
type meeting struct {
	*linker
	batch    *match.Batch
	records  *match.Records // of what is met after a look at the outlets
	suspects []suspect
}

// heldMost is how many articles of fingerprints are put aside before their outlets are looked at.
const heldMost = 1 << 17

// held is fingerprints and who has them, one after the other, whose outlets are to be looked at.
type held struct {
	list    []heldPrint
	own     []match.Own
	holders []news.Key
}

type heldPrint struct {
	hash         uint64
	count        int // of all holders
	own, holders int // where its own end, and where its holders do
}

func (h *held) add(hash uint64, own []match.Own, holders []news.Key, count int) {
	h.own, h.holders = append(h.own, own...), append(h.holders, holders...)
	h.list = append(h.list, heldPrint{hash, count, len(h.own), len(h.holders)})
}

// scan meets all articles of the batch: hashes are their fingerprints, nil to walk the
// index, a part of it on each processor. What many articles have is handed on to where
// their outlets are looked at. In which order that is decides nothing.
func (m *meeting) scan(ctx context.Context, hashes []uint64) error {
	parts := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	aside := make(chan *held, parts)
	m.records = m.batch.Records()
	group.Go(func() error {
		defer close(aside)
		walkers := make([]walker, parts)
		for i := range walkers {
			walkers[i] = walker{m.masks, m.batch.Roll(), m.batch.Records(), &held{}, func(h *held) { send(ctx, aside, h) }}
		}
		err := m.walk(ctx, hashes, walkers)
		for _, w := range walkers {
			w.aside(w.held)
		}
		return err
	})
	group.Go(func() error {
		for h := range aside {
			if err := m.look(ctx, h); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return group.Wait()
}

// walk meets the articles in the parts of the index.
func (m *meeting) walk(ctx context.Context, hashes []uint64, walkers []walker) error {
	if hashes != nil {
		return m.store.Holders(ctx, hashes, 0, walkers[0].meet)
	}
	size, err := m.store.Size(ctx)
	if err != nil {
		return err
	}
	parts := make([]store.Part, len(walkers))
	for i := range walkers {
		w := &walkers[i]
		parts[i].Meet = w.meet
		if m.batch.Size() <= size/2 { // else nearly all are wanted
			parts[i].Wanted = w.roll.Between
		}
	}
	return m.store.Shared(ctx, parts)
}

// A walker meets the articles of a part of the fingerprints.
type walker struct {
	masks   masks
	roll    *match.Roll
	records *match.Records
	held    *held
	aside   func(*held)
}

func (w *walker) meet(hash uint64, holders []news.Key, count int) {
	own := w.roll.Of(hash)
	switch {
	case count < 2 || len(own) == 0:
	case len(holders) <= templatePages && len(w.masks.hidden(hash)) == 0:
		w.records.Meet(hash, own, holders, count)
	default:
		if w.held.add(hash, own, holders, count); len(w.held.holders) > heldMost {
			w.aside(w.held)
			w.held = &held{}
		}
	}
}

// look takes what is held: it keeps templates from meeting, and puts aside what may be one.
func (m *meeting) look(ctx context.Context, h *held) error {
	if err := m.outlets.read(ctx, h.holders); err != nil {
		return err
	}
	var from heldPrint
	for _, p := range h.list {
		own, holders := h.own[from.own:p.own], h.holders[from.holders:p.holders]
		from = p
		if holders = m.visible(p.hash, holders); !m.suspect(p.hash, holders, p.count) {
			m.records.Meet(p.hash, own, holders, p.count)
		}
	}
	return nil
}

// visible keeps those holders of whose outlet's template a fingerprint is not part. It
// works in place.
func (m *meeting) visible(hash uint64, holders []news.Key) []news.Key {
	hiding := m.masks.hidden(hash)
	if len(hiding) == 0 {
		return holders
	}
	return slices.DeleteFunc(holders, func(key news.Key) bool { return among(hiding, m.outlets.of(key)) })
}

// hides reports whether a fingerprint is part of the template of an article's outlet.
func (m *meeting) hides(key news.Key, hash uint64) bool {
	hiding := m.masks.hidden(hash)
	return len(hiding) > 0 && among(hiding, m.outlets.of(key))
}

// outlets are the outlets and the IDs of articles, noted when these are added or read when
// they are asked for, and kept for a run: 20 bytes an article.
type outlets struct {
	store  *store.Store
	number map[string]uint32 // from 1 on
	names  []string
	tally  []uint16   // scratch of crowd
	byKey  []uint32   // outlets, 0 when not read yet: apart from the IDs, more of them stay in the cache
	ids    [][16]byte // by key
}

func newOutlets(s *store.Store) *outlets {
	return &outlets{store: s, number: map[string]uint32{}, names: []string{""}}
}

// of is the outlet key of an article that was read, "" when it is unknown.
func (o *outlets) of(key news.Key) string { return o.names[o.byKey[key]] }

// publication is what is known of an article that was read.
func (o *outlets) publication(key news.Key) store.Publication {
	return store.Publication{ID: news.ID(o.ids[key][:]), Outlet: o.of(key)}
}

// crowd reports whether more than most of some articles, which were read, are of one outlet.
func (o *outlets) crowd(keys []news.Key, most int) bool {
	if len(keys) <= most {
		return false
	}
	o.tally = append(o.tally, make([]uint16, len(o.names)-len(o.tally))...)
	found := false
	for _, key := range keys {
		n := o.byKey[key]
		o.tally[n]++
		found = found || int(o.tally[n]) > most && o.names[n] != ""
	}
	for _, key := range keys {
		o.tally[o.byKey[key]] = 0
	}
	return found
}

// read reads what is not known yet of some articles.
func (o *outlets) read(ctx context.Context, keys []news.Key) error {
	var missing []news.Key
	for _, key := range keys {
		o.reach(key)
		if o.byKey[key] == 0 {
			o.byKey[key] = 1<<32 - 1 // asked for
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	list, err := o.store.Publications(ctx, missing)
	for i, p := range list {
		o.note(missing[i], p)
	}
	return err
}

// reach makes room for an article.
func (o *outlets) reach(key news.Key) {
	if int(key) >= len(o.byKey) {
		more := int(key) + 1 - len(o.byKey)
		o.byKey, o.ids = append(o.byKey, make([]uint32, more)...), append(o.ids, make([][16]byte, more)...)
	}
}

// note takes what is known of an article.
func (o *outlets) note(key news.Key, p store.Publication) {
	o.reach(key)
	n, ok := o.number[p.Outlet]
	if !ok {
		n = uint32(len(o.names))
		o.number[p.Outlet] = n
		o.names = append(o.names, p.Outlet)
	}
	o.byKey[key] = n
	copy(o.ids[key][:], p.ID)
}

// forget is for an article that may have another outlet now.
func (o *outlets) forget(key news.Key) {
	o.reach(key)
	o.byKey[key] = 0
}
