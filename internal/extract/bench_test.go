package extract

import (
	"strings"
	"testing"

	"stemma/internal/news"
)

// BenchmarkArticleText is an article of 3 kB as a JSON line gives it. Target: 25
// microseconds, of which words take a third.
func BenchmarkArticleText(b *testing.B) {
	doc := news.Document{Place: "a.jsonl:1", ID: "a", URL: "https://harborledger.example/2024/05/03/dredging", MediaType: news.TypeText,
		Fields: map[string]string{news.FieldTitle: "Dredging starts again in the old port", news.FieldOutlet: "Harbor Ledger", news.FieldPublished: "2024-05-03T09:12:00Z"},
		Body:   sampleArticle(3000)}
	b.SetBytes(int64(len(doc.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Article(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkArticleHTML is the same article in a small page.
func BenchmarkArticleHTML(b *testing.B) {
	body := "<html><head><title>Dredging</title></head><body><article><h1>Dredging starts again</h1><p>" +
		strings.ReplaceAll(sampleArticle(3000), "\n\n", "</p><p>") + "</p></article></body></html>"
	doc := news.Document{Place: "a.html", MediaType: news.TypeHTML, Body: body}
	b.SetBytes(int64(len(doc.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Article(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRealPages is the 181 pages of the measurement, one after another.
func BenchmarkRealPages(b *testing.B) {
	pages := truePages(b)
	size := 0
	for _, p := range pages {
		size += len(p.html)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, p := range pages {
			Article(p.document())
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// sampleArticle is an invented report of at least so many bytes, told in the usual way.
func sampleArticle(size int) string {
	paragraphs := []string{
		"PORT SELBY, Norland (Reuters) - The harbour board said on Tuesday that dredging of the old port would begin again in June, two years after a court stopped the work for fear of what lay in the mud.",
		"“We have waited long enough, and so have the fishermen,” the board's chair, Marit Osen, told reporters after a meeting that ran until midnight. She said three firms had bid for the contract.",
		"The ministry of transport did not answer questions. A spokesman told Radio Selby last week that the state would pay no more than a third of the cost, which the board puts at 41 million crowns.",
		"Residents of the lower town have long complained of the smell in summer. In a survey made for the council, six in ten said they would rather see the basin filled in and planted with trees.",
		"The court's decision in 2022 rested on samples that showed lead and tin far above the limits. New samples, taken in March by the university, were cleaner, though not everywhere, the board said.",
	}
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(paragraphs[i%len(paragraphs)])
		if i >= len(paragraphs) {
			b.WriteString(" It was the second such statement in a week.")
		}
	}
	return b.String()
}
