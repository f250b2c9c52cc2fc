package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"stemma/internal/lineage"
	"stemma/internal/news"
	"stemma/internal/store"
)

const (
	familyShare    = 0.15 // of either text: below it a pair is a citation and unites no families
	completed      = 60   // members up to which every pair of a family is compared
	solvedTogether = 512  // articles whose families are solved from one look into the index: some 10 MB

	settledTogether = 1 << 16 // articles that are followed at a time to those they hang together with: some 20 MB
)

// settle works out anew every family that unsolved articles are or were in. It returns the
// IDs of those it saved, sorted, and what that changed about those known before, sorted by
// family. Once a run is enough: while a million articles come in, most families change
// with every batch. It looks at settledTogether articles at a time, and at those that hang
// together with them.
func (m masks) settle(ctx context.Context, s *store.Store) ([]news.ID, []news.Turn, error) {
	ground, err := loadGround(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	var saved []news.ID
	var all []news.Turn
	for {
		keys, err := s.Unsolved(ctx, settledTogether)
		if err != nil {
			return nil, nil, err
		}
		if len(keys) == 0 {
			slices.Sort(saved)
			slices.SortStableFunc(all, func(t, u news.Turn) int { return cmp.Compare(t.Family, u.Family) })
			return slices.Compact(saved), all, nil
		}
		circles, err := circlesOf(ctx, s, ground, keys)
		if err != nil {
			return nil, nil, err
		}
		ids, turns, err := m.solve(ctx, s, ground, circles)
		if err != nil {
			return nil, nil, err
		}
		saved, all = append(saved, ids...), append(all, turns...)
		for _, c := range circles {
			keys = append(keys, c.members...)
		}
		if err := s.Solved(ctx, keys); err != nil {
			return nil, nil, err
		}
	}
}

// solve works out the families of circles.
//
// Rounds are solved on all processors while those before are saved, in their order. Circles
// have no article and no family in common, so that no round reads what another writes. It
// holds no more in memory than solvedTogether articles and what is between them for each
// round at work, or one circle if that is larger.
func (m masks) solve(ctx context.Context, s *store.Store, ground ground, circles []circle) ([]news.ID, []news.Turn, error) {
	var saved []news.ID
	var all []news.Turn
	solve := func(ctx context.Context, some []circle) (solution, error) {
		return newRound(m, s, ground).solve(ctx, some)
	}
	save := func(ctx context.Context, done solution) error {
		for _, f := range done.families {
			saved = append(saved, f.ID)
		}
		all = append(all, done.turns...)
		return s.SaveFamilies(ctx, done.dissolved, done.families)
	}
	err := inOrder(ctx, together(circles), solve, save)
	return saved, all, err
}

// together puts circles together that are solved in one round.
func together(circles []circle) [][]circle {
	var rounds [][]circle
	members := 0
	for _, c := range circles {
		if members += len(c.members); len(rounds) == 0 || members > solvedTogether {
			rounds, members = append(rounds, nil), len(c.members)
		}
		last := len(rounds) - 1
		rounds[last] = append(rounds[last], c)
	}
	return rounds
}

// A round solves the families of whole circles.
type round struct {
	masks  masks
	store  *store.Store
	ground ground
	heads  map[news.ID]news.Head
	keys   map[news.ID]news.Key
	names  map[news.Key]news.ID
	known  *pairs
}

func newRound(m masks, s *store.Store, g ground) round {
	return round{masks: m, store: s, ground: g, heads: map[news.ID]news.Head{},
		keys: map[news.ID]news.Key{}, names: map[news.Key]news.ID{}, known: newPairs()}
}

// A solution is what became of the families of some circles.
type solution struct {
	dissolved []news.ID // those that there were
	families  []news.Family
	turns     []news.Turn
}

// solve works out the families of circles.
func (r round) solve(ctx context.Context, circles []circle) (solution, error) {
	var done solution
	var members []news.Key
	for _, c := range circles {
		members, done.dissolved = append(members, c.members...), append(done.dissolved, c.families...)
	}
	before, err := outlines(ctx, r.store, done.dissolved)
	if err != nil {
		return done, err
	}
	if err := r.read(ctx, members); err != nil {
		return done, err
	}
	if err := r.gather(ctx, circles); err != nil {
		return done, err
	}
	groups := components(slices.Sorted(maps.Keys(r.heads)), r.known, r.leaves(circles), r.ground)
	if err := r.complete(ctx, groups); err != nil {
		return done, err
	}
	for _, group := range groups {
		if f, ok := r.family(group); ok {
			done.families = append(done.families, f)
		}
	}
	if err := r.spare(ctx, done.families); err != nil {
		return done, err
	}
	done.turns = turns(before, done.families)
	return done, nil
}

// leaves are the leaves of each circle by itself: which others are solved in one round with
// it is chance.
func (r round) leaves(circles []circle) map[news.ID]lineage.Leaf {
	leaves := map[news.ID]lineage.Leaf{}
	for _, c := range circles {
		ids := make([]news.ID, len(c.members))
		for i, key := range c.members {
			ids[i] = r.names[key]
		}
		slices.Sort(ids)
		maps.Copy(leaves, lineage.Leaves(r.caseOf(ids), cites))
	}
	return leaves
}

// read reads the articles with these keys.
func (r round) read(ctx context.Context, members []news.Key) error {
	slices.Sort(members)
	list, err := r.store.Heads(ctx, members)
	for i, h := range list {
		r.heads[h.ID], r.keys[h.ID], r.names[members[i]] = h, members[i], h.ID
	}
	return err
}

// gather reads the matches between the articles of circles.
func (r round) gather(ctx context.Context, circles []circle) error {
	small, large := map[news.Key]news.ID{}, map[news.Key]news.ID{}
	for _, c := range circles {
		names := small
		if len(c.members) > completed {
			names = large
		}
		for _, key := range c.members {
			names[key] = r.names[key]
		}
	}
	matches, err := r.store.MatchesAmong(ctx, small)
	for _, match := range matches {
		r.known.add(match)
	}
	if err != nil || len(large) == 0 {
		return err
	}
	return r.gatherLarge(ctx, large)
}

// gatherLarge reads the matches between the articles of large circles, but for those within
// a large cluster that its members do not need.
func (r round) gatherLarge(ctx context.Context, names map[news.Key]news.ID) error {
	list, err := r.store.MatchHeads(ctx, names)
	if err != nil {
		return err
	}
	sets := newSets(slices.Collect(maps.Values(names)))
	for _, match := range list {
		if unites(match) {
			sets.unite(match.A, match.B)
		}
	}
	large := sets.larger(completed)
	wanted, stored := map[[2]news.ID]bool{}, map[[2]news.ID]bool{}
	for _, match := range list {
		pair := [2]news.ID{match.A, match.B}
		stored[pair] = true
		if of := sets.of(match.A); large[of] == nil || of != sets.of(match.B) {
			wanted[pair] = true
		}
	}
	for _, members := range large {
		if err := r.nearest(ctx, members, wanted); err != nil {
			return err
		}
	}
	var found, missing [][2]news.ID
	for pair := range wanted {
		if stored[pair] {
			found = append(found, pair)
		} else {
			missing = append(missing, pair)
		}
	}
	if err := r.recall(ctx, found); err != nil {
		return err
	}
	return r.compare(ctx, missing)
}

// recall adds the stored matches of some pairs to what is known.
func (r round) recall(ctx context.Context, pairs [][2]news.ID) error {
	matches, err := r.store.MatchesOfPairs(ctx, r.keysOf(pairs), r.names)
	for _, match := range matches {
		r.known.add(match)
	}
	return err
}

func (r round) keysOf(pairs [][2]news.ID) [][2]news.Key {
	list := make([][2]news.Key, len(pairs))
	for i, p := range pairs {
		list[i] = [2]news.Key{r.keys[p[0]], r.keys[p[1]]}
	}
	return list
}

// A group is the articles of one family to be. Leaves only take from it.
type group struct {
	ids    []news.ID // sorted
	leaves map[news.ID]bool
	alone  bool // an article that is a leaf elsewhere and has nothing of its own
}

// family solves one group of articles, false when it is an article alone that names nobody.
func (r round) family(g group) (news.Family, bool) {
	if g.alone {
		return news.Family{}, false
	}
	c := r.caseOf(g.ids)
	c.Leaves = g.leaves
	f := lineage.Solve(c)
	return f, len(g.ids) > 1 || len(f.Unseen) > 0
}

// caseOf is what is known of some articles, which are sorted.
func (r round) caseOf(ids []news.ID) lineage.Case {
	c := lineage.Case{Matches: r.known.among(ids)}
	for _, id := range ids {
		c.Heads = append(c.Heads, r.heads[id])
	}
	return r.ground.of(c)
}

// pairs are the matches between some articles.
type pairs struct {
	match map[[2]news.ID]news.Match // by its ends, the smaller first
	with  map[news.ID][]news.ID     // by the smaller end: the others
}

func newPairs() *pairs {
	return &pairs{map[[2]news.ID]news.Match{}, map[news.ID][]news.ID{}}
}

func (p *pairs) add(m news.Match) {
	ends := [2]news.ID{m.A, m.B}
	if _, known := p.match[ends]; !known {
		p.with[m.A] = append(p.with[m.A], m.B)
	}
	p.match[ends] = m
}

// among lists the matches between some articles, in order of their ends.
func (p *pairs) among(ids []news.ID) []news.Match {
	in := make(map[news.ID]bool, len(ids))
	for _, id := range ids {
		in[id] = true
	}
	var list []news.Match
	for _, a := range ids {
		for _, b := range p.with[a] {
			if in[b] {
				list = append(list, p.match[[2]news.ID{a, b}])
			}
		}
	}
	slices.SortFunc(list, byEnds)
	return list
}

func byEnds(m, n news.Match) int { return cmp.Or(cmp.Compare(m.A, n.A), cmp.Compare(m.B, n.B)) }

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
// so does an article that cites one. What people decided goes before.
func components(members []news.ID, known *pairs, leaves map[news.ID]lineage.Leaf, on ground) []group {
	sets := united(members, known, leaves, on)
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
			if !slices.Contains(g.ids, id) && !on.apart(sets, id, source) {
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

// united is the partition of the articles into families. Articles that somebody split off
// come last and in order, so that they find the others together.
func united(members []news.ID, known *pairs, leaves map[news.ID]lineage.Leaf, on ground) sets[news.ID] {
	sets := newSets(members)
	var late [][2]news.ID
	for pair, m := range known.match {
		switch {
		case !unites(m) || leaves[pair[0]].Merged || leaves[pair[1]].Merged || on.rejected(pair[0], pair[1]):
		case on.split(pair[0]) || on.split(pair[1]):
			late = append(late, pair)
		default:
			sets.unite(pair[0], pair[1])
		}
	}
	for _, id := range members {
		for _, other := range on.partners(id) {
			switch {
			case sets[other] == "": // an unseen source
			case on.split(id) || on.split(other):
				late = append(late, [2]news.ID{min(id, other), max(id, other)})
			default:
				sets.unite(id, other)
			}
		}
	}
	slices.SortFunc(late, func(p, q [2]news.ID) int { return slices.Compare(p[:], q[:]) })
	for _, pair := range late {
		if !on.apart(sets, pair[0], pair[1]) {
			sets.unite(pair[0], pair[1])
		}
	}
	return sets
}

// sets is a partition of articles; each set goes by its smallest ID or key.
type sets[T cmp.Ordered] map[T]T

func newSets(members []news.ID) sets[news.ID] {
	s := make(sets[news.ID], len(members))
	for _, id := range members {
		s.add(id)
	}
	return s
}

// add adds an article as a set of its own, and reports whether it was in none.
func (s sets[T]) add(id T) bool {
	_, known := s[id]
	if !known {
		s[id] = id
	}
	return !known
}

func (s sets[T]) of(id T) T {
	for s[id] != id {
		s[id] = s[s[id]]
		id = s[id]
	}
	return id
}

func (s sets[T]) unite(a, b T) {
	if a, b = s.of(a), s.of(b); a != b {
		s[max(a, b)] = min(a, b)
	}
}

// larger returns the sets with more than n members, sorted, by what they go by.
func (s sets[T]) larger(n int) map[T][]T {
	all := map[T][]T{}
	for id := range s {
		all[s.of(id)] = append(all[s.of(id)], id)
	}
	maps.DeleteFunc(all, func(_ T, ids []T) bool { return len(ids) <= n })
	for _, ids := range all {
		slices.Sort(ids)
	}
	return all
}

// complete compares the pairs of each group that no search has brought together, so that
// what is known of a family does not depend on the order in which it was found.
func (r round) complete(ctx context.Context, groups []group) error {
	wanted := map[[2]news.ID]bool{} // a merged article may be in several groups
	for _, g := range groups {
		if len(g.ids) < 3 || len(g.ids) > completed {
			continue
		}
		for i, a := range g.ids {
			for _, b := range g.ids[i+1:] {
				if _, ok := r.known.match[[2]news.ID{a, b}]; !ok {
					wanted[[2]news.ID{a, b}] = true
				}
			}
		}
	}
	return r.compare(ctx, slices.Collect(maps.Keys(wanted)))
}

// compare compares pairs of articles, saves what they share and adds it to what is known.
func (r round) compare(ctx context.Context, pairs [][2]news.ID) error {
	slices.SortFunc(pairs, func(p, q [2]news.ID) int { return slices.Compare(p[:], q[:]) })
	for part := range slices.Chunk(r.keysOf(pairs), textsAtOnce/2) {
		found, err := r.masks.comparePairs(ctx, r.store, part, false)
		if err != nil {
			return err
		}
		for _, match := range found {
			r.known.add(match)
		}
		if err := r.store.Link(ctx, nil, found); err != nil {
			return err
		}
	}
	return nil
}
