package eval

import (
	"math"
	"slices"
	"testing"
)

func near(x, y float64) bool { return math.Abs(x-y) < 1e-9 }

func TestScore(t *testing.T) {
	for _, c := range []struct {
		score                 Score
		precision, recall, f1 float64
	}{
		{Score{Right: 0, Found: 2, True: 3}, 0, 0, 0}, // no division by zero
		{Score{Right: 0, Found: 0, True: 3}, 1, 0, 0},
		{Score{Right: 0, Found: 0, True: 0}, 1, 1, 1},
		{Score{Right: 3, Found: 4, True: 6}, .75, .5, .6},
	} {
		if p, r, f := c.score.Precision(), c.score.Recall(), c.score.F1(); !near(p, c.precision) || !near(r, c.recall) || !near(f, c.f1) {
			t.Errorf("%+v: precision %v, recall %v, F1 %v", c.score, p, r, f)
		}
	}
}

func TestBrier(t *testing.T) {
	for _, c := range []struct {
		forecasts []forecast
		want      float64
	}{
		{[]forecast{{1, true}, {0, false}}, 0},
		{[]forecast{{1, false}}, 1},
		{[]forecast{{.5, true}, {.5, false}}, .25},
		{[]forecast{{.8, true}, {.6, false}}, .2}, // (.04 + .36) / 2
	} {
		if got := brier(c.forecasts); !near(got, c.want) {
			t.Errorf("brier(%v) = %v, want %v", c.forecasts, got, c.want)
		}
	}
	if got := brier(nil); !math.IsNaN(got) {
		t.Errorf("brier of nothing = %v", got)
	}
}

func TestReliability(t *testing.T) {
	got := reliability([]forecast{{.95, true}, {.97, false}, {.949, true}, {1, true}, {.99, true}, {0, false}})
	want := []Bin{
		{Low: 0, High: .3, Links: 1},
		{Low: .9, High: .95, Links: 1, Confidence: .949, Right: 1},
		{Low: .95, High: .99, Links: 2, Confidence: .96, Right: .5},
		{Low: .99, High: 1, Links: 2, Confidence: .995, Right: 1}, // 1 itself is in the last bin
	}
	if !slices.EqualFunc(got, want, func(x, y Bin) bool {
		return x.Low == y.Low && x.High == y.High && x.Links == y.Links && near(x.Confidence, y.Confidence) && near(x.Right, y.Right)
	}) {
		t.Errorf("reliability =\n%v, want\n%v", got, want)
	}
}

func TestAdjustedRand(t *testing.T) {
	for _, c := range []struct {
		name string
		x, y []int
		want float64
	}{
		{"the same, other labels", []int{0, 0, 1, 1, 2}, []int{7, 7, 5, 5, 6}, 1},
		// 8 articles, 28 pairs: 7 together in one, 5 in the other, 2 in both; expected 7*5/28 = 1.25.
		{"by hand", []int{0, 0, 0, 1, 1, 1, 2, 2}, []int{0, 0, 1, 1, 1, 2, 2, 3}, (2 - 1.25) / (6 - 1.25)},
		{"one set against singletons", []int{0, 0, 0, 0}, []int{0, 1, 2, 3}, 0},
		{"worse than chance", []int{0, 0, 1, 1}, []int{0, 1, 0, 1}, -.5},
		{"singletons both", []int{0, 1, 2}, []int{2, 1, 0}, 1},
		{"all together both", []int{0, 0, 0}, []int{1, 1, 1}, 1},
		{"one article", []int{0}, []int{0}, 1},
		{"none", nil, nil, 1},
	} {
		if got := adjustedRand(c.x, c.y); !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// A merged article is in two families on purpose, and must not count against either.
func TestFamilyAgreementLeavesMergedOut(t *testing.T) {
	names := []string{"a", "b", "c", "d", "m", "x"}
	truth := []Family{{Members: []string{"a", "b", "m"}}, {Members: []string{"c", "d", "m"}}}
	found := []Family{{Members: []string{"c", "d"}}, {Members: []string{"a", "b", "m"}}}
	if got := familyAgreement(names, found, truth); got != 1 {
		t.Errorf("agreement %v, want 1", got)
	}
	found[0].Members = []string{"c"}
	if got := familyAgreement(names, found, truth); got >= 1 {
		t.Errorf("agreement %v with a lost member", got)
	}
}

func TestDecimals(t *testing.T) {
	for x, want := range map[float64]string{0.9999: "0.999", 1: "1.000", 0.29: "0.290", 0: "0.000", math.NaN(): "-"} {
		if got := decimals(x); got != want {
			t.Errorf("decimals(%v) = %s, want %s", x, got, want)
		}
	}
}
