package extract

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

const (
	leadMost = 20  // words of a line with an address up to which all of it leads there; of a longer one only the address does
	headMost = 400 // bytes of a text in which its headline may stand, after a section or a date
)

// furniture lists the words of a text that every page has of its own, in order: the headline,
// the credits, and lines like "More on this: https://harbourvoice.example/ferry". Two copies
// that point to one source have such words in common, and the source has not.
func furniture(a news.Article, words []shingle.Word) []news.Span {
	var list []news.Span
	add := func(s news.Span) {
		from := sort.Search(len(words), func(i int) bool { return int(words[i].End) > s.Start })
		to := sort.Search(len(words), func(i int) bool { return int(words[i].Start) >= s.End })
		if from < to {
			list = append(list, news.Span{Start: from, End: to})
		}
	}
	if at := strings.Index(a.Text[:min(len(a.Text), headMost+len(a.Title))], a.Title); at >= 0 {
		add(news.Span{Start: at, End: at + len(a.Title)})
	}
	for _, c := range slices.Concat(a.Credits, a.Unvouched) {
		add(c.Span)
	}
	for at := strings.Index(a.Text, "://"); at >= 0; {
		s := around(a.Text, at, "\n")
		if strings.Count(a.Text[s.Start:s.End], " ") >= leadMost {
			s = around(a.Text, at, " \n")
		}
		add(s)
		next := strings.Index(a.Text[s.End:], "://")
		if at = s.End + next; next < 0 {
			break
		}
	}
	slices.SortFunc(list, func(s, t news.Span) int { return cmp.Or(s.Start-t.Start, s.End-t.End) })
	return slices.Compact(list)
}

// around is what lies about a byte of a text, up to any of some characters.
func around(text string, at int, borders string) news.Span {
	s := news.Span{Start: strings.LastIndexAny(text[:at], borders) + 1, End: len(text)}
	if i := strings.IndexAny(text[at:], borders); i >= 0 {
		s.End = at + i
	}
	return s
}
