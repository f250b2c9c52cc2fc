package ingest

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"stemma/internal/news"
)

// TestExported: an article that is written is read back whole, in whatever form of JSON.
func TestExported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line bytes.Buffer
		want := drawArticle(t)
		if err := Export(&line, want); err != nil {
			t.Fatal(err)
		}
		raw := line.Bytes()
		if rapid.Bool().Draw(t, "printed over many lines") {
			var pretty bytes.Buffer
			if err := json.Indent(&pretty, raw, "", "  "); err != nil {
				t.Fatal(err)
			}
			raw = pretty.Bytes()
		}
		doc, err := decodeJSON(raw, nil)
		if err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		if diff := cmp.Diff(&want, doc.Exported, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

// drawArticle has a value in every field that the text does not give.
func drawArticle(t *rapid.T) news.Article {
	text := rapid.StringN(1, 40, -1)
	word := func(what string) string { return text.Draw(t, what) }
	list := func(what string) []string { return rapid.SliceOfN(text, 0, 3).Draw(t, what) }
	at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "seconds"), rapid.Int64Range(0, 999).Draw(t, "nanoseconds")).UTC()
	date := news.Date{Earliest: at, Latest: at.Add(time.Hour), Grade: news.GradeB, From: word("from"), Quote: word("quote"), Flag: word("flag")}
	span := news.Span{Start: rapid.IntRange(0, 9).Draw(t, "start"), End: rapid.IntRange(10, 99).Draw(t, "end")}
	return news.Article{Text: "Letters: " + word("text"), Head: news.Head{
		Own: word("own"), Place: word("place"), URL: word("url"), Domain: word("domain"), Outlet: word("outlet"), Title: word("title"),
		Byline: word("byline"), Lang: word("lang"), Canonical: word("canonical"), Section: word("section"), Tags: list("tags"), Links: list("links"),
		Published: date, Dates: []news.Date{date, {Latest: at}},
		Addresses: []news.Address{{Rel: word("rel"), URL: word("address"), Place: "head"}},
		Credits:   []news.Credit{{Kind: news.CreditTail, Strength: news.Strong, Name: word("name"), URL: word("credit"), Quote: word("words"), Span: span}},
		Fossils:   []news.Fossil{{Kind: news.FossilTold, Name: word("voice"), URL: word("site"), Quote: word("told"), Span: span}},
		Disguises: []news.Disguise{{Kind: news.DisguiseSpaced, Count: span.End, Quote: word("spaced")}},
		Extra:     map[string]string{word("field"): word("value")},
	}}
}

// TestExportedRefused: what another program made of the member is an error with its cause,
// or a field like any other.
func TestExportedRefused(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`{"text":"Eleven goats","stemma":{"format":2}}`, "format 2, this stemma reads 1"},
		{`{"text":"Eleven goats","stemma":{"format":1,"credits":"none"}}`, "cannot unmarshal"},
		{`{"text":"Eleven goats","stemma":{"tree":"vine"}}`, ""},
		{`{"text":"Eleven goats","stemma":"vine"}`, ""},
		{`{"text":"Eleven goats","metadata":{"stemma":{"format":2}}}`, ""},
	} {
		doc, err := decodeJSON([]byte(test.line), nil)
		switch {
		case test.want == "" && (err != nil || doc.Exported != nil || doc.Body != "Eleven goats"):
			t.Errorf("%s: %v, %+v", test.line, err, doc)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: error %v, want %q", test.line, err, test.want)
		}
	}
}
