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
	for {
		ok, err := r.next()
		if !ok || err != nil {
			return keys, counts, order, err
		}
		keys[r.hash], counts[r.hash] = r.appendKeys(nil), r.count
		order = append(order, r.hash)
	}
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

// Every fingerprint of a block of many is found without those before it, and no other is.
func TestBlockSkip(t *testing.T) {
	const name, low = 5, 20
	rnd := rand.New(rand.NewPCG(3, 3))
	var b bucket
	want := map[uint64]news.Key{}
	for len(want) < 5*skipEvery+1 {
		want[name<<low|rnd.Uint64N(1<<low)] = news.Key(rnd.Uint32N(1000))
	}
	all := slices.Sorted(maps.Keys(want))
	for _, h := range all {
		b.add(h&(1<<low-1), []news.Key{want[h]}, 1)
	}
	data := append(b.encode(nil, low), make([]byte, padding)...)
	seek := func(h uint64) (*cursor, bool) {
		c := &cursor{segment: segment{bits: shingle.HashBits - low}, ready: []readyBlock{{name, data}}}
		found, err := c.seek(h)
		if err != nil {
			t.Fatal(err)
		}
		return c, found
	}
	for i, h := range all {
		c, found := seek(h)
		if keys := c.block.appendKeys(nil); !found || keys[0] != want[h] {
			t.Fatalf("%x: %v, %v; want %d", h, found, keys, want[h])
		}
		if c.block.total-c.block.left != i+1 {
			t.Fatalf("%x: group %d is at hand, want %d", h, c.block.total-c.block.left, i+1)
		}
		if _, is := want[h+1]; !is {
			if _, found := seek(h + 1); found {
				t.Fatalf("%x was found", h+1)
			}
		}
	}
	c, found := seek(name<<low - 1) // of the bucket before
	if again, err := c.seek(all[0]); found || !again || err != nil {
		t.Fatalf("before all: %v; then the first: %v, %v", found, again, err)
	}
	var r blockReader
	if err := r.open(data, name, low); err != nil || !r.sound() || len(r.skips) != 5*skipBytes {
		t.Fatalf("%v: sound %v, %d bytes of skips", err, r.sound(), len(r.skips))
	}
}

// A block of broken bytes is an error or other postings, never a panic, and never
// postings of another bucket.
func FuzzBlock(f *testing.F) {
	var b bucket
	for i := range 100 {
		b.add(uint64(i*i), []news.Key{news.Key(i), news.Key(i + 7)}, 2)
	}
	f.Add(b.encode(nil, 20), uint8(20))
	f.Add([]byte{0, 32, 255, 255, 255, 255, 15, 200, 1, 0, 0, 0}, uint8(12))
	f.Add([]byte{63, 40, 1, 1}, uint8(12))
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

// A block of a few bytes that claims a fingerprint of 2^33 articles is not believed.
func TestBlockOfTooMany(t *testing.T) {
	w := bitWriter{buf: []byte{0, 0, 1, 1}}
	w.put(1, 1)
	w.zeros(33)
	w.put(1, 1)
	w.zeros(33)
	var r blockReader
	if err := r.open(append(w.flush(), make([]byte, padding)...), 0, 20); err != nil {
		t.Fatal(err)
	}
	if ok, err := r.next(); ok || !errors.Is(err, ErrMalformed) {
		t.Errorf("%d articles, %v", r.count, err)
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
