package store

import (
	"encoding/binary"

	"github.com/klauspost/compress/huff0"
)

// A short text is packed by Huffman codes of its bytes alone, in a zstd frame without
// sequences (RFC 8878, 3.1.1.3): what reads frames reads it.
//
//	28 B5 2F FD | 60 | length-256: 2 bytes | block: 3 bytes | literals: 4 bytes, code, 4 streams | 0 sequences
//
// Looking for repetitions takes two thirds of the time that zstd's fastest level needs for
// it, more where its tables of 256 kB are out of the cache, and a text has to be some
// kilobytes long before much in it repeats. Of 2,818 real news articles of up to 6 KiB .511
// of the bytes are left with it and .592 without, of generated ones .604 and .574; of 4,208
// real ones of all lengths the texts take .514 instead of .480 of their bytes. 3 kB take 8
// microseconds instead of 18.
const (
	shortestFrame = 256     // bytes: below it the length is written another way, and the code is half of the frame
	longestFrame  = 6 << 10 // bytes
)

// appendFrame appends the frame of a text to dst. ok is false where Huffman codes gain
// nothing, and the length must be shortestFrame to longestFrame.
func appendFrame(dst, text []byte, s *huff0.Scratch) (frame []byte, ok bool) {
	s.Reuse = huff0.ReusePolicyNone
	literals, _, err := huff0.Compress4X(text, s)
	if err != nil { // incompressible, or one byte again and again
		return dst, false
	}
	const (
		magic      = 0xFD2FB528
		descriptor = 1<<6 | 1<<5 // length in two bytes, one segment
		lastPacked = 1 | 2<<1    // the last block, compressed
		fourBy14   = 2 | 2<<2    // literals by Huffman codes in four streams, their lengths in 14 bits each
	)
	dst = append(binary.LittleEndian.AppendUint32(dst, magic), descriptor)
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(text)-shortestFrame))
	size := 4 + len(literals) + 1
	block := lastPacked | size<<3
	dst = append(dst, byte(block), byte(block>>8), byte(block>>16))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(fourBy14|len(text)<<4|len(literals)<<18))
	return append(append(dst, literals...), 0), true
}
