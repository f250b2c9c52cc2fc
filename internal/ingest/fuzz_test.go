package ingest

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever the bytes are and whatever their name promises: no panic, an end, a place for
// every record and error, no record over the limit, and the same again.
func FuzzRecords(f *testing.F) {
	for _, c := range formats {
		f.Add([]byte(c.content), c.name)
	}
	for _, c := range texts {
		f.Add([]byte(c.text), "a.txt")
	}
	for _, c := range jsonRecords {
		f.Add([]byte(c.line), "a.jsonl")
	}
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		const limit = 1 << 12
		cut := func() (all []string) {
			one := func(r Record, err error) bool {
				if r.Place == "" || len(r.raw) > limit {
					t.Fatalf("record at %q of %d bytes", r.Place, len(r.raw))
				}
				doc, fault := r.Document()
				if err == nil && fault == nil && (len(doc.Body) == 0 || doc.Place != r.Place) {
					t.Fatalf("document at %q without a text", doc.Place)
				}
				if fault == nil && doc.MediaType != "text/html" && !utf8.Valid(doc.Body) {
					t.Fatalf("%s: body is not UTF-8: %q", doc.Place, doc.Body)
				}
				all = append(all, r.Place+outcome(doc, fault))
				return true
			}
			c := newCutter(t.Context(), Options{MaxDocument: limit}, one)
			c.stream(stream{place: "p", ext: extension(name), size: -1}, bytes.NewReader(content))
			return all
		}
		first := cut()
		if len(first) == 0 {
			t.Fatalf("nothing was said of %q", content)
		}
		if again := cut(); !slices.Equal(first, again) {
			t.Fatalf("twice is not the same:\n%q\n%q", first, again)
		}
	})
}

// The scanner accepts the objects that encoding/json accepts, and finds the same in them.
func FuzzMembers(f *testing.F) {
	for _, c := range jsonRecords {
		f.Add([]byte(c.line))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !utf8.Valid(raw) {
			return
		}
		got := map[string]string{}
		err := members(raw, func(name string, value []byte) error {
			got[name] = string(value)
			if value[0] == '"' {
				got[name] = unquote(value)
			}
			return nil
		})
		if err != nil && err.Error() == "invalid JSON" {
			t.Fatalf("%q is refused without a reason", raw)
		}
		if err == nil && !json.Valid(raw) && (bytes.Contains(raw, []byte("NaN")) || bytes.Contains(raw, []byte("Infinity"))) {
			return
		}
		var want map[string]json.RawMessage
		if fault := json.Unmarshal(raw, &want); (fault == nil && want != nil) != (err == nil) {
			t.Fatalf("%q: got %v, encoding/json says %v", raw, err, fault)
		}
		if err != nil {
			return
		}
		for name, value := range want {
			if s := value; s[0] == '"' {
				var text string
				if json.Unmarshal(s, &text) == nil && got[name] != text {
					t.Fatalf("%q: %s is %q, want %q", raw, name, got[name], text)
				}
			} else if got[name] != string(value) {
				t.Fatalf("%q: %s is %s, want %s", raw, name, got[name], value)
			}
		}
	})
}

// benchmarkLine is a JSON line of the size and make of a news record: 3 kB, quotation
// marks and line feeds escaped, some letters beyond ASCII.
func benchmarkLine() string {
	paragraph := "The ferry “Olga” carried forty-two sheep across the sound on Tuesday, said its captain, and \"none of them\" complained. "
	record, err := json.Marshal(map[string]any{
		"id": "ferry-17", "url": "https://www.sound.example/news/ferry-17?utm_source=feed", "title": "Sheep cross the sound",
		"text": strings.Repeat(strings.Repeat(paragraph, 3)+"\n\n", 8), "published": "2021-03-04T05:06:07+01:00",
		"source": "The Sound", "author": []string{"A. Ewe", "B. Ram"}, "language": "en", "section": "local", "comments": 17,
	})
	if err != nil {
		panic(err)
	}
	return string(record)
}

func BenchmarkCut(b *testing.B) {
	lines := strings.Repeat(benchmarkLine()+"\n", 4000)
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Records(b.Context(), []string{"-"}, Options{Stdin: onlyReader{strings.NewReader(lines)}}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// onlyReader hides what else a reader can do: a file cannot either.
type onlyReader struct{ io.Reader }

func BenchmarkDecode(b *testing.B) {
	r := Record{Place: "p:1", format: jsonLines, raw: []byte(benchmarkLine())}
	b.SetBytes(int64(len(r.raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Document(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodeStandard is what Document is compared with.
func BenchmarkDecodeStandard(b *testing.B) {
	raw := []byte(benchmarkLine())
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		var fields map[string]json.RawMessage
		var text string
		if json.Unmarshal(raw, &fields) != nil || json.Unmarshal(fields["text"], &text) != nil {
			b.Fatal("invalid")
		}
	}
}
