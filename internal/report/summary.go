package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"stemma/internal/news"
)

// A summary is what a report says of its families together.
type summary struct {
	Articles, Families, Copies, Single int
	Claims                             map[news.Claim]int
	Outlets                            []outletLine
	Unseen                             []unseenLine
}

// An outletLine counts what one outlet took and gave.
type outletLine struct {
	Name                         string // empty for articles of unknown outlets
	Articles                     int
	Roots                        int // its articles that are said to be the origin or the earliest known copy
	Copies, Credited, Uncredited int
	Taken                        int // copies that others made of its articles
}

// An unseenLine counts how often a source that is not in the index is named.
type unseenLine struct {
	Name                string
	Named, Of, Families int
}

func summarise(b *book) summary {
	s := summary{Articles: len(b.articles), Families: len(b.families), Claims: map[news.Claim]int{}}
	outlets, unseen := map[string]*outletLine{}, map[string]*unseenLine{}
	for _, h := range b.articles {
		line(outlets, h.Outlet).Articles++
		if len(b.in[h.ID]) == 0 {
			s.Single++
		}
	}
	for _, f := range b.families {
		s.Claims[f.Claim]++
		s.Copies += copies(f)
		countOutlets(outlets, b, f)
		countUnseen(unseen, f)
	}
	for name, o := range outlets {
		o.Name = name
		s.Outlets = append(s.Outlets, *o)
	}
	slices.SortFunc(s.Outlets, func(x, y outletLine) int {
		return cmp.Or(cmp.Compare(y.Copies+y.Taken, x.Copies+x.Taken), cmp.Compare(y.Articles, x.Articles), cmp.Compare(x.Name, y.Name))
	})
	for _, name := range slices.Sorted(maps.Keys(unseen)) {
		s.Unseen = append(s.Unseen, *unseen[name])
	}
	return s
}

func line(outlets map[string]*outletLine, name string) *outletLine {
	if outlets[name] == nil {
		outlets[name] = &outletLine{}
	}
	return outlets[name]
}

// copies counts the members of a family that are copies of something.
func copies(f news.Family) int {
	n := 0
	for _, l := range f.Links {
		if !l.Second {
			n++
		}
	}
	return n
}

func countOutlets(outlets map[string]*outletLine, b *book, f news.Family) {
	if root, ok := f.Member(f.Root); ok && f.Claim != news.Undetermined {
		line(outlets, root.Outlet).Roots++
	}
	for _, l := range f.Links {
		if _, unseen := l.Source.Unseen(); !unseen {
			line(outlets, b.head(l.Source).Outlet).Taken++
		}
		if l.Second {
			continue
		}
		o := line(outlets, b.head(l.Copy).Outlet)
		o.Copies++
		switch l.Verdict {
		case news.Credited:
			o.Credited++
		case news.Uncredited, news.Stripped, news.Misdirects:
			o.Uncredited++
		}
	}
}

func countUnseen(unseen map[string]*unseenLine, f news.Family) {
	for _, u := range f.Unseen {
		if unseen[u.Name] == nil {
			unseen[u.Name] = &unseenLine{Name: u.Name}
		}
		unseen[u.Name].Named += u.Named
		unseen[u.Name].Of += u.Of
		unseen[u.Name].Families++
	}
}

// sentence is the summary in one breath, without a full stop.
func (s summary) sentence() string {
	return fmt.Sprintf("%s of %s, %s in %s",
		count(s.Articles, "article", "articles"), count(len(s.Outlets), "outlet", "outlets"),
		count(s.Copies, "copy", "copies"), count(s.Families, "family", "families"))
}

// outside returns the pairs that no family holds, most words first.
func (b *book) outside() []pair {
	var found []pair
	for _, p := range b.pairs {
		if p.family == "" {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(x, y pair) int { return cmp.Compare(y.Match.Words, x.Match.Words) })
	return found
}

// familyTitle is what a family is called in headings: the title of its root, else that
// of its first member that has one.
func familyTitle(b *book, f news.Family) string {
	if root := b.head(f.Root); root.Title != "" {
		return root.Title
	}
	for _, h := range f.Members {
		if h.Title != "" {
			return h.Title
		}
	}
	return b.name(f.Root)
}

// claimName says a claim in a word or four.
func claimName(c news.Claim) string {
	switch c {
	case news.Origin:
		return "origin"
	case news.Earliest:
		return "earliest known copy"
	case news.UnseenSource:
		return "source not in this index"
	}
	return "origin undetermined"
}
