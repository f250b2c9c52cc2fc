package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/eval"
	"stemma/internal/news"
	"stemma/internal/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestQuality indexes the project's corpus, compares what is found with its truth, and
// holds the figures in a golden file: every change of them is a diff to review.
func TestQuality(t *testing.T) {
	t.Chdir("../..") // the truth names articles by their paths from the root
	db := filepath.Join(t.TempDir(), "quality.db")
	stemma(t, "index", "--db", db, "testdata/corpus")
	truth, err := eval.ReadTruth(os.DirFS("testdata/truth"))
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Measure(truth, findings(t, db))
	golden(t, "testdata/golden/corpus.txt", r.String())
	for _, floor := range []struct {
		name  string
		share eval.Share
		least float64
	}{
		{"links with the true source", r.Parents, 0.95},
		{"links with the true class", r.LinkClasses, 0.95},
		{"traps avoided", r.Traps, 1},
	} {
		if got := floor.share.Part(); got < floor.least {
			t.Errorf("%s: %.3f, want %.2f or more", floor.name, got, floor.least)
		}
	}
	if len(r.FalseOrigins) > 0 {
		t.Errorf("false origins: %q", r.FalseOrigins)
	}
	if len(r.Overclaims) > 0 {
		t.Errorf("claims stronger than the evidence: %q", r.Overclaims)
	}
}

// findings is everything that the index in db holds, as eval measures it.
func findings(t *testing.T, db string) eval.Findings {
	t.Helper()
	s, err := store.OpenRead(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var families []news.Family
	for f, err := range s.Families(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		families = append(families, f)
	}
	var heads []news.Head
	for h, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h)
	}
	var matches []news.Match
	for m, err := range s.Matches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		matches = append(matches, m)
	}
	return eval.Of(families, heads, matches)
}

// golden compares got with a file, or rewrites the file with -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed; rewrite it with -update and review its diff. -want +got:\n%s", path, diff)
	}
}
