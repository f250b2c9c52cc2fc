package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// Limits of disguises: below them software and not a hand may have done it.
const (
	minDisguised  = 3 // words of a kind: one zero-width space or mixed word is somebody's slip (TestDisguises)
	hyphenedRunes = 6 // letters up to which no typesetter hyphenates a word
	selectorRun   = 2 // variation selectors in a row: emoji carry one
)

// disguiseOrder is the order in which disguises are reported.
var disguiseOrder = []string{news.DisguiseHomoglyphs, news.DisguiseInvisible, news.DisguiseHyphens, news.DisguiseSelectors, news.DisguiseSpaced}

// disguises finds what was done to the letters of a text's words so that a comparison by
// letters would miss them: shingle undoes all of it. Kinds with few words are left out.
func disguises(text string, words []shingle.Word) []news.Disguise {
	var found []news.Disguise
	odd := oddLetters(text)
	for i := range words {
		if !odd && !words[i].Apart {
			continue
		}
		kind, word := news.DisguiseSpaced, text[words[i].Start:words[i].End]
		if !words[i].Apart || !spacedOut(word) {
			kind = disguiseOf(word)
		}
		if kind != "" {
			found = countDisguise(found, kind, word)
		}
	}
	for run := range strings.FieldsFuncSeq(selectorText(text), func(r rune) bool { return !isSelector(r) }) {
		if utf8.RuneCountInString(run) >= selectorRun && !strings.HasPrefix(run, manifestMagic) {
			found = countDisguise(found, news.DisguiseSelectors, "")
		}
	}
	var kept []news.Disguise
	for _, kind := range disguiseOrder {
		for _, d := range found {
			if d.Kind == kind && (d.Count >= minDisguised || kind == news.DisguiseSelectors) {
				kept = append(kept, d)
			}
		}
	}
	return kept
}

func countDisguise(found []news.Disguise, kind, word string) []news.Disguise {
	for i := range found {
		if found[i].Kind == kind {
			found[i].Count++
			return found
		}
	}
	return append(found, news.Disguise{Kind: kind, Count: 1, Quote: word})
}

// spacedOut reports whether a word of letters apart has plain spaces between them: one
// follows its first.
func spacedOut(word string) bool {
	return len(word) > 2 && (word[1] == ' ' || word[2] == ' ' || word[1] == 0xc2 && word[2] == 0xa0)
}

// oddLetters reports whether a text has characters that a disguise needs, by the first
// bytes of their UTF-8, curly quotes and dashes apart. It spares most texts a look at
// every word.
func oddLetters(text string) bool {
	for i := 0; i < len(text); i++ {
		for i+8 < len(text) && shingle.Load8(text, i)&highs == 0 {
			i += 8
		}
		switch c := text[i]; {
		case c < utf8.RuneSelf:
		case c >= 0xcd && c <= 0xd4, c == 0xef, c == 0xf3: // Greek, Cyrillic; byte order mark, selectors
			return true
		case c == 0xc2 && i+1 < len(text) && text[i+1] == 0xad: // soft hyphen
			return true
		case c == 0xe2 && i+2 < len(text) && (text[i+1] == 0x80 && text[i+2] <= 0x8f || text[i+1] == 0x81 && text[i+2] >= 0xa0): // zero-width
			return true
		}
	}
	return false
}

// disguiseOf is what was done to the letters of one word, empty for nothing.
func disguiseOf(word string) string {
	ascii := true
	for i := range len(word) {
		ascii = ascii && word[i] < utf8.RuneSelf
	}
	switch {
	case ascii:
		return ""
	case shingle.MixesScripts(word):
		return news.DisguiseHomoglyphs
	}
	return invisibleIn(word)
}

// invisibleIn is the kind of the invisible characters amid a word's letters. Joiners are
// letters' own affair in Arabic and Indic scripts, and soft hyphens in long words.
func invisibleIn(word string) string {
	for _, r := range word {
		switch {
		case r == '\u00ad' && utf8.RuneCountInString(word) <= hyphenedRunes:
			return news.DisguiseHyphens
		case r == '\u00ad':
		case isSelector(r):
			return news.DisguiseSelectors
		case shingle.IsInvisible(r) && alphabetic(word):
			return news.DisguiseInvisible
		}
	}
	return ""
}

// alphabetic reports whether a word is of a script that needs no joiners.
func alphabetic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
}

// selectorText is text, or nothing where it holds no variation selector at all.
func selectorText(text string) string {
	if strings.Contains(text, "\xef\xb8") || strings.Contains(text, "\xf3\xa0") {
		return text
	}
	return ""
}

func isSelector(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef }

// manifestMagic is "C2PATXT" and a zero as the manifest of a text has them: bytes 0 to 15
// are written as U+FE00 to U+FE0F and the others from U+E0100 on (C2PA 2.1, embedding
// manifests into unstructured text).
const manifestMagic = "\U000e0133\U000e0122\U000e0140\U000e0131\U000e0144\U000e0148\U000e0144\ufe00"

// hasManifest reports whether a text carries a C2PA manifest in variation selectors.
func hasManifest(text string) bool { return strings.Contains(text, manifestMagic) }
