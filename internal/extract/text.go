package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// readText reads a page that was copied as text: its head from the lines before the
// first paragraph, its claims from all of it, its body from between the boxes.
func readText(raw string, doc news.Document) page {
	p := newPage(doc)
	p.readPlain(normal(raw))
	p.readWrittenLinks()
	return *p
}

var writtenLink = regexp.MustCompile(`https?://[^\s<>"'“”«»)\]]+`)

// readWrittenLinks keeps the outbound addresses that stand written out in a plain text.
func (p *page) readWrittenLinks() {
	if !strings.Contains(p.text, "://") {
		return
	}
	seen := map[string]bool{}
	for _, address := range writtenLink.FindAllString(p.text, -1) {
		address = strings.TrimRight(address, ".,;:!?…")
		domain, key := outlet.Domain(address), outlet.NormalURL(address)
		if domain == "" || domain == p.head.Domain || shareLink(address) || frontPage(address) || seen[key] {
			continue
		}
		seen[key] = true
		p.head.Links = append(p.head.Links, address)
	}
}

// readPlain reads text in normal form, and says between which bytes its body stands.
func (p *page) readPlain(whole string) (from, to int) {
	ls := lines(whole)
	body := bodyOf(whole, ls, p.head.Title)
	title := headline(whole, ls[:body.from])
	if p.head.Title == "" && title >= 0 {
		p.head.Title = whole[ls[title].start:ls[title].end]
	}
	if p.head.Outlet == "" && p.head.Domain == "" {
		p.setOutlet(outletInText(whole, ls))
	}
	c := cutOf(whole, ls, keepLines(whole, ls, body, p.head.Title))
	p.text = c.text
	p.head.Lang = language(p.tag, p.text)
	p.readFields()
	p.readTop(whole, ls, body, c.span)
	p.claim(whole, ls, body, c.span)
	p.finish()
	if len(ls) == 0 {
		return 0, 0
	}
	return ls[body.from].start, ls[body.to-1].end
}

// normal is text with LF at the end of lines, no spaces there, at most one blank line in
// a row, and no gaps inside a line. Text that is so already, as most is, is not copied.
func normal(text string) string {
	text = strings.TrimSpace(text)
	if isNormal(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	blank := 0
	for l := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		l = strings.TrimRightFunc(l, unicode.IsSpace)
		if strings.Contains(l, wideGap) {
			l = oneLine(l)
		}
		if l == "" {
			blank = 1
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:1+blank])
		}
		b.WriteString(l)
		blank = 0
	}
	return b.String()
}

// wideGap inside a line is what is left of a page's layout.
const wideGap = "   "

func isNormal(text string) bool {
	if strings.IndexByte(text, '\r') >= 0 || strings.Contains(text, wideGap) {
		return false
	}
	for i := strings.IndexByte(text, '\n'); i >= 0 && i < len(text); {
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		if before != '\n' && unicode.IsSpace(before) || strings.HasPrefix(text[i:], "\n\n\n") {
			return false
		}
		n := strings.IndexByte(text[i+1:], '\n')
		if n < 0 {
			return true
		}
		i += 1 + n
	}
	return true
}

// A bounds says which lines lie between the first and the last paragraph of a body.
type bounds struct{ from, to int }

// bodyOf finds the body: from the first line that is sure to be of one, or a sentence
// between it and the byline or title before it, to the last sure line. A text without
// any (a verse, a list, a phrase somebody looks up) is all body.
func bodyOf(text string, ls []line, title string) bounds {
	b := bounds{from: len(ls)}
	for i, l := range ls {
		if l.body {
			b.from = min(b.from, i)
			b.to = i + 1
		}
	}
	if b.to == 0 {
		return bounds{0, len(ls)}
	}
	for i := b.from - 1; i >= 0 && ls[i].shape != byline && !sameLine(text[ls[i].start:ls[i].end], title); i-- {
		if ls[i].shape == prose {
			b.from = i
		}
	}
	return b
}

// keepLines says which lines are main text. Before the body only lines that could be its
// beginning are kept; in it, all but boxes; after it, what comes before the first box.
func keepLines(text string, ls []line, b bounds, title string) []bool {
	keep := make([]bool, len(ls))
	for i := b.from; i < b.to; i++ {
		keep[i] = ls[i].shape == short || ls[i].shape == prose || inBody(ls[i], ls[b.from])
	}
	whole := b.from == 0 && b.to == len(ls)
	for i := b.from - 1; i >= 0 && begins(text, ls[i], title); i-- {
		keep[i] = true
	}
	for i := b.to; i < len(ls) && (ls[i].shape == short || ls[i].shape == prose); i++ {
		keep[i] = true
	}
	if whole && !anyTrue(keep) {
		for i := range keep {
			keep[i] = ls[i].shape != share
		}
	}
	return keep
}

// inBody reports whether a line that has the shape of a byline or a date stands too far
// down to be one.
func inBody(l, first line) bool {
	return (l.shape == byline || l.shape == dated) && l.start > first.start+openingBytes
}

// begins reports whether a line before the first sure paragraph begins the body: a
// standfirst or a paragraph without a full stop, not the headline, not a menu.
func begins(text string, l line, title string) bool {
	s := text[l.start:l.end]
	words, _ := measure(s)
	return (l.shape == prose || l.shape == short) && words >= bodyWords && !sameLine(s, title)
}

func sameLine(a, b string) bool { return b != "" && foldLine(a) == foldLine(b) }

func anyTrue(keep []bool) bool {
	for _, k := range keep {
		if k {
			return true
		}
	}
	return false
}

// headline is the last line like a headline before the body, -1 if there is none.
func headline(text string, head []line) int {
	for i := len(head) - 1; i >= 0; i-- {
		if l := head[i]; l.shape == short && headlineLike(text[l.start:l.end]) {
			return i
		}
	}
	return -1
}

// headlineLike reports whether s could be a headline: 3 to 30 words that begin like one
// and do not end like a sentence.
func headlineLike(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«¿¡["))
	words, wide := measure(s)
	if unicode.IsLower(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	return (words >= 3 && words <= 30 || wide >= 6) && !strings.ContainsAny(s[len(s)-1:], ".,;:")
}

// A cut is a main text and where its lines stood in the whole.
type cut struct {
	text  string
	spans []cutSpan // nil when nothing was cut away
}

type cutSpan struct{ start, end, shift int } // bytes of the whole; position in the text minus that in the whole

// cutOf is the lines of whole, a text in normal form, that are kept. Lines in a row are
// not copied.
func cutOf(whole string, ls []line, keep []bool) cut {
	from, to := slices.Index(keep, true), len(keep)
	for to > 0 && !keep[to-1] {
		to--
	}
	switch {
	case !slices.Contains(keep, false):
		return cut{text: whole}
	case from >= 0 && !slices.Contains(keep[from:to], false):
		start, end := ls[from].start, ls[to-1].end
		return cut{whole[start:end], []cutSpan{{start, end, -start}}}
	}
	var b strings.Builder
	b.Grow(len(whole))
	c := cut{}
	gap := false
	for i, l := range ls {
		gap = gap || l.gap
		if !keep[i] {
			gap = true
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:1+bit(gap)])
		}
		gap = false
		c.spans = append(c.spans, cutSpan{l.start, l.end, b.Len() - l.start})
		b.WriteString(whole[l.start:l.end])
	}
	c.text = b.String()
	return c
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// span is where bytes start to end of the whole stand in the text, zero when they were cut.
func (c cut) span(start, end int) news.Span {
	if c.spans == nil {
		return news.Span{Start: start, End: end}
	}
	for _, s := range c.spans {
		if s.start <= start && end <= s.end {
			return news.Span{Start: start + s.shift, End: end + s.shift}
		}
	}
	return news.Span{}
}
