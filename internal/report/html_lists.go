package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"stemma/internal/news"
)

// A headView is what the page begins with.
type headView struct {
	Policy, Version, Sentence, HowToRead string
	Style                                template.CSS
	Findings                             []string
	Summary                              summary
	Tiles                                []tile
	Verdicts, Claims                     []barView
	Families                             []familyView
	Outlets                              []outletLineView
	Parts                                []outletView
	Matrix                               matrixView
	Doubts                               []doubtView
	Pairs                                bool
}

// An outletLineView is one line of the table of outlets.
type outletLineView struct {
	outletLine
	Shown, Anchor string
	Part          bool // it has a part of its own
}

func claimBars(s summary) []barView {
	var bars []barView
	for _, c := range []news.Claim{news.Origin, news.Earliest, news.UnseenSource, news.Undetermined} {
		if n := s.Claims[c]; n > 0 {
			bars = append(bars, bar(claimName(c), n, s.Families, cmp.Or(claimTone(c), "none")))
		}
	}
	return bars
}

// A tile is one figure of the overview.
type tile struct{ Figure, Of string }

func tiles(s summary) []tile {
	figure := func(n int, one, many string) tile {
		if n == 1 {
			return tile{"1", one}
		}
		return tile{thousands(n), many}
	}
	return []tile{
		figure(s.Articles, "article", "articles"),
		figure(len(s.Outlets), "outlet", "outlets"),
		figure(s.Families, "family", "families"),
		figure(s.Copies, "copy", "copies"),
		figure(len(s.Unseen), "unseen source", "unseen sources"),
		figure(s.Single, "article in no family", "articles in no family"),
	}
}

// A doubtView is one thing that could not be told.
type doubtView struct {
	Prose  prose
	Anchor string
}

func (v *view) head() headView {
	s := v.sum
	h := headView{
		Policy: policy(), Version: v.book.Version, Sentence: s.sentence(), HowToRead: howToRead, Findings: findings(s),
		Style: template.CSS(style), Summary: s, Tiles: tiles(s), Verdicts: verdictBars(s.Verdicts, s.Copies), Claims: claimBars(s),
		Parts: v.outlets(s), Matrix: v.matrix(s), Doubts: v.doubts(), Pairs: len(v.outside) > 0,
	}
	for _, o := range s.Outlets {
		h.Outlets = append(h.Outlets, outletLineView{o, outletName(o.Name), v.slugs[o.Name], len(h.Outlets) < len(h.Parts)})
	}
	for _, f := range v.families {
		h.Families = append(h.Families, v.anchors[f.ID])
	}
	slices.SortStableFunc(h.Families, func(x, y familyView) int { return cmp.Compare(y.Members, x.Members) })
	return h
}

// doubts lists the families without a known root, and the links less likely than not.
func (v *view) doubts() []doubtView {
	var found []doubtView
	for _, f := range v.families {
		anchor := v.anchors[f.ID].Anchor
		if f.Claim == news.Undetermined {
			found = append(found, doubtView{claimProse(v.book, f), anchor})
		}
		for n, l := range f.Links {
			if l.Confidence < 0.5 && !l.Second {
				p := prose{}.say("The source of ").cite(v.book.head(l.Copy)).say(": the likeliest, ").
					cite(v.book.head(l.Source)).say(", has a confidence of %s.", chance(l.Confidence))
				found = append(found, doubtView{p, linkAnchor(f.ID, n)})
			}
		}
	}
	return found
}

// listed is the number of lines up to which a list in the page is complete. Longer ones
// say so, and name the table that has the rest.
const listed = 300

// A pairsView lists matches that are not links.
type pairsView struct {
	Summary, Caption, More string
	Lines                  []pairLine
}

type pairLine struct {
	One, Other   prose
	Class, Words string
}

func (v *view) pairList(pairs []pair, caption string) *pairsView {
	s := &pairsView{Summary: count(len(pairs), "matched pair", "matched pairs") + " without a link", Caption: caption}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(y.Match.Words, x.Match.Words) })
	for _, p := range pairs[:min(listed, len(pairs))] {
		s.Lines = append(s.Lines, pairLine{
			One: prose{}.cite(v.book.head(p.Copy)), Other: prose{}.cite(v.book.head(p.Source)),
			Class: string(p.Match.Class), Words: fixed(p.Match.Words, 0),
		})
	}
	s.More = more(len(pairs), "matches")
	return s
}

func more(n int, table string) string {
	if n <= listed {
		return ""
	}
	return fmt.Sprintf("%s more are in the table %s of the CSV report.", thousands(n-listed), table)
}

// A tailView is what the page ends with.
type tailView struct {
	Script   template.JS
	Pairs    *pairsView
	Articles articlesView
}

type articlesView struct {
	Summary, More string
	Lines         []articleLine
}

// An articleLine is one article, the families that hold it and what it says of its source.
type articleLine struct {
	Anchor   string // empty for an article that its family tells of
	Cite     prose
	Families []familyView
	Claims   []string
}

func (v *view) tail() tailView {
	t := tailView{Script: template.JS(script)}
	if pairs := v.outside; len(pairs) > 0 {
		t.Pairs = v.pairList(pairs, "Shared phrases and quotations")
	}
	t.Articles.Summary = count(v.book.articles, "article", "articles")
	for _, h := range v.listed {
		t.Articles.Lines = append(t.Articles.Lines, v.article(h))
	}
	t.Articles.More = more(v.book.articles, "articles")
	return t
}

func (v *view) article(h news.Head) articleLine {
	line := articleLine{Cite: prose{}.cite(h)}
	if len(v.book.in[h.ID]) == 0 {
		line.Anchor = articleAnchor(h.ID)
	}
	for _, m := range v.book.in[h.ID] {
		line.Families = append(line.Families, v.anchors[m.family])
	}
	for _, c := range h.Credits {
		if quote := oneLine(c.Quote); quote != "" && !slices.Contains(line.Claims, quote) {
			line.Claims = append(line.Claims, quote)
		}
	}
	return line
}
