package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is a JSON Schema as an independent implementation reads it.
func compiled(t *testing.T, schema string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mem:///schema", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///schema")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// valid checks a document against a schema.
func valid(t *testing.T, name string, s *jsonschema.Schema, document string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestJSONIsValid(t *testing.T) {
	s := compiled(t, Schema)
	valid(t, "fixture", s, written(t, Options{Format: "json"}, fixture()))
	valid(t, "empty", s, written(t, Options{Format: "json"}, Data{About: About{Schema: SchemaID}}))
}

// The schema knows every name of the types and no other: a name that is added to one
// alone fails here.
func TestSchemaIsWhole(t *testing.T) {
	s := compiled(t, Schema)
	for _, c := range []struct{ why, old, new string }{
		{"a name too many", `"claim"`, `"extra_name": 1, "claim"`},
		{"a name too few", `"verdict"`, `"verdikt"`},
		{"a wrong type", `"words": 45`, `"words": "45"`},
		{"a range of three", "\"copy\": [\n                0,", "\"copy\": [\n                0, 1,"},
		{"a probability above 1", `"probability": 0.957`, `"probability": 1.957`},
		{"no such class", `"class": "truncated"`, `"class": "trunkated"`},
	} {
		good := written(t, Options{Format: "json"}, fixture())
		bad := strings.Replace(good, c.old, c.new, 1)
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if bad == good || err != nil {
			t.Fatalf("%s: not made: %v", c.why, err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("%s: valid", c.why)
		}
	}
}

// JSON lines hold what the JSON report holds, an object a line.
func TestJSONLines(t *testing.T) {
	var whole Report
	if err := json.Unmarshal([]byte(written(t, Options{Format: "json"}, fixture())), &whole); err != nil {
		t.Fatal(err)
	}
	var got Report
	for line := range strings.Lines(written(t, Options{Format: "jsonl"}, fixture())) {
		var kind struct{ Type string }
		if err := json.Unmarshal([]byte(line), &kind); err != nil {
			t.Fatal(err)
		}
		switch kind.Type {
		case "report":
			readInto(t, line, &got.About)
		case "family":
			got.Families = append(got.Families, readInto(t, line, new(Family)))
		case "article":
			got.Articles = append(got.Articles, readInto(t, line, new(Article)))
		case "match":
			got.Matches = append(got.Matches, readInto(t, line, new(Match)))
		default:
			t.Errorf("type %q", kind.Type)
		}
	}
	got.Seal = whole.Seal
	a, _ := json.Marshal(whole)
	b, _ := json.Marshal(got)
	if !bytes.Equal(a, b) {
		t.Errorf("json\n%s\njsonl\n%s", a, b)
	}
}

func readInto[T any](t *testing.T, line string, into *T) T {
	t.Helper()
	if err := json.Unmarshal([]byte(line), into); err != nil {
		t.Fatal(err)
	}
	return *into
}
