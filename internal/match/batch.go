package match

import (
	"iter"
	"math"
	"math/bits"
	"slices"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// A batch finds its candidates in one scan of the fingerprints that articles share, in
// order. Whatever the scan meets becomes a record of 8 bytes: an article of the batch,
// another that has the fingerprint, and where it stands in the first. Sorted, the records
// of a pair lie together, and say in how many places the two agree:
//
//	fingerprint 17 of article 9 is held by 4     record 9, 4, 17
//	fingerprint 18 of article 9 is held by 4, 6  records 9, 4, 18 and 9, 6, 18
//	9 and 4 share two in a row: worth a look; 9 and 6 share one: chance
//
// No text is read for that. What the gate lets through is verified word by word.
const (
	fewHolders   = 8    // the first articles that have a fingerprint: with a later one, a run of it and its likes is a stock phrase
	maxHolders   = 64   // articles of one fingerprint that are followed; a wire story's later copies meet its first ones
	crowdHolders = 8    // of a fingerprint that more than maxHolders have, these are met
	crowdRecords = 512  // of an article's crowded fingerprints: 64 of them name its family surely enough
	manyShared   = 6    // shared fingerprints that make a candidate whatever they are
	copyGap      = 3    // a run of equal words ends at most so many words into the next fingerprint that is not shared
	endGap       = 1000 // the same, where no fingerprint follows
)

// Of a record, from the high bits: the article's place in the batch, the other's key, the
// fingerprint's ordinal in the article and how rare it is.
const (
	placeBits   = 17
	keyBits     = 32
	ordinalBits = 13
	rarityBits  = 2
	keyShift    = ordinalBits + rarityBits
	placeShift  = keyBits + keyShift

	// MaxBatch is the number of articles that a Batch takes.
	MaxBatch = 1 << placeBits

	maxOrdinal = 1<<ordinalBits - 1 // a text of 20,000 words has so many fingerprints; those beyond share the last
)

// A rarity says how many articles hold a fingerprint, in steps.
type rarity uint64

const (
	rare    rarity = iota // fewHolders at most
	usual                 // maxHolders at most
	crowded               // more
)

// A Sketch is the fingerprints of one article: 10 bytes each.
type Sketch struct {
	prints []uint64 // sorted: the hash, and in the low bits the ordinal
	words  []uint16 // by ordinal: the fingerprint's first word, modulo 2^15, and the blurred bit
}

// NewSketch takes fingerprints in order of position, and the words at which they begin,
// modulo 2^15 or more. It keeps and changes both lists.
func NewSketch(hashes []uint64, words []uint16) Sketch {
	for i, hash := range hashes {
		hashes[i] = hash<<ordinalBits | uint64(min(i, maxOrdinal))
		words[i] &= blurred - 1
	}
	var sorted [1 << 10]uint64
	scratch := sorted[:]
	if len(hashes) > len(sorted) {
		scratch = make([]uint64, len(hashes))
	}
	var ends [len(sorted)]uint32
	shingle.SortUniform(hashes, scratch, ends[:0], shingle.HashBits+ordinalBits)
	copy(hashes, scratch)
	return Sketch{hashes, words}
}

// AppendHashes appends the fingerprints, sorted, to a list.
func (s Sketch) AppendHashes(list []uint64) []uint64 {
	for _, p := range s.prints {
		list = append(list, p>>ordinalBits)
	}
	return list
}

// find returns the fingerprints that have a hash. Hashes are uniform: where one would stand
// is known within some places, and most of them lie in one line of the cache.
func (s Sketch) find(hash uint64) []uint64 {
	wanted := hash << ordinalBits
	from := s.atLeast(wanted, int(hash*uint64(len(s.prints))>>shingle.HashBits))
	to := from
	for to < len(s.prints) && s.prints[to]>>ordinalBits == hash {
		to++
	}
	return s.prints[from:to]
}

// atLeast is the place of the first fingerprint that is no smaller than the one wanted,
// sought from a guess on in steps that double.
func (s Sketch) atLeast(wanted uint64, guess int) int {
	from, to, step := guess, guess, 4
	for ; from > 0 && s.prints[from-1] >= wanted; step *= 2 {
		from, to = max(0, from-step), from
	}
	for ; to < len(s.prints) && s.prints[to] < wanted; step *= 2 {
		from, to = to+1, min(len(s.prints), to+step)
	}
	at, _ := slices.BinarySearch(s.prints[from:to], wanted)
	return from + at
}

// blur notes that the records do not name everyone who has a fingerprint.
func (s Sketch) blur(ordinal uint64) { s.words[ordinal] |= blurred }

// A Batch is articles whose candidates are wanted.
type Batch struct {
	keys     []news.Key
	first    news.Key // the smallest of keys
	place    []int32  // by key, from first on: its place in keys + 1, 0 when it is not of the batch, later
	sketches []Sketch // by place
	stretch  []uint8  // by stretch of a roll and by place: fingerprints, or manyInStretch
	records  []*Records
}

const (
	later   = -1      // place of an article that is met in a later batch
	blurred = 1 << 15 // set in words where the records do not name everyone who has the fingerprint

	partBits = 9
	partOf   = 1 << partBits // articles whose records are sorted together
)

// NewBatch starts a batch of the articles with these keys, one at least, ascending. Those
// of next, ascending and beyond them, come in later batches: nobody meets them before.
func NewBatch(keys, next []news.Key) *Batch {
	b := &Batch{keys: keys, first: keys[0], sketches: make([]Sketch, 0, len(keys)), stretch: make([]uint8, len(keys)<<rollBits)}
	last := keys[len(keys)-1]
	if len(next) > 0 {
		last = next[len(next)-1]
	}
	b.place = make([]int32, last-b.first+1)
	for i, key := range keys {
		b.place[key-b.first] = int32(i + 1)
	}
	for _, key := range next {
		b.place[key-b.first] = later
	}
	return b
}

// Add takes the next article of the batch.
func (b *Batch) Add(s Sketch) {
	for _, p := range s.prints {
		if n := &b.stretch[int(p>>stretchLow)*len(b.keys)+len(b.sketches)]; *n < manyInStretch {
			*n++
		}
	}
	b.sketches = append(b.sketches, s)
}

// Size is the number of the batch's articles.
func (b *Batch) Size() int { return len(b.keys) }

// placeOf is the place of an article in the batch + 1, 0 when it is not in it, later.
func (b *Batch) placeOf(key news.Key) int {
	if key < b.first || int(key-b.first) >= len(b.place) {
		return 0
	}
	return int(b.place[key-b.first])
}

// Holds reports whether an article is of the batch.
func (b *Batch) Holds(key news.Key) bool { return b.placeOf(key) > 0 }

// Prints returns the fingerprints of an article, sorted, each once; false when it is not of the batch.
func (b *Batch) Prints(key news.Key) ([]uint64, bool) {
	p := b.placeOf(key) - 1
	if p < 0 {
		return nil, false
	}
	s := b.sketches[p]
	return slices.Compact(s.AppendHashes(make([]uint64, 0, len(s.prints)))), true
}

// meets reports whether an article of the batch is to meet another: one of the batch that
// comes before it, or one that is linked.
func (b *Batch) meets(key, other news.Key) bool {
	at := b.placeOf(other)
	return at == 0 || at > 0 && other < key
}

// A Pair is two articles that may share text, the first of them of the batch.
type Pair = [2]news.Key

// An Encounter is a pair that the gate let pass.
type Encounter struct {
	Pair
	Shared uint16 // fingerprints, as many as were seen
	Rare   bool   // whether one of them is: less than a copy between others is a stock phrase
}

// Encounters returns the candidates, sorted, and empties the batch; hides says that a crowded
// fingerprint is hidden in an article, and is called by many goroutines at once.
func (b *Batch) Encounters(hides func(key news.Key, hash uint64) bool) []Encounter {
	b.meetCrowds(hides)
	found := make([][]Encounter, b.parts())
	share(len(found), func(mine iter.Seq[int]) {
		g := gate{Batch: b}
		for part := range mine {
			found[part] = g.encounters(part)
		}
	})
	b.records = nil
	return slices.Concat(found...)
}

// parts is the number of those whose records are sorted together.
func (b *Batch) parts() int { return (len(b.keys) + partOf - 1) / partOf }

// meetCrowds lets every article meet those who first had its crowded fingerprints. A
// crowd's later members are not kept in the index, so that it is the article's own
// fingerprints that are gone through, from the smallest.
func (b *Batch) meetCrowds(hides func(key news.Key, hash uint64) bool) {
	r, crowds := b.Records(), map[uint64]int{} // by hash: where r keeps the first
	for _, from := range b.records {
		for hash, list := range from.crowds {
			crowds[hash] = r.keep(from.list(list))
		}
	}
	if len(crowds) == 0 {
		return
	}
	some := make([]bool, 16<<bits.Len(uint(len(crowds)))) // by low bits: most fingerprints are told apart from all of the crowds' so
	for hash := range crowds {
		some[hash&uint64(len(some)-1)] = true
	}
	listOf := func(hash uint64) (list int, crowded bool) {
		if some[hash&uint64(len(some)-1)] {
			list, crowded = crowds[hash]
		}
		return list, crowded
	}
	share(b.parts(), func(mine iter.Seq[int]) {
		for part := range mine {
			for place := part * partOf; place < min(len(b.keys), (part+1)*partOf); place++ {
				r.meetCrowds(place, listOf, hides)
			}
		}
	})
}

// A gate goes through the records of some articles of a batch.
type gate struct {
	*Batch
	list, scratch []uint64
	ordinals      []int
}

// encounters returns the candidates of a part of the batch, sorted.
func (g *gate) encounters(part int) []Encounter {
	g.list = g.list[:0]
	for _, r := range g.records {
		g.list = r.take(part, g.list)
	}
	g.scratch = slices.Grow(g.scratch[:0], len(g.list))[:len(g.list)]
	list := sortRecords(g.list, g.scratch)
	var found []Encounter
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && list[end]>>keyShift == list[start]>>keyShift {
			end++
		}
		if list := list[start:end]; len(list) > 1 && g.passes(list) {
			pair := Pair{g.keys[list[0]>>placeShift], news.Key(list[0] >> keyShift)}
			found = append(found, Encounter{pair, uint16(min(len(list), math.MaxUint16)), rarest(list) == rare})
		}
		start = end
	}
	return found
}

// rarest is the rarity of the rarest fingerprint that the records of a pair name.
func rarest(pair []uint64) rarity {
	least := crowded
	for _, rec := range pair {
		least = min(least, rarity(rec&(1<<rarityBits-1)))
	}
	return least
}

// passes is the gate: it lets a pair pass that shares manyShared fingerprints, or a few
// that could stand in one run of copyRun words. That run would have to end before the
// fingerprints around it which only one of the two texts has. When it is too short for an
// excerpt, one of its fingerprints has to be rare.
//
// Of 100,000 generated articles 334,000 pairs passed while all that was asked of one of the
// texts only and stock phrases passed, and 127,000 were worth aligning. Asked of both, 67,000
// were, and the 41,561 copies among them were the same. What was lost were 39,701 of 50,898
// phrases and 1,813 of 7,742 quotations; since then those that the first fewHolders articles
// have among them are found.
func (g *gate) passes(pair []uint64) bool {
	place := int(pair[0] >> placeShift)
	rarest := rarest(pair)
	g.ordinals = g.ordinals[:0]
	for _, rec := range pair {
		g.ordinals = append(g.ordinals, int(rec>>rarityBits&maxOrdinal))
	}
	shared, longest := agreement(g.sketches[place].words, g.ordinals)
	if shared >= manyShared {
		return true
	}
	if shared < 2 || longest < copyRun {
		return false
	}
	if other := g.placeOf(news.Key(pair[0]>>keyShift)) - 1; other >= 0 {
		_, back := agreement(g.sketches[other].words, g.shared(g.sketches[place], g.sketches[other]))
		longest = min(longest, back)
	}
	if longest < copyWords {
		return longest >= copyRun && rarest == rare
	}
	return rarest == rare || rarest == usual && shared > 2
}

// shared returns the ordinals in the other, ascending, of those fingerprints that g.ordinals names
// in one.
func (g *gate) shared(one, other Sketch) []int {
	var list []int
	for _, p := range one.prints {
		if slices.Contains(g.ordinals, int(p&maxOrdinal)) {
			for _, q := range other.find(p >> ordinalBits) {
				list = append(list, int(q&maxOrdinal))
			}
		}
	}
	slices.Sort(list)
	return list
}

// agreement counts the fingerprints of a text that another has too, given by their
// ordinals, ascending, and says how long a run of equal words there can be around any of
// them at most.
func agreement(words []uint16, ordinals []int) (shared, longest int) {
	first, last := -1, -1 // ordinals of the run at hand
	for _, ordinal := range ordinals {
		if ordinal == last {
			continue
		}
		shared++
		if last < 0 || !allBlurred(words[last+1:ordinal]) {
			first = ordinal
		}
		last = ordinal
		longest = max(longest, longestRun(words, first, last))
	}
	return shared, longest
}

func allBlurred(words []uint16) bool {
	for _, w := range words {
		if w < blurred {
			return false
		}
	}
	return true
}

// longestRun is the length in words of the longest run of equal words that can hold the
// fingerprints from first to last and none of their neighbours.
func longestRun(words []uint16, first, last int) int {
	for first--; first >= 0 && words[first] >= blurred; first-- {
	}
	for last++; last < len(words) && words[last] >= blurred; last++ {
	}
	if last == len(words) {
		return endGap
	}
	from := uint16(blurred - 1) // the word before the first
	if first >= 0 {
		from = words[first]
	}
	return int((words[last]-from)&(blurred-1)) + copyGap
}
