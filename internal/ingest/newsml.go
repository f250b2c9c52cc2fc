package ingest

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	entities "html"
	"io"
	"regexp"
	"strings"

	"stemma/internal/news"
)

// This file reads NewsML-G2 (IPTC, 2.x: newsMessage and newsItem) and NITF 3.x, alone or
// inside it.

// A concept is how NewsML-G2 names somebody: in words, or by a code.
type concept struct {
	Name    []string `xml:"name"`
	Literal string   `xml:"literal,attr"`
	QCode   string   `xml:"qcode,attr"`
	URI     string   `xml:"uri,attr"`
	Text    string   `xml:",chardata"`
}

// String is the name, else the code without its prefix.
func (c concept) String() string {
	_, code, _ := strings.Cut(c.QCode, ":")
	return strings.TrimSpace(cmp.Or(first(c.Name), c.Literal, code, c.URI, strings.TrimSpace(c.Text)))
}

type newsItem struct {
	GUID    string `xml:"guid,attr"`
	Version string `xml:"version,attr"`
	Lang    string `xml:"lang,attr"`
	Rights  struct {
		Holder concept `xml:"copyrightHolder"`
		Notice string  `xml:"copyrightNotice"`
		Terms  string  `xml:"usageTerms"`
	} `xml:"rightsInfo"`
	Item struct {
		Provider concept `xml:"provider"`
		Version  string  `xml:"versionCreated"`
		First    string  `xml:"firstCreated"`
		Title    string  `xml:"title"`
		Note     string  `xml:"edNote"`
		Status   concept `xml:"pubStatus"`
	} `xml:"itemMeta"`
	Content struct {
		Created    string    `xml:"contentCreated"`
		Modified   string    `xml:"contentModified"`
		InfoSource []concept `xml:"infoSource"`
		Source     []concept `xml:"source"`
		Creator    []concept `xml:"creator"`
		By         []string  `xml:"by"`
		Dateline   string    `xml:"dateline"`
		Credit     []string  `xml:"creditline"`
		Headline   []string  `xml:"headline"`
		Slug       string    `xml:"slugline"`
		Language   struct {
			Tag string `xml:"tag,attr"`
		} `xml:"language"`
		Subject []concept `xml:"subject"`
	} `xml:"contentMeta"`
	XML  []inline `xml:"contentSet>inlineXML"`
	Data []inline `xml:"contentSet>inlineData"`
}

// An inline is a content that the item holds itself.
type inline struct {
	Type  string `xml:"contenttype,attr"`
	Inner []byte `xml:",innerxml"`
	Text  string `xml:",chardata"`
}

type nitf struct {
	DocID struct {
		ID string `xml:"id-string,attr"`
	} `xml:"head>docdata>doc-id"`
	Issued struct {
		Norm string `xml:"norm,attr"`
	} `xml:"head>docdata>date.issue"`
	Holder struct {
		Name string `xml:"holder,attr"`
	} `xml:"head>docdata>doc.copyright"`
	Publication struct {
		Name string `xml:"name,attr"`
	} `xml:"head>pubdata"`
	Title       string `xml:"head>title"`
	Headline    flat   `xml:"body>body.head>hedline>hl1"`
	Byline      flat   `xml:"body>body.head>byline"`
	Distributor flat   `xml:"body>body.head>distributor"`
	Dateline    flat   `xml:"body>body.head>dateline"`
	Content     struct {
		Inner []byte `xml:",innerxml"`
	} `xml:"body>body.content"`
	Tagline flat `xml:"body>body.end>tagline"`
}

// flat is the words of an element with others in it.
type flat struct {
	Inner string `xml:",innerxml"`
}

var markup = regexp.MustCompile(`<[^>]*>`)

func (f flat) String() string {
	return strings.Join(strings.Fields(entities.UnescapeString(markup.ReplaceAllString(f.Inner, " "))), " ")
}

// newsItems reads the items of a message, or the one that the file is. Of a file that is
// not whole, the items that are.
func newsItems(text []byte, whole bool) ([]news.Document, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	var docs []news.Document
	for {
		token, err := d.Token()
		if err == io.EOF || err != nil && !whole {
			return docs, nil
		}
		if err != nil {
			return docs, fmt.Errorf("XML is damaged: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		doc, ok, err := newsDocument(d, start)
		if err != nil {
			return docs, fmt.Errorf("item %d is damaged: %w", len(docs)+1, err)
		}
		if ok {
			docs = append(docs, doc)
		}
	}
}

// newsDocument reads the item that start begins, if it begins one.
func newsDocument(d *xml.Decoder, start xml.StartElement) (doc news.Document, ok bool, err error) {
	switch start.Name.Local {
	case "newsItem":
		var item newsItem
		if err := d.DecodeElement(&item, &start); err != nil {
			return doc, false, err
		}
		return item.document(), true, nil
	case "nitf":
		var n nitf
		if err := d.DecodeElement(&n, &start); err != nil {
			return doc, false, err
		}
		return n.document(), true, nil
	}
	return doc, false, nil
}

func (n nitf) document() news.Document {
	body := bytes.Clone(n.Content.Inner)
	if tail := n.Tagline.String(); tail != "" {
		body = append(body, "<p>"+entities.EscapeString(tail)+"</p>"...)
	}
	doc := news.Document{ID: n.DocID.ID, MediaType: news.TypeHTML, Body: string(body)}
	credits := []string{n.Distributor.String()}
	if n.Publication.Name != "" && n.Holder.Name != n.Publication.Name {
		credits = append(credits, n.Holder.Name) // a paper prints what an agency holds the rights of
	}
	doc.Fields = said(map[string]string{
		news.FieldTitle: cmp.Or(n.Headline.String(), n.Title), news.FieldAuthor: n.Byline.String(), news.FieldOutlet: cmp.Or(n.Publication.Name, n.Holder.Name),
		news.FieldPublished: normalValue(news.FieldPublished, "", n.Issued.Norm), news.FieldCredit: lines(credits),
	})
	doc.Extra = said(map[string]string{news.ExtraDateline: n.Dateline.String()})
	return doc
}

// document makes a document of item. What it holds of NITF fills in what it says nothing of.
func (item newsItem) document() news.Document {
	content, meta := item.Content, item.Item
	doc := item.body()
	own := cmp.Or(content.Created, meta.First, meta.Version)
	modified := cmp.Or(content.Modified, meta.Version)
	if modified == own {
		modified = ""
	}
	provider := meta.Provider.String()
	credits := append(append(content.Credit, conceptNames(content.InfoSource)...), conceptNames(content.Source)...)
	if provider != "" {
		credits = append(credits, item.Rights.Holder.String())
	}
	fields := said(map[string]string{
		news.FieldTitle: cmp.Or(first(content.Headline), meta.Title), news.FieldAuthor: cmp.Or(first(content.By), names(content.Creator)),
		news.FieldOutlet: cmp.Or(provider, item.Rights.Holder.String()), news.FieldLanguage: cmp.Or(content.Language.Tag, item.Lang),
		news.FieldPublished: own, news.FieldModified: modified, news.FieldTags: names(content.Subject),
		news.FieldCredit: lines(credits),
	})
	for name, value := range doc.Fields {
		if fields[name] == "" {
			fields[name] = value
		}
	}
	doc.Fields, doc.ID = fields, cmp.Or(item.GUID, doc.ID)
	doc.Extra = said(map[string]string{
		"version": item.Version, "edNote": meta.Note, "pubStatus": meta.Status.String(), "slugline": content.Slug,
		news.ExtraDateline: cmp.Or(content.Dateline, doc.Extra[news.ExtraDateline]), "copyrightNotice": item.Rights.Notice, "usageTerms": item.Rights.Terms,
		"copyrightHolder": item.Rights.Holder.String(),
	})
	return doc
}

// body is the item's text: its NITF, its page, else its plain text.
func (item newsItem) body() news.Document {
	for _, content := range item.XML {
		if strings.EqualFold(rootElement(content.Inner), "nitf") {
			if docs, err := newsItems(content.Inner, true); err == nil && len(docs) == 1 {
				return docs[0]
			}
		}
		if len(bytes.TrimSpace(content.Inner)) > 0 {
			return news.Document{MediaType: news.TypeHTML, Body: string(prefix.ReplaceAll(content.Inner, []byte("<$1")))}
		}
	}
	for _, content := range item.Data {
		if text := strings.TrimSpace(content.Text); text != "" {
			if holdsHTML(text) {
				return news.Document{MediaType: news.TypeHTML, Body: text}
			}
			return news.Document{MediaType: news.TypeText, Body: text}
		}
	}
	return news.Document{}
}

// prefix is the beginning of a tag with a prefix, "<xhtml:p".
var prefix = regexp.MustCompile(`<(/?)[A-Za-z][\w.-]*:`)

func conceptNames(concepts []concept) []string {
	var all []string
	for _, c := range concepts {
		all = append(all, c.String())
	}
	return all
}

func names(concepts []concept) string {
	return strings.ReplaceAll(lines(conceptNames(concepts)), "\n", ", ")
}

// said is fields without those that say nothing.
func said(fields map[string]string) map[string]string {
	for name, value := range fields {
		if fields[name] = strings.TrimSpace(value); fields[name] == "" {
			delete(fields, name)
		}
	}
	return fields
}
