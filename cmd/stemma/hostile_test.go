package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stemma/internal/report"
)

// wickedWords stand in every head field, the address and the body of the articles below.
var wickedWords = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `javascript:alert(1)`, "evil\u202Egnp.exe\u2066", `=HYPERLINK("https://evil.example")`,
	"bell\x07 escape\x1b[31m \x0b\ufffe", `]]></node></graph><!--`, `"}],"@context":"https://evil.example"`, strings.Repeat("Donau", 2000), `|a|b|` + "\n# c\n", `"]; evil[label="`,
}

// hostileCorpus writes a source and a copy for each of the words, as JSON lines.
func hostileCorpus(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := json.NewEncoder(f)
	for i, s := range wickedWords {
		body := quayStory(uint64(i)) + " " + s + " " + quayStory(uint64(i+100))
		for j, outlet := range []string{"The Quay", "Copy"} {
			if err := out.Encode(map[string]string{"id": fmt.Sprint(i, j, s), "title": s, "source": outlet + s, "author": s, "url": fmt.Sprintf("https://x%d.example/%d/%s", j, i, s),
				"published": fmt.Sprintf("2024-05-%02d", j+1), "section": s, s: s, "text": body + "\n\nThis article was originally published by " + s + "."}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// quayStory is 60 words that no other seed gives.
func quayStory(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	nouns := strings.Fields("mayor boat quay child step harbour spring flood bridge lamp barrel rope goat market bell tower miller pilot")
	verbs := strings.Fields("counted painted sold watched moved lifted opened closed praised forgot mended carried")
	var words []string
	for range 12 {
		words = append(words, "the", nouns[r.IntN(len(nouns))], verbs[r.IntN(len(verbs))], strconv.Itoa(r.IntN(900)), nouns[r.IntN(len(nouns))]+"s")
	}
	return strings.Join(words, " ")
}

// TestHostileArticles takes hostile articles all the way: indexed, and reported in every
// format at once. Nothing they say is obeyed, each format is read back whole, and the
// report verifies.
func TestHostileArticles(t *testing.T) {
	dir := t.TempDir()
	corpus, db, out := filepath.Join(dir, "hostile.jsonl"), filepath.Join(dir, "a.db"), filepath.Join(dir, "out")
	hostileCorpus(t, corpus)
	stemma(t, "index", "--db", db, corpus)
	stemma(t, "report", "--db", db, "--format", strings.Join(report.Formats, ","), "-o", out)
	stemma(t, "report", "--db", db, "-o", filepath.Join(out, "whole.html"))
	data, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	validReport(t, string(data))
	stemma(t, "verify", "--db", db, filepath.Join(out, "report.json"))
	var r report.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, f := range r.Families {
		links += len(f.Links)
	}
	if len(r.Articles) != 2*len(wickedWords) || links < len(wickedWords) {
		t.Errorf("%d articles, %d links", len(r.Articles), links)
	}
	for _, format := range []string{"jsonld", "ninjs", "prov"} {
		if data, err := os.ReadFile(filepath.Join(out, report.FileName(format, ""))); err != nil || !json.Valid(data) {
			t.Errorf("%s: %v", format, err)
		}
	}
	checkCells(t, out)
	checkPages(t, out)
	counts := strings.Split(asked(t, "/usr/bin/python3", "-c", countGraphs, out), "\n")
	if counts[0] != counts[1] || counts[1] != counts[2] || !strings.HasSuffix(counts[0], fmt.Sprintf(", %d]", links)) {
		t.Errorf("Python counts %q of %d links", counts, links)
	}
	dot := asked(t, "dot", "-Tplain", filepath.Join(out, "report.dot"))
	if n := strings.Count(dot, "\nedge "); n != links {
		t.Errorf("Graphviz draws %d edges of %d", n, links)
	}
}

// checkCells: no cell of a table is a formula.
func checkCells(t *testing.T, out string) {
	t.Helper()
	for _, table := range report.Tables {
		f, err := os.Open(filepath.Join(out, report.FileName("csv", table)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil || len(rows) < 2 {
			t.Errorf("%s: %d rows, %v", table, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if _, number := strconv.ParseFloat(cell, 64); number != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: cell %.60q is a formula", table, cell)
				}
			}
		}
	}
}

// checkPages: the pages' own script is the one that runs, and nothing is fetched.
func checkPages(t *testing.T, out string) {
	t.Helper()
	pages := 0
	err := filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		pages++
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		for z := html.NewTokenizer(f); z.Next() != html.ErrorToken; {
			token := z.Token()
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: %s", path, token)
				}
			}
			if token.Data == "img" || token.Data == "iframe" {
				t.Errorf("%s: %s", path, token)
			}
		}
		return nil
	})
	if err != nil || pages < 2 {
		t.Errorf("%d pages, %v", pages, err)
	}
}
