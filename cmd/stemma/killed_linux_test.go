package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"stemma/internal/eval"
)

// TestKilled ends stemma index by SIGKILL at random moments. Each time the database opens
// and is sound, and when indexing is done at last, the export and the report are byte by
// byte those of a run that nobody disturbed.
//
//	STEMMA_KILLS='20 kills, 20000 articles' go test -v -timeout 2h -run Killed ./cmd/stemma
func TestKilled(t *testing.T) {
	var kills, articles int
	plan := cmp.Or(os.Getenv("STEMMA_KILLS"), "5 kills, 200 articles")
	if _, err := fmt.Sscanf(plan, "%d kills, %d articles", &kills, &articles); err != nil {
		t.Fatalf("STEMMA_KILLS=%q: %v", plan, err)
	}
	dir := t.TempDir()
	if err := writeCorpus(dir, eval.Corpus{Articles: articles, Seed: 4}); err != nil {
		t.Fatal(err)
	}
	input := filepath.Join(dir, "articles")
	half := filepath.Join(dir, "half.db") // something to lose
	indexed(t, half, firstLines(t, filepath.Join(input, "articles.jsonl"), filepath.Join(dir, "half.jsonl"), articles/2))
	whole := filepath.Join(dir, "whole.db")
	start := time.Now()
	indexed(t, whole, input)
	took := time.Since(start)
	want := written(t, whole)
	r := rand.New(rand.NewPCG(4, 4))
	for hit, n := 0, 0; hit < kills; n++ {
		db := filepath.Join(dir, fmt.Sprintf("killed%d.db", n))
		if n%2 == 0 {
			if err := copyFile(db, half); err != nil {
				t.Fatal(err)
			}
		}
		for range 1 + r.IntN(2) { // what takes up a killed run is killed too
			if killedAfter(t, time.Duration(r.Int64N(int64(took))), db, input) {
				hit++
			}
			_, err := os.Stat(db)
			if err == nil {
				stemma(t, "check", "--db", db)
			} else if !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		indexed(t, db, input)
		stemma(t, "check", "--db", db)
		for what, text := range written(t, db) {
			if text != want[what] {
				t.Errorf("after %d kills: stemma %s differs from that of a run without", hit, what)
			}
		}
		remove(t, db)
	}
}

// indexing is a run with the least memory, and so the most batches.
func indexing(t *testing.T, db, input string) (*exec.Cmd, *bytes.Buffer) {
	cmd, _, stderr := child(t, "index", "--memory", "64MB", "--db", db, input)
	return cmd, stderr
}

func indexed(t *testing.T, db, input string) {
	t.Helper()
	if cmd, stderr := indexing(t, db, input); cmd.Run() != nil {
		t.Fatal(stderr)
	}
}

// firstLines writes the first n lines of a file to another, whose name it returns.
func firstLines(t *testing.T, from, to string, n int) string {
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	if err := os.WriteFile(to, bytes.Join(lines[:n], nil), 0o644); err != nil {
		t.Fatal(err)
	}
	return to
}

// killedAfter runs the program and kills it. It reports whether it was still running.
func killedAfter(t *testing.T, after time.Duration, db, input string) bool {
	cmd, _ := indexing(t, db, input)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	killed := cmd.Process.Kill() == nil
	cmd.Wait()
	t.Logf("killed after %s: %s", after.Round(time.Millisecond), cmd.ProcessState)
	return killed && !cmd.ProcessState.Exited()
}

// written is what can be had out of an index.
func written(t *testing.T, db string) map[string]string {
	return map[string]string{
		"export":               stemma(t, "export", "--db", db),
		"report --format json": stemma(t, "report", "--db", db, "--format", "json"),
	}
}

// remove deletes a database with what SQLite put beside it.
func remove(t *testing.T, db string) {
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.Remove(db + end); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}
