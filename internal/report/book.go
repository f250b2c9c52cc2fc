package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"stemma/internal/news"
)

// A book is a report's data with what the formats look up in it. It holds a line or two
// of each article and each link, never a text, a passage or an item of evidence: those
// pass by.
type book struct {
	Data
	heads    map[news.ID]news.Head    // what it takes to cite an article: see cited
	articles int                      // that Articles yields
	families int                      // that Families yields
	in       map[news.ID][]membership // by article, the family it takes most words from first
	seconds  map[news.ID][]pair       // by copy, its further sources
	links    map[[2]news.ID]pair      // every link between two articles, by its ends, without its passages and evidence
	sum      summary
	last     map[news.ID]string // texts of the family at hand
}

// A membership is an article's place in one family.
type membership struct {
	family news.ID
	link   news.Link // its edge of the tree without passages and evidence; the zero Link at a root
	root   bool
	claim  news.Claim // about the family's root
}

// open walks all families and articles of d once, and shows each family to visit.
func open(d Data, visit ...func(*book, news.Family)) (*book, error) {
	d.Families, d.Articles, d.Matches = orNone(d.Families), orNone(d.Articles), orNone(d.Matches)
	b := &book{Data: d, heads: map[news.ID]news.Head{}, in: map[news.ID][]membership{}, seconds: map[news.ID][]pair{}, links: map[[2]news.ID]pair{}}
	t, once := newTally(), map[string]string{}
	for f, err := range d.Families {
		if err != nil {
			return nil, err
		}
		b.families++
		b.enter(f, once)
		t.family(f)
		for _, v := range visit {
			v(b, f)
		}
	}
	for h, err := range d.Articles {
		if err != nil {
			return nil, err
		}
		b.articles++
		if _, ok := b.heads[h.ID]; !ok {
			b.heads[h.ID] = cited(h, once)
		}
		t.article(h, len(b.in[h.ID]) > 0)
	}
	for _, in := range b.in {
		slices.SortStableFunc(in, byWords)
	}
	b.sum = t.sum()
	return b, nil
}

func orNone[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	if seq == nil {
		return func(func(T, error) bool) {}
	}
	return seq
}

func (b *book) enter(f news.Family, once map[string]string) {
	for _, h := range f.Members {
		if _, ok := b.heads[h.ID]; !ok {
			b.heads[h.ID] = cited(h, once)
		}
		link, _ := f.Parent(h.ID)
		b.in[h.ID] = append(b.in[h.ID], membership{family: f.ID, link: bare(link), root: f.Root == h.ID, claim: f.Claim})
	}
	for _, p := range linked(f) {
		p.Link = bare(p.Link)
		if p.kind == second {
			b.seconds[p.Copy] = append(b.seconds[p.Copy], p)
		}
		at := ends(p.Copy, p.Source)
		if _, known := b.links[at]; !known {
			b.links[at] = p
		}
	}
}

// sources are the links from an article to its sources, in all of its families, that of
// most words first.
func (b *book) sources(id news.ID) []pair {
	var found []pair
	for _, m := range b.in[id] {
		if m.link.Source != "" {
			found = append(found, pair{Link: m.link, kind: inTree, family: m.family})
		}
	}
	return append(found, b.seconds[id]...)
}

// cited is what it takes to cite an article and to say when it appeared. What many articles
// have in common is held once: of 100,000 articles that saves 20 MB.
func cited(h news.Head, once map[string]string) news.Head {
	same := func(s string) string {
		if held, ok := once[s]; ok {
			return held
		}
		once[s] = s
		return s
	}
	h.Published.From, h.Published.Quote = same(h.Published.From), ""
	return news.Head{ID: h.ID, Own: h.Own, Place: h.Place, URL: h.URL, Domain: same(h.Domain), Outlet: same(h.Outlet),
		Title: h.Title, Lang: same(h.Lang), Published: h.Published, Words: h.Words}
}

// bare is a link without its passages and evidence.
func bare(l news.Link) news.Link {
	l.Evidence, l.Match.Passages = nil, nil
	return l
}

// byWords puts first the family from which an article of several takes the most words.
func byWords(x, y membership) int { return cmp.Compare(y.link.Match.Words, x.link.Match.Words) }

// name is how tables cite what id stands for.
func (b *book) name(id news.ID) string {
	if h, ok := b.heads[id]; ok {
		return h.Name()
	}
	return string(id)
}

// head is what is known of id. For an unseen source that is its name alone.
func (b *book) head(id news.ID) news.Head {
	if h, ok := b.heads[id]; ok {
		return h
	}
	if name, ok := id.Unseen(); ok {
		return news.Head{ID: id, Outlet: name}
	}
	return news.Head{ID: id, Place: string(id)}
}

// text returns the text of an article. Texts stay at hand until forget, so that a
// report never holds more of them than one family has.
func (b *book) text(id news.ID) (string, error) {
	if text, ok := b.last[id]; ok {
		return text, nil
	}
	text, err := b.Text(id)
	if err != nil {
		return "", fmt.Errorf("read text of %s: %w", b.name(id), err)
	}
	if b.last == nil {
		b.last = map[news.ID]string{}
	}
	b.last[id] = text
	return text, nil
}

// digest is the SHA-256 of the text of an article, empty when it is not given.
func (b *book) digest(id news.ID) string {
	if _, unseen := id.Unseen(); unseen || b.Digest == nil {
		return ""
	}
	return b.Digest(id)
}

// missing is the number of links of a family that are not reported.
func (b *book) missing(family news.ID) int {
	if b.LeftOut == nil {
		return 0
	}
	return b.LeftOut(family)
}

func (b *book) forget() { clear(b.last) }

// quote returns the words at s in the text of an article, empty when no texts are given.
func (b *book) quote(id news.ID, s news.Span) (string, error) {
	if b.Text == nil {
		return "", nil
	}
	text, err := b.text(id)
	if err != nil {
		return "", err
	}
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return "", fmt.Errorf("quote %s: bytes %d to %d are outside its text of %d bytes", b.name(id), s.Start, s.End, len(text))
	}
	return text[s.Start:s.End], nil
}

// quotePassage returns the words of a passage in both texts of a link.
func (b *book) quotePassage(l news.Link, p news.Passage) (source, copied string, err error) {
	if source, err = b.quote(l.Source, p.A); err != nil {
		return "", "", err
	}
	copied, err = b.quote(l.Copy, p.B)
	return source, copied, err
}

// The kinds of pair.
const (
	inTree   = "tree"   // an edge of the family's tree
	second   = "second" // a further source of a merged article
	unlinked = "none"   // a match and no more: siblings, grandparents, shared phrases
)

// A pair is two articles that share text, or an article and its unseen source.
// In its link's Match, A is the source and B the copy.
type pair struct {
	news.Link
	kind   string
	family news.ID // empty when no family holds both
}

// linked returns a pair for each link of f, in the order of f.Links.
func linked(f news.Family) []pair {
	found := make([]pair, 0, len(f.Links))
	for _, l := range f.Links {
		kind := inTree
		if l.Second {
			kind = second
		}
		found = append(found, pair{Link: l, kind: kind, family: f.ID})
	}
	return found
}

// pairs yields every pair of articles with a class, linked or not, each once, in the
// order of the matches. Which of a linked pair is the copy the link says.
func (b *book) pairs() iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		for m, err := range b.Matches {
			if err != nil {
				yield(pair{}, err)
				return
			}
			if m.Class == news.Unlisted || m.Class == "" {
				continue
			}
			if !yield(b.pair(m), nil) {
				return
			}
		}
	}
}

func (b *book) pair(m news.Match) pair {
	p, ok := b.links[ends(m.A, m.B)]
	if !ok {
		m = b.orient(m)
		return pair{Link: news.Link{Copy: m.B, Source: m.A, Match: m}, kind: unlinked, family: b.common(m.A, m.B)}
	}
	if m.A != p.Source {
		m = m.Flip()
	}
	p.Match = m
	return p
}

func ends(x, y news.ID) [2]news.ID { return [2]news.ID{min(x, y), max(x, y)} }

// orient turns a match that is no link so that B is the one to call copy: the later by
// dates that cannot overlap; else the one with fewer words, so that "truncated" is said
// rather than "extended"; else the one whose name sorts later.
func (b *book) orient(m news.Match) news.Match {
	x, y := b.heads[m.A], b.heads[m.B]
	flip := cmp.Compare(x.Name(), y.Name()) > 0
	switch {
	case known(x, y) && x.Published.Before(y.Published):
		flip = false
	case known(x, y) && y.Published.Before(x.Published):
		flip = true
	case m.SideA.Words != m.SideB.Words:
		flip = m.SideA.Words < m.SideB.Words
	}
	if flip {
		return m.Flip()
	}
	return m
}

func known(x, y news.Head) bool { return x.Published.Known() && y.Published.Known() }

// common is the first family that holds both articles, empty when none does.
func (b *book) common(x, y news.ID) news.ID {
	for _, m := range b.in[x] {
		for _, n := range b.in[y] {
			if m.family == n.family {
				return m.family
			}
		}
	}
	return ""
}
