package eval

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A world is as its scenario says, and shows nothing of how it came about.
func TestSimulate(t *testing.T) {
	w := Simulate(Base, 120, 11)
	n := float64(len(w.Articles))
	count := func(is func(Simulated) bool) float64 {
		sum := 0.0
		for _, a := range w.Articles {
			if is(a) {
				sum++
			}
		}
		return sum
	}
	says := func(a Simulated) bool {
		return slices.ContainsFunc(Wordings, func(w string) bool {
			before, after, _ := strings.Cut(w, "%s")
			i := strings.LastIndex(a.Text, before)
			return i >= 0 && strings.Contains(a.Text[i:], after)
		})
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"articles a family", n / 120, 9.5*.9 - .1},
		{"pages", count(func(a Simulated) bool { return a.Page != "" }) / n, 1. / 3},
		{"undated", count(func(a Simulated) bool { return a.Published == "" }) / n, Base.Missing},
		{"day alone", count(func(a Simulated) bool { return len(a.Published) == 10 }) / n, (1 - Base.Missing) * Base.DayOnly},
		{"crediting", count(says) / n, Base.Credited * 8.5 / 9.4},
		{"canonical elsewhere", count(func(a Simulated) bool { return a.Canonical != "" }) / n, Base.Canonical * 8.5 / 9.4},
	} {
		if math.Abs(c.got-c.want) > .05*max(1, 2*c.want) {
			t.Errorf("%s: %.3f, want about %.3f", c.name, c.got, c.want)
		}
	}
	if !reflect.DeepEqual(w, Simulate(Base, 120, 11)) {
		t.Error("equal seeds, different worlds")
	}
}

// Everything that the truth names has to be there, once.
func TestSimulatedTruth(t *testing.T) {
	for _, sc := range Scenarios() {
		w := Simulate(sc, 40, 5)
		names := map[string]int{}
		for _, a := range w.Articles {
			names[a.Name()]++
		}
		for name, n := range names {
			if n > 1 && sc.Revised == 0 {
				t.Errorf("%s: %d times %s", sc.Name, n, name)
			}
		}
		for _, l := range w.Truth.Links {
			if names[l.Copy] == 0 || !unseen(l.Source) && names[l.Source] == 0 || unseen(l.Source) != (l.Class == "") && copied(l.Class) {
				t.Errorf("%s: link %+v", sc.Name, l)
			}
		}
		for _, f := range w.Truth.Families {
			for _, m := range f.Members {
				if names[m] == 0 {
					t.Errorf("%s: member %s is not there", sc.Name, m)
				}
			}
		}
	}
}

func TestClassOf(t *testing.T) {
	w := &world{}
	text := func(n int) paragraph {
		p := make(paragraph, n)
		for i := range p {
			w.words++
			p[i] = token{"word", w.words}
		}
		return p
	}
	node := func(p ...paragraph) *simulatedNode { return &simulatedNode{paragraphs: p} }
	a, b, c := text(100), text(30), text(300)
	for _, row := range []struct {
		source, copied *simulatedNode
		want           string
	}{
		{node(a), node(a), "identical"},
		{node(a), node(a, b), "full"},
		{node(a, c), node(a), "truncated"},
		{node(a), node(a, c), "extended"},
		{node(a, c), node(a, text(60), text(140)), "partial"},
		{node(c, b), node(b, text(300)), "excerpt"},
		{node(a[:14]), node(a[1:14], c), "phrase"},
		{node(a), node(c), ""},
	} {
		if got := classOf(row.source, row.copied); got != row.want {
			t.Errorf("%d words, %d words: %q, want %q", row.source.words(), row.copied.words(), got, row.want)
		}
	}
}
