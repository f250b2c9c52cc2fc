package store

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stemma"
	"stemma/internal/news"
	"stemma/internal/shingle"
)

// change makes a new database, lets SQL change it, and returns its path.
func change(t *testing.T, statements string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stemma.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, entry(id(1), prose(1, 50)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, path, statements)
	return path
}

// tamper changes a database behind the store's back.
func tamper(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", dsn(path, "?_writable_schema=on"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stemma.db")
	if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenRefuses(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "other.db")
	tamper(t, foreign, `CREATE TABLE t (x)`)
	absent := filepath.Join(t.TempDir(), "stemma.db")
	for _, row := range []struct {
		what, path  string
		write, read error // nil: it is opened
		says        string
	}{
		{"absent", absent, nil, ErrNoDatabase, "no database there"},
		{"empty", write(t, ""), nil, ErrNoDatabase, "no database there"},
		{"a short text", write(t, "hello\n"), ErrNotSQLite, ErrNotSQLite, "not a SQLite database"},
		{"a long text", write(t, strings.Repeat("hello\n", 9999)), ErrNotSQLite, ErrNotSQLite, "not a SQLite database"},
		{"a folder", t.TempDir(), ErrNotSQLite, ErrNotSQLite, "not a SQLite database but a folder"},
		{"another program's", foreign, ErrNotStemma, ErrNotStemma, "not made by stemma"},
		{"newer", change(t, `PRAGMA user_version = 7`), ErrNewer, ErrNewer, "made by a newer stemma (schema 7, this one knows 1)"},
		{"newer, without our tables", change(t, `PRAGMA user_version = 7; DROP TABLE header`), ErrNewer, ErrNewer, "schema 7"},
		{"of another scheme", change(t, `UPDATE header SET scheme = 'x1'`), ErrScheme, ErrScheme, "scheme x1; this stemma makes " + shingle.Scheme},
	} {
		// Reading first: it must not make what it does not find.
		r, err := OpenRead(t.Context(), row.path)
		if !errors.Is(err, row.read) || err == nil || !strings.Contains(err.Error(), row.says) || !strings.Contains(err.Error(), row.path) {
			t.Errorf("%s: reading: %v", row.what, err)
		}
		if err == nil {
			r.Close()
		}
		s, err := Open(t.Context(), row.path)
		if !errors.Is(err, row.write) || row.write != nil && !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: writing: %v", row.what, err)
		}
		if err == nil {
			s.Close()
		}
		if left := beside(t, row.path); row.write != nil && len(left) > 1 {
			t.Errorf("%s: refused, and left %v", row.what, left)
		}
	}
}

// beside lists the files whose names begin with path.
func beside(t *testing.T, path string) []string {
	left, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func TestOpenNowhere(t *testing.T) {
	file := write(t, "hello")
	for _, path := range []string{filepath.Join(file, "stemma.db"), filepath.Join(t.TempDir(), "no", "such", "stemma.db")} {
		if _, err := Open(t.Context(), path); err == nil {
			t.Errorf("%s: opened", path)
		}
		if _, err := OpenRead(t.Context(), path); err == nil {
			t.Errorf("%s: opened for reading", path)
		}
	}
}

// A name that means something in a URI is a name all the same.
func TestOpenOddNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a b?c=d#e%20f.db", "file:x.db", "ü.db"} {
		s := reopen(t, filepath.Join(dir, name))
		add(t, s, entry(id(1), "text"))
		s.Close()
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

// readOnlyFolder is a folder in which this process can make no file, whoever it runs as.
func readOnlyFolder(t *testing.T) string {
	if runtime.GOOS == "linux" {
		return "/sys"
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOpenInReadOnlyFolder(t *testing.T) {
	path := filepath.Join(readOnlyFolder(t), "stemma.db")
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("writing: %v", err)
	}
	if _, err := OpenRead(t.Context(), path); !errors.Is(err, ErrNoDatabase) {
		t.Errorf("reading: %v", err)
	}
}

// Where the -shm file cannot be made, as in a read-only folder, a database at rest is
// read all the same; one with unfinished business is not read wrongly.
func TestReadWithoutSharedMemory(t *testing.T) {
	path := change(t, ``)
	if err := os.Symlink(filepath.Join(path, "nowhere"), path+"-shm"); err != nil {
		t.Fatal(err)
	}
	r, err := OpenRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Article(t.Context(), id(1)); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(path+"-wal", []byte("pending"), 0o666); err != nil {
		t.Fatal(err)
	}
	if r, err := OpenRead(t.Context(), path); err == nil {
		r.Close()
		t.Error("read past a write-ahead log")
	}
}

func TestReaderCannotWrite(t *testing.T) {
	r, err := OpenRead(t.Context(), change(t, ``))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Add(t.Context(), []Entry{entry(id(2), "two")}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("add: %v", err)
	}
	if _, err := r.read.Exec(`DELETE FROM article`); !errors.Is(explain(err), ErrReadOnly) {
		t.Errorf("delete: %v", err)
	}
}

// A second writer is told who the first is; a reader sees what is committed, and neither
// waits. One file is left when all is closed.
func TestWriterAndReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stemma.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, entry(id(1), "one"))
	_, err = Open(t.Context(), path)
	host, _ := os.Hostname()
	if want := fmt.Sprintf("another stemma is writing to it: process %d on %s, since 2", os.Getpid(), host); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), want) {
		t.Errorf("second writer: %v", err)
	}
	r, err := OpenRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = s.update(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM text`); err != nil {
			return err
		}
		_, err := r.Article(ctx, id(1))
		return err
	})
	if err != nil {
		t.Errorf("reading beside a transaction: %v", err)
	}
	if _, err := r.Article(t.Context(), id(1)); !errors.Is(err, ErrNotFound) {
		t.Errorf("reading after it: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if pendingWAL(path) {
		t.Error("closed beside an idle reader, and the write-ahead log is not folded in")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if left := beside(t, path); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// A lock file that nobody holds is taken over.
func TestStaleLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stemma.db")
	if err := os.WriteFile(path+"-lock", []byte("process 1 on elsewhere\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := reopen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if left := beside(t, path); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// A full disk costs the batch at work, and nothing before it.
func TestDiskFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stemma.db")
	s := reopen(t, path)
	add(t, s, entry(id(1), prose(1, 100)))
	if _, err := s.write.Exec(`PRAGMA max_page_count = 60`); err != nil {
		t.Fatal(err)
	}
	var batch []Entry
	for i := range 400 {
		batch = append(batch, entry(id(i+2), prose(i+2, 500)))
	}
	if _, err := s.Add(t.Context(), batch); !errors.Is(err, ErrDiskFull) {
		t.Fatalf("add: %v", err)
	}
	checkClean(t, s)
	add(t, s, entry(id(2), prose(2, 100)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, path)
	if st, err := s.Stats(t.Context()); err != nil || st.Articles != 2 {
		t.Errorf("%+v, %v", st, err)
	}
	add(t, s, batch...)
	checkClean(t, s)
}

// A damaged page is told, not read as something else.
func TestDamagedFile(t *testing.T) {
	path := change(t, ``)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := pageSize; i < len(data); i++ {
		data[i] ^= 0x55
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRead(t.Context(), path); !errors.Is(err, ErrMalformed) {
		t.Errorf("reading: %v", err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrMalformed) {
		t.Errorf("writing: %v", err)
	}
}

// schemaOf is every statement of a database's schema.
func schemaOf(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", dsn(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list, err := Collect(rowsOf(t.Context(), &Store{read: db}, "read schema", scanString,
		`SELECT coalesce(sql, name) FROM sqlite_schema UNION ALL SELECT user_version FROM pragma_user_version ORDER BY 1`))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A fresh database equals one of version 1 that has been through every migration.
func TestMigratedEqualsFresh(t *testing.T) {
	dir := t.TempDir()
	fresh, old := filepath.Join(dir, "fresh.db"), filepath.Join(dir, "old.db")
	reopen(t, fresh).Close()
	if len(migrations) > 0 {
		t.Fatal("keep the schema of version 1 in testdata, and start from it here")
	}
	tamper(t, old, stemma.Schema+fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = 1; INSERT INTO header VALUES (1, '%s')`, applicationID, shingle.Scheme))
	reopen(t, old).Close()
	if diff := cmp.Diff(schemaOf(t, fresh), schemaOf(t, old)); diff != "" {
		t.Errorf("schemas (-fresh +migrated):\n%s", diff)
	}
}

func TestMigrate(t *testing.T) {
	s := open(t)
	steps := []string{`ALTER TABLE header ADD COLUMN x TEXT`, `UPDATE header SET x = 'y'`}
	for range 2 { // the second time there is nothing to do
		err := s.update(t.Context(), func(ctx context.Context, tx *sql.Tx) error { return migrate(ctx, tx, steps) })
		if err != nil {
			t.Fatal(err)
		}
	}
	var x string
	var version int
	err := s.read.QueryRow(`SELECT x, user_version FROM header, pragma_user_version`).Scan(&x, &version)
	if err != nil || x != "y" || version != 3 {
		t.Errorf("x %q, version %d, %v", x, version, err)
	}
	bad := append(steps, `ALTER TABLE header ADD COLUMN z TEXT; SELECT no_such_function()`)
	if err := s.update(t.Context(), func(ctx context.Context, tx *sql.Tx) error { return migrate(ctx, tx, bad) }); err == nil {
		t.Fatal("a broken migration went through")
	}
	if _, err := s.read.Exec(`SELECT z FROM header`); err == nil {
		t.Error("half of a broken migration was kept")
	}
}

// addingForever is what TestKilled runs and kills: it adds, revises, links and merges
// until it dies, and prints a line for each batch that is safe.
func addingForever(path string) {
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	st, err := s.Stats(ctx)
	for n := st.Articles; err == nil; n += 20 {
		var batch []Entry
		for i := range 20 {
			batch = append(batch, entry(id(n+i), prose(n+i, 200)))
		}
		revised := dated(entry(id(0), prose(n, 100)), 1+n%30)
		var o Outcome
		if o, err = s.Add(ctx, append(batch, revised)); err == nil {
			if err = s.Link(ctx, o.Keys[:10], []news.Match{{A: id(n + 1), B: id(n + 2), Class: news.Full}}); err == nil {
				err = s.Merge(ctx)
			}
		}
		fmt.Println(n + 20)
	}
	fmt.Println(err)
}

const killedEnv = "STEMMA_TEST_ADD_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(killedEnv); path != "" {
		addingForever(path)
		return
	}
	os.Exit(m.Run())
}

// Killed at any moment, a writer leaves a sound database that holds every batch it said
// was safe, and the next writer takes its place.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stemma.db")
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 6 {
		safe := addAndKill(t, path, 3+rnd.IntN(12), time.Duration(rnd.IntN(3000))*time.Microsecond)
		r, err := OpenRead(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		checkClean(t, r)
		r.Close()
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		checkClean(t, s)
		st, err := s.Stats(t.Context())
		if err != nil || st.Articles < safe || st.Articles%20 != 0 {
			t.Fatalf("%d articles were safe, %d are there (%v)", safe, st.Articles, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// addAndKill runs addingForever, kills it some time after so many batches, and returns
// how many articles it said were safe.
func addAndKill(t *testing.T, path string, batches int, after time.Duration) (safe int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), killedEnv+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if _, err := fmt.Sscan(lines.Text(), &safe); err != nil {
			t.Fatal(lines.Text())
		}
		if n == batches {
			time.Sleep(after)
			child.Process.Kill()
		}
	}
	child.Wait()
	return safe
}
