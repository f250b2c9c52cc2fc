package main

import (
	"time"

	"stemma/internal/news"
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
}

func articleOf(a news.Article) articleJSON {
	return articleJSON{a.Place, a.Title, a.Outlet, a.Byline, a.Lang, a.URL, a.Canonical, dateOf(a.Published), creditsOf(a.Head), fossilsOf(a.Head), a.Text}
}

func dateOf(d news.Date) dateJSON {
	return dateJSON{timeOf(d.Earliest), timeOf(d.Latest), string(d.Grade), d.From}
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
