package store

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/news"
)

// phrase is 12 words in every article of these tests, some of which are one family.
const phrase = "this site uses cookies to make your visit a pleasant one indeed "

// common adds fanIn batches of 20 articles that have the phrase and a text each, and merges them.
func common(t *testing.T, s *Store) []Entry {
	t.Helper()
	var all []Entry
	for batch := range fanIn {
		var entries []Entry
		for i := range 20 {
			entries = append(entries, entry(id(20*batch+i), phrase+prose(20*batch+i, 40)))
		}
		add(t, s, entries...)
		all = append(all, entries...)
	}
	if err := s.Merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	return all
}

// Of a fingerprint that very many articles have the smallest keys are kept and all are
// counted; which are common is known without a pass over the others.
func TestCommon(t *testing.T) {
	s := open(t)
	all := common(t, s)
	shared := hashesOf(entry("x", phrase))
	if len(shared) < 2 {
		t.Fatal("the phrase has too few fingerprints")
	}
	holds := func(want int) {
		t.Helper()
		found := 0
		err := s.Holders(t.Context(), shared, 0, func(hash uint64, holders []news.Key, count int) {
			found++
			if len(holders) != keptHolders || holders[0] != 1 || !slices.IsSorted(holders) || count != want {
				t.Errorf("fingerprint %x: %d holders from %d on, counted %d, want %d", hash, len(holders), holders[0], count, want)
			}
		})
		if err != nil || found != len(shared) {
			t.Fatalf("%d of %d found, %v", found, len(shared), err)
		}
	}
	holds(20 * fanIn)
	checkClean(t, s)

	count := func(holders []news.Key) (families, outlets int) {
		if len(holders) != keptHolders {
			t.Errorf("counting is told %d holders", len(holders))
		}
		return 2, 3
	}
	if list, err := s.Common(t.Context(), 0); err != nil || len(list) > 0 {
		t.Errorf("before counting: %v, %v", list, err)
	}
	for range 2 { // again, nothing is to be counted
		if err := s.CountCommon(t.Context(), count); err != nil {
			t.Fatal(err)
		}
		count = func([]news.Key) (int, int) { t.Error("counted though nothing changed"); return 0, 0 }
	}
	var want []Common
	for _, h := range shared {
		want = append(want, Common{h, 20 * fanIn, 2, 3})
	}
	list, err := s.Common(t.Context(), 2)
	if diff := cmp.Diff(want, list); err != nil || diff != "" {
		t.Errorf("common (-want +got):\n%s%v", diff, err)
	}
	if list, err = s.Common(t.Context(), 3); err != nil || len(list) > 0 {
		t.Errorf("of three families: %v, %v", list, err)
	}

	// A revision that drops the phrase: one of those kept is gone.
	add(t, s, dated(entry(all[0].Article.ID, prose(999, 40)), 3))
	err = s.Holders(t.Context(), shared, 0, func(hash uint64, holders []news.Key, count int) {
		if len(holders) != keptHolders-1 || count != 20*fanIn-1 {
			t.Errorf("fingerprint %x after a revision: %d holders, counted %d", hash, len(holders), count)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	checkClean(t, s)
}

// What Check does for articles a few at a time is what it does for all at once.
func TestCheckInParts(t *testing.T) {
	path := t.TempDir() + "/stemma.db"
	s := reopen(t, path)
	common(t, s)
	for _, atOnce := range []int{1, 7, 160, 1000} {
		if faults, err := s.check(t.Context(), atOnce); err != nil || len(faults) > 0 {
			t.Errorf("%d at a time: %q, %v", atOnce, faults, err)
		}
	}
	s.Close()
	tamper(t, path, `UPDATE text SET data = (SELECT data FROM text WHERE article = 1) WHERE article IN (9, 150)`)
	s = reopen(t, path)
	want, err := s.check(t.Context(), 1000)
	if err != nil || len(want) != 2 {
		t.Fatalf("%q, %v", want, err)
	}
	for _, atOnce := range []int{1, 7} {
		if faults, err := s.check(t.Context(), atOnce); err != nil || !slices.Equal(faults, want) {
			t.Errorf("%d at a time: %q, %v; want %q", atOnce, faults, err, want)
		}
	}
	s.Close()
	tamper(t, path, `DELETE FROM common`)
	s = reopen(t, path)
	if faults, err := s.Check(t.Context()); err != nil || !strings.Contains(strings.Join(faults, "\n"), "is common, and is not noted to be") {
		t.Errorf("common forgotten: %q, %v", faults, err)
	}
}
