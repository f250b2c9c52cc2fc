package lineage

import (
	"math/bits"

	"stemma/internal/news"
)

// covered is the set of the copy's words, m's B, that are in the source too.
func covered(m news.Match) wordSet {
	return wordsOf(m, func(r news.Run) int { return r.B })
}

// covering is the set of the source's words, m's A, that are in the copy too.
func covering(m news.Match) wordSet {
	return wordsOf(m, func(r news.Run) int { return r.A })
}

// wordsOf is the set of the words of one side of m's runs.
func wordsOf(m news.Match, start func(news.Run) int) wordSet {
	end := 0
	for _, p := range m.Passages {
		for _, r := range p.Runs {
			end = max(end, start(r)+r.Words)
		}
	}
	words := make(wordSet, (end+63)/64)
	for _, p := range m.Passages {
		for _, r := range p.Runs {
			words.mark(start(r), r.Words)
		}
	}
	return words
}

// A wordSet is a set of word indices, one bit each.
type wordSet []uint64

// spanned is the set with the words of a span; w is used up.
func (w wordSet) spanned(s news.Span) wordSet {
	if need := (s.End+63)/64 - len(w); need > 0 {
		w = append(w, make(wordSet, need)...)
	}
	w.mark(s.Start, s.End-s.Start)
	return w
}

// mark puts n words into the set, which has room for them.
func (w wordSet) mark(from, n int) {
	for i := from; i < from+n; i++ {
		w[i/64] |= 1 << (i % 64)
	}
}

// without is the words that are not in the other set; w is used up.
func (w wordSet) without(other wordSet) wordSet {
	for i := range min(len(w), len(other)) {
		w[i] &^= other[i]
	}
	return w
}

func (w wordSet) has(i int) bool { return w[i/64]&(1<<(i%64)) != 0 }

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
