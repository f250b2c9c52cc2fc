package shingle

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spacedLetters is how many single letters in a row are a word that somebody spaced out:
// prose has at most three ("I, a D", "plan B I"; TestSpaced).
const spacedLetters = 4

// joinSpaced makes one word of letters that stand apart with a space between them, from
// words[from] on: "l i k e  t h i s" is "like" and "this", since a wider gap parts words.
func joinSpaced(words []Word, from int, text string) []Word {
	out := words[:from]
	for i := from; i < len(words); {
		n := spacedRun(words[i:], text)
		if n < spacedLetters {
			out = append(out, words[i])
			i++
			continue
		}
		for end := i + n; i < end; {
			j := i + 1
			for j < end && int(words[j].Start-words[j-1].End) == spaceSize(text, words[j-1].End) {
				j++
			}
			out = append(out, joined(words[i:j], text))
			i = j
		}
	}
	return out
}

// widestGap is the bytes of white space between two words of spaced letters.
const widestGap = 6

// spacedRun counts the single letters that words begins with, white space between them.
func spacedRun(words []Word, text string) int {
	n := 0
	for ; n < len(words) && isSingleLetter(text[words[n].Start:words[n].End]); n++ {
		if n == 0 {
			continue
		}
		gap := text[words[n-1].End:words[n].Start]
		if len(gap) > widestGap || strings.ContainsRune(gap, '\n') || strings.TrimSpace(gap) != "" {
			break
		}
	}
	return n
}

func isSingleLetter(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsLetter(r) && !isWide(r)
}

// spaceSize is the size in bytes of the space at i.
func spaceSize(text string, i int32) int {
	_, size := utf8.DecodeRuneInString(text[i:])
	return size
}

// joined is one word made of single letters.
func joined(letters []Word, text string) Word {
	if len(letters) == 1 {
		return letters[0]
	}
	word := make([]byte, 0, 4*len(letters))
	for _, l := range letters {
		word = append(word, text[l.Start:l.End]...)
	}
	w := letters[0]
	w.Apart = true
	w.Hash, w.End = hashWord(foldWord(nil, string(word))), letters[len(letters)-1].End
	return w
}

// MixesScripts reports whether word has Latin letters beside Cyrillic or Greek ones, as
// no honest word does.
func MixesScripts(word string) bool { return mixesScripts(word) }

// IsInvisible reports whether r shows nothing: zero-width and joining characters, soft
// hyphens, variation selectors, direction marks.
func IsInvisible(r rune) bool { return isInvisible(r) }
