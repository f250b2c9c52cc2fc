package ingest

import (
	"errors"
	"strings"

	"gopkg.in/yaml.v3"

	"stemma/internal/news"
)

const (
	longestMatter = 64 << 10 // bytes of front matter; static site generators write under 4 kB
	longestHead   = 40       // lines of "Key: value"; more are a table, not a head
	longestKey    = 30       // bytes of a key in such a head: "Original publication date" has 25
)

// decodeText reads a text with its front matter or head, if it has one.
func decodeText(raw []byte, mediaType string, declared map[string]string) (news.Document, error) {
	text := string(decodeBytes(raw))
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	g := gather(declared)
	body, ok := g.frontMatter(text)
	if !ok {
		body, ok = g.keyed(text)
	}
	if strings.TrimSpace(body) == "" {
		if ok {
			return news.Document{}, errors.New("file has a head and no text")
		}
		return news.Document{}, errEmpty
	}
	doc := g.document()
	doc.MediaType, doc.Body = mediaType, body
	return doc, nil
}

// frontMatter gathers the fields between the fences of "---" that a text begins with.
// Without them, text is all body.
func (g *gathering) frontMatter(text string) (body string, ok bool) {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " ") != "---" {
		return text, false
	}
	end, after := fence(rest)
	if end < 0 {
		return text, false
	}
	matter := rest[:end]
	if !g.yaml(matter) && !g.plain(matter) {
		return text, false
	}
	return strings.TrimLeft(rest[after:], "\n"), true
}

// fence finds the line that closes front matter: where it begins, and where it ends; or -1.
func fence(text string) (start, end int) {
	at := 0
	for line := range strings.Lines(text[:min(len(text), longestMatter)]) {
		switch strings.TrimRight(line, " \n") {
		case "---", "...":
			return at, at + len(line)
		}
		at += len(line)
	}
	return -1, -1
}

// yaml gathers the members of a YAML mapping, as they are written: a date stays as it is.
func (g *gathering) yaml(matter string) bool {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(matter), &doc) != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return false
	}
	content := doc.Content[0].Content
	for i := 0; i+1 < len(content); i += 2 {
		g.head(content[i].Value, scalars(content[i+1], nestedFields))
	}
	return true
}

// scalars is the words of a node, those of a list with commas between them.
func scalars(n *yaml.Node, depth int) string {
	if n.Kind == yaml.ScalarNode {
		if n.Tag == "!!null" {
			return ""
		}
		return n.Value
	}
	if depth == 0 {
		return ""
	}
	var words []string
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue
		}
		if word := scalars(child, depth-1); word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// plain gathers "key: value" lines that YAML does not accept ("title: NATO: what now?").
func (g *gathering) plain(matter string) bool {
	found := false
	for line := range strings.Lines(matter) {
		if name, value, ok := keyValue(line); ok {
			g.head(name, strings.Trim(value, `"'`))
			found = true
		}
	}
	return found
}

// keyed gathers the "Key: value" lines that a text may begin with, ended by a blank line.
// The first two must have known names: an article may well begin with "Source: World Bank".
func (g *gathering) keyed(text string) (body string, ok bool) {
	head, body, ended := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ended || len(lines) < 2 || len(lines) > longestHead {
		return text, false
	}
	for i, line := range lines {
		name, _, ok := keyValue(line)
		if !ok || i < 2 && !headField(name) {
			return text, false
		}
	}
	for _, line := range lines {
		name, value, _ := keyValue(line)
		g.head(name, value)
	}
	return strings.TrimLeft(body, "\n"), true
}

// head adds a field of a text's head, where a body has no place.
func (g *gathering) head(name, value string) {
	if m, ok := g.meaning(name, value, 0); ok && body(m.canonical) {
		g.keep(name, value)
		return
	}
	g.add(name, value, 0)
}

// headField reports whether name is one that heads of articles use.
func headField(name string) bool {
	m, ok := meanings[foldName(name)]
	return ok && !body(m.canonical)
}

// keyValue reads "Key: value". A key is a few words of letters.
func keyValue(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	if !ok || name == "" || len(name) > longestKey || value != "" && value[0] != ' ' && value[0] != '\t' && value[0] != '\n' {
		return "", "", false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune(" _-", r) {
			return "", "", false
		}
	}
	return name, strings.TrimSpace(value), true
}
