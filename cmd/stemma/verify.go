package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/report"
	"stemma/internal/store"
)

// wholeReports is the percentage that the heap may grow between collections where whole
// reports are held: their bytes and what they say, which is much and stays.
const wholeReports = 25

// errDoubt ends a verification that found a claim which does not hold.
var errDoubt = fmt.Errorf("the report does not hold: %w", errNothing)

func verifyCommand() *cli.Command {
	return &cli.Command{Name: "verify", Usage: "does a report still hold? Every claim of REPORT.json is made again, from the index or from given articles", ArgsUsage: "REPORT.json",
		Flags: append(jsonFlag("one JSON object a kind of claim"),
			&cli.StringSliceFlag{Name: "articles", Usage: "verify against the articles in `PATH`, not the index; may be repeated"},
			&cli.StringSliceFlag{Name: "outlets", Usage: "with --articles, the `FILE` of outlets that the index had, as for index"}),
		Action: verify}
}

func verify(c *cli.Context) error {
	if c.NArg() != 1 {
		return hint("stemma verify REPORT.json", "verify takes one report")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(wholeReports))
	sealed, r, err := readReport(c.Args().First())
	if err != nil {
		return err
	}
	s, done, err := evidenceStore(c)
	if err != nil {
		return err
	}
	defer done()
	if r, err = renamed(c.Context, s, c.Args().First(), r); err != nil {
		return err
	}
	now, err := again(c.Context, s, r.Parameters)
	if err != nil {
		return err
	}
	checks := report.Verify(sealed, r, now, func(id string) (string, bool) {
		text, err := s.Text(c.Context, news.ID(id))
		return text, err == nil
	})
	if c.Context.Err() != nil {
		return c.Context.Err()
	}
	if c.Bool("json") {
		err = eachJSON(c.App.Writer, checks)
	} else {
		printChecks(c.App.Writer, r, checks)
	}
	for _, check := range checks {
		if !check.Holds() {
			return cmp.Or(err, errDoubt)
		}
	}
	return err
}

// readReport reads a JSON report, and whether its seal is whole.
func readReport(path string) (sealed bool, r report.Report, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, r, err
	}
	defer f.Close()
	if r, err = report.Read(bufio.NewReader(f)); errors.Is(err, report.ErrNoReport) {
		return false, r, hint("stemma report -o report.json makes one", "%s: %w", path, err)
	}
	info, err := f.Stat()
	if err == nil {
		sealed, err = report.Sealed(f, info.Size())
	}
	return sealed, r, err
}

// evidenceStore is the index, or one made of the given articles and thrown away when done.
func evidenceStore(c *cli.Context) (s *store.Store, done func(), err error) {
	paths := c.StringSlice("articles")
	if len(paths) == 0 {
		s, err = openRead(c)
		return s, func() { s.Close() }, err
	}
	dir, err := os.MkdirTemp("", "stemma-verify")
	if err != nil {
		return nil, nil, err
	}
	remove := func() { os.RemoveAll(dir) }
	if s, err = store.Open(c.Context, filepath.Join(dir, "given.db")); err != nil {
		remove()
		return nil, nil, err
	}
	o := pipeline.Options{Skip: func(place string, err error) { fmt.Fprintf(c.App.ErrWriter, "stemma: skipped %s: %v\n", place, err) }}
	o.Ingest.MaxDocument = maxDocument
	o.Ingest.Stdin = c.App.Reader
	if o.Outlets, err = declared(c); err == nil {
		_, err = pipeline.Index(c.Context, s, paths, o)
	}
	if err != nil {
		s.Close()
		remove()
		return nil, nil, err
	}
	return s, func() { s.Close(); remove() }, nil
}

// renamed is a report with the IDs that its articles have in s. Articles without an
// address or an id of their own are known by their path, and given from another folder
// they have another: those are told by their texts.
func renamed(ctx context.Context, s *store.Store, path string, r report.Report) (report.Report, error) {
	digests, err := pipeline.Digest(ctx, s)
	if err != nil {
		return r, err
	}
	reported := map[string]bool{}
	for _, a := range r.Articles {
		reported[a.ID] = true
	}
	bare := map[string][]string{} // by SHA-256 of the text, what the report does not know by its ID
	for id, sum := range digests.Texts {
		if !reported[string(id)] {
			bare[sum] = append(bare[sum], string(id))
		}
	}
	var names []string
	for _, a := range r.Articles {
		if _, here := digests.Texts[news.ID(a.ID)]; !here && len(bare[a.TextSHA256]) == 1 {
			names = append(names, a.ID, bare[a.TextSHA256][0])
		}
	}
	if len(names) == 0 {
		return r, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	return report.Read(strings.NewReader(strings.NewReplacer(names...).Replace(string(data))))
}

// again is the report that the same parameters give now. A run of another index means
// nothing in this one, so that what it added is asked for in none.
func again(ctx context.Context, s *store.Store, p report.Parameters) (report.Report, error) {
	if err := checkParameters(ctx, s, p); err != nil {
		return report.Report{}, fmt.Errorf("make the report again: %w", err)
	}
	d, err := reportData(ctx, s, p)
	if err != nil {
		return report.Report{}, fmt.Errorf("make the report again: %w", err)
	}
	r, w := io.Pipe() // its JSON is never held whole
	go func() { w.CloseWithError(report.Write(w, report.Options{Format: "json"}, d)) }()
	defer r.Close()
	return report.Read(r)
}

func eachJSON[T any](w io.Writer, list []T) error {
	out := json.NewEncoder(w)
	for _, v := range list {
		if err := out.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

const shownFaults = 5 // of one kind: the first say what happened, --json has them all

func printChecks(w io.Writer, r report.Report, checks []report.Check) {
	fmt.Fprintf(w, "Report of stemma %s with %s, from %s\n\n", printable(r.Version), printable(r.Weights), count(r.Corpus.Articles, "article"))
	all, others := true, false
	for _, c := range checks {
		others = others || c.What == "parameters" && !c.Holds()
		state := fmt.Sprintf("%d of %d hold", c.Held, c.Of)
		if c.Of == 0 {
			state = "none"
		}
		if c.What == "seal" {
			state = "holds: the file is as it was written"
			if !c.Holds() {
				state = "broken"
			}
		}
		fmt.Fprintf(w, "%-13s %s\n", c.What, state)
		for i, f := range c.Faults {
			all = false
			if i == shownFaults {
				fmt.Fprintf(w, "  ... and %d more: --json lists them\n", len(c.Faults)-i)
				break
			}
			printFault(w, r, f)
		}
	}
	switch {
	case all:
		fmt.Fprintln(w, "\nEverything in this report holds.")
	case others:
		fmt.Fprintln(w, "\nNot everything in this report holds. It says that it was made from other\narticles, or otherwise: what differs may come of that.")
	default:
		fmt.Fprintln(w, "\nNot everything in this report holds.")
	}
}

func printFault(w io.Writer, r report.Report, f report.Fault) {
	what := f.Why
	if f.ID != "" {
		what = citeID(r, f.ID) + ": " + what
	}
	for i, line := range wrapped(printable(what), columns-4) {
		lead := "    "
		if i == 0 {
			lead = "  - "
		}
		fmt.Fprintf(w, "%s%s\n", lead, line)
	}
}

// citeID names an article, an unseen source or a family of a report.
func citeID(r report.Report, id string) string {
	for _, a := range r.Articles {
		if a.ID == id {
			return citeWithin(news.Head{ID: news.ID(id), Outlet: a.Outlet, Title: a.Title, Place: a.Place}, columns-8)
		}
	}
	if name, unseen := news.ID(id).Unseen(); unseen {
		return name + " (not in the index)"
	}
	return id
}

// wrapped breaks text into lines of at most width columns, between words.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case displayed(line)+1+displayed(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
