package report

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
)

// The texts of the fixture are fiction.
var texts = map[news.ID]string{
	"1a00000000000001": lampText + "\n\n" + lampQuote + "\n\n" + lampTail,
	"1a00000000000002": lampText + "\n\n" + lampQuote + "\n\nSource: The Harbour Lamp",
	"1a00000000000003": "Readers may recall the storm of last spring, when the pier lost two of its lamps.\n\n" + lampText + "\n\n" + lampQuote + "\n\n" + lampTail,
	"2b00000000000001": wireText + "\n\n(Norrland Wire)",
	"2b00000000000002": wireText,
	"3c00000000000001": lampText + "\n\n" + wireText,
	"4d00000000000001": "يقول الصيادون إن القرش الذي ظهر قرب الميناء يوم الأحد كان أطول من قاربهم الصغير، وإنهم لم يروا مثله منذ عشرين سنة.",
	"4d00000000000002": "يقول الصيادون إن القرش الذي ظهر قرب الميناء يوم الأحد كان أطول من قاربهم الصغير، وإنهم لم يروا مثله منذ عشرين سنة.",
	"5e00000000000001": "A village band will play on the quay at noon, weather permitting, and the mayor has promised to sing one verse and no more.",
}

const (
	lampText  = "The lighthouse at Oskar Point went dark for nine hours on Monday after a heron nested inside the lamp housing and shorted the motor that turns the lens. Two trawlers waited outside the bar until dawn, and the pilot boat led them in by torchlight."
	lampQuote = "“I have kept this lamp for thirty years and never once thought to check it for birds,” said the keeper, Ansa Brill."
	lampTail  = "The harbour board has ordered a wire cage for the housing, at a cost of 1,140 crowns, and the heron has been moved to a pond."
	wireText  = "Norrland's parliament voted 61 to 38 on Thursday to buy back the ferry line it sold eleven years ago, ending a dispute that closed three islands' schools for a week in January and cost two ministers their posts."
)

func at2(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, time.UTC) }

func moment(d, hour int) news.Date {
	return news.Date{Earliest: at2(d, hour), Latest: at2(d, hour), Grade: news.GradeA, From: "json-ld", Quote: "2024-03"}
}

func wholeDay(d int) news.Date {
	return news.Date{Earliest: at2(d, 0).Add(-14 * time.Hour), Latest: at2(d, 0).Add(38 * time.Hour), Grade: news.GradeC, From: "field published"}
}

var heads = []news.Head{
	{ID: "1a00000000000001", URL: "https://harbourlamp.example/heron", Domain: "harbourlamp.example", Outlet: "The Harbour Lamp",
		Title: "Heron puts out the light at Oskar Point", Byline: "Mira Tollund", Lang: "en", Published: moment(4, 9), Dates: []news.Date{moment(4, 9)}, Words: 94},
	{ID: "1a00000000000002", Own: "quayside-17", Place: "feed.jsonl:3", Outlet: "Quayside Daily", Title: "Heron puts out the light", Lang: "en",
		Published: wholeDay(5), Words: 70, Credits: []news.Credit{{Kind: news.CreditLabel, Strength: news.Medium, Name: "The Harbour Lamp", Quote: "Source: The Harbour Lamp"}}},
	{ID: "1a00000000000003", Place: "clips/heron.txt", Outlet: "Coast | Post", Title: "=Bird* stops [ships]", Lang: "en", Words: 109,
		Fossils: []news.Fossil{{Kind: news.FossilTold, Name: "The Harbour Lamp", Quote: "told The Harbour Lamp"}}},
	{ID: "2b00000000000001", URL: "https://fjordtimes.example/ferry", Domain: "fjordtimes.example", Outlet: "Fjord Times", Title: "Ferry line comes home", Lang: "en",
		Published: news.Date{Earliest: at2(8, 0)}, Words: 38, Credits: []news.Credit{{Kind: news.CreditTail, Strength: news.Strong, Name: "Norrland Wire", Quote: "(Norrland Wire)"}}},
	{ID: "2b00000000000002", URL: "https://isles.example/ferry?id=7", Outlet: "Isles Courier", Title: "Parliament buys back ferries", Lang: "en", Words: 36},
	{ID: "3c00000000000001", Place: "roundup.md", Outlet: "Weekend Digest", Title: "The week in boats", Lang: "en", Published: moment(9, 7), Words: 80},
	{ID: "4d00000000000001", URL: "https://almina.example/1", Outlet: "المينا", Title: "قرش قرب الميناء", Lang: "ar", Words: 21},
	{ID: "4d00000000000002", URL: "https://bahr.example/2", Outlet: "البحر", Title: "الصيادون يرون قرشا", Lang: "ar", Words: 21},
	{ID: "5e00000000000001", URL: "https://quay.example/band", Outlet: "Quayside Daily", Title: "Band on the quay", Lang: "en", Words: 24},
}

func headOf(ids ...news.ID) []news.Head {
	var found []news.Head
	for _, id := range ids {
		for _, h := range heads {
			if h.ID == id {
				found = append(found, h)
			}
		}
	}
	return found
}

// matched is the match of two texts of the fixture that share the given stretches.
func matched(a, b news.ID, class, reverse news.Class, shared ...string) news.Match {
	m := news.Match{A: a, B: b, Class: class, Reverse: reverse, Run: 40,
		SideA: news.Side{Words: len(strings.Fields(texts[a]))}, SideB: news.Side{Words: len(strings.Fields(texts[b]))}}
	for _, s := range shared {
		i, j, n := strings.Index(texts[a], s), strings.Index(texts[b], s), len(strings.Fields(s))
		m.Passages = append(m.Passages, news.Passage{
			A: news.Span{Start: i, End: i + len(s)}, B: news.Span{Start: j, End: j + len(s)}, Runs: []news.Run{{Words: n}},
		})
		m.Words += float64(n)
		m.Unquoted += float64(n)
	}
	return m
}

func linkOf(m news.Match, confidence float64, v news.Verdict, evidence ...news.Evidence) news.Link {
	l := news.Link{Copy: m.B, Source: m.A, Match: m, Confidence: confidence, Verdict: v, Evidence: evidence}
	for _, e := range evidence {
		l.Bits += e.Bits
	}
	return l
}

func fixture() Data {
	lamp := news.Family{
		ID: "F1a00000000000001", Members: headOf("1a00000000000001", "1a00000000000002", "1a00000000000003", "3c00000000000001"),
		Root: "1a00000000000001", Claim: news.Origin, Probability: 0.957, Rests: []string{"explicit"},
		RootEvidence: []news.Evidence{{Kind: "credited", Group: "root", Bits: 2, Text: "1 other article credits The Harbour Lamp."}},
		Conflicts:    []string{"Coast | Post is undated, so nothing says that it came later."},
		Links: []news.Link{
			linkOf(matched("1a00000000000001", "1a00000000000002", news.Truncated, news.Extended, lampText, lampQuote), 0.941, news.Credited,
				news.Evidence{Kind: "credit-name", Group: "explicit", Bits: 4.1, Text: "Quayside Daily names The Harbour Lamp as its source.", Quote: "Source: The Harbour Lamp",
					In: "1a00000000000002", Span: news.Span{Start: strings.Index(texts["1a00000000000002"], "Source:"), End: len(texts["1a00000000000002"])}},
				news.Evidence{Kind: "date-after", Group: "time", Bits: -0.3, Text: "It was published between 0 and 2 days later."}),
			linkOf(matched("1a00000000000001", "1a00000000000003", news.Extended, news.Truncated, lampText, lampQuote, lampTail), 0.62, news.Stripped,
				news.Evidence{Kind: "fossil", Group: "fossil", Bits: 3.7, Text: "It keeps The Harbour Lamp's own voice.", Quote: "told The Harbour Lamp", In: "1a00000000000003"}),
			linkOf(matched("1a00000000000001", "3c00000000000001", news.Partial, news.Partial, lampText), 0.48, news.Unclear),
		},
	}
	lamp.Links[1].RunnerUp, lamp.Links[1].RunnerUpConfidence = "1a00000000000002", 0.31
	further := linkOf(matched("2b00000000000001", "3c00000000000001", news.Partial, news.Extended, wireText), 0.71, news.Uncredited)
	further.Second = true
	toWire := news.Link{Copy: "2b00000000000001", Source: news.UnseenID("Norrland Wire"), Confidence: 0.83, Bits: 4.1, Verdict: news.Credited,
		Evidence: []news.Evidence{{Kind: "credit-name", Group: "explicit", Bits: 4.1, Text: "Fjord Times names Norrland Wire.", Quote: "(Norrland Wire)", In: "2b00000000000001"}}}
	wire := news.Family{
		ID: "F2b00000000000001", Members: headOf("2b00000000000001", "2b00000000000002", "3c00000000000001"),
		Unseen: []news.UnseenNode{{Name: "Norrland Wire", Named: 1, Of: 3}},
		Root:   news.UnseenID("Norrland Wire"), Claim: news.UnseenSource, Probability: 0.78,
		Links: []news.Link{toWire, linkOf(matched("2b00000000000001", "2b00000000000002", news.Full, news.Full, wireText), 0.55, news.Uncredited), further},
	}
	shark := news.Family{
		ID: "F4d00000000000001", Members: headOf("4d00000000000001", "4d00000000000002"), Root: "4d00000000000001",
		Claim: news.Undetermined, Probability: 0.5,
		Links: []news.Link{linkOf(matched("4d00000000000001", "4d00000000000002", news.Identical, news.Identical, texts["4d00000000000001"]), 0.5, news.Unclear)},
	}
	return Data{
		About:    About{Version: "1.2.3", Schema: SchemaID, Scheme: "words 1", Weights: "default weights", Corpus: Corpus{Articles: 9, SHA256: digestOf("corpus")}},
		Families: seq(lamp, wire, shark), Articles: seq(heads...),
		Matches: seq(
			matched("1a00000000000001", "1a00000000000003", news.Extended, news.Truncated, lampText, lampQuote, lampTail),
			matched("1a00000000000001", "3c00000000000001", news.Partial, news.Partial, lampText),
			matched("2b00000000000001", "2b00000000000002", news.Full, news.Full, wireText),
			matched("2b00000000000001", "3c00000000000001", news.Partial, news.Extended, wireText),
			matched("4d00000000000001", "4d00000000000002", news.Identical, news.Identical, texts["4d00000000000001"]),
			matched("1a00000000000001", "1a00000000000002", news.Truncated, news.Extended, lampText, lampQuote),
			matched("1a00000000000002", "1a00000000000003", news.Extended, news.Truncated, lampText, lampQuote),
			news.Match{A: "1a00000000000002", B: "5e00000000000001", Class: news.Phrase, Reverse: news.Phrase, Words: 13, Unquoted: 13, Run: 13,
				SideA: news.Side{Words: 70}, SideB: news.Side{Words: 24}},
			news.Match{A: "1a00000000000001", B: "5e00000000000001", Class: news.Unlisted, Reverse: news.Unlisted, Words: 5,
				SideA: news.Side{Words: 94}, SideB: news.Side{Words: 24}},
		),
		Text:   readText,
		Digest: func(id news.ID) string { return digestOf(texts[id]) },
	}
}

// seq yields what it is given.
func seq[T any](list ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func digestOf(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }

var errNoText = errors.New("no such text")

func readText(id news.ID) (string, error) {
	if text, ok := texts[id]; ok {
		return text, nil
	}
	return "", errNoText
}

// written is a report of d as a string.
func written(t *testing.T, o Options, d Data) string {
	t.Helper()
	var s strings.Builder
	if err := Write(&s, o, d); err != nil {
		t.Fatal(err)
	}
	return s.String()
}
