package report

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
)

// writeGEXF writes GEXF 1.2 (https://gexf.net), which Gephi and NetworkX read: the
// version that most readers know. A node appears on the first day on which its article
// can have; without a date it is always there.
func writeGEXF(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	out := &markup{w: w}
	out.print(xml.Header, `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">`, "\n<meta>")
	out.print("<creator>", escaped(visible("stemma "+b.Version)), "</creator><description>", escaped(visible(madeBy(b.About).String())), "</description></meta>\n")
	out.print(`<graph defaultedgetype="directed" mode="dynamic" timeformat="date">`, "\n")
	out.attributes("node", nodeColumns)
	out.attributes("edge", edgeColumns)
	out.print("<nodes>\n")
	for v, err := range b.vertices() {
		if err != nil {
			return err
		}
		out.tag("node", ">", "id", v.id, "label", v.label, "start", v.since)
		out.values(nodeColumns, v.values)
		out.print("</node>\n")
	}
	out.print("</nodes>\n<edges>\n")
	for a, err := range b.arrows() {
		if err != nil {
			return err
		}
		out.tag("edge", ">", "id", strconv.Itoa(a.id), "source", a.source, "target", a.copy, "weight", number(a.weight, 1), "start", a.since)
		out.values(edgeColumns, a.values)
		out.print("</edge>\n")
	}
	out.print("</edges>\n</graph>\n</gexf>\n")
	if out.err != nil {
		return out.err
	}
	return w.Flush()
}

// attributes declares columns. The format calls a whole number an integer.
func (m *markup) attributes(class string, columns []column) {
	m.print(`<attributes class="`, class, `" mode="static">`, "\n")
	for _, c := range columns {
		kind := c.kind
		if kind == "int" {
			kind = "integer"
		}
		m.tag("attribute", "/>\n", "id", c.name, "title", c.name, "type", kind)
	}
	m.print("</attributes>\n")
}

func (m *markup) values(columns []column, values []string) {
	m.print("<attvalues>")
	for i, v := range values {
		if v != "" {
			m.tag("attvalue", "/>", "for", columns[i].name, "value", v)
		}
	}
	m.print("</attvalues>")
}
