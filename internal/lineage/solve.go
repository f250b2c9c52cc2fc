package lineage

import (
	"cmp"
	"math"
	"slices"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// A Case is everything known of one family before it is solved.
type Case struct {
	Heads   []news.Head
	Matches []news.Match     // every pair that shares text
	Outlets *outlet.Book     // what the user declared about outlets, nil for nothing
	Reviews []news.Review    // what people decided of members
	Leaves  map[news.ID]bool // members that only take from the family: merged articles, citations
}

const (
	originLeast = 0.9  // probability from which a root may be called the origin
	clearLeast  = 0.5  // probability under which no verdict on a copy is given
	mergedWords = 25   // words that a further source must explain alone
	solvedNodes = 300  // members solved exactly: the matrix is inverted in cubic time
	mostShare   = 0.5  // of a copy's words, from which sharing them counts in full: of less it may be the source itself
	shareLeast  = 1e-9 // probability under which a runner-up is nobody
)

// A solver holds one case with its pairs looked up. Node 0 of its graphs is the outside,
// then come the members in order, then the unseen sources.
type solver struct {
	outlets *outlet.Book
	reviews []news.Review
	all     []member // sorted by ID
	members []member // those solved exactly
	leaves  map[news.ID]bool
	match   map[[2]news.ID]news.Match
	unseen  []unseenSource
	outer   map[[2]int][]news.Evidence // pairEvidence, by member: source, copy
	pairs   map[[2]int][]news.Evidence // all evidence, by member: source, copy
	origins [][]news.Evidence          // by member
	outside [][]news.Evidence          // by member
	shared  map[news.ID]int            // words that others have too, by member
}

// Solve works out the likeliest tree of a family: a function of the set of heads and
// matches, whatever their order.
func Solve(c Case) news.Family {
	if len(c.Heads) == 0 {
		return news.Family{}
	}
	s := newSolver(c)
	s.findUnseen()
	g := s.graph("")
	p := g.solve()
	top := s.top(g, p)
	parent := g.from(s.founder(top)).best()
	f := news.Family{ID: s.familyID()}
	for _, m := range s.all {
		f.Members = append(f.Members, m.Head)
	}
	for v := range s.members {
		if l, ok := s.link(v+1, parent, p, g); ok {
			f.Links = append(f.Links, l)
		}
	}
	f.Links = append(f.Links, s.outsiders()...)
	f.Links = append(f.Links, s.seconds(f.Links)...)
	for _, u := range s.unseen {
		f.Unseen = append(f.Unseen, news.UnseenNode{Name: u.shown, Named: len(u.claims), Of: len(s.all)})
	}
	s.claim(&f, top, p)
	f.Conflicts = s.conflicts()
	s.verdicts(&f)
	return f
}

func newSolver(c Case) *solver {
	s := &solver{outlets: c.Outlets, reviews: c.Reviews, leaves: c.Leaves, match: map[[2]news.ID]news.Match{}, outer: map[[2]int][]news.Evidence{}, pairs: map[[2]int][]news.Evidence{}, shared: map[news.ID]int{}}
	disputed := Disputed(c.Reviews)
	for _, h := range c.Heads {
		m := newMember(h, c.Outlets)
		m.reviews = opinionsOf(h.ID, c.Reviews, disputed)
		s.all = append(s.all, m)
	}
	slices.SortFunc(s.all, byID)
	s.members = s.exemplars()
	for _, m := range c.Matches {
		s.match[[2]news.ID{m.A, m.B}] = m
	}
	for _, m := range s.members {
		s.origins = append(s.origins, append(originEvidence(m, s.all), s.lackEvidence(m)...))
		s.outside = append(s.outside, outsideEvidence(m))
	}
	return s
}

// familyID names the family by its smallest member that is not in others as well.
func (s *solver) familyID() news.ID {
	for _, m := range s.all {
		if !s.leaves[m.ID] {
			return "F" + m.ID
		}
	}
	return "F" + s.all[0].ID
}

func byID(a, b member) int { return cmp.Compare(a.ID, b.ID) }

// Exemplars ranks the articles of a family by how likely others hang from them, those that
// people decided about and then the likeliest first, and says how many of them Solve solves
// exactly.
func Exemplars(heads []news.Head, reviews []news.Review) (order []int, exact int) {
	reviewed := map[news.ID]int{}
	for _, r := range reviews {
		reviewed[r.Article], reviewed[r.Other] = 1, 1
	}
	order = make([]int, len(heads))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := heads[i], heads[j]
		return cmp.Or(reviewed[b.ID]-reviewed[a.ID], cmp.Compare(promise(b), promise(a)), a.Published.Earliest.Compare(b.Published.Earliest), cmp.Compare(a.ID, b.ID))
	})
	return order, min(len(heads), solvedNodes)
}

// exemplars are the members solved exactly.
func (s *solver) exemplars() []member {
	if len(s.all) <= solvedNodes {
		return s.all
	}
	heads := make([]news.Head, len(s.all))
	for i, m := range s.all {
		heads[i] = m.Head
	}
	order, exact := Exemplars(heads, s.reviews)
	some := make([]member, exact)
	for i, at := range order[:exact] {
		some[i] = s.all[at]
	}
	slices.SortFunc(some, byID)
	return some
}

// promise orders members by how likely others hang from them.
func promise(m news.Head) int {
	switch {
	case m.Published.Known() && len(m.Credits) == 0:
		return 2
	case m.Published.Known():
		return 1
	}
	return 0
}

// index is the place of the member with the given id, -1 when there is none.
func (s *solver) index(id news.ID) int {
	return slices.IndexFunc(s.members, func(m member) bool { return m.ID == id })
}

// matched returns the match of two members with the source as A.
func (s *solver) matched(source, copied news.ID) (news.Match, bool) {
	if m, ok := s.match[[2]news.ID{source, copied}]; ok {
		return m, true
	}
	if m, ok := s.match[[2]news.ID{copied, source}]; ok {
		return m.Flip(), true
	}
	return news.Match{A: source, B: copied}, false
}

// graph weighs every edge; evidence of the group without counts nothing. Leaves are
// nobody's source but other leaves', and nothing begins in them.
func (s *solver) graph(without string) graph {
	g := newGraph(1 + len(s.members) + len(s.unseen))
	for v, copied := range s.members {
		g.bits[0][v+1] = outsidePrior + total(s.outside[v], without)
		if !s.leaves[copied.ID] {
			g.origin[v+1] = total(s.origins[v], without)
		}
		for u, source := range s.members {
			if u == v || s.leaves[source.ID] && !s.leaves[copied.ID] {
				continue
			}
			if m, ok := s.matched(source.ID, copied.ID); ok && m.Class.Copy() || confirms(source.ID, copied) {
				g.bits[u+1][v+1] = total(s.pairItems(u, v), without)
			}
		}
	}
	for i, source := range s.unseen {
		node := 1 + len(s.members) + i
		g.bits[0][node] = 0
		for v := range s.members {
			if items := source.evidence(v); len(items) > 0 {
				g.bits[node][v+1] = total(items, without) - unseenCost
			}
		}
	}
	return g
}

// pairItems is all evidence that member v took its text from member u.
func (s *solver) pairItems(u, v int) []news.Evidence {
	if items, ok := s.pairs[[2]int{u, v}]; ok {
		return items
	}
	source, copied := s.members[u], s.members[v]
	items := slices.Clone(s.outerItems(u, v))
	if m, ok := s.matched(source.ID, copied.ID); ok && m.Class.Copy() {
		items = append(items, s.textEvidence(m)...)
	}
	for _, unseen := range s.unseen {
		if total(unseen.claims[u], "") >= unseenLeast && total(unseen.claims[v], "") >= unseenLeast {
			items = append(items, evidence("common-credit", 1, copied.ID, "", "both name %s, which is not in the index", unseen.shown))
			break
		}
	}
	s.pairs[[2]int{u, v}] = items
	return items
}

// outerItems is the evidence that member v took its text from member u, but for what the
// words and the rest of the family say.
func (s *solver) outerItems(u, v int) []news.Evidence {
	items, ok := s.outer[[2]int{u, v}]
	if !ok {
		items = pairEvidence(s.members[u], s.members[v])
		s.outer[[2]int{u, v}] = items
	}
	return items
}

// ahead reports whether member u rather is before member v than after it.
func (s *solver) ahead(u, v int) bool {
	return total(s.outerItems(u, v), "") > total(s.outerItems(v, u), "")
}

// textEvidence is what the words say: that they are shared, and how many the source
// lacks that the copy has in common with the rest of the family. Of a leaf the rest may
// be from other families.
func (s *solver) textEvidence(m news.Match) []news.Evidence {
	items := []news.Evidence{evidence("shared-text", min(1, m.ShareB()/mostShare), m.B, "", "%.0f words are the same", m.Words)}
	if missing := s.familiar(m.B) - covered(m).count(); missing > 0 {
		times := min(float64(missing), floorWords/rules["missing-word"].bits)
		items = append(items, evidence("missing-word", times, m.B, "", "%d words that the copy shares with others are not in the source", missing))
	}
	return items
}

// lackEvidence speaks against m as the place where the text began, when it lacks words
// that others share: half of those it shares text with lack fewer, half more.
func (s *solver) lackEvidence(m member) []news.Evidence {
	var lacks []int
	for _, other := range s.members {
		if match, ok := s.matched(m.ID, other.ID); ok && match.Class.Copy() && !s.leaves[other.ID] {
			lacks = append(lacks, max(0, s.familiar(other.ID)-covered(match).count()))
		}
	}
	if len(lacks) < 2 {
		return nil
	}
	slices.Sort(lacks)
	lack := lacks[(len(lacks)-1)/2]
	if lack == 0 {
		return nil
	}
	times := min(float64(lack), floorLack/rules["lacks-word"].bits)
	return []news.Evidence{evidence("lacks-word", times, m.ID, "", "it lacks %d words that others share", lack)}
}

// familiar counts the words of a member that some other member has too and cannot have
// from it: what later members share with it may be its own.
func (s *solver) familiar(id news.ID) int {
	if n, ok := s.shared[id]; ok {
		return n
	}
	var all wordSet
	v := s.index(id)
	for u, m := range s.members {
		if s.leaves[m.ID] && !s.leaves[id] || u == v {
			continue
		}
		if other, ok := s.matched(m.ID, id); ok && !s.ahead(v, u) {
			all = all.with(covered(other))
		}
	}
	s.shared[id] = all.count()
	return s.shared[id]
}

// nodeID is the ID of a node that is not the outside.
func (s *solver) nodeID(node int) news.ID {
	if node <= len(s.members) {
		return s.members[node-1].ID
	}
	return news.UnseenID(s.unseen[node-1-len(s.members)].shown)
}

// link describes the tree's edge into member node v, false when it hangs from the outside.
func (s *solver) link(v int, parent []int, p posterior, g graph) (news.Link, bool) {
	u := parent[v]
	if u == 0 {
		return news.Link{}, false
	}
	l := s.describe(s.nodeID(u), s.nodeID(v), s.items(u, v))
	l.Bits, l.Confidence = g.bits[u][v], p.edge[u][v]
	for w := 1; w < len(parent); w++ {
		l.Taken += p.edge[w][v]
		if w != u && p.edge[w][v] > max(l.RunnerUpConfidence, shareLeast) {
			l.RunnerUp, l.RunnerUpConfidence = s.nodeID(w), p.edge[w][v]
		}
	}
	l.Taken = min(1, l.Taken)
	return l, true
}

func (s *solver) items(u, v int) []news.Evidence {
	if u <= len(s.members) {
		return s.pairItems(u-1, v-1)
	}
	return s.unseen[u-1-len(s.members)].evidence(v - 1)
}

func (s *solver) describe(source, copied news.ID, items []news.Evidence) news.Link {
	items = slices.SortedStableFunc(slices.Values(items), func(a, b news.Evidence) int {
		return cmp.Compare(math.Abs(b.Bits), math.Abs(a.Bits))
	})
	m, _ := s.matched(source, copied)
	return news.Link{Copy: copied, Source: source, Match: m, Evidence: items, Bits: total(items, "")}
}

// outsiders hangs members beyond the exemplars from their likeliest exemplar.
func (s *solver) outsiders() []news.Link {
	if len(s.members) == len(s.all) {
		return nil
	}
	var links []news.Link
	for _, copied := range s.all {
		if s.index(copied.ID) >= 0 {
			continue
		}
		if l := s.likeliest(copied); l.Copy != "" {
			links = append(links, l)
		}
	}
	return links
}

// likeliest links a member beyond the exemplars to the exemplar that explains it best.
func (s *solver) likeliest(copied member) news.Link {
	var best news.Link
	weight := math.Exp2(outsidePrior)
	for _, source := range s.members {
		m, ok := s.matched(source.ID, copied.ID)
		if !ok || !m.Class.Copy() {
			continue
		}
		items := append(pairEvidence(source, copied), evidence("shared-text", 1, copied.ID, "", "%.0f words are the same", m.Words))
		bits := total(items, "")
		weight += math.Exp2(bits)
		if best.Copy == "" || bits > best.Bits {
			best = s.describe(source.ID, copied.ID, items)
		}
	}
	best.Confidence, best.Taken = math.Exp2(best.Bits)/weight, 1-math.Exp2(outsidePrior)/weight
	return best
}
