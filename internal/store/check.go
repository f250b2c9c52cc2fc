package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/zeebo/xxh3"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// Check examines the whole database and returns what is wrong with it, a sentence each:
// nothing when it is sound. It reads every page, every block and every text: each
// segment is sorted and says its size, and holds for every article exactly the
// fingerprints of its current text.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	c := checker{s: s}
	err := s.view(ctx, func(_ context.Context, tx *sql.Tx) error {
		for _, check := range []func(context.Context, *sql.Tx) error{c.checkFile, c.checkReferences, c.checkRows, c.checkSegments, c.checkTexts} {
			if err := check(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return c.faults, fmt.Errorf("check: %w", err)
	}
	return c.faults, nil
}

// A checker gathers what is wrong with a database.
type checker struct {
	s       *Store
	faults  []string
	tallies map[news.Key]tally // of the postings of each article
}

// A tally stands for a set of fingerprints: two sets with one tally are equal, but for
// one chance in 2^64. It takes 16 bytes an article instead of 8 a posting.
type tally struct {
	count int
	sum   uint64
}

func (t *tally) add(hash uint64) {
	t.count++
	t.sum += xxh3.HashSeed([]byte{byte(hash), byte(hash >> 8), byte(hash >> 16), byte(hash >> 24), byte(hash >> 32)}, 1)
}

// maxFaults is how many faults are told one by one: more say nothing new.
const maxFaults = 100

func (c *checker) fault(format string, args ...any) {
	switch {
	case len(c.faults) < maxFaults:
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	case len(c.faults) == maxFaults:
		c.faults = append(c.faults, "and more")
	}
}

func (c *checker) checkFile(ctx context.Context, tx *sql.Tx) error {
	return eachRow(ctx, tx, scanString, func(line string) error {
		if line != "ok" {
			c.fault("SQLite: %s", line)
		}
		return nil
	}, `SELECT integrity_check FROM pragma_integrity_check`)
}

func scanString(rows *sql.Rows) (s string, err error) { return s, rows.Scan(&s) }

func (c *checker) checkReferences(ctx context.Context, tx *sql.Tx) error {
	return eachRow(ctx, tx, scanString, func(line string) error {
		c.fault("%s", line)
		return nil
	}, `SELECT format('%s row %s refers to a missing %s', "table", coalesce(rowid, '?'), parent) FROM pragma_foreign_key_check`)
}

// checkRows looks for rows that no reference forbids and no run leaves.
func (c *checker) checkRows(ctx context.Context, tx *sql.Tx) error {
	return eachRow(ctx, tx, scanString, func(line string) error {
		c.fault("%s", line)
		return nil
	}, `
		SELECT format('article %s has no text', id) FROM article WHERE key NOT IN (SELECT article FROM text)
		UNION ALL
		SELECT format('match of %s and %s is not in order', x.id, y.id) FROM match m JOIN article x ON x.key = m.a JOIN article y ON y.key = m.b WHERE x.id >= y.id
		UNION ALL
		SELECT format('family %s has no members', id) FROM family WHERE key NOT IN (SELECT family FROM family_member)`)
}

func (c *checker) checkSegments(ctx context.Context, tx *sql.Tx) error {
	segments, err := readSegments(ctx, tx)
	if err != nil {
		return err
	}
	gone, err := readGone(ctx, tx)
	if err != nil {
		return err
	}
	c.tallies = map[news.Key]tally{}
	for _, seg := range segments {
		if err := c.checkSegment(ctx, tx, seg, gone); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) checkSegment(ctx context.Context, tx *sql.Tx, seg segment, gone map[news.Key]int64) error {
	cur, err := walk(ctx, tx, seg, gone)
	if err != nil {
		return err
	}
	defer cur.close()
	var keys []news.Key
	last, postings := int64(-1), 0
	for {
		ok, err := cur.next()
		if err != nil {
			c.fault("%v", err)
			return nil
		}
		if !ok {
			break
		}
		hash := cur.block.hash
		if int64(hash) <= last {
			c.fault("segment %d: fingerprint %x follows %x", seg.id, hash, last)
		}
		last = int64(hash)
		postings += cur.block.count
		keys = cur.appendHolders(keys[:0])
		for i, key := range keys {
			if i > 0 && key <= keys[i-1] {
				c.fault("segment %d: fingerprint %x: article %d follows %d", seg.id, hash, key, keys[i-1])
			}
			t := c.tallies[key]
			t.add(hash)
			c.tallies[key] = t
		}
	}
	if postings != seg.postings {
		c.fault("segment %d holds %d postings, and says %d", seg.id, postings, seg.postings)
	}
	return nil
}

// checkTexts fingerprints every current text anew and compares with its postings.
func (c *checker) checkTexts(ctx context.Context, tx *sql.Tx) error {
	type named struct {
		key  news.Key
		id   news.ID
		text string
		err  error
	}
	scan := func(rows *sql.Rows) (n named, err error) {
		var data sql.RawBytes
		if err := rows.Scan(&n.key, (*string)(&n.id), &data); err != nil {
			return n, err
		}
		n.text, n.err = c.s.unpack(data)
		return n, nil
	}
	err := eachRow(ctx, tx, scan, func(n named) error {
		if n.err != nil {
			c.fault("article %s: %v", n.id, n.err)
			return nil
		}
		if got, want := c.tallies[n.key], tallyOf(n.text); got != want {
			c.fault("article %s: segments hold %d fingerprints, its text has %d", n.id, got.count, want.count)
		}
		delete(c.tallies, n.key)
		return nil
	}, `SELECT a.key, a.id, t.data FROM article a JOIN text t ON t.article = a.key ORDER BY a.key`)
	if len(c.tallies) > 0 {
		c.fault("segments hold fingerprints of %d articles that are not there", len(c.tallies))
	}
	return err
}

func tallyOf(text string) tally {
	var t tally
	seen := map[uint64]bool{}
	for _, p := range shingle.Prints(shingle.Words(text)) {
		if !seen[p.Hash] {
			seen[p.Hash] = true
			t.add(p.Hash)
		}
	}
	return t
}
