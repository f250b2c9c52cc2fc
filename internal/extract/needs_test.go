package extract

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"stemma/internal/shingle"
)

func TestNeeds(t *testing.T) {
	for _, row := range []struct {
		pattern, text string
		met           bool
	}{
		{`^(?:writer|reporter|researcher)s? .*contributed`, "a reader has contributed", false},
		{`^(?:writer|reporter|researcher)s? .*contributed`, "RESEARCHERS have Contributed", true},
		{`(?:by )?(?:the )?editor`, "the ediſor", true}, // nobody looks closer
		{`(?:by )?(?:the )?editor`, "by the", false},
		{`(?:the (?:staff|crew)|a desk)`, "a desk", true},
		{`(?:the (?:staff|crew)|a desk)`, "the stuff", false},
		{`(?:abc)*d{2}`, "", true},
		{`(?:abc){2,3}`, "xabx", false},
		{`été`, "", true},
	} {
		if got := met(needsOf(regexp.MustCompile("(?i)"+row.pattern)), row.text); got != row.met {
			t.Errorf("%s needs %v: in %q %v", row.pattern, needsOf(regexp.MustCompile("(?i)"+row.pattern)), row.text, got)
		}
	}
	for text, want := range map[string]bool{"": false, ",": false, "MOSCOW, 12": true, "A,1": false, "a, b, \t3": true, "1, b": false} {
		if commaDay(text) != want {
			t.Errorf("a comma and a day in %q: %v", text, !want)
		}
	}
}

// No form that matches a line of the project's own corpus, or of the tests of this
// package, is refused for what it needs.
func TestNeedsRefuseNothing(t *testing.T) {
	var lines []string
	for _, pattern := range []string{"*_test.go", "testdata/*/*", "../../testdata/corpus/*/*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				continue // a folder
			}
			for line := range strings.SplitSeq(string(text), "\n") {
				for part := range strings.SplitSeq(line, `"`) { // the strings of tests begin lines of their own
					lines = append(lines, part[:min(len(part), 900)])
				}
			}
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	t.Log(len(lines), "lines")
	matched, refused := 0, 0
	for i := range formTable().forms {
		f := formTable().ready(i)
		for _, line := range lines {
			possible := f.possible(line)
			if possible && matched > 20000 {
				continue
			}
			switch m := f.pattern.MatchString(line); {
			case m && !possible && f.then == nil:
				t.Errorf("%q is refused to %s", line, f.says)
			case m:
				matched++
			case !possible:
				refused++
			}
		}
	}
	if matched < 100 || refused < 100 {
		t.Errorf("%d lines matched a form and %d were refused: too few to say anything", matched, refused)
	}
}

func TestLongestStopWord(t *testing.T) {
	longest := 0
	for word := range wordLangs() {
		longest = max(longest, len(word))
	}
	if longest > longestStopWord {
		t.Errorf("a stop-word has %d bytes", longest)
	}
	for word := range wordLangs() {
		if len(word) > longestShort && plain8(shingle.Load8(word, 0)) == 8 {
			t.Errorf("%s has more than %d bytes", word, longestShort)
		}
	}
}

// The trigger finds what looking at every place finds.
func FuzzTrigger(f *testing.F) {
	literals := []string{"via ", "told ", "(ap)", " (@", "© ", "— x", "[a ", "as ", "original source"}
	for _, s := range []string{"He told us VIA X (AP) (@x", "x(ap)told via", "a© b — x[/told /as  (@", "éas tolD original Source"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		type hit struct{ literal, end int }
		var got, want []hit
		newTrigger(literals).find(text, func(l, end int) { got = append(got, hit{l, end}) })
		inside := false
		for i := 0; i+3 <= len(text); i++ {
			c := text[i]
			start := !inside || c >= 0x80
			inside = plainByte[c]
			if c == ' ' && text[i+1] != '(' || c != ' ' && !start {
				continue
			}
			for l, literal := range literals {
				if len(literal) >= 3 && i+len(literal) <= len(text) && foldedEqual(text[i:i+len(literal)], literal) {
					want = append(want, hit{l, i + len(literal)})
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	})
}

// The looks that spare a line the patterns never differ from them.
func FuzzLooks(f *testing.F) {
	for _, s := range []string{"By Ann Lee", "\u2003By Ann Lee", "5 May 2018", "May5, 2018", "veröffentlichtMai 5, 2018", "2018年7月15日", "Facebook:", "AD »", "x", "• Related articles", "Août 2018"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !mayNameMonth(s) {
			for _, form := range []*regexp.Regexp{dayMonth, monthDay, monthOnly, hanDate} {
				for _, m := range form.FindAllStringSubmatch(s, 4) {
					for _, part := range m[1:] {
						if _, month := monthNames()[strings.ToLower(part)]; month || form == hanDate {
							t.Errorf("%q has a date: %q", s, m)
						}
					}
				}
			}
		}
		if want := leadBy.ReplaceAllString(s, ""); unled(s) != want {
			t.Errorf("%q without its lead is %q", s, want)
		}
		if bylineSplit.MatchString(s) && !maySplit(s) {
			t.Errorf("%q is split", s)
		}
		folded, book := foldLine(s), phraseBook()
		if _, whole := book.whole[folded]; whole && !book.mayBegin(s) {
			t.Errorf("%q is a row", s)
		}
		for _, row := range book.open[firstWord(folded)] {
			before, _, _ := strings.Cut(row.words, "…")
			if strings.HasPrefix(folded, before) && !book.mayBegin(s) {
				t.Errorf("%q may be %q", s, row.words)
			}
		}
		if by := oneLine(s); slices.ContainsFunc(leadingBy, func(by2 string) bool { return strings.HasPrefix(by, by2) }) {
			if start := strings.TrimLeft(s, " \t\u00a0"); start[0] > ' ' && start[0] < 0x80 && len(start) >= 2 && !strings.Contains(leadingLetters, start[:2]) {
				t.Errorf("%q begins like a byline", s)
			}
		}
	})
}

// What is counted eight bytes at a time is what is counted one by one.
func FuzzCounts(f *testing.F) {
	for _, s := range []string{"The cat's a-b 3x of und le\tÉté  ENTRE también", "a\u00a0b", "ſo \u212a and 12345678 abcdefgh9", "国家 the", "Τhe \u00adof", "l i k e t h i s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words, wide, in := 0, 0, false
		for _, r := range s {
			switch letter := unicode.IsLetter(r) || isDigit(byte(r)) && r < 0x80; {
			case r >= 0x0e00 && isWide(r):
				wide, in = wide+1, false
			case letter && !in:
				words, in = words+1, true
			case r == ' ', r == '\t', r == 0xa0:
				in = false
			}
		}
		if gotWords, gotWide := measure(s); utf8.ValidString(s) && (gotWords != words || gotWide != wide) {
			t.Errorf("%q: %d words and %d wide, want %d and %d", s, gotWords, gotWide, words, wide)
		}
		var counts [32]int
		for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return r < 0x80 && !plainByte[r] }) {
			for _, lang := range wordLangs()[word] {
				counts[lang]++
			}
		}
		want, most := "und", slices.Max(counts[:])
		for i, lang := range stopWords {
			switch {
			case counts[i] < max(most, minStopWords):
			case want == "und":
				want = lang.tag
			default:
				want = "two"
			}
		}
		if want == "two" {
			want = "und"
		}
		if got := byStopWords(s); utf8.ValidString(s) && got != want {
			t.Errorf("%q is %s, want %s", s, got, want)
		}
		if plainScript(s) && utf8.ValidString(s) && strings.ContainsFunc(s, func(r rune) bool {
			return unicode.In(r, unicode.Han, unicode.Arabic, unicode.Greek, unicode.Cyrillic, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
		}) {
			t.Errorf("%q is plain", s)
		}
	})
}

// Every row is a line that may be one, however it goes on.
func TestBeginnings(t *testing.T) {
	book := phraseBook()
	for _, row := range phrases {
		for words := range strings.SplitSeq(row.words, "|") {
			line := strings.ReplaceAll(words, "…", "abc Xyz")
			for _, line := range []string{line, strings.ToUpper(line), " • " + line, strings.ReplaceAll(line, "'", "’")} {
				if !book.mayBegin(line) {
					t.Errorf("%q cannot be %q", line, words)
				}
			}
		}
	}
	for _, line := range []string{"The board met", "On Tuesday", "A goat", "Sharewords are", "Dredging — again"} {
		if book.mayBegin(line) {
			t.Errorf("%q may be a row", line)
		}
	}
}

func FuzzContainsFolded(f *testing.F) {
	for _, row := range [][2]string{{"as the AP Reported on", "reported"}, {"xreportx", "report"}, {"RePort", "port"}, {"a b", "b"}, {"repo", "reported"}, {"", "a"}, {"zzz(ap)", "(ap)"}} {
		f.Add(row[0], row[1])
	}
	f.Fuzz(func(t *testing.T, text, word string) {
		if word = lowerASCII(word); word == "" || !plainWord(word) {
			return // such a word is never asked for
		}
		if got, want := containsFolded(text, word), strings.Contains(lowerASCII(text), word); got != want {
			t.Errorf("%q in %q: %v", word, text, got)
		}
	})
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lowerByte[c]
	}
	return string(b)
}
