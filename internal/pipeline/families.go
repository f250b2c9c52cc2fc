package pipeline

import (
	"cmp"
	"context"
	"slices"

	"stemma/internal/lineage"
	"stemma/internal/news"
	"stemma/internal/store"
)

const (
	familyShare = 0.15 // of either text: below it a pair is a citation and unites no families
	completed   = 60   // members up to which every pair of a family is compared
)

// solve works out anew every family that the touched articles are or were in, and
// returns the IDs of those it saved, with what that changed about those known before.
func (m masks) solve(ctx context.Context, s *store.Store, touched []news.ID) ([]news.ID, []news.Turn, error) {
	members, matches, old, err := gather(ctx, s, touched)
	if err != nil {
		return nil, nil, err
	}
	ground, err := loadGround(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	before, err := outlines(ctx, s, old)
	if err != nil {
		return nil, nil, err
	}
	heads, err := headsOf(ctx, s, members)
	if err != nil {
		return nil, nil, err
	}
	leaves := lineage.Leaves(ground.of(wholeCase(heads, matches)), cites)
	var families []news.Family
	for _, group := range components(members, matches, leaves) {
		f, ok, err := m.solveOne(ctx, s, group, ground, heads, matches)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			families = append(families, f)
		}
	}
	var saved []news.ID
	for _, f := range families {
		saved = append(saved, f.ID)
	}
	return saved, turns(before, families), s.SaveFamilies(ctx, old, families)
}

// A group is the articles of one family to be. Leaves only take from it.
type group struct {
	ids    []news.ID // sorted
	leaves map[news.ID]bool
	alone  bool // an article that is a leaf elsewhere and has nothing of its own
}

// solveOne solves one group of articles, false when it is an article alone that names nobody.
func (m masks) solveOne(ctx context.Context, s *store.Store, g group, on ground, heads map[news.ID]news.Head, matches map[[2]news.ID]news.Match) (news.Family, bool, error) {
	if g.alone {
		return news.Family{}, false, nil
	}
	if err := m.complete(ctx, s, g.ids, matches); err != nil {
		return news.Family{}, false, err
	}
	c := on.of(caseOf(g.ids, heads, matches))
	c.Leaves = g.leaves
	f := lineage.Solve(c)
	return f, len(g.ids) > 1 || len(f.Unseen) > 0, nil
}

// caseOf is what is known of some articles, which are sorted, and of the matches between
// them.
func caseOf(ids []news.ID, heads map[news.ID]news.Head, matches map[[2]news.ID]news.Match) lineage.Case {
	var c lineage.Case
	for i, a := range ids {
		c.Heads = append(c.Heads, heads[a])
		for _, b := range ids[i+1:] {
			if m, ok := matches[[2]news.ID{a, b}]; ok {
				c.Matches = append(c.Matches, m)
			}
		}
	}
	return c
}

// wholeCase is all that was gathered.
func wholeCase(heads map[news.ID]news.Head, matches map[[2]news.ID]news.Match) lineage.Case {
	var c lineage.Case
	for _, h := range heads {
		c.Heads = append(c.Heads, h)
	}
	for _, m := range matches {
		c.Matches = append(c.Matches, m)
	}
	slices.SortFunc(c.Matches, func(m, n news.Match) int { return cmp.Or(cmp.Compare(m.A, n.A), cmp.Compare(m.B, n.B)) })
	return c
}

// gather follows matches and old families from the touched articles until nothing is
// added. It returns the articles, sorted, every match among them and the old families.
func gather(ctx context.Context, s *store.Store, touched []news.ID) ([]news.ID, map[[2]news.ID]news.Match, []news.ID, error) {
	seen, families := map[news.ID]bool{}, map[news.ID]bool{}
	matches := map[[2]news.ID]news.Match{}
	for frontier := touched; len(frontier) > 0; {
		var next []news.ID
		reach := func(id news.ID) {
			if !seen[id] {
				seen[id] = true
				next = append(next, id)
			}
		}
		for _, id := range frontier {
			seen[id] = true
		}
		found, err := s.MatchesOf(ctx, frontier)
		if err != nil {
			return nil, nil, nil, err
		}
		for _, m := range found {
			if matches[[2]news.ID{m.A, m.B}] = m; m.Class.Copy() || m.Reverse.Copy() {
				reach(m.A)
				reach(m.B)
			}
		}
		if err := reachFamilies(ctx, s, frontier, families, reach); err != nil {
			return nil, nil, nil, err
		}
		slices.Sort(next)
		frontier = next
	}
	return sorted(seen), matches, sorted(families), nil
}

// reachFamilies reaches every member of the families that the articles are in.
func reachFamilies(ctx context.Context, s *store.Store, ids []news.ID, families map[news.ID]bool, reach func(news.ID)) error {
	of, err := s.FamiliesOf(ctx, ids)
	if err != nil {
		return err
	}
	var fresh []news.ID
	for _, id := range ids {
		for _, f := range of[id] {
			if !families[f] {
				families[f] = true
				fresh = append(fresh, f)
			}
		}
	}
	members, err := s.MembersOf(ctx, fresh)
	if err != nil {
		return err
	}
	for _, f := range fresh {
		for _, id := range members[f] {
			reach(id)
		}
	}
	return nil
}

func sorted(set map[news.ID]bool) []news.ID {
	out := make([]news.ID, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// unites reports whether a match makes one family of its two articles.
func unites(m news.Match) bool {
	return (m.Class.Copy() || m.Reverse.Copy()) && max(m.ShareA(), m.ShareB()) >= familyShare
}

// cites reports whether a match is copying, and too little of it to unite two articles.
func cites(m news.Match) bool { return m.Class.Copy() && !unites(m) }

// components groups the articles by the matches that unite them. A merged article, which
// has two or more sources, unites none: it joins the family of each of them as a leaf, and
// so does an article that cites one.
func components(members []news.ID, matches map[[2]news.ID]news.Match, leaves map[news.ID]lineage.Leaf) []group {
	sets := newSets(members)
	for pair, m := range matches {
		if unites(m) && !leaves[pair[0]].Merged && !leaves[pair[1]].Merged {
			sets.unite(pair[0], pair[1])
		}
	}
	groups := map[news.ID]*group{}
	for _, id := range members {
		first := sets.of(id)
		if groups[first] == nil {
			groups[first] = &group{leaves: map[news.ID]bool{}}
		}
		groups[first].ids = append(groups[first].ids, id)
	}
	for _, id := range members {
		for _, source := range leaves[id].Sources {
			g := groups[sets.of(source)]
			if !slices.Contains(g.ids, id) {
				g.ids = append(g.ids, id)
				g.leaves[id] = true
			}
		}
	}
	var out []group
	for _, id := range members {
		if g := groups[id]; g != nil {
			slices.Sort(g.ids)
			g.alone = len(g.ids) == 1 && len(leaves[id].Sources) > 0
			out = append(out, *g)
		}
	}
	return out
}

// sets is a partition of articles; each set goes by its smallest ID.
type sets map[news.ID]news.ID

func newSets(members []news.ID) sets {
	s := make(sets, len(members))
	for _, id := range members {
		s[id] = id
	}
	return s
}

func (s sets) of(id news.ID) news.ID {
	for s[id] != id {
		s[id] = s[s[id]]
		id = s[id]
	}
	return id
}

func (s sets) unite(a, b news.ID) {
	if a, b = s.of(a), s.of(b); a != b {
		s[max(a, b)] = min(a, b)
	}
}

// complete compares the pairs of a group that no search has brought together, so that
// what is known of a family does not depend on the order in which it was found.
func (m masks) complete(ctx context.Context, s *store.Store, group []news.ID, matches map[[2]news.ID]news.Match) error {
	if len(group) < 3 || len(group) > completed {
		return nil
	}
	keys, err := s.Keys(ctx, group)
	if err != nil {
		return err
	}
	var wanted [][2]news.Key
	for i, a := range group {
		for j := i + 1; j < len(group); j++ {
			if _, ok := matches[[2]news.ID{a, group[j]}]; !ok {
				wanted = append(wanted, [2]news.Key{keys[i], keys[j]})
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	found, err := m.comparePairs(ctx, s, wanted, false)
	if err != nil {
		return err
	}
	for _, m := range found {
		matches[[2]news.ID{m.A, m.B}] = m
	}
	return s.Link(ctx, nil, found)
}

func headsOf(ctx context.Context, s *store.Store, ids []news.ID) (map[news.ID]news.Head, error) {
	keys, err := s.Keys(ctx, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b news.Key) int { return cmp.Compare(a, b) })
	list, err := s.Heads(ctx, keys)
	heads := make(map[news.ID]news.Head, len(list))
	for _, h := range list {
		heads[h.ID] = h
	}
	return heads, err
}
