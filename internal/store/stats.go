package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stemma/internal/news"
)

// Stats are the figures of a database.
type Stats struct {
	Articles, Revisions int // revisions that are not current ones
	Unlinked            int // articles whose matches or families are not all found yet
	Segments            []Segment
	Gone                int                // articles with postings that count no more
	PostingBytes        int64              // data of all blocks
	Common              int                // fingerprints of which segments do not keep all articles
	TextBytes           int64              // compressed, of current and past revisions
	FoundBytes          int64              // passages, links with their evidence, and families
	FileBytes           int64              // the database file, free pages included, without the write-ahead log
	FreeBytes           int64              // pages of it that hold nothing
	Matches             map[news.Class]int // by class
	Families            map[news.Claim]int // by what is claimed of the root
	LastRun             *Run               // nil when there was none
}

// A Segment is the figures of one segment of postings.
type Segment struct {
	Tier, Postings, Blocks int
	Bytes                  int64
}

// Postings is the number of postings in all segments.
func (s Stats) Postings() int {
	n := 0
	for _, seg := range s.Segments {
		n += seg.Postings
	}
	return n
}

// RestBytes is what of the file is neither free nor data of postings, texts or what was
// found: heads, indexes, and the room that pages leave.
func (s Stats) RestBytes() int64 {
	return s.FileBytes - s.FreeBytes - s.PostingBytes - s.TextBytes - s.FoundBytes
}

// Tiers are the segments of each tier as one, the lowest first.
func (s Stats) Tiers() []Tier {
	var tiers []Tier
	for _, seg := range s.Segments {
		i, ok := slices.BinarySearchFunc(tiers, seg.Tier, func(t Tier, n int) int { return t.Tier - n })
		if !ok {
			tiers = slices.Insert(tiers, i, Tier{Segment: Segment{Tier: seg.Tier}})
		}
		t := &tiers[i]
		t.Segments++
		t.Postings += seg.Postings
		t.Blocks += seg.Blocks
		t.Bytes += seg.Bytes
	}
	return tiers
}

// A Tier is the segments of about one size, added up.
type Tier struct {
	Segment
	Segments int
}

// A Run is one run of the program that wrote to the database.
type Run struct {
	ID      int64
	Args    []string
	Started time.Time
	Took    time.Duration // to the millisecond; 0 when the run never finished
	Counts  map[string]int
	Stages  []Stage // in order
}

// A Stage is how long one part of a run took, on all cores together or by the clock as
// the run saw fit to measure it.
type Stage struct {
	Name string
	Took time.Duration
}

type stage struct {
	Name string `json:"name"`
	Took int64  `json:"ms"`
}

func toStage(s Stage) stage        { return stage{s.Name, s.Took.Milliseconds()} }
func (s stage) exported() Stage    { return Stage{s.Name, time.Duration(s.Took) * time.Millisecond} }
func encode(v any) (string, error) { b, err := json.Marshal(v); return string(b), err }

// StartRun notes that a run has begun, and returns its number for FinishRun.
func (s *Store) StartRun(ctx context.Context, args []string, started time.Time) (int64, error) {
	packed, err := encode(args)
	if err != nil {
		return 0, err
	}
	var id int64
	err = s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `
			INSERT INTO run (args, started, known, counts, stages)
			VALUES (?, ?, (SELECT coalesce(max(key), 0) FROM article), '{}', '[]') RETURNING id`, packed, stamp(started)).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("note the run: %w", err)
	}
	return id, nil
}

// FinishRun notes what came of a run: the parts of r that StartRun could not know.
func (s *Store) FinishRun(ctx context.Context, id int64, r Run) error {
	counts, err := encode(r.Counts)
	if err != nil {
		return err
	}
	stages, err := encode(convert(r.Stages, toStage))
	if err != nil {
		return err
	}
	err = s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE run SET took = ?, counts = ?, stages = ? WHERE id = ?`, r.Took.Milliseconds(), counts, stages, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("note the run: %w", err)
	}
	return nil
}

// Stats reads the figures of the database. It reads every text's page, and so takes about
// a second for a million articles.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	st := Stats{Matches: map[news.Class]int{}, Families: map[news.Claim]int{}}
	err := s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, read := range []func(context.Context, *sql.Tx) error{st.readCounts, st.readSegments, st.readClasses, st.readLastRun} {
			if err := read(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Stats{}, fmt.Errorf("read figures: %w", err)
	}
	return st, nil
}

func (st *Stats) readCounts(ctx context.Context, tx *sql.Tx) error {
	return tx.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM article),
		       (SELECT count(*) FROM revision),
		       (SELECT count(*) FROM (SELECT article FROM unlinked UNION SELECT article FROM unsolved)),
		       (SELECT count(*) FROM gone),
		       (SELECT count(*) FROM common),
		       (SELECT coalesce(sum(length(data)), 0) FROM text) + (SELECT coalesce(sum(length(data)), 0) FROM revision),
		       (SELECT coalesce(sum(length(passages)), 0) FROM match) + (SELECT coalesce(sum(length(match) + octet_length(evidence)), 0) FROM link)
		           + (SELECT coalesce(sum(octet_length(detail)), 0) FROM family),
		       (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size),
		       (SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size)`).
		Scan(&st.Articles, &st.Revisions, &st.Unlinked, &st.Gone, &st.Common, &st.TextBytes, &st.FoundBytes, &st.FileBytes, &st.FreeBytes)
}

func (st *Stats) readSegments(ctx context.Context, tx *sql.Tx) error {
	list, err := readSegments(ctx, tx)
	for _, s := range list {
		st.Segments = append(st.Segments, Segment{tier(s.postings), s.postings, s.blocks, int64(s.bytes)})
		st.PostingBytes += int64(s.bytes)
	}
	return err
}

func (st *Stats) readClasses(ctx context.Context, tx *sql.Tx) error {
	type count struct {
		of, name string
		n        int
	}
	scan := func(rows *sql.Rows) (c count, err error) { return c, rows.Scan(&c.of, &c.name, &c.n) }
	return eachRow(ctx, tx, scan, func(c count) error {
		if c.of == "match" {
			st.Matches[news.Class(c.name)] = c.n
		} else {
			st.Families[news.Claim(c.name)] = c.n
		}
		return nil
	}, `SELECT 'match', class, count(*) FROM match GROUP BY class UNION ALL SELECT 'family', claim, count(*) FROM family GROUP BY claim`)
}

func (st *Stats) readLastRun(ctx context.Context, tx *sql.Tx) error {
	return eachRow(ctx, tx, scanRun, func(r Run) error {
		st.LastRun = &r
		return nil
	}, `SELECT id, args, started, coalesce(took, 0), counts, stages FROM run ORDER BY id DESC LIMIT 1`)
}

func scanRun(rows *sql.Rows) (Run, error) {
	var r Run
	var args, counts, stages []byte
	var started string
	var took int64
	if err := rows.Scan(&r.ID, &args, &started, &took, &counts, &stages); err != nil {
		return r, err
	}
	r.Started, r.Took = unstamp(started), time.Duration(took)*time.Millisecond
	var list []stage
	for _, part := range []struct {
		data []byte
		into any
	}{{args, &r.Args}, {counts, &r.Counts}, {stages, &list}} {
		if err := json.Unmarshal(part.data, part.into); err != nil {
			return r, malformed("run: %v", err)
		}
	}
	r.Stages = convert(list, stage.exported)
	return r, nil
}

// Runs returns every run, oldest first.
func (s *Store) Runs(ctx context.Context) ([]Run, error) {
	return Collect(rowsOf(ctx, s, "read runs", scanRun, `SELECT id, args, started, coalesce(took, 0), counts, stages FROM run ORDER BY id`))
}

// AddedSince returns the articles that a run and later ones added. One that they only
// revised is not among them.
func (s *Store) AddedSince(ctx context.Context, run int64) (map[news.ID]bool, error) {
	added := map[news.ID]bool{}
	scan := func(rows *sql.Rows) (id news.ID, err error) { return id, rows.Scan((*string)(&id)) }
	for id, err := range rowsOf(ctx, s, "read articles added", scan, `SELECT id FROM article WHERE key > (SELECT known FROM run WHERE id = ?)`, run) {
		if err != nil {
			return nil, err
		}
		added[id] = true
	}
	return added, nil
}

// A Precedent says in how many families articles of one outlet explicitly credit another.
type Precedent struct {
	Copy, Source string // canonical outlet keys
	Families     int
}

// History returns the precedents between all outlets, sorted by copy and source. They
// are what articles say, never links that were worked out.
func (s *Store) History(ctx context.Context) ([]Precedent, error) {
	scan := func(rows *sql.Rows) (p Precedent, err error) { return p, rows.Scan(&p.Copy, &p.Source, &p.Families) }
	return Collect(rowsOf(ctx, s, "read credits", scan, `
		SELECT a.outlet_key, c.outlet, count(DISTINCT m.family)
		FROM credit c CROSS JOIN article a ON a.key = c.article CROSS JOIN family_member m ON m.article = c.article
		WHERE a.outlet_key <> '' GROUP BY 1, 2 ORDER BY 1, 2`))
}
