package store

import (
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"stemma/internal/news"
)

// articleHead lists the columns of a head, from article as a, in the order of scanHead.
const articleHead = `a.id, a.own, a.place, a.url, a.domain, a.outlet, a.title, a.byline, a.lang,
	a.published_earliest, a.published_latest, a.grade, a.words, a.detail`

// revisionHead is articleHead of a superseded revision r of article a.
var revisionHead = "a.id" + strings.ReplaceAll(strings.TrimPrefix(articleHead, "a.id"), "a.", "r.")

// A detail is the part of a head that no query asks about: a column of JSON.
type detail struct {
	Canonical      string            `json:"canonical,omitempty"`
	Published      int               `json:"published,omitempty"` // which of Dates, from 1, is the one in the columns; 0: none
	PublishedFrom  string            `json:"published_from,omitempty"`
	PublishedQuote string            `json:"published_quote,omitempty"`
	PublishedFlag  string            `json:"published_flag,omitempty"`
	Dates          []date            `json:"dates,omitempty"`
	Credits        []credit          `json:"credits,omitempty"`
	Unvouched      []credit          `json:"unvouched,omitempty"`
	Furniture      []span            `json:"furniture,omitempty"`
	Fossils        []fossil          `json:"fossils,omitempty"`
	Links          []string          `json:"links,omitempty"`
	Addresses      []address         `json:"addresses,omitempty"`
	Section        string            `json:"section,omitempty"`
	Tags           []string          `json:"tags,omitempty"`
	Disguises      []disguise        `json:"disguises,omitempty"`
	Extra          map[string]string `json:"extra,omitempty"`
}

// fold leaves out what the columns say of one of the dates: most articles have one date,
// which else would be written twice.
func (d *detail) fold(published date) {
	for i := range d.Dates {
		if d.Dates[i] == published {
			d.Published = i + 1
			d.PublishedFrom, d.PublishedQuote, d.PublishedFlag = "", "", ""
			d.Dates[i].Earliest, d.Dates[i].Latest, d.Dates[i].Grade = "", "", ""
			return
		}
	}
}

// unfold undoes fold.
func (d *detail) unfold(earliest, latest string, grade news.Grade) {
	if i := d.Published - 1; i >= 0 && i < len(d.Dates) {
		d.PublishedFrom, d.PublishedQuote, d.PublishedFlag = d.Dates[i].From, d.Dates[i].Quote, d.Dates[i].Flag
		d.Dates[i].Earliest, d.Dates[i].Latest, d.Dates[i].Grade = earliest, latest, grade
	}
}

// The stored forms of news.Date, news.Credit and news.Fossil.
type (
	date struct {
		Earliest string     `json:"earliest,omitempty"`
		Latest   string     `json:"latest,omitempty"`
		Grade    news.Grade `json:"grade,omitempty"`
		From     string     `json:"from,omitempty"`
		Quote    string     `json:"quote,omitempty"`
		Flag     string     `json:"flag,omitempty"`
	}
	address struct {
		Rel   string `json:"rel"`
		URL   string `json:"url"`
		Place string `json:"place"`
	}
	disguise struct {
		Kind  string `json:"kind"`
		Count int    `json:"count"`
		Quote string `json:"quote,omitempty"`
	}
	credit struct {
		Kind     string        `json:"kind"`
		Strength news.Strength `json:"strength,omitempty"`
		Name     string        `json:"name,omitempty"`
		URL      string        `json:"url,omitempty"`
		Quote    string        `json:"quote,omitempty"`
		Span     span          `json:"span,omitzero"`
	}
	fossil struct {
		Kind  string `json:"kind"`
		Name  string `json:"name,omitempty"`
		URL   string `json:"url,omitempty"`
		Quote string `json:"quote,omitempty"`
		Span  span   `json:"span,omitzero"`
	}
	span [2]int
)

func toAddress(a news.Address) address    { return address(a) }
func (a address) news() news.Address      { return news.Address(a) }
func toDisguise(d news.Disguise) disguise { return disguise(d) }
func (d disguise) news() news.Disguise    { return news.Disguise(d) }
func toSpan(s news.Span) span             { return span{s.Start, s.End} }
func (s span) news() news.Span            { return news.Span{Start: s[0], End: s[1]} }
func toCredit(c news.Credit) credit {
	return credit{c.Kind, c.Strength, c.Name, c.URL, c.Quote, toSpan(c.Span)}
}
func (c credit) news() news.Credit {
	return news.Credit{Kind: c.Kind, Strength: c.Strength, Name: c.Name, URL: c.URL, Quote: c.Quote, Span: c.Span.news()}
}
func toFossil(f news.Fossil) fossil { return fossil{f.Kind, f.Name, f.URL, f.Quote, toSpan(f.Span)} }
func (f fossil) news() news.Fossil {
	return news.Fossil{Kind: f.Kind, Name: f.Name, URL: f.URL, Quote: f.Quote, Span: f.Span.news()}
}
func toDate(d news.Date) date {
	return date{stamp(d.Earliest), stamp(d.Latest), d.Grade, d.From, d.Quote, d.Flag}
}
func (d date) news() news.Date {
	return news.Date{Earliest: unstamp(d.Earliest), Latest: unstamp(d.Latest), Grade: d.Grade, From: d.From, Quote: d.Quote, Flag: d.Flag}
}

// convert is f of each element, nil when there is none.
func convert[A, B any](list []A, f func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}

// stamp is t in RFC 3339, "" for no bound. A year beyond four digits is no date of an
// article, and no bound either.
func stamp(t time.Time) string {
	if t = t.UTC(); t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func unstamp(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// nullable is s, or NULL when it is empty.
func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func encodeDetail(h news.Head) ([]byte, error) {
	d := detail{
		Canonical:      h.Canonical,
		PublishedFrom:  h.Published.From,
		PublishedQuote: h.Published.Quote,
		PublishedFlag:  h.Published.Flag,
		Dates:          convert(h.Dates, toDate),
		Credits:        convert(h.Credits, toCredit),
		Unvouched:      convert(h.Unvouched, toCredit),
		Furniture:      convert(h.Furniture, toSpan),
		Fossils:        convert(h.Fossils, toFossil),
		Links:          h.Links,
		Addresses:      convert(h.Addresses, toAddress),
		Section:        h.Section,
		Tags:           h.Tags,
		Disguises:      convert(h.Disguises, toDisguise),
		Extra:          h.Extra,
	}
	d.fold(toDate(h.Published))
	return json.Marshal(d)
}

// scanHead reads a head from the columns of articleHead or revisionHead, and what comes
// after them into rest.
func scanHead(rows *sql.Rows, rest ...any) (news.Head, error) {
	var h news.Head
	var earliest, latest sql.NullString
	var packed sql.RawBytes
	dest := []any{(*string)(&h.ID), &h.Own, &h.Place, &h.URL, &h.Domain, &h.Outlet, &h.Title, &h.Byline, &h.Lang,
		&earliest, &latest, (*string)(&h.Published.Grade), &h.Words, &packed}
	if err := rows.Scan(append(dest, rest...)...); err != nil {
		return h, err
	}
	h.Published.Earliest, h.Published.Latest = unstamp(earliest.String), unstamp(latest.String)
	var d detail
	if err := json.Unmarshal(packed, &d); err != nil {
		return h, malformed("head of article %s: %v", h.ID, err)
	}
	d.unfold(earliest.String, latest.String, h.Published.Grade)
	h.Canonical = d.Canonical
	h.Published.From, h.Published.Quote, h.Published.Flag = d.PublishedFrom, d.PublishedQuote, d.PublishedFlag
	h.Dates = convert(d.Dates, date.news)
	h.Credits = convert(d.Credits, credit.news)
	h.Unvouched = convert(d.Unvouched, credit.news)
	h.Furniture = convert(d.Furniture, span.news)
	h.Fossils = convert(d.Fossils, fossil.news)
	h.Links, h.Extra = d.Links, d.Extra
	h.Addresses = convert(d.Addresses, address.news)
	h.Section, h.Tags = d.Section, d.Tags
	h.Disguises = convert(d.Disguises, disguise.news)
	return h, nil
}
