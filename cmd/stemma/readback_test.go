package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"stemma/internal/report"
)

// TestCorpusReadBack writes the report of testdata/corpus in every exchange format in one
// run and has Python and Graphviz count what is in them: as many nodes and edges as the
// JSON report has articles, unseen sources and links. The JSON is valid by its schema.
func TestCorpusReadBack(t *testing.T) {
	dir := t.TempDir()
	db, out := filepath.Join(dir, "a.db"), filepath.Join(dir, "out")
	stemma(t, "index", "--db", db, "../../testdata/corpus")
	stemma(t, "report", "--db", db, "--format", "json,dot,graphml,gexf,prov", "-o", out)
	data, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	validReport(t, string(data))
	var r report.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	unseen, members, links := map[string]bool{}, 0, 0
	for _, f := range r.Families {
		members, links = members+len(f.Members)+len(f.Unseen), links+len(f.Links)
		for _, u := range f.Unseen {
			unseen[u.ID] = true
		}
	}
	nodes := len(r.Articles) + len(unseen)
	t.Logf("%d nodes, %d edges; in DOT, which draws each family apart, %d nodes", nodes, links, members)
	if got := asked(t, "/usr/bin/python3", "-c", countGraphs, out); got != strings.Repeat(counted(nodes, links), 3) {
		t.Errorf("Python counts\n%s, want %s each", got, counted(nodes, links))
	}
	dot := asked(t, "dot", "-Tplain", filepath.Join(out, "report.dot"))
	if n, e := strings.Count(dot, "\nnode "), strings.Count(dot, "\nedge "); n != members || e != links {
		t.Errorf("Graphviz draws %d nodes and %d edges, want %d and %d", n, e, members, links)
	}
}

func counted(nodes, edges int) string {
	b, _ := json.Marshal([2]int{nodes, edges})
	return strings.ReplaceAll(string(b), ",", ", ") + "\n"
}

const countGraphs = `
import sys, networkx, prov.model as m
dir = sys.argv[1]
for g in networkx.read_graphml(dir + "/report.graphml"), networkx.read_gexf(dir + "/report.gexf"):
    print([g.number_of_nodes(), g.number_of_edges()])
ours = [b for b in m.ProvDocument.deserialize(dir + "/report.prov.json").bundles if str(b.identifier) == "stemma:our-claim"][0]
print([len(list(ours.get_records(m.ProvEntity))), len(list(ours.get_records(m.ProvDerivation)))])
`

// asked is what another program prints. In CI it must be there.
func asked(t *testing.T, program string, args ...string) string {
	t.Helper()
	command := exec.Command(program, args...)
	var talk strings.Builder
	command.Stderr = &talk
	out, err := command.Output()
	if missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, exec.ErrNotFound) || strings.Contains(talk.String(), "No module named"); missing && os.Getenv("CI") == "" {
		t.Skipf("%s: %v: apt-get install graphviz python3-networkx python3-prov", program, err)
	}
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, talk.String())
	}
	return string(out)
}

func validReport(t *testing.T, document string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mem:///schema", schema); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile("mem:///schema").Validate(doc); err != nil {
		t.Error(err)
	}
}
