package eval

import (
	"slices"
	"strings"

	"stemma/internal/shingle"
)

// name is the article's, or of a hidden one its nearest visible ancestor's, else that of
// the first outlet, which is in no index.
func (n *simulatedNode) name() string {
	for m := n; m != nil; m = m.parent {
		if !m.hidden {
			return m.Name()
		}
		n = m
	}
	return unseenName(n)
}

func unseenName(n *simulatedNode) string { return "unseen:" + n.Outlet }

// source is the name of what a copy was taken from: of a hidden article that it names the
// outlet, which is all that anybody can tell.
func (n *simulatedNode) source() string {
	if n.parent.hidden && n.names {
		return unseenName(n.parent)
	}
	return n.parent.name()
}

// tell says what is true of a family.
func (w *world) tell(members []*simulatedNode) {
	var shown []*simulatedNode
	named := map[string]bool{} // unseen sources that somebody names
	for _, m := range members {
		if m.hidden {
			continue
		}
		shown = append(shown, m)
		if m.names {
			named[unseenName(m.parent)] = true
		}
	}
	if len(shown) < 2 {
		return
	}
	family := Family{Claim: "origin", Root: members[0].name()}
	switch {
	case members[0].hidden && named[family.Root]:
		family.Claim = "unseen"
	case members[0].hidden:
		family.Claim = "undetermined"
	}
	for _, m := range shown {
		family.Members = append(family.Members, m.Name())
		if m.parent != nil {
			source := m.source()
			w.Truth.Links = append(w.Truth.Links, Link{Copy: m.Name(), Source: source, Class: w.classes(source, m, shown), Undecidable: unseen(source) && !named[source]})
		}
	}
	w.Truth.Families = append(w.Truth.Families, family)
	for i, a := range shown {
		for _, b := range shown[i+1:] {
			w.tellPair(a, b)
		}
	}
}

func (w *world) classes(source string, m *simulatedNode, among []*simulatedNode) string {
	i := slices.IndexFunc(among, func(a *simulatedNode) bool { return a.Name() == source })
	if i < 0 {
		return ""
	}
	return classOf(among[i], m)
}

// tellPair says what two articles of a family are to each other.
func (w *world) tellPair(a, b *simulatedNode) {
	forth, back := classOf(a, b), classOf(b, a)
	if forth != "" || back != "" {
		w.Truth.Pairs = append(w.Truth.Pairs, Pair{A: a.Name(), B: b.Name(), Class: forth, Reverse: back})
	}
}

// tellMerged says what is true of an article made of two.
func (w *world) tellMerged(m merger) {
	for i, source := range m.sources {
		class := classOf(source, m.simulatedNode)
		if !copied(class) {
			continue
		}
		w.Truth.Links = append(w.Truth.Links, Link{Copy: m.Name(), Source: source.Name(), Class: class, Second: i > 0})
		for j := range w.Truth.Families {
			if f := &w.Truth.Families[j]; slices.Contains(f.Members, source.Name()) {
				f.Members = append(f.Members, m.Name())
			}
		}
	}
	for _, a := range slices.Concat(w.families[m.number-1], w.families[m.number]) {
		if !a.hidden {
			w.tellPair(a, m.simulatedNode)
		}
	}
}

// classOf is the class of b as a copy of a by the table of classes, from the words that
// both have by descent; empty when these are fewer than reportable.
func classOf(a, b *simulatedNode) string {
	shared, run := descended(a, b)
	na, nb := float64(a.words()), float64(b.words())
	switch m := float64(shared); {
	case m == na && m == nb && m >= 12:
		return "identical"
	case m >= .70*na && m >= .70*nb && m >= 60 || m >= 25 && m >= .85*na && m >= .85*nb:
		return "full"
	case m >= .70*nb && m >= 60 || m >= 25 && run >= 12 && m >= .85*nb:
		return "truncated"
	case m >= .70*na && m >= 60 || m >= 25 && run >= 12 && m >= .85*na:
		return "extended"
	case m >= .20*nb && m >= 25 && run >= 12:
		return "partial"
	case m >= 25 && run >= 12:
		return "excerpt"
	case run >= 12:
		return "phrase"
	}
	return ""
}

// words counts the words of an article, credits too. Boxes are masked.
func (n *simulatedNode) words() int {
	if n.size == 0 {
		n.size = shingle.Count(shingle.Words(strings.Join(n.lines(), "\n\n")))
	}
	return n.size
}

// descended counts the words that two articles have by descent, and the longest run of
// them. Each number stands once in an article, in the order of both.
func descended(a, b *simulatedNode) (shared, run int) {
	place := map[int32]int{}
	i := 0
	for _, p := range a.paragraphs {
		for _, t := range p {
			i++
			place[t.number] = i
		}
	}
	length, last := 0, -1
	for _, p := range b.paragraphs {
		for _, t := range p {
			at, ok := place[t.number]
			if !ok {
				length, last = 0, -1
				continue
			}
			shared++
			if at != last+1 {
				length = 0
			}
			length++
			last = at
			run = max(run, length)
		}
	}
	return shared, run
}
