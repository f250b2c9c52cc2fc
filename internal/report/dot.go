package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"stemma/internal/news"
)

// writeDOT writes a graph for Graphviz: a cluster for each family, an arrow from each
// source to its copy. Unseen sources and second sources are dashed. A merged article is
// drawn in each of its families.
func writeDOT(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "digraph stemma {\n\tgraph [rankdir=LR, comment=%s];\n\tnode [shape=box];\n", quotedWhole(cut(madeBy(b.About).String(), longestComment)))
	n := 0
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		n++
		drawFamily(w, b, n, f)
	}
	fmt.Fprintln(w, "}")
	return w.Flush()
}

// drawFamily draws the nth family. Names of nodes hold its ID: no two families share one.
func drawFamily(w io.Writer, b *book, n int, f news.Family) {
	label := quoted("family "+string(f.ID), fmt.Sprintf("%s (%s)", claimName(f.Claim), chance(f.Probability)))
	fmt.Fprintf(w, "\tsubgraph cluster_%d {\n\t\tlabel=%s;\n", n, label)
	drawn := map[news.ID]bool{}
	for _, h := range f.Members {
		drawn[h.ID] = true
		drawArticle(w, f, h)
	}
	for _, u := range f.Unseen {
		id := news.UnseenID(u.Name)
		drawn[id] = true
		drawUnseen(w, f, id, fmt.Sprintf("named as source by %d of %d", u.Named, u.Of))
	}
	for _, p := range linked(f) {
		for _, id := range []news.ID{p.Source, p.Copy} {
			if !drawn[id] {
				drawn[id] = true
				drawUnseen(w, f, id, b.head(id).Title)
			}
		}
		drawLink(w, f, p)
	}
	fmt.Fprintln(w, "\t}")
}

// nodeName is the ID in a family. Names of unseen sources are hashed: Graphviz takes no
// string of more than 16,384 bytes.
func nodeName(f news.Family, id news.ID) string {
	return quotedWhole(string(f.ID) + " " + strings.TrimPrefix(nodeURN(id), "urn:stemma:"))
}

// drawNode draws a node of the given lines, with attributes as DOT writes them.
func drawNode(w io.Writer, f news.Family, id news.ID, attributes string, lines ...string) {
	if id == f.Root {
		attributes += ", penwidth=2"
	}
	fmt.Fprintf(w, "\t\t%s [label=%s%s];\n", nodeName(f, id), quoted(lines...), attributes)
}

func drawArticle(w io.Writer, f news.Family, h news.Head) {
	attributes := ", tooltip=" + quoted(h.Name())
	if url := href(h.URL); url != "" && len(url) <= longestURL {
		attributes += ", URL=" + quotedWhole(url)
	}
	drawNode(w, f, h.ID, attributes, publisher(h), when(h.Published), h.Title)
}

func drawUnseen(w io.Writer, f news.Family, id news.ID, line string) {
	name, unseen := id.Unseen()
	if !unseen {
		name = string(id)
	}
	drawNode(w, f, id, ", style=dashed", name, "not in this index", line)
}

func drawLink(w io.Writer, f news.Family, p pair) {
	label, style := "confidence "+chance(p.Confidence), ""
	_, unseen := p.Source.Unseen()
	if !unseen {
		label = fmt.Sprintf("%s, %s words, %s", p.Match.Class, fixed(p.Match.Words, 0), chance(p.Confidence))
	}
	if unseen || p.kind == second {
		style = ", style=dashed"
	}
	fmt.Fprintf(w, "\t\t%s -> %s [label=%s%s];\n", nodeName(f, p.Source), nodeName(f, p.Copy), quoted(label), style)
}

// The limits of a label: longer lines are folded, longer texts cut.
const (
	labelLine = 36  // characters, about 6 cm at Graphviz' default of 14 points
	labelText = 108 // three such lines
)

// quoted makes a DOT string of lines. Graphviz gives a meaning to \N, \G and the like
// inside labels, so each backslash of the text is doubled; quotation marks are escaped.
func quoted(lines ...string) string {
	var kept []string
	for _, line := range lines {
		if line = cut(visible(line), labelText); line != "" {
			kept = append(kept, fold(line, labelLine)...)
		}
	}
	for i, line := range kept {
		kept[i] = labelEscapes.Replace(line)
	}
	return `"` + strings.Join(kept, `\n`) + `"`
}

// longestComment is the length in characters of what the graph says of itself.
const longestComment = 1000

// longestURL is the length in bytes up to which addresses are linked to.
const longestURL = 4000

func quotedWhole(s string) string { return `"` + dotEscapes.Replace(visible(s)) + `"` }

var (
	dotEscapes   = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;") // Graphviz reads entities in labels
)
