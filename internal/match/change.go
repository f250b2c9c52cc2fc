package match

import (
	"cmp"
	"slices"
	"strings"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// An Edition is an article as changes are looked for in it. The text may be masked.
type Edition struct {
	Head news.Head
	Text
}

const (
	keptShare   = 0.2 // of a paragraph's words found on the other side, from which it is kept, however edited
	leastWords  = 4   // words of a paragraph worth a line: shorter ones are crossheads and "Advertisement"
	gapNumbers  = 8   // words between two equal runs up to which a number in them stands in for the other's
	rewordWords = 25  // words of the copy in which an attribution may have been put otherwise
)

// Changes says what the copy did to its source's text, sorted by kind and place. It is a
// function of both articles, their masks and their match, which has the source as A.
//
//	source: Two bridges, told Anna Berg the Post, cost 1,000 crowns.
//	copy:   Two bridges cost 1 500 crowns.
//	-> attribution "told Anna Berg the Post" gone, number 1,000 -> 1 500
//
// It takes about as long as splitting both texts into words, so that no index keeps what
// it finds.
func Changes(source, copied Edition, m news.Match) []news.Change {
	if len(m.Passages) == 0 {
		return nil
	}
	c := collate(source, copied, m)
	changes := slices.Concat(c.headline(), c.attributions(), c.numbers(), c.quotes(),
		c.paragraphs(&c.source, &c.copied, news.DroppedParagraph), c.paragraphs(&c.copied, &c.source, news.AddedParagraph))
	slices.SortStableFunc(changes, func(a, b news.Change) int {
		return cmp.Or(cmp.Compare(slices.Index(news.ChangeKinds, a.Kind), slices.Index(news.ChangeKinds, b.Kind)),
			cmp.Compare(a.Source.Start, b.Source.Start), cmp.Compare(a.Copy.Start, b.Copy.Start))
	})
	return changes
}

// A collation is two texts laid side by side.
type collation struct {
	source, copied version
	gaps           []gap
}

// A version is one text of a collation.
type version struct {
	Edition
	other   []int // by word: the equal word on the other side, -1 when there is none
	strands []wordRange
}

// A wordRange is a half-open range of word indices.
type wordRange struct{ from, to int }

func (w wordRange) len() int { return w.to - w.from }

// A gap lies between two equal runs of one passage. It may be empty on one side.
type gap struct{ source, copied wordRange }

func collate(source, copied Edition, m news.Match) collation {
	c := collation{source: newVersion(source), copied: newVersion(copied)}
	for _, p := range m.Passages {
		for i, r := range p.Runs {
			for n := range r.Words {
				c.source.other[r.A+n], c.copied.other[r.B+n] = r.B+n, r.A+n
			}
			if i > 0 {
				last := p.Runs[i-1]
				c.gaps = append(c.gaps, gap{wordRange{last.A + last.Words, r.A}, wordRange{last.B + last.Words, r.B}})
			}
		}
	}
	return c
}

func newVersion(e Edition) version {
	v := version{Edition: e, other: make([]int, len(e.Words)), strands: paragraphsOf(e.Text)}
	for i := range v.other {
		v.other[i] = -1
	}
	return v
}

// paragraphsOf cuts a text at its blank lines, or at every line end when it has none.
func paragraphsOf(t Text) []wordRange {
	end := "\n"
	if strings.Contains(t.Text, "\n\n") {
		end = "\n\n"
	}
	var parts []wordRange
	for i := range t.Words {
		if i == 0 || strings.Contains(t.Text[t.Words[i-1].End:t.Words[i].Start], end) {
			parts = append(parts, wordRange{i, i})
		}
		parts[len(parts)-1].to = i + 1
	}
	return parts
}

// seen reports whether word i is not under the mask.
func (v *version) seen(i int) bool { return v.hidden == nil || !v.hidden[i] }

// span is where some words stand; of none, the place before the word at from.
func (v *version) span(w wordRange) news.Span {
	switch {
	case w.len() > 0:
		return news.Span{Start: int(v.Words[w.from].Start), End: int(v.Words[w.to-1].End)}
	case w.from > 0:
		at := int(v.Words[w.from-1].End)
		return news.Span{Start: at, End: at}
	}
	return news.Span{}
}

func (v *version) quote(w wordRange) string {
	s := v.span(w)
	return v.Text.Text[s.Start:s.End]
}

// share is how many of some words stand on the other side too, 0 to 1. What is under the
// mask counts on neither.
func (v *version) share(w wordRange) float64 {
	all, both := 0, 0
	for i := w.from; i < w.to; i++ {
		if v.seen(i) {
			all++
			both += bit(v.other[i] >= 0)
		}
	}
	if all == 0 {
		return 1
	}
	return float64(both) / float64(all)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// place is where on the other side the word before i has its equal, as an empty range.
func (v *version) place(i int) wordRange {
	for i--; i >= 0; i-- {
		if v.other[i] >= 0 {
			return wordRange{v.other[i] + 1, v.other[i] + 1}
		}
	}
	return wordRange{}
}

// change describes what became of some words of the source.
func (c *collation) change(kind news.ChangeKind, was, now wordRange) news.Change {
	return news.Change{Kind: kind, Source: c.source.span(was), Copy: c.copied.span(now), Was: c.source.quote(was), Now: c.copied.quote(now)}
}

func (c *collation) headline() []news.Change {
	was, now := c.source.Head.Title, c.copied.Head.Title
	if was == "" || now == "" || sameWords(Text{Words: shingle.Words(was)}, Text{Words: shingle.Words(now)}) {
		return nil
	}
	return []news.Change{{Kind: news.ChangedHeadline, Was: was, Now: now}}
}

// paragraphs lists what one version has and the other has not: whole paragraphs, and
// inside those that are kept stretches longer than a hole in a passage.
func (c *collation) paragraphs(v, other *version, kind news.ChangeKind) []news.Change {
	var out []news.Change
	for _, w := range v.lost() {
		at := v.place(w.from)
		change := news.Change{Kind: kind, Source: v.span(w), Copy: other.span(at), Was: v.quote(w)}
		if kind == news.AddedParagraph {
			change.Source, change.Copy, change.Was, change.Now = change.Copy, change.Source, "", change.Was
		}
		out = append(out, change)
	}
	return out
}

// lost are the stretches of v that the other side has not, in order.
func (v *version) lost() []wordRange {
	var out []wordRange
	for _, p := range v.strands {
		if v.share(p) < keptShare {
			if w := v.trimmed(p); shingle.Count(v.Words[w.from:w.to]) >= leastWords {
				out = append(out, w)
			}
			continue
		}
		for i := p.from; i < p.to; {
			w := v.stretch(i, p)
			if shingle.Count(v.Words[w.from:w.to]) > hole {
				out = append(out, w)
			}
			i = w.to + 1
		}
	}
	return out
}

// stretch is the longest range from word i on, within limit, of words that are seen and
// have no equal.
func (v *version) stretch(i int, limit wordRange) wordRange {
	w := wordRange{i, i}
	for w.to < limit.to && v.other[w.to] < 0 && v.seen(w.to) {
		w.to++
	}
	return w
}

// trimmed drops the words under the mask from both ends.
func (v *version) trimmed(w wordRange) wordRange {
	for w.len() > 0 && !v.seen(w.from) {
		w.from++
	}
	for w.len() > 0 && !v.seen(w.to-1) {
		w.to--
	}
	return w
}

// quotes lists the gaps inside quotations that both versions have: to put other words
// into somebody's mouth is graver than any other edit.
func (c *collation) quotes() []news.Change {
	var out []news.Change
	for _, g := range c.gaps {
		left := c.quoted(g.source.from-1, g.copied.from-1)
		right := c.quoted(g.source.to, g.copied.to)
		for _, cut := range []struct {
			holds bool
			from  func(*version, wordRange) wordRange
		}{{left, (*version).quotedFirst}, {right, (*version).quotedLast}} {
			was, now := cut.from(&c.source, g.source), cut.from(&c.copied, g.copied)
			if !cut.holds || was.len()+now.len() == 0 {
				continue
			}
			out = append(out, c.change(news.ChangedQuote, was, now))
			if was == g.source && now == g.copied {
				break // the quotation goes on behind it: one change, not two
			}
		}
	}
	return out
}

// quoted reports whether two aligned words stand in quotation marks on both sides.
func (c *collation) quoted(i, j int) bool {
	return c.source.Words[i].Quoted && c.copied.Words[j].Quoted
}

// quotedFirst are the first of some words, as far as they are quoted.
func (v *version) quotedFirst(w wordRange) wordRange {
	out := wordRange{w.from, w.from}
	for out.to < w.to && v.Words[out.to].Quoted {
		out.to++
	}
	return out
}

// quotedLast are the last of some words, as far back as they are quoted.
func (v *version) quotedLast(w wordRange) wordRange {
	out := wordRange{w.to, w.to}
	for out.from > w.from && v.Words[out.from-1].Quoted {
		out.from--
	}
	return out
}

// numbers lists the numbers that became others. A number of which a part is kept is held
// against the one that holds that part now, and one in a short gap against what stands
// in its place.
func (c *collation) numbers() []news.Change {
	was, now := numbersOf(c.source), numbersOf(c.copied)
	in := map[int]int{} // by word of the copy: the number it is in
	for j, n := range now {
		for w := n.from; w < n.to; w++ {
			in[w] = j
		}
	}
	var out []news.Change
	paired := make([]bool, len(now))
	var loose []number
	for _, n := range was {
		j, kept, ok := c.counterpart(n, in)
		switch {
		case !kept:
			loose = append(loose, n)
		case ok:
			paired[j] = true
			if n.value != now[j].value {
				out = append(out, c.change(news.ChangedNumber, n.wordRange, now[j].wordRange))
			}
		}
	}
	for _, g := range c.gaps {
		if g.source.len() > gapNumbers || g.copied.len() > gapNumbers {
			continue
		}
		a := within(g.source, loose, nil)
		b := within(g.copied, now, paired)
		a, b = unlikeNumbers(a, b), unlikeNumbers(b, a)
		out = append(out, c.replaced(a, b)...)
	}
	return out
}

// counterpart finds the copy's number that a number of the source went into. Kept says
// that some of its words are in the copy.
func (c *collation) counterpart(n number, in map[int]int) (j int, kept, ok bool) {
	for w := n.from; w < n.to; w++ {
		if at := c.source.other[w]; at >= 0 {
			kept = true
			if j, ok = in[at]; ok {
				return j, true, true
			}
		}
	}
	return 0, kept, false
}

// within are the numbers that lie in a gap, but for those that are paired already.
func within(w wordRange, numbers []number, paired []bool) []number {
	var out []number
	for i, n := range numbers {
		if n.from >= w.from && n.to <= w.to && (paired == nil || !paired[i]) {
			out = append(out, n)
		}
	}
	return out
}

// unlikeNumbers are those of a that b has not.
func unlikeNumbers(a, b []number) []number {
	var out []number
	for _, n := range a {
		if !slices.ContainsFunc(b, func(o number) bool { return o.value == n.value }) {
			out = append(out, n)
		}
	}
	return out
}

// replaced pairs numbers that stand for each other: one by one, or all together where one
// side has more of them.
func (c *collation) replaced(a, b []number) []news.Change {
	switch {
	case len(a) == 0 || len(b) == 0:
		return nil
	case len(a) != len(b):
		return []news.Change{c.change(news.ChangedNumber, wordRange{a[0].from, a[len(a)-1].to}, wordRange{b[0].from, b[len(b)-1].to})}
	}
	var out []news.Change
	for i := range a {
		out = append(out, c.change(news.ChangedNumber, a[i].wordRange, b[i].wordRange))
	}
	return out
}
