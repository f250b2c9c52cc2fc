package lineage

import (
	"cmp"
	"math"
	"slices"
	"sort"

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
	originLeast  = 0.9  // probability from which a root may be called the origin
	nearest      = 1.5  // bits for an origin, for each copy whose nearest text is the root's: twice as many as where copies are mostly of copies
	notNearest   = -1.3 // for each other
	centralLeast = 6.5  // bits that these and the odds of the root add up to in an origin
	shapeless    = 3    // members up to which there is nothing to see of who is copied from
	creditsLeast = 3.0  // copies that credit an origin which nothing else speaks for: 18 of 68 origins claimed in chains were wrong, with it 2 of 46
	mostLacked   = 20   // bits for words that others share and an origin lacks
	clearLeast   = 0.5  // probability under which no verdict on a copy is given
	mergedWords  = 25   // words that a further source must explain alone
	solvedNodes  = 300  // members solved exactly: the matrix is inverted in cubic time
	mostShare    = 0.5  // of a copy's words, from which sharing them counts in full: of less it may be the source itself
	shareLeast   = 1e-9 // probability under which a runner-up is nobody
)

// A solver holds one case with its pairs looked up. Node 0 of its graphs is the outside,
// then come the members in order, then the unseen sources.
type solver struct {
	outlets   *outlet.Book
	reviews   []news.Review
	all       []member // sorted by ID
	members   []member // those solved exactly
	leaves    map[news.ID]bool
	match     map[[2]news.ID]news.Match
	unseen    []unseenSource
	pairs     []*pair           // by member: the source's row, the copy's column; nil until asked for
	strangers pair              // what a pair is that shares nothing
	origins   [][]news.Evidence // by member
	outside   [][]news.Evidence // by member
	shared    []int             // words that others have too, by member; unknown until counted
	once      []int             // those that one other has alone
	traced    news.ID           // of Rank, else empty
	most      int               // words that a member shares with two others or more, of that which shares most
}

// unknown is a number of words that nobody has counted yet.
const unknown = -1

// A pair is what is known of one member as the source of another.
type pair struct {
	match   news.Match // with the source as A, without its passages
	matched bool       // whether they share text at all
	words   wordSet    // of the copy, that are in the source
	outer   []news.Evidence
	items   []news.Evidence // nil until asked for, as outer is
	weight  weight          // of items
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
	t := solution{g, p, p.tree(top), top, s.shapeOf(p, top)}
	f := news.Family{ID: s.familyID()}
	for _, m := range s.all {
		f.Members = append(f.Members, m.Head)
	}
	for v := range s.members {
		if l, ok := s.link(v+1, t); ok {
			f.Links = append(f.Links, l)
		}
	}
	f.Links = append(f.Links, s.outsiders()...)
	f.Links = append(f.Links, s.seconds(f.Links)...)
	for _, u := range s.unseen {
		f.Unseen = append(f.Unseen, news.UnseenNode{Name: u.shown, Named: len(u.claims), Of: len(s.all)})
	}
	s.claim(&f, top, g, p)
	f.Conflicts = s.conflicts()
	s.verdicts(&f)
	return f
}

func newSolver(c Case) *solver {
	s := &solver{outlets: c.Outlets, reviews: c.Reviews, leaves: c.Leaves, match: make(map[[2]news.ID]news.Match, len(c.Matches))}
	s.all = membersOf(c)
	slices.SortFunc(s.all, byID)
	s.members = s.exemplars()
	for _, m := range c.Matches {
		s.match[[2]news.ID{m.A, m.B}] = m
	}
	n := len(s.members)
	s.pairs, s.shared, s.once = make([]*pair, n*n), slices.Repeat([]int{unknown}, n), make([]int, n)
	for v := range s.members {
		if !s.leaf(v) {
			s.most = max(s.most, s.common(v))
		}
	}
	for v, m := range s.members {
		s.origins = append(s.origins, append(originEvidence(m, s.all), s.lackEvidence(v)...))
		s.outside = append(s.outside, outsideEvidence(m))
	}
	return s
}

// leaf reports whether member v is a leaf.
func (s *solver) leaf(v int) bool { return s.leaves[s.members[v].ID] }

// confirmed reports whether somebody undisputedly said that member v took its text from
// member u.
func (s *solver) confirmed(u, v int) bool {
	return slices.ContainsFunc(s.members[v].reviews, func(r opinion) bool {
		return r.Kind == news.Confirm && r.Other == s.members[u].ID && !r.disputed
	})
}

// pair is what is known of member u as the source of member v.
func (s *solver) pair(u, v int) *pair {
	p := s.pairs[u*len(s.members)+v]
	if p == nil {
		p = s.newPair(s.members[u].ID, s.members[v])
		s.pairs[u*len(s.members)+v] = p
	}
	return p
}

// newPair is all that the match of a pair says; furniture is not copied. Most pairs
// of a large family have none and are one, strangers.
func (s *solver) newPair(source news.ID, copied member) *pair {
	if m, ok := s.match[[2]news.ID{source, copied.ID}]; ok {
		words := covered(m).without(copied.furniture)
		m.Passages = nil
		return &pair{match: m, matched: true, words: words}
	}
	if m, ok := s.match[[2]news.ID{copied.ID, source}]; ok {
		words := covering(m).without(copied.furniture)
		m.Passages = nil
		return &pair{match: m.Flip(), matched: true, words: words}
	}
	return &s.strangers
}

// ownPair is pair, to be changed.
func (s *solver) ownPair(u, v int) *pair {
	p := s.pair(u, v)
	if p == &s.strangers {
		p = &pair{}
		s.pairs[u*len(s.members)+v] = p
	}
	return p
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
func (s *solver) index(id news.ID) int { return indexOf(s.members, id) }

// indexOf is the place of the article with the given id among some sorted by it, -1 when it
// is not there.
func indexOf(sorted []member, id news.ID) int {
	i, found := sort.Find(len(sorted), func(i int) int { return cmp.Compare(id, sorted[i].ID) })
	if !found {
		return -1
	}
	return i
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
	g.origin[0] = hiddenPrior
	for v := range s.members {
		g.bits[0][v+1] = total(s.outside[v], without) + s.own(v, without)
		if !s.leaf(v) {
			g.origin[v+1] = total(s.origins[v], without)
		}
		for u := range s.members {
			if u == v || s.leaf(u) && !s.leaf(v) {
				continue
			}
			if s.pair(u, v).match.Class.Copy() || s.confirmed(u, v) {
				g.bits[u+1][v+1] = s.weighed(u, v).total(without)
			}
		}
	}
	for i := range s.unseen {
		s.weighUnseen(g, i, without)
	}
	if without != timing {
		s.doubtDates(g, without)
	}
	return g
}

// weighUnseen weighs the edges of an unseen source. Its text is taken to be what three
// members or more have in common.
func (s *solver) weighUnseen(g graph, i int, without string) {
	node := 1 + len(s.members) + i
	g.bits[0][node] = unseenCopied
	g.origin[node] = unseenPrior
	for v := range s.members {
		if items := s.unseen[i].evidence(v); len(items) > 0 {
			g.bits[node][v+1] = total(items, without) + unseenGain + s.own(v, without)
		}
		if !s.leaf(v) {
			lack := max(0, s.most-s.common(v))
			g.bits[v+1][node] = unseenCopied - wordBits(lack, without)
		}
	}
	for j := range s.unseen {
		if j != i {
			g.bits[node][1+len(s.members)+j] = unseenCopied
		}
	}
}

// own is what speaks against a hidden source of member v: the words that v has with one
// other member alone were hardly in it.
func (s *solver) own(v int, without string) float64 {
	return -wordBits(s.rare(v), without)
}

// wordBits weighs words that a text lacks.
func wordBits(words int, without string) float64 {
	if without == text {
		return 0
	}
	return min(float64(words)*rules["lacks-word"].bits, clampWords)
}

// doubtDates weighs the edges from dated members as if they had no date.
func (s *solver) doubtDates(g graph, without string) {
	for u := range s.members {
		if !s.members[u].Published.Known() {
			continue
		}
		g.doubt[u+1] = slices.Clone(g.bits[u+1])
		for v := range s.members {
			if !math.IsInf(g.bits[u+1][v+1], -1) {
				g.doubt[u+1][v+1] = s.weighed(u, v).less(timing).total(without)
			}
		}
	}
}

// pairItems is all evidence that member v took its text from member u.
func (s *solver) pairItems(u, v int) []news.Evidence {
	p := s.ownPair(u, v)
	if p.items != nil {
		return p.items
	}
	p.items = slices.Clone(s.outerItems(u, v))
	if p.match.Class.Copy() {
		p.items = append(p.items, s.textEvidence(u, v)...)
	}
	for _, unseen := range s.unseen {
		if unseen.sure[u] && unseen.sure[v] {
			p.items = append(p.items, evidence("common-credit", 1, s.members[v].ID, "", "both name %s, which is not in the index", unseen.shown))
			break
		}
	}
	p.weight = weightOf(p.items)
	return p.items
}

// weighed is the weight of pairItems.
func (s *solver) weighed(u, v int) weight {
	s.pairItems(u, v)
	return s.pair(u, v).weight
}

// outerItems is the evidence that member v took its text from member u, but for what the
// words and the rest of the family say.
func (s *solver) outerItems(u, v int) []news.Evidence {
	p := s.ownPair(u, v)
	if p.outer == nil {
		p.outer = pairEvidence(s.members[u], s.members[v])
	}
	return p.outer
}

// textEvidence is what the words say: that they are shared, and how many the source
// lacks that the copy has in common with the rest of the family: A has 20 words that B and
// R share and none of its own is in B, so B is not A's copy.
func (s *solver) textEvidence(u, v int) []news.Evidence {
	p := s.pair(u, v)
	items := []news.Evidence{evidence("shared-text", min(1, p.match.ShareB()/mostShare), p.match.B, "", "%.0f words are the same", p.match.Words)}
	if missing := s.familiar(v) - p.words.count(); missing > 0 {
		times := min(float64(missing+firstMissing), -clampWords/rules["missing-word"].bits)
		items = append(items, evidence("missing-word", times, p.match.B, "", "%d words that the copy shares with others are not in the source", missing))
	}
	return items
}

// lackEvidence is how many words a text that began in member v would lack of those that its
// fullest version shares: copies wrote them, and are charged for them. A hidden source is
// charged for what that version has with one other alone; so is v.
func (s *solver) lackEvidence(v int) []news.Evidence {
	fullest, common, id := s.familiar(v), s.common(v), s.members[v].ID
	for u := range s.members {
		if s.version(v, u) && !s.leaf(u) {
			fullest, common = max(fullest, s.familiar(u)), max(common, s.common(u))
		}
	}
	lack := min(fullest-s.familiar(v), int(clampLacked/rules["lacks-word"].bits)) - (fullest - common)
	switch {
	case lack > 0:
		return []news.Evidence{evidence("lacks-word", float64(lack), id, "", "it lacks %d words that others share: copies wrote them", lack)}
	case lack < 0:
		return []news.Evidence{evidence("lacks-word", float64(lack), id, "", "%d words that it or its fullest version shares stand in one other alone", -lack)}
	}
	return nil
}

// common counts the words of member v that two others have too.
func (s *solver) common(v int) int { return s.familiar(v) - s.rare(v) }

// familiar counts the words of member v that some other member has too.
func (s *solver) familiar(v int) int {
	s.countShared(v)
	return s.shared[v]
}

// rare counts the words of member v that exactly one other has too, where there are four
// or more to compare.
func (s *solver) rare(v int) int {
	s.countShared(v)
	return s.once[v]
}

// version reports whether two members are versions of one text: they share the most of one
// of the two. Of a traced text all that has words of it is compared.
func (s *solver) version(u, v int) bool {
	p := s.pair(u, v)
	return p.matched && (s.members[v].ID == s.traced || max(p.match.ShareA(), p.match.ShareB()) >= mostShare)
}

// countShared counts the words that a member has in common with versions of its text.
// What it shares with others beside, such as an agency's caption, says nothing of where the
// text is from. Of a leaf the rest may be
// from other families.
func (s *solver) countShared(v int) {
	if s.shared[v] != unknown {
		return
	}
	var all, twice wordSet
	texts := 0
	for u := range s.members {
		if u == v || !s.version(u, v) || s.leaf(u) && !s.leaf(v) {
			continue
		}
		texts++
		more := s.pair(u, v).words
		twice = twice.with(all.and(more))
		all = all.with(more)
	}
	s.shared[v] = all.count()
	if s.once[v] = all.count() - twice.count(); texts < 3 {
		s.once[v] = 0
	}
}

// nodeID is the ID of a node that is not the outside.
func (s *solver) nodeID(node int) news.ID {
	if node <= len(s.members) {
		return s.members[node-1].ID
	}
	return news.UnseenID(s.unseen[node-1-len(s.members)].shown)
}

// A solution is the likeliest tree, with what it was found in.
type solution struct {
	graph     graph
	posterior posterior
	parent    []int // by node; -1 of node 0
	top       int   // the node that most likely is the root
	shape     shape
}

// link describes the tree's edge into member node v, false when it hangs from the outside.
func (s *solver) link(v int, t solution) (news.Link, bool) {
	u, edge := t.parent[v], t.posterior.edge
	if u == 0 {
		return news.Link{}, false
	}
	l := s.describe(s.nodeID(u), s.nodeID(v), s.items(u, v))
	l.Bits, l.Confidence = t.graph.bits[u][v], edge[u][v]
	for w := 1; w < len(t.parent); w++ {
		l.Taken += edge[w][v]
		if w != u && edge[w][v] > max(l.RunnerUpConfidence, shareLeast) {
			l.RunnerUp, l.RunnerUpConfidence = s.nodeID(w), edge[w][v]
		}
	}
	l.Taken = min(1, l.Taken)
	footing := s.footing(u-1, v-1, s.items(u, v), t.top > len(s.members))
	s.calibrate(&l, footing, s.signs(v, t))
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
