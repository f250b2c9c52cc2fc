package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stemma/internal/news"
)

func TestEdits(t *testing.T) {
	for _, c := range []struct{ a, b, inA, inB string }{
		{"one two three", "one two three", "", ""},
		{"one two, three", "one two three", "", ""}, // marks are no words
		{"the 1931 structure", "the old structure", "1931", "old"},
		{"more than 200 heavy vehicles", "over 200 heavy vehicles", "more than", "over"},
		{"a b c d e", "a c d x e", "b", "x"},
		{"one", "", "one", ""},
		{"三十年的船", "五十年的船", "三", "五"},
		{"shortly before dawn on Tuesday", "early on Tuesday", "shortly before dawn", "early"},
		{"x 1 y 2 z", "x 3 y 4 z", "1|2", "3|4"},
	} {
		inA, inB := edits(c.a, c.b)
		if gotA, gotB := cutOut(c.a, inA), cutOut(c.b, inB); gotA != c.inA || gotB != c.inB {
			t.Errorf("edits(%q, %q) = %q, %q, want %q, %q", c.a, c.b, gotA, gotB, c.inA, c.inB)
		}
	}
}

func cutOut(s string, spans []news.Span) string {
	var parts []string
	for _, span := range spans {
		parts = append(parts, s[span.Start:span.End])
	}
	return strings.Join(parts, "|")
}

// What is left of both sides without the edits is the same words.
func TestEditsLeaveTheSame(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "é", "船", "1"}), 0, 40)
	rapid.Check(t, func(t *rapid.T) {
		a, b := strings.Join(words.Draw(t, "a"), " "), strings.Join(words.Draw(t, "b"), " ")
		inA, inB := edits(a, b)
		if restA, restB := rest(a, inA), rest(b, inB); restA != restB {
			t.Fatalf("%q and %q leave %q and %q", a, b, restA, restB)
		}
	})
}

func rest(s string, spans []news.Span) string {
	var left strings.Builder
	at := 0
	for _, span := range spans {
		left.WriteString(s[at:span.Start])
		at = span.End
	}
	return strings.Join(strings.Fields(left.String()+s[at:]), " ")
}
