package lineage

import (
	"math/bits"

	"stemma/internal/news"
)

// covered is the set of the copy's words, m's B, that are in the source too.
func covered(m news.Match) wordSet {
	var words wordSet
	for _, p := range m.Passages {
		for _, r := range p.Runs {
			words = words.mark(r.B, r.Words)
		}
	}
	return words
}

// A wordSet is a set of word indices, one bit each.
type wordSet []uint64

func (w wordSet) mark(from, n int) wordSet {
	if need := (from+n+63)/64 - len(w); need > 0 {
		w = append(w, make(wordSet, need)...)
	}
	for i := from; i < from+n; i++ {
		w[i/64] |= 1 << (i % 64)
	}
	return w
}

// with is the union of both sets; w is used up.
func (w wordSet) with(other wordSet) wordSet {
	if need := len(other) - len(w); need > 0 {
		w = append(w, make(wordSet, need)...)
	}
	for i := range other {
		w[i] |= other[i]
	}
	return w
}

func (w wordSet) count() int {
	n := 0
	for _, b := range w {
		n += bits.OnesCount64(b)
	}
	return n
}

// and is the words in both sets.
func (w wordSet) and(other wordSet) wordSet {
	both := make(wordSet, min(len(w), len(other)))
	for i := range both {
		both[i] = w[i] & other[i]
	}
	return both
}
