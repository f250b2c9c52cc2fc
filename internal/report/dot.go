package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/emicklei/dot"

	"stemma/internal/news"
)

// writeDOT writes a graph for Graphviz: a cluster for each family, an arrow from each
// source to its copy. Unseen sources and second sources are dashed.
func writeDOT(w io.Writer, b *book) error {
	g := dot.NewGraph(dot.Directed)
	g.ID("stemma")
	g.Attr("rankdir", "LR")
	g.Attr("comment", dot.Literal(quoted("stemma "+b.version)))
	for _, f := range b.families {
		drawFamily(g, b, f)
	}
	_, err := io.WriteString(w, g.String())
	return err
}

func drawFamily(g *dot.Graph, b *book, f news.Family) {
	cluster := g.Subgraph(string(f.ID), dot.ClusterOption{})
	cluster.Attr("label", dot.Literal(quoted("family "+string(f.ID), fmt.Sprintf("%s (%s)", claimName(f.Claim), chance(f.Probability)))))
	nodes := map[news.ID]dot.Node{}
	for _, h := range f.Members {
		nodes[h.ID] = drawArticle(cluster, f, h)
	}
	for _, u := range f.Unseen {
		id := news.UnseenID(u.Name)
		nodes[id] = drawUnseen(cluster, f, id, fmt.Sprintf("named as source by %d of %d", u.Named, u.Of))
	}
	for _, p := range linked(f) {
		for _, id := range []news.ID{p.Source, p.Copy} {
			if _, ok := nodes[id]; !ok {
				nodes[id] = drawUnseen(cluster, f, id, b.head(id).Title)
			}
		}
		drawLink(cluster, nodes[p.Source], nodes[p.Copy], p)
	}
}

// node makes a node that no other family shares: a merged article is drawn in each of its own.
func node(g *dot.Graph, f news.Family, id news.ID, lines ...string) dot.Node {
	n := g.Node(string(f.ID) + " " + string(id))
	n.Attr("label", dot.Literal(quoted(lines...)))
	n.Attr("shape", "box")
	if id == f.Root {
		n.Attr("penwidth", "2")
	}
	return n
}

func drawArticle(g *dot.Graph, f news.Family, h news.Head) dot.Node {
	n := node(g, f, h.ID, publisher(h), when(h.Published), h.Title)
	n.Attr("tooltip", dot.Literal(quoted(h.Name())))
	if url := href(h.URL); url != "" {
		n.Attr("URL", dot.Literal(quotedWhole(url)))
	}
	return n
}

func drawUnseen(g *dot.Graph, f news.Family, id news.ID, line string) dot.Node {
	name, unseen := id.Unseen()
	if !unseen {
		name = string(id)
	}
	n := node(g, f, id, name, "not in this index", line)
	n.Attr("style", "dashed")
	return n
}

func drawLink(g *dot.Graph, source, copied dot.Node, p pair) {
	label := "confidence " + chance(p.Confidence)
	if _, unseen := p.Source.Unseen(); !unseen {
		label = fmt.Sprintf("%s, %s words, %s", p.Match.Class, fixed(p.Match.Words, 0), chance(p.Confidence))
	}
	e := g.Edge(source, copied)
	e.Attr("label", dot.Literal(quoted(label)))
	if _, unseen := p.Source.Unseen(); unseen || p.kind == second {
		e.Attr("style", "dashed")
	}
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
		kept[i] = dotEscapes.Replace(line)
	}
	return `"` + strings.Join(kept, `\n`) + `"`
}

func quotedWhole(s string) string { return `"` + dotEscapes.Replace(visible(s)) + `"` }

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
