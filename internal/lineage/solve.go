package lineage

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"stemma/internal/news"
)

// A Case is everything known of one family before it is solved.
type Case struct {
	Heads   []news.Head                         // sorted by ID
	Matches []news.Match                        // every pair that shares text
	History func(copied, source string) float64 // bits from other families, by outlet keys; nil for none
}

const (
	originLeast = 0.9  // probability from which a root may be called the origin
	clearLeast  = 0.5  // probability under which no verdict on a copy is given
	mergedWords = 25   // words that a further source must explain alone
	solvedNodes = 300  // members solved exactly: the matrix is inverted in cubic time
	shareLeast  = 1e-9 // probability under which a runner-up is nobody
)

// A solver holds one case with its pairs looked up. Node 0 of its graphs is the outside,
// then come the members in order, then the unseen sources.
type solver struct {
	Case
	members []news.Head // those solved exactly
	match   map[[2]news.ID]news.Match
	unseen  []unseenSource
	pairs   map[[2]int][]news.Evidence // by node: source, copy
	roots   [][]news.Evidence          // by member
	shared  map[news.ID]int            // words that others have too, by member
}

// An unseenSource is an outlet that members claim and the family does not hold.
type unseenSource struct {
	name   string
	claims map[int][]news.Evidence // by member
}

// Solve works out the likeliest tree of a family: a function of the set of heads and
// matches, whatever their order.
func Solve(c Case) news.Family {
	if len(c.Heads) == 0 {
		return news.Family{}
	}
	s := newSolver(c)
	g := s.graph("")
	parent, p := g.best(), g.marginals()
	f := news.Family{Members: s.Heads, ID: "F" + s.Heads[0].ID}
	for v := range s.members {
		if l, ok := s.link(v+1, parent, p, g); ok {
			f.Links = append(f.Links, l)
		}
	}
	f.Links = append(f.Links, s.outsiders()...)
	f.Links = append(f.Links, s.seconds(f.Links)...)
	for _, u := range s.unseen {
		f.Unseen = append(f.Unseen, news.UnseenNode{Name: u.name, Named: len(u.claims), Of: len(s.Heads)})
	}
	s.claim(&f, parent, p)
	f.Conflicts = s.conflicts(f.Links)
	s.verdicts(&f)
	return f
}

// Weigh is the evidence that copied took its text from source, with its sum.
func Weigh(c Case, source, copied news.ID) news.Link {
	s := newSolver(c)
	u, v := s.index(source), s.index(copied)
	items := s.pairItems(u, v)
	return s.describe(source, copied, items)
}

// Rank returns the members that share words with one of them, the traced text, as its
// possible sources, the likeliest first. Their confidences add up to less than 1: the
// text may come from elsewhere.
func Rank(c Case, text news.ID) []news.Link {
	s := newSolver(c)
	v := s.index(text)
	var links []news.Link
	weight := 1.0 // of elsewhere
	for u, h := range s.members {
		if m, ok := s.matched(h.ID, text); ok && u != v {
			l := s.describe(h.ID, text, append(s.pairItems(u, v), s.roots[u]...))
			l.Confidence = m.ShareB() * math.Exp2(l.Bits)
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

func newSolver(c Case) *solver {
	s := &solver{Case: c, match: map[[2]news.ID]news.Match{}, pairs: map[[2]int][]news.Evidence{}, shared: map[news.ID]int{}}
	s.Heads = slices.SortedFunc(slices.Values(c.Heads), func(a, b news.Head) int { return cmp.Compare(a.ID, b.ID) })
	s.members = s.exemplars()
	for _, m := range c.Matches {
		s.match[[2]news.ID{m.A, m.B}] = m
	}
	for _, h := range s.members {
		s.roots = append(s.roots, rootEvidence(h, s.Heads))
	}
	s.findUnseen()
	return s
}

// exemplars are the members solved exactly: those with the earliest dates.
func (s *solver) exemplars() []news.Head {
	if len(s.Heads) <= solvedNodes {
		return s.Heads
	}
	heads := slices.Clone(s.Heads)
	slices.SortStableFunc(heads, func(a, b news.Head) int {
		return cmp.Or(-cmp.Compare(s.promise(a), s.promise(b)), a.Published.Earliest.Compare(b.Published.Earliest))
	})
	heads = heads[:solvedNodes]
	slices.SortFunc(heads, func(a, b news.Head) int { return cmp.Compare(a.ID, b.ID) })
	return heads
}

// promise orders members by how likely others hang from them.
func (s *solver) promise(h news.Head) int {
	switch {
	case h.Published.Known() && len(h.Credits) == 0:
		return 2
	case h.Published.Known():
		return 1
	}
	return 0
}

func (s *solver) index(id news.ID) int {
	return slices.IndexFunc(s.members, func(h news.Head) bool { return h.ID == id })
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

// findUnseen gathers the outlets that members claim strongly enough and that are not members.
func (s *solver) findUnseen() {
	for v, h := range s.members {
		for _, e := range s.claimsOf(h) {
			i := slices.IndexFunc(s.unseen, func(u unseenSource) bool { return u.name == e.name })
			if i < 0 {
				i = len(s.unseen)
				s.unseen = append(s.unseen, unseenSource{e.name, map[int][]news.Evidence{}})
			}
			s.unseen[i].claims[v] = append(s.unseen[i].claims[v], e.Evidence)
		}
	}
	s.unseen = slices.DeleteFunc(s.unseen, func(u unseenSource) bool {
		for _, items := range u.claims {
			if total(items, "") >= unseenLeast {
				return false
			}
		}
		return true
	})
	slices.SortFunc(s.unseen, func(a, b unseenSource) int { return cmp.Compare(a.name, b.name) })
}

// graph weighs every edge; evidence of the group without counts nothing.
func (s *solver) graph(without string) graph {
	g := newGraph(1 + len(s.members) + len(s.unseen))
	for v, h := range s.members {
		g.bits[0][v+1] = total(s.roots[v], without)
		for u, from := range s.members {
			m, ok := s.matched(from.ID, h.ID)
			if ok && u != v && m.Class.Copy() {
				g.bits[u+1][v+1] = total(s.pairItems(u, v), without)
			}
		}
	}
	for i, source := range s.unseen {
		node := 1 + len(s.members) + i
		g.bits[0][node] = 0
		for v, items := range source.claims {
			g.bits[node][v+1] = total(items, without) - unseenCost
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
	items := pairEvidence(source, copied)
	if m, ok := s.matched(source.ID, copied.ID); ok {
		items = append(items, s.textEvidence(m)...)
	}
	for _, unseen := range s.unseen {
		if total(unseen.claims[u], "") >= unseenLeast && total(unseen.claims[v], "") >= unseenLeast {
			items = append(items, evidence("common-credit", 1, copied.ID, "", "both name %s, which is not in the index", unseen.name))
			break
		}
	}
	if s.History != nil {
		if bits := s.History(keyOf(copied), keyOf(source)); bits != 0 {
			items = append(items, evidence("history", bits, copied.ID, "", "%s credits %s elsewhere", copied.Outlet, source.Outlet))
		}
	}
	s.pairs[[2]int{u, v}] = items
	return items
}

// textEvidence is what the words say: that they are shared, and how many the source
// lacks that the copy has in common with the rest of the family.
func (s *solver) textEvidence(m news.Match) []news.Evidence {
	if !m.Class.Copy() {
		return nil
	}
	items := []news.Evidence{evidence("shared-text", 1, m.B, "", "%.0f words are the same", m.Words)}
	missing := s.familiar(m.B) - covered(m).count()
	if missing > 0 {
		times := min(float64(missing), floorWords/rules["missing-word"].bits)
		items = append(items, evidence("missing-word", times, m.B, "", "%d words that the copy shares with others are not in the source", missing))
	}
	return items
}

// familiar counts the words of a member that some other member has too.
func (s *solver) familiar(id news.ID) int {
	if n, ok := s.shared[id]; ok {
		return n
	}
	var all wordSet
	for _, h := range s.members {
		if other, ok := s.matched(h.ID, id); ok && h.ID != id {
			all = all.with(covered(other))
		}
	}
	s.shared[id] = all.count()
	return s.shared[id]
}

// covered is the set of the copy's words, m's B, that are in the source too.
func covered(m news.Match) wordSet {
	var words wordSet
	for _, p := range m.Passages {
		for _, r := range p.Runs {
			words = words.mark(r.B, r.Words)
		}
	}
	return words
}

// A wordSet is a set of word indices, one bit each.
type wordSet []uint64

func (w wordSet) mark(from, n int) wordSet {
	if need := (from+n+63)/64 - len(w); need > 0 {
		w = append(w, make(wordSet, need)...)
	}
	for i := from; i < from+n; i++ {
		w[i/64] |= 1 << (i % 64)
	}
	return w
}

// with is the union of both sets; w is used up.
func (w wordSet) with(other wordSet) wordSet {
	if need := len(other) - len(w); need > 0 {
		w = append(w, make(wordSet, need)...)
	}
	for i := range other {
		w[i] |= other[i]
	}
	return w
}

func (w wordSet) count() int {
	n := 0
	for _, b := range w {
		n += bits.OnesCount64(b)
	}
	return n
}

// nodeID is the ID of a node that is not the outside.
func (s *solver) nodeID(node int) news.ID {
	if node <= len(s.members) {
		return s.members[node-1].ID
	}
	return news.UnseenID(s.unseen[node-1-len(s.members)].name)
}

// link describes the tree's edge into member node v, false when it hangs from the outside.
func (s *solver) link(v int, parent []int, p [][]float64, g graph) (news.Link, bool) {
	u := parent[v]
	if u == 0 {
		return news.Link{}, false
	}
	l := s.describe(s.nodeID(u), s.nodeID(v), s.items(u, v))
	l.Bits, l.Confidence = g.bits[u][v], p[u][v]
	for w := 1; w < len(p); w++ {
		if w != u && p[w][v] > max(l.RunnerUpConfidence, shareLeast) {
			l.RunnerUp, l.RunnerUpConfidence = s.nodeID(w), p[w][v]
		}
	}
	return l, true
}

func (s *solver) items(u, v int) []news.Evidence {
	if u <= len(s.members) {
		return s.pairItems(u-1, v-1)
	}
	return s.unseen[u-1-len(s.members)].claims[v-1]
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
	var links []news.Link
	for _, h := range s.Heads {
		if s.index(h.ID) >= 0 {
			continue
		}
		var best news.Link
		weight := 1.0
		for _, from := range s.members {
			m, ok := s.matched(from.ID, h.ID)
			if !ok || !m.Class.Copy() {
				continue
			}
			l := s.describe(from.ID, h.ID, append(pairEvidence(from, h), evidence("shared-text", 1, h.ID, "", "%.0f words are the same", m.Words)))
			weight += math.Exp2(l.Bits)
			if best.Copy == "" || l.Bits > best.Bits {
				best = l
			}
		}
		if best.Copy != "" {
			best.Confidence = math.Exp2(best.Bits) / weight
			links = append(links, best)
		}
	}
	return links
}

// seconds are the further sources of merged articles: members that explain words which
// the sources before them do not.
func (s *solver) seconds(tree []news.Link) []news.Link {
	var links []news.Link
	for _, l := range tree {
		if _, unseen := l.Source.Unseen(); unseen || l.Match.Class.Whole() {
			continue
		}
		have := covered(l.Match)
		for {
			best, gain := news.Link{}, mergedWords-1
			for u, h := range s.members {
				m, ok := s.matched(h.ID, l.Copy)
				if !ok || !m.Class.Copy() || h.ID == l.Source {
					continue
				}
				if n := slices.Clone(have).with(covered(m)).count() - have.count(); n > gain {
					best, gain = s.describe(h.ID, l.Copy, s.pairItems(u, s.index(l.Copy))), n
				}
			}
			if best.Copy == "" {
				break
			}
			best.Second, best.Confidence = true, 1/(1+math.Exp2(-best.Bits))
			have = have.with(covered(best.Match))
			links = append(links, best)
		}
	}
	slices.SortFunc(links, func(a, b news.Link) int { return cmp.Or(cmp.Compare(a.Copy, b.Copy), cmp.Compare(a.Source, b.Source)) })
	return links
}

// conflicts puts contradictions into words.
func (s *solver) conflicts(links []news.Link) []string {
	var out []string
	for _, l := range links {
		var credit, later bool
		for _, e := range l.Evidence {
			credit = credit || e.Kind == "credit-link" || e.Kind == "credit-name"
			later = later || e.Kind == "date-after"
		}
		if credit && later {
			source, _ := news.Family{Members: s.Heads}.Member(l.Source)
			copied, _ := news.Family{Members: s.Heads}.Member(l.Copy)
			out = append(out, fmt.Sprintf("%s credits %s, whose article is dated later", copied.Name(), source.Name()))
		}
	}
	slices.Sort(out)
	return out
}
