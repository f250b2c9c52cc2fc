package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	entities "html"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"stemma/internal/news"
)

// This file reads feeds: RSS 0.9 to 2.0, RDF and Atom (RFC 4287). Where an item says that it
// comes from somewhere else (source, via, dc:source), that is a credit.

// feedItems reads the items of a feed. Of one that is not whole, those that are.
func feedItems(text []byte, whole bool) ([]news.Document, error) {
	root := strings.ToLower(rootElement(text))
	if !whole {
		text = closedFeed(text, root)
	}
	if root == "feed" {
		f, err := (&atom.Parser{}).Parse(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("feed is damaged: %w", err)
		}
		return atomItems(f), nil
	}
	f, err := (&rss.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("feed is damaged: %w", err)
	}
	return rssItems(f), nil
}

// closedFeed is a feed up to its last whole item, with its end put on again.
func closedFeed(text []byte, root string) []byte {
	item, end := "</item>", "</channel></rss>"
	switch root {
	case "feed":
		item, end = "</entry>", "</feed>"
	case "rdf":
		end = "</rdf:RDF>"
	}
	at := bytes.LastIndex(text, []byte(item))
	if at < 0 {
		return text
	}
	return append(bytes.Clone(text[:at+len(item)]), end...)
}

func rssItems(f *rss.Feed) []news.Document {
	var docs []news.Document
	for _, item := range f.Items {
		dc := item.DublinCoreExt
		if dc == nil {
			dc = &ext.DublinCoreExtension{}
		}
		e := entry{
			url:       strings.TrimSpace(item.Link),
			title:     item.Title,
			author:    cmp.Or(first(dc.Creator), item.Author, first(dc.Author)),
			published: cmp.Or(item.PubDate, first(dc.Date)),
			language:  cmp.Or(first(dc.Language), f.Language),
			body:      cmp.Or(item.Content, item.Description),
			outlet:    f.Title, home: f.Link,
			extra: map[string]string{},
		}
		if item.GUID != nil {
			e.id = strings.TrimSpace(item.GUID.Value)
			if e.url == "" && item.GUID.IsPermalink != "false" && address(e.id) {
				e.url = e.id
			}
		}
		if item.Source != nil {
			e.credits = append(e.credits, item.Source.Title, item.Source.URL)
		}
		e.credits = append(e.credits, dc.Source...)
		for _, via := range item.Extensions["atom"]["link"] {
			if via.Attrs["rel"] == "via" {
				e.via = append(e.via, via.Attrs["href"])
			}
		}
		var tags []string
		for _, category := range item.Categories {
			tags = append(tags, category.Value)
		}
		e.tags = strings.Join(append(tags, dc.Subject...), ", ")
		e.extra["publisher"], e.extra["rights"] = first(dc.Publisher), cmp.Or(first(dc.Rights), f.Copyright)
		docs = append(docs, e.document())
	}
	return docs
}

func atomItems(f *atom.Feed) []news.Document {
	var docs []news.Document
	home, _ := atomLinks(f.Links)
	for _, item := range f.Entries {
		link, via := atomLinks(item.Links)
		e := entry{
			id: strings.TrimSpace(item.ID), url: link, title: entities.UnescapeString(item.Title), author: atomPeople(item.Authors, f.Authors),
			published: item.Published, modified: item.Updated, language: f.Language, body: item.Summary,
			outlet: f.Title, home: home, via: via, extra: map[string]string{"rights": cmp.Or(item.Rights, f.Rights)},
		}
		if e.published == "" {
			e.published, e.modified = item.Updated, ""
		}
		if item.Content != nil && strings.TrimSpace(item.Content.Value) != "" {
			e.body = item.Content.Value
		}
		if s := item.Source; s != nil {
			from, _ := atomLinks(s.Links)
			e.credits = append(e.credits, s.Title, from)
		}
		for _, source := range item.Extensions["dc"]["source"] {
			e.credits = append(e.credits, source.Value)
		}
		var tags []string
		for _, category := range item.Categories {
			tags = append(tags, cmp.Or(category.Label, category.Term))
		}
		e.tags = strings.Join(tags, ", ")
		docs = append(docs, e.document())
	}
	return docs
}

// atomLinks are the address of an entry's page, and those of where it was found.
func atomLinks(links []*atom.Link) (page string, via []string) {
	for _, l := range links {
		switch l.Rel {
		case "", "alternate":
			page = cmp.Or(page, l.Href)
		case "via":
			via = append(via, l.Href)
		}
	}
	return page, via
}

func atomPeople(own, all []*atom.Person) string {
	if len(own) == 0 {
		own = all
	}
	var names []string
	for _, p := range own {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// An entry is an item of a feed of either kind.
type entry struct {
	id, url, title, author        string
	published, modified, language string
	body, tags                    string
	outlet, home                  string // of the feed: its title and its page
	credits, via                  []string
	extra                         map[string]string
}

// document makes a document of e. The feed's title names its outlet unless the item
// stands on another site, as those of an aggregator do.
func (e entry) document() news.Document {
	doc := news.Document{ID: e.id, URL: e.url, MediaType: news.TypeHTML, Body: e.body, Extra: map[string]string{}}
	if !strings.Contains(e.body, "<") {
		doc.MediaType, doc.Body = news.TypeText, entities.UnescapeString(e.body)
	}
	doc.Fields = map[string]string{
		news.FieldTitle: e.title, news.FieldAuthor: e.author, news.FieldPublished: e.published, news.FieldModified: e.modified,
		news.FieldLanguage: e.language, news.FieldCredit: lines(e.credits), news.FieldVia: lines(e.via), news.FieldTags: e.tags,
	}
	if sameHost(e.url, e.home) {
		doc.Fields[news.FieldOutlet] = e.outlet
	} else {
		e.extra["feed"] = e.outlet
	}
	for name, value := range doc.Fields {
		if doc.Fields[name] = strings.TrimSpace(value); doc.Fields[name] == "" {
			delete(doc.Fields, name)
		}
	}
	for name, value := range e.extra {
		if strings.Trim(value, ", ") != "" {
			doc.Extra[name] = value
		}
	}
	return doc
}

// lines is each of values that says something on a line of its own.
func lines(values []string) string {
	var said []string
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), " "); v != "" {
			said = append(said, v)
		}
	}
	return strings.Join(said, "\n")
}

// sameHost reports whether two addresses are of one site, or one of them says nothing.
func sameHost(a, b string) bool {
	u, err := url.Parse(a)
	v, fault := url.Parse(strings.TrimSpace(b))
	if err != nil || fault != nil || u.Host == "" || v.Host == "" {
		return true
	}
	return strings.TrimPrefix(u.Hostname(), "www.") == strings.TrimPrefix(v.Hostname(), "www.")
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
