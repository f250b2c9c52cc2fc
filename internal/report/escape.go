package report

import (
	"net/url"
	"strings"
	"unicode"
)

// href returns an address that is safe to link to, empty for any other: http and https
// with a host, and nothing that runs.
func href(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// visible is s on one line without control characters, among them those that change
// the direction of the text around them (Unicode TR 36, 3.5).
func visible(s string) string {
	if tidy(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || directs(r) {
			return -1
		}
		return r
	}, oneLine(s))
}

// directs reports whether r is an explicit bidirectional control.
func directs(r rune) bool {
	return overrides(r) || r >= '\u2066' && r <= '\u2069' || r == '\u200E' || r == '\u200F' || r == '\u061C'
}

// overrides reports whether r embeds or overrides a direction, which Unicode itself
// advises against (UAX 9, 2.7): "gpj.exe" can be made to read as "exe.jpg".
func overrides(r rune) bool { return r >= '\u202A' && r <= '\u202E' }

// cut shortens s to at most n characters, and shows that it did.
func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return strings.TrimSpace(string(runes[:n-1])) + "…"
}

// fold breaks s into lines of at most n characters, between words where it can.
func fold(s string, n int) []string {
	var lines []string
	runes := []rune(s)
	for len(runes) > n {
		end := n
		for i := n; i > n/2; i-- {
			if runes[i] == ' ' {
				end = i
				break
			}
		}
		lines = append(lines, strings.TrimSpace(string(runes[:end])))
		runes = []rune(strings.TrimSpace(string(runes[end:])))
	}
	return append(lines, string(runes))
}
