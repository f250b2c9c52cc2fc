package store

import (
	"context"
	"database/sql"
	"fmt"

	"stemma/internal/news"
)

// Templates returns the fingerprints of each outlet's page template, sorted, by outlet key.
func (s *Store) Templates(ctx context.Context) (map[string][]uint64, error) {
	return s.templates(ctx, `SELECT outlet, hash FROM template ORDER BY outlet, hash`)
}

// TemplatesOf returns those of some outlets.
func (s *Store) TemplatesOf(ctx context.Context, outlets []string) (map[string][]uint64, error) {
	packed, err := encode(outlets)
	if err != nil {
		return nil, err
	}
	return s.templates(ctx, `SELECT outlet, hash FROM json_each(?) j CROSS JOIN template ON outlet = j.value ORDER BY outlet, hash`, packed)
}

func (s *Store) templates(ctx context.Context, query string, args ...any) (map[string][]uint64, error) {
	type row struct {
		outlet string
		hash   int64
	}
	scan := func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.outlet, &r.hash) }
	list, err := Collect(rowsOf(ctx, s, "read templates", scan, query, args...))
	templates := map[string][]uint64{}
	for _, r := range list {
		templates[r.outlet] = append(templates[r.outlet], uint64(r.hash))
	}
	return templates, err
}

// AddTemplates adds shingles to the templates of outlets, in one transaction. Those that
// are there stay. The articles of whose matches the new ones hide something are marked
// unlinked with it: a crash must not lose what is to be compared anew.
func (s *Store) AddTemplates(ctx context.Context, templates map[string][]uint64, concerned []news.Key) error {
	if len(templates) == 0 {
		return nil
	}
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO template (outlet, hash) VALUES (?, ?)`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for outlet, hashes := range templates {
			for _, h := range hashes {
				if _, err := insert.ExecContext(ctx, outlet, int64(h)); err != nil {
					return err
				}
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO unlinked (article) SELECT value FROM json_each(?) WHERE value IS NOT NULL`, jsonList(concerned))
		return err
	})
	if err != nil {
		return fmt.Errorf("save templates of %d outlets: %w", len(templates), err)
	}
	return nil
}
