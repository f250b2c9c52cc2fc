package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"stemma/internal/news"
)

//go:embed report.css
var style string

//go:embed report.tmpl
var pageTemplate string

var page = template.Must(template.New("page").Parse(pageTemplate))

// policy is the page's Content-Security-Policy: nothing is loaded, nothing runs, and
// the one style sheet that counts is the one inside.
func policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// writeHTML writes one file that opens anywhere: no network, no script.
func writeHTML(to io.Writer, b *book) error {
	w := bufio.NewWriter(to) // templates write a few bytes at a time
	v := newView(b)
	if err := page.ExecuteTemplate(w, "head", v.head()); err != nil {
		return err
	}
	for i, f := range b.families {
		if err := v.family(w, i, f); err != nil {
			return err
		}
		b.forget()
	}
	if err := page.ExecuteTemplate(w, "tail", v.tail()); err != nil {
		return err
	}
	return w.Flush()
}

// A view turns families into what the templates show.
type view struct {
	book    *book
	anchors map[news.ID]familyView // by family
	pairs   map[news.ID][]pair     // unlinked ones, by family
	open    bool                   // show texts unfolded
}

// unfolded is the number of links up to which a report shows their texts unfolded.
const unfolded = 12

func newView(b *book) *view {
	v := &view{book: b, anchors: map[news.ID]familyView{}, pairs: map[news.ID][]pair{}}
	links := 0
	for i, f := range b.families {
		v.anchors[f.ID] = v.heading(i, f)
		links += len(f.Links)
	}
	for _, p := range b.pairs {
		if p.kind == unlinked && p.family != "" {
			v.pairs[p.family] = append(v.pairs[p.family], p)
		}
	}
	v.open = links <= unfolded
	return v
}

// A familyView is what is said of a family above its links.
type familyView struct {
	Number           int
	Anchor           string
	ID               news.ID
	Title, Lang      string
	Claim, Tone      string
	Root, Chance     string
	Members, Outlets int
	Statement        prose
	Conflicts        []string
	Tree             []branchView
	Seconds          []prose
	RootEvidence     evidenceView
}

func (v *view) heading(i int, f news.Family) familyView {
	root := v.book.head(f.Root)
	shown := familyView{
		Number: i + 1, Anchor: fmt.Sprintf("family-%d", i+1), ID: f.ID,
		Title: oneLine(familyTitle(v.book, f)), Lang: lang(root),
		Claim: claimName(f.Claim), Tone: claimTone(f.Claim),
		Root: oneLine(publisher(root)), Chance: chance(f.Probability),
		Members: len(f.Members), Outlets: len(outlets(f.Members)),
	}
	if f.Claim == news.Undetermined {
		shown.Root = "" // no article is singled out where none can be
	}
	return shown
}

func claimTone(c news.Claim) string {
	switch c {
	case news.Origin, news.Earliest:
		return "good"
	case news.UnseenSource:
		return "warn"
	}
	return ""
}

func verdictTone(v news.Verdict) string {
	switch v {
	case news.Credited, news.Licensed:
		return "good"
	case news.Misdirects, news.Stripped:
		return "bad"
	case news.Uncredited:
		return "warn"
	}
	return ""
}

// family writes one family: its head, then its links one by one.
func (v *view) family(w io.Writer, i int, f news.Family) error {
	shown := v.anchors[f.ID]
	shown.Statement = claimProse(v.book, f)
	shown.Conflicts = f.Conflicts
	shown.Tree = v.branches(f, shown.Anchor)
	shown.RootEvidence = v.evidence("Why it is taken for the root", f.RootEvidence)
	for _, l := range f.Links {
		if l.Second {
			shown.Seconds = append(shown.Seconds, secondProse(v.book, l))
		}
	}
	if err := page.ExecuteTemplate(w, "family", shown); err != nil {
		return err
	}
	for n, l := range f.Links {
		link, err := v.link(linkAnchor(shown.Anchor, n), l)
		if err != nil {
			return err
		}
		if err := page.ExecuteTemplate(w, "link", link); err != nil {
			return err
		}
	}
	if pairs := v.pairs[f.ID]; len(pairs) > 0 {
		caption := "Copies of one source share its words: these pairs match, and neither is taken for the other’s source."
		if err := page.ExecuteTemplate(w, "pairs", v.pairList(pairs, caption)); err != nil {
			return err
		}
	}
	return page.ExecuteTemplate(w, "end of family", nil)
}

func linkAnchor(family string, n int) string { return fmt.Sprintf("%s-link-%d", family, n+1) }

func secondProse(b *book, l news.Link) prose {
	return prose{}.cite(b.head(l.Copy)).say(" also takes %s from ", count(int(l.Match.Words), "word", "words")).
		cite(b.head(l.Source)).say(".")
}

// A branchView is one line of the tree and what hangs from it.
type branchView struct {
	Outlet, Title, Lang, URL, When string
	Note, Anchor                   string
	Unseen                         bool
	Copies                         []branchView
}

func (v *view) branches(f news.Family, family string) []branchView {
	anchors := map[news.ID]string{}
	for n, l := range f.Links {
		if !l.Second {
			anchors[l.Copy] = linkAnchor(family, n)
		}
	}
	return v.grow(tree(f), anchors, 0)
}

// grow shows branches. From the deepest level on, copies of copies stand side by side.
func (v *view) grow(branches []*branch, anchors map[news.ID]string, level int) []branchView {
	var shown []branchView
	for _, t := range branches {
		s := v.branch(t, anchors)
		copies := v.grow(t.copies, anchors, min(level+1, deepest))
		if level < deepest {
			s.Copies, copies = copies, nil
		}
		shown = append(append(shown, s), copies...)
	}
	return shown
}

func (v *view) branch(t *branch, anchors map[news.ID]string) branchView {
	h := v.book.head(t.id)
	_, unseen := t.id.Unseen()
	s := branchView{
		Outlet: oneLine(publisher(h)), Title: oneLine(h.Title), Lang: lang(h), URL: href(h.URL), When: when(h.Published),
		Unseen: unseen,
	}
	if unseen {
		s.When = "not in this index"
	}
	if t.link.Copy != "" {
		s.Note, s.Anchor = branchNote(t.link), anchors[t.id]
	}
	return s
}

// A linkView is one link with its evidence and both texts.
type linkView struct {
	Anchor                   string
	Copy, Source             string
	Statement                prose
	Second, Borderline, Open bool
	Likelihood, Chance       string
	Level                    int // confidence in pixels of 72
	Class, ClassProse, Words string
	Run                      int
	SourceWords, CopyWords   string
	SourceShare, CopyShare   string
	Verdict, VerdictProse    string
	Tone                     string
	Evidence                 evidenceView
	Passages                 string
	Left, Right              sideView
}

func (v *view) link(anchor string, l news.Link) (linkView, error) {
	m := l.Match
	copied, source := v.book.head(l.Copy), v.book.head(l.Source)
	s := linkView{
		Anchor: anchor, Copy: oneLine(publisher(copied)), Source: oneLine(publisher(source)), Statement: linkProse(v.book, l),
		Second: l.Second, Borderline: m.Borderline, Open: v.open,
		Likelihood: likelihood(l.Confidence), Chance: chance(l.Confidence), Level: int(72*l.Confidence + .5),
		Verdict: string(l.Verdict), VerdictProse: verdictProse(l.Verdict), Tone: verdictTone(l.Verdict),
		Evidence: v.evidence("Why this source: reasons for and against", l.Evidence),
	}
	if _, unseen := l.Source.Unseen(); unseen {
		return s, nil
	}
	s.Class, s.ClassProse, s.Words, s.Run = string(m.Class), classProse(m.Class), fixed(m.Words, 0), m.Run
	s.SourceWords, s.CopyWords = thousands(m.SideA.Words), thousands(m.SideB.Words)
	s.SourceShare, s.CopyShare = percent(m.ShareA()), percent(m.ShareB())
	s.Passages = count(len(m.Passages), "passage", "passages")
	return s, v.sides(&s, l)
}

// evidenceView is a table of evidence.
type evidenceView struct {
	Caption string
	Items   []evidenceLine
}

type evidenceLine struct {
	Bits, Group, Text, Quote, Lang string
	From, Place                    string // where the quotation stands
	Side                           string // for or against
	X, Width                       int    // of its bar, in pixels of 72
}

const widestBits = 7 // a bar's half length in bits: single items are seldom more

func (v *view) evidence(caption string, items []news.Evidence) evidenceView {
	s := evidenceView{Caption: caption}
	for _, e := range items {
		line := evidenceLine{
			Bits: signed(e.Bits), Group: e.Group, Text: oneLine(e.Text), Quote: oneLine(e.Quote),
			Side: "for", X: 36, Width: int(min(36, 36*abs(e.Bits)/widestBits) + .5),
		}
		if e.Bits < 0 {
			line.Side, line.X = "against", 36-line.Width
		}
		if h, ok := v.book.heads[e.In]; ok {
			line.From, line.Lang = oneLine(publisher(h)), lang(h)
		}
		if e.Span != (news.Span{}) {
			line.Place = fmt.Sprintf("bytes %d to %d", e.Span.Start, e.Span.End)
		}
		s.Items = append(s.Items, line)
	}
	return s
}

func abs(x float64) float64 { return max(x, -x) }
