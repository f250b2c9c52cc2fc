package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"stemma/internal/news"
	"stemma/internal/store"
)

const (
	sureLink = 0.9 // probability under which a link may be wrong and its copy a source of its own
	ownWords = 0.5 // share of a copy's words that its sources explain, under which it may have reported itself
)

// Sources says how many independent sources stand behind some articles.
type Sources struct {
	Independent []Source // those behind most articles first
	Least, Most int      // how many there are if what the doubts say is so
	Doubts      []Doubt
}

// A Source is one independent source: texts that began at one outlet, or at outlets of one
// owner, whether they are in the index or not.
type Source struct {
	Name   string
	Began  []news.ID // the articles or unseen sources that its texts began in, sorted
	One    []string  // why several of those are one source, a sentence each
	Behind []Basis   // the articles asked for, sorted by ID
}

// A Basis is how one article comes from a source.
type Basis struct {
	Article news.Head
	Path    []news.Link // from the article up to where its text began; empty when it began there
}

// A Doubt is a reason why there may be more or fewer sources.
type Doubt struct {
	Article, Other news.ID
	More           bool // there may be one more; else one fewer
	Text           string
}

// CountSources traces some articles to where their texts began, and counts what is
// independent of that: copies, agencies that only their copies name, duplicates, mirrors
// and outlets of one owner are one source.
//
//	A <- B (copy),  C, D name Reuters, E by A's owner:  2 sources, {A, E} and Reuters
func CountSources(ctx context.Context, s *store.Store, ids []news.ID) (Sources, error) {
	q, err := newInquiry(ctx, s, ids)
	if err != nil {
		return Sources{}, err
	}
	return q.count(), nil
}

func (q *inquiry) count() Sources {
	out := Sources{Independent: q.sources(func(news.Link) bool { return false })}
	more := q.doubtful()
	cut := q.sources(func(l news.Link) bool { _, is := more[linkEnds(l)]; return is })
	out.Most = max(len(cut), len(out.Independent))
	if out.Most > len(out.Independent) {
		for _, key := range slices.SortedFunc(maps.Keys(more), func(a, b [2]news.ID) int { return slices.Compare(a[:], b[:]) }) {
			out.Doubts = append(out.Doubts, more[key])
		}
	}
	fewer, merged := q.ties(out.Independent)
	out.Least, out.Doubts = len(out.Independent)-merged, append(out.Doubts, fewer...)
	return out
}

// An inquiry is what is known of the articles asked for and of the families they are in.
type inquiry struct {
	names    *namer
	asked    []news.Head
	heads    map[news.ID]news.Head   // of all members
	links    map[news.ID][]news.Link // by copy: to its sources, seconds among them
	families map[news.ID][]news.ID   // of each member
	matches  []news.Match            // of the articles asked for
}

func newInquiry(ctx context.Context, s *store.Store, ids []news.ID) (*inquiry, error) {
	names, err := newNamer(ctx, s)
	if err != nil {
		return nil, err
	}
	q := &inquiry{names: names, heads: map[news.ID]news.Head{}, links: map[news.ID][]news.Link{}, families: map[news.ID][]news.ID{}}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	keys, err := s.Keys(ctx, ids)
	if err != nil {
		return nil, err
	}
	if q.asked, err = s.Heads(ctx, keys); err != nil {
		return nil, err
	}
	for _, h := range q.asked {
		q.heads[h.ID] = h
	}
	if err := q.readFamilies(ctx, s, ids); err != nil {
		return nil, err
	}
	q.matches, err = s.MatchesOf(ctx, ids)
	return q, err
}

func (q *inquiry) readFamilies(ctx context.Context, s *store.Store, ids []news.ID) error {
	of, err := s.FamiliesOf(ctx, ids)
	if err != nil {
		return err
	}
	seen := map[news.ID]bool{}
	for _, id := range ids {
		for _, family := range of[id] {
			seen[family] = true
		}
	}
	for _, id := range sorted(seen) {
		f, err := s.Family(ctx, id)
		if err != nil {
			return err
		}
		for _, h := range f.Members {
			q.heads[h.ID], q.families[h.ID] = h, append(q.families[h.ID], f.ID)
		}
		for _, l := range f.Links {
			q.links[l.Copy] = append(q.links[l.Copy], l)
		}
	}
	return nil
}

// sources groups where the articles' texts began, as if the links for which cut is true
// were none.
func (q *inquiry) sources(cut func(news.Link) bool) []Source {
	by := map[news.ID]*Source{}
	var order []news.ID
	alike := q.alike(cut)
	for _, h := range q.asked {
		for _, path := range q.paths(h.ID, cut) {
			began := beginning(h.ID, path)
			key := alike.of(q.owner(began))
			src := by[key]
			if src == nil {
				src = &Source{Name: q.nameOf(q.owner(began), began)}
				by[key] = src
				order = append(order, key)
			}
			if !slices.Contains(src.Began, began) {
				src.Began = append(src.Began, began)
			}
			src.Behind = append(src.Behind, Basis{h, path})
		}
	}
	var list []Source
	for _, key := range order {
		slices.Sort(by[key].Began)
		by[key].One = q.reasons(by[key].Began)
		list = append(list, *by[key])
	}
	slices.SortStableFunc(list, func(a, b Source) int {
		return cmp.Or(cmp.Compare(len(b.Behind), len(a.Behind)), cmp.Compare(a.Began[0], b.Began[0]))
	})
	return list
}

// alike unites the owners of where articles began that have one text and of which neither
// is held to be from the other: something unknown is behind both.
func (q *inquiry) alike(cut func(news.Link) bool) sets[news.ID] {
	owners := newSets(nil)
	began := map[news.ID][]news.ID{}
	for _, h := range q.asked {
		for _, path := range q.paths(h.ID, cut) {
			owner := q.owner(beginning(h.ID, path))
			owners[owner] = owner
			began[h.ID] = append(began[h.ID], owner)
		}
	}
	for _, m := range q.matches {
		a, b := began[m.A], began[m.B]
		if (m.Class.Whole() || m.Reverse.Whole()) && len(a) == 1 && len(b) == 1 {
			owners.unite(a[0], b[0])
		}
	}
	return owners
}

// beginning is where the text of an article began that has come by a path.
func beginning(id news.ID, path []news.Link) news.ID {
	if len(path) == 0 {
		return id
	}
	return path[len(path)-1].Source
}

// paths are the ways from an article up to where its text began: one, or several when it is
// merged. An article without a link in a family that hangs together otherwise began
// nowhere that is known: it stands for itself, and is held against the others by ties.
func (q *inquiry) paths(id news.ID, cut func(news.Link) bool) [][]news.Link {
	var out [][]news.Link
	for _, l := range q.links[id] {
		if cut(l) {
			continue
		}
		for _, rest := range q.paths(l.Source, cut) {
			out = append(out, append([]news.Link{l}, rest...))
		}
	}
	if out == nil {
		out = [][]news.Link{nil}
	}
	return out
}

// owner is the key of who owns the outlet of an article or unseen source; of an article
// without an outlet, its ID.
func (q *inquiry) owner(id news.ID) news.ID {
	return news.ID(cmp.Or(q.names.outlets.Owner(q.outletOf(id)), string(id)))
}

func (q *inquiry) outletOf(id news.ID) string {
	if name, unseen := id.Unseen(); unseen {
		return q.names.key(name, "")
	}
	h := q.heads[id]
	return q.names.key(h.Outlet, h.Domain)
}

// nameOf is how a source is shown.
func (q *inquiry) nameOf(owner, began news.ID) string {
	key := string(owner)
	if name := q.names.outlets.Name(key); name != key {
		return name
	}
	if name, unseen := began.Unseen(); unseen {
		return name
	}
	if q.outletOf(began) != key {
		return key // the owner
	}
	return cmp.Or(q.heads[began].Outlet, q.heads[began].Name())
}

// reasons say why texts that began in several places are of one source.
func (q *inquiry) reasons(began []news.ID) []string {
	outlets, owners := map[string]int{}, map[news.ID]int{}
	for _, id := range began {
		outlets[q.outletOf(id)]++
		owners[q.owner(id)]++
	}
	var out []string
	for _, outlet := range slices.Sorted(maps.Keys(outlets)) {
		if n := outlets[outlet]; n > 1 {
			out = append(out, fmt.Sprintf("%d texts are by one outlet, %s", n, q.nameOf(news.ID(outlet), q.first(began, outlet))))
		}
	}
	if len(outlets) > len(owners) {
		out = append(out, fmt.Sprintf("%d outlets belong to %s", len(outlets), q.names.outlets.Name(string(q.owner(began[0])))))
	}
	if len(owners) > 1 {
		out = append(out, fmt.Sprintf("%d have one text, and which was first is not known", len(owners)))
	}
	return out
}

// first is the first of some articles that is of an outlet.
func (q *inquiry) first(began []news.ID, outlet string) news.ID {
	return began[slices.IndexFunc(began, func(id news.ID) bool { return q.outletOf(id) == outlet })]
}

func linkEnds(l news.Link) [2]news.ID { return [2]news.ID{l.Copy, l.Source} }

// doubtful are the links on the articles' ways up that may be none, with why. Of two texts
// that share nearly all their words one source is behind both, whichever came first.
func (q *inquiry) doubtful() map[[2]news.ID]Doubt {
	out := map[[2]news.ID]Doubt{}
	for _, h := range q.asked {
		for _, path := range q.paths(h.ID, func(news.Link) bool { return false }) {
			for _, l := range path {
				if text := q.doubt(l); text != "" {
					out[linkEnds(l)] = Doubt{l.Copy, l.Source, true, text}
				}
			}
		}
	}
	return out
}

// doubt says why a link may be none, "" when it is beyond doubt.
func (q *inquiry) doubt(l news.Link) string {
	_, unseen := l.Source.Unseen()
	switch {
	case l.Match.Class.Whole():
		return ""
	case unseen && l.Taken < sureLink:
		return fmt.Sprintf("that it is from there is only %.0f %% sure", 100*l.Taken)
	case unseen:
		return ""
	case l.Taken < sureLink:
		return fmt.Sprintf("that it took its words from there or a copy is only %.0f %% sure", 100*l.Taken)
	}
	if share := q.explained(l.Copy); share < ownWords {
		return fmt.Sprintf("%.0f %% of its words are its own: it may have reported itself", 100*(1-share))
	}
	return ""
}

// explained is the share of a copy's words that its sources have.
func (q *inquiry) explained(id news.ID) float64 {
	share := 0.0
	for _, l := range q.links[id] {
		if _, unseen := l.Source.Unseen(); unseen {
			return 1
		}
		share += l.Match.ShareB()
	}
	return min(1, share)
}

// ties finds what may make one of two sources: that articles of both share copied text, are
// of one family, or that one names the other. It returns these doubts and by how many there
// would be fewer sources.
func (q *inquiry) ties(list []Source) ([]Doubt, int) {
	at := map[news.ID][]int{} // the sources that an article is from
	for i, src := range list {
		for _, b := range src.Behind {
			at[b.Article.ID] = append(at[b.Article.ID], i)
		}
		for _, id := range src.Began {
			at[id] = append(at[id], i)
		}
	}
	groups := newSets(nil)
	for i := range list {
		groups[sourceID(i)] = sourceID(i)
	}
	var out []Doubt
	tie := func(a, b news.ID, text string) {
		if slices.ContainsFunc(at[a], func(i int) bool { return slices.Contains(at[b], i) }) || len(at[a]) == 0 || len(at[b]) == 0 {
			return // what they share is accounted for
		}
		if x, y := sourceID(at[a][0]), sourceID(at[b][0]); groups.of(x) != groups.of(y) {
			groups.unite(x, y)
			out = append(out, Doubt{a, b, false, text})
		}
	}
	for _, m := range q.matches {
		if m.Class.Copy() || m.Reverse.Copy() {
			tie(m.A, m.B, fmt.Sprintf("they share %.0f words", m.Words))
		}
	}
	q.kin(list, tie)
	q.naming(list, tie)
	return out, len(out)
}

func sourceID(i int) news.ID { return news.ID(fmt.Sprint(i)) }

// kin ties articles that are of one family without a way from one to the other.
func (q *inquiry) kin(list []Source, tie func(a, b news.ID, text string)) {
	first := map[news.ID]news.ID{} // by family
	for _, src := range list {
		for _, id := range src.Began {
			for _, f := range q.families[id] {
				if other, ok := first[f]; ok {
					tie(other, id, "they are of one family, "+string(f))
				} else {
					first[f] = id
				}
			}
		}
	}
}

// naming ties an article to a source that it names, however weakly.
func (q *inquiry) naming(list []Source, tie func(a, b news.ID, text string)) {
	for _, src := range list {
		for _, id := range src.Began {
			for _, c := range q.heads[id].Credits {
				for _, other := range list {
					if c.Name != "" && news.ID(q.names.outlets.Owner(q.names.key(c.Name, ""))) == q.owner(other.Began[0]) {
						tie(id, other.Began[0], "it names it: “"+c.Quote+"”")
					}
				}
			}
		}
	}
}
