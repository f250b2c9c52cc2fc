package store

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// decode reads a whole block back.
func decode(data []byte, name uint64, low int) (keys map[uint64][]news.Key, counts map[uint64]int, order []uint64, err error) {
	var r blockReader
	if err := r.open(append(slices.Clone(data), make([]byte, padding)...), name, low); err != nil {
		return nil, nil, nil, err
	}
	keys, counts = map[uint64][]news.Key{}, map[uint64]int{}
	for r.next() {
		keys[r.hash], counts[r.hash] = r.appendKeys(nil), r.count()
		order = append(order, r.hash)
	}
	return keys, counts, order, nil
}

func TestBlockRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.IntRange(shingle.HashBits-maxBits, shingle.HashBits).Draw(t, "low")
		name := rapid.Uint64Max(1<<(shingle.HashBits-low)-1).Draw(t, "name")
		hash := rapid.Uint64Max(1<<low - 1)
		if rapid.Bool().Draw(t, "crowded") {
			hash = rapid.Uint64Range(1<<low-2, 1<<low-1)
		}
		hashes := rapid.SliceOfNDistinct(hash, 1, min(300, 1<<(low-1)), rapid.ID).Draw(t, "hashes")
		slices.Sort(hashes)
		want, counts := map[uint64][]news.Key{}, map[uint64]int{}
		var b bucket
		for i, h := range hashes {
			keys := rapid.SliceOfNDistinct(rapid.Uint32(), 1, 70, rapid.ID).Draw(t, "keys")
			slices.Sort(keys)
			var list []news.Key
			for _, key := range keys {
				list = append(list, news.Key(key))
			}
			count := len(list)
			if count >= keptHolders {
				count += rapid.IntRange(0, 1<<31).Draw(t, "more")
			}
			b.add(h, list, count)
			hashes[i] = name<<low | h
			want[hashes[i]], counts[hashes[i]] = list[:min(len(list), keptHolders)], count
		}
		data := b.encode(nil, low)
		got, gotCounts, order, err := decode(data, name, low)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got) + cmp.Diff(counts, gotCounts); diff != "" || !slices.Equal(order, hashes) {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
	})
}

// TestBlockSeek holds seeking against going through all: whatever is sought, in order.
func TestBlockSeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const name, low = 5, 20
		rnd := rand.New(rand.NewPCG(3, rapid.Uint64().Draw(t, "seed")))
		want := map[uint64][]news.Key{}
		for range rapid.IntRange(1, 1500).Draw(t, "fingerprints") {
			keys := make([]news.Key, 1+rnd.IntN(3)*rnd.IntN(2))
			for i := range keys {
				keys[i] = news.Key(i*1000 + rnd.IntN(1000))
			}
			want[name<<low|rnd.Uint64N(1<<low)] = keys
		}
		all := slices.Sorted(maps.Keys(want))
		var b bucket
		for _, h := range all {
			b.add(h&(1<<low-1), want[h], len(want[h]))
		}
		data := append(b.encode(nil, low), make([]byte, padding)...)
		c := &cursor{segment: segment{bits: shingle.HashBits - low}, ready: []readyBlock{{name, data}}}
		sought := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(all), rapid.Uint64Range(name<<low-2, (name+1)<<low+2))).Draw(t, "sought")
		slices.Sort(sought)
		for _, h := range sought {
			found, err := c.seek(h)
			if err != nil || found != (want[h] != nil) {
				t.Fatalf("%x: found %v, %v", h, found, err)
			}
			if found {
				if keys := c.block.appendKeys(nil); !slices.Equal(keys, want[h]) {
					t.Fatalf("%x: keys %d, want %d", h, keys, want[h])
				}
			}
		}
	})
}

// A block of broken bytes is an error or other postings, never a panic, and never
// postings of another bucket.
func FuzzBlock(f *testing.F) {
	var b bucket
	for i := range 100 {
		b.add(uint64(i*i), []news.Key{news.Key(i), news.Key(i + 7)}, 2)
	}
	f.Add(b.encode(nil, 20), uint8(20))
	f.Add([]byte{10, 1, 1, 2, 3, 3, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 7, 18, 0, 6}, uint8(12))
	f.Add([]byte{63, 40, 1, 1, 1}, uint8(12))
	f.Fuzz(func(t *testing.T, data []byte, low uint8) {
		bits := 8 + int(low)%33
		name := uint64(1) << (shingle.HashBits - bits) / 2
		_, _, order, err := decode(data, name, bits)
		if err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatal(err)
		}
		for _, h := range order {
			if h>>bits != name {
				t.Fatalf("fingerprint %x of another bucket than %x", h, name)
			}
		}
	})
}

// Every block cut short anywhere is found out.
func TestBlockCutShort(t *testing.T) {
	var b bucket
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range 128 {
		b.add(uint64(i)<<20+rnd.Uint64N(1<<20), []news.Key{news.Key(rnd.Uint32N(100000))}, 1)
	}
	whole := b.encode(nil, 27)
	for n := range len(whole) {
		if _, _, _, err := decode(whole[:n], 0, 27); !errors.Is(err, ErrMalformed) {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
	}
}

// A block that claims more than it has is not believed, whatever it claims.
func TestBlockOfTooMany(t *testing.T) {
	var b bucket
	b.add(7, []news.Key{1, 2}, 2)
	b.add(9, []news.Key{2}, 1)
	sound := b.encode(nil, 10) // k 9, w 1, least 1, 2 fingerprints, 3 keys, two words, low bits, keys
	for _, c := range []struct {
		at    int
		value byte
	}{{0, 11}, {1, 33}, {3, 0}, {3, 3}, {3, 0x7f}, {4, 1}, {4, 4}, {4, 0x7f}, {5, 1}, {5, 7}, {5, 9}, {13, 0x0a}, {13, 0x0f}, {13, 0x19}} {
		data := slices.Clone(sound)
		data[c.at] = c.value
		if _, _, order, err := decode(data, 0, 10); !errors.Is(err, ErrMalformed) {
			t.Errorf("byte %d is %d: %x, %v", c.at, c.value, order, err)
		}
	}
	for _, more := range [][]byte{{0, 1}, {3, 1}, {1}, {1, 1, 2, 1}, {1, 0xff, 0xff, 0xff, 0xff, 0x1f}} {
		if _, _, order, err := decode(append(slices.Clone(sound), more...), 0, 10); !errors.Is(err, ErrMalformed) {
			t.Errorf("more %d: %x, %v", more, order, err)
		}
	}
	if _, counts, _, err := decode(append(slices.Clone(sound), 2, 5), 0, 10); err != nil || counts[7] != 2 || counts[9] != 6 {
		t.Errorf("%v, %v", counts, err)
	}
}

// The README's figure: at 100,000 articles of 200 fingerprints, 4.5 bytes a posting.
func TestBlockSize(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	bytes, postings, low := 0, 0, shingle.HashBits-bucketBits(20e6)
	for range 100 {
		var b bucket
		var hashes []uint64
		for range 20_000_000 >> (shingle.HashBits - low) {
			hashes = append(hashes, rnd.Uint64N(1<<low))
		}
		slices.Sort(hashes)
		for _, h := range slices.Compact(hashes) {
			b.add(h, []news.Key{news.Key(rnd.Uint32N(100000))}, 1)
			postings++
		}
		bytes += len(b.encode(nil, low))
	}
	if each := float64(bytes) / float64(postings); each > 4.55 {
		t.Errorf("%.2f bytes a posting, want at most 4.55", each)
	}
}

func TestTier(t *testing.T) {
	for _, row := range []struct{ postings, want int }{
		{0, 0}, {1, 0}, {1<<17 - 1, 0}, {1 << 17, 1}, {1<<21 - 1, 1}, {1 << 21, 2}, {1 << 25, 3}, {1 << 40, 6},
	} {
		if got := tier(row.postings); got != row.want {
			t.Errorf("tier of %d postings: %d, want %d", row.postings, got, row.want)
		}
	}
}

func TestBucketList(t *testing.T) {
	if got := bucketList([]uint64{0, 1, 15, 16, 50, 51}, 4); got != "[0,1,3]" {
		t.Errorf("got %s", got)
	}
	if got := bucketList([]uint64{40}, 40); !bytes.Equal([]byte(got), []byte("[0]")) {
		t.Errorf("got %s", got)
	}
}
