// Package extract turns a document into an article: its main text, its head, its dates,
// what it says of where its text came from (credits), and what is left in it of another
// outlet's own voice (fossils).
package extract

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// ErrNoText is wrapped when a document holds no text worth indexing.
var ErrNoText = errors.New("page has no main text")

// Article reads doc: first everything it claims, from the whole document, and then the
// main text, so that a credit standing in a box or a footer is not lost with it. It fails
// when the document cannot be decoded or parsed, and with ErrNoText when nothing is left.
func Article(doc news.Document) (news.Article, error) {
	buffer := wordBuffers.Get().(*[]shingle.Word)
	defer wordBuffers.Put(buffer)
	a, words, err := Read(doc, (*buffer)[:0])
	*buffer = words
	return a, err
}

// wordBuffers spares an allocation of seven times the text.
var wordBuffers = sync.Pool{New: func() any { return new([]shingle.Word) }}

// Read is Article for those who need the words of the text as well: it splits the text, and
// returns the words appended to words.
func Read(doc news.Document, words []shingle.Word) (news.Article, []shingle.Word, error) {
	if doc.Exported != nil {
		return again(*doc.Exported, doc.Place, words)
	}
	raw, err := decode(doc.Body, doc.MediaType, doc.Charset)
	if err != nil {
		return news.Article{}, words, err
	}
	var p page
	switch doc.MediaType {
	case news.TypeHTML:
		p, err = readHTML(raw, doc)
	case news.TypeMarkdown:
		p = readMarkdown(raw, doc)
	default:
		p = readText(raw, doc)
	}
	if err != nil {
		return news.Article{}, words, err
	}
	from := len(words)
	words = shingle.AppendWords(words, p.text)
	own := words[from:]
	// What the extraction leaves of a page without an article is its title and a menu.
	menu := doc.MediaType == news.TypeHTML && shingle.Count(own) < shingle.Guarantee
	if menu || strings.IndexFunc(p.text, unicode.IsLetter) < 0 {
		return news.Article{}, words, fmt.Errorf("read main text: %w", ErrNoText)
	}
	return p.article(raw, own), words, nil
}

// again takes an article that was exported for what it was. What is worked out of the rest
// is worked out anew: an ID must not be a claim of the input.
func again(a news.Article, place string, words []shingle.Word) (news.Article, []shingle.Word, error) {
	if strings.IndexFunc(a.Text, unicode.IsLetter) < 0 {
		return news.Article{}, words, fmt.Errorf("read exported article: %w", ErrNoText)
	}
	for _, c := range slices.Concat(a.Credits, a.Unvouched) {
		if !within(c.Span, a.Text) {
			return news.Article{}, words, fmt.Errorf("read exported article: no bytes %d to %d in its text", c.Span.Start, c.Span.End)
		}
	}
	for _, f := range a.Fossils {
		if !within(f.Span, a.Text) {
			return news.Article{}, words, fmt.Errorf("read exported article: no bytes %d to %d in its text", f.Span.Start, f.Span.End)
		}
	}
	a.Place = cmp.Or(a.Place, place)
	from := len(words)
	words = shingle.AppendWords(words, a.Text)
	a.Words = shingle.Count(words[from:])
	a.Furniture = furniture(a, words[from:])
	a.ID = identity(a.Head)
	return a, words, nil
}

// within reports whether s is a range of text, on rune borders.
func within(s news.Span, text string) bool {
	border := func(i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
	return 0 <= s.Start && s.Start <= s.End && s.End <= len(text) && border(s.Start) && border(s.End)
}

// article puts together what was read of a document, whose text as found is raw, and the
// words of its main text.
func (p *page) article(raw string, words []shingle.Word) news.Article {
	h := p.head
	h.Published = p.dates.reduce()
	h.Dates = p.dates.all()
	h.Words, h.Disguises = shingle.Count(words), disguises(p.text, words)
	if hasManifest(raw) {
		h.Disguises = append(h.Disguises, news.Disguise{Kind: news.DisguiseManifest, Count: 1})
	}
	h.ID = identity(h)
	a := news.Article{Head: h, Text: p.text}
	a.Furniture = furniture(a, words)
	return a
}
