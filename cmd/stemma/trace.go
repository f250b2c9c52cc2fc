package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func traceCommand() *cli.Command {
	return &cli.Command{
		Name:      "trace",
		Usage:     "which article did this text come from? (adds nothing to the index)",
		ArgsUsage: "[FILE...|-]",
		Flags: append(inputFlags(),
			&cli.StringFlag{Name: "text", Usage: "trace this `TEXT`"},
			&cli.BoolFlag{Name: "json", Usage: "one JSON object a text"}),
		Action: trace,
	}
}

func trace(c *cli.Context) error {
	s, err := openRead(c)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.IsSet("text") {
		a, err := pipeline.Text(c.String("text"))
		if err != nil {
			return err
		}
		return traceOne(c, s, a)
	}
	paths := c.Args().Slice()
	if len(paths) == 0 {
		paths = []string{"-"}
	}
	o, err := inputOptions(c)
	if err != nil {
		return err
	}
	found, skipped := false, 0
	for a, err := range pipeline.Articles(c.Context, paths, o) {
		if err == nil {
			err = traceOne(c, s, a)
		}
		switch {
		case err == nil:
			found = true
		case errors.Is(err, errNothing):
		case errors.Is(err, c.Context.Err()):
			return err
		default:
			skipped++
			fmt.Fprintf(c.App.ErrWriter, "stemma: skipped %s: %v\n", a.Place, err)
		}
	}
	switch {
	case c.Context.Err() != nil:
		return c.Context.Err()
	case skipped > 0:
		return errSkipped
	case !found:
		return errNothing
	}
	return nil
}

func traceOne(c *cli.Context, s *store.Store, a news.Article) error {
	t, err := pipeline.Trace(c.Context, s, a)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = json.NewEncoder(c.App.Writer).Encode(traceJSON(t))
	} else {
		printTrace(c.App.Writer, t)
	}
	if err == nil && len(t.Sources) == 0 {
		return errNothing
	}
	return err
}

const (
	shownSources  = 5
	shownPassages = 3
)

func printTrace(w io.Writer, t news.Trace) {
	fmt.Fprintf(w, "%s: ", printable(t.Text.Place))
	if len(t.Sources) == 0 {
		fmt.Fprintln(w, "no article of this index shares 8 words with it.")
	} else {
		fmt.Fprintf(w, "%s with words in common.\n", count(len(t.Sources), "article"))
	}
	for i, f := range t.Sources {
		if i == shownSources {
			fmt.Fprintf(w, "... and %d more: --json lists them\n", len(t.Sources)-shownSources)
			break
		}
		printSource(w, i+1, f, t.Text.Text)
	}
	printChain(w, t)
	printClaims(w, t.Text.Head)
}

func printSource(w io.Writer, n int, f news.Found, text string) {
	fmt.Fprintf(w, "\n%d. %s\n   %.0f %% of the text, %s; %s that it was taken from here (%.0f %%)\n",
		n, citeArticle(f.Head), 100*f.Share, f.Match.Class, confidence(f.Confidence), percent(f.Confidence))
	if f.Head.URL != "" {
		fmt.Fprintf(w, "   %s\n", printable(f.Head.URL))
	}
	if f.Claim == news.Origin {
		fmt.Fprintln(w, "   the origin of its family")
	}
	if f.Quoted {
		fmt.Fprintln(w, "   inside a quotation in this article")
	}
	for i, p := range f.Match.Passages {
		if i == shownPassages {
			fmt.Fprintf(w, "   ... and %s\n", count(len(f.Match.Passages)-shownPassages, "more passage"))
			break
		}
		fmt.Fprintf(w, "   %s\n", coloured(w, "“"+printable(shortened(text[p.B.Start:p.B.End]))+"”"))
	}
}

// shortened is a passage as one shows it in a terminal: its beginning and its end.
func shortened(s string) string {
	const most = 160 // characters
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most/2]) + " … " + string(r[len(r)-most/2:])
}

// coloured marks a passage on a terminal, unless NO_COLOR is set.
func coloured(w io.Writer, s string) string {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("NO_COLOR") != "" {
		return s
	}
	return "\x1b[32m" + s + "\x1b[0m"
}

func printChain(w io.Writer, t news.Trace) {
	if t.Family == nil {
		return
	}
	fmt.Fprint(w, "\nChain: this text")
	for _, id := range t.Chain {
		if name, unseen := id.Unseen(); unseen {
			fmt.Fprintf(w, "\n  <- %s (not in this index)", name)
		} else if h, ok := t.Family.Member(id); ok {
			fmt.Fprintf(w, "\n  <- %s", citeArticle(h))
		}
	}
	fmt.Fprintf(w, "\n%s\n", claimSentence(*t.Family))
}

func printClaims(w io.Writer, h news.Head) {
	if len(h.Credits)+len(h.Fossils) > 0 {
		fmt.Fprintln(w, "\nWhat the text says itself:")
	}
	for _, c := range h.Credits {
		kind := c.Kind
		if c.Strength != news.Strong {
			kind += ", " + string(c.Strength)
		}
		fmt.Fprintf(w, "  credit (%s) %s: “%s”\n", kind, printable(c.Name), printable(c.Quote))
	}
	for _, f := range h.Fossils {
		fmt.Fprintf(w, "  fossil (%s) %s: “%s”\n", f.Kind, printable(f.Name), printable(f.Quote))
	}
}
