package report

import (
	"testing"
	"time"

	"stemma/internal/news"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "none", 0.001: "under 1 %", 0.0149: "1 %", 0.5: "50 %", 0.944: "94 %",
		0.999: "99 %", // not all, so not 100
		1:     "all",
	} {
		if got := percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
}

func TestChanceIsNeverCertain(t *testing.T) {
	for p, want := range map[float64]string{0: "under 0.01", 0.5: "0.50", 0.99: "0.99", 0.9951: "over 0.99", 1: "over 0.99"} {
		if got := chance(p); got != want {
			t.Errorf("chance(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestLikelihood(t *testing.T) {
	for p, want := range map[float64]string{
		0.05: "very unlikely", 0.1: "unlikely", 0.33: "about as likely as not", 0.66: "about as likely as not",
		0.67: "likely", 0.9: "likely", 0.91: "very likely",
	} {
		if got := likelihood(p); got != want {
			t.Errorf("likelihood(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range [][2]string{
		{fixed(-0.04, 1), "0.0"}, // not -0.0
		{fixed(-0.06, 1), "-0.1"},
		{fixed(0.12345, 3), "0.123"},
		{signed(-1.3), "−1.3"},
		{signed(0), "+0.0"},
		{thousands(999), "999"},
		{thousands(1234567), "1,234,567"},
		{count(1, "copy", "copies"), "1 copy"},
		{count(0, "copy", "copies"), "0 copies"},
		{list([]string{"a", "b", "c"}), "a, b and c"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}

func TestDates(t *testing.T) {
	march := func(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		date        news.Date
		words, code string
	}{
		{news.Date{}, "undated", ""},
		{news.Date{Earliest: march(4, 9), Latest: march(4, 9), Grade: news.GradeA}, "4 March 2024, 09:00 UTC", "2024-03-04T09:00:00Z"},
		{news.Date{Earliest: march(3, 10), Latest: march(5, 14), Grade: news.GradeC}, "4 March 2024", "2024-03-04"}, // a day, never its midnight
		{news.Date{Earliest: march(3, 19), Latest: march(4, 23), Grade: news.GradeB}, "4 March 2024", "2024-03-04"},
		{news.Date{Earliest: march(4, 0), Latest: march(9, 0), Grade: news.GradeA}, "between 4 March 2024 and 9 March 2024", "2024-03-04/2024-03-09"},
		{news.Date{Earliest: march(4, 0)}, "not before 4 March 2024", "2024-03-04/.."},
		{news.Date{Latest: march(4, 0)}, "not after 4 March 2024", "../2024-03-04"},
	} {
		if got := when(c.date); got != c.words {
			t.Errorf("when(%v) = %q, want %q", c.date, got, c.words)
		}
		if got := edtf(c.date); got != c.code {
			t.Errorf("edtf(%v) = %q, want %q", c.date, got, c.code)
		}
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"=1": "'=1", "-1": "'-1", "a=1": "a=1", "": "", "’": "’", "a\r\nb\rc": "a\nb\nc", "\xff": "\uFFFD", "\r=1": "'\n=1",
	} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]int{"": 1, "one two": 1, "one two three four": 2, "aaaaaaaaaaaaaaaaaaaaaaaaa": 3} {
		got := fold(in, 12)
		if len(got) != want {
			t.Errorf("fold(%q) = %q, want %d lines", in, got, want)
		}
	}
}

// The claim decides the words, and no other claim than origin may say origin of an article.
func TestClaimWords(t *testing.T) {
	b := opened(t, fixture())
	for _, c := range []struct {
		claim news.Claim
		root  news.ID
		want  string
	}{
		{news.Origin, "1a00000000000001", "is the origin of the text that these 2 articles share"},
		{news.Earliest, "1a00000000000001", "is the earliest known copy in this index"},
		{news.Undetermined, "1a00000000000001", "is undetermined"},
		{news.UnseenSource, "unseen:RT", "(no matching RT article in this index)"},
	} {
		f := news.Family{ID: "F", Root: c.root, Claim: c.claim, Probability: .7, Members: headOf("1a00000000000001", "1a00000000000002"), Unseen: []news.UnseenNode{{Name: "RT", Named: 1, Of: 1}}}
		got := claimProse(b, f).String()
		if !contains(got, c.want) || (c.claim != news.Origin && contains(got, "origin")) {
			t.Errorf("%s: %q, want %q", c.claim, got, c.want)
		}
	}
}

// A sentence can be quoted by itself, and says no more than is known.
func TestLinkWords(t *testing.T) {
	b := opened(t, fixture())
	const lamp, quay, post, wire = news.ID("1a00000000000001"), news.ID("1a00000000000002"), news.ID("1a00000000000003"), news.ID("2b00000000000001")
	m := news.Match{Class: news.Truncated, Words: 67, SideA: news.Side{Words: 93}, SideB: news.Side{Words: 71}}
	same := news.Match{Class: news.Identical, Words: 71, SideA: news.Side{Words: 71}, SideB: news.Side{Words: 71}}
	told := []news.Evidence{{Group: "fossil", Bits: 3.7}}
	for _, c := range []struct {
		link news.Link
		want string
	}{
		{news.Link{Source: lamp, Copy: quay, Match: m, Confidence: .94}, "Quayside Daily’s “Heron puts out the light” of 5 March 2024 repeats 72 % of the 93 words of " +
			"The Harbour Lamp’s “Heron puts out the light at Oskar Point” of 4 March 2024, 09:00 UTC; they are 94 % of its own 71. That it took its text from there is very likely (0.94)."},
		{news.Link{Source: lamp, Copy: quay, Match: m, Confidence: .4}, "Quayside Daily’s “Heron puts out the light” of 5 March 2024 shares 67 words with " +
			"The Harbour Lamp’s “Heron puts out the light at Oskar Point” of 4 March 2024, 09:00 UTC: 72 % of that article’s words, 94 % of its own. That it took its text from there is about as likely as not (0.40)."},
		{news.Link{Source: quay, Copy: post, Match: same, Confidence: .995, RunnerUp: lamp, RunnerUpConfidence: .001}, "Coast | Post’s undated “=Bird* stops [ships]” has the same 71 words as " +
			"Quayside Daily’s “Heron puts out the light” of 5 March 2024. That it took its text from there is very likely (over 0.99); the next likeliest source is " +
			"The Harbour Lamp’s “Heron puts out the light at Oskar Point” of 4 March 2024, 09:00 UTC (under 0.01)."},
		{news.Link{Source: news.UnseenID("RT"), Copy: wire, Confidence: .83}, "Fjord Times’ “Ferry line comes home”, published not before 8 March 2024, names RT as its source, " +
			"and no article of that source in this index matches it. That it took its text from there is likely (0.83)."},
		{news.Link{Source: news.UnseenID("Isles"), Copy: wire, Confidence: .7, Evidence: told}, "Fjord Times’ “Ferry line comes home”, published not before 8 March 2024, carries traces of Isles’ own voice, " +
			"and no article of that source in this index matches it. That it took its text from there is likely (0.70)."},
	} {
		if got := linkProse(b, c.link).String(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
