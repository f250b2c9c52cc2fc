package match

import (
	"slices"
	"strings"
	"sync"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// sayings are the words that say who said so, by language, with commas between them.
var sayings = map[string]string{
	"en": "told, according to, said, says, reported that, reported by, citing, quoted by",
	"de": "laut, zufolge, sagte, sagt, teilte, berichtet, berichtete, nach Angaben, gegenüber",
	"fr": "selon, d’après, a déclaré, a indiqué, a affirmé, a expliqué, rapporte, a-t-il dit, a-t-elle dit",
	"es": "según, dijo, declaró, afirmó, explicó, informó, de acuerdo con",
	"pt": "segundo, disse, declarou, afirmou, explicou, informou, de acordo com, conforme",
	"it": "secondo, ha detto, ha dichiarato, ha spiegato, riferisce, stando a",
	"ru": "сообщает, сообщил, сообщила, сообщили, по данным, по словам, согласно, рассказал, рассказала, заявил, заявила, передает, пишет",
	"uk": "повідомляє, повідомив, повідомила, повідомили, за даними, за словами, згідно, розповів, розповіла, заявив, заявила, пише",
	"tr": "göre, söyledi, belirtti, açıkladı, bildirdi",
	"ar": "وفقا, بحسب, قال, قالت, ذكر, ذكرت, صرح, صرحت, أفاد, أفادت, نقلا عن",
	"zh": "据报道, 报道称, 告诉, 表示, 透露, 据悉",
}

// sayingHashes are the sayings as words, by language.
var sayingHashes = sync.OnceValue(func() map[string][][]uint64 {
	all := map[string][][]uint64{}
	for lang, list := range sayings {
		for saying := range strings.SplitSeq(list, ", ") {
			all[lang] = append(all[lang], hashes(shingle.Words(saying)))
		}
	}
	return all
})

func hashes(words []shingle.Word) []uint64 {
	out := make([]uint64, len(words))
	for i, w := range words {
		out[i] = w.Hash
	}
	return out
}

// attributions lists what the source says of who wrote or said it and the copy no longer
// does: its byline, its credits, its own name, and in paragraphs that the copy kept who
// said so. In a paragraph that is gone as a whole the claim is gone with its speaker.
func (c *collation) attributions() []news.Change {
	var out []news.Change
	add := func(change news.Change) {
		overlaps := func(o news.Change) bool {
			return change.Source.Start < o.Source.End && o.Source.Start < change.Source.End || change.Was == o.Was
		}
		if !slices.ContainsFunc(out, overlaps) {
			out = append(out, change)
		}
	}
	if byline := c.source.Head.Byline; byline != "" && !c.copyHas(byline) {
		add(c.gone(byline, c.source.find(byline, 0)))
	}
	for _, credit := range c.source.Head.Credits {
		if credit.Strength == news.Weak || credit.Name == "" || c.copyHas(credit.Name) {
			continue
		}
		change := c.gone(credit.Quote, wordRange{})
		change.Source = credit.Span
		add(change)
	}
	if name := c.source.Head.Outlet; name != "" && !c.copyHas(name) && !strings.EqualFold(name, c.copied.Head.Outlet) {
		if w := c.lostMention(name); w.len() > 0 {
			add(c.gone(c.source.quote(w), w))
		}
	}
	for _, w := range c.lostSayings() {
		add(c.gone(c.source.quote(w), w))
	}
	return out
}

// gone describes words of the source, in its text or not, that the copy has not.
func (c *collation) gone(was string, w wordRange) news.Change {
	change := news.Change{Kind: news.DroppedAttribution, Was: was}
	if w.len() > 0 {
		change.Source, change.Copy = c.source.span(w), c.copied.span(c.source.place(w.from))
	}
	return change
}

// copyHas reports whether the copy names somebody, in its text, byline or credits.
func (c *collation) copyHas(name string) bool {
	want := hashes(shingle.Words(name))
	if len(want) == 0 || c.copied.find(name, 0).len() > 0 || holds(c.copied.Head.Byline, want) {
		return true
	}
	return slices.ContainsFunc(c.copied.Head.Credits, func(credit news.Credit) bool { return holds(credit.Name, want) || holds(credit.Quote, want) })
}

func holds(text string, want []uint64) bool {
	have := hashes(shingle.Words(text))
	for i := range have {
		if len(have)-i >= len(want) && slices.Equal(have[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

// find is where a name stands in the text from word i on, none when nowhere.
func (v *version) find(name string, i int) wordRange {
	want := hashes(shingle.Words(name))
	for ; len(want) > 0 && i+len(want) <= len(v.Words); i++ {
		if v.says(want, i) {
			return wordRange{i, i + len(want)}
		}
	}
	return wordRange{}
}

func (v *version) says(want []uint64, i int) bool {
	if i+len(want) > len(v.Words) {
		return false
	}
	for k, hash := range want {
		if v.Words[i+k].Hash != hash {
			return false
		}
	}
	return true
}

// lostMention is the clause of the first mention of a name, spelt just so, that the copy
// has not.
func (c *collation) lostMention(name string) wordRange {
	v := &c.source
	for w := v.find(name, 0); w.len() > 0; w = v.find(name, w.to) {
		if v.share(w) == 0 && v.seen(w.from) && v.quote(w) == name {
			return v.clause(w)
		}
	}
	return wordRange{}
}

// lostSayings are the clauses that say who said so, in kept paragraphs, where the copy
// has none in their place.
func (c *collation) lostSayings() []wordRange {
	var out []wordRange
	v := &c.source
	said := sayingHashes()[v.Head.Lang]
	for _, p := range v.strands {
		if v.share(p) < keptShare {
			continue
		}
		for i := p.from; i < p.to; i++ {
			at := slices.IndexFunc(said, func(s []uint64) bool { return v.says(s, i) })
			if at < 0 {
				continue
			}
			w := wordRange{i, i + len(said[at])}
			if v.share(w) > 0 || !v.seen(i) || w.to > p.to {
				continue
			}
			w = v.clause(w)
			if w.len() <= hole && !c.reworded(w, said) {
				out = append(out, w)
			}
			i = w.to - 1
		}
	}
	return out
}

// reworded reports whether the copy says who said so where the source's clause would be:
// "according to two engineers" became "two engineers said".
func (c *collation) reworded(w wordRange, said [][]uint64) bool {
	from := c.source.place(w.from).from
	to := min(from+rewordWords, len(c.copied.Words))
	for i := w.to; i < len(c.source.Words); i++ {
		if next := c.source.other[i]; next >= from && next < to {
			to = next
			break
		}
	}
	for from > 0 && from < len(c.copied.Words) && !c.copied.parted(from) {
		from--
	}
	for to < len(c.copied.Words) && (to == from || !c.copied.parted(to)) {
		to++
	}
	for i := from; i < to; i++ {
		if c.copied.other[i] < 0 && slices.ContainsFunc(said, func(s []uint64) bool { return c.copied.says(s, i) }) {
			return true
		}
	}
	return false
}

// clause widens a range to the words around it that the copy has not either, up to the
// next mark that parts clauses.
func (v *version) clause(w wordRange) wordRange {
	for w.from > 0 && v.loose(w.from-1) && !v.parted(w.from) {
		w.from--
	}
	for w.to < len(v.Words) && v.loose(w.to) && !v.parted(w.to) {
		w.to++
	}
	return w
}

func (v *version) loose(i int) bool { return v.other[i] < 0 && v.seen(i) }

// parted reports whether a mark that parts clauses stands before word i.
func (v *version) parted(i int) bool {
	return strings.ContainsAny(v.Text.Text[v.Words[i-1].End:v.Words[i].Start], ",.;:!?()—–\n\"“”„«»，。；：！？（）、「」؟،؛")
}
