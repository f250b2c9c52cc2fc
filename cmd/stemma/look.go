package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/report"
	"stemma/internal/store"
)

// withStore makes an action of one that looks into the index.
func withStore(action func(*cli.Context, *store.Store) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		s, err := openRead(c)
		if err != nil {
			return err
		}
		defer s.Close()
		return action(c, s)
	}
}

// findArticle is the one article that name means: a URL, path, own id or the beginning of an ID.
func findArticle(c *cli.Context, s *store.Store, name string) (news.Head, error) {
	heads, err := pipeline.Find(c.Context, s, name)
	if errors.Is(err, store.ErrNotFound) {
		return news.Head{}, hint("name it by URL, path, its own id or the beginning of its ID", "no article %q in the index", name)
	}
	if err != nil {
		return news.Head{}, err
	}
	if len(heads) > 1 {
		return news.Head{}, hint("one of them is "+string(heads[0].ID), "%q means %d articles", name, len(heads))
	}
	return heads[0], nil
}

func showCommand() *cli.Command {
	return &cli.Command{Name: "show", Usage: "one article: head, credits, family, sources and copies", ArgsUsage: "ARTICLE",
		Flags:  append(jsonFlag("one JSON object"), &cli.BoolFlag{Name: "masked", Usage: "mark what is the outlet's template with ⟦ ⟧: matching does not look at it"}),
		Action: withStore(show)}
}

func show(c *cli.Context, s *store.Store) error {
	if c.NArg() != 1 {
		return hint("stemma show ARTICLE", "show takes one article")
	}
	h, err := findArticle(c, s, c.Args().First())
	if err != nil {
		return err
	}
	a, err := s.Article(c.Context, h.ID)
	if err != nil {
		return err
	}
	families, err := familiesOf(c, s, h.ID)
	if err != nil {
		return err
	}
	if err := pipeline.Changes(c.Context, s, linksTouching(families, h.ID)); err != nil {
		return err
	}
	var masked []news.Span
	if c.Bool("masked") {
		if masked, err = pipeline.Masked(c.Context, s, a); err != nil {
			return err
		}
	}
	w := c.App.Writer
	if c.Bool("json") {
		shown := shownJSON{report.ArticleOf(a), []report.Family{}, spansOf(masked)}
		for _, f := range families {
			shown.Families = append(shown.Families, report.FamilyOf(f))
		}
		return json.NewEncoder(w).Encode(shown)
	}
	printHead(w, a.Head)
	for _, f := range families {
		fmt.Fprintf(w, "\nFamily %s\n", f.ID)
		printWrapped(w, "  ", claimSentence(f))
		for _, l := range f.Links {
			if l.Copy == h.ID || l.Source == h.ID {
				printLink(w, f, l)
			}
		}
		for _, conflict := range f.Conflicts {
			printWrapped(w, "  conflict: ", conflict)
		}
	}
	if err := printReviewsOf(c, s, h.ID); err != nil {
		return err
	}
	if c.Bool("masked") {
		fmt.Fprintf(w, "\n%s\n", printable(marked(a.Text, masked)))
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", printable(a.Text))
	return nil
}

// linksTouching are the links of an article to its sources and from its copies.
func linksTouching(families []news.Family, id news.ID) []*news.Link {
	return slices.DeleteFunc(pipeline.LinksOf(families), func(l *news.Link) bool { return l.Copy != id && l.Source != id })
}

// marked is text with ⟦ ⟧ around spans.
func marked(text string, spans []news.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "⟦" + text[s.Start:s.End] + "⟧")
		at = s.End
	}
	return b.String() + text[at:]
}

// familiesOf are the families that an article is in.
func familiesOf(c *cli.Context, s *store.Store, id news.ID) ([]news.Family, error) {
	of, err := s.FamiliesOf(c.Context, []news.ID{id})
	if err != nil {
		return nil, err
	}
	var families []news.Family
	for _, family := range of[id] {
		f, err := s.Family(c.Context, family)
		if err != nil {
			return nil, err
		}
		families = append(families, f)
	}
	return families, nil
}

func jsonFlag(usage string) []cli.Flag { return []cli.Flag{&cli.BoolFlag{Name: "json", Usage: usage}} }

func printHead(w io.Writer, h news.Head) {
	for _, row := range [][2]string{
		{"title", h.Title}, {"outlet", h.Outlet}, {"byline", h.Byline}, {"url", h.URL}, {"language", h.Lang},
		{"published", interval(h.Published)}, {"canonical", h.Canonical}, {"section", h.Section}, {"tags", strings.Join(h.Tags, ", ")},
		{"place", h.Place}, {"id", string(h.ID)},
	} {
		if row[1] != "" {
			fmt.Fprintf(w, "%-10s %s\n", row[0], printable(row[1]))
		}
	}
	printFound(w, h)
	printClaims(w, h)
}

// printFound lists every date and address with its place, and what was done to the letters.
func printFound(w io.Writer, h news.Head) {
	for _, d := range h.Dates {
		flag := ""
		if d.Flag != "" {
			flag = "; " + d.Flag
		}
		fmt.Fprintf(w, "  date (%s) %s%s: “%s”\n", d.From, strings.TrimSpace("grade "+string(d.Grade)+" "+d.Precision()), flag, printable(shortened(d.Quote)))
	}
	for _, a := range h.Addresses {
		fmt.Fprintf(w, "  address (%s, %s) %s\n", printable(a.Rel), a.Place, printable(a.URL))
	}
	for _, d := range h.Disguises {
		fmt.Fprintf(w, "  obfuscated (%s) %s: “%s”\n", d.Kind, count(d.Count, "time"), printable(d.Quote))
	}
}

// interval says what is known of a date.
func interval(d news.Date) string {
	const day = "2 January 2006 15:04"
	from := ""
	if d.From != "" {
		from = " (" + d.From + ")"
	}
	switch {
	case d.Earliest.IsZero() && d.Latest.IsZero():
		return "unknown"
	case d.Latest.IsZero():
		return "not before " + d.Earliest.Format(day) + from
	case d.Earliest.IsZero():
		return "not after " + d.Latest.Format(day) + from
	case d.Earliest.Equal(d.Latest):
		return d.Earliest.Format(day) + " UTC, grade " + string(d.Grade) + from
	}
	return d.Earliest.Format(day) + " to " + d.Latest.Format(day) + " UTC, grade " + string(d.Grade) + from
}

func printLink(w io.Writer, f news.Family, l news.Link) {
	fmt.Fprintf(w, "  %s\n    <- %s\n       %s", citeIn(f, l.Copy, 2), citeIn(f, l.Source, 7), classOf(l))
	if l.Verdict != "" { // a link of a tree, not one of two directions that are compared
		fmt.Fprintf(w, ", %.0f %%, %s", percent(l.Confidence), l.Verdict)
	}
	fmt.Fprintln(w)
	if l.Reason != "" && l.Verdict != news.Credited { // whose words stand among the evidence
		printWrapped(w, "       ", string(l.Verdict)+": "+l.Reason)
	}
	for _, e := range l.Evidence {
		said := e.Text
		if e.Quote != "" {
			said += ": “" + shortened(e.Quote) + "”"
		}
		printWrapped(w, fmt.Sprintf("       %+5.1f %-8s ", e.Bits, e.Group), said)
	}
	printChanges(w, l.Changes)
}

// classOf is the class of a link, or why it has none.
func classOf(l news.Link) string {
	if _, unseen := l.Source.Unseen(); unseen {
		return "unseen"
	}
	return cmp.Or(string(l.Match.Class), "no shared text")
}

// citeIn names a member or an unseen source on a line that begins with indent columns.
func citeIn(f news.Family, id news.ID, indent int) string {
	if name, ok := id.Unseen(); ok {
		return printable(name) + " (no matching article in this index)"
	}
	h, _ := f.Member(id)
	return citeWithin(h, columns-indent)
}

func compareCommand() *cli.Command {
	return &cli.Command{Name: "compare", Usage: "what two articles share, with the evidence for both directions", ArgsUsage: "A B",
		Flags: jsonFlag("one JSON object"), Action: withStore(compare)}
}

func compare(c *cli.Context, s *store.Store) error {
	if c.NArg() != 2 {
		return hint("stemma compare A B", "compare takes two articles")
	}
	a, err := findArticle(c, s, c.Args().Get(0))
	if err != nil {
		return err
	}
	b, err := findArticle(c, s, c.Args().Get(1))
	if err != nil {
		return err
	}
	forth, back, err := pipeline.Compare(c.Context, s, a.ID, b.ID)
	if err != nil {
		return err
	}
	text, err := s.Article(c.Context, a.ID)
	if err != nil {
		return err
	}
	w, m := c.App.Writer, forth.Match
	if c.Bool("json") {
		return errors.Join(json.NewEncoder(w).Encode(comparedOf(a, b, forth, back)), foundAny(m))
	}
	f := news.Family{Members: []news.Head{a, b}}
	fmt.Fprintf(w, "A: %s\nB: %s\n%.0f words shared: %.0f %% of A, %.0f %% of B; B is a copy of class %s\n",
		citeWithin(a, columns-3), citeWithin(b, columns-3), m.Words, 100*m.ShareA(), 100*m.ShareB(), m.Class)
	for _, p := range m.Passages {
		fmt.Fprintf(w, "  %s\n", coloured(w, "“"+printable(shortened(text.Text[p.A.Start:p.A.End]))+"”"))
	}
	for _, l := range []news.Link{forth, back} {
		fmt.Fprintf(w, "\n%+.1f bits:\n", l.Bits)
		printLink(w, f, l)
	}
	return foundAny(m)
}

func foundAny(m news.Match) error {
	if len(m.Passages) == 0 {
		return errNothing
	}
	return nil
}

func familiesCommand() *cli.Command {
	return &cli.Command{Name: "families", Usage: "list the families", Flags: jsonFlag("one JSON object a family"), Action: withStore(families)}
}

func families(c *cli.Context, s *store.Store) error {
	list, err := allFamilies(c, s)
	if err != nil {
		return err
	}
	names, err := pipeline.Outlets(c.Context, s)
	if err != nil {
		return err
	}
	for _, f := range list {
		if c.Bool("json") {
			if err := json.NewEncoder(c.App.Writer).Encode(report.FamilyOf(f)); err != nil {
				return err
			}
			continue
		}
		printFamilyLine(c.App.Writer, names, f)
		for _, l := range f.Links {
			fmt.Fprintf(c.App.Writer, "    %s\n      <- %s\n         %s, %.0f %%, %s\n", citeIn(f, l.Copy, 4), citeIn(f, l.Source, 9), classOf(l), percent(l.Confidence), l.Verdict)
		}
	}
	if len(list) == 0 {
		fmt.Fprintln(c.App.ErrWriter, "stemma: no families in this index")
		return errNothing
	}
	return nil
}

func creditsCommand() *cli.Command {
	return &cli.Command{Name: "credits", Usage: "read credits and dates of files, no index needed", ArgsUsage: "FILE...",
		Flags:  append(inputFlags(), &cli.BoolFlag{Name: "json", Usage: "one JSON object a file"}),
		Action: credits}
}

func credits(c *cli.Context) error {
	if !c.Args().Present() {
		return hint("stemma credits FILE...", "no files to read")
	}
	o, err := inputOptions(c)
	if err != nil {
		return err
	}
	skipped := false
	for a, err := range pipeline.Articles(c.Context, c.Args().Slice(), o) {
		switch {
		case err != nil:
			skipped = true
			fmt.Fprintf(c.App.ErrWriter, "stemma: skipped %s: %v\n", a.Place, err)
		case c.Bool("json"):
			if err := json.NewEncoder(c.App.Writer).Encode(report.ArticleOf(a)); err != nil {
				return err
			}
		default:
			printHead(c.App.Writer, a.Head)
			fmt.Fprintln(c.App.Writer)
		}
	}
	if skipped {
		return errSkipped
	}
	return c.Context.Err()
}

func statsCommand() *cli.Command {
	return &cli.Command{Name: "stats", Usage: "figures of the index", Flags: jsonFlag("one JSON object"), Action: withStore(func(c *cli.Context, s *store.Store) error {
		st, err := s.Stats(c.Context)
		if err != nil {
			return err
		}
		w := c.App.Writer
		if c.Bool("json") {
			return json.NewEncoder(w).Encode(statsOf(st))
		}
		printSizes(w, st)
		for _, class := range news.Classes {
			if n := st.Matches[class]; n > 0 {
				fmt.Fprintf(w, "matches    %-12s %d\n", class, n)
			}
		}
		for _, claim := range []news.Claim{news.Origin, news.Earliest, news.Undetermined, news.UnseenSource} {
			if n := st.Families[claim]; n > 0 {
				fmt.Fprintf(w, "families   %-12s %d\n", claim, n)
			}
		}
		printRun(w, st.LastRun)
		return nil
	})}
}

// printSizes says what is in the index, and what takes how much of the file.
func printSizes(w io.Writer, st store.Stats) {
	fmt.Fprintf(w, "articles   %d (%d older revisions, %d unlinked)\n", st.Articles, st.Revisions, st.Unlinked)
	fmt.Fprintf(w, "postings   %d in %s, %d bytes\n", st.Postings(), count(len(st.Segments), "segment"), st.PostingBytes)
	for _, t := range st.Tiers() {
		fmt.Fprintf(w, "           tier %d: %d in %s of %s\n", t.Tier, t.Postings, count(t.Segments, "segment"), count(t.Blocks, "block"))
	}
	if st.Common > 0 {
		fmt.Fprintf(w, "           %s of more than 64 articles\n", count(st.Common, "fingerprint"))
	}
	fmt.Fprintf(w, "texts      %d bytes\nfound      %d bytes\nrest       %d bytes\nfile       %d bytes, %d of them free\n",
		st.TextBytes, st.FoundBytes, st.RestBytes(), st.FileBytes, st.FreeBytes)
}

func printRun(w io.Writer, r *store.Run) {
	if r == nil {
		return
	}
	var counts []string
	for _, what := range []string{"added", "revised", "unchanged", "skipped"} {
		counts = append(counts, fmt.Sprintf("%d %s", r.Counts[what], what))
	}
	if r.Took == 0 {
		fmt.Fprintln(w, "last run   did not finish")
		return
	}
	fmt.Fprintf(w, "last run   %s in %s\n", strings.Join(counts, ", "), r.Took)
	if linked := r.Counts["added"] + r.Counts["revised"]; linked > 0 {
		fmt.Fprintf(w, "           %.2f pairs aligned an article, %d share text\n", float64(r.Counts["aligned"])/float64(linked), r.Counts["matches"])
	}
	for _, stage := range slowest(*r) {
		fmt.Fprintf(w, "           %-16s %3.0f %% %s\n", stage.Name, 100*float64(stage.Took)/float64(r.Took), stage.Took)
	}
}

// slowest are the stages of a run that took longest, first of all. A stage that a run took
// up more than once, as one does that finishes what another left, counts as one.
func slowest(r store.Run) []store.Stage {
	var stages []store.Stage
	for _, s := range r.Stages {
		if i := slices.IndexFunc(stages, func(other store.Stage) bool { return other.Name == s.Name }); i >= 0 {
			stages[i].Took += s.Took
		} else {
			stages = append(stages, s)
		}
	}
	slices.SortStableFunc(stages, func(a, b store.Stage) int { return cmp.Compare(b.Took, a.Took) })
	return stages
}

func checkCommand() *cli.Command {
	return &cli.Command{Name: "check", Usage: "verify the index", Action: withStore(func(c *cli.Context, s *store.Store) error {
		faults, err := s.Check(c.Context)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return hint("index the articles again into a new file", "%s: %s", count(len(faults), "fault"), strings.Join(faults, "; "))
		}
		fmt.Fprintln(c.App.Writer, "The index is sound.")
		return nil
	})}
}
