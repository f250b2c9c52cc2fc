package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/eval"
	"stemma/internal/store"
)

func evalCommand() *cli.Command {
	return &cli.Command{Name: "eval", Usage: "measure the index against a truth: a folder with links.tsv, and families.tsv, pairs.tsv, traps.tsv if there are",
		ArgsUsage: "TRUTH", Action: withStore(measure)}
}

func measure(c *cli.Context, s *store.Store) error {
	if c.NArg() != 1 {
		return hint("stemma eval testdata/truth", "eval takes one folder")
	}
	truth, err := eval.ReadTruth(os.DirFS(c.Args().First()))
	if err != nil {
		return err
	}
	d, err := reportData(c, s)
	if err != nil {
		return err
	}
	fmt.Fprint(c.App.Writer, eval.Measure(truth, eval.Of(d.Families, d.Articles, d.Matches)))
	return nil
}

func simulateCommand() *cli.Command {
	var names []string
	for _, sc := range eval.Scenarios() {
		names = append(names, sc.Name)
	}
	return &cli.Command{Name: "simulate", Usage: "make families of articles with known trees: FOLDER/articles, JSON lines and a third HTML, and FOLDER/truth",
		ArgsUsage: "FOLDER",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "scenario", Value: names[0], Usage: "`NAME`: " + strings.Join(names, ", ")},
			&cli.IntFlag{Name: "families", Value: 100, Usage: "how many, `N`"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "equal seeds make equal articles, `N`"},
		},
		Action: simulate}
}

func simulate(c *cli.Context) error {
	if c.NArg() != 1 || c.Int("families") < 1 {
		return hint("stemma simulate --families 100 FOLDER", "simulate takes one folder and makes one family or more")
	}
	for _, sc := range eval.Scenarios() {
		if sc.Name == c.String("scenario") {
			return writeWorld(c.Args().First(), eval.Simulate(sc, c.Int("families"), c.Uint64("seed")))
		}
	}
	return hint("stemma help simulate lists them", "no scenario %q", c.String("scenario"))
}

// writeWorld writes simulated articles and what is true of them.
func writeWorld(folder string, w eval.World) error {
	articles, truth := filepath.Join(folder, "articles"), filepath.Join(folder, "truth")
	if err := errors.Join(os.MkdirAll(articles, 0o755), os.MkdirAll(truth, 0o755)); err != nil {
		return err
	}
	return errors.Join(
		writePages(articles, w.Articles),
		writeFile(filepath.Join(articles, "articles.jsonl"), func(out io.Writer) error { return writeLines(out, w.Articles) }),
		writeFile(filepath.Join(truth, "links.tsv"), func(out io.Writer) error { return eval.WriteLinks(out, w.Truth.Links) }),
		writeFile(filepath.Join(truth, "pairs.tsv"), func(out io.Writer) error { return eval.WritePairs(out, w.Truth.Pairs) }),
		writeFile(filepath.Join(truth, "families.tsv"), func(out io.Writer) error { return eval.WriteFamilies(out, w.Truth.Families) }),
	)
}

// writeLines writes the articles that are lines of JSON.
func writeLines(out io.Writer, articles []eval.Simulated) error {
	lines := json.NewEncoder(out)
	for _, a := range articles {
		if a.Page != "" {
			continue
		}
		if err := lines.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

// writePages writes the articles that are pages, a file each.
func writePages(folder string, articles []eval.Simulated) error {
	for i, a := range articles {
		if a.Page == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%06d.html", i)), []byte(a.Page), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
