package outlet

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold reduces a name to what tells it from others: lower case without accents,
// words of letters and digits with one space between them, no leading "the".
// "The Washington Post" and "washington post." fold alike, and so do "A.P." and "AP".
func fold(name string) string {
	if ascii(name) {
		var buffer [longName]byte
		return string(foldASCII(buffer[:0], name))
	}
	return foldAny(norm.NFKD.String(name))
}

// foldAny is fold of a decomposed name in any script.
func foldAny(name string) string {
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

// longName is the length in bytes up to which a name is folded without an allocation.
const longName = 96

// foldASCII is fold of a name in ASCII, appended to dst, which is empty.
func foldASCII(dst []byte, name string) []byte {
	gap := false
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
			fallthrough
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			if gap && len(dst) > 0 {
				dst = append(dst, ' ')
			}
			gap = false
			dst = append(dst, c)
		case c == '&':
			gap = true
			dst = append(dst, " and"...)
		case c == '.', c == '\'':
		default:
			gap = true
		}
	}
	return bytes.TrimPrefix(dst, []byte("the "))
}

// appendSquashed appends what fold and squash make of a name to dst, which is empty.
func appendSquashed(dst []byte, name string) []byte {
	if !ascii(name) {
		return append(dst, squash(fold(name))...)
	}
	dst = foldASCII(dst, name)
	return slices.DeleteFunc(dst, func(c byte) bool { return c == ' ' })
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
