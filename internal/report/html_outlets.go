package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"stemma/internal/news"
)

// How much of the outlets a page shows.
const (
	matrixOutlets = 12 // rows and columns of the matrix
	shownOutlets  = 60 // outlets with a part of their own
	shownFlows    = 8  // sources and takers in an outlet's picture
)

// An outletView is what one outlet took and gave.
type outletView struct {
	Anchor, Name string
	Figures      string
	Sentences    []string
	Flow         flowView
	Lags         []barView
	Verdicts     []barView
}

// A barView is one bar of a chart, with its figure in words.
type barView struct {
	Label, Figure, Width, Tone string
	Anchor                     string
}

// A flowView is a picture of who an outlet takes from, at the left, and who takes from it,
// at the right: a line for each, as thick as the number of copies.
type flowView struct {
	Title            string
	Height           int // pixels
	From, To         []bandView
	MoreFrom, MoreTo string
}

type bandView struct {
	Name, Note, Anchor string
	Unseen             bool
	Path, Thick        string // the line, in a box 100 wide and Height high
}

// slugs gives each outlet an anchor made from its name, unlike any other's.
func slugs(outlets []outletLine) map[string]string {
	anchors, used := map[string]string{}, map[string]int{}
	names := make([]string, len(outlets))
	for i, o := range outlets {
		names[i] = o.Name
	}
	slices.Sort(names)
	for _, name := range names {
		slug := "outlet-" + slug(name)
		if used[slug]++; used[slug] > 1 {
			slug = fmt.Sprintf("%s-%d", slug, used[slug])
		}
		anchors[name] = slug
	}
	return anchors
}

func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(visible(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return cut(cmp.Or(strings.Join(words, "."), "unknown"), 60)
}

// outletName is an outlet as a reader knows it.
func outletName(name string) string { return cmp.Or(oneLine(name), "(unknown outlet)") }

// outlets shows the outlets that took or gave most.
func (v *view) outlets(s summary) []outletView {
	var shown []outletView
	for _, o := range s.Outlets {
		if o.Copies+o.Taken == 0 || len(shown) == shownOutlets {
			break
		}
		shown = append(shown, v.outlet(o, s))
	}
	return shown
}

func (v *view) outlet(o outletLine, s summary) outletView {
	shown := outletView{Anchor: v.slugs[o.Name], Name: outletName(o.Name), Sentences: outletProse(o)}
	shown.Figures = fmt.Sprintf("%s of %s; %s taken from it", count(o.Copies, "copy", "copies"), count(o.Articles, "article", "articles"), thousands(o.Taken))
	shown.Flow = v.flow(o, s.Flows)
	dated := o.Copies
	for i, n := range o.Lags {
		if usual := i > 0 && i < len(lagBars)-1; usual || n > 0 {
			shown.Lags = append(shown.Lags, bar(lagBars[i], n, dated, ""))
		}
	}
	if o.Copies > 0 {
		shown.Verdicts = verdictBars(o.Verdicts, o.Copies)
	}
	if sumOf(o.Lags[:]) == 0 {
		shown.Lags = nil
	}
	return shown
}

func sumOf(figures []int) int {
	sum := 0
	for _, n := range figures {
		sum += n
	}
	return sum
}

// outletProse says what an outlet does in sentences.
func outletProse(o outletLine) []string {
	name := outletName(o.Name)
	var said []string
	if o.Copies > 0 {
		p := fmt.Sprintf("%s of the %s of %s in this index %s taken for %s.",
			thousands(o.Copies), count(o.Articles, "article", "articles"), name, plural(o.Copies, "is", "are"), plural(o.Copies, "a copy", "copies"))
		if judged := o.Credited + o.Uncredited; judged > 0 {
			p += fmt.Sprintf(" Of %s whose credit could be judged, %s (%s) %s the source.", thousands(judged), thousands(o.Credited), percent(float64(o.Credited)/float64(judged)), plural(o.Credited, "names", "name"))
		}
		said = append(said, p)
	}
	if o.Taken > 0 {
		said = append(said, fmt.Sprintf("Its articles are the likeliest source of %s.", count(o.Taken, "copy", "copies")))
	}
	return said
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func verdictBars(verdicts map[news.Verdict]int, of int) []barView {
	var bars []barView
	for _, verdict := range news.Verdicts {
		if n := verdicts[verdict]; n > 0 {
			bars = append(bars, bar(string(verdict), n, of, cmp.Or(verdictTone(verdict), "none")))
		}
	}
	return bars
}

func bar(label string, n, of int, tone string) barView {
	share := float64(n) / float64(max(1, of))
	return barView{Label: label, Figure: thousands(n), Width: inPercent(100 * share), Tone: tone}
}

const bandHeight = 34 // pixels a line of the flow picture, as in the style sheet

func (v *view) flow(o outletLine, flows []flow) flowView {
	var from, to []flow
	for _, f := range flows {
		if f.To == o.Name {
			from = append(from, f)
		}
		if f.From == o.Name && !f.Unseen {
			to = append(to, f)
		}
	}
	shown := flowView{Title: "Who " + outletName(o.Name) + " takes from, and who takes from it"}
	if more := len(from) - shownFlows; more > 0 {
		shown.MoreFrom = fmt.Sprintf("It takes from %s more.", count(more, "outlet", "outlets"))
	}
	if more := len(to) - shownFlows; more > 0 {
		shown.MoreTo = fmt.Sprintf("%s more %s from it.", count(more, "outlet", "outlets"), plural(more, "takes", "take"))
	}
	from, to = from[:min(shownFlows, len(from))], to[:min(shownFlows, len(to))]
	shown.Height = bandHeight * max(1, len(from), len(to))
	most := 1
	for _, f := range slices.Concat(from, to) {
		most = max(most, f.Copies)
	}
	for i, f := range from {
		shown.From = append(shown.From, v.band(f, f.From, float64(i)-float64(len(from)-1)/2, shown.Height, most, false))
	}
	for i, f := range to {
		shown.To = append(shown.To, v.band(f, f.To, float64(i)-float64(len(to)-1)/2, shown.Height, most, true))
	}
	return shown
}

// band is one line of a flow picture, so many rows below the middle.
func (v *view) band(f flow, name string, row float64, height, most int, right bool) bandView {
	b := bandView{Name: outletName(name), Unseen: f.Unseen, Note: count(f.Copies, "copy", "copies"), Thick: fixed(1.5+8*float64(f.Copies)/float64(most), 1)}
	if !f.Unseen {
		b.Anchor = v.slugs[name]
	}
	hub, end := fixed(float64(height)/2+3*row, 1), fixed(float64(height)/2+bandHeight*row, 1)
	if right {
		hub, end = end, hub
	}
	b.Path = fmt.Sprintf("M0 %s C50 %s 50 %s 100 %s", end, end, hub, hub)
	return b
}

// A matrixView says how many copies each outlet, a row, took from each other, a column.
type matrixView struct {
	Columns []matrixHead
	Rows    []matrixRow
	More    string
}

type matrixHead struct{ Number, Name, Anchor string }

type matrixRow struct {
	matrixHead
	Cells []matrixCell
}

type matrixCell struct {
	Figure string // empty for none
	Shade  int    // 0 to 4
	Title  string
}

// matrix shows the outlets with most copies given and taken.
func (v *view) matrix(s summary) matrixView {
	var names []string
	for _, o := range s.Outlets {
		if o.Copies+o.Taken > 0 && len(names) < matrixOutlets {
			names = append(names, o.Name)
		}
	}
	if len(names) < 2 {
		return matrixView{}
	}
	cells, most := map[[2]string]flow{}, 1
	for _, f := range s.Flows {
		if !f.Unseen {
			cells[[2]string{f.To, f.From}] = f
			most = max(most, f.Copies)
		}
	}
	var m matrixView
	for i, name := range names {
		m.Columns = append(m.Columns, matrixHead{Number: fmt.Sprint(i + 1), Name: outletName(name), Anchor: v.slugs[name]})
	}
	for i, taker := range names {
		row := matrixRow{matrixHead: m.Columns[i]}
		for _, giver := range names {
			f, ok := cells[[2]string{taker, giver}]
			if !ok {
				row.Cells = append(row.Cells, matrixCell{})
				continue
			}
			row.Cells = append(row.Cells, matrixCell{Figure: thousands(f.Copies), Shade: 1 + 3*(f.Copies-1)/max(1, most-1),
				Title: fmt.Sprintf("%s took %s from %s, %s with credit", outletName(taker), count(f.Copies, "copy", "copies"), outletName(giver), thousands(f.Credited))})
		}
		m.Rows = append(m.Rows, row)
	}
	if more := len(v.slugs) - len(names); more > 0 {
		m.More = fmt.Sprintf("The %d outlets with most copies taken and given, of %s.", len(names), thousands(len(v.slugs)))
	}
	return m
}
