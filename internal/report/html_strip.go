package report

import (
	"cmp"
	"fmt"
	"slices"

	"stemma/internal/news"
)

// A taking is what an article took from one source.
type taking struct {
	source, family news.ID
	words          float64
	spans          []news.Span // of the copy's text
}

// take notes what each copy of f took.
func (v *view) take(f news.Family) {
	for _, l := range f.Links {
		if len(l.Match.Passages) == 0 {
			continue
		}
		t := taking{source: l.Source, family: f.ID, words: l.Match.Words}
		for _, p := range l.Match.Passages {
			t.spans = append(t.spans, p.B)
		}
		v.taken[l.Copy] = append(v.taken[l.Copy], t)
	}
}

// A stripView shows which stretches of a merged article's text come from which source: one
// bar a source, as long as the text, so that stretches which two sources share show in both.
type stripView struct {
	Copy    string
	Sources []stripSource
}

type stripSource struct {
	Cite  prose
	Note  string
	Href  string // to its family, where that is another
	Parts []stripPart
}

// A stripPart is a stretch in percent of the text.
type stripPart struct{ X, Width string }

// strip shows the sources of an article that takes from two or more.
func (v *view) strip(id, family news.ID) (stripView, error) {
	takings := v.sources(id, family)
	if len(takings) < 2 || v.book.Text == nil {
		return stripView{}, nil
	}
	text, err := v.book.text(id)
	if err != nil || text == "" {
		return stripView{}, err
	}
	h := v.book.head(id)
	s := stripView{Copy: oneLine(publisher(h))}
	for _, t := range takings {
		source := stripSource{Cite: prose{}.cite(v.book.head(t.source)),
			Note: fmt.Sprintf("%s, %s of the copy’s %s", count(int(t.words), "word", "words"), percent(t.words/float64(max(1, h.Words))), thousands(h.Words))}
		if t.family != family {
			source.Href = v.familyHref(t.family)
		}
		for _, p := range t.spans {
			source.Parts = append(source.Parts, stripPart{
				X: inPercent(100 * float64(p.Start) / float64(len(text))), Width: inPercent(max(.3, 100*float64(p.Len())/float64(len(text))))})
		}
		s.Sources = append(s.Sources, source)
	}
	return s, nil
}

// sources lists what an article took, most words first, each source once: where two
// families have it, as the family at hand does.
func (v *view) sources(id, family news.ID) []taking {
	var found []taking
	for _, t := range v.taken[id] {
		i := slices.IndexFunc(found, func(o taking) bool { return o.source == t.source })
		switch {
		case i < 0:
			found = append(found, t)
		case t.family == family:
			found[i] = t
		}
	}
	slices.SortFunc(found, func(x, y taking) int { return cmp.Or(cmp.Compare(y.words, x.words), cmp.Compare(x.source, y.source)) })
	return found
}
