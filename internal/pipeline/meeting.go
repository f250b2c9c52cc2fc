package pipeline

import (
	"context"
	"slices"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/store"
)

// A meeting is one scan of the fingerprints that the articles of a batch share with each
// other and with the rest of the index.
type meeting struct {
	*linker
	batch    *match.Batch
	held     held // whose articles' outlets are to be looked at
	suspects []suspect
	marked   []news.Key // older articles of which matches are compared anew
}

// heldMost is how many articles of fingerprints are put aside before their outlets are read.
const heldMost = 1 << 20

// held is fingerprints and their holders, one after the other.
type held struct {
	hashes  []uint64
	counts  []int // of all holders
	ends    []int
	holders []news.Key
}

func (h *held) add(hash uint64, holders []news.Key, count int) {
	h.hashes = append(h.hashes, hash)
	h.counts = append(h.counts, count)
	h.holders = append(h.holders, holders...)
	h.ends = append(h.ends, len(h.holders))
}

func (h *held) reset() {
	h.hashes, h.counts, h.ends, h.holders = h.hashes[:0], h.counts[:0], h.ends[:0], h.holders[:0]
}

// scan meets all articles of the batch: hashes are their fingerprints, nil to walk the index.
func (m *meeting) scan(ctx context.Context, hashes []uint64) error {
	var fault error
	meet := func(hash uint64, holders []news.Key, count int) {
		switch {
		case count < 2:
		case len(holders) <= templatePages && len(m.masks.hidden(hash)) == 0:
			m.batch.Meet(hash, holders, count)
		default:
			if m.held.add(hash, holders, count); len(m.held.holders) > heldMost && fault == nil {
				fault = m.look(ctx)
			}
		}
	}
	var err error
	if hashes == nil {
		err = m.store.Shared(ctx, meet)
	} else {
		err = m.store.Holders(ctx, hashes, 0, meet)
	}
	if fault != nil {
		return fault
	}
	if err != nil {
		return err
	}
	return m.look(ctx)
}

// look takes what is held: it keeps templates from meeting, and puts aside what may be one.
func (m *meeting) look(ctx context.Context) error {
	if err := m.outlets.read(ctx, m.held.holders); err != nil {
		return err
	}
	start := 0
	for i, hash := range m.held.hashes {
		holders := m.held.holders[start:m.held.ends[i]]
		start = m.held.ends[i]
		if holders = m.visible(hash, holders); !m.suspect(hash, holders, m.held.counts[i]) {
			m.batch.Meet(hash, holders, m.held.counts[i])
		}
	}
	m.held.reset()
	return nil
}

// visible keeps those holders of whose outlet's template a fingerprint is not part. It
// works in place.
func (m *meeting) visible(hash uint64, holders []news.Key) []news.Key {
	hiding := m.masks.hidden(hash)
	if len(hiding) == 0 {
		return holders
	}
	return slices.DeleteFunc(holders, func(key news.Key) bool {
		hidden := slices.Contains(hiding, m.outlets.of(key))
		if hidden {
			m.batch.Blur(hash, key)
		}
		return hidden
	})
}

// hides reports whether a fingerprint is part of the template of an article's outlet.
func (m *meeting) hides(key news.Key, hash uint64) bool {
	hiding := m.masks.hidden(hash)
	return len(hiding) > 0 && slices.Contains(hiding, m.outlets.of(key))
}

// outlets are the outlets of articles, read when they are asked for and kept for a run:
// 4 bytes an article.
type outlets struct {
	store  *store.Store
	number map[string]uint32 // from 1 on
	names  []string
	byKey  []uint32 // 0 when not read yet
}

func newOutlets(s *store.Store) *outlets {
	return &outlets{store: s, number: map[string]uint32{}, names: []string{""}}
}

// of is the outlet key of an article that was read, "" when it is unknown.
func (o *outlets) of(key news.Key) string { return o.names[o.byKey[key]] }

// read reads the outlets of those articles that have not been.
func (o *outlets) read(ctx context.Context, keys []news.Key) error {
	var missing []news.Key
	for _, key := range keys {
		if int(key) >= len(o.byKey) {
			o.byKey = append(o.byKey, make([]uint32, int(key)+1-len(o.byKey))...)
		}
		if o.byKey[key] == 0 {
			o.byKey[key] = 1<<32 - 1 // asked for
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	names, err := o.store.Outlets(ctx, missing)
	if err != nil {
		return err
	}
	for i, key := range missing {
		o.byKey[key] = o.numbered(names[i])
	}
	return nil
}

func (o *outlets) numbered(name string) uint32 {
	n, ok := o.number[name]
	if !ok {
		n = uint32(len(o.names))
		o.number[name] = n
		o.names = append(o.names, name)
	}
	return n
}
