package report

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/russross/blackfriday/v2"
	"golang.org/x/net/html"

	"stemma/internal/news"
)

// hostile lists what articles may carry into a report against its reader.
var hostile = map[string]string{
	"script":      `<script>alert(1)</script>`,
	"close":       `</style></title></textarea><script src=//evil.example></script>`,
	"attribute":   `" onmouseover="alert(1)" x='`,
	"image":       `<img src=x onerror=alert(1)>`,
	"javascript":  `javascript:alert(1)`,
	"template":    `{{.}} ${7*7} {% raw %}`,
	"formula":     `=HYPERLINK("https://evil.example","click")`,
	"plus":        `+1+1|cmd`,
	"minus":       `-2+3+cmd|' /C calc'!A0`,
	"at":          `@SUM(1+1)`,
	"tab":         "\t=1+1",
	"return":      "\r=1+1",
	"wide":        `＝1+1`,
	"bidi":        "evil\u202Egnp.exe\u2066\u2069\u202C",
	"long":        strings.Repeat("Donau", 2000),
	"lines":       "one\r\ntwo\nthree\u2028four\n\n# five\n- six\n> seven\n```\neight",
	"quotes":      `she said "no", 'never' “ever”`,
	"pipes":       `a|b|c\|d\\|e`,
	"markdown":    "[x](javascript:alert(1)) ![y](http://evil.example/z.png) **b** `c` ~~d~~ <https://e.example>",
	"dot":         `"]; evil[label="x\N\G\"`,
	"backslash":   `ends in \`,
	"control":     "bell\x07null\x00escape\x1b[31m",
	"utf8":        "broken \xff\xfe bytes",
	"comment":     `<!-- --> <![CDATA[ ]]> -->`,
	"entity":      `&lt;script&gt; &#x202e;`,
	"right":       "\u202Eשלום | عالم",
	"html block":  "<div onclick=alert(1)>\n\n<b>",
	"xml":         "\x01\x0b\x1f\x7f\u0085\ufffe\uffff]]>",
	"json":        `"}],"@context":"https://evil.example","x":[{"@id":"`,
	"mark-up end": `</bdi></mark></div></details></article>`,
}

// besieged is a family in which every outside word is s.
func besieged(s string) Data {
	text := s + "\n\n" + lampText + " " + s
	at := strings.Index(text, lampText)
	span := news.Span{Start: at, End: at + len(lampText)}
	head := func(id news.ID) news.Head {
		return news.Head{ID: id, Own: s + string(id), Place: s, URL: s, Domain: s, Outlet: s, Title: s, Byline: s, Lang: s, Canonical: s, Words: 100,
			Dates:   []news.Date{{From: s, Quote: s}},
			Credits: []news.Credit{{Kind: news.CreditLabel, Strength: news.Strong, Name: s, URL: s, Quote: s}},
			Fossils: []news.Fossil{{Kind: news.FossilTold, Name: s, URL: s, Quote: s}},
			Links:   []string{s}, Extra: map[string]string{s: s}}
	}
	members := []news.Head{head("a100000000000000"), head("b200000000000000"), head("c300000000000000")}
	evidence := []news.Evidence{{Kind: "credit-name", Group: "explicit", Bits: -4.1, Text: s, Quote: s, In: "b200000000000000", Span: span}}
	m := news.Match{A: "a100000000000000", B: "b200000000000000", Class: news.Full, Reverse: news.Full, Words: 45, Unquoted: 45, Run: 45,
		SideA: news.Side{Words: 100}, SideB: news.Side{Words: 100},
		Passages: []news.Passage{{A: span, B: span, Runs: []news.Run{{Words: 45}}}}}
	phrase := news.Match{A: "a100000000000000", B: "d400000000000000", Class: news.Phrase, Reverse: news.Phrase, Words: 12, Run: 12}
	return Data{
		About:    About{Version: s, Schema: SchemaID, Weights: s, Parameters: Parameters{Outlet: s}},
		Articles: seq(append(members, head("d400000000000000"))...),
		Matches:  seq(m, phrase),
		Digest:   func(news.ID) string { return digestOf(text) },
		Text:     func(news.ID) (string, error) { return text, nil },
		Changes: func(links []*news.Link) error {
			for _, l := range links {
				l.Changes = []news.Change{{Kind: news.ChangedHeadline, Was: s, Now: s}, {Kind: news.DroppedParagraph, Was: s}}
			}
			return nil
		},
		Families: seq(news.Family{
			ID: "Fa100000000000000", Members: members, Unseen: []news.UnseenNode{{Name: s, Named: 1, Of: 3}}, Root: "a100000000000000", Claim: news.Undetermined,
			RootEvidence: evidence, Conflicts: []string{s},
			Links: []news.Link{
				{Copy: "b200000000000000", Source: "a100000000000000", Match: m, Evidence: evidence, Confidence: .4, Verdict: news.Credited, RunnerUp: news.UnseenID(s), RunnerUpConfidence: .3},
				{Copy: "c300000000000000", Source: news.UnseenID(s), Evidence: evidence, Confidence: .7, Verdict: news.Credited},
			},
		}),
	}
}

func TestHostileHTML(t *testing.T) {
	for name, s := range hostile {
		got := written(t, Options{Format: "html"}, besieged(s))
		checkHTML(t, name, got)
		for file, page := range pagesOf(t, besieged(s)) {
			checkHTML(t, name+", "+file, page, "../index.html", "families/Fa")
		}
		if want := oneLine(s); !strings.Contains(oneLine(visibleText(t, got)), want) {
			t.Errorf("%s: the page does not show %q", name, want)
		}
	}
}

// allowed lists the elements a report is made of, with the attributes that carry no words.
var allowed = strings.Fields(`html head meta title style body a div header h1 h2 h3 h4 p bdi nav ul li main section dl dt dd
	table caption thead tbody tr th td span q strong svg rect line article details summary mark footer br
	search label input output script abbr g circle path text tspan desc b noscript del ins`)

func checkHTML(t *testing.T, name, page string, within ...string) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: left open: %v", name, open)
			}
			return
		case html.CommentToken:
			t.Errorf("%s: comment %q", name, z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			checkTag(t, name, token, within)
			if token.Type == html.StartTagToken && !slices.Contains([]string{"meta", "br", "input"}, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			tag := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != tag {
				t.Fatalf("%s: </%s> closes %v", name, tag, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, name string, token html.Token, within []string) {
	t.Helper()
	if !slices.Contains(allowed, token.Data) {
		t.Errorf("%s: element %s", name, token)
	}
	for _, a := range token.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcset":
			t.Errorf("%s: attribute %s of %s", name, a.Key, token.Data)
		case a.Key == "href" && !slices.ContainsFunc(append(within, "#", "https://", "http://"), func(start string) bool { return strings.HasPrefix(a.Val, start) }):
			t.Errorf("%s: href %q", name, a.Val)
		}
	}
}

func visibleText(t *testing.T, page string) string {
	t.Helper()
	var text strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return text.String()
		case html.TextToken:
			text.WriteString(z.Token().Data)
		}
	}
}

// The policy names the style sheet and the script by their hashes: a byte of difference
// would leave the page bare.
func TestPolicyMatches(t *testing.T) {
	page := written(t, Options{Format: "html"}, fixture())
	head, _, _ := strings.Cut(page, "<style>")
	for _, element := range []string{"style", "script"} {
		_, rest, _ := strings.Cut(page, "<"+element+">")
		inside, _, _ := strings.Cut(rest, "</"+element+">")
		sum := sha256.Sum256([]byte(inside))
		if want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(html.UnescapeString(head), want) {
			t.Errorf("no %s in the policy", want)
		}
		for _, word := range []string{"url(", "@import", "http", "import(", "fetch(", "innerHTML", "eval("} {
			if strings.Contains(inside, word) {
				t.Errorf("the %s loads or makes something: %s", element, word)
			}
		}
		if n := strings.Count(page, "<"+element); n != 1 {
			t.Errorf("%d elements %s", n, element)
		}
	}
}

func TestJavascriptIsNeverLinked(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "JavaScript://x.example/%0aalert(1)", "data:text/html,x", "vbscript:x", "//x.example", "/a", "x.example",
		"https:///x", "\x01javascript:alert(1)", " https://x.example:port/", "file:///etc/passwd", ""} {
		if got := href(address); got != "" {
			t.Errorf("href(%q) = %q", address, got)
		}
	}
	for _, address := range []string{"https://x.example/a?b=c&d=%20#e", "http://x.example", "https://пример.example/я"} {
		if href(address) == "" {
			t.Errorf("href(%q) is empty", address)
		}
	}
}

func TestHostileCSV(t *testing.T) {
	for name, s := range hostile {
		for _, table := range Tables {
			rows := csvRows(t, written(t, Options{Format: "csv", Table: table}, besieged(s)))
			for _, row := range rows {
				for _, c := range row {
					_, number := strconv.ParseFloat(c, 64)
					if c != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(c)[0]) && number != nil {
						t.Errorf("%s, table %s: cell %q is a formula", name, table, c)
					}
				}
			}
		}
		rows := csvRows(t, written(t, Options{Format: "csv", Table: "articles"}, besieged(s)))
		if got, want := strings.TrimPrefix(rows[1][2], "'"), strings.TrimPrefix(plain(s), "'"); got != want {
			t.Errorf("%s: outlet %q, want %q", name, got, want)
		}
	}
}

// csvRows reads a table, each row as wide as its header.
func csvRows(t *testing.T, table string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows
}

func TestHostileJSON(t *testing.T) {
	for name, s := range hostile {
		var got struct {
			Stemma   string
			Families []struct {
				Links []struct {
					Passages []struct {
						Copy     [2]int
						CopyText string `json:"copy_text"`
					}
				}
			}
			Articles []struct{ Title, URL string }
			Matches  []struct{ Class string }
		}
		if err := json.Unmarshal([]byte(written(t, Options{Format: "json"}, besieged(s))), &got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := strings.ToValidUTF8(s, "\uFFFD")
		if name == "utf8" {
			want = "broken \uFFFD\uFFFD bytes" // encoding/json replaces each byte
		}
		if got.Stemma != want || len(got.Articles) != 4 || got.Articles[0].Title != want || got.Articles[0].URL != want {
			t.Errorf("%s: read back %+v", name, got)
		}
		if p := got.Families[0].Links[0].Passages[0]; p.CopyText != lampText || p.Copy[1]-p.Copy[0] != len(lampText) {
			t.Errorf("%s: passage %+v", name, p)
		}
		if len(got.Matches) != 1 || got.Matches[0].Class != "phrase" {
			t.Errorf("%s: matches %+v", name, got.Matches)
		}
	}
}

func TestHostileMarkdown(t *testing.T) {
	for name, s := range hostile {
		got := written(t, Options{Format: "md"}, besieged(s))
		calm := written(t, Options{Format: "md"}, besieged("calm"))
		if g, w := shape(got), shape(calm); !slices.Equal(g, w) {
			t.Errorf("%s: blocks %v, want %v", name, g, w)
		}
		if i := strings.IndexFunc(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(got), directs); i >= 0 {
			t.Errorf("%s: a bidirectional control at %d", name, i)
		}
		if strings.Count(got, "\u2068") != strings.Count(got, "\u2069") {
			t.Errorf("%s: isolates are not closed", name)
		}
		if name == "long" {
			continue // the parser of Markdown takes its time over it, and learns nothing
		}
		parsed := string(blackfriday.Run([]byte(got), blackfriday.WithExtensions(blackfriday.CommonExtensions&^blackfriday.Autolink)))
		for _, tag := range []string{"<script", "<img", "<div", "<b>", "<code", "<del", "<strong>b</strong>", "onerror=\"", "javascript:alert(1)\""} {
			if strings.Contains(parsed, tag) {
				t.Errorf("%s: the parsed page has %s", name, tag)
			}
		}
	}
}

// shape lists how the lines of a page begin, and how many cells those of tables have.
func shape(markdown string) []string {
	var marks []string
	for line := range strings.Lines(markdown) {
		mark, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
		switch {
		case strings.HasPrefix(line, "|"):
			marks = append(marks, "|"+strconv.Itoa(strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")))
		case strings.ContainsAny(mark[:1], "#->"):
			marks = append(marks, mark)
		}
	}
	return marks
}

func TestHostileDOT(t *testing.T) {
	for name, s := range hostile {
		got := written(t, Options{Format: "dot"}, besieged(s))
		calm := written(t, Options{Format: "dot"}, besieged("calm"))
		if g, w := dotSkeleton(t, name, got), dotSkeleton(t, name, calm); g != w {
			t.Errorf("%s: skeleton\n%s\nwant\n%s", name, g, w)
		}
		if strings.IndexFunc(got, directs) >= 0 {
			t.Errorf("%s: a bidirectional control", name)
		}
	}
}

// dotSkeleton is a graph without the insides of its strings: what Graphviz would obey.
func dotSkeleton(t *testing.T, name, graph string) string {
	t.Helper()
	var out strings.Builder
	inside := false
	for i := 0; i < len(graph); i++ {
		c := graph[i]
		switch {
		case inside && c == '\\':
			if i++; !strings.ContainsRune(`\"n`, rune(graph[i])) {
				t.Errorf("%s: escape \\%c", name, graph[i])
			}
		case c == '"':
			inside = !inside
			out.WriteByte(c)
		case inside && c == '\n':
			t.Errorf("%s: a string runs over a line", name)
		case !inside:
			out.WriteByte(c)
		}
	}
	if inside || strings.Count(out.String(), "{") != strings.Count(out.String(), "}") {
		t.Errorf("%s: unbalanced", name)
	}
	return out.String()
}

// In every format that a program reads, a hostile report has the parts of a calm one.
func TestHostileGraphs(t *testing.T) {
	found := readBack(t)
	for name, s := range hostile {
		for _, format := range []string{"graphml", "gexf"} {
			calm, got := decoded[readGraph](t, found["calm."+format]), decoded[readGraph](t, found[fileName(name)+"."+format])
			if len(got.Nodes) != len(calm.Nodes) || len(got.Edges) != len(calm.Edges) || len(calm.Nodes) != 5 || len(calm.Edges) != 2 {
				t.Errorf("%s, %s: %d nodes and %d edges, want %d and %d", name, format, len(got.Nodes), len(got.Edges), len(calm.Nodes), len(calm.Edges))
			}
			if title, _ := got.Nodes["a100000000000000"]["title"].(string); title != xmlText(s) {
				t.Errorf("%s, %s: title %q, want %q", name, format, title, xmlText(s))
			}
		}
		calm, got := decoded[map[string]readBundle](t, found["calm.prov.json"]), decoded[map[string]readBundle](t, found[fileName(name)+".prov.json"])
		for bundle, want := range calm {
			if g := got[bundle]; len(g.Entities) != len(want.Entities) || len(g.Derivations) != len(want.Derivations) || len(want.Derivations) == 0 {
				t.Errorf("%s, prov %s: %d entities, %d derivations", name, bundle, len(g.Entities), len(g.Derivations))
			}
		}
	}
}

func fileName(name string) string { return strings.ReplaceAll(name, " ", "-") }

// xmlText is s as XML can hold it on one line.
func xmlText(s string) string {
	var doc struct {
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte("<a>"+escaped(visible(s))+"</a>"), &doc); err != nil {
		return err.Error()
	}
	return doc.Text
}

// Graphviz draws every hostile report with the nodes and edges of a calm one.
func TestHostileGraphviz(t *testing.T) {
	graphs := []string{written(t, Options{Format: "dot"}, besieged("calm"))}
	names := []string{"calm"}
	for name, s := range hostile {
		graphs, names = append(graphs, written(t, Options{Format: "dot"}, besieged(s))), append(names, name)
	}
	found := graphviz(t, graphs...)
	if len(found) != len(graphs) {
		t.Fatalf("%d graphs of %d", len(found), len(graphs))
	}
	for i, g := range found {
		if g.nodes() != 4 || len(g.Edges) != 2 {
			t.Errorf("%s: %d nodes, %d edges", names[i], g.nodes(), len(g.Edges))
		}
	}
}

func TestHostileExchange(t *testing.T) {
	report, items := compiled(t, Schema), compiled(t, ninjsSchema(t))
	for name, s := range hostile {
		d := besieged(s)
		valid(t, name+", json", report, written(t, Options{Format: "json"}, d))
		valid(t, name+", ninjs", items, written(t, Options{Format: "ninjs"}, d))
		graph := expanded(t, written(t, Options{Format: "jsonld"}, d))
		parts := graph["https://schema.org/hasPart"].([]any)
		if len(parts) != 5 {
			t.Errorf("%s: %d parts of JSON-LD", name, len(parts))
		}
		if want := visible(s); want != "" && value(parts[0], "headline") != want {
			t.Errorf("%s: headline %q, want %q", name, value(parts[0], "headline"), want)
		}
		for line := range strings.Lines(written(t, Options{Format: "jsonl"}, d)) {
			if !json.Valid([]byte(line)) {
				t.Errorf("%s: line %.80q", name, line)
			}
		}
	}
}
