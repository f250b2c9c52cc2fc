package match

import (
	"stemma/internal/shingle"
)

// worth reports whether two texts share enough to be aligned: manyShared fingerprints, or
// one that stands in a run of copyRun equal words. Nothing less has a class of its own:
// only what is nearly whole comes without such a run, and shares more fingerprints than
// that. It takes a microsecond where aligning takes fifty.
func (al *aligner) worth(a, b Text) bool {
	if len(a.Prints) > len(b.Prints) {
		a, b = b, a
	}
	al.index(a.Prints)
	shared, last := 0, run{}
	for _, q := range b.Prints {
		for i := al.table[slotOf(q.Hash, len(al.table))]; i >= 0; i = al.next[i] {
			p := a.Prints[i]
			if p.Hash != q.Hash {
				continue
			}
			if shared++; shared == manyShared {
				return true
			}
			if inside(last, p.Word, q.Word) {
				break
			}
			if last = equalRun(a, b, p.Word, q.Word); length(a, last) >= copyRun {
				return true
			}
			break
		}
	}
	return false
}

// index chains fingerprints by hash.
func (al *aligner) index(prints []shingle.Print) {
	size := 1
	for size < 2*len(prints) {
		size *= 2
	}
	al.table = refilled(al.table, size, -1)
	al.next = refilled(al.next, len(prints), -1)
	for i := len(prints) - 1; i >= 0; i-- {
		slot := slotOf(prints[i].Hash, size)
		al.next[i] = al.table[slot]
		al.table[slot] = int32(i)
	}
}

func slotOf(hash uint64, size int) uint64 { return hash & uint64(size-1) }

func refilled(list []int32, n int, with int32) []int32 {
	if cap(list) < n {
		list = make([]int32, n)
	}
	list = list[:n]
	for i := range list {
		list[i] = with
	}
	return list
}

// inside reports whether a pair of words stands in a run.
func inside(r run, a, b int32) bool {
	return a-r.A == b-r.B && a >= r.A && a < r.aEnd()
}

// equalRun is the longest run of equal and visible words around word i of a and j of b.
func equalRun(a, b Text, i, j int32) run {
	from := int32(0)
	for i-from > 0 && j-from > 0 && equalWords(a, b, i-from-1, j-from-1) {
		from++
	}
	r := run{A: i - from, B: j - from, N: from}
	for int(r.aEnd()) < len(a.Words) && int(r.bEnd()) < len(b.Words) && equalWords(a, b, r.aEnd(), r.bEnd()) {
		r.N++
	}
	return r
}

func equalWords(a, b Text, i, j int32) bool {
	return a.Words[i].Hash == b.Words[j].Hash && (a.hidden == nil || !a.hidden[i]) && (b.hidden == nil || !b.hidden[j])
}

// length is that of a run as the classes count it.
func length(a Text, r run) int { return shingle.Count(a.Words[r.A:r.aEnd()]) }
