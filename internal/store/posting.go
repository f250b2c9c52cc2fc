package store

import (
	"math/bits"
	"slices"

	"stemma/internal/shingle"
)

// A posting says that an article of a batch has a fingerprint. It is packed so that
// sorting moves 8 bytes: the fingerprint in the high 40 bits, the article's place in
// the batch in the low ones.
type posting uint64

const (
	placeBits = 64 - shingle.HashBits
	maxBatch  = 1 << placeBits // articles: beyond it their places do not fit
)

func pack(hash uint64, place int) posting { return posting(hash<<placeBits | uint64(place)) }

func (p posting) hash() uint64 { return uint64(p >> placeBits) }
func (p posting) place() int   { return int(p & (maxBatch - 1)) }

// fewUnsorted is how many numbers are put in order one by one.
const fewUnsorted = 24

// sortUniform sorts numbers that are spread evenly below 2^top, as fingerprints are: one
// pass puts each where it belongs but for its neighbours. Of 900,000 that takes half the
// time of a radix sort, which moves each four times. The result lies in scratch, which must
// be as long; ends is scratch as well, and returned for the next time.
func sortUniform[T ~uint64](list, scratch []T, ends []uint32, top int) []uint32 {
	leading := min(max(bits.Len(uint(len(list)))-1, 0), top) // fewer counters than numbers stay in the cache
	shift := top - leading
	ends = slices.Grow(ends[:0], 1<<leading)[:1<<leading]
	clear(ends)
	for _, v := range list {
		ends[v>>shift]++
	}
	at := uint32(0)
	for i, n := range ends {
		ends[i] = at
		at += n
	}
	for _, v := range list {
		end := &ends[v>>shift]
		scratch[*end] = v
		*end++
	}
	from := uint32(0)
	for _, to := range ends {
		sortFew(scratch[from:to])
		from = to
	}
	return ends
}

// sortFew sorts a list that is short, but where somebody has chosen the numbers.
func sortFew[T ~uint64](list []T) {
	if len(list) > fewUnsorted {
		slices.Sort(list)
		return
	}
	for i := 1; i < len(list); i++ {
		v, k := list[i], i
		for ; k > 0 && list[k-1] > v; k-- {
			list[k] = list[k-1]
		}
		list[k] = v
	}
}
