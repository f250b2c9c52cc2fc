package store

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// Holders says what a plain map of the current revisions says, whatever was added,
// revised and merged, in whatever batches, and across closing and opening.
func TestHoldersModel(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprint(runs))
		s, err := Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { s.Close(); os.Remove(path) }()
		current := map[news.ID]Entry{}
		keys := map[news.ID]news.Key{}
		for range rapid.IntRange(1, 25).Draw(t, "batches") {
			batch := rapid.SliceOfN(rapid.Custom(drawEntry), 0, 4).Draw(t, "batch")
			o, err := s.Add(context.Background(), batch)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range batch {
				keys[e.Article.ID] = o.Keys[i]
				if old, ok := current[e.Article.ID]; !ok || asVersion(e).newer(asVersion(old)) {
					current[e.Article.ID] = e
				}
			}
			if rapid.Bool().Draw(t, "merge") {
				if err := s.Merge(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			compareHolders(t, s, current, keys)
		}
	})
}

func drawEntry(t *rapid.T) Entry {
	e := dated(entry(news.ID(fmt.Sprintf("%016x", rapid.IntRange(1, 9).Draw(t, "id"))), fmt.Sprint("text ", rapid.IntRange(1, 5).Draw(t, "text"))),
		rapid.IntRange(1, 3).Draw(t, "day"))
	// What an article's prints are must follow from its content.
	seed := asVersion(e).content
	for i := range int(seed[0] % 12) {
		e.Prints = append(e.Prints, shingle.Print{Hash: uint64(seed[i+1]%32) << 35, Word: int32(i)})
	}
	return e
}

func asVersion(e Entry) version {
	packed, _ := encodeDetail(e.Article.Head)
	return version{content: hashContent(&e.Article, packed), published: e.Article.Published.Earliest}
}

func compareHolders(t *rapid.T, s *Store, current map[news.ID]Entry, keys map[news.ID]news.Key) {
	want := map[uint64][]news.Key{}
	for id, e := range current {
		for _, hash := range hashesOf(e) {
			want[hash] = append(want[hash], keys[id])
		}
	}
	var hashes []uint64
	for h := range uint64(32) {
		hashes = append(hashes, h<<35)
	}
	for _, list := range want {
		slices.Sort(list)
	}
	if diff := cmp.Diff(want, holdersOf(t, s, hashes)); diff != "" {
		t.Fatalf("holders (-want +got):\n%s", diff)
	}
	compareShared(t, s, want)
}

// compareShared holds Shared against the fingerprints that two or more have.
func compareShared(t *rapid.T, s *Store, want map[uint64][]news.Key) {
	maps.DeleteFunc(want, func(_ uint64, keys []news.Key) bool { return len(keys) < 2 })
	type seen struct {
		hash  uint64
		keys  []news.Key
		count int
	}
	all := slices.Sorted(maps.Keys(want))
	unwanted := func(uint64) bool { return false }
	if rapid.Bool().Draw(t, "some") {
		unwanted = func(hash uint64) bool { return hash%3 == 0 }
	}
	parts := make([]Part, rapid.IntRange(1, 5).Draw(t, "parts"))
	told := make([][]seen, len(parts))
	for i := range parts {
		parts[i].Meet = func(hash uint64, keys []news.Key, count int) {
			told[i] = append(told[i], seen{hash, slices.Clone(keys), count})
		}
		if unwanted(0) {
			parts[i].Wanted = func(from, to uint64) iter.Seq[uint64] {
				return slices.Values(slices.DeleteFunc(slices.Clone(all), func(hash uint64) bool { return hash < from || hash >= to || unwanted(hash) }))
			}
		}
	}
	err := s.Shared(context.Background(), parts)
	maps.DeleteFunc(want, func(hash uint64, _ []news.Key) bool { return unwanted(hash) })
	got := map[uint64][]news.Key{}
	last := int64(-1)
	for _, s := range slices.Concat(told...) {
		if s.count < len(s.keys) {
			t.Fatalf("%d: %d keys of %d", s.hash, len(s.keys), s.count)
		}
		if int64(s.hash) <= last {
			t.Fatalf("%d after %d", s.hash, last)
		}
		last = int64(s.hash)
		if !unwanted(s.hash) {
			got[s.hash] = s.keys
		}
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("shared: %v, -want +got:\n%s", err, diff)
	}
}

// Looking up one fingerprint in a large segment, and all of them, and with a limit.
func TestHoldersLookUpAndWalk(t *testing.T) {
	s := open(t)
	var batch []Entry
	for i := range 60 {
		batch = append(batch, entry(news.ID(fmt.Sprintf("%016x", i)), "shared words that stand in each and every one of these texts "+prose(i, 300)))
	}
	add(t, s, batch...)
	all := hashesOf(batch...)
	st, err := s.Stats(t.Context())
	if err != nil || st.Segments[0].Blocks < 16 {
		t.Fatalf("%+v, %v: too few blocks for this test", st.Segments, err)
	}
	walked := holdersOf(t, s, all)
	if len(walked) != len(all) {
		t.Fatalf("%d of %d found", len(walked), len(all))
	}
	shared := 0
	for i, h := range all {
		one := holdersOf(t, s, all[i:i+1])
		if !slices.Equal(one[h], walked[h]) {
			t.Fatalf("fingerprint %x: looked up %v, walked %v", h, one[h], walked[h])
		}
		if len(one[h]) == len(batch) {
			shared++
		}
	}
	if shared < 2 {
		t.Errorf("%d fingerprints are in every article", shared)
	}
	err = s.Holders(t.Context(), all, 5, func(h uint64, holders []news.Key, count int) {
		if want := walked[h]; count != len(want) || !slices.Equal(holders, want[:min(5, len(want))]) {
			t.Errorf("fingerprint %x: %v of %d, want the first 5 of %v", h, holders, count, want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Eight batches of a size become one segment, and postings that are gone are dropped.
func TestMerge(t *testing.T) {
	s := open(t)
	var kept []Entry
	for i := range fanIn {
		kept = append(kept, entry(news.ID(fmt.Sprintf("%016x", i)), prose(i, 50)))
		add(t, s, kept[i])
		if i == 2 {
			kept[0] = dated(entry("0000000000000000", prose(99, 50)), 5)
			add(t, s, kept[0])
		}
	}
	before := holdersOf(t, s, hashesOf(kept...))
	if err := s.Merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(st.Segments) != 1 || st.Gone != 0 || st.Postings() != len(hashesOf(kept...)) {
		t.Errorf("after merging: %+v", st)
	}
	if diff := cmp.Diff(before, holdersOf(t, s, hashesOf(kept...))); diff != "" {
		t.Errorf("holders (-before +after):\n%s", diff)
	}
	if old := holdersOf(t, s, hashesOf(entry("x", prose(0, 50)))); len(old) > 0 {
		t.Errorf("the superseded revision is found still: %v", old)
	}
	checkClean(t, s)
}

// When all postings are gone there is no segment left, and no mark of them.
func TestMergeToNothing(t *testing.T) {
	s := open(t)
	for i := range fanIn {
		add(t, s, entry(id(i), prose(i, 50)))
	}
	for i := range fanIn {
		add(t, s, dated(entry(id(i), "short"), 1))
	}
	if err := s.Merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if st, err := s.Stats(t.Context()); err != nil || len(st.Segments) != 0 || st.Gone != 0 {
		t.Errorf("%+v, %v", st, err)
	}
	checkClean(t, s)
}

func checkClean(t testing.TB, s *Store) {
	t.Helper()
	faults, err := s.Check(t.Context())
	if err != nil || len(faults) > 0 {
		t.Fatalf("check: %q, %v", faults, err)
	}
}
