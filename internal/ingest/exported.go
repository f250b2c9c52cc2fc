package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"stemma/internal/news"
)

// The one format that stemma writes itself: the corpus back out as JSON lines. A line has
// the fields of any JSON line, for other programs, and a member "stemma" with what was
// understood of the document, most of which cannot be read from the text again: credits
// that stood in a footer, links, the places of dates. Read back it is the same article,
// place and all.

// exportFormat is the number of the form of the member "stemma".
const exportFormat = 1

type exported struct {
	ID        string   `json:"id,omitempty"`
	URL       string   `json:"url,omitempty"`
	Title     string   `json:"title,omitempty"`
	Outlet    string   `json:"outlet,omitempty"`
	Author    string   `json:"author,omitempty"`
	Language  string   `json:"language,omitempty"`
	Published string   `json:"published,omitempty"` // as the document said it
	Section   string   `json:"section,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Text      string   `json:"text"`

	Stemma understood `json:"stemma"`
}

type understood struct {
	Format    int               `json:"format"`
	Place     string            `json:"place,omitempty"`
	Domain    string            `json:"domain,omitempty"`
	Canonical string            `json:"canonical,omitempty"`
	Published exportedDate      `json:"published,omitzero"`
	Dates     []exportedDate    `json:"dates,omitempty"`
	Addresses []exportedAddress `json:"addresses,omitempty"`
	Credits   []exportedCredit  `json:"credits,omitempty"`
	Unvouched []exportedCredit  `json:"unvouched,omitempty"`
	Fossils   []exportedFossil  `json:"fossils,omitempty"`
	Links     []string          `json:"links,omitempty"`
	Disguises []exportedHiding  `json:"disguises,omitempty"`
	Extra     map[string]string `json:"extra,omitempty"`
}

// These are the types of news with names for JSON; a field that one has and the other has
// not does not compile.
type (
	exportedDate struct {
		Earliest time.Time  `json:"earliest,omitzero"`
		Latest   time.Time  `json:"latest,omitzero"`
		Grade    news.Grade `json:"grade,omitempty"`
		From     string     `json:"from,omitempty"`
		Quote    string     `json:"quote,omitempty"`
		Flag     string     `json:"flag,omitempty"`
	}
	exportedAddress struct {
		Rel   string `json:"rel"`
		URL   string `json:"url"`
		Place string `json:"place"`
	}
	exportedCredit struct {
		Kind     string        `json:"kind"`
		Strength news.Strength `json:"strength,omitempty"`
		Name     string        `json:"name,omitempty"`
		URL      string        `json:"url,omitempty"`
		Quote    string        `json:"quote,omitempty"`
		Span     news.Span     `json:"span,omitzero"`
	}
	exportedFossil struct {
		Kind  string    `json:"kind"`
		Name  string    `json:"name,omitempty"`
		URL   string    `json:"url,omitempty"`
		Quote string    `json:"quote,omitempty"`
		Span  news.Span `json:"span,omitzero"`
	}
	exportedHiding struct {
		Kind  string `json:"kind"`
		Count int    `json:"count"`
		Quote string `json:"quote,omitempty"`
	}
)

// Export writes an article as a line that Records reads again.
func Export(w io.Writer, a news.Article) error {
	line := exported{ID: a.Own, URL: a.URL, Title: a.Title, Outlet: a.Outlet, Author: a.Byline, Language: a.Lang,
		Published: a.Published.Quote, Section: a.Section, Tags: a.Tags, Text: a.Text,
		Stemma: understood{Format: exportFormat, Place: a.Place, Domain: a.Domain, Canonical: a.Canonical,
			Published: exportedDate(a.Published), Links: a.Links, Extra: a.Extra,
			Dates:     each(a.Dates, func(d news.Date) exportedDate { return exportedDate(d) }),
			Addresses: each(a.Addresses, func(d news.Address) exportedAddress { return exportedAddress(d) }),
			Credits:   each(a.Credits, func(c news.Credit) exportedCredit { return exportedCredit(c) }),
			Unvouched: each(a.Unvouched, func(c news.Credit) exportedCredit { return exportedCredit(c) }),
			Fossils:   each(a.Fossils, func(f news.Fossil) exportedFossil { return exportedFossil(f) }),
			Disguises: each(a.Disguises, func(d news.Disguise) exportedHiding { return exportedHiding(d) }),
		}}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return out.Encode(line)
}

// decodeExported reads a line that Export wrote.
func decodeExported(raw []byte) (*news.Article, error) {
	var line exported
	if err := json.Unmarshal(raw, &line); err != nil {
		return nil, fmt.Errorf("read exported article: %w", err)
	}
	s := line.Stemma
	if s.Format != exportFormat {
		return nil, fmt.Errorf("read exported article: format %d, this stemma reads %d", s.Format, exportFormat)
	}
	return &news.Article{Text: line.Text, Head: news.Head{
		Own: line.ID, URL: line.URL, Title: line.Title, Outlet: line.Outlet, Byline: line.Author, Lang: line.Language,
		Section: line.Section, Tags: line.Tags, Place: s.Place, Domain: s.Domain, Canonical: s.Canonical,
		Published: news.Date(s.Published), Links: s.Links, Extra: s.Extra,
		Dates:     each(s.Dates, func(d exportedDate) news.Date { return news.Date(d) }),
		Addresses: each(s.Addresses, func(d exportedAddress) news.Address { return news.Address(d) }),
		Credits:   each(s.Credits, func(c exportedCredit) news.Credit { return news.Credit(c) }),
		Unvouched: each(s.Unvouched, func(c exportedCredit) news.Credit { return news.Credit(c) }),
		Fossils:   each(s.Fossils, func(f exportedFossil) news.Fossil { return news.Fossil(f) }),
		Disguises: each(s.Disguises, func(d exportedHiding) news.Disguise { return news.Disguise(d) }),
	}}, nil
}

// isUnderstood reports whether the value of a member "stemma" is what Export puts there.
func isUnderstood(value []byte) bool {
	return value[0] == '{' && bytes.Contains(value, []byte(`"format"`))
}

// each is f of every element, nil when there is none.
func each[A, B any](list []A, f func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
