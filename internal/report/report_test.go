package report

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// everyReport lists each format, and csv once for each table, with its golden file.
func everyReport() map[string]Options {
	all := map[string]Options{}
	for _, format := range Formats {
		if format != "csv" {
			all["report."+format] = Options{Format: format}
		}
	}
	for _, table := range Tables {
		all[table+".csv"] = Options{Format: "csv", Table: table}
	}
	return all
}

func TestGolden(t *testing.T) {
	for name, options := range everyReport() {
		t.Run(name, func(t *testing.T) {
			got := written(t, options, fixture())
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got, go test -update rewrites:\n%s", diff)
			}
		})
	}
}

// A report walks its data more than once and holds none of it: the same data twice gives
// the same bytes.
func TestSameBytes(t *testing.T) {
	for name, options := range everyReport() {
		if diff := cmp.Diff(written(t, options, fixture()), written(t, options, fixture())); diff != "" {
			t.Fatalf("%s: %s", name, diff)
		}
	}
}

func TestDefaultsAreTheFirst(t *testing.T) {
	if written(t, Options{}, fixture()) != written(t, Options{Format: Formats[0]}, fixture()) {
		t.Error("no format is not the first")
	}
	if written(t, Options{Format: "csv"}, fixture()) != written(t, Options{Format: "csv", Table: Tables[0]}, fixture()) {
		t.Error("no table is not the first")
	}
}

func TestWrongNames(t *testing.T) {
	if err := Write(io.Discard, Options{Format: "pdf"}, fixture()); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), `"pdf"`) {
		t.Errorf("format pdf: %v", err)
	}
	if err := Write(io.Discard, Options{Format: "csv", Table: "outlett"}, fixture()); !errors.Is(err, ErrTable) || !strings.Contains(err.Error(), `"outlett"`) {
		t.Errorf("table outlett: %v", err)
	}
}

func TestEmptyIndex(t *testing.T) {
	for name, options := range everyReport() {
		if got := written(t, options, Data{About: About{Version: "1"}}); got == "" {
			t.Errorf("%s of nothing is nothing", name)
		}
	}
}

func TestWithoutTexts(t *testing.T) {
	d := fixture()
	d.Text = nil
	for _, options := range everyReport() {
		written(t, options, d)
	}
}

// A quotation that cannot be made must fail the report, not thin it.
func TestMissingTextFails(t *testing.T) {
	for _, format := range []string{"json", "html", "md"} {
		d := fixture()
		d.Text = func(news.ID) (string, error) { return "", errNoText }
		if err := Write(io.Discard, Options{Format: format}, d); !errors.Is(err, errNoText) {
			t.Errorf("%s: %v", format, err)
		}
		d.Text = func(news.ID) (string, error) { return "short", nil }
		if err := Write(io.Discard, Options{Format: format}, d); err == nil || !strings.Contains(err.Error(), "outside its text of 5 bytes") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

type broken struct{ after int }

func (b *broken) Write(p []byte) (int, error) {
	if b.after -= len(p); b.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestFailingWriter(t *testing.T) {
	for name, options := range everyReport() {
		for _, after := range []int{0, 100} {
			if err := Write(&broken{after}, options, fixture()); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s after %d bytes: %v", name, after, err)
			}
		}
	}
}
