package report

import (
	"cmp"
	"slices"

	"stemma/internal/news"
)

// A taking is what an article took from one source.
type taking struct {
	link   news.Link
	family news.ID
}

// A stripView shows which stretches of a merged article's text come from which source: one
// bar a source, as long as the text, so that stretches which two sources share show in both.
type stripView struct {
	Copy    string
	Sources []stripSource
}

type stripSource struct {
	Cite   prose
	Note   string
	Anchor string // of its family, where that is another
	Parts  []stripPart
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
		m := t.link.Match
		source := stripSource{Cite: prose{}.cite(v.book.head(t.link.Source)),
			Note: count(int(m.Words), "word", "words") + ", " + percent(m.ShareB()) + " of the copy’s " + thousands(m.SideB.Words)}
		if t.family != family {
			source.Anchor = familyAnchor(t.family)
		}
		for _, p := range m.Passages {
			source.Parts = append(source.Parts, stripPart{
				X: inPercent(100 * float64(p.B.Start) / float64(len(text))), Width: inPercent(max(.3, 100*float64(p.B.Len())/float64(len(text))))})
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
		i := slices.IndexFunc(found, func(o taking) bool { return o.link.Source == t.link.Source })
		switch {
		case len(t.link.Match.Passages) == 0:
		case i < 0:
			found = append(found, t)
		case t.family == family:
			found[i] = t
		}
	}
	slices.SortFunc(found, func(x, y taking) int {
		return cmp.Or(cmp.Compare(y.link.Match.Words, x.link.Match.Words), cmp.Compare(x.link.Source, y.link.Source))
	})
	return found
}
