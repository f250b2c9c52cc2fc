package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"

	"stemma/internal/news"
)

// This file reads WARC (ISO 28500): records of a version line, header lines, a blank line,
// Content-Length bytes and two line ends. The usual file is a gzip member a record, yet
// one member for all or members cut anywhere are found too, and are read as one stream.
// After damage the reader goes on at the next line, or the next gzip member, that begins
// a record.

const (
	warcMark   = "WARC/"
	warcHeader = 64 << 10 // bytes of a record's header; real ones have under 2 kB
	httpHeader = 64 << 10 // bytes of the answer's header in it; servers allow 8 to 32 kB
)

// maxMisread is how many lengths that say too much are seen through in one file. Each costs
// as much as the longest document, and without an end a hostile file costs its square.
const maxMisread = 100

// nextRecord is what ends a block whose length says too much.
const nextRecord = "\r\n\r\nWARC/1.0\r\nWARC-"

// A warcRecord is the header of a record, and how much follows it.
type warcRecord struct {
	header textproto.MIMEHeader
	length int64
}

// warc cuts a record of every page and text in s.
func (c *cutter) warc(s stream) bool {
	for n := 1; ; n++ {
		place := s.place + "!" + strconv.Itoa(n)
		lost, err := skipToWARC(s.in)
		if lost > 0 && !c.fail(place, fmt.Errorf("%s bytes here are in no record, and are lost", grouped(lost))) {
			return false
		}
		if err == nil {
			err = c.warcRecord(place, &s)
		}
		switch {
		case err == io.EOF:
			return n > 1 || c.fail(s.place, errors.New("no record in it"))
		case err == errStop:
			return false
		case err != nil && !c.fail(place, readError(err)):
			return false
		case err != nil && !s.resume():
			return true
		}
	}
}

// errStop says that nobody wants more.
var errStop = errors.New("stop")

// warcRecord reads a record to its end.
func (c *cutter) warcRecord(place string, s *stream) error {
	in := s.in
	head, err := header(in, warcHeader)
	if err != nil {
		return fault("WARC header is damaged: " + err.Error())
	}
	length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return c.also(place, fmt.Errorf("WARC record has no length: Content-Length is %q", head.Get("Content-Length")))
	}
	r := warcRecord{head, length}
	if !r.page() {
		if r.answer() {
			c.opts.PassedOver(place)
		}
		return discard(in, length)
	}
	if length > c.opts.MaxDocument+httpHeader {
		if err := c.also(place, tooLong(length, c.opts.MaxDocument)); err != nil {
			return err
		}
		return discard(in, length)
	}
	block := make([]byte, 0, min(length, 1<<20)) // a length that lies must not be paid for
	block, err = appendAll(block, io.LimitReader(in, length))
	if err == nil && int64(len(block)) < length {
		err = endsEarly(int64(len(block)), length)
	}
	if at := bytes.Index(block, []byte(nextRecord)); at >= 0 && s.misread < maxMisread {
		s.misread++
		rest := bytes.Clone(block[at+len("\r\n\r\n"):])
		s.in = bufio.NewReader(io.MultiReader(bytes.NewReader(rest), in))
		if err = c.also(place, fmt.Errorf("WARC record is %s bytes long and says %s", grouped(int64(at)), grouped(length))); err != nil {
			return err
		}
		block = block[:at]
	}
	if record, ok, fault := r.record(block, c.opts.MaxDocument); fault != nil {
		if stop := c.also(place, fault); stop != nil {
			return stop
		}
	} else if !ok {
		c.opts.PassedOver(place)
	} else if record.Place = place; !c.within(record) {
		return errStop
	}
	return err
}

// within hands on a record, or those that it holds.
func (c *cutter) within(r Record) bool {
	if r.format.listed() {
		return c.inside(r)
	}
	return c.emit(r)
}

// also hands on an error after which the file goes on.
func (c *cutter) also(place string, err error) error {
	if !c.fail(place, err) {
		return errStop
	}
	return nil
}

// discard reads past n bytes.
func discard(in *bufio.Reader, n int64) error {
	got, err := io.CopyN(io.Discard, in, n)
	if err == io.EOF {
		return endsEarly(got, n)
	}
	return err
}

func endsEarly(got, length int64) error {
	return fault(fmt.Sprintf("WARC record ends early, after %s of %s bytes", grouped(got), grouped(length)))
}

// answer reports whether r holds something that a server sent.
func (r warcRecord) answer() bool {
	switch r.kind() {
	case "response", "resource", "conversion", "revisit":
		return true
	}
	return false
}

func (r warcRecord) kind() string { return strings.ToLower(r.header.Get("Warc-Type")) }

// page reports whether r can hold an article, by its header.
func (r warcRecord) page() bool {
	target := r.header.Get("Warc-Target-Uri")
	switch r.kind() {
	case "response":
		return r.length > 0 && !strings.HasPrefix(target, "dns:")
	case "resource", "conversion":
		return r.length > 0 && readableType(r.header.Get("Content-Type"))
	}
	return false
}

// readableType reports whether a media type is a page's or a text's, or says nothing.
func readableType(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	switch strings.TrimSpace(media) {
	case "", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "text/csv", "text/tab-separated-values", "text/xml":
		return true
	}
	return strings.HasPrefix(media, "application/") && (strings.Contains(media, "json") || strings.Contains(media, "xml"))
}

// listed reports whether a format is of files that hold many articles, as the feeds and
// answers of programs do that a crawl meets.
func (f format) listed() bool {
	switch f {
	case jsonLines, jsonValues, csvRow, feed, newsML:
		return true
	}
	return false
}

// inside cuts a record that holds a feed, a table or JSON. A crawl is full of JSON that
// programs send each other: what of it has no title and text is passed over.
func (c *cutter) inside(r Record) bool {
	on := true
	inner := newCutter(c.ctx, c.opts, func(part Record, err error) bool {
		var doc news.Document
		if err == nil {
			doc, err = part.Document()
		}
		if err != nil || doc.Exported == nil && (doc.Fields[news.FieldTitle] == "" || len(doc.Body) == 0) {
			c.opts.PassedOver(part.Place)
			return true
		}
		contained(&doc, &news.Document{Fields: r.known.Fields, Extra: r.known.Extra, Charset: doc.Charset})
		on = c.emit(Record{Place: part.Place, format: made, known: &doc})
		return on
	})
	s := stream{place: r.Place, size: int64(len(r.raw))}
	s.in = inner.buffer(bytes.NewReader(r.raw))
	return inner.cut(s, r.format) && on
}

// record makes a record of a block. It is none when the block is no page.
func (r warcRecord) record(block []byte, limit int64) (Record, bool, error) {
	body, media, extra := block, r.header.Get("Content-Type"), map[string]string{}
	if r.kind() == "response" && bytes.HasPrefix(block, []byte("HTTP/")) {
		answer, err := readAnswer(block, limit)
		if err != nil {
			return Record{}, false, err
		}
		if !answer.good || !readableType(answer.media) {
			return Record{}, false, nil
		}
		body, media = answer.body, answer.media
		if answer.lost != "" {
			extra["lost"] = answer.lost
		}
	}
	if cut := r.header.Get("Warc-Truncated"); cut != "" {
		extra["WARC-Truncated"] = cut
	}
	format, err := recognise(body[:min(len(body), sniffSize)], "", len(body) < sniffSize)
	if err != nil || format != html && format != plainText && !format.listed() {
		return Record{}, false, nil // nothing, or an image that calls itself a page
	}
	if strings.Contains(media, "html") && !strings.HasPrefix(media, "application/xml") {
		format = html
	}
	if int64(len(body)) > limit {
		return Record{}, false, tooLong(int64(len(body)), limit)
	}
	known := &news.Document{
		URL:     strings.Trim(r.header.Get("Warc-Target-Uri"), "<> "),
		Charset: charsetParameter(media),
		Fields:  map[string]string{news.FieldCaptured: r.header.Get("Warc-Date")},
		Extra:   extra,
	}
	return Record{format: format, raw: body, known: known}, true, nil
}

// skipToWARC reads on to the next line that begins a record, and reports how many bytes
// it passed, line ends aside.
func skipToWARC(in *bufio.Reader) (lost int64, err error) {
	start := true
	for {
		if start {
			if mark, err := in.Peek(len(warcMark)); string(mark) == warcMark {
				return lost, nil
			} else if err != nil && len(mark) == 0 {
				return lost, err
			}
		}
		part, err := in.ReadSlice('\n')
		lost += int64(len(bytes.TrimSpace(part)))
		start = err == nil
		if err != nil && err != bufio.ErrBufferFull {
			return lost, err
		}
	}
}

// resume goes on after damage: in gzip at the next member that begins a record. Where the
// whole file is one member, or another compression, nothing more can be read.
func (s *stream) resume() bool {
	if s.packing == "" {
		_, err := s.in.Peek(1)
		return err == nil
	}
	if s.packing != "gzip" {
		return false
	}
	for s.gzip.next() {
		s.in.Reset(s.gzip.meter)
		if mark, _ := s.in.Peek(len(warcMark)); string(mark) == warcMark {
			return true
		}
	}
	return false
}

// header reads a first line and header lines up to a blank one. Lines without a colon
// are passed over, as servers write them; a folded line belongs to the one before.
func header(in *bufio.Reader, limit int) (textproto.MIMEHeader, error) {
	head, last := textproto.MIMEHeader{}, ""
	for read, first := 0, true; ; first = false {
		line, err := in.ReadSlice('\n')
		if read += len(line); read > limit || err == bufio.ErrBufferFull {
			return head, fmt.Errorf("it is longer than %s bytes", grouped(int64(limit)))
		}
		if err != nil {
			if err == io.EOF {
				err = errors.New("it ends early")
			}
			return head, err
		}
		text := strings.TrimRight(strings.ToValidUTF8(string(line), "\uFFFD"), "\r\n")
		name, value, ok := strings.Cut(text, ":")
		switch {
		case text == "":
			return head, nil
		case first:
		case (text[0] == ' ' || text[0] == '\t') && last != "":
			values := head[last]
			values[len(values)-1] += " " + strings.TrimSpace(text)
		case ok:
			last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
			head.Add(last, strings.TrimSpace(value))
		}
	}
}

// appendAll is io.ReadAll into b.
func appendAll(b []byte, r io.Reader) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	_, err := buffer.ReadFrom(r)
	return buffer.Bytes(), err
}
