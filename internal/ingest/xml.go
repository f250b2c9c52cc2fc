package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

const (
	maxDeep     = 200     // elements inside each other; feeds, and NewsML with a page in it, have under 40
	maxElements = 300_000 // of one file, some 100 bytes of memory each; a feed of 1,000 items has 20,000
)

// xmlFormat tells what an XML file is by its first element; plainText when it is no XML.
func xmlFormat(start []byte) (format, error) {
	name := rootElement(start)
	switch strings.ToLower(name) {
	case "rss", "feed", "rdf":
		return feed, nil
	case "newsmessage", "newsitem", "nitf":
		return newsML, nil
	case "html":
		return html, nil
	}
	if bytes.HasPrefix(start, []byte("<?xml")) || bytes.HasPrefix(start, []byte("<!DOCTYPE")) {
		return 0, fmt.Errorf("XML of a kind that is not read: its first element is <%s>", name[:min(len(name), longestName)])
	}
	return plainText, nil
}

// rootElement is the name of the first element, without its prefix.
func rootElement(start []byte) string {
	for {
		start = bytes.TrimSpace(start)
		closing := ">"
		switch {
		case bytes.HasPrefix(start, []byte("<!--")):
			closing = "-->"
		case bytes.HasPrefix(start, []byte("<?")):
			closing = "?>"
		case bytes.HasPrefix(start, []byte("<!")):
			if open, end := bytes.IndexByte(start, '['), bytes.IndexByte(start, '>'); open >= 0 && open < end {
				closing = "]>"
			}
		default:
			return elementName(start)
		}
		_, rest, ok := bytes.Cut(start, []byte(closing))
		if !ok {
			return ""
		}
		start = rest
	}
}

// elementName is the name of the element that begins here, without its prefix.
func elementName(start []byte) string {
	end := bytes.IndexAny(start, " \t\r\n/>")
	if end < 2 || start[0] != '<' {
		return ""
	}
	name := string(start[1:end])
	return name[strings.LastIndexByte(name, ':')+1:]
}

// xml makes a record of every item of a feed or news message. The file is held whole, so
// that the limit of a document is that of the file.
func (c *cutter) xml(s stream, f format) bool {
	raw, err := c.all(s)
	if err != nil {
		return c.fail(s.place, err)
	}
	text := xmlText(raw)
	sound, err := checkXML(text)
	if err != nil && sound == 0 {
		return c.fail(s.place, err)
	}
	read := newsItems
	if f == feed {
		read = feedItems
	}
	docs, fault := read(text[:sound], err == nil)
	for i, doc := range docs {
		place := fmt.Sprintf("%s!%d", s.place, i+1)
		if len(docs) == 1 && f == newsML {
			place = s.place
		}
		if strings.TrimSpace(doc.Body) == "" {
			if !c.fail(place, errors.New("item has no text")) {
				return false
			}
			continue
		}
		if !c.emit(Record{Place: place, format: made, known: &doc}) {
			return false
		}
	}
	if err == nil {
		err = fault
	}
	if err == nil && len(docs) == 0 {
		err = errors.New("no item in it")
	}
	return err == nil || c.fail(s.place, err)
}

// xmlText is an XML file in UTF-8, without the declaration that says what it was in.
func xmlText(raw []byte) []byte {
	head := raw[:min(len(raw), 256)]
	if declared := xmlEncoding.FindSubmatch(head); declared != nil && wide(raw) == nil && !utf8.Valid(raw) {
		if enc, err := htmlindex.Get(string(declared[1])); err == nil {
			raw = decoded(enc, raw)
		}
	}
	text := bytes.TrimSpace(bytes.ToValidUTF8(decodeBytes(raw), []byte("\uFFFD")))
	if bytes.HasPrefix(text, []byte("<?xml")) {
		_, text, _ = bytes.Cut(text, []byte("?>"))
	}
	return text
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding=["']([\w.:-]+)["']`)

// checkXML refuses what would cost a reader more than its size: elements deep inside each
// other, very many of them, and declared entities, which can multiply. Of a file that
// is damaged it says how many bytes are sound.
func checkXML(text []byte) (sound int, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	depth, elements := 0, 0
	for {
		sound = int(d.InputOffset())
		token, err := d.RawToken()
		switch {
		case err == io.EOF && depth == 0:
			return len(text), nil
		case err == io.EOF:
			return sound, errors.New("XML ends early")
		case err != nil:
			return sound, fmt.Errorf("XML is damaged: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth, elements = depth+1, elements+1
		case xml.EndElement:
			depth--
		case xml.Directive:
			if bytes.Contains(t, []byte("<!ENTITY")) {
				return 0, errors.New("XML declares entities, which is not read")
			}
		}
		switch {
		case depth > maxDeep:
			return 0, fmt.Errorf("XML elements lie more than %d deep in each other", maxDeep)
		case elements > maxElements:
			return 0, fmt.Errorf("XML has more than %s elements", grouped(maxElements))
		}
	}
}
