package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"

	"stemma/internal/news"
)

// Segments are merged as in a log-structured merge tree (O'Neil et al. 1996): a tier
// holds those of about one size, and when fanIn of them have gathered they become one
// of the next tier. A posting is so written once a tier, log8(n) times in all, and a
// look-up meets fewer than fanIn segments a tier.
const (
	fanInBits = 3
	fanIn     = 1 << fanInBits
	// tierBits is the size at which the first tier ends: 2^17 postings, some 600 articles.
	// Smaller segments are not worth telling apart.
	tierBits = 17
)

// tier is the tier of a segment of n postings.
func tier(n int) int {
	return max(0, bits.Len(uint(n))-tierBits+fanInBits-1) / fanInBits
}

// Merge merges segments until no tier holds 8 of them, and drops postings that are gone
// from what it merges. It costs about as much as writing the merged postings anew.
func (s *Store) Merge(ctx context.Context) error {
	for {
		merged, err := s.mergeOnce(ctx)
		if err != nil {
			return fmt.Errorf("merge segments: %w", err)
		}
		if !merged {
			return nil
		}
	}
}

// mergeOnce merges the lowest tier that is full, in one transaction.
func (s *Store) mergeOnce(ctx context.Context) (merged bool, err error) {
	s.adding.Lock()
	defer s.adding.Unlock()
	// The old segments are read as they were, on another connection, so that they can be
	// deleted first: the new one is written into their pages.
	err = s.view(ctx, func(bare context.Context, old *sql.Tx) error {
		segments, err := readSegments(bare, old)
		if err != nil {
			return err
		}
		full := fullTier(segments)
		if merged = len(full) > 0; !merged {
			return nil
		}
		return s.update(ctx, func(bare context.Context, tx *sql.Tx) error {
			return mergeSegments(bare, old, tx, full, ctx.Err)
		})
	})
	return merged, err
}

// fullTier is the segments of the lowest tier that has fanIn of them, nil when none has.
func fullTier(segments []segment) []segment {
	var tiers [64][]segment
	for _, s := range segments {
		t := tier(s.postings)
		tiers[t] = append(tiers[t], s)
	}
	for _, list := range tiers {
		if len(list) >= fanIn {
			return list
		}
	}
	return nil
}

// mergeSegments replaces the listed segments, as old sees them, by one.
func mergeSegments(ctx context.Context, old, tx *sql.Tx, list []segment, cancelled func() error) error {
	gone, err := readGone(ctx, old)
	if err != nil {
		return err
	}
	var cursors []*cursor
	defer func() { closeCursors(cursors) }()
	total := 0
	for _, s := range list {
		c, err := walk(ctx, old, s, gone, whole)
		if err != nil {
			return err
		}
		cursors = append(cursors, c)
		total += s.postings
		if _, err := tx.ExecContext(ctx, `DELETE FROM segment WHERE id = ?`, s.id); err != nil {
			return err
		}
	}
	w, err := newSegmentWriter(ctx, tx, total)
	if err != nil {
		return err
	}
	defer w.close()
	if err := mergeInto(ctx, w, cursors, cancelled); err != nil {
		return err
	}
	return forgetGone(ctx, tx)
}

// mergeInto writes what the cursors yield, in order.
func mergeInto(ctx context.Context, w *segmentWriter, cursors []*cursor, cancelled func() error) error {
	for i := 0; i < len(cursors); {
		ok, err := cursors[i].next()
		if err != nil {
			return err
		}
		if i++; !ok {
			i--
			cursors = slices.Delete(cursors, i, i+1)
		}
	}
	var keys []news.Key
	for n := 0; len(cursors) > 0; n++ {
		if n%65536 == 0 && cancelled() != nil {
			return cancelled()
		}
		hash := cursors[0].block.hash
		for _, c := range cursors[1:] {
			hash = min(hash, c.block.hash)
		}
		count := 0
		var err error
		if cursors, keys, count, err = takeEqual(cursors, hash, keys[:0]); err != nil {
			return err
		}
		if len(keys) == 0 {
			continue
		}
		if err := w.add(ctx, hash, keys, count); err != nil {
			return err
		}
	}
	return w.finish(ctx)
}

// takeEqual moves the cursors that stand at hash on, and appends what they held of it to
// keys, in order; it returns how many articles have it. Cursors at their end are dropped.
func takeEqual(cursors []*cursor, hash uint64, keys []news.Key) ([]*cursor, []news.Key, int, error) {
	left, count := cursors[:0], 0
	for _, c := range cursors {
		if c.block.hash == hash {
			var n int
			keys, n = c.appendHolders(keys)
			count += n
			ok, err := c.next()
			if err != nil {
				return nil, nil, 0, err
			}
			if !ok {
				continue
			}
		}
		left = append(left, c)
	}
	if !slices.IsSorted(keys) {
		slices.Sort(keys)
	}
	// Fewer than can be kept are all there are; or else so many of them are gone that it is
	// no longer common, and those that were not kept are forgotten.
	if len(keys) < keptHolders {
		count = len(keys)
	}
	return left, keys, count, nil
}

// forgetGone drops the marks of postings that no segment holds any more.
func forgetGone(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM gone WHERE through < (SELECT coalesce(min(id), through + 1) FROM segment)`)
	return err
}
