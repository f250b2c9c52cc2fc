package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// A page is a document on its way to an article.
type page struct {
	doc     news.Document
	head    news.Head
	tag     string // language as declared, with its region: it decides how 01/07/2022 is read
	text    string // main text
	dates   dates
	credits []news.Credit // from outside the text, before those of the text
	fossils []news.Fossil
	doubted []news.Credit               // credits whose name no table knows
	linked  func(start, end int) string // set while the claims of a page with links are read
	ownOf   [2]string                   // the outlet and domain that ownKey is the key of
	ownKey  string
}

// newPage begins a page with what its container says.
func newPage(doc news.Document) *page {
	p := &page{doc: doc, tag: strings.TrimSpace(doc.Fields[news.FieldLanguage])}
	p.head = news.Head{
		Own:       doc.ID,
		Place:     doc.Place,
		URL:       strings.TrimSpace(doc.URL),
		Title:     usableTitle(doc.Fields),
		Byline:    oneLine(doc.Fields[news.FieldAuthor]),
		Canonical: strings.TrimSpace(doc.Fields[news.FieldCanonical]),
		Extra:     doc.Extra,
	}
	p.head.Section = oneLine(doc.Fields[news.FieldSection])
	p.readTags([]string{doc.Fields[news.FieldTags]})
	p.head.Domain = outlet.Domain(p.head.URL)
	p.setOutlet(doc.Fields[news.FieldOutlet])
	return p
}

// boxTitle is the length in bytes of the longest box that a scraper took for a title,
// "NYTimes.com no longer supports..." apart.
const boxTitle = 40

// usableTitle is the container's title, unless it is a box that a scraper took for one.
func usableTitle(fields map[string]string) string {
	title := oneLine(fields[news.FieldTitle])
	if len(title) > boxTitle {
		return title
	}
	if _, known := knownLine(title); known || headShape(title) == dated || strings.EqualFold(title, oneLine(fields[news.FieldOutlet])) {
		return ""
	}
	return title
}

// setOutlet names who published the page, in the table's spelling where it has one.
func (p *page) setOutlet(name string) {
	name = oneLine(name)
	if p.head.Outlet != "" || name == "" {
		return
	}
	if o, ok := outlet.Find(name); ok {
		name = o.Name
	}
	p.head.Outlet = name
}

// oneLine is s with its white space made single spaces.
func oneLine(s string) string {
	if isOneLine(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isOneLine reports whether s is ASCII and one line already, as most names and titles are.
func isOneLine(s string) bool {
	gap := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == ' ' && gap {
			return false
		}
		gap = s[i] == ' '
	}
	return !gap || s == ""
}

// own is the key of the page's outlet.
func (p *page) own() string {
	if named := [2]string{p.head.Outlet, p.head.Domain}; p.ownOf != named {
		p.ownOf, p.ownKey = named, outlet.Key(named[0], named[1])
	}
	return p.ownKey
}

// readFields reads the dates and credits that the container declares.
func (p *page) readFields() {
	fields := p.doc.Fields
	for _, f := range []struct {
		name string
		to   *[]news.Date
	}{
		{news.FieldPublished, &p.dates.published},
		{news.FieldModified, &p.dates.modified},
		{news.FieldCaptured, &p.dates.captured},
	} {
		if d, ok := readDate(fields[f.name], "field "+f.name, p.tag); ok {
			*f.to = append(*f.to, d)
		}
	}
	if d, ok := urlDate(p.head.URL); ok {
		p.dates.published = append(p.dates.published, d)
	}
	for name := range strings.Lines(fields[news.FieldCredit]) {
		p.creditName(news.CreditField, news.Strong, name, name)
	}
	for name := range strings.Lines(fields[news.FieldVia]) {
		p.creditName(news.CreditVia, news.Medium, name, name)
	}
	p.creditByline(fields[news.FieldAuthor], fields[news.FieldAuthor], news.Span{})
	p.creditDateline(oneLine(p.doc.Extra[news.ExtraDateline]))
	p.creditAddress(news.CreditCanonical, p.head.Canonical)
}

// creditName adds a credit that names an outlet in metadata. An address counts for its site.
func (p *page) creditName(kind string, strength news.Strength, name, quote string) {
	name = oneLine(name)
	if name == "" {
		return
	}
	if strings.Contains(name, "://") {
		p.creditAddress(kind, name)
		return
	}
	if o, ok := outlet.Find(name); ok {
		name = o.Name
	} else if strength == news.Strong && kind != news.CreditField {
		strength = news.Medium
	}
	p.addCredit(news.Credit{Kind: kind, Strength: strength, Name: name, Quote: oneLine(quote)})
}

// creditAddress adds a credit that is an address on another site. On its own site it
// claims nothing, and neither does a mere front page.
func (p *page) creditAddress(kind, address string) {
	domain := outlet.Domain(address)
	if domain == "" || domain == p.head.Domain || outlet.Key("", domain) == p.own() || frontPage(address) {
		return
	}
	if p.head.Domain == "" && p.head.Outlet == "" {
		return
	}
	p.addCredit(news.Credit{Kind: kind, Strength: news.Strong, Name: outlet.Name(outlet.Key("", domain)), URL: address, Quote: address})
}

// frontPage reports whether an address has no path: no article stands there.
func frontPage(address string) bool {
	return !strings.ContainsAny(strings.TrimRight(outlet.NormalURL(address), "/"), "/?")
}

// creditByline adds the outlet that a byline names.
func (p *page) creditByline(byline, quote string, at news.Span) {
	if byline == "" {
		return
	}
	o, ok := bylineOutlet(byline)
	if !ok {
		return
	}
	strength := news.Medium
	if o.Agency {
		strength = news.Strong
	}
	p.addCredit(news.Credit{Kind: news.CreditByline, Strength: strength, Name: o.Name, Quote: strings.TrimSpace(quote), Span: at})
}

// creditDateline adds the agency of a dateline that the container keeps apart from the
// text, as NITF and ninjs do.
func (p *page) creditDateline(dateline string) {
	if dateline == "" {
		return
	}
	r := p.reader(dateline)
	r.dateline(line{end: len(dateline)})
	for _, c := range r.found {
		p.addCredit(news.Credit{Kind: c.kind, Strength: c.strength, Name: c.name, Quote: dateline[c.start:c.end]})
	}
	p.dates.other = append(p.dates.other, r.datelines...)
}

// addCredit keeps c unless it names the page's own outlet or says again what is known.
func (p *page) addCredit(c news.Credit) {
	r := claimReader{own: p.own(), outlet: p.head.Outlet, domain: p.head.Domain}
	if c.Name != "" && r.isOwn(c.Name) {
		return
	}
	for i, old := range p.credits {
		if old.Kind != c.Kind || squash(old.Name) != squash(c.Name) || old.URL != "" && c.URL != "" && old.URL != c.URL {
			continue
		}
		if c.URL != "" {
			p.credits[i].URL = c.URL
		}
		if old.Span == (news.Span{}) {
			p.credits[i].Span, p.credits[i].Quote = c.Span, c.Quote
		}
		return
	}
	p.credits = append(p.credits, c)
}

// readTop reads bylines and dates from the lines around the body's start.
func (p *page) readTop(whole string, ls []line, b bounds, at func(start, end int) news.Span) {
	if b.from >= len(ls) {
		return
	}
	menu := slices.IndexFunc(ls[:b.from+1], func(l line) bool { return p.titleLine(whole[l.start:l.end]) }) // an agency's name above the title is in a menu
	for i, l := range ls {
		if l.start > ls[b.from].start+openingBytes || i >= b.to {
			return
		}
		s := whole[l.start:l.end]
		if l.shape == byline || (l.shape == short || l.shape == prose) && i >= menu && b.from-i <= bylineLines && (i < b.from || leads(whole, ls[i+1:]) || isGlued(s)) && plainByline(s) {
			p.creditByline(s, s, at(l.start, l.end))
		}
		if l.shape == byline && p.head.Byline == "" {
			p.head.Byline = bylineOnly(s)
		}
		if l.shape == dated || l.shape == byline || l.shape == short && i < b.from && len(s) < boxLine {
			p.dateLine(s, l.shape == short)
		}
	}
}

// titleLine reports whether a line is the title, give or take its marks.
func (p *page) titleLine(s string) bool {
	const marks = 8 // bytes
	return max(len(s)-len(p.head.Title), len(p.head.Title)-len(s)) <= marks && sameLine(s, p.head.Title)
}

// bylineLines is how far above a body a byline without "By" stands: menus are further up.
const bylineLines = 8

// isGlued reports whether a line ends in a byline whose line break was lost: "yesterdayThe
// Associated Press".
func isGlued(s string) bool {
	before, ok := strings.CutSuffix(s, "Associated Press")
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(before, "The "))
	return ok && unicode.Is(unicode.Ll, r)
}

// leads reports whether the line before ls is a byline by what follows it: a date, or a
// paragraph with a dateline.
func leads(whole string, ls []line) bool {
	return len(ls) > 0 && (ls[0].shape == dated || datelined.MatchString(whole[ls[0].start:ls[0].end]))
}

var datelined = regexp.MustCompile(`^\p{Lu}{3,}[\p{L} ,./]{0,40}(?:\(|—|–|--| - )`)

// shortYear is a day whose year has two digits: "08.05.23".
var shortYear = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\.\d{2}\b`)

// dateTag is the language tag that settles what 01/07/2022 is: the declared one, else the
// text's own language. English texts do not tell: America and Britain differ.
func (p *page) dateTag() string {
	if p.tag == "" && p.head.Lang != "en" && p.head.Lang != "und" {
		return p.head.Lang
	}
	return p.tag
}

// dateLine keeps the date of a line at the top. Of a line that may be a headline only a
// date that ends it counts.
func (p *page) dateLine(s string, loose bool) {
	quote := s
	if s = western(s); !hasYear(s) && !(strings.Count(s, ".") > 1 && shortYear.MatchString(s)) {
		return
	}
	d, where, ok := lineDate(s, p.dateTag())
	if !ok && !loose {
		d, ok = readDate(s, "", p.dateTag())
		where[1] = len(s)
	}
	leads := where[0] == 0 && isDigit(s[0]) // "05/10/2018 - Posted by ..."
	if !ok || d.Grade == news.GradeD && d.Flag == "" && loose || loose && !leads && where[1] < len(s)-30 {
		return
	}
	sharpen(&d, s[:where[0]]+" "+s[where[1]:])
	d.Grade, d.From, d.Quote = news.GradeD, "text", quote
	p.dates.published = append(p.dates.published, d)
}

// bylineOnly is a byline without "By" and without the date behind it.
func bylineOnly(s string) string {
	s = leadBy.ReplaceAllString(postedBy.ReplaceAllString(s, ""), "")
	s = handle.ReplaceAllString(strings.Trim(oneLine(undated(s)), " ,|-–—•·"), "")
	return strings.ReplaceAll(s, " , ", ", ")
}

// longestStamp is how much can follow a byline on its line: "Wednesday, September 16, 2018, 11:30 a.m. EDT".
const longestStamp = 48

// plainWords is how many words a byline without "By" has at most.
const plainWords = 10

// plainByline reports whether a short line without "By" can be a byline: people, a
// comma and an outlet, or an outlet alone. Lines with a slash, a bar or brackets are the
// credits of photographs.
func plainByline(s string) bool {
	if len(s) > 110 || containsFolded(s, "photo") {
		return false
	}
	// What remains of a line without its date begins with this, and few lines get further.
	sure := s[:max(0, len(s)-longestStamp)]
	if words, _ := measure(sure); words > plainWords || strings.ContainsAny(sure, "/():?!") {
		return false
	}
	before := undated(s)
	if len(s)-len(before) > longestStamp {
		return false
	}
	s = strings.Trim(before, " ,|-–—•·")
	words, _ := measure(s)
	if words == 0 || words > plainWords || strings.ContainsAny(s, "/|()©:?!") || strings.Contains(s, "\u00a0") {
		return false
	}
	if o, ok := outlet.Find(s); ok {
		return o.Agency
	}
	return strings.Contains(s, ", ") || strings.Contains(s, "Associated Press")
}

// claim reads the credits and fossils of a text and places them in the main text.
func (p *page) claim(whole string, ls []line, b bounds, at func(start, end int) news.Span) {
	r := p.reader(whole)
	r.linked = p.linked
	if b.to > 0 && b.to <= len(ls) {
		r.bodyEnd = ls[b.to-1].end
		r.tailFrom = max(0, r.bodyEnd-tailBytes)
	}
	r.openings(ls, b)
	r.sweep()
	p.take(r, at)
}

// reader begins to read the claims of a text.
func (p *page) reader(text string) *claimReader {
	return &claimReader{text: text, own: p.own(), outlet: p.head.Outlet, domain: p.head.Domain, lang: p.head.Lang}
}

// take keeps what r found, in the order of the text.
func (p *page) take(r *claimReader, at func(start, end int) news.Span) {
	slices.SortStableFunc(r.found, func(a, b claim) int { return a.start - b.start })
	for _, c := range r.found {
		quote, span := r.text[c.start:c.end], at(c.start, c.end)
		if c.fossil {
			p.fossils = append(p.fossils, news.Fossil{Kind: c.kind, Name: c.name, Quote: quote, Span: span})
			continue
		}
		if slices.ContainsFunc(p.credits, func(o news.Credit) bool { return o.Kind == c.kind && o.Name == c.name && o.Quote == quote }) {
			continue // said at the top and at the end
		}
		p.credits = append(p.credits, news.Credit{Kind: c.kind, Strength: c.strength, Name: c.name, URL: c.url, Quote: quote, Span: span})
	}
	for _, c := range r.unvouched {
		p.doubted = append(p.doubted, news.Credit{Kind: c.kind, Strength: c.strength, Name: c.name, URL: c.url, Quote: r.text[c.start:c.end], Span: at(c.start, c.end)})
	}
	p.dates.published = append(p.dates.published, r.earlier...)
	p.dates.quoted = append(p.dates.quoted, r.posts...)
	if len(p.dates.published) == 0 {
		p.dates.published = r.datelines
	} else {
		p.dates.other = append(p.dates.other, r.datelines...)
	}
}

// finish settles what depends on everything else.
func (p *page) finish() {
	if p.head.Outlet == "" && p.head.Domain != "" {
		p.head.Outlet = outlet.Name(outlet.Key("", p.head.Domain))
	}
	p.head.Credits, p.head.Unvouched, p.head.Fossils = p.credits, p.doubted, p.fossils
}

// outletInText reads who published a page copied as text off its boxes: "Follow Radio
// Biafra on Twitter", "© 2017 Radio Biafra", "Welcome to Radio Biafra".
func outletInText(text string, ls []line) string {
	for _, l := range ls {
		s := text[l.start:l.end]
		if l.end-l.start > boxLine || l.body {
			continue
		}
		if name := boxOutlet(s); name != "" {
			return name
		}
	}
	return ""
}

// handedOnCopyright is how newspapers' services sign: "(c) 2023, The Washington Post".
var handedOnCopyright = regexp.MustCompile(`^(?:\(c\) ?\d{4},|c\.\d{4} )`)

// boxOutlet is the outlet that one line of a page's boxes names, empty if none.
func boxOutlet(s string) string {
	lower := strings.ToLower(s)
	from := -1
	switch {
	case strings.HasPrefix(lower, "follow ") && (strings.Contains(lower, " on twitter") || strings.Contains(lower, " on facebook") || strings.Contains(lower, " on instagram")):
		s, from = s[:strings.LastIndex(lower, " on ")], len("follow ")
	case strings.HasPrefix(lower, "welcome to "):
		from = len("welcome to ")
	case strings.HasPrefix(s, "©"), strings.HasPrefix(lower, "copyright"), strings.HasPrefix(lower, "(c)"):
		from = len(s) - len(strings.TrimLeft(strings.TrimPrefix(lower, "copyright"), "©() c0123456789-–,."))
	case strings.HasSuffix(strings.TrimRight(lower, "."), " all rights reserved"):
		s, from = strings.TrimRight(s[:strings.LastIndex(lower, " all rights reserved")], ". "), 0
	}
	if from < 0 || from >= len(s) || strings.Contains(lower, "distributed") || handedOnCopyright.MatchString(lower) || strings.ContainsAny(s[from:], "/@") {
		return ""
	}
	n, ok := nameAt(s, from)
	if o, found := outlet.Find(n.name); !ok || found && o.Agency || strings.EqualFold(n.name, "us") || strings.EqualFold(n.name, "me") {
		return ""
	}
	return n.name
}
