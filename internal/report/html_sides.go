package report

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"stemma/internal/news"
)

// A sideView is one text of a link, cut into shared and other pieces.
type sideView struct {
	Heading, Outlet, Lang string
	Label                 string
	Pieces                []piece
}

// A piece is a stretch of text: a passage when it has a number.
type piece struct {
	Text          string
	Number        int
	Anchor, Other string // of this passage, and of the same one in the other text
	Gap           bool   // our words for text left out
}

// sides fills in both texts of a link, with their passages marked.
func (v *view) sides(s *linkView, l news.Link) error {
	if v.book.Text == nil || len(l.Match.Passages) == 0 {
		return nil
	}
	source, copied := make([]news.Span, 0, len(l.Match.Passages)), make([]news.Span, 0, len(l.Match.Passages))
	for _, p := range l.Match.Passages {
		if _, _, err := v.book.quotePassage(l, p); err != nil {
			return err
		}
		source, copied = append(source, p.A), append(copied, p.B)
	}
	var err error
	if s.Left, err = v.side("Source", l.Source, source, s.Anchor+"-a", s.Anchor+"-b"); err != nil {
		return err
	}
	s.Right, err = v.side("Copy", l.Copy, copied, s.Anchor+"-b", s.Anchor+"-a")
	return err
}

func (v *view) side(heading string, id news.ID, spans []news.Span, here, there string) (sideView, error) {
	text, err := v.book.text(id)
	if err != nil {
		return sideView{}, err
	}
	h := v.book.head(id)
	return sideView{
		Heading: heading, Outlet: oneLine(publisher(h)), Lang: lang(h), Label: heading + ": " + visible(publisher(h)),
		Pieces: pieces(text, spans, here, there),
	}, nil
}

// pieces cuts text at the spans of its passages. Where two overlap, the later one starts
// where the earlier ends.
func pieces(text string, spans []news.Span, here, there string) []piece {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(spans[x].Start, spans[y].Start) })
	var cut []piece
	end := 0
	for _, i := range order {
		start := max(spans[i].Start, end)
		if start >= spans[i].End {
			continue
		}
		cut = append(cut, shorten(text[end:start], end == 0, false)...)
		end = spans[i].End
		cut = append(cut, piece{
			Text: plain(text[start:end]), Number: i + 1,
			Anchor: fmt.Sprintf("%s%d", here, i+1), Other: fmt.Sprintf("%s%d", there, i+1),
		})
	}
	return append(cut, shorten(text[end:], end == 0, true)...)
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
		return []piece{{Text: plain(text)}}
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
		{Text: plain(text[:head])},
		{Text: " […" + left + " not shared…] ", Gap: true},
		{Text: plain(text[tail:])},
	}
}
