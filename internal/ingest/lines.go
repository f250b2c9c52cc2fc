package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"stemma/internal/news"
)

// lines makes a record of every line that is not blank.
func (c *cutter) lines(s stream) bool {
	found := 0
	for n := 1; ; n++ {
		line, err := readLine(s.in, c.opts.MaxDocument, spareLine())
		if err != nil && err != io.EOF {
			return c.fail(numbered(s.place, n), readError(err))
		}
		if !line.blank() {
			found++
			if !c.record(numbered(s.place, n), jsonLines, line) {
				return false
			}
		}
		if err == io.EOF {
			return found > 0 || c.fail(s.place, errEmpty)
		}
	}
}

// record hands on what was gathered, or says that it is too long.
func (c *cutter) record(place string, f format, p piece) bool {
	if p.length > p.limit {
		return c.fail(place, tooLong(p.length, p.limit))
	}
	return c.emit(Record{Place: place, format: f, raw: p.data})
}

// spareLines are the bytes of lines that nobody needs any more.
var spareLines sync.Pool

// longestSpare is the bytes of the longest line that is kept for another.
const longestSpare = 64 << 10

func spareLine() []byte {
	if spare, ok := spareLines.Get().(*[]byte); ok {
		return *spare
	}
	return nil
}

// Release lets the memory of r be used for records to come: r must not be used after. It
// need not be called; a run spares a quarter of what reading allocates by it.
func (r Record) Release() {
	if spare := r.raw[:0]; r.format == jsonLines && cap(spare) > 0 && cap(spare) <= longestSpare {
		spareLines.Put(&spare)
	}
}

// readLine reads up to and with the next line feed, into memory of its caller, who may
// give none. Of a line over the limit only the length is known.
func readLine(r *bufio.Reader, limit int64, into []byte) (piece, error) {
	p := piece{limit: limit, data: into}
	for {
		part, err := r.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			p.add(part)
			continue
		}
		p.add(bytes.TrimRight(part, "\r\n"))
		return p, err
	}
}

// values makes a record of each JSON value of a file: one object, an array of them, or
// several one after the other. What stands between them, brackets included, is skipped.
func (c *cutter) values(s stream) bool {
	v := valueReader{in: s.in, line: 1, limit: c.opts.MaxDocument}
	for n := 1; ; n++ {
		if err := v.skip(); err != nil {
			return c.ended(s, v, n, err)
		}
		line := v.line
		value, err := v.read()
		if err != nil && err != io.EOF {
			return c.fail(element(s.place, v, n, line), readError(err))
		}
		if err == nil && n == 1 && !v.array {
			err = v.skip() // is it the only one?
		}
		place := element(s.place, v, n, line)
		if n == 1 && !v.array && err == io.EOF {
			place = s.place
		}
		if list := wrapped(value.data); list != nil {
			if !c.unwrapped(place, list, jsonFeed(value.data)) {
				return false
			}
		} else if !c.record(place, jsonValues, value) {
			return false
		}
	}
}

// wrapping is how an answer of NewsAPI, GDELT, JSON Feed and others begins that holds its
// articles in a list.
var wrapping = regexp.MustCompile(`"(?:articles|stories|items|results|documents|docs)"\s*:\s*\[\s*\{`)

const wrapperHead = 4096 // bytes in which that list must begin

// wrapped is the list of articles in a value that is no article itself, nil when it has none.
func wrapped(value []byte) []byte {
	if !wrapping.Match(value[:min(len(value), wrapperHead)]) {
		return nil
	}
	var list []byte
	err := members(value, func(name string, v []byte) error {
		switch m, ok := meanings[foldName(name)]; {
		case ok && body(m.canonical):
			return errors.New("an article with a list in it")
		case v[0] == '[' && wrapping.Match(append([]byte(`"`+name+`":`), v[:min(len(v), wrapperHead)]...)):
			list = v
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return list
}

// A feedHead is what a JSON Feed (version 1.1) says of all its items.
type feedHead struct{ title, home, language string }

// jsonFeed is the head of a JSON Feed. Of other values it is empty.
func jsonFeed(value []byte) feedHead {
	var head feedHead
	is := false
	members(value, func(name string, v []byte) error {
		switch name {
		case "version":
			is = strings.Contains(stringOf(v, "", 0), "jsonfeed.org/version/")
		case "title":
			head.title = stringOf(v, "", 0)
		case "home_page_url":
			head.home = stringOf(v, "", 0)
		case "language":
			head.language = stringOf(v, "", 0)
		}
		return nil
	})
	if !is {
		return feedHead{}
	}
	return head
}

// of is what the head says of an item: its outlet, unless the item stands on another
// site, and its language, unless it says so itself.
func (h feedHead) of(item []byte) *news.Document {
	if h == (feedHead{}) || item[0] != '{' {
		return nil
	}
	address, language := "", h.language
	members(item, func(name string, v []byte) error {
		switch name {
		case "url":
			address = stringOf(v, "", 0)
		case "language":
			language = ""
		}
		return nil
	})
	if !sameHost(address, h.home) {
		return &news.Document{Fields: said(map[string]string{news.FieldLanguage: language}), Extra: said(map[string]string{"feed": h.title})}
	}
	return &news.Document{Fields: said(map[string]string{news.FieldOutlet: h.title, news.FieldLanguage: language})}
}

// unwrapped makes a record of every element of a list.
func (c *cutter) unwrapped(place string, list []byte, head feedHead) bool {
	for i, value := range elements(list) {
		if !c.emit(Record{Place: place + "!" + strconv.Itoa(i+1), format: jsonValues, raw: value, known: head.of(value)}) {
			return false
		}
	}
	return true
}

// ended is called where no further value comes.
func (c *cutter) ended(s stream, v valueReader, n int, err error) bool {
	switch {
	case err != io.EOF:
		return c.fail(element(s.place, v, n, v.line), readError(err))
	case v.open > 0 && !v.torn:
		return c.fail(element(s.place, v, n, v.line), errors.New("JSON array ends early"))
	case n == 1:
		return c.fail(s.place, errors.New("no record in it"))
	}
	return true
}

// element is the place of the nth value, which began in the given line.
func element(place string, v valueReader, n, line int) string {
	if v.array {
		return place + "!" + strconv.Itoa(n)
	}
	return numbered(place, line)
}

// A valueReader cuts a stream of JSON values without understanding them.
type valueReader struct {
	in    *bufio.Reader
	limit int64
	line  int  // line reached, from 1
	array bool // the values are elements of an array
	open  int  // brackets opened and not closed between values
	torn  bool // the stream ended inside the last value
}

// skip goes on to the next value.
func (v *valueReader) skip() error {
	for {
		b, err := v.in.ReadByte()
		if err != nil {
			return err
		}
		switch b {
		case '\n':
			v.line++
		case ' ', '\t', '\r', ',':
		case '[':
			v.array = true
			v.open++
		case ']':
			v.open--
		default:
			return v.in.UnreadByte()
		}
	}
}

// read reads the value that begins here. At the end of the stream it is what there is
// of it, and the next skip says io.EOF.
func (v *valueReader) read() (piece, error) {
	p := piece{limit: v.limit}
	var e extent
	for {
		if _, err := v.in.Peek(1); err == io.EOF {
			v.torn = true
			return p, nil
		} else if err != nil {
			return p, err
		}
		part, _ := v.in.Peek(v.in.Buffered())
		n, done := e.scan(part)
		p.add(part[:n])
		v.line += bytes.Count(part[:n], []byte("\n"))
		v.in.Discard(n)
		if done {
			return p, nil
		}
	}
}

// An extent finds the end of one JSON value, which may come in several parts. It
// counts brackets and minds strings, no more.
type extent struct {
	depth, deepest  int
	quoted, escaped bool
	begun           bool
}

// scan reports how many bytes of part belong to the value, and whether it ends there.
func (e *extent) scan(part []byte) (n int, done bool) {
	for i := 0; i < len(part); i++ {
		b := part[i]
		switch {
		case e.escaped:
			e.escaped = false
			continue
		case e.quoted && b == '\\':
			e.escaped = true
			continue
		case b == '"':
			e.quoted = !e.quoted
		case e.quoted:
			continue
		case b == '{', b == '[':
			e.depth++
			e.deepest = max(e.deepest, e.depth)
		case e.depth == 0 && between(b):
			if !e.begun {
				return i + 1, true // a stray bracket: a value by itself, and no JSON
			}
			return i, true
		case b == '}', b == ']':
			e.depth--
		}
		e.begun = true
		if e.depth == 0 && !e.quoted && (b == '}' || b == ']' || b == '"') {
			return i + 1, true
		}
	}
	return len(part), false
}

// between reports whether b ends a number or a word.
func between(b byte) bool {
	switch b {
	case ' ', '\t', '\r', '\n', ',', ']', '}', ':':
		return true
	}
	return false
}
