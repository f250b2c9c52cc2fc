package main

import (
	"stemma/internal/news"
	"stemma/internal/report"
	"stemma/internal/store"
	"time"
)

// The JSON that commands print beside that of reports. Names may be added, never changed.

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
	Credits []report.Credit `json:"credits"`
	Fossils []report.Fossil `json:"fossils"`
}

type tracedJSON struct {
	Place   string       `json:"place"`
	Sources []sourceJSON `json:"sources"`
	Chain   []string     `json:"chain"`
	Claims  claimsJSON   `json:"claims"`
}

func traceJSON(t news.Trace) tracedJSON {
	credits, fossils := report.ClaimsOf(t.Text.Head)
	out := tracedJSON{t.Text.Place, []sourceJSON{}, []string{}, claimsJSON{credits, fossils}}
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

type shownJSON struct {
	Article  report.Article  `json:"article"`
	Families []report.Family `json:"families"`
	Masked   [][2]int        `json:"masked,omitempty"` // only with --masked
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
	Directions []report.Link `json:"directions"`
}

// comparedOf describes a match of two articles and the evidence for both directions.
// Query is b, source is a.
func comparedOf(a, b news.Head, forth, back news.Link) comparedJSON {
	m := forth.Match
	out := comparedJSON{a.Name(), b.Name(), string(m.Class), m.Words, m.ShareA(), m.ShareB(), []passageJSON{},
		[]report.Link{report.LinkOf(forth, a, b), report.LinkOf(back, a, b)}}
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
	Common       int            `json:"common"` // fingerprints of more than 64 articles
	TextBytes    int64          `json:"text_bytes"`
	FoundBytes   int64          `json:"found_bytes"`
	RestBytes    int64          `json:"rest_bytes"`
	FileBytes    int64          `json:"file_bytes"`
	FreeBytes    int64          `json:"free_bytes"`
	Matches      map[string]int `json:"matches"`
	Families     map[string]int `json:"families"`
	LastRun      *runJSON       `json:"last_run"` // null when there was none
}

type runJSON struct {
	Started time.Time      `json:"started"`
	Millis  int64          `json:"ms"` // 0 when it did not finish
	Counts  map[string]int `json:"counts"`
	Stages  []stageJSON    `json:"stages"` // slowest first
}

type stageJSON struct {
	Name   string `json:"name"`
	Millis int64  `json:"ms"`
}

func runOf(r *store.Run) *runJSON {
	if r == nil {
		return nil
	}
	out := &runJSON{r.Started, r.Took.Milliseconds(), r.Counts, []stageJSON{}}
	for _, s := range slowest(*r) {
		out.Stages = append(out.Stages, stageJSON{s.Name, s.Took.Milliseconds()})
	}
	return out
}

func statsOf(st store.Stats) statsJSON {
	out := statsJSON{st.Articles, st.Revisions, st.Unlinked, int64(st.Postings()), len(st.Segments), st.PostingBytes, st.Common, st.TextBytes, st.FoundBytes, st.RestBytes(), st.FileBytes, st.FreeBytes, map[string]int{}, map[string]int{}, runOf(st.LastRun)}
	for class, n := range st.Matches {
		out.Matches[string(class)] = n
	}
	for claim, n := range st.Families {
		out.Families[string(claim)] = n
	}
	return out
}
