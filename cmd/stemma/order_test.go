package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/eval"
	"stemma/internal/pipeline"
	"stemma/internal/store"
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

// TestOrderAtSize indexes 2,000 simulated articles, among them 400 copies of one and an
// outlet whose template can only be learnt when some of its pages are there, in three
// orders, in one run and in ten: families, links and probabilities must be the same.
func TestOrderAtSize(t *testing.T) {
	articles := crowdedWorld(2000, 400, 12)
	var want string
	r := rand.New(rand.NewPCG(7, 9))
	for _, runs := range []int{1, 10, 10} {
		r.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		got := indexedIn(t, articles, runs)
		if want == "" {
			want = got
		}
		if diff := firstDifference(want, got); diff != "" {
			t.Fatalf("in %d runs: %s", runs, diff)
		}
	}
}

// crowdedWorld simulates n articles, of which so many are copies of one story, and as many
// as boxed pages of one outlet carry its box.
func crowdedWorld(n, copies, boxed int) []eval.Simulated {
	articles := eval.Simulate(eval.Base, n/5, 11).Articles[:n-copies]
	r := rand.New(rand.NewPCG(3, 4))
	box := " Readers of the Quayside Courier walk the old sea wall together on the first Sunday of every month, rain or shine, and everyone with stout boots is welcome to come along."
	for i := range boxed {
		a := &articles[1+i*97]
		a.Outlet, a.URL = "Quayside Courier", fmt.Sprintf("https://quayside-courier.example/%d", i)
		a.Text += "\n\n" + box
	}
	story := articles[0]
	for i := range copies {
		c := story
		c.ID, c.Outlet = fmt.Sprintf("crowd-%d", i), fmt.Sprintf("Herald %d", i)
		c.URL = fmt.Sprintf("https://herald-%d.example/story", i)
		c.Published = time.Date(2021, 3, 1, i%50, i%60, 0, 0, time.UTC).Format(time.RFC3339)
		words := strings.Fields(story.Text)
		for range i % 12 {
			words[r.IntN(len(words))] = "reworded"
		}
		c.Text = strings.Join(words[:len(words)-r.IntN(len(words)/4)], " ")
		articles = append(articles, c)
	}
	return articles
}

// indexedIn indexes articles in so many runs and returns what was found, a line a fact.
func indexedIn(t *testing.T, articles []eval.Simulated, runs int) string {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), filepath.Join(dir, "order.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, part := range slices.Collect(slices.Chunk(articles, (len(articles)+runs-1)/runs)) {
		path := filepath.Join(dir, fmt.Sprintf("%d.jsonl", i))
		var lines bytes.Buffer
		for _, a := range part {
			if err := json.NewEncoder(&lines).Encode(a); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := pipeline.Index(t.Context(), s, []string{path}, pipeline.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	for f, err := range s.Families(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, f.ID, len(f.Members), f.Root, f.Claim, f.Probability, f.Rests, f.Conflicts)
		for _, l := range f.Links {
			fmt.Fprintln(&out, f.ID, l.Copy, l.Source, l.Confidence, l.Bits, l.RunnerUp, l.RunnerUpConfidence, l.Verdict, l.Match.Words)
		}
	}
	return out.String()
}

// firstDifference is the first line in which two lists differ.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i, b[i], a[i])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d lines, want %d", len(b), len(a))
	}
	return ""
}
