package shingle

// A Print is the fingerprint of one chosen shingle.
type Print struct {
	Hash uint64 // 40 bits
	Word int32  // index of the shingle's first word
}

const (
	width     = 5 // words in a shingle
	wideWidth = 8 // characters in a shingle that starts with one of a script without spaces

	// HashBits is the size of a fingerprint. A query of 200 prints meets 0.004 false
	// partners among 20 million distinct ones.
	HashBits = 40

	// Guarantee is the number of words in a row that two texts must share for a common
	// fingerprint to be certain (2*width - 2; TestGuarantee).
	Guarantee = 2*width - 2
)

// Prints returns the fingerprints of words in order of position.
//
// A shingle is a fingerprint when the smallest of its word hashes is its first or its
// last, ties included: a closed syncmer with s = 1 (Edgar, PeerJ 2021). The choice
// depends on the shingle alone, so an edit elsewhere never loses it; and among any
// width-1 shingles in a row one is chosen, so that any 8 words in a row that two texts
// share give them a common fingerprint (14 characters in scripts without spaces).
//
// For example, with single letters for words and their hashes in alphabetical order,
// "a d c e b" is chosen (a is smallest and first), "d a c e b" is not.
//
// Two shingles in five are chosen on running text.
func Prints(words []Word) []Print {
	return AppendPrints(make([]Print, 0, len(words)*9/20+1), words)
}

// AppendPrints appends the fingerprints of words to dst.
func AppendPrints(dst []Print, words []Word) []Print {
	for i := range words {
		if words[i].Wide {
			if shingle := words[i:min(i+wideWidth, len(words))]; len(shingle) == wideWidth && chosen(shingle) {
				dst = append(dst, Print{Hash: hashShingle(shingle), Word: int32(i)})
			}
			continue
		}
		if i+width > len(words) {
			break
		}
		shingle := words[i : i+width : i+width]
		ends := min(shingle[0].Hash, shingle[4].Hash)
		if shingle[1].Hash >= ends && shingle[2].Hash >= ends && shingle[3].Hash >= ends {
			dst = append(dst, Print{Hash: hashShingle(shingle), Word: int32(i)})
		}
	}
	return dst
}

// Width is the number of words in a shingle that begins with w.
func Width(w Word) int {
	if w.Wide {
		return wideWidth
	}
	return width
}

// chosen reports whether the smallest hash of shingle is its first or its last.
func chosen(shingle []Word) bool {
	last := len(shingle) - 1
	ends := min(shingle[0].Hash, shingle[last].Hash)
	for i := 1; i < last; i++ {
		if shingle[i].Hash < ends {
			return false
		}
	}
	return true
}

// hashShingle hashes the word hashes in order: a polynomial over 2^64, finished by the
// mixer of MurmurHash3 so that the leading bits that are kept depend on all of it.
func hashShingle(shingle []Word) uint64 {
	h := uint64(0)
	for i := range shingle {
		h = h*0x9E3779B97F4A7C15 + shingle[i].Hash
	}
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 33
	h *= 0xC4CEB9FE1A85EC53
	return h >> (64 - HashBits)
}
