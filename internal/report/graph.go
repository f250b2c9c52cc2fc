package report

import (
	"cmp"
	"io"
	"iter"
	"strconv"
	"strings"

	"stemma/internal/news"
)

// The graph that GraphML and GEXF write: a node for each article reported on, in families
// or not, and for each unseen source; an edge from each source to its copy. A merged
// article is one node, with an edge from each of its sources.

// A column is an attribute of nodes or of edges.
type column struct{ name, kind string } // kind: string, boolean, int or double

var nodeColumns = []column{
	{"kind", "string"}, // article or unseen source
	{"outlet", "string"},
	{"title", "string"},
	{"url", "string"},
	{"language", "string"},
	{"published_earliest", "string"}, // RFC 3339 in UTC, absent for no bound
	{"published_latest", "string"},
	{"words", "int"},
	{"root", "boolean"},      // the likeliest root of a family
	{"root_claim", "string"}, // what is claimed of it: origin, earliest, undetermined or unseen
	{"families", "string"},
	{"text_sha256", "string"},
}

var edgeColumns = []column{
	{"kind", "string"}, // tree or second
	{"class", "string"},
	{"verdict", "string"},
	{"confidence", "double"},
	{"bits", "double"},
	{"words", "double"},
	{"copy_share", "double"},
	{"source_share", "double"},
	{"borderline", "boolean"},
	{"family", "string"},
}

// A vertex is a node with its values in the order of nodeColumns; an empty one is absent.
type vertex struct {
	id, label string
	since     string // the first day on which it can have appeared, empty when unknown
	values    []string
}

// An arrow is an edge with its values in the order of edgeColumns.
type arrow struct {
	id           int
	source, copy string
	since        string
	weight       float64 // words taken over, 1 at least
	values       []string
}

func (b *book) vertices() iter.Seq2[vertex, error] {
	return func(yield func(vertex, error) bool) {
		drawn := map[string]bool{} // by the ID as written
		for h, err := range b.Articles {
			drawn[visible(string(h.ID))] = true
			if !yield(b.vertex(h), err) || err != nil {
				return
			}
		}
		for f, err := range b.Families {
			if err != nil {
				yield(vertex{}, err)
				return
			}
			for _, id := range nodesOf(f) {
				at := visible(string(id))
				if drawn[at] {
					continue
				}
				drawn[at] = true
				if !yield(b.vertex(b.head(id)), nil) {
					return
				}
			}
		}
	}
}

// nodesOf lists what a family draws, some of it twice.
func nodesOf(f news.Family) []news.ID {
	var ids []news.ID
	for _, h := range f.Members {
		ids = append(ids, h.ID)
	}
	for _, u := range f.Unseen {
		ids = append(ids, news.UnseenID(u.Name))
	}
	for _, l := range f.Links {
		ids = append(ids, l.Source, l.Copy)
	}
	return ids
}

func (b *book) vertex(h news.Head) vertex {
	kind := "article"
	if _, unseen := h.ID.Unseen(); unseen {
		kind = "unseen source"
	}
	root, claim, families := false, "", []string{}
	for _, m := range b.in[h.ID] {
		if families = append(families, string(m.family)); m.root {
			root, claim = true, string(m.claim)
		}
	}
	words := ""
	if h.Words > 0 {
		words = strconv.Itoa(h.Words)
	}
	return vertex{
		id: visible(string(h.ID)), label: cut(cmp.Or(visible(h.Title), visible(publisher(h))), labelText), since: since(h.Published),
		values: []string{kind, visible(h.Outlet), visible(h.Title), visible(h.URL), visible(h.Lang), deref(stamp(h.Published.Earliest)), deref(stamp(h.Published.Latest)),
			words, strconv.FormatBool(root), claim, visible(strings.Join(families, " ")), b.digest(h.ID)},
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// since is the first day on which something dated d can have appeared: the day it states,
// where it states one.
func since(d news.Date) string {
	if middle, narrow := day(d); narrow && !exact(d) {
		return middle.UTC().Format(dayCode)
	}
	if d.Earliest.IsZero() {
		return ""
	}
	return d.Earliest.UTC().Format(dayCode)
}

func (b *book) arrows() iter.Seq2[arrow, error] {
	return func(yield func(arrow, error) bool) {
		n := 0
		for f, err := range b.Families {
			if err != nil {
				yield(arrow{}, err)
				return
			}
			for _, p := range linked(f) {
				n++
				if !yield(b.arrow(n, p), nil) {
					return
				}
			}
		}
	}
}

func (b *book) arrow(n int, p pair) arrow {
	m := p.Match
	a := arrow{id: n, source: visible(string(p.Source)), copy: visible(string(p.Copy)), since: since(b.head(p.Copy).Published), weight: max(1, round(m.Words, 1))}
	a.values = []string{p.kind, string(m.Class), string(p.Verdict), number(p.Confidence, 3), number(p.Bits, 2), "", "", "", strconv.FormatBool(m.Borderline), visible(string(p.family))}
	if _, unseen := p.Source.Unseen(); !unseen {
		a.values[5], a.values[6], a.values[7] = number(m.Words, 1), number(m.ShareB(), 3), number(m.ShareA(), 3)
	}
	return a
}

// number writes x with at most so many decimals.
func number(x float64, decimals int) string {
	return strconv.FormatFloat(round(x, decimals), 'f', -1, 64)
}

// markup writes XML 1.0 and keeps the first error.
type markup struct {
	w   io.Writer
	err error
}

// print writes parts: markup as it is.
func (m *markup) print(parts ...string) {
	for _, s := range parts {
		if m.err == nil {
			_, m.err = io.WriteString(m.w, s)
		}
	}
}

// tag writes a tag with attributes, names and values in turn; end is ">" or "/>".
func (m *markup) tag(name, end string, attributes ...string) {
	m.print("<", name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			m.print(" ", attributes[i], `="`, escaped(attributes[i+1]), `"`)
		}
	}
	m.print(end)
}
