package extract

import (
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

func TestFurniture(t *testing.T) {
	const prose = "The ferry ran aground off the cape at dawn, and all aboard were brought ashore by noon."
	for _, row := range []struct{ name, title, credit, text, want string }{
		{"prose alone", "Ferry aground", "", prose, ""},
		{"no headline", "", "", prose, ""},
		{"headline on top", "Ferry aground", "", "NEWS\n\nFerry aground\n\n" + prose, "Ferry aground"},
		{"headline far below", "Ferry aground", "", strings.Repeat(prose+"\n\n", 6) + "Ferry aground", ""},
		{"credit", "", "originally published by The Harbour Voice", prose + "\n\nThis was originally published by The Harbour Voice.", "originally published by The Harbour Voice"},
		{"address", "", "", prose + "\n\nMore on this: https://voice.example/ferry", "More on this: https://voice.example/ferry"},
		{"address amid a paragraph", "", "", prose + " The board has put its report at https://board.example/r, " + prose, "https://board.example/r"},
		{"two addresses", "", "", "See https://a.example/x and https://b.example/y\n\n" + prose + "\n\nhttps://c.example", "See https://a.example/x and https://b.example/y|https://c.example"},
	} {
		a := news.Article{Head: news.Head{Title: row.title}, Text: row.text}
		if at := strings.Index(row.text, row.credit); row.credit != "" {
			a.Unvouched = []news.Credit{{Span: news.Span{Start: at, End: at + len(row.credit)}}}
		}
		words := shingle.Words(row.text)
		var got []string
		for _, s := range furniture(a, words) {
			got = append(got, row.text[words[s.Start].Start:words[s.End-1].End])
		}
		if got := strings.Join(got, "|"); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// FuzzFurniture holds that furniture is words of the text, in order.
func FuzzFurniture(f *testing.F) {
	f.Add("Ferry aground", "Ferry aground\n\nSource: Harbour Voice\nhttps://voice.example/ferry")
	f.Add("", "://\n:// ://")
	f.Fuzz(func(t *testing.T, title, text string) {
		words := shingle.Words(text)
		last := 0
		for _, s := range furniture(news.Article{Head: news.Head{Title: title}, Text: text}, words) {
			if s.Start < last || s.Start >= s.End || s.End > len(words) {
				t.Fatalf("%v of %d words, after one that begins at %d", s, len(words), last)
			}
			last = s.Start
		}
	})
}
