package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// Shared calls yield with every fingerprint that the current revisions of two or more
// articles have, as Holders does: with the keys of those that are kept, ascending, and how
// many there are in all. The keys are valid until yield returns.
//
// It walks all segments side by side, once, in so many parts at the same time: each calls
// yield from a goroutine of its own with its number, from 0 on, and its fingerprints in
// ascending order. Nothing may be written meanwhile.
func (s *Store) Shared(ctx context.Context, parts int, yield func(part int, hash uint64, holders []news.Key, count int)) error {
	const end = 1 << shingle.HashBits
	group, ctx := errgroup.WithContext(ctx)
	for part := range parts {
		of := stretch{end / uint64(parts) * uint64(part), end / uint64(parts) * uint64(part+1)}
		if part == parts-1 {
			of.to = end
		}
		group.Go(func() error {
			return s.shared(ctx, of, func(hash uint64, holders []news.Key, count int) { yield(part, hash, holders, count) })
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("read shared fingerprints: %w", err)
	}
	return nil
}

// A stretch is the fingerprints from one on and below another.
type stretch struct{ from, to uint64 }

var whole = stretch{0, 1 << shingle.HashBits}

func (s *Store) shared(ctx context.Context, of stretch, yield func(hash uint64, holders []news.Key, count int)) error {
	return s.view(ctx, func(bare context.Context, tx *sql.Tx) error {
		segments, err := readSegments(bare, tx)
		if err != nil {
			return err
		}
		m, err := openMeeting(bare, tx, segments, of)
		defer m.close()
		if err != nil {
			return err
		}
		for n := 0; len(m.heads) > 0; n++ {
			if n%65536 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if err := m.next(yield); err != nil {
				return err
			}
		}
		return nil
	})
}

// A meeting walks a stretch of all segments side by side.
type meeting struct {
	stretch
	cursors []*cursor
	heads   []uint64 // the fingerprint at which each stands: close together, for they are all looked at for each
	keys    []news.Key
}

// openMeeting opens a cursor over each of the segments, at its first fingerprint.
func openMeeting(ctx context.Context, tx *sql.Tx, segments []segment, of stretch) (*meeting, error) {
	m := &meeting{stretch: of}
	gone, err := readGone(ctx, tx)
	if err != nil {
		return m, err
	}
	for _, seg := range segments {
		c, err := walk(ctx, tx, seg, gone, of)
		if err != nil {
			return m, err
		}
		m.cursors, m.heads = append(m.cursors, c), append(m.heads, 0)
		if err := m.advance(len(m.cursors) - 1); err != nil {
			return m, err
		}
	}
	return m, nil
}

func (m *meeting) close() { closeCursors(m.cursors) }

// advance moves one cursor on, and closes it at its end.
func (m *meeting) advance(i int) error {
	c := m.cursors[i]
	ok, err := c.next()
	for ok && err == nil && c.block.hash < m.from { // the first block may begin before the stretch
		ok, err = c.next()
	}
	if err != nil {
		return err
	}
	if ok && c.block.hash < m.to {
		m.heads[i] = c.block.hash
		return nil
	}
	m.cursors, m.heads = slices.Delete(m.cursors, i, i+1), slices.Delete(m.heads, i, i+1)
	return c.close()
}

// next passes the least fingerprint that any cursor stands at, and yields it when it is
// shared.
func (m *meeting) next(yield func(uint64, []news.Key, int)) error {
	least, at, ties := m.least()
	if ties == 1 && m.cursors[at].block.count == 1 { // most are nobody else's
		return m.advance(at)
	}
	count, err := m.take(least, at, ties)
	if err == nil && len(m.keys) > 1 {
		yield(least, m.keys, count)
	}
	return err
}

// least is the least fingerprint that any cursor stands at, the first that does, and how
// many do.
func (m *meeting) least() (hash uint64, at, ties int) {
	hash, ties = m.heads[0], 1
	for i, other := range m.heads[1:] {
		switch {
		case other < hash:
			hash, at, ties = other, i+1, 1
		case other == hash:
			ties++
		}
	}
	return hash, at, ties
}

// take moves the cursors on that stand at a fingerprint, puts the articles that they keep
// of it into m.keys, sorted, and returns how many there are in all.
func (m *meeting) take(hash uint64, at, ties int) (count int, err error) {
	m.keys = m.keys[:0]
	last := at
	if ties > 1 {
		last = len(m.heads) - 1
	}
	for i := last; i >= at; i-- { // backwards: a cursor at its end leaves the list
		if m.heads[i] != hash {
			continue
		}
		var n int
		m.keys, n = m.cursors[i].appendHolders(m.keys)
		count += n
		if err := m.advance(i); err != nil {
			return 0, err
		}
	}
	if ties > 1 {
		slices.Sort(m.keys)
	}
	return count, nil
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
