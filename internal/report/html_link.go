package report

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"strings"

	"stemma/internal/news"
)

// A linkView is one link with its evidence and both texts.
type linkView struct {
	Anchor, Card             string // Card is the anchor of the copy itself, where this tells of it
	Copy, Source             string
	Statement                prose
	Second, Borderline       bool
	Likelihood, Chance       string
	Level                    int // confidence in percent
	Class, ClassProse, Words string
	Run                      int
	SourceWords, CopyWords   string
	SourceShare, CopyShare   string
	Verdict, VerdictProse    string
	Tone                     string
	Evidence                 evidenceView
	Strip                    stripView
	Changes                  changesView
	Passages                 string
	Open                     bool // show the texts unfolded
	Left, Right              sideView
}

func (v *view) link(anchor string, l news.Link) (linkView, error) {
	m := l.Match
	copied, source := v.book.head(l.Copy), v.book.head(l.Source)
	s := linkView{
		Anchor: anchor, Copy: oneLine(publisher(copied)), Source: oneLine(publisher(source)), Statement: linkProse(v.book, l),
		Second: l.Second, Borderline: m.Borderline, Open: v.links <= openLinks,
		Likelihood: likelihood(l.Confidence), Chance: chance(l.Confidence), Level: int(100*l.Confidence + .5),
		Verdict: string(l.Verdict), VerdictProse: verdictProse(l.Verdict), Tone: verdictTone(l.Verdict),
		Evidence: v.evidence("Reasons for and against", l.Evidence, l.Bits),
	}
	s.Evidence.Open = s.Open
	s.Changes = v.changes(l)
	if _, unseen := l.Source.Unseen(); unseen {
		return s, nil
	}
	s.Class, s.ClassProse, s.Words, s.Run = string(m.Class), classProse(m.Class), fixed(m.Words, 0), m.Run
	s.SourceWords, s.CopyWords = thousands(m.SideA.Words), thousands(m.SideB.Words)
	s.SourceShare, s.CopyShare = percent(m.ShareA()), percent(m.ShareB())
	s.Passages = count(len(m.Passages), "passage", "passages")
	return s, v.sides(&s, l)
}

// HTML is the prose with the outside words kept apart, and linked.
func (p prose) HTML() template.HTML {
	var w strings.Builder
	for _, part := range p {
		text := template.HTMLEscapeString(part.Text)
		if part.Outside || part.URL != "" {
			text = `<bdi lang="` + template.HTMLEscapeString(part.Lang) + `">` + text + `</bdi>`
		}
		if part.URL != "" {
			text = `<a href="` + template.HTMLEscapeString(part.URL) + `" rel="noopener noreferrer nofollow">` + text + `</a>`
		}
		w.WriteString(text)
	}
	return template.HTML(w.String())
}

// An evidenceView is a waterfall: each bar begins where the one before it ended.
type evidenceView struct {
	Caption string
	Summary string // what it adds up to, empty where no sum is said
	Zero    string // where nothing is known, in percent of the width
	Items   []evidenceLine
	Open    bool
}

// Rows are the lines as rows of a table: with the texts, most of a report's work, and a
// template takes three times as long over them.
func (s evidenceView) Rows() template.HTML {
	var w strings.Builder
	esc := template.HTMLEscapeString
	for _, e := range s.Items {
		w.WriteString(`<tr class="` + e.Side + `"><td>`)
		if e.Group != "" {
			w.WriteString(`<span class="group">` + esc(e.Group) + `</span> `)
		}
		w.WriteString(`<bdi>` + esc(e.Text) + `</bdi>`)
		if e.Quote != "" {
			w.WriteString(`: <q dir="auto" lang="` + esc(e.Lang) + `">` + esc(e.Quote) + `</q>`)
			if e.From != "" {
				w.WriteString(` <span class="soft">(<bdi>` + esc(e.From) + `</bdi>, ` + esc(e.Place) + `)</span>`)
			}
		}
		w.WriteString(`</td><td class="bits"><svg width="100%" height="12" aria-hidden="true"><line class="axis" x1="` + s.Zero + `" x2="` + s.Zero +
			`" y1="0" y2="12"/><rect class="` + e.Side + `" x="` + e.X + `" y="2" width="` + e.Width + `" height="8"/></svg> ` + e.Bits + "</td></tr>\n")
	}
	return template.HTML(w.String())
}

// An evidenceLine is one reason. Bars are in percent of the width.
type evidenceLine struct {
	Bits, Group, Text, Quote, Lang string
	From, Place                    string // where the quotation stands
	Side                           string // for, against, less or sum
	X, Width                       string
}

// evidence shows items and, where total is not nought, what they add up to. Items that say
// much the same count less together than one by one; the difference is a line of its own.
func (v *view) evidence(caption string, items []news.Evidence, total float64) evidenceView {
	s := evidenceView{Caption: caption}
	var bars [][2]float64 // from, to
	at := 0.0
	for _, e := range items {
		s.Items = append(s.Items, v.reason(e))
		bars = append(bars, [2]float64{at, at + e.Bits})
		at += e.Bits
	}
	if less := total - at; total != 0 && abs(less) >= .05 {
		s.Items = append(s.Items, evidenceLine{Bits: signed(less), Side: "less", Text: "reasons of one kind overlap, and no kind counts without limit"})
		bars = append(bars, [2]float64{at, total})
	}
	if total != 0 {
		s.Items = append(s.Items, evidenceLine{Bits: signed(total), Side: "sum", Text: "together: " + odds(total)})
		s.Summary = fmt.Sprintf("%s, together %s bits", count(len(items), "reason", "reasons"), signed(total))
		bars = append(bars, [2]float64{0, total})
	}
	s.draw(bars)
	return s
}

// draw lays the bars out over the width that the lot of them need.
func (s *evidenceView) draw(bars [][2]float64) {
	low, high := 0.0, 0.0
	for _, b := range bars {
		low, high = min(low, b[0], b[1]), max(high, b[0], b[1])
	}
	width := max(high-low, 1)
	at := func(bits float64) float64 { return 1 + 98*(bits-low)/width }
	s.Zero = inPercent(at(0))
	for i, b := range bars {
		from, to := at(min(b[0], b[1])), at(max(b[0], b[1]))
		s.Items[i].X, s.Items[i].Width = inPercent(from), inPercent(max(to-from, .8))
	}
}

func inPercent(x float64) string { return fixed(x, 2) + "%" }

// odds says bits as a bet.
func odds(bits float64) string {
	times := thousands(int(math.Exp2(abs(bits)) + .5))
	switch {
	case abs(bits) < .5:
		return "they do not decide it"
	case bits < 0:
		return times + " times likelier if it is not the source"
	}
	return times + " times likelier if it is the source than if it is not"
}

func (v *view) reason(e news.Evidence) evidenceLine {
	line := evidenceLine{Bits: signed(e.Bits), Group: e.Group, Text: oneLine(e.Text), Quote: oneLine(e.Quote), Side: "for"}
	if e.Bits < 0 {
		line.Side = "against"
	}
	if h, ok := v.book.heads[e.In]; ok {
		line.From, line.Lang = oneLine(publisher(h)), lang(h)
	}
	if e.Span != (news.Span{}) {
		line.Place = fmt.Sprintf("bytes %d to %d", e.Span.Start, e.Span.End)
	}
	line.Place = cmp.Or(line.Place, "outside its text")
	return line
}

func abs(x float64) float64 { return max(x, -x) }
