package main

import (
	"time"

	"stemma/internal/news"
	"stemma/internal/store"
)

// The JSON that commands print. Names may be added, never changed.

type creditJSON struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	URL      string `json:"url"`
	Quote    string `json:"quote"`
	Strength string `json:"strength"`
}

type fossilJSON struct {
	Name  string `json:"name"`
	Quote string `json:"quote"`
	Kind  string `json:"kind"`
	URL   string `json:"url"`
}

type dateJSON struct {
	Earliest *time.Time `json:"earliest"`
	Latest   *time.Time `json:"latest"`
	Grade    string     `json:"grade"`
	From     string     `json:"from"`

	Precision string `json:"precision"`
	Quote     string `json:"quote"`
	Flag      string `json:"flag"`
}

type addressJSON struct {
	Rel   string `json:"rel"`
	URL   string `json:"url"`
	Place string `json:"place"`
}

type disguiseJSON struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Quote string `json:"quote"`
}

type articleJSON struct {
	Place     string       `json:"place"`
	Title     string       `json:"title"`
	Outlet    string       `json:"outlet"`
	Byline    string       `json:"byline"`
	Language  string       `json:"language"`
	URL       string       `json:"url"`
	Canonical string       `json:"canonical"`
	Published dateJSON     `json:"published"`
	Credits   []creditJSON `json:"credits"`
	Fossils   []fossilJSON `json:"fossils"`
	Text      string       `json:"text"`

	Addresses  []addressJSON  `json:"addresses"`
	Section    string         `json:"section"`
	Tags       []string       `json:"tags"`
	Dates      []dateJSON     `json:"dates"`
	Obfuscated []disguiseJSON `json:"obfuscated"`
}

func articleOf(a news.Article) articleJSON {
	out := articleJSON{Place: a.Place, Title: a.Title, Outlet: a.Outlet, Byline: a.Byline, Language: a.Lang, URL: a.URL, Canonical: a.Canonical,
		Published: dateOf(a.Published), Credits: creditsOf(a.Head), Fossils: fossilsOf(a.Head), Text: a.Text,
		Addresses: []addressJSON{}, Section: a.Section, Tags: append([]string{}, a.Tags...), Dates: []dateJSON{}, Obfuscated: []disguiseJSON{}}
	for _, address := range a.Addresses {
		out.Addresses = append(out.Addresses, addressJSON(address))
	}
	for _, d := range a.Dates {
		out.Dates = append(out.Dates, dateOf(d))
	}
	for _, d := range a.Disguises {
		out.Obfuscated = append(out.Obfuscated, disguiseJSON(d))
	}
	return out
}

func dateOf(d news.Date) dateJSON {
	return dateJSON{timeOf(d.Earliest), timeOf(d.Latest), string(d.Grade), d.From, d.Precision(), d.Quote, d.Flag}
}

func timeOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func creditsOf(h news.Head) []creditJSON {
	out := []creditJSON{}
	for _, c := range h.Credits {
		out = append(out, creditJSON{c.Kind, c.Name, c.URL, c.Quote, string(c.Strength)})
	}
	return out
}

func fossilsOf(h news.Head) []fossilJSON {
	out := []fossilJSON{}
	for _, f := range h.Fossils {
		out = append(out, fossilJSON{f.Name, f.Quote, f.Kind, f.URL})
	}
	return out
}

type passageJSON struct {
	Query  [2]int `json:"query"`
	Source [2]int `json:"source"`
}

type sourceJSON struct {
	ID         string        `json:"id"`
	URL        string        `json:"url"`
	Outlet     string        `json:"outlet"`
	Title      string        `json:"title"`
	Class      string        `json:"class"`
	Share      float64       `json:"share"`
	Confidence float64       `json:"confidence"`
	Quoted     bool          `json:"quoted"`
	Claim      string        `json:"claim"`
	Passages   []passageJSON `json:"passages"`
}

type claimsJSON struct {
	Credits []creditJSON `json:"credits"`
	Fossils []fossilJSON `json:"fossils"`
}

type tracedJSON struct {
	Place   string       `json:"place"`
	Sources []sourceJSON `json:"sources"`
	Chain   []string     `json:"chain"`
	Claims  claimsJSON   `json:"claims"`
}

func traceJSON(t news.Trace) tracedJSON {
	out := tracedJSON{t.Text.Place, []sourceJSON{}, []string{}, claimsJSON{creditsOf(t.Text.Head), fossilsOf(t.Text.Head)}}
	names := map[news.ID]string{}
	if t.Family != nil {
		for _, h := range t.Family.Members {
			names[h.ID] = h.Name()
		}
	}
	for _, f := range t.Sources {
		names[f.Head.ID] = f.Head.Name()
		s := sourceJSON{f.Head.Name(), f.Head.URL, f.Head.Outlet, f.Head.Title, string(f.Match.Class), f.Share, f.Confidence, f.Quoted, string(f.Claim), []passageJSON{}}
		for _, p := range f.Match.Passages {
			s.Passages = append(s.Passages, passageJSON{[2]int{p.B.Start, p.B.End}, [2]int{p.A.Start, p.A.End}})
		}
		out.Sources = append(out.Sources, s)
	}
	for _, id := range t.Chain {
		name, ok := names[id]
		if !ok {
			name = string(id)
		}
		out.Chain = append(out.Chain, name)
	}
	return out
}

type evidenceJSON struct {
	Kind  string  `json:"kind"`
	Group string  `json:"group"`
	Bits  float64 `json:"bits"`
	Text  string  `json:"text"`
	Quote string  `json:"quote"`
	In    string  `json:"in"`
	Span  [2]int  `json:"span"`
}

type linkJSON struct {
	Copy       string         `json:"copy"`
	Source     string         `json:"source"`
	Class      string         `json:"class"`
	Confidence float64        `json:"confidence"`
	Bits       float64        `json:"bits"`
	RunnerUp   string         `json:"runner_up"`
	Verdict    string         `json:"verdict"`
	Second     bool           `json:"second"`
	Evidence   []evidenceJSON `json:"evidence"`

	Reason  string       `json:"reason"`
	Changes []changeJSON `json:"changes,omitempty"` // only of show and compare
}

// A changeJSON has ranges of bytes of the source's text and of the copy's.
type changeJSON struct {
	Kind   string `json:"kind"`
	Source [2]int `json:"source"`
	Copy   [2]int `json:"copy"`
	Was    string `json:"was"`
	Now    string `json:"now"`
}

type familyJSON struct {
	Family      string     `json:"family"`
	Root        string     `json:"root"`
	Claim       string     `json:"claim"`
	Probability float64    `json:"probability"`
	Rests       []string   `json:"rests"`
	Members     []string   `json:"members"`
	Unseen      []string   `json:"unseen"`
	Links       []linkJSON `json:"links"`
	Conflicts   []string   `json:"conflicts"`
}

func familyOf(f news.Family) familyJSON {
	name := func(id news.ID) string {
		if h, ok := f.Member(id); ok {
			return h.Name()
		}
		return string(id)
	}
	out := familyJSON{string(f.ID), name(f.Root), string(f.Claim), f.Probability, append([]string{}, f.Rests...), []string{}, []string{}, []linkJSON{}, append([]string{}, f.Conflicts...)}
	for _, h := range f.Members {
		out.Members = append(out.Members, h.Name())
	}
	for _, u := range f.Unseen {
		out.Unseen = append(out.Unseen, u.Name)
	}
	for _, l := range f.Links {
		out.Links = append(out.Links, linkOf(l, name))
	}
	return out
}

func linkOf(l news.Link, name func(news.ID) string) linkJSON {
	out := linkJSON{name(l.Copy), name(l.Source), string(l.Match.Class), l.Confidence, l.Bits, name(l.RunnerUp), string(l.Verdict), l.Second, []evidenceJSON{}, l.Reason, nil}
	for _, e := range l.Evidence {
		out.Evidence = append(out.Evidence, evidenceJSON{e.Kind, e.Group, e.Bits, e.Text, e.Quote, name(e.In), [2]int{e.Span.Start, e.Span.End}})
	}
	for _, ch := range l.Changes {
		out.Changes = append(out.Changes, changeJSON{string(ch.Kind), [2]int{ch.Source.Start, ch.Source.End}, [2]int{ch.Copy.Start, ch.Copy.End}, ch.Was, ch.Now})
	}
	return out
}

type shownJSON struct {
	ID string `json:"id"`
	articleJSON
	Families []familyJSON `json:"families"`
	Masked   [][2]int     `json:"masked,omitempty"` // only with --masked
}

func spansOf(spans []news.Span) [][2]int {
	var out [][2]int
	for _, s := range spans {
		out = append(out, [2]int{s.Start, s.End})
	}
	return out
}

type comparedJSON struct {
	A          string        `json:"a"`
	B          string        `json:"b"`
	Class      string        `json:"class"`
	Words      float64       `json:"words"`
	ShareA     float64       `json:"share_a"`
	ShareB     float64       `json:"share_b"`
	Passages   []passageJSON `json:"passages"`
	Directions []linkJSON    `json:"directions"`
}

// comparedOf describes a match of two articles and the evidence for both directions.
// Query is b, source is a.
func comparedOf(a, b news.Head, forth, back news.Link) comparedJSON {
	m := forth.Match
	name := func(id news.ID) string {
		if id == a.ID {
			return a.Name()
		}
		return b.Name()
	}
	out := comparedJSON{a.Name(), b.Name(), string(m.Class), m.Words, m.ShareA(), m.ShareB(), []passageJSON{}, []linkJSON{linkOf(forth, name), linkOf(back, name)}}
	for _, p := range m.Passages {
		out.Passages = append(out.Passages, passageJSON{[2]int{p.B.Start, p.B.End}, [2]int{p.A.Start, p.A.End}})
	}
	return out
}

type statsJSON struct {
	Articles     int            `json:"articles"`
	Revisions    int            `json:"revisions"`
	Unlinked     int            `json:"unlinked"`
	Postings     int64          `json:"postings"`
	Segments     int            `json:"segments"`
	PostingBytes int64          `json:"posting_bytes"`
	TextBytes    int64          `json:"text_bytes"`
	FileBytes    int64          `json:"file_bytes"`
	FreeBytes    int64          `json:"free_bytes"`
	Matches      map[string]int `json:"matches"`
	Families     map[string]int `json:"families"`
}

func statsOf(st store.Stats) statsJSON {
	out := statsJSON{st.Articles, st.Revisions, st.Unlinked, int64(st.Postings()), len(st.Segments), int64(st.PostingBytes), int64(st.TextBytes), int64(st.FileBytes), int64(st.FreeBytes), map[string]int{}, map[string]int{}}
	for class, n := range st.Matches {
		out.Matches[string(class)] = n
	}
	for claim, n := range st.Families {
		out.Families[string(claim)] = n
	}
	return out
}
