package match

import (
	"cmp"
	"math"
	"slices"

	"stemma/internal/shingle"
)

// Two texts are aligned in four steps. For
//
//	A: the port was closed on Monday after the storm, officials said
//	B: officials said the port was shut on Monday after the storm
//
//  1. anchors: runs of at least 4 equal words, as long as they go: "on Monday after the storm";
//  2. chains: anchors in the same order in both texts, far gaps costing more;
//  3. gaps inside a chain and its ends are aligned word by word: "the port was";
//  4. the best chain is taken out, and the rest is chained again, so that moved
//     paragraphs and merged texts come out as passages of their own: "officials said"
//     would be one, were it not under 8 words.

const (
	gram        = 4   // words of an anchor's seed: at 20 % edits two in five survive
	lookBack    = 50  // anchors before one that may precede it in a chain (design: minimap's h)
	repeats     = 16  // places of one seed in A that are tried: more is a refrain
	maxGapCost  = 8.0 // words: a long way between two anchors, however long
	minPassage  = 8.0 // words: fewer are never evidence (shared runs of unrelated articles reach 7 by chance)
	maxPassages = 64  // of one pair; the rest of a shredded text adds nothing
)

// A run is an unbroken run of equal words: b[B:B+N] equals a[A:A+N].
type run struct{ A, B, N int32 }

func (r run) aEnd() int32 { return r.A + r.N }
func (r run) bEnd() int32 { return r.B + r.N }

// An aligner compares texts. It holds the scratch memory of a comparison and serves
// one goroutine.
type aligner struct {
	a, b             []shingle.Word
	aText, bText     string
	hiddenA, hiddenB []bool // words under the mask, nil when none is
	usedA, usedB     []bool // words that stand in a passage already
	table            []int32
	next             []int32
	anchors          []run
	score            []float64
	from             []int32
	grid             grid
}

// chains returns the chains that the two texts share, best first: each a list of runs
// in order, and the pairs of near-equal words between them.
func (al *aligner) chains() [][]pair {
	al.usedA = resized(al.usedA, len(al.a))
	al.usedB = resized(al.usedB, len(al.b))
	al.findAnchors()
	if copy(al.usedA, al.hiddenA)+copy(al.usedB, al.hiddenB) > 0 {
		al.trimAnchors()
	}
	var chains [][]pair
	for len(chains) < maxPassages && len(al.anchors) > 0 {
		blocks := al.bestChain()
		pairs := al.seen(al.fill(blocks))
		if al.weight(pairs) < minPassage {
			break
		}
		al.use(pairs)
		chains = append(chains, pairs)
		al.trimAnchors()
	}
	return chains
}

// seen drops the pairs that the mask hides on either side.
func (al *aligner) seen(pairs []pair) []pair {
	return slices.DeleteFunc(pairs, func(p pair) bool {
		return al.hiddenA != nil && al.hiddenA[p.a] || al.hiddenB != nil && al.hiddenB[p.b]
	})
}

func resized(used []bool, n int) []bool {
	used = slices.Grow(used[:0], n)[:n]
	clear(used)
	return used
}

// findAnchors finds every maximal run of at least gram equal words.
func (al *aligner) findAnchors() {
	al.anchors = al.anchors[:0]
	if len(al.a) < gram || len(al.b) < gram {
		return
	}
	al.buildTable()
	mask := uint64(len(al.table) - 1)
	for j := int32(0); int(j)+gram <= len(al.b); j++ {
		tried := 0
		for i := al.table[seed(al.b[j:])&mask]; i >= 0 && tried < repeats; i = al.next[i] {
			if !al.equalSeeds(i, j) {
				continue
			}
			tried++
			if i == 0 || j == 0 || al.a[i-1].Hash != al.b[j-1].Hash { // else inside one found before
				al.anchors = append(al.anchors, run{i, j, al.runAt(i, j)})
			}
		}
	}
}

func (al *aligner) equalSeeds(i, j int32) bool {
	for k := range int32(gram) {
		if al.a[i+k].Hash != al.b[j+k].Hash {
			return false
		}
	}
	return true
}

// buildTable chains the places of A's seeds by their hash.
func (al *aligner) buildTable() {
	size := 1
	for size < 2*len(al.a) {
		size *= 2
	}
	al.table = slices.Grow(al.table[:0], size)[:size]
	for i := range al.table {
		al.table[i] = -1
	}
	al.next = slices.Grow(al.next[:0], len(al.a))[:len(al.a)]
	for i := len(al.a) - gram; i >= 0; i-- { // backwards, so that places come out in order
		slot := seed(al.a[i:]) & uint64(size-1)
		al.next[i] = al.table[slot]
		al.table[slot] = int32(i)
	}
}

func seed(words []shingle.Word) uint64 {
	h := words[0].Hash
	for _, w := range words[1:gram] {
		h = h*0x9E3779B97F4A7C15 + w.Hash
	}
	return h ^ h>>29
}

// runAt is the number of equal words from A's i and B's j on.
func (al *aligner) runAt(i, j int32) int32 {
	n := int32(0)
	for int(i+n) < len(al.a) && int(j+n) < len(al.b) && al.a[i+n].Hash == al.b[j+n].Hash {
		n++
	}
	return n
}

// bestChain returns the anchors of the heaviest chain, cut where they overlap.
func (al *aligner) bestChain() []run {
	n := len(al.anchors)
	al.score = slices.Grow(al.score[:0], n)[:n]
	al.from = slices.Grow(al.from[:0], n)[:n]
	best := 0
	for j := range al.anchors {
		al.score[j], al.from[j] = float64(al.anchors[j].N), -1
		for i := max(0, j-lookBack); i < j; i++ {
			if s := al.score[i] + joined(al.anchors[i], al.anchors[j]); s > al.score[j] {
				al.score[j], al.from[j] = s, int32(i)
			}
		}
		if al.score[j] > al.score[best] {
			best = j
		}
	}
	return al.backtrack(int32(best))
}

// joined is what q adds to a chain that ends in p: its words less the cost of the gap.
func joined(p, q run) float64 {
	x, y := q.A-p.aEnd(), q.B-p.bEnd()
	if q.A <= p.A || q.B <= p.B {
		return math.Inf(-1)
	}
	overlap := max(0, -x, -y)
	if overlap >= q.N {
		return math.Inf(-1)
	}
	both, skew := float64(max(0, min(x, y))), float64(max(x-y, y-x))
	return float64(q.N-overlap) - min(maxGapCost, both/4+math.Log2(1+skew)/2)
}

func (al *aligner) backtrack(end int32) []run {
	var blocks []run
	for j := end; j >= 0; j = al.from[j] {
		blocks = append(blocks, al.anchors[j])
	}
	slices.Reverse(blocks)
	for k := 1; k < len(blocks); k++ {
		overlap := max(0, blocks[k-1].aEnd()-blocks[k].A, blocks[k-1].bEnd()-blocks[k].B)
		blocks[k] = run{blocks[k].A + overlap, blocks[k].B + overlap, blocks[k].N - overlap}
	}
	return blocks
}

// weight is the length of pairs in words: near-equal ones count half, and so does a
// character of a script without spaces.
func (al *aligner) weight(pairs []pair) float64 {
	sum := 0.0
	for _, p := range pairs {
		sum += al.pairWeight(p)
	}
	return sum
}

func (al *aligner) pairWeight(p pair) float64 {
	w := 1.0
	if al.b[p.b].Wide {
		w /= 2
	}
	if p.near {
		w /= 2
	}
	return w
}

func (al *aligner) use(pairs []pair) {
	for _, p := range pairs {
		al.usedA[p.a], al.usedB[p.b] = true, true
	}
}

// trimAnchors cuts from the anchors every word that is used, and drops what falls
// under the seed's length.
func (al *aligner) trimAnchors() {
	var left []run
	for _, r := range al.anchors {
		start := int32(0)
		for k := int32(0); k <= r.N; k++ {
			if k < r.N && !al.usedA[r.A+k] && !al.usedB[r.B+k] {
				continue
			}
			if k-start >= gram {
				left = append(left, run{r.A + start, r.B + start, k - start})
			}
			start = k + 1
		}
	}
	slices.SortFunc(left, func(p, q run) int { return cmp.Or(cmp.Compare(p.B, q.B), cmp.Compare(p.A, q.A)) })
	al.anchors = left
}
