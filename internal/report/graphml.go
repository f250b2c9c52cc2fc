package report

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// writeGraphML writes GraphML 1.0 (http://graphml.graphdrawing.org), which igraph,
// NetworkX, Gephi and yEd read. Attributes are typed; times are strings, as the format
// has no type for them.
func writeGraphML(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	out := &markup{w: w}
	out.print(xml.Header, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`, "\n")
	out.tag("desc", ">")
	out.print(escaped(visible(madeBy(b.About).String())), "</desc>\n")
	keys := func(class, prefix string, columns []column) {
		for i, c := range columns {
			out.tag("key", "/>\n", "id", prefix+strconv.Itoa(i), "for", class, "attr.name", c.name, "attr.type", c.kind)
		}
	}
	keys("node", "n", append([]column{{"label", "string"}}, nodeColumns...))
	keys("edge", "e", append([]column{{"weight", "double"}}, edgeColumns...))
	out.print(`<graph id="stemma" edgedefault="directed">`, "\n")
	for v, err := range b.vertices() {
		if err != nil {
			return err
		}
		out.tag("node", ">", "id", v.id)
		out.data("n", append([]string{v.label}, v.values...))
		out.print("</node>\n")
	}
	for a, err := range b.arrows() {
		if err != nil {
			return err
		}
		out.tag("edge", ">", "id", "e"+strconv.Itoa(a.id), "source", a.source, "target", a.copy)
		out.data("e", append([]string{number(a.weight, 1)}, a.values...))
		out.print("</edge>\n")
	}
	out.print("</graph>\n</graphml>\n")
	if out.err != nil {
		return out.err
	}
	return w.Flush()
}

func (m *markup) data(prefix string, values []string) {
	for i, v := range values {
		if v != "" {
			m.tag("data", ">", "key", prefix+strconv.Itoa(i))
			m.print(escaped(v), "</data>")
		}
	}
}

// escaped makes text safe in elements and attributes. What XML 1.0 cannot hold becomes U+FFFD.
func escaped(s string) string {
	var out strings.Builder
	xml.EscapeText(&out, []byte(s)) // a Builder does not fail
	return out.String()
}
