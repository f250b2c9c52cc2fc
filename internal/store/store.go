// Package store keeps articles, their fingerprints, matches and families in one SQLite file.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	_ "github.com/mattn/go-sqlite3" // the database
)

// The data source names. Pragmas belong in them: a PRAGMA run through *sql.DB reaches
// one pooled connection only.
const (
	// cache_size is in KiB when negative: with 64 MiB the process was larger by 35 MB, and no faster.
	writing = "?mode=rw&_journal_mode=wal&_synchronous=normal&_foreign_keys=on&_busy_timeout=10000&_txlock=immediate&_cache_size=-32768"
	// A reader may open the file for writing, without ever changing a row: so it can clear
	// away what a killed writer left, and leaves no -wal file behind.
	reading = "?mode=rw&_query_only=on&_busy_timeout=10000" + cached
	// Where SQLite may not make the -shm file that WAL needs, a file nobody writes to is
	// read as it lies.
	resting = "?mode=ro&immutable=1&_query_only=on" + cached
	// A reader has 2 MiB, enough for the inner pages of its trees: with each commit it lets go of all
	// of it, and of the pages that it reads few are wanted twice. With 16 MiB the memory went back and
	// forth between process and system: indexing 100,000 articles took 1.04 times the CPU and 35 MB more.
	cached = "&_cache_size=-2048"
	// The first look at a file changes nothing in it, whosesoever it is.
	looking = "?mode=rwc&_busy_timeout=10000"
)

// A Store is an open database. Its methods may be called from many goroutines at once;
// those that write wait for each other.
type Store struct {
	path  string
	write *sql.DB // one connection; nil when opened with OpenRead
	read  *sql.DB
	lock  *lock // the writer's role; nil when opened with OpenRead
	zip   *zstd.Encoder
	unzip *zstd.Decoder

	adding sync.Mutex // held by Add from planning to commit
	blocks blockCache
}

// Open opens the database at path for writing, and creates it when there is none. There
// is one writer at a time: a second gets ErrLocked, which names the first. Errors are
// those of this package's Err variables where one fits.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := newStore(path)
	if err != nil {
		return nil, err
	}
	if err = lookAt(path); err == nil || errors.Is(err, ErrNoDatabase) {
		if s.lock, err = acquire(path + "-lock"); err == nil {
			err = s.openWriter(ctx)
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, explain(err)), s.release())
	}
	return s, nil
}

func (s *Store) openWriter(ctx context.Context) error {
	if err := s.establish(ctx); err != nil {
		return err
	}
	var err error
	if s.write, err = sql.Open("sqlite3", dsn(s.path, writing)); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.update(ctx, migrateAll); err != nil {
		return err
	}
	s.read, err = openReaders(s.path, reading)
	return err
}

// OpenRead opens the database at path for reading, beside a writer or in a folder that
// cannot be written to. It never creates one: without a database it returns ErrNoDatabase.
func OpenRead(ctx context.Context, path string) (*Store, error) {
	s, err := newStore(path)
	if err == nil {
		err = s.openReader(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, explain(err))
	}
	return s, nil
}

func (s *Store) openReader(ctx context.Context) error {
	if err := lookAt(s.path); err != nil {
		return err
	}
	err := s.openReaderAs(ctx, reading)
	if unwritable(err) && !pendingWAL(s.path) {
		err = s.openReaderAs(ctx, resting)
	}
	return err
}

// lookAt says why the file at path cannot be a database: ErrNoDatabase when there is none
// yet, but could be.
func lookAt(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("no folder %s", filepath.Dir(path))
		}
		return ErrNoDatabase
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w but a folder", ErrNotSQLite)
	case info.Size() == 0:
		return ErrNoDatabase
	}
	return nil
}

// pendingWAL reports whether the last writer left work that only a writer can fold in.
func pendingWAL(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

func (s *Store) openReaderAs(ctx context.Context, mode string) error {
	var err error
	if s.read, err = openReaders(s.path, mode); err != nil {
		return err
	}
	err = s.view(ctx, func(ctx context.Context, tx *sql.Tx) error {
		h, err := readHeader(ctx, tx)
		if err != nil {
			return err
		}
		if h.blank() {
			return ErrNoDatabase
		}
		return h.check()
	})
	if err != nil {
		s.read.Close()
		s.read = nil
	}
	return err
}

// idleReaders is how many reading connections are kept open.
const idleReaders = 4

func openReaders(path, mode string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(path, mode))
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(idleReaders)
	return db, nil
}

// dsn is the data source name of the file at path.
func dsn(path, params string) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.Clean(path))
	return "file:" + escaped + params
}

func newStore(path string) (*Store, error) {
	// An article's text is compressed by itself, so a window the size of most texts does. Of
	// 3,000 bytes of news the fastest level makes 53 % in 20 microseconds, the default one 51 %
	// in 31. A dictionary of the project's own texts makes 47 % of them in 36, and 48 % in 76:
	// it would have to be read with every database for ever.
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(256<<10), zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, err
	}
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, err
	}
	return &Store{path: path, zip: zip, unzip: unzip}, nil
}

// Close closes the database. A writer leaves one file behind: the write-ahead log is
// folded in, unless another process is still reading from it.
func (s *Store) Close() error {
	var err error
	if s.write != nil {
		_, err = s.write.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	if err = errors.Join(err, s.release()); err != nil {
		return fmt.Errorf("close %s: %w", s.path, explain(err))
	}
	return nil
}

// release lets go of everything that is open.
func (s *Store) release() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	s.unzip.Close()
	return errors.Join(errs...)
}

// update runs f in a transaction, and commits it when f returns nil.
//
// When ctx is cancelled the transaction is rolled back. The context handed to f is never
// cancelled itself: the driver would start a goroutine for each statement to watch it.
func (s *Store) update(ctx context.Context, f func(context.Context, *sql.Tx) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	return transact(ctx, s.write, f)
}

// view runs f on one state of the database, whatever is written meanwhile.
func (s *Store) view(ctx context.Context, f func(context.Context, *sql.Tx) error) error {
	return transact(ctx, s.read, f)
}

func transact(ctx context.Context, db *sql.DB, f func(context.Context, *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	err = f(context.WithoutCancel(ctx), tx)
	if err == nil {
		err = tx.Commit()
	}
	if ctx.Err() != nil && err != nil {
		return ctx.Err()
	}
	return explain(err)
}
