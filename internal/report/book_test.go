package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
)

func opened(t *testing.T, d Data) *book {
	t.Helper()
	b, err := open(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func contains(s, part string) bool { return strings.Contains(s, part) }

// Which of two articles without a link is called the copy.
func TestOrient(t *testing.T) {
	day := func(n int) news.Date {
		at := time.Date(2024, 3, n, 12, 0, 0, 0, time.UTC)
		return news.Date{Earliest: at, Latest: at, Grade: news.GradeA}
	}
	bounded := day(9)
	bounded.Grade = news.GradeUnknown
	none := news.Date{}
	for _, c := range []struct {
		why            string
		dateA, dateB   news.Date
		wordsA, wordsB int
		nameA, nameB   string
		want           news.ID
	}{
		{"B is later, though longer", day(1), day(2), 50, 90, "a", "b", "B"},
		{"A is later, though longer", day(2), day(1), 90, 50, "a", "b", "A"},
		{"A has no date and fewer words", none, day(1), 50, 90, "a", "b", "A"},
		{"a date that is only bounded is no date", bounded, day(1), 90, 50, "a", "b", "B"},
		{"same date, B has fewer words", day(1), day(1), 90, 50, "a", "b", "B"},
		{"same length, A's name is later", none, none, 90, 90, "y", "x", "A"},
		{"same length, B's name is later", none, none, 90, 90, "x", "y", "B"},
	} {
		b := opened(t, Data{Articles: seq(news.Head{ID: "A", Own: c.nameA, Published: c.dateA}, news.Head{ID: "B", Own: c.nameB, Published: c.dateB})})
		m := b.orient(news.Match{A: "A", B: "B", Class: news.Truncated, Reverse: news.Extended,
			SideA: news.Side{Words: c.wordsA}, SideB: news.Side{Words: c.wordsB}})
		if m.B != c.want {
			t.Errorf("%s: the copy is %s, want %s", c.why, m.B, c.want)
		}
		if wantClass := map[news.ID]news.Class{"B": news.Truncated, "A": news.Extended}[m.B]; m.Class != wantClass {
			t.Errorf("%s: class %s, want %s", c.why, m.Class, wantClass)
		}
	}
}

// A match that is also a link is one row, and the link says which is the copy.
func TestPairsOnce(t *testing.T) {
	link := news.Link{Copy: "A", Source: "B", Match: news.Match{A: "B", B: "A", Class: news.Full}}
	d := Data{
		Articles: seq(news.Head{ID: "A"}, news.Head{ID: "B"}, news.Head{ID: "C"}),
		Matches:  seq(news.Match{A: "A", B: "B", Class: news.Full}, news.Match{A: "B", B: "C", Class: news.Unlisted}),
		Families: seq(news.Family{ID: "FA", Root: "B", Members: []news.Head{{ID: "A"}, {ID: "B"}}, Links: []news.Link{link}}),
	}
	var got []pair
	for p := range opened(t, d).pairs() {
		got = append(got, p)
	}
	if len(got) != 1 || got[0].Copy != "A" || got[0].kind != inTree || got[0].Match.B != "A" {
		t.Errorf("pairs = %+v", got)
	}
}

// The first family of a merged article is the one it takes most words from.
func TestFirstFamily(t *testing.T) {
	family := func(id news.ID, words float64) news.Family {
		return news.Family{ID: id, Root: "A", Members: []news.Head{{ID: "M"}},
			Links: []news.Link{{Copy: "M", Source: "A", Match: news.Match{Words: words}}}}
	}
	role, first, others := opened(t, Data{Families: seq(family("F1", 30), family("F2", 80))}).role("M")
	if role != "copy" || first.family != "F2" || len(others) != 1 || others[0] != "F1" {
		t.Errorf("role %s, first %s, others %v", role, first.family, others)
	}
}

func TestTree(t *testing.T) {
	link := func(copied, source news.ID, words float64) news.Link {
		return news.Link{Copy: copied, Source: source, Match: news.Match{Words: words}}
	}
	further := link("D", "B", 99)
	further.Second = true
	f := news.Family{
		Root: "A", Members: []news.Head{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "D"}, {ID: "E"}},
		Links: []news.Link{link("B", "A", 10), link("C", "A", 20), link("D", "C", 5), further, link("E", "E", 1)},
	}
	var got []string
	walk(tree(f), func(b *branch, level int) { got = append(got, fmt.Sprint(level, b.id)) })
	// C before B: it takes more words. E, whose source is itself, is not lost.
	if want := "0A 1C 2D 1B 0E"; strings.Join(got, " ") != want {
		t.Errorf("tree = %s, want %s", strings.Join(got, " "), want)
	}
}

func TestDeepChain(t *testing.T) {
	f := news.Family{ID: "F", Root: "a000"}
	for i := range 200 {
		id := news.ID(fmt.Sprintf("a%03d", i))
		f.Members = append(f.Members, news.Head{ID: id, Place: string(id)})
		if i > 0 {
			f.Links = append(f.Links, news.Link{Copy: id, Source: f.Members[i-1].ID, Match: news.Match{Class: news.Full}, Confidence: .9})
		}
	}
	page := written(t, Options{Format: "html"}, Data{Families: seq(f)})
	checkHTML(t, "deep", page)
	if got := strings.Count(page, `<span class="node">`); got != 200 {
		t.Errorf("%d branches shown of 200", got)
	}
}

func TestPieces(t *testing.T) {
	long := strings.Repeat("ж", 1000)
	for _, c := range []struct {
		text  string
		spans []news.Span
		want  string
	}{
		{"one two three", []news.Span{{Start: 4, End: 7}}, "one |[1 two]| three"},
		{"one two three", []news.Span{{Start: 8, End: 13}, {Start: 0, End: 3}}, "[2 one]| two |[1 three]"}, // moved
		{"one two three", []news.Span{{Start: 0, End: 7}, {Start: 4, End: 13}}, "[1 one two]|[2  three]"},  // overlapping
		{"one two three", []news.Span{{Start: 0, End: 13}, {Start: 4, End: 7}}, "[1 one two three]"},       // inside another
		{long + "x", []news.Span{{Start: 2000, End: 2001}}, "| […900 characters not shared…] |" + long[:200] + "|[1 x]"},
		{"x" + long, []news.Span{{Start: 0, End: 1}}, "[1 x]|" + long[:200] + "| […900 characters not shared…] |"},
	} {
		var got []string
		var passages []stretch
		for _, span := range c.spans {
			passages = append(passages, stretch{span: span})
		}
		for _, p := range pieces(c.text, passages) {
			if p.Number > 0 {
				p.Text = fmt.Sprintf("[%d %s]", p.Number, p.Text)
			}
			got = append(got, p.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("pieces(%.20q, %v) =\n%s, want\n%s", c.text, c.spans, strings.Join(got, "|"), c.want)
		}
	}
}
