package store

import (
	"context"
	"database/sql"
	"fmt"

	"stemma/internal/news"
)

// Relations returns what the user declared about outlets, in the order of the lines.
func (s *Store) Relations(ctx context.Context) ([]news.Relation, error) {
	scan := func(rows *sql.Rows) (r news.Relation, err error) {
		return r, rows.Scan(&r.Outlet, &r.Kind, &r.Value, &r.Place)
	}
	return Collect(rowsOf(ctx, s, "read relations", scan, `SELECT outlet, kind, value, place FROM relation ORDER BY position`))
}

// SetRelations puts relations in place of those before, and marks every member of a family
// unsolved.
func (s *Store) SetRelations(ctx context.Context, list []news.Relation) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM relation`); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO relation (position, outlet, kind, value, place) VALUES (?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for i, r := range list {
			if _, err := insert.ExecContext(ctx, i, r.Outlet, r.Kind, r.Value, r.Place); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO unsolved (article) SELECT DISTINCT article FROM family_member`)
		return err
	})
	if err != nil {
		return fmt.Errorf("save %d relations: %w", len(list), err)
	}
	return nil
}
