package main

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stemma/internal/eval"
	"stemma/internal/news"
)

// dataFolder is the collection of real articles, which is not part of the project.
func dataFolder(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("STEMMA_DATA"), "../../../shared/data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no real articles: set STEMMA_DATA to measure on them")
	}
	return dir
}

// silver reads a file of true pairs.
func silver(t *testing.T, path string) []eval.Pair {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := eval.ReadPairs(f)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// matched indexes a corpus and returns its matched pairs.
func matched(t *testing.T, path string) []eval.Pair {
	t.Helper()
	db := filepath.Join(t.TempDir(), "data.db")
	stemma(t, "index", "--db", db, path)
	rows, err := csv.NewReader(strings.NewReader(stemma(t, "report", "--db", db, "--format", "csv", "--table", "matches"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var pairs []eval.Pair
	for _, row := range rows[1:] {
		pairs = append(pairs, eval.Pair{A: row[1], B: row[0], Class: row[2]})
	}
	return pairs
}

// TestPlanted: the planted pairs, and no others, are copies of a whole text.
func TestPlanted(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "planted")
	want := map[[2]string]bool{}
	for _, p := range silver(t, filepath.Join(dir, "minhash1000.pairs.tsv")) {
		want[[2]string{min(p.A, p.B), max(p.A, p.B)}] = true
	}
	for _, p := range matched(t, filepath.Join(dir, "minhash1000.jsonl")) {
		pair := [2]string{min(p.A, p.B), max(p.A, p.B)}
		whole := strings.Contains("identical full truncated extended", p.Class)
		if whole && !want[pair] {
			t.Errorf("%v is %s and was not planted", pair, p.Class)
		}
		if whole {
			delete(want, pair)
		}
	}
	if len(want) > 0 {
		t.Errorf("missed %v", want)
	}
}

// TestHelsinki holds the recall of what is found in many outlets' articles about one summit.
func TestHelsinki(t *testing.T) { testSilver(t, "helsinki") }

// TestNews holds it among articles of 400 outlets and eight years. What it misses of near
// duplicates within one outlet has one address: these are versions of one article.
func TestNews(t *testing.T) { testSilver(t, "news") }

// testSilver prints what is found of the pairs that share 5-word shingles, by their label,
// and holds the recall of near-duplicates and contained texts of two outlets.
func testSilver(t *testing.T, folder string) {
	dir := filepath.Join(dataFolder(t), folder)
	found := matched(t, filepath.Join(dir, "articles.jsonl.gz"))
	cross, same := eval.Cross(silver(t, filepath.Join(dir, "silver_pairs.tsv")))
	right, of := 0, 0
	for _, part := range []struct {
		name  string
		pairs []eval.Pair
	}{{"two outlets", cross}, {"one outlet", same}} {
		for _, l := range eval.ByLabel(part.pairs, found) {
			t.Logf("%s, %s: %d of %d; missed: %s", part.name, l.Label, l.Share.Right, l.Share.Of, strings.Join(l.Missed, ", "))
			if part.name == "two outlets" && (l.Label == "near-dup" || l.Label == "contained") {
				right, of = right+l.Share.Right, of+l.Share.Of
			}
		}
	}
	logPrecision(t, found, append(cross, same...))
	if float64(right) < 0.98*float64(of) || of == 0 {
		t.Errorf("found %d of %d copies between outlets", right, of)
	}
}

// logPrecision prints how many of the pairs found of each class the silver file has. It
// lists no short excerpts: what it lacks of that class need not be wrong.
func logPrecision(t *testing.T, found, silver []eval.Pair) {
	listed := map[[2]string]bool{}
	for _, p := range silver {
		listed[[2]string{min(p.A, p.B), max(p.A, p.B)}] = true
	}
	have := map[string]eval.Share{}
	for _, p := range found {
		share := have[p.Class]
		share.Of++
		if listed[[2]string{min(p.A, p.B), max(p.A, p.B)}] {
			share.Right++
		}
		have[p.Class] = share
	}
	for _, c := range news.Classes {
		if share := have[string(c)]; share.Of > 0 {
			t.Logf("precision of %s: %d of %d found are in the silver file", c, share.Right, share.Of)
		}
	}
}
