package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"slices"

	"golang.org/x/sync/errgroup"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// A Part is who is told what the index has, of one part of all fingerprints. What it does is
// done in a goroutine of its own.
type Part struct {
	// Wanted yields the fingerprints that are wanted, from one up to, and without, another. It
	// is asked for stretches in ascending order; nil wants all.
	Wanted func(from, to uint64) iter.Seq[uint64]
	// Meet is called for fingerprints in ascending order. The keys are valid until it returns.
	Meet func(hash uint64, holders []news.Key, count int)
}

// Shared tells of every fingerprint that the current revisions of two or more articles have,
// as Holders does: the keys of those that are kept, ascending, and how many there are in all.
// Of fingerprints that are not wanted it may say nothing. It walks all segments side by side,
// once, all parts at the same time. Nothing may be written meanwhile.
func (s *Store) Shared(ctx context.Context, parts []Part) error {
	const end = 1 << shingle.HashBits
	group, ctx := errgroup.WithContext(ctx)
	each := end / uint64(len(parts))
	for i, part := range parts {
		of := stretch{each * uint64(i), each * uint64(i+1)}
		if i == len(parts)-1 {
			of.to = end
		}
		group.Go(func() error { return s.shared(ctx, part, of) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("read shared fingerprints: %w", err)
	}
	return nil
}

func (s *Store) shared(ctx context.Context, part Part, of stretch) error {
	return s.view(ctx, func(bare context.Context, tx *sql.Tx) error {
		segments, err := readSegments(bare, tx)
		if err != nil {
			return err
		}
		m, err := openMeeting(bare, tx, segments, part.Wanted, of)
		defer m.close()
		if err != nil {
			return err
		}
		return m.each(ctx.Err, func(hash uint64, holders []news.Key, count int) error {
			if len(holders) > 1 {
				part.Meet(hash, holders[:kept(len(holders))], count) // whatever segments they lie in
			}
			return nil
		})
	})
}

// A filter is a set of fingerprints of one shelf and some others: where a tenth of a full shelf
// is wanted it says of one in a hundred of the rest that it has it. It is a Bloom filter of two
// bits that lie in one word (Putze et al. 2007), and stays in the first-level cache.
type filter struct {
	words [1 << filterBits]uint64 // by the leading bits of what a shelf's fingerprints differ in
	shift int
}

const filterBits = 10

// fill makes the set anew, of fingerprints of a shelf that differ in so many bits.
func (f *filter) fill(low int, hashes iter.Seq[uint64]) {
	clear(f.words[:])
	f.shift = max(0, low-filterBits)
	for hash := range hashes {
		*f.word(hash) |= twoBits(hash)
	}
}

// fillAll makes it the set of all fingerprints.
func (f *filter) fillAll() {
	for i := range f.words {
		f.words[i] = math.MaxUint64
	}
}

func (f *filter) word(hash uint64) *uint64 { return &f.words[hash>>(f.shift&63)%(1<<filterBits)] }

func (f *filter) has(hash uint64) bool {
	two := twoBits(hash)
	return *f.word(hash)&two == two
}

// twoBits are two bits that depend on the last of a fingerprint.
func twoBits(hash uint64) uint64 { return 1<<(hash&63) | 1<<(hash>>6&63) }

// A stretch is the fingerprints from one on and below another.
type stretch struct{ from, to uint64 }

var whole = stretch{0, 1 << shingle.HashBits}

// A meeting walks a stretch of some segments side by side. It takes a shelf of them at a
// time, the fingerprints that begin alike: from each segment what it has of the shelf,
// which is then sorted. Of CPU time that takes 23 nanoseconds a posting whatever the number
// of segments, and 11 where few are wanted: half of it is SQLite's (BenchmarkShared).
type meeting struct {
	stretch
	cursors       []*cursor // each at its first fingerprint that is not taken yet
	wanted        func(from, to uint64) iter.Seq[uint64]
	filter        filter         // what is wanted of the shelf
	low           int            // bits of a fingerprint in which those of a shelf differ
	list, scratch []uint64       // of the shelf: those bits of the fingerprint, then 32 of key
	ends          []uint32       // scratch of the sort
	unkept        map[uint64]int // by the fingerprint's bits: articles that have it and are not in the list
	found         [64]hit
	keys          []news.Key
}

// shelfPostings is how many postings a shelf has at most: what they take stays in the
// second-level cache.
const shelfPostings = 1 << 15

// keyBits is what of an entry of the list is the key.
const keyBits = 32

// openMeeting opens a cursor over each of the segments, at its first fingerprint of the stretch.
func openMeeting(ctx context.Context, tx *sql.Tx, segments []segment, wanted func(from, to uint64) iter.Seq[uint64], of stretch) (*meeting, error) {
	m := &meeting{stretch: of, wanted: wanted, unkept: map[uint64]int{}}
	if wanted == nil {
		m.filter.fillAll()
	}
	gone, err := readGone(ctx, tx)
	if err != nil {
		return m, err
	}
	postings := 0
	for _, seg := range segments {
		postings += seg.postings
		c, err := walk(ctx, tx, seg, gone, of)
		if err != nil {
			return m, err
		}
		m.cursors = append(m.cursors, c)
		if _, err := m.take(c, 0, of.from); err != nil { // the first block may begin before the stretch; fill lets go of that
			return m, err
		}
	}
	m.low = min(shingle.HashBits-bits.Len(uint(postings/shelfPostings)), 64-keyBits)
	return m, nil
}

func (m *meeting) close() { closeCursors(m.cursors) }

func (m *meeting) drop(i int) error {
	c := m.cursors[i]
	m.cursors = slices.Delete(m.cursors, i, i+1)
	return c.close()
}

// each yields every fingerprint, ascending, with the keys of the articles that are kept of
// it, ascending, and how many there are in all. The keys are valid until yield returns.
func (m *meeting) each(cancelled func() error, yield func(hash uint64, holders []news.Key, count int) error) error {
	for base := m.from &^ (1<<m.low - 1); base < m.to && len(m.cursors) > 0; base += 1 << m.low {
		if err := cancelled(); err != nil {
			return err
		}
		if err := m.fill(base); err != nil {
			return err
		}
		m.sort()
		if err := m.groups(base, yield); err != nil {
			return err
		}
	}
	return nil
}

// fill takes what the segments have of the shelf that begins with a fingerprint.
func (m *meeting) fill(base uint64) error {
	m.list = m.list[:0]
	clear(m.unkept)
	end := min(base+1<<m.low, m.to)
	if m.wanted != nil {
		m.filter.fill(m.low, m.wanted(max(base, m.from), end))
	}
	for i := 0; i < len(m.cursors); {
		more, err := m.take(m.cursors[i], base, end)
		if err != nil {
			return err
		}
		if more {
			i++
			continue
		}
		if err := m.drop(i); err != nil {
			return err
		}
	}
	return nil
}

// take takes what a segment has below end, and reports whether it may have more.
func (m *meeting) take(c *cursor, base, end uint64) (more bool, err error) {
	b := &c.block
	for {
		for c.loaded && b.read < b.total {
			n, met := b.below(end, &m.filter, &m.found)
			from := len(m.list)
			m.list = b.appendHits(m.list, m.found[:n], base)
			if len(c.gone) > 0 {
				m.list = m.list[:from+len(slices.DeleteFunc(m.list[from:], func(p uint64) bool { return c.isGone(news.Key(p)) }))]
			}
			if len(b.more) > 0 {
				for _, h := range m.found[:n] {
					if articles := b.unkept(h.group); articles > 0 {
						m.unkept[h.hash-base] += articles
					}
				}
			}
			if met {
				return true, nil
			}
		}
		if c.loaded && b.top >= end {
			return true, nil
		}
		if ok, err := c.load(); !ok || err != nil {
			return false, err
		}
	}
}

// sort sorts the list.
func (m *meeting) sort() {
	m.scratch = slices.Grow(m.scratch[:0], len(m.list))[:len(m.list)]
	m.ends = shingle.SortUniform(m.list, m.scratch, m.ends, keyBits+m.low)
	m.list, m.scratch = m.scratch, m.list
}

// groups yields the fingerprints of the list.
func (m *meeting) groups(base uint64, yield func(uint64, []news.Key, int) error) error {
	for from := 0; from < len(m.list); {
		hash, to := m.list[from]>>keyBits, from
		m.keys = m.keys[:0]
		for ; to < len(m.list) && m.list[to]>>keyBits == hash; to++ {
			m.keys = append(m.keys, news.Key(m.list[to]))
		}
		from = to
		count := len(m.keys)
		if count >= keptHolders {
			count += m.unkept[hash]
		}
		if err := yield(base+hash, m.keys, count); err != nil {
			return err
		}
	}
	return nil
}

// A Publication says which article one is, and whose.
type Publication struct {
	ID     news.ID
	Outlet string // canonical key of its publisher, empty when unknown
}

// Publications returns that of each of the articles with these keys, in their order.
func (s *Store) Publications(ctx context.Context, keys []news.Key) ([]Publication, error) {
	return byKeys(ctx, s, keys, "a.id, a.outlet_key", "article a ON a.key", func(rows *sql.Rows, rest ...any) (p Publication, err error) {
		return p, rows.Scan(append([]any{(*string)(&p.ID), &p.Outlet}, rest...)...)
	})
}

// Silent returns those of the articles that neither credit anybody nor keep anybody's
// voice, in their order.
func (s *Store) Silent(ctx context.Context, keys []news.Key) ([]news.Key, error) {
	return Collect(rowsOf(ctx, s, "read credits", scanKey, `
		SELECT a.key FROM json_each(?) j CROSS JOIN article a ON a.key = j.value
		WHERE instr(a.detail, '"credits":[') = 0 AND instr(a.detail, '"fossils":[') = 0 ORDER BY a.key`, jsonList(keys)))
}

// LookUps is the number of fingerprints up to which it is cheaper to look them up, with
// Holders, than to read all there are, with Shared.
func (s *Store) LookUps(ctx context.Context) (int, error) {
	blocks := 0
	err := s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT coalesce(sum(blocks), 0) FROM segment`).Scan(&blocks)
	})
	if err != nil {
		return 0, fmt.Errorf("count blocks: %w", err)
	}
	return int(walkFrom * float64(blocks)), nil
}

// Size is about the number of articles in the index: those removed count too. It takes no
// time.
func (s *Store) Size(ctx context.Context) (int, error) {
	n := 0
	err := s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT coalesce(max(key), 0) FROM article`).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("count articles: %w", err)
	}
	return n, nil
}
