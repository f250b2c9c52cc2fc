package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"

	"stemma/internal/news"
)

// Segments are merged as in a log-structured merge tree (O'Neil et al. 1996): a tier
// holds those of about one size, and when fanIn of them have gathered they become one
// of the next tier. A posting is so written once a tier, log16(n) times in all, and a
// look-up meets fewer than fanIn segments a tier: of batches of 4,300 articles a million are
// merged once, and with a fan-in of 8 twice.
const (
	fanInBits = 4
	fanIn     = 1 << fanInBits
	// tierBits is the size at which the first tier ends: 2^17 postings, some 600 articles.
	// Smaller segments are not worth telling apart.
	tierBits = 17
)

// tier is the tier of a segment of n postings.
func tier(n int) int {
	return max(0, bits.Len(uint(n))-tierBits+fanInBits-1) / fanInBits
}

// Merge merges segments until no tier holds fanIn of them, and drops postings that are gone
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
	m, err := openMeeting(ctx, old, list, nil, whole)
	defer m.close()
	if err != nil {
		return err
	}
	total := 0
	for _, s := range list {
		total += s.postings
		if err := deleteSegment(ctx, tx, s.id); err != nil {
			return err
		}
	}
	w, err := newSegmentWriter(ctx, tx, total)
	if err != nil {
		return err
	}
	defer w.close()
	if err := mergeInto(ctx, w, m, cancelled); err != nil {
		return err
	}
	return forgetGone(ctx, tx)
}

// deleteSegment deletes a segment and its blocks. A trigger would do so in one statement,
// and copy all of their pages aside first.
func deleteSegment(ctx context.Context, tx *sql.Tx, id int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM block WHERE place BETWEEN ?1 << 32 AND ?1 << 32 | 0xffffffff`, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM segment WHERE id = ?`, id)
	return err
}

// mergeInto writes what the segments hold, in order.
func mergeInto(ctx context.Context, w *segmentWriter, m *meeting, cancelled func() error) error {
	err := m.each(cancelled, func(hash uint64, keys []news.Key, count int) error {
		// Fewer than can be kept are all there are; or else so many of them are gone that it is
		// no longer common, and those that were not kept are forgotten.
		if len(keys) < keptHolders {
			count = len(keys)
		}
		return w.add(ctx, hash, keys, count)
	})
	if err != nil {
		return err
	}
	return w.finish(ctx)
}

// forgetGone drops the marks of postings that no segment holds any more.
func forgetGone(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM gone WHERE through < (SELECT coalesce(min(id), through + 1) FROM segment)`)
	return err
}
