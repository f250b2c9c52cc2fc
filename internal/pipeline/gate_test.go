package pipeline

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"stemma/internal/eval"
	"stemma/internal/ingest"
	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/store"
)

// indexed indexes articles into a new store.
func indexed(t testing.TB, articles []eval.Simulated) (*store.Store, Summary) {
	t.Helper()
	var lines bytes.Buffer
	for _, a := range articles {
		if err := json.NewEncoder(&lines).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	s := openStore(t)
	sum, err := Index(t.Context(), s, []string{"-"}, Options{Ingest: ingest.Options{Stdin: &lines}})
	if err != nil {
		t.Fatal(err)
	}
	return s, sum
}

// TestGateLoss holds what indexing finds against comparing every pair that has any
// fingerprint in common, on 2,000 generated articles with exact copies, copies of which 5,
// 10 and 20 % of the words are edited, cut and merged ones, excerpts and the boxes of
// their outlets: nothing that is copying is lost.
func TestGateLoss(t *testing.T) {
	s, sum := indexed(t, slices.Collect((eval.Corpus{Articles: 2000, Seed: 5}).All()))
	found := map[[2]news.ID]bool{}
	for m, err := range s.Matches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		found[[2]news.ID{m.A, m.B}] = true
	}
	masks, err := loadMasks(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	compared, copies := 0, 0
	for part := range slices.Chunk(anyShared(t, s), textsAtOnce) {
		matches, err := masks.comparePairs(t.Context(), s, part, false)
		if err != nil {
			t.Fatal(err)
		}
		compared += len(part)
		for _, m := range matches {
			if !m.Class.Copy() && !m.Reverse.Copy() {
				continue
			}
			if copies++; !found[[2]news.ID{m.A, m.B}] {
				t.Errorf("%s and %s: %s, %.0f words, was lost", m.A, m.B, m.Class, m.Words)
			}
		}
	}
	t.Logf("%d pairs have a fingerprint in common, %d were aligned, %d are copies", compared, sum.Aligned, copies)
	if copies < 500 || sum.Aligned > compared/4 {
		t.Errorf("%d of %d aligned, %d copies: nothing was tested", sum.Aligned, compared, copies)
	}
}

// anyShared lists the pairs of articles that have a fingerprint in common.
func anyShared(t *testing.T, s *store.Store) []match.Pair {
	seen := map[match.Pair]bool{}
	err := s.Shared(t.Context(), []store.Part{{Meet: func(_ uint64, keys []news.Key, _ int) {
		for i, a := range keys {
			for _, b := range keys[:i] {
				seen[match.Pair{a, b}] = true
			}
		}
	}}})
	if err != nil {
		t.Fatal(err)
	}
	pairs := make([]match.Pair, 0, len(seen))
	for p := range seen {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(p, q match.Pair) int { return slices.Compare(p[:], q[:]) })
	return pairs
}
