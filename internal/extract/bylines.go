package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/outlet"
)

// bylineSplit parts a byline into people and outlets.
var bylineSplit = regexp.MustCompile(`\s*(?:,|\||•|;|/| - | – | — |·|\bfor\b|\bof\b|\bvia\b|\bwith\b|\bavec\b|\band\b| \(|\))\s*`)

// maySplit reports whether a byline holds what bylineSplit splits at: most are one name, and
// the pattern takes 2 microseconds to find that out.
func maySplit(s string) bool {
	if strings.ContainsAny(s, ",|;/-–—•·()") {
		return true
	}
	for _, word := range []string{"for", "of", "via", "with", "avec", "and"} {
		if n := strings.Index(s, word); n >= 0 && (n == 0 || !plainByte[s[n-1]]) || strings.Count(s, word) > 1 {
			return true
		}
	}
	return false
}

// desk is what may follow an outlet's name in a byline.
var desk = regexp.MustCompile(`(?i)^(?:'s|’s)?\s*(?:\w+ ){0,3}(?:writers?|staff|reporters?|correspondents?|editors?|newsroom|desk|team|bureau|chief|news agency|newswires?|wires?|report)\b.*$`)

var leadBy = regexp.MustCompile(`(?i)^\W*(?:(?:(?:written|reported|posted|published|analysis|story|text) )?(?:by|por|par|von|di|tarafından|автор|авторы):?\s+|(?:text|texto|texte|testo|текст|autora?|auteure?|autore|author|автори?|作者|source|fuente|quelle|fonte|kaynak|haber|источник|джерело|المصدر|来源|來源)\s*[:：]\s*|(?:по материалам|за матеріалами):?\s+)`)

// postedBy is what some software writes before a name: "Posted on May 3, 2021 by Ann Lee".
var postedBy = regexp.MustCompile(`(?i)^\W*(?:posted|published|updated)\b.{0,40}?\bby\s+`)

// handle is an account behind a name.
var handle = regexp.MustCompile(`\s+@\w+$`)

// leadLetters are the first letters of what leadBy takes off, as far as they are ASCII.
const leadLetters = "abdfhkpqrstvw"

// unled is a byline without "By" and its like. Half of all names begin with a letter that
// nothing else does.
func unled(s string) string {
	if s != "" && plainByte[s[0]] && strings.IndexByte(leadLetters, lowerByte[s[0]]) < 0 {
		return s
	}
	return leadBy.ReplaceAllString(s, "")
}

// bylineOutlet finds the outlet named in a byline: "Jill Colvin, The Associated Press",
// "AP National Security Writer", "Reuters Staff". ok is false when it names none.
func bylineOutlet(s string) (outlet.Outlet, bool) {
	s = undated(unled(s))
	parts := []string{s}
	if maySplit(s) {
		parts = bylineSplit.Split(s, 8)
	}
	for i := len(parts) - 1; i >= 0; i-- {
		if o, ok := partOutlet(strings.TrimSpace(parts[i])); ok {
			return o, true
		}
	}
	return outlet.Outlet{}, false
}

// weekday begins the date behind a byline.
var weekday = regexp.MustCompile(`(?i)[\s,|•·-]*\b(?:mon|tues?|wed|wednes|thurs?|thu|fri|satur?|sun)(?:day)?,? *$`)

// stampWords are what stands between a byline and its date: "Jane Roe on Monday, ...",
// "Rolf Mai publiziert am 25. September".
var stampWords = regexp.MustCompile(`(?i)(?:[\s,|•·-]+(?:on|at|am|um|le|el|em|il|date|published|updated|posted|publiziert|veröffentlicht|erschienen|aktualisiert|publié|mis à jour|publicado|actualizado|atualizado|pubblicato))+[\s:]*$`)

// undated is a byline without the date that follows it.
func undated(s string) string {
	if hasYear(s) {
		if _, at, ok := lineDate(s, ""); ok {
			return stampWords.ReplaceAllString(weekday.ReplaceAllString(s[:at[0]], ""), "")
		}
	}
	return s
}

// partOutlet finds an outlet that is the whole of a part of a byline, its end ("ROBERT
// BURNS Associated Press", also run together) or its beginning before a function.
func partOutlet(part string) (outlet.Outlet, bool) {
	if o, ok := outlet.Find(part); ok && nameLike(part) {
		return o, sameCase(part, o)
	}
	words := strings.Fields(part)
	for i := 1; i < len(words)-1; i++ {
		if o, ok := outlet.Find(words[i]); ok && o.Agency && desk.MatchString(strings.Join(words[i+1:], " ")) {
			return o, true
		}
	}
	for n := min(4, len(words)-1); n >= 1; n-- {
		tail, head := strings.Join(words[len(words)-n:], " "), strings.Join(words[:n], " ")
		if o, ok := outlet.Find(head); ok && nameLike(head) && desk.MatchString(strings.Join(words[n:], " ")) {
			return o, true
		}
		if o, ok := outlet.Find(tail); ok && nameLike(tail) && (n > 1 || o.Agency && upperWord(tail)) {
			return o, true
		}
	}
	for i := 1; i < len(part); i++ {
		r, _ := utf8.DecodeRuneInString(part[i:])
		if unicode.IsUpper(r) && part[i-1] >= 'a' && part[i-1] <= 'z' {
			if o, ok := outlet.Find(part[i:]); ok && o.Agency {
				return o, true
			}
		}
	}
	return outlet.Outlet{}, false
}

// upperWord reports whether s is an abbreviation, or Reuters, which no surname is.
func upperWord(s string) bool { return strings.ToUpper(s) == s || s == "Reuters" }

// sameCase reports whether a short name is written as the outlet writes it: "App" is a
// word, "APP" an agency.
func sameCase(s string, o outlet.Outlet) bool {
	return len(s) > 4 || strings.ToUpper(s) == s || s == o.Name || slices.Contains(o.Aliases, s)
}
