package ingest

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzLimit is the limit of a document in the fuzz targets, and fuzzMemory the bytes that
// reading one input may allocate in all: nested decompressors have windows of up to
// 128 MiB, everything else takes a few buffers.
const fuzzLimit, fuzzMemory = 1 << 12, 512 << 20

// fuzzed cuts an input twice. Whatever its bytes are: no panic, an end, a place for every
// record and error, no record over the limit, memory within its bound, and the same again.
func fuzzed(t *testing.T, content []byte, cut func(c *cutter, s stream) bool) {
	read := func() (all []string) {
		one := func(r Record, err error) bool {
			if r.Place == "" || len(r.raw) > fuzzLimit {
				t.Fatalf("record at %q of %d bytes", r.Place, len(r.raw))
			}
			if err != nil {
				all = append(all, r.Place+err.Error())
				return true
			}
			doc, fault := r.Document()
			if fault == nil && (len(doc.Body) == 0 || doc.Place != r.Place) {
				t.Fatalf("document at %q without a text", doc.Place)
			}
			if fault == nil && doc.MediaType != "text/html" && !utf8.ValidString(doc.Body) {
				t.Fatalf("%s: body is not UTF-8: %q", doc.Place, doc.Body)
			}
			all = append(all, r.Place+outcome(doc, fault))
			return true
		}
		c := newCutter(t.Context(), Options{MaxDocument: fuzzLimit, PassedOver: func(place string) { all = append(all, place) }}, one)
		s := stream{place: "p", size: -1}
		s.in = c.buffer(bytes.NewReader(content))
		if !cut(c, s) {
			t.Fatal("reading was given up")
		}
		return all
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	first := read()
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > fuzzMemory {
		t.Fatalf("%d bytes allocated for an input of %d", taken, len(content))
	}
	if again := read(); !slices.Equal(first, again) {
		t.Fatalf("twice is not the same:\n%q\n%q", first, again)
	}
}

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
		said := false
		fuzzed(t, content, func(c *cutter, s stream) bool {
			s.ext = extension(name)
			inner := c.yield
			c.yield = func(r Record, err error) bool { said = true; return inner(r, err) }
			passed := c.opts.PassedOver
			c.opts.PassedOver = func(place string) { said = true; passed(place) }
			return c.opened(s)
		})
		if !said {
			t.Fatalf("nothing was said of %q", content)
		}
	})
}

func FuzzWARC(f *testing.F) {
	seed(f, "crawl.warc", "junk.warc")
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, content, (*cutter).warc) })
}

// FuzzPacked reads WARC out of damaged gzip, and whatever bzip2 and zstd make of a text.
func FuzzPacked(f *testing.F) {
	seed(f, "crawl.warc.gz", "damaged.warc.gz", "bath.txt.bz2", "bath.txt.zst")
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, name := range []string{"gzip", "bzip2", "zstd"} {
			fuzzed(t, content, func(c *cutter, s stream) bool { return c.unpack(s, name) })
		}
	})
}

func FuzzArchive(f *testing.F) {
	seed(f, "pages.zip", "broken.zip", "cut.tar")
	f.Add([]byte("PK\x03\x04" + strings.Repeat("\x00", localHeader-4) + "Two sheep")) // a member and no list
	f.Fuzz(func(t *testing.T, content []byte) {
		fuzzed(t, content, (*cutter).zipped)
		fuzzed(t, content, (*cutter).tarred)
	})
}

func FuzzMHTML(f *testing.F) {
	seed(f, "bath.mhtml", "cut.mhtml", "pageless.mht")
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, content, (*cutter).mhtml) })
}

func FuzzTable(f *testing.F) {
	seed(f, "table.tsv", "semicolon.csv", "open.csv")
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, content, (*cutter).table) })
}

func FuzzXML(f *testing.F) {
	for _, c := range xmlFiles {
		f.Add([]byte(c.content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, format := range []format{feed, newsML} {
			fuzzed(t, content, func(c *cutter, s stream) bool { return c.xml(s, format) })
		}
	})
}

// seed adds the files that the command's script tests read, which were made for them.
func seed(f *testing.F, names ...string) {
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("..", "..", "cmd", "stemma", "testdata", "formats", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
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
		if err != nil && strings.Contains(err.Error(), "deep in each other") {
			return // encoding/json goes deeper
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
