package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A Scenario says how a simulated world republishes. Shares are of 1.
type Scenario struct {
	Name         string
	HiddenRoot   float64 // families whose first article is in no index
	HiddenMember float64 // other articles that are in none
	Missing      float64 // articles without a date
	DayOnly      float64 // those that give the day alone
	Wrong        float64 // those dated up to two days off
	Restamped    float64 // first articles that carry the date of a later change
	Credited     float64 // copies that credit the article they were taken from
	Linked       float64 // copies that give its address
	CopyOfCopy   float64 // copies that were taken from a copy
	Truncated    float64 // copies that lack paragraphs, mostly the last
	Edited       float64 // largest share of a copy's words that were changed
}

// Base is the world as it is thought to be; the others change one thing each. No figure
// of them was fitted to the evidence table.
var Base = Scenario{Name: "base", HiddenRoot: .20, HiddenMember: .10, Missing: .15, DayOnly: .25, Wrong: .12, Restamped: .15,
	Credited: .35, Linked: .20, CopyOfCopy: .33, Truncated: .40, Edited: .10}

// Scenarios lists every scenario, Base first.
func Scenarios() []Scenario {
	change := func(name string, f func(*Scenario)) Scenario {
		s := Base
		s.Name = name
		f(&s)
		return s
	}
	return []Scenario{
		Base,
		change("no dates", func(s *Scenario) { s.Missing = 1 }),
		change("bad dates", func(s *Scenario) { s.Wrong, s.DayOnly = .30, .40 }),
		change("no credits", func(s *Scenario) { s.Credited, s.Linked = 0, 0 }),
		change("clean dates", func(s *Scenario) {
			s.Missing, s.DayOnly, s.Wrong, s.Restamped, s.HiddenRoot, s.HiddenMember, s.Credited = 0, 0, 0, 0, 0, 0, .70
		}),
		change("verbatim", func(s *Scenario) { s.Edited, s.Truncated = 0, 0 }),
		change("chains", func(s *Scenario) { s.CopyOfCopy = .90 }),
		change("hidden roots", func(s *Scenario) { s.HiddenRoot = 1 }),
	}
}

// A Simulated article is one line of JSON for stemma index: what a reader of the page
// would see, and nothing of how it came about.
type Simulated struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published,omitempty"`
	Author    string `json:"author,omitempty"`
	Text      string `json:"text"`
}

// Simulate makes families of 4 to 15 articles and what is true of them. Equal seeds make
// equal worlds. The true source of a copy whose source is hidden is the nearest ancestor
// that is not, unless the copy names it; else an unseen source.
func Simulate(sc Scenario, families int, seed uint64) ([]Simulated, Truth) {
	w := &world{Scenario: sc, r: rand.New(rand.NewPCG(seed, 0x5EED))}
	var articles []Simulated
	var truth Truth
	for n := range families {
		members := w.family(n)
		family := Family{Claim: "origin", Root: members[0].name()}
		if members[0].hidden {
			family.Claim = "unseen"
		}
		for _, m := range members {
			if m.hidden {
				continue
			}
			articles = append(articles, m.Simulated)
			family.Members = append(family.Members, m.ID)
			if m.parent != nil {
				truth.Links = append(truth.Links, Link{Copy: m.ID, Source: m.source()})
			}
		}
		if len(family.Members) > 1 {
			truth.Families = append(truth.Families, family)
		}
	}
	w.r.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
	return articles, truth
}

// A world draws articles.
type world struct {
	Scenario
	r *rand.Rand
}

// A node is an article with how it came about.
type simulatedNode struct {
	Simulated
	outlet     int
	parent     *simulatedNode
	paragraphs []string
	born       time.Time // when it was published, whatever it says
	hidden     bool
	names      bool // it names its source, by credit or address
}

// source is the name of what a copy was taken from: of a hidden article that it names the
// outlet, which is all that anybody can tell.
func (n *simulatedNode) source() string {
	if n.parent.hidden && n.names {
		return "unseen:" + n.parent.Outlet
	}
	return n.parent.name()
}

// name is the article's, or of a hidden one its nearest visible ancestor's, else that of
// the unseen outlet.
func (n *simulatedNode) name() string {
	for m := n; m != nil; m = m.parent {
		if !m.hidden {
			return m.ID
		}
		n = m
	}
	return "unseen:" + n.Outlet
}

func (w *world) family(number int) []*simulatedNode {
	size := 4 + w.r.IntN(12)
	outlets := w.r.Perm(len(simulatedPlaces) * len(simulatedPapers))[:size]
	root := &simulatedNode{outlet: outlets[0], born: time.Date(2024, 1, 1+w.r.IntN(300), w.r.IntN(24), w.r.IntN(60), 0, 0, time.UTC)}
	for range 5 + w.r.IntN(9) {
		root.paragraphs = append(root.paragraphs, w.paragraph())
	}
	root.Title = w.sentence(5 + w.r.IntN(5))
	root.hidden = w.chance(w.HiddenRoot)
	members := []*simulatedNode{root}
	for i := 1; i < size; i++ {
		source := members[0]
		if i > 1 && w.chance(w.CopyOfCopy) {
			source = members[1+w.r.IntN(len(members)-1)]
		}
		members = append(members, w.copied(source, outlets[i]))
	}
	for i, m := range members {
		m.ID = fmt.Sprintf("f%d-%d", number, i)
		w.publish(m)
	}
	return members
}

func (w *world) chance(p float64) bool { return w.r.Float64() < p }

// copied is a copy of an article as another outlet would print it.
func (w *world) copied(source *simulatedNode, outlet int) *simulatedNode {
	hours := math.Exp(w.r.NormFloat64()*1.2 + 2.5) // a median of 12
	m := &simulatedNode{outlet: outlet, parent: source, born: source.born.Add(time.Duration(hours * float64(time.Hour))), hidden: w.chance(w.HiddenMember)}
	m.paragraphs = slices.Clone(source.paragraphs)
	if w.chance(w.Truncated) && len(m.paragraphs) > 3 {
		keep := 2 + w.r.IntN(len(m.paragraphs)-2)
		if w.chance(.8) {
			m.paragraphs = m.paragraphs[:keep]
		} else {
			m.paragraphs = m.paragraphs[len(m.paragraphs)-keep:]
		}
	}
	share := w.r.Float64() * w.Edited
	for i, p := range m.paragraphs {
		m.paragraphs[i] = w.edit(p, share)
	}
	if w.chance(.2) {
		m.paragraphs = append(m.paragraphs, w.paragraph())
	}
	if m.Title = source.Title; w.chance(.6) {
		m.Title = w.sentence(5 + w.r.IntN(5))
	}
	return m
}

// edit changes a share of the words of a paragraph.
func (w *world) edit(paragraph string, share float64) string {
	words := strings.Fields(paragraph)
	for i := range words {
		if w.chance(share) {
			words[i] = w.word()
		}
	}
	return strings.Join(words, " ")
}

// publish writes what the reader sees: the address, the date as the outlet gives it, and
// the credit.
func (w *world) publish(m *simulatedNode) {
	place, paper := simulatedPlaces[m.outlet%len(simulatedPlaces)], simulatedPapers[m.outlet/len(simulatedPlaces)]
	m.Outlet = place + " " + paper
	m.URL = fmt.Sprintf("https://%s%s.example/%s", strings.ToLower(place), strings.ToLower(paper), m.ID)
	m.Published = w.stamp(m)
	if m.parent == nil && w.chance(.5) {
		m.Author = simulatedWriters[w.r.IntN(len(simulatedWriters))]
	}
	paragraphs := m.paragraphs
	if m.parent != nil {
		if credit := w.credit(m.parent); credit != "" {
			paragraphs = append(slices.Clone(paragraphs), credit)
			m.names = true
		}
	}
	m.Text = strings.Join(paragraphs, "\n\n")
}

func (w *world) stamp(m *simulatedNode) string {
	stamp := m.born
	switch {
	case w.chance(w.Missing):
		return ""
	case w.chance(w.Wrong):
		stamp = stamp.Add(time.Duration(w.r.Float64()*96-48) * time.Hour)
	case m.parent == nil && w.chance(w.Restamped):
		stamp = stamp.Add(time.Duration(w.r.Float64()*72) * time.Hour)
	}
	if w.chance(w.DayOnly) {
		return stamp.Format(time.DateOnly)
	}
	return stamp.Format(time.RFC3339)
}

// credit names the source of a copy, gives its address, or both; mostly it does neither.
func (w *world) credit(source *simulatedNode) string {
	place, paper := simulatedPlaces[source.outlet%len(simulatedPlaces)], simulatedPapers[source.outlet/len(simulatedPlaces)]
	name := place + " " + paper
	switch credited, linked := w.chance(w.Credited), w.chance(w.Linked); {
	case credited && linked:
		return fmt.Sprintf(simulatedCredits[w.r.IntN(len(simulatedCredits))], name) + " (" + source.URL + ")"
	case credited:
		return fmt.Sprintf(simulatedCredits[w.r.IntN(len(simulatedCredits))], name) + "."
	case linked:
		return "More on this: " + source.URL
	}
	return ""
}

func (w *world) paragraph() string {
	var sentences []string
	for range 2 + w.r.IntN(3) {
		sentences = append(sentences, w.sentence(8+w.r.IntN(14))+".")
	}
	return strings.Join(sentences, " ")
}

func (w *world) sentence(words int) string {
	var list []string
	for range words {
		list = append(list, w.word())
	}
	list[0] = strings.ToUpper(list[0][:1]) + list[0][1:]
	return strings.Join(list, " ")
}

// word draws from some 8,000 made-up words, the shorter ones more often.
func (w *world) word() string {
	syllables := 1 + min(w.r.IntN(4), w.r.IntN(4))
	var b strings.Builder
	for range syllables {
		b.WriteByte("bcdfghjklmnprstvwz"[w.r.IntN(18)])
		b.WriteByte("aeiou"[w.r.IntN(5)])
	}
	return b.String()
}

var (
	simulatedPlaces  = strings.Fields("Ashby Brenford Calmar Dunmore Elverton Farnham Greyport Holmby Ilford Jarrow Kelmere Lindow Marston Norwick Osmere Penrith")
	simulatedPapers  = strings.Fields("Herald Tribune Gazette Courier Mercury Chronicle Journal Observer")
	simulatedWriters = []string{"Ada Quill", "Bram Heddle", "Cora Finch", "Dov Marlow", "Edda Stane"}
	// How copies credit: wordings as they are seen, %s the outlet.
	simulatedCredits = []string{
		"This story was originally published by the %s",
		"This article first appeared in the %s",
		"Republished with permission from the %s",
		"Originally published in the %s",
		"Source: %s",
	}
)
