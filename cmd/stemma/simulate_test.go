package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stemma/internal/eval"
	"stemma/internal/store"
)

// TestSimulated republishes in every simulated world, indexes what came of it and holds
// the figures in a golden file. With STEMMA_FULL set it does so with the worlds of
// simulated-full.txt, five seeds of 400 families a scenario, which takes some minutes:
// STEMMA_FULL=1 go test -timeout 2h ./cmd/stemma -run Simulated$ -update. No figure of the
// evidence table or of the calibration was fitted on these seeds: those were 101 to 103, and
// 301 to 316 with the parameters moved.
func TestSimulated(t *testing.T) {
	golden(t, "../../testdata/golden/simulated.txt", simulatedTable(t, 12, []uint64{3}))
	if os.Getenv("STEMMA_FULL") != "" {
		golden(t, "../../testdata/golden/simulated-full.txt", simulatedTable(t, 400, []uint64{1, 2, 3, 4, 5}))
	}
}

// simulatedTable is the medians over some seeds, scenario by scenario, and the reliability
// of all their links. False are the origins claimed that are none, over all families; the
// last two columns are the best of the simple rules, each for itself.
func simulatedTable(t *testing.T, families int, seeds []uint64) string {
	var rows, bins strings.Builder
	fmt.Fprintf(&rows, "medians over seeds %v of %d families; last the best of five simple rules\n\n", seeds, families)
	const line = "%-14s %7s %7s %7s %7s %7s %7s %7s %7s %7s | %7s %7s\n"
	fmt.Fprintf(&rows, line, "", "source", "root", "rev", "claimed", "wrong", "false", "anc P", "anc R", "Brier", "source", "root")
	add := func(sc eval.Scenario) {
		var results []eval.Result
		var columns [11][]float64
		for _, seed := range seeds {
			truth, found, baselines := simulatedWorld(t, sc, families, seed)
			r := eval.Measure(truth, found)
			results = append(results, r)
			for i, x := range simulatedRow(truth, r, baselines) {
				columns[i] = append(columns[i], x)
			}
		}
		cells := []any{sc.Name}
		for _, c := range columns {
			slices.Sort(c)
			cells = append(cells, fmt.Sprintf("%.3f", c[len(c)/2]))
		}
		fmt.Fprintf(&rows, line, cells...)
		fmt.Fprintf(&bins, "%-14s%s\n", sc.Name, binCells(eval.Pooled(results)))
	}
	for _, sc := range eval.Scenarios() {
		add(sc)
	}
	fmt.Fprint(&rows, "\nbase, where more is to be known\n\n")
	for _, sc := range eval.Ablations() {
		add(sc)
	}
	return rows.String() + "\nsaid:true(links), ! where these are more than 0.08 apart\n\n" + bins.String()
}

// simulatedRow is the figures of one world.
func simulatedRow(truth eval.Truth, r eval.Result, baselines []eval.Baseline) [11]float64 {
	source, root := 0.0, 0.0
	for _, b := range baselines {
		m := eval.Measure(truth, b.Findings)
		source, root = max(source, m.Parents.Part()), max(root, m.Roots.Part())
	}
	families := float64(len(truth.Families))
	return [11]float64{r.Parents.Part(), r.Roots.Part(), r.Reversed.Part(), float64(r.Origins) / families, r.FalseOriginRate(),
		float64(len(r.FalseOrigins)) / families, r.Ancestry.Precision(), r.Ancestry.Recall(), r.Brier, source, root}
}

func binCells(bins []eval.Bin) string {
	var s strings.Builder
	for _, b := range bins {
		mark := ""
		if !b.Calibrated() {
			mark = "!"
		}
		fmt.Fprintf(&s, " %.2f:%.2f(%d)%s", b.Confidence, b.Right, b.Links, mark)
	}
	return s.String()
}

// simulatedWorld makes a world, indexes it and returns what is true, what was found, and
// what simple rules say of the families found.
func simulatedWorld(t *testing.T, sc eval.Scenario, families int, seed uint64) (eval.Truth, eval.Findings, []eval.Baseline) {
	t.Helper()
	dir := t.TempDir()
	db := filepath.Join(dir, "a.db")
	w := eval.Simulate(sc, families, seed)
	if err := writeWorld(dir, w); err != nil {
		t.Fatal(err)
	}
	stemma(t, "index", "--db", db, filepath.Join(dir, "articles"))
	s, err := store.OpenRead(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := store.Collect(s.Families(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	articles, err := store.Collect(s.Articles(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	matches, err := store.Collect(s.Matches(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return w.Truth, eval.Of(found, articles, matches), eval.Baselines(found, articles, matches)
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

// TestDayBefore has copies dated the day before the wire article they were taken from.
func TestDayBefore(t *testing.T) {
	scenarios := eval.Scenarios()
	i := slices.IndexFunc(scenarios, func(sc eval.Scenario) bool { return sc.DayBefore })
	truth, found, _ := simulatedWorld(t, scenarios[i], 20, 8)
	if r := eval.Measure(truth, found); r.Parents.Of != 20 || r.Parents.Right < 18 {
		t.Errorf("%d of %d copies have their wire source, want 18 of 20: %q", r.Parents.Right, r.Parents.Of, r.WrongParents)
	}
}
