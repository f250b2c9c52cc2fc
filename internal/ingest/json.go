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
	if g.exported {
		a, err := decodeExported(raw)
		return news.Document{Exported: a}, err
	}
	doc := g.document()
	if strings.TrimSpace(doc.Body) == "" {
		return news.Document{}, g.textless()
	}
	return doc, nil
}

// object gathers the members of an object, and those of a "metadata" inside it.
func (g *gathering) object(raw []byte, depth int) error {
	return members(raw, func(name string, value []byte) error {
		switch foldName(name) {
		case "meta", "metadata", "html": // Fundus has the page's address and capture under "html"
			if value[0] == '{' && depth == 0 {
				return g.object(value, depth+1)
			}
		case "stemma":
			g.exported = g.exported || depth == 0 && isUnderstood(value)
		case "associations", "renditions":
			return nil // ninjs: pictures, and other articles
		case "bodies":
			name, value = chosen(value, "body_text", "text/html", "body_html")
		case "headlines":
			name, value = chosen(value, name, "main", name)
		}
		g.add(name, g.words(name, value, depth), depth)
		return nil
	})
}

// words is what a member's value says: paragraphs of a body, credits a line each.
func (g *gathering) words(name string, value []byte, depth int) string {
	m, ok := g.meaning(name, "", depth)
	switch {
	case !ok:
		return stringOf(value, ", ", nestedFields)
	case m.canonical == news.FieldCredit:
		return stringOf(value, "\n", nestedFields)
	case !body(m.canonical):
		return stringOf(value, ", ", nestedFields)
	case value[0] == '{' && bytes.Contains(value, []byte(`"sections"`)): // Fundus
		return strings.Join(leaves(value, deepestBody), "\n\n")
	}
	return stringOf(value, "\n\n", nestedFields)
}

const deepestBody = 6 // lists and objects inside a body: Fundus has sections of paragraphs, 4

// leaves are the strings of a value, in their order.
func leaves(value []byte, depth int) []string {
	var all []string
	switch {
	case value[0] == '"':
		return []string{unquote(value)}
	case depth > 0 && value[0] == '{':
		members(value, func(_ string, v []byte) error {
			all = append(all, leaves(v, depth-1)...)
			return nil
		})
	case depth > 0 && value[0] == '[':
		for _, v := range elements(value) {
			all = append(all, leaves(v, depth-1)...)
		}
	}
	return all
}

// chosen is the value of one of several under a name: ninjs 2 has headlines of several
// roles and bodies of several types. It is the one of which a member says wanted, else the
// first.
func chosen(list []byte, name, wanted, called string) (string, []byte) {
	best, found := []byte("null"), false
	if list[0] != '[' {
		return name, list
	}
	for _, v := range elements(list) {
		var value []byte
		match := false
		members(v, func(member string, v []byte) error {
			switch s := stringOf(v, "", 0); member {
			case "value":
				value = v
			case "role", "contenttype":
				match = match || s == wanted
			}
			return nil
		})
		if value == nil {
			continue
		}
		if match {
			return called, value
		}
		if !found {
			best, found = value, true
		}
	}
	return name, best
}

// elements are the values of a list.
func elements(list []byte) [][]byte {
	var all [][]byte
	rest := bytes.TrimLeft(list[1:], jsonSpace)
	for len(rest) > 0 && rest[0] != ']' {
		var e extent
		n, _ := e.scan(rest)
		all = append(all, rest[:n])
		rest = bytes.TrimLeft(rest[n:], jsonSpace+",")
	}
	return all
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
	return fmt.Errorf("record has no text: its fields are %s", listed(names))
}

// listed is the first names of a list, shortened.
func listed(names []string) string {
	names = slices.Clone(names)
	more := ""
	if len(names) > 8 {
		names, more = names[:8], ", ..."
	}
	for i, name := range names {
		if len(name) > longestName {
			names[i] = strings.ToValidUTF8(name[:longestName], "") + "..."
		}
	}
	return strings.Join(names, ", ") + more
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
	for _, value := range elements(list) {
		if word := stringOf(value, separator, depth); word != "" {
			words = append(words, word)
		}
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
