package ingest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// bombs are what unpacks to far more than it is, or lies too deep. Reading them takes
// memory for one document and no more.
func TestBombs(t *testing.T) {
	const size = 300 << 20
	for _, c := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"text.gz", gzipOf(t, repeated("", size, "")), "ERROR " + string(errBomb)},
		{"line.jsonl.gz", gzipOf(t, repeated(`{"text":"`, size, `"}`)), "ERROR " + string(errBomb)},
		{"text.zst", zstdOf(t, repeated("", size, "")), "ERROR " + string(errBomb)},
		{"once.zip", zipOf(t, "a.jsonl", repeated(`{"text":"`, size, `"}`)), "first-a.jsonl:1 ERROR " + string(errBomb)},
		{"inner.zip", zipOf(t, "a.zip", bytes.NewReader(zipOf(t, "a.zip", bytes.NewReader(zipOf(t, "a.jsonl.gz", bytes.NewReader(gzipOf(t, repeated(`{"text":"`, size, `"}`)))))))), "inner.zip ERROR " + string(errBomb)},
		{"crawl.warc.gz", gzipOf(t, repeated("WARC/1.0\nContent-Length: 900000000\n\n", size, "")), "ERROR " + string(errBomb)},
		{"nested.gz", nested(t, maxDepth+1), "ERROR " + string(errTooDeep)},
		{"fits.gz", nested(t, maxDepth), "plain"},
	} {
		path := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(path, c.content, 0o644); err != nil {
			t.Fatal(err)
		}
		got, taken := readMeasured(t, Options{}, path)
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: got %.300q, want %s", c.name, got, c.want)
		}
		if taken > 100<<20 {
			t.Errorf("%s: %d bytes allocated", c.name, taken)
		}
	}
}

func gzipOf(t *testing.T, r io.Reader) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	copied(t, w, r)
	return b.Bytes()
}

func zstdOf(t *testing.T, r io.Reader) []byte {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	copied(t, w, r)
	return b.Bytes()
}

func deflated(t *testing.T, text string) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	copied(t, w, strings.NewReader(text))
	return b.Bytes()
}

// zipOf is a ZIP of two members.
func zipOf(t *testing.T, name string, r io.Reader) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range []string{"first-" + name, name} {
		w, err := z.Create(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
		r = strings.NewReader(sheep)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func copied(t *testing.T, w io.WriteCloser, r io.Reader) {
	t.Helper()
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// nested is a text in gzip, depth times over.
func nested(t *testing.T, depth int) []byte {
	content := []byte(sheep)
	for range depth {
		content = gzipOf(t, bytes.NewReader(content))
	}
	return content
}

// Members are read in their order; what is no regular file, hidden or of another kind is
// passed over, and a name cannot write to the terminal.
func TestTarMembers(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "d/", Typeflag: tar.TypeDir}, {Name: "d/b.txt"}, {Name: "./a.txt"}, {Name: "../up.txt"}, {Name: "link.txt", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
		{Name: ".git/x.txt"}, {Name: "__MACOSX/a.txt"}, {Name: "x.jpg"}, {Name: "e\x1b[31m.txt"},
	} {
		if h.Typeflag == 0 {
			h.Typeflag, h.Size = tar.TypeReg, int64(len(sheep))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			io.WriteString(w, sheep)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var over []string
	got := read(t, Options{Stdin: &b, PassedOver: func(place string) { over = append(over, place) }}, "-")
	for i := range got {
		got[i], _, _ = strings.Cut(got[i], ` "`)
	}
	if want := []string{"-!d/b.txt plain", "-!./a.txt plain", "-!../up.txt plain", "-!e\uFFFD[31m.txt plain"}; !slices.Equal(got, want) {
		t.Errorf("documents: got %q, want %q", got, want)
	}
	if want := []string{"-!link.txt", "-!.git/x.txt", "-!__MACOSX/a.txt", "-!x.jpg"}; !slices.Equal(over, want) {
		t.Errorf("passed over: got %q, want %q", over, want)
	}
}

// An answer's body is unchunked and unpacked; a header that promises too much is not
// believed, and damage costs what comes after it.
func TestAnswer(t *testing.T) {
	zipped := string(gzipOf(t, strings.NewReader(sheep+sheep)))
	for _, c := range []struct{ head, body, want, lost string }{
		{"X-Served-By: a crawler", sheep, sheep, ""},
		{"Transfer-Encoding: chunked", "4\r\nTwo \r\n5\r\nsheep\r\n0\r\n\r\n", "Two sheep", ""},
		{"Transfer-Encoding: chunked", sheep, sheep, ""},
		{"Transfer-Encoding: chunked", "4\r\nTwo \r\nfive\r\nsheep", "Two ", "chunks of the body are damaged after 4 bytes"},
		{"Content-Encoding: gzip", zipped, sheep + sheep, ""},
		{"Content-Encoding: gzip", sheep, sheep, ""},
		{"Content-Encoding: gzip", zipped[:len(zipped)-8], sheep + sheep, "gzip data of the body are damaged after 68 bytes"},
		{"Content-Encoding: br", "\x0b\x04\x80sheep are\x03", "sheep are", ""},
		{"Content-Encoding: br", sheep, sheep, ""},
		{"Content-Encoding: deflate", string(deflated(t, sheep)), sheep, ""},
		{"Content-Encoding: zstd", string(zstdOf(t, strings.NewReader(sheep))), sheep, ""},
	} {
		a, err := readAnswer([]byte("HTTP/1.1 200 OK\r\n"+c.head+"\r\n\r\n"+c.body), 1<<20)
		if err != nil || string(a.body) != c.want || a.lost != c.lost || !a.good {
			t.Errorf("%s %q: got %q, %q, %v, want %q, %q", c.head, c.body, a.body, a.lost, err, c.want, c.lost)
		}
	}
}
