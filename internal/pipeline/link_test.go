package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/ingest"
	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/store"
)

// An article that is revised after it was met, and before it is compared, is met again: what
// is found is the same as when it comes in at once.
func TestRevisedWhileItWaits(t *testing.T) {
	articles, phrase := storiesTwice(1500), "\n\nthese twelve words are in so many papers that they mean nothing\n\n"
	for i := 1; i < len(articles); i += 2 {
		articles[i].Outlet, articles[i].Text = fmt.Sprint("Paper ", i), phrase+articles[i].Text
	}
	for i := range 150 {
		a := articles[2*i]
		a.Text, a.Published = phrase+articles[2000+2*i].Text, "2024-01-02"
		articles = append(articles, a)
	}
	var want []news.Match
	for _, memory := range []int64{0, 4 << 20, 1} { // all at once; some 1,100 at a time; and each of these compared by itself
		var lines bytes.Buffer
		for _, a := range articles {
			if err := json.NewEncoder(&lines).Encode(a); err != nil {
				t.Fatal(err)
			}
		}
		s := openStore(t)
		sum, err := Index(t.Context(), s, []string{"-"}, Options{Memory: memory, Ingest: ingest.Options{Stdin: &lines}})
		if err != nil || sum.Revised != 150 {
			t.Fatalf("%d revised, %v", sum.Revised, err)
		}
		got, err := store.Collect(s.Matches(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); len(got) < 1400 || diff != "" {
			t.Errorf("memory %d: %d matches (-want +got):\n%s", memory, len(got), diff)
		}
	}
}

// The texts of families are read about once, whatever else their articles are paired with.
func TestSideBySide(t *testing.T) {
	const families, members = 2000, 4
	r := rand.New(rand.NewPCG(3, 4))
	var pairs []match.Encounter
	for family := range news.Key(families) {
		for i := range news.Key(members) {
			for j := range i {
				pairs = append(pairs, match.Encounter{Pair: match.Pair{family + families*i, family + families*j}, Shared: 40})
			}
		}
		pairs = append(pairs, match.Encounter{Pair: match.Pair{family, news.Key(families + r.IntN(families*3))}, Shared: 2})
	}
	read, former := 0, map[news.Key]article{}
	for pairs = sideBySide(pairs); len(pairs) > 0; {
		texts := map[news.Key]article{}
		n, missing := take(pairs, texts, former)
		for _, key := range missing {
			texts[key] = article{}
		}
		read += len(missing)
		pairs, former = pairs[n:], texts
	}
	if most := families*members + families; read < families*members || read > most {
		t.Errorf("%d articles were read %d times, want %d at most", families*members, read, most)
	}
}
