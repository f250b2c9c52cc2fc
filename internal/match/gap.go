package match

import (
	"slices"
	"strings"

	"github.com/adrg/strutil"
	"github.com/adrg/strutil/metrics"

	"stemma/internal/shingle"
)

// A pair is one word of A aligned with one of B, equal or nearly so.
type pair struct {
	a, b int32
	near bool
}

const (
	maxCells  = 4096 // of a gap's grid: 64 words on both sides; a longer rewrite holds no more than anchors show
	endWindow = 12   // words beyond a chain's ends that are tried

	scoreEqual = 2 // the scores of Smith-Waterman, the oracle of TestAgainstSmithWaterman
	scoreNear  = 1
	scoreEdit  = -1

	nearLength     = 5    // letters from which two words can be variants: "centre", "center"
	nearSimilarity = 0.65 // 1 - edits/length (Levenshtein): "centre" and "center" .67, "Stoltenberg" and "Stoltenburg" .91
)

// fill aligns what stands between the blocks of a chain and at its two ends.
func (al *aligner) fill(blocks []run) []pair {
	first, last := blocks[0], blocks[len(blocks)-1]
	pairs := slices.Grow(al.before(first), int(last.aEnd()-first.A)+endWindow)
	for k, r := range blocks {
		if k > 0 {
			pairs = al.between(pairs, blocks[k-1], r)
		}
		for n := range r.N {
			pairs = append(pairs, pair{a: r.A + n, b: r.B + n})
		}
	}
	return al.after(pairs, last)
}

func (al *aligner) between(pairs []pair, p, q run) []pair {
	x, y := q.A-p.aEnd(), q.B-p.bEnd()
	if x <= 0 || y <= 0 || int(x)*int(y) > maxCells {
		return pairs
	}
	g := &al.grid
	g.align(al, span{p.aEnd(), x, 1}, span{p.bEnd(), y, 1})
	return g.trace(pairs, int(x), int(y))
}

// after aligns the words that follow a chain as far as that gains.
func (al *aligner) after(pairs []pair, last run) []pair {
	x := al.free(al.usedA, last.aEnd(), 1)
	y := al.free(al.usedB, last.bEnd(), 1)
	if x == 0 || y == 0 {
		return pairs
	}
	g := &al.grid
	g.align(al, span{last.aEnd(), x, 1}, span{last.bEnd(), y, 1})
	i, j := g.best()
	return g.trace(pairs, i, j)
}

// before aligns the words that lead up to a chain, walking backwards.
func (al *aligner) before(first run) []pair {
	x := al.free(al.usedA, first.A-1, -1)
	y := al.free(al.usedB, first.B-1, -1)
	if x == 0 || y == 0 {
		return nil
	}
	g := &al.grid
	g.align(al, span{first.A - 1, x, -1}, span{first.B - 1, y, -1})
	i, j := g.best()
	pairs := g.trace(nil, i, j)
	slices.Reverse(pairs)
	return pairs
}

// free counts the unused words from i on in the given direction, up to endWindow.
func (al *aligner) free(used []bool, i, step int32) int32 {
	n := int32(0)
	for i >= 0 && int(i) < len(used) && !used[i] && n < endWindow {
		i += step
		n++
	}
	return n
}

// A span of words: n of them from start on, forwards (step 1) or backwards (-1).
type span struct{ start, n, step int32 }

func (s span) at(i int) int32 { return s.start + int32(i)*s.step }

// A grid is the table of a global alignment of two short spans (Needleman and Wunsch 1970).
type grid struct {
	x, y  span
	width int
	score []int32
	kinds []wordRelation // of the words that meet in a cell
}

type wordRelation uint8

const (
	unlike wordRelation = iota
	alike
	equal
)

func (g *grid) align(al *aligner, x, y span) {
	g.x, g.y, g.width = x, y, int(y.n)+1
	cells := (int(x.n) + 1) * g.width
	g.score = slices.Grow(g.score[:0], cells)[:cells]
	g.kinds = slices.Grow(g.kinds[:0], cells)[:cells]
	for j := range g.width {
		g.score[j] = int32(j) * scoreEdit
	}
	for i := 1; i <= int(x.n); i++ {
		g.score[i*g.width] = int32(i) * scoreEdit
		for j := 1; j <= int(y.n); j++ {
			g.fillCell(al, i, j)
		}
	}
}

func (g *grid) fillCell(al *aligner, i, j int) {
	c := i*g.width + j
	g.kinds[c] = al.relation(g.x.at(i-1), g.y.at(j-1))
	g.score[c] = max(g.score[c-g.width-1]+gain(g.kinds[c]), g.score[c-1]+scoreEdit, g.score[c-g.width]+scoreEdit)
}

func gain(kind wordRelation) int32 {
	switch kind {
	case equal:
		return scoreEqual
	case alike:
		return scoreNear
	}
	return scoreEdit
}

// best is the cell with the highest score, the nearest to the start when several have it.
func (g *grid) best() (i, j int) {
	top := 0
	for c, s := range g.score {
		if s > g.score[top] {
			top = c
		}
	}
	return top / g.width, top % g.width
}

// trace appends the aligned pairs on the best path to cell i, j, in order from the start.
func (g *grid) trace(pairs []pair, i, j int) []pair {
	from := len(pairs)
	for i > 0 && j > 0 {
		c := i*g.width + j
		switch g.score[c] {
		case g.score[c-g.width-1] + gain(g.kinds[c]):
			if g.kinds[c] != unlike {
				pairs = append(pairs, pair{g.x.at(i - 1), g.y.at(j - 1), g.kinds[c] == alike})
			}
			i, j = i-1, j-1
		case g.score[c-1] + scoreEdit:
			j--
		default:
			i--
		}
	}
	slices.Reverse(pairs[from:])
	return pairs
}

// relation compares word i of A with word j of B.
func (al *aligner) relation(i, j int32) wordRelation {
	a, b := al.a[i], al.b[j]
	switch {
	case al.usedA[i] || al.usedB[j]:
		return unlike
	case a.Hash == b.Hash:
		return equal
	case nearEqual(al.aText[a.Start:a.End], al.bText[b.Start:b.End], a, b):
		return alike
	}
	return unlike
}

// nearEqual reports whether two words are variants of one: spelling, inflection, a typo.
func nearEqual(s, t string, a, b shingle.Word) bool {
	m, n := len(s), len(t)
	if m < nearLength || n < nearLength || m > 3*n/2 || n > 3*m/2 || a.Wide || b.Wide {
		return false
	}
	if s[0]|0x20 != t[0]|0x20 { // variants keep their first letter: saves nearly every call
		return false
	}
	return strutil.Similarity(strings.ToLower(s), strings.ToLower(t), metrics.NewLevenshtein()) >= nearSimilarity
}
