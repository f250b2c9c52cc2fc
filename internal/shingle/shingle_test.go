package shingle

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// folded lists the words of text as matching sees them, quoted ones in brackets.
func folded(text string) string {
	var out []string
	for _, w := range Words(text) {
		s := string(foldWord(nil, text[w.Start:w.End]))
		if w.Quoted {
			s = "[" + s + "]"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"", ""},
		{"NATO's post-war U.S. budget: 3,500 men", "natos post war u s budget 3 500 men"},
		{"don’t don't DON'T workers' rights", "dont dont dont workers rights"},
		{"co\u00adoper\u200bation e\ufe0fmpty", "cooperation empty"},
		{"Cafe\u0301 Café ＣＡＦÉ", "café café café"},
		{"Ёлка елка Σίσυφος", "елка елка σίσυφοσ"},
		{"scоre раypаl Москва", "score paypal москва"}, // Cyrillic о, р and а among Latin letters
		{"北约2017年 say", "北 约 2017 年 say"},
		{"ニュース", "ニ ュ ー ス"},
		{"مُحَمَّد محمـد", "محمد محمد"},
		{`he said "yes we can" today`, "he said [yes] [we] [can] today"},
		{"he said “yes ‘we’ can” today", "he said [yes] [we] [can] today"},
		{"sie sagte „ja, gut“ und »nein« dann", "sie sagte [ja] [gut] und [nein] dann"},
		{"il dit « oui » puis", "il dit [oui] puis"},
		{"the ‘don’t panic’ rule", "the [dont] [panic] rule"},
		{"他说「北约」是", "他 说 [北] [约] 是"},
		{"“open\n\nnext", "[open] next"},
		{"“one\n“two” three", "[one] [two] three"},
		{"“wrapped\nline” end", "[wrapped] [line] end"},
		{`a 6" pipe and a 7" pipe`, "a 6 pipe and a 7 pipe"},
	} {
		if got := folded(row.text); got != row.want {
			t.Errorf("%q:\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]int{"": 0, "one two": 2, "北约秘书长": 3, "NATO 北约": 2} {
		if got := Count(Words(text)); got != want {
			t.Errorf("%q: got %d words, want %d", text, got, want)
		}
	}
}

// TestGuarantee goes through every window of 8 words over 5 different hashes: all the
// ways in which 8 words can tie matter, and 5 hashes make every order of a shingle.
func TestGuarantee(t *testing.T) {
	window := make([]Word, Guarantee)
	for n := range 390_625 { // 5^8
		for i, rest := 0, n; i < len(window); i, rest = i+1, rest/5 {
			window[i].Hash = uint64(rest % 5)
		}
		if len(Prints(window)) == 0 {
			t.Fatalf("no fingerprint in %v", window)
		}
	}
}

func TestGuaranteeOfCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := rapid.SliceOfN(rapid.Uint64Range(0, 9), 2*wideWidth-2, 2*wideWidth-2).Draw(t, "hashes")
		window := make([]Word, len(hashes))
		for i, h := range hashes {
			window[i] = Word{Hash: h, Wide: true}
		}
		if len(Prints(window)) == 0 {
			t.Fatalf("no fingerprint in %v", hashes)
		}
	})
}

// TestSharedRun is the guarantee as users have it: texts that share 8 words in a row,
// whatever stands around them, share a fingerprint. Words have two letters here: single
// letters in a row are one word spaced out, and where it ends what follows decides.
func TestSharedRun(t *testing.T) {
	word := rapid.StringMatching(`[a-e]{2}`)
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string, min, max int) string {
			return strings.Join(rapid.SliceOfN(word, min, max).Draw(t, label), " ")
		}
		shared := text("shared", Guarantee, Guarantee)
		a := Prints(Words(text("a1", 0, 9) + " " + shared + ", " + text("a2", 0, 9)))
		b := Prints(Words(text("b1", 0, 9) + "\n" + strings.ToUpper(shared) + " " + text("b2", 0, 9)))
		if !slices.ContainsFunc(a, func(p Print) bool {
			return slices.ContainsFunc(b, func(q Print) bool { return p.Hash == q.Hash })
		}) {
			t.Fatalf("nothing in common around %q", shared)
		}
	})
}

func TestPlainlyNormal(t *testing.T) {
	for r := rune(0); r < 0x2100; r++ {
		if s := string(r); plainlyNormal(s) && !norm.NFKC.IsNormalString(s) {
			t.Errorf("%U is not normal", r)
		}
	}
}

func TestPrintsFitTheirBits(t *testing.T) {
	for _, p := range Prints(Words(strings.Repeat("the cat sat on a mat beside nine other lively cats ", 50))) {
		if p.Hash >= 1<<HashBits {
			t.Fatalf("hash %x is wider than %d bits", p.Hash, HashBits)
		}
	}
}

// plain8 says of every byte what the table does, wherever among eight it stands.
func TestPlain8(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			text := []byte("Az09Za5x")
			text[at] = byte(c)
			want := 8
			if byteKinds[c] != letter {
				want = at
			}
			lower, n := Plain8(Load8(string(text), 0))
			folded := make([]byte, 8)
			copy(folded, strings.ToLower(string(text[:want])))
			if n != want || lower != Load8(string(folded), 0) {
				t.Errorf("%q: %d letters and digits, %x, want %d", text, n, lower, want)
			}
		}
	}
}

// The hashes are part of Scheme: an index holds them.
func TestHashesStay(t *testing.T) {
	want := []uint64{0x2151c7c16c116283, 0x47dc9cc52aa2659e, 0xab9a0b16c26dee8a, 0x34a60806f1acdd35, 0x853b40c8a328cdc7, 0xb5a573db211f3c98}
	var got []uint64
	for _, w := range Words("A letter to O’Brien, Über 北") {
		got = append(got, w.Hash)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the hashes are %#x, and Scheme is %s still", got, Scheme)
	}
}

// Splitting and fingerprinting a text allocate nothing, given room.
func TestNoAllocations(t *testing.T) {
	for _, text := range []string{news3k, strings.Repeat("L’été, où «la mer» était — selon l’AFP — à 25 °C. ", 40), strings.Repeat("Корабль стоял у пристани. ", 40)} {
		words, prints := Words(text), Prints(Words(text))
		if n := testing.AllocsPerRun(20, func() {
			words = AppendWords(words[:0], text)
			prints = AppendPrints(prints[:0], words)
		}); n > 0 {
			t.Errorf("%.20s: %v allocations for %d words", text, n, len(words))
		}
	}
}

func FuzzFastEqualsGeneral(f *testing.F) {
	for _, seed := range []string{"", "It's 5 o'clock", "l’été d'abord \"oui\"", "scоre 北约2017", "a\u200bb'\u200b'c", "x'é é'x", strings.Repeat("long", 40), "“a\n\nb\xff'c",
		"eightlet eightletters sixteenletterslo", "don’t’ “it’s—well–no…” a‘b nbsp\u00a0x ’tis o’é rock’n’roll ''x'", "@[`{/:\x10\x19\x7f", "\xe2\x80", "a\xe2\x80", "a’", "A A A A 0", "a b c; é d f g"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fast := Words(text)
		general := splitter{text: text}
		if general.run(); general.spaced {
			general.words = joinSpaced(general.words, 0, text)
		}
		if !slices.Equal(fast, general.words) {
			t.Fatalf("%q:\nfast    %v\ngeneral %v", text, fast, general.words)
		}
		end := int32(0)
		if !utf8.ValidString(text) {
			return
		}
		for _, w := range fast {
			if w.Start < end || w.End <= w.Start || !utf8.RuneStart(text[w.Start]) || int(w.End) < len(text) && !utf8.RuneStart(text[w.End]) {
				t.Fatalf("%q: word %v out of order or off a rune border", text, w)
			}
			end = w.End
		}
	})
}

// news3k is 495 words of running text with a curly apostrophe every few lines.
var news3k = strings.Repeat("The harbour board of Port Lindow said on Tuesday that it wouldn’t delay the dredging, \"whatever the weather,\" although 3,500 tonnes of silt remain. ", 20)

func BenchmarkWords(b *testing.B) {
	b.SetBytes(int64(len(news3k)))
	b.ReportAllocs()
	var words []Word
	for b.Loop() {
		words = AppendWords(words[:0], news3k)
	}
}

func BenchmarkPrints(b *testing.B) {
	words := Words(news3k)
	b.SetBytes(int64(len(news3k)))
	b.ReportAllocs()
	var prints []Print
	for b.Loop() {
		prints = AppendPrints(prints[:0], words)
	}
	b.ReportMetric(float64(len(prints))/float64(len(words)), "prints/word")
}
