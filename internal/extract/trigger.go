package extract

import "stemma/internal/shingle"

// A trigger finds many literals in one pass over a text. It is what keeps the table of
// forms cheap: no pattern is tried on a text that lacks its words. Literals begin where
// words do; ASCII capitals are folded, other letters are matched as they are written.
// Words are passed over eight bytes at a time, and the first three bytes of each are looked
// up in a bit set of 2 kB, which one in six passes: 5 times as fast as an Aho-Corasick
// automaton on English prose.
//
//	newTrigger([]string{"via ", "told "}).find("He told us VIA X", f)
//	// f(1, 8), f(0, 15): index of the literal and where it ends
type trigger struct {
	filter   [1 << 8]uint64 // bit set of the hashed first three bytes
	literals []string
	starting [1 << 8][]start // by the leading bits of that hash
}

// A start is how a literal begins: a text can hold it where its next eight bytes, their
// letters made small, are first under mask.
type start struct {
	first, mask uint64
	literal     int
}

func newTrigger(literals []string) *trigger {
	t := &trigger{literals: literals}
	for i, l := range literals {
		v := shingle.Load8(l, 0)
		mask := ^uint64(0)
		if len(l) < 8 {
			mask = 1<<(8*len(l)) - 1
		}
		bit := hash3(v)
		t.filter[bit>>6] |= 1 << (bit & 63)
		t.starting[bit>>6] = append(t.starting[bit>>6], start{v | smalls, mask, i})
	}
	return t
}

// find calls hit with each literal found in text and the offset just after it.
func (t *trigger) find(text string, hit func(literal, end int)) {
	for i := 0; i+3 <= len(text); {
		v := shingle.Load8(text, i)
		c := byte(v)
		if c == ' ' && byte(v>>8) != '(' {
			i++
			continue
		}
		if bit := hash3(v); t.filter[bit>>6]&(1<<(bit&63)) != 0 {
			for _, s := range t.starting[bit>>6] {
				if ((v|smalls)^s.first)&s.mask != 0 {
					continue
				}
				if end := i + len(t.literals[s.literal]); end <= len(text) && foldedEqual(text[i:end], t.literals[s.literal]) {
					hit(s.literal, end)
				}
			}
		}
		if !plainByte[c] {
			i++
			continue
		}
		n := plain8(v)
		for i += n; n == 8; i += n {
			n = plain8(shingle.Load8(text, i))
		}
		// The mark that ends a word begins no literal; a bracket behind a space does.
		if i < len(text) && text[i] < 0x80 && (text[i] != ' ' || i+1 < len(text) && text[i+1] != '(') {
			i++
		}
	}
}

// highs is the bit of each byte that ASCII has not, smalls that by which a small letter
// differs from a capital.
const highs, smalls = 0x8080808080808080, 0x2020202020202020

// plain8 is how many ASCII letters and digits v begins with.
func plain8(v uint64) int {
	_, n := shingle.Plain8(v)
	return n
}

// hash3 spreads the first three bytes of v, their letters made small, over 14 bits (Knuth's
// multiplicative hash).
func hash3(v uint64) uint32 { return uint32((v|smalls)&0xFFFFFF) * 2654435761 >> 18 }

// lowerByte folds ASCII capitals; plainByte marks ASCII letters and digits.
var lowerByte, plainByte = func() (lower [256]byte, plain [256]bool) {
	for c := range 256 {
		lower[c] = byte(c)
		plain[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
	}
	for c := 'A'; c <= 'Z'; c++ {
		lower[c] = byte(c - 'A' + 'a')
	}
	return lower, plain
}()

func foldedEqual(s, lower string) bool {
	for i := range len(s) {
		if lowerByte[s[i]] != lower[i] {
			return false
		}
	}
	return true
}

// isASCII reports whether s has no other characters.
func isASCII(s string) bool {
	for i := 0; i < len(s); i += 8 {
		if shingle.Load8(s, i)&highs != 0 {
			return false
		}
	}
	return true
}
