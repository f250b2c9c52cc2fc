package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	took := [2]time.Duration{0, indexed(t, whole, input)} // of a run that adds to the half, and of one from nothing
	rest := filepath.Join(dir, "rest.db")
	if err := copyFile(rest, half); err != nil {
		t.Fatal(err)
	}
	took[0] = indexed(t, rest, input)
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
			if killedAfter(t, took[n%2]*time.Duration(r.IntN(1000))/1000, db, input) {
				hit++
			}
			sound(t, db)
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

// sound checks a database, if the run that was killed came so far as to make one.
func sound(t *testing.T, db string) {
	t.Helper()
	var out, talk bytes.Buffer
	code := run(t.Context(), []string{"stemma", "check", "--db", db}, strings.NewReader(""), &out, &talk)
	if code != exitOK && !strings.Contains(talk.String(), "no database there") {
		t.Fatalf("exit %d: %s", code, talk.String())
	}
}

// indexing is a run with the least memory, and so the most batches.
func indexing(t *testing.T, db, input string) (*exec.Cmd, *bytes.Buffer) {
	cmd, _, stderr := child(t, "index", "--memory", "192MB", "--db", db, input)
	return cmd, stderr
}

// indexed returns the CPU time of a run.
func indexed(t *testing.T, db, input string) time.Duration {
	t.Helper()
	cmd, stderr := indexing(t, db, input)
	if cmd.Run() != nil {
		t.Fatal(stderr)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
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

// killedAfter runs the program and kills it when it has used so much CPU: the clock would
// say little of how far it has come on a busy machine. It reports whether it was still
// running.
func killedAfter(t *testing.T, after time.Duration, db, input string) bool {
	cmd, _ := indexing(t, db, input)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		cmd.Wait()
	}()
	for spent(cmd.Process.Pid) < after {
		select {
		case <-done:
		case <-time.After(time.Millisecond):
			continue
		}
		break
	}
	cmd.Process.Kill()
	<-done
	t.Logf("to be killed after %s of CPU: %s", after.Round(time.Millisecond), cmd.ProcessState)
	return !cmd.ProcessState.Exited()
}

// spent is the CPU time of all threads of a process, 0 when it has ended.
func spent(pid int) (total time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, thread := range threads {
		var nanoseconds int64
		stat, _ := os.ReadFile(thread)
		fmt.Sscan(string(stat), &nanoseconds)
		total += time.Duration(nanoseconds)
	}
	return total
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
