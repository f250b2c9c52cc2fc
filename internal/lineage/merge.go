package lineage

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"stemma/internal/news"
)

// A Leaf is an article that takes from others without being of one text with them. It
// belongs to the family of each of its sources.
type Leaf struct {
	Sources []news.ID
	Merged  bool // it is made of its sources; else it only cites them
}

// Leaves finds the leaves of a group of articles that share text. A merged article or
// roundup takes from two or more articles that share nothing with each other; a citation
// is a match of which cites is true and whose copy names its source or links to it. Both
// have to come later than their sources, or to name them: an original that two others
// cut differently looks the same but for that.
//
//	M has words of A and of B, A and B none in common:  M is a leaf of A and of B
//	M2 is a copy of M:                                  so is M2
func Leaves(c Case, cites func(news.Match) bool) map[news.ID]Leaf {
	if !slices.ContainsFunc(c.Matches, cites) && closed(c.Matches) {
		return nil
	}
	s := newSolver(Case{Matches: c.Matches})
	heads := map[news.ID]member{}
	for _, m := range membersOf(c) {
		heads[m.ID] = m
	}
	takes := takings(heads, c.Matches)
	whole := map[news.ID][]news.ID{} // those that have most of each
	for _, m := range c.Matches {
		if m.ShareA() >= mostShare {
			whole[m.A] = append(whole[m.A], m.B)
		}
		if m.ShareB() >= mostShare {
			whole[m.B] = append(whole[m.B], m.A)
		}
	}
	leaves := map[news.ID]Leaf{}
	for grown := true; grown; {
		found := map[news.ID]Leaf{}
		for id, from := range takes {
			if _, ok := leaves[id]; ok {
				continue
			}
			if sources := s.distinct(from, leaves); len(sources) > 1 && !oneText(id, sources, takes, heads, whole) {
				found[id] = Leaf{sources, true}
			}
		}
		maps.Copy(leaves, found)
		grown = len(found) > 0
	}
	addCitations(leaves, takes, heads, cites)
	return leaves
}

// closed reports whether all that share copied text with one article share it with each
// other too, as in most families: there is no leaf then, whatever the articles say.
func closed(matches []news.Match) bool {
	others, pairs := map[news.ID][]news.ID{}, map[[2]news.ID]bool{}
	for _, m := range matches {
		if m.Class.Copy() || m.Reverse.Copy() {
			others[m.A], others[m.B] = append(others[m.A], m.B), append(others[m.B], m.A)
			pairs[[2]news.ID{m.A, m.B}], pairs[[2]news.ID{m.B, m.A}] = true, true
		}
	}
	for _, ids := range others {
		for i, a := range ids {
			if slices.ContainsFunc(ids[i+1:], func(b news.ID) bool { return !pairs[[2]news.ID{a, b}] }) {
				return false
			}
		}
	}
	return true
}

// oneText reports whether the sources of an article are rather parts of one text, which it
// has as well: some other has most of two of them, takes neither from both nor from it, and
// it does not name them all.
//
//	M has words of A and of B, and X, which was there before B, has most of both:  A and B were cut from X, or from what X has
func oneText(id news.ID, sources []news.ID, takes map[news.ID][]news.Match, heads map[news.ID]member, whole map[news.ID][]news.ID) bool {
	unnamed := slices.ContainsFunc(sources, func(source news.ID) bool { return !named(heads[source], heads[id]) })
	if !unnamed {
		return false
	}
	from := func(copied, source news.ID) bool {
		return slices.ContainsFunc(takes[copied], func(m news.Match) bool { return m.A == source })
	}
	have, taken := map[news.ID]int{}, map[news.ID]int{}
	for _, source := range sources {
		for _, other := range whole[source] {
			have[other]++
			if from(other, source) {
				taken[other]++
			}
		}
	}
	for other, n := range have {
		if n > 1 && taken[other] < 2 && other != id && !from(other, id) {
			return true
		}
	}
	return false
}

func addCitations(leaves map[news.ID]Leaf, takes map[news.ID][]news.Match, heads map[news.ID]member, cites func(news.Match) bool) {
	for id, from := range takes {
		for _, m := range from {
			if !leaves[m.A].Merged && cites(m) && named(heads[m.A], heads[id]) {
				leaf := leaves[id]
				leaf.Sources = append(leaf.Sources, m.A)
				leaves[id] = leaf
			}
		}
	}
}

// takings lists, for each article, its matches with those it rather took from than gave
// to, itself as B.
func takings(heads map[news.ID]member, matches []news.Match) map[news.ID][]news.Match {
	takes := map[news.ID][]news.Match{}
	for _, m := range matches {
		if !m.Class.Copy() && !m.Reverse.Copy() {
			continue
		}
		a, b := heads[m.A], heads[m.B]
		switch forth, back := total(pairEvidence(a, b), ""), total(pairEvidence(b, a), ""); {
		case forth > back && m.Class.Copy():
			takes[m.B] = append(takes[m.B], m)
		case back > forth && m.Reverse.Copy():
			takes[m.A] = append(takes[m.A], m.Flip())
		}
	}
	return takes
}

// distinct picks the sources of an article that share nothing with each other: the one
// that explains most of its words, then the next, as long as each explains mergedWords
// that those before do not. Of equals the smallest ID comes first.
func (s *solver) distinct(from []news.Match, leaves map[news.ID]Leaf) []news.ID {
	var have wordSet
	var sources []news.ID
	for {
		var best news.Match
		gain := mergedWords - 1
		for _, m := range from {
			if _, leaf := leaves[m.A]; leaf || s.related(m.A, sources) {
				continue
			}
			n := slices.Clone(have).with(covered(m)).count() - have.count()
			if n > gain || n == gain && best.A != "" && m.A < best.A {
				best, gain = m, n
			}
		}
		if best.A == "" {
			return sources
		}
		have, sources = have.with(covered(best)), append(sources, best.A)
	}
}

// named reports whether the copy names the source as its own, or links to it.
func named(source, copied member) bool {
	for _, e := range creditEvidence(source, copied) {
		if e.Bits > 0 {
			return true
		}
	}
	return false
}

// seconds are the further sources of articles that take from several members: those that
// share nothing with the sources before them and explain words which these do not.
func (s *solver) seconds(tree []news.Link) []news.Link {
	var links []news.Link
	for _, l := range tree {
		if _, unseen := l.Source.Unseen(); unseen || l.Match.Class.Whole() {
			continue
		}
		have, sources := covered(l.Match), []news.ID{l.Source}
		for {
			next, ok := s.second(l.Copy, sources, have)
			if !ok {
				break
			}
			have, sources = have.with(covered(next.Match)), append(sources, next.Source)
			links = append(links, next)
		}
	}
	slices.SortFunc(links, func(a, b news.Link) int { return cmp.Or(cmp.Compare(a.Copy, b.Copy), cmp.Compare(a.Source, b.Source)) })
	return links
}

func (s *solver) second(copied news.ID, sources []news.ID, have wordSet) (news.Link, bool) {
	v := s.index(copied)
	best, gain := -1, mergedWords-1
	for u, m := range s.members {
		if v < 0 || u == v || !s.pair(u, v).match.Class.Copy() || s.related(m.ID, sources) ||
			total(s.outerItems(u, v), "") <= total(s.outerItems(v, u), "") {
			continue
		}
		if n := slices.Clone(have).with(s.pair(u, v).words).count() - have.count(); n > gain {
			best, gain = u, n
		}
	}
	if best < 0 {
		return news.Link{}, false
	}
	l := s.describe(s.members[best].ID, copied, s.pairItems(best, v))
	l.Second, l.Confidence = true, 1/(1+math.Exp2(outsidePrior-l.Bits))
	l.Taken = l.Confidence
	return l, true
}

// related reports whether an article is one of some others or shares text with them.
func (s *solver) related(id news.ID, others []news.ID) bool {
	return slices.ContainsFunc(others, func(other news.ID) bool {
		m, ok := s.matched(id, other)
		return id == other || ok && (m.Class.Copy() || m.Reverse.Copy())
	})
}
