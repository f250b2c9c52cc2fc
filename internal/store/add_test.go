package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"stemma/internal/news"
)

func drawTime(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "unknown") {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(-5e9, 5e9).Draw(t, "s"), rapid.SampledFrom([]int64{0, 5e8, 1}).Draw(t, "ns")).UTC()
}

func drawDate(t *rapid.T) news.Date {
	return news.Date{
		Earliest: drawTime(t), Latest: drawTime(t),
		Grade: rapid.SampledFrom([]news.Grade{news.GradeA, news.GradeC, news.GradeUnknown}).Draw(t, "grade"),
		From:  rapid.String().Draw(t, "from"), Quote: rapid.String().Draw(t, "quote"),
	}
}

func drawSpan(t *rapid.T) news.Span {
	return news.Span{Start: rapid.IntRange(0, 9).Draw(t, "start"), End: rapid.IntRange(0, 9).Draw(t, "end")}
}

// orNil is list, or nil when it is empty: what is read back is one of the two.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func drawHead(t *rapid.T) news.Head {
	str := func(label string) string { return rapid.String().Draw(t, label) }
	h := news.Head{
		Own: str("own"), Place: str("place"), URL: str("url"),
		Domain: str("domain"), Outlet: str("outlet"), Title: str("title"), Byline: str("byline"), Lang: str("lang"),
		Canonical: str("canonical"), Published: drawDate(t), Words: rapid.IntRange(0, 1e6).Draw(t, "words"),
		Dates: orNil(rapid.SliceOfN(rapid.Custom(drawDate), 0, 3).Draw(t, "dates")),
		Credits: orNil(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) news.Credit {
			return news.Credit{Kind: news.CreditTail, Strength: news.Strong, Name: rapid.String().Draw(t, "name"), URL: rapid.String().Draw(t, "url"),
				Quote: rapid.String().Draw(t, "quote"), Span: drawSpan(t)}
		}), 0, 3).Draw(t, "credits")),
		Fossils: orNil(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) news.Fossil {
			return news.Fossil{Kind: news.FossilTold, Name: rapid.String().Draw(t, "name"), URL: rapid.String().Draw(t, "url"),
				Quote: rapid.String().Draw(t, "quote"), Span: drawSpan(t)}
		}), 0, 3).Draw(t, "fossils")),
		Links:   orNil(rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "links")),
		Section: str("section"),
		Tags:    orNil(rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "tags")),
		Addresses: orNil(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) news.Address {
			return news.Address{Rel: rapid.String().Draw(t, "rel"), URL: rapid.String().Draw(t, "address"), Place: rapid.String().Draw(t, "where")}
		}), 0, 3).Draw(t, "addresses")),
		Disguises: orNil(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) news.Disguise {
			return news.Disguise{Kind: news.DisguiseSpaced, Count: rapid.IntRange(0, 9).Draw(t, "count"), Quote: rapid.String().Draw(t, "disguised")}
		}), 0, 3).Draw(t, "disguises")),
	}
	if len(h.Dates) > 0 && rapid.Bool().Draw(t, "one of them") {
		h.Published = h.Dates[len(h.Dates)-1]
	}
	if extra := rapid.MapOfN(rapid.String(), rapid.String(), 0, 3).Draw(t, "extra"); len(extra) > 0 {
		h.Extra = extra
	}
	return h
}

// An article is read back as it was added, by every way of reading it.
func TestArticleRoundTrip(t *testing.T) {
	s := open(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		want := news.Article{Head: drawHead(t), Text: rapid.String().Draw(t, "text")}
		n++
		want.ID = id(n)
		o, err := s.Add(ctx, []Entry{{Article: want}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Article(ctx, want.ID); err != nil || !cmp.Equal(want, got) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want, got))
		}
		if got, err := s.Heads(ctx, o.Keys); err != nil || !cmp.Equal([]news.Head{want.Head}, got) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want.Head, got))
		}
		if got, err := s.Texts(ctx, o.Keys); err != nil || got[0] != want.Text {
			t.Fatalf("%v: got %q, want %q", err, got, want.Text)
		}
		if got, err := s.Keys(ctx, []news.ID{want.ID}); err != nil || !slices.Equal(got, o.Keys) {
			t.Fatalf("keys %v, %v; want %v", got, err, o.Keys)
		}
		again, err := s.Add(ctx, []Entry{{Article: want}})
		if err != nil || !slices.Equal(again.Fates, []Fate{Unchanged}) {
			t.Fatalf("added again: %+v, %v", again, err)
		}
	})
}

// A year that no article has is no bound.
func TestStampBeyond(t *testing.T) {
	for _, year := range []int{-1, 0, 10000} {
		if got := stamp(time.Date(year, 5, 5, 0, 0, 0, 0, time.UTC)); got != "" {
			t.Errorf("year %d: %q", year, got)
		}
	}
}

func TestTextsInOrderOfKeys(t *testing.T) {
	s := open(t)
	add(t, s, entry("0000000000000001", "one"), entry("0000000000000002", "two"), entry("0000000000000003", "three"))
	got, err := s.Texts(t.Context(), []news.Key{3, 1, 3, 2})
	if err != nil || !slices.Equal(got, []string{"three", "one", "three", "two"}) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := s.Texts(t.Context(), []news.Key{1, 9}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a key that is not there: %v", err)
	}
	if _, err := s.Heads(t.Context(), []news.Key{9}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a key that is not there: %v", err)
	}
}

// Which revision is current, which are past, and where each was read, does not depend on
// the order or the batches in which they came.
func TestRevisionsInAnyOrder(t *testing.T) {
	const id = "00000000000000aa"
	elsewhere := dated(entry(id, "first words"), 2)
	elsewhere.Article.Place = "a/smaller/place"
	all := []Entry{
		dated(entry(id, "first words"), 2), elsewhere, dated(entry(id, "later words"), 3),
		dated(entry(id, "as late as the others"), 3), entry(id, "undated words"),
	}
	for i := range all {
		all[i].Prints = entry(id, prose(len(all[i].Article.Text), 30)).Prints
	}
	type state struct {
		Current   news.Article
		Revisions []news.Article
		Found     []bool
	}
	var want *state
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}, {3, 1, 0, 4, 2}} {
		for _, size := range []int{1, 2, 5} {
			s := open(t)
			for chunk := range slices.Chunk(order, size) {
				var batch []Entry
				for _, i := range chunk {
					batch = append(batch, all[i])
				}
				add(t, s, batch...)
			}
			var got state
			var err, err2 error
			got.Current, err = s.Article(t.Context(), id)
			got.Revisions, err2 = s.Revisions(t.Context(), id)
			if err = errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			for _, e := range all {
				got.Found = append(got.Found, len(holdersOf(t, s, hashesOf(e))) > 0)
			}
			if want == nil {
				want = &got
			}
			if diff := cmp.Diff(*want, got); diff != "" {
				t.Fatalf("order %v, %d at a time (-first order +this):\n%s", order, size, diff)
			}
		}
	}
	if len(want.Revisions) != 3 || want.Revisions[1].Place != "a/smaller/place" || want.Revisions[2].Text != "undated words" {
		t.Errorf("revisions %+v", want.Revisions)
	}
}

// A new current revision makes its article unlinked and loses it its matches.
func TestRevisedArticleLosesMatches(t *testing.T) {
	s := open(t)
	a, b, c := entry("00000000000000aa", prose(1, 40)), entry("00000000000000bb", prose(1, 40)), entry("00000000000000cc", prose(1, 40))
	o := add(t, s, a, b, c)
	if err := s.Link(t.Context(), o.Keys, []news.Match{
		{A: a.Article.ID, B: b.Article.ID, Class: news.Identical}, {A: b.Article.ID, B: c.Article.ID, Class: news.Identical},
	}); err != nil {
		t.Fatal(err)
	}
	state := func() (matches []news.Match, unlinked []news.Key) {
		matches, err := s.MatchesOf(t.Context(), []news.ID{b.Article.ID})
		if err != nil {
			t.Fatal(err)
		}
		unlinked, err = s.Unlinked(t.Context(), 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		return matches, unlinked
	}
	if matches, unlinked := state(); len(matches) != 2 || len(unlinked) != 0 {
		t.Fatalf("linked: %v, %v", matches, unlinked)
	}
	add(t, s, a)
	if matches, unlinked := state(); len(matches) != 2 || len(unlinked) != 0 {
		t.Fatalf("unchanged: %v, %v", matches, unlinked)
	}
	add(t, s, dated(entry("00000000000000bb", prose(2, 40)), 1))
	if matches, unlinked := state(); len(matches) != 0 || !slices.Equal(unlinked, o.Keys[1:2]) {
		t.Fatalf("revised: %v, %v", matches, unlinked)
	}
	checkClean(t, s)
}

func TestFind(t *testing.T) {
	s := open(t)
	one, two, three := entry("aaaa111111111111", "one"), entry("aaaa222222222222", "two"), entry("bbbb000000000000", "three")
	one.Article.Own, two.Article.Own = "shared", "shared"
	one.Address, two.Address = "example.org/a", "example.org/b"
	three.Article.Place, three.Article.Own = "example.org/a", "aaaa111111111111"
	nameless := entry("cccc000000000000", "four")
	nameless.Article.Place = ""
	add(t, s, one)
	var others []Entry // a lot of them: names are looked up lot by lot
	for i := range 4096 {
		others = append(others, entry(news.ID(fmt.Sprintf("ffff%012x", i)), "other"))
	}
	add(t, s, others...)
	add(t, s, two, three, nameless)
	for _, row := range []struct {
		name string
		want []news.ID
	}{
		{"aaaa111111111111", []news.ID{"aaaa111111111111"}}, // an ID goes before the same own id
		{"aaaa1", []news.ID{"aaaa111111111111"}},
		{"aaaa", []news.ID{"aaaa111111111111", "aaaa222222222222"}},
		{"aaa", nil}, // too short for a prefix
		{"shared", []news.ID{"aaaa111111111111", "aaaa222222222222"}},
		{"example.org/b", []news.ID{"aaaa222222222222"}},
		{"example.org/a", []news.ID{"aaaa111111111111", "bbbb000000000000"}}, // an address and a place
		{"news/aaaa222222222222", []news.ID{"aaaa222222222222"}},
		{"", nil},
		{"zzzz", nil},
	} {
		found, err := s.Find(t.Context(), row.name)
		var got []news.ID
		for _, h := range found {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, row.want) || (row.want == nil) != errors.Is(err, ErrNotFound) {
			t.Errorf("find %q: %v, %v; want %v", row.name, got, err, row.want)
		}
	}
}

// A batch that is cancelled leaves nothing.
func TestAddCancelled(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Add(ctx, []Entry{entry("00000000000000aa", prose(1, 40))}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Articles+len(st.Segments) > 0 {
		t.Errorf("left behind: %+v, %v", st, err)
	}
	add(t, s, entry("00000000000000aa", prose(1, 40)))
}

// A cancelled transaction says so, whatever it was doing when it was rolled back.
func TestCancelledWithin(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		cancel()
		for {
			if _, err := tx.ExecContext(ctx, `INSERT INTO run (args, started, counts, stages) VALUES ('', '', '', '')`); err != nil {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.LastRun != nil {
		t.Errorf("left behind: %+v, %v", st, err)
	}
}

// The credits of a superseded revision count no more.
func TestRevisedArticleLosesCredits(t *testing.T) {
	s := open(t)
	heads := numbered(t, s, 1)
	if err := s.SaveFamilies(t.Context(), nil, []news.Family{family(heads[0])}); err != nil {
		t.Fatal(err)
	}
	revised := dated(entry(id(1), "no credit"), 1)
	revised.Outlet = "outlet1"
	for _, want := range []int{2, 0} {
		if history, err := s.History(t.Context()); err != nil || len(history) != want {
			t.Errorf("history %v, %v; want %d precedents", history, err, want)
		}
		add(t, s, revised)
	}
}
