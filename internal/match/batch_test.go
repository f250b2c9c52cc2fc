package match

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

func sketch(prints []shingle.Print) Sketch {
	var hashes []uint64
	var words []uint16
	for _, p := range prints {
		hashes, words = append(hashes, p.Hash), append(words, uint16(p.Word))
	}
	return NewSketch(hashes, words)
}

// met lets texts, keys 1 and on, meet in batches of the given size, and returns the candidates.
func met(texts []string, size int) []Pair {
	pairs, _ := metRare(texts, size)
	return pairs
}

// metRare returns those of the candidates too that share something rare.
func metRare(texts []string, size int) (pairs, rare []Pair) {
	holders := map[uint64][]news.Key{}
	prints := make([][]shingle.Print, len(texts))
	var keys []news.Key
	for i, s := range texts {
		keys = append(keys, news.Key(i+1))
		prints[i] = shingle.Prints(shingle.Words(s))
		for _, p := range prints[i] {
			if list := holders[p.Hash]; len(list) == 0 || list[len(list)-1] != keys[i] {
				holders[p.Hash] = append(list, keys[i])
			}
		}
	}
	for from := 0; from < len(keys); from += size {
		to := min(from+size, len(keys))
		b := NewBatch(keys[from:to], keys[to:])
		for _, list := range prints[from:to] {
			b.Add(sketch(list))
		}
		records, roll := [2]*Records{b.Records(), b.Records()}, b.Roll()
		for _, hash := range slices.Sorted(maps.Keys(holders)) {
			list := holders[hash]
			n, _ := slices.BinarySearch(list, keys[to-1]+1)                         // those that are in the index by now
			records[hash%2].Meet(hash, roll.Of(hash), list[:min(n, maxHolders)], n) // as the store keeps them
		}
		for _, e := range b.Encounters(nobodys) {
			pairs = append(pairs, e.Pair)
			if e.Rare {
				rare = append(rare, e.Pair)
			}
		}
	}
	return pairs, rare
}

func nobodys(news.Key, uint64) bool { return false }

func TestGate(t *testing.T) {
	story, other, x := words("s", 200), words("o", 200), words("x", 300)
	var wire []string
	for i := range 100 {
		wire = append(wire, text(words(fmt.Sprint("w", i), 50), story))
	}
	for _, row := range []struct {
		name  string
		texts []string
		want  []Pair
	}{
		{"unrelated", []string{text(story), text(other)}, nil},
		{"a copy", []string{text(story), text(story, other[:10])}, []Pair{{2, 1}}},
		{"12 words", []string{text(story), text(x[:50], story[20:32], x[50:100])}, []Pair{{2, 1}}},
		{"merged from two", []string{text(story), text(other), text(story[:60], other[:60])}, []Pair{{3, 1}, {3, 2}}},
		{"a hundred copies meet the first", wire, nil},
	} {
		got := met(row.texts, len(row.texts))
		if row.want == nil && len(row.texts) == 100 {
			for i := 2; i <= 100; i++ {
				if !slices.Contains(got, Pair{news.Key(i), 1}) {
					t.Errorf("%s: %d does not", row.name, i)
				}
			}
			continue
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.name, got, row.want)
		}
		if one := met(row.texts, 1); !slices.Equal(one, row.want) {
			t.Errorf("%s: one by one %v, want %v", row.name, one, row.want)
		}
	}
}

// TestFewFirst: a phrase is rare between the first few that have it, and with nobody who had
// it later, whatever is scanned together.
func TestFewFirst(t *testing.T) {
	phrase := words("p", 14)
	var texts []string
	for i := range 70 {
		texts = append(texts, text(words(fmt.Sprint("a", i), 40), phrase, words(fmt.Sprint("b", i), 40)))
	}
	var want []Pair
	for i := 2; i <= fewHolders; i++ {
		for j := 1; j < i; j++ {
			want = append(want, Pair{news.Key(i), news.Key(j)})
		}
	}
	for _, size := range []int{70, 9, 5, 1} {
		if _, rare := metRare(texts, size); !slices.Equal(rare, want) {
			t.Errorf("%d at a time: %v are rare, want %v", size, rare, want)
		}
	}
}

// TestGateGuarantee holds for any two texts: a run of 12 equal words that few others have
// passes the gate, and is worth an alignment.
func TestGateGuarantee(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields("an by come do era few go he it jar key low me no of pay quit run so tin up vow we xi you zoo"))
	rapid.Check(t, func(t *rapid.T) {
		run := rapid.SliceOfN(word, copyRun, 30).Draw(t, "run")
		some := rapid.SliceOfN(word, 0, 60)
		texts := make([]string, 2)
		for i := range texts {
			texts[i] = text(some.Draw(t, "before"), run, some.Draw(t, "after"))
		}
		if got := met(texts, 2); len(got) != 1 {
			t.Fatalf("candidates %v of %q", got, texts)
		}
		var al aligner
		if !al.worth(NewText("a", texts[0]), NewText("b", texts[1])) {
			t.Fatalf("not worth it: %q", texts)
		}
	})
}

// TestSketchFinds holds a sketch against a plain list: whatever its hashes are, it is
// sorted, and finds all places of a hash and none of another.
func TestSketchFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := uint64(1)<<rapid.IntRange(1, shingle.HashBits).Draw(t, "bits") - 1
		hashes := rapid.SliceOfN(rapid.Uint64Range(0, top), 0, 1200).Draw(t, "hashes")
		s := NewSketch(slices.Clone(hashes), make([]uint16, len(hashes)))
		if !slices.IsSorted(s.prints) {
			t.Fatalf("not sorted: %x", s.prints)
		}
		for _, wanted := range append(hashes, rapid.Uint64Range(0, 1<<shingle.HashBits-1).Draw(t, "another"), 0, top) {
			var got, want []int
			for _, p := range s.find(wanted) {
				got = append(got, int(p&maxOrdinal))
			}
			for i, hash := range hashes {
				if hash == wanted {
					want = append(want, i)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%x stands at %v, found at %v", wanted, want, got)
			}
		}
	})
}

func BenchmarkSketch(b *testing.B) {
	var hashes [200]uint64
	for i := range hashes {
		hashes[i] = uint64(i) * 0x9e3779b97f4a7c15 >> (64 - shingle.HashBits)
	}
	for b.Loop() {
		list := hashes
		NewSketch(list[:], make([]uint16, len(list)))
	}
}

func BenchmarkMeet(b *testing.B) {
	const articles, each = 1000, 200
	var prints [][]shingle.Print
	var keys []news.Key
	holders := map[uint64][]news.Key{}
	for i := range articles {
		keys = append(keys, news.Key(i+1))
		prints = append(prints, shingle.Prints(shingle.Words(text(words(fmt.Sprint("n", i/2), 2*each+each/2)))))
		for _, p := range prints[i] {
			holders[p.Hash] = append(holders[p.Hash], keys[i])
		}
	}
	hashes := slices.Sorted(maps.Keys(holders))
	b.ReportAllocs()
	for b.Loop() {
		batch := NewBatch(keys, nil)
		for _, p := range prints {
			batch.Add(sketch(p))
		}
		records, roll := batch.Records(), batch.Roll()
		for _, hash := range hashes {
			records.Meet(hash, roll.Of(hash), holders[hash], len(holders[hash]))
		}
		if len(batch.Encounters(nobodys)) < articles/2 {
			b.Fatal("lost pairs")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/articles, "µs/article")
}
