package ingest

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// What a decompressor may make of its input. Memory does not depend on it: nothing is
// held but buffers, and one document.
const (
	bombFloor = 64 << 20  // bytes from which the ratio counts: a small file of blanks harms nobody
	bombRatio = 250       // times the input; text packs 3 to 20 times, and deflate can reach 1,030
	bombLimit = 256 << 30 // bytes out of one file: days of reading, more than a month of a large crawl in one
	maxDepth  = 8         // archives and compressions inside each other; a packed crawl in a packed archive has 4
	maxWindow = 128 << 20 // bytes of memory a zstd file may ask for, as "zstd --long=27" does
)

const longestMagic = 10 // bytes that tell a compression

// packing is the compression that a stream is in by its first bytes, "" when it is in none.
func packing(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "gzip"
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return "zstd"
	case len(head) == longestMagic && bytes.HasPrefix(head, []byte("BZh")) && string(head[4:]) == "1AY&SY":
		return "bzip2"
	}
	return ""
}

// unpack cuts what a compressed stream holds.
func (c *cutter) unpack(s stream, name string) bool {
	if s.depth++; s.depth > maxDepth {
		return c.fail(s.place, errTooDeep)
	}
	metered := &meter{name: name, in: s.in}
	var out io.Reader
	switch name {
	case "gzip":
		zipped, err := newGzipMembers(metered, s.file)
		if err != nil {
			return c.fail(s.place, fmt.Errorf("gzip header is damaged: %w", err))
		}
		s.gzip, out = zipped, zipped
	case "bzip2":
		out = bzip2.NewReader(metered.compressed())
	case "zstd":
		frames, err := zstd.NewReader(metered.compressed(), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return c.fail(s.place, fmt.Errorf("zstd data is damaged: %w", err))
		}
		defer frames.Close()
		out = frames
	}
	metered.out = out
	if s.left != nil {
		metered.out = &allowance{out, s.left}
	}
	s.in, s.size, s.packing, s.file = c.buffer(metered), -1, name, nil
	defer c.release(s.in)
	return c.opened(s)
}

const (
	errBomb    = fault("unpacks to more than 250 times its size, as only a decompression bomb does")
	errTooDeep = fault("archives and compressions lie more than 8 deep in each other")
	errHuge    = fault("unpacks to more than 256 GiB, which is not read")
)

// gzipMembers reads the members of a gzip file one after the other, as gzip.Reader does by
// itself, and knows where each begins, so that reading can go on after a damaged one.
type gzipMembers struct {
	*meter
	file *os.File // what is read, nil when it is no file
	zr   *gzip.Reader
	at   int64 // where in the file the member begins
}

func newGzipMembers(m *meter, file *os.File) (*gzipMembers, error) {
	g := &gzipMembers{meter: m, file: file}
	zr, err := gzip.NewReader(m.compressed())
	if err != nil {
		return nil, err
	}
	zr.Multistream(false)
	g.zr = zr
	return g, nil
}

func (g *gzipMembers) Read(b []byte) (int, error) {
	for {
		n, err := g.zr.Read(b)
		if err != io.EOF {
			return n, err
		}
		if n > 0 {
			return n, nil // the next call sees the end again
		}
		magic, err := g.raw.Peek(2)
		if len(magic) == 0 {
			return 0, err
		}
		if string(magic) != "\x1f\x8b" {
			return 0, gzip.ErrHeader
		}
		if err := g.begin(); err != nil {
			return 0, err
		}
	}
}

// begin begins the member that comes next.
func (g *gzipMembers) begin() error {
	g.at = g.consumed - int64(g.raw.Buffered())
	if err := g.zr.Reset(g.raw); err != nil {
		return err
	}
	g.zr.Multistream(false)
	return nil
}

// next goes on with the next member after a damaged one, and reports whether there is any.
// Damage is often found long after the member's end: in a file the search begins at its start.
func (g *gzipMembers) next() bool {
	if start := g.at + 1; g.file != nil && start < g.consumed {
		if _, err := g.file.Seek(start, io.SeekStart); err != nil {
			return false
		}
		g.in.Reset(g.file)
		g.raw.Reset(countReader{g.meter})
		g.consumed = start
	}
	for {
		window, err := g.raw.Peek(max(g.raw.Buffered(), 3))
		at := bytes.Index(window, []byte("\x1f\x8b\x08"))
		switch {
		case at < 0 && err != nil:
			return false
		case at < 0:
			g.raw.Discard(len(window) - 2)
			continue
		}
		g.raw.Discard(at)
		if g.begin() == nil {
			return true
		}
	}
}

// A meter counts what goes into a decompressor and what comes out, and ends a bomb.
type meter struct {
	name     string
	in       *bufio.Reader // the compressed bytes
	raw      *bufio.Reader // over them, counted
	out      io.Reader     // the decompressor
	fault    error         // of reading them
	consumed int64
	produced int64
}

// compressed is what the decompressor reads from. It keeps io.ByteReader, without which
// gzip would read ahead of its members.
func (m *meter) compressed() *bufio.Reader {
	m.raw = bufio.NewReaderSize(countReader{m}, bufferSize)
	return m.raw
}

type countReader struct{ *meter }

func (r countReader) Read(b []byte) (int, error) {
	n, err := r.in.Read(b)
	r.consumed += int64(n)
	if err != nil && err != io.EOF {
		r.fault = err
	}
	return n, err
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.out.Read(b)
	m.produced += int64(n)
	switch {
	case m.produced > bombLimit:
		return 0, errHuge
	case m.produced > bombFloor && m.produced/bombRatio > m.consumed:
		return 0, errBomb
	case err == nil, err == io.EOF:
		return n, err
	}
	return n, m.damage(err)
}

// damage says what is wrong with the compressed data, unless it could not be read.
func (m *meter) damage(err error) error {
	switch {
	case m.fault != nil:
		return m.fault
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault(m.name + " data ends early")
	case errors.Is(err, gzip.ErrHeader):
		return fault("gzip data is followed by something else")
	}
	return fault(fmt.Sprintf("%s data is damaged: %v", m.name, err))
}
