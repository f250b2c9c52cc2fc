package lineage

import (
	"fmt"
	"slices"

	"stemma/internal/news"
)

// Disputed picks the reviews of some articles on which people disagree: who confirms what
// another rejects, sees another source of the same copy or another root of the family,
// merges what another splits. None of them counts: they are shown, never averaged.
func Disputed(list []news.Review) []news.Review {
	var out []news.Review
	for _, r := range list {
		if slices.ContainsFunc(list, func(o news.Review) bool { return opposed(r, o) }) {
			out = append(out, r)
		}
	}
	return out
}

// opposed reports whether two reviews cannot both be right.
func opposed(r, o news.Review) bool {
	if o.Kind < r.Kind {
		r, o = o, r
	}
	same := r.Article == o.Article && r.Other == o.Other
	switch [2]news.ReviewKind{r.Kind, o.Kind} {
	case [2]news.ReviewKind{news.Confirm, news.Confirm}:
		return r.Article == o.Article && r.Other != o.Other
	case [2]news.ReviewKind{news.Reroot, news.Reroot}:
		return r.Article != o.Article
	case [2]news.ReviewKind{news.Confirm, news.Reject}:
		return same
	case [2]news.ReviewKind{news.Merge, news.Split}:
		return same || r.Article == o.Other && r.Other == o.Article
	}
	return false
}

// Settled are the reviews on which nobody disagrees.
func Settled(list []news.Review) []news.Review {
	disputed := Disputed(list)
	return slices.DeleteFunc(slices.Clone(list), func(r news.Review) bool { return slices.Contains(disputed, r) })
}

// reviewed is what people said of "copied took its text from source".
func reviewed(source news.ID, copied member) []news.Evidence {
	var items []news.Evidence
	for _, r := range copied.reviews {
		if r.Other == source && (r.Kind == news.Confirm || r.Kind == news.Reject) {
			items = append(items, reviewEvidence(r.Review, r.disputed))
		}
	}
	return items
}

// rerooted is what people said of m as the root.
func rerooted(m member) []news.Evidence {
	var items []news.Evidence
	for _, r := range m.reviews {
		if r.Kind == news.Reroot {
			items = append(items, reviewEvidence(r.Review, r.disputed))
		}
	}
	return items
}

// An opinion is a review of one member.
type opinion struct {
	news.Review
	disputed bool
}

// opinionsOf are the reviews that have an article for their subject, among those of its case.
func opinionsOf(id news.ID, list, disputed []news.Review) []opinion {
	var out []opinion
	for _, r := range list {
		if r.Article == id {
			out = append(out, opinion{r, slices.Contains(disputed, r)})
		}
	}
	return out
}

var reviewWords = map[news.ReviewKind][2]string{ // the row of the table, and how a sentence says it
	news.Confirm: {"confirmed", "confirmed it"},
	news.Reject:  {"rejected", "rejected it"},
	news.Reroot:  {"re-rooted", "called it the root"},
}

func reviewEvidence(r news.Review, disputed bool) news.Evidence {
	words := reviewWords[r.Kind]
	when := ""
	if !r.Given.IsZero() {
		when = r.Given.Format(" on 2 January 2006")
	}
	if disputed {
		return evidence("disputed", 1, "", r.Note, "%s %s%s, and others disagree: it does not count", r.Who, words[1], when)
	}
	return evidence(words[0], 1, "", r.Note, "%s %s%s", r.Who, words[1], when)
}

// disputes puts into words who disagrees with whom.
func (s *solver) disputes() []string {
	var out []string
	for i, r := range s.reviews {
		for _, o := range s.reviews[i+1:] {
			if opposed(r, o) {
				out = append(out, fmt.Sprintf("%s and %s disagree: %s, %s", r.Who, o.Who, s.told(r), s.told(o)))
			}
		}
	}
	return out
}

// told is a review as part of a sentence.
func (s *solver) told(r news.Review) string {
	switch r.Kind {
	case news.Reroot:
		return s.nameOf(r.Article) + " is the root"
	case news.Confirm:
		return fmt.Sprintf("%s is from %s", s.nameOf(r.Article), s.nameOf(r.Other))
	case news.Reject:
		return fmt.Sprintf("%s is not from %s", s.nameOf(r.Article), s.nameOf(r.Other))
	case news.Merge:
		return fmt.Sprintf("%s and %s are of one family", s.nameOf(r.Article), s.nameOf(r.Other))
	}
	return fmt.Sprintf("%s is not of the family of %s", s.nameOf(r.Article), s.nameOf(r.Other))
}

// nameOf is how sentences call an article or an unseen source.
func (s *solver) nameOf(id news.ID) string {
	if name, ok := id.Unseen(); ok {
		return name
	}
	if m, ok := s.member(id); ok {
		return m.Name()
	}
	return string(id)
}
