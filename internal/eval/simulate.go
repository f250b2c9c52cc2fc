package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A World is what Simulate makes: articles in the order in which they are found, and what
// is true of them.
type World struct {
	Articles []Simulated
	Truth    Truth
}

// Simulate makes families of 4 to 15 articles and what is true of them. Equal seeds make
// equal worlds. The true source of a copy whose source is hidden is that source's outlet
// if the copy names it, else the nearest ancestor that is not hidden, else the outlet of
// the first. A link to an outlet that no article of the family names is undecidable.
func Simulate(sc Scenario, families int, seed uint64) World {
	w := &world{Scenario: sc, r: rand.New(rand.NewPCG(seed, 0x5EED))}
	w.drawBoxes()
	for n := range families {
		members := w.family(n)
		for _, m := range members {
			w.publish(m)
		}
		w.families = append(w.families, members)
		if n > 0 && w.chance(w.Merged) {
			w.merge(n)
		}
		if w.chance(w.Press) {
			w.press(n)
		}
	}
	for _, members := range w.families {
		w.tell(members)
	}
	for _, m := range w.merged {
		w.tellMerged(m)
	}
	w.r.Shuffle(len(w.Articles), func(i, j int) { w.Articles[i], w.Articles[j] = w.Articles[j], w.Articles[i] })
	return w.World
}

// A world draws articles.
type world struct {
	Scenario
	World
	r        *rand.Rand
	words    int32             // written so far
	boxes    map[int]paragraph // what an outlet prints below every article
	families [][]*simulatedNode
	merged   []merger
}

// A merger is an article made of two others, and the families these are of.
type merger struct {
	*simulatedNode
	sources [2]*simulatedNode
	number  int // of the second family; the first is the one before
}

// A simulatedNode is an article with how it came about.
type simulatedNode struct {
	Simulated
	outlet     int
	parent     *simulatedNode
	paragraphs []paragraph
	credits    []string  // the credits it prints, its own and those kept from its source
	born       time.Time // when it was published, whatever it says
	size       int       // words of its text, 0 until counted
	page       bool      // it is found as HTML
	hidden     bool
	names      bool // it names the outlet it was taken from
}

// A token is a word with the number it got when it was written: a copy keeps both, so the
// words that two articles have by descent are those of equal numbers.
type token struct {
	text   string
	number int32
}

// A paragraph is its words in order.
type paragraph []token

func (p paragraph) String() string {
	var b strings.Builder
	for i, t := range p {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

func (w *world) chance(p float64) bool { return w.r.Float64() < p }

// family is the articles of one family, each after the one it was taken from.
func (w *world) family(number int) []*simulatedNode {
	size := 4 + w.r.IntN(12)
	if w.DayBefore {
		size = 2
	}
	outlets := w.r.Perm(outletCount)[:size]
	if w.DayBefore {
		outlets[0] = outletCount + w.r.IntN(len(simulatedAgencies))
	}
	root := w.written(outlets[0])
	root.hidden = w.chance(w.HiddenRoot)
	members := []*simulatedNode{root}
	for i := 1; i < size; i++ {
		source := root
		if i > 1 && !w.chance(w.FromRoot) {
			source = members[1+w.r.IntN(len(members)-1)]
		}
		members = append(members, w.copied(source, outlets[i]))
	}
	for i, m := range members {
		m.ID = fmt.Sprintf("f%d-%d", number, i)
	}
	return members
}

// written is a new article.
func (w *world) written(outlet int) *simulatedNode {
	m := &simulatedNode{outlet: outlet, born: time.Date(2024, 1, 1+w.r.IntN(300), w.r.IntN(24), w.r.IntN(60), 0, 0, time.UTC)}
	for range 5 + w.r.IntN(9) {
		m.paragraphs = append(m.paragraphs, w.paragraph())
	}
	if w.chance(w.Voiced) {
		name := outletName(outlet)
		post := w.phrase(fmt.Sprintf("— %s (@%s)", name, strings.ReplaceAll(name, " ", "")))
		m.paragraphs = slices.Insert(m.paragraphs, 1+w.r.IntN(3), append(w.paragraph(), post...))
	}
	m.Title = w.sentence(5 + w.r.IntN(5)).String()
	return m
}

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
	share := w.EditedLeast + w.r.Float64()*(w.Edited-w.EditedLeast)
	for i, p := range m.paragraphs {
		m.paragraphs[i] = w.edit(p, share)
	}
	if w.chance(w.Extended) {
		m.paragraphs = append(m.paragraphs, w.paragraph())
	}
	if m.Title = source.Title; w.chance(w.Headline) {
		m.Title = w.sentence(5 + w.r.IntN(5)).String()
	}
	return m
}

// edit changes a share of the words of a paragraph: of ten it touches, six are replaced,
// two taken out, and before two a word is put in.
func (w *world) edit(p paragraph, share float64) paragraph {
	out := make(paragraph, 0, len(p)+2)
	for _, t := range p {
		if !w.chance(share) {
			out = append(out, t)
			continue
		}
		switch n := w.r.IntN(10); {
		case n < 6:
			out = append(out, w.token())
		case n < 8:
			out = append(out, w.token(), t)
		}
	}
	return out
}

// merge makes an article of the first halves of one article of a family and one of the
// family before it, and credits both.
func (w *world) merge(number int) {
	first, second := w.visible(w.families[number-1]), w.visible(w.families[number])
	outlet := w.r.IntN(outletCount)
	if first == nil || second == nil || outlet == first.outlet || outlet == second.outlet {
		return
	}
	m := &simulatedNode{outlet: outlet, parent: first, born: first.born}
	m.ID = fmt.Sprintf("f%d-merged", number)
	if second.born.After(m.born) {
		m.born = second.born
	}
	m.born = m.born.Add(time.Duration(12+w.r.IntN(24)) * time.Hour)
	m.Title = w.sentence(7).String()
	for _, source := range []*simulatedNode{first, second} {
		for _, p := range source.paragraphs[:(len(source.paragraphs)+1)/2] {
			m.paragraphs = append(m.paragraphs, w.edit(p, w.Edited/2))
		}
	}
	m.credits = []string{w.wording(first.outlet) + ".", w.wording(second.outlet) + "."}
	w.print(m)
	w.merged = append(w.merged, merger{m, [2]*simulatedNode{first, second}, number})
}

// visible picks an article that is indexed, nil when there is none.
func (w *world) visible(members []*simulatedNode) *simulatedNode {
	shown := slices.DeleteFunc(slices.Clone(members), func(m *simulatedNode) bool { return m.hidden })
	if len(shown) == 0 {
		return nil
	}
	return shown[w.r.IntN(len(shown))]
}
