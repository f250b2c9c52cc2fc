package eval

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"stemma/internal/news"
)

// A Baseline is what a simple rule says of the families found: each of its trees is a
// star, or hangs each article from one that the rule picks.
type Baseline struct {
	Name     string
	Findings Findings
}

// Baselines are the rules that stemma is held against. They are given the families:
//
//	earliest, midnight    all hang from the one dated first; a day without a time begins it
//	earliest, day's end   the same; a day without a time ends it
//	nearest earlier       each hangs from the earlier one with most words in common
//	credit, else earliest each hangs from whom it credits, else from the most credited, else from the earliest
//	hash order            all hang from the smallest ID: what chance does
func Baselines(families []news.Family, articles []news.Head, matches []news.Match) []Baseline {
	found := Of(nil, articles, matches)
	share := map[[2]news.ID]float64{}
	for _, m := range matches {
		share[[2]news.ID{m.A, m.B}], share[[2]news.ID{m.B, m.A}] = m.Resemblance(), m.Resemblance()
	}
	byStart := func(h news.Head) time.Time { return h.Published.Earliest }
	byEnd := func(h news.Head) time.Time { return h.Published.Latest }
	rules := []struct {
		name string
		rule func([]news.Head) (root news.ID, parent map[news.ID]news.ID)
	}{
		{"earliest, midnight", func(m []news.Head) (news.ID, map[news.ID]news.ID) { return star(earliest(m, byStart), m) }},
		{"earliest, day's end", func(m []news.Head) (news.ID, map[news.ID]news.ID) { return star(earliest(m, byEnd), m) }},
		{"nearest earlier", func(m []news.Head) (news.ID, map[news.ID]news.ID) { return nearestEarlier(m, share) }},
		{"credit, else earliest", creditElseEarliest},
		{"hash order", func(m []news.Head) (news.ID, map[news.ID]news.ID) { return star(m[0].ID, m) }},
	}
	var out []Baseline
	for _, r := range rules {
		b := Baseline{r.name, found}
		for _, f := range families {
			if len(f.Members) < 2 {
				continue
			}
			root, parent := r.rule(f.Members)
			family := f
			family.Root, family.Claim, family.Links = root, news.Earliest, nil
			for _, m := range f.Members {
				if p, ok := parent[m.ID]; ok {
					family.Links = append(family.Links, news.Link{Copy: m.ID, Source: p, Confidence: 1})
				}
			}
			said := Of([]news.Family{family}, articles, nil)
			b.Findings.Links = append(b.Findings.Links, said.Links...)
			b.Findings.Families = append(b.Findings.Families, said.Families...)
		}
		out = append(out, b)
	}
	return out
}

// star hangs every member from root.
func star(root news.ID, members []news.Head) (news.ID, map[news.ID]news.ID) {
	parent := map[news.ID]news.ID{}
	for _, m := range members {
		if m.ID != root {
			parent[m.ID] = root
		}
	}
	return root, parent
}

// earliest is the member dated first, the smallest ID of equals and of the undated.
func earliest(members []news.Head, at func(news.Head) time.Time) news.ID {
	best := slices.MinFunc(members, func(a, b news.Head) int {
		switch {
		case a.Published.Known() != b.Published.Known():
			if a.Published.Known() {
				return -1
			}
			return 1
		case a.Published.Known():
			return cmp.Or(at(a).Compare(at(b)), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return best.ID
}

func nearestEarlier(members []news.Head, share map[[2]news.ID]float64) (news.ID, map[news.ID]news.ID) {
	at := func(h news.Head) time.Time { return h.Published.Earliest }
	root := earliest(members, at)
	parent := map[news.ID]news.ID{}
	for _, m := range members {
		if m.ID == root {
			continue
		}
		best := root
		for _, o := range members {
			earlier := o.Published.Known() && (!m.Published.Known() || at(o).Before(at(m)))
			if o.ID != m.ID && earlier && share[[2]news.ID{o.ID, m.ID}] > share[[2]news.ID{best, m.ID}] {
				best = o.ID
			}
		}
		parent[m.ID] = best
	}
	return root, parent
}

// creditElseEarliest counts the votes: the most credited is the root, else the earliest.
func creditElseEarliest(members []news.Head) (news.ID, map[news.ID]news.ID) {
	credited := map[news.ID]news.ID{}
	votes := map[news.ID]int{}
	for _, m := range members {
		if source, ok := creditOf(m, members); ok {
			credited[m.ID] = source
			votes[source]++
		}
	}
	root := earliest(members, func(h news.Head) time.Time { return h.Published.Earliest })
	for _, id := range sortedIDs(votes) {
		if votes[id] > votes[root] {
			root = id
		}
	}
	_, parent := star(root, members)
	for id, source := range credited {
		if id != root {
			parent[id] = source
		}
	}
	return root, parent
}

func sortedIDs(votes map[news.ID]int) []news.ID {
	var ids []news.ID
	for id := range votes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// creditOf is whom an article credits first: a member by address or name, else by name an
// unseen source.
func creditOf(m news.Head, members []news.Head) (news.ID, bool) {
	for _, c := range m.Credits {
		if c.Strength == news.Weak || c.Name == "" && c.URL == "" {
			continue
		}
		for _, o := range members {
			if o.ID != m.ID && (c.URL != "" && c.URL == o.URL || c.Name != "" && strings.EqualFold(bare(c.Name), bare(o.Outlet))) {
				return o.ID, true
			}
		}
		if c.Name != "" {
			return news.UnseenID(c.Name), true
		}
	}
	return "", false
}

func bare(outlet string) string { return strings.TrimPrefix(strings.ToLower(outlet), "the ") }
