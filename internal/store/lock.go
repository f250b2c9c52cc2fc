package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"
)

// A lock is the writer's role: an open file beside the database that the kernel holds
// for this process (flock) and frees when it dies, however it dies. The file says who
// holds it; a file that nobody holds is taken over.
//
// The database itself is never opened besides SQLite: closing such a second descriptor
// would drop SQLite's own locks.
type lock struct{ file *os.File }

func acquire(path string) (*lock, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			defer file.Close()
			return nil, refused(file, err)
		}
		if sameFile(file, path) {
			return sign(file)
		}
		file.Close() // its holder has just removed it: the next turn makes a new one
	}
}

// refused says who holds the lock.
func refused(file *os.File, cause error) error {
	if !errors.Is(cause, syscall.EWOULDBLOCK) {
		return fmt.Errorf("lock %s: %w", file.Name(), cause)
	}
	holder, _ := io.ReadAll(io.LimitReader(file, 4096))
	info, err := file.Stat()
	if err != nil || len(holder) == 0 {
		return ErrLocked
	}
	since := info.ModTime().UTC().Format(time.RFC3339)
	return fmt.Errorf("%w: %s, since %s", ErrLocked, strings.TrimSpace(string(holder)), since)
}

func sameFile(file *os.File, path string) bool {
	held, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(held, named)
}

// sign writes into the lock file who holds it. The file's time says since when.
func sign(file *os.File) (*lock, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	l := &lock{file}
	err = file.Truncate(0)
	if err == nil {
		_, err = fmt.Fprintf(file, "process %d on %s\n", os.Getpid(), host)
	}
	if err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l, nil
}

// release removes the lock file while it is still held, so that nobody's else is removed.
func (l *lock) release() error {
	return errors.Join(os.Remove(l.file.Name()), l.file.Close())
}
