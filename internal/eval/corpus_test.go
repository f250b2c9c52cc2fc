package eval

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"stemma/internal/shingle"
)

// TestCorpusPairs: what is said to be planted is there, and nothing else: no other two
// articles of different outlets share 25 words in a row.
func TestCorpusPairs(t *testing.T) {
	c := Corpus{Articles: 1000, Seed: 3}
	texts, outlets := map[string]string{}, map[string]string{}
	for a := range c.All() {
		if texts[a.ID] != "" {
			t.Fatalf("two articles have the id %s", a.ID)
		}
		texts[a.ID], outlets[a.ID] = a.Text, a.Outlet
	}
	if len(texts) != c.Articles {
		t.Fatalf("%d articles, want %d", len(texts), c.Articles)
	}
	runs := map[uint64]map[string]bool{} // 25 words in a row and the articles that have them
	for id, text := range texts {
		words := shingle.Words(text)
		for i := 25; i <= len(words); i++ {
			run := hashOf(words[i-25 : i])
			if runs[run] == nil {
				runs[run] = map[string]bool{}
			}
			runs[run][id] = true
		}
	}
	share := map[[2]string]int{}
	for _, holders := range runs {
		for a := range holders {
			for b := range holders {
				if a < b {
					share[[2]string{a, b}]++
				}
			}
		}
	}
	least := map[string]int{KindExact: 100, KindEdited5: 20, KindTruncated: 80, KindExcerpt: 76, KindMerged: 50, KindWire: 20, KindQuotes: 1}
	kinds := map[string]int{}
	for p := range c.Pairs() {
		kinds[p.Kind]++
		key := [2]string{min(p.A, p.B), max(p.A, p.B)}
		if got := share[key]; got < least[p.Kind] {
			t.Errorf("%s and %s (%s) share %d runs of 25 words, want %d or more", p.A, p.B, p.Kind, got, least[p.Kind])
		}
		delete(share, key)
	}
	for pair, n := range share {
		if outlets[pair[0]] != outlets[pair[1]] {
			t.Errorf("%v share %d runs of 25 words, which is not planted", pair, n)
		}
	}
	want := map[string]int{KindExact: 20, KindEdited5: 20, KindEdited10: 20, KindEdited20: 20, KindTruncated: 20, KindExcerpt: 20, KindMerged: 40,
		KindWire: 9, KindSibling: 4*10 + 36, KindDistant: 10, KindPossible: 20, KindQuotes: 60}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d pairs are %s, want %d", kinds[kind], kind, n)
		}
	}
}

func hashOf(words []shingle.Word) (h uint64) {
	for _, w := range words {
		h = mix(h ^ w.Hash)
	}
	return h
}

// TestEdited: of an edited copy as many words are changed as it says.
func TestEdited(t *testing.T) {
	for _, share := range []float64{.05, .10, .20} {
		var words []string
		for i := range 20_000 {
			words = append(words, fmt.Sprint("word", i))
		}
		kept := 0
		for _, w := range strings.Fields(edited([]string{strings.Join(words, " ")}, share, newRand(1, "test", 0))[0]) {
			if strings.HasPrefix(w, "word") {
				kept++
			}
		}
		// Of five changes one only puts a word in.
		if got, want := 1-float64(kept)/float64(len(words)), share*.8; math.Abs(got-want) > .08*want {
			t.Errorf("%.0f %% edited: %.3f of the words are gone, want %.3f", 100*share, got, want)
		}
	}
}

// TestCorpusIsLikeNews compares the corpus with real news in what the cost of an index
// hangs on, and prints both. On 3,173 articles of data/news and as many of a corpus, each
// cut to its first 495 words:
//
//	                                         news   corpus
//	different words in 30 articles          3,675    3,670
//	different words in 300                 13,348   13,444
//	different words in 3,000               37,824   38,569
//	bytes a word                             6.15     6.34
//	zstd, an article at a time               .505     .528
//	zstd, 64 articles at a time              .391     .409
//	fingerprints of 100 words                39.9     40.1
//	articles all ASCII                       .186     .196
//	pairs in a million that share a print   4,900    4,839
//	... and two within 25 words               405      352
func TestCorpusIsLikeNews(t *testing.T) {
	news, unrelated := realNews(t)
	want := measured(news, unrelated)
	corpus, planted := sampleCorpus(len(news))
	got := measured(corpus, planted)
	for i, w := range want {
		t.Logf("%-40s %10.3f %10.3f %+5.1f %%", w.what, w.value, got[i].value, 100*(got[i].value/w.value-1))
		if math.Abs(got[i].value/w.value-1) > .15 {
			t.Errorf("%s is not that of news", w.what)
		}
	}
}

const sampleWords = 495

// cut returns the first words of a text, "" when it has fewer.
func cut(text string) string {
	words := shingle.Words(text)
	if len(words) < sampleWords {
		return ""
	}
	return text[:words[sampleWords-1].End]
}

// realNews are the articles of data/news, and whether two of them are of two outlets and
// not known to share more than chance.
func realNews(t *testing.T) (texts []string, unrelated func(i, j int) bool) {
	dir := filepath.Join(cmp.Or(os.Getenv("STEMMA_DATA"), "../../../shared/data"), "news")
	f, err := os.Open(filepath.Join(dir, "articles.jsonl.gz"))
	if err != nil {
		t.Skip("no real articles: set STEMMA_DATA to measure on them")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var ids, outlets []string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var a struct{ ID, Text, Source string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		if text := cut(a.Text); text != "" {
			texts, ids, outlets = append(texts, text), append(ids, a.ID), append(outlets, a.Source)
		}
	}
	table, err := os.Open(filepath.Join(dir, "silver_pairs.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	pairs, err := ReadPairs(table)
	if err != nil {
		t.Fatal(err)
	}
	known := map[[2]string]bool{}
	for _, p := range pairs {
		known[ends(p.A, p.B)] = true
	}
	return texts, func(i, j int) bool { return outlets[i] != outlets[j] && !known[ends(ids[i], ids[j])] }
}

// sampleCorpus are n long articles of a corpus, and whether two are of two outlets and
// nothing was planted in them.
func sampleCorpus(n int) (texts []string, unrelated func(i, j int) bool) {
	c := Corpus{Articles: n * 5 / 4, Words: 700, Seed: 1}
	var ids, outlets []string
	for a := range c.All() {
		if text := cut(a.Text); text != "" && len(texts) < n {
			texts, ids, outlets = append(texts, text), append(ids, a.ID), append(outlets, a.Outlet)
		}
	}
	known := map[[2]string]bool{}
	for p := range c.Pairs() {
		known[ends(p.A, p.B)] = true
	}
	return texts, func(i, j int) bool { return outlets[i] != outlets[j] && !known[ends(ids[i], ids[j])] }
}

type figure struct {
	what  string
	value float64
}

func measured(texts []string, unrelated func(i, j int) bool) []figure {
	zip, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	packed := func(text string) int { return len(zip.EncodeAll([]byte(text), nil)) }
	var plain, single, blocks, onlyASCII int
	var prints []sampled
	var growth []figure
	vocabulary := map[uint64]bool{}
	for i, text := range texts {
		plain += len(text)
		single += packed(text)
		if i%64 == 0 {
			blocks += packed(strings.Join(texts[i:min(i+64, len(texts))], "\n"))
		}
		if ascii(text) {
			onlyASCII++
		}
		words := shingle.Words(text)
		for _, w := range words {
			vocabulary[w.Hash] = true
		}
		for _, p := range shingle.Prints(words) {
			prints = append(prints, sampled{p.Hash, int32(i), p.Word})
		}
		if n := i + 1; slices.Contains([]int{30, 100, 300, 1000, 3000}, n) {
			growth = append(growth, figure{fmt.Sprintf("different words in %d articles", n), float64(len(vocabulary))})
		}
	}
	shared, near := chance(prints, len(texts), unrelated)
	words := float64(len(texts) * sampleWords)
	return append(growth,
		figure{"bytes a word", float64(plain) / words},
		figure{"zstd, an article at a time", float64(single) / float64(plain)},
		figure{"zstd, 64 articles at a time", float64(blocks) / float64(plain)},
		figure{"fingerprints of 100 words", 100 * float64(len(prints)) / words},
		figure{"articles all ASCII", float64(onlyASCII) / float64(len(texts))},
		figure{"pairs in a million that share a print", shared},
		figure{"... and two within 25 words", near},
	)
}

type sampled struct {
	hash          uint64
	article, word int32
}

// chance counts the unrelated pairs that meet, in a million pairs.
func chance(prints []sampled, articles int, unrelated func(i, j int) bool) (shared, near float64) {
	slices.SortFunc(prints, func(a, b sampled) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.article, b.article)) })
	pairs := map[[2]int32][]int32{} // where the first of two has what they share
	for i := 0; i < len(prints); i++ {
		for j := i + 1; j < len(prints) && prints[j].hash == prints[i].hash; j++ {
			if a, b := prints[i].article, prints[j].article; a != b && unrelated(int(a), int(b)) {
				pairs[[2]int32{a, b}] = append(pairs[[2]int32{a, b}], prints[i].word)
			}
		}
	}
	for _, words := range pairs {
		shared++
		slices.Sort(words)
		for i := 1; i < len(words); i++ {
			if d := words[i] - words[i-1]; d > 0 && d <= 25 {
				near++
				break
			}
		}
	}
	million := float64(articles) * float64(articles-1) / 2e6
	return shared / million, near / million
}

// BenchmarkCorpus makes articles.
func BenchmarkCorpus(b *testing.B) {
	c := Corpus{Articles: 1_000_000}
	i, bytes := 0, 0
	for ; b.Loop(); i++ {
		bytes += len(c.Article(i).Text)
	}
	b.SetBytes(int64(bytes / i))
}
