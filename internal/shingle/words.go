// Package shingle reduces a text to words, and words to the fingerprints by which copies of it are found.
package shingle

import (
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"
	"golang.org/x/text/unicode/norm"
)

// Scheme names the way words are split, folded, hashed and chosen. Fingerprints of
// different schemes never meet: an index keeps the scheme it was made with.
const Scheme = "words1-xxh3-syncmer5.8-40"

// A Word is one word of a text: letters, digits and marks in a row, with apostrophes
// and invisible characters left out. In scripts written without spaces (Han, kana,
// Thai, Lao, Khmer, Burmese) every character is a word of its own, and Wide.
type Word struct {
	Hash       uint64 // of the folded word: NFKC, lower case, homoglyphs undone
	Start, End int32  // half-open range of bytes in the text, on rune borders
	Quoted     bool   // stands inside quotation marks
	Wide       bool   // one character of a script without spaces
}

// Words splits text into its words, in order.
func Words(text string) []Word {
	return AppendWords(make([]Word, 0, len(text)/5), text)
}

// AppendWords appends the words of text to dst. It allocates nothing per word.
func AppendWords(dst []Word, text string) []Word {
	s := splitter{text: text, words: dst, fast: true}
	s.run()
	if s.spaced {
		return joinSpaced(s.words, len(dst), text)
	}
	return s.words
}

// Count is the length of words as limits count it: two Wide ones are one word.
func Count(words []Word) int {
	wide := 0
	for i := range words {
		if words[i].Wide {
			wide++
		}
	}
	return len(words) - wide + (wide+1)/2
}

// longWord is the length in bytes up to which a word takes the ASCII path: longer ones are rare.
const longWord = 64

// A splitter walks a text once. With fast unset every word takes the general path;
// the two agree on every input (FuzzFastEqualsGeneral).
type splitter struct {
	text    string
	words   []Word
	fast    bool
	quote   quoteState
	letters int                // single letters in a row, up to the last word
	spaced  bool               // spacedLetters of them were seen
	fold    [4 * longWord]byte // the folded word, so far
}

func (s *splitter) run() {
	for i := 0; i < len(s.text); {
		c := s.text[i]
		switch {
		case c >= utf8.RuneSelf:
			i = s.rune(i)
		case !isASCIIWord[c]:
			s.quote.ascii(s.text, i)
			i++
		default:
			i = s.word(i)
		}
	}
}

// isASCIIWord and lower drive the ASCII path.
var (
	isASCIIWord [utf8.RuneSelf]bool
	lower       = func() (t [utf8.RuneSelf]byte) {
		for c := range t {
			t[c] = byte(c)
			switch {
			case 'A' <= c && c <= 'Z':
				t[c] += 'a' - 'A'
				fallthrough
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				isASCIIWord[c] = true
			}
		}
		return t
	}()
)

// word reads the word that starts with the ASCII letter or digit at i and returns its end.
func (s *splitter) word(i int) int {
	if !s.fast {
		return s.general(i)
	}
	n := 0
	for j := i; ; j++ {
		if j == len(s.text) {
			return s.add(i, j, s.fold[:n])
		}
		c := s.text[j]
		switch {
		case c >= utf8.RuneSelf || n == longWord:
			return s.general(i)
		case isASCIIWord[c]:
			s.fold[n] = lower[c]
			n++
		case c != '\'' || j+1 == len(s.text) || s.text[j+1] < utf8.RuneSelf && !isASCIIWord[s.text[j+1]]:
			return s.add(i, j, s.fold[:n])
		}
	}
}

func (s *splitter) add(start, end int, folded []byte) int {
	s.words = append(s.words, Word{Hash: xxh3.Hash(folded), Start: int32(start), End: int32(end), Quoted: s.quote.open()})
	if n := end - start; n > 1 && (n > 2 || s.text[start] < utf8.RuneSelf) {
		s.letters = 0
	} else if s.letters++; s.letters == spacedLetters {
		s.spaced = true
	}
	return end
}

// rune handles the character at i, which is not ASCII, and returns where to go on.
func (s *splitter) rune(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case isWide(r):
		return s.wide(i, size)
	case isLetter(r):
		return s.general(i)
	case !isInvisible(r):
		s.quote.rune(s.text, i, r, size)
	}
	return i + size
}

// wide adds the character of size bytes at i, with the marks that follow it, as a word.
func (s *splitter) wide(i, size int) int {
	end := i + size
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !unicode.Is(unicode.M, r) && !isInvisible(r) {
			break
		}
		end += size
	}
	s.add(i, end, foldWord(s.fold[:0], s.text[i:end]))
	s.words[len(s.words)-1].Wide = true
	return end
}

// general reads the word that starts at i in any script and returns its end.
func (s *splitter) general(i int) int {
	end := i // of the last letter: what follows it may be a closing mark
	for j := i; j < len(s.text); {
		r, size := utf8.DecodeRuneInString(s.text[j:])
		switch {
		case isWide(r):
			return s.addFolded(i, end)
		case isLetter(r):
			end = j + size
		case !isInvisible(r) && !(isApostrophe(r) && end == j && s.letterAt(j+size)):
			return s.addFolded(i, end)
		}
		j += size
	}
	return s.addFolded(i, end)
}

func (s *splitter) addFolded(start, end int) int {
	return s.add(start, end, foldWord(s.fold[:0], s.text[start:end]))
}

// letterAt reports whether a character of a spaced word stands at i.
func (s *splitter) letterAt(i int) bool {
	if i >= len(s.text) {
		return false
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return isASCIIWord[c]
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return isLetter(r) && !isWide(r)
}

// isLetter reports whether r belongs to words: a letter, digit, number or mark.
func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIWord[r]
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M) && !isInvisible(r)
}

// isWide reports whether r is written without spaces around words.
func isWide(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) &&
		unicode.In(r, unicode.L, unicode.N) || r == 'ー'
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '＇' }

// isInvisible reports whether r shows nothing: soft hyphen, zero-width and joining
// characters, direction marks, variation selectors, byte-order marks, tags. Stripped
// inside words, since they are put there to break matching.
func isInvisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0x061C, r == 0x180E, r == 0xFEFF:
		return true
	case 0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F:
		return true
	case 0xFE00 <= r && r <= 0xFE0F, 0xE0000 <= r && r <= 0xE01EF:
		return true
	}
	return false
}

// foldWord appends the folded form of word to dst: NFKC, lower case, without what
// is invisible or an apostrophe, and with homoglyphs undone in words of mixed script.
func foldWord(dst []byte, word string) []byte {
	if !plainlyNormal(word) {
		word = norm.NFKC.String(word)
	}
	mixed := mixesScripts(word)
	for _, r := range word {
		if isInvisible(r) || isApostrophe(r) || isVowelSign(r) {
			continue
		}
		r = unicode.ToLower(r)
		if mixed {
			r = latinLookalike(r)
		}
		dst = utf8.AppendRune(dst, foldRune(r))
	}
	return dst
}

// plainlyNormal reports whether word is its own NFKC form at a glance: letters of
// Western Europe and basic Cyrillic, and the curly apostrophe. It saves most words the tables.
func plainlyNormal(word string) bool {
	for _, r := range word {
		switch {
		case r < 0xA0, 0xC0 <= r && r < 0x0132, 0x0400 <= r && r < 0x0460, r == '’':
		default:
			return false
		}
	}
	return true
}

// foldRune joins letters whose choice is a matter of house style.
func foldRune(r rune) rune {
	switch r {
	case 'ё':
		return 'е'
	case 'ς':
		return 'σ'
	}
	return r
}

// isVowelSign reports whether r is an optional sign of Arabic writing: short vowels and the stretching tatweel.
func isVowelSign(r rune) bool { return 0x064B <= r && r <= 0x0652 || r == 0x0640 }
