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
