package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"stemma/internal/news"
)

// A familyDetail is the part of a family that no query asks about: a column of JSON.
type familyDetail struct {
	Unseen       []unseen   `json:"unseen,omitempty"`
	Rests        []string   `json:"rests,omitempty"`
	RootEvidence []evidence `json:"root_evidence,omitempty"`
	Conflicts    []string   `json:"conflicts,omitempty"`
}

// The stored forms of news.UnseenNode and news.Evidence.
type (
	unseen struct {
		Name  string `json:"name"`
		Named int    `json:"named"`
		Of    int    `json:"of"`
	}
	evidence struct {
		Kind  string  `json:"kind"`
		Group string  `json:"group"`
		Bits  float64 `json:"bits"`
		Text  string  `json:"text"`
		Quote string  `json:"quote,omitempty"`
		In    news.ID `json:"in,omitempty"`
		Span  span    `json:"span,omitzero"`
	}
)

func toUnseen(u news.UnseenNode) unseen { return unseen(u) }
func (u unseen) news() news.UnseenNode  { return news.UnseenNode(u) }
func toEvidence(e news.Evidence) evidence {
	return evidence{e.Kind, e.Group, e.Bits, e.Text, e.Quote, e.In, toSpan(e.Span)}
}
func (e evidence) news() news.Evidence {
	return news.Evidence{Kind: e.Kind, Group: e.Group, Bits: e.Bits, Text: e.Text, Quote: e.Quote, In: e.In, Span: e.Span.news()}
}

// SaveFamilies removes the dissolved families and saves the others whole, in place of any
// with the same ID, in one transaction. Every member must be in the index.
func (s *Store) SaveFamilies(ctx context.Context, dissolved []news.ID, families []news.Family) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := removeFamilies(ctx, tx, dissolved, families); err != nil {
			return err
		}
		w, err := newFamilyWriter(ctx, tx, families)
		if err != nil {
			return err
		}
		defer w.close()
		for _, f := range families {
			if err := w.save(ctx, f); err != nil {
				return fmt.Errorf("family %s: %w", f.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save %d families: %w", len(families), err)
	}
	return nil
}

func removeFamilies(ctx context.Context, tx *sql.Tx, dissolved []news.ID, replaced []news.Family) error {
	ids := append([]news.ID{}, dissolved...)
	for _, f := range replaced {
		ids = append(ids, f.ID)
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM family WHERE id IN (SELECT value FROM json_each(?))`, jsonList(ids))
	return err
}

// A familyWriter saves families in one transaction.
type familyWriter struct {
	keys                 map[news.ID]news.Key // of all members
	family, member, link *sql.Stmt
}

func newFamilyWriter(ctx context.Context, tx *sql.Tx, families []news.Family) (*familyWriter, error) {
	keys, err := keysOf(ctx, tx, membersOf(families))
	if err != nil {
		return nil, err
	}
	w := &familyWriter{keys: keys}
	var errs [3]error
	w.family, errs[0] = tx.PrepareContext(ctx, `
		INSERT INTO family (id, root, claim, probability, detail) VALUES (?, ?, ?, ?, ?)`)
	w.member, errs[1] = tx.PrepareContext(ctx, `INSERT INTO family_member (family, article) VALUES (?, ?)`)
	w.link, errs[2] = tx.PrepareContext(ctx, `
		INSERT INTO link (family, position, copy, source, bits, confidence, taken, runner_up, runner_up_confidence, verdict, reason, second, match, evidence)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	return w, errors.Join(errs[:]...)
}

func membersOf(families []news.Family) []news.ID {
	var ids []news.ID
	for _, f := range families {
		for _, h := range f.Members {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

func (w *familyWriter) close() {
	w.family.Close()
	w.member.Close()
	w.link.Close()
}

func (w *familyWriter) save(ctx context.Context, f news.Family) error {
	packed, err := json.Marshal(familyDetail{
		Unseen:       convert(f.Unseen, toUnseen),
		Rests:        f.Rests,
		RootEvidence: convert(f.RootEvidence, toEvidence),
		Conflicts:    f.Conflicts,
	})
	if err != nil {
		return err
	}
	saved, err := w.family.ExecContext(ctx, string(f.ID), string(f.Root), string(f.Claim), f.Probability, string(packed))
	if err != nil {
		return err
	}
	key, err := saved.LastInsertId()
	if err != nil {
		return err
	}
	if err := w.saveMembers(ctx, key, f.Members); err != nil {
		return err
	}
	for i, l := range f.Links {
		if err := w.saveLink(ctx, key, i, l); err != nil {
			return err
		}
	}
	return nil
}

func (w *familyWriter) saveMembers(ctx context.Context, family int64, members []news.Head) error {
	for _, h := range members {
		if _, err := w.member.ExecContext(ctx, family, w.keys[h.ID]); err != nil {
			return err
		}
	}
	return nil
}

func (w *familyWriter) saveLink(ctx context.Context, family int64, position int, l news.Link) error {
	packed, err := json.Marshal(convert(l.Evidence, toEvidence))
	if err != nil {
		return err
	}
	_, err = w.link.ExecContext(ctx, family, position, string(l.Copy), string(l.Source), l.Bits, l.Confidence, l.Taken,
		string(l.RunnerUp), l.RunnerUpConfidence, string(l.Verdict), l.Reason, l.Second, appendMatch(nil, l.Match), string(packed))
	return err
}

// Family returns the family with the given ID, whole.
func (s *Store) Family(ctx context.Context, id news.ID) (news.Family, error) {
	list, err := Collect(s.families(ctx, `WHERE f.id = ?`, string(id)))
	switch {
	case err != nil:
		return news.Family{}, err
	case len(list) == 0:
		return news.Family{}, fmt.Errorf("read family %s: %w", id, ErrNotFound)
	}
	return list[0], nil
}

// LargestFamilies returns the n families of most members, whole, those of as many sorted by
// ID, and how many families there are in all.
func (s *Store) LargestFamilies(ctx context.Context, n int) (largest []news.Family, all int, err error) {
	scan := func(rows *sql.Rows) (id news.ID, err error) { return id, rows.Scan((*string)(&id), &all) }
	ids, err := Collect(rowsOf(ctx, s, "read families", scan, `
		WITH size AS (SELECT family, count(*) AS members FROM family_member GROUP BY family)
		SELECT f.id, count(*) OVER () FROM family f LEFT JOIN size ON size.family = f.key ORDER BY members DESC, f.id LIMIT ?`, n))
	for _, id := range ids {
		f, err := s.Family(ctx, id)
		if err != nil {
			return nil, 0, err
		}
		largest = append(largest, f)
	}
	return largest, all, err
}

// Unseen returns the sources that articles name and the index does not hold, those named
// most first. Of is 0.
func (s *Store) Unseen(ctx context.Context) ([]news.UnseenNode, error) {
	scan := func(rows *sql.Rows) (u news.UnseenNode, err error) { return u, rows.Scan(&u.Name, &u.Named) }
	return Collect(rowsOf(ctx, s, "read unseen sources", scan, `
		SELECT u.value ->> 'name' AS name, sum(u.value ->> 'named') AS named
		FROM family f CROSS JOIN json_each(f.detail, '$.unseen') u WHERE instr(f.detail, '"unseen":[') > 0
		GROUP BY 1 ORDER BY named DESC, name`))
}

// Families yields every family, whole, sorted by ID.
func (s *Store) Families(ctx context.Context) iter.Seq2[news.Family, error] {
	return s.families(ctx, ``)
}

// families reads families, their members and their links side by side: three queries in
// one order, each read as far as the family at hand goes.
func (s *Store) families(ctx context.Context, where string, args ...any) iter.Seq2[news.Family, error] {
	return func(yield func(news.Family, error) bool) {
		err := s.view(ctx, func(bare context.Context, tx *sql.Tx) error {
			members, err := openShelf(bare, tx, scanMember, `
				SELECT `+articleHead+`, f.key FROM family f CROSS JOIN family_member m ON m.family = f.key CROSS JOIN article a ON a.key = m.article
				`+where+` ORDER BY f.id, a.id`, args...)
			if err != nil {
				return err
			}
			defer members.close()
			links, err := openShelf(bare, tx, scanLink, `
				SELECT l.copy, l.source, l.bits, l.confidence, l.taken, l.runner_up, l.runner_up_confidence, l.verdict, l.reason, l.second, l.match, l.evidence, f.key
				FROM family f CROSS JOIN link l ON l.family = f.key `+where+` ORDER BY f.id, l.position`, args...)
			if err != nil {
				return err
			}
			defer links.close()
			return eachRow(bare, tx, scanFamily, func(f keyed[news.Family]) error {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				family := f.value
				if family.Members, err = members.take(f.key); err != nil {
					return err
				}
				if family.Links, err = links.take(f.key); err != nil {
					return err
				}
				if !yield(family, nil) {
					return errStopped
				}
				return nil
			}, `SELECT f.id, f.root, f.claim, f.probability, f.detail, f.key FROM family f `+where+` ORDER BY f.id`, args...)
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(news.Family{}, fmt.Errorf("read families: %w", err))
		}
	}
}

// keyed is something of the family with that key.
type keyed[T any] struct {
	key   int64
	value T
}

// A shelf reads rows that are in the order of their families.
type shelf[T any] struct {
	rows *sql.Rows
	scan func(*sql.Rows) (keyed[T], error)
	next keyed[T]
	more bool
}

func openShelf[T any](ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) (keyed[T], error), query string, args ...any) (*shelf[T], error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	s := &shelf[T]{rows: rows, scan: scan}
	return s, s.step()
}

func (s *shelf[T]) close() { s.rows.Close() }

func (s *shelf[T]) step() (err error) {
	if s.more = s.rows.Next(); !s.more {
		return s.rows.Err()
	}
	s.next, err = s.scan(s.rows)
	return err
}

// take reads the rows of one family.
func (s *shelf[T]) take(family int64) ([]T, error) {
	var list []T
	for s.more && s.next.key == family {
		list = append(list, s.next.value)
		if err := s.step(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func scanMember(rows *sql.Rows) (m keyed[news.Head], err error) {
	m.value, err = scanHead(rows, &m.key)
	return m, err
}

func scanFamily(rows *sql.Rows) (keyed[news.Family], error) {
	var k keyed[news.Family]
	f := &k.value
	var packed sql.RawBytes
	if err := rows.Scan((*string)(&f.ID), (*string)(&f.Root), (*string)(&f.Claim), &f.Probability, &packed, &k.key); err != nil {
		return k, err
	}
	var d familyDetail
	if err := json.Unmarshal(packed, &d); err != nil {
		return k, malformed("family %s: %v", f.ID, err)
	}
	f.Unseen = convert(d.Unseen, unseen.news)
	f.Rests, f.Conflicts = d.Rests, d.Conflicts
	f.RootEvidence = convert(d.RootEvidence, evidence.news)
	return k, nil
}

func scanLink(rows *sql.Rows) (keyed[news.Link], error) {
	var k keyed[news.Link]
	l := &k.value
	var match, packed sql.RawBytes
	err := rows.Scan((*string)(&l.Copy), (*string)(&l.Source), &l.Bits, &l.Confidence, &l.Taken, (*string)(&l.RunnerUp), &l.RunnerUpConfidence,
		(*string)(&l.Verdict), &l.Reason, &l.Second, &match, &packed, &k.key)
	if err != nil {
		return k, err
	}
	var list []evidence
	if err := json.Unmarshal(packed, &list); err != nil {
		return k, malformed("link of %s to %s: %v", l.Copy, l.Source, err)
	}
	l.Evidence = convert(list, evidence.news)
	l.Match, err = readMatch(match, l.Source, l.Copy)
	return k, err
}

// Roots returns the families with these IDs, sorted by ID, each without members, links and
// detail: what is known of their roots.
func (s *Store) Roots(ctx context.Context, ids []news.ID) ([]news.Family, error) {
	scan := func(rows *sql.Rows) (f news.Family, err error) {
		return f, rows.Scan((*string)(&f.ID), (*string)(&f.Root), (*string)(&f.Claim), &f.Probability)
	}
	return Collect(rowsOf(ctx, s, "read roots", scan, `
		SELECT f.id, f.root, f.claim, f.probability FROM json_each(?) j CROSS JOIN family f ON f.id = j.value ORDER BY f.id`, jsonList(ids)))
}

// FamiliesOf returns the families, sorted, of each of the articles that is in one.
func (s *Store) FamiliesOf(ctx context.Context, ids []news.ID) (map[news.ID][]news.ID, error) {
	return s.pairs(ctx, "read families", `
		SELECT DISTINCT a.id, f.id FROM json_each(?) j CROSS JOIN article a ON a.id = j.value
		CROSS JOIN family_member m ON m.article = a.key CROSS JOIN family f ON f.key = m.family ORDER BY f.id`, ids)
}

// A Kin is an article and a family that it is in.
type Kin struct {
	Article news.Key
	Family  news.ID
}

// Kin returns all members of the families that articles are in.
func (s *Store) Kin(ctx context.Context, keys []news.Key) ([]Kin, error) {
	scan := func(rows *sql.Rows) (k Kin, err error) { return k, rows.Scan(&k.Article, (*string)(&k.Family)) }
	return Collect(rowsOf(ctx, s, "read members", scan, `
		WITH named AS MATERIALIZED (SELECT DISTINCT family FROM json_each(?) j CROSS JOIN family_member ON article = j.value)
		SELECT m.article, f.id FROM named n CROSS JOIN family f ON f.key = n.family CROSS JOIN family_member m ON m.family = n.family
		ORDER BY f.id, m.article`, jsonList(keys)))
}

// FamilyKeys returns, of those of the articles that are in a family, a number of it: of
// several families the smallest.
func (s *Store) FamilyKeys(ctx context.Context, keys []news.Key) (map[news.Key]int64, error) {
	type row struct {
		article news.Key
		family  int64
	}
	scan := func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.article, &r.family) }
	found := map[news.Key]int64{}
	for r, err := range rowsOf(ctx, s, "read families", scan,
		`SELECT article, min(family) FROM json_each(?) j CROSS JOIN family_member ON article = j.value GROUP BY article`, jsonList(keys)) {
		if err != nil {
			return nil, err
		}
		found[r.article] = r.family
	}
	return found, nil
}

// MembersOf returns the members, sorted, of each of the families.
func (s *Store) MembersOf(ctx context.Context, families []news.ID) (map[news.ID][]news.ID, error) {
	return s.pairs(ctx, "read members", `
		SELECT DISTINCT f.id, a.id FROM json_each(?) j CROSS JOIN family f ON f.id = j.value
		CROSS JOIN family_member m ON m.family = f.key CROSS JOIN article a ON a.key = m.article ORDER BY a.id`, families)
}

// pairs gathers by the first column what a query about ids has in the second.
func (s *Store) pairs(ctx context.Context, doing, query string, ids []news.ID) (map[news.ID][]news.ID, error) {
	scan := func(rows *sql.Rows) (p [2]news.ID, err error) {
		return p, rows.Scan((*string)(&p[0]), (*string)(&p[1]))
	}
	found := map[news.ID][]news.ID{}
	for p, err := range rowsOf(ctx, s, doing, scan, query, jsonList(ids)) {
		if err != nil {
			return nil, err
		}
		found[p[0]] = append(found[p[0]], p[1])
	}
	return found, nil
}
