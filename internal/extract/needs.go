package extract

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// A need is words one of which stands in whatever a pattern matches. Looking for them is
// cheaper than finding out by the pattern that it does not match: of the patterns tried on
// news, those of contributors' tails and of Russian datelines cost most, and fail most.
type need []string

// needsOf works out what a pattern needs, in lower case. A need that is met by words of one
// or two letters says too little and is left out.
func needsOf(pattern *regexp.Regexp) []need {
	parsed, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return nil // what compiles parses
	}
	if parsed.Op != syntax.OpConcat {
		return usable(needOf(parsed))
	}
	var needs []need
	for _, sub := range parsed.Sub {
		needs = append(needs, usable(needOf(sub))...)
	}
	return needs
}

// shortestNeed is the bytes of the shortest word worth looking for.
const shortestNeed = 3

func usable(n need) []need {
	for _, word := range n {
		if len(word) < shortestNeed {
			return nil
		}
	}
	if len(n) == 0 {
		return nil
	}
	return []need{n}
}

// needOf is words one of which stands in whatever re matches, nil when none need.
func needOf(re *syntax.Regexp) need {
	switch re.Op {
	case syntax.OpLiteral:
		if word := strings.ToLower(string(re.Rune)); plainWord(word) {
			return need{word}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needOf(re.Sub[0])
		}
	case syntax.OpAlternate:
		var all need
		for _, sub := range re.Sub {
			n := needOf(sub)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		return all
	case syntax.OpConcat:
		var best need
		for _, sub := range re.Sub {
			if n := needOf(sub); n != nil && (best == nil || shortest(n) >= shortest(best)) {
				best = n
			}
		}
		return best
	}
	return nil
}

func shortest(n need) int {
	least := len(n[0])
	for _, word := range n {
		least = min(least, len(word))
	}
	return least
}

// plainWord reports whether a word is ASCII: others are folded in more ways than one.
func plainWord(word string) bool {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return false
		}
	}
	return word != ""
}

// met reports whether a text may hold what a pattern needs: false is certain.
func met(needs []need, text string) bool {
	for _, n := range needs {
		if !n.in(text) {
			// The two letters that fold to ASCII: long s and the sign of the kelvin.
			return strings.Contains(text, "ſ") || strings.Contains(text, "\u212a")
		}
	}
	return true
}

func (n need) in(text string) bool {
	for _, word := range n {
		if containsFolded(text, word) {
			return true
		}
	}
	return false
}

// containsFolded reports whether text holds a word of lower-case ASCII in whatever case. It
// goes from one to the next of the word's rarest letter.
func containsFolded(text, word string) bool {
	at := rarest(word)
	lower := word[at]
	return containsAround(text, word, at, lower) || isSmall(lower) && containsAround(text, word, at, lower-'a'+'A')
}

// containsAround is containsFolded with one letter, at a place of the word, as given.
func containsAround(text, word string, at int, letter byte) bool {
	for from := at; from+len(word)-at <= len(text); {
		n := strings.IndexByte(text[from:], letter)
		if n < 0 {
			return false
		}
		start := from + n - at
		if start+len(word) > len(text) {
			return false
		}
		if foldedEqual(text[start:start+len(word)], word) {
			return true
		}
		from += n + 1
	}
	return false
}

// byFrequency are the letters of the languages of Western Europe, the most frequent first.
const byFrequency = " eaintorsldumcphgbfvyqzwjkx"

// rarest is the place of a word's rarest letter.
func rarest(word string) int {
	at, most := 0, -1
	for i := range len(word) {
		n := strings.IndexByte(byFrequency, word[i])
		if n < 0 {
			return i
		}
		if n > most {
			at, most = i, n
		}
	}
	return at
}

func isSmall(c byte) bool { return c >= 'a' && c <= 'z' }

// commaDay reports whether a comma, white space and a digit follow each other in text: the
// day of a dateline.
func commaDay(text string) bool {
	for i := strings.IndexByte(text, ','); i >= 0; {
		rest := strings.TrimLeft(text[i+1:], " \t\n\r\f")
		if rest != "" && len(rest) < len(text[i+1:]) && isDigit(rest[0]) {
			return true
		}
		next := strings.IndexByte(text[i+1:], ',')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}
