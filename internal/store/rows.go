package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
)

// errStopped ends a transaction whose reader wants no more.
var errStopped = errors.New("stopped")

// rowsOf yields what scan makes of each row of a query. An error is the last thing it
// yields, and says what was being done.
func rowsOf[T any](ctx context.Context, s *Store, doing string, scan func(*sql.Rows) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		err := s.view(ctx, func(bare context.Context, tx *sql.Tx) error {
			return eachRow(bare, tx, scan, func(v T) error {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if !yield(v, nil) {
					return errStopped
				}
				return nil
			}, query, args...)
		})
		if err != nil && !errors.Is(err, errStopped) {
			var none T
			yield(none, fmt.Errorf("%s: %w", doing, err))
		}
	}
}

// eachRow calls f with what scan makes of each row of a query.
func eachRow[T any](ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) (T, error), f func(T) error, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return err
		}
		if err := f(v); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Collect gathers what seq yields, up to its error.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var list []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
