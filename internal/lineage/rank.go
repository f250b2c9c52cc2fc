package lineage

import (
	"cmp"
	"math"
	"slices"

	"stemma/internal/news"
)

// Weigh is the evidence that copied took its text from source, with its sum; none when
// either is not in the case.
func Weigh(c Case, source, copied news.ID) news.Link {
	s := newSolver(c)
	s.findUnseen()
	u, v := s.index(source), s.index(copied)
	if u < 0 || v < 0 {
		return news.Link{Copy: copied, Source: source}
	}
	return s.describe(source, copied, s.pairItems(u, v))
}

// tracedWords is how much more a missing word weighs when a text is traced: nobody edits
// a text into the very words of another article that is at hand.
const tracedWords = 6

// Rank returns the members that share words with one of them, the traced text, as its
// possible sources, those with most words first. Their confidences add up to less than 1:
// the text may come from elsewhere.
func Rank(c Case, text news.ID) []news.Link {
	s := newSolver(c)
	s.traced = text
	v := s.index(text)
	if v < 0 {
		return nil
	}
	s.shared[v] = unknown
	var links []news.Link
	weight := math.Exp2(outsidePrior)
	for u, source := range s.members {
		if p := s.pair(u, v); p.matched && u != v {
			items := slices.Concat(s.outerItems(u, v), slices.DeleteFunc(slices.Clone(s.origins[u]), lacks), s.tracedEvidence(u, v))
			l := s.describe(source.ID, text, items)
			l.Confidence = p.match.ShareB() * math.Exp2(l.Bits)
			weight += l.Confidence
			links = append(links, l)
		}
	}
	for i := range links {
		links[i].Confidence /= weight
	}
	slices.SortStableFunc(links, func(a, b news.Link) int {
		return cmp.Or(cmp.Compare(math.Round(b.Match.Words), math.Round(a.Match.Words)), cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Source, b.Source))
	})
	return links
}

func lacks(e news.Evidence) bool { return e.Kind == "lacks-word" }

// tracedEvidence is what the words say for the source of a traced text. Fewer words than
// a phrase may be anybody's.
func (s *solver) tracedEvidence(u, v int) []news.Evidence {
	if s.pair(u, v).match.Class == news.Unlisted {
		return nil
	}
	items := s.textEvidence(u, v)
	for i := range items {
		if items[i].Kind == "missing-word" {
			items[i].Bits = max(floorTraced, tracedWords*items[i].Bits)
		}
	}
	return items
}
