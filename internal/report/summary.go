package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"stemma/internal/news"
)

// A summary is what a report says of its families together.
type summary struct {
	Articles, Families, Copies, Single int
	Credited, Uncredited               int // copies
	Claims                             map[news.Claim]int
	Verdicts                           map[news.Verdict]int
	Outlets                            []outletLine
	Unseen                             []unseenLine
	Flows                              []flow // most copies first
}

// An outletLine counts what one outlet took and gave.
type outletLine struct {
	Name                         string // empty for articles of unknown outlets
	Articles                     int
	Roots                        int // its articles that are said to be the origin or the earliest known copy
	Copies, Credited, Uncredited int
	Taken                        int // copies that others made of its articles
	Verdicts                     map[news.Verdict]int
	Lags                         [len(lagBars)]int // its copies by how long after their source they came
}

// An unseenLine counts how often a source that is not in the index is named.
type unseenLine struct {
	Name                string
	Named, Of, Families int
}

// A flow is what one outlet took from another, over all families. An unseen source counts
// as an outlet.
type flow struct {
	From, To         string
	Unseen           bool // From is a source that is not in the index
	Copies, Credited int
	Words            float64
}

// A tally makes a summary of families and articles that come one by one.
type tally struct {
	summary
	outlets map[string]*outletLine
	unseen  map[string]*unseenLine
	flows   map[flow]*flow // by its ends
}

func newTally() *tally {
	return &tally{
		summary: summary{Claims: map[news.Claim]int{}, Verdicts: map[news.Verdict]int{}},
		outlets: map[string]*outletLine{}, unseen: map[string]*unseenLine{}, flows: map[flow]*flow{},
	}
}

// article counts an article, in a family or in none.
func (t *tally) article(h news.Head, related bool) {
	t.Articles++
	t.outlet(h.Outlet).Articles++
	if !related {
		t.Single++
	}
}

func (t *tally) family(f news.Family) {
	t.Families++
	t.Claims[f.Claim]++
	members := make(map[news.ID]*news.Head, len(f.Members))
	for i := range f.Members {
		members[f.Members[i].ID] = &f.Members[i]
	}
	if root, ok := members[f.Root]; ok && f.Claim != news.Undetermined {
		t.outlet(root.Outlet).Roots++
	}
	for _, l := range f.Links {
		t.link(l, members)
	}
	for _, u := range f.Unseen {
		if t.unseen[u.Name] == nil {
			t.unseen[u.Name] = &unseenLine{Name: u.Name}
		}
		t.unseen[u.Name].Named += u.Named
		t.unseen[u.Name].Of += u.Of
		t.unseen[u.Name].Families++
	}
}

// link counts one link. A second source is a flow between outlets, and no copy of its own.
func (t *tally) link(l news.Link, members map[news.ID]*news.Head) {
	copied, known := members[l.Copy]
	if !known {
		return
	}
	ends := flow{To: copied.Outlet}
	source := members[l.Source]
	if ends.From, ends.Unseen = l.Source.Unseen(); source != nil {
		ends.From = source.Outlet
		t.outlet(source.Outlet).Taken++
	}
	t.flow(ends, l)
	if l.Second {
		return
	}
	t.Copies++
	t.Verdicts[l.Verdict]++
	o := t.outlet(copied.Outlet)
	o.Copies++
	o.Verdicts[l.Verdict]++
	switch credits, judged := judge(l.Verdict); {
	case credits:
		o.Credited++
		t.Credited++
	case judged:
		o.Uncredited++
		t.Uncredited++
	}
	if source != nil {
		o.Lags[lagBar(source.Published, copied.Published)]++
	}
}

func (t *tally) flow(ends flow, l news.Link) {
	f := t.flows[ends]
	if f == nil {
		made := ends
		f = &made
		t.flows[ends] = f
	}
	f.Copies++
	f.Words += l.Match.Words
	if credits, _ := judge(l.Verdict); credits {
		f.Credited++
	}
}

// judge reports whether a copy treats its source as it should, and whether that can be said:
// what a house does with its own texts is not judged.
func judge(v news.Verdict) (credits, judged bool) {
	switch v {
	case news.Credited, news.Licensed:
		return true, true
	case news.Uncredited, news.Stripped, news.Misdirects:
		return false, true
	}
	return false, false
}

func (t *tally) outlet(name string) *outletLine {
	if t.outlets[name] == nil {
		t.outlets[name] = &outletLine{Name: name, Verdicts: map[news.Verdict]int{}}
	}
	return t.outlets[name]
}

func (t *tally) sum() summary {
	s := t.summary
	for _, o := range t.outlets {
		s.Outlets = append(s.Outlets, *o)
	}
	slices.SortFunc(s.Outlets, func(x, y outletLine) int {
		return cmp.Or(cmp.Compare(y.Copies+y.Taken, x.Copies+x.Taken), cmp.Compare(y.Articles, x.Articles), cmp.Compare(x.Name, y.Name))
	})
	for _, name := range slices.Sorted(maps.Keys(t.unseen)) {
		s.Unseen = append(s.Unseen, *t.unseen[name])
	}
	for _, f := range t.flows {
		s.Flows = append(s.Flows, *f)
	}
	slices.SortFunc(s.Flows, func(x, y flow) int {
		return cmp.Or(cmp.Compare(y.Copies, x.Copies), cmp.Compare(y.Words, x.Words), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return s
}

// lagBars name the bars of a distribution of lags. Hours are told only where both times are
// known to the minute.
var lagBars = [...]string{"dated before its source", "within 6 hours", "within a day", "1 to 3 days", "3 to 7 days", "1 to 4 weeks", "longer", "cannot be told"}

func lagBar(source, copied news.Date) int {
	s, known := day(source)
	c, also := day(copied)
	if !known || !also {
		return len(lagBars) - 1
	}
	const hours = 24
	switch lag := c.Sub(s).Hours(); {
	case copied.Before(source):
		return 0
	case exact(source) && exact(copied) && lag <= 6:
		return 1
	case lag <= hours:
		return 2
	case lag <= 3*hours:
		return 3
	case lag <= 7*hours:
		return 4
	case lag <= 28*hours:
		return 5
	}
	return 6
}

// sentence is the summary in one breath, without a full stop.
func (s summary) sentence() string {
	return fmt.Sprintf("%s of %s, %s in %s",
		count(s.Articles, "article", "articles"), count(len(s.Outlets), "outlet", "outlets"),
		count(s.Copies, "copy", "copies"), count(s.Families, "family", "families"))
}

// findings says what was found in sentences that can be quoted by themselves.
func findings(s summary) []string {
	said := []string{fmt.Sprintf("%s of the %s in this index %s taken for %s, in %s.", thousands(s.Copies), count(s.Articles, "article", "articles"),
		plural(s.Copies, "is", "are"), plural(s.Copies, "a copy", "copies"), count(s.Families, "family", "families"))}
	var known []string
	for _, c := range []struct {
		claim news.Claim
		text  string
	}{
		{news.Origin, "an article here is the origin"}, {news.Earliest, "only the earliest known copy can be named"},
		{news.UnseenSource, "the source is named and not in this index"}, {news.Undetermined, "which article came first is undetermined"},
	} {
		if n := s.Claims[c.claim]; n > 0 {
			known = append(known, fmt.Sprintf("in %s %s", thousands(n), c.text))
		}
	}
	if len(known) > 0 {
		said = append(said, "Of "+plural(s.Families, "this family", "these families")+", "+list(known)+".")
	}
	if judged := s.Credited + s.Uncredited; judged > 0 {
		said = append(said, fmt.Sprintf("Of %s whose credit could be judged, %s (%s) %s the source or %s leave to take from it.",
			count(judged, "copy", "copies"), thousands(s.Credited), percent(float64(s.Credited)/float64(judged)),
			plural(s.Credited, "names", "name"), plural(s.Credited, "has", "have")))
	}
	return said
}

// outside returns the pairs that no family holds, most words first.
func (b *book) outside() ([]pair, error) {
	var found []pair
	for p, err := range b.pairs() {
		if err != nil {
			return nil, err
		}
		if p.family == "" {
			p.Link = bare(p.Link)
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(x, y pair) int { return cmp.Compare(y.Match.Words, x.Match.Words) })
	return found, nil
}

// familyTitle is what a family is called in headings: the title of its root, else that
// of its first member that has one.
func familyTitle(b *book, f news.Family) string {
	if root := b.head(f.Root); root.Title != "" {
		return root.Title
	}
	for _, h := range f.Members {
		if h.Title != "" {
			return h.Title
		}
	}
	return b.name(f.Root)
}

// claimName says a claim in a word or four.
func claimName(c news.Claim) string {
	switch c {
	case news.Origin:
		return "origin"
	case news.Earliest:
		return "earliest known copy"
	case news.UnseenSource:
		return "source not in this index"
	}
	return "origin undetermined"
}
