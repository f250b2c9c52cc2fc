package shingle

import (
	"strings"
	"testing"
)

// TestSpaced holds that letters spaced out match the words they spell, and that prose and
// lists keep their words.
func TestSpaced(t *testing.T) {
	for _, row := range []struct{ spaced, plain string }{
		{"l i k e  t h i s", "like this"},
		{"the h a r b o u r board", "the harbour board"},
		{"о н  у ш ё л", "он ушёл"},
		{"d r e d g i n g\u00a0\u00a0o f  i t", "dredging of it"},
		{"plan B I, a D", "plan B I, a D"},
		{"a b c\nd e f", "a b c\nd e f"},
		{"1 2 3 4 5", "1 2 3 4 5"},
		{"I. A. B. C. D.", "I. A. B. C. D."},
		{"seven, v i t a m i n", "seven, vitamin"},
	} {
		got, want := Words(row.spaced), Words(row.plain)
		if len(got) != len(want) {
			t.Errorf("%q: %d words, want %d", row.spaced, len(got), len(want))
			continue
		}
		for i := range got {
			if got[i].Hash != want[i].Hash {
				t.Errorf("%q: word %d is %q", row.spaced, i, row.spaced[got[i].Start:got[i].End])
			}
			if s := row.spaced[got[i].Start:got[i].End]; strings.TrimSpace(s) != s {
				t.Errorf("%q: span %q", row.spaced, s)
			}
		}
	}
}
