package report

import (
	"bufio"
	"cmp"
	"io"
	"time"

	"stemma/internal/news"
)

// writeNinjs writes IPTC ninjs 3.1 (https://iptc.org/standards/ninjs/): one item of type
// composite, whose associations are the articles, whose associations are their sources.
// No text is in it, so every item is a partial representation. Whom an article credits are
// its infoSources; what we found of a source is in the descriptions of its association.
func writeNinjs(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	out := &sections{w: w}
	out.print("{\n")
	out.entry("uri", "urn:stemma:report:"+cmp.Or(b.Corpus.SHA256, "unknown"))
	out.entry("type", "composite")
	out.entry("representationType", "partial")
	out.entry("standard", record{"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"})
	out.entry("title", "Provenance report")
	out.entry("edNote", visible(madeBy(b.About).String()))
	out.list("associations")
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		out.listed(b.ninjsItem(h))
	}
	out.endList()
	out.print("\n}\n")
	if out.err != nil {
		return out.err
	}
	return w.Flush()
}

func (b *book) ninjsItem(h news.Head) record {
	r := b.ninjsStub(h, "article")
	if exact(h.Published) {
		r["versionCreated"] = h.Published.Earliest.UTC().Format(time.RFC3339)
	}
	if h.Byline != "" {
		r["by"] = visible(h.Byline)
	}
	if sources := infoSources(h); len(sources) > 0 {
		r["infoSources"] = sources
	}
	alternatives := []record{}
	for _, id := range [][2]string{{"id", h.Own}, {"url", h.URL}, {"canonical", h.Canonical}, {"place", h.Place}, {"sha256", b.digest(h.ID)}} {
		if value := visible(id[1]); value != "" {
			alternatives = append(alternatives, record{"role": id[0], "value": value})
		}
	}
	r["altIds"] = alternatives
	var sources []record
	for _, p := range b.sources(h.ID) {
		source := b.ninjsStub(b.head(p.Source), "source")
		source["descriptions"] = linkDescriptions(b, p)
		sources = append(sources, source)
	}
	if len(sources) > 0 {
		r["associations"] = sources
	}
	return r
}

// ninjsStub is what an item is known by.
func (b *book) ninjsStub(h news.Head, rel string) record {
	r := record{"uri": nodeURN(h.ID), "type": "text", "representationType": "partial", "rel": rel,
		"name": cmp.Or(visible(h.Title), visible(publisher(h)), string(h.ID))}
	if title := visible(h.Title); title != "" {
		r["headlines"] = []record{{"value": title}}
	}
	if lang(h) != "" {
		r["language"] = visible(lang(h))
	}
	if h.Outlet != "" {
		r["organisations"] = []record{{"name": visible(h.Outlet), "rel": "publisher"}}
	}
	return r
}

func infoSources(h news.Head) []record {
	var found []record
	for _, c := range crediting(h) {
		source := record{"role": "credited: " + c.Kind}
		if name := visible(c.Name); name != "" {
			source["name"] = name
		}
		if url := href(c.URL); url != "" {
			source["uri"] = url
		}
		if quote := visible(c.Quote); quote != "" {
			source["literal"] = quote
		}
		found = append(found, source)
	}
	return found
}

func linkDescriptions(b *book, p pair) []record {
	list := []record{
		{"role": "statement", "value": visible(linkProse(b, p.Link).String())},
		{"role": "confidence", "value": number(p.Confidence, 3)},
		{"role": "verdict", "value": string(p.Verdict)},
		{"role": "family", "value": visible(string(p.family))},
	}
	if p.Match.Class != "" {
		list = append(list, record{"role": "class", "value": string(p.Match.Class)}, record{"role": "words", "value": number(p.Match.Words, 1)})
	}
	return list
}
