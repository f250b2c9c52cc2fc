package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// An Entry is an article to add, with what the store cannot work out itself.
type Entry struct {
	Article news.Article
	Prints  []shingle.Print
	Address string   // Article.URL in normal form: what Find compares; empty when unknown
	Outlet  string   // canonical key of Article.Outlet, empty when unknown
	Credits []string // canonical keys of the outlets it explicitly credits: what History counts
}

// A Fate is what became of an entry.
type Fate uint8

// The fates of an entry.
const (
	Added     Fate = iota // a new article
	Revised               // other content under a known ID, current or not
	Unchanged             // content that was there already
)

// An Outcome says what became of a batch.
type Outcome struct {
	Fates                     []Fate     // of each entry, in order
	Keys                      []news.Key // of each entry's article, in order
	Added, Revised, Unchanged []news.ID  // in order of the batch
}

func (o *Outcome) note(id news.ID, key news.Key, f Fate) {
	o.Fates = append(o.Fates, f)
	o.Keys = append(o.Keys, key)
	switch f {
	case Added:
		o.Added = append(o.Added, id)
	case Revised:
		o.Revised = append(o.Revised, id)
	case Unchanged:
		o.Unchanged = append(o.Unchanged, id)
	}
}

// Add is AddPacked of entries that it packs itself, on all processors.
func (s *Store) Add(ctx context.Context, batch []Entry) (Outcome, error) {
	packed := make([]*Packed, len(batch))
	err := parallel(len(batch), func(i int) (err error) {
		packed[i], err = s.Pack(batch[i])
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("add %d articles: %w", len(batch), err)
	}
	return s.AddPacked(ctx, packed)
}

// AddPacked saves a batch of articles and their fingerprints in one transaction, and marks
// as unlinked those that are new or have new text.
//
// Entries with one ID are revisions of one article, and all are kept. The current one is
// the latest by Published.Earliest, else that with the largest content hash, so that the
// order of arrival decides nothing; only its fingerprints are found by Holders. The same
// content from another place is the same revision, and the smaller place is kept. An
// article whose current revision changes loses its matches.
func (s *Store) AddPacked(ctx context.Context, batch []*Packed) (Outcome, error) {
	s.adding.Lock()
	defer s.adding.Unlock()
	if len(batch) > maxBatch {
		return Outcome{}, fmt.Errorf("add %d articles: a batch holds %d at most", len(batch), maxBatch)
	}
	p, err := s.plan(ctx, batch)
	if err == nil {
		err = s.update(ctx, p.save)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("add %d articles: %w", len(batch), err)
	}
	return p.outcome, nil
}

type contentHash [16]byte

// A version is one revision of an article.
type version struct {
	content   contentHash
	published time.Time
	place     string
	moved     bool    // place has become smaller than what is stored
	row       *Packed // nil when it is stored already
}

// newer reports whether v rather than w is the current revision of their article.
func (v version) newer(w version) bool {
	return cmp.Or(v.published.Compare(w.published), bytes.Compare(v.content[:], w.content[:])) > 0
}

// A node is an article and its revisions, as they will be after the batch.
type node struct {
	id      news.ID
	key     news.Key
	stored  bool // before the batch
	current version
	others  []version
}

func (n *node) find(content contentHash) *version {
	if n.current.content == content {
		return &n.current
	}
	for i := range n.others {
		if n.others[i].content == content {
			return &n.others[i]
		}
	}
	return nil
}

// take makes v a revision of n and says what that changed.
func (n *node) take(v version) Fate {
	if same := n.find(v.content); same != nil {
		if v.place < same.place {
			same.place, same.moved = v.place, true
		}
		return Unchanged
	}
	if v.newer(n.current) {
		v, n.current = n.current, v
	}
	n.others = append(n.others, v)
	return Revised
}

// A plan is what saving a batch comes to, worked out before its transaction begins.
type plan struct {
	nodes    []*node // by key
	postings []posting
	keys     []news.Key // what the postings' places stand for
	outcome  Outcome
}

func (s *Store) plan(ctx context.Context, batch []*Packed) (*plan, error) {
	known, next, err := s.knownNodes(ctx, batch)
	if err != nil {
		return nil, err
	}
	p := &plan{}
	for _, row := range batch {
		id := row.head.ID
		v := version{content: row.content, published: row.head.Published.Earliest.UTC(), place: row.head.Place, row: row}
		n, fate := known[id], Added
		if n != nil {
			fate = n.take(v)
		} else {
			n = &node{id: id, key: next, current: v}
			known[id] = n
			next++
		}
		p.outcome.note(id, n.key, fate)
	}
	for _, n := range known {
		p.nodes = append(p.nodes, n)
	}
	slices.SortFunc(p.nodes, func(a, b *node) int { return cmp.Compare(a.key, b.key) })
	p.sortPostings()
	return p, nil
}

// knownNodes reads the articles of the batch that are stored already, and the next free key.
func (s *Store) knownNodes(ctx context.Context, batch []*Packed) (map[news.ID]*node, news.Key, error) {
	known := make(map[news.ID]*node, len(batch))
	ids := make([]news.ID, len(batch))
	for i := range batch {
		ids[i] = batch[i].head.ID
	}
	var last news.Key
	err := s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(key), 0) FROM article`).Scan(&last); err != nil {
			return err
		}
		return readVersions(ctx, tx, jsonList(ids), func(id news.ID, key news.Key, v version) {
			if n := known[id]; n != nil {
				n.others = append(n.others, v)
				return
			}
			known[id] = &node{id: id, key: key, stored: true, current: v}
		})
	})
	return known, last + 1, err
}

// readVersions yields the stored revisions of the named articles, of each the current one first.
func readVersions(ctx context.Context, tx *sql.Tx, ids string, yield func(news.ID, news.Key, version)) error {
	rows, err := tx.QueryContext(ctx, `
		WITH named AS MATERIALIZED (SELECT DISTINCT a.* FROM json_each(?) j CROSS JOIN article a ON a.id = j.value)
		SELECT 1, id, key, content, published_earliest, place FROM named
		UNION ALL
		SELECT 2, n.id, n.key, r.content, r.published_earliest, r.place FROM named n JOIN revision r ON r.article = n.key
		ORDER BY 1, 4`, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind int
		var id news.ID
		var key news.Key
		var content []byte
		var published sql.NullString
		var v version
		if err := rows.Scan(&kind, &id, &key, &content, &published, &v.place); err != nil {
			return err
		}
		copy(v.content[:], content)
		v.published = unstamp(published.String)
		yield(id, key, v)
	}
	return rows.Err()
}

// jsonList is ids as a JSON array, for json_each.
func jsonList[T news.ID | news.Key | int64](list []T) string {
	packed, _ := json.Marshal(list) // strings and numbers cannot fail
	return string(packed)
}

// sortPostings gathers the fingerprints of the new current revisions.
func (p *plan) sortPostings() {
	n := 0
	for _, node := range p.nodes {
		if node.current.row != nil {
			n += len(node.current.row.hashes)
		}
	}
	list := make([]posting, 0, n)
	for _, node := range p.nodes {
		if node.current.row == nil {
			continue
		}
		place := len(p.keys)
		p.keys = append(p.keys, node.key)
		for _, hash := range node.current.row.hashes {
			list = append(list, pack(hash, place))
		}
	}
	p.postings = make([]posting, len(list))
	shingle.SortUniform(list, p.postings, nil, 64)
}

// parallel calls f for 0 to n-1 on all cores.
func parallel(n int, f func(i int) error) error {
	var g errgroup.Group
	workers := min(runtime.GOMAXPROCS(0), n)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < n; i += workers {
				if err := f(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}
