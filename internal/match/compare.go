// Package match finds what two articles share: candidates, aligned passages, scores and a class.
package match

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync/atomic"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// A Text is an article's text, split into words for comparison.
type Text struct {
	ID     news.ID
	Text   string
	Words  []shingle.Word
	Prints []shingle.Print // those that no mask hides, in order
	side   news.Side
	hidden []bool // by word: under the mask; nil when none is
}

// NewText splits text.
func NewText(id news.ID, text string) Text {
	words := shingle.Words(text)
	return Text{ID: id, Text: text, Words: words, Prints: shingle.Prints(words), side: side(words, nil)}
}

// NewTexts splits n texts, in parallel on every processor.
func NewTexts(n int, text func(i int) (news.ID, string)) []Text {
	texts := make([]Text, n)
	share(n, func(mine iter.Seq[int]) {
		for i := range mine {
			texts[i] = NewText(text(i))
		}
	})
	return texts
}

// Mask hides what stands in masked fingerprints, the template of an outlet's pages: to
// Compare it is as if those words were not there. A piece of text may reach up to 3 words
// beyond its outermost fingerprints: what so little is left of a line goes with the piece.
func (t Text) Mask(masked func(hash uint64) bool) Text {
	var at []int32
	for i, p := range t.Prints {
		if masked(p.Hash) {
			at = append(at, int32(i))
		}
	}
	return t.MaskAt(at)
}

// MaskAt is Mask of the fingerprints at some places of t.Prints, ascending.
func (t Text) MaskAt(at []int32) Text {
	if len(at) == 0 {
		return t
	}
	t.hidden = make([]bool, len(t.Words))
	seen, from := make([]shingle.Print, 0, len(t.Prints)-len(at)), 0
	for _, i := range at {
		seen = append(seen, t.Prints[from:i]...)
		from = int(i) + 1
		word := int(t.Prints[i].Word)
		for k := range shingle.Width(t.Words[word]) {
			t.hidden[word+k] = true
		}
	}
	t.Prints = append(seen, t.Prints[from:]...)
	t.hideEnds()
	t.side = side(t.Words, t.hidden)
	return t
}

// hideEnds hides what little is left of a line before and after what is hidden of it.
func (t Text) hideEnds() {
	for i := range t.Words {
		if t.hidden[i] {
			t.hideToLine(i, -1)
			t.hideToLine(i, 1)
		}
	}
}

// hideToLine hides the words from the hidden word i to the border of its line in the given
// direction, when no fingerprint would fit between them.
func (t Text) hideToLine(i, step int) {
	most := shingle.Width(t.Words[i]) - 2
	n := 0
	for j := i; !t.lineBorder(j, step); n++ {
		if j += step; t.hidden[j] || n == most {
			return
		}
	}
	for ; n > 0; n-- {
		t.hidden[i+n*step] = true
	}
}

// lineBorder reports whether word i is the last of its line in the given direction.
func (t Text) lineBorder(i, step int) bool {
	next := i + step
	if next < 0 || next >= len(t.Words) {
		return true
	}
	between := t.Text[t.Words[min(i, next)].End:t.Words[max(i, next)].Start]
	return strings.Contains(between, "\n")
}

// Hidden are the spans under the mask, each from its first word to its last.
func (t Text) Hidden() []news.Span {
	var spans []news.Span
	for i, w := range t.Words {
		switch {
		case t.hidden == nil || !t.hidden[i]:
		case i > 0 && t.hidden[i-1]:
			spans[len(spans)-1].End = int(w.End)
		default:
			spans = append(spans, news.Span{Start: int(w.Start), End: int(w.End)})
		}
	}
	return spans
}

// Compare aligns two texts and says what they share. It is a function of the two texts
// and their masks alone. The match has a as A and b as B.
func Compare(a, b Text) news.Match {
	var al aligner
	return al.compare(a, b)
}

func (al *aligner) compare(a, b Text) news.Match {
	al.a, al.b, al.aText, al.bText = a.Words, b.Words, a.Text, b.Text
	al.hiddenA, al.hiddenB = a.hidden, b.hidden
	m := news.Match{A: a.ID, B: b.ID, SideA: a.side, SideB: b.side}
	same := a.side == b.side && sameWords(a, b)
	for _, chain := range al.shared(same && a.hidden == nil && b.hidden == nil) {
		for _, pairs := range al.split(chain) {
			m.Passages = append(m.Passages, al.passage(pairs))
			al.count(&m, pairs)
		}
	}
	slices.SortFunc(m.Passages, func(p, q news.Passage) int { return p.A.Start - q.A.Start })
	Classify(&m, same)
	return m
}

// shared is what the texts share; identical texts need no search.
func (al *aligner) shared(same bool) [][]pair {
	if !same {
		return al.chains()
	}
	pairs := make([]pair, len(al.a))
	for i := range pairs {
		pairs[i] = pair{a: int32(i), b: int32(i)}
	}
	return [][]pair{pairs}
}

// sameWords reports whether the visible words of two texts are the same.
func sameWords(a, b Text) bool {
	i, j := 0, 0
	for {
		for i < len(a.Words) && a.hidden != nil && a.hidden[i] {
			i++
		}
		for j < len(b.Words) && b.hidden != nil && b.hidden[j] {
			j++
		}
		if i == len(a.Words) || j == len(b.Words) {
			return i == len(a.Words) && j == len(b.Words)
		}
		if a.Words[i].Hash != b.Words[j].Hash {
			return false
		}
		i, j = i+1, j+1
	}
}

// side counts the words that are not hidden.
func side(words []shingle.Word, hidden []bool) news.Side {
	all, unquoted := 0, 0 // in halves: a character of a script without spaces is one
	for i, w := range words {
		if hidden != nil && hidden[i] {
			continue
		}
		half := 2
		if w.Wide {
			half = 1
		}
		all += half
		if !w.Quoted {
			unquoted += half
		}
	}
	return news.Side{Words: (all + 1) / 2, Unquoted: (unquoted + 1) / 2}
}

// hole is the number of words missing on one side at which a chain becomes two
// passages: a reader would not call what lies around it one stretch of text.
const hole = 20

// split cuts a chain at its holes and drops what is too short to stand alone.
func (al *aligner) split(chain []pair) [][]pair {
	var parts [][]pair
	start := 0
	for k := 1; k <= len(chain); k++ {
		if k < len(chain) && chain[k].a-chain[k-1].a <= hole && chain[k].b-chain[k-1].b <= hole {
			continue
		}
		if part := chain[start:k]; al.weight(part) >= minPassage || len(chain) == len(part) {
			parts = append(parts, part)
		}
		start = k
	}
	return parts
}

// passage makes the public form of pairs: spans in bytes and runs in words.
func (al *aligner) passage(pairs []pair) news.Passage {
	first, last := pairs[0], pairs[len(pairs)-1]
	p := news.Passage{
		A:      news.Span{Start: int(al.a[first.a].Start), End: int(al.a[last.a].End)},
		B:      news.Span{Start: int(al.b[first.b].Start), End: int(al.b[last.b].End)},
		Quoted: true,
	}
	for k, q := range pairs {
		p.Quoted = p.Quoted && al.a[q.a].Quoted && al.b[q.b].Quoted
		if q.near {
			continue
		}
		if k > 0 && follows(pairs[k-1], q) {
			p.Runs[len(p.Runs)-1].Words++
		} else {
			p.Runs = append(p.Runs, news.Run{A: int(q.a), B: int(q.b), Words: 1})
		}
	}
	return p
}

// follows reports whether q goes on with the run that p is in.
func follows(p, q pair) bool { return !p.near && !q.near && q.a == p.a+1 && q.b == p.b+1 }

// count adds the words of one passage to m's counts.
func (al *aligner) count(m *news.Match, pairs []pair) {
	run := 0.0
	for k, q := range pairs {
		w := al.pairWeight(q)
		m.Words += w
		unquoted := !al.a[q.a].Quoted && !al.b[q.b].Quoted
		switch {
		case unquoted:
			m.Unquoted += w
		case al.a[q.a].Quoted && al.b[q.b].Quoted:
			m.Quoted += w
		}
		switch {
		case !unquoted || q.near:
			run = 0
		case k > 0 && follows(pairs[k-1], q):
			run += w
		default:
			run = w
		}
		m.Run = max(m.Run, int(run))
	}
}

// CompareAll compares n pairs, in parallel on every processor, and returns the matches in
// the order of the pairs, and how many were aligned. Those that share no passage have none.
// With gated set, pairs are aligned only where that is worth it. pair is called from many
// goroutines at once.
func CompareAll(ctx context.Context, n int, pair func(i int) (a, b Text), gated bool) ([]news.Match, int, error) {
	matches := make([]news.Match, n)
	var aligned atomic.Int64
	share(n, func(mine iter.Seq[int]) {
		var al aligner
		for i := range mine {
			if ctx.Err() != nil {
				return
			}
			if a, b := pair(i); !gated || al.worth(a, b) {
				aligned.Add(1)
				matches[i] = al.compare(a, b)
			}
		}
	})
	return matches, int(aligned.Load()), ctx.Err()
}
