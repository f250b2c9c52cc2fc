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
	return &cli.Command{Name: "simulate", Usage: "make families of articles with known trees: FOLDER/articles.jsonl and FOLDER/truth",
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
			return writeWorld(c.Args().First(), sc, c.Int("families"), c.Uint64("seed"))
		}
	}
	return hint("stemma help simulate lists them", "no scenario %q", c.String("scenario"))
}

// writeWorld writes simulated articles and what is true of them.
func writeWorld(folder string, sc eval.Scenario, families int, seed uint64) error {
	articles, truth := eval.Simulate(sc, families, seed)
	if err := os.MkdirAll(filepath.Join(folder, "truth"), 0o755); err != nil {
		return err
	}
	return errors.Join(
		writeFile(filepath.Join(folder, "articles.jsonl"), func(w io.Writer) error {
			lines := json.NewEncoder(w)
			for _, a := range articles {
				if err := lines.Encode(a); err != nil {
					return err
				}
			}
			return nil
		}),
		writeFile(filepath.Join(folder, "truth", "links.tsv"), func(w io.Writer) error { return eval.WriteLinks(w, truth.Links) }),
		writeFile(filepath.Join(folder, "truth", "families.tsv"), func(w io.Writer) error { return eval.WriteFamilies(w, truth.Families) }),
	)
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
