package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"stemma/internal/news"
)

// writeProv writes PROV-JSON (W3C Member Submission of 24 April 2013) with two bundles,
// so that our claim and theirs are never mixed:
//
//   - stemma:our-claim, attributed to this program, derives each copy from the source found
//     for it: a prov:Revision when one text takes over the other whole, else a
//     prov:Quotation; a prov:PrimarySource when the source is unseen, as all that is known
//     of it is that it is named. Of one outlet or owner's own second publication it says
//     alternateOf besides.
//   - stemma:their-claim derives an article from whomever its credits name, as its
//     prov:PrimarySource, with the words that say so.
//
// The confidence of a derivation stands beside it; PROV has no word for it.
func writeProv(to io.Writer, b *book) error {
	w := bufio.NewWriter(to)
	out := &sections{w: w}
	out.print("{\n")
	out.open("prefix")
	for _, p := range [][2]string{{"stemma", "urn:stemma:"}, {"article", "urn:stemma:article:"}, {"unseen", "urn:stemma:unseen:"}, {"party", "urn:stemma:party:"}} {
		out.entry(p[0], p[1])
	}
	out.close()
	out.open("entity")
	out.entry("stemma:our-claim", record{"prov:type": qualified("prov:Bundle"), "prov:label": "what " + provText("stemma "+b.Version) + " found"})
	out.entry("stemma:their-claim", record{"prov:type": qualified("prov:Bundle"), "prov:label": "what the articles say of themselves"})
	out.close()
	out.open("agent")
	out.entry("stemma:program", record{"prov:type": qualified("prov:SoftwareAgent"), "prov:label": provText("stemma " + b.Version),
		"stemma:weights": provText(b.Weights), "stemma:corpus_sha256": b.Corpus.SHA256, "stemma:made": provText(madeBy(b.About).String())})
	out.close()
	out.open("wasAttributedTo")
	out.entry("_:ours", record{"prov:entity": "stemma:our-claim", "prov:agent": "stemma:program"})
	out.close()
	out.open("bundle")
	out.open("stemma:our-claim")
	if err := ourClaim(out, b); err != nil {
		return err
	}
	out.close()
	out.open("stemma:their-claim")
	if err := theirClaim(out, b); err != nil {
		return err
	}
	out.close()
	out.close()
	out.print("\n}\n")
	if out.err != nil {
		return out.err
	}
	return w.Flush()
}

// A record is the attributes of an entity, an agent or a relation.
type record map[string]any

func qualified(name string) record { return record{"$": name, "type": "prov:QUALIFIED_NAME"} }
func double(x float64, decimals int) record {
	return record{"$": number(x, decimals), "type": "xsd:double"}
}

// provText is outside text as a literal, on one line.
func provText(s string) string { return visible(s) }

func ourClaim(out *sections, b *book) error {
	out.open("entity")
	for v, err := range b.vertices() {
		if err != nil {
			return err
		}
		e := record{"prov:label": v.label}
		for i, c := range nodeColumns {
			if v.values[i] != "" {
				e["stemma:"+c.name] = v.values[i]
			}
		}
		out.entry(provName(news.ID(v.id)), e)
	}
	out.close()
	out.open("wasDerivedFrom")
	alternates := []pair{}
	n := 0
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		for _, p := range linked(f) {
			n++
			out.entry("stemma:link/"+number(float64(n), 0), derivation(p))
			if p.Verdict == news.Mirror || p.Verdict == news.Duplicate {
				alternates = append(alternates, pair{Link: bare(p.Link)})
			}
		}
	}
	out.close()
	if len(alternates) == 0 {
		return nil
	}
	out.open("alternateOf")
	for i, p := range alternates {
		out.entry("_:alternate"+number(float64(i+1), 0), record{"prov:alternate1": provName(p.Copy), "prov:alternate2": provName(p.Source)})
	}
	out.close()
	return nil
}

func derivation(p pair) record {
	r := record{
		"prov:generatedEntity": provName(p.Copy), "prov:usedEntity": provName(p.Source), "prov:type": qualified(derived(p)),
		"stemma:confidence": double(p.Confidence, 3), "stemma:bits": double(p.Bits, 2), "stemma:kind": p.kind,
		"stemma:verdict": string(p.Verdict), "stemma:family": provText(string(p.family)),
	}
	if p.Match.Class != "" {
		r["stemma:class"], r["stemma:words"] = string(p.Match.Class), double(p.Match.Words, 1)
	}
	return r
}

// derived is the kind of derivation that a link stands for.
func derived(p pair) string {
	_, unseen := p.Source.Unseen()
	switch {
	case unseen:
		return "prov:PrimarySource"
	case p.Match.Class.Whole():
		return "prov:Revision"
	}
	return "prov:Quotation"
}

// theirClaim walks the articles twice: what is named must be declared before it is used.
func theirClaim(out *sections, b *book) error {
	named := map[string]bool{}
	out.open("entity")
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		if len(crediting(h)) > 0 {
			out.entry(provName(h.ID), record{"prov:label": provText(h.Title), "stemma:outlet": provText(h.Outlet)})
		}
		for _, c := range crediting(h) {
			if at := partyName(c); !named[at] {
				named[at] = true
				out.entry(at, party(c))
			}
		}
	}
	out.close()
	out.open("wasDerivedFrom")
	n := 0
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		for _, c := range crediting(h) {
			n++
			out.entry("stemma:credit/"+number(float64(n), 0), record{
				"prov:generatedEntity": provName(h.ID), "prov:usedEntity": partyName(c), "prov:type": qualified("prov:PrimarySource"),
				"stemma:kind": c.Kind, "stemma:strength": string(c.Strength), "stemma:quote": provText(c.Quote)})
		}
	}
	out.close()
	return nil
}

// crediting are the credits that name somebody or an address.
func crediting(h news.Head) []news.Credit {
	var found []news.Credit
	for _, c := range h.Credits {
		if c.Name != "" || c.URL != "" {
			found = append(found, c)
		}
	}
	return found
}

func party(c news.Credit) record {
	r := record{"prov:label": provText(c.Name)}
	if c.Name == "" {
		r["prov:label"] = provText(c.URL)
	}
	if url := href(c.URL); url != "" {
		r["prov:location"] = url
	}
	return r
}

// provName is the qualified name of an article or an unseen source. Names of sources are
// hashed: no prefix allows all that they may hold.
func provName(id news.ID) string {
	if name, ok := id.Unseen(); ok {
		return "unseen:" + short(name)
	}
	return "article:" + string(id)
}

func partyName(c news.Credit) string { return "party:" + short(c.Name+"\n"+c.URL) }

// short is 16 hexadecimal digits of a name's SHA-256.
func short(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:8])
}

// sections writes nested JSON objects as they grow, and keeps the first error.
type sections struct {
	w      io.Writer
	counts []int // entries of each open object, the outermost first
	top    int   // entries of the document itself
	err    error
}

func (s *sections) print(text string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.w, text)
	}
}

// comma goes to the place of the next entry.
func (s *sections) comma() {
	n := &s.top
	if len(s.counts) > 0 {
		n = &s.counts[len(s.counts)-1]
	}
	if *n > 0 {
		s.print(",\n")
	}
	*n++
}

// value writes v as JSON.
func (s *sections) value(v any) {
	if s.err != nil {
		return
	}
	data, err := json.Marshal(v)
	if err != nil {
		s.err = err
		return
	}
	s.print(string(data))
}

func (s *sections) open(name string) {
	s.comma()
	s.value(name)
	s.print(": {\n")
	s.counts = append(s.counts, 0)
}

func (s *sections) entry(name string, v any) {
	s.comma()
	s.value(name)
	s.print(": ")
	s.value(v)
}

func (s *sections) close() {
	s.counts = s.counts[:len(s.counts)-1]
	s.print("\n}")
}

// list begins an array and listed adds to it.
func (s *sections) list(name string) {
	s.comma()
	s.value(name)
	s.print(": [\n")
	s.counts = append(s.counts, 0)
}

func (s *sections) listed(v any) {
	s.comma()
	s.value(v)
}

func (s *sections) endList() {
	s.counts = s.counts[:len(s.counts)-1]
	s.print("\n]")
}
