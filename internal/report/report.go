// Package report writes families in the formats that people and other tools read.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"stemma/internal/news"
)

// Data is what a report tells of.
type Data struct {
	Version  string // of the program, as the report cites it
	Families []news.Family
	Articles []news.Head                   // every article reported on, in families or not
	Matches  []news.Match                  // every stored match among them; unlisted ones are left out
	Text     func(news.ID) (string, error) // the text of an article; nil leaves quotations out
}

// Options says how to write it.
type Options struct {
	Format string // one of Formats; empty is the first
	Table  string // one of Tables, for csv alone; empty is the first
}

// Formats lists the formats by name, the default first.
var Formats = []string{"html", "json", "csv", "md", "dot"}

// Tables lists the tables of the csv format by name, the default first.
var Tables = []string{"links", "matches", "families", "articles", "evidence"}

// The errors for a wrong name in Options.
var (
	ErrFormat = errors.New("no such format")
	ErrTable  = errors.New("no such table")
)

// Write writes d to w. The same data gives the same bytes, in whatever order its
// families, articles and matches come.
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
	if err := write(w, o, open(d)); err != nil {
		return fmt.Errorf("write report as %s: %w", o.Format, err)
	}
	return nil
}

func write(w io.Writer, o Options, b *book) error {
	switch o.Format {
	case "json":
		return writeJSON(w, b)
	case "csv":
		return writeCSV(w, o.Table, b)
	case "md":
		return writeMarkdown(w, b)
	case "dot":
		return writeDOT(w, b)
	}
	return writeHTML(w, b)
}
