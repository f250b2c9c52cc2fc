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
	fmt.Fprintf(&got, "%-14s %8s %8s %8s %8s %8s\n", "12 families", "source", "root", "origins", "wrong", "Brier")
	for _, sc := range eval.Scenarios() {
		dir := t.TempDir()
		db := filepath.Join(dir, "a.db")
		stemma(t, "simulate", "--families", "12", "--seed", "3", "--scenario", sc.Name, dir)
		stemma(t, "index", "--db", db, filepath.Join(dir, "articles"))
		truth, err := eval.ReadTruth(os.DirFS(filepath.Join(dir, "truth")))
		if err != nil {
			t.Fatal(err)
		}
		r := eval.Measure(truth, findings(t, db))
		fmt.Fprintf(&got, "%-14s %8.3f %8.3f %8d %8d %8.3f\n", sc.Name, r.Parents.Part(), r.Roots.Part(), r.Origins, len(r.FalseOrigins), r.Brier)
	}
	golden(t, "../../testdata/golden/simulated.txt", got.String())
}

// TestHeldOutWordings reads every wording with which simulated copies credit, none of which
// the credit table is tested with.
func TestHeldOutWordings(t *testing.T) {
	tested, err := os.ReadFile("../../internal/extract/extract_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, wording := range eval.Wordings {
		before, _, _ := strings.Cut(wording, "%s")
		if len(before) > len("It first ran in the ") && strings.Contains(string(tested), before) {
			t.Errorf("%q is among the examples of the credit table", wording)
		}
		page := filepath.Join(t.TempDir(), "page.txt")
		text := strings.Repeat("Bazi koru mifeta golu sarine toki vazome lipu ketira nobe fani ruzoke mili daro sefu.\n\n", 8)
		if err := os.WriteFile(page, fmt.Appendf(nil, text+wording+".\n", "Ashby Herald"), 0o644); err != nil {
			t.Fatal(err)
		}
		if out := stemma(t, "credits", page); !strings.Contains(out, "Ashby Herald") {
			t.Errorf("%q is not read as a credit: %s", wording, out)
		}
	}
}
