package lineage

import (
	"slices"

	"stemma/internal/news"
)

// verdicts says of each copy how it treats its source.
func (s *solver) verdicts(f *news.Family) {
	credited := map[news.ID]bool{} // sources that some copy credits
	for i := range f.Links {
		l := &f.Links[i]
		l.Verdict = s.verdict(*l, f.Root)
		credited[l.Source] = credited[l.Source] || l.Verdict == news.Credited
	}
	for i := range f.Links {
		if l := &f.Links[i]; l.Verdict == news.Uncredited && credited[l.Source] {
			l.Verdict = news.Stripped
		}
	}
}

func (s *solver) verdict(l news.Link, root news.ID) news.Verdict {
	copied, _ := s.member(l.Copy)
	other := false
	for _, c := range copied.credits {
		if c.strength == news.Weak || c.shown == "" && c.address == "" {
			continue
		}
		if s.means(c, l.Source) || s.means(c, root) {
			return news.Credited
		}
		other = other || c.strength == news.Strong
	}
	if source, ok := s.member(l.Source); ok && copied.links[source.address] {
		return news.Credited
	}
	switch {
	case l.Confidence < clearLeast:
		return news.Unclear
	case other:
		return news.Misdirects
	}
	return news.Uncredited
}

// means reports whether a credit names the article or unseen source with the given id.
func (s *solver) means(c claim, id news.ID) bool {
	if shown, ok := id.Unseen(); ok {
		return c.outlet.means(nameOf(shown, ""))
	}
	m, ok := s.member(id)
	return ok && (m.addressed(c) || m.named(c))
}

func (s *solver) member(id news.ID) (member, bool) {
	i := slices.IndexFunc(s.all, func(m member) bool { return m.ID == id })
	if i < 0 {
		return member{}, false
	}
	return s.all[i], true
}
