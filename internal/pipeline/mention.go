package pipeline

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
)

// spare takes back that a copy names nobody where its byline or its own words do name the
// outlet it is from: "According to Harbour Voice, ..." is in no form of a credit, and to
// call that copy uncredited would be wrong. Words that it copied are the source's own.
func (r round) spare(ctx context.Context, families []news.Family) error {
	var links []*news.Link
	var keys []news.Key
	for l := range linksOf(families) {
		name := r.outletOf(l.Source)
		switch {
		case l.Verdict != news.Uncredited && l.Verdict != news.Stripped || !tells(name):
		case mention(r.heads[l.Copy].Byline, name, nil) != "":
			l.Verdict, l.Reason = news.Credited, fmt.Sprintf("its byline is “%s”", r.heads[l.Copy].Byline)
		default:
			links, keys = append(links, l), append(keys, r.keys[l.Copy])
		}
	}
	if len(links) == 0 {
		return nil
	}
	texts, err := r.store.Texts(ctx, keys)
	if err != nil {
		return err
	}
	for i, l := range links {
		name := r.outletOf(l.Source)
		if words := mention(texts[i], name, l.Match.Passages); words != "" {
			l.Verdict, l.Reason = news.Unclear, fmt.Sprintf("its text names %s: “%s”", name, words)
		}
	}
	return nil
}

// linksOf yields every link of some families.
func linksOf(families []news.Family) iter.Seq[*news.Link] {
	return func(yield func(*news.Link) bool) {
		for _, f := range families {
			for i := range f.Links {
				if !yield(&f.Links[i]) {
					return
				}
			}
		}
	}
}

// outletOf is the outlet of an article or unseen source, as shown.
func (r round) outletOf(id news.ID) string {
	if name, ok := id.Unseen(); ok {
		return name
	}
	return r.heads[id].Outlet
}

// tells reports whether a name is no common word: "Harbour Voice" and "RT" are none, "Time" may be one.
func tells(name string) bool {
	const long = 6 // letters
	bare := strings.TrimPrefix(name, "The ")
	return strings.Contains(bare, " ") || utf8.RuneCountInString(bare) >= long || len(bare) > 1 && bare == strings.ToUpper(bare) && bare != strings.ToLower(bare) ||
		strings.ContainsFunc(bare, func(c rune) bool { return unicode.Is(unicode.Han, c) })
}

// mention is the words around the first place outside some passages where their second text
// names an outlet, with nothing of a word before or behind the name; empty when it does not.
func mention(text, name string, copied []news.Passage) string {
	name = strings.TrimPrefix(name, "The ")
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 || name == "" {
			return ""
		}
		start, end := from+i, from+i+len(name)
		from = end
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !joins(before) && !joins(after) && !slices.ContainsFunc(copied, func(p news.Passage) bool { return p.B.Start <= start && start < p.B.End }) {
			return around(text, start, end)
		}
	}
}

// joins reports whether a letter makes one word with the one beside it: in Chinese nothing tells.
func joins(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Han, c) }

// around is a place of a text with some words of its line before and behind it.
func around(text string, start, end int) string {
	const most = 40 // bytes on either side
	from := max(strings.LastIndexByte(text[:start], '\n')+1, start-most)
	to := len(text)
	if n := strings.IndexByte(text[end:], '\n'); n >= 0 {
		to = end + n
	}
	to = min(to, end+most)
	for from < start && !between(text, from) {
		from++
	}
	for to > end && !between(text, to) {
		to--
	}
	return strings.TrimSpace(text[from:to])
}

// between reports whether a place of a text is on a rune border and in no word.
func between(text string, at int) bool {
	if at == 0 || at == len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return utf8.RuneStart(text[at]) && !(joins(before) && joins(after))
}
