package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"stemma/internal/news"
)

// A book holds a report's data in a fixed order, with what the formats look up in it.
type book struct {
	version  string
	families []news.Family // sorted by ID
	articles []news.Head   // sorted by ID, the members of families among them
	pairs    []pair        // sorted by copy and source
	heads    map[news.ID]news.Head
	in       map[news.ID][]membership
	read     func(news.ID) (string, error)
	last     map[news.ID]string // texts of the family at hand
}

// A membership is an article's place in one family.
type membership struct {
	family news.ID
	link   news.Link // its edge of the tree; the zero Link at a root
	root   bool
}

// open puts d in order.
func open(d Data) *book {
	b := &book{
		version:  d.Version,
		families: slices.SortedFunc(slices.Values(d.Families), func(x, y news.Family) int { return cmp.Compare(x.ID, y.ID) }),
		heads:    map[news.ID]news.Head{},
		in:       map[news.ID][]membership{},
		read:     d.Text,
	}
	for _, h := range d.Articles {
		b.heads[h.ID] = h
	}
	for _, f := range b.families {
		for _, h := range f.Members {
			b.heads[h.ID] = h
			b.in[h.ID] = append(b.in[h.ID], place(f, h.ID))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.heads)) {
		b.articles = append(b.articles, b.heads[id])
		slices.SortStableFunc(b.in[id], byWords)
	}
	b.pairs = pairs(b, d.Matches)
	return b
}

func place(f news.Family, id news.ID) membership {
	link, _ := f.Parent(id)
	return membership{family: f.ID, link: link, root: f.Root == id}
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
	text, err := b.read(id)
	if err != nil {
		return "", fmt.Errorf("read text of %s: %w", b.name(id), err)
	}
	if b.last == nil {
		b.last = map[news.ID]string{}
	}
	b.last[id] = text
	return text, nil
}

func (b *book) forget() { clear(b.last) }

// quote returns the words at s in the text of an article, empty when no texts are given.
func (b *book) quote(id news.ID, s news.Span) (string, error) {
	if b.read == nil {
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

// pairs returns every pair of articles with a class, linked or not, each once.
func pairs(b *book, matches []news.Match) []pair {
	var found []pair
	known := map[[2]news.ID]bool{}
	for _, f := range b.families {
		for _, p := range linked(f) {
			if _, unseen := p.Source.Unseen(); !unseen && !known[ends(p.Copy, p.Source)] {
				known[ends(p.Copy, p.Source)] = true
				found = append(found, p)
			}
		}
	}
	for _, m := range matches {
		m = b.orient(m)
		if m.Class == news.Unlisted || m.Class == "" || known[ends(m.A, m.B)] {
			continue
		}
		known[ends(m.A, m.B)] = true
		found = append(found, pair{
			Link:   news.Link{Copy: m.B, Source: m.A, Match: m},
			kind:   unlinked,
			family: b.common(m.A, m.B),
		})
	}
	slices.SortFunc(found, func(x, y pair) int {
		return cmp.Or(cmp.Compare(x.Copy, y.Copy), cmp.Compare(x.Source, y.Source))
	})
	return found
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
