package store

import "stemma/internal/shingle"

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

// digit is what one pass of the radix sort looks at: 40 bits are four passes, and the
// 1,024 counters of each stay in the first-level cache.
const (
	digitBits = 10
	digits    = 1 << digitBits
	passes    = shingle.HashBits / digitBits
)

// sortPostings sorts by fingerprint, and keeps the order of those with the same one:
// an LSD radix sort. The result may lie in scratch, which must be as long.
func sortPostings(list, scratch []posting) []posting {
	var counts [passes][digits]uint32
	for _, p := range list {
		for pass := range passes {
			counts[pass][p>>(placeBits+pass*digitBits)%digits]++
		}
	}
	for pass := range passes {
		count := &counts[pass]
		at := uint32(0)
		for d, n := range count {
			count[d] = at
			at += n
		}
		for _, p := range list {
			d := p >> (placeBits + pass*digitBits) % digits
			scratch[count[d]] = p
			count[d]++
		}
		list, scratch = scratch, list
	}
	return list
}
