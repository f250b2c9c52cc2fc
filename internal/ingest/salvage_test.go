package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// A ZIP that has lost its list gives the members that it still has, whether their lengths
// stand before them or behind them, and says what is lost.
func TestSalvagedZIP(t *testing.T) {
	const lost = `- ERROR ZIP archive is damaged: the list at its end is lost, as in one cut short; its members are read by their own headers`
	streamed, stored := zipWritten(t, false), zipWritten(t, true)
	for _, row := range []struct {
		name    string
		content []byte
		want    []string
	}{
		{"whole", streamed, []string{`-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt plain "Three hens"`}},
		{"without its list", streamed[:listOf(streamed)], []string{lost, `-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt plain "Three hens"`}},
		{"stored", stored[:listOf(stored)+20], []string{lost, `-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt plain "Three hens"`}},
		{"cut in the last member", stored[:listOf(stored)-4], []string{lost, `-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt ERROR data ends early`}},
		{"cut in a header", stored[:listOf(stored)-30], []string{lost, `-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, "- ERROR ZIP archive is cut short in a member's header, after 2 members"}},
		{"damaged", bytes.Replace(stored[:listOf(stored)], []byte("Two sheep"), []byte("Ten sheep"), 1), []string{lost, `-!a.txt ERROR ZIP archive is damaged: zip: checksum error`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt plain "Three hens"`}},
		{"rubbish between", bytes.Replace(stored[:listOf(stored)], []byte("PK\x03\x04"), []byte("rubbishPK\x03\x04"), 2)[7:], []string{lost, `-!a.txt plain "Two sheep"`, `-!b.jsonl:1 plain "A goat"`, `-!b.jsonl:2 plain "A cow"`, `-!c.txt plain "Three hens"`, "- ERROR 7 bytes of the ZIP archive are in no member, and are lost"}},
	} {
		got := read(t, Options{Stdin: bytes.NewReader(row.content)}, "-")
		if strings.Join(got, "\n") != strings.Join(row.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", row.name, got, row.want)
		}
	}
	for at := range len(streamed) { // wherever it is cut, it ends, and the whole members are read
		got := read(t, Options{Stdin: bytes.NewReader(streamed[:at])}, "-")
		if at > listOf(streamed) && len(got) < 5 {
			t.Errorf("cut at %d: %q", at, got)
		}
	}
}

// zipWritten is a ZIP of three members: compressed as they came, or stored with their
// lengths before them.
func zipWritten(t *testing.T, stored bool) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range []struct{ name, text string }{
		{"a.txt", "Two sheep"}, {"b.jsonl", `{"text":"A goat"}` + "\n" + `{"text":"A cow"}`}, {"c.txt", "Three hens"},
	} {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if stored {
			h.Method, h.CRC32 = zip.Store, crc32.ChecksumIEEE([]byte(m.text))
			h.CompressedSize64, h.UncompressedSize64 = uint64(len(m.text)), uint64(len(m.text))
		}
		open := w.CreateHeader
		if stored {
			open = w.CreateRaw
		}
		f, err := open(h)
		if err == nil {
			_, err = fmt.Fprint(f, m.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// listOf is where the list of a ZIP begins.
func listOf(content []byte) int { return bytes.Index(content, []byte(listMark)) }
