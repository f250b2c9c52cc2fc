package report

import (
	"bufio"
	"io"

	"stemma/internal/news"
)

// writeJSONLD writes JSON-LD 1.1 in the words of schema.org: a NewsArticle for each
// article. Its context stands inside, so that it is read without a network.
//
// What an article says itself is creditText, citation and sourceOrganization. What we found
// is isBasedOn, said only where it is at least as likely as not, and in full, with its
// confidence, in stemma:link, for which schema.org has no word.
func writeJSONLD(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	out := &sections{w: w}
	out.print("{\n")
	out.entry("@context", record{
		"@vocab": "https://schema.org/", "stemma": "urn:stemma:",
		"url":       record{"@type": "@id"},
		"isBasedOn": record{"@type": "@id"},
		"source":    record{"@id": "stemma:source", "@type": "@id"},
	})
	out.entry("@id", "urn:stemma:report:"+b.Corpus.SHA256)
	out.entry("@type", "Dataset")
	out.entry("name", "Provenance report")
	out.entry("description", visible(madeBy(b.About).String()))
	out.entry("creator", record{"@type": "SoftwareApplication", "name": "stemma", "softwareVersion": visible(b.Version)})
	out.list("hasPart")
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		out.listed(b.newsArticle(h))
	}
	unseen := map[news.ID]bool{}
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		for _, id := range nodesOf(f) {
			if name, ok := id.Unseen(); ok && !unseen[id] {
				unseen[id] = true
				out.listed(record{"@id": nodeURN(id), "@type": "CreativeWork", "name": visible(name) + " (no matching article in this index)",
					"publisher": organization(name)})
			}
		}
	}
	out.endList()
	out.print("\n}\n")
	if out.err != nil {
		return out.err
	}
	return w.Flush()
}

func (b *book) newsArticle(h news.Head) record {
	r := record{"@id": nodeURN(h.ID), "@type": "NewsArticle", "identifier": visible(h.Name()), "wordCount": h.Words,
		"sdPublisher": organization("stemma " + b.Version)}
	for name, value := range map[string]string{"headline": h.Title, "url": href(h.URL), "inLanguage": lang(h), "author": h.Byline, "articleSection": h.Section} {
		if value = visible(value); value != "" {
			r[name] = value
		}
	}
	if h.Byline != "" {
		r["author"] = record{"@type": "Person", "name": visible(h.Byline)}
	}
	if h.Outlet != "" {
		r["publisher"] = organization(h.Outlet)
	}
	if at := edtf(h.Published); at != "" {
		if _, narrow := day(h.Published); narrow || exact(h.Published) {
			r["datePublished"] = at
		} else {
			r["temporal"] = at // not known to the day: an interval is no date of publication
		}
	}
	if sum := b.digest(h.ID); sum != "" {
		r["sha256"] = sum
	}
	theirWords(r, h)
	var based []string
	var links []record
	for _, p := range b.sources(h.ID) {
		if p.Confidence >= likelier {
			based = append(based, nodeURN(p.Source))
		}
		links = append(links, b.linkNode(p))
	}
	if len(based) > 0 {
		r["isBasedOn"] = based
	}
	if len(links) > 0 {
		r["stemma:link"] = links
	}
	return r
}

// likelier is the confidence from which a link is said without its confidence: as likely as not.
const likelier = 0.5

// theirWords adds what an article says of its source.
func theirWords(r record, h news.Head) {
	var cited []record
	for _, c := range crediting(h) {
		work := record{"@type": "CreativeWork"}
		if url := href(c.URL); url != "" {
			work["url"] = url
		}
		if c.Name != "" {
			work["publisher"] = organization(c.Name)
		}
		if c.Quote != "" {
			work["text"] = visible(c.Quote)
		}
		cited = append(cited, work)
		if c.Strength == news.Strong && c.Name != "" && r["sourceOrganization"] == nil {
			r["sourceOrganization"] = organization(c.Name)
		}
		if c.Quote != "" && (r["creditText"] == nil || c.Strength == news.Strong && r["creditText"] == "") {
			r["creditText"] = visible(c.Quote)
		}
	}
	if len(cited) > 0 {
		r["citation"] = cited
	}
}

func (b *book) linkNode(p pair) record {
	r := record{"source": nodeURN(p.Source), "stemma:confidence": round(p.Confidence, 3), "stemma:kind": p.kind,
		"stemma:verdict": string(p.Verdict), "stemma:family": visible(string(p.family)), "description": visible(linkProse(b, p.Link).String())}
	if p.Match.Class != "" {
		r["stemma:class"], r["stemma:words"] = string(p.Match.Class), round(p.Match.Words, 1)
	}
	return r
}

func organization(name string) record {
	return record{"@type": "Organization", "name": visible(name)}
}

// nodeURN names an article or an unseen source in formats that want a URI.
func nodeURN(id news.ID) string {
	if name, ok := id.Unseen(); ok {
		return "urn:stemma:unseen:" + short(name)
	}
	return "urn:stemma:article:" + string(id)
}
