package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func warcOf(uri, block string, length int) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <%s>\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", uri, length, block)
}

// Records are found however the file is packed, and whatever their lengths say.
func TestWARC(t *testing.T) {
	a, b := warcOf("u", "Two sheep", 9), warcOf("v", "A goat", 6)
	whole := []string{`-!1 plain url=u captured=2021-03-04T05:06:07Z "Two sheep"`, `-!2 plain url=v captured=2021-03-04T05:06:07Z "A goat"`}
	for _, c := range []struct {
		name, content string
		want          []string
	}{
		{"plain", a + b, whole},
		{"line feeds", strings.ReplaceAll(a+b, "\r", ""), whole},
		{"a member a record", gzipped(t, a) + gzipped(t, b), whole},
		{"one member", gzipped(t, a+b), whole},
		{"members cut anywhere", gzipped(t, (a + b)[:40]) + gzipped(t, (a + b)[40:200]) + gzipped(t, (a + b)[200:]), whole},
		{"length too long", warcOf("u", "Two sheep", 150) + b, []string{"-!1 ERROR WARC record is 9 bytes long and says 150", whole[0], whole[1]}},
		{"length too short", warcOf("u", "Two sheep", 5) + b, []string{`-!1 plain url=u captured=2021-03-04T05:06:07Z "Two s"`, "-!2 ERROR 4 bytes here are in no record, and are lost", whole[1]}},
		{"no length", strings.Replace(a, "Content-Length: 9", "", 1) + b, []string{`-!1 ERROR WARC record has no length: Content-Length is ""`, "-!2 ERROR 9 bytes here are in no record, and are lost", whole[1]}},
		{"cut", a + b[:len(b)-8], []string{whole[0], `-!2 plain url=v captured=2021-03-04T05:06:07Z "A "`, "-!2 ERROR WARC record ends early, after 2 of 6 bytes"}},
		{"too long", warcOf("u", strings.Repeat("a", 1<<20), 1<<20) + b, []string{"-!1 ERROR document of 1,048,576 bytes is over the limit of 4,096; see --max-document", whole[1]}},
		{"garbage between members", gzipped(t, a) + "garbage" + gzipped(t, b), []string{whole[0], "-!2 ERROR gzip data is followed by something else", strings.Replace(whole[1], "!2", "!3", 1)}},
	} {
		var got []string
		for doc, err := range Read(t.Context(), []string{"-"}, Options{MaxDocument: 1 << 12, Stdin: strings.NewReader(c.content)}) {
			got = append(got, doc.Place+" "+outcome(doc, err))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// Each damaged byte of a crawl costs the record it stands in: four of its five documents
// are read, wherever it is, and what is lost is said.
func TestDamagedWARC(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "cmd", "stemma", "testdata", "formats", "crawl.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bodies := func(content []byte) (all []string, faults int) {
		for _, got := range read(t, Options{}, rawFile(t, dir, content)) {
			_, what, _ := strings.Cut(got, " ")
			if strings.HasPrefix(what, "ERROR") {
				faults++
			} else {
				all = append(all, what)
			}
		}
		return all, faults
	}
	whole, _ := bodies(content)
	for at := 10; at < len(content); at += 3 { // a file without its own gzip header is none
		damaged := bytes.Clone(content)
		damaged[at] ^= 0xff
		if got, faults := bodies(damaged); len(got) < 4 || faults == 0 && !slices.Equal(got, whole) {
			t.Errorf("byte %d damaged: %d documents, %d errors", at, len(got), faults)
		}
	}
}

func rawFile(t *testing.T, dir string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, "crawl.warc.gz")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file in which every length says too much costs as many longest documents as are allowed,
// not as many as it has records.
func TestMisreadWARC(t *testing.T) {
	one := "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 1000000\r\n\r\nSheep\r\n\r\n"
	got, taken := readMeasured(t, Options{Stdin: strings.NewReader(strings.Repeat(one, 20000))}, "-")
	if len(got) < 2*maxMisread || taken > 1<<30 {
		t.Errorf("%d answers, %d bytes allocated", len(got), taken)
	}
}

// A crawl's feeds, tables and JSON are read; what programs send each other is not.
func TestListsInWARC(t *testing.T) {
	item := `{"title":"T","url":"https://a.example/1","content_text":"Two sheep"}`
	for _, row := range []struct {
		media, body string
		want        []string
	}{
		{"application/json", item, []string{`-!1:1 plain url=https://a.example/1 captured=2021-03-04T05:06:07Z title=T "Two sheep"`}},
		{"application/feed+json; charset=utf-8", `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[` + item + `]}`, []string{`-!1!1 plain url=https://a.example/1 captured=2021-03-04T05:06:07Z outlet=F title=T "Two sheep"`}},
		{"application/rss+xml", `<rss version="2.0"><channel><title>F</title><item><title>T</title><link>https://a.example/1</link><description>Two sheep</description></item></channel></rss>`, []string{`-!1!1 plain url=https://a.example/1 captured=2021-03-04T05:06:07Z outlet=F title=T "Two sheep"`}},
		{"text/csv", "title,text\nT,Two sheep\nU,A goat\n", []string{`-!1:2 plain captured=2021-03-04T05:06:07Z title=T "Two sheep"`, `-!1:3 plain captured=2021-03-04T05:06:07Z title=U "A goat"`}},
		{"application/json", `{"status":"ok","text":"saved"}`, nil},
		{"application/json", `{"broken`, nil},
		{"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><text>Two sheep</text></svg>`, nil},
	} {
		record := fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/list\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", row.media, len(row.body), row.body)
		if got := read(t, Options{Stdin: strings.NewReader(record)}, "-"); !slices.Equal(got, row.want) {
			t.Errorf("%s %s:\n got %q\nwant %q", row.media, row.body, got, row.want)
		}
	}
}
