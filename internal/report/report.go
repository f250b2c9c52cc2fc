// Package report writes families in the formats that people and other tools read.
package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"stemma/internal/news"
)

// Data is what a report tells of. Its sequences may be walked more than once and give
// the same each time: no format holds all that they yield.
type Data struct {
	About
	Families iter.Seq2[news.Family, error] // whole, sorted by ID
	Articles iter.Seq2[news.Head, error]   // every article reported on, in families or not, sorted by ID
	Matches  iter.Seq2[news.Match, error]  // every stored match among them, sorted by A and B; unlisted ones are left out
	Text     func(news.ID) (string, error) // the text of an article; nil leaves quotations out
	Digest   func(news.ID) string          // the SHA-256 of an article's text in hexadecimal; nil leaves it out
	Changes  func([]*news.Link) error      // sets what the copies of some links changed; nil leaves it out, and several goroutines may call it
	LeftOut  func(news.ID) int             // links of a family that a Filter left out; nil is none
}

// About says what a report was made from and how: enough to make it again.
type About struct {
	Version    string     `json:"stemma"`  // of the program
	Schema     string     `json:"schema"`  // of this document: SchemaID
	Scheme     string     `json:"scheme"`  // of the fingerprints
	Weights    string     `json:"weights"` // of the evidence: "default weights", or on what they were calibrated
	Corpus     Corpus     `json:"corpus"`
	Parameters Parameters `json:"parameters"`
}

// A Corpus is what the index held: the SHA-256 is that of the SHA-256 of each text in
// hexadecimal, sorted, each ended by a line feed.
type Corpus struct {
	Articles int    `json:"articles"`
	SHA256   string `json:"sha256"`
}

// Parameters are what was asked for, as it was typed; the zero value is the whole index.
type Parameters struct {
	Article       string   `json:"article,omitempty"`        // ID
	Family        string   `json:"family,omitempty"`         // ID
	Outlet        string   `json:"outlet,omitempty"`         // name or domain
	Since         string   `json:"since,omitempty"`          // day, YYYY-MM-DD
	Until         string   `json:"until,omitempty"`          // day
	MinConfidence float64  `json:"min_confidence,omitempty"` // 0 to 1
	Classes       []string `json:"classes,omitempty"`
	Verdicts      []string `json:"verdicts,omitempty"`
	IndexedSince  int64    `json:"indexed_since,omitempty"` // number of a run of index
}

// Options says how to write it.
type Options struct {
	Format string // one of Formats; empty is the first
	Table  string // one of Tables, for csv alone; empty is the first
}

// Formats lists the formats by name, the default first.
var Formats = []string{"html", "json", "jsonl", "csv", "md", "dot", "graphml", "gexf", "prov", "jsonld", "ninjs"}

// Tables lists the tables of the csv format by name, the default first.
var Tables = []string{"links", "matches", "families", "articles", "outlets", "evidence"}

// FileName is what a report is called in a folder: "report.html", "links.csv".
func FileName(format, table string) string {
	switch format {
	case "csv":
		return cmp.Or(table, Tables[0]) + ".csv"
	case "prov", "ninjs": // both are JSON
		return "report." + format + ".json"
	}
	return "report." + format
}

// FormatOf is the format that a file's name asks for by its ending, empty when none is.
func FormatOf(path string) string {
	name := strings.ToLower(path)
	for _, end := range []struct{ ending, format string }{
		{".prov.json", "prov"}, {".ninjs.json", "ninjs"}, {".htm", "html"}, {".markdown", "md"}, {".gv", "dot"}, {".ndjson", "jsonl"},
	} {
		if strings.HasSuffix(name, end.ending) {
			return end.format
		}
	}
	if ending := name[strings.LastIndexByte(name, '.')+1:]; slices.Contains(Formats, ending) {
		return ending
	}
	return ""
}

// The errors for a wrong name in Options.
var (
	ErrFormat = errors.New("no such format")
	ErrTable  = errors.New("no such table")
)

// Write writes d to w. The same data gives the same bytes.
func Write(w io.Writer, o Options, d Data) error {
	if o.Format == "" {
		o.Format = Formats[0]
	}
	if o.Table == "" {
		o.Table = Tables[0]
	}
	if !slices.Contains(Formats, o.Format) {
		return fmt.Errorf("write report as %q: %w", o.Format, ErrFormat)
	}
	if !slices.Contains(Tables, o.Table) {
		return fmt.Errorf("write table %q: %w", o.Table, ErrTable)
	}
	var err error
	if o.Format == "html" {
		err = writeHTML(w, d)
	} else {
		err = writeBook(w, o, d)
	}
	if err != nil {
		return fmt.Errorf("write report as %s: %w", o.Format, err)
	}
	return nil
}

func writeBook(w io.Writer, o Options, d Data) error {
	b, err := open(d)
	if err != nil {
		return err
	}
	switch o.Format {
	case "json":
		return writeJSON(w, b)
	case "jsonl":
		return writeJSONLines(w, b)
	case "csv":
		return writeCSV(w, o.Table, b)
	case "md":
		return writeMarkdown(w, b)
	case "graphml":
		return writeGraphML(w, b)
	case "gexf":
		return writeGEXF(w, b)
	case "prov":
		return writeProv(w, b)
	case "jsonld":
		return writeJSONLD(w, b)
	case "ninjs":
		return writeNinjs(w, b)
	}
	return writeDOT(w, b)
}
