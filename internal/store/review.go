package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"stemma/internal/news"
)

// Reviews returns what people decided, in the order in which they were stored.
func (s *Store) Reviews(ctx context.Context) ([]news.Review, error) {
	return Collect(rowsOf(ctx, s, "read reviews", scanReview, `SELECT number, kind, article, other, who, given, note FROM review ORDER BY number`))
}

func scanReview(rows *sql.Rows) (r news.Review, err error) {
	var given string
	err = rows.Scan(&r.Number, (*string)(&r.Kind), (*string)(&r.Article), (*string)(&r.Other), &r.Who, &given, &r.Note)
	r.Given = unstamp(given)
	return r, err
}

// AddReviews stores reviews, and marks the articles they name unsolved. It returns them with their numbers.
func (s *Store) AddReviews(ctx context.Context, list []news.Review) ([]news.Review, error) {
	list = append([]news.Review{}, list...)
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for i, r := range list {
			saved, err := tx.ExecContext(ctx, `INSERT INTO review (kind, article, other, who, given, note) VALUES (?, ?, ?, ?, ?, ?)`,
				string(r.Kind), string(r.Article), string(r.Other), r.Who, r.Given.UTC().Format(time.RFC3339), r.Note)
			if err != nil {
				return err
			}
			if list[i].Number, err = saved.LastInsertId(); err != nil {
				return err
			}
			if err := unsolve(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("save %d reviews: %w", len(list), err)
	}
	return list, nil
}

// RemoveReview removes the review with that number, and marks the articles it names unsolved. It is ErrNotFound when there is none.
func (s *Store) RemoveReview(ctx context.Context, number int64) (news.Review, error) {
	var removed news.Review
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		found := false
		err := eachRow(ctx, tx, scanReview, func(r news.Review) error {
			removed, found = r, true
			return nil
		}, `SELECT number, kind, article, other, who, given, note FROM review WHERE number = ?`, number)
		if err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM review WHERE number = ?`, number); err != nil {
			return err
		}
		return unsolve(ctx, tx, removed)
	})
	if err != nil {
		return removed, fmt.Errorf("remove review %d: %w", number, err)
	}
	return removed, nil
}

func unsolve(ctx context.Context, tx *sql.Tx, r news.Review) error {
	_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO unsolved (article) SELECT key FROM article WHERE id IN (?, ?)`, string(r.Article), string(r.Other))
	return err
}

// Live returns the reviews whose articles are all in the index, as Reviews does. A source
// that is unseen need not be.
func (s *Store) Live(ctx context.Context) ([]news.Review, error) {
	return Collect(rowsOf(ctx, s, "read reviews", scanReview, `
		SELECT number, kind, article, other, who, given, note FROM review r
		WHERE EXISTS (SELECT 1 FROM article WHERE id = r.article)
			AND (other = '' OR other LIKE 'unseen:%' OR EXISTS (SELECT 1 FROM article WHERE id = r.other)) ORDER BY number`))
}

// Known returns those of the articles that are in the index, sorted.
func (s *Store) Known(ctx context.Context, ids []news.ID) ([]news.ID, error) {
	scan := func(rows *sql.Rows) (id news.ID, err error) { return id, rows.Scan((*string)(&id)) }
	return Collect(rowsOf(ctx, s, "find articles", scan, `
		SELECT DISTINCT a.id FROM json_each(?) j CROSS JOIN article a ON a.id = j.value ORDER BY a.id`, jsonList(ids)))
}
