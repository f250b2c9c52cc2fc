package shingle

import (
	"math/bits"
	"slices"
)

// fewUnsorted is how many places a number is moved at most one by one.
const fewUnsorted = 24

// SortUniform sorts numbers that are spread evenly below 2^top, as fingerprints are: one
// pass puts each where it belongs but for its neighbours. Of 900,000 that takes half the
// time of a radix sort, which moves each four times. The result lies in scratch, which must
// be as long; ends is scratch as well, and returned for the next time.
func SortUniform[T ~uint64](list, scratch []T, ends []uint32, top int) []uint32 {
	leading := min(max(bits.Len(uint(len(list)))-1, 0), top) // fewer counters than numbers stay in the cache
	shift := top - leading
	ends = slices.Grow(ends[:0], 1<<leading)[:1<<leading]
	clear(ends)
	for _, v := range list {
		ends[v>>shift]++
	}
	at, most := uint32(0), uint32(0)
	for i, n := range ends {
		ends[i] = at
		at += n
		most = max(most, n)
	}
	for _, v := range list {
		end := &ends[v>>shift]
		scratch[*end] = v
		*end++
	}
	if most <= fewUnsorted {
		insert(scratch[:at])
		return ends
	}
	from := uint32(0) // many are equal, or somebody has chosen them
	for _, to := range ends {
		if part := scratch[from:to]; len(part) <= fewUnsorted {
			insert(part)
		} else {
			slices.Sort(part)
		}
		from = to
	}
	return ends
}

// insert sorts a list in which each number is near its place.
func insert[T ~uint64](list []T) {
	for i := 1; i < len(list); i++ {
		v, k := list[i], i
		for ; k > 0 && list[k-1] > v; k-- {
			list[k] = list[k-1]
		}
		list[k] = v
	}
}
