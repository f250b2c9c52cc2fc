package report

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"stemma/internal/news"
)

// A sideView is one text of a link, with its passages and their edits marked.
type sideView struct {
	Heading, Outlet, Lang string
	Label                 string
	Text                  template.HTML
}

// A piece is a stretch of text: a passage when it has a number.
type piece struct {
	Text   string
	Number int
	Edits  []news.Span // bytes of Text that the other text has otherwise
	Gap    bool        // our words for text left out
}

// sides fills in both texts of a link.
func (v *view) sides(s *linkView, l news.Link) error {
	if v.book.Text == nil || len(l.Match.Passages) == 0 {
		return nil
	}
	source, copied := make([]stretch, 0, len(l.Match.Passages)), make([]stretch, 0, len(l.Match.Passages))
	for _, p := range l.Match.Passages {
		was, now, err := v.book.quotePassage(l, p)
		if err != nil {
			return err
		}
		gone, new := edits(was, now)
		source, copied = append(source, stretch{p.A, gone}), append(copied, stretch{p.B, new})
	}
	var err error
	if s.Left, err = v.side("Source", l.Source, source, s.Anchor, 'a', 'b'); err != nil {
		return err
	}
	s.Right, err = v.side("Copy", l.Copy, copied, s.Anchor, 'b', 'a')
	return err
}

func (v *view) side(heading string, id news.ID, passages []stretch, link string, here, there byte) (sideView, error) {
	text, err := v.book.text(id)
	if err != nil {
		return sideView{}, err
	}
	h := v.book.head(id)
	return sideView{
		Heading: heading, Outlet: oneLine(publisher(h)), Lang: lang(h), Label: heading + ": " + visible(publisher(h)),
		Text: passagesHTML(pieces(text, passages), link+"-"+string(here), link+"-"+string(there)),
	}, nil
}

// passagesHTML writes pieces as HTML, each passage with a link to the same words in the other
// text. It is most of a report's bytes, and a template took three times as long.
func passagesHTML(cut []piece, here, there string) template.HTML {
	var w strings.Builder
	for _, p := range cut {
		switch {
		case p.Gap:
			w.WriteString(`<span class="gap" lang="en" dir="ltr">` + template.HTMLEscapeString(p.Text) + `</span>`)
		case p.Number == 0:
			template.HTMLEscape(&w, []byte(plain(p.Text)))
		default:
			n := strconv.Itoa(p.Number)
			w.WriteString(`<mark id="` + here + n + `" data-passage="` + n + `"><a class="jump" href="#` + there + n + `" title="the same words in the other text">` + n + `</a>`)
			at := 0
			for _, e := range p.Edits {
				template.HTMLEscape(&w, []byte(plain(p.Text[at:e.Start])))
				w.WriteString(`<b>` + template.HTMLEscapeString(plain(p.Text[e.Start:e.End])) + `</b>`)
				at = e.End
			}
			template.HTMLEscape(&w, []byte(plain(p.Text[at:])))
			w.WriteString(`</mark>`)
		}
	}
	return template.HTML(w.String())
}

// A stretch is a passage on one side, with what the other has otherwise.
type stretch struct {
	span  news.Span
	edits []news.Span // bytes from its start
}

// pieces cuts text at its passages. Where two overlap, the later one starts where the
// earlier ends.
func pieces(text string, passages []stretch) []piece {
	order := make([]int, len(passages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(passages[x].span.Start, passages[y].span.Start) })
	var cut []piece
	end := 0
	for _, i := range order {
		p := passages[i]
		start := max(p.span.Start, end)
		if start >= p.span.End {
			continue
		}
		cut = append(cut, shorten(text[end:start], end == 0, false)...)
		end = p.span.End
		cut = append(cut, piece{Text: text[start:end], Number: i + 1, Edits: after(p.edits, start-p.span.Start)})
	}
	return append(cut, shorten(text[end:], end == 0, true)...)
}

// after moves spans back by so many bytes, and leaves out those that begin before.
func after(spans []news.Span, by int) []news.Span {
	var left []news.Span
	for _, s := range spans {
		if s.Start >= by {
			left = append(left, news.Span{Start: s.Start - by, End: s.End - by})
		}
	}
	return left
}

const (
	longest = 600 // bytes of unshared text that are shown whole
	context = 200 // bytes of it shown beside a passage when it is longer
)

// shorten leaves out the middle of long text that is not shared; first and last say that
// no passage stands before or after it.
func shorten(text string, first, last bool) []piece {
	if len(text) <= longest {
		if text == "" {
			return nil
		}
		return []piece{{Text: text}}
	}
	head, tail := context, len(text)-context
	if first {
		head = 0
	}
	if last {
		tail = len(text)
	}
	for head > 0 && !utf8.RuneStart(text[head]) {
		head--
	}
	for tail < len(text) && !utf8.RuneStart(text[tail]) {
		tail++
	}
	left := count(utf8.RuneCountInString(text[head:tail]), "character", "characters")
	return []piece{
		{Text: text[:head]},
		{Text: " […" + left + " not shared…] ", Gap: true},
		{Text: text[tail:]},
	}
}
