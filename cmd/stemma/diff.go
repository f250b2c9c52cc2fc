package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/report"
)

func diffCommand() *cli.Command {
	return &cli.Command{Name: "diff", Usage: "what is new since a report: links, origins and verdicts that appeared, went or changed", ArgsUsage: "OLD.json [NEW.json]",
		Description: "Without NEW.json the index is asked, with the parameters of OLD.json.",
		Flags:       jsonFlag("one JSON object"), Action: diff}
}

func diff(c *cli.Context) error {
	if c.NArg() < 1 || c.NArg() > 2 {
		return hint("stemma diff OLD.json [NEW.json]", "diff takes one report or two")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(wholeReports))
	_, before, err := readReport(c.Args().First())
	if err != nil {
		return err
	}
	after, err := laterReport(c, before.Parameters)
	if err != nil {
		return err
	}
	d := report.Diff(before, after)
	if c.Bool("json") {
		return json.NewEncoder(c.App.Writer).Encode(d)
	}
	printDifference(c.App.Writer, before, after, d)
	return nil
}

// laterReport is the second report named, or what the index says now.
func laterReport(c *cli.Context, p report.Parameters) (report.Report, error) {
	if c.NArg() == 2 {
		_, r, err := readReport(c.Args().Get(1))
		return r, err
	}
	s, err := openRead(c)
	if err != nil {
		return report.Report{}, err
	}
	defer s.Close()
	return again(c.Context, s, p)
}

func printDifference(w io.Writer, before, after report.Report, d report.Difference) {
	a := d.Articles
	fmt.Fprintf(w, "articles  %d new, %d gone, %d with another text\n", len(a.New), len(a.Gone), len(a.Changed))
	fmt.Fprintf(w, "links     %s\nfamilies  %s\n", changeCounts(linkStates(d.Links), d.Same["links"]), changeCounts(familyStates(d.Families), d.Same["families"]))
	for _, what := range []string{report.Appeared, report.Gone, report.Changed} {
		r := after
		if what == report.Gone {
			r = before
		}
		printLinkChanges(w, r, d.Links, what)
		printFamilyChanges(w, d.Families, what)
	}
	if d.None() {
		fmt.Fprintln(w, "\nNothing has changed.")
	}
}

func linkStates(list []report.LinkChange) map[string]int {
	n := map[string]int{}
	for _, l := range list {
		n[l.What]++
	}
	return n
}

func familyStates(list []report.FamilyChange) map[string]int {
	n := map[string]int{}
	for _, f := range list {
		n[f.What]++
	}
	return n
}

func changeCounts(n map[string]int, same int) string {
	return fmt.Sprintf("%d new, %d gone, %d changed, %d as they were", n[report.Appeared], n[report.Gone], n[report.Changed], same)
}

func printLinkChanges(w io.Writer, r report.Report, list []report.LinkChange, what string) {
	heading := false
	for _, l := range list {
		if l.What != what {
			continue
		}
		if !heading {
			fmt.Fprintf(w, "\nLinks %s\n", what)
			heading = true
		}
		fmt.Fprintf(w, "  %s\n    <- %s\n", printable(citeID(r, l.Copy)), printable(citeID(r, l.Source)))
		printIndented(w, strings.Join(l.Details, "; "), 7)
	}
}

func printFamilyChanges(w io.Writer, list []report.FamilyChange, what string) {
	heading := false
	for _, f := range list {
		if f.What != what {
			continue
		}
		if !heading {
			fmt.Fprintf(w, "\nFamilies %s\n", what)
			heading = true
		}
		fmt.Fprintf(w, "  %s\n", f.Family)
		printIndented(w, strings.Join(f.Details, "; "), 4)
	}
}

func printIndented(w io.Writer, text string, indent int) {
	for _, line := range wrapped(printable(text), columns-indent) {
		fmt.Fprintf(w, "%s%s\n", strings.Repeat(" ", indent), line)
	}
}
