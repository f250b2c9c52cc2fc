package ingest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// extensions are the endings that make a file in a folder a document. A file named
// by itself needs none of them.
var extensions = map[string]bool{
	".txt": true, ".md": true, ".markdown": true, ".html": true, ".htm": true,
	".json": true, ".jsonl": true, ".ndjson": true,
	".csv": true, ".tsv": true, ".tab": true, ".xml": true, ".rss": true, ".atom": true, ".rdf": true, ".mhtml": true, ".mht": true, ".nitf": true, ".xhtml": true,
	".warc": true, ".wet": true, ".zip": true, ".tar": true,
}

// path reads one argument: a file, a folder, a pattern that no shell expanded, or "-".
func (c *cutter) path(path string) bool {
	if c.ctx.Err() != nil {
		return false
	}
	if path == "-" {
		return c.stream(stream{place: "-", size: -1}, c.opts.Stdin)
	}
	if address(path) {
		return c.fail(path, errors.New("addresses are not fetched; save the page, and name its file"))
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		return c.pattern(path)
	case err != nil:
		return c.fail(shown(path), readError(err))
	case info.IsDir():
		return c.folder(path)
	}
	return c.file(path)
}

// address reports whether an argument is an address on the web.
func address(path string) bool {
	scheme, _, ok := strings.Cut(strings.ToLower(path), "://")
	return ok && (scheme == "http" || scheme == "https" || scheme == "ftp")
}

// pattern reads what a shell would have put in its place.
func (c *cutter) pattern(pattern string) bool {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		return c.fail(pattern, errors.New("no file matches"))
	}
	for _, path := range paths {
		if !c.path(path) {
			return false
		}
	}
	return true
}

// folder reads the documents below path in sorted order, each folder once.
func (c *cutter) folder(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return c.fail(shown(path), readError(err))
	}
	if c.walked[real] {
		return true
	}
	c.walked[real] = true
	entries, err := os.ReadDir(path)
	if err != nil && !c.fail(shown(path), readError(err)) {
		return false
	}
	for _, entry := range entries {
		if !c.entry(filepath.Join(path, entry.Name()), entry) {
			return false
		}
	}
	return true
}

// entry reads one name in a folder, or passes it over.
func (c *cutter) entry(path string, entry fs.DirEntry) bool {
	if c.ctx.Err() != nil {
		return false
	}
	if strings.HasPrefix(entry.Name(), ".") {
		c.opts.PassedOver(path)
		return true
	}
	mode := entry.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			return c.fail(path, readError(err))
		}
		mode = info.Mode().Type()
	}
	switch {
	case mode.IsDir():
		return c.folder(path)
	case !mode.IsRegular() || !extensions[extension(path)]:
		c.opts.PassedOver(path)
		return true
	}
	return c.file(path)
}

// file reads one file.
func (c *cutter) file(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return c.fail(shown(path), readError(err))
	}
	defer f.Close()
	size, regular := int64(-1), (*os.File)(nil)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		size, regular = info.Size(), f
	}
	return c.stream(stream{place: path, ext: extension(path), size: size, file: regular}, f)
}

// extension is the ending of a path in lower case, without regard to a compression's.
func extension(path string) string {
	name := strings.ToLower(filepath.Base(path))
	switch ext := filepath.Ext(name); ext {
	case ".gz", ".bz2", ".zst":
		return filepath.Ext(strings.TrimSuffix(name, ext))
	case ".tgz", ".tbz2", ".tzst":
		return ".tar"
	default:
		return ext
	}
}

// shown is path as a place, which is never empty.
func shown(path string) string {
	if path == "" {
		return `""`
	}
	return path
}
