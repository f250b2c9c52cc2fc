package match

import (
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"stemma/internal/news"
)

// Records are what the articles of a batch were seen to share. Each goroutine of a scan
// fills its own.
type Records struct {
	batch  *Batch
	parts  [][]uint64            // by the place of the article / partOf: the last sheet
	full   [][][]uint64          // likewise: the sheets before
	crowds map[uint64][]news.Key // by hash: the first who have a crowded fingerprint
}

// sheet is how many records lie together: a list of all of a part's would be copied again and
// again while it grows, and leave four times its size to the collector.
const sheet = 1 << 10

// Records starts records that Pairs will take in, too.
func (b *Batch) Records() *Records {
	r := &Records{b, make([][]uint64, b.parts()), make([][][]uint64, b.parts()), map[uint64][]news.Key{}}
	b.records = append(b.records, r)
	return r
}

// Meet takes where a fingerprint stands in the batch's articles, in their order, the keys of
// those that share it, ascending, and how many there are in all: of a crowd the first do. Two
// of the batch are met once. The fingerprint is rare between the first few, and not with
// those that had it later: who came when does not depend on what is scanned together, and how
// many there are does.
func (r *Records) Meet(hash uint64, own []Own, holders []news.Key, count int) {
	few := holders[:min(fewHolders, len(holders))]
	if count > maxHolders && len(holders) > 0 {
		r.crowds[hash] = slices.Clone(holders[:min(crowdHolders, len(holders))])
		holders = few
	}
	i := 0 // the first of the holders that does not come before the article at hand
	for _, o := range own {
		key := r.batch.keys[o.place()]
		for i < len(holders) && holders[i] < key {
			i++
		}
		switch {
		case i == len(holders) || holders[i] > key:
			r.batch.sketches[o.place()].blur(o.ordinal())
		case i >= len(few):
			r.meet(o, holders, usual)
		default:
			r.meet(o, few, rare)
			r.meet(o, holders[len(few):], usual)
		}
	}
}

// meet records that an article has one of its fingerprints in common with others, and
// returns how many records that made.
func (r *Records) meet(own Own, others []news.Key, how rarity) int {
	n, place := 0, own.place()
	for _, other := range others {
		if r.batch.meets(r.batch.keys[place], other) {
			r.add(place/partOf, uint64(place)<<placeShift|uint64(other)<<keyShift|own.ordinal()<<rarityBits|uint64(how))
			n++
		}
	}
	return n
}

func (r *Records) add(part int, record uint64) {
	list := &r.parts[part]
	if len(*list) == cap(*list) {
		if *list != nil {
			r.full[part] = append(r.full[part], *list)
		}
		*list = make([]uint64, 0, sheet)
	}
	*list = append(*list, record)
}

// take appends the records of a part to a list, and lets go of them.
func (r *Records) take(part int, list []uint64) []uint64 {
	for _, sheet := range append(r.full[part], r.parts[part]) {
		list = append(list, sheet...)
	}
	r.full[part], r.parts[part] = nil, nil
	return list
}

// meetCrowds lets an article meet those who first had its crowded fingerprints.
func (r *Records) meetCrowds(place int, firstOf func(hash uint64) []news.Key, hides func(news.Key, uint64) bool) {
	sketch, key := r.batch.sketches[place], r.batch.keys[place]
	list := sketch.prints
	for n := 0; len(list) > 0; {
		hash := list[0] >> ordinalBits
		same := 1
		for same < len(list) && list[same]>>ordinalBits == hash {
			same++
		}
		if first := firstOf(hash); first != nil {
			hidden := n >= crowdRecords || hides(key, hash)
			for _, p := range list[:same] {
				sketch.blur(p & maxOrdinal)
				if !hidden {
					n += r.meet(ownOf(place, p), first, crowded)
				}
			}
		}
		list = list[same:]
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
