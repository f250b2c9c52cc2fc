package ingest

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

const (
	maxMembers = 1_000_000 // of one archive; the list of a ZIP that long takes 290 MB of memory
	maxSpool   = 16 << 30  // bytes of a ZIP on standard input or in another archive, kept in a temporary file
)

// zipped cuts the members of a ZIP archive in their order. Its list stands at its end, so
// that one which is no file goes to a temporary file first.
func (c *cutter) zipped(s stream) bool {
	if s.depth++; s.depth > maxDepth {
		return c.fail(s.place, errTooDeep)
	}
	f, size := s.file, s.size
	if f == nil {
		spooled, n, err := spool(s.in)
		if err != nil {
			return c.fail(s.place, err)
		}
		defer spooled.Close()
		f, size = spooled, n
	}
	archive, err := zip.NewReader(f, size)
	if err != nil {
		if on, ok := c.salvage(s, io.NewSectionReader(f, 0, size), size); ok {
			return on
		}
	}
	switch {
	case err != nil:
		return c.fail(s.place, fmt.Errorf("ZIP archive is damaged: %w", err))
	case len(archive.File) > maxMembers:
		return c.fail(s.place, fmt.Errorf("ZIP archive has %s members, more than %s", grouped(int64(len(archive.File))), grouped(maxMembers)))
	case slices.ContainsFunc(archive.File, officeMember):
		return c.fail(s.place, errors.New("office document or EPUB, which is not read"))
	}
	archive.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderMaxWindow(maxWindow)))
	if s.left == nil {
		left := max(bombFloor, bombRatio*size)
		s.left = &left
	}
	for _, member := range archive.File {
		if !c.zipMember(s, member) {
			return false
		}
		if *s.left <= 0 {
			return c.fail(s.place, errBomb)
		}
	}
	return true
}

// officeMember reports whether a ZIP with this member is a document of another kind.
func officeMember(m *zip.File) bool {
	return m.Name == "[Content_Types].xml" || m.Name == "META-INF/container.xml"
}

// zipMember cuts one member.
func (c *cutter) zipMember(s stream, m *zip.File) bool {
	if m.FileInfo().IsDir() {
		return true
	}
	inner, ok := c.member(s, m.Name, int64(m.UncompressedSize64))
	if !ok || !m.Mode().IsRegular() {
		c.opts.PassedOver(inner.place)
		return true
	}
	if m.Flags&1 != 0 {
		return c.fail(inner.place, errors.New("encrypted"))
	}
	r, err := m.Open()
	if err != nil {
		return c.fail(inner.place, readError(err))
	}
	defer r.Close()
	return c.stream(inner, &allowance{r, s.left})
}

// An allowance is what all members of an archive, and of those in it, may still unpack to:
// the members of a bomb can share their bytes. It reads until that
// is used up.
type allowance struct {
	r    io.Reader
	left *int64
}

func (a *allowance) Read(b []byte) (int, error) {
	if *a.left <= 0 {
		return 0, errBomb
	}
	n, err := a.r.Read(b)
	*a.left -= int64(n)
	return n, err
}

// tarred cuts the members of a tar archive as they come.
func (c *cutter) tarred(s stream) bool {
	if s.depth++; s.depth > maxDepth {
		return c.fail(s.place, errTooDeep)
	}
	archive := tar.NewReader(s.in)
	for n := 0; ; n++ {
		header, err := archive.Next()
		switch {
		case err == io.EOF && n == 0:
			return c.fail(s.place, errEmpty)
		case err == io.EOF:
			return true
		case err != nil:
			return c.fail(s.place, fmt.Errorf("tar archive is damaged after %s: %w", inMembers(n), readError(err)))
		case n == maxMembers:
			return c.fail(s.place, fmt.Errorf("tar archive has more than %s members; the rest is not read", grouped(maxMembers)))
		case header.Typeflag == tar.TypeDir:
			continue
		}
		inner, ok := c.member(s, header.Name, header.Size)
		if !ok || header.Typeflag != tar.TypeReg {
			c.opts.PassedOver(inner.place)
			continue
		}
		if !c.stream(inner, archive) {
			return false
		}
	}
}

// inMembers counts members in words.
func inMembers(n int) string {
	if n == 1 {
		return "1 member"
	}
	return grouped(int64(n)) + " members"
}

// member is the stream of a member of s, and whether it is a document by its name, as in
// a folder.
func (c *cutter) member(s stream, name string, size int64) (stream, bool) {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	ok := extensions[extension(name)]
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			ok = false
		}
	}
	return stream{place: s.place + "!" + name, ext: extension(name), size: size, depth: s.depth, left: s.left}, ok
}

// spool copies r to a temporary file that has no name any more and goes when it is closed.
func spool(r io.Reader) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "stemma-*.zip")
	if err != nil {
		return nil, 0, fmt.Errorf("keep archive in a temporary file: %w", err)
	}
	os.Remove(f.Name())
	n, err := io.Copy(f, io.LimitReader(r, maxSpool+1))
	if err == nil && n > maxSpool {
		err = fmt.Errorf("archive is over %s bytes; unpack it, or name it as a file", grouped(maxSpool))
	} else if err != nil {
		err = readError(err)
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, n, nil
}
