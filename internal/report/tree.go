package report

import (
	"cmp"
	"slices"

	"stemma/internal/news"
)

// A branch is an article or an unseen source, with the copies taken from it.
type branch struct {
	id     news.ID
	link   news.Link // to its source; the zero Link at the top
	copies []*branch
}

// tree arranges a family's links: its root first, then whatever else has no source in it.
func tree(f news.Family) []*branch {
	nodes := map[news.ID]*branch{}
	var order []news.ID
	add := func(id news.ID) {
		if nodes[id] == nil && id != "" {
			nodes[id] = &branch{id: id}
			order = append(order, id)
		}
	}
	add(f.Root)
	for _, u := range f.Unseen {
		add(news.UnseenID(u.Name))
	}
	for _, h := range f.Members {
		add(h.ID)
	}
	for _, l := range f.Links {
		add(l.Source)
		add(l.Copy)
	}
	return grow(f, nodes, order)
}

// grow hangs each node from its source. A node whose sources lead back to itself, which
// no sound family has, is left at the top rather than lost.
func grow(f news.Family, nodes map[news.ID]*branch, order []news.ID) []*branch {
	above := map[news.ID]news.ID{}
	for _, l := range f.Links {
		if l.Second || above[l.Copy] != "" || leads(above, l.Source, l.Copy) {
			continue
		}
		above[l.Copy] = l.Source
		nodes[l.Copy].link = l
		nodes[l.Source].copies = append(nodes[l.Source].copies, nodes[l.Copy])
	}
	var top []*branch
	for _, id := range order {
		if above[id] == "" {
			top = append(top, nodes[id])
		}
		sortCopies(nodes[id].copies)
	}
	return top
}

// leads reports whether going up from id one comes to end.
func leads(above map[news.ID]news.ID, id, end news.ID) bool {
	for ; id != ""; id = above[id] {
		if id == end {
			return true
		}
	}
	return false
}

// sortCopies puts the copies that take most words first.
func sortCopies(copies []*branch) {
	slices.SortFunc(copies, func(x, y *branch) int {
		return cmp.Or(cmp.Compare(y.link.Match.Words, x.link.Match.Words), cmp.Compare(x.id, y.id))
	})
}

// deepest is the level from which copies of copies are listed side by side: screens and
// readers of nested lists give up there.
const deepest = 12

// walk visits a tree from the top, each branch with its level from 0.
func walk(top []*branch, visit func(*branch, int)) {
	var step func([]*branch, int)
	step = func(branches []*branch, level int) {
		for _, b := range branches {
			visit(b, level)
			step(b.copies, min(level+1, deepest))
		}
	}
	step(top, 0)
}
