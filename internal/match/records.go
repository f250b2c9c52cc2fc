package match

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"stemma/internal/news"
)

// Records are what the articles of a batch were seen to share. Each goroutine of a scan
// fills its own. Until they are taken they are mentions, of 8 bytes each: one for a fingerprint
// of an article, and a list of those that have it, which is the same for all of them. At 400,000
// articles that is a third of what a record for each of those took: most of what is met are stock
// phrases, which many have.
type Records struct {
	batch    *Batch
	mentions [][][]mention  // by the place of the article / partOf, in sheets
	lists    [][]news.Key   // in sheets: of each list how many these are, then they
	crowds   map[uint64]int // by hash: where the list is of the first who have a crowded fingerprint
}

// A mention says that an article has a fingerprint in common with others: from the low bits,
// whether it is crowded, its ordinal in the article, the article's place in its part, and
// where the list of those others is.
type mention uint64

const (
	listShift = 1 + ordinalBits + partBits

	mentionSheet = 1 << 10 // mentions that lie together: a list of all of a part's would be copied again and again while it grows
	listBits     = 14      // of the number of keys that do
)

// Records starts records that Encounters will take in, too.
func (b *Batch) Records() *Records {
	r := &Records{b, make([][][]mention, b.parts()), nil, map[uint64]int{}}
	b.records = append(b.records, r)
	return r
}

// Meet takes where a fingerprint stands in the batch's articles, in their order, the keys of
// those that share it, ascending, and how many there are in all: of a crowd the first do. Two
// of the batch are met once. The fingerprint is rare between the first few, and not with
// those that had it later: who came when does not depend on what is scanned together, and how
// many there are does.
func (r *Records) Meet(hash uint64, own []Own, holders []news.Key, count int) {
	if count > maxHolders && len(holders) > 0 {
		r.crowds[hash] = r.keep(holders[:min(crowdHolders, len(holders))])
		holders = holders[:min(fewHolders, len(holders))]
	}
	list := -1
	i := 0 // the first of the holders that does not come before the article at hand
	for _, o := range own {
		key := r.batch.keys[o.place()]
		for i < len(holders) && holders[i] < key {
			i++
		}
		if i == len(holders) || holders[i] > key {
			r.batch.sketches[o.place()].blur(o.ordinal())
			continue
		}
		if list < 0 {
			list = r.keep(holders)
		}
		r.mention(o, list, false)
	}
}

// keep keeps a list and returns where.
func (r *Records) keep(list []news.Key) int {
	if n := len(r.lists); n == 0 || len(r.lists[n-1])+1+len(list) > 1<<listBits {
		r.lists = append(r.lists, make([]news.Key, 0, 1<<listBits))
	}
	n := len(r.lists) - 1
	sheet := &r.lists[n]
	at := n<<listBits + len(*sheet)
	*sheet = append(append(*sheet, news.Key(len(list))), list...)
	return at
}

// list is what was kept at a place.
func (r *Records) list(at int) []news.Key {
	sheet := r.lists[at>>listBits][at&(1<<listBits-1):]
	return sheet[1 : 1+sheet[0]]
}

func (r *Records) mention(own Own, list int, crowd bool) {
	m := mention(list)<<listShift | mention(own.place()%partOf)<<(1+ordinalBits) | mention(own.ordinal())<<1
	if crowd {
		m |= 1
	}
	sheets := &r.mentions[own.place()/partOf]
	n := len(*sheets)
	if n == 0 || len((*sheets)[n-1]) == mentionSheet {
		*sheets = append(*sheets, make([]mention, 0, mentionSheet))
		n++
	}
	(*sheets)[n-1] = append((*sheets)[n-1], m)
}

// take appends the records of a part to a list, and lets go of its mentions.
func (r *Records) take(part int, list []uint64) []uint64 {
	for _, sheet := range r.mentions[part] {
		for _, m := range sheet {
			list = r.appendRecords(list, part, m)
		}
	}
	r.mentions[part] = nil
	return list
}

// appendRecords appends the records that a mention stands for.
func (r *Records) appendRecords(list []uint64, part int, m mention) []uint64 {
	place := part*partOf + int(m>>(1+ordinalBits)%partOf)
	key, others := r.batch.keys[place], r.list(int(m>>listShift))
	few := min(fewHolders, len(others))
	early := key <= others[few-1]
	for i, other := range others {
		if !r.batch.meets(key, other) {
			continue
		}
		how := usual
		if m&1 == 1 {
			how = crowded
		} else if early && i < few {
			how = rare
		}
		list = append(list, uint64(place)<<placeShift|uint64(other)<<keyShift|uint64(m>>1)&maxOrdinal<<rarityBits|uint64(how))
	}
	return list
}

// meetCrowds lets an article meet those who first had its crowded fingerprints: listOf says
// where these are kept, and whether a fingerprint is crowded.
func (r *Records) meetCrowds(place int, listOf func(hash uint64) (int, bool), hides func(news.Key, uint64) bool) {
	sketch, key := r.batch.sketches[place], r.batch.keys[place]
	met := 0
	for _, p := range sketch.prints {
		hash := p >> ordinalBits
		list, crowded := listOf(hash)
		if !crowded {
			continue
		}
		sketch.blur(p & maxOrdinal)
		if met >= crowdRecords || hides(key, hash) {
			continue
		}
		r.mention(ownOf(place, p), list, true)
		for _, other := range r.list(list) {
			if r.batch.meets(key, other) {
				met++
			}
		}
	}
}

// sortRecords sorts records: an LSD radix sort that passes over the digits in which all
// are equal. The result may lie in scratch, which must be as long.
func sortRecords(list, scratch []uint64) []uint64 {
	const digit, digits = 11, 1 << 11
	varying := uint64(0)
	for _, r := range list {
		varying |= r ^ list[0]
	}
	for shift := 0; shift < 64 && varying>>shift > 0; shift += digit {
		if varying>>shift%digits == 0 {
			continue
		}
		var count [digits]uint32
		for _, r := range list {
			count[r>>shift%digits]++
		}
		at := uint32(0)
		for d, n := range count {
			count[d] = at
			at += n
		}
		for _, r := range list {
			d := r >> shift % digits
			scratch[count[d]] = r
			count[d]++
		}
		list, scratch = scratch, list
	}
	return list
}

// share runs work on every processor. Together they are given the numbers from 0 to n-1.
func share(n int, work func(mine iter.Seq[int])) {
	var next atomic.Int64
	mine := func(yield func(int) bool) {
		for i := next.Add(1) - 1; int(i) < n && yield(int(i)); i = next.Add(1) - 1 {
		}
	}
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() { work(mine) })
	}
	group.Wait()
}
