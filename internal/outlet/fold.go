package outlet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold reduces a name to what tells it from others: lower case without accents,
// words of letters and digits with one space between them, no leading "the".
// "The Washington Post" and "washington post." fold alike, and so do "A.P." and "AP".
func fold(name string) string {
	if !ascii(name) {
		name = norm.NFKD.String(name)
	}
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '&':
			gap = true
			b.WriteString(" and")
		case joins(r):
		default:
			gap = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}

// joins reports whether r stands inside words without parting them: the dots of "A.P.",
// apostrophes, and the marks that decomposing left behind.
func joins(r rune) bool {
	return r == '.' || r == '\'' || r == '’' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r)
}

// squash takes the spaces out of a folded name: "Real Clear Politics" and
// "RealClearPolitics" are one.
func squash(folded string) string { return strings.ReplaceAll(folded, " ", "") }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
