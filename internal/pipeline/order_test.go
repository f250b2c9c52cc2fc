package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/eval"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/store"
)

func TestInOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	broken := errors.New("broken")
	for _, c := range []struct{ n, work, finish int }{{0, -1, -1}, {1, -1, -1}, {100, -1, -1}, {100, 40, -1}, {100, -1, 40}} {
		var ahead atomic.Int64
		var got []int
		list := make([]int, c.n)
		for i := range list {
			list[i] = i
		}
		err := inOrder(t.Context(), list, func(_ context.Context, i int) (int, error) {
			if n := ahead.Add(1); n > 5 {
				t.Errorf("%d at work or waiting", n)
			}
			runtime.Gosched()
			if i == c.work {
				return 0, broken
			}
			return i, nil
		}, func(_ context.Context, i int) error {
			ahead.Add(-1)
			got = append(got, i)
			if i == c.finish {
				return broken
			}
			return nil
		})
		fails := c.work >= 0 || c.finish >= 0
		if errors.Is(err, broken) != fails || !slices.Equal(got, list[:len(got)]) || !fails && len(got) < c.n {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
}

// storiesTwice is n stories, each published twice; every other copy credits the first.
func storiesTwice(n int) []eval.Simulated {
	r := rand.New(rand.NewPCG(5, 6))
	var list []eval.Simulated
	for i := range n {
		var story strings.Builder
		for range 70 {
			fmt.Fprintf(&story, "word%d ", r.IntN(5000))
		}
		for j, credit := range []string{"", "\n\nThis article was first published by Herald."} {
			outlet := [...]string{"Herald", fmt.Sprintf("Gazette %d", i%7)}[j]
			if i%2 == 0 {
				credit = ""
			}
			list = append(list, eval.Simulated{ID: fmt.Sprintf("%d-%d", i, j), URL: fmt.Sprintf("https://paper-%d.example/%d", j, i), Title: fmt.Sprintf("Story %d", i), Outlet: outlet, Text: story.String() + credit})
		}
	}
	return list
}

// Families that are solved in several rounds are the same however many processors there are.
func TestProcessors(t *testing.T) {
	articles := storiesTwice(solvedTogether)
	var want []news.Family
	for _, processors := range []int{1, 4} {
		former := runtime.GOMAXPROCS(processors)
		s, _ := indexed(t, articles)
		runtime.GOMAXPROCS(former)
		families, err := store.Collect(s.Families(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if len(families) != solvedTogether {
			t.Errorf("%d families of %d stories", len(families), solvedTogether)
		}
		if want == nil {
			want = families
		}
		if d := cmp.Diff(want, families); d != "" {
			t.Errorf("with %d processors:\n%s", processors, d)
		}
	}
}

// What an article takes its text from is found among its own circle: an outlet of another
// one that happens to be solved in the same round vouches for none of its credits.
func TestLeavesOfCircles(t *testing.T) {
	r := newRound(masks{}, nil, ground{outlets: outlet.NewBook(nil)})
	part := []news.Credit{{Kind: news.CreditLabel, Strength: news.Medium, Name: "Evening Star"}}
	for i, h := range []news.Head{
		{ID: "a", Outlet: "Gazette", URL: "https://gazette.example/a", Credits: part},
		{ID: "b", Outlet: "Herald", URL: "https://herald.example/b", Credits: part},
		{ID: "m", Outlet: "Evening Star", Links: []string{"https://gazette.example/a", "https://herald.example/b"},
			Unvouched: []news.Credit{{Kind: news.CreditLabel, Strength: news.Strong, Name: "Harbour Voice", Quote: "Source: Harbour Voice"}}},
		{ID: "v", Outlet: "Harbour Voice"},
		{ID: "w", Outlet: "Evening Post"},
	} {
		r.heads[h.ID], r.names[news.Key(i)] = h, h.ID
	}
	shares := func(a, b news.ID, from int) news.Match {
		return news.Match{A: a, B: b, Class: news.Partial, Reverse: news.Partial, Words: 100, SideA: news.Side{Words: 200}, SideB: news.Side{Words: 200},
			Passages: []news.Passage{{Runs: []news.Run{{B: from, Words: 100}}}}}
	}
	r.known.add(shares("a", "m", 0))
	r.known.add(shares("b", "m", 100))
	r.known.add(shares("v", "w", 0))
	first, second := circle{members: []news.Key{0, 1, 2}}, circle{members: []news.Key{3, 4}}
	alone := r.leaves([]circle{first})
	if l := alone["m"]; !l.Merged || !slices.Equal(l.Sources, []news.ID{"a", "b"}) {
		t.Fatalf("m is made of a and b, not %+v", l)
	}
	if d := cmp.Diff(alone, r.leaves([]circle{first, second})); d != "" {
		t.Errorf("beside another circle:\n%s", d)
	}
}
