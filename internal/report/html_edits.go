package report

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
)

// Inside a passage most words are the same on both sides. Those that are not are marked in
// both texts: what was there, and what the copy made of it.
//
//	had given the 1931 structure a clean bill
//	had given the _old_ structure a clean bill

// mostEdits is the number of words put in or taken out up to which a passage's edits are
// looked for; the work grows with its square.
const mostEdits = 400

// edits returns the stretches of two texts that differ, each in order, white space and
// punctuation apart: the shortest edit script over words (Myers 1986).
func edits(a, b string) (inA, inB []news.Span) {
	start, end := sameEnds(a, b)
	x, y := tokens(a[start:len(a)-end], start), tokens(b[start:len(b)-end], start)
	if len(x)+len(y) == 0 {
		return nil, nil
	}
	keptX, keptY, ok := common(x, y)
	if !ok {
		return nil, nil
	}
	return lost(x, keptX), lost(y, keptY)
}

// sameEnds returns the lengths of the beginning and the end that two texts share, whole
// words each.
func sameEnds(a, b string) (start, end int) {
	most := min(len(a), len(b))
	for start < most && a[start] == b[start] {
		start++
	}
	for start > 0 && start < max(len(a), len(b)) && !letterless(a[start-1]) {
		start--
	}
	for end < most-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for end > 0 && !letterless(a[len(a)-end]) {
		end--
	}
	return start, end
}

// letterless reports whether c is ASCII and no part of a word.
func letterless(c byte) bool {
	_, inside := letter(rune(c))
	return c < 0x80 && !inside
}

// A token is a word with its place; a character where a script has no spaces.
type token struct {
	word string
	span news.Span
}

// tokens splits s, which begins at byte from of its text.
func tokens(s string, from int) []token {
	var found []token
	start := -1
	for i, r := range s {
		wide, inside := letter(r)
		if start >= 0 && !inside {
			found = append(found, token{s[start:i], news.Span{Start: from + start, End: from + i}})
			start = -1
		}
		switch {
		case wide:
			found = append(found, token{string(r), news.Span{Start: from + i, End: from + i + utf8.RuneLen(r)}})
		case inside && start < 0:
			start = i
		}
	}
	if start >= 0 {
		found = append(found, token{s[start:], news.Span{Start: from + start, End: from + len(s)}})
	}
	return found
}

// letter reports whether r is a word by itself, or part of one.
func letter(r rune) (wide, inside bool) {
	if r < 0x80 {
		return false, r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	if r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		return true, false
	}
	return false, unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// common marks the words of a longest common subsequence, false when there are more than
// mostEdits others.
func common(x, y []token) (keptX, keptY []bool, ok bool) {
	keptX, keptY = make([]bool, len(x)), make([]bool, len(y))
	most := min(mostEdits, len(x)+len(y))
	reach := make([]int, 2*most+3) // by diagonal, how far into x; diagonal 0 is in the middle
	zero := most + 1
	var history [][]int // of diagonals -d to d
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			i := reach[zero+k-1] + 1
			if k == -d || k != d && reach[zero+k-1] < reach[zero+k+1] {
				i = reach[zero+k+1]
			}
			for i < len(x) && i-k < len(y) && x[i].word == y[i-k].word {
				i++
			}
			if reach[zero+k] = i; i >= len(x) && i-k >= len(y) {
				trace(history, k, i, keptX, keptY)
				return keptX, keptY, true
			}
		}
		history = append(history, slices.Clone(reach[zero-d:zero+d+1]))
	}
	return nil, nil, false
}

// trace walks the edit script back to its beginning from place i on diagonal k.
func trace(history [][]int, k, i int, keptX, keptY []bool) {
	for d := len(history); d > 0; d-- {
		reach := func(k int) int { return history[d-1][k+d-1] }
		from := k - 1
		if k == -d || k != d && reach(k-1) < reach(k+1) {
			from = k + 1
		}
		at := reach(from)
		for ; i > at+max(0, k-from); i-- {
			keptX[i-1], keptY[i-1-k] = true, true
		}
		i, k = at, from
	}
	for ; i > 0; i-- {
		keptX[i-1], keptY[i-1-k] = true, true
	}
}

// lost returns the stretches of words that are not kept.
func lost(words []token, kept []bool) []news.Span {
	var spans []news.Span
	for i, t := range words {
		switch {
		case kept[i]:
		case i > 0 && !kept[i-1]:
			spans[len(spans)-1].End = t.span.End
		default:
			spans = append(spans, t.span)
		}
	}
	return spans
}
