package store

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// Whatever a text is and however long, what is read back is the text, and a short one of
// prose is packed by codes alone.
func TestCompress(t *testing.T) {
	s := open(t)
	rnd := rand.New(rand.NewPCG(1, 1))
	noise := make([]byte, 2*longestFrame)
	for i := range noise {
		noise[i] = byte(rnd.IntN(256))
	}
	prose := strings.Repeat("Eleven goats spent Tuesday night on the flat roof of the post office. ", 160)
	for name, text := range map[string]string{"prose": prose, "noise": string(noise), "one letter": strings.Repeat("a", 2*longestFrame), "Cyrillic": strings.Repeat("Козы снова на крыше почты, все одиннадцать. ", 160)} {
		for _, n := range []int{0, 1, 255, 256, 257, 1023, 1024, longestFrame, longestFrame + 1} {
			packed := s.compress(text[:n])
			if got, err := s.unpack(packed); err != nil || got != text[:n] {
				t.Errorf("%s, %d bytes: %v", name, n, err)
			}
			// No sequences before the checksum; a stream of them ends with a bit that is set.
			if short := n >= shortestFrame && n <= longestFrame; name == "prose" && n > 1 && short != (packed[len(packed)-5] == 0) {
				t.Errorf("%s, %d bytes: frame ends with %x", name, n, packed[len(packed)-5:])
			}
		}
	}
}

// A text that was damaged in the file is not read as another one.
func TestDamagedText(t *testing.T) {
	s := open(t)
	text := strings.Repeat("Eleven goats spent Tuesday night on the flat roof of the post office. ", 20)
	packed := s.compress(text)
	for i := range packed {
		damaged := bytes.Clone(packed)
		damaged[i] ^= 0x10
		if got, err := s.unpack(damaged); err == nil && got != text {
			t.Errorf("byte %d of %d damaged: read as %.80q", i, len(packed), got)
		}
	}
}

// FuzzCompress: every text comes back.
func FuzzCompress(f *testing.F) {
	s := open(f)
	f.Add(strings.Repeat("Eleven goats spent the night on the roof. ", 20), 3)
	f.Add(strings.Repeat("ab", 200), 1)
	f.Fuzz(func(t *testing.T, text string, times int) {
		text = strings.Repeat(text, min(max(times, 0), 50))
		if got, err := s.unpack(s.compress(text)); err != nil || got != text {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// BenchmarkCompress packs texts of 500 words.
func BenchmarkCompress(b *testing.B) {
	s := open(b)
	entries := benchEntries(rand.New(rand.NewPCG(1, 2)), 0, 200)
	in, out, i := 0, 0, 0
	b.ReportAllocs()
	for b.Loop() {
		text := entries[i%len(entries)].Article.Text
		in, out = in+len(text), out+len(s.compress(text))
		i++
	}
	b.SetBytes(int64(in / b.N))
	b.ReportMetric(float64(out)/float64(in), "ratio")
}
