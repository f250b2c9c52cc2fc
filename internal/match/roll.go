package match

import (
	"iter"
	"math"
	"slices"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// An Own says where a fingerprint stands in an article of the batch: from the low bits, its
// ordinal there and the article's place in the batch.
type Own uint64

const ownBits = placeBits + ordinalBits

func ownOf(place int, print uint64) Own { return Own(uint64(place)<<ordinalBits | print&maxOrdinal) }

func (o Own) ordinal() uint64 { return uint64(o) & maxOrdinal }
func (o Own) place() int      { return int(o >> ordinalBits & (MaxBatch - 1)) }

// A Roll goes through the fingerprints of the batch's articles along with a scan. They are
// gathered and sorted a stretch at a time: to look each one up in the sketch of each article
// took 100 nanoseconds, nearly all of it for what was in no cache. Where it is known before how
// many an article has, the processor gathers those of the next ones meanwhile.
type Roll struct {
	batch         *Batch
	next          []int32 // by place: the article's first fingerprint that was not gathered
	stretch       int     // that was gathered last
	list, scratch []Own   // of the stretch, sorted: what follows its bits in the hash, then what an Own says
	ends          []uint32
	at            int // first of the list that was not passed
}

const (
	rollBits      = shingle.HashBits + ownBits - 64           // leading bits that the hashes of a stretch have in common: an Own has the others
	stretchLow    = shingle.HashBits + ordinalBits - rollBits // bits of a sketch's fingerprint that differ in it
	manyInStretch = math.MaxUint8
)

// Roll starts a roll of the batch, to which all articles were added.
func (b *Batch) Roll() *Roll {
	return &Roll{batch: b, next: make([]int32, len(b.sketches)), stretch: -1}
}

// Of returns where a fingerprint stands in the batch's articles, in their order. It is asked
// for hashes in ascending order, and what it returns is valid until it is asked again.
func (r *Roll) Of(hash uint64) []Own {
	r.reach(hash)
	wanted := Own(hash << ownBits)
	for r.at < len(r.list) && r.list[r.at] < wanted {
		r.at++
	}
	from := r.at
	for r.at < len(r.list) && r.list[r.at]^wanted < 1<<ownBits {
		r.at++
	}
	return r.list[from:r.at]
}

// Between yields the fingerprints from one up to, and without, another that lies no further off
// than the next multiple of 2^34. None of them was passed yet, and none is then.
func (r *Roll) Between(from, to uint64) iter.Seq[uint64] {
	r.reach(from)
	return func(yield func(uint64) bool) {
		high := uint64(r.stretch) << (shingle.HashBits - rollBits)
		for _, o := range r.list[r.at:] {
			hash := high | uint64(o>>ownBits)
			if hash >= to || hash >= from && !yield(hash) {
				return
			}
		}
	}
}

// reach gathers the stretch of a fingerprint, unless that was done.
func (r *Roll) reach(hash uint64) {
	for stretch := int(hash >> (shingle.HashBits - rollBits)); stretch > r.stretch; {
		r.stretch++
		r.gather(r.stretch == stretch)
	}
}

// gather makes the list of the stretch, or passes it over.
func (r *Roll) gather(wanted bool) {
	r.list, r.at = r.list[:0], 0
	b := r.batch
	for place, n := range b.stretch[r.stretch*len(b.keys):][:len(b.sketches)] {
		prints := b.sketches[place].prints[r.next[place]:]
		if n := int(n); n < manyInStretch {
			prints = prints[:n]
		} else if n := slices.IndexFunc(prints, func(p uint64) bool { return int(p>>stretchLow) > r.stretch }); n >= 0 {
			prints = prints[:n]
		}
		r.next[place] += int32(len(prints))
		if !wanted {
			continue
		}
		for _, p := range prints {
			r.list = append(r.list, Own(p>>ordinalBits<<ownBits)|ownOf(place, p))
		}
	}
	r.scratch = slices.Grow(r.scratch[:0], len(r.list))[:len(r.list)]
	r.ends = shingle.SortUniform(r.list, r.scratch, r.ends, 64)
	r.list, r.scratch = r.scratch, r.list
}

// Own returns where a fingerprint stands in those of some articles that are of the batch.
func (b *Batch) Own(hash uint64, holders []news.Key) []Own {
	var list []Own
	for _, key := range holders {
		if place := b.placeOf(key) - 1; place >= 0 {
			for _, p := range b.sketches[place].find(hash) {
				list = append(list, ownOf(place, p))
			}
		}
	}
	return list
}
