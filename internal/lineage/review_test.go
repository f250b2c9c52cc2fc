package lineage

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"stemma/internal/news"
)

// Reviews are "kind article other", and want lists those that do not count.
var disputeRows = []struct {
	name    string
	reviews []string
	want    []int
}{
	{"two agree", []string{"confirm b a", "confirm b a"}, nil},
	{"one confirms what another rejects", []string{"confirm b a", "reject b a", "confirm c a"}, []int{0, 1}},
	{"the other direction is another matter", []string{"confirm b a", "reject a b"}, nil},
	{"two sources of one copy", []string{"confirm b a", "confirm b c"}, []int{0, 1}},
	{"two roots", []string{"reroot a -", "reroot b -", "confirm c a"}, []int{0, 1}},
	{"one root, said twice", []string{"reroot a -", "reroot a -"}, nil},
	{"one merges what another splits", []string{"merge a b", "split b a"}, []int{0, 1}},
	{"a split from elsewhere", []string{"merge a b", "split a c"}, nil},
}

func TestDisputed(t *testing.T) {
	for _, row := range disputeRows {
		var list []news.Review
		for i, s := range row.reviews {
			r := news.Review{Number: int64(i)}
			fmt.Sscan(s, &r.Kind, &r.Article, &r.Other)
			list = append(list, r)
		}
		var got []int
		for _, r := range Disputed(list) {
			got = append(got, int(r.Number))
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v do not count, want %v", row.name, got, row.want)
		}
		if n := len(Settled(list)); n != len(list)-len(row.want) {
			t.Errorf("%s: %d are settled", row.name, n)
		}
	}
}

// A review has the last word against all that evidence can add up to, and leaves the sums
// of probabilities whole in a family of many alike.
func TestReviewsHaveTheLastWord(t *testing.T) {
	const n = 40
	var c Case
	for i := range n {
		c.Heads = append(c.Heads, news.Head{ID: news.ID(fmt.Sprintf("%016x", i+1)), Outlet: fmt.Sprintf("Paper %d", i), URL: fmt.Sprintf("https://paper%d.example/x", i)})
	}
	// Paper 1 credits paper 0 with its address; a person says that it is the other way round.
	c.Heads[1].Credits = []news.Credit{{Kind: news.CreditRepublished, Strength: news.Strong, Name: "Paper 0", URL: c.Heads[0].URL}}
	for i := range n {
		for j := i + 1; j < n; j++ {
			side := news.Side{Words: 100, Unquoted: 100}
			c.Matches = append(c.Matches, news.Match{A: c.Heads[i].ID, B: c.Heads[j].ID, Class: news.Identical, Reverse: news.Identical, Words: 100, Unquoted: 100, Run: 100,
				SideA: side, SideB: side, Passages: []news.Passage{{Runs: []news.Run{{Words: 100}}}}})
		}
	}
	a, b := c.Heads[0].ID, c.Heads[1].ID
	c.Reviews = []news.Review{{Kind: news.Confirm, Article: a, Other: b, Who: "Ada", Given: time.Unix(0, 0).UTC(), Note: "asked them"}, {Kind: news.Reject, Article: b, Other: a, Who: "Ada"}}
	f := Solve(c)
	l, ok := f.Parent(a)
	if !ok || l.Source != b || l.Confidence < 0.99 {
		t.Errorf("the copy hangs from %s with %.3f", l.Source, l.Confidence)
	}
	if e := l.Evidence[0]; e.Group != human || e.Quote != "asked them" || e.Text != "Ada confirmed it on 1 January 1970" {
		t.Errorf("first evidence %+v", e)
	}
	for _, l := range f.Links {
		if math.IsNaN(l.Confidence) || l.Confidence < 0 || l.Confidence > 1+1e-9 || l.Copy == b && l.Source == a {
			t.Errorf("link of %s to %s: %v", l.Copy, l.Source, l.Confidence)
		}
	}
	c.Reviews = []news.Review{{Kind: news.Reroot, Article: c.Heads[7].ID, Who: "Ada"}}
	if f := Solve(c); f.Root != c.Heads[7].ID || f.Claim != news.Origin || !slices.Contains(f.Rests, human) {
		t.Errorf("root %s, %s, rests on %v", f.Root, f.Claim, f.Rests)
	}
}

// In a family too large to be solved exactly those that people decided about are, the last
// and undated among them.
func TestReviewsInLargeFamilies(t *testing.T) {
	c := Case{Reviews: []news.Review{{Kind: news.Reroot, Article: news.ID(fmt.Sprintf("%016x", solvedNodes+50)), Who: "Ada"}}}
	for i := range solvedNodes + 50 {
		h := news.Head{ID: news.ID(fmt.Sprintf("%016x", i+1)), Outlet: fmt.Sprintf("Paper %d", i)}
		if i < solvedNodes+40 {
			h.Published = news.Date{Earliest: time.Unix(int64(i), 0), Latest: time.Unix(int64(i), 0), Grade: news.GradeA}
		}
		c.Heads = append(c.Heads, h)
	}
	s := newSolver(c)
	if s.index(c.Reviews[0].Article) < 0 {
		t.Error("the article that a person called the root is not solved exactly")
	}
	if len(s.members) != solvedNodes {
		t.Errorf("%d members are solved exactly", len(s.members))
	}
}
