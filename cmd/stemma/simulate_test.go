package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stemma/internal/eval"
)

// TestSimulated republishes in every simulated world, indexes what came of it and holds
// the figures in a golden file. Where a source is hidden and nobody names it there is no
// right link to find: that bounds the first column.
func TestSimulated(t *testing.T) {
	var got strings.Builder
	fmt.Fprintf(&got, "%-14s %8s %8s %8s %8s %8s\n", "30 families", "source", "root", "origins", "wrong", "Brier")
	for _, sc := range eval.Scenarios() {
		dir := t.TempDir()
		db := filepath.Join(dir, "a.db")
		stemma(t, "simulate", "--families", "30", "--seed", "3", "--scenario", sc.Name, dir)
		stemma(t, "index", "--db", db, filepath.Join(dir, "articles.jsonl"))
		truth, err := eval.ReadTruth(os.DirFS(filepath.Join(dir, "truth")))
		if err != nil {
			t.Fatal(err)
		}
		r := eval.Measure(truth, findings(t, db))
		fmt.Fprintf(&got, "%-14s %8.3f %8.3f %8d %8d %8.3f\n", sc.Name, r.Parents.Part(), r.Roots.Part(), r.Origins, len(r.FalseOrigins), r.Brier)
	}
	golden(t, "../../testdata/golden/simulated.txt", got.String())
}
