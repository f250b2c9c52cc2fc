package lineage

import (
	"fmt"

	"stemma/internal/news"
)

// verdicts says of each copy how it treats its source.
func (s *solver) verdicts(f *news.Family) {
	credited := map[news.ID]string{} // sources that some copy credits, with the words of the first
	for i := range f.Links {
		l := &f.Links[i]
		l.Verdict, l.Reason = s.verdict(*l, f.Root)
		if l.Verdict == news.Credited && credited[l.Source] == "" {
			credited[l.Source] = l.Reason
		}
	}
	for i := range f.Links {
		if l := &f.Links[i]; l.Verdict == news.Uncredited && credited[l.Source] != "" {
			l.Verdict, l.Reason = news.Stripped, "another copy has "+credited[l.Source]
		}
	}
}

// verdict says how a copy treats its source, and what that rests on. Which outlet may
// publish the other's texts, or is the other, comes before what the copy says.
func (s *solver) verdict(l news.Link, root news.ID) (news.Verdict, string) {
	copied, _ := s.member(l.Copy)
	sure := s.certainty(l)
	if sure >= clearLeast {
		if v, reason := s.relation(copied, l.Source); v != "" {
			return v, reason
		}
		if v, reason := s.relation(copied, root); v == news.Licensed {
			return v, reason
		}
	}
	credit, another := s.creditOf(copied, l.Source, root)
	switch {
	case credit != "":
		return news.Credited, credit
	case sure < clearLeast:
		return news.Unclear, fmt.Sprintf("its likeliest source has %.0f %%", 100*sure)
	case another != "":
		return news.Misdirects, another
	}
	return news.Uncredited, ""
}

// certainty is the probability that a copy is from its source's outlet: from the source, or
// from the runner-up when that is a duplicate of it.
func (s *solver) certainty(l news.Link) float64 {
	source, _ := s.member(l.Source)
	next, ok := s.member(l.RunnerUp)
	if ok && source.outlet.means(next.outlet) {
		return l.Confidence + l.RunnerUpConfidence
	}
	return l.Confidence
}

// relation is the verdict on a copy that rests on who its outlet and that of a source are,
// none when they are strangers.
func (s *solver) relation(copied member, source news.ID) (news.Verdict, string) {
	from := nameOf(s.outlets, "", "")
	if m, ok := s.member(source); ok {
		from = m.outlet
	} else if shown, unseen := source.Unseen(); unseen {
		from = nameOf(s.outlets, shown, "")
	}
	if copied.outlet.means(from) {
		return news.Duplicate, fmt.Sprintf("both are by %s", copied.Outlet)
	}
	if r, ok := s.outlets.Licence(from.key, copied.outlet.key); ok {
		return news.Licensed, fmt.Sprintf("%s: %s (%s)", r.Outlet, r.Line(), r.Place)
	}
	if owner := s.outlets.Owner(copied.outlet.key); from.key != "" && owner != "" && owner == s.outlets.Owner(from.key) {
		return news.Mirror, fmt.Sprintf("both belong to %s", s.outlets.Name(owner))
	}
	return "", ""
}

// creditOf quotes the words by which a copy credits its source or the root, else those by
// which it credits another.
func (s *solver) creditOf(copied member, source, root news.ID) (credit, another string) {
	for _, c := range copied.credits {
		if c.strength == news.Weak || c.shown == "" && c.address == "" {
			continue
		}
		if s.means(c, source) || s.means(c, root) {
			return quotation(c.quote), ""
		}
		if c.strength == news.Strong && another == "" {
			another = quotation(c.quote)
		}
	}
	if m, ok := s.member(source); ok && copied.links[m.address] {
		return "a link to " + m.URL, ""
	}
	return "", another
}

func quotation(words string) string { return "“" + words + "”" }

// means reports whether a credit names the article or unseen source with the given id.
func (s *solver) means(c claim, id news.ID) bool {
	if shown, ok := id.Unseen(); ok {
		return c.outlet.means(nameOf(s.outlets, shown, ""))
	}
	m, ok := s.member(id)
	return ok && (m.addressed(c) || m.named(c))
}

func (s *solver) member(id news.ID) (member, bool) {
	i := indexOf(s.all, id)
	if i < 0 {
		return member{}, false
	}
	return s.all[i], true
}
