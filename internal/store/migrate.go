package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"stemma"
	"stemma/internal/shingle"
)

const (
	applicationID = 0x7374656d // "stem", in the file's header
	pageSize      = 16384      // bytes: of compressed texts of 3 kB, 8192 left 19 % of their pages empty, this 12 %
)

// migrations turn a database of version i+1 into one of version i+2. Each is SQL, and is
// never changed once it has been released: schema.sql is what they add up to.
var migrations = []string{}

// current is the user_version of schema.sql.
var current = 1 + len(migrations)

// A header says what a file is.
type header struct {
	application, version, tables int
	scheme                       string // empty in a file that is not ours or is newer
}

func readHeader(ctx context.Context, tx *sql.Tx) (header, error) {
	var h header
	err := tx.QueryRowContext(ctx, `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_schema)`).Scan(&h.application, &h.version, &h.tables)
	if err != nil || h.application != applicationID || h.version > current {
		return h, err
	}
	return h, tx.QueryRowContext(ctx, `SELECT scheme FROM header`).Scan(&h.scheme)
}

// blank reports whether there is nothing in the file yet.
func (h header) blank() bool { return h.application == 0 && h.version == 0 && h.tables == 0 }

// check says why this program must not use the file.
func (h header) check() error {
	switch {
	case h.application != applicationID:
		return ErrNotStemma
	case h.version > current:
		return fmt.Errorf("%w (schema %d, this one knows %d)", ErrNewer, h.version, current)
	case h.scheme != shingle.Scheme:
		return fmt.Errorf("%w: scheme %s; this stemma makes %s: index again into a new file", ErrScheme, h.scheme, shingle.Scheme)
	}
	return nil
}

// establish makes sure that the file is a database of ours that this program may write to.
func (s *Store) establish(ctx context.Context) error {
	_, statErr := os.Stat(s.path)
	db, err := sql.Open("sqlite3", dsn(s.path, looking))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var h header
	err = transact(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		h, err = readHeader(ctx, tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case !h.blank():
		return h.check()
	}
	if err = create(ctx, db); err != nil && os.IsNotExist(statErr) {
		os.Remove(s.path) // it is empty, and was not there before
	}
	return err
}

// create makes a database in an empty file. Its page size can be set only here, before
// the first page is written, and so not in the data source name.
func create(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d`, pageSize)); err != nil {
		return err
	}
	return transact(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		marks := fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, applicationID, current)
		if _, err := tx.ExecContext(ctx, stemma.Schema+marks); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO header (only, scheme) VALUES (1, ?)`, shingle.Scheme)
		return err
	})
}

func migrateAll(ctx context.Context, tx *sql.Tx) error { return migrate(ctx, tx, migrations) }

// migrate brings the database up to version 1 + len(steps).
func migrate(ctx context.Context, tx *sql.Tx, steps []string) error {
	var have int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
		return err
	}
	for ; have <= len(steps); have++ {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`%s; PRAGMA user_version = %d`, steps[have-1], have+1)); err != nil {
			return fmt.Errorf("migrate to schema %d: %w", have+1, err)
		}
	}
	return nil
}
