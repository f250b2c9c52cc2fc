package eval

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Corpus is news of any size with copies planted in it, for measuring how fast, how
// small and how complete an index is. An article is a function of the seed and of its
// slot: nothing is kept, so that a million take no more memory than one. Slots come in
// hands of 100 with the same cast of roles in each; the order of the articles is a
// permutation of the slots, so that a copy stands anywhere before or after its source.
type Corpus struct {
	Articles int
	Words    int // of an article's own text, on average; 0 is 460, with which 495 are printed
	Seed     uint64
}

// A PlantedPair is two articles of a Corpus that share text.
type PlantedPair struct {
	A, B  string // ids; where one was made from the other, A is the source
	Kind  string // a Kind constant
	Class string // of B against A as it is meant to be; "-" where that is open
	Link  bool   // B was made from A
}

// The kinds of planted pairs.
const (
	KindExact     = "exact"
	KindEdited5   = "edited 5 %"
	KindEdited10  = "edited 10 %"
	KindEdited20  = "edited 20 %"
	KindTruncated = "truncated"
	KindExcerpt   = "excerpt"               // 100 words in an article of its own
	KindMerged    = "merged"                // half of each of two sources
	KindWire      = "wire"                  // one of up to 40 outlets that print a story, up to 5 % edited
	KindSibling   = "siblings"              // two copies of one source
	KindDistant   = "siblings, edited 20 %" // which have less in common than either with its source
	KindPossible  = "possible"              // two copies that may or may not have taken the same part: no mistake, and no miss
	KindQuotes    = "quotes"                // two reports of one press conference: the quotations are the same, and neither is a copy
)

const (
	hand      = 100 // slots
	wireHands = 40  // hands that share one wire story
	meanWords = 460 // with furniture and what is planted, 495 are printed
	excerpt   = 100 // words
)

// A role is what a slot of a hand is for: an article of its own, or a copy of the slots
// that it names.
type role struct {
	kind    string // "" is an article of its own
	sources []int
}

// roles are those of a hand; a slot beyond them is an article of its own. A source has a
// smaller slot than its copies: the last hand may be cut short.
var roles = func() []role {
	var list []role
	for _, kind := range []string{KindExact, KindEdited5, KindEdited10, KindEdited20, KindTruncated, KindExcerpt} {
		source := []int{len(list)}
		list = append(list, role{}, role{kind, source}, role{kind, source})
	}
	two := []int{len(list), len(list) + 1}
	list = append(list, role{}, role{}, role{KindMerged, two}, role{KindMerged, two})
	quotes := role{kind: KindQuotes}
	return append(list, role{kind: KindWire}, quotes, quotes, quotes, quotes)
}()

// All yields the articles in order, made on all processors.
func (c Corpus) All() iter.Seq[Simulated] {
	const step = 1024
	return func(yield func(Simulated) bool) {
		for from := 0; from < c.Articles; from += step {
			made := make([]Simulated, min(step, c.Articles-from))
			var wait sync.WaitGroup
			workers := runtime.GOMAXPROCS(0)
			for w := range workers {
				wait.Go(func() {
					for i := w; i < len(made); i += workers {
						made[i] = c.Article(from + i)
					}
				})
			}
			wait.Wait()
			for _, a := range made {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// Article is the i-th, from 0.
func (c Corpus) Article(i int) Simulated { return c.at(c.slot(i)) }

// slot is the slot of the i-th article: a permutation, by a Feistel network over the next
// power of four that is walked until it falls below the number of articles.
func (c Corpus) slot(i int) int {
	half := 1
	for 1<<(2*half) < c.Articles {
		half++
	}
	mask := uint64(1)<<half - 1
	n := uint64(i)
	for {
		left, right := n>>half, n&mask
		for round := range uint64(4) {
			left, right = right, left^(mix(c.Seed^right<<3^round)&mask)
		}
		if n = left<<half | right; n < uint64(c.Articles) {
			return int(n)
		}
	}
}

// id is that of the article in a slot.
func (c Corpus) id(slot int) string { return fmt.Sprintf("%016x", mix(mix(c.Seed)+uint64(slot))) }

func (c Corpus) rand(kind string, n int) *rand.Rand { return newRand(c.Seed, kind, uint64(n)) }

func roleOf(slot int) role {
	if at := slot % hand; at < len(roles) {
		return roles[at]
	}
	return role{}
}

// sources are the slots that the article in a slot was made from.
func sourcesOf(slot int) []int {
	from, role := []int(nil), roleOf(slot)
	if role.kind == KindWire {
		if h := slot / hand; h%wireHands > 0 {
			from = append(from, (h-h%wireHands)*hand+slot%hand)
		}
		return from
	}
	for _, s := range role.sources {
		from = append(from, slot-slot%hand+s)
	}
	return from
}

// at is the article in a slot, as its outlet prints it.
func (c Corpus) at(slot int) Simulated {
	r := c.rand("print", slot)
	from := sourcesOf(slot)
	house := c.house(slot)
	a := Simulated{ID: c.id(slot), Outlet: house.name, Published: c.published(slot, r)}
	paragraphs := c.body(slot)
	whole := len(from) == 1 && roleOf(slot).kind != KindExcerpt
	if a.Title = c.title(slot); whole && r.IntN(2) == 0 {
		a.Title = c.title(from[0])
	}
	a.URL = fmt.Sprintf("https://www.%s.example/news/%s-%s", house.host, slug(a.Title), a.ID[:8])
	if r.IntN(2) == 0 {
		a.Author = titled(r.Uint64N(1500)+1e6) + " " + titled(r.Uint64N(12_000)+2e6)
	}
	if whole && r.Float64() < .35 {
		paragraphs = append(paragraphs, fmt.Sprintf(creditLines[r.IntN(len(creditLines))], c.house(from[0]).name))
	}
	a.Text = strings.Join(house.furnish(paragraphs, r), "\n\n")
	return a
}

// creditLines are how copies credit, %s the outlet.
var creditLines = []string{
	"This story was originally published by the %s.",
	"This article first appeared in the %s.",
	"Republished with permission from the %s.",
	"Source: %s.",
}

// title is a headline.
func (c Corpus) title(slot int) string {
	p := newProse(c.rand("title", slot), drawTopic(c.rand("topic", slot)))
	p.clause(6+p.r.IntN(5), true)
	return string(p.b)
}

func slug(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
}

// published is a time in one year, a copy's after its source's; some pages give the day
// alone, a few nothing.
func (c Corpus) published(slot int, r *rand.Rand) string {
	born := func(slot int) time.Time {
		return time.Date(2024, 1, 1, 0, c.rand("born", slot).IntN(365*24*60), 0, 0, time.UTC)
	}
	at := born(slot)
	if from := sourcesOf(slot); len(from) > 0 {
		at = born(from[len(from)-1]).Add(time.Duration(math.Exp(r.NormFloat64()*1.2+2.5) * float64(time.Hour)))
	}
	switch u := r.Float64(); {
	case u < .05:
		return ""
	case u < .20:
		return at.Format(time.DateOnly)
	}
	return at.Format(time.RFC3339)
}

// body are the paragraphs in a slot, without what its outlet puts around them.
func (c Corpus) body(slot int) []string {
	r := c.rand("body", slot)
	from := sourcesOf(slot)
	source := func(i int) []string { return c.body(from[i]) }
	switch kind := roleOf(slot).kind; {
	case kind == KindExact:
		if len(from) > 0 {
			return source(0)
		}
	case kind == KindEdited5:
		return edited(source(0), .05, r)
	case kind == KindEdited10:
		return edited(source(0), .10, r)
	case kind == KindEdited20:
		return edited(source(0), .20, r)
	case kind == KindWire && len(from) > 0:
		return edited(source(0), .05*r.Float64(), r)
	case kind == KindTruncated:
		return portion(source(0), .40+.25*r.Float64(), true)
	case kind == KindMerged:
		pieces := [][]string{portion(source(0), .5, r.IntN(2) == 0), portion(source(1), .5, r.IntN(2) == 0)}
		r.Shuffle(2, func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		return slices.Concat(pieces...)
	case kind == KindExcerpt:
		own := c.own(slot, r)
		return slices.Insert(own, 1+r.IntN(len(own)), excerpted(source(0), r))
	case kind == KindQuotes:
		return slices.Insert(c.own(slot, r), 1, c.statement(slot/hand))
	}
	return c.own(slot, r)
}

// own are paragraphs written for a slot.
func (c Corpus) own(slot int, r *rand.Rand) []string {
	mean := c.Words
	if mean == 0 {
		mean = meanWords
	}
	size := int(float64(mean)*min(2.5, max(.4, math.Exp(r.NormFloat64()*.3-.045)))) - 20 // half a paragraph too much is written
	p := newProse(r, drawTopic(c.rand("topic", slot)))
	var paragraphs []string
	for p.words < size {
		paragraphs = append(paragraphs, p.paragraph())
	}
	return paragraphs
}

// statement is what was said at the press conference that four articles of a hand report.
func (c Corpus) statement(number int) string {
	p := newProse(c.rand("statement", number), drawTopic(c.rand("topic", number)))
	p.curly = true
	p.b = append(p.b, "“"...)
	for range 2 + p.r.IntN(2) {
		p.clause(12+p.r.IntN(10), true)
		p.b = append(p.b, ". "...)
	}
	p.b = append(p.b[:len(p.b)-2], ",” "...)
	p.name()
	return string(append(p.b, " said."...))
}

// excerpted is 100 words of a text, from the beginning of a sentence.
func excerpted(paragraphs []string, r *rand.Rand) string {
	words := strings.Fields(strings.ReplaceAll(strings.Join(paragraphs, " "), " — ", ", ")) // a dash is no word
	at := r.IntN(len(words) - excerpt)
	for at > 0 && !strings.HasSuffix(words[at-1], ".") {
		at--
	}
	return strings.Join(words[at:at+excerpt], " ")
}

// portion is the first or the last of a text, share of its words, by whole paragraphs.
func portion(paragraphs []string, share float64, first bool) []string {
	all := len(strings.Fields(strings.Join(paragraphs, " ")))
	words := 0
	for i := range paragraphs {
		at := i
		if !first {
			at = len(paragraphs) - 1 - i
		}
		if words += len(strings.Fields(paragraphs[at])); float64(words) >= share*float64(all) {
			if first {
				return slices.Clone(paragraphs[:at+1])
			}
			return slices.Clone(paragraphs[at:])
		}
	}
	return paragraphs
}

// edited changes share of the words: of five changes three put another word, one takes a
// word out and one puts one in.
func edited(paragraphs []string, share float64, r *rand.Rand) []string {
	out := make([]string, len(paragraphs))
	for i, paragraph := range paragraphs {
		var words []string
		for _, word := range strings.Fields(paragraph) {
			if word == "—" || r.Float64() >= share {
				words = append(words, word)
				continue
			}
			switch r.IntN(5) {
			case 0:
			case 1:
				words = append(words, wordAt(rank(r)), word)
			default:
				words = append(words, wordAt(rank(r))+word[len(strings.TrimRight(word, `.,”"`)):])
			}
		}
		out[i] = strings.Join(words, " ")
	}
	return out
}

// A house is an outlet with what it prints on each page.
type house struct {
	name, host string
	above      []string
	below      []string
}

// houses is the number of outlets: most have enough pages for their furniture to be told
// from their articles.
func (c Corpus) houses() int { return min(2000, max(20, c.Articles/40)) }

// house is the outlet of a slot, another than its sources'.
func (c Corpus) house(slot int) house {
	from := sourcesOf(slot)
	return c.houseAt(c.houseOf(slot, from))
}

func (c Corpus) houseOf(slot int, from []int) int {
	r := c.rand("house", slot)
	for {
		n := int(mandelbrot(r, 15, float64(c.houses())))
		if !slices.ContainsFunc(from, func(s int) bool { return c.houseOf(s, nil) == n }) {
			return n
		}
	}
}

func (c Corpus) houseAt(n int) house {
	r := newRand(0, "outlet", uint64(n))
	place := titled(r.Uint64N(20_000) + 4e6)
	paper := simulatedPapers[r.IntN(len(simulatedPapers))]
	h := house{name: place + " " + paper, host: fmt.Sprintf("%s%s%d", strings.ToLower(place), strings.ToLower(paper), n)}
	p := newProse(r, drawTopic(r))
	if r.IntN(2) == 0 {
		p.clause(3+r.IntN(8), true)
		h.above = append(h.above, string(p.b))
	}
	for range 1 + r.IntN(3) {
		p.b = p.b[:0]
		p.clause(5+r.IntN(30), true)
		h.below = append(h.below, string(p.b)+".")
	}
	return h
}

// furnish puts the outlet's lines around an article, most of them each time.
func (h house) furnish(paragraphs []string, r *rand.Rand) []string {
	var out []string
	some := func(lines []string) {
		for _, line := range lines {
			if r.IntN(5) > 0 {
				out = append(out, line)
			}
		}
	}
	some(h.above)
	out = append(out, paragraphs...)
	some(h.below)
	return out
}

// Pairs yields every pair that shares text by construction, in the order of the slots of
// their later ends.
func (c Corpus) Pairs() iter.Seq[PlantedPair] {
	return func(yield func(PlantedPair) bool) {
		for slot := range c.Articles {
			for _, pair := range c.pairsOf(slot) {
				if !yield(pair) {
					return
				}
			}
		}
	}
}

// pairsOf are the pairs of the article in a slot with those in smaller ones.
func (c Corpus) pairsOf(slot int) []PlantedPair {
	var pairs []PlantedPair
	kind := roleOf(slot).kind
	from := sourcesOf(slot)
	for _, s := range from {
		pairs = append(pairs, PlantedPair{c.id(s), c.id(slot), kind, linkClass[kind], true})
	}
	for _, s := range c.siblings(slot) {
		pair := PlantedPair{c.id(s), c.id(slot), KindSibling, "full", false}
		switch kind {
		case KindQuotes:
			pair.Kind, pair.Class = KindQuotes, "quotes-only"
		case KindExcerpt, KindMerged:
			pair.Kind, pair.Class = KindPossible, "-"
		case KindEdited20:
			pair.Kind, pair.Class = KindDistant, "partial"
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

var linkClass = map[string]string{KindExact: "full", KindEdited5: "full", KindEdited10: "full", KindEdited20: "full", KindWire: "full",
	KindTruncated: "truncated", KindMerged: "partial", KindExcerpt: "excerpt"}

// siblings are the smaller slots whose articles were made from the same source.
func (c Corpus) siblings(slot int) []int {
	var list []int
	switch role := roleOf(slot); {
	case role.kind == KindWire:
		for h := slot/hand - slot/hand%wireHands + 1; h < slot/hand; h++ {
			list = append(list, h*hand+slot%hand)
		}
	case role.kind != "":
		for s := slot - slot%hand; s < slot; s++ {
			if other := roleOf(s); other.kind == role.kind && slices.Equal(other.sources, role.sources) {
				list = append(list, s)
			}
		}
	}
	return list
}

// Families yields the families of the copies: a source and what was made from it, as far
// as the corpus goes.
func (c Corpus) Families() iter.Seq[Family] {
	return func(yield func(Family) bool) {
		for slot := range c.Articles {
			if f := c.familyOf(slot); len(f.Members) > 1 && !yield(f) {
				return
			}
		}
	}
}

// familyOf is the family whose source is in a slot; it has no members where there is none.
func (c Corpus) familyOf(slot int) Family {
	f := Family{Root: c.id(slot), Claim: "origin", Members: []string{c.id(slot)}}
	start, step, end := slot+1, 1, slot-slot%hand+len(roles)
	if roleOf(slot).kind == KindWire {
		start, step, end = slot+hand, hand, slot+wireHands*hand
	}
	for s := start; s < min(end, c.Articles); s += step {
		if slices.Contains(sourcesOf(s), slot) {
			f.Members = append(f.Members, c.id(s))
		}
	}
	return f
}

// A CorpusQuery is a text that is not in a Corpus, to be traced to what it was taken from.
type CorpusQuery struct {
	Text   string
	Source string // id of the article it was taken from, "" when it was written for the query
}

// Queries yields n texts: whole articles with 10 % of the words changed, 100 words of
// others, and texts that have nothing to do with the corpus, in turn.
func (c Corpus) Queries(n int) iter.Seq[CorpusQuery] {
	return func(yield func(CorpusQuery) bool) {
		for i := range n {
			if !yield(c.query(i)) {
				return
			}
		}
	}
}

func (c Corpus) query(i int) CorpusQuery {
	r := c.rand("query", i)
	slot := r.IntN(c.Articles)
	for len(sourcesOf(slot)) > 0 {
		slot = r.IntN(c.Articles)
	}
	switch i % 3 {
	case 0:
		return CorpusQuery{strings.Join(edited(c.body(slot), .10, r), "\n\n"), c.id(slot)}
	case 1:
		return CorpusQuery{excerpted(c.body(slot), r), c.id(slot)}
	}
	return CorpusQuery{strings.Join(c.own(-1, r), "\n\n"), ""}
}
