package report

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"time"

	"stemma/internal/news"
)

// The names of the JSON report. They are stable: names may be added, none renamed. IDs
// are the program's own; names are those of the tables (the input's id, else the URL,
// else the path). Ranges are half-open, in bytes of the article's text.
type (
	jsonFamily struct {
		ID           string         `json:"id"`
		Root         string         `json:"root"`
		RootName     string         `json:"root_name"`
		Claim        string         `json:"claim"` // origin, earliest, undetermined or unseen
		Probability  float64        `json:"probability"`
		RestsOn      []string       `json:"rests_on"`
		Statement    string         `json:"statement"`
		Members      []string       `json:"members"`
		Unseen       []jsonUnseen   `json:"unseen"`
		Links        []jsonLink     `json:"links"`
		RootEvidence []jsonEvidence `json:"root_evidence"`
		Conflicts    []string       `json:"conflicts"`
	}
	jsonUnseen struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Named int    `json:"named_by"`
		Of    int    `json:"of"`
	}
	jsonLink struct {
		jsonMatch
		Kind               string         `json:"kind"` // tree or second
		Confidence         float64        `json:"confidence"`
		Bits               float64        `json:"bits"`
		RunnerUp           string         `json:"runner_up,omitempty"`
		RunnerUpName       string         `json:"runner_up_name,omitempty"`
		RunnerUpConfidence float64        `json:"runner_up_confidence,omitempty"`
		Verdict            string         `json:"verdict"`
		Statement          string         `json:"statement"`
		Evidence           []jsonEvidence `json:"evidence"`
	}
	jsonMatch struct {
		Copy         string        `json:"copy"`
		CopyName     string        `json:"copy_name"`
		Source       string        `json:"source"`
		SourceName   string        `json:"source_name"`
		Class        string        `json:"class,omitempty"` // none against an unseen source
		ReverseClass string        `json:"reverse_class,omitempty"`
		Borderline   bool          `json:"borderline,omitempty"`
		Words        float64       `json:"words"`
		Unquoted     float64       `json:"unquoted_words"`
		LongestRun   int           `json:"longest_run"`
		CopyShare    float64       `json:"copy_share"`
		SourceShare  float64       `json:"source_share"`
		Family       string        `json:"family,omitempty"`
		Passages     []jsonPassage `json:"passages"`
	}
	jsonPassage struct {
		Source     [2]int `json:"source"`
		Copy       [2]int `json:"copy"`
		SourceText string `json:"source_text,omitempty"`
		CopyText   string `json:"copy_text,omitempty"`
		Words      int    `json:"words"`
		Quoted     bool   `json:"quoted,omitempty"`
	}
	jsonEvidence struct {
		Group      string  `json:"group"`
		Kind       string  `json:"kind"`
		Bits       float64 `json:"bits"`
		Sentence   string  `json:"sentence"`
		Quote      string  `json:"quote,omitempty"`
		QuotedFrom string  `json:"quoted_from,omitempty"`
		QuotedAt   *[2]int `json:"quoted_at,omitempty"`
	}
	jsonArticle struct {
		ID        string            `json:"id"`
		Name      string            `json:"name"`
		OwnID     string            `json:"own_id,omitempty"`
		Place     string            `json:"place,omitempty"`
		URL       string            `json:"url,omitempty"`
		Domain    string            `json:"domain,omitempty"`
		Outlet    string            `json:"outlet,omitempty"`
		Title     string            `json:"title,omitempty"`
		Byline    string            `json:"byline,omitempty"`
		Language  string            `json:"language,omitempty"`
		Canonical string            `json:"canonical,omitempty"`
		Published jsonDate          `json:"published"`
		Dates     []jsonDate        `json:"dates"`
		Credits   []jsonCredit      `json:"credits"`
		Fossils   []jsonFossil      `json:"fossils"`
		Links     []string          `json:"links"`
		Extra     map[string]string `json:"extra,omitempty"`
		Words     int               `json:"words"`
		Families  []string          `json:"families"`
	}
	jsonDate struct {
		Earliest string `json:"earliest,omitempty"` // RFC 3339, UTC
		Latest   string `json:"latest,omitempty"`
		Grade    string `json:"grade,omitempty"` // A to D; none when the date is only bounded
		From     string `json:"from,omitempty"`
		Quote    string `json:"quote,omitempty"`
	}
	jsonCredit struct {
		Kind     string  `json:"kind"`
		Strength string  `json:"strength"`
		Name     string  `json:"name,omitempty"`
		URL      string  `json:"url,omitempty"`
		Quote    string  `json:"quote,omitempty"`
		At       *[2]int `json:"at,omitempty"`
	}
	jsonFossil struct {
		Kind  string  `json:"kind"`
		Name  string  `json:"name,omitempty"`
		URL   string  `json:"url,omitempty"`
		Quote string  `json:"quote,omitempty"`
		At    *[2]int `json:"at,omitempty"`
	}
)

// writeJSON writes one document, an item at a time:
// {"stemma": version, "families": [...], "articles": [...], "matches": [...]}.
// The matches are those that no link carries.
func writeJSON(w io.Writer, b *book) error {
	buffer := bufio.NewWriter(w)
	out := &document{w: buffer}
	version, err := json.Marshal(b.version)
	if err != nil {
		return err
	}
	out.print("{\n  \"stemma\": " + string(version))
	out.list("families")
	for _, f := range b.families {
		if err := familyJSON(out, b, f); err != nil {
			return err
		}
	}
	out.list("articles")
	for _, h := range b.articles {
		out.item(articleJSON(b, h))
	}
	out.list("matches")
	for _, p := range b.pairs {
		if p.kind == unlinked {
			m, _ := matchJSON(b, p, false)
			out.item(m)
		}
	}
	out.print("\n  ]\n}\n")
	if out.err != nil {
		return out.err
	}
	return buffer.Flush()
}

// A document is a JSON object of lists, written as it grows. It keeps the first error.
type document struct {
	w     io.Writer
	open  bool // inside a list
	items int  // of the open list
	err   error
}

func (d *document) print(s string) {
	if d.err == nil {
		_, d.err = io.WriteString(d.w, s)
	}
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

func familyJSON(out *document, b *book, f news.Family) error {
	defer b.forget()
	j := jsonFamily{
		ID: string(f.ID), Root: string(f.Root), RootName: b.name(f.Root), Claim: string(f.Claim),
		Probability: round(f.Probability, 3), RestsOn: full(f.Rests), Statement: claimProse(b, f).String(),
		Members: []string{}, Unseen: []jsonUnseen{}, Links: []jsonLink{},
		RootEvidence: evidenceJSON(f.RootEvidence), Conflicts: full(f.Conflicts),
	}
	for _, h := range f.Members {
		j.Members = append(j.Members, string(h.ID))
	}
	for _, u := range f.Unseen {
		j.Unseen = append(j.Unseen, jsonUnseen{ID: string(news.UnseenID(u.Name)), Name: u.Name, Named: u.Named, Of: u.Of})
	}
	for _, p := range linked(f) {
		l, err := linkJSON(b, p)
		if err != nil {
			return err
		}
		j.Links = append(j.Links, l)
	}
	out.item(j)
	return out.err
}

func linkJSON(b *book, p pair) (jsonLink, error) {
	m, err := matchJSON(b, p, true)
	l := jsonLink{
		jsonMatch: m, Kind: p.kind, Confidence: round(p.Confidence, 3), Bits: round(p.Bits, 2),
		Verdict: string(p.Verdict), Statement: linkProse(b, p.Link).String(), Evidence: evidenceJSON(p.Evidence),
	}
	l.Family = "" // the one it stands in
	if p.RunnerUp != "" {
		l.RunnerUp, l.RunnerUpName = string(p.RunnerUp), b.name(p.RunnerUp)
		l.RunnerUpConfidence = round(p.RunnerUpConfidence, 3)
	}
	return l, err
}

// matchJSON is what a pair shares, with the words themselves when they are wanted.
func matchJSON(b *book, p pair, quoted bool) (jsonMatch, error) {
	m := p.Match
	j := jsonMatch{
		Copy: string(p.Copy), CopyName: b.name(p.Copy), Source: string(p.Source), SourceName: b.name(p.Source),
		Class: string(m.Class), ReverseClass: string(m.Reverse), Borderline: m.Borderline,
		Words: round(m.Words, 1), Unquoted: round(m.Unquoted, 1), LongestRun: m.Run,
		CopyShare: round(m.ShareB(), 3), SourceShare: round(m.ShareA(), 3),
		Family: string(p.family), Passages: []jsonPassage{},
	}
	for _, passage := range m.Passages {
		k := jsonPassage{
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

func evidenceJSON(items []news.Evidence) []jsonEvidence {
	list := make([]jsonEvidence, 0, len(items))
	for _, e := range items {
		list = append(list, jsonEvidence{
			Group: e.Group, Kind: e.Kind, Bits: round(e.Bits, 2), Sentence: e.Text,
			Quote: e.Quote, QuotedFrom: string(e.In), QuotedAt: at(e.Span),
		})
	}
	return list
}

func articleJSON(b *book, h news.Head) jsonArticle {
	j := jsonArticle{
		ID: string(h.ID), Name: h.Name(), OwnID: h.Own, Place: h.Place, URL: h.URL, Domain: h.Domain,
		Outlet: h.Outlet, Title: h.Title, Byline: h.Byline, Language: h.Lang, Canonical: h.Canonical,
		Published: dateJSON(h.Published), Dates: []jsonDate{}, Credits: []jsonCredit{}, Fossils: []jsonFossil{},
		Links: full(h.Links), Extra: h.Extra, Words: h.Words, Families: []string{},
	}
	for _, d := range h.Dates {
		j.Dates = append(j.Dates, dateJSON(d))
	}
	for _, c := range h.Credits {
		j.Credits = append(j.Credits, jsonCredit{c.Kind, string(c.Strength), c.Name, c.URL, c.Quote, at(c.Span)})
	}
	for _, f := range h.Fossils {
		j.Fossils = append(j.Fossils, jsonFossil{f.Kind, f.Name, f.URL, f.Quote, at(f.Span)})
	}
	for _, m := range b.in[h.ID] {
		j.Families = append(j.Families, string(m.family))
	}
	return j
}

func dateJSON(d news.Date) jsonDate {
	return jsonDate{Earliest: stamp(d.Earliest), Latest: stamp(d.Latest), Grade: string(d.Grade), From: d.From, Quote: d.Quote}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
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
