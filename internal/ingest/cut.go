package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

const (
	bufferSize = 256 << 10 // bytes read at a time: 64 kB cost 8 % more time a line, 1 MB gained nothing
	sniffSize  = 32 << 10  // bytes of a file that its format is told from
	countLimit = 1 << 30   // bytes past which the length of a refused document is not counted on
)

// A fault is an error that says everything already.
type fault string

func (f fault) Error() string { return string(f) }

// errEmpty says that a file holds nothing, or nothing but white space.
var errEmpty = errors.New("empty file")

// A cutter takes files apart into records. Its methods report whether to go on.
type cutter struct {
	ctx    context.Context
	opts   Options
	fields map[string]string // Options.Map with folded names
	yield  func(Record, error) bool
	walked map[string]bool // folders walked, by their real path: links that lead back end here
	idle   []*bufio.Reader // buffers of streams that are done
}

// emit hands on a record, unless the reader has been told to stop.
func (c *cutter) emit(r Record) bool {
	if c.ctx.Err() != nil {
		return false
	}
	r.fields = c.fields
	return c.yield(r, nil)
}

// fail hands on an error with its place.
func (c *cutter) fail(place string, err error) bool {
	if c.ctx.Err() != nil {
		return false
	}
	return c.yield(Record{Place: place}, err)
}

// A stream is one file, or member of an archive, being cut.
type stream struct {
	place string
	ext   string // ".jsonl", of the name without ".gz"; "" when it says nothing
	size  int64  // bytes, -1 when unknown
	depth int    // archives and compressions around it
	left  *int64 // bytes that the outermost ZIP may still unpack to, nil when there is none
	file  *os.File
	in    *bufio.Reader

	packing string       // the compression around in, "" when there is none
	gzip    *gzipMembers // the same, where it is gzip
	misread int          // WARC records with a length that said too much
}

// stream recognises what comes out of r and cuts it.
func (c *cutter) stream(s stream, r io.Reader) bool {
	s.in = c.buffer(patient{c.ctx, r})
	defer c.release(s.in)
	return c.opened(s)
}

// opened recognises what s holds and cuts it.
func (c *cutter) opened(s stream) bool {
	magic, _ := s.in.Peek(longestMagic)
	if name := packing(magic); name != "" {
		return c.unpack(s, name)
	}
	head, err := s.in.Peek(sniffSize)
	if err != nil && err != io.EOF && len(head) == 0 && s.ext != ".warc" { // a crawl goes on after a damaged record
		return c.fail(s.place, readError(err))
	}
	format, err := recognise(head, s.ext, len(head) < sniffSize)
	if err != nil {
		return c.fail(s.place, err)
	}
	return c.cut(s, format)
}

// cut is where a further format gets its line.
func (c *cutter) cut(s stream, f format) bool {
	switch f {
	case jsonLines:
		s.in = c.inUTF8(s.in)
		return c.lines(s)
	case jsonValues:
		s.in = c.inUTF8(s.in)
		return c.values(s)
	case csvRow:
		s.in = c.inUTF8(s.in)
		return c.table(s)
	case feed, newsML:
		return c.xml(s, f)
	case mhtml:
		return c.mhtml(s)
	case warc:
		return c.warc(s)
	case zipArchive:
		return c.zipped(s)
	case tarArchive:
		return c.tarred(s)
	}
	return c.whole(s, f)
}

// whole makes one record of a file.
func (c *cutter) whole(s stream, f format) bool {
	raw, err := c.all(s)
	if err != nil {
		return c.fail(s.place, err)
	}
	return c.emit(Record{Place: s.place, format: f, raw: raw})
}

// all reads s to its end, unless it is over the limit of a document.
func (c *cutter) all(s stream) ([]byte, error) {
	limit := c.opts.MaxDocument
	if s.size > limit {
		return nil, tooLong(s.size, limit)
	}
	raw, err := io.ReadAll(io.LimitReader(s.in, limit+1))
	if err != nil {
		return nil, readError(err)
	}
	if int64(len(raw)) > limit {
		raw = nil
		rest, err := io.Copy(io.Discard, io.LimitReader(s.in, countLimit))
		if said := fault(""); errors.As(err, &said) {
			return nil, said
		}
		return nil, tooLong(limit+1+rest, limit)
	}
	return raw, nil
}

// A piece is a line or value being gathered. Past its limit it only counts.
type piece struct {
	data   []byte
	length int64
	limit  int64
}

func (p *piece) add(b []byte) {
	p.length += int64(len(b))
	if p.length > p.limit {
		p.data = nil
		return
	}
	p.data = append(p.data, b...)
}

// blank reports whether p holds nothing but white space.
func (p piece) blank() bool { return p.length <= p.limit && len(bytes.TrimSpace(p.data)) == 0 }

// numbered is the place of the nth line of a file.
func numbered(place string, line int) string { return place + ":" + strconv.Itoa(line) }

// tooLong says that a document is refused, and what can be done.
func tooLong(length, limit int64) error {
	of := grouped(length)
	if length > countLimit {
		of = "more than " + grouped(countLimit)
	}
	return fmt.Errorf("document of %s bytes is over the limit of %s; see --max-document", of, grouped(limit))
}

// grouped writes n with commas between its thousands.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// readError says what went wrong in the words of whoever holds the file, without the
// path: the error's place has it.
func readError(err error) error {
	var path *fs.PathError
	var corrupt flate.CorruptInputError
	var said fault
	switch {
	case errors.As(err, &said):
		return said
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("data ends early")
	case errors.Is(err, zip.ErrAlgorithm), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.As(err, &corrupt):
		return fmt.Errorf("ZIP archive is damaged: %w", err)
	case errors.As(err, &path):
		return fmt.Errorf("%s: %w", path.Op, path.Err)
	}
	return fmt.Errorf("read: %w", err)
}

// patient is a reader that gives up when its context is done.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// buffer is a buffer over r.
func (c *cutter) buffer(r io.Reader) *bufio.Reader {
	last := len(c.idle) - 1
	if last < 0 {
		return bufio.NewReaderSize(r, bufferSize)
	}
	b := c.idle[last]
	c.idle = c.idle[:last]
	b.Reset(r)
	return b
}

// release keeps b for the next stream.
func (c *cutter) release(b *bufio.Reader) {
	b.Reset(nil)
	c.idle = append(c.idle, b)
}
