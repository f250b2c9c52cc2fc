package eval

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// A Simulated article is what a reader of the page would see, and nothing of how it came
// about: a line of JSON, or of every third a page.
type Simulated struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Canonical string `json:"canonical,omitempty"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published,omitempty"`
	Author    string `json:"author,omitempty"`
	Text      string `json:"text"`
	Page      string `json:"-"` // HTML, empty of those that are lines
}

// Name is what tables call it.
func (a Simulated) Name() string {
	if a.Page != "" {
		return a.URL
	}
	return a.ID
}

const outletCount = 128 // places times papers; those after them are agencies

func outletName(outlet int) string {
	if outlet >= outletCount {
		return simulatedAgencies[outlet-outletCount]
	}
	return simulatedPlaces[outlet%len(simulatedPlaces)] + " " + simulatedPapers[outlet/len(simulatedPlaces)]
}

// publish says what a member says of its source, and prints it.
func (w *world) publish(m *simulatedNode) {
	m.Published, m.page = w.stamp(m), w.chance(1./3)
	if m.parent == nil && w.chance(.5) || m.parent != nil && w.Signed > 0 && w.chance(w.Signed) {
		m.Author = simulatedWriters[w.r.IntN(len(simulatedWriters))]
	}
	if m.parent != nil {
		w.attribute(m)
	}
	w.print(m)
	if m.parent == nil && !m.hidden && w.chance(w.Revised) {
		w.revise(m)
	}
}

func address(outlet int, id string) string {
	if outlet >= outletCount {
		return fmt.Sprintf("https://www.%s/%s", simulatedHosts[outlet-outletCount], id)
	}
	return fmt.Sprintf("https://%s.example/%s", strings.ToLower(strings.ReplaceAll(outletName(outlet), " ", "")), id)
}

// stamp is the date as the outlet gives it.
func (w *world) stamp(m *simulatedNode) string {
	stamp := m.born
	switch {
	case w.chance(w.Missing):
		return ""
	case w.DayBefore && m.parent != nil:
		return m.parent.born.Add(-24 * time.Hour).Format(time.DateOnly)
	case w.chance(w.Wrong):
		stamp = stamp.Add(time.Duration(w.r.Float64()*96-48) * time.Hour)
	case m.parent == nil && w.chance(w.Restamped):
		stamp = stamp.Add(time.Duration(w.r.Float64()*72) * time.Hour)
	}
	if w.chance(w.DayOnly) {
		return stamp.Format(time.DateOnly)
	}
	return stamp.Format(time.RFC3339)
}

// attribute makes a copy name its source, give its address, or both; mostly it does
// neither. It may also leave its source's credits standing, or name somebody else.
func (w *world) attribute(m *simulatedNode) {
	source := m.parent
	if w.chance(w.Kept) {
		m.credits = append(m.credits, source.credits...)
	}
	switch credited, linked := w.chance(w.Credited), w.chance(w.Linked); {
	case credited && linked:
		m.names = true
		m.credits = append(m.credits, w.wording(source.outlet)+" ("+source.URL+")")
	case credited:
		m.names = true
		m.credits = append(m.credits, w.wording(source.outlet)+".")
	case linked:
		m.credits = append(m.credits, "More on this: "+source.URL)
	case w.chance(w.False):
		m.credits = append(m.credits, w.wording(w.r.IntN(outletCount))+".")
	}
	if w.chance(w.Canonical) {
		m.Canonical, m.names = source.URL, true
	}
}

func (w *world) wording(outlet int) string {
	return fmt.Sprintf(Wordings[w.r.IntN(len(Wordings))], outletName(outlet))
}

// print writes an article as it is found, hidden ones nowhere.
func (w *world) print(m *simulatedNode) {
	m.Outlet, m.URL = outletName(m.outlet), address(m.outlet, m.ID)
	lines := m.lines()
	if box, ok := w.boxes[m.outlet]; ok {
		lines = append(lines, box.String())
	}
	m.Text, m.Page = strings.Join(lines, "\n\n"), ""
	if m.page {
		m.Page = pageOf(m.Simulated, lines)
	}
	if !m.hidden {
		w.Articles = append(w.Articles, m.Simulated)
	}
}

// lines are the paragraphs and credits of an article.
func (n *simulatedNode) lines() []string {
	var lines []string
	for _, p := range n.paragraphs {
		lines = append(lines, p.String())
	}
	return append(lines, n.credits...)
}

// revise prints an article again, as it stood after a later change.
func (w *world) revise(m *simulatedNode) {
	for i, p := range m.paragraphs {
		m.paragraphs[i] = w.edit(p, w.Edited/2)
	}
	m.paragraphs = append(m.paragraphs, w.paragraph())
	m.Published = m.born.Add(time.Duration(72+w.r.IntN(72)) * time.Hour).Format(time.RFC3339)
	w.print(m)
}

// press has two outlets report of one press conference, each in its own words.
func (w *world) press(number int) {
	var said []string
	for range 5 {
		said = append(said, w.sentence(14+w.r.IntN(6)).String())
	}
	for i, outlet := range w.r.Perm(outletCount)[:2] {
		m := w.written(outlet)
		m.ID = fmt.Sprintf("f%d-press%d", number, i)
		m.paragraphs = m.paragraphs[:5]
		for j, s := range said {
			m.paragraphs[j] = append(m.paragraphs[j], w.phrase("“"+s+"”, the mayor said.")...)
		}
		m.Published = w.stamp(m)
		w.print(m)
	}
}

// pageOf is a page as an outlet's system writes it.
func pageOf(a Simulated, lines []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s | %s</title>\n", html.EscapeString(a.Title), a.Outlet)
	fmt.Fprintf(&b, "<meta property=\"og:site_name\" content=\"%s\">\n<meta property=\"og:url\" content=\"%s\">\n<meta property=\"og:title\" content=\"%s\">\n", a.Outlet, a.URL, html.EscapeString(a.Title))
	canonical := a.URL
	if a.Canonical != "" {
		canonical = a.Canonical
	}
	fmt.Fprintf(&b, "<link rel=\"canonical\" href=\"%s\">\n", canonical)
	if a.Published != "" {
		fmt.Fprintf(&b, "<meta property=\"article:published_time\" content=\"%s\">\n", a.Published)
	}
	if a.Author != "" {
		fmt.Fprintf(&b, "<meta name=\"author\" content=\"%s\">\n", a.Author)
	}
	home, _, _ := strings.Cut(strings.TrimPrefix(a.URL, "https://"), "/")
	fmt.Fprintf(&b, "</head><body>\n<header><a href=\"https://%s/\">%s</a> <nav><a href=\"/news\">News</a> <a href=\"/sport\">Sport</a></nav></header>\n<main><article><h1>%s</h1>\n", home, a.Outlet, html.EscapeString(a.Title))
	for _, line := range lines {
		fmt.Fprintf(&b, "<p>%s</p>\n", linked(html.EscapeString(line)))
	}
	fmt.Fprintf(&b, "</article></main>\n<footer>© 2024 %s. <a href=\"/about\">About us</a></footer>\n</body></html>\n", a.Outlet)
	return b.String()
}

// linked makes the address in a line a link.
func linked(line string) string {
	before, address, ok := strings.Cut(line, "https://")
	if !ok {
		return line
	}
	address, bracket := strings.CutSuffix(address, ")")
	line = before + `<a href="https://` + address + `">https://` + address + `</a>`
	if bracket {
		line += ")"
	}
	return line
}

// drawBoxes says which outlets print a box below every article.
func (w *world) drawBoxes() {
	w.boxes = map[int]paragraph{}
	for outlet := range outletCount {
		if w.chance(w.Boxed) {
			w.boxes[outlet] = append(w.phrase("Sign up for our letter:"), w.paragraph()...)
		}
	}
}

func (w *world) paragraph() paragraph {
	var p paragraph
	for range 2 + w.r.IntN(3) {
		p = append(p, w.sentence(8+w.r.IntN(14))...)
		p[len(p)-1].text += "."
	}
	return p
}

// phrase numbers the words of a text written by hand.
func (w *world) phrase(text string) paragraph {
	var p paragraph
	for _, word := range strings.Fields(text) {
		w.words++
		p = append(p, token{word, w.words})
	}
	return p
}

func (w *world) sentence(words int) paragraph {
	var p paragraph
	for range words {
		p = append(p, w.token())
	}
	p[0].text = strings.ToUpper(p[0].text[:1]) + p[0].text[1:]
	return p
}

// token draws from some 8,000 made-up words, the shorter ones more often.
func (w *world) token() token {
	syllables := 1 + min(w.r.IntN(4), w.r.IntN(4))
	var b strings.Builder
	for range syllables {
		b.WriteByte("bcdfghjklmnprstvwz"[w.r.IntN(18)])
		b.WriteByte("aeiou"[w.r.IntN(5)])
	}
	if syllables == 1 {
		b.WriteByte('x') // "do" and "na" are small words of some language, in which credits are read
	}
	w.words++
	return token{b.String(), w.words}
}

var (
	simulatedPlaces   = strings.Fields("Ashby Brenford Calmar Dunmore Elverton Farnham Greyport Holmby Ilford Jarrow Kelmere Lindow Marston Norwick Osmere Penrith")
	simulatedPapers   = strings.Fields("Herald Tribune Gazette Courier Mercury Chronicle Journal Observer")
	simulatedAgencies = []string{"Reuters", "Associated Press", "AFP", "UPI", "Xinhua"}
	simulatedHosts    = []string{"reuters.com", "apnews.com", "afp.com", "upi.com", "xinhuanet.com"}
	simulatedWriters  = []string{"Ada Quill", "Bram Heddle", "Cora Finch", "Dov Marlow", "Edda Stane"}
)

// Wordings are how copies credit, %s the outlet. None of them is an example that the table
// of credits was written or tested with: its general forms have to read them.
var Wordings = []string{
	"This report was first printed in the %s",
	"The above article was initially published by the %s",
	"Reproduced by permission of the %s",
	"This piece was cross-posted from the %s",
	"Syndicated from the %s",
	"This feature comes to us from our partners at the %s",
	"An abridged version of this article appeared in the %s",
	"This commentary was produced by the %s",
	"This interview appears here courtesy of the %s",
	"It first ran in the %s",
	"Reprinted with the kind permission of the %s",
	"Our story originally featured in the %s",
	"Esta nota fue publicada originalmente por %s",
	"Cet article a d'abord été publié par %s",
	"Dieser Text erschien zuerst im %s",
	"Dieser Artikel ist zuerst bei %s erschienen",
	"Questo articolo è stato pubblicato originariamente su %s",
	"Esta reportagem foi originalmente publicada no %s",
	"Статья впервые опубликована в %s",
}
