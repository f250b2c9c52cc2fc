package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/zeebo/xxh3"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// Check examines the whole database and returns what is wrong with it, a sentence each:
// nothing when it is sound. It reads every page, every block and every text: each segment
// is sorted and says its size, and the segments hold for every article exactly the
// fingerprints of its current text, all but those that too many articles have for all to
// be kept. It takes 16 bytes of memory for each of up to a million articles, which it does
// at a time, and 8 for each common fingerprint.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	return s.check(ctx, 1<<20)
}

func (s *Store) check(ctx context.Context, atOnce int) ([]string, error) {
	c := checker{s: s, atOnce: news.Key(atOnce)}
	err := s.view(ctx, func(_ context.Context, tx *sql.Tx) error {
		for _, check := range []func(context.Context, *sql.Tx) error{c.checkFile, c.checkReferences, c.checkRows, c.checkPostings} {
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
	s        *Store
	faults   []string
	atOnce   news.Key // articles whose postings are tallied in one walk over the segments
	common   []uint64 // fingerprints of which not all articles are kept, sorted
	segments []segment
	gone     map[news.Key]int64

	// The articles at hand.
	first   news.Key
	tallies []tally // of the postings of each, from first on, without common fingerprints
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

func (c *checker) checkPostings(ctx context.Context, tx *sql.Tx) error {
	var err error
	if c.segments, err = readSegments(ctx, tx); err != nil {
		return err
	}
	if c.gone, err = readGone(ctx, tx); err != nil {
		return err
	}
	err = eachRow(ctx, tx, func(rows *sql.Rows) (hash int64, err error) { return hash, rows.Scan(&hash) }, func(hash int64) error {
		c.common = append(c.common, uint64(hash))
		return nil
	}, `SELECT hash FROM common ORDER BY hash`)
	if err != nil {
		return err
	}
	var last news.Key
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(key), 0) FROM article`).Scan(&last); err != nil {
		return err
	}
	for c.first = 0; c.first == 0 || c.first <= last; c.first += c.atOnce {
		if err := c.checkSome(ctx, tx, last); err != nil {
			return err
		}
	}
	return nil
}

// checkSome checks the postings of the articles at hand, and the form of all segments with
// those of the first.
func (c *checker) checkSome(ctx context.Context, tx *sql.Tx, last news.Key) error {
	c.tallies = make([]tally, min(c.atOnce, last-c.first+1))
	strays := 0
	for _, seg := range c.segments {
		n, err := c.checkSegment(ctx, tx, seg, last)
		if err != nil {
			return err
		}
		strays += n
	}
	if err := c.checkTexts(ctx, tx); err != nil {
		return err
	}
	for _, t := range c.tallies {
		strays += t.count
	}
	if strays > 0 {
		c.fault("segments hold %d postings of articles that are not there", strays)
	}
	return nil
}

// checkSegment tallies the postings of the articles at hand. It returns how many are of
// articles beyond the last.
func (c *checker) checkSegment(ctx context.Context, tx *sql.Tx, seg segment, last news.Key) (strays int, err error) {
	cur, err := walk(ctx, tx, seg, c.gone, whole)
	if err != nil {
		return 0, err
	}
	defer cur.close()
	f := segmentForm{c: c, seg: seg, last: -1}
	if c.first > 0 {
		f.c = &checker{} // it has been told already
	}
	var keys []news.Key
	common := c.common
	for {
		ok, err := cur.next()
		if err != nil {
			f.c.fault("%v", err)
			return strays, nil
		}
		if !ok {
			break
		}
		hash, count := cur.block.hash, cur.block.count()
		keys, _ = cur.appendHolders(keys[:0])
		f.see(hash, count, keys)
		for len(common) > 0 && common[0] < hash {
			common = common[1:]
		}
		if len(common) > 0 && common[0] == hash {
			continue
		}
		if count > keptHolders {
			f.c.fault("segment %d: fingerprint %x is common, and is not noted to be", seg.id, hash)
		}
		for _, key := range keys {
			if key > last && c.first == 0 {
				strays++
			}
			if at := key - c.first; key >= c.first && int(at) < len(c.tallies) {
				c.tallies[at].add(hash)
			}
		}
	}
	f.end()
	return strays, nil
}

// A segmentForm checks that a segment is sorted and of the size that it says.
type segmentForm struct {
	c        *checker
	seg      segment
	last     int64
	postings int
}

func (f *segmentForm) see(hash uint64, count int, keys []news.Key) {
	if int64(hash) <= f.last {
		f.c.fault("segment %d: fingerprint %x follows %x", f.seg.id, hash, f.last)
	}
	f.last = int64(hash)
	f.postings += kept(count)
	for i, key := range keys {
		if i > 0 && key <= keys[i-1] {
			f.c.fault("segment %d: fingerprint %x: article %d follows %d", f.seg.id, hash, key, keys[i-1])
		}
	}
}

func (f *segmentForm) end() {
	if f.postings != f.seg.postings {
		f.c.fault("segment %d holds %d postings, and says %d", f.seg.id, f.postings, f.seg.postings)
	}
}

// checkTexts fingerprints every current text at hand anew and compares with its postings.
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
	return eachRow(ctx, tx, scan, func(n named) error {
		if n.err != nil {
			c.fault("article %s: %v", n.id, n.err)
			return nil
		}
		t := &c.tallies[n.key-c.first]
		if want := c.tallyOf(n.text); *t != want {
			c.fault("article %s: segments hold %d fingerprints, its text has %d", n.id, t.count, want.count)
		}
		*t = tally{}
		return nil
	}, `SELECT a.key, a.id, t.data FROM article a JOIN text t ON t.article = a.key WHERE a.key BETWEEN ? AND ? ORDER BY a.key`,
		c.first, int(c.first)+len(c.tallies)-1)
}

func (c *checker) tallyOf(text string) tally {
	var t tally
	prints := shingle.Prints(shingle.Words(text))
	slices.SortFunc(prints, func(p, q shingle.Print) int { return cmp.Compare(p.Hash, q.Hash) })
	for i, p := range prints {
		if i > 0 && p.Hash == prints[i-1].Hash {
			continue
		}
		if _, common := slices.BinarySearch(c.common, p.Hash); !common {
			t.add(p.Hash)
		}
	}
	return t
}
