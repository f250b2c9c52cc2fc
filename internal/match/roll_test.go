package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// TestRoll holds a roll against looking fingerprints up one by one: whichever are asked for, and
// whether or not they are spread evenly.
func TestRoll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := uint64(1)<<rapid.IntRange(1, shingle.HashBits).Draw(t, "bits") - 1
		lists := rapid.SliceOfN(rapid.SliceOfN(rapid.Uint64Range(0, top), 0, 400), 1, 5).Draw(t, "hashes")
		if rapid.Bool().Draw(t, "many") { // in one stretch
			for i := range uint64(manyInStretch + 5) {
				lists[0] = append(lists[0], i&top)
			}
		}
		keys := []news.Key{3, 4, 7, 8, 9}[:len(lists)]
		b := NewBatch(keys, nil)
		asked := []uint64{0, top, rapid.Uint64Range(0, 1<<shingle.HashBits-1).Draw(t, "another")}
		for _, hashes := range lists {
			b.Add(NewSketch(slices.Clone(hashes), make([]uint16, len(hashes))))
			asked = append(asked, hashes...)
		}
		slices.Sort(asked)
		asked = slices.Compact(asked)
		roll := b.Roll()
		for _, hash := range asked[rapid.IntRange(0, len(asked)-1).Draw(t, "from"):] {
			between := 0
			for h := range roll.Between(hash, hash+1) {
				if between++; h != hash {
					t.Fatalf("%x is between %x and the next", h, hash)
				}
			}
			if n := len(b.Own(hash, keys)); between != n {
				t.Fatalf("%x is wanted %d times, want %d", hash, between, n)
			}
			var got []Own
			for _, o := range roll.Of(hash) {
				got = append(got, o&(1<<ownBits-1))
			}
			if want := b.Own(hash, keys); !slices.Equal(got, want) {
				t.Fatalf("%x stands at %x, found at %x", hash, want, got)
			}
		}
	})
}
