package shingle

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSortUniform(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.IntRange(1, 64).Draw(t, "top")
		number := rapid.Uint64Max(uint64(1)<<top - 1)
		if rapid.Bool().Draw(t, "alike") { // as nobody but an enemy makes them
			number = rapid.Uint64Max(min(99, uint64(1)<<top-1))
		}
		list := rapid.SliceOfN(number, 0, 200).Draw(t, "list")
		want, got := slices.Sorted(slices.Values(list)), make([]uint64, len(list))
		SortUniform(list, got, nil, top)
		if !slices.Equal(got, want) {
			t.Fatalf("got %x, want %x", got, want)
		}
	})
}
