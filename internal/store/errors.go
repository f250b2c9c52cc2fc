package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What can be wrong with a database, for errors.Is.
var (
	ErrNoDatabase = errors.New("no database there")
	ErrNotSQLite  = errors.New("not a SQLite database")
	ErrNotStemma  = errors.New("a SQLite database, but not made by stemma")
	ErrNewer      = errors.New("made by a newer stemma")
	ErrScheme     = errors.New("made with other fingerprints")
	ErrReadOnly   = errors.New("cannot be written to")
	ErrDiskFull   = errors.New("disk is full; what was saved before is kept")
	ErrLocked     = errors.New("another stemma is writing to it")
	ErrMalformed  = errors.New("database is malformed")
	ErrNotFound   = errors.New("not found in this index")
)

// explain puts SQLite's and the system's errors into the words of this package.
func explain(err error) error {
	var sqlite sqlite3.Error
	if errors.As(err, &sqlite) {
		return explainSQLite(err, sqlite)
	}
	var path *fs.PathError
	cause := err
	if errors.As(err, &path) {
		cause = path.Err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w (%v)", ErrReadOnly, cause)
	}
	return err
}

func explainSQLite(err error, sqlite sqlite3.Error) error {
	switch sqlite.Code {
	case sqlite3.ErrFull:
		return ErrDiskFull
	case sqlite3.ErrNotADB:
		return ErrNotSQLite
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return ErrReadOnly
	case sqlite3.ErrCorrupt:
		return fmt.Errorf("%w (SQLite: %v)", ErrMalformed, err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fmt.Errorf("%w (SQLite: %v)", ErrLocked, err)
	}
	if sqlite.SystemErrno == syscall.ENOSPC || sqlite.SystemErrno == syscall.EFBIG || sqlite.SystemErrno == syscall.EDQUOT {
		return ErrDiskFull
	}
	return err
}

// unwritable reports whether err may be no more than a folder that cannot be written to.
func unwritable(err error) bool {
	var sqlite sqlite3.Error
	return errors.Is(err, ErrReadOnly) || errors.As(err, &sqlite) && sqlite.Code == sqlite3.ErrCantOpen
}

// malformed is ErrMalformed with what was found.
func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
}
