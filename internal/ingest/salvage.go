package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// This file reads what is left of a ZIP archive whose list of members is lost: the list
// stands at the archive's end, so that it is what a download cut short lacks. Each member
// has a header of its own before it (APPNOTE 6.3.10, section 4.3.7).

const (
	memberMark     = "PK\x03\x04" // begins a member
	descriptorMark = "PK\x07\x08" // the lengths behind a member that was written as it came
	listMark       = "PK\x01\x02" // begins an entry of the list
	localHeader    = 30           // bytes of a member's header before its name
	descriptorSize = 16           // bytes of such lengths; 24 in a ZIP64, whose last 8 count as lost
	lengthLater    = 8            // flag: the lengths stand behind the member
	sealed         = 1            // flag: encrypted
)

// A localMember is a member by its own header.
type localMember struct {
	name         string
	flags        uint16
	method       uint16
	crc          uint32
	packed, size int64
}

// salvage cuts the members that a ZIP without a list still has, and says what is lost. ok
// is false when there is none.
func (c *cutter) salvage(s stream, r io.Reader, size int64) (on, ok bool) {
	in := bufio.NewReaderSize(r, bufferSize)
	if s.left == nil {
		left := max(bombFloor, bombRatio*size)
		s.left = &left
	}
	var lost int64
	for n := 0; ; n++ {
		skipped, found := skipToMember(in)
		lost += skipped
		switch {
		case !found && n == 0:
			return true, false
		case !found && lost > 0:
			return c.fail(s.place, fmt.Errorf("%s bytes of the ZIP archive are in no member, and are lost", grouped(lost))), true
		case !found:
			return true, true
		case n == maxMembers:
			return c.fail(s.place, fmt.Errorf("ZIP archive has more than %s members; the rest is not read", grouped(maxMembers))), true
		case n == 0 && !c.fail(s.place, errors.New("ZIP archive is damaged: the list at its end is lost, as in one cut short; its members are read by their own headers")):
			return false, true
		}
		m, err := readLocal(in)
		switch {
		case err != nil:
			return c.fail(s.place, fmt.Errorf("ZIP archive is cut short in a member's header, after %s", inMembers(n))), true
		case m.office():
			return c.fail(s.place, errors.New("office document or EPUB, which is not read")), true
		case !c.salvaged(s, m, in):
			return false, true
		case *s.left <= 0:
			return c.fail(s.place, errBomb), true
		}
	}
}

// skipToMember reads on to the next member, and reports how many bytes it passed that are
// of nothing.
func skipToMember(in *bufio.Reader) (lost int64, found bool) {
	for {
		head, _ := in.Peek(len(memberMark))
		switch string(head) {
		case memberMark:
			return lost, true
		case descriptorMark:
			in.Discard(descriptorSize)
			continue
		case listMark: // what is left of the list: no member stands behind it
			return lost, false
		}
		if len(head) < len(memberMark) {
			return lost + int64(len(head)), false
		}
		window, _ := in.Peek(in.Buffered())
		n := bytes.Index(window[1:], []byte("PK"))
		if n++; n == 0 {
			n = max(1, len(window)-1) // its last byte can be a P
		}
		in.Discard(n)
		lost += int64(n)
	}
}

// readLocal reads the header of the member that begins here.
func readLocal(in *bufio.Reader) (localMember, error) {
	var h [localHeader]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		return localMember{}, err
	}
	m := localMember{
		flags:  binary.LittleEndian.Uint16(h[6:]),
		method: binary.LittleEndian.Uint16(h[8:]),
		crc:    binary.LittleEndian.Uint32(h[14:]),
		packed: int64(binary.LittleEndian.Uint32(h[18:])),
		size:   int64(binary.LittleEndian.Uint32(h[22:])),
	}
	rest := make([]byte, int(binary.LittleEndian.Uint16(h[26:]))+int(binary.LittleEndian.Uint16(h[28:])))
	if _, err := io.ReadFull(in, rest); err != nil {
		return localMember{}, err
	}
	name := int(binary.LittleEndian.Uint16(h[26:]))
	m.name = string(rest[:name])
	m.long(rest[name:])
	return m, nil
}

// long takes the lengths of a member over 4 GB from its header's extra fields.
func (m *localMember) long(extra []byte) {
	const over, lengths = 1<<32 - 1, 1 // what stands in the header then, and the field's number
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if n > len(extra)-4 {
			return
		}
		if field := extra[4 : 4+n]; id == lengths && m.size == over && m.packed == over && n >= 16 {
			m.size = int64(binary.LittleEndian.Uint64(field) & (1<<63 - 1))
			m.packed = int64(binary.LittleEndian.Uint64(field[8:]) & (1<<63 - 1))
		}
		extra = extra[4+n:]
	}
}

func (m localMember) office() bool {
	return officeMember(&zip.File{FileHeader: zip.FileHeader{Name: m.name}})
}

// later reports whether a member's header was written before its length was known.
func (m localMember) later() bool { return m.flags&lengthLater != 0 && m.packed == 0 }

// salvaged cuts one member and reads in to its end.
func (c *cutter) salvaged(s stream, m localMember, in *bufio.Reader) bool {
	inner, wanted := c.member(s, m.name, -1)
	if !m.later() {
		inner.size = m.size
	}
	body := &io.LimitedReader{R: in, N: m.packed}
	r, err := m.unpacked(body, in)
	on := true
	switch {
	case len(m.name) > 0 && m.name[len(m.name)-1] == '/':
	case !wanted:
		c.opts.PassedOver(inner.place)
	case err != nil:
		on = c.fail(inner.place, err)
	default:
		on = c.stream(inner, &allowance{r, s.left})
	}
	if err == nil && on {
		io.Copy(io.Discard, &allowance{r, s.left}) // what is wrong with it has been said
	}
	io.Copy(io.Discard, body)
	return on
}

// unpacked reads a member's bytes: from body, whose length its header gives, or, where
// that was not known, from in up to where the compression says that it ends.
func (m localMember) unpacked(body *io.LimitedReader, in *bufio.Reader) (io.Reader, error) {
	switch {
	case m.flags&sealed != 0:
		return nil, errors.New("encrypted")
	case m.later() && m.method == zip.Deflate:
		return flate.NewReader(in), nil
	case m.later():
		return nil, errors.New("its length stood in the list of the ZIP archive, and is lost")
	}
	checked := &checkedReader{want: m.crc, size: m.size}
	switch m.method {
	case zip.Store:
		checked.r = body
	case zip.Deflate:
		checked.r = flate.NewReader(bufio.NewReader(body))
	case zstd.ZipMethodWinZip:
		checked.r = zstd.ZipDecompressor(zstd.WithDecoderMaxWindow(maxWindow))(body)
	default:
		return nil, readError(zip.ErrAlgorithm)
	}
	return checked, nil
}

// A checkedReader holds what a member unpacks to against its header.
type checkedReader struct {
	r    io.Reader
	want uint32
	size int64
	sum  uint32
	read int64
}

func (r *checkedReader) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	r.sum = crc32.Update(r.sum, crc32.IEEETable, b[:n])
	r.read += int64(n)
	switch {
	case err != io.EOF:
		return n, err
	case r.read < r.size:
		return n, io.ErrUnexpectedEOF
	case r.sum != r.want || r.read > r.size:
		return n, zip.ErrChecksum
	}
	return n, err
}
