package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"hash"
	"io"
	"math"
	"strings"
	"time"

	"stemma/internal/news"
)

// SchemaID names the JSON Schema of the JSON report, which is embedded as Schema.
const SchemaID = "urn:stemma:report:1"

// The JSON of reports and of every command that has --json. Its names are stable: names
// may be added, none renamed. IDs are the program's own; names are those of the tables
// (the input's id, else the URL, else the path). Ranges are half-open, in bytes of the
// article's text, and beside each stands the SHA-256 of the whole text they count in.
type (
	// A Report is the whole document.
	Report struct {
		About
		Families []Family  `json:"families"`
		Articles []Article `json:"articles"`
		Matches  []Match   `json:"matches"` // those that no link carries
		Seal     string    `json:"seal"`    // SHA-256 of all bytes of the document before the comma that precedes it
	}
	Family struct {
		ID           string     `json:"id"`
		Root         string     `json:"root"`
		RootName     string     `json:"root_name"`
		Claim        string     `json:"claim"` // origin, earliest, undetermined or unseen
		Probability  float64    `json:"probability"`
		RestsOn      []string   `json:"rests_on"`
		Statement    string     `json:"statement"`
		Members      []Member   `json:"members"`
		Unseen       []Unseen   `json:"unseen"`
		Links        []Link     `json:"links"`
		LeftOut      int        `json:"links_left_out,omitempty"` // by the report's parameters
		RootEvidence []Evidence `json:"root_evidence"`
		Conflicts    []string   `json:"conflicts"`
	}
	Member struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	Unseen struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Named int    `json:"named_by"`
		Of    int    `json:"of"`
	}
	Link struct {
		Match
		Kind               string     `json:"kind"` // tree or second
		Confidence         float64    `json:"confidence"`
		Bits               float64    `json:"bits"`
		RunnerUp           string     `json:"runner_up,omitempty"`
		RunnerUpName       string     `json:"runner_up_name,omitempty"`
		RunnerUpConfidence float64    `json:"runner_up_confidence,omitempty"`
		Verdict            string     `json:"verdict"`
		Reason             string     `json:"reason,omitempty"` // what the verdict rests on
		Statement          string     `json:"statement"`
		Evidence           []Evidence `json:"evidence"`
		Changes            []Change   `json:"changes,omitempty"` // where both texts were looked at for them
	}
	Change struct {
		Kind   string `json:"kind"`
		Source [2]int `json:"source"`
		Copy   [2]int `json:"copy"`
		Was    string `json:"was"`
		Now    string `json:"now"`
	}
	Match struct {
		Copy         string    `json:"copy"`
		CopyName     string    `json:"copy_name"`
		Source       string    `json:"source"`
		SourceName   string    `json:"source_name"`
		Class        string    `json:"class,omitempty"` // none against an unseen source
		ReverseClass string    `json:"reverse_class,omitempty"`
		Borderline   bool      `json:"borderline,omitempty"`
		Words        float64   `json:"words"`
		Unquoted     float64   `json:"unquoted_words"`
		LongestRun   int       `json:"longest_run"`
		CopyShare    float64   `json:"copy_share"`
		SourceShare  float64   `json:"source_share"`
		Family       string    `json:"family,omitempty"`
		CopySHA256   string    `json:"copy_sha256,omitempty"` // of the text that copy ranges count in
		SourceSHA256 string    `json:"source_sha256,omitempty"`
		Passages     []Passage `json:"passages"`
	}
	Passage struct {
		Source     [2]int `json:"source"`
		Copy       [2]int `json:"copy"`
		SourceText string `json:"source_text,omitempty"`
		CopyText   string `json:"copy_text,omitempty"`
		Words      int    `json:"words"`
		Quoted     bool   `json:"quoted,omitempty"`
	}
	Evidence struct {
		Group        string  `json:"group"`
		Kind         string  `json:"kind"`
		Bits         float64 `json:"bits"`
		Sentence     string  `json:"sentence"`
		Quote        string  `json:"quote,omitempty"`
		QuotedFrom   string  `json:"quoted_from,omitempty"`
		QuotedAt     *[2]int `json:"quoted_at,omitempty"` // absent when the quote stands outside the text
		QuotedSHA256 string  `json:"quoted_sha256,omitempty"`
	}
	Article struct {
		ID         string            `json:"id,omitempty"` // none before it is indexed
		Name       string            `json:"name"`
		OwnID      string            `json:"own_id,omitempty"`
		Place      string            `json:"place"`
		URL        string            `json:"url"`
		Domain     string            `json:"domain"`
		Outlet     string            `json:"outlet"`
		Title      string            `json:"title"`
		Byline     string            `json:"byline"`
		Language   string            `json:"language"`
		Canonical  string            `json:"canonical"`
		Section    string            `json:"section"`
		Tags       []string          `json:"tags"`
		Published  Date              `json:"published"`
		Dates      []Date            `json:"dates"`
		Addresses  []Address         `json:"addresses"`
		Credits    []Credit          `json:"credits"`
		Fossils    []Fossil          `json:"fossils"`
		Links      []string          `json:"links"`
		Obfuscated []Disguise        `json:"obfuscated"`
		Extra      map[string]string `json:"extra,omitempty"`
		Words      int               `json:"words"`
		TextSHA256 string            `json:"text_sha256,omitempty"`
		Text       string            `json:"text,omitempty"` // not in reports
		Families   []string          `json:"families,omitempty"`
	}
	Date struct {
		Earliest  *string `json:"earliest"` // RFC 3339, UTC; null for no bound
		Latest    *string `json:"latest"`
		Grade     string  `json:"grade"` // A to D; empty when the date is only bounded
		From      string  `json:"from"`
		Precision string  `json:"precision"`
		Quote     string  `json:"quote"`
		Flag      string  `json:"flag"`
	}
	Address struct {
		Rel   string `json:"rel"`
		URL   string `json:"url"`
		Place string `json:"place"`
	}
	Credit struct {
		Kind     string  `json:"kind"`
		Name     string  `json:"name"`
		URL      string  `json:"url"`
		Quote    string  `json:"quote"`
		Strength string  `json:"strength"`
		At       *[2]int `json:"at,omitempty"`
	}
	Fossil struct {
		Kind  string  `json:"kind"`
		Name  string  `json:"name"`
		URL   string  `json:"url"`
		Quote string  `json:"quote"`
		At    *[2]int `json:"at,omitempty"`
	}
	Disguise struct {
		Kind  string `json:"kind"`
		Count int    `json:"count"`
		Quote string `json:"quote"`
	}
)

// Schema is the JSON Schema (draft 2020-12) that every JSON report is valid against.
//
//go:embed schema/report.schema.json
var Schema string

// FamilyOf is a family for commands: with its passages, without their words.
func FamilyOf(f news.Family) Family {
	b := &book{}
	b.heads = map[news.ID]news.Head{}
	for _, h := range f.Members {
		b.heads[h.ID] = h
	}
	j, _ := familyJSON(b, f) // only a text can be missing, and none is read
	return j
}

// LinkOf is a link between two of the given articles, without the words of its passages.
func LinkOf(l news.Link, heads ...news.Head) Link {
	return FamilyOf(news.Family{Members: heads, Links: []news.Link{l}}).Links[0]
}

// ArticleOf is an article with its text.
func ArticleOf(a news.Article) Article {
	j := articleJSON(&book{}, a.Head)
	j.Text = a.Text
	return j
}

// ClaimsOf is what an article says of where its text came from.
func ClaimsOf(h news.Head) ([]Credit, []Fossil) {
	j := articleJSON(&book{}, h)
	return j.Credits, j.Fossils
}

// writeJSON writes one document, a Report, an item at a time.
func writeJSON(w io.Writer, b *book) error {
	out := newDocument(w)
	if err := out.about(b.About); err != nil {
		return err
	}
	out.list("families")
	for f, err := range b.Families {
		if err == nil {
			err = out.family(b, f)
		}
		if err != nil {
			return err
		}
	}
	out.list("articles")
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		out.item(articleJSON(b, h))
	}
	out.list("matches")
	for p, err := range b.pairs() {
		if err != nil {
			return err
		}
		if p.kind == unlinked {
			m, _ := matchJSON(b, p, false)
			out.item(m)
		}
	}
	return out.close()
}

// A document is a JSON object of lists, written and hashed as it grows. It keeps the
// first error.
type document struct {
	w     *bufio.Writer
	sum   hash.Hash
	open  bool // inside a list
	items int  // of the open list
	err   error
}

func newDocument(w io.Writer) *document {
	return &document{w: bufio.NewWriter(w), sum: sha256.New()}
}

func (d *document) print(s string) {
	if d.err == nil {
		io.WriteString(d.sum, s)
		_, d.err = d.w.WriteString(s)
	}
}

// about begins the document.
func (d *document) about(a About) error {
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	d.print(strings.TrimSuffix(string(data), "\n}"))
	return d.err
}

func (d *document) list(name string) {
	if d.open {
		d.print("\n  ]")
	}
	d.open, d.items = true, 0
	d.print(",\n  \"" + name + "\": [")
}

func (d *document) item(v any) {
	if d.err != nil {
		return
	}
	data, err := json.MarshalIndent(v, "    ", "  ")
	if err != nil {
		d.err = err
		return
	}
	if d.items > 0 {
		d.print(",")
	}
	d.items++
	d.print("\n    " + string(data))
}

func (d *document) family(b *book, f news.Family) error {
	j, err := familyJSON(b, f)
	if err == nil {
		d.item(j)
		err = d.err
	}
	return err
}

// close ends the document with the hash of what stands before its end.
func (d *document) close() error {
	d.print("\n  ]")
	d.print(string(seal(d.sum.Sum(nil))))
	if d.err != nil {
		return d.err
	}
	return d.w.Flush()
}

// sealed is what stands between the bytes that a seal is the hash of and the seal.
const sealed = ",\n  \"seal\": \""

// writeJSONLines writes an object a line (https://jsonlines.org), each with its "type":
// the report's own first, then families, articles and matches as the JSON report has them.
func writeJSONLines(w io.Writer, b *book) error {
	buffer := bufio.NewWriter(w)
	out := json.NewEncoder(buffer)
	if err := out.Encode(struct {
		Type string `json:"type"`
		About
	}{"report", b.About}); err != nil {
		return err
	}
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		j, err := familyJSON(b, f)
		if err != nil {
			return err
		}
		if err := out.Encode(struct {
			Type string `json:"type"`
			Family
		}{"family", j}); err != nil {
			return err
		}
	}
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		if err := out.Encode(struct {
			Type string `json:"type"`
			Article
		}{"article", articleJSON(b, h)}); err != nil {
			return err
		}
	}
	for p, err := range b.pairs() {
		if err != nil {
			return err
		}
		if p.kind != unlinked {
			continue
		}
		m, _ := matchJSON(b, p, false)
		if err := out.Encode(struct {
			Type string `json:"type"`
			Match
		}{"match", m}); err != nil {
			return err
		}
	}
	return buffer.Flush()
}

func familyJSON(b *book, f news.Family) (Family, error) {
	defer b.forget()
	j := Family{
		ID: string(f.ID), Root: string(f.Root), RootName: b.name(f.Root), Claim: string(f.Claim),
		Probability: round(f.Probability, 3), RestsOn: full(f.Rests), Statement: claimProse(b, f).String(),
		Members: []Member{}, Unseen: []Unseen{}, Links: []Link{}, LeftOut: b.missing(f.ID),
		RootEvidence: evidenceJSON(b, f.RootEvidence), Conflicts: full(f.Conflicts),
	}
	for _, h := range f.Members {
		j.Members = append(j.Members, Member{string(h.ID), h.Name()})
	}
	for _, u := range f.Unseen {
		j.Unseen = append(j.Unseen, Unseen{ID: string(news.UnseenID(u.Name)), Name: u.Name, Named: u.Named, Of: u.Of})
	}
	for _, p := range linked(f) {
		l, err := linkJSON(b, p)
		if err != nil {
			return j, err
		}
		j.Links = append(j.Links, l)
	}
	return j, nil
}

func linkJSON(b *book, p pair) (Link, error) {
	m, err := matchJSON(b, p, true)
	l := Link{
		Match: m, Kind: p.kind, Confidence: round(p.Confidence, 3), Bits: round(p.Bits, 2),
		Verdict: string(p.Verdict), Reason: p.Reason, Statement: linkProse(b, p.Link).String(), Evidence: evidenceJSON(b, p.Evidence),
	}
	l.Family = "" // the one it stands in
	for _, c := range p.Changes {
		l.Changes = append(l.Changes, Change{string(c.Kind), offsets(c.Source), offsets(c.Copy), c.Was, c.Now})
	}
	if p.RunnerUp != "" {
		l.RunnerUp, l.RunnerUpName = string(p.RunnerUp), b.name(p.RunnerUp)
		l.RunnerUpConfidence = round(p.RunnerUpConfidence, 3)
	}
	return l, err
}

// matchJSON is what a pair shares, with the words themselves when they are wanted.
func matchJSON(b *book, p pair, quoted bool) (Match, error) {
	m := p.Match
	j := Match{
		Copy: string(p.Copy), CopyName: b.name(p.Copy), Source: string(p.Source), SourceName: b.name(p.Source),
		Class: string(m.Class), ReverseClass: string(m.Reverse), Borderline: m.Borderline,
		Words: round(m.Words, 1), Unquoted: round(m.Unquoted, 1), LongestRun: m.Run,
		CopyShare: round(m.ShareB(), 3), SourceShare: round(m.ShareA(), 3),
		Family: string(p.family), Passages: []Passage{},
	}
	if len(m.Passages) > 0 {
		j.CopySHA256, j.SourceSHA256 = b.digest(p.Copy), b.digest(p.Source)
	}
	for _, passage := range m.Passages {
		k := Passage{
			Source: offsets(passage.A), Copy: offsets(passage.B),
			Words: passage.Words(), Quoted: passage.Quoted,
		}
		if quoted {
			var err error
			if k.SourceText, k.CopyText, err = b.quotePassage(p.Link, passage); err != nil {
				return j, err
			}
		}
		j.Passages = append(j.Passages, k)
	}
	return j, nil
}

func evidenceJSON(b *book, items []news.Evidence) []Evidence {
	list := make([]Evidence, 0, len(items))
	for _, e := range items {
		list = append(list, Evidence{
			Group: e.Group, Kind: e.Kind, Bits: round(e.Bits, 2), Sentence: e.Text,
			Quote: e.Quote, QuotedFrom: string(e.In), QuotedAt: at(e.Span),
		})
		if e.Span != (news.Span{}) {
			list[len(list)-1].QuotedSHA256 = b.digest(e.In)
		}
	}
	return list
}

func articleJSON(b *book, h news.Head) Article {
	j := Article{
		ID: string(h.ID), Name: h.Name(), OwnID: h.Own, Place: h.Place, URL: h.URL, Domain: h.Domain,
		Outlet: h.Outlet, Title: h.Title, Byline: h.Byline, Language: h.Lang, Canonical: h.Canonical,
		Section: h.Section, Tags: full(h.Tags), Published: dateJSON(h.Published), Dates: []Date{}, Addresses: []Address{},
		Credits: []Credit{}, Fossils: []Fossil{}, Links: full(h.Links), Obfuscated: []Disguise{}, Extra: h.Extra,
		Words: h.Words, TextSHA256: b.digest(h.ID),
	}
	for _, d := range h.Dates {
		j.Dates = append(j.Dates, dateJSON(d))
	}
	for _, a := range h.Addresses {
		j.Addresses = append(j.Addresses, Address(a))
	}
	for _, c := range h.Credits {
		j.Credits = append(j.Credits, Credit{c.Kind, c.Name, c.URL, c.Quote, string(c.Strength), at(c.Span)})
	}
	for _, f := range h.Fossils {
		j.Fossils = append(j.Fossils, Fossil{f.Kind, f.Name, f.URL, f.Quote, at(f.Span)})
	}
	for _, d := range h.Disguises {
		j.Obfuscated = append(j.Obfuscated, Disguise(d))
	}
	for _, m := range b.in[h.ID] {
		j.Families = append(j.Families, string(m.family))
	}
	return j
}

func dateJSON(d news.Date) Date {
	return Date{stamp(d.Earliest), stamp(d.Latest), string(d.Grade), d.From, d.Precision(), d.Quote, d.Flag}
}

func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339Nano)
	return &s
}

func at(s news.Span) *[2]int {
	if s == (news.Span{}) {
		return nil
	}
	pair := offsets(s)
	return &pair
}

func offsets(s news.Span) [2]int { return [2]int{s.Start, s.End} }

// full is list, never null.
func full(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// round keeps a number from looking more exact than it is.
func round(x float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}
