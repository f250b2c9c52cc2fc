package extract

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"stemma/internal/news"
)

// minMainText is the F1 that issue and design ask of main text, on these pages.
const minMainText = 0.962

// TestMainText measures the main text of real pages: precision and recall of the
// multiset of 4-word shingles, each averaged over the pages, and the F1 of the means.
func TestMainText(t *testing.T) {
	pages := truePages(t)
	var precision, recall float64
	for _, id := range slices.Sorted(maps.Keys(pages)) {
		page := pages[id]
		a, err := Article(page.document())
		if err != nil {
			t.Logf("%s: %v", page.URL, err)
		}
		p, r := overlap(a.Text, page.ArticleBody)
		precision += p / float64(len(pages))
		recall += r / float64(len(pages))
	}
	f1 := 2 * precision * recall / (precision + recall)
	t.Logf("%d pages: precision %.4f recall %.4f F1 %.4f", len(pages), precision, recall, f1)
	if f1 < minMainText {
		t.Errorf("F1 %.4f, want at least %.3f", f1, minMainText)
	}
}

type truePage struct {
	ArticleBody, URL string
	html             []byte
}

func (p truePage) document() news.Document {
	return news.Document{Place: p.URL, URL: p.URL, MediaType: news.TypeHTML, Body: string(p.html)}
}

func truePages(t testing.TB) map[string]truePage {
	raw, err := os.ReadFile(data(t, "pages/ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pages map[string]truePage
	if err := json.Unmarshal(raw, &pages); err != nil {
		t.Fatal(err)
	}
	for id, page := range pages {
		f, err := os.Open(data(t, "pages/"+id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		if page.html, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
		f.Close()
		pages[id] = page
	}
	return pages
}

// overlap is the precision and recall of got's shingles against want's.
func overlap(got, want string) (precision, recall float64) {
	a, b := fourWords(got), fourWords(want)
	both, inGot, inWant := 0, 0, 0
	for s, n := range a {
		inGot += n
		both += min(n, b[s])
	}
	for _, n := range b {
		inWant += n
	}
	return float64(both) / float64(max(1, inGot)), float64(both) / float64(max(1, inWant))
}

func fourWords(text string) map[string]int {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	counts := map[string]int{}
	for i := 0; i+4 <= len(words); i++ {
		counts[strings.Join(words[i:i+4], " ")]++
	}
	return counts
}
