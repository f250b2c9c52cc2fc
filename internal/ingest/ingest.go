// Package ingest reads files and streams in many formats as documents.
//
// What it holds at once, whatever it is given: the document being cut (Options.MaxDocument,
// and up to twice that while it grows), 256 KiB for each archive or compression around it,
// the windows of a zstd decoder (128 MiB at most) and the list of a ZIP's members (0.3 kB
// each, a million at most). A feed or news message is held whole, and is one
// document in this. Bombs, XML entities and deep nesting are refused: see unpack.go and
// xml.go.
package ingest

import (
	"cmp"
	"context"
	"io"
	"iter"
	"maps"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"stemma/internal/news"
)

const maxDocument = 16 << 20 // bytes; the longest news pages hold some 2 MB, data dumps taken for pages far more

// Options are what a reader can be told. The zero value is the default.
type Options struct {
	MaxDocument int64              // bytes of one document, after decompression; 0 means 16 MiB
	Stdin       io.Reader          // what "-" means; nil means os.Stdin
	Map         map[string]string  // input field name -> canonical name, as ParseMap reads it
	PassedOver  func(place string) // called for each file in a folder that is no document, nil to ignore
}

// A Record is one document as cut from its file, not decoded yet.
type Record struct {
	Place   string // path, path:LINE, path!ELEMENT; "-" is standard input
	format  format
	raw     []byte
	fields  map[string]string // Options.Map, folded
	known   *news.Document    // what the container says of it, nil when it says nothing
	columns *columns          // of the table that it is a row of
}

// Size is the number of bytes of r as cut.
func (r Record) Size() int {
	if r.known != nil {
		return len(r.raw) + len(r.known.Body)
	}
	return len(r.raw)
}

// Records yields every document in paths: files, folders (recursively, in sorted
// order), patterns that the shell left alone, and "-". An error concerns the one
// record, file or folder whose place comes with it, and the rest is read all the same.
// Cutting is cheap; Record.Document is the expensive part and can be done elsewhere.
// When ctx is done, the sequence ends.
func Records(ctx context.Context, paths []string, opts Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		c := newCutter(ctx, opts, yield)
		for _, path := range paths {
			if !c.path(path) {
				return
			}
		}
	}
}

// Read yields the documents of Records, decoded.
func Read(ctx context.Context, paths []string, opts Options) iter.Seq2[news.Document, error] {
	return func(yield func(news.Document, error) bool) {
		for record, err := range Records(ctx, paths, opts) {
			doc := news.Document{Place: record.Place}
			if err == nil {
				doc, err = record.Document()
			}
			if !yield(doc, err) {
				return
			}
		}
	}
}

// Document decodes r. It is safe to call from many goroutines at once. On an error
// only the document's Place is set.
func (r Record) Document() (news.Document, error) {
	var doc news.Document
	var err error
	switch r.format {
	case jsonLines, jsonValues:
		doc, err = decodeJSON(r.raw, r.fields)
	case html:
		doc = news.Document{MediaType: news.TypeHTML, Body: string(r.raw)}
	case markdown:
		doc, err = decodeText(r.raw, news.TypeMarkdown, r.fields)
	case csvRow:
		doc, err = decodeRow(r.raw, r.columns, r.fields)
	case made:
		doc = *r.known
	default:
		doc, err = decodeText(r.charted(), news.TypeText, r.fields)
	}
	if err != nil {
		return news.Document{Place: r.Place}, err
	}
	if r.known != nil && r.format != made {
		contained(&doc, r.known)
	}
	doc.Place = r.Place
	return doc, nil
}

// charted is the raw text in UTF-8, where the container says what it is in.
func (r Record) charted() []byte {
	if r.known == nil || utf8.Valid(r.raw) {
		return r.raw
	}
	if enc, err := htmlindex.Get(r.known.Charset); err == nil {
		return decoded(enc, r.raw)
	}
	return r.raw
}

// contained adds to doc what its container says of it, which goes before what it says of
// itself: the address it was fetched from is its own.
func contained(doc, by *news.Document) {
	doc.URL = cmp.Or(by.URL, doc.URL)
	doc.ID = cmp.Or(by.ID, doc.ID)
	doc.Charset = by.Charset
	if doc.Fields == nil {
		doc.Fields = map[string]string{}
	}
	if doc.Extra == nil {
		doc.Extra = map[string]string{}
	}
	maps.Copy(doc.Fields, by.Fields)
	maps.Copy(doc.Extra, by.Extra)
}

// newCutter fills in the defaults of opts.
func newCutter(ctx context.Context, opts Options, yield func(Record, error) bool) *cutter {
	if opts.MaxDocument <= 0 {
		opts.MaxDocument = maxDocument
	}
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	if opts.PassedOver == nil {
		opts.PassedOver = func(string) {}
	}
	fields := make(map[string]string, len(opts.Map))
	for from, to := range opts.Map {
		fields[foldName(from)] = to
	}
	return &cutter{ctx: ctx, opts: opts, fields: fields, yield: yield, walked: map[string]bool{}}
}
