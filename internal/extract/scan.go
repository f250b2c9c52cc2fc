package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// A scanned is all that one walk over a page's tree finds besides its main text.
type scanned struct {
	base       *url.URL
	text       string // visible text, without pictures, menus and footers
	lang       string
	title      string              // of the title element
	headings   []string            // h1
	meta       map[string][]string // by name, property or itemprop in lower case
	canonicals []string            // every rel=canonical, in head and body
	addresses  []news.Address      // it and its relatives, with their place
	data       []string            // JSON-LD scripts
	links      []located
	images     []located
	furniture  map[string]int // links of menus, headers, footers and the head, by domain
	homes      []string       // words of links to a front page
	authors    []string       // words of links to authors' pages
	bylines    []string       // elements that call themselves byline or author
	times      []string       // datetime of time elements
	pixels     []string       // addresses of counters
	structured structured
	paragraphs int // bytes of text in the page's p elements
}

// A located is an address and where in the visible text it stands.
type located struct {
	address    string
	start, end int
}

// scan walks the tree once.
func scan(root *html.Node) *scanned {
	s := &scanned{meta: map[string][]string{}, furniture: map[string]int{}, paragraphs: paragraphBytes(root)}
	s.walk(root)
	w := textWriter{pages: s}
	w.node(root, false)
	s.text = w.b.String()
	return s
}

// walk reads what no reader sees.
func (s *scanned) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		s.hidden(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c)
	}
}

func (s *scanned) hidden(n *html.Node) {
	switch n.Data {
	case "html":
		s.lang = attr(n, "lang")
	case "base":
		s.base, _ = url.Parse(attr(n, "href"))
	case "title":
		if s.title == "" && n.FirstChild != nil {
			s.title = oneLine(n.FirstChild.Data)
		}
	case "meta":
		for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
			if name, content := strings.ToLower(attr(n, key)), attr(n, "content"); name != "" && content != "" {
				s.meta[name] = append(s.meta[name], content)
				if relatives[name] {
					s.addresses = append(s.addresses, news.Address{Rel: name, URL: content, Place: placeOf(n)})
				}
			}
		}
	case "link":
		s.linkElement(n)
	case "script":
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			s.data = append(s.data, n.FirstChild.Data)
		}
		s.pixel(attr(n, "src"), attr(n, "data-counter"))
	case "noscript":
		if n.FirstChild != nil {
			for _, m := range quotedSource.FindAllStringSubmatch(n.FirstChild.Data, 8) {
				s.pixel(m[1], "")
			}
		}
	case "img":
		s.pixel(attr(n, "src"), attr(n, "data-src"))
	case "time":
		if when := attr(n, "datetime"); when != "" {
			s.times = append(s.times, when)
		}
	case "h1":
		s.headings = append(s.headings, oneLine(treeText(n)))
	case "a":
		if strings.Contains(attr(n, "href"), "://") && inFurniture(n) {
			s.furniture[outlet.Domain(attr(n, "href"))]++
		}
		s.home(n)
		s.byline(n)
	default:
		s.byline(n)
	}
}

// homeBytes is the longest name that a link to a front page is taken for.
const homeBytes = 60

// home keeps what a link to a front page calls it, in words or in those of its logo.
func (s *scanned) home(n *html.Node) {
	if href := attr(n, "href"); href != "/" && (!strings.Contains(href, "//") || !frontPage(href)) {
		return
	}
	name := oneLine(treeText(n))
	if c := n.FirstChild; name == "" && c != nil && c.Data == "img" {
		name = oneLine(attr(c, "alt"))
	}
	if name != "" && len(name) <= homeBytes && !slices.Contains(s.homes, name) {
		s.homes = append(s.homes, name)
	}
}

// homeName is what a page calls its front page both in a link and at an end of its title,
// empty if nothing.
func (s *scanned) homeName() string {
	for _, mark := range titleMarks {
		first, last := strings.Index(s.title, mark), strings.LastIndex(s.title, mark)
		if first < 0 {
			continue
		}
		for _, end := range []string{s.title[last+len(mark):], s.title[:first]} {
			if slices.ContainsFunc(s.homes, func(home string) bool { return squash(home) == squash(end) }) {
				return end
			}
		}
	}
	return ""
}

// relatives are the metas and links that give the page's address, or its source's, beside
// rel=canonical.
var relatives = wordSet("canonical amphtml shortlink og:url twitter:url parsely-link vf:url syndication-source original-source dc.source dcterms.source citation_public_url mainentityofpage isbasedon isbasedonurl")

// linkElement keeps a link element that gives an address of the page or of its source.
func (s *scanned) linkElement(n *html.Node) {
	address := attr(n, "href")
	if address == "" {
		return
	}
	if said := attr(n, "rel") + " " + attr(n, "type"); strings.Contains(said, "rss+xml") || strings.Contains(said, "icon") || strings.Contains(said, "search") {
		s.furniture[outlet.Domain(address)]++
	}
	for _, key := range []string{"rel", "itemprop"} {
		name := strings.ToLower(attr(n, key))
		switch {
		case !relatives[name]:
			continue
		case name == "canonical":
			s.canonicals = append(s.canonicals, address)
		case key == "itemprop":
			s.meta[name] = append(s.meta[name], address)
		}
		s.addresses = append(s.addresses, news.Address{Rel: name, URL: address, Place: placeOf(n)})
	}
}

// placeOf says in which half of the page an element stands.
func placeOf(n *html.Node) string {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "head" {
			return "head"
		}
	}
	return "body"
}

// authorPage is the address of an author's page.
var authorPage = regexp.MustCompile(`/(?:authors?|autor(?:es|en)?|auteurs?|autore|yazar|avtor)/`)

// bylineClasses are the classes and roles of elements that say who wrote a text or where
// it is from. "source" and "credit" are those of charts and photographs.
var bylineClasses = wordSet("byline author article-source article-author wire agency article__source original-source metadata__source td-post-source-via post-source syndicated syndication-source source-name wire-credit")

// ownFurniture is how many links of its furniture show whose page it is: one alone can be
// an advertiser's or a partner's.
const ownFurniture = 3

// inFurniture reports whether an element stands in a page's header, menu or footer. The
// links into its source that a copy keeps stand in its text.
func inFurniture(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Data {
		case "header", "nav", "footer":
			return true
		case "article", "main":
			return false
		}
	}
	return false
}

// byline keeps elements that say they hold who wrote the text.
func (s *scanned) byline(n *html.Node) {
	if n.Data == "a" && authorPage.MatchString(attr(n, "href")) {
		if name := oneLine(treeText(n)); len(strings.Fields(name)) > 1 && len(name) < 60 && !slices.Contains(s.authors, name) {
			s.authors = append(s.authors, name)
		}
	}
	said := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop") + " " + attr(n, "rel"))
	for word := range strings.FieldsSeq(said) {
		if bylineClasses[word] {
			if text := oneLine(treeText(n)); text != "" && len(text) < 120 {
				s.bylines = append(s.bylines, text)
			}
			return
		}
	}
}

func (s *scanned) pixel(addresses ...string) {
	for _, a := range addresses {
		if _, ok := pixelOutlet(a); ok {
			s.pixels = append(s.pixels, a)
		}
	}
}

// republishCounter is the shape of counters that outlets give with their texts.
var republishCounter = regexp.MustCompile(`(?i)//.*(?:\b(?:pixel|counter|count|track(?:er|ing)?|ping|beacon|1x1)\b.*\b(?:republish(?:ed|ing)?|republications?|syndicat(?:e|ed|ion))\b|\b(?:republish(?:ed|ing)?|republications?|syndicat(?:e|ed|ion))\b.*\b(?:pixel|counter|count|track(?:er|ing)?|ping|beacon|1x1)\b)`)

// pixelOutlet names the outlet whose republication counter an address is.
func pixelOutlet(address string) (name string, ok bool) {
	switch {
	case strings.Contains(address, "counter.theconversation."):
		return "The Conversation", true
	case strings.Contains(address, "pixel.propublica.org/"):
		return "ProPublica", true
	case strings.Contains(address, "republication-pixel=true"), republishCounter.MatchString(address):
		domain := outlet.Domain(address)
		return outlet.Name(outlet.Key("", domain)), domain != ""
	}
	return "", false
}

// element keeps the links and images a reader sees, with their place in the text.
func (s *scanned) element(n *html.Node, text string, start, end int) {
	start += len(text) - len(strings.TrimLeft(text, " \n"))
	switch n.Data {
	case "a":
		if a := s.absolute(attr(n, "href")); a != "" && end > start {
			s.links = append(s.links, located{a, start, end})
		}
	case "img":
		for _, key := range []string{"src", "data-src"} {
			if a := s.absolute(attr(n, key)); a != "" {
				s.images = append(s.images, located{a, start, end})
			}
		}
	}
}

// absolute is an address in full, empty when it is not one of the web.
func (s *scanned) absolute(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if s.base != nil {
		u = s.base.ResolveReference(u)
	}
	if u.Scheme == "" && u.Host != "" {
		u.Scheme = "https"
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// commonDomain is the site that most of the page's full links lead to.
func (s *scanned) commonDomain() string {
	counts := map[string]int{}
	best := ""
	for _, l := range s.links {
		domain := outlet.Domain(l.address)
		counts[domain]++
		if domain != "" && (counts[domain] > counts[best] || best == "") {
			best = domain
		}
	}
	return best
}

// first is the first content of the first of the named metas that has any.
func (s *scanned) first(names ...string) string {
	for _, name := range names {
		for _, content := range s.meta[name] {
			if content != "" {
				return content
			}
		}
	}
	return ""
}

// around is where the main text stands in the visible text: from its first paragraph
// found there to the end of its last.
func (s *scanned) around(main, title string) (from, to int) {
	from, to = -1, 0
	for paragraph := range strings.SplitSeq(main, "\n\n") {
		if len(paragraph) < 40 || sameLine(paragraph, title) { // bylines stand behind the title
			continue
		}
		key := paragraph[:runeBorder(paragraph, min(len(paragraph), 80))]
		i := strings.Index(s.text[to:], key)
		if i < 0 {
			continue
		}
		if i += to; from < 0 {
			from = i
		}
		to = min(len(s.text), i+len(paragraph))
	}
	if from < 0 {
		return 0, len(s.text)
	}
	return from, runeBorder(s.text, to)
}

// linkIn is the first address on another site among the links that stand between two
// places of the text, or up to 60 bytes behind on the same line.
func (s *scanned) linkIn(start, end int, own string) (string, bool) {
	limit := end
	if n := strings.IndexByte(s.text[min(end, len(s.text)):], '\n'); n >= 0 {
		limit += min(n, 60)
	}
	for _, l := range s.links {
		domain := outlet.Domain(l.address)
		if l.start >= start && l.start <= limit && domain != "" && domain != own && !shareLink(l.address) && !licence(l.address) {
			return l.address, true
		}
	}
	return "", false
}

// leadsAway is the other site that words of the text are a link to, empty if none.
func (s *scanned) leadsAway(start, end int, own string) string {
	for _, l := range s.links {
		domain := outlet.Domain(l.address)
		if l.start < end && start < l.end && domain != own && !shareLink(l.address) && !licence(l.address) && !platforms[outlet.Key("", domain)] {
			return domain
		}
	}
	return ""
}

func licence(address string) bool { return strings.Contains(address, "creativecommons.org") }
