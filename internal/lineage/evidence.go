package lineage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"stemma/internal/news"
)

// evidence makes an item of the given kind; times scales the bits of its row.
func evidence(kind string, times float64, in news.ID, quote, format string, args ...any) news.Evidence {
	r := rules[kind]
	return news.Evidence{Kind: kind, Group: r.group, Bits: r.bits * times, In: in, Quote: quote, Text: fmt.Sprintf(format, args...)}
}

// quoted makes an item that rests on words of an article.
func quoted(kind string, in news.ID, c claim, format string, args ...any) news.Evidence {
	e := evidence(kind, 1, in, c.quote, format, args...)
	e.Span = c.span
	return e
}

// pairEvidence is what speaks for and against "copied took its text from source", but
// for what the words and the rest of the family say.
func pairEvidence(source, copied member) []news.Evidence {
	items := creditEvidence(source, copied)
	items = append(items, fossilEvidence(source, copied)...)
	items = append(items, timeEvidence(source.Head, copied.Head)...)
	if source.Title != "" && strings.EqualFold(source.Title, copied.Title) {
		items = append(items, evidence("same-headline", 1, copied.ID, copied.Title, "both have the same headline"))
	}
	if source.agency && !copied.agency {
		items = append(items, evidence("agency-has-it", 1, source.ID, "", "%s is an agency, whose texts others publish", source.Outlet))
	}
	return append(items, reviewed(source.ID, copied)...)
}

func creditEvidence(source, copied member) []news.Evidence {
	var items []news.Evidence
	for _, c := range copied.credits {
		if kind := creditKind(source, copied, c); kind != "" {
			items = append(items, quoted(kind, copied.ID, c, "%s", creditSentence(kind, source.Head)))
		}
	}
	if c, ok := creditsAnother(copied, source); ok && len(items) == 0 {
		items = append(items, quoted("credit-other", copied.ID, c, "the copy credits %s", c.shown))
	}
	if source.address != "" && copied.links[source.address] {
		items = append(items, evidence("link", 1, copied.ID, source.URL, "the copy links to the source"))
	}
	for _, c := range source.credits {
		if kind := creditKind(copied, source, c); kind == "credit-link" || kind == "credit-name" {
			return append(items, quoted("credit-reverse", source.ID, c, "the supposed source credits the copy"))
		}
	}
	return items
}

// creditKind is the row of the table for a credit of copied, read as one of source; ""
// when it means somebody else.
func creditKind(source, copied member, c claim) string {
	switch {
	case source.addressed(c):
		return "credit-link"
	case source.same(copied) || !source.named(c):
		return ""
	case c.strength == news.Strong:
		return "credit-name"
	case c.strength == news.Medium:
		return "credit-part"
	}
	return ""
}

func creditSentence(kind string, source news.Head) string {
	switch kind {
	case "credit-link":
		return "the copy credits the source with its address"
	case "credit-part":
		return fmt.Sprintf("the copy credits %s in part", source.Outlet)
	}
	return fmt.Sprintf("the copy credits %s", source.Outlet)
}

// creditsAnother finds a strong or medium credit of copied to an outlet that is neither
// its own nor that of source.
func creditsAnother(copied, source member) (claim, bool) {
	for _, c := range copied.credits {
		if c.strength != news.Weak && c.shown != "" && !copied.named(c) && !source.named(c) {
			return c, true
		}
	}
	return claim{}, false
}

// fossilEvidence counts what is left of the source's own voice in the copy, and of the
// copy's in the source.
func fossilEvidence(source, copied member) []news.Evidence {
	if source.same(copied) {
		return nil
	}
	var items []news.Evidence
	for _, f := range copied.fossils {
		if source.named(f) {
			items = append(items, quoted(fossilKind(f, len(items) > 0), copied.ID, f, "the copy keeps the voice of %s", f.shown))
		}
	}
	for _, f := range source.fossils {
		if copied.named(f) {
			return append(items, quoted("fossil-reverse", source.ID, f, "the supposed source keeps the voice of %s", f.shown))
		}
	}
	return items
}

// fossilKind is the row of the table for a fossil; further says that it is not the first.
func fossilKind(f claim, further bool) string {
	switch {
	case f.kind == news.FossilTold:
		return "fossil-told"
	case further:
		return "fossil-more"
	}
	return "fossil"
}

// timeEvidence compares intervals: what overlaps or is unknown says nothing.
func timeEvidence(source, copied news.Head) []news.Evidence {
	s, c := source.Published, copied.Published
	switch {
	case !s.Known() || !c.Known():
		return nil
	case c.Before(s):
		return []news.Evidence{evidence("date-after", 1, source.ID, s.Quote, "the supposed source is dated after the copy")}
	case !s.Before(c):
		return nil
	}
	days := c.Earliest.Sub(s.Latest).Hours() / 24
	return []news.Evidence{
		evidence("date-before", 1, source.ID, s.Quote, "the source is dated before the copy"),
		evidence("lag", min(math.Log2(1+days), floorLag/rules["lag"].bits), copied.ID, "", "the copy is dated %s", later(days)),
	}
}

func later(days float64) string {
	if days < 1.5 {
		return "a day later at most"
	}
	return fmt.Sprintf("%.0f days later", days)
}

// originEvidence is what speaks for and against m as the place where the family's text began.
func originEvidence(m member, members []member) []news.Evidence {
	credits, fossils := 0, 0
	for _, other := range members {
		if other.ID == m.ID || other.same(m) {
			continue
		}
		if slices.ContainsFunc(other.credits, func(c claim) bool {
			kind := creditKind(m, other, c)
			return kind == "credit-link" || kind == "credit-name"
		}) {
			credits++
		}
		if slices.ContainsFunc(other.fossils, m.named) {
			fossils++
		}
	}
	var items []news.Evidence
	if credits > 0 {
		items = append(items, evidence("credited-by", math.Log2(1+float64(credits)/2), m.ID, "", "others that credit it: %d", credits))
	}
	if fossils > 0 {
		items = append(items, evidence("carried-by", math.Log2(1+float64(fossils)/2), m.ID, "", "others that keep its voice: %d", fossils))
	}
	items = append(items, ownEvidence(m, members)...)
	items = append(items, rerooted(m)...)
	if i := slices.IndexFunc(m.fossils, func(f claim) bool { return f.kind == news.FossilMore && f.shown == "" }); i >= 0 && len(items) == 0 {
		items = append(items, quoted("foreign-more", m.ID, m.fossils[i], "it keeps a line that another house may have set"))
	}
	return items
}

// ownEvidence is what m says of itself: a writer of its own, or that it has the text from
// elsewhere.
func ownEvidence(m member, members []member) []news.Evidence {
	for _, c := range m.credits {
		inside := slices.ContainsFunc(members, func(o member) bool { return o.named(c) || o.addressed(c) })
		switch {
		case c.strength == news.Strong && c.shown != "" && !inside:
			return []news.Evidence{quoted("credits-outside", m.ID, c, "it credits %s, which is not in the index", c.shown)}
		case saysSomebody(c):
			return []news.Evidence{quoted("credits-somebody", m.ID, c, "it says that it has a source")}
		case inside && c.strength != news.Weak && !m.named(c):
			return []news.Evidence{quoted("credits-member", m.ID, c, "it credits %s", c.shown)}
		case inside:
			return nil
		}
	}
	others := func(o member) bool { return o.Byline != "" && o.ID != m.ID && !o.same(m) }
	switch signed := m.Byline != "" && len(m.credits) == 0; {
	case signed && !slices.ContainsFunc(members, others):
		return []news.Evidence{evidence("sole-byline", 1, m.ID, m.Byline, "of all it alone names a writer")}
	case signed:
		return []news.Evidence{evidence("own-byline", 1, m.ID, m.Byline, "it names a writer of its own")}
	}
	return nil
}

func saysSomebody(c claim) bool { return c.kind == news.CreditLabel && c.shown == "" }

// outsideEvidence is what speaks for a source of m that is neither in the index nor named.
func outsideEvidence(m member) []news.Evidence {
	if i := slices.IndexFunc(m.credits, saysSomebody); i >= 0 {
		return []news.Evidence{quoted("says-somebody", m.ID, m.credits[i], "it says that it has a source")}
	}
	return nil
}

// total adds items up; those of the group without count nothing.
func total(items []news.Evidence, without string) float64 { return weightOf(items).total(without) }

// A weight is items added up: inside a group the largest, half the second and a quarter of
// the third; groups and the sum are clamped. What people decided stands outside the clamp,
// once however many said it.
type weight struct {
	groups [len(groups) + 1]float64 // those of groups, then shared
	human  float64
}

func weightOf(items []news.Evidence) (w weight) {
	var held [8]float64
	for i := range w.groups {
		g, bits := groupAt(i), held[:0]
		for j := range items {
			if items[j].Group == g {
				bits = append(bits, items[j].Bits)
			}
		}
		if len(bits) > 0 {
			w.groups[i] = groupSum(g, bits)
		}
	}
	if i := slices.IndexFunc(items, func(e news.Evidence) bool { return e.Group == human && e.Bits != 0 }); i >= 0 {
		w.human = items[i].Bits
	}
	return w
}

func groupAt(i int) string {
	if i < len(groups) {
		return groups[i]
	}
	return shared
}

// less is the weight of the items that are not of a group.
func (w weight) less(group string) weight {
	if i := slices.Index(groups[:], group); i >= 0 {
		w.groups[i] = 0
	}
	if group == human {
		w.human = 0
	}
	return w
}

// total is the sum in bits, without one group unless that is "".
func (w weight) total(without string) float64 {
	w = w.less(without)
	sum, words := 0.0, 0.0
	for i, bits := range w.groups {
		if groupAt(i) == text {
			words = bits
			continue
		}
		sum += bits
	}
	return min(clampTotal, max(-clampTotal, sum)) + words + w.human
}

// groupSum adds up one group. The items of text, time and root are not correlated: they
// add up.
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
		case i == 0 || group == text || group == timing || group == fossil || group == root:
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
		return min(clampRoot, max(-clampRoot, sum))
	case history:
		return min(clampHistory, max(-clampHistory, sum))
	}
	return sum
}
