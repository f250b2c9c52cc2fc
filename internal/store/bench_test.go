package store

import (
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// articles is the size of the benchmarks' index. At 50,000 it holds 10 million postings,
// the size at which design and README quote look-up times.
var articles = flag.Int("articles", 4000, "articles in the benchmarks' index")

const (
	benchBatch  = 4000 // articles
	benchPrints = 200  // an article, as 500 words of news have
	benchText   = 2600 // bytes of text on average, half as much at least
)

// benchEntries are n articles of random prints and text that compresses as news does.
func benchEntries(rnd *rand.Rand, from, n int) []Entry {
	words := make([]string, 20000)
	for i := range words {
		word := make([]byte, 2+rnd.IntN(9))
		for j := range word {
			word[j] = byte('a' + rnd.IntN(26))
		}
		words[i] = string(word)
	}
	zipf := rand.NewZipf(rnd, 1.1, 8, uint64(len(words)-1))
	batch := make([]Entry, n)
	for i := range batch {
		var text strings.Builder
		for limit := benchText/2 + rnd.IntN(benchText); text.Len() < limit; {
			text.WriteString(words[zipf.Uint64()])
			text.WriteByte(' ')
		}
		at := time.Date(2020, 1, 1, 0, 0, rnd.IntN(1e7), 0, time.UTC)
		day := news.Date{Earliest: at, Latest: at, Grade: news.GradeA, From: "json-ld", Quote: at.String()}
		url := fmt.Sprintf("https://www.outlet%d.example/2020/%s/%d", rnd.IntN(500), words[i%len(words)], from+i)
		head := news.Head{
			ID: news.ID(fmt.Sprintf("%016x", rnd.Uint64())), Own: fmt.Sprint("doc-", from+i), Place: fmt.Sprintf("corpus/news.jsonl:%d", from+i),
			URL: url, Domain: "outlet.example", Outlet: "The Outlet", Title: text.String()[:60], Byline: "By A Writer", Lang: "en",
			Published: day, Dates: []news.Date{day}, Words: 500,
			Credits: []news.Credit{{Kind: news.CreditTail, Strength: news.Strong, Name: "AP", Quote: "(Reporting by AP)", Span: news.Span{Start: 1200, End: 1217}}},
		}
		batch[i] = Entry{Article: news.Article{Head: head, Text: text.String()}, Address: url[12:], Outlet: "outlet.example", Credits: []string{"ap"}}
		for j := range benchPrints {
			batch[i].Prints = append(batch[i].Prints, shingle.Print{Hash: rnd.Uint64N(1 << shingle.HashBits), Word: int32(j)})
		}
	}
	return batch
}

// BenchmarkAdd adds articles in batches, and merges between them as a run does.
func BenchmarkAdd(b *testing.B) {
	var batches [][]Entry
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < *articles; n += benchBatch {
		batches = append(batches, benchEntries(rnd, n, min(benchBatch, *articles-n)))
	}
	var st Stats
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		b.StartTimer()
		for _, batch := range batches {
			add(b, s, batch...)
			if err := s.Merge(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		var err error
		if st, err = s.Stats(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	n := float64(st.Articles)
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(st.PostingBytes)/float64(st.Postings()), "B/posting")
	b.ReportMetric(float64(st.TextBytes)/n, "textB/article")
	b.ReportMetric(float64(st.FileBytes-st.FreeBytes)/n, "usedB/article")
	b.ReportMetric(float64(st.FreeBytes)/n, "freeB/article")
}

// benchIndex is a database of postings alone, and the fingerprints in its last batch.
func benchIndex(b *testing.B) (*Store, []uint64) {
	s := open(b)
	rnd := rand.New(rand.NewPCG(3, 4))
	var last []Entry
	for n := 0; n < *articles; n += benchBatch {
		last = benchEntries(rnd, n, min(benchBatch, *articles-n))
		for i := range last {
			last[i].Article.Text = "short"
		}
		add(b, s, last...)
		if err := s.Merge(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	return s, hashesOf(last...)
}

// BenchmarkPostings writes the postings of a batch: sorting, packing and inserting.
func BenchmarkPostings(b *testing.B) {
	batch := benchEntries(rand.New(rand.NewPCG(5, 6)), 0, benchBatch)
	s := open(b)
	for b.Loop() {
		p := &plan{}
		for i := range batch {
			hashes, _ := batch[i].fingerprints()
			p.nodes = append(p.nodes, &node{key: news.Key(i + 1), current: version{row: &Packed{hashes: hashes}}})
		}
		p.sortPostings()
		if err := s.update(b.Context(), p.saveSegment); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*benchBatch*benchPrints/b.Elapsed().Seconds()/1e6, "Mpostings/s")
}

// BenchmarkHolders looks up what one article, a few, and a batch of them have, half of
// which is in the index.
func BenchmarkHolders(b *testing.B) {
	s, held := benchIndex(b)
	rnd := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{300, 10000, 500000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			hashes := make([]uint64, n)
			for i := range hashes {
				if hashes[i] = rnd.Uint64N(1 << shingle.HashBits); i%2 == 0 {
					hashes[i] = held[rnd.IntN(len(held))]
				}
			}
			slices.Sort(hashes)
			hashes = slices.Compact(hashes)
			found := 0
			for b.Loop() {
				err := s.Holders(b.Context(), hashes, 64, func(uint64, []news.Key, int) { found++ })
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(hashes)), "ns/hash")
		})
	}
}

// BenchmarkShared walks the index: for all that articles share, and for what the last batch has.
func BenchmarkShared(b *testing.B) {
	s, held := benchIndex(b)
	st, err := s.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	postings := 0
	for _, seg := range st.Segments {
		postings += seg.Postings
	}
	slices.Sort(held)
	wanted := func(from, to uint64) iter.Seq[uint64] {
		i, _ := slices.BinarySearch(held, from)
		j, _ := slices.BinarySearch(held, to)
		return slices.Values(held[i:j])
	}
	for _, c := range []struct {
		name   string
		wanted func(from, to uint64) iter.Seq[uint64]
	}{{"all", nil}, {"batch", wanted}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := s.Shared(b.Context(), []Part{{c.wanted, func(uint64, []news.Key, int) {}}}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(postings), "ns/posting")
		})
	}
}

// BenchmarkMerge merges 8 segments of one batch each.
func BenchmarkMerge(b *testing.B) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		for i := range fanIn {
			batch := benchEntries(rnd, i, 1000)
			for i := range batch {
				batch[i].Article.Text = "short"
			}
			add(b, s, batch...)
		}
		b.StartTimer()
		if err := s.Merge(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*fanIn*1000*benchPrints/b.Elapsed().Seconds()/1e6, "Mpostings/s")
}
