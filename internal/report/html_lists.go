package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"stemma/internal/news"
)

// A headView is what a page begins with.
type headView struct {
	Policy, Version, Sentence, HowToRead string
	Style                                template.CSS
	Made                                 prose
	Findings                             []string
	Summary                              summary
	Unseen                               []unseenLine // the first of them
	MoreUnseen                           string
	Tiles                                []tile
	Verdicts, Claims                     []barView
	Families                             []familyView
	MoreFamilies                         string
	Outlets                              []outletLineView
	Parts                                []outletView
	Matrix                               matrixView
	Doubts                               []doubtView
	MoreDoubts                           string
}

// headOf is the head of a page with a title.
func (v *view) headOf(title string) headView {
	return headView{Policy: policy(), Version: v.book.Version, Sentence: title, HowToRead: howToRead, Style: template.CSS(style), Made: madeBy(v.book.About)}
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

func (v *view) head() headView {
	s := v.book.sum
	h := v.headOf(s.sentence())
	h.Findings, h.Summary, h.Tiles = findings(s), s, tiles(s)
	if v.links > changedLinks {
		h.Findings = append(h.Findings, fmt.Sprintf("What copies changed is not told here: there are %s links, and it is looked up for %s at most. Reports of one family or outlet have it.",
			thousands(v.links), thousands(changedLinks)))
	}
	h.Verdicts, h.Claims = verdictBars(s.Verdicts, s.Copies), claimBars(s)
	h.Unseen, h.MoreUnseen = s.Unseen[:min(listed, len(s.Unseen))], more(len(s.Unseen), listed, "unseen sources", "articles")
	h.Parts, h.Matrix = v.outlets(s), v.matrix(s)
	for _, o := range s.Outlets {
		h.Outlets = append(h.Outlets, outletLineView{o, outletName(o.Name), v.slugs[o.Name], len(h.Outlets) < len(h.Parts)})
	}
	h.Families = v.rows
	if rest := len(v.rows) - heldFamilies; rest > 0 && !v.paged {
		h.MoreFamilies = fmt.Sprintf("This file tells of the %s largest families in full. Of the other %s it has the line in this list; "+
			"stemma report -o FOLDER/ writes a page for each.", thousands(heldFamilies), thousands(rest))
	}
	for _, d := range v.doubts {
		d.Href = v.partHref(d.family, d.anchor)
		h.Doubts = append(h.Doubts, d)
	}
	h.MoreDoubts = more(v.doubtful, listed, "things undetermined", "links")
	return h
}

// A doubtView is one thing that could not be told.
type doubtView struct {
	Prose  prose
	Href   string
	family news.ID
	anchor string
}

// doubt notes what cannot be told of a family: which member is its root, and which links
// are less likely than not.
func (v *view) doubt(f news.Family) {
	add := func(p prose, anchor string) {
		if v.doubtful++; len(v.doubts) < listed {
			v.doubts = append(v.doubts, doubtView{Prose: p, family: f.ID, anchor: anchor})
		}
	}
	if f.Claim == news.Undetermined {
		add(claimProse(v.book, f), familyAnchor(f.ID))
	}
	for n, l := range f.Links {
		if l.Confidence < 0.5 && !l.Second {
			add(prose{}.say("The source of ").cite(v.book.head(l.Copy)).say(": the likeliest, ").
				cite(v.book.head(l.Source)).say(", has a confidence of %s.", chance(l.Confidence)), linkAnchor(f.ID, n))
		}
	}
}

// A pairsView lists matches that are not links.
type pairsView struct {
	Summary, Caption, More string
	Lines                  []pairLine
}

type pairLine struct {
	One, Other   prose
	Class, Words string
}

// pairList shows the pairs with most words.
func (v *view) pairList(pairs []shared, most int, caption string) *pairsView {
	s := &pairsView{Summary: count(len(pairs), "matched pair", "matched pairs") + " without a link", Caption: caption}
	pairs = slices.SortedStableFunc(slices.Values(pairs), func(x, y shared) int { return cmp.Compare(y.words, x.words) })
	for _, p := range pairs[:min(most, len(pairs))] {
		s.Lines = append(s.Lines, pairLine{
			One: prose{}.cite(v.book.head(p.copied)), Other: prose{}.cite(v.book.head(p.source)), Class: string(p.class), Words: fixed(p.words, 0),
		})
	}
	s.More = more(len(pairs), most, "pairs", "matches")
	return s
}

// more says where the rest of a list is.
func more(n, most int, what, table string) string {
	if n <= most {
		return ""
	}
	return fmt.Sprintf("These are %s of %s %s; the CSV report has all of them in its table %s.", thousands(most), thousands(n), what, table)
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
	Families []string // addresses
	Claims   []string
}

func (v *view) tail() tailView {
	t := tailView{Script: template.JS(script)}
	if pairs := v.pairs[""]; len(pairs) > 0 {
		t.Pairs = v.pairList(pairs, listed, "Shared phrases and quotations")
	}
	t.Articles.Summary = count(v.book.articles, "article", "articles")
	for _, h := range v.listed {
		t.Articles.Lines = append(t.Articles.Lines, v.article(h))
	}
	t.Articles.More = more(v.book.articles, listed, "articles", "articles")
	return t
}

func (v *view) article(h news.Head) articleLine {
	line := articleLine{Cite: prose{}.cite(h)}
	if len(v.book.in[h.ID]) == 0 {
		line.Anchor = articleAnchor(h.ID)
	}
	for _, m := range v.book.in[h.ID] {
		if address := v.partHref(m.family, v.anchorIn(h.ID, m.family)); address != "" {
			line.Families = append(line.Families, address)
		}
	}
	for _, c := range h.Credits {
		if quote := oneLine(c.Quote); quote != "" && !slices.Contains(line.Claims, quote) {
			line.Claims = append(line.Claims, quote)
		}
	}
	return line
}
