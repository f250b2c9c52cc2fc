package shingle

import "unicode"

// mixesScripts reports whether word has Latin letters beside Cyrillic or Greek ones,
// as no honest word does.
func mixesScripts(word string) bool {
	latin, other := false, false
	for _, r := range word {
		switch {
		case r < 0x0250:
			latin = latin || unicode.IsLetter(r)
		case unicode.In(r, unicode.Cyrillic, unicode.Greek):
			other = true
		}
	}
	return latin && other
}

// latinLookalike is the Latin letter that the lower-case r is drawn like, or r itself
// (the one-to-one part of Unicode's confusables, UTS 39, for Cyrillic and Greek).
func latinLookalike(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'в':
		return 'b'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е', 'ε', 'ё':
		return 'e'
	case 'һ', 'н':
		return 'h'
	case 'і', 'ι':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'м':
		return 'm'
	case 'п', 'η':
		return 'n'
	case 'о', 'ο':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ԛ':
		return 'q'
	case 'г':
		return 'r'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'υ':
		return 'u'
	case 'ν', 'ѵ':
		return 'v'
	case 'ԝ', 'ω':
		return 'w'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	}
	return r
}
