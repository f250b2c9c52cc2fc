package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Check is one kind of claim of a report, how many there are and which do not hold.
type Check struct {
	What   string  `json:"what"` // seal, parameters, articles, quoted words, links, families or matches
	Of     int     `json:"of"`   // claims of the kind
	Held   int     `json:"held"` // of these, how many hold
	Faults []Fault `json:"faults"`
}

// Holds reports whether all claims of the kind hold.
func (c Check) Holds() bool { return len(c.Faults) == 0 }

// A Fault is a claim that does not hold, or a finding that the report is silent about.
type Fault struct {
	ID  string `json:"id,omitempty"` // of the article, family or copy that it is about
	Why string `json:"why"`
}

func (c *Check) fault(id, format string, args ...any) {
	c.Faults = append(c.Faults, Fault{id, fmt.Sprintf(format, args...)})
}

// Verify checks every claim of a report, sealed or not, against what the same parameters
// give now. Text is that of an article as it is now, false when there is
// none.
func Verify(sealed bool, r, now Report, text func(id string) (string, bool)) []Check {
	return []Check{
		checkSeal(sealed), checkParameters(r, now), checkArticles(r, now), checkQuotes(r, text), checkLinks(r, now), checkFamilies(r, now), checkMatches(r, now),
	}
}

// claim counts a claim, which holds unless it has a fault.
func (c *Check) claim(id, fault string) {
	c.Of++
	if fault == "" {
		c.Held++
		return
	}
	c.Faults = append(c.Faults, Fault{id, fault})
}

func checkSeal(sealed bool) Check {
	c := Check{What: "seal"}
	fault := ""
	if !sealed {
		fault = "the file is not as it was written: something in it was changed, or it was formatted anew"
	}
	c.claim("", fault)
	return c
}

func checkParameters(r, now Report) Check {
	c := Check{What: "parameters"}
	for _, p := range [][3]string{
		{"scheme of fingerprints", r.Scheme, now.Scheme},
		{"weights", r.Weights, now.Weights},
		{"articles in the index", fmt.Sprint(r.Corpus.Articles), fmt.Sprint(now.Corpus.Articles)},
		{"SHA-256 of the corpus", r.Corpus.SHA256, now.Corpus.SHA256},
	} {
		fault := ""
		if p[1] != p[2] {
			fault = fmt.Sprintf("%s: the report says %q, here it is %q", p[0], p[1], p[2])
		}
		c.claim("", fault)
	}
	return c
}

func checkArticles(r, now Report) Check {
	c := Check{What: "articles"}
	are := map[string]Article{}
	for _, a := range now.Articles {
		are[a.ID] = a
	}
	for _, a := range r.Articles {
		is, known := are[a.ID]
		fault := ""
		switch {
		case !known:
			fault = "it is not among the articles that these parameters report on"
		case is.TextSHA256 != a.TextSHA256:
			fault = fmt.Sprintf("its text is another: SHA-256 %s, here %s", a.TextSHA256, is.TextSHA256)
		default:
			fault = differing("it", placeless(a), placeless(is))
		}
		c.claim(a.ID, fault)
	}
	known := map[string]bool{}
	for _, a := range r.Articles {
		known[a.ID] = true
	}
	for _, a := range now.Articles {
		if !known[a.ID] {
			c.fault(a.ID, "these parameters report on it, and the report does not")
		}
	}
	return c
}

// placeless is an article wherever it was read, and without its families, which are
// checked by themselves.
func placeless(a Article) Article {
	a.Place, a.Families = "", nil
	if a.OwnID == "" && a.URL == "" {
		a.Name = ""
	}
	return a
}

// differing says under which names the JSON of two values of what differs, and is empty
// when it differs under none.
func differing(what string, x, y any) string {
	a, b := named(x), named(y)
	var names []string
	for name := range a {
		if string(a[name]) != string(b[name]) {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return what + " differs in " + strings.Join(names, ", ")
}

// named is the JSON of a value of this package by its names.
func named(v any) map[string]json.RawMessage {
	data, err := json.Marshal(v)
	var names map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(data, &names)
	}
	if err != nil {
		panic(err) // it came from JSON
	}
	return names
}

// checkQuotes looks up every quoted span in the text that it is said to be from.
func checkQuotes(r Report, text func(string) (string, bool)) Check {
	q := &quotes{Check: Check{What: "quoted words"}, text: text}
	for _, f := range r.Families {
		for _, e := range f.RootEvidence {
			q.evidence(e)
		}
		for _, l := range f.Links {
			for _, e := range l.Evidence {
				q.evidence(e)
			}
			for _, p := range l.Passages {
				q.span(l.Source, l.SourceSHA256, p.Source, p.SourceText)
				q.span(l.Copy, l.CopySHA256, p.Copy, p.CopyText)
			}
		}
	}
	return q.Check
}

// quotes checks quotations one by one. The text at hand is that of the last article.
type quotes struct {
	Check
	text  func(string) (string, bool)
	id    string
	last  string
	found bool
}

func (q *quotes) evidence(e Evidence) {
	if e.QuotedAt != nil {
		q.span(e.QuotedFrom, e.QuotedSHA256, *e.QuotedAt, e.Quote)
	}
}

func (q *quotes) span(id, sum string, at [2]int, quoted string) {
	if q.id != id {
		q.id = id
		q.last, q.found = q.text(id)
	}
	fault := ""
	switch {
	case !q.found:
		fault = "its text is not here"
	case sum != hashOf([]byte(q.last)):
		fault = fmt.Sprintf("they count in a text of SHA-256 %s, and here it is another", sum)
	case at[0] < 0 || at[1] < at[0] || at[1] > len(q.last):
		fault = fmt.Sprintf("they are outside its text of %d bytes", len(q.last))
	case q.last[at[0]:at[1]] != quoted:
		fault = "they are not the words quoted: " + firstDifference(quoted, q.last[at[0]:at[1]])
	}
	if fault != "" {
		fault = fmt.Sprintf("bytes %d to %d: %s", at[0], at[1], fault)
	}
	q.claim(id, fault)
}

// firstDifference shows the first words in which two texts differ.
func firstDifference(quoted, text string) string {
	a, b := strings.Fields(quoted), strings.Fields(text)
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			there := "nothing"
			if i < len(b) {
				there = "“" + cut(b[i], 40) + "”"
			}
			return fmt.Sprintf("the report has “%s” where the text has %s", cut(a[i], 40), there)
		}
	}
	if len(b) > len(a) {
		return fmt.Sprintf("the report ends before “%s”", cut(b[len(a)], 40))
	}
	return "the white space differs"
}

func checkLinks(r, now Report) Check {
	c := Check{What: "links"}
	wereKeys, were := linksOf(r)
	areKeys, are := linksOf(now)
	for _, key := range wereKeys {
		is, known := are[key]
		fault := "that it took from " + were[key].SourceName + " is not found"
		if known {
			fault = differing("its link to "+were[key].SourceName, linkAlone(were[key]), linkAlone(is))
		}
		c.claim(key.copy, fault)
	}
	for _, key := range areKeys {
		if _, known := were[key]; !known {
			c.fault(key.copy, "its link to %s is found and not reported", are[key].SourceName)
		}
	}
	return c
}

// linkAlone is a link without names that may be paths.
func linkAlone(l Link) Link {
	l.Match, l.RunnerUpName = matchAlone(l.Match), ""
	return l
}

// matchAlone is a match without names that may be paths, and without its family, which is
// checked by itself.
func matchAlone(m Match) Match {
	m.CopyName, m.SourceName, m.Family = "", "", ""
	return m
}

func checkFamilies(r, now Report) Check {
	c := Check{What: "families"}
	against(r.Families, now.Families, func(f Family) string { return f.ID },
		func(f Family, is *Family) {
			fault := "it is not found"
			if is != nil {
				fault = differing("it", familyAlone(f), familyAlone(*is))
			}
			c.claim(f.ID, fault)
		},
		func(f Family) { c.fault(f.ID, "it is found and not reported") })
	return c
}

// against holds what is reported against what is found, by a key: claim gets each item
// reported and what is found for it, once, else nil; more gets what is found besides.
func against[T any, K comparable](reported, found []T, key func(T) K, claim func(T, *T), more func(T)) {
	left := map[K]*T{}
	for i := range found {
		left[key(found[i])] = &found[i]
	}
	for _, item := range reported {
		claim(item, left[key(item)])
		delete(left, key(item))
	}
	for _, item := range found {
		if left[key(item)] != nil {
			more(item)
		}
	}
}

// familyAlone is a family without its links, which are checked by themselves, and without
// names that may be paths.
func familyAlone(f Family) Family {
	f.Links, f.RootName = nil, ""
	f.Members = slices.Clone(f.Members)
	for i := range f.Members {
		f.Members[i].Name = ""
	}
	return f
}

func checkMatches(r, now Report) Check {
	c := Check{What: "matches"}
	against(r.Matches, now.Matches, func(m Match) [2]string { return [2]string{m.Copy, m.Source} },
		func(m Match, is *Match) {
			fault := "that it shares text with " + m.SourceName + " is not found"
			if is != nil {
				fault = differing("what it shares with "+m.SourceName, matchAlone(m), matchAlone(*is))
			}
			c.claim(m.Copy, fault)
		},
		func(m Match) { c.fault(m.Copy, "that it shares text with %s is found and not reported", m.SourceName) })
	return c
}
