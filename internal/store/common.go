package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"stemma/internal/news"
)

// A Common is a fingerprint that more than 64 articles have. Who has it may be one family,
// a story that everybody printed, or many: then it is nobody's text.
type Common struct {
	Hash     uint64
	Articles int // that have it
	Families int // distinct ones among the 64 to some hundreds that are kept of these
	Outlets  int // likewise
}

// noteCommon notes fingerprints that a new segment holds of more articles than it keeps:
// where equal fingerprints lie together that costs nothing, and no pass over all of them
// is needed to find them. They are to be counted anew.
func noteCommon(ctx context.Context, tx *sql.Tx, found []group) error {
	if len(found) == 0 {
		return nil
	}
	list := []byte{'['}
	for i, g := range found {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(strconv.AppendUint(append(list, '['), g.hash, 10), ',')
		list = append(strconv.AppendInt(list, int64(g.count), 10), ']')
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO common (hash, articles) SELECT value ->> 0, value ->> 1 FROM json_each(?) WHERE true
		ON CONFLICT (hash) DO UPDATE SET articles = max(articles, excluded.articles), families = NULL, outlets = NULL`,
		string(append(list, ']')))
	return err
}

// commonAtOnce is how many fingerprints are counted in one transaction.
const commonAtOnce = 20000

// CountCommon counts the families and outlets of each fingerprint that has become common,
// or more so, since it was counted last. count is told the articles that are kept of one,
// in ascending order, which are valid until it returns. It is what brings Common up to
// date at the end of a run, and costs what has changed and not what there is.
func (s *Store) CountCommon(ctx context.Context, count func(holders []news.Key) (families, outlets int)) error {
	for {
		n, err := s.countSome(ctx, count)
		if err != nil {
			return fmt.Errorf("count common fingerprints: %w", err)
		}
		if n < commonAtOnce {
			return nil
		}
	}
}

func (s *Store) countSome(ctx context.Context, count func([]news.Key) (families, outlets int)) (int, error) {
	scan := func(rows *sql.Rows) (hash int64, err error) { return hash, rows.Scan(&hash) }
	stale, err := Collect(rowsOf(ctx, s, "read", scan, `SELECT hash FROM common WHERE families IS NULL ORDER BY hash LIMIT ?`, commonAtOnce))
	if err != nil || len(stale) == 0 {
		return 0, err
	}
	hashes := make([]uint64, len(stale))
	for i, hash := range stale {
		hashes[i] = uint64(hash)
	}
	counted := make([]Common, 0, len(stale))
	err = s.Holders(ctx, hashes, 0, func(hash uint64, holders []news.Key, articles int) {
		families, outlets := count(holders)
		counted = append(counted, Common{hash, articles, families, outlets})
	})
	if err != nil {
		return 0, err
	}
	return len(stale), s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		update, err := tx.PrepareContext(ctx, `UPDATE common SET articles = ?, families = ?, outlets = ? WHERE hash = ?`)
		if err != nil {
			return err
		}
		defer update.Close()
		for _, c := range counted {
			if _, err := update.ExecContext(ctx, c.Articles, c.Families, c.Outlets, int64(c.Hash)); err != nil {
				return err
			}
		}
		// What nobody has any more is not common.
		_, err = tx.ExecContext(ctx, `DELETE FROM common WHERE families IS NULL AND hash BETWEEN ? AND ?`, stale[0], stale[len(stale)-1])
		return err
	})
}

// Common returns the fingerprints of which at least so many families are known, sorted.
func (s *Store) Common(ctx context.Context, families int) ([]Common, error) {
	scan := func(rows *sql.Rows) (c Common, err error) {
		var hash int64
		err = rows.Scan(&hash, &c.Articles, &c.Families, &c.Outlets)
		c.Hash = uint64(hash)
		return c, err
	}
	return Collect(rowsOf(ctx, s, "read common fingerprints", scan,
		`SELECT hash, articles, families, outlets FROM common WHERE families >= ? ORDER BY hash`, families))
}
