package lineage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// evidence makes an item of the given kind; times scales the bits of its row.
func evidence(kind string, times float64, in news.ID, quote, format string, args ...any) news.Evidence {
	r := rules[kind]
	return news.Evidence{Kind: kind, Group: r.group, Bits: r.bits * times, In: in, Quote: quote, Text: fmt.Sprintf(format, args...)}
}

func keyOf(h news.Head) string { return outlet.Key(h.Outlet, h.Domain) }

// names reports whether a name in a credit or fossil means the outlet with the given key.
func names(name, key string) bool {
	return name != "" && key != "" && (outlet.Key(name, "") == key || foldName(name) == foldName(outlet.Name(key)))
}

func foldName(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "the ")
}

func sameAddress(a, b string) bool {
	return a != "" && b != "" && outlet.NormalURL(a) == outlet.NormalURL(b)
}

// pairEvidence is what speaks for and against "copied took its text from source", but
// for what the rest of the family says.
func pairEvidence(source, copied news.Head) []news.Evidence {
	items := creditEvidence(source, copied)
	items = append(items, fossilEvidence(source, copied)...)
	items = append(items, timeEvidence(source, copied)...)
	if source.Title != "" && strings.EqualFold(source.Title, copied.Title) {
		items = append(items, evidence("same-headline", 1, copied.ID, copied.Title, "both have the same headline"))
	}
	return items
}

func creditEvidence(source, copied news.Head) []news.Evidence {
	var items []news.Evidence
	key, own := keyOf(source), keyOf(copied)
	other := ""
	for _, c := range copied.Credits {
		switch {
		case sameAddress(c.URL, source.URL):
			items = append(items, at(evidence("credit-link", 1, copied.ID, c.Quote, "the copy credits the source with its address"), c.Span))
		case key != own && c.Strength == news.Strong && names(c.Name, key):
			items = append(items, at(evidence("credit-name", 1, copied.ID, c.Quote, "the copy credits %s", source.Outlet), c.Span))
		case key != own && c.Strength == news.Medium && names(c.Name, key):
			items = append(items, at(evidence("credit-cowritten", 1, copied.ID, c.Quote, "the copy credits %s in part", source.Outlet), c.Span))
		case c.Strength == news.Strong && c.Name != "":
			other = c.Quote
		}
	}
	if other != "" && len(items) == 0 {
		items = append(items, evidence("credit-other", 1, copied.ID, other, "the copy credits another outlet"))
	}
	if slices.ContainsFunc(copied.Links, func(l string) bool { return sameAddress(l, source.URL) }) {
		items = append(items, evidence("link", 1, copied.ID, source.URL, "the copy links to the source"))
	}
	for _, c := range source.Credits {
		if sameAddress(c.URL, copied.URL) || key != own && c.Strength == news.Strong && names(c.Name, own) {
			items = append(items, at(evidence("credit-reverse", 1, source.ID, c.Quote, "the supposed source credits the copy"), c.Span))
			break
		}
	}
	return items
}

func at(e news.Evidence, s news.Span) news.Evidence {
	e.Span = s
	return e
}

// fossilEvidence counts what is left of the source's own voice in the copy, and of the copy's in the source.
func fossilEvidence(source, copied news.Head) []news.Evidence {
	key, own := keyOf(source), keyOf(copied)
	if key == own {
		return nil
	}
	var items []news.Evidence
	for _, f := range copied.Fossils {
		if !names(f.Name, key) {
			continue
		}
		kind := fossilKind(f, len(items) > 0)
		items = append(items, at(evidence(kind, 1, copied.ID, f.Quote, "the copy keeps the voice of %s", f.Name), f.Span))
	}
	for _, f := range source.Fossils {
		if names(f.Name, own) {
			items = append(items, at(evidence("fossil-reverse", 1, source.ID, f.Quote, "the supposed source keeps the voice of %s", f.Name), f.Span))
			break
		}
	}
	return items
}

// timeEvidence compares intervals: what overlaps or is unknown says nothing.
func timeEvidence(source, copied news.Head) []news.Evidence {
	s, c := source.Published, copied.Published
	switch {
	case c.Before(s) && c.Known() && s.Known():
		return []news.Evidence{evidence("date-after", 1, source.ID, s.Quote, "the supposed source is dated after the copy")}
	case !s.Before(c) || !s.Known() || !c.Known():
		return nil
	}
	days := c.Earliest.Sub(s.Latest).Hours() / 24
	return []news.Evidence{
		evidence("date-before", 1, source.ID, s.Quote, "the source is dated before the copy"),
		evidence("lag", min(math.Log2(1+days), floorLag/rules["lag"].bits), copied.ID, "", "the copy is dated %.0f days later", days),
	}
}

// fossilKind is the row of the table for a fossil; further says that it is not the first.
func fossilKind(f news.Fossil, further bool) string {
	switch {
	case f.Kind == news.FossilTold:
		return "fossil-told"
	case further:
		return "fossil-more"
	}
	return "fossil"
}

// rootEvidence is what speaks for and against h as the place where the family's text began.
func rootEvidence(h news.Head, members []news.Head) []news.Evidence {
	key := keyOf(h)
	credits, fossils := 0, 0
	for _, m := range members {
		if m.ID == h.ID || keyOf(m) == key {
			continue
		}
		if slices.ContainsFunc(m.Credits, func(c news.Credit) bool {
			return c.Strength == news.Strong && (names(c.Name, key) || sameAddress(c.URL, h.URL))
		}) {
			credits++
		}
		if slices.ContainsFunc(m.Fossils, func(f news.Fossil) bool { return names(f.Name, key) }) {
			fossils++
		}
	}
	var items []news.Evidence
	if credits > 0 {
		items = append(items, evidence("credited-by", math.Log2(1+float64(credits)/2), h.ID, "", "%d other members credit it", credits))
	}
	if fossils > 0 {
		items = append(items, evidence("carried-by", math.Log2(1+float64(fossils)/2), h.ID, "", "%d other members keep its voice", fossils))
	}
	return append(items, ownEvidence(h, members)...)
}

// ownEvidence is what h says of itself: a writer of its own, or that it has the text from elsewhere.
func ownEvidence(h news.Head, members []news.Head) []news.Evidence {
	for _, c := range h.Credits {
		inside := slices.ContainsFunc(members, func(m news.Head) bool { return names(c.Name, keyOf(m)) || sameAddress(c.URL, m.URL) })
		switch {
		case c.Strength == news.Strong && c.Name != "" && !inside:
			return []news.Evidence{at(evidence("credits-outside", 1, h.ID, c.Quote, "it credits %s, which is not in the index", c.Name), c.Span)}
		case c.Kind == news.CreditLabel && c.Name == "":
			return []news.Evidence{at(evidence("credits-somebody", 1, h.ID, c.Quote, "it says that it has a source"), c.Span)}
		case inside:
			return nil
		}
	}
	if h.Byline != "" && len(h.Credits) == 0 {
		return []news.Evidence{evidence("own-byline", 1, h.ID, h.Byline, "it names a writer of its own")}
	}
	return nil
}

// total adds items up: inside a group the largest, half the second and a quarter of the
// third; groups and the sum are clamped. Groups named in without count nothing.
func total(items []news.Evidence, without string) float64 {
	sum := 0.0
	var held [8]float64
	for _, g := range []string{explicit, fossil, timing, text, history, root} {
		bits := held[:0]
		for _, e := range items {
			if e.Group == g && g != without {
				bits = append(bits, e.Bits)
			}
		}
		sum += groupSum(g, bits)
	}
	return min(clampTotal, max(-clampTotal, sum))
}

// groupSum adds up one group. The items of text and time are not correlated: they add up.
func groupSum(group string, bits []float64) float64 {
	slices.SortFunc(bits, func(a, b float64) int {
		if d := math.Abs(b) - math.Abs(a); d != 0 {
			return int(math.Copysign(1, d))
		}
		return int(math.Copysign(1, b-a))
	})
	sum := 0.0
	for i, b := range bits {
		switch {
		case group == text || group == timing || i == 0 || group == fossil:
			sum += b
		case i == 1:
			sum += b / 2
		case i == 2:
			sum += b / 4
		}
	}
	switch group {
	case fossil:
		return min(clampFossil, sum)
	case root:
		return min(clampRoot, sum)
	case history:
		return min(3, max(-3, sum))
	}
	return sum
}
