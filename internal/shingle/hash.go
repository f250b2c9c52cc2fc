package shingle

import (
	"encoding/binary"
	"math/bits"
)

// A word's hash is made eight bytes at a time, each eight folded into what came before by a
// product of 64 by 64 bits, its halves laid over each other, as in wyhash (Wang Yi, 2019).
// Every word of a corpus is hashed once, most are of 8 bytes or less, and it takes two
// multiplications for them, of bytes that are in a register already where the word is
// plain. With xxh3, which wants a folded copy of each word, and byte by byte, splitting and
// hashing took 27 nanoseconds a word of news3k; it takes 12.
const (
	hashSeed = 0xA0761D6478BD642F
	hashStep = 0xE7037ED1A0B428DB
	hashLast = 0x8EBC6AF09C88C6E3
)

// mix lays the halves of a product over each other.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// hashWord hashes a folded word.
func hashWord(word []byte) uint64 {
	h, n := uint64(hashSeed), len(word)
	for ; len(word) > 8; word = word[8:] {
		h = mix(h^binary.LittleEndian.Uint64(word), hashStep)
	}
	var last [8]byte
	copy(last[:], word)
	return hashEnd(h, binary.LittleEndian.Uint64(last[:]), n)
}

// hashEnd finishes the hash h of all but the last 1 to 8 bytes of a word of n bytes. Those
// come with zeros behind.
func hashEnd(h, last uint64, n int) uint64 {
	return mix(mix(h^last, hashStep)^uint64(n), hashLast)
}

// Load8 is the eight bytes at i, the first in the lowest place, with zeros behind the end.
func Load8(text string, i int) uint64 {
	if i+8 <= len(text) {
		b := text[i : i+8]
		return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
	}
	v := uint64(0)
	for j := len(text) - 1; j >= i; j-- {
		v = v<<8 | uint64(text[j])
	}
	return v
}

// Plain8 is the ASCII letters and digits that v begins with, in lower case and with zeros
// behind, and how many they are. All eight bytes are looked at together: what is added to
// each carries into its highest bit, and not beyond, when it is as large as wanted
// (Mycroft's test; Warren, Hacker's Delight, 6-1).
func Plain8(v uint64) (lower uint64, n int) {
	const ones, highs, low7, cases = 0x0101010101010101, 0x8080808080808080, 0x7F7F7F7F7F7F7F7F, 0x2020202020202020
	x := v & low7
	l := x | cases
	letters := (l + (0x80-'a')*ones) &^ (l + (0x80-'z'-1)*ones)
	digits := (x + (0x80-'0')*ones) &^ (x + (0x80-'9'-1)*ones)
	ends := ^(letters | digits) | v
	n = bits.TrailingZeros64(ends&highs) >> 3
	return (v | cases) & (1<<(8*uint(n)) - 1), n // 1<<64 is 0 in Go, and all bits are kept
}
