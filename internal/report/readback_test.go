package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"

	"stemma/internal/news"
)

// The exchange formats are read back by programs that know nothing of this one: GraphML
// and GEXF by NetworkX, PROV-JSON by the prov package for Python, DOT by Graphviz, JSON-LD
// by json-gold. Of ninjs no reader was to be had: it is held to a schema of our own.

// needed ends the test when a program is missing: in CI as a failure.
func needed(t *testing.T, missing error, packages string) {
	t.Helper()
	if missing == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%v: apt-get install %s", missing, packages)
	}
	t.Skipf("%v: apt-get install %s", missing, packages)
}

// python is an interpreter that has the modules.
func python(t *testing.T) string {
	t.Helper()
	name, err := interpreter()
	needed(t, err, "python3-networkx python3-prov")
	return name
}

var interpreter = sync.OnceValues(func() (string, error) {
	missing := errors.New("no python3")
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		out, err := exec.Command(name, "-c", "import networkx, prov").CombinedOutput()
		if err == nil {
			return name, nil
		}
		missing = fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return "", missing
})

// A readGraph is what NetworkX read.
type readGraph struct {
	Directed  bool
	Nodes     map[string]map[string]any
	Edges     [][3]any
	NodeKinds map[string]string `json:"node_kinds"`
	EdgeKinds map[string]string `json:"edge_kinds"`
}

// A readBundle is what the prov package read of one bundle.
type readBundle struct {
	Entities    map[string]string
	Derivations [][2]string
	Kinds       map[string]int
	Alternates  int
	Confidences []float64
}

// everything is what readBack reads, by name.
func everything() map[string]Data {
	reports := map[string]Data{"fixture": fixture(), "mirrored": mirrored(), "calm": besieged("calm")}
	for name, s := range hostile {
		reports[fileName(name)] = besieged(s)
	}
	return reports
}

// mirrored is the fixture with a copy by an outlet of the source's owner.
func mirrored() Data {
	d := fixture()
	families := d.Families
	d.Families = func(yield func(news.Family, error) bool) {
		for f, err := range families {
			if f.ID == "F4d00000000000001" {
				f.Links = slices.Clone(f.Links)
				f.Links[0].Verdict = news.Mirror
			}
			if !yield(f, err) {
				return
			}
		}
	}
	return d
}

var alreadyRead map[string]json.RawMessage // starting Python takes a second

// readBack writes each report in each format that Python reads, and returns what it read,
// by name and format: "calm.gexf".
func readBack(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	if alreadyRead != nil {
		return alreadyRead
	}
	program := python(t)
	dir := t.TempDir()
	for name, d := range everything() {
		for _, format := range []string{"graphml", "gexf", "prov"} {
			file := filepath.Join(dir, strings.Replace(FileName(format, ""), "report", name, 1))
			if err := os.WriteFile(file, []byte(written(t, Options{Format: format}, d)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	command := exec.Command(program, "testdata/readback.py", dir)
	var talk bytes.Buffer
	command.Stderr = &talk
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, talk.String())
	}
	if err := json.Unmarshal(out, &alreadyRead); err != nil {
		t.Fatal(err)
	}
	return alreadyRead
}

func decoded[T any](t *testing.T, data json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return v
}

func TestGraphsReadBack(t *testing.T) {
	found := readBack(t)
	for _, format := range []string{"graphml", "gexf"} {
		g := decoded[readGraph](t, found["fixture."+format])
		if !g.Directed || len(g.Nodes) != 10 || len(g.Edges) != 7 {
			t.Errorf("%s: directed %v, %d nodes, %d edges, want 10 and 7", format, g.Directed, len(g.Nodes), len(g.Edges))
		}
		kinds := map[string]string{"label": "str", "kind": "str", "outlet": "str", "title": "str", "url": "str", "language": "str",
			"published_earliest": "str", "published_latest": "str", "words": "int", "root": "bool", "root_claim": "str", "families": "str", "text_sha256": "str"}
		if format == "gexf" {
			kinds["start"] = "str"
		}
		if diff := cmp.Diff(kinds, g.NodeKinds); diff != "" {
			t.Errorf("%s: nodes: %s", format, diff)
		}
		if diff := cmp.Diff(map[string]string{"id": "str", "weight": "float", "kind": "str", "class": "str", "verdict": "str", "confidence": "float", "bits": "float",
			"words": "float", "copy_share": "float", "source_share": "float", "borderline": "bool", "family": "str", "start": "str"}, withStart(g.EdgeKinds)); diff != "" {
			t.Errorf("%s: edges: %s", format, diff)
		}
		heron := g.Nodes["1a00000000000001"]
		if heron["outlet"] != "The Harbour Lamp" || heron["published_earliest"] != "2024-03-04T09:00:00Z" || heron["root_claim"] != "origin" || heron["words"] != 94.0 {
			t.Errorf("%s: %v", format, heron)
		}
		if format == "gexf" && (heron["start"] != "2024-03-04" || g.Nodes["1a00000000000003"]["start"] != nil) {
			t.Errorf("gexf: start %v, and %v of an undated article", heron["start"], g.Nodes["1a00000000000003"]["start"])
		}
		if g.Nodes["unseen:Norrland Wire"]["kind"] != "unseen source" {
			t.Errorf("%s: no unseen source", format)
		}
		for _, e := range g.Edges {
			if e[0] == "1a00000000000001" && e[1] == "1a00000000000002" {
				if a := e[2].(map[string]any); a["confidence"] != 0.941 || a["class"] != "truncated" || a["verdict"] != "credited" || a["weight"] != 67.0 {
					t.Errorf("%s: edge %v", format, a)
				}
			}
		}
	}
}

// withStart adds the time of edges, which GraphML has not.
func withStart(kinds map[string]string) map[string]string {
	kinds = maps.Clone(kinds)
	kinds["start"] = "str"
	return kinds
}

func TestProvReadsBack(t *testing.T) {
	found := readBack(t)
	bundles := decoded[map[string]readBundle](t, found["mirrored.prov.json"])
	ours, theirs := bundles["stemma:our-claim"], bundles["stemma:their-claim"]
	if len(bundles) != 2 || len(ours.Entities) != 10 || len(ours.Derivations) != 7 || ours.Alternates != 1 {
		t.Errorf("ours: %d entities, %d derivations, %d alternates", len(ours.Entities), len(ours.Derivations), ours.Alternates)
	}
	if diff := cmp.Diff(map[string]int{"prov:Revision": 4, "prov:Quotation": 2, "prov:PrimarySource": 1}, ours.Kinds); diff != "" {
		t.Error(diff)
	}
	if len(theirs.Entities) != 4 || len(theirs.Derivations) != 2 || theirs.Kinds["prov:PrimarySource"] != 2 || theirs.Alternates != 0 {
		t.Errorf("theirs: %+v", theirs)
	}
	if ours.Entities["article:1a00000000000001"] != "Heron puts out the light at Oskar Point" {
		t.Errorf("labels %v", ours.Entities)
	}
	if !slices.Contains(ours.Derivations, [2]string{"article:1a00000000000002", "article:1a00000000000001"}) || !slices.Contains(ours.Confidences, 0.941) {
		t.Errorf("derivations %v, confidences %v", ours.Derivations, ours.Confidences)
	}
}

// A readDOT is a graph as Graphviz prints it in JSON.
type readDOT struct {
	Directed bool
	Objects  []map[string]any
	Edges    []map[string]any
}

// graphviz reads graphs and prints them again, in their order.
func graphviz(t *testing.T, graphs ...string) []readDOT {
	t.Helper()
	_, err := exec.LookPath("dot")
	needed(t, err, "graphviz")
	command := exec.Command("dot", "-Tdot_json")
	command.Stdin = strings.NewReader(strings.Join(graphs, ""))
	var talk bytes.Buffer
	command.Stderr = &talk
	out, err := command.Output()
	if err != nil || talk.Len() > 0 {
		t.Fatalf("%v: %s", err, talk.String())
	}
	var found []readDOT
	for in := json.NewDecoder(bytes.NewReader(out)); ; {
		var g readDOT
		err := in.Decode(&g)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, g)
	}
}

// nodes counts the objects that are not clusters.
func (g readDOT) nodes() int {
	n := 0
	for _, o := range g.Objects {
		if o["nodes"] == nil {
			n++
		}
	}
	return n
}

func TestDOTReadsBack(t *testing.T) {
	g := graphviz(t, written(t, Options{Format: "dot"}, fixture()))[0]
	if !g.Directed || g.nodes() != 10 || len(g.Objects) != 13 || len(g.Edges) != 7 {
		t.Errorf("%d nodes, %d objects, %d edges; want 10, 10 and 3 clusters, 7", g.nodes(), len(g.Objects), len(g.Edges))
	}
	for _, o := range g.Objects {
		if o["name"] == "F1a00000000000001 article:1a00000000000001" && (o["URL"] != "https://harbourlamp.example/heron" || o["tooltip"] != "https://harbourlamp.example/heron") {
			t.Errorf("node %v", o)
		}
	}
	if g.Edges[0]["label"] != "truncated, 67 words, 0.94" {
		t.Errorf("edge %v", g.Edges[0])
	}
}

// offline fails the test when a document refers to one on the network.
type offline struct{ t *testing.T }

func (l offline) LoadDocument(url string) (*ld.RemoteDocument, error) {
	l.t.Errorf("the document needs %s", url)
	return nil, errors.New("no network")
}

// expanded is a JSON-LD document as the algorithm of the standard expands it.
func expanded(t *testing.T, document string) map[string]any {
	t.Helper()
	var doc any
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = offline{t}
	out, err := ld.NewJsonLdProcessor().Expand(doc, options)
	if err != nil || len(out) != 1 {
		t.Fatalf("%d nodes, %v", len(out), err)
	}
	return out[0].(map[string]any)
}

// value follows names through expanded JSON-LD, the first of each list, to a value or an id.
func value(node any, names ...string) any {
	for _, name := range names {
		m, _ := node.(map[string]any)
		list, _ := m["https://schema.org/"+name].([]any)
		if strings.HasPrefix(name, "urn:") {
			list, _ = m[name].([]any)
		}
		if len(list) == 0 {
			return nil
		}
		node = list[0]
	}
	m, _ := node.(map[string]any)
	if v, ok := m["@value"]; ok {
		return v
	}
	return m["@id"]
}

func TestJSONLDReadsBack(t *testing.T) {
	parts := expanded(t, written(t, Options{Format: "jsonld"}, fixture()))["https://schema.org/hasPart"].([]any)
	based, links := 0, 0
	byID := map[any]any{}
	for _, p := range parts {
		m := p.(map[string]any)
		byID[m["@id"]] = p
		list, _ := m["https://schema.org/isBasedOn"].([]any)
		based += len(list)
		list, _ = m["urn:stemma:link"].([]any)
		links += len(list)
	}
	// Of 7 links 6 are as likely as not; the one of 0.48 is not said without its doubt.
	if len(parts) != 10 || based != 6 || links != 7 {
		t.Errorf("%d parts, %d isBasedOn, %d links", len(parts), based, links)
	}
	copied := byID["urn:stemma:article:1a00000000000002"]
	for _, c := range []struct {
		path []string
		want any
	}{
		{[]string{"headline"}, "Heron puts out the light"},
		{[]string{"isBasedOn"}, "urn:stemma:article:1a00000000000001"},
		{[]string{"citation", "publisher", "name"}, "The Harbour Lamp"},
		{[]string{"creditText"}, "Source: The Harbour Lamp"},
		{[]string{"sdPublisher", "name"}, "stemma 1.2.3"},
		{[]string{"datePublished"}, "2024-03-05"},
		{[]string{"urn:stemma:link", "urn:stemma:confidence"}, 0.941},
		{[]string{"urn:stemma:link", "urn:stemma:source"}, "urn:stemma:article:1a00000000000001"},
	} {
		if got := value(copied, c.path...); got != c.want {
			t.Errorf("%s = %v, want %v", strings.Join(c.path, "."), got, c.want)
		}
	}
	if got := value(byID["urn:stemma:article:2b00000000000001"], "sourceOrganization", "name"); got != "Norrland Wire" {
		t.Errorf("sourceOrganization %v", got)
	}
	if got := value(byID["urn:stemma:article:2b00000000000001"], "datePublished"); got != nil {
		t.Errorf("an open interval is a date of publication: %v", got)
	}
}

func ninjsSchema(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/ninjs.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestNinjsReadsBack(t *testing.T) {
	document := written(t, Options{Format: "ninjs"}, fixture())
	valid(t, "ninjs", compiled(t, ninjsSchema(t)), document)
	var got struct {
		RepresentationType string
		Associations       []struct {
			URI, Name    string
			AltIDs       []struct{ Role, Value string }
			InfoSources  []struct{ Name, Role string }
			Associations []struct {
				URI, Rel     string
				Descriptions []struct{ Role, Value string }
			}
		}
	}
	if err := json.Unmarshal([]byte(document), &got); err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, a := range got.Associations {
		links += len(a.Associations)
	}
	a := got.Associations[1]
	if len(got.Associations) != 9 || links != 7 || got.RepresentationType != "partial" || a.URI != "urn:stemma:article:1a00000000000002" ||
		a.InfoSources[0].Name != "The Harbour Lamp" || a.AltIDs[0].Value != "quayside-17" ||
		a.Associations[0].URI != "urn:stemma:article:1a00000000000001" || a.Associations[0].Descriptions[1].Value != "0.941" {
		t.Errorf("%d articles, %d links, %+v", len(got.Associations), links, a)
	}
}
