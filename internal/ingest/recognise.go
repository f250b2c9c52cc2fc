package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A format says how a file is cut and its records decoded.
type format uint8

const (
	plainText format = iota
	markdown
	html
	jsonLines  // an object a line
	jsonValues // one object, an array of them, or objects over several lines
	csvRow     // a table; its records are rows
	feed       // RSS, RDF and Atom
	newsML     // NewsML-G2 and NITF
	mhtml
	made // a record that is a document already
	warc
	zipArchive
	tarArchive
)

// recognise tells the format of a file from its first bytes, and where these leave it
// open from the ending of its name. Whole says that head is all there is.
func recognise(head []byte, ext string, whole bool) (format, error) {
	for _, m := range foreign {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return 0, fmt.Errorf("%s, which is not read", m.name)
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipArchive, nil
	case len(head) >= 262 && string(head[257:262]) == "ustar", ext == ".tar":
		return tarArchive, nil
	case bytes.HasPrefix(head, []byte(warcMark)), ext == ".warc", ext == ".wet":
		return warc, nil
	}
	text := readable(head)
	start := bytes.TrimSpace(text)
	switch {
	case len(start) == 0 && whole:
		return 0, errEmpty
	case opensJSON(start) || ext == ".json" && bytes.HasPrefix(start, []byte("[")):
		return layout(start, ext, whole), nil
	case unreadable(text):
		return 0, errors.New("binary data, not text")
	case opensHTML(start):
		return html, nil
	case opensMHTML(start):
		return mhtml, nil
	case bytes.HasPrefix(start, []byte("<")):
		if f, err := xmlFormat(start); f != plainText || err != nil {
			return f, err
		}
	}
	f := named(ext)
	if f == plainText && opensTable(start) {
		f = csvRow
	}
	return f, nil
}

// foreign are the first bytes of what is often taken for text, and is not.
var foreign = []struct{ magic, name string }{
	{"%PDF-", "PDF"}, {"\xfd7zXZ", "xz data"}, {"7z\xbc\xaf", "7-Zip archive"}, {"Rar!", "RAR archive"},
	{"SQLite format 3\x00", "SQLite database"},
	{"\x89PNG", "PNG image"}, {"\xff\xd8\xff", "JPEG image"}, {"GIF8", "GIF image"}, {"{\\rtf", "RTF"},
}

// named is the format that the ending of a file's name promises.
func named(ext string) format {
	switch ext {
	case ".html", ".htm":
		return html
	case ".md", ".markdown":
		return markdown
	case ".json":
		return jsonValues
	case ".jsonl", ".ndjson":
		return jsonLines
	case ".csv", ".tsv", ".tab":
		return csvRow
	}
	return plainText
}

// opensJSON reports whether a text begins as an object or an array of objects does.
// "[Reuters] LONDON" and "{{ template }}" do not.
func opensJSON(start []byte) bool {
	if len(start) == 0 {
		return false
	}
	rest := bytes.TrimLeft(start[1:], " \t\r\n")
	if len(rest) == 0 {
		return start[0] == '{'
	}
	switch start[0] {
	case '{':
		return rest[0] == '"' || rest[0] == '}'
	case '[':
		return rest[0] == '{' || rest[0] == ']' && len(rest) == 1
	}
	return false
}

// layout tells JSON lines from values that may take several lines.
func layout(start []byte, ext string, whole bool) format {
	if start[0] == '[' {
		return jsonValues
	}
	line, rest, several := bytes.Cut(start, []byte("\n"))
	line = bytes.TrimSpace(line)
	if ext == ".jsonl" || ext == ".ndjson" {
		if string(line) == "{" && several {
			return jsonValues
		}
		return jsonLines
	}
	switch {
	case !several && (ext == ".json" || wrapping.Match(line[:min(len(line), wrapperHead)])):
		return jsonValues
	case !several && whole, !several && !bytes.HasSuffix(line, []byte("{")):
		return jsonLines
	case json.Valid(line), bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`{"`)):
		return jsonLines
	}
	return jsonValues
}

// blockTags are the elements that a page, or the part of one, begins with.
var blockTags = []string{
	"!doctype html", "html", "head", "body", "meta", "title", "article", "section", "main", "div", "p", "h1", "h2", "h3",
	"span", "figure", "table", "ul", "ol", "blockquote", "header", "script", "style", "img", "a", "b", "strong", "em", "i", "br",
}

// opensHTML reports whether a text begins with one of the tags above, comments and an
// XML declaration aside.
func opensHTML(start []byte) bool {
	for {
		start = bytes.TrimSpace(start)
		var closing string
		switch {
		case bytes.HasPrefix(start, []byte("<!--")):
			closing = "-->"
		case bytes.HasPrefix(start, []byte("<?xml")):
			closing = "?>"
		default:
			return opensTag(start)
		}
		_, rest, ok := bytes.Cut(start, []byte(closing))
		if !ok {
			return false
		}
		start = rest
	}
}

func opensTag(start []byte) bool {
	if len(start) < 3 || start[0] != '<' {
		return false
	}
	word := strings.ToLower(string(start[1:min(len(start), 24)]))
	for _, tag := range blockTags {
		rest, ok := strings.CutPrefix(word, tag)
		if ok && rest != "" && strings.ContainsRune(" \t\r\n/>", rune(rest[0])) {
			return true
		}
	}
	return false
}

// holdsHTML reports whether a field that should hold text holds markup: it begins as a
// page does, or closes paragraphs.
func holdsHTML(text string) bool {
	start := strings.TrimSpace(text[:min(len(text), 512)])
	if strings.HasPrefix(start, "<") && opensHTML([]byte(start)) {
		return true
	}
	return strings.Contains(text, "</p>") || strings.Count(text, "<br") > 1 || strings.Contains(text, "</div>")
}

// unreadable reports whether text is none: it holds a zero byte, or more than one control
// character in ten bytes.
func unreadable(text []byte) bool {
	if bytes.IndexByte(text, 0) >= 0 {
		return true
	}
	controls := 0
	for _, b := range text {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			controls++
		}
	}
	return controls*10 > len(text)
}
