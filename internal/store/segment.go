package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// A segment is an immutable sorted run of postings.
type segment struct {
	id                      int64
	postings, blocks, bytes int
	bits                    int // leading bits of a fingerprint that name its bucket
}

func (s segment) low() int { return shingle.HashBits - s.bits }

func readSegments(ctx context.Context, tx *sql.Tx) ([]segment, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, postings, bits, blocks, bytes FROM segment ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []segment
	for rows.Next() {
		var s segment
		if err := rows.Scan(&s.id, &s.postings, &s.bits, &s.blocks, &s.bytes); err != nil {
			return nil, err
		}
		if s.bits < 0 || s.bits > maxBits {
			return nil, malformed("segment %d: %d bits", s.id, s.bits)
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// readGone reads of which articles the postings count no more, and through which segment.
func readGone(ctx context.Context, tx *sql.Tx) (map[news.Key]int64, error) {
	rows, err := tx.QueryContext(ctx, `SELECT article, through FROM gone`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	gone := map[news.Key]int64{}
	for rows.Next() {
		var key news.Key
		var through int64
		if err := rows.Scan(&key, &through); err != nil {
			return nil, err
		}
		gone[key] = through
	}
	return gone, rows.Err()
}

// A segmentWriter writes a new segment, fingerprint by fingerprint in ascending order.
type segmentWriter struct {
	segment
	tx     *sql.Tx
	insert *sql.Stmt
	bucket bucket
	name   uint64 // of the bucket
	data   []byte
	common []group // fingerprints of which not all articles are kept
}

// newSegmentWriter starts a segment of about n postings.
func newSegmentWriter(ctx context.Context, tx *sql.Tx, n int) (*segmentWriter, error) {
	w := &segmentWriter{tx: tx, segment: segment{bits: bucketBits(n)}}
	err := tx.QueryRowContext(ctx, `
		INSERT INTO segment (postings, bits, blocks, bytes) VALUES (0, ?, 0, 0) RETURNING id`, w.bits).Scan(&w.id)
	if err != nil {
		return nil, err
	}
	// One row at a time: so that several could be taken back when one of them fails, a statement
	// copies each page aside before it changes it, and wrote as much again as all of a merge.
	w.insert, err = tx.PrepareContext(ctx, `INSERT INTO block (place, data) VALUES (?, ?)`)
	return w, err
}

func (w *segmentWriter) close() { w.insert.Close() }

// add writes one fingerprint that count articles have, and their keys, ascending and each
// once: all of them, or the smallest keptHolders.
func (w *segmentWriter) add(ctx context.Context, hash uint64, keys []news.Key, count int) error {
	if count > keptHolders {
		w.common = append(w.common, group{hash, count})
	}
	if name := hash >> w.low(); name != w.name {
		if err := w.flush(ctx); err != nil {
			return err
		}
		w.name = name
	}
	w.bucket.add(hash&(1<<w.low()-1), keys, count)
	w.postings += kept(count)
	return nil
}

// flush makes a block of the bucket.
func (w *segmentWriter) flush(ctx context.Context) error {
	if len(w.bucket.groups) == 0 {
		return nil
	}
	w.data = w.bucket.encode(w.data[:0], w.low())
	w.bucket.reset()
	w.blocks++
	w.bytes += len(w.data)
	_, err := w.insert.ExecContext(ctx, w.id<<32|int64(w.name), w.data)
	return err
}

// finish writes what is left, and the segment's figures. A segment of nothing is removed.
func (w *segmentWriter) finish(ctx context.Context) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	if err := noteCommon(ctx, w.tx, w.common); err != nil {
		return err
	}
	query := `UPDATE segment SET postings = ?, blocks = ?, bytes = ? WHERE id = ?`
	if w.postings == 0 {
		query = `DELETE FROM segment WHERE 0 IN (?, ?, ?) AND id = ?`
	}
	_, err := w.tx.ExecContext(ctx, query, w.postings, w.blocks, w.bytes, w.id)
	return err
}

// A cursor reads a segment's fingerprints in ascending order.
type cursor struct {
	segment segment
	gone    map[news.Key]int64
	rows    *sql.Rows    // nil when the blocks are ready
	ready   []readyBlock // those still to come
	raw     sql.RawBytes
	data    []byte // raw, padded
	name    int64  // of the block at hand
	block   blockReader
	loaded  bool // whether there is a block at hand
	ended   bool
}

// walk opens a cursor over the blocks of a segment in which fingerprints of a stretch are.
func walk(ctx context.Context, tx *sql.Tx, s segment, gone map[news.Key]int64, of stretch) (*cursor, error) {
	rows, err := tx.QueryContext(ctx, `SELECT place & 0xffffffff, data FROM block WHERE place BETWEEN ? AND ? ORDER BY place`,
		s.id<<32|int64(of.from>>s.low()), s.id<<32|int64((of.to-1)>>s.low()))
	return &cursor{segment: s, gone: gone, rows: rows}, err
}

// lookUp opens a cursor over the blocks in which hashes, sorted, could be.
func lookUp(ctx context.Context, tx *sql.Tx, s segment, gone map[news.Key]int64, hashes []uint64) (*cursor, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT j.value, data FROM json_each(?) j CROSS JOIN block ON place = ? << 32 | j.value`,
		bucketList(hashes, s.low()), s.id)
	return &cursor{segment: s, gone: gone, rows: rows}, err
}

// bucketList is the buckets of hashes, each once, as a JSON array.
func bucketList(hashes []uint64, low int) string {
	list := []byte{'['}
	for i, h := range hashes {
		if i > 0 && h>>low == hashes[i-1]>>low {
			continue
		}
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendUint(list, h>>low, 10)
	}
	return string(append(list, ']'))
}

func (c *cursor) close() error {
	if c.rows == nil {
		return nil
	}
	return c.rows.Close()
}

// load moves to the next block and reports whether there is one.
func (c *cursor) load() (bool, error) {
	if c.rows == nil {
		return c.loadReady()
	}
	if c.ended || !c.rows.Next() {
		c.ended, c.loaded = true, false
		return false, c.rows.Err()
	}
	if err := c.rows.Scan(&c.name, &c.raw); err != nil {
		return false, err
	}
	c.data = append(append(c.data[:0], c.raw...), make([]byte, padding)...)
	c.loaded = true
	return true, c.wrong(c.block.open(c.data, uint64(c.name), c.segment.low()))
}

func (c *cursor) loadReady() (bool, error) {
	if c.loaded = len(c.ready) > 0; !c.loaded {
		return false, nil
	}
	b := c.ready[0]
	c.ready = c.ready[1:]
	return true, c.wrong(c.block.open(b.data, b.name, c.segment.low()))
}

// next moves to the next fingerprint and reports whether there is one: c.block.hash.
func (c *cursor) next() (bool, error) {
	for {
		if c.loaded {
			if c.block.next() {
				return true, nil
			}
		}
		if ok, err := c.load(); !ok || err != nil {
			return false, err
		}
	}
}

// seek moves forward to the given fingerprint, or past it, and reports whether it is there.
func (c *cursor) seek(hash uint64) (bool, error) {
	for !c.loaded || c.block.top <= hash {
		if ok, err := c.load(); !ok || err != nil {
			return false, err
		}
	}
	return c.block.seek(hash) && c.block.hash == hash, nil
}

// appendHolders appends to dst the articles that have the fingerprint at hand, as far as the
// segment keeps them and without those whose postings are gone, and returns how many there
// are in all.
func (c *cursor) appendHolders(dst []news.Key) ([]news.Key, int) {
	from, b := len(dst), &c.block
	dst = b.appendKeys(dst)
	if len(c.gone) > 0 {
		dst = dst[:from+len(slices.DeleteFunc(dst[from:], c.isGone))]
	}
	return dst, len(dst) - from + b.unkept(b.read-1)
}

func (c *cursor) isGone(key news.Key) bool { return c.gone[key] >= c.segment.id }

func (c *cursor) wrong(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("segment %d: %w", c.segment.id, err)
}

// walkFrom is the share of a segment's blocks from which on it is cheaper to read them
// all in order than to look up those that are wanted.
const walkFrom = 0.25

// Holders calls yield for each of hashes, which are sorted and unique, that current
// revisions of articles have: with their keys, ascending and at most limit of them (0 for
// all that are kept), and how many there are in all. Of a fingerprint that more than 64
// articles have those with the smallest keys are kept, and an article that has been
// revised may be counted for each time. The keys are valid until yield returns.
//
// A segment's blocks are looked up when few are wanted, and walked in order when many
// are; each is decoded once. Those of a query or two stay in memory for the next.
func (s *Store) Holders(ctx context.Context, hashes []uint64, limit int, yield func(hash uint64, holders []news.Key, count int)) error {
	if len(hashes) == 0 {
		return nil
	}
	err := s.view(ctx, func(bare context.Context, tx *sql.Tx) error {
		cursors, err := s.openCursors(bare, tx, hashes)
		defer closeCursors(cursors)
		if err != nil {
			return err
		}
		var keys []news.Key
		for i, hash := range hashes {
			if i%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			var count int
			if keys, count, err = holders(cursors, hash, keys[:0]); err != nil {
				return err
			}
			if n := len(keys); n > 0 {
				if n = kept(n); limit > 0 {
					n = min(n, limit)
				}
				yield(hash, keys[:n], count)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("look up %d fingerprints: %w", len(hashes), err)
	}
	return nil
}

func (s *Store) openCursors(ctx context.Context, tx *sql.Tx, hashes []uint64) ([]*cursor, error) {
	segments, err := readSegments(ctx, tx)
	if err != nil {
		return nil, err
	}
	gone, err := readGone(ctx, tx)
	if err != nil {
		return nil, err
	}
	var cursors []*cursor
	for _, seg := range segments {
		var c *cursor
		if len(hashes) <= fewHashes {
			c, err = s.blocks.lookUp(ctx, tx, seg, gone, hashes)
		} else if float64(len(hashes)) < walkFrom*float64(seg.blocks) {
			c, err = lookUp(ctx, tx, seg, gone, hashes)
		} else {
			c, err = walk(ctx, tx, seg, gone, whole)
		}
		if err != nil {
			return cursors, err
		}
		cursors = append(cursors, c)
	}
	return cursors, nil
}

func closeCursors(cursors []*cursor) {
	for _, c := range cursors {
		c.close()
	}
}

// holders appends to dst the articles that have the fingerprint, in any segment, and
// counts them.
func holders(cursors []*cursor, hash uint64, dst []news.Key) ([]news.Key, int, error) {
	count := 0
	for _, c := range cursors {
		found, err := c.seek(hash)
		if err != nil {
			return dst, 0, err
		}
		if found {
			var n int
			dst, n = c.appendHolders(dst)
			count += n
		}
	}
	// Segments follow each other in time, and so do keys, but for revised articles.
	if !slices.IsSorted(dst) {
		slices.Sort(dst)
	}
	return dst, count, nil
}
