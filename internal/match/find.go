package match

import (
	"cmp"
	"context"
	"math"
	"slices"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// An Index is what match needs of a store.
type Index interface {
	// Holders calls yield with the articles that hold each of the hashes, which are sorted
	// and distinct: at most limit of them, ascending, and how many hold it in all. Hashes
	// that nobody holds are left out.
	Holders(ctx context.Context, hashes []uint64, limit int, yield func(hash uint64, holders []news.Key, count int)) error
}

const (
	bestWhole   = 64 // candidates kept for the whole of a text
	bestQuarter = 8  // and for each quarter of it, so that every piece of a merged text finds its source
)

// ShortQuery is the number of words up to which whatever has 8 words of a text is a
// candidate. In a longer one that is a turn of phrase: it takes a run of 12 that could be
// there, or 6 fingerprints.
const ShortQuery = 60

// A Query is a text whose candidates are wanted.
type Query struct {
	Key    news.Key // its own key, left out of the answer; 0 when it is not in the index
	Words  int      // its length
	Prints []shingle.Print
}

// A Candidate is an article that may share text with a query.
type Candidate struct {
	Key    news.Key
	Rarity float64 // summed rarity of the shared fingerprints, in bits
}

// Candidates returns, for each query, the articles that share fingerprints with it,
// those that share the rarest first; of a text that is not short, as far as that could be more than a turn of phrase. total is the number of articles in the index.
func Candidates(ctx context.Context, ix Index, total int, queries []Query) ([][]Candidate, error) {
	asked := postings(queries)
	shared, crowds, err := meet(ctx, ix, total, asked, queries)
	if err != nil {
		return nil, err
	}
	found := make([][]Candidate, len(queries))
	for _, group := range groups(shared, func(s sharing) uint32 { return s.query }) {
		q := group[0].query
		found[q] = rank(group, queries[q].Words, queries[q].places(crowds))
	}
	return found, nil
}

// A posting is one fingerprint of a query.
type posting struct {
	hash    uint64
	query   uint32
	word    int32
	ordinal int32
}

func postings(queries []Query) []posting {
	n := 0
	for _, q := range queries {
		n += len(q.Prints)
	}
	all := make([]posting, 0, n)
	for i, q := range queries {
		for n, p := range q.Prints {
			all = append(all, posting{p.Hash, uint32(i), p.Word, int32(n)})
		}
	}
	slices.SortFunc(all, func(p, q posting) int {
		return cmp.Or(cmp.Compare(p.hash, q.hash), cmp.Compare(p.query, q.query), cmp.Compare(p.word, q.word))
	})
	return all
}

// A sharing is one fingerprint that a query has in common with an article.
type sharing struct {
	query   uint32
	key     news.Key
	word    int32
	ordinal int32
	rarity  float32
}

// places are the words at which the query's fingerprints begin, as agreement reads them:
// those that a crowd has, of whom not all are named, are blurred.
func (q Query) places(crowds map[uint64]bool) []uint16 {
	words := make([]uint16, len(q.Prints))
	for i, p := range q.Prints {
		if words[i] = uint16(p.Word) & (blurred - 1); crowds[p.Hash] {
			words[i] |= blurred
		}
	}
	return words
}

// meet looks the postings up and returns what is shared, sorted by query, key and word,
// and the fingerprints that more articles have than are followed.
func meet(ctx context.Context, ix Index, total int, asked []posting, queries []Query) ([]sharing, map[uint64]bool, error) {
	hashes := make([]uint64, 0, len(asked))
	for i, p := range asked {
		if i == 0 || p.hash != asked[i-1].hash {
			hashes = append(hashes, p.hash)
		}
	}
	var shared []sharing
	crowds := map[uint64]bool{}
	next := 0
	err := ix.Holders(ctx, hashes, maxHolders, func(hash uint64, holders []news.Key, count int) {
		for asked[next].hash < hash {
			next++
		}
		if count > len(holders) {
			crowds[hash] = true
		}
		rarity := float32(math.Log2(1 + float64(total)/float64(count)))
		for i := next; i < len(asked) && asked[i].hash == hash; i++ {
			for _, key := range holders {
				if key != queries[asked[i].query].Key {
					shared = append(shared, sharing{asked[i].query, key, asked[i].word, asked[i].ordinal, rarity})
				}
			}
		}
	})
	slices.SortFunc(shared, func(s, t sharing) int {
		return cmp.Or(cmp.Compare(s.query, t.query), cmp.Compare(s.key, t.key), cmp.Compare(s.word, t.word))
	})
	return shared, crowds, err
}

// groups cuts sorted items where their key changes.
func groups[T any, K comparable](items []T, key func(T) K) [][]T {
	var out [][]T
	start := 0
	for i := 1; i <= len(items); i++ {
		if i == len(items) || key(items[i]) != key(items[start]) {
			out = append(out, items[start:i])
			start = i
		}
	}
	return out
}

// rank orders the candidates of one query: the best for the whole of it, and the best
// for each quarter.
func rank(shared []sharing, words int, places []uint16) []Candidate {
	var whole []Candidate
	var quarters [4][]Candidate
	for _, group := range groups(shared, func(s sharing) news.Key { return s.key }) {
		if words > ShortQuery && !promising(group, places) {
			continue
		}
		sums := sumRarity(group, words)
		whole = append(whole, Candidate{group[0].key, sums[0] + sums[1] + sums[2] + sums[3]})
		for i, sum := range sums {
			if sum > 0 {
				quarters[i] = append(quarters[i], Candidate{group[0].key, sum})
			}
		}
	}
	kept := best(whole, bestWhole)
	if len(kept) == len(whole) {
		return kept
	}
	for _, q := range quarters {
		kept = append(kept, best(q, bestQuarter)...)
	}
	return best(distinct(kept), len(kept))
}

// promising reports whether an article that has some of a text's fingerprints can share
// copyRun words in a row with it, or shares many.
func promising(group []sharing, places []uint16) bool {
	ordinals := make([]int, len(group))
	for i, s := range group {
		ordinals[i] = int(s.ordinal)
	}
	shared, longest := agreement(places, ordinals)
	return shared >= manyShared || shared > 1 && longest >= copyRun
}

// sumRarity adds up the rarity of the fingerprints shared in each quarter of the query.
func sumRarity(group []sharing, words int) (sums [4]float64) {
	for _, s := range group {
		sums[min(3, 4*int(s.word)/max(1, words))] += float64(s.rarity)
	}
	return sums
}

func best(candidates []Candidate, n int) []Candidate {
	slices.SortFunc(candidates, func(c, d Candidate) int {
		return cmp.Or(cmp.Compare(d.Rarity, c.Rarity), cmp.Compare(c.Key, d.Key))
	})
	return slices.Clone(candidates[:min(n, len(candidates))])
}

// distinct keeps each key once, with its highest rarity.
func distinct(candidates []Candidate) []Candidate {
	slices.SortFunc(candidates, func(c, d Candidate) int {
		return cmp.Or(cmp.Compare(c.Key, d.Key), cmp.Compare(d.Rarity, c.Rarity))
	})
	return slices.CompactFunc(candidates, func(c, d Candidate) bool { return c.Key == d.Key })
}
