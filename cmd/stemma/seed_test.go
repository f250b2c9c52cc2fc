package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stemma/internal/report"
)

// A seed is a page that republishes an article without saying whose, but for what it
// keeps of its source's voice.
type seed struct{ page, claimed, surely, address, published string }

func TestOwnSeed(t *testing.T) {
	testSeed(t, seed{"../../testdata/corpus/truth-lantern/pipeline-copied.txt", "Tarsa Herald", "high", "https://tarsaherald.example/energy/pipeline", "2023-09-04"})
}

func TestSeed(t *testing.T) {
	testSeed(t, seed{filepath.Join(dataFolder(t), "seed/radio-biafra.txt"), "RT", "high", "https://www.rt.com/news/dialogue-with-russia/", "2017-02-01"})
}

// testSeed: alone, the page names its source, which is not in the index; beside it, the
// source is found to be the origin, and any 25 words of the text lead to both, it first.
func testSeed(t *testing.T, s seed) {
	dir := t.TempDir()
	alone, both := filepath.Join(dir, "alone.db"), filepath.Join(dir, "both.db")
	out := stemma(t, "index", "--db", alone, s.page)
	if want := s.claimed + " (not in this index)\n    named as source by 1 of 1 (" + s.surely + " confidence)"; !strings.Contains(out, want) {
		t.Errorf("alone: %s\nwant %q", out, want)
	}
	var page report.Article
	if err := json.Unmarshal([]byte(stemma(t, "credits", "--json", s.page)), &page); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "source.txt")
	text := fmt.Sprintf("Title: %s\nOutlet: %s\nURL: %s\nPublished: %s\n\n%s\n", page.Title, s.claimed, s.address, s.published, page.Text)
	if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	stemma(t, "index", "--db", both, s.page, source)
	shown := stemma(t, "show", "--db", both, s.page)
	for _, want := range []string{"origin: " + s.claimed, "fossil", "the copy keeps the voice of " + s.claimed} {
		if !strings.Contains(shown, want) {
			t.Errorf("show: no %q in\n%s", want, shown)
		}
	}
	windows(t, both, page.Text, s.address)
}

// windows traces every 25 words in a row of a text.
func windows(t *testing.T, db, text, address string) {
	const size = 25
	words := strings.Fields(text)
	var queries strings.Builder
	n := 0
	for i := 0; i+size <= len(words); i++ {
		line, err := json.Marshal(map[string]string{"text": strings.Join(words[i:i+size], " ")})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&queries, "%s\n", line)
		n++
	}
	file := filepath.Join(t.TempDir(), "queries.jsonl")
	if err := os.WriteFile(file, []byte(queries.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	answers := json.NewDecoder(strings.NewReader(stemma(t, "trace", "--db", db, "--json", file)))
	for i := range n {
		var a tracedJSON
		if err := answers.Decode(&a); err != nil {
			t.Fatal(err)
		}
		if len(a.Sources) != 2 || a.Sources[0].ID != address || a.Sources[0].Claim != "origin" {
			t.Errorf("words %d to %d, %q: %+v", i, i+size, strings.Join(words[i:i+size], " "), a.Sources)
		}
	}
}
