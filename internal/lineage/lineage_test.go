package lineage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
)

// article is a head with an outlet of its own; "2024-03-01" is a date, "by X" a credit to
// X, "by https://..." one with an address.
func article(id string, says ...string) news.Head {
	h := news.Head{ID: news.ID(id), Own: id, Outlet: "Outlet " + id, URL: "https://" + id + ".example/a", Domain: id + ".example"}
	for _, s := range says {
		switch name, credit := strings.CutPrefix(s, "by "); {
		case credit && strings.Contains(name, "://"):
			h.Credits = append(h.Credits, news.Credit{Kind: news.CreditRepublished, Strength: news.Strong, URL: name, Quote: s})
		case credit:
			h.Credits = append(h.Credits, news.Credit{Kind: news.CreditRepublished, Strength: news.Strong, Name: name, Quote: s})
		default:
			day, err := time.Parse(time.DateOnly, s)
			if err != nil {
				panic(err)
			}
			h.Published = news.Date{Earliest: day, Latest: day, Grade: news.GradeA}
		}
	}
	return h
}

// shares is a match of two articles: words from..to of b are those of a from fromA on.
func shares(a, b string, class news.Class, fromA, from, to int) news.Match {
	n := to - from
	return news.Match{A: news.ID(a), B: news.ID(b), Class: class, Reverse: class, Words: float64(n), Unquoted: float64(n), Run: n,
		SideA: news.Side{Words: 300, Unquoted: 300}, SideB: news.Side{Words: 300, Unquoted: 300},
		Passages: []news.Passage{{Runs: []news.Run{{A: fromA, B: from, Words: n}}}}}
}

func full(a, b string) news.Match { return shares(a, b, news.Full, 0, 0, 300) }

// tree writes a family's links as "copy<source", sorted.
func tree(f news.Family) string {
	var links []string
	for _, l := range f.Links {
		links = append(links, fmt.Sprintf("%s<%s", l.Copy, l.Source))
	}
	return strings.Join(links, " ")
}

// The rule of honesty, and who hangs from whom.
func TestSolve(t *testing.T) {
	for _, c := range []struct {
		name    string
		heads   []news.Head
		matches []news.Match
		root    news.ID
		claim   news.Claim
		tree    string
	}{
		{"nothing but equal texts", []news.Head{article("a"), article("b")}, []news.Match{full("a", "b")}, "a", news.Undetermined, "b<a"},
		{"dates alone", []news.Head{article("a", "2024-03-05"), article("b", "2024-03-01")}, []news.Match{full("a", "b")}, "b", news.Earliest, "a<b"},
		{"a credit", []news.Head{article("a"), article("b", "by Outlet a")}, []news.Match{full("a", "b")}, "a", news.Origin, "b<a"},
		{"a credit against the dates", []news.Head{article("a", "2024-03-05"), article("b", "2024-03-01", "by https://a.example/a")}, []news.Match{full("a", "b")}, "a", news.Undetermined, "b<a"},
		{"two that credit one who is absent", []news.Head{article("a", "2024-03-01", "by Far Wire"), article("b", "2024-03-02", "by Far Wire")}, []news.Match{full("a", "b")},
			"unseen:Far Wire", news.UnseenSource, "a<unseen:Far Wire b<unseen:Far Wire"},
		{"a copy of a copy keeps its edits", []news.Head{article("a", "2024-03-01"), article("b", "2024-03-02"), article("c", "2024-03-03")},
			[]news.Match{shares("a", "b", news.Full, 0, 0, 250), shares("a", "c", news.Full, 0, 0, 250), shares("b", "c", news.Full, 0, 0, 300)}, "a", news.Earliest, "b<a c<b"},
	} {
		f := Solve(Case{Heads: c.heads, Matches: c.matches})
		if f.Root != c.root || f.Claim != c.claim || tree(f) != c.tree {
			t.Errorf("%s: %s of %s, %s; want %s of %s, %s", c.name, f.Claim, f.Root, tree(f), c.claim, c.root, c.tree)
		}
	}
}

// A claim names the evidence without which it would not be made.
func TestRests(t *testing.T) {
	f := Solve(Case{Heads: []news.Head{article("a"), article("b", "by Outlet a")}, Matches: []news.Match{full("a", "b")}})
	if f.Claim != news.Origin || !slices.Equal(f.Rests, []string{explicit}) {
		t.Errorf("%s rests on %v, want %s on %s", f.Claim, f.Rests, news.Origin, explicit)
	}
}

// In a family of three and more, one credit makes no origin; three do, and so does a writer.
func TestSpokenFor(t *testing.T) {
	for _, c := range []struct {
		credits int
		writer  string
		want    bool
	}{{1, "", false}, {3, "", true}, {1, "Ada Quill", true}} {
		heads := []news.Head{article("a", "2024-03-01")}
		heads[0].Byline = c.writer
		var matches []news.Match
		for i := range 5 {
			id := fmt.Sprintf("b%d", i)
			h := article(id, "2024-03-02")
			if i < c.credits {
				h = article(id, "2024-03-02", "by Outlet a")
			}
			for _, other := range heads {
				matches = append(matches, full(string(other.ID), id))
			}
			heads = append(heads, h)
		}
		if f := Solve(Case{Heads: heads, Matches: matches}); (f.Claim == news.Origin) != c.want {
			t.Errorf("%d credits, writer %q: %s of %s (%.2f)", c.credits, c.writer, f.Claim, f.Root, f.Probability)
		}
	}
}

// Two equal texts are equally likely to be the first, and may both be copies.
func TestEqualTextsShareProbability(t *testing.T) {
	f := Solve(Case{Heads: []news.Head{article("a"), article("b")}, Matches: []news.Match{full("a", "b")}})
	if f.Probability >= .5 || f.Probability < .4 {
		t.Errorf("P(root) is %.3f, want a little under a half", f.Probability)
	}
}

func TestLeaves(t *testing.T) {
	cites := func(m news.Match) bool { return m.Class == news.Phrase }
	early, late := "2024-03-01", "2024-03-09"
	cut := func(a, b string, from int) news.Match {
		m := shares(a, b, news.Extended, 0, from, from+100)
		m.SideA.Words = 120
		return m
	}
	parts := []news.Match{shares("a", "m", news.Partial, 0, 0, 100), shares("b", "m", news.Partial, 0, 100, 200)}
	for _, c := range []struct {
		name    string
		heads   []news.Head
		matches []news.Match
		want    string
	}{
		{"merged", []news.Head{article("a", early), article("b", early), article("m", late)}, parts, "m:[a b]"},
		{"a copy of it", []news.Head{article("a", early), article("b", early), article("m", "2024-03-05"), article("n", late)},
			append(slices.Clone(parts), full("m", "n"), shares("a", "n", news.Partial, 0, 0, 100), shares("b", "n", news.Partial, 0, 100, 200)), "m:[a b] n:[a b]"},
		{"an original that two cut differently", []news.Head{article("a", late), article("b", late), article("m", early)}, parts, ""},
		{"parts of a text that a third has whole", []news.Head{article("a", early), article("b", early), article("m", late), article("x")},
			append(slices.Clone(parts), full("m", "x"), cut("a", "x", 0), cut("b", "x", 100)), ""},
		{"sources of one text", []news.Head{article("a", early), article("b", early), article("m", late)}, append(slices.Clone(parts), full("a", "b")), ""},
		{"no sign of who was first", []news.Head{article("a"), article("b"), article("m")}, parts, ""},
	} {
		var got []string
		for id, leaf := range Leaves(Case{Heads: c.heads, Matches: c.matches}, cites) {
			if leaf.Merged {
				got = append(got, fmt.Sprintf("%s:%v", id, leaf.Sources))
			}
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// A leaf is nobody's source, and nothing begins in it.
func TestLeafIsNoSource(t *testing.T) {
	f := Solve(Case{Heads: []news.Head{article("a"), article("m")}, Matches: []news.Match{full("a", "m")}, Leaves: map[news.ID]bool{"a": true}})
	if f.Root != "m" || tree(f) != "a<m" || f.ID != "Fm" {
		t.Errorf("%s: root %s, %s", f.ID, f.Root, tree(f))
	}
}

func TestConflicts(t *testing.T) {
	f := Solve(Case{Heads: []news.Head{article("a", "2024-03-05", "by Outlet b"), article("b", "2024-03-01", "by Outlet a")}, Matches: []news.Match{full("a", "b")}})
	want := []string{"a and b credit each other", "b credits a, whose article is dated later"}
	if !slices.Equal(f.Conflicts, want) {
		t.Errorf("conflicts %q, want %q", f.Conflicts, want)
	}
}

func TestWeighStrangers(t *testing.T) {
	c := Case{Heads: []news.Head{article("a"), article("b", "by Outlet a")}, Matches: []news.Match{full("a", "b")}}
	if l := Weigh(c, "a", "b"); l.Bits < 7 {
		t.Errorf("%.1f bits for a credited copy", l.Bits)
	}
	if l := Weigh(c, "a", "stranger"); len(l.Evidence) > 0 {
		t.Errorf("evidence on a stranger: %v", l.Evidence)
	}
}

// A source that has every word of a traced text comes before one that lacks some, however
// many credit that one; of equals, the one that others credit is the likelier.
func TestRank(t *testing.T) {
	heads := []news.Head{article("a"), article("b", "by Outlet a"), article("text")}
	for _, c := range []struct {
		matches []news.Match
		want    news.ID
	}{
		{[]news.Match{shares("a", "text", news.Phrase, 0, 0, 27), shares("b", "text", news.Phrase, 0, 0, 30)}, "b"},
		{[]news.Match{shares("a", "text", news.Excerpt, 0, 0, 30), shares("b", "text", news.Excerpt, 0, 0, 30)}, "a"},
	} {
		links := Rank(Case{Heads: heads, Matches: c.matches}, "text")
		if len(links) != 2 || links[0].Source != c.want || links[0].Confidence < links[1].Confidence || links[0].Confidence > .99 {
			t.Errorf("want %s first: %+v", c.want, links)
		}
	}
	if links := Rank(Case{Heads: heads}, "stranger"); links != nil {
		t.Errorf("sources of a stranger: %v", links)
	}
}

// Beyond the exemplars every member still hangs from one.
func TestLargeFamily(t *testing.T) {
	c := large(solvedNodes + 20)
	f := Solve(c)
	if len(f.Members) != len(c.Heads) || len(f.Links) != len(c.Heads)-1 {
		t.Errorf("%d members and %d links of %d articles", len(f.Members), len(f.Links), len(c.Heads))
	}
}

// large is a family of n equal texts, each an hour after the one before.
func large(n int) Case {
	var c Case
	for i := range n {
		h := article(fmt.Sprintf("m%04d", i))
		at := time.Date(2024, 3, 1, i, 0, 0, 0, time.UTC)
		h.Published = news.Date{Earliest: at, Latest: at, Grade: news.GradeA}
		c.Heads = append(c.Heads, h)
		for j := max(0, i-40); j < i; j++ {
			c.Matches = append(c.Matches, full(string(c.Heads[j].ID), string(h.ID)))
		}
	}
	return c
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{5, 60, 300, 1000} {
		c := large(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Solve(c)
			}
		})
	}
}
