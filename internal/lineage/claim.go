package lineage

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// An unseenSource is an outlet that members claim and the family does not hold.
type unseenSource struct {
	name   name
	shown  string
	claims map[int][]news.Evidence // by member that names it
	shared map[int][]news.Evidence // by member that names nobody and has the text of one that does
	sure   []bool                  // by member: it claims enough by itself
}

// evidence is what speaks for the unseen source as that of member v.
func (u unseenSource) evidence(v int) []news.Evidence {
	if items, ok := u.claims[v]; ok {
		return items
	}
	return u.shared[v]
}

// findUnseen gathers the outlets that members claim strongly enough and that are no
// members. What leaves claim may be in another family: it makes no node of its own.
func (s *solver) findUnseen() {
	for _, leaves := range []bool{false, true} {
		for v, m := range s.members {
			if s.leaves[m.ID] == leaves {
				s.addClaims(v, m, !leaves)
			}
		}
	}
	s.addReviewed()
	for i := range s.unseen {
		u := &s.unseen[i]
		u.sure = make([]bool, len(s.members))
		for v, items := range u.claims {
			u.sure[v] = total(items, "") >= unseenLeast
		}
	}
	s.unseen = slices.DeleteFunc(s.unseen, func(u unseenSource) bool { return !slices.Contains(u.sure, true) })
	slices.SortFunc(s.unseen, func(a, b unseenSource) int { return cmp.Compare(a.shown, b.shown) })
	for _, u := range s.unseen {
		s.shareClaims(u)
	}
}

// shareClaims lets members that name nobody share in what others claim of their text: a
// copy may have dropped the credit that its sibling kept. Of an agency that is to be
// expected.
func (s *solver) shareClaims(u unseenSource) {
	o, _ := outlet.Find(u.name.key)
	named := slices.Sorted(maps.Keys(u.claims))
	for v, m := range s.members {
		if _, claims := u.claims[v]; claims || len(m.credits) > 0 || s.leaves[m.ID] {
			continue
		}
		for _, w := range named {
			if !u.sure[w] || !s.pair(v, w).match.Class.Whole() {
				continue
			}
			u.shared[v] = []news.Evidence{evidence("shared-claim", 1, m.ID, "", "%s, which has its text, names %s", s.members[w].Name(), u.shown)}
			if o.Agency {
				u.shared[v] = append(u.shared[v], evidence("agency", 1, m.ID, "", "%s is an agency, whose texts others publish", u.shown))
			}
			break
		}
	}
}

// addReviewed adds what people said of members and sources that are not in the index.
func (s *solver) addReviewed() {
	for v, m := range s.members {
		for _, r := range m.reviews {
			name, ok := r.Other.Unseen()
			if !ok || r.Kind != news.Confirm && r.Kind != news.Reject {
				continue
			}
			of := nameOf(s.outlets, name, "")
			i := slices.IndexFunc(s.unseen, func(u unseenSource) bool { return u.name.means(of) })
			if i < 0 && r.Kind == news.Reject {
				continue
			}
			if i < 0 {
				i = len(s.unseen)
				s.unseen = append(s.unseen, unseenSource{name: of, shown: name, claims: map[int][]news.Evidence{}, shared: map[int][]news.Evidence{}})
			}
			s.unseen[i].claims[v] = append(s.unseen[i].claims[v], reviewEvidence(r.Review, r.disputed))
		}
	}
}

func (s *solver) addClaims(v int, m member, found bool) {
	seen := map[string]bool{} // fossils of the outlet before this one
	for _, c := range slices.Concat(m.credits, m.fossils) {
		kind := s.claimKind(c, seen)
		if kind == "" {
			continue
		}
		i := slices.IndexFunc(s.unseen, func(u unseenSource) bool { return u.name.means(c.outlet) })
		if i < 0 && !found {
			continue
		}
		if i < 0 {
			i = len(s.unseen)
			s.unseen = append(s.unseen, unseenSource{name: c.outlet, shown: shownName(c), claims: map[int][]news.Evidence{}, shared: map[int][]news.Evidence{}})
		}
		u := s.unseen[i]
		u.claims[v] = append(u.claims[v], quoted(kind, m.ID, c, "it names %s, which is not in the index", u.shown))
	}
}

// claimKind is the row of the table for a claim on an outlet that is no member, "" when
// it is one or nobody is named.
func (s *solver) claimKind(c claim, seen map[string]bool) string {
	member := slices.ContainsFunc(s.all, func(m member) bool { return m.named(c) || m.addressed(c) })
	switch {
	case c.outlet.key == "" || member:
		return ""
	case c.strength == news.Strong:
		return "credit-name"
	case c.strength == news.Medium:
		return "credit-part"
	case c.strength == news.Weak:
		return ""
	}
	further := seen[c.outlet.key]
	seen[c.outlet.key] = true
	return fossilKind(c, further)
}

// shownName is the table's name for a claimed outlet, else the name as written.
func shownName(c claim) string {
	if name := outlet.Name(c.outlet.key); name != c.outlet.key {
		return name
	}
	return c.shown
}

// rootsTried is how many of the likeliest roots are looked at: families with more than
// two or three sensible ones are undetermined anyway.
const rootsTried = 5

// top is the node that most likely is the root: the member that the text most likely began
// in, or the unseen source that most likely is behind them all. Each counts by the share of
// the family that would hang from it: in a large family that hangs together by excerpts a
// page with little text of its own is hardly anybody's copy, and nobody's source.
func (s *solver) top(g graph, p posterior) int {
	likely := make([]int, 0, len(p.origin))
	chance := make([]float64, len(p.origin))
	for v := 1; v < len(p.origin); v++ {
		chance[v] = p.origin[v]
		likely = append(likely, v)
	}
	slices.SortStableFunc(likely, func(a, b int) int { return cmp.Compare(chance[b], chance[a]) })
	best, most := likely[0], -1.0
	for _, v := range likely[:min(rootsTried, len(likely))] {
		if score := chance[v] * s.reach(v, p.tree(v)); score > most+1e-12 {
			best, most = v, score
		}
	}
	return best
}

// reach is the share of the members that hang from a node, itself among them.
func (s *solver) reach(node int, parent []int) float64 {
	n := 0
	for v := 1; v <= len(s.members); v++ {
		u := v
		for u > 0 && u != node {
			u = parent[u]
		}
		if u == node {
			n++
		}
	}
	return float64(n) / float64(len(s.members))
}

// claim sets what is known of the root, by the rule of honesty.
func (s *solver) claim(f *news.Family, top int, g graph, p posterior) {
	f.Root = s.nodeID(top)
	if top > len(s.members) {
		f.Claim, f.Probability = news.UnseenSource, p.origin[top]
		return
	}
	f.Probability, f.RootEvidence = p.origin[top], s.origins[top-1]
	overturned := true
	if f.Probability >= originLeast {
		f.Rests, overturned = s.leaveOneOut(top, g)
	}
	switch {
	case !overturned && s.beyondText(top, f.Links) && s.spokenFor(f) && s.central(top, f):
		f.Claim = news.Origin
	case s.earliest(top):
		f.Claim = news.Earliest
	default:
		f.Claim = news.Undetermined
	}
}

// leaveOneOut solves the family without each group of evidence in turn. It lists the
// groups without which the root is not certain enough, and reports whether leaving one
// out makes another article the likelier root, or leaving out that first articles are
// copied most makes anything so: where they are not, 4 in 10 claims were wrong without this.
func (s *solver) leaveOneOut(top int, g graph) (rests []string, overturned bool) {
	const tie = 2 // of odds: within a bit two are as likely, which overturns nothing
	for _, group := range append(groups[:], human) {
		less := s.graph(group)
		if less.equal(g) {
			continue // nothing speaks of that group here
		}
		p := less.began()
		if p[top] < originLeast {
			rests = append(rests, group)
		}
		overturned = overturned || group != human && slices.Max(p[1:1+len(s.members)]) > tie*p[top]
	}
	g.even = true
	p := g.began()
	overturned = overturned || slices.Max(p) > p[top]
	return rests, overturned
}

// central reports whether enough copies have the root's text nearest to theirs for it to be
// the first, given how likely it is. Where most are copied from copies, the first to be
// credited often is a copy itself, and a third of the claims were wrong. So is a root that
// half the text was added to.
func (s *solver) central(top int, f *news.Family) bool {
	if slices.ContainsFunc(f.RootEvidence, func(e news.Evidence) bool { return e.Group == human && e.Bits > 0 }) {
		return true
	}
	if len(s.members) <= shapeless {
		return true
	}
	odds := math.Log2(f.Probability / max(1-f.Probability, 1e-9))
	for v, m := range s.members {
		if v == top-1 || s.leaves[m.ID] {
			continue
		}
		if f := s.fit(top-1, v); f.lacks == math.MaxInt || f.next < f.lacks-beatenWords {
			odds += notNearest
		} else {
			odds += nearest
		}
	}
	lacks := slices.ContainsFunc(f.RootEvidence, func(e news.Evidence) bool { return e.Kind == "lacks-word" && e.Bits > mostLacked })
	return odds >= centralLeast && !lacks
}

// spokenFor reports whether more speaks for the root than that one or two of many credit it:
// all others or three do, or it has its voice in others, a writer of its own, or a person for
// it. A copy that was copied is credited too, and a family has many of those where most are
// copies of copies.
func (s *solver) spokenFor(f *news.Family) bool {
	least := rules["credited-by"].bits * math.Log2(1+min(creditsLeast, float64(len(s.members)-1))/2)
	return slices.ContainsFunc(f.RootEvidence, func(e news.Evidence) bool {
		switch e.Kind {
		case "carried-by", "own-byline", "sole-byline":
			return true
		case "credited-by":
			return e.Bits >= least
		}
		return e.Group == human && e.Bits > 0
	})
}

// beyondText reports whether somebody's credit or voice speaks for the root. Dates alone do
// not make an origin: where the true root is not in the index, 12 of 14 claims in 200
// simulated families that could rest on them were wrong.
func (s *solver) beyondText(top int, links []news.Link) bool {
	items := slices.Clone(s.origins[top-1])
	for _, l := range links {
		if l.Source == s.nodeID(top) {
			items = append(items, l.Evidence...)
		}
	}
	return slices.ContainsFunc(items, func(e news.Evidence) bool {
		return (e.Group == explicit || e.Group == fossil || e.Group == human) && e.Bits > 0
	})
}

// earliest reports whether the root is dated and no other member is dated before it.
func (s *solver) earliest(top int) bool {
	date := s.members[top-1].Published
	return date.Known() && !slices.ContainsFunc(s.all, func(m member) bool { return m.Published.Known() && m.Published.Before(date) })
}

// conflicts puts contradictions into words: a credit or canonical address that points to
// a later article, and two articles that credit each other.
func (s *solver) conflicts() []string {
	var out []string
	for u, a := range s.members {
		for v, b := range s.members {
			if !s.pair(u, v).matched {
				continue
			}
			c, ok := credits(b, a)
			if !ok {
				continue
			}
			if b.Published.Known() && a.Published.Known() && b.Published.Before(a.Published) {
				out = append(out, fmt.Sprintf("%s %s %s, whose article is dated later", spoken(b), pointing(c), spoken(a)))
			}
			if _, back := credits(a, b); back && a.ID < b.ID {
				out = append(out, fmt.Sprintf("%s and %s credit each other", spoken(a), spoken(b)))
			}
		}
	}
	slices.Sort(out)
	return append(s.disputes(), slices.Compact(out)...)
}

// spoken is an article as a sentence names it: its outlet and title, where it has both.
func spoken(m member) string {
	if m.Head.Outlet == "" || m.Title == "" {
		return m.Name()
	}
	return fmt.Sprintf("%s “%s”", m.Head.Outlet, m.Title)
}

// credits finds the credit by which copied names source, by address or strongly by name.
func credits(copied, source member) (claim, bool) {
	for _, c := range copied.credits {
		if kind := creditKind(source, copied, c); kind == "credit-link" || kind == "credit-name" {
			return c, true
		}
	}
	return claim{}, false
}

func pointing(c claim) string {
	if c.kind == news.CreditCanonical {
		return "declares as its canonical address"
	}
	return "credits"
}
