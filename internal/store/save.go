package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"stemma/internal/news"
)

// save writes the plan.
func (p *plan) save(ctx context.Context, tx *sql.Tx) error {
	w, err := newArticleWriter(ctx, tx)
	if err != nil {
		return err
	}
	defer w.close()
	for _, n := range p.nodes {
		if err := w.save(ctx, n); err != nil {
			return fmt.Errorf("article %s: %w", n.id, err)
		}
	}
	if len(p.keys) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO unlinked (article) SELECT value FROM json_each(?)`, jsonList(p.keys)); err != nil {
		return err
	}
	return p.saveSegment(ctx, tx)
}

// saveSegment writes the postings as a new segment.
func (p *plan) saveSegment(ctx context.Context, tx *sql.Tx) error {
	if len(p.postings) == 0 {
		return nil
	}
	w, err := newSegmentWriter(ctx, tx, len(p.postings))
	if err != nil {
		return err
	}
	defer w.close()
	var keys []news.Key
	for i := 0; i < len(p.postings); {
		hash := p.postings[i].hash()
		keys = keys[:0]
		for ; i < len(p.postings) && p.postings[i].hash() == hash; i++ {
			// A fingerprint may stand in a text more than once.
			if key := p.keys[p.postings[i].place()]; len(keys) == 0 || keys[len(keys)-1] != key {
				keys = append(keys, key)
			}
		}
		if err := w.add(ctx, hash, keys, len(keys)); err != nil {
			return err
		}
	}
	return w.finish(ctx)
}

// An articleWriter saves articles in one transaction.
type articleWriter struct {
	tx                              *sql.Tx
	article, text, credit, revision *sql.Stmt
	lastSegment                     int64 // before the batch
}

// versionColumns are the columns that article and revision share.
const versionColumns = `content, own, place, url, address, domain, outlet, outlet_key, title, byline, lang,
	published_earliest, published_latest, grade, words, detail`

func newArticleWriter(ctx context.Context, tx *sql.Tx) (*articleWriter, error) {
	w := &articleWriter{tx: tx}
	columns := strings.Split(versionColumns, ",")
	marks := strings.Repeat(", ?", len(columns))
	for i, c := range columns {
		columns[i] = "excluded." + strings.TrimSpace(c)
	}
	excluded := strings.Join(columns, ", ")
	for _, prepare := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&w.article, `INSERT INTO article (key, id, ` + versionColumns + `) VALUES (?, ?` + marks + `)
			ON CONFLICT (key) DO UPDATE SET (` + versionColumns + `) = (` + excluded + `)`},
		{&w.text, `INSERT INTO text (article, data) VALUES (?, ?) ON CONFLICT (article) DO UPDATE SET data = excluded.data`},
		{&w.credit, `INSERT OR IGNORE INTO credit (article, outlet) VALUES (?, ?)`},
		{&w.revision, `INSERT INTO revision (article, data, ` + versionColumns + `) VALUES (?, ?` + marks + `)`},
	} {
		var err error
		if *prepare.stmt, err = tx.PrepareContext(ctx, prepare.text); err != nil {
			return nil, err
		}
	}
	return w, tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM segment`).Scan(&w.lastSegment)
}

func (w *articleWriter) close() {
	for _, stmt := range []*sql.Stmt{w.article, w.text, w.credit, w.revision} {
		stmt.Close()
	}
}

// columns are the values of versionColumns.
func (v version) columns() []any {
	r, h := v.row, &v.row.head
	return []any{v.content[:], h.Own, v.place, h.URL, nameHash(r.address), h.Domain, h.Outlet, r.outlet, h.Title, h.Byline, h.Lang,
		nullable(stamp(h.Published.Earliest)), nullable(stamp(h.Published.Latest)), string(h.Published.Grade), h.Words, string(r.detail)}
}

// save writes what a batch changed of an article.
func (w *articleWriter) save(ctx context.Context, n *node) error {
	if n.current.row != nil {
		if err := w.saveCurrent(ctx, n); err != nil {
			return err
		}
	} else if n.current.moved {
		if _, err := w.tx.ExecContext(ctx, `UPDATE article SET place = ? WHERE key = ?`, n.current.place, n.key); err != nil {
			return err
		}
	}
	for _, v := range n.others {
		if err := w.saveOther(ctx, n.key, v); err != nil {
			return err
		}
	}
	return nil
}

func (w *articleWriter) saveCurrent(ctx context.Context, n *node) error {
	if n.stored {
		if err := w.supersede(ctx, n.key); err != nil {
			return err
		}
	}
	r := n.current.row
	if _, err := w.article.ExecContext(ctx, append([]any{n.key, string(n.id)}, n.current.columns()...)...); err != nil {
		return err
	}
	if _, err := w.text.ExecContext(ctx, n.key, r.data); err != nil {
		return err
	}
	for _, outlet := range r.credits {
		if _, err := w.credit.ExecContext(ctx, n.key, outlet); err != nil {
			return err
		}
	}
	return nil
}

// supersede makes the stored current revision a past one, and forgets what was found of it.
func (w *articleWriter) supersede(ctx context.Context, key news.Key) error {
	for _, query := range []string{
		`INSERT INTO revision (article, data, ` + versionColumns + `)
			SELECT key, data, ` + versionColumns + ` FROM article JOIN text ON article = key WHERE key = ?`,
		`DELETE FROM match WHERE a = ?`,
		`DELETE FROM match WHERE b = ?`,
		`DELETE FROM credit WHERE article = ?`,
	} {
		if _, err := w.tx.ExecContext(ctx, query, key); err != nil {
			return err
		}
	}
	_, err := w.tx.ExecContext(ctx, `INSERT INTO gone (article, through) VALUES (?, ?)
		ON CONFLICT (article) DO UPDATE SET through = excluded.through`, key, w.lastSegment)
	return err
}

// saveOther saves a revision that is not the current one.
func (w *articleWriter) saveOther(ctx context.Context, key news.Key, v version) error {
	var err error
	switch {
	case v.row != nil:
		_, err = w.revision.ExecContext(ctx, append([]any{key, v.row.data}, v.columns()...)...)
	case v.moved:
		_, err = w.tx.ExecContext(ctx, `UPDATE revision SET place = ? WHERE article = ? AND content = ?`, v.place, key, v.content[:])
	}
	return err
}
