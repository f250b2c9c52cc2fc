// Package news defines the words this program thinks in: documents as found,
// articles as understood, the matches and links between them, and their families.
package news

import (
	"strings"
	"time"
)

// A Document is what a reader found, before anyone has understood it.
type Document struct {
	Place     string            // path, path:line or path!member: enough to find it again
	ID        string            // the input's own id for it, empty when it has none
	URL       string            // the address its container gives it, empty when it has none
	MediaType string            // TypeText, TypeMarkdown or TypeHTML: what Body is
	Charset   string            // what the container says Body is written in, empty when it does not
	Fields    map[string]string // head fields by their canonical names, the Field constants below
	Extra     map[string]string // fields with other names, kept as they were (JSON when not a string)
	Body      string            // the page or the text, as found: bytes in any charset
	Exported  *Article          // what stemma understood of it once and wrote itself; nil for all other documents, else the rest but Place is empty
}

// The media types a Document's Body can have.
const (
	TypeText     = "text/plain"
	TypeMarkdown = "text/markdown"
	TypeHTML     = "text/html"
)

// The canonical names of head fields, whatever the container called them.
const (
	FieldTitle     = "title"
	FieldOutlet    = "outlet"
	FieldAuthor    = "author"
	FieldLanguage  = "language"
	FieldPublished = "published" // the container's word for when it was published
	FieldModified  = "modified"  // widens the publication date, never replaces it
	FieldCaptured  = "captured"  // crawl or scrape time: bounds the publication date from above
	FieldSection   = "section"
	FieldTags      = "tags"      // keywords, with commas between them
	FieldCanonical = "canonical" // a declared canonical address
	FieldCredit    = "credit"    // credits the container declares, one a line: "Reuters", or an address
	FieldVia       = "via"       // where it says it found the article, one a line
)

// ExtraDateline is the name in Document.Extra of a dateline that stands apart from the text.
const ExtraDateline = "dateline"

// An ID names an article in reports and survives re-indexing: 16 hex digits made
// from its identity. An unseen source has the ID "unseen:" and its name.
type ID string

const unseenPrefix = "unseen:"

// UnseenID is the ID of a source that is named by credits and is not in the index.
func UnseenID(name string) ID { return ID(unseenPrefix + name) }

// Unseen reports the name of an unseen source, and whether id is one.
func (id ID) Unseen() (name string, ok bool) { return strings.CutPrefix(string(id), unseenPrefix) }

// A Key is an article's small number inside one index. It never leaves the index:
// its order is the order of arrival, which must decide nothing.
type Key uint32

// A Head is what is known of an article besides its text.
type Head struct {
	ID        ID
	Own       string // the input's own id, empty when it had none
	Place     string // where it was read
	URL       string // its own address, never that of a source it points to
	Domain    string // registrable domain of URL: "rt.com"
	Outlet    string // who published it, as shown: "RT"
	Title     string
	Byline    string
	Lang      string            // BCP 47 primary language: "en"; "und" when unknown
	Canonical string            // the canonical address the page declares, wherever it points
	Addresses []Address         // all addresses the page gives itself or its source, in order of appearance
	Section   string            // "Business", as the page says
	Tags      []string          // its keywords, each once
	Published Date              // all of Dates reduced to one interval
	Dates     []Date            // every date found, with its place
	Credits   []Credit          // what the article says of where its text is from, in order of appearance
	Unvouched []Credit          // the same with a name that no table knows: it counts where an outlet so called is in the index
	Furniture []Span            // words of the text, as shingle splits it, that are its own: headline, credits, addresses
	Fossils   []Fossil          // what is left in it of another outlet's own voice
	Links     []string          // addresses on other sites that the body links to, each once, in order
	Disguises []Disguise        // what was done to the letters so that copies are not found
	Extra     map[string]string // fields of the input with no meaning here, kept
	Words     int               // words of the text, as shingle counts them
}

// Name is how tables cite the article: its own id, else its URL, else its place.
func (h Head) Name() string {
	switch {
	case h.Own != "":
		return h.Own
	case h.URL != "":
		return h.URL
	}
	return h.Place
}

// An Article is a document once its text and its claims have been read out of it.
type Article struct {
	Head
	Text string // main text; every Span is a range of bytes in it
}

// A Span is a half-open range of bytes of an article's text, on rune borders.
// The zero Span means "not in the text".
type Span struct{ Start, End int }

// Len reports the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// A Grade says how far a date can be trusted.
type Grade string

// The grades of a date, best first.
const (
	GradeA       Grade = "A" // a time with its zone, from the page's own metadata or feed
	GradeB       Grade = "B" // a time without a zone: 14 hours either way
	GradeC       Grade = "C" // a day only, never taken for midnight
	GradeD       Grade = "D" // read off the URL path or the text
	GradeUnknown Grade = ""  // at best bounded by captures and quoted dates
)

// A Date is an interval in which something was published, both ends possible.
type Date struct {
	Earliest, Latest time.Time // UTC; the zero time is no bound
	Grade            Grade
	From             string // where it was read: "json-ld", "meta article:published_time", "field published", "url", ...
	Quote            string // the words that said so
	Flag             string // what is wrong with it: a Flag constant, empty when nothing is
}

// What can be wrong with a date.
const (
	FlagAfterCapture = "after its own capture"
	FlagContradicts  = "contradicts the date taken"
	FlagAmbiguous    = "day or month first"
)

// Precision says how narrow d is: "instant", "time without zone", "day", "month" or
// "range", empty when it is not known on both sides.
func (d Date) Precision() string {
	const day = 24 * time.Hour
	switch length := d.Latest.Sub(d.Earliest); {
	case d.Earliest.IsZero() || d.Latest.IsZero():
		return ""
	case length == 0:
		return "instant"
	case d.Grade == GradeB:
		return "time without zone"
	case length <= 3*day: // a day anywhere in the world has 52 hours
		return "day"
	case length <= 33*day: // and a month up to 33 days
		return "month"
	}
	return "range"
}

// An Address is one that a page declares, and where.
type Address struct {
	Rel   string // "canonical", "amphtml", "og:url", "json-ld url", ...
	URL   string
	Place string // "head", "body" or "json-ld"
}

// A Disguise is one thing done to a text's letters that a reader does not see and a
// comparison by letters falls for. Matching undoes all of them.
type Disguise struct {
	Kind  string // a Disguise constant
	Count int    // how many words or runs
	Quote string // the first of them
}

// The kinds of disguise. A C2PA manifest is none, but hides in the same characters: it
// says who made the text, and its presence is kept.
const (
	DisguiseHomoglyphs = "homoglyphs"          // Cyrillic or Greek letters in Latin words
	DisguiseInvisible  = "invisible"           // zero-width characters amid words
	DisguiseHyphens    = "soft hyphens"        // in words too short to be hyphenated
	DisguiseSelectors  = "variation selectors" // in runs, or amid words
	DisguiseSpaced     = "letter-spaced"       // "l i k e  t h i s"
	DisguiseManifest   = "C2PA manifest"
)

// Known reports whether d is bounded on both sides by a stated publication date.
func (d Date) Known() bool { return d.Grade != GradeUnknown }

// Before reports whether all of d lies before all of e.
func (d Date) Before(e Date) bool {
	return !d.Latest.IsZero() && !e.Earliest.IsZero() && d.Latest.Before(e.Earliest)
}

// A Strength says how much a credit proves by itself.
type Strength string

// The strengths of a credit.
const (
	Strong Strength = "strong" // names the source of the text
	Medium Strength = "medium" // may be co-written, or names a source of part of it
	Weak   Strength = "weak"   // names a source of facts, or nobody
)

// The kinds of credit. CreditLabel says only that there is a source ("Original Source").
const (
	CreditRepublished = "republished" // "This article was originally published by X"
	CreditCanonical   = "canonical"   // rel=canonical, og:url or JSON-LD url on another site
	CreditSyndication = "syndication" // meta syndication-source, isBasedOn
	CreditDateline    = "dateline"    // "LONDON (Reuters) -"
	CreditByline      = "byline"      // "By The Associated Press"
	CreditTail        = "tail"        // "(Reporting by ...; Editing by ...)"
	CreditDistributor = "distributor" // "Distributed by X": handed the text on
	CreditCopyright   = "copyright"   // "© 2018 Los Angeles Times"
	CreditVia         = "via"         // "Via X", "h/t X"
	CreditLabel       = "label"       // "Source: X", "Original Source"
	CreditPixel       = "pixel"       // republication counters
	CreditCowritten   = "cowritten"   // "with AFP": partly from the wire
	CreditTranslated  = "translated"  // "Translated from X"
	CreditField       = "field"       // the container declares it
)

// A Credit is an article's own statement of where its text came from ("their claim").
type Credit struct {
	Kind     string
	Strength Strength
	Name     string // the outlet as written, or the table's name for it; empty when nobody is named
	URL      string // the address beside it, empty when there is none
	Quote    string // the words that say so, verbatim
	Span     Span   // where they stand in the text, zero when outside it
}

// The kinds of fossil.
const (
	FossilTold  = "told"  // "told RT"
	FossilPost  = "post"  // an embedded post of the outlet's account: "RT (@RT_com)"
	FossilMore  = "more"  // "READ MORE: ..." and its like, in another house's style
	FossilImage = "image" // an image on the outlet's host
	FossilLink  = "link"  // a link into the outlet's site amid the body
	FossilVoice = "voice" // "as we reported", "XYZ News has learned"
)

// A Fossil is something of another outlet's own voice left in a copy.
type Fossil struct {
	Kind  string
	Name  string // the outlet whose voice it is, empty when that cannot be told
	URL   string
	Quote string
	Span  Span
}
