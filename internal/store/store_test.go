package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// open opens a new database that is closed when the test ends.
func open(t testing.TB) *Store {
	t.Helper()
	return reopen(t, filepath.Join(t.TempDir(), "stemma.db"))
}

func reopen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// entry is an article made of nothing but an ID and a text.
func entry(id news.ID, text string) Entry {
	words := shingle.Words(text)
	return Entry{
		Article: news.Article{Head: news.Head{ID: id, Place: "news/" + string(id), Words: shingle.Count(words)}, Text: text},
		Prints:  shingle.Prints(words),
	}
}

// dated is e published on the given day of March 2019.
func dated(e Entry, day int) Entry {
	at := time.Date(2019, 3, day, 0, 0, 0, 0, time.UTC)
	e.Article.Published = news.Date{Earliest: at, Latest: at.Add(24*time.Hour - 1), Grade: news.GradeC, From: "url"}
	return e
}

func add(t testing.TB, s *Store, batch ...Entry) Outcome {
	t.Helper()
	o, err := s.Add(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A failer is a test or a property.
type failer interface{ Fatal(...any) }

// holdersOf is everything that Holders says of hashes.
func holdersOf(t failer, s *Store, hashes []uint64) map[uint64][]news.Key {
	got := map[uint64][]news.Key{}
	err := s.Holders(context.Background(), hashes, 0, func(hash uint64, holders []news.Key, count int) {
		if count != len(holders) {
			t.Fatal("count differs from the holders without a limit")
		}
		got[hash] = slices.Clone(holders)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// hashesOf is the fingerprints of entries, sorted, each once.
func hashesOf(entries ...Entry) []uint64 {
	var list []uint64
	for _, e := range entries {
		for _, p := range e.Prints {
			list = append(list, p.Hash)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// prose is n words that nothing else has, different for each seed.
func prose(seed, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%dx%d ", seed, i)
	}
	return b.String()
}

func TestAddAndFind(t *testing.T) {
	s := open(t)
	e := entry("00aa00aa00aa00aa", prose(1, 60))
	e.Article.Own, e.Address = "own-7", "example.org/story"
	o := add(t, s, e)
	if !slices.Equal(o.Added, []news.ID{e.Article.ID}) || !slices.Equal(o.Keys, []news.Key{1}) {
		t.Fatalf("outcome %+v", o)
	}
	for _, name := range []string{"00aa00aa00aa00aa", "00aa", "own-7", "example.org/story", "news/00aa00aa00aa00aa"} {
		found, err := s.Find(t.Context(), name)
		if err != nil || len(found) != 1 || found[0].ID != e.Article.ID {
			t.Errorf("find %s: %v, %v", name, found, err)
		}
	}
	hashes := hashesOf(e)
	got := holdersOf(t, s, hashes)
	if len(got) != len(hashes) {
		t.Errorf("%d of %d fingerprints found", len(got), len(hashes))
	}
}
