package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/news"
)

// reported is the fixture as its JSON report reads.
func reported(t *testing.T) Report {
	t.Helper()
	r, err := Read(strings.NewReader(written(t, Options{Format: "json"}, fixture())))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDiff(t *testing.T) {
	link := func(r *Report) *Link { return &r.Families[0].Links[1] }
	for _, c := range []struct {
		why    string
		change func(*Report)
		want   string
	}{
		{"nothing", func(r *Report) {}, "nothing"},
		{"a verdict", func(r *Report) { link(r).Verdict = "uncredited" }, "changed 1a00000000000003 verdict uncredited, was credit stripped"},
		{"a confidence", func(r *Report) { link(r).Confidence = 0.7 }, "changed 1a00000000000003 confidence 0.70, was 0.62"},
		{"less than is shown", func(r *Report) { link(r).Confidence = 0.6201 }, "nothing"},
		{"another source", func(r *Report) { link(r).Source, link(r).SourceName = "2b00000000000002", "x" }, "changed 1a00000000000003 source x, was https://harbourlamp.example/heron"},
		{"a link gone", func(r *Report) { r.Families[0].Links = r.Families[0].Links[:2] }, "gone 3c00000000000001 partial, confidence 0.48, unclear"},
		{"another root", func(r *Report) { r.Families[0].RootName, r.Families[0].Claim = "x", "earliest" }, "changed F1a00000000000001 root x, was https://harbourlamp.example/heron; claim earliest, was origin"},
		{"the same family by another ID", func(r *Report) { r.Families[0].ID = "F0" }, "nothing"},
		{"a family gone", func(r *Report) { r.Families = r.Families[:2] }, "gone 4d00000000000002 identical, confidence 0.50, unclear|gone F4d00000000000001 " + "These 2 articles"},
		{"an article gone", func(r *Report) { r.Articles = r.Articles[:8] }, "gone 5e00000000000001"},
		{"a text", func(r *Report) { r.Articles[0].TextSHA256 = "0" }, "text 1a00000000000001"},
	} {
		after := reported(t)
		c.change(&after)
		var got []string
		d := Diff(reported(t), after)
		for _, id := range d.Articles.Gone {
			got = append(got, "gone "+id)
		}
		for _, id := range d.Articles.Changed {
			got = append(got, "text "+id)
		}
		for _, l := range d.Links {
			got = append(got, l.What+" "+l.Copy+" "+strings.Join(l.Details, "; "))
		}
		for _, f := range d.Families {
			got = append(got, f.What+" "+f.Family+" "+strings.Join(f.Details, "; "))
		}
		if d.None() {
			got = append(got, "nothing")
		}
		if s := strings.Join(got, "|"); !strings.HasPrefix(s, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.why, s, c.want)
		}
	}
}

// Every name of a link that a forger may change is found, whatever it is.
func TestVerifyFindsAnyName(t *testing.T) {
	honest := written(t, Options{Format: "json"}, fixture())
	now := reported(t)
	text := func(id string) (string, bool) {
		s, ok := texts[news.ID(id)]
		return s, ok
	}
	for _, c := range Verify(isSealed(t, honest), reported(t), now, text) {
		if !c.Holds() {
			t.Fatalf("the honest report: %+v", c)
		}
	}
	for _, c := range []struct{ what, old, new string }{
		{"seal", `"stemma": "1.2.3"`, `"stemma": "1.2.4"`},
		{"parameters", `"scheme": "words 1"`, `"scheme": "words 2"`},
		{"parameters", `"articles": 9,`, `"articles": 8,`},
		{"articles", `"byline": "Mira Tollund"`, `"byline": "Mira Tolund"`},
		{"quoted words", `"quote": "Source: The Harbour Lamp",` + "\n" + `              "quoted_from"`, `"quote": "Source: The Harbor Lamp",` + "\n" + `              "quoted_from"`},
		{"quoted words", `for nine hours on Monday`, `for ten hours on Monday`},
		{"quoted words", "\"copy\": [\n                0,\n                246", "\"copy\": [\n                1,\n                247"},
		{"links", `"words": 67,`, `"words": 68,`},
		{"links", `"bits": -0.3`, `"bits": 0.3`},
		{"links", `It was published between 0 and 2 days later.`, `It was published a day later.`},
		{"links", `"runner_up_confidence": 0.31`, `"runner_up_confidence": 0.30`},
		{"families", `"probability": 0.957`, `"probability": 0.997`},
		{"families", `"claim": "undetermined"`, `"claim": "origin"`},
		{"families", `so nothing says that it came later`, `so it came later`},
		{"matches", `"longest_run": 13`, `"longest_run": 14`},
	} {
		forged := strings.Replace(honest, c.old, c.new, 1)
		var r Report
		if err := json.Unmarshal([]byte(forged), &r); err != nil || forged == honest {
			t.Fatalf("%s: not forged: %v", c.new, err)
		}
		held := map[string]bool{}
		for _, check := range Verify(isSealed(t, forged), r, now, text) {
			held[check.What] = check.Holds()
		}
		if held[c.what] || held["seal"] {
			t.Errorf("%s instead of %s: %v", c.new, c.old, held)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, data := range []string{"", "{", "[]", `{"a": 1}`, `{"schema": "urn:stemma:report:2"}`, "\x00\xff", `{"families": null}`, `{"families": [{}`, written(t, Options{Format: "json"}, fixture()) + "{}"} {
		if _, err := Read(strings.NewReader(data)); err == nil {
			t.Errorf("%q is read", data)
		}
	}
}

func isSealed(t *testing.T, document string) bool {
	t.Helper()
	ok, err := Sealed(strings.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestSeal(t *testing.T) {
	whole := written(t, Options{Format: "json"}, fixture())
	if !isSealed(t, whole) {
		t.Fatal("a report is not sealed")
	}
	for i := 0; i < len(whole); i += 97 {
		forged := []byte(whole)
		forged[i] ^= 1
		if isSealed(t, string(forged)) {
			t.Errorf("byte %d of %d is another, and the seal holds", i, len(whole))
		}
	}
	if isSealed(t, whole[:len(whole)-1]) || isSealed(t, "") || isSealed(t, whole+" ") {
		t.Error("a report that is cut or longer is sealed")
	}
}

func TestDiffIsOrdered(t *testing.T) {
	after := reported(t)
	after.Families = nil
	if diff := cmp.Diff(Diff(reported(t), after), Diff(reported(t), after)); diff != "" {
		t.Error(diff)
	}
}
