package eval

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// The corpus of the tests: a star (a: b, c), a chain (p: q: r), two copies of an absent
// wire (w, x), a merged article m, and s, which shares a phrase with a.
func truthOfTests() Truth {
	return Truth{
		Links: []Link{
			{Copy: "b", Source: "a", Class: "full"}, {Copy: "c", Source: "a", Class: "truncated"},
			{Copy: "q", Source: "p", Class: "extended"}, {Copy: "r", Source: "q", Class: "full"},
			{Copy: "w", Source: "unseen:Wire"}, {Copy: "x", Source: "unseen:Wire"},
			{Copy: "m", Source: "a", Class: "partial"}, {Copy: "m", Source: "p", Class: "partial"},
		},
		Pairs: []Pair{
			{A: "b", B: "c", Class: "truncated"}, {A: "p", B: "r", Class: "extended"}, {A: "w", B: "x", Class: "full"}, {A: "a", B: "s", Class: "phrase"},
		},
		Families: []Family{
			{Root: "a", Claim: "origin", Members: []string{"a", "b", "c", "m"}},
			{Root: "p", Claim: "earliest", Members: []string{"p", "q", "r", "m"}},
			{Root: "unseen:Wire", Claim: "unseen", Members: []string{"w", "x"}},
		},
		Traps: []Trap{
			{Article: "s", Trap: "photo credit", MustNot: "credit:Reuters"},
			{Article: "s", Trap: "a phrase is no copy", MustNot: "family"},
			{Article: "q", Trap: "wrong outlet", MustNot: "link:The Wire"},
			{Article: "b", Trap: "same topic", MustNot: "family:x"},
		},
	}
}

func perfect() Findings {
	truth := truthOfTests()
	f := Findings{Families: truth.Families}
	for _, n := range strings.Fields("a b c m p q r s w x") {
		f.Articles = append(f.Articles, Article{Name: n, Outlet: "Outlet " + n})
	}
	for _, l := range truth.Links {
		l.Confidence = 1
		f.Links = append(f.Links, l)
		if l.Class != "" {
			f.Pairs = append(f.Pairs, Pair{A: l.Source, B: l.Copy, Class: l.Class, Reverse: "excerpt"})
		}
	}
	f.Links[7].Second = true
	f.Pairs = append(f.Pairs, truth.Pairs...)
	return f
}

func TestPerfect(t *testing.T) {
	r := Measure(truthOfTests(), perfect())
	for name, share := range map[string]Share{
		"parents": r.Parents, "classes": r.LinkClasses, "both": r.Both, "roots": r.Roots, "claims": r.Claims, "traps": r.Traps,
	} {
		if share.Right != share.Of || share.Of == 0 {
			t.Errorf("%s: %+v", name, share)
		}
	}
	if r.Pairs.F1() != 1 || r.Links.F1() != 1 || r.Agreement != 1 || r.Brier != 0 || r.Origins != 1 {
		t.Errorf("pairs %v, links %v, agreement %v, Brier %v, origins %d", r.Pairs, r.Links, r.Agreement, r.Brier, r.Origins)
	}
	for _, c := range r.Classes {
		if c.Score.F1() != 1 {
			t.Errorf("class %s: %+v", c.Class, c.Score)
		}
	}
	for _, l := range r.lists() {
		if len(l.names) > 0 {
			t.Errorf("%s: %v", l.heading, l.names)
		}
	}
}

// Each row spoils one thing, and says which figure must fall and which list must name it.
func TestMeasureFindsFaults(t *testing.T) {
	for _, c := range []struct {
		fault string
		spoil func(*Findings)
		share func(Result) Share
		want  Share
		list  func(Result) []string
		line  string
	}{
		{"a parent that is a sibling", func(f *Findings) { f.Links[1].Source = "b" },
			func(r Result) Share { return r.Parents }, Share{7, 8}, func(r Result) []string { return r.WrongParents }, "c from a, found b"},
		{"a link lost", func(f *Findings) { f.Links = f.Links[1:] },
			func(r Result) Share { return r.Both }, Share{7, 8}, func(r Result) []string { return r.WrongParents }, "b from a, found none"},
		{"an unseen source lost", func(f *Findings) { f.Links[4].Source = "x" },
			func(r Result) Share { return r.Both }, Share{7, 8}, func(r Result) []string { return r.WrongParents }, "w from unseen:Wire, found x"},
		{"a class of a link", func(f *Findings) { f.Pairs[0].Class = "extended" },
			func(r Result) Share { return r.LinkClasses }, Share{5, 6}, func(r Result) []string { return r.WrongClass }, "b from a is full, found extended"},
		{"a pair that is none", func(f *Findings) { f.Pairs = append(f.Pairs, Pair{A: "a", B: "x", Class: "excerpt"}) },
			func(r Result) Share { return Share{r.Pairs.Right, r.Pairs.Found} }, Share{9, 10}, func(r Result) []string { return r.ExtraPairs }, "a + x"},
		{"a pair lost", func(f *Findings) { f.Pairs = append(f.Pairs[:6:6], f.Pairs[7:]...) },
			func(r Result) Share { return Share{r.Pairs.Right, r.Pairs.True} }, Share{8, 9}, func(r Result) []string { return r.MissedPairs }, "b + c"},
		{"a copy called origin", func(f *Findings) { f.Families[0].Root = "b" },
			func(r Result) Share { return r.Roots }, Share{2, 3}, func(r Result) []string { return r.FalseOrigins }, "b, true root a"},
		{"an origin of no family", func(f *Findings) {
			f.Families = append(f.Families, Family{Root: "s", Claim: "origin", Members: []string{"s"}})
		}, func(r Result) Share { return r.Traps }, Share{3, 4}, func(r Result) []string { return r.FalseOrigins }, "s, true root none"},
		{"more said than is honest", func(f *Findings) { f.Families[1].Claim = "origin" },
			func(r Result) Share { return r.Claims }, Share{2, 3}, func(r Result) []string { return r.Overclaims }, "origin of p, honest is earliest of p"},
		{"an earliest copy that is not", func(f *Findings) { f.Families[1].Root = "q" },
			func(r Result) Share { return r.Roots }, Share{2, 3}, func(r Result) []string { return r.Overclaims }, "earliest of q, honest is earliest of p"},
		{"less said than could be", func(f *Findings) { f.Families[0].Claim = "undetermined" },
			func(r Result) Share { return r.Claims }, Share{2, 3}, func(r Result) []string { return r.Overclaims }, ""},
		{"a family lost", func(f *Findings) { f.Families = f.Families[:2] },
			func(r Result) Share { return r.Roots }, Share{2, 3}, func(r Result) []string { return r.MissedFamilies }, "unseen:Wire"},
		{"a trap: photo credit", func(f *Findings) { f.Articles[7].Credits = []string{"reuters"} },
			func(r Result) Share { return r.Traps }, Share{3, 4}, func(r Result) []string { return r.TrapsTaken }, "s: credit:Reuters (photo credit)"},
		{"a trap: wrong outlet", func(f *Findings) { f.Articles[4].Outlet = "the wire" },
			func(r Result) Share { return r.Traps }, Share{3, 4}, func(r Result) []string { return r.TrapsTaken }, "q: link:The Wire (wrong outlet)"},
		{"a trap: unseen outlet", func(f *Findings) { f.Links[2].Source = "unseen:The Wire" },
			func(r Result) Share { return r.Traps }, Share{3, 4}, func(r Result) []string { return r.TrapsTaken }, "q: link:The Wire (wrong outlet)"},
		{"a trap: family with another", func(f *Findings) { f.Families[0].Members = append(f.Families[0].Members, "x") },
			func(r Result) Share { return r.Traps }, Share{3, 4}, func(r Result) []string { return r.TrapsTaken }, "b: family:x (same topic)"},
	} {
		found := perfect()
		c.spoil(&found)
		r := Measure(truthOfTests(), found)
		if got := c.share(r); got != c.want {
			t.Errorf("%s: share %+v, want %+v", c.fault, got, c.want)
		}
		if got := strings.Join(c.list(r), "\n"); got != c.line {
			t.Errorf("%s: listed %q, want %q", c.fault, got, c.line)
		}
	}
}

// A class that the truth does not hold is listed when it says copying, and not else:
// the truth need not list every shared phrase.
func TestClassesBeyondTheTruth(t *testing.T) {
	found := perfect()
	found.Pairs = append(found.Pairs,
		Pair{A: "a", B: "x", Class: "identical", Reverse: "identical"},
		Pair{A: "x", B: "b", Class: "excerpt", Reverse: "excerpt"}, Pair{A: "x", B: "c", Class: "excerpt"},
		Pair{A: "x", B: "p", Class: "quotes-only", Reverse: "quotes-only"})
	scores := map[string]Score{}
	for _, c := range Measure(truthOfTests(), found).Classes {
		scores[c.Class] = c.Score
	}
	if got, ok := scores["identical"]; !ok || got != (Score{Found: 1}) {
		t.Errorf("identical: %+v, listed %v", got, ok)
	}
	if got := scores["excerpt"]; got != (Score{Found: 2}) {
		t.Errorf("excerpt: %+v: a pair counts once, whichever way round it is known", got)
	}
	if got, ok := scores["quotes-only"]; ok {
		t.Errorf("quotes-only: %+v", got)
	}
}

// Names of unseen sources match in any case; paths do not.
func TestUnseenNamesFold(t *testing.T) {
	found := perfect()
	found.Links[4].Source, found.Families[2].Root = "unseen:WIRE", "unseen:wire"
	r := Measure(truthOfTests(), found)
	if r.Parents != (Share{8, 8}) || r.Roots != (Share{3, 3}) {
		t.Errorf("parents %+v, roots %+v", r.Parents, r.Roots)
	}
	if ends("A/x", "a/x") == ends("a/x", "a/x") {
		t.Error("paths fold")
	}
}

func TestByLabel(t *testing.T) {
	truth := []Pair{{A: "a", B: "b", Class: "near-dup"}, {A: "c", B: "a", Class: "contained"}, {A: "d", B: "e", Class: "near-dup", Same: true}}
	cross, same := Cross(truth)
	if len(cross) != 2 || len(same) != 1 {
		t.Fatalf("%d cross, %d same", len(cross), len(same))
	}
	found := []Pair{{A: "b", B: "a", Class: "full"}, {A: "a", B: "c", Class: "phrase"}, {A: "d", B: "e", Class: "phrase", Reverse: "excerpt"}}
	want := []LabelShare{{Label: "near-dup", Share: Share{2, 2}}, {Label: "contained", Share: Share{0, 1}, Missed: []string{"c + a"}}}
	if diff := cmp.Diff(want, ByLabel(truth, found)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOf(t *testing.T) {
	heads := []news.Head{
		{ID: "1", Own: "a", Outlet: "Lamp"},
		{ID: "2", URL: "https://b.example/", Credits: []news.Credit{{Name: "Lamp"}, {Quote: "Original Source"}}},
	}
	m := news.Match{A: "1", B: "2", Class: news.Full, Reverse: news.Extended}
	got := Of([]news.Family{{
		Root: "unseen:AP", Claim: news.UnseenSource, Members: heads,
		Links: []news.Link{{Copy: "2", Source: "1", Match: m, Confidence: .9}, {Copy: "1", Source: "unseen:AP", Confidence: .8}},
	}}, heads, []news.Match{m, {A: "1", B: "3", Class: news.Unlisted, Reverse: news.Unlisted}})
	want := Findings{
		Articles: []Article{{Name: "a", Outlet: "Lamp"}, {Name: "https://b.example/", Credits: []string{"Lamp"}}},
		Links:    []Link{{Copy: "https://b.example/", Source: "a", Class: "full", Confidence: .9}, {Copy: "a", Source: "unseen:AP", Confidence: .8}},
		Pairs:    []Pair{{A: "a", B: "https://b.example/", Class: "full", Reverse: "extended"}},
		Families: []Family{{Root: "unseen:AP", Claim: "unseen", Members: []string{"a", "https://b.example/"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestString(t *testing.T) {
	found := perfect()
	found.Links[1].Source, found.Links[1].Confidence = "b", .6
	found.Links[2].Confidence = .96
	found.Pairs[0].Class = "extended"
	found.Families[1].Claim = "origin"
	got := Measure(truthOfTests(), found).String()
	const path = "testdata/result.txt"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got, go test -update rewrites:\n%s", diff)
	}
	for line := range strings.Lines(got) {
		if utf8.RuneCountInString(line) > 81 || strings.HasSuffix(line, " \n") {
			t.Errorf("line too long, or ends in a space: %q", line)
		}
	}
}

// Each kind of trap is taken by just what it forbids.
func TestTrapKinds(t *testing.T) {
	for _, c := range []struct {
		article, mustNot string
		taken            bool
	}{
		{"s", "credit:*", true}, {"s", "credit:AFP", true}, {"s", "credit:EFE", false}, {"b", "credit:*", false},
		{"b", "claim:origin", true}, {"b", "claim:earliest", false}, {"s", "claim:origin", false},
		{"b", "origin:a", true}, {"b", "origin:p", false},
		{"z", "identity:a", true}, {"a", "identity:p", false},
		{"b", "link:a", true}, {"b", "link:Outlet a", true}, {"w", "link:wire", true}, {"b", "link:p", false},
		{"b", "family", true}, {"s", "family", false}, {"b", "family:a", true}, {"b", "family:p", false},
	} {
		truth, found := truthOfTests(), perfect()
		found.Articles[7].Credits = []string{"afp"}
		truth.Traps = []Trap{{Article: c.article, MustNot: c.mustNot}}
		if got := Measure(truth, found).Traps.Right == 0; got != c.taken {
			t.Errorf("%s %s: taken %v, want %v", c.article, c.mustNot, got, c.taken)
		}
	}
}

// An undecidable link's class counts, its parent does not.
func TestUndecidable(t *testing.T) {
	truth, found := truthOfTests(), perfect()
	truth.Links[0].Undecidable = true
	found.Links[0].Source, found.Pairs[1].Class = "c", "full"
	r := Measure(truth, found)
	if r.Parents != (Share{7, 7}) || r.LinkClasses != (Share{5, 6}) || r.Both != (Share{7, 8}) || len(r.WrongParents) > 0 {
		t.Errorf("parents %+v, classes %+v, both %+v, wrong %q", r.Parents, r.LinkClasses, r.Both, r.WrongParents)
	}
}
