package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stemma/internal/news"
)

// The canonical names of what a Document holds outside its Fields.
const (
	fieldID       = "id"
	fieldURL      = "url"
	fieldText     = "text"
	fieldHTML     = "html"
	fieldMarkdown = "markdown"
)

// aliases are the names that exports give a field, the more specific first: of several
// in one record the first with a value is taken. Names are folded (foldName). They were
// collected from news-please, trafilatura, newspaper, Fundus, Media Cloud, GDELT, NewsAPI,
// Guardian and WordPress exports, ninjs, JSON Feed and schema.org.
var aliases = []struct{ canonical, names string }{
	{fieldID, "id guid docid documentid articleid storyid storiesid uuid uid identifier"},
	{fieldURL, "url articleurl pageurl weburl permalink link sourceurl uri href finalurl resolvedurl requestedurl respondedurl originalurl documentidentifier"},
	{fieldText, "maintext articlebody articletext cleanedtext storytext textcontent fulltext bodytext contenttext text plaintext body content article story paragraphs rawtext"},
	{fieldHTML, "rawhtml pagehtml contenthtml bodyhtml bodyxhtml html"},
	{fieldMarkdown, "contentmarkdown textmarkdown markdown"},
	{news.FieldTitle, "headline title articletitle heading hed headlines"},
	{news.FieldOutlet, "outlet publisher sitename metasitename sourcehostname medianame outletname sourcename newspaper publication source website sourcedomain hostname domain host sourcecommonname sourceinfo canonicaldomain mediaurl copyrightholder"},
	{news.FieldAuthor, "byline author authors creator writer journalist by"},
	{news.FieldLanguage, "language lang inlanguage languagecode langcode metalang"},
	{news.FieldPublished, "datepublished dategmt publishedat publishedon publicationdate publisheddate publishdate publishingdate datepublish datepublication publishedtime articlepublishedtime firstpublished firstpublicationdate webpublicationdate publishtime pubdate pubtime published issued postedat datetime date contentcreated firstcreated versioncreated"},
	{news.FieldModified, "datemodified modifiedgmt modifiedat modifieddate datemodify modifiedtime lastmodified articlemodifiedtime updatedat dateupdated updatedate lastupdated modified updated revised"},
	{news.FieldCaptured, "captured capturedat capturetime capturedate crawled crawledat crawltime crawldate datecrawled scraped scrapedat scrapetime scrapedate datescraped fetched fetchedat fetchtime fetchdate retrieved retrievedat retrievaldate downloaded downloadedat downloaddate datedownload seen seenat seendate firstseen accessed accessedat accessdate collectdate datecollected indexeddate filedate warcdate harvested"},
	{news.FieldSection, "articlesection sectionname section category rubric"},
	{news.FieldTags, "newskeywords metakeywords keywords tags topics categories"},
	{news.FieldCanonical, "canonical canonicalurl canonicallink relcanonical"},
	{news.FieldCredit, "creditline newsagency agency republishedfrom syndicatedfrom reprintedfrom originalsource originalpublisher credit infosource infosources apsyndicated"},
	{news.FieldVia, "externalurl viaurl"},
}

// A meaning is what a field's name says it holds. A smaller rank is more specific.
type meaning struct {
	canonical string
	rank      int
}

var meanings = func() map[string]meaning {
	all := map[string]meaning{}
	for _, a := range aliases {
		for rank, name := range strings.Fields(a.names) {
			all[name] = meaning{a.canonical, rank + 1}
		}
	}
	return all
}()

// ParseMap reads what a user says fields mean: "captured=published" declares that the
// input's field "published" holds the time of capture.
func ParseMap(pairs []string) (map[string]string, error) {
	fields := map[string]string{}
	for _, pair := range pairs {
		canonical, name, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("read field map %q: want MEANING=FIELD, such as captured=published", pair)
		}
		if !slices.Contains(canonicals(), canonical) {
			return nil, fmt.Errorf("read field map %q: no meaning %q, only %s", pair, canonical, strings.Join(canonicals(), ", "))
		}
		fields[name] = canonical
	}
	return fields, nil
}

// canonicals are the names a field can be given, in the order of aliases.
func canonicals() []string {
	names := make([]string, len(aliases))
	for i, a := range aliases {
		names[i] = a.canonical
	}
	return names
}

// foldName takes case and separators out of a field's name: "Date-Published",
// "date_published" and "datePublished" are one.
func foldName(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
		return name
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case strings.ContainsRune("_-.: @$/", r):
			return -1
		}
		return r
	}, name)
}

// A gathering sorts the fields of one record by what they mean.
type gathering struct {
	declared map[string]string // Options.Map, folded
	best     []taken           // one of each canonical name, in no order
	room     [8]taken          // for best: more is rare
	exported bool              // it is a record that Export wrote
	extra    map[string]string // fields with other names, and those that a more specific one beat
}

// taken is the field that holds a meaning so far.
type taken struct {
	canonical   string
	name, value string
	rank        int
}

// of is the field that holds a meaning, nil when none does.
func (g *gathering) of(canonical string) *taken {
	for i := range g.best {
		if g.best[i].canonical == canonical {
			return &g.best[i]
		}
	}
	return nil
}

// value is what the field that holds a meaning says.
func (g *gathering) value(canonical string) string {
	if t := g.of(canonical); t != nil {
		return t.value
	}
	return ""
}

func gather(declared map[string]string) *gathering {
	g := &gathering{declared: declared, extra: map[string]string{}}
	g.best = g.room[:0]
	return g
}

// meaning says what a field is by its name; depth is how many objects it lies in.
func (g *gathering) meaning(name, value string, depth int) (meaning, bool) {
	folded := foldName(name)
	if canonical, ok := g.declared[folded]; ok {
		return meaning{canonical, 0}, true
	}
	m, ok := meanings[folded]
	if !ok && capture(folded) && dated(value) {
		m, ok = meaning{news.FieldCaptured, len(meanings)}, true
	}
	m.rank += depth * len(meanings)
	return m, ok
}

// add takes in one field. An empty one is as good as absent.
func (g *gathering) add(name, value string, depth int) {
	if strings.TrimSpace(value) == "" {
		return
	}
	m, ok := g.meaning(name, value, depth)
	if ok && m.canonical == news.FieldAuthor && number(value) {
		ok = false // WordPress's number of the author's account
	}
	if ok && m.canonical == news.FieldOutlet && m.rank > 0 && article(value) {
		m = meaning{fieldURL, m.rank + len(meanings)} // trafilatura's "source" is the page's address
	}
	if foldName(name) == "apsyndicated" { // Media Cloud's
		if value, ok = "Associated Press", strings.EqualFold(value, "true") || value == "1" || value == "t"; !ok {
			return
		}
	}
	if !ok {
		g.keep(name, value)
		return
	}
	value = normalValue(m.canonical, foldName(name), value)
	t := taken{m.canonical, name, value, m.rank}
	switch old := g.of(m.canonical); {
	case old == nil:
		g.best = append(g.best, t)
	case old.rank <= m.rank:
		g.beaten(t)
	default:
		g.beaten(*old)
		*old = t
	}
}

// article reports whether value is the address of a page within a site.
func article(value string) bool {
	_, rest, ok := strings.Cut(strings.TrimSpace(value), "://")
	_, path, _ := strings.Cut(rest, "/")
	return ok && path != ""
}

// beaten keeps the less specific of two fields with one meaning under its own name. Of
// two bodies only one is kept: the other would double the size of the index.
func (g *gathering) beaten(loser taken) {
	if !body(loser.canonical) {
		g.keep(loser.name, loser.value)
	}
}

// keep keeps a field under its own name; of two with one name, the first.
func (g *gathering) keep(name, value string) {
	if _, ok := g.extra[name]; !ok {
		g.extra[name] = value
	}
}

func body(canonical string) bool {
	return canonical == fieldText || canonical == fieldHTML || canonical == fieldMarkdown
}

// document makes a document of what was gathered. The body is the record's page where
// it has one, since that holds the credits and links that a text has lost.
func (g *gathering) document() news.Document {
	g.minded()
	doc := news.Document{ID: g.value(fieldID), URL: g.value(fieldURL), Extra: g.extra}
	if strings.HasPrefix(doc.URL, "urn:") || strings.HasPrefix(doc.URL, "tag:") { // a name, and no address
		doc.ID, doc.URL = cmp.Or(doc.ID, doc.URL), ""
	}
	doc.MediaType, doc.Body = g.body()
	g.held()
	doc.Fields = make(map[string]string, len(g.best))
	for _, t := range g.best {
		if !body(t.canonical) && t.canonical != fieldID && t.canonical != fieldURL {
			doc.Fields[t.canonical] = t.value
		}
	}
	return doc
}

// held makes a credit of a copyright holder (ninjs, schema.org) that another field's
// outlet has beaten.
func (g *gathering) held() {
	for _, name := range []string{"copyrightholder", "copyrightHolder", "copyright_holder"} {
		if holder := g.extra[name]; holder != "" && holder != g.value(news.FieldOutlet) && g.of(news.FieldCredit) == nil {
			g.best = append(g.best, taken{canonical: news.FieldCredit, name: name, value: holder})
		}
	}
}

func (g *gathering) body() (mediaType, body string) {
	if page := g.of(fieldHTML); page != nil {
		return news.TypeHTML, page.value
	}
	if text := g.of(fieldMarkdown); text != nil {
		return news.TypeMarkdown, text.value
	}
	text := g.value(fieldText)
	if holdsHTML(text) {
		return news.TypeHTML, text
	}
	return news.TypeText, text
}

// minded heeds a field that says what the date is ("date_is": "scrape_time"), unless the
// user has declared it.
func (g *gathering) minded() {
	date := g.of(news.FieldPublished)
	if date == nil || date.rank == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(g.extra)) {
		value, to := g.extra[name], ""
		switch {
		case !saysWhatDateIs(foldName(name)):
			continue
		case capture(foldName(value)):
			to = news.FieldCaptured
		case modification(foldName(value)):
			to = news.FieldModified
		default:
			continue
		}
		if g.of(to) != nil {
			g.keep(date.name, date.value)
			g.best = slices.DeleteFunc(g.best, func(t taken) bool { return t.canonical == news.FieldPublished })
			return
		}
		date.canonical = to
		return
	}
}

func saysWhatDateIs(folded string) bool {
	switch folded {
	case "dateis", "datetype", "datekind", "publishedis", "datemeans":
		return true
	}
	return false
}

// capture reports whether a folded name calls itself a time of crawling or the like.
func capture(folded string) bool {
	for _, stem := range []string{"crawl", "scrape", "scraping", "fetch", "download", "captur", "retriev", "harvest"} {
		if strings.Contains(folded, stem) {
			return true
		}
	}
	return false
}

func modification(folded string) bool {
	return strings.Contains(folded, "modif") || strings.Contains(folded, "update")
}
