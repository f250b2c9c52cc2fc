// Package shingle reduces a text to words, and words to the fingerprints by which copies of it are found.
package shingle

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Scheme names the way words are split, folded, hashed and chosen. Fingerprints of
// different schemes never meet: an index keeps the scheme it was made with.
const Scheme = "words1-mul8-syncmer5.8-40"

// A Word is one word of a text: letters, digits and marks in a row, with apostrophes
// and invisible characters left out. In scripts written without spaces (Han, kana,
// Thai, Lao, Khmer, Burmese) every character is a word of its own, and Wide.
type Word struct {
	Hash       uint64 // of the folded word: NFKC, lower case, homoglyphs undone
	Start, End int32  // half-open range of bytes in the text, on rune borders
	Quoted     bool   // stands inside quotation marks
	Wide       bool   // one character of a script without spaces
	Apart      bool   // its letters stood apart, with space between them
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
		switch c := s.text[i]; byteKinds[c] {
		case silent:
			i++
		case letter:
			i = s.word(i)
		case mark:
			s.quote.ascii(s.text, i)
			i++
		default:
			i = s.rune(i)
		}
	}
}

// What a byte outside words does.
const (
	silent  = iota // parts words, and nothing else
	letter         // begins one
	mark           // may open or close a quotation
	further        // begins a character that is not ASCII
)

var byteKinds = func() (kinds [256]uint8) {
	for c := range kinds {
		switch {
		case c >= utf8.RuneSelf:
			kinds[c] = further
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9':
			kinds[c] = letter
		case c == '"', c == '\n':
			kinds[c] = mark
		}
	}
	return kinds
}()

// word reads the word that starts with the ASCII letter or digit at i and returns its end.
//
// Nearly all words are of these alone, and end with a space or another ASCII mark: those
// are found, folded and hashed eight bytes at a time, 12 nanoseconds a word.
func (s *splitter) word(i int) int {
	if !s.fast {
		return s.general(i)
	}
	h, end := uint64(hashSeed), i
	eight, n := Plain8(Load8(s.text, i))
	for n == 8 {
		end += 8
		next, m := Plain8(Load8(s.text, end))
		if m == 0 {
			end -= 8
			break
		}
		h = mix(h^eight, hashStep)
		eight, n = next, m
	}
	end += n
	if end < len(s.text) && (s.text[end] == '\'' || s.text[end] >= utf8.RuneSelf) {
		return s.mixed(i)
	}
	return s.add(i, end, hashEnd(h, eight, end-i))
}

// mixed reads a word of ASCII letters and digits with apostrophes in it, or with a mark
// behind it that is not ASCII: those that news has are known here.
func (s *splitter) mixed(i int) int {
	n := 0
	for j := i; ; {
		switch {
		case n == longWord:
			return s.general(i)
		case j == len(s.text) || s.text[j] < utf8.RuneSelf && s.text[j] != '\'' && byteKinds[s.text[j]] != letter:
			return s.add(i, j, hashWord(s.fold[:n]))
		case byteKinds[s.text[j]] == letter:
			s.fold[n] = s.text[j] | 0x20
			n++
			j++
			continue
		}
		size, parts := markSize(s.text[j:])
		switch {
		case size == 0:
			return s.general(i)
		case parts || j+size == len(s.text) || s.text[j+size] < utf8.RuneSelf && byteKinds[s.text[j+size]] != letter:
			return s.add(i, j, hashWord(s.fold[:n]))
		case s.text[j+size] >= utf8.RuneSelf:
			return s.general(i)
		}
		j += size
	}
}

// markSize is the size of the apostrophe at the front of text, or of the mark that parts
// words, as far as it is one of the usual; else 0.
func markSize(text string) (size int, parts bool) {
	switch {
	case text[0] == '\'':
		return 1, false
	case strings.HasPrefix(text, "\u00a0"):
		return 2, true
	case len(text) < 3 || text[0] != 0xe2 || text[1] != 0x80:
		return 0, false
	}
	switch text[2] {
	case 0x99: // ’
		return 3, false
	case 0x93, 0x94, 0x98, 0x9c, 0x9d, 0xa6: // – — ‘ “ ” …
		return 3, true
	}
	return 0, false
}

func (s *splitter) add(start, end int, hash uint64) int {
	s.words = append(s.words, Word{Hash: hash, Start: int32(start), End: int32(end), Quoted: s.quote.open()})
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
	s.addFolded(i, end)
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
	return s.add(start, end, hashWord(foldWord(s.fold[:0], s.text[start:end])))
}

// letterAt reports whether a character of a spaced word stands at i.
func (s *splitter) letterAt(i int) bool {
	if i >= len(s.text) {
		return false
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return byteKinds[c] == letter
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return isLetter(r) && !isWide(r)
}

// isLetter reports whether r belongs to words: a letter, digit, number or mark.
func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return byteKinds[r] == letter
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
