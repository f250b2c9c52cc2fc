package ingest

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"stemma/internal/news"
)

// columns are the names of a table's columns, and what stands between its cells.
type columns struct {
	names []string
	comma rune
}

// delimiters are what stands between cells; of two that fit alike, the first.
var delimiters = []rune{',', '\t', ';', '|'}

// readColumns reads a table's first line: the delimiter is the one that makes most columns
// of known names, then the one that makes most columns.
func readColumns(line []byte, declared map[string]string) columns {
	var best columns
	most := -1
	for _, comma := range delimiters {
		names, err := cells(line, comma)
		if err != nil {
			continue
		}
		score := len(names)
		for _, name := range names {
			if _, ok := gather(declared).meaning(name, "", 0); ok {
				score += 1000
			}
		}
		if score > most {
			best, most = columns{names, comma}, score
		}
	}
	return best
}

// cells takes a row apart (RFC 4180, with quotation marks allowed amid a cell).
func cells(row []byte, comma rune) ([]string, error) {
	r := csv.NewReader(bytes.NewReader(row))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	return r.Read()
}

// holdText reports whether one of the columns means the text of an article.
func (t columns) holdText(declared map[string]string) bool {
	for _, name := range t.names {
		if m, ok := gather(declared).meaning(name, "", 0); ok && body(m.canonical) {
			return true
		}
	}
	return false
}

// opensTable reports whether a text without a name of its own is a table: all cells of its
// first line are known names, two or more, one of them the text's.
func opensTable(start []byte) bool {
	line, _, ok := bytes.Cut(start, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if !ok || len(line) > 4096 || bytes.Contains(line, []byte(". ")) {
		return false
	}
	t := readColumns(line, nil)
	for _, name := range t.names {
		if _, ok := meanings[foldName(name)]; !ok && name != "" || strings.TrimSpace(name) != name { // prose has blanks behind its commas
			return false
		}
	}
	return len(t.names) > 1 && t.holdText(nil)
}

// table makes a record of every row of s below its first, which names the columns. One
// row is held at a time.
func (c *cutter) table(s stream) bool {
	line, err := readLine(s.in, sniffSize, nil)
	for n := 1; ; n++ {
		if !line.blank() {
			t := readColumns(decodeBytes(line.data), c.fields)
			if !t.holdText(c.fields) {
				return c.fail(s.place, fmt.Errorf("table has no column of text: its columns are %s; see --map text=COLUMN", listed(t.names)))
			}
			return c.rows(s, t, n+1)
		}
		if err != nil {
			return c.fail(s.place, errEmpty)
		}
		line, err = readLine(s.in, sniffSize, nil)
	}
}

// rows makes records of rows; n is the first one's line.
func (c *cutter) rows(s stream, t columns, n int) bool {
	for {
		r := rowReader{in: s.in, comma: byte(t.comma), limit: c.opts.MaxDocument}
		row, lines, err := r.read()
		place := numbered(s.place, n)
		switch {
		case err != nil && err != io.EOF:
			return c.fail(place, readError(err))
		case r.quoted && row.length > row.limit:
			return c.fail(place, errors.New("quotation mark is not closed; the rest of the file is lost"))
		case r.quoted:
			return c.fail(place, errors.New("quotation mark is not closed")) && c.unquoted(s, t, row, n)
		case row.length > row.limit:
			if !c.fail(place, tooLong(row.length, row.limit)) {
				return false
			}
		case !row.blank():
			if !c.emit(Record{Place: place, format: csvRow, raw: row.data, columns: &t}) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
		n += lines
	}
}

// unquoted reads what an open quotation mark swallowed up to the end of the file: a row a
// line, without the first.
func (c *cutter) unquoted(s stream, t columns, swallowed piece, n int) bool {
	for i, line := range bytes.Split(swallowed.data, []byte("\n")) {
		if i == 0 || len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !c.emit(Record{Place: numbered(s.place, n+i), format: csvRow, raw: line, columns: &t}) {
			return false
		}
	}
	return true
}

// A rowReader finds where a row ends: at a line end that is in no quoted cell.
type rowReader struct {
	in     *bufio.Reader
	comma  byte
	limit  int64
	quoted bool // inside a quoted cell
}

// read reads up to the end of a row, and says of how many lines it is made.
func (r *rowReader) read() (piece, int, error) {
	row := piece{limit: r.limit}
	for lines := 1; ; lines++ {
		line, err := readLine(r.in, r.limit, nil)
		r.scan(line.data)
		row.add(line.data)
		row.length += line.length - int64(len(line.data)) // of a line over the limit nothing is held
		if err != nil || !r.quoted || line.length > line.limit {
			return row, lines, err
		}
		row.add([]byte("\n"))
	}
}

// scan follows the quotation marks of a line. One opens at the start of a cell only.
func (r *rowReader) scan(line []byte) {
	start := !r.quoted
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case r.quoted && b == '"' && i+1 < len(line) && line[i+1] == '"':
			i++
		case b == '"' && (r.quoted || start):
			r.quoted = !r.quoted
			start = false
		case !r.quoted:
			start = b == r.comma
		}
	}
}

// decodeRow reads one row of a table.
func decodeRow(raw []byte, t *columns, declared map[string]string) (news.Document, error) {
	row, err := cells(decodeBytes(raw), t.comma)
	if err != nil {
		return news.Document{}, fmt.Errorf("row is damaged: %w", err)
	}
	if len(row) > len(t.names) && strings.TrimSpace(strings.Join(row[len(t.names):], "")) != "" {
		return news.Document{}, fmt.Errorf("row has %d cells under %d columns", len(row), len(t.names))
	}
	g := gather(declared)
	for i, name := range t.names {
		if i < len(row) && name != "" { // pandas writes a row's number under no name
			g.add(name, row[i], 0)
		}
	}
	doc := g.document()
	if strings.TrimSpace(doc.Body) == "" {
		return news.Document{}, g.textless()
	}
	return doc, nil
}
