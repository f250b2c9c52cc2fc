package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func indexCommand() *cli.Command {
	return &cli.Command{
		Name:      "index",
		Usage:     "add articles to the index and link them",
		ArgsUsage: "PATH...",
		Flags:     inputFlags(),
		Action:    index,
	}
}

func index(c *cli.Context) (err error) {
	if !c.Args().Present() {
		return hint("stemma index PATH...", "no files to index")
	}
	o, err := inputOptions(c)
	if err != nil {
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
		fmt.Fprintf(c.App.ErrWriter, "stemma: passed over %s of other kinds\n", count(passed, "file"))
	}
	if err := printSummary(c, s, sum); err != nil {
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
		run.Stages = append(run.Stages, store.Stage{Name: name, Took: now.Sub(last)})
		last = now
	}
	sum, err := pipeline.Index(c.Context, s, c.Args().Slice(), o)
	if err != nil {
		return sum, err
	}
	run.Took = time.Since(started)
	run.Counts = map[string]int{"added": sum.Added, "revised": sum.Revised, "unchanged": sum.Unchanged, "skipped": sum.Skipped,
		"matches": sum.Matches, "families": len(sum.Families)}
	return sum, s.FinishRun(c.Context, id, run)
}

const shownFamilies = 12 // families that fit one screen with the rest

// printSummary prints on one screen what was indexed and what was found.
func printSummary(c *cli.Context, s *store.Store, sum pipeline.Summary) error {
	w := c.App.Writer
	switch {
	case sum.Added+sum.Revised+sum.Unchanged == 0:
		fmt.Fprintln(w, "Nothing was indexed.")
	case sum.Added+sum.Revised == 0:
		fmt.Fprintf(w, "Nothing changed: %s known already.\n", count(sum.Unchanged, "article"))
	default:
		fmt.Fprintf(w, "Indexed %s, %s, %d known already.\n", count(sum.Added, "new article"), count(sum.Revised, "revision"), sum.Unchanged)
	}
	families, err := allFamilies(c, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s in the index.\n", titled(count(len(families), "family")))
	if len(families) > 0 {
		fmt.Fprintln(w)
	}
	for i, f := range families {
		if i == shownFamilies {
			fmt.Fprintf(w, "... and %d more: stemma families\n", len(families)-shownFamilies)
			break
		}
		printFamilyLine(w, f)
	}
	fmt.Fprintf(w, "\nNext: stemma families · stemma show ARTICLE · stemma trace FILE · stemma report -o report.html\n")
	return nil
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

// printFamilyLine says in two lines what is known of a family.
func printFamilyLine(w io.Writer, f news.Family) {
	outlets := map[string]bool{}
	for _, h := range f.Members {
		outlets[h.Outlet] = true
	}
	verdicts := map[news.Verdict]int{}
	for _, l := range f.Links {
		if !l.Second {
			verdicts[l.Verdict]++
		}
	}
	parts := []string{count(len(f.Members), "article"), count(len(outlets), "outlet")}
	for _, v := range []news.Verdict{news.Credited, news.Misdirects, news.Uncredited, news.Stripped, news.Unclear} {
		if verdicts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", verdicts[v], v))
		}
	}
	fmt.Fprintf(w, "%s\n    %s\n", claimSentence(f), strings.Join(parts, ", "))
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

const shownTitle = 48 // characters of a title on a line of 80

// citeArticle names an article in a line: outlet, title and id.
func citeArticle(h news.Head) string {
	title := []rune(strings.Join(strings.Fields(h.Title), " "))
	if len(title) > shownTitle {
		title = append(title[:shownTitle-1], '…')
	}
	return fmt.Sprintf("%s “%s” [%s]", printable(h.Outlet), printable(string(title)), h.ID[:min(8, len(h.ID))])
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
