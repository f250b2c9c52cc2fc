package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

const shownTurns = 10 // of a run that are listed; --json has all

// printTurns lists what a run changed about families known before.
func printTurns(c *cli.Context, s *store.Store, turns []news.Turn) error {
	w := c.App.Writer
	if len(turns) > 0 {
		fmt.Fprintln(w, "\nChanged by this run:")
	}
	for i, t := range turns {
		if i == shownTurns {
			fmt.Fprintf(w, "... and %d more: stemma index --json lists them all\n", len(turns)-i)
			break
		}
		if err := printTurn(c, s, t); err != nil {
			return err
		}
	}
	return nil
}

func printTurn(c *cli.Context, s *store.Store, t news.Turn) error {
	w := c.App.Writer
	from, errFrom := citeRoot(c, s, t.From, columns-len("    from "))
	to, errTo := citeRoot(c, s, t.To, columns-len("      to "))
	if err := cmp.Or(errFrom, errTo); err != nil {
		return err
	}
	switch t.Kind {
	case news.Merged:
		fmt.Fprintf(w, "Merged: %s are one: %s\n      %s\n", count(len(t.Families), "family"), claimed(t.Now, t.After), to)
	case news.Divided:
		fmt.Fprintf(w, "Split: a family, before: %s\n      %s\n", claimed(t.Was, t.Before), from)
		if len(t.Families) > 1 {
			fmt.Fprintf(w, "    is %s now\n", count(len(t.Families), "family"))
		}
		for _, id := range t.Left {
			left, err := citeRoot(c, s, id, columns-len("    without "))
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "    without %s\n", left)
		}
	case news.Rerooted:
		fmt.Fprintf(w, "Re-rooted: %s -> %s\n    from %s\n      to %s\n", claimed(t.Was, t.Before), claimed(t.Now, t.After), from, to)
	default:
		fmt.Fprintf(w, "%s: %s -> %s\n      at %s\n", titled(string(t.Kind)), claimed(t.Was, t.Before), claimed(t.Now, t.After), to)
	}
	if t.Because != "" {
		printWrapped(w, "    because ", t.Because)
	}
	return nil
}

// claimed is what is claimed of a root, in a few words.
func claimed(c news.Claim, p float64) string {
	if c == news.UnseenSource {
		return fmt.Sprintf("a source not in this index (%.0f %%)", percent(p))
	}
	return shortClaim(news.Family{Claim: c, Probability: p})
}

// citeRoot names an article of the index, or an unseen source, in some columns.
func citeRoot(c *cli.Context, s *store.Store, id news.ID, room int) (string, error) {
	if name, ok := id.Unseen(); ok {
		return fitted(printable(name)+" (not in this index)", room), nil
	}
	a, err := s.Article(c.Context, id)
	if errors.Is(err, store.ErrNotFound) {
		return string(id) + " (not in this index)", nil
	}
	return citeWithin(a.Head, room), err
}

// printWrapped prints text after a lead, and breaks it at spaces where it fills a line.
func printWrapped(w io.Writer, lead, text string) {
	line, indent := lead, strings.Repeat(" ", displayed(lead))
	for i, word := range strings.Fields(printable(text)) {
		if i > 0 && displayed(line)+1+displayed(word) > columns {
			fmt.Fprintln(w, line)
			line = indent + word
			continue
		}
		if i > 0 {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(w, line)
}

type indexedJSON struct {
	Added     int        `json:"added"`
	Revised   int        `json:"revised"`
	Unchanged int        `json:"unchanged"`
	Skipped   int        `json:"skipped"`
	Matches   int        `json:"matches"`
	Families  []string   `json:"families"` // new or changed in this run
	Changed   []turnJSON `json:"changed"`
}

type turnJSON struct {
	Kind     string   `json:"kind"`
	Family   string   `json:"family"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Was      string   `json:"was"`
	Now      string   `json:"now"`
	Before   float64  `json:"before"`
	After    float64  `json:"after"`
	Families []string `json:"families,omitempty"`
	Left     []string `json:"left,omitempty"`
	Because  string   `json:"because,omitempty"`
}

func indexedOf(sum pipeline.Summary) indexedJSON {
	out := indexedJSON{sum.Added, sum.Revised, sum.Unchanged, sum.Skipped, sum.Matches, idStrings(sum.Families), []turnJSON{}}
	for _, t := range sum.Turns {
		out.Changed = append(out.Changed, turnOf(t))
	}
	return out
}

func turnOf(t news.Turn) turnJSON {
	return turnJSON{string(t.Kind), string(t.Family), string(t.From), string(t.To), string(t.Was), string(t.Now), t.Before, t.After,
		idStrings(t.Families), idStrings(t.Left), t.Because}
}

func idStrings(ids []news.ID) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
