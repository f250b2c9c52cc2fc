package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"stemma/internal/news"
)

// Unlinked returns the articles whose matches are not all found yet, in ascending order: those
// beyond a key, and those that are among others.
func (s *Store) Unlinked(ctx context.Context, after news.Key, others []news.Key) ([]news.Key, error) {
	return Collect(rowsOf(ctx, s, "read unlinked articles", scanKey, `
		SELECT article FROM unlinked WHERE article > ?
		UNION SELECT article FROM unlinked WHERE article IN (SELECT value FROM json_each(?)) ORDER BY article`, after, jsonList(others)))
}

func scanKey(rows *sql.Rows) (key news.Key, err error) { return key, rows.Scan(&key) }

// Keys returns the key of each of the articles with these IDs, in their order.
func (s *Store) Keys(ctx context.Context, ids []news.ID) ([]news.Key, error) {
	keys := make([]news.Key, len(ids))
	err := s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		found, err := keysOf(ctx, tx, ids)
		for i, id := range ids {
			keys[i] = found[id]
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	return keys, nil
}

// keysOf maps IDs to keys. An ID that is not in the index is ErrNotFound.
func keysOf(ctx context.Context, tx *sql.Tx, ids []news.ID) (map[news.ID]news.Key, error) {
	type pair struct {
		id  news.ID
		key news.Key
	}
	scan := func(rows *sql.Rows) (p pair, err error) { return p, rows.Scan((*string)(&p.id), &p.key) }
	keys := make(map[news.ID]news.Key, len(ids))
	err := eachRow(ctx, tx, scan, func(p pair) error {
		keys[p.id] = p.key
		return nil
	}, `SELECT a.id, a.key FROM json_each(?) j CROSS JOIN article a ON a.id = j.value`, jsonList(ids))
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, ok := keys[id]; !ok {
			return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
		}
	}
	return keys, nil
}

// Heads returns the head of each of the articles with these keys, in their order.
func (s *Store) Heads(ctx context.Context, keys []news.Key) ([]news.Head, error) {
	return byKeys(ctx, s, keys, articleHead, "article a ON a.key", scanHead)
}

// Texts returns the text of each of the articles with these keys, in their order.
func (s *Store) Texts(ctx context.Context, keys []news.Key) ([]string, error) {
	packed, err := byKeys(ctx, s, keys, "t.data", "text t ON t.article", func(rows *sql.Rows, rest ...any) (data []byte, err error) {
		return data, rows.Scan(append([]any{&data}, rest...)...)
	})
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(packed))
	return texts, parallel(len(packed), func(i int) (err error) {
		texts[i], err = s.unpack(packed[i])
		return err
	})
}

// byKeys reads a row for each of keys, in their order. A key that has none is ErrNotFound.
func byKeys[T any](ctx context.Context, s *Store, keys []news.Key, columns, table string, scan func(*sql.Rows, ...any) (T, error)) ([]T, error) {
	list := make([]T, len(keys))
	found, at := 0, 0
	for v, err := range rowsOf(ctx, s, "read articles", func(rows *sql.Rows) (T, error) { return scan(rows, &at) },
		`SELECT `+columns+`, j.key FROM json_each(?) j CROSS JOIN `+table+` = j.value`, jsonList(keys)) {
		if err != nil {
			return nil, err
		}
		list[at] = v
		found++
	}
	if found < len(keys) {
		return nil, fmt.Errorf("read articles: %d of %d: %w", len(keys)-found, len(keys), ErrNotFound)
	}
	return list, nil
}

func (s *Store) scanText(rows *sql.Rows) (string, error) {
	var data sql.RawBytes
	if err := rows.Scan(&data); err != nil {
		return "", err
	}
	return s.unpack(data)
}

func (s *Store) unpack(data []byte) (string, error) {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	text, err := s.unzip.DecodeAll(data, p.plain[:0])
	if err != nil {
		return "", malformed("text: %v", err)
	}
	p.plain = text
	return string(text), nil
}

func (s *Store) scanArticle(rows *sql.Rows) (news.Article, error) {
	var a news.Article
	var data sql.RawBytes
	var err error
	if a.Head, err = scanHead(rows, &data); err != nil {
		return a, err
	}
	a.Text, err = s.unpack(data)
	return a, err
}

// Article returns the article with the given ID, in its current revision.
func (s *Store) Article(ctx context.Context, id news.ID) (news.Article, error) {
	list, err := Collect(rowsOf(ctx, s, "read article", s.scanArticle, `
		SELECT `+articleHead+`, t.data FROM article a JOIN text t ON t.article = a.key WHERE a.id = ?`, string(id)))
	switch {
	case err != nil:
		return news.Article{}, err
	case len(list) == 0:
		return news.Article{}, fmt.Errorf("read article %s: %w", id, ErrNotFound)
	}
	return list[0], nil
}

// A Text is the text of an article, in its current revision.
type Text struct {
	ID   news.ID
	Text string
}

// AllTexts yields the text of every article, sorted by ID.
func (s *Store) AllTexts(ctx context.Context) iter.Seq2[Text, error] {
	scan := func(rows *sql.Rows) (t Text, err error) {
		var data sql.RawBytes
		if err := rows.Scan((*string)(&t.ID), &data); err != nil {
			return t, err
		}
		t.Text, err = s.unpack(data)
		return t, err
	}
	return rowsOf(ctx, s, "read texts", scan, `
		SELECT a.id, t.data FROM article a CROSS JOIN text t ON t.article = a.key ORDER BY a.id`)
}

// Text returns the text of the article with the given ID.
func (s *Store) Text(ctx context.Context, id news.ID) (string, error) {
	list, err := Collect(rowsOf(ctx, s, "read text", s.scanText, `
		SELECT t.data FROM article a JOIN text t ON t.article = a.key WHERE a.id = ?`, string(id)))
	switch {
	case err != nil:
		return "", err
	case len(list) == 0:
		return "", fmt.Errorf("read text of %s: %w", id, ErrNotFound)
	}
	return list[0], nil
}

// Revisions returns the revisions of an article that are not its current one, latest
// first; of one time, that with the larger content hash.
func (s *Store) Revisions(ctx context.Context, id news.ID) ([]news.Article, error) {
	return Collect(rowsOf(ctx, s, "read revisions", s.scanArticle, `
		SELECT `+revisionHead+`, r.data FROM article a JOIN revision r ON r.article = a.key WHERE a.id = ?
		ORDER BY unixepoch(r.published_earliest, 'subsec') DESC, r.content DESC`, string(id)))
}

// Articles yields the head of every article, sorted by ID.
func (s *Store) Articles(ctx context.Context) iter.Seq2[news.Head, error] {
	return rowsOf(ctx, s, "read articles", scanHeadOnly, `
		SELECT `+articleHead+` FROM article a ORDER BY a.id`)
}

func scanHeadOnly(rows *sql.Rows) (news.Head, error) { return scanHead(rows) }

// shortestPrefix is how much of an ID names an article: 4 digits tell 65,536 apart.
const shortestPrefix = 4

// Find returns the articles that a user's name for one can mean, sorted by ID: those
// with that ID; else with that own id, address in normal form or place; else with an
// ID that begins so. More than one is an ambiguous name, and none is ErrNotFound.
func (s *Store) Find(ctx context.Context, name string) ([]news.Head, error) {
	if name == "" {
		return nil, fmt.Errorf("find an article without a name: %w", ErrNotFound)
	}
	for _, where := range []string{
		`a.id = ?1`,
		`a.key IN (WITH RECURSIVE lot (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM lot WHERE n < (SELECT max(key) >> 12 FROM article))
			SELECT key FROM lot CROSS JOIN article ON key >> 12 = n AND own <> '' AND own = ?1
			UNION SELECT key FROM lot CROSS JOIN article ON key >> 12 = n AND address <> 0 AND address = ?2
			UNION SELECT key FROM article WHERE place = ?1)`,
		fmt.Sprintf(`length(?1) >= %d AND a.id >= ?1 AND a.id < ?1 || 'g'`, shortestPrefix),
	} {
		list, err := Collect(rowsOf(ctx, s, "find "+name, scanHeadOnly,
			`SELECT `+articleHead+` FROM article a WHERE `+where+` ORDER BY a.id`, name, nameHash(name)))
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, fmt.Errorf("find %s: %w", name, ErrNotFound)
}
