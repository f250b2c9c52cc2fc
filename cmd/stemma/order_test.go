package main

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// corpusFiles lists the files of the project's corpus.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir("../../testdata/corpus", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// stemma runs the program and returns what it prints.
func stemma(t *testing.T, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	if code := run(t.Context(), append([]string{"stemma"}, args...), strings.NewReader(""), &out, &talk); code != exitOK {
		t.Fatalf("stemma %s: exit %d: %s", strings.Join(args, " "), code, talk.String())
	}
	return out.String()
}

// TestOrder indexes the corpus in four orders, the last of them in many runs: families,
// links and probabilities must be the same.
func TestOrder(t *testing.T) {
	files := corpusFiles(t)
	r := rand.New(rand.NewPCG(5, 6))
	var want string
	for round := range 4 {
		db := filepath.Join(t.TempDir(), "order.db")
		if round < 3 {
			stemma(t, append([]string{"index", "--db", db}, files...)...)
		} else {
			for _, f := range files {
				stemma(t, "index", "--db", db, f)
			}
		}
		got := stemma(t, "report", "--db", db, "--format", "json")
		if round == 0 {
			want = got
		} else if got != want {
			t.Errorf("order %d of %v gives another report", round, files)
		}
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	}
}

// TestInterrupted stops an index run before it is done: the database is sound, the exit
// status says so, and the same command completes it.
func TestInterrupted(t *testing.T) {
	db := filepath.Join(t.TempDir(), "stopped.db")
	files := corpusFiles(t)
	stemma(t, append([]string{"index", "--db", db}, files[:3]...)...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, talk bytes.Buffer
	if code := run(ctx, append([]string{"stemma", "index", "--db", db}, files...), strings.NewReader(""), &out, &talk); code != exitCanceled {
		t.Errorf("exit %d: %s", code, talk.String())
	}
	stemma(t, "check", "--db", db)
	stemma(t, append([]string{"index", "--db", db}, files...)...)
	if got := stemma(t, append([]string{"index", "--db", db}, files...)...); !strings.HasPrefix(got, "Nothing changed") {
		t.Errorf("a third run changed something: %s", got)
	}
}
