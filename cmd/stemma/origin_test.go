package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/store"
)

// table reads a tab-separated file with a header.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, field := range row {
			m[rows[0][i]] = field
		}
		out = append(out, m)
	}
	return out
}

// solved indexes a corpus and returns its families.
func solved(t *testing.T, path string) []news.Family {
	t.Helper()
	db := filepath.Join(t.TempDir(), "solved.db")
	stemma(t, "index", "--db", db, path)
	s, err := store.OpenRead(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	families, err := store.Collect(s.Families(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// mistaken are the rows whose origin, AP, was read in the credit of a photograph: "(... / AP)".
// The text is by writers of the New York Daily News, whose bylines stand above it, and the
// rest are copies of these two articles, some with the bylines.
var mistaken = map[string]string{
	"helsinki-3987": "the credit of its photograph",
	"helsinki-8592": "the credit of its photograph",
	"helsinki-4876": "copy of helsinki-3987",
	"helsinki-6416": "copy of helsinki-3987, with the byline",
	"helsinki-763":  "copy of helsinki-8592, with the byline",
}

// TestHelsinkiSources climbs from each attributed article to where its text is from, by its
// family alone. The times there are those of the crawl, which decide nothing.
func TestHelsinkiSources(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "helsinki")
	families := solved(t, filepath.Join(dir, "articles.jsonl.gz"))
	tally := map[string]int{}
	for _, row := range table(t, filepath.Join(dir, "attribution.tsv")) {
		got, want := sourceOf(families, row["id"]), row["origin"]
		if why := mistaken[row["id"]]; why != "" {
			want = "New York Daily News"
			t.Logf("%s from %s, the row has %s: %s", row["id"], got, row["origin"], why)
		}
		if got != want {
			t.Errorf("%s from %s, not %s", row["id"], got, want)
		}
		for what, yes := range map[string]bool{"rows": true, "right": got == want, "as the rows have it": got == row["origin"]} {
			if yes {
				tally[what]++
			}
			if yes && row["own_credit"] == "" {
				tally["credits nobody: "+what]++
			}
		}
	}
	t.Log(tally)
}

// sourceOf is the outlet in which the text of an article began, in the truth's words.
func sourceOf(families []news.Family, own string) string {
	for _, f := range families {
		i := slices.IndexFunc(f.Members, func(h news.Head) bool { return h.Own == own })
		if i < 0 {
			continue
		}
		id := f.Members[i].ID
		for l, ok := f.Parent(id); ok; l, ok = f.Parent(id) {
			id = l.Source
		}
		name, _ := id.Unseen()
		if h, ok := f.Member(id); ok {
			name = h.Outlet
		}
		return strings.NewReplacer("The Washington Post", "WashPost", "Associated Press", "AP").Replace(name)
	}
	return "nobody"
}

// TestWireIsSource has the wire article as the source, also where it is dated later than
// its copy.
func TestWireIsSource(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "news")
	families := solved(t, filepath.Join(dir, "articles.jsonl.gz"))
	pairs := 0
	for _, row := range table(t, filepath.Join(dir, "origin.tsv")) {
		if row["origin_id"] == "" {
			continue
		}
		pairs++
		source := ""
		for _, f := range families {
			for _, h := range f.Members {
				if l, ok := f.Parent(h.ID); ok && h.Own == row["copy"] {
					s, _ := f.Member(l.Source)
					source = s.Own
				}
			}
		}
		if source != row["origin_id"] {
			t.Errorf("%s of %s (%s) is from %q, not from %s of %s (%s)", row["copy"], row["copy_host"], row["copy_pub"], source, row["origin_id"], row["origin_host"], row["origin_pub"])
		}
	}
	if pairs != 2 {
		t.Errorf("%d pairs, want 2", pairs)
	}
}
