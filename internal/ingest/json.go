package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"stemma/internal/news"
)

// nestedFields is how deep stringOf looks into lists and objects for words.
const nestedFields = 3

// longestName is how many bytes of a field's name an error shows: a whole line of a
// terminal is no help.
const longestName = 32

// decodeJSON reads one record. Every byte that is not UTF-8 becomes U+FFFD.
func decodeJSON(raw []byte, declared map[string]string) (news.Document, error) {
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte(bom)))
	g := gather(declared)
	if err := g.object(raw, 0); err != nil {
		return news.Document{}, err
	}
	doc := g.document()
	if len(bytes.TrimSpace(doc.Body)) == 0 {
		return news.Document{}, g.textless()
	}
	return doc, nil
}

// object gathers the members of an object, and those of a "metadata" inside it.
func (g *gathering) object(raw []byte, depth int) error {
	return members(raw, func(name string, value []byte) error {
		switch foldName(name) {
		case "meta", "metadata":
			if value[0] == '{' && depth == 0 {
				return g.object(value, depth+1)
			}
		}
		separator := ", "
		if m, ok := g.meaning(name, "", depth); ok && body(m.canonical) {
			separator = "\n\n"
		}
		g.add(name, stringOf(value, separator, nestedFields), depth)
		return nil
	})
}

// textless says what a record has instead of a text.
func (g *gathering) textless() error {
	names := slices.Sorted(maps.Keys(g.extra))
	for _, t := range g.best {
		names = append(names, t.name)
	}
	if len(names) == 0 {
		return errors.New("record has no text: it is empty")
	}
	slices.Sort(names)
	more := ""
	if len(names) > 8 {
		names, more = names[:8], ", ..."
	}
	for i, name := range names {
		if len(name) > longestName {
			names[i] = strings.ToValidUTF8(name[:longestName], "") + "..."
		}
	}
	return fmt.Errorf("record has no text: its fields are %s%s", strings.Join(names, ", "), more)
}

// stringOf is the words of a value: a string itself, the elements of a list with a
// separator between them, of an object the member that holds its name or text; "" for
// null. Other objects stay JSON.
func stringOf(value []byte, separator string, depth int) string {
	switch value[0] {
	case '"':
		return unquote(value)
	case '[':
		if depth > 0 {
			return joined(value, separator, depth-1)
		}
	case '{':
		if depth > 0 {
			return nameIn(value, separator, depth-1)
		}
	case 'n', 'N', 'I':
		return ""
	case '-':
		if bytes.HasPrefix(value, []byte("-I")) {
			return ""
		}
	}
	return compact(value)
}

func joined(list []byte, separator string, depth int) string {
	var words []string
	rest := bytes.TrimLeft(list[1:], jsonSpace)
	for len(rest) > 0 && rest[0] != ']' {
		var e extent
		n, _ := e.scan(rest)
		if word := stringOf(rest[:n], separator, depth); word != "" {
			words = append(words, word)
		}
		rest = bytes.TrimLeft(rest[n:], jsonSpace+",")
	}
	return strings.Join(words, separator)
}

// wordMembers are the members that an object is known by, first of all: a person's or
// outlet's name, WordPress's rendered texts, MongoDB's ids and dates.
var wordMembers = []string{"name", "title", "text", "value", "content", "rendered", "html", "$oid", "$date", "$numberLong", "#text", "@value"}

func nameIn(object []byte, separator string, depth int) string {
	best, word := len(wordMembers), ""
	members(object, func(name string, value []byte) error {
		if at := slices.Index(wordMembers, name); at >= 0 && at < best {
			if s := stringOf(value, separator, depth); s != "" {
				best, word = at, s
			}
		}
		return nil
	})
	if word == "" {
		return compact(object)
	}
	return word
}

func compact(value []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	return b.String()
}
