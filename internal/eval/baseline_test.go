package eval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
)

// a credits nobody and is dated on the 2nd, b the day before without a time, c credits a,
// d credits a source that is not there; e has no date.
func TestBaselines(t *testing.T) {
	noon := time.Date(2024, 3, 2, 12, 0, 0, 0, time.UTC)
	at := func(hours float64) news.Date {
		when := noon.Add(time.Duration(hours * float64(time.Hour)))
		return news.Date{Earliest: when, Latest: when, Grade: news.GradeA}
	}
	credit := func(name string) []news.Credit { return []news.Credit{{Strength: news.Strong, Name: name}} }
	heads := []news.Head{
		{ID: "a", Own: "a", Outlet: "The Paper", Published: at(0)},
		{ID: "b", Own: "b", Published: news.Date{Earliest: noon.Add(-12 * time.Hour), Latest: noon.Add(12 * time.Hour), Grade: news.GradeC}},
		{ID: "c", Own: "c", Published: at(5), Credits: credit("paper")},
		{ID: "d", Own: "d", Published: at(6), Credits: credit("Far Wire")},
		{ID: "e", Own: "e"},
	}
	matches := []news.Match{
		{A: "a", B: "c", Words: 50, SideA: news.Side{Words: 100}, SideB: news.Side{Words: 100}},
		{A: "c", B: "d", Words: 90, SideA: news.Side{Words: 100}, SideB: news.Side{Words: 100}},
	}
	got := map[string]string{}
	for _, b := range Baselines([]news.Family{{ID: "F", Members: heads}}, heads, matches) {
		links := []string{b.Findings.Families[0].Root}
		for _, l := range b.Findings.Links {
			links = append(links, fmt.Sprintf("%s<%s", l.Copy, l.Source))
		}
		got[b.Name] = strings.Join(links, " ")
	}
	for name, want := range map[string]string{
		"earliest, midnight":    "b a<b c<b d<b e<b",
		"earliest, day's end":   "a b<a c<a d<a e<a",
		"nearest earlier":       "b a<b c<a d<c e<b",
		"credit, else earliest": "a b<a c<a d<unseen:Far Wire e<a",
		"hash order":            "a b<a c<a d<a e<a",
	} {
		if got[name] != want {
			t.Errorf("%s: %s, want %s", name, got[name], want)
		}
	}
}

func TestAncestry(t *testing.T) {
	truth, found := truthOfTests(), perfect()
	r := Measure(truth, found)
	if r.Reversed.Right != 0 || r.Ancestry.F1() != 1 || r.Ancestry.True != 9 {
		t.Errorf("of all that is right: %d reversed, ancestry %+v", r.Reversed.Right, r.Ancestry)
	}
	found.Links[2] = Link{Copy: "p", Source: "r"} // r is below q, which is below p
	r = Measure(truth, found)
	if r.Reversed != (Share{1, 7}) {
		t.Errorf("reversed %+v, want 1 of 7", r.Reversed)
	}
}

func TestWilson(t *testing.T) {
	for _, c := range []struct{ right, n, low, high float64 }{
		{0, 0, 0, 1}, {10, 10, .722, 1}, {0, 10, 0, .278}, {50, 100, .404, .596},
	} {
		if i := wilson(c.right, c.n); roundDown(i.Low+.0005) != c.low || roundDown(i.High+.0005) != c.high {
			t.Errorf("%g of %g: %s, want %.3f to %.3f", c.right, c.n, i, c.low, c.high)
		}
	}
}

func TestCalibrated(t *testing.T) {
	for _, c := range []struct {
		bin  Bin
		want bool
	}{
		{Bin{Links: 1000, Confidence: .90, Right: .83}, true},
		{Bin{Links: 1000, Confidence: .90, Right: .81}, false},
		{Bin{Links: 20, Confidence: .90, Right: .70}, true},
		{Bin{Links: 6, Confidence: .98, Right: 4. / 6}, true},
		{Bin{Links: 100, Confidence: .98, Right: .70}, false},
	} {
		if got := c.bin.Calibrated(); got != c.want {
			t.Errorf("%+v: %v", c.bin, got)
		}
	}
}

// A bootstrap of equal parts has no width; of halves it is about that of the binomial.
func TestBootstrap(t *testing.T) {
	whole := familyPart{Share{3, 4}, Share{1, 1}, .5, 2}
	s := bootstrap(slices.Repeat([]familyPart{whole}, 50))
	if s.Parents != (Interval{.75, .75}) || s.Roots != (Interval{1, 1}) || s.Brier != (Interval{.25, .25}) {
		t.Errorf("equal parts: %+v", s)
	}
	s = bootstrap(append(slices.Repeat([]familyPart{{roots: Share{1, 1}}}, 50), slices.Repeat([]familyPart{{roots: Share{0, 1}}}, 50)...))
	if s.Roots.Low < .36 || s.Roots.Low > .44 || s.Roots.High < .56 || s.Roots.High > .64 {
		t.Errorf("halves: %+v", s.Roots)
	}
}

func TestPlagdet(t *testing.T) {
	if got := plagdet(Score{10, 10, 10}, 10); got != 1 {
		t.Errorf("all in one passage: %g", got)
	}
	if got := plagdet(Score{10, 10, 10}, 30); got != .5 {
		t.Errorf("three passages each: %g, want 0.5", got)
	}
}
