package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"stemma/internal/news"
)

//go:embed report.css
var style string

//go:embed report.js
var script string

//go:embed report.tmpl
var pageTemplate string

var page = template.Must(template.New("page").Parse(pageTemplate))

// policy is the page's Content-Security-Policy: nothing is loaded, and the one style sheet
// and the one script that count are those inside.
func policy() string {
	return "default-src 'none'; style-src '" + fingerprint(style) + "'; script-src '" + fingerprint(script) + "'; base-uri 'none'; form-action 'none'"
}

func fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// writeHTML writes one file that opens anywhere: no network, and no script needed.
func writeHTML(to io.Writer, b *book) error {
	w := bufio.NewWriter(to) // templates write a few bytes at a time
	v, err := newView(b)
	if err != nil {
		return err
	}
	if err := page.ExecuteTemplate(w, "head", v.head()); err != nil {
		return err
	}
	for _, f := range slices.SortedStableFunc(slices.Values(v.families), byMembers) {
		if err := v.family(w, f); err != nil {
			return err
		}
		b.forget()
	}
	if err := page.ExecuteTemplate(w, "tail", v.tail()); err != nil {
		return err
	}
	return w.Flush()
}

// byMembers puts the largest family first.
func byMembers(x, y news.Family) int { return cmp.Compare(len(y.Members), len(x.Members)) }

// A view turns families into what the templates show.
type view struct {
	book     *book
	families []news.Family
	listed   []news.Head            // the first articles
	outside  []pair                 // that no family holds
	anchors  map[news.ID]familyView // by family
	pairs    map[news.ID][]pair     // unlinked ones, by family
	taken    map[news.ID][]taking   // what each article took, from whom, in all families
	sum      summary
	slugs    map[string]string // anchors, by outlet
	openly   bool              // show families unfolded
	unfolded bool              // show evidence and texts unfolded
}

// The sizes up to which a report shows everything unfolded.
const (
	openFamilies = 30
	openLinks    = 12
)

func newView(b *book) (_ *view, err error) {
	v := &view{book: b, anchors: map[news.ID]familyView{}, pairs: map[news.ID][]pair{}, taken: map[news.ID][]taking{}}
	links := 0
	for f, err := range b.Families {
		if err != nil {
			return nil, err
		}
		v.families = append(v.families, f)
		v.anchors[f.ID] = v.heading(f)
		links += len(f.Links)
		for _, l := range f.Links {
			v.taken[l.Copy] = append(v.taken[l.Copy], taking{link: l, family: f.ID})
		}
	}
	for p, err := range b.pairs() {
		if err != nil {
			return nil, err
		}
		if p.Link = bare(p.Link); p.kind == unlinked && p.family != "" {
			v.pairs[p.family] = append(v.pairs[p.family], p)
		}
	}
	for h, err := range b.Articles {
		if err != nil {
			return nil, err
		}
		if len(v.listed) == listed {
			break
		}
		v.listed = append(v.listed, h)
	}
	if v.outside, err = b.outside(); err != nil {
		return nil, err
	}
	if v.sum, err = summarise(b); err != nil {
		return nil, err
	}
	v.slugs = slugs(v.sum.Outlets)
	v.openly = len(v.families) <= openFamilies
	v.unfolded = links <= openLinks
	return v, nil
}

// A familyView is what is said of a family above its links.
type familyView struct {
	Anchor       string
	ID           news.ID
	Title, Lang  string
	Claim, Tone  string
	Root, Chance string
	Probability  string // for sorting
	Members      int
	Outlets      []string
	Open         bool
	Also         string // further words that a search finds it by
	Held         bool   // a script unfolds it when it is opened
	Statement    prose
	Conflicts    []string
	Picture      pictureView
	Tree         []branchView
	RootCard     rootView
}

func (v *view) heading(f news.Family) familyView {
	root := v.book.head(f.Root)
	shown := familyView{
		Anchor: familyAnchor(f.ID), ID: f.ID,
		Title: oneLine(familyTitle(v.book, f)), Lang: lang(root),
		Claim: claimName(f.Claim), Tone: claimTone(f.Claim),
		Root: oneLine(publisher(root)), Chance: chance(f.Probability), Probability: fixed(f.Probability, 4),
		Members: len(f.Members),
	}
	for _, name := range outlets(f.Members) {
		shown.Outlets = append(shown.Outlets, oneLine(name))
	}
	shown.Also = also(f, shown.Outlets)
	if f.Claim == news.Undetermined {
		shown.Root = "" // no article is singled out where none can be
	}
	return shown
}

// also is what a search finds a family by, besides its row: its outlets and titles.
func also(f news.Family, outlets []string) string {
	words := slices.Clone(outlets)
	for _, h := range f.Members {
		if title := oneLine(cut(h.Title, 200)); !slices.Contains(words, title) {
			words = append(words, title)
		}
	}
	return strings.Join(words, " · ")
}

func familyAnchor(id news.ID) string  { return "family-" + string(id) }
func articleAnchor(id news.ID) string { return "article-" + string(id) }

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
func (v *view) family(w io.Writer, f news.Family) error {
	shown := v.anchors[f.ID]
	anchors := v.cards(f)
	shown.Open, shown.Held = v.openly, !v.openly
	shown.Statement = claimProse(v.book, f)
	shown.Conflicts = f.Conflicts
	shown.Picture = v.picture(f, anchors)
	shown.Tree = v.branches(f, anchors)
	shown.RootCard = v.root(f, anchors)
	if err := page.ExecuteTemplate(w, "family", shown); err != nil {
		return err
	}
	for n, l := range f.Links {
		link, err := v.link(linkAnchor(f.ID, n), l)
		if err != nil {
			return err
		}
		if !l.Second {
			link.Card = anchors[l.Copy]
			if link.Strip, err = v.strip(l.Copy, f.ID); err != nil {
				return err
			}
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
	return page.ExecuteTemplate(w, "end of family", shown)
}

func linkAnchor(family news.ID, n int) string { return fmt.Sprintf("link-%s-%d", family, n+1) }

// cards says under which anchor each node of f is told of: article-ID in the first family
// that holds the article, and an anchor of the family's own in any other.
func (v *view) cards(f news.Family) map[news.ID]string {
	anchors := map[news.ID]string{}
	for _, h := range f.Members {
		anchors[h.ID] = articleAnchor(h.ID)
		if v.home(h.ID) != f.ID {
			anchors[h.ID] += "-in-" + string(f.ID)
		}
	}
	return anchors
}

// home is the family in which an article is told of first.
func (v *view) home(id news.ID) news.ID {
	if in := v.book.in[id]; len(in) > 0 {
		return in[0].family
	}
	return ""
}

// A rootView says why the root is taken for it. Its anchor is that of the root, when the
// root is an article.
type rootView struct {
	Card, Name string
	Evidence   evidenceView
}

func (v *view) root(f news.Family, anchors map[news.ID]string) rootView {
	shown := rootView{Card: anchors[f.Root], Name: oneLine(publisher(v.book.head(f.Root)))}
	if parent, ok := f.Parent(f.Root); ok && parent.Copy != "" {
		shown.Card = "" // it is told of as a copy
	}
	shown.Evidence = v.evidence("Why it is taken for the root", f.RootEvidence, 0)
	shown.Evidence.Open = true
	return shown
}

// A branchView is one line of the tree and what hangs from it.
type branchView struct {
	Outlet, Title, Lang, URL, When string
	Note, Anchor                   string
	Seconds                        []prose
	Unseen                         bool
	Copies                         []branchView
}

func (v *view) branches(f news.Family, anchors map[news.ID]string) []branchView {
	seconds := map[news.ID][]prose{}
	for _, l := range f.Links {
		if l.Second {
			seconds[l.Copy] = append(seconds[l.Copy], prose{}.say("also takes %s from ", count(int(l.Match.Words), "word", "words")).cite(v.book.head(l.Source)))
		}
	}
	return v.grow(tree(f), anchors, seconds, 0)
}

// grow shows branches. From the deepest level on, copies of copies stand side by side.
func (v *view) grow(branches []*branch, anchors map[news.ID]string, seconds map[news.ID][]prose, level int) []branchView {
	var shown []branchView
	for _, t := range branches {
		s := v.branch(t, anchors)
		s.Seconds = seconds[t.id]
		copies := v.grow(t.copies, anchors, seconds, min(level+1, deepest))
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
