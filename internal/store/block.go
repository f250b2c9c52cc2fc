package store

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"stemma/internal/news"
)

// A block is the postings of one bucket of a segment: all fingerprints that begin with
// the same bits, each with the keys of its articles in ascending order.
//
//	byte     k: low bits of a fingerprint that are written as they are
//	byte     w: bits of a key, 0 to 32
//	uvarint  the smallest key in the block: keys are written as what they add to it
//	uvarint  number of fingerprints
//	uvarint  number of keys
//	uint64s  for fingerprint i, from 0 on, a one at place i + what is before its low bits
//	uint64s  for each key a one if it is the first of its fingerprint, and a one behind the last
//	k bits   of each fingerprint
//	w bits   of each key; of the articles of one fingerprint the smallest 64
//	then, for each fingerprint of more articles: uvarint the step from the one before (from
//	         -1 at first), uvarint how many more
//
// That is Elias and Fano's code of the fingerprints (Vigna, Quasi-succinct indices, 2013), which
// are uniform: within half a bit of the best there is. With 100,000 articles a posting takes 17
// bits of key, 1 of its beginning and 17 of fingerprint: 4.4 bytes, where varints took 5.8. Who
// wants one fingerprint counts ones and zeros, 64 at a time, up to where it is; who wants all
// that are in a filter decodes no keys but theirs, and no step waits for the one before.

// blockPostings is how many postings a bucket holds at most on average, and at least half
// of it: the bits of a segment are chosen so. With 256, 512 and 1,024 a posting of 100,000
// articles takes 10.9, 10.6 and 9.4 nanoseconds to walk over (BenchmarkShared/batch), and a
// fingerprint 2.3, 2.9 and 3.4 microseconds to look up (BenchmarkHolders/300); a page has the
// less room for one more row, the larger they are.
const blockPostings = 512

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
	k, w := lowBits(low, len(b.groups)), bits.Len32(uint32(most-least))
	dst = append(dst, byte(k), byte(w))
	for _, v := range []int{int(least), len(b.groups), len(b.keys)} {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	highs, starts := len(dst), len(dst)+8*highWords(low, k, len(b.groups))
	end := starts + 8*startWords(len(b.keys))
	dst = slices.Grow(dst, end-len(dst))[:end]
	clear(dst[highs:])
	key := 0
	for i, g := range b.groups {
		setBit(dst[highs:], i+int(g.hash>>k))
		setBit(dst[starts:], key)
		key += kept(g.count)
	}
	setBit(dst[starts:], key)
	out := bitWriter{buf: dst}
	for _, g := range b.groups {
		out.put(g.hash&(1<<k-1), k)
	}
	out = bitWriter{buf: out.flush()}
	for _, key := range b.keys {
		out.put(uint64(key-least), w)
	}
	dst = out.flush()
	last := -1
	for i, g := range b.groups {
		if more := g.count - kept(g.count); more > 0 {
			dst = binary.AppendUvarint(binary.AppendUvarint(dst, uint64(i-last)), uint64(more))
			last = i
		}
	}
	return dst
}

// lowBits is the best k for n fingerprints below 2^low.
func lowBits(low, n int) int { return max(0, bits.Len64(1<<low/uint64(n))-1) }

// highWords is how many words the ones of n fingerprints take.
func highWords(low, k, n int) int { return (highBits(low, k, n) + 63) / 64 }

func highBits(low, k, n int) int { return n + 1<<(low-k) - 1 }

// startWords is how many words the ones of n keys' beginnings take.
func startWords(n int) int { return n/64 + 1 }

func setBit(data []byte, at int) { data[at>>3] |= 1 << (at & 7) }

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

func (w *bitWriter) flush() []byte {
	for ; w.held > 0; w.held -= 8 {
		w.buf = append(w.buf, byte(w.acc))
		w.acc >>= 8
	}
	return w.buf
}

// padding is what a block's data must end in to be read, so that 8 bytes can always be loaded.
const padding = 8

// loadBits is the width bits of data from a place on, 57 at most.
func loadBits(data []byte, at, width int) uint64 {
	return load(data, at>>3) >> (at & 7) & (1<<(width&63) - 1)
}

func load(data []byte, at int) uint64 { return binary.LittleEndian.Uint64(data[at : at+8 : at+8]) }

// ones goes through the ones of words.
type ones struct {
	words []byte
	at    int    // the word at hand
	rest  uint64 // what of it was not passed
}

func onesOf(words []byte) ones { return ones{words, 0, load(words, 0)} }

// next is the place of the next one, which must be there.
func (o *ones) next() int {
	for o.rest == 0 {
		o.turn()
	}
	place := o.at*64 + bits.TrailingZeros64(o.rest)
	o.rest &= o.rest - 1
	return place
}

func (o *ones) turn() {
	o.at++
	o.rest = load(o.words, o.at*8)
}

// skip passes over n ones, which must be there.
func (o *ones) skip(n int) {
	for c := bits.OnesCount64(o.rest); c <= n; c = bits.OnesCount64(o.rest) {
		if n -= c; n == 0 {
			o.rest = 0
			return
		}
		o.turn()
	}
	for ; n > 0; n-- {
		o.rest &= o.rest - 1
	}
}

// countOnes is how many ones there are in whole words.
func countOnes(words []byte) int {
	n := 0
	for ; len(words) > 0; words = words[8:] {
		n += bits.OnesCount64(load(words, 0))
	}
	return n
}

// A blockReader reads a block group by group.
type blockReader struct {
	at   bool   // whether there is a group at hand
	hash uint64 // its fingerprint, all 40 bits

	bucket     uint64 // the leading bits of its fingerprints
	from       uint64 // first fingerprint of the bucket
	top        uint64 // first fingerprint beyond it
	k, w       int
	least      news.Key
	total      int  // groups
	read       int  // those that were
	highs      ones // behind those of the groups that were read
	lows, keys []byte

	starts           ones // behind the end of keys
	group            int  // the last whose keys were sought:
	keysFrom, keysTo int  // they begin and end there
	more             []unkept
}

// An unkept says of how many more articles a group is than it keeps.
type unkept struct{ group, articles int }

// open starts reading a block of the named bucket; data must end in padding. It makes sure that
// whatever is read then is there, and belongs to the bucket.
func (r *blockReader) open(data []byte, bucket uint64, low int) error {
	*r = blockReader{bucket: bucket, from: bucket << low, top: (bucket + 1) << low, group: -1, more: r.more[:0]}
	if len(data) < 2+padding {
		return r.damaged()
	}
	r.k, r.w = int(data[0]), int(data[1])
	body := data[2 : len(data)-padding]
	var head [3]uint64
	for i := range head {
		v, n := binary.Uvarint(body)
		if n <= 0 || v > math.MaxUint32 {
			return r.damaged()
		}
		head[i], body = v, body[n:]
	}
	total, keys := int(head[1]), int(head[2])
	if r.k > low || r.w > 32 || total < 1 || keys < total {
		return r.damaged()
	}
	r.least, r.total = news.Key(head[0]), total
	highs, starts := highWords(low, r.k, total)*8, startWords(keys)*8
	lows, ends := (total*r.k+7)/8, (keys*r.w+7)/8
	rest := len(body) - highs - starts - lows - ends
	if rest < 0 {
		return r.damaged()
	}
	at := len(data) - padding - len(body)
	r.highs, r.starts = onesOf(data[at:][:highs]), onesOf(data[at+highs:][:starts])
	r.lows, r.keys = data[at+highs+starts:], data[at+highs+starts+lows:]
	if !r.highs.are(total, highBits(low, r.k, total)) || !r.starts.are(total+1, keys+1) || r.starts.next() != 0 || !r.starts.has(keys) {
		return r.damaged()
	}
	return r.readMore(body[len(body)-rest:])
}

// are reports whether there are so many ones, and none from a place on.
func (o *ones) are(n, end int) bool {
	return countOnes(o.words) == n && (end%64 == 0 || load(o.words, len(o.words)-8)>>(end%64) == 0)
}

func (o *ones) has(place int) bool { return o.words[place>>3]>>(place&7)&1 == 1 }

// readMore reads which groups have more articles than they keep.
func (r *blockReader) readMore(list []byte) error {
	for last := -1; len(list) > 0; {
		step, n := binary.Uvarint(list)
		articles, m := binary.Uvarint(list[max(n, 0):])
		if n <= 0 || m <= 0 || step < 1 || step > uint64(r.total-1-last) || articles > math.MaxUint32 {
			return r.damaged()
		}
		last += int(step)
		r.more = append(r.more, unkept{last, int(articles)})
		list = list[n+m:]
	}
	return nil
}

func (r *blockReader) damaged() error { return malformed("block %d is cut short or damaged", r.bucket) }

// next moves to the next group and reports whether there is one.
func (r *blockReader) next() bool {
	if r.at = r.read < r.total; r.at {
		r.hash = r.from | uint64(r.highs.next()-r.read)<<r.k | loadBits(r.lows, r.read*r.k, r.k)
		r.read++
	}
	return r.at
}

// seek moves forward to the first group of a fingerprint or a later one, and reports whether
// there is one.
func (r *blockReader) seek(hash uint64) bool {
	if r.at && r.hash >= hash {
		return true
	}
	if hash > r.from && hash < r.top {
		r.pass(int((hash - r.from) >> r.k))
	}
	for r.next() {
		if r.hash >= hash {
			return true
		}
	}
	return false
}

// pass passes over the groups before the one in whose place so many zeros were counted: zeros
// are what the place of a one has beyond its number.
func (r *blockReader) pass(zeros int) {
	for o := &r.highs; r.read < r.total; o.turn() {
		rest := bits.OnesCount64(o.rest)
		if (o.at+1)*64-r.read-rest >= zeros { // the last of the zeros is in this word, or before
			for ; rest > 0 && o.at*64+bits.TrailingZeros64(o.rest)-r.read < zeros; rest-- {
				o.rest &= o.rest - 1
				r.read++
			}
			return
		}
		if r.read += rest; r.read == r.total {
			return
		}
	}
}

// A hit is a group that a filter has.
type hit struct {
	hash  uint64
	group int
}

// below reads the groups below end, as far as their ones are in one word, and puts those that
// the filter has into found. It returns how many these are, and whether end was met.
func (r *blockReader) below(end uint64, f *filter, found *[64]hit) (n int, met bool) {
	for o := &r.highs; o.rest == 0; {
		o.turn()
	}
	rest, beyond := r.highs.rest, r.highs.at*64-r.read // what the place of a one has beyond its number
	k, lows, from, read, at := r.k&63, r.lows, r.from, r.read, r.read*r.k
	for ; rest != 0; rest &= rest - 1 {
		hash := from | uint64(beyond+bits.TrailingZeros64(rest))<<k | loadBits(lows, at, k)
		if met = hash >= end; met {
			break
		}
		found[n&63] = hit{hash, read}
		if f.has(hash) {
			n++
		}
		read, at, beyond = read+1, at+k, beyond-1
	}
	r.read, r.highs.rest = read, rest
	return n, met
}

// appendHits appends to list the keys of groups that were found, behind what their fingerprints
// are more than base, and returns it. They come after those whose keys were sought. It does what
// span and key do, and keeps in registers what they keep in the reader: a walk over all takes a
// fifth longer with them (BenchmarkShared/all).
func (r *blockReader) appendHits(list []uint64, found []hit, base uint64) []uint64 {
	words, at, rest := r.starts.words, r.starts.at, r.starts.rest
	keys, w, least := r.keys, r.w, uint64(r.least)
	group, from, to := r.group, r.keysFrom, r.keysTo
	for _, h := range found {
		for ; group < h.group; group++ {
			for rest == 0 {
				at++
				rest = load(words, at*8)
			}
			from, to = to, at*64+bits.TrailingZeros64(rest)
			rest &= rest - 1
		}
		for i := from; i < to; i++ {
			list = append(list, (h.hash-base)<<keyBits|(least+loadBits(keys, i*w, w)))
		}
	}
	r.starts.at, r.starts.rest = at, rest
	r.group, r.keysFrom, r.keysTo = group, from, to
	return list
}

// span seeks the keys of a group, which must come after those that were sought.
func (r *blockReader) span(group int) {
	if group == r.group {
		return
	}
	r.keysFrom = r.keysTo
	if between := group - r.group - 1; between > 0 {
		r.starts.skip(between - 1)
		r.keysFrom = r.starts.next()
	}
	r.keysTo = r.starts.next()
	r.group = group
}

// count is how many articles have the fingerprint at hand.
func (r *blockReader) count() int {
	r.span(r.read - 1)
	return r.keysTo - r.keysFrom + r.unkept(r.read-1)
}

// unkept is how many articles a group has beyond those that it keeps.
func (r *blockReader) unkept(group int) int {
	for _, m := range r.more {
		if m.group == group {
			return m.articles
		}
	}
	return 0
}

// appendKeys appends the keys of the group at hand, those that are kept, to dst.
func (r *blockReader) appendKeys(dst []news.Key) []news.Key {
	r.span(r.read - 1)
	for i := r.keysFrom; i < r.keysTo; i++ {
		dst = append(dst, r.key(i))
	}
	return dst
}

func (r *blockReader) key(i int) news.Key { return r.least + news.Key(loadBits(r.keys, i*r.w, r.w)) }
