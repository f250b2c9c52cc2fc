package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"stemma/internal/news"
)

// AllRevisions yields every revision of every article, sorted by ID; those of one article
// with the oldest first and the current one last.
func (s *Store) AllRevisions(ctx context.Context) iter.Seq2[news.Article, error] {
	type current struct {
		news.Article
		revised bool
	}
	scan := func(rows *sql.Rows) (c current, err error) {
		var data sql.RawBytes
		if c.Head, err = scanHead(rows, &data, &c.revised); err != nil {
			return c, err
		}
		c.Text, err = s.unpack(data)
		return c, err
	}
	list := rowsOf(ctx, s, "read articles", scan, `
		SELECT `+articleHead+`, t.data, EXISTS (SELECT 1 FROM revision r WHERE r.article = a.key)
		FROM article a CROSS JOIN text t ON t.article = a.key ORDER BY a.id`)
	return func(yield func(news.Article, error) bool) {
		for c, err := range list {
			if err == nil && c.revised {
				var older []news.Article
				older, err = s.Revisions(ctx, c.ID)
				for _, a := range slices.Backward(older) {
					if !yield(a, nil) {
						return
					}
				}
			}
			if !yield(c.Article, err) || err != nil {
				return
			}
		}
	}
}
