package eval

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Prose is text that costs an index what news does. Nothing of it is stored: a word, a
// phrase, a person are functions of their number, so that the vocabulary can grow for
// ever in flat memory.
//
// Words follow the double power law of Gerlach and Altmann (Physical Review X 3, 021006,
// 2013): the r-th word has a frequency like 1/r up to knee, and like r^-steep beyond,
// where every word is new to most readers; the vocabulary then grows as Heaps' law says.
// What unrelated articles have in common are phrases: many short ones, as language has,
// and long ones whose frequencies fall with the square root of their rank, which is how
// often runs of five words and more recur in real news, where each doubling of the number
// of holders accounts for as many of the pairs that meet by chance as the one before.
const (
	knee  = 3400 // rank up to which frequency falls as 1/r
	steep = 2.3  // exponent beyond it

	shortPhrases = 30_000 // pool of phrases of 2 to 4 words
	shortOffset  = 20     // flattens their first ranks
	longPhrases  = 40_000 // pool of phrases of 5 and more
	topics       = 4000   // what articles are about
	topicWords   = 400    // words that a topic prefers
	topicCast    = 12     // people in it
	famous       = 6000   // people whom any article may name
)

// Shares of what a sentence is made of, of 1; the rest are single words.
const (
	shareShort  = .119  // a short phrase
	shareLong   = .0149 // a long one
	shareTopic  = .16   // a word of the topic
	shareName   = .028  // a person
	shareNumber = .014  // a year, an amount
)

// A prose writes one article's sentences.
type prose struct {
	r     *rand.Rand
	topic uint64
	cast  []person
	curly bool // quotation marks and apostrophes as typesetters set them
	words int  // written so far
	b     []byte
}

// newRand is a generator of its own for the n-th thing of a kind.
func newRand(seed uint64, kind string, n uint64) *rand.Rand {
	h := seed
	for i := range len(kind) {
		h = (h ^ uint64(kind[i])) * 0x100000001b3
	}
	return rand.New(rand.NewPCG(mix(h), mix(n)))
}

// mix scatters the bits of n (the finisher of SplitMix64).
func mix(n uint64) uint64 {
	n += 0x9E3779B97F4A7C15
	n = (n ^ n>>30) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return n ^ n>>31
}

// rank draws the rank of a word, from 1.
func rank(r *rand.Rand) uint64 {
	const tail = 1 / (steep - 1)
	if r.Float64()*(logKnee+tail) < logKnee {
		return uint64(math.Exp(r.Float64() * logKnee))
	}
	return uint64(knee * math.Pow(1-r.Float64(), -tail))
}

// mandelbrot draws from 0 to n, the k-th with a frequency like 1/(offset + k).
func mandelbrot(r *rand.Rand, offset, n float64) float64 {
	return offset*math.Pow(1+n/offset, r.Float64()) - offset
}

var logKnee = math.Log(knee)

// wordAt is the word of a rank: of the frequent ones English has, so that a program takes
// the text for English, else one that can be pronounced, longer the rarer it is.
func wordAt(rank uint64) string {
	if rank < uint64(len(tableOfWords)) {
		return tableOfWords[rank]
	}
	return string(appendWord(nil, rank))
}

// tableOfWords are the words of the ranks that make up nine tenths of a text.
var tableOfWords = func() []string {
	table := make([]string, 1<<15)
	for i := range table {
		table[i] = string(appendWord(nil, uint64(i)))
	}
	copy(table[1:], strings.Fields(frequentWords))
	return table
}()

func appendWord(dst []byte, rank uint64) []byte {
	h := mix(rank)
	syllables := 1
	switch d := h % 16; {
	case rank > 2*knee:
		syllables = 2 + int(d)/12
	case rank > 1000:
		syllables = 1 + int(d+6)/10
	case d > 8:
		syllables = 2
	}
	h >>= 4
	take := func(list []string) string { // the first of a list are the likelier
		u := float64(h%1024) / 1024
		h = mix(h)
		return list[int(u*u*float64(len(list)))]
	}
	for range syllables {
		dst = append(dst, take(onsets)...)
		dst = append(dst, take(vowels)...)
	}
	dst = append(dst, take(codas)...)
	return append(dst, take(suffixes)...)
}

// phrase is the n-th of a pool: its words, the same each time.
func phrase(pool string, n uint64, words func(*rand.Rand) int) []string {
	r := newRand(0, pool, n)
	list := make([]string, words(r))
	for i := range list {
		list[i] = wordAt(rank(r))
	}
	return list
}

func shortLength(r *rand.Rand) int { return 2 + r.IntN(3) }

// longLength falls threefold a word from 5 to 8, and hardly beyond: titles, offices and
// names of programmes.
func longLength(r *rand.Rand) int {
	n := 5
	for n < 8 && r.Float64() < .35 {
		n++
	}
	if n == 8 {
		n += r.IntN(8)
	}
	return n
}

// A person has a name and an office that comes before it.
type person struct {
	first, last string
	office      string
	named       bool // introduced already
}

func personAt(n uint64) person {
	r := newRand(0, "person", n)
	p := person{first: titled(r.Uint64N(1500) + 1e6), last: titled(r.Uint64N(12_000) + 2e6)}
	switch post := posts[r.IntN(len(posts))]; r.IntN(4) {
	case 0:
		p.office = post
	case 1:
		p.office = places(r) + " " + post
	case 2:
		p.office = post + " of the " + capital(wordAt(rank(r))) + " " + capital(wordAt(rank(r))) + " for " + places(r)
	}
	return p
}

// titled is a name: a word that no rank near it gives, with a capital.
func titled(n uint64) string { return capital(string(appendWord(nil, n))) }

func places(r *rand.Rand) string { return titled(3e6 + uint64(math.Pow(r.Float64(), 3)*5000)) }

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// newProse is a writer on a topic.
func newProse(r *rand.Rand, topic uint64) *prose {
	p := &prose{r: r, topic: topic, curly: r.IntN(5) > 0}
	for range 3 + r.IntN(4) {
		switch u := r.IntN(10); {
		case u < 4: // of the topic
			p.cast = append(p.cast, personAt(1e9+topic*topicCast+uint64(r.IntN(topicCast))))
		case u < 7: // known to all
			p.cast = append(p.cast, personAt(uint64(famous*math.Pow(r.Float64(), 2))))
		default: // nobody else has heard of
			p.cast = append(p.cast, personAt(r.Uint64()))
		}
	}
	return p
}

// drawTopic draws what an article is about: a few topics have many articles.
func drawTopic(r *rand.Rand) uint64 { return uint64(topics * math.Pow(r.Float64(), 2)) }

// topicWord is a word of the topic, its first words the more often.
func (p *prose) topicWord() string {
	i := uint64(math.Exp(p.r.Float64() * math.Log(topicWords)))
	h := mix(p.topic<<16 | i)
	return wordAt(200 + uint64(math.Exp(float64(h>>11)/(1<<53)*math.Log(20_000))))
}

// paragraph writes one to three sentences.
func (p *prose) paragraph() string {
	p.b = p.b[:0]
	for i := range 1 + p.r.IntN(3) {
		if i > 0 {
			p.b = append(p.b, ' ')
		}
		if p.r.IntN(5) == 0 {
			p.quotation()
		} else {
			p.sentence()
		}
	}
	return string(p.b)
}

// sentence writes one: it begins with a capital and ends with a full stop.
func (p *prose) sentence() {
	p.clause(6+p.r.IntN(28), true)
	p.b = append(p.b, '.')
}

// quotation writes what somebody said.
func (p *prose) quotation() {
	open, shut := `"`, `"`
	if p.curly {
		open, shut = "“", "”"
	}
	p.b = append(p.b, open...)
	p.clause(6+p.r.IntN(22), true)
	p.b = append(append(append(p.b, ','), shut...), ' ')
	p.name()
	p.b = append(p.b, " said."...)
	p.words++
}

// clause writes n words or a few more, the first with a capital when it begins a sentence.
func (p *prose) clause(n int, begins bool) {
	start := len(p.b)
	comma := p.words + 5 + p.r.IntN(12)
	for end := p.words + n; p.words < end; {
		if len(p.b) > start {
			if p.words > comma {
				p.stop()
				comma = p.words + 5 + p.r.IntN(14)
			}
			p.b = append(p.b, ' ')
		}
		p.piece()
	}
	if begins && len(p.b) > start && p.b[start] >= 'a' && p.b[start] <= 'z' {
		p.b[start] -= 'a' - 'A'
	}
}

// stop writes a comma, or what is a dash where quotation marks are curly.
func (p *prose) stop() {
	if p.curly && p.r.IntN(8) == 0 {
		p.b = append(p.b, " —"...)
		return
	}
	p.b = append(p.b, ',')
}

// piece writes a word or several that belong together.
func (p *prose) piece() {
	switch u := p.r.Float64(); {
	case u < shareLong:
		p.write(phrase("long", uint64(longPhrases*math.Pow(p.r.Float64(), 2)), longLength)...)
	case u < shareLong+shareShort:
		p.write(phrase("short", uint64(mandelbrot(p.r, shortOffset, shortPhrases)), shortLength)...)
	case u < shareLong+shareShort+shareTopic:
		p.write(p.topicWord())
	case u < shareLong+shareShort+shareTopic+shareName:
		p.name()
	case u < shareLong+shareShort+shareTopic+shareName+shareNumber:
		p.number()
	default:
		p.write(wordAt(rank(p.r)))
	}
}

func (p *prose) write(words ...string) {
	for i, w := range words {
		if i > 0 {
			p.b = append(p.b, ' ')
		}
		p.b = append(p.b, w...)
	}
	p.words += len(words)
}

// name writes one of the cast: with office and first name at first, then the last name.
func (p *prose) name() {
	who := &p.cast[p.r.IntN(len(p.cast))]
	if who.named {
		p.write(who.last)
		if p.r.IntN(5) == 0 {
			p.b = append(p.b, p.apostrophe()+"s"...)
		}
		return
	}
	who.named = true
	if who.office != "" {
		p.b = append(append(p.b, who.office...), ' ')
		p.words += strings.Count(who.office, " ") + 1
	}
	p.write(who.first, who.last)
}

func (p *prose) apostrophe() string {
	if p.curly {
		return "’"
	}
	return "'"
}

func (p *prose) number() {
	switch p.r.IntN(4) {
	case 0:
		p.write(strconv.Itoa(1990 + p.r.IntN(36)))
	case 1:
		p.write("$"+strconv.Itoa(1+p.r.IntN(900)), "million")
	case 2:
		p.write(strconv.Itoa(1+p.r.IntN(99)), "percent")
	default:
		p.write(strconv.Itoa(2 + int(math.Exp(p.r.Float64()*7))))
	}
}

// ascii reports whether s has no other characters.
func ascii(s string) bool { return len(s) == utf8.RuneCountInString(s) }

// frequentWords are common words of English, the commonest first.
const frequentWords = `the to of a and in that for is on it with as was he at be by said from have has are but an not his they
who this will or we had their about would been more were after than which when one she its her you also out up all there people new
what if I first over no two last can could year other some into so just like time now because do president how state years only most
him many country them before while government against where those told between three these our make news week even during any
being such through under should well day may since way made back party police long our former court public day called national city
world percent group including part house right office law still then much down political very work did between say according both own
members states report including support another around take says going later get off former four home might days security think several
good here your next war end number campaign local case want leader minister every high week use need company place plan month left
officials early money power issue five health man women bill same without go set come know does see help men children family again
business force show come change policy international statement act major number second process recent great system away trade far few
clear life deal top until came asked put meeting nearly killed half full point area six school hours general past each old keep found
often though foreign late media open third working already small held military vote decision least control better given must working
leaders once face big today win action line team economic history role today others charges took needs community across young`

var (
	onsets   = strings.Fields("s c r t p m b d l f h w st n g pr v tr gr br cl sp ch sh th pl fl cr dr j bl qu k str y fr wh sc")
	vowels   = strings.Fields("e a i o u ea er in or ar en on an ou ai io al oo ee ie ur at it")
	codas    = strings.Fields("n r t l d s m c st nd p ll ss ck nt rt g th ng sh v rd x b")
	suffixes = append([]string{"", "", "", "", "", "", "", ""}, strings.Fields("ed s ing er ion ly al ate ment es ity ive ous ence y ance ist able")...)
	posts    = strings.Split("President|Prime Minister|Foreign Minister|spokesman|Senator|professor|chief executive|head|secretary|mayor|"+
		"chairman|analyst|director|editor|deputy head|author|governor|lawyer|police chief|general secretary|coach|Representative", "|")
)
