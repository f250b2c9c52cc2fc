// Package eval measures what was found against a truth.
package eval

import (
	"cmp"
	"slices"
	"strings"

	"stemma/internal/news"
)

// Articles are named as tables name them (news.Head.Name) throughout: by the input's
// own id, else the URL, else the path. "unseen:NAME" is a source outside the index.

// A Link says that Copy took its text from Source.
type Link struct {
	Copy, Source string
	Class        string  // of Copy against Source; empty against an unseen source
	Confidence   float64 // 0 to 1; of a true link 0
	Second       bool    // a further source of a merged article
	Undecidable  bool    // of a true link: nothing in the corpus can show its source
}

// A Pair is two articles that share text.
type Pair struct {
	A, B    string
	Class   string // of B as a copy of A, or the label of a silver file
	Reverse string // of A as a copy of B, empty when it is not known
	Same    bool   // both of one outlet

	Passages int // in which it was found, 0 of a true pair
}

// A Family is a set of articles that share text by copying.
type Family struct {
	Root    string // an article or an unseen source
	Claim   string // origin, earliest, undetermined or unseen; of a true family the strongest that is honest
	Members []string
}

// An Article is one of the corpus, with those it credits.
type Article struct {
	Name    string
	Outlet  string
	Credits []string // the names in its credits
}

// Findings is what a run found in a corpus.
type Findings struct {
	Articles []Article
	Links    []Link
	Pairs    []Pair // every matched pair with a class, linked or not
	Families []Family
}

// Of turns what a run found into what is measured.
func Of(families []news.Family, articles []news.Head, matches []news.Match) Findings {
	names := map[news.ID]string{}
	for _, h := range articles {
		names[h.ID] = h.Name()
	}
	for _, f := range families {
		for _, h := range f.Members {
			names[h.ID] = h.Name()
		}
	}
	name := func(id news.ID) string { return cmp.Or(names[id], string(id)) }
	var found Findings
	for _, h := range articles {
		found.Articles = append(found.Articles, articleOf(h))
	}
	for _, m := range matches {
		if listed(m.Class) || listed(m.Reverse) {
			found.Pairs = append(found.Pairs, Pair{A: name(m.A), B: name(m.B), Class: string(m.Class), Reverse: string(m.Reverse), Passages: len(m.Passages)})
		}
	}
	for _, f := range families {
		found.Links = append(found.Links, linksOf(f, name)...)
		family := Family{Root: name(f.Root), Claim: string(f.Claim)}
		for _, h := range f.Members {
			family.Members = append(family.Members, h.Name())
		}
		found.Families = append(found.Families, family)
	}
	return found
}

func listed(c news.Class) bool { return c != news.Unlisted && c != "" }

func articleOf(h news.Head) Article {
	a := Article{Name: h.Name(), Outlet: h.Outlet}
	for _, c := range h.Credits {
		if c.Name != "" {
			a.Credits = append(a.Credits, c.Name)
		}
	}
	return a
}

func linksOf(f news.Family, name func(news.ID) string) []Link {
	var links []Link
	for _, l := range f.Links {
		links = append(links, Link{
			Copy: name(l.Copy), Source: name(l.Source), Class: string(l.Match.Class), Confidence: l.Confidence, Second: l.Second,
		})
	}
	return links
}

// copied reports whether a class is copying: excerpt or more.
func copied(class string) bool { return news.Class(class).Copy() }

// ends is the key of a pair, whichever way round it is given.
func ends(x, y string) [2]string {
	x, y = fold(x), fold(y)
	return [2]string{min(x, y), max(x, y)}
}

// fold makes the names of unseen sources the same in whatever way they are written: "The
// Lindow Herald", and lindowherald.example when a page only gives its address. Other names
// are kept: paths and ids may differ in case alone.
func fold(name string) string {
	rest, ok := strings.CutPrefix(name, "unseen:")
	if !ok {
		return name
	}
	rest = strings.TrimPrefix(strings.ToLower(rest), "the ")
	if before, _, ok := strings.Cut(rest, "."); ok && !strings.Contains(rest, " ") {
		rest = before
	}
	return "unseen:" + strings.ReplaceAll(rest, " ", "")
}

func unseen(name string) bool { return strings.HasPrefix(name, "unseen:") }

// sorted returns lines in order, each once.
func sorted(lines []string) []string {
	slices.Sort(lines)
	return slices.Compact(lines)
}
