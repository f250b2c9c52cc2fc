package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/urfave/cli/v2"
	"golang.org/x/text/width"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func indexCommand() *cli.Command {
	return &cli.Command{
		Name:      "index",
		Usage:     "add articles to the index and link them",
		ArgsUsage: "PATH...",
		Flags: append(append(append(inputFlags(), outletsFlag()), jsonFlag("one JSON object: what was counted, and what changed about families known before")...), &cli.StringFlag{Name: "memory", Value: "512MB",
			Usage: "take about `SIZE` of memory, however large the index: 256MB, 2GB"}),
		Action: index,
	}
}

func index(c *cli.Context) (err error) {
	if !c.Args().Present() && !c.IsSet("outlets") {
		return hint("stemma index PATH...", "no files to index")
	}
	o, err := inputOptions(c)
	if err != nil {
		return err
	}
	if o.Outlets, err = declared(c); err != nil {
		return err
	}
	if o.Memory, err = bounded(c.String("memory")); err != nil {
		return err
	}
	s, err := store.Open(c.Context, c.Path("db"))
	if err != nil {
		return err
	}
	defer func() {
		if closed := s.Close(); err == nil {
			err = closed
		}
	}()
	passed := 0
	o.Ingest.PassedOver = func(string) { passed++ }
	o.Skip = func(place string, err error) {
		fmt.Fprintf(c.App.ErrWriter, "stemma: skipped %s: %v\n", place, err)
	}
	sum, err := noted(c, s, o)
	if err != nil {
		return err
	}
	if passed > 0 {
		fmt.Fprintf(c.App.ErrWriter, "stemma: passed over %s of other kinds\n", count(passed, "item"))
	}
	if c.Bool("json") {
		err = json.NewEncoder(c.App.Writer).Encode(indexedOf(sum))
	} else {
		err = printSummary(c, s, sum)
	}
	if err != nil {
		return err
	}
	if sum.Skipped > 0 {
		fmt.Fprintf(c.App.ErrWriter, "stemma: skipped %s\n", count(sum.Skipped, "document"))
		return errSkipped
	}
	return nil
}

// noted indexes, and notes the run in the index: what it was asked, what it did and how
// long each of its stages took by the clock.
func noted(c *cli.Context, s *store.Store, o pipeline.Options) (pipeline.Summary, error) {
	started := time.Now()
	id, err := s.StartRun(c.Context, c.Args().Slice(), started)
	if err != nil {
		return pipeline.Summary{}, err
	}
	run := store.Run{}
	last := started
	o.Stage = func(name string) {
		now := time.Now()
		at := slices.IndexFunc(run.Stages, func(s store.Stage) bool { return s.Name == name })
		if at < 0 {
			at = len(run.Stages)
			run.Stages = append(run.Stages, store.Stage{Name: name})
		}
		run.Stages[at].Took += now.Sub(last) // a large run links more than once
		last = now
	}
	sum, err := pipeline.Index(c.Context, s, c.Args().Slice(), o)
	if err != nil {
		return sum, err
	}
	run.Took = max(time.Since(started), time.Millisecond) // 0 is a run that never finished
	run.Counts = map[string]int{"added": sum.Added, "revised": sum.Revised, "unchanged": sum.Unchanged, "skipped": sum.Skipped,
		"matches": sum.Matches, "aligned": sum.Aligned, "families": len(sum.Families)}
	return sum, s.FinishRun(c.Context, id, run)
}

const shownFamilies = 10 // families that fit one screen with the rest

// printSummary prints on one screen what was indexed and what was found.
func printSummary(c *cli.Context, s *store.Store, sum pipeline.Summary) error {
	w := c.App.Writer
	if sum.Declared > 0 {
		fmt.Fprintf(w, "Declared %s about outlets.\n", count(sum.Declared, "line"))
	}
	switch {
	case sum.Added+sum.Revised+sum.Unchanged == 0:
		fmt.Fprintln(w, "Nothing was indexed.")
	case sum.Added+sum.Revised == 0:
		fmt.Fprintf(w, "Nothing changed: %s known already.\n", count(sum.Unchanged, "article"))
	default:
		fmt.Fprintf(w, "Indexed %s, %s, %d known already.\n", count(sum.Added, "new article"), count(sum.Revised, "revision"), sum.Unchanged)
	}
	families, all, err := s.LargestFamilies(c.Context, shownFamilies)
	if err != nil {
		return err
	}
	unseen, err := s.Unseen(c.Context)
	if err != nil {
		return err
	}
	names, err := pipeline.Outlets(c.Context, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s in the index.\n", titled(count(all, "family")))
	if err := printTurns(c, s, sum.Turns); err != nil {
		return err
	}
	if len(families) > 0 {
		fmt.Fprintln(w)
	}
	for _, f := range families {
		printFamilyLine(w, names, f)
	}
	if all > len(families) {
		fmt.Fprintf(w, "... and %d more: stemma families\n", all-len(families))
	}
	if names := namedSources(unseen); len(names) > 0 {
		fmt.Fprintf(w, "\nNamed as sources and not in this index: %s\n", strings.Join(names, ", "))
	}
	fmt.Fprintf(w, "\nNext: stemma families, stemma show ARTICLE, stemma trace FILE,\n      stemma report -o report.html\n")
	return nil
}

const shownUnseen = 8 // names that fit one line or two

// namedSources lists the first of some unseen sources, with how many articles name them.
func namedSources(unseen []news.UnseenNode) []string {
	var shown []string
	for i, u := range unseen {
		if i == shownUnseen {
			shown = append(shown, fmt.Sprintf("and %d more", len(unseen)-i))
			break
		}
		shown = append(shown, fmt.Sprintf("%s (%d)", printable(u.Name), u.Named))
	}
	return shown
}

// allFamilies returns the families, the largest first.
func allFamilies(c *cli.Context, s *store.Store) ([]news.Family, error) {
	var families []news.Family
	for f, err := range s.Families(c.Context) {
		if err != nil {
			return nil, err
		}
		families = append(families, f)
	}
	slices.SortStableFunc(families, func(a, b news.Family) int { return len(b.Members) - len(a.Members) })
	return families, nil
}

// outletKeys tells which names and domains mean one outlet.
type outletKeys interface {
	Key(name, domain string) string
}

// printFamilyLine says in two lines what is known of a family.
func printFamilyLine(w io.Writer, names outletKeys, f news.Family) {
	root, member := f.Member(f.Root)
	copies := len(f.Members)
	outlets := map[string]bool{}
	for _, h := range f.Members {
		outlets[names.Key(h.Outlet, h.Domain)] = true
	}
	if name, unseen := f.Root.Unseen(); unseen {
		fmt.Fprintf(w, "%s (not in this index)\n", printable(name))
	} else {
		fmt.Fprintln(w, citeArticle(root))
	}
	if member && f.Claim != news.Undetermined {
		copies--
	}
	for _, l := range f.Links {
		if !l.Second && !l.Verdict.Foreign() {
			copies-- // a duplicate or mirror, counted with the verdicts
		}
	}
	counted := count(copies, "copy")
	if f.Claim == news.Undetermined {
		counted = count(copies, "article")
	}
	line := fmt.Sprintf("    %s; %s, %s", shortClaim(f), counted, count(len(outlets), "outlet"))
	verdicts := verdictsOf(f)
	switch {
	case verdicts == "":
	case displayed(line+verdicts)+2 > columns:
		line += ":\n      " + verdicts
	default:
		line += ": " + verdicts
	}
	fmt.Fprintln(w, line)
}

// verdictsOf counts how the copies of a family treat their sources.
func verdictsOf(f news.Family) string {
	verdicts := map[news.Verdict]int{}
	for _, l := range f.Links {
		if !l.Second {
			verdicts[l.Verdict]++
		}
	}
	return countedVerdicts(verdicts)
}

func countedVerdicts(verdicts map[news.Verdict]int) string {
	var parts []string
	for _, v := range news.Verdicts {
		if verdicts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", verdicts[v], v))
		}
	}
	return strings.Join(parts, ", ")
}

// shortClaim is what is known of the root, in a few words.
func shortClaim(f news.Family) string {
	switch f.Claim {
	case news.Origin:
		return fmt.Sprintf("origin (%.0f %%)", percent(f.Probability))
	case news.Earliest:
		return "earliest known copy"
	case news.UnseenSource:
		for _, u := range f.Unseen {
			if news.UnseenID(u.Name) == f.Root {
				return fmt.Sprintf("named as source by %d of %d (%s)", u.Named, u.Of, confidence(f.Probability))
			}
		}
	}
	return "origin undetermined"
}

// claimSentence says what is known of the root, by the rule of honesty.
func claimSentence(f news.Family) string {
	root, _ := f.Member(f.Root)
	switch f.Claim {
	case news.Origin:
		rests := ""
		if len(f.Rests) > 0 {
			rests = ", rests on " + strings.Join(f.Rests, " and ") + " evidence"
		}
		return fmt.Sprintf("origin: %s (%.0f %%%s)", citeArticle(root), percent(f.Probability), rests)
	case news.Earliest:
		return fmt.Sprintf("earliest known copy in this index: %s", citeArticle(root))
	case news.UnseenSource:
		name, _ := f.Root.Unseen()
		for _, u := range f.Unseen {
			if u.Name == name {
				return fmt.Sprintf("named as source by %d of %d: %s (no matching %s article in this index; %s, %.0f %%)",
					u.Named, u.Of, name, name, confidence(f.Probability), percent(f.Probability))
			}
		}
	}
	return "family found, origin undetermined; among them: " + citeArticle(f.Members[0])
}

// percent is a probability as a person reads it: never certain.
func percent(p float64) float64 { return min(99, 100*p) }

func confidence(p float64) string {
	switch {
	case p >= 0.9:
		return "high confidence"
	case p >= 0.6:
		return "moderate confidence"
	}
	return "low confidence"
}

const columns = 80 // of a terminal, which every line of a list fits

// citeArticle names an article in a line: outlet, title and the beginning of its ID. A long
// title is cut.
func citeArticle(h news.Head) string { return citeWithin(h, columns) }

// citeWithin is citeArticle for lines that have less room.
func citeWithin(h news.Head, room int) string {
	name := fitted(printable(h.Outlet), columns/3)
	if name == "" {
		name = fitted(printable(h.Place), columns/3)
	}
	title := printable(strings.Join(strings.Fields(h.Title), " "))
	id := string(h.ID[:min(8, len(h.ID))])
	return fmt.Sprintf("%s “%s” [%s]", name, fitted(title, room-displayed(name)-len(id)-displayed(" “” []")), id)
}

// fitted cuts s, with a mark, where it takes more columns than there is room.
func fitted(s string, room int) string {
	if displayed(s) <= room {
		return s
	}
	taken := 1 // the mark
	for i, r := range s {
		if taken += runeColumns(r); taken > room {
			return s[:i] + "…"
		}
	}
	return s
}

// displayed is the number of columns that s takes in a terminal.
func displayed(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch kind := width.LookupRune(r).Kind(); {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// printable drops control characters: a title must not steer the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7F || 0x80 <= r && r < 0xA0 || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}

func count(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func titled(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
