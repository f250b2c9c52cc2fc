package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"stemma/internal/news"
)

func id(n int) news.ID { return news.ID(fmt.Sprintf("%016x", n)) }

// numbered adds articles 1 to n.
func numbered(t testing.TB, s *Store, n int) []news.Head {
	var heads []news.Head
	for i := 1; i <= n; i++ {
		e := entry(id(i), prose(i, 20))
		e.Outlet = fmt.Sprint("outlet", i%3)
		e.Credits = []string{"ap", "rt"}
		add(t, s, e)
		heads = append(heads, e.Article.Head)
	}
	return heads
}

func drawMatch(t *rapid.T) news.Match {
	n := func(label string) int { return rapid.IntRange(0, 1e6).Draw(t, label) }
	m := news.Match{
		Words: float64(n("words")) / 2, Unquoted: rapid.Float64Range(0, 1e6).Draw(t, "unquoted"), Run: n("run"),
		SideA: news.Side{Words: n("aw"), Unquoted: n("au")}, SideB: news.Side{Words: n("bw"), Unquoted: n("bu")},
		Class: rapid.SampledFrom(news.Classes).Draw(t, "class"), Reverse: rapid.SampledFrom(news.Classes).Draw(t, "reverse"), Quoted: rapid.Float64Range(0, 99).Draw(t, "quoted"), Borderline: rapid.Bool().Draw(t, "borderline"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "passages") {
		p := news.Passage{A: drawSpan(t), B: drawSpan(t), Quoted: rapid.Bool().Draw(t, "quoted")}
		for range rapid.IntRange(0, 4).Draw(t, "runs") {
			p.Runs = append(p.Runs, news.Run{A: n("a"), B: n("b"), Words: n("w")})
		}
		m.Passages = append(m.Passages, p)
	}
	return m
}

func TestMatchRoundTrip(t *testing.T) {
	s := open(t)
	numbered(t, s, 6)
	model := map[[2]news.ID]news.Match{}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		m := drawMatch(t)
		a := rapid.IntRange(1, 5).Draw(t, "a")
		m.A, m.B = id(a), id(rapid.IntRange(a+1, 6).Draw(t, "b"))
		model[[2]news.ID{m.A, m.B}] = m
		if err := s.Link(ctx, nil, []news.Match{m}); err != nil {
			t.Fatal(err)
		}
		var all, some []news.Match
		for _, m := range model {
			all = append(all, m)
		}
		slices.SortFunc(all, func(x, y news.Match) int { return compareStrings(x.A, y.A, x.B, y.B) })
		for _, m := range all {
			if m.A == id(2) || m.B == id(2) || m.A == id(5) || m.B == id(5) {
				some = append(some, m)
			}
		}
		if got, err := Collect(s.Matches(ctx)); err != nil || !cmp.Equal(all, got) {
			t.Fatalf("%v\n%s", err, cmp.Diff(all, got))
		}
		if got, err := s.MatchesOf(ctx, []news.ID{id(5), id(2)}); err != nil || !cmp.Equal(some, got) {
			t.Fatalf("%v\n%s", err, cmp.Diff(some, got))
		}
		if got, err := readMatch(appendMatch(nil, m), m.A, m.B); err != nil || !cmp.Equal(m, got) {
			t.Fatalf("%v\n%s", err, cmp.Diff(m, got))
		}
	})
}

func compareStrings(pairs ...news.ID) int {
	for ; len(pairs) > 1; pairs = pairs[2:] {
		if pairs[0] != pairs[1] {
			if pairs[0] < pairs[1] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// A packed match of broken bytes is an error, never a panic.
func FuzzMatch(f *testing.F) {
	f.Add(appendMatch(nil, news.Match{Class: news.Full, Words: 3.5, Passages: []news.Passage{{A: news.Span{Start: 1, End: 9}, Runs: []news.Run{{A: 1, B: 2, Words: 3}}}}}))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := readMatch(data, "a", "b"); err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatal(m, err)
		}
	})
}

func TestLinkRefuses(t *testing.T) {
	s := open(t)
	numbered(t, s, 2)
	if err := s.Link(t.Context(), nil, []news.Match{{A: id(2), B: id(1)}}); err == nil {
		t.Error("a match whose first end is the larger was saved")
	}
	if err := s.Link(t.Context(), nil, []news.Match{{A: id(1), B: id(7)}}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a match with an article that is not there: %v", err)
	}
}

// A match whose ends came in the other order of keys is stored by ID all the same.
func TestMatchOrderIsByID(t *testing.T) {
	s := open(t)
	add(t, s, entry(id(9), "nine"), entry(id(3), "three"))
	if err := s.Link(t.Context(), nil, []news.Match{{A: id(3), B: id(9), Class: news.Truncated}}); err != nil {
		t.Fatal(err)
	}
	got, err := s.MatchesOf(t.Context(), []news.ID{id(9)})
	if err != nil || len(got) != 1 || got[0].A != id(3) || got[0].Class != news.Truncated {
		t.Errorf("%+v, %v", got, err)
	}
	checkClean(t, s)
}

// family is a family of the given members with something in every field.
func family(heads ...news.Head) news.Family {
	e := news.Evidence{Kind: "credit-name", Group: "explicit", Bits: 4.1, Text: "B names A.", Quote: "via A", In: heads[0].ID, Span: news.Span{Start: 4, End: 9}}
	f := news.Family{
		ID: "F" + heads[0].ID, Members: heads, Root: news.UnseenID("RT"), Claim: news.UnseenSource, Probability: 0.7,
		Unseen: []news.UnseenNode{{Name: "RT", Named: 2, Of: 3}}, Rests: []string{"fossil"}, RootEvidence: []news.Evidence{e}, Conflicts: []string{"Date against credit."},
	}
	for _, h := range heads {
		f.Links = append(f.Links, news.Link{
			Copy: h.ID, Source: f.Root, Match: news.Match{A: f.Root, B: h.ID, Class: news.Full, Words: 7.5, Passages: []news.Passage{{B: news.Span{Start: 2, End: 5}}}},
			Evidence: []news.Evidence{e, {Kind: "none"}}, Bits: -3.25, Confidence: 0.61, Taken: 0.83, RunnerUp: heads[0].ID, RunnerUpConfidence: 0.2, Verdict: news.Stripped, Reason: "others name it", Second: h.ID == id(3),
		})
	}
	return f
}

func TestFamilies(t *testing.T) {
	s := open(t)
	heads := numbered(t, s, 6)
	first, second := family(heads[0], heads[2], heads[3]), family(heads[1], heads[2], heads[4])
	lone := news.Family{ID: "F" + id(6), Members: heads[5:], Claim: news.Undetermined}
	expect := func(want ...news.Family) {
		t.Helper()
		got, err := Collect(s.Families(t.Context()))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("families: %v (-want +got):\n%s", err, diff)
		}
	}
	save := func(dissolved []news.ID, families ...news.Family) {
		t.Helper()
		if err := s.SaveFamilies(t.Context(), dissolved, families); err != nil {
			t.Fatal(err)
		}
	}
	save(nil, lone, second, first)
	expect(first, second, lone)
	if got, err := s.Family(t.Context(), second.ID); err != nil || !cmp.Equal(second, got) {
		t.Errorf("%v\n%s", err, cmp.Diff(second, got))
	}
	largest, all, err := s.LargestFamilies(t.Context(), 2)
	if diff := cmp.Diff([]news.Family{first, second}, largest); err != nil || all != 3 || diff != "" {
		t.Errorf("the largest of %d: %v (-want +got):\n%s", all, err, diff)
	}
	unseen, err := s.Unseen(t.Context())
	if want := []news.UnseenNode{{Name: "RT", Named: 4}}; err != nil || !cmp.Equal(want, unseen) {
		t.Errorf("unseen: %v, %v", unseen, err)
	}
	of, err := s.FamiliesOf(t.Context(), []news.ID{id(3), id(4), id(3), "nobody"})
	if want := map[news.ID][]news.ID{id(3): {first.ID, second.ID}, id(4): {first.ID}}; err != nil || !cmp.Equal(want, of) {
		t.Errorf("families of: %v, %v", of, err)
	}
	members, err := s.MembersOf(t.Context(), []news.ID{second.ID})
	if want := map[news.ID][]news.ID{second.ID: {id(2), id(3), id(5)}}; err != nil || !cmp.Equal(want, members) {
		t.Errorf("members of: %v, %v", members, err)
	}
	history, err := s.History(t.Context())
	if want := (Precedent{"outlet0", "ap", 3}); err != nil || len(history) != 6 || history[0] != want {
		t.Errorf("history %v, %v; want first %v", history, err, want)
	}
	save([]news.ID{second.ID, lone.ID})
	expect(first)
	first.Probability, first.Links = 0.5, first.Links[:1]
	save(nil, first)
	expect(first)
	if _, err := s.Family(t.Context(), second.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("a dissolved family: %v", err)
	}
	if err := s.SaveFamilies(t.Context(), nil, []news.Family{family(news.Head{ID: "nobody"})}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a member that is not there: %v", err)
	}
	checkClean(t, s)
}

// The caller may stop reading whenever it likes, and ask other questions meanwhile.
func TestStopReading(t *testing.T) {
	s := open(t)
	heads := numbered(t, s, 4)
	if err := s.SaveFamilies(t.Context(), nil, []news.Family{family(heads[0]), family(heads[1])}); err != nil {
		t.Fatal(err)
	}
	for range s.Families(t.Context()) {
		break
	}
	seen := 0
	for h, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Article(t.Context(), h.ID); err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 2 {
			break
		}
	}
	add(t, s, entry(id(7), "after"))
}

func TestStats(t *testing.T) {
	s := open(t)
	heads := numbered(t, s, 3)
	add(t, s, dated(entry(id(1), "other words"), 4))
	ctx := t.Context()
	if err := s.Link(ctx, []news.Key{2}, []news.Match{{A: id(1), B: id(2), Class: news.Full}, {A: id(1), B: id(3), Class: news.Full}}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveFamilies(ctx, nil, []news.Family{family(heads[1])}); err != nil {
		t.Fatal(err)
	}
	unsolved, err := s.Unsolved(ctx, 10)
	if err != nil || len(unsolved) != 1 {
		t.Errorf("%d unsolved, %v; one was linked", len(unsolved), err)
	}
	if err := s.Solved(ctx, unsolved); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if st.LastRun != nil || st.PostingBytes == 0 || st.TextBytes == 0 || st.FoundBytes == 0 || st.RestBytes() < pageSize || len(st.Segments) != 3 {
		t.Errorf("%+v", st)
	}
	blocks, postings := 0, 0
	for _, seg := range st.Segments {
		blocks, postings = blocks+seg.Blocks, postings+seg.Postings
	}
	whole := []Tier{{Segment{0, postings, blocks, st.PostingBytes}, 3}}
	if diff := cmp.Diff(whole, st.Tiers()); diff != "" {
		t.Errorf("tiers (-want +got):\n%s", diff)
	}
	st.Segments, st.PostingBytes, st.TextBytes, st.FoundBytes, st.FileBytes, st.FreeBytes = nil, 0, 0, 0, 0, 0
	want := Stats{Articles: 3, Revisions: 1, Unlinked: 2, Gone: 1, Matches: map[news.Class]int{news.Full: 2}, Families: map[news.Claim]int{news.UnseenSource: 1}}
	if diff := cmp.Diff(want, st); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestRuns(t *testing.T) {
	s := open(t)
	run := Run{Args: []string{"index", "a b"}, Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	last := func() *Run {
		t.Helper()
		st, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return st.LastRun
	}
	id, err := s.StartRun(t.Context(), run.Args, run.Started)
	if err != nil {
		t.Fatal(err)
	}
	run.ID, run.Counts = id, map[string]int{}
	if diff := cmp.Diff(&run, last()); diff != "" {
		t.Errorf("unfinished run (-want +got):\n%s", diff)
	}
	run.Took, run.Counts, run.Stages = 1500*time.Millisecond, map[string]int{"added": 3}, []Stage{{"read", time.Second}, {"link", time.Millisecond}}
	if err := s.FinishRun(t.Context(), id, run); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&run, last()); diff != "" {
		t.Errorf("finished run (-want +got):\n%s", diff)
	}
}

// A template only grows, and a match that shares nothing any more is removed.
func TestTemplates(t *testing.T) {
	s := open(t)
	for _, hashes := range [][]uint64{{3, 1}, {1, 2}} {
		if err := s.AddTemplates(t.Context(), map[string][]uint64{"calder": hashes}, nil); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Templates(t.Context())
	if diff := cmp.Diff(map[string][]uint64{"calder": {1, 2, 3}}, got); err != nil || diff != "" {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

// What is found anew takes the place of what was stored of its pairs, and of no others.
func TestRelink(t *testing.T) {
	s := open(t)
	numbered(t, s, 4)
	keys, err := s.Keys(t.Context(), []news.ID{id(1), id(2), id(3), id(4)})
	if err != nil {
		t.Fatal(err)
	}
	var old []news.Match
	for _, other := range []int{2, 3, 4} {
		old = append(old, news.Match{A: id(1), B: id(other), Class: news.Phrase})
	}
	if err := s.Link(t.Context(), nil, old); err != nil {
		t.Fatal(err)
	}
	if err := s.Relink(t.Context(), [][2]news.Key{{keys[2], keys[0]}, {keys[0], keys[3]}}, []news.Match{{A: id(1), B: id(4), Class: news.Full}}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for m, err := range s.Matches(t.Context()) {
		got = append(got, fmt.Sprint(m.B, m.Class, err))
	}
	if want := []string{fmt.Sprint(id(2), news.Phrase, error(nil)), fmt.Sprint(id(4), news.Full, error(nil))}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	pairs, err := s.MatchedPairs(t.Context(), []news.Key{keys[1], keys[2]})
	if want := [][2]news.Key{{keys[0], keys[1]}}; err != nil || !slices.Equal(pairs, want) {
		t.Errorf("pairs %v, %v, want %v", pairs, err, want)
	}
}
