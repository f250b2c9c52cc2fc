package extract

import (
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// inWords puts s into the first n words of text with at least five letters, after their
// second letter.
func inWords(text, s string, n, letters int) string {
	words := strings.Fields(text)
	for i, w := range words {
		if n > 0 && len(w) >= letters && len(w) < letters+3 {
			words[i] = w[:2] + s + w[2:]
			n--
		}
	}
	return strings.Join(words, " ")
}

// TestDisguises holds that what hides a copy is reported and does not hide it, and that
// honest typography is not reported.
func TestDisguises(t *testing.T) {
	plain, _, _ := strings.Cut(bodies["en"], "\n\n")
	spaced := strings.NewReplacer("harbour", "h a r b o u r", "dredging", "d r e d g i n g", "Tuesday", "T u e s d a y").Replace(plain)
	manifest := "\ufeff" + string([]rune{0xe0133, 0xe0122, 0xe0140, 0xe0131, 0xe0144, 0xe0148, 0xe0144, 0xfe00, 0xe0155})
	for _, row := range []struct{ name, text, want string }{
		{"homoglyphs", strings.ReplaceAll(plain, "o", "о"), news.DisguiseHomoglyphs},
		{"zero-width", inWords(plain, "\u200b", 9, 5), news.DisguiseInvisible},
		{"soft hyphens", inWords(plain, "\u00ad", 9, 3), news.DisguiseHyphens},
		{"selectors", inWords(plain, "\ufe01", 3, 5), news.DisguiseSelectors},
		{"letter-spaced", spaced, news.DisguiseSpaced},
		{"a C2PA manifest", plain + manifest, news.DisguiseManifest},
		{"nothing", plain, ""},
		{"one slip", inWords(plain, "\u200b", 1, 5), ""},
		{"hyphenation", inWords(plain, "\u00ad", 9, 7), ""},
		{"emoji", plain + " ❤\ufe0f ☎\ufe0f", ""},
		{"Persian joiners", "می\u200cرود می\u200cشود می\u200cکند می\u200cگوید " + bodies["ar"], ""},
	} {
		a := read(t, news.TypeText, row.text)
		var got []string
		for _, d := range a.Disguises {
			got = append(got, d.Kind)
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %+v, want %s", row.name, a.Disguises, row.want)
		}
		if row.name == "Persian joiners" {
			continue
		}
		w, p := shingle.Words(strings.TrimSuffix(a.Text, " ❤\ufe0f ☎\ufe0f")), shingle.Words(plain)
		for i := range min(len(w), len(p)) {
			if w[i].Hash != p[i].Hash || len(w) != len(p) {
				t.Fatalf("%s: %d words, and %q is not %q", row.name, len(w), a.Text[w[i].Start:w[i].End], plain[p[i].Start:p[i].End])
			}
		}
	}
}
