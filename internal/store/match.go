package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"stemma/internal/news"
)

// Link saves the matches found for the listed articles, which are unlinked no more and
// unsolved from now on, in one transaction. A match has the smaller ID for A; one that is stored already is
// replaced. Both ends must be in the index.
func (s *Store) Link(ctx context.Context, linked []news.Key, matches []news.Match) error {
	if len(linked)+len(matches) == 0 {
		return nil
	}
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := saveMatches(ctx, tx, matches); err != nil {
			return err
		}
		list := jsonList(linked)
		if _, err := tx.ExecContext(ctx, `DELETE FROM unlinked WHERE article IN (SELECT value FROM json_each(?))`, list); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO unsolved (article) SELECT value FROM json_each(?) WHERE value IS NOT NULL`, list)
		return err
	})
	if err != nil {
		return fmt.Errorf("save %d matches: %w", len(matches), err)
	}
	return nil
}

// Unsolved returns those articles, most of them at most and with the smallest keys, whose
// families are to be solved.
func (s *Store) Unsolved(ctx context.Context, most int) ([]news.Key, error) {
	return Collect(rowsOf(ctx, s, "read unsolved articles", scanKey, `SELECT article FROM unsolved ORDER BY article LIMIT ?`, most))
}

// Solved takes the mark off articles whose families are solved.
func (s *Store) Solved(ctx context.Context, keys []news.Key) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM unsolved WHERE article IN (SELECT value FROM json_each(?))`, jsonList(keys))
		return err
	})
	if err != nil {
		return fmt.Errorf("mark %d articles solved: %w", len(keys), err)
	}
	return nil
}

// StartOver removes the matches of the articles that are marked unlinked: what a crash left
// of them may be half of what there is, or more than a template that was learnt since lets
// stand.
func (s *Store) StartOver(ctx context.Context) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, end := range []string{"a", "b"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM match WHERE `+end+` IN (SELECT article FROM unlinked)`); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("start over with unlinked articles: %w", err)
	}
	return nil
}

func saveMatches(ctx context.Context, tx *sql.Tx, matches []news.Match) error {
	if len(matches) == 0 {
		return nil
	}
	keys, err := keysOf(ctx, tx, ends(matches))
	if err != nil {
		return err
	}
	// INSERT OR REPLACE would copy every page into a journal of the statement's own before it
	// changes it, and write 34 kB a match.
	insert, err := tx.PrepareContext(ctx, `
		INSERT INTO match (a, b, class, reverse, borderline, words, unquoted, quoted, run, a_words, a_unquoted, b_words, b_unquoted, passages)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (a, b) DO UPDATE SET (class, reverse, borderline, words, unquoted, quoted, run, a_words, a_unquoted, b_words, b_unquoted, passages) =
			(excluded.class, excluded.reverse, excluded.borderline, excluded.words, excluded.unquoted, excluded.quoted, excluded.run,
			excluded.a_words, excluded.a_unquoted, excluded.b_words, excluded.b_unquoted, excluded.passages)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	inOrder := make([]*news.Match, len(matches))
	for i := range matches {
		inOrder[i] = &matches[i]
	}
	slices.SortFunc(inOrder, func(m, n *news.Match) int {
		return cmp.Or(cmp.Compare(keys[m.A], keys[n.A]), cmp.Compare(keys[m.B], keys[n.B]))
	})
	for _, m := range inOrder {
		if m.A >= m.B {
			return fmt.Errorf("match of %s and %s: the first must be the smaller", m.A, m.B)
		}
		if _, err := insert.ExecContext(ctx, keys[m.A], keys[m.B], string(m.Class), string(m.Reverse), m.Borderline, m.Words, m.Unquoted, m.Quoted, m.Run,
			m.SideA.Words, m.SideA.Unquoted, m.SideB.Words, m.SideB.Unquoted, appendPassages(nil, m.Passages)); err != nil {
			return err
		}
	}
	return nil
}

// Relink puts the matches found in place of what is stored of some pairs, in one
// transaction.
func (s *Store) Relink(ctx context.Context, pairs [][2]news.Key, found []news.Match) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, p := range pairs {
			if _, err := tx.ExecContext(ctx, `DELETE FROM match WHERE a IN (?1, ?2) AND b IN (?1, ?2)`, p[0], p[1]); err != nil {
				return err
			}
		}
		return saveMatches(ctx, tx, found)
	})
	if err != nil {
		return fmt.Errorf("save %d matches anew: %w", len(found), err)
	}
	return nil
}

// MatchedPairs returns the articles of every stored match with an end among keys, as they
// are stored.
func (s *Store) MatchedPairs(ctx context.Context, keys []news.Key) ([][2]news.Key, error) {
	scan := func(rows *sql.Rows) (p [2]news.Key, err error) { return p, rows.Scan(&p[0], &p[1]) }
	return Collect(rowsOf(ctx, s, "read matches", scan, `
		SELECT a, b FROM json_each(?1) j CROSS JOIN match ON a = j.value
		UNION SELECT a, b FROM json_each(?1) j CROSS JOIN match ON b = j.value ORDER BY 1, 2`, jsonList(keys)))
}

// copyClasses are the classes that are copying, as a list of SQL.
var copyClasses = func() string {
	var list []string
	for _, c := range news.Classes {
		if c.Copy() {
			list = append(list, "'"+string(c)+"'")
		}
	}
	return strings.Join(list, ", ")
}()

// Copies returns the articles of every stored match that is copying with an end among keys,
// each of which is given once.
func (s *Store) Copies(ctx context.Context, keys []news.Key) ([][2]news.Key, error) {
	scan := func(rows *sql.Rows) (p [2]news.Key, err error) { return p, rows.Scan(&p[0], &p[1]) }
	return Collect(rowsOf(ctx, s, "read matches", scan, `
		SELECT a, b FROM json_each(?1) j CROSS JOIN match ON a = j.value WHERE class IN (`+copyClasses+`) OR reverse IN (`+copyClasses+`)
		UNION ALL SELECT m.a, m.b FROM json_each(?1) j CROSS JOIN match x ON x.b = j.value CROSS JOIN match m ON m.a = x.a AND m.b = x.b
			WHERE x.a NOT IN (SELECT value FROM json_each(?1)) AND (m.class IN (`+copyClasses+`) OR m.reverse IN (`+copyClasses+`))`, jsonList(keys)))
}

// MatchHeads returns every stored match with both ends among keys, without its passages:
// names has their IDs.
func (s *Store) MatchHeads(ctx context.Context, names map[news.Key]news.ID) ([]news.Match, error) {
	scan := func(rows *sql.Rows) (m news.Match, err error) {
		var a, b news.Key
		err = rows.Scan(&a, &b, (*string)(&m.Class), (*string)(&m.Reverse), &m.Words, &m.Unquoted, &m.SideA.Words, &m.SideB.Words)
		m.A, m.B = names[a], names[b]
		return m, err
	}
	list, err := Collect(rowsOf(ctx, s, "read matches", scan, `
		SELECT a, b, class, reverse, words, unquoted, a_words, b_words FROM json_each(?) j CROSS JOIN match ON a = j.value`,
		jsonList(slices.Sorted(maps.Keys(names)))))
	return slices.DeleteFunc(list, func(m news.Match) bool { return m.B == "" }), err
}

// MatchesAmong is MatchHeads with the passages.
func (s *Store) MatchesAmong(ctx context.Context, names map[news.Key]news.ID) ([]news.Match, error) {
	list, err := Collect(rowsOf(ctx, s, "read matches", scanNamed(names), `
		SELECT '', '', `+matchBody+`, m.a, m.b FROM json_each(?) j CROSS JOIN match m ON m.a = j.value`,
		jsonList(slices.Sorted(maps.Keys(names)))))
	return slices.DeleteFunc(list, func(m news.Match) bool { return m.B == "" }), err
}

// scanNamed reads a match whose ends are given by their keys, behind it.
func scanNamed(names map[news.Key]news.ID) func(*sql.Rows) (news.Match, error) {
	return func(rows *sql.Rows) (news.Match, error) {
		var a, b news.Key
		m, err := scanMatch(rows, &a, &b)
		m.A, m.B = names[a], names[b]
		return m, err
	}
}

// MatchesOfPairs returns the stored matches of pairs of articles, in whatever order each
// pair is given: names has their IDs.
func (s *Store) MatchesOfPairs(ctx context.Context, pairs [][2]news.Key, names map[news.Key]news.ID) ([]news.Match, error) {
	packed := make([]int64, 0, len(pairs))
	for _, p := range pairs {
		if names[p[0]] > names[p[1]] {
			p[0], p[1] = p[1], p[0]
		}
		packed = append(packed, int64(p[0])<<32|int64(p[1]))
	}
	slices.Sort(packed)
	return Collect(rowsOf(ctx, s, "read matches", scanNamed(names), `
		SELECT '', '', `+matchBody+`, m.a, m.b FROM json_each(?) j CROSS JOIN match m ON m.a = j.value >> 32 AND m.b = j.value & 0xffffffff`,
		jsonList(packed)))
}

func ends(matches []news.Match) []news.ID {
	ids := make([]news.ID, 0, 2*len(matches))
	for _, m := range matches {
		ids = append(ids, m.A, m.B)
	}
	return ids
}

const matchColumns = `x.id, y.id, ` + matchBody

const matchBody = `m.class, m.reverse, m.borderline, m.words, m.unquoted, m.quoted, m.run,
	m.a_words, m.a_unquoted, m.b_words, m.b_unquoted, m.passages`

// scanMatch reads a match, and what comes after its columns into rest.
func scanMatch(rows *sql.Rows, rest ...any) (news.Match, error) {
	var m news.Match
	var passages sql.RawBytes
	err := rows.Scan(append([]any{(*string)(&m.A), (*string)(&m.B), (*string)(&m.Class), (*string)(&m.Reverse), &m.Borderline, &m.Words, &m.Unquoted, &m.Quoted, &m.Run,
		&m.SideA.Words, &m.SideA.Unquoted, &m.SideB.Words, &m.SideB.Unquoted, &passages}, rest...)...)
	if err != nil {
		return m, err
	}
	r := varints{data: passages}
	m.Passages = r.passages()
	if r.bad || len(r.data) > 0 {
		return m, malformed("passages of %s and %s", m.A, m.B)
	}
	return m, nil
}

func scanMatchOnly(rows *sql.Rows) (news.Match, error) { return scanMatch(rows) }

// MatchesOf returns every stored match with an end among ids, sorted by A and B.
func (s *Store) MatchesOf(ctx context.Context, ids []news.ID) ([]news.Match, error) {
	return Collect(rowsOf(ctx, s, "read matches", scanMatchOnly, `
		WITH named AS MATERIALIZED (SELECT key FROM article WHERE id IN (SELECT value FROM json_each(?))),
		     pair AS (SELECT a, b FROM match WHERE a IN named UNION SELECT a, b FROM match WHERE b IN named)
		SELECT `+matchColumns+`
		FROM pair p CROSS JOIN match m ON m.a = p.a AND m.b = p.b CROSS JOIN article x ON x.key = m.a CROSS JOIN article y ON y.key = m.b
		ORDER BY x.id, y.id`, jsonList(ids)))
}

// Matches yields every stored match, sorted by A and B.
func (s *Store) Matches(ctx context.Context) iter.Seq2[news.Match, error] {
	return rowsOf(ctx, s, "read matches", scanMatchOnly, `
		SELECT `+matchColumns+` FROM article x CROSS JOIN match m ON m.a = x.key CROSS JOIN article y ON y.key = m.b
		ORDER BY x.id, y.id`)
}

// Passages are stored as varints: how many; of each its spans as steps from the end of
// the one before, whether it is quoted, how many runs; and of each run its words and
// its steps from the end of the one before. Passages are in order of A only, so steps
// may be negative.

func appendPassages(dst []byte, list []news.Passage) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(list)))
	var last news.Passage
	var at news.Run // the words' ends
	for _, p := range list {
		dst = binary.AppendVarint(dst, int64(p.A.Start-last.A.End))
		dst = binary.AppendVarint(dst, int64(p.A.Len()))
		dst = binary.AppendVarint(dst, int64(p.B.Start-last.B.End))
		dst = binary.AppendVarint(dst, int64(p.B.Len()))
		runs := uint64(len(p.Runs)) << 1
		if p.Quoted {
			runs |= 1
		}
		dst = binary.AppendUvarint(dst, runs)
		for _, r := range p.Runs {
			dst = binary.AppendVarint(dst, int64(r.A-at.A))
			dst = binary.AppendVarint(dst, int64(r.B-at.B))
			dst = binary.AppendVarint(dst, int64(r.Words))
			at = news.Run{A: r.A + r.Words, B: r.B + r.Words}
		}
		last = p
	}
	return dst
}

// varints reads what Append functions of encoding/binary wrote. Once something is wrong
// with the data it reads zeros.
type varints struct {
	data []byte
	bad  bool
}

func (r *varints) drop(n int) {
	if n <= 0 {
		r.data, r.bad = nil, true
		return
	}
	r.data = r.data[n:]
}

func (r *varints) uint() uint64 {
	v, n := binary.Uvarint(r.data)
	r.drop(n)
	return v
}

func (r *varints) int() int {
	v, n := binary.Varint(r.data)
	r.drop(n)
	return int(v)
}

// count reads how many things follow, each of which takes a byte at least.
func (r *varints) count(n uint64) int {
	if n > uint64(len(r.data)) {
		r.data, r.bad = nil, true
		return 0
	}
	return int(n)
}

func (r *varints) float() float64 {
	return math.Float64frombits(r.uint())
}

func (r *varints) string() string {
	n := r.count(r.uint())
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

func (r *varints) passages() []news.Passage {
	var list []news.Passage
	var last news.Passage
	var at news.Run
	for range r.count(r.uint()) {
		var p news.Passage
		p.A.Start = last.A.End + r.int()
		p.A.End = p.A.Start + r.int()
		p.B.Start = last.B.End + r.int()
		p.B.End = p.B.Start + r.int()
		runs := r.uint()
		p.Quoted = runs&1 == 1
		for range r.count(runs >> 1) {
			run := news.Run{A: at.A + r.int(), B: at.B + r.int(), Words: r.int()}
			at = news.Run{A: run.A + run.Words, B: run.B + run.Words}
			p.Runs = append(p.Runs, run)
		}
		list = append(list, p)
		last = p
	}
	return list
}

// appendMatch packs a whole match but for its two ends.
func appendMatch(dst []byte, m news.Match) []byte {
	for _, class := range []news.Class{m.Class, m.Reverse} {
		dst = binary.AppendUvarint(dst, uint64(len(class)))
		dst = append(dst, class...)
	}
	borderline := uint64(0)
	if m.Borderline {
		borderline = 1
	}
	dst = binary.AppendUvarint(dst, borderline)
	for _, x := range []float64{m.Words, m.Unquoted, m.Quoted} {
		dst = binary.AppendUvarint(dst, math.Float64bits(x))
	}
	for _, n := range []int{m.Run, m.SideA.Words, m.SideA.Unquoted, m.SideB.Words, m.SideB.Unquoted} {
		dst = binary.AppendVarint(dst, int64(n))
	}
	return appendPassages(dst, m.Passages)
}

func readMatch(data []byte, a, b news.ID) (news.Match, error) {
	r := varints{data: data}
	m := news.Match{A: a, B: b, Class: news.Class(r.string()), Reverse: news.Class(r.string()), Borderline: r.uint() == 1,
		Words: r.float(), Unquoted: r.float(), Quoted: r.float(), Run: r.int()}
	m.SideA = news.Side{Words: r.int(), Unquoted: r.int()}
	m.SideB = news.Side{Words: r.int(), Unquoted: r.int()}
	m.Passages = r.passages()
	if r.bad || len(r.data) > 0 {
		return m, malformed("match of %s and %s", a, b)
	}
	return m, nil
}
