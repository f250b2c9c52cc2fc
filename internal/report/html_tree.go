package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"stemma/internal/news"
)

// The tree is drawn over time: an article to a row, a copy below its source, and each as
// far to the right as it is late. Across, everything is in percent, so that the picture
// fits any width with its letters unscaled; down, in pixels.
//
// A link is a thin line down from the source and a line across to the copy, the thicker the
// more words were taken and the paler the less sure it is. What has no date stands in a lane
// of its own: at the left when it heads the tree, else at the right. Where nothing has one,
// copies stand to the right of their sources.

const (
	rowHeight  = 46 // pixels
	axisHeight = 30
	drawn      = 80 // articles in a picture; the list below it is complete
)

// A pictureView is a tree over time.
type pictureView struct {
	Anchor, Title, Desc string
	Height              int
	Ticks               []tickView
	Edges               []edgeView
	Nodes               []nodeView
	Left, Right         string // where lanes for what has no date begin, empty for none
	LeftNote, More      string
}

type tickView struct {
	X, Label, Anchor string
	Minor            bool // left out on narrow screens
}

type edgeView struct {
	X1, X2, Y1, Y2 string
	Width, Opacity string
	Kind           string // tree, second or unseen
}

type nodeView struct {
	X, Y, DX      string
	Upper, Lower  int // base lines of its two lines of text
	Anchor        string
	Side          string // start or end: which way its words run
	Kind          string // root, known, undated or unseen
	Name, When    string
	Words, Chance string
	Title         string
	Top           int
	SpanX         string // how exactly it is dated, empty when that is a point
	SpanWidth     string
}

// A row is a branch with its level from 0.
type row struct {
	*branch
	level int
}

// picture draws f.
func (v *view) picture(f news.Family, anchors map[news.ID]string) pictureView {
	p := pictureView{Anchor: familyAnchor(f.ID)}
	rows, ys := []row{}, map[news.ID]int{}
	walk(tree(f), func(t *branch, level int) {
		if len(rows) < drawn {
			ys[t.id] = axisHeight + rowHeight*len(rows) + rowHeight/2
			rows = append(rows, row{t, level})
		}
	})
	if hidden := len(f.Members) + len(f.Unseen) - len(rows); hidden > 0 {
		p.More = fmt.Sprintf("%s more are not drawn; the list has them.", thousands(hidden))
	}
	p.Height = axisHeight + rowHeight*len(rows) + 6
	x, axis := v.lay(&p, f, rows)
	most := 1.0
	for _, l := range f.Links {
		most = max(most, l.Match.Words)
	}
	for _, l := range f.Links {
		if ys[l.Copy] > 0 && ys[l.Source] > 0 {
			p.Edges = append(p.Edges, edge(l, x, ys, most))
		}
	}
	for _, r := range rows {
		n := v.node(r.branch, x[r.id], ys[r.id], f, anchors)
		axis.spread(&n, v.book.head(r.id).Published)
		p.Nodes = append(p.Nodes, n)
	}
	p.Title = fmt.Sprintf("Tree of %s over time", count(len(f.Members), "article", "articles"))
	p.Desc = "Each line leads from a source to a copy, thicker for more words and paler for more doubt. The list below says the same in words."
	return p
}

// lay finds each node's place across and the marks of the axis.
func (v *view) lay(p *pictureView, f news.Family, rows []row) (map[news.ID]float64, axis) {
	var times []time.Time
	undated, copied := map[news.ID]bool{}, map[news.ID]bool{}
	left, right := false, false
	for _, r := range rows {
		copied[r.id] = r.link.Copy != ""
		if t, ok := middle(v.book.head(r.id).Published); ok {
			times = append(times, t)
			continue
		}
		undated[r.id] = true
		left, right = left || !copied[r.id], right || copied[r.id]
	}
	if len(times) == 0 {
		p.LeftNote = "no dates: copies stand to the right of their sources"
		return levels(rows), axis{}
	}
	from, to := 2.0, 98.0
	if left {
		from, p.Left, p.LeftNote = 17, inPercent(12), "no date"
		if _, unseen := rows[0].id.Unseen(); unseen {
			p.LeftNote = "not in index"
		}
	}
	if right {
		to, p.Right = 84, inPercent(89)
	}
	a, x := newAxis(times, from, to), map[news.ID]float64{}
	for _, r := range rows {
		switch t, _ := middle(v.book.head(r.id).Published); {
		case !undated[r.id]:
			x[r.id] = a.at(t)
		case copied[r.id]:
			x[r.id] = 95
		default:
			x[r.id] = 4
		}
	}
	p.Ticks = a.ticks()
	return x, a
}

func levels(rows []row) map[news.ID]float64 {
	x := map[news.ID]float64{}
	for _, r := range rows {
		x[r.id] = 2 + 14*float64(min(r.level, 6))
	}
	return x
}

// middle is the moment at which an article is drawn, if its date is bounded on both sides.
func middle(d news.Date) (time.Time, bool) {
	if d.Earliest.IsZero() || d.Latest.IsZero() {
		return time.Time{}, false
	}
	return d.Earliest.Add(d.Latest.Sub(d.Earliest) / 2), true
}

func edge(l news.Link, x map[news.ID]float64, ys map[news.ID]int, most float64) edgeView {
	e := edgeView{
		X1: inPercent(x[l.Source]), X2: inPercent(x[l.Copy]), Y1: fmt.Sprint(ys[l.Source]), Y2: fmt.Sprint(ys[l.Copy]),
		Width: fixed(1.5+5*math.Sqrt(l.Match.Words/most), 1), Opacity: fixed(.25+.65*l.Confidence, 2), Kind: inTree,
	}
	switch _, unseen := l.Source.Unseen(); {
	case unseen:
		e.Kind, e.Width = "unseen", "2"
	case l.Second:
		e.Kind = second
	}
	return e
}

func (v *view) node(t *branch, x float64, y int, f news.Family, anchors map[news.ID]string) nodeView {
	h := v.book.head(t.id)
	n := nodeView{
		X: inPercent(x), Y: fmt.Sprint(y), DX: "12", Upper: y - 7, Lower: y + 16, Top: y - 4, Side: "start", Kind: "known", Anchor: anchors[t.id],
		Name: "\u2068" + cut(visible(publisher(h)), 26) + "\u2069", When: shortDate(h.Published),
	}
	if x > 50 {
		n.Side, n.DX = "end", "-12"
	}
	n.Title = publisherLine(h)
	if t.link.Copy != "" {
		n.Chance = chance(t.link.Confidence)
		n.Title += "; " + branchNote(t.link)
		if t.link.Match.Words > 0 {
			n.Words = count(int(t.link.Match.Words), "word", "words")
		}
	}
	_, unseen := t.id.Unseen()
	switch {
	case unseen:
		n.Kind, n.When = "unseen", ""
	case h.Published.Earliest.IsZero() || h.Published.Latest.IsZero():
		n.Kind = "undated"
	case t.id == f.Root && f.Claim != news.Undetermined:
		n.Kind = "root"
	}
	return n
}

func publisherLine(h news.Head) string {
	if h.Title == "" {
		return oneLine(publisher(h))
	}
	return oneLine(publisher(h) + ": " + cut(h.Title, 120))
}

// shortDate is a date for a picture.
func shortDate(d news.Date) string {
	t, known := middle(d)
	switch {
	case !known:
		return "no date"
	case exact(d):
		return t.Format("2 Jan 2006, 15:04")
	}
	if _, narrow := day(d); narrow {
		return t.Format("2 Jan 2006")
	}
	return "about " + t.Format("2 Jan 2006")
}

// An axis maps times to percent of the width.
type axis struct {
	first, last time.Time
	from, to    float64
	log         bool // by the logarithm of the time since the first
}

// skewed is how many times the median time since the first the whole span may be before
// the axis becomes logarithmic: most copies come within hours, and one a year later would
// press all others into one spot.
const skewed = 12

func newAxis(times []time.Time, from, to float64) axis {
	a := axis{from: from, to: to}
	if len(times) == 0 {
		return a
	}
	slices.SortFunc(times, time.Time.Compare)
	a.first, a.last = times[0], times[len(times)-1]
	median := times[len(times)/2].Sub(a.first)
	a.log = len(times) > 2 && a.last.Sub(a.first) > skewed*max(median, time.Hour)
	return a
}

func (a axis) at(t time.Time) float64 {
	span := a.last.Sub(a.first).Hours()
	if span <= 0 {
		return a.from
	}
	hours := min(span, max(0, t.Sub(a.first).Hours()))
	part := hours / span
	if a.log {
		part = math.Log1p(hours) / math.Log1p(span)
	}
	return a.from + part*(a.to-a.from)
}

// spread draws how exactly a node is dated, where that is less than to the minute.
func (a axis) spread(n *nodeView, d news.Date) {
	if _, known := middle(d); !known || exact(d) || a.first.IsZero() {
		return
	}
	from, to := a.at(d.Earliest), a.at(d.Latest)
	n.SpanX, n.SpanWidth = inPercent(from), inPercent(to-from)
}

// ticks are the marks of the axis: dates, or times since the first.
func (a axis) ticks() []tickView {
	switch {
	case a.first.IsZero():
		return nil
	case a.log:
		return a.since()
	}
	return a.dates()
}

// steps are the distances between marks that a reader can count in.
var steps = []struct {
	length time.Duration
	format string
}{
	{time.Hour, "15:04"}, {3 * time.Hour, "2 Jan 15:04"}, {6 * time.Hour, "2 Jan 15:04"}, {12 * time.Hour, "2 Jan 15:04"}, {24 * time.Hour, "2 Jan 2006"}, {2 * 24 * time.Hour, "2 Jan 2006"},
	{7 * 24 * time.Hour, "2 Jan 2006"}, {14 * 24 * time.Hour, "2 Jan 2006"}, {30 * 24 * time.Hour, "2 Jan 2006"}, {91 * 24 * time.Hour, "2 Jan 2006"},
	{182 * 24 * time.Hour, "Jan 2006"}, {365 * 24 * time.Hour, "Jan 2006"}, {5 * 365 * 24 * time.Hour, "2006"},
}

func (a axis) dates() []tickView {
	span := a.last.Sub(a.first)
	step := steps[len(steps)-1]
	for _, s := range steps {
		if span <= 5*s.length {
			step = s
			break
		}
	}
	var marks []tickView
	for t := a.first.Truncate(step.length); !t.After(a.last); t = t.Add(step.length) {
		if !t.Before(a.first) {
			marks = append(marks, a.tick(t, t.Format(step.format)))
		}
	}
	if len(marks) < 2 {
		marks = []tickView{a.tick(a.first, a.first.Format("2 Jan 2006, 15:04"))}
	}
	for i := range marks {
		marks[i].Minor = i%2 == 1 && len(marks) > 2
	}
	return marks
}

func (a axis) since() []tickView {
	marks := []tickView{a.tick(a.first, a.first.Format("2 Jan 2006"))}
	reached := a.from
	for _, s := range []struct {
		length time.Duration
		label  string
	}{{time.Hour, "+1 hour"}, {24 * time.Hour, "+1 day"}, {7 * 24 * time.Hour, "+1 week"}, {30 * 24 * time.Hour, "+1 month"}, {365 * 24 * time.Hour, "+1 year"}, {5 * 365 * 24 * time.Hour, "+5 years"}} {
		t := a.first.Add(s.length)
		if x := a.at(t); !t.After(a.last) && x-reached > 14 {
			marks = append(marks, a.tick(t, s.label))
			marks[len(marks)-1].Minor = x-reached < 26
			reached = x
		}
	}
	return marks
}

func (a axis) tick(t time.Time, label string) tickView {
	x := a.at(t)
	m := tickView{X: inPercent(x), Label: label, Anchor: "middle"}
	switch {
	case x < 12:
		m.Anchor = "start"
	case x > 88:
		m.Anchor = "end"
	}
	return m
}
