package store

import (
	"encoding/binary"
	"math"
	"math/bits"
	"sort"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// A block is the postings of one bucket of a segment: all fingerprints that begin with
// the same bits, each with the keys of its articles in ascending order.
//
//	byte     k: low bits of a step between fingerprints that are written as they are
//	byte     w: bits of a key, 0 to 32
//	uvarint  the smallest key in the block: keys are written as what they add to it
//	uvarint  number of fingerprints
//	uint64   for each skipEvery of them but the last ones: the last one's bits, and in the low
//	         24 where the next begins; all ones where that is too far
//	then, bit after bit from the lowest, for each fingerprint:
//	    the step from the one before (from 0 at first): step>>k zeros, a one, its low k bits (Rice)
//	    how many articles have it: Elias gamma, a single bit for one
//	    their keys, w bits each: of more than 64 the smallest 64
//
// Fingerprints are uniform, so the steps are geometric and Rice's code is within some
// 3 % of the best there is. With 100,000 articles a posting takes 17 bits of key, 1 of
// count and 17 of step: 4.4 bytes, where varints took 5.8. A reader passes over an
// article list that it does not want in one step, and who looks one fingerprint up over what
// lies before it but for skipEvery at most.

// blockPostings is how many postings a bucket holds at most on average, and at least half
// of it: the bits of a segment are chosen so. SQLite takes a microsecond a row, whatever its
// size: with 256, 512 and 1,024 a posting of 100,000 articles takes 13.0, 11.8 and 11.4
// nanoseconds to walk over (BenchmarkShared), and a page has the less room for one more row:
// their files are 371, 374 and 381 MB.
const blockPostings = 512

const (
	skipEvery   = 128 // fingerprints from one that can be begun at to the next
	skipBytes   = 8
	skipPosBits = 24
)

// keptHolders is how many articles of one fingerprint a segment keeps, those with the
// smallest keys: nobody follows more (match.Candidates), and a phrase of every page would
// else fill the index. How many there are in all is kept beside them, so that it is known
// to be common.
const keptHolders = 64

// maxBits is how many leading bits may name a bucket.
const maxBits = 32

// bucketBits is the number of leading bits that cut n postings into buckets of a good size.
func bucketBits(n int) int {
	return min(bits.Len(uint(n/blockPostings)), maxBits)
}

// A group is the part of a block that belongs to one fingerprint.
type group struct {
	hash  uint64 // what follows the bucket's bits
	count int    // articles that have it
}

// kept is how many keys of count articles are written.
func kept(count int) int { return min(count, keptHolders) }

// A bucket is a block in the making.
type bucket struct {
	groups []group
	keys   []news.Key
}

// add takes a fingerprint that count articles have, and the keys of those that are kept.
func (b *bucket) add(hash uint64, keys []news.Key, count int) {
	b.groups = append(b.groups, group{hash, count})
	b.keys = append(b.keys, keys[:kept(count)]...)
}

func (b *bucket) reset() { b.groups, b.keys = b.groups[:0], b.keys[:0] }

// encode appends the block to dst. The low bits of its fingerprints are what is not in
// the bucket's name.
func (b *bucket) encode(dst []byte, low int) []byte {
	least, most := b.keys[0], b.keys[0]
	for _, key := range b.keys {
		least, most = min(least, key), max(most, key)
	}
	k, w := riceBits(low, len(b.groups)), bits.Len32(uint32(most-least))
	dst = append(dst, byte(k), byte(w))
	dst = binary.AppendUvarint(dst, uint64(least))
	dst = binary.AppendUvarint(dst, uint64(len(b.groups)))
	skips := len(dst)
	dst = append(dst, make([]byte, skipCount(len(b.groups))*skipBytes)...)
	start := len(dst)
	out := bitWriter{buf: dst}
	keys, last := b.keys, uint64(0)
	for i, g := range b.groups {
		if i > 0 && i%skipEvery == 0 {
			at := skips + (i/skipEvery-1)*skipBytes
			binary.LittleEndian.PutUint64(out.buf[at:], skipTo(last, out.len()-start*8))
		}
		step := g.hash - last
		last = g.hash
		zeros, low := int(step>>k), step&(1<<k-1)
		if g.count == 1 && zeros+k+w <= 62 { // nearly always: a call for all of it
			out.put((1|low<<1|(1|uint64(keys[0]-least)<<1)<<(k+1))<<zeros, zeros+k+w+2)
			keys = keys[1:]
			continue
		}
		out.zeros(zeros)
		out.put(1|low<<1, k+1)
		n := bits.Len(uint(g.count))
		out.zeros(n - 1)
		out.put(1|uint64(g.count)&(1<<(n-1)-1)<<1, n)
		n = kept(g.count)
		for _, key := range keys[:n] {
			out.put(uint64(key-least), w)
		}
		keys = keys[n:]
	}
	return out.flush()
}

// skipCount is how many of n fingerprints can be begun at, but for the first.
func skipCount(n int) int { return max(0, n-1) / skipEvery }

// skipTo is what is written of the fingerprint before one that can be begun at, and of the
// latter's place in bits.
func skipTo(last uint64, pos int) uint64 {
	if pos >= 1<<skipPosBits {
		return math.MaxUint64
	}
	return last<<skipPosBits | uint64(pos)
}

// riceBits is the best parameter for n steps that add up to about 2^low: log2 of ln 2
// times their mean.
func riceBits(low, n int) int {
	return max(0, bits.Len64((1<<low)*7/10/uint64(n))-1)
}

// A bitWriter appends bits to buf, the lowest first.
type bitWriter struct {
	buf  []byte
	acc  uint64
	held int // bits in acc, under 64 between calls
}

// put writes the low width bits of v, 64 at most; the others must be zero.
func (w *bitWriter) put(v uint64, width int) {
	w.acc |= v << w.held
	if w.held += width; w.held >= 64 {
		w.buf = binary.LittleEndian.AppendUint64(w.buf, w.acc)
		w.held -= 64
		w.acc = v >> (width - w.held)
	}
}

func (w *bitWriter) zeros(n int) {
	for ; n > 64; n -= 64 {
		w.put(0, 64)
	}
	w.put(0, n)
}

// len is the bits written, with what buf held before.
func (w *bitWriter) len() int { return len(w.buf)*8 + w.held }

func (w *bitWriter) flush() []byte {
	for ; w.held > 0; w.held -= 8 {
		w.buf = append(w.buf, byte(w.acc))
		w.acc >>= 8
	}
	return w.buf
}

// padding is what a bitReader's data must end in, so that it can always load 8 bytes.
const padding = 8

// A bitReader reads what a bitWriter wrote. Past the end of the data it reads zeros and
// remembers that it did.
type bitReader struct {
	data  []byte // ends in padding
	pos   int    // in bits
	short bool
}

// peek is the next 57 bits or more, the next in the lowest place.
func (r *bitReader) peek() uint64 {
	at := r.pos >> 3
	if uint(at)+padding > uint(len(r.data)) {
		r.short = true
		return 0
	}
	return binary.LittleEndian.Uint64(r.data[at:]) >> (r.pos & 7)
}

// end is where the data end, in bits.
func (r *bitReader) end() int { return (len(r.data) - padding) * 8 }

// take reads up to 57 bits.
func (r *bitReader) take(width int) uint64 {
	v := r.peek() & (1<<width - 1)
	r.pos += width
	return v
}

// zeros counts zeros up to the next one, and reads past it.
func (r *bitReader) zeros() int {
	n := 0
	for !r.short {
		if z := bits.TrailingZeros64(r.peek()); z < 57 {
			r.pos += z + 1
			return n + z
		}
		n += 57
		r.pos += 57
	}
	return n
}

// A blockReader reads a block group by group.
type blockReader struct {
	at    bool   // whether there is a group at hand
	hash  uint64 // its fingerprint, all 40 bits
	count int    // articles that have it

	in     bitReader
	bucket uint64 // the leading bits of its fingerprints
	from   uint64 // first fingerprint of the bucket
	top    uint64 // first fingerprint beyond it
	k, w   int
	least  news.Key
	total  int    // groups
	left   int    // those not read yet
	skips  []byte // where one can begin
	keysAt int    // where in the bits the keys of the group at hand begin
}

// open starts reading a block of the named bucket; data must end in padding.
func (r *blockReader) open(data []byte, bucket uint64, low int) error {
	*r = blockReader{bucket: bucket, hash: bucket << low, from: bucket << low, top: (bucket + 1) << low}
	if len(data) < 2+padding {
		return r.damaged()
	}
	r.k, r.w = int(data[0]), int(data[1])
	body := data[2 : len(data)-padding]
	least, n := binary.Uvarint(body)
	if n <= 0 || least > 1<<32-1 {
		return r.damaged()
	}
	count, m := binary.Uvarint(body[n:])
	if m <= 0 || r.k > shingle.HashBits || r.w > 32 || count > uint64(len(body))*8 {
		return r.damaged()
	}
	r.least, r.total, r.left = news.Key(least), int(count), int(count)
	skips := skipCount(r.total) * skipBytes
	if skips > len(body)-n-m {
		return r.damaged()
	}
	r.skips, r.in = body[n+m:][:skips], bitReader{data: data[2+n+m+skips:]}
	return nil
}

// skip moves on to where the search for a fingerprint can begin: to a group before it, which
// is not to be used.
func (r *blockReader) skip(hash uint64) {
	if hash < r.from {
		return
	}
	n := sort.Search(len(r.skips)/skipBytes, func(i int) bool { return r.skipAt(i)>>skipPosBits >= hash-r.from })
	if at := n * skipEvery; n > 0 && at > r.total-r.left {
		to := r.skipAt(n - 1)
		r.hash, r.in.pos, r.left = r.from+to>>skipPosBits, int(to&(1<<skipPosBits-1)), r.total-at
	}
}

func (r *blockReader) skipAt(i int) uint64 { return binary.LittleEndian.Uint64(r.skips[i*skipBytes:]) }

// first reports whether the group at hand is the block's first.
func (r *blockReader) first() bool { return r.total-r.left == 1 }

// sound reports whether a block says truly where one can begin: of an open block, none of
// which was read.
func (r blockReader) sound() bool {
	for i := range len(r.skips) / skipBytes {
		for r.total-r.left < (i+1)*skipEvery {
			if ok, err := r.next(); !ok || err != nil {
				return false
			}
		}
		if r.skipAt(i) != skipTo(r.hash-r.from, r.in.pos) {
			return false
		}
	}
	return true
}

// next moves to the next group and reports whether there is one.
//
// Nearly always all of a group but its keys lies within the 57 bits or more that one load
// gives, and one article has it; that takes 5 nanoseconds.
func (r *blockReader) next() (bool, error) {
	if r.at = r.left > 0; !r.at {
		return false, nil
	}
	r.left--
	v := r.in.peek()
	zeros := bits.TrailingZeros64(v)
	n := zeros + 1 + r.k
	if v>>n&1 == 1 {
		r.hash += uint64(zeros)<<r.k | v>>(zeros+1)&(1<<r.k-1)
		r.count = 1
		r.in.pos += n + 1
	} else if err := r.nextLong(); err != nil {
		return false, err
	}
	r.keysAt = r.in.pos
	r.in.pos += kept(r.count) * r.w
	if r.hash >= r.top || r.in.short || r.in.pos > r.in.end() {
		return false, r.damaged()
	}
	return true, nil
}

// singles appends to list what follows the group at hand below end, as far as each has one
// article and no more: the bits of its fingerprint from base on, and the key, of those that
// are wanted. The last of them is the group at hand then. What next does in calls takes
// three quarters of the time here, where all that it needs stays in registers.
func (r *blockReader) singles(list []uint64, base, end uint64, wanted *filter) []uint64 {
	data, pos, hash, left := r.in.data, r.in.pos, r.hash, r.left
	k, w, least := r.k, r.w, uint64(r.least)
	low, key := uint64(1)<<k-1, uint64(1)<<w-1
	for end = min(end, r.top); left > 0; left-- {
		at := pos >> 3
		if at+padding > len(data) {
			break
		}
		v := binary.LittleEndian.Uint64(data[at:]) >> (pos & 7)
		zeros := bits.TrailingZeros64(v)
		n := zeros + 1 + k
		next := hash + (uint64(zeros)<<(k&63) | v>>((zeros+1)&63)&low)
		if n+1+w > 57 || v>>(n&63)&1 == 0 || next >= end {
			break
		}
		hash = next
		pos += n + 1 + w
		if wanted.has(hash) {
			list = append(list, (hash-base)<<keyBits|(least+v>>((n+1)&63)&key))
		}
	}
	if left < r.left {
		r.hash, r.count, r.left, r.in.pos, r.keysAt = hash, 1, left, pos, pos-w
	}
	return list
}

func (r *blockReader) damaged() error { return malformed("block %d is cut short or damaged", r.bucket) }

// nextLong reads the group that follows, up to its keys, whatever its size.
func (r *blockReader) nextLong() error {
	r.hash += uint64(r.in.zeros())<<r.k | r.in.take(r.k)
	n := r.in.zeros()
	if n > 32 {
		return r.damaged() // more articles than there are keys
	}
	r.count = 1<<n | int(r.in.take(n))
	return nil
}

// appendKeys appends the keys of the group at hand, those that are kept, to dst.
func (r *blockReader) appendKeys(dst []news.Key) []news.Key {
	keys := bitReader{data: r.in.data, pos: r.keysAt}
	for range kept(r.count) {
		dst = append(dst, r.least+news.Key(keys.take(r.w)))
	}
	return dst
}

// firstKey is the first key of the group at hand.
func (r *blockReader) firstKey() news.Key {
	keys := bitReader{data: r.in.data, pos: r.keysAt}
	return r.least + news.Key(keys.take(r.w))
}
