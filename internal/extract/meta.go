package extract

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// quotedSource finds sources in markup that the parser leaves as text.
var quotedSource = regexp.MustCompile(`src=["']([^"']+)["']`)

// A structured is what a page's JSON-LD says of the article.
type structured struct {
	headline, url, language string
	published, modified     string
	authors                 []string
	publisher               string
	section                 string
	keywords                []string
	basedOn                 []string // addresses or names of what the text is from
	sources                 []string // sourceOrganization, provider, creditText, copyrightHolder
}

// maxDepth of JSON-LD that is followed: real pages have about 6.
const maxDepth = 24

// readData reads the first article of a page's JSON-LD scripts.
func readData(scripts []string) structured {
	values := make([]any, 0, len(scripts))
	for _, script := range scripts {
		v := lenientJSON(script)
		if object := articleIn(v); object != nil {
			return structuredOf(object)
		}
		values = append(values, v)
	}
	return pageDates(values)
}

var (
	wrappers       = strings.NewReplacer("<![CDATA[", "", "]]>", "", "<!--", "", "-->", "")
	trailingCommas = regexp.MustCompile(`,\s*([}\]])`)
)

// lenientJSON is the value of a script as templates write them: in comments, with line
// breaks inside strings, with a comma after the last member. It is nil where that is not
// enough.
func lenientJSON(script string) (v any) {
	script = strings.TrimSuffix(strings.TrimSpace(wrappers.Replace(script)), ";")
	if json.Unmarshal([]byte(script), &v) == nil {
		return v
	}
	script = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, script)
	if json.Unmarshal([]byte(trailingCommas.ReplaceAllString(script, "$1")), &v) != nil {
		return nil
	}
	return v
}

// pageDates are the dates of a page whose JSON-LD has no article but a WebPage.
func pageDates(values []any) structured {
	for _, v := range values {
		if o := objectOf(v, func(kind string) bool { return kind == "WebPage" || kind == "ItemPage" }, 0); o != nil {
			return structured{published: first(o["datePublished"]), modified: first(o["dateModified"])}
		}
	}
	return structured{}
}

// articleIn is the first object in v whose type is an article's.
func articleIn(v any) map[string]any {
	return objectOf(v, func(kind string) bool {
		return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || kind == "Report" || kind == "LiveBlogPosting"
	}, 0)
}

// objectOf is the first object in v of a wanted type.
func objectOf(v any, wanted func(kind string) bool, depth int) map[string]any {
	if depth > maxDepth {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if found := objectOf(item, wanted, depth+1); found != nil {
				return found
			}
		}
	case map[string]any:
		if slices.ContainsFunc(texts(v["@type"]), wanted) {
			return v
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if found := objectOf(v[key], wanted, depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}

func structuredOf(o map[string]any) structured {
	d := structured{
		headline:  oneLine(first(o["headline"], o["name"])),
		url:       first(o["url"], o["mainEntityOfPage"]),
		language:  first(o["inLanguage"]),
		published: first(o["datePublished"], o["dateCreated"]),
		modified:  first(o["dateModified"]),
		authors:   texts(o["author"], o["creator"]),
		publisher: first(o["publisher"]),
		section:   oneLine(first(o["articleSection"])),
		keywords:  texts(o["keywords"]),
		basedOn:   texts(o["isBasedOn"], o["isBasedOnUrl"], o["translationOfWork"]),
		sources:   texts(o["sourceOrganization"], o["provider"], o["creditText"], o["copyrightHolder"]),
	}
	return d
}

func first(values ...any) string {
	for _, s := range texts(values...) {
		return s
	}
	return ""
}

// texts are the strings in values: as they are, or the name, address or id of an object.
func texts(values ...any) []string {
	var found []string
	for _, v := range values {
		switch v := v.(type) {
		case string:
			if v = strings.TrimSpace(v); v != "" {
				found = append(found, v)
			}
		case []any:
			for _, item := range v[:min(len(v), 20)] {
				if _, nested := item.([]any); !nested {
					found = append(found, texts(item)...)
				}
			}
		case map[string]any:
			for _, key := range []string{"name", "url", "@id", "@value"} {
				if s, ok := v[key].(string); ok && s != "" && s[0] != '#' {
					found = append(found, strings.TrimSpace(s))
					break
				}
			}
		}
	}
	return found
}

// readMeta settles whose page it is and which address is its own.
func (p *page) readMeta(s *scanned) {
	d := readData(s.data)
	s.structured = d
	if p.tag == "" {
		p.tag = strings.TrimSpace(firstOf(s.lang, d.language, s.first("og:locale", "content-language", "dc.language")))
	}
	p.readOutlet(s, d)
	if p.head.Canonical == "" && len(s.canonicals) > 0 {
		p.head.Canonical = s.canonicals[0]
	}
	declared := append(slices.Clone(s.canonicals), d.url, s.first("og:url"), s.first("twitter:url"), s.first("parsely-link"), s.first("vf:url"))
	for _, address := range declared {
		p.creditAddress(news.CreditCanonical, s.absolute(address))
	}
	p.readAddresses(s)
	p.readTitle(s, d)
	p.head.Section = firstOf(p.head.Section, d.section, oneLine(s.first("article:section", "parsely-section", "section", "dc.subject")))
	p.readTags(slices.Concat(d.keywords, s.meta["article:tag"], s.meta["news_keywords"], s.meta["parsely-tags"], s.meta["keywords"]))
}

// readOutlet settles whose page it is, and its address where the container has none.
func (p *page) readOutlet(s *scanned, d structured) {
	name := withoutMotto(firstOf(strings.TrimPrefix(s.first("og:site_name"), "@"), d.publisher, s.first("application-name", "publisher", "dc.publisher"), s.homeName()))
	if addressLike(name) {
		name = outlet.Domain(name)
	}
	if p.head.URL == "" {
		declared := slices.Concat([]string{s.first("og:url"), d.url}, s.canonicals)
		p.head.URL = ownAddress(append([]string{firstOf(p.head.Outlet, name)}, otherNames(s, d)...), s, declared)
		p.head.Domain = outlet.Domain(p.head.URL)
	}
	if o, ok := outlet.Find(p.head.Domain); ok {
		p.setOutlet(o.Name) // the name a page gives itself can be a section's: "U.S." on reuters.com
	}
	if label, _, _ := strings.Cut(p.head.Domain, "."); name == "" || name == p.head.Domain || name == label {
		name = firstOf(spelled(p.head.Domain, s.title+"\n"+s.text), name)
	}
	p.setOutlet(name)
}

// readAddresses keeps all addresses that the page declares, in full, each once a place.
func (p *page) readAddresses(s *scanned) {
	found := s.addresses
	if s.structured.url != "" {
		found = append(found, news.Address{Rel: "json-ld url", URL: s.structured.url, Place: "json-ld"})
	}
	for _, address := range s.structured.basedOn {
		found = append(found, news.Address{Rel: "json-ld isBasedOn", URL: address, Place: "json-ld"})
	}
	for _, a := range found {
		if full := s.absolute(a.URL); full != "" {
			a.URL = full
		}
		if !slices.Contains(p.head.Addresses, a) {
			p.head.Addresses = append(p.head.Addresses, a)
		}
	}
}

// Limits of a page's keywords: software writes hundreds.
const (
	maxTags  = 30
	tagBytes = 80
)

// readTags keeps keywords, given one by one or with commas between them.
func (p *page) readTags(lists []string) {
	for _, list := range lists {
		for tag := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' || r == '،' || r == '，' }) {
			tag = oneLine(html2text(tag))
			if tag != "" && len(tag) <= tagBytes && len(p.head.Tags) < maxTags && !slices.Contains(p.head.Tags, tag) {
				p.head.Tags = append(p.head.Tags, tag)
			}
		}
	}
}

// withoutMotto is a site's name without what it says of itself: "Selby Today | All the
// news of the harbour".
func withoutMotto(name string) string {
	if before, motto, ok := strings.Cut(name, " | "); ok && len(strings.Fields(motto)) > 2 {
		return before
	}
	return name
}

// spelled is a site's name as its own page writes it, found by the letters of its domain:
// "Live Science" for livescience.com. Of several spellings the most frequent is taken,
// one with a capital before all others; empty when there is none.
func spelled(domain, text string) string {
	label, _, _ := strings.Cut(domain, ".")
	letters := strings.Split(strings.ReplaceAll(label, "-", ""), "")
	if len(letters) < 4 || strings.ContainsFunc(label, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "" // "rt" stands in too many words
	}
	form := regexp.MustCompile(`(?i)\b` + strings.Join(letters, `[ .&'’-]?`) + `\b`)
	counts, best, capital := map[string]int{}, map[bool]string{}, false
	for _, at := range form.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		if strings.HasPrefix(text[at[1]:], strings.TrimPrefix(domain, label)) {
			continue // an address
		}
		upper := unicode.IsUpper(rune(found[0]))
		capital = capital || upper
		if counts[found]++; counts[found] > counts[best[upper]] || best[upper] == "" {
			best[upper] = found
		}
	}
	return best[capital]
}

// otherNames are what else a page may call its outlet: og:site_name can be a section's,
// "U.S." on reuters.com, where the title ends in "- Reuters".
func otherNames(s *scanned, d structured) []string {
	names := []string{d.publisher, s.first("application-name"), strings.TrimPrefix(s.first("twitter:site"), "@")}
	for _, mark := range titleMarks {
		if _, tail, ok := strings.Cut(s.title, mark); ok {
			names = append(names, tail)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// titleMarks part a title from the name of its outlet.
var titleMarks = []string{" | ", " - ", " – ", " — ", " :: ", " » "}

// ownAddress is the page's own address as far as it can be told without a container:
// og:url or JSON-LD's, else a canonical. All of them must be of one site, and the site
// must be that of the outlet the page calls itself by one of its names, the likelier first: a copied page often still declares
// its source's address. Where they differ only one that goes by the outlet's name is
// taken. Where the addresses agree on the site that the page's links or its furniture lead
// to, the outlet's name does not matter.
func ownAddress(names []string, s *scanned, addresses []string) string {
	var candidates []string
	domains := map[string]bool{}
	for _, address := range addresses {
		if domain := outlet.Domain(address); domain != "" && !frontPage(address) && strings.Contains(address, "://") {
			candidates = append(candidates, address)
			domains[domain] = true
		}
	}
	if len(candidates) == 0 {
		return ""
	}
	home, alike := s.commonDomain(), outlet.Domain(s.first("og:url"))
	for _, name := range names {
		_, named := outlet.Find(name)
		for _, address := range candidates {
			domain := outlet.Domain(address)
			same, sure := sameHouse(name, domain)
			_, known := outlet.Find(domain)
			switch one := len(domains) == 1; {
			case one && !known && !named && alike == domain && len(s.canonicals) > 0: // software writes both alike: an outlet can have any domain
				return address
			case one && (domain == home || s.furniture[domain] >= ownFurniture):
				return address
			case same && (sure || one):
				return address
			}
		}
	}
	return ""
}

// sameHouse reports whether an outlet's name goes with a domain, and whether it is sure:
// without a name, or with one in letters that no domain has, it only may.
func sameHouse(name, domain string) (same, sure bool) {
	if name == "" {
		return true, false
	}
	if o, ok := outlet.Find(name); ok {
		return o.Key == outlet.Key("", domain), true
	}
	if o, ok := outlet.Find(domain); ok {
		return strings.HasPrefix(strings.ToLower(name), strings.ToLower(o.Name)+" "), true // an edition's
	}
	label, _, _ := strings.Cut(domain, ".")
	label = strings.ReplaceAll(label, "-", "")
	folded, initials := latin(name)
	if folded == "" {
		return true, false
	}
	if strings.Contains(folded, label) || strings.Contains(label, folded) || len(initials) > 1 && strings.Contains(label, initials) {
		return true, true
	}
	lower := strings.ToLower(name)
	for _, spelling := range []string{lower, umlauts.Replace(lower), plain(lower)} {
		for word := range strings.FieldsFuncSeq(spelling, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(word) >= 4 && strings.Contains(label, word) {
				return true, true
			}
		}
	}
	return false, true
}

// umlauts spells letters as the domains of their languages do: "Altmünder", altmuender.de.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "oe", "å", "aa", "æ", "ae")

// plain drops accents: "Montréal", montreal.ca.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

// latin is a name's Latin letters and digits without accents and spaces, and its initials.
func latin(name string) (folded, initials string) {
	start := true
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		if letter {
			folded += string(r)
		}
		if letter && start {
			initials += string(r)
		}
		start = r == ' ' || start && !letter
	}
	return strings.TrimPrefix(folded, "the"), initials
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func addressLike(s string) bool { return strings.Contains(s, "://") }

// readTitle takes the headline: JSON-LD's, Open Graph's, the only h1, the title element
// without the outlet's name.
func (p *page) readTitle(s *scanned, d structured) {
	if p.head.Title != "" {
		return
	}
	h1 := ""
	if len(s.headings) == 1 && squash(s.headings[0]) != squash(p.head.Outlet) {
		h1 = s.headings[0]
	}
	p.head.Title = p.bareTitle(oneLine(html2text(firstOf(s.first("og:title"), d.headline, h1, s.first("twitter:title", "dc.title"), s.title))))
	for _, h := range s.headings {
		if withSection(p.head.Title, h) && squash(h) != squash(p.head.Outlet) {
			p.head.Title = h
			return
		}
	}
}

// withSection reports whether a title is a heading of the page and, set off by a mark, the
// name of a section: "Opinion | Headline", "Headline - Auto News".
func withSection(title, heading string) bool {
	if len(strings.Fields(heading)) < 3 {
		return false
	}
	rest, before := strings.CutSuffix(title, heading)
	if !before {
		var after bool
		if rest, after = strings.CutPrefix(title, heading); !after {
			return false
		}
	}
	mark := strings.Trim(rest, " ")
	return len(rest) > len(mark) && strings.Trim(mark, "|-–—»:") != mark && len(strings.Fields(mark)) <= 4
}

// html2text undoes entities that were escaped twice.
func html2text(s string) string {
	return strings.NewReplacer("&amp;", "&", "&quot;", `"`, "&#39;", "'", "&#039;", "'", "&rsquo;", "’", "&lsquo;", "‘", "&nbsp;", " ").Replace(s)
}

// bareTitle is a title without the outlet's name at its end: "Headline | Outlet".
func (p *page) bareTitle(title string) string {
	for _, sep := range titleMarks {
		at := strings.LastIndex(title, sep)
		if at <= 0 {
			continue
		}
		tail := squash(title[at+len(sep):])
		label, _, _ := strings.Cut(p.head.Domain, ".")
		if tail != "" && (tail == squash(p.head.Outlet) || tail == squash(label) || tail == squash(p.head.Domain)) {
			return strings.TrimSpace(title[:at])
		}
	}
	return title
}

// readSources reads the dates, authors and credits of the metadata.
func (p *page) readSources(s *scanned) {
	d := s.structured
	p.metaDate(&p.dates.published, d.published, "json-ld datePublished")
	for _, name := range publishedMeta {
		p.metaDate(&p.dates.published, s.first(name), "meta "+name)
	}
	p.metaDate(&p.dates.modified, d.modified, "json-ld dateModified")
	for _, name := range []string{"article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod"} {
		p.metaDate(&p.dates.modified, s.first(name), "meta "+name)
	}
	p.readTimes(s.times)
	p.readAuthors(s)
	for _, name := range slices.Concat(s.meta["syndication-source"], s.meta["isbasedon"], s.meta["isbasedonurl"], d.basedOn) {
		p.creditName(news.CreditSyndication, news.Strong, name, name)
	}
	for _, name := range slices.Concat(s.meta["original-source"], s.meta["dc.source"], s.meta["dcterms.source"], s.meta["source"], s.meta["news_source"], d.sources) {
		p.creditName(news.CreditSyndication, news.Medium, name, name)
	}
	if aggregators[p.own()] {
		p.creditName(news.CreditSyndication, news.Medium, d.publisher, d.publisher)
	}
	for _, rights := range slices.Concat(s.meta["copyright"], s.meta["rights"], s.meta["dc.rights"], s.meta["dcterms.rightsholder"]) {
		if o, ok := outlet.Find(strings.Trim(strings.TrimPrefix(oneLine(rights), "Copyright"), "©() 0123456789-,.")); ok && o.Agency {
			p.addCredit(news.Credit{Kind: news.CreditCopyright, Strength: news.Medium, Name: o.Name, Quote: oneLine(rights)})
		}
	}
	for _, pixel := range s.pixels {
		name, _ := pixelOutlet(pixel)
		p.addCredit(news.Credit{Kind: news.CreditPixel, Strength: news.Strong, Name: name, URL: pixel, Quote: pixel})
	}
}

// aggregators publish others' texts and name them as the publisher; elsewhere a publisher
// that is not the site is the house that owns it.
var aggregators = wordSet("msn yahoo aol allafrica googlenews applenews flipboard newsbreak smartnews headtopics")

// maxTimes is how many time elements are kept: below an article stand those of others.
const maxTimes = 5

// readTimes takes the first time element where the metadata has no date, and keeps the
// next ones as seen.
func (p *page) readTimes(times []string) {
	to := &p.dates.other
	if len(p.dates.published) == 0 {
		to = &p.dates.published
	}
	for _, when := range times[:min(len(times), maxTimes)] {
		p.metaDate(to, when, "time element")
		to = &p.dates.other
	}
}

// publishedMeta are the names under which pages give their publication date.
var publishedMeta = []string{"article:published_time", "datepublished", "og:published_time", "article:published", "parsely-pub-date", "sailthru.date",
	"pubdate", "publishdate", "publish-date", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "date", "article.published",
	"cxenseparse:recs:publishtime", "rnews:datepublished", "originalpublicationdate", "citation_publication_date"}

func (p *page) metaDate(to *[]news.Date, value, from string) {
	if d, ok := readDate(value, from, p.tag); ok {
		*to = append(*to, d)
	}
}

// unsigned reports whether an author that only the metadata names is the outlet itself:
// software fills the field in where nobody has signed.
func (p *page) unsigned(author string, s *scanned) bool {
	o, known := outlet.Find(author)
	own := known && o.Key == p.own() || squash(author) == squash(p.head.Outlet)
	return own && !slices.ContainsFunc(s.bylines, func(b string) bool { return strings.Contains(b, author) })
}

// signed is the first byline that a reader sees: an element that calls itself one and
// begins with "By", or the only link to an author's page.
func (s *scanned) signed() string {
	if i := slices.IndexFunc(s.bylines, leadBy.MatchString); i >= 0 {
		return s.bylines[i]
	}
	if len(s.authors) == 1 {
		return s.authors[0]
	}
	return ""
}

// visible reports whether a reader sees an author that the metadata names: software puts
// there who typed the text in, or the house.
func (p *page) visible(author string, s *scanned) bool {
	key := squash(bylineOnly(html2text(author)))
	if key == "" || strings.HasPrefix(squash(p.head.Outlet), key) {
		return false
	}
	holds := func(shown string) bool { return strings.Contains(squash(shown), key) }
	return slices.ContainsFunc(s.bylines, holds) || slices.ContainsFunc(s.authors, holds) || strings.Contains(s.text, oneLine(author))
}

// readAuthors takes the byline and the outlets it names.
func (p *page) readAuthors(s *scanned) {
	authors := slices.DeleteFunc(slices.Clone(s.structured.authors), addressLike)
	if len(authors) == 0 {
		authors = slices.DeleteFunc(slices.Concat(s.meta["author"], s.meta["byl"], s.meta["parsely-author"], s.meta["dc.creator"], s.meta["article:author"]), addressLike)
	}
	declared := authors
	if seen := s.signed(); seen != "" && !slices.ContainsFunc(authors, func(a string) bool { return p.visible(a, s) }) {
		authors = []string{seen}
	}
	if len(authors) == 0 {
		authors = s.bylines[:min(1, len(s.bylines))]
	}
	if len(authors) == 0 && len(s.authors) == 1 { // of several one cannot tell whose text it is
		authors = s.authors
	}
	var names []string
	for _, a := range authors {
		if a = bylineOnly(html2text(a)); a != "" && !slices.Contains(names, a) {
			names = append(names, a)
		}
	}
	if p.head.Byline == "" {
		p.head.Byline = strings.Join(slices.DeleteFunc(slices.Clone(names), func(n string) bool { return p.unsigned(n, s) }), ", ")
	}
	for _, a := range slices.Concat(names, declared, s.bylines) {
		p.creditByline(a, a, spanOf(p.text, a))
	}
}
