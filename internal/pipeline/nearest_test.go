package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/eval"
	"stemma/internal/news"
)

// wireStory is n copies of one article, of which up to a dozen words are edited. The first
// is the original, and one in ten of the others credits it.
func wireStory(n int) []eval.Simulated {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba do ke li mo nu pa ri so tu va we")
	var story []string
	for i := range 450 {
		word := ""
		for range 2 + r.IntN(3) {
			word += syllables[r.IntN(len(syllables))]
		}
		if i%15 == 14 {
			word += "."
		}
		story = append(story, word)
	}
	list := make([]eval.Simulated, n)
	for i := range list {
		words := slices.Clone(story)
		for range i % 12 {
			words[r.IntN(len(words))] = "reworded"
		}
		list[i] = eval.Simulated{ID: fmt.Sprint(i), URL: fmt.Sprintf("https://herald-%d.example/story", i), Title: "Ferry aground off Kvalnes", Outlet: fmt.Sprintf("Herald %d", i),
			Published: time.Date(2021, 3, 1, 8+i/100, i%60, 0, 0, time.UTC).Format(time.RFC3339), Text: strings.Join(words, " ")}
		if i > 0 && i%10 == 0 {
			list[i].Text += "\n\nThis article was first published by Herald 0."
		}
	}
	return list
}

// A wire story of 1,000 copies is one family, linked and solved by its exemplars: each copy
// is compared with a few others and not with all, the original is found, and of copies that
// say nothing of their source it is not pretended to be known.
func TestWireStory(t *testing.T) {
	const n = 1000
	s, sum := indexed(t, wireStory(n))
	if len(sum.Families) != 1 {
		t.Fatalf("families: %v", sum.Families)
	}
	f, err := s.Family(t.Context(), sum.Families[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Members) != n || len(f.Links) != n-1 {
		t.Errorf("%d members, %d links", len(f.Members), len(f.Links))
	}
	if root, _ := f.Member(f.Root); root.Own != "0" {
		t.Errorf("root is %s, %s %.3f", root.Own, f.Claim, f.Probability)
	}
	own := map[news.ID]string{}
	for _, h := range f.Members {
		own[h.ID] = h.Own
	}
	sure := 0
	for _, l := range f.Links {
		credits := strings.HasSuffix(own[l.Copy], "0")
		if credits && own[l.Source] != "0" {
			t.Errorf("%s credits 0 and hangs from %s (%s)", own[l.Copy], own[l.Source], l.Source)
		}
		if !credits && l.Confidence > 0.9 {
			sure++
		}
	}
	if sure > n/10 {
		t.Errorf("%d copies that credit nobody have a sure source", sure)
	}
	common, err := s.Common(t.Context(), 1)
	if err != nil || len(common) < 20 {
		t.Errorf("%d common fingerprints, %v", len(common), err)
	}
	for _, c := range common {
		if c.Families != 1 || c.Outlets < 50 {
			t.Errorf("%+v is a story's, in one family of many outlets", c)
		}
	}
	matches := 0
	for _, err := range s.Matches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		matches++
	}
	t.Logf("%d pairs aligned while linking, %d matches stored", sum.Aligned, matches)
	if matches > 100*n {
		t.Errorf("%d matches of %d copies", matches, n)
	}
}

// BenchmarkWireStory indexes 1,000 copies of one article, and solves their family again as
// a late copy does.
func BenchmarkWireStory(b *testing.B) {
	story := wireStory(1000)
	for b.Loop() {
		s, _ := indexed(b, story)
		if err := s.Link(b.Context(), []news.Key{1}, nil); err != nil {
			b.Fatal(err)
		}
		started := time.Now()
		if _, err := resolve(b.Context(), s); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(started).Seconds(), "s/solve")
		s.Close()
	}
}
