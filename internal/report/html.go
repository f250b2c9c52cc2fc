package report

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

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
var policy = sync.OnceValue(func() string {
	return "default-src 'none'; style-src '" + fingerprint(style) + "'; script-src '" + fingerprint(script) + "'; base-uri 'none'; form-action 'none'"
})

func fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// How much a page holds.
const (
	openFamilies = 30   // families up to which all are shown unfolded
	openLinks    = 12   // links up to which their evidence and texts are
	heldFamilies = 1000 // families that one file tells of in full
	listed       = 300  // lines of a list; longer ones say where the rest is
	listedPairs  = 20   // pairs of one family without a link

	changedLinks = 50_000 // links up to which it is looked up what copies changed: some 0.1 ms each
)

// writeHTML writes one file that opens anywhere: no network, and no script needed. Of more
// than heldFamilies it lists all, and tells of the largest.
func writeHTML(to io.Writer, d Data) error {
	v, err := newView(d, false)
	if err != nil {
		return err
	}
	told, err := v.largest()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to) // templates write a few bytes at a time
	if err := page.ExecuteTemplate(w, "head", v.head()); err != nil {
		return err
	}
	for part := range slices.Chunk(told, runtime.GOMAXPROCS(0)) {
		pages := make([]bytes.Buffer, len(part))
		var work errgroup.Group
		for i, f := range part {
			work.Go(func() error { return v.family(&pages[i], f) })
		}
		if err := work.Wait(); err != nil {
			return err
		}
		for i := range pages {
			if _, err := pages[i].WriteTo(w); err != nil {
				return err
			}
		}
	}
	if err := page.ExecuteTemplate(w, "tail", v.tail()); err != nil {
		return err
	}
	return w.Flush()
}

// largest reads the families that one file tells of, in the order of its list.
func (v *view) largest() ([]news.Family, error) {
	var told []news.Family
	for f, err := range v.book.Families {
		if err != nil {
			return nil, err
		}
		if v.told(f.ID) {
			told = append(told, f)
		}
	}
	slices.SortFunc(told, func(x, y news.Family) int { return cmp.Compare(v.rank[x.ID], v.rank[y.ID]) })
	return told, nil
}

// told reports whether the report tells of a family in full.
func (v *view) told(id news.ID) bool { return v.paged || v.rank[id] < heldFamilies }

// WritePages writes a report as pages, each of which opens anywhere: index.html, and for
// each family one that it leads to. It creates them by name and closes them; several may be
// open at a time.
func WritePages(create func(name string) (io.WriteCloser, error), d Data) error {
	if err := writePages(create, d); err != nil {
		return fmt.Errorf("write report as pages: %w", err)
	}
	return nil
}

func writePages(create func(name string) (io.WriteCloser, error), d Data) error {
	v, err := newView(d, true)
	if err != nil {
		return err
	}
	inside := *v
	inside.within = true
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for f, err := range v.book.Families {
		if err != nil {
			return errors.Join(err, work.Wait())
		}
		work.Go(func() error {
			return writePage(create, familyPage(f.ID), func(w io.Writer) error { return inside.page(w, f) })
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return writePage(create, indexPage, func(w io.Writer) error {
		if err := page.ExecuteTemplate(w, "head", v.head()); err != nil {
			return err
		}
		return page.ExecuteTemplate(w, "tail", v.tail())
	})
}

// The names of pages.
const (
	indexPage  = "index.html"
	PageFolder = "families" // where the pages of families are
)

func familyPage(id news.ID) string { return PageFolder + "/" + pageName(id) }

// pageName is a family's page: an ID is letters and digits, and nothing else gets into a
// path.
func pageName(id news.ID) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' {
			return '_'
		}
		return r
	}, string(id)) + ".html"
}

func writePage(create func(name string) (io.WriteCloser, error), name string, write func(io.Writer) error) error {
	file, err := create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<14)
	return errors.Join(write(w), w.Flush(), file.Close())
}

// page writes the page of one family.
func (v *view) page(w io.Writer, f news.Family) error {
	shown := v.headOf(v.rows[v.rank[f.ID]].Title)
	if err := page.ExecuteTemplate(w, "head of family", shown); err != nil {
		return err
	}
	if err := v.family(w, f); err != nil {
		return err
	}
	return page.ExecuteTemplate(w, "tail of family", tailView{Script: template.JS(script)})
}

// A view turns families into what the templates show. It may be used by several goroutines
// once it is made.
type view struct {
	book     *book
	rows     []familyView         // the largest first
	rank     map[news.ID]int      // places in rows
	doubts   []doubtView          // the first of them
	doubtful int                  // all of them
	listed   []news.Head          // the first articles
	pairs    map[news.ID][]shared // unlinked ones, by family; those that no family holds under ""
	taken    map[news.ID][]taking // what each article took, from whom, in all families
	slugs    map[string]string    // anchors, by outlet
	links    int
	paged    bool // each family has a page of its own
	within   bool // on such a page
}

// A shared is a pair without a link.
type shared struct {
	copied, source news.ID
	class          news.Class
	words          float64
}

func newView(d Data, paged bool) (*view, error) {
	v := &view{rank: map[news.ID]int{}, pairs: map[news.ID][]shared{}, taken: map[news.ID][]taking{}, paged: paged}
	var err error
	if v.book, err = open(d, v.note); err != nil {
		return nil, err
	}
	slices.SortStableFunc(v.rows, func(x, y familyView) int { return cmp.Compare(y.Members, x.Members) })
	for i := range v.rows {
		v.rank[v.rows[i].ID] = i
	}
	for i := range v.rows {
		if v.told(v.rows[i].ID) {
			v.rows[i].Href = v.familyHref(v.rows[i].ID)
		}
	}
	v.slugs = slugs(v.book.sum.Outlets)
	for p, err := range v.book.pairs() {
		if err != nil {
			return nil, err
		}
		if p.kind == unlinked {
			v.pairs[p.family] = append(v.pairs[p.family], shared{p.Copy, p.Source, p.Match.Class, p.Match.Words})
		}
	}
	for h, err := range v.book.Articles {
		if err != nil {
			return nil, err
		}
		if len(v.listed) == listed {
			break
		}
		v.listed = append(v.listed, h)
	}
	return v, nil
}

// note keeps of a family what lists say of it.
func (v *view) note(b *book, f news.Family) {
	v.book = b
	v.rows = append(v.rows, v.heading(f))
	v.links += len(f.Links)
	v.take(f)
	v.doubt(f)
}

// Addresses within a report.

// familyHref leads to what is told of a family.
func (v *view) familyHref(id news.ID) string {
	switch {
	case v.within:
		return pageName(id)
	case v.paged:
		return familyPage(id)
	}
	return "#" + familyAnchor(id)
}

// partHref leads to a part of what is told of a family; it is empty where nothing is.
func (v *view) partHref(family news.ID, anchor string) string {
	switch {
	case !v.told(family):
		return ""
	case v.paged:
		return v.familyHref(family) + "#" + anchor
	}
	return "#" + anchor
}

// A familyView is what is said of a family above its links.
type familyView struct {
	Anchor, Href string // Href is empty where the family is listed and not told of
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
	return cut(strings.Join(words, " · "), 1000)
}

func familyAnchor(id news.ID) string  { return "family-" + string(id) }
func articleAnchor(id news.ID) string { return "article-" + string(id) }

func claimTone(c news.Claim) string {
	switch c {
	case news.Origin:
		return "good"
	case news.Earliest:
		return "fair"
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
	of := *v.book // with texts of its own: several families are written at a time
	of.last = nil
	reader := *v
	reader.book, v = &of, &reader
	shown := v.rows[v.rank[f.ID]]
	anchors := v.cards(f)
	shown.Open = v.within || len(v.rows) <= openFamilies
	shown.Held = !shown.Open
	shown.Statement = claimProse(v.book, f)
	shown.Conflicts = f.Conflicts
	shown.Picture = v.picture(f, anchors)
	shown.Tree = v.branches(f, anchors)
	shown.RootCard = v.root(f, anchors)
	if err := page.ExecuteTemplate(w, "family", shown); err != nil {
		return err
	}
	links, err := v.changed(f)
	if err != nil {
		return err
	}
	carded := map[news.ID]bool{}
	for n, l := range links {
		link, err := v.link(linkAnchor(f.ID, n), l)
		if err != nil {
			return err
		}
		if !carded[l.Copy] {
			carded[l.Copy] = true
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
		if err := page.ExecuteTemplate(w, "pairs", v.pairList(pairs, listedPairs, caption)); err != nil {
			return err
		}
	}
	return page.ExecuteTemplate(w, "end of family", shown)
}

// changed are the links of f with what their copies changed.
func (v *view) changed(f news.Family) ([]news.Link, error) {
	if v.book.Changes == nil || v.links > changedLinks {
		return f.Links, nil
	}
	links := slices.Clone(f.Links)
	set := make([]*news.Link, len(links))
	for i := range links {
		set[i] = &links[i]
	}
	return links, v.book.Changes(set)
}

func linkAnchor(family news.ID, n int) string { return fmt.Sprintf("link-%s-%d", family, n+1) }

// cards says under which anchor each node of f is told of: article-ID in the first family
// that holds the article, and an anchor of the family's own in any other.
func (v *view) cards(f news.Family) map[news.ID]string {
	anchors := map[news.ID]string{}
	for _, h := range f.Members {
		anchors[h.ID] = v.anchorIn(h.ID, f.ID)
	}
	return anchors
}

func (v *view) anchorIn(article, family news.ID) string {
	if v.home(article) != family {
		return articleAnchor(article) + "-in-" + string(family)
	}
	return articleAnchor(article)
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
	ID                             string // its anchor, where nothing but this tells of it
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
	return v.grow(tree(f), f.Root, anchors, seconds, 0)
}

// grow shows branches. From the deepest level on, copies of copies stand side by side.
func (v *view) grow(branches []*branch, root news.ID, anchors map[news.ID]string, seconds map[news.ID][]prose, level int) []branchView {
	var shown []branchView
	for _, t := range branches {
		s := v.branch(t, root, anchors, len(seconds[t.id]) > 0)
		s.Seconds = seconds[t.id]
		copies := v.grow(t.copies, root, anchors, seconds, min(level+1, deepest))
		if level < deepest {
			s.Copies, copies = copies, nil
		}
		shown = append(append(shown, s), copies...)
	}
	return shown
}

// branch shows one node; further says that it takes from a second source.
func (v *view) branch(t *branch, root news.ID, anchors map[news.ID]string, further bool) branchView {
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
	if s.Anchor == "" && t.id != root && !further {
		s.ID = anchors[t.id]
	}
	return s
}
