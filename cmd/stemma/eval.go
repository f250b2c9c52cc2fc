package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
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
	families, err := store.Collect(s.Families(c.Context))
	if err != nil {
		return err
	}
	articles, err := store.Collect(s.Articles(c.Context))
	if err != nil {
		return err
	}
	matches, err := store.Collect(s.Matches(c.Context))
	if err != nil {
		return err
	}
	r := eval.Measure(truth, eval.Of(families, articles, matches))
	fmt.Fprint(c.App.Writer, r, "\nbeside simple rules on the same families\n")
	fmt.Fprint(c.App.Writer, eval.Table(truth, r, eval.Baselines(families, articles, matches)))
	return nil
}

// corpusScenario names the eval.Corpus beside the worlds of families.
const corpusScenario = "corpus"

func simulateCommand() *cli.Command {
	var names []string
	for _, sc := range eval.Scenarios() {
		names = append(names, sc.Name)
	}
	names = append(names, corpusScenario)
	return &cli.Command{Name: "simulate", Usage: "make families of articles with known trees: FOLDER/articles, JSON lines and a third HTML, and FOLDER/truth",
		ArgsUsage: "FOLDER",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "scenario", Value: names[0], Usage: "`NAME`: " + strings.Join(names, ", ")},
			&cli.IntFlag{Name: "families", Value: 100, Usage: "how many, `N`"},
			&cli.IntFlag{Name: "articles", Value: 10_000, Usage: "how many in the scenario " + corpusScenario + ", which is news of any size with copies planted in it, `N`"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "equal seeds make equal articles, `N`"},
		},
		Action: simulate}
}

func simulate(c *cli.Context) error {
	if c.NArg() != 1 || c.Int("families") < 1 {
		return hint("stemma simulate --families 100 FOLDER", "simulate takes one folder and makes one family or more")
	}
	if c.String("scenario") == corpusScenario {
		return writeCorpus(c.Args().First(), eval.Corpus{Articles: c.Int("articles"), Seed: c.Uint64("seed")})
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
	articles, truth, err := worldFolders(folder)
	if err != nil {
		return err
	}
	return errors.Join(
		writePages(articles, w.Articles),
		writeFile(filepath.Join(articles, "articles.jsonl"), func(out io.Writer) error { return writeLines(out, slices.Values(w.Articles)) }),
		writeFile(filepath.Join(truth, "links.tsv"), func(out io.Writer) error { return eval.WriteLinks(out, w.Truth.Links) }),
		writeFile(filepath.Join(truth, "pairs.tsv"), func(out io.Writer) error { return eval.WritePairs(out, w.Truth.Pairs) }),
		writeFile(filepath.Join(truth, "families.tsv"), func(out io.Writer) error { return eval.WriteFamilies(out, slices.Values(w.Truth.Families)) }),
	)
}

// worldFolders makes the folders of a world: of its articles and of what is true of them.
func worldFolders(folder string) (articles, truth string, err error) {
	articles, truth = filepath.Join(folder, "articles"), filepath.Join(folder, "truth")
	return articles, truth, errors.Join(os.MkdirAll(articles, 0o755), os.MkdirAll(truth, 0o755))
}

// writeLines writes the articles that are lines of JSON.
func writeLines(out io.Writer, articles iter.Seq[eval.Simulated]) error {
	lines := json.NewEncoder(out)
	for a := range articles {
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

// writeCorpus writes a corpus and what was planted in it.
func writeCorpus(folder string, corpus eval.Corpus) error {
	articles, truth, err := worldFolders(folder)
	if err != nil {
		return err
	}
	return errors.Join(
		writeFile(filepath.Join(articles, "articles.jsonl"), func(out io.Writer) error { return writeLines(out, corpus.All()) }),
		writeFile(filepath.Join(truth, "links.tsv"), func(out io.Writer) error { return eval.WritePlanted(out, corpus, true) }),
		writeFile(filepath.Join(truth, "pairs.tsv"), func(out io.Writer) error { return eval.WritePlanted(out, corpus, false) }),
		writeFile(filepath.Join(truth, "families.tsv"), func(out io.Writer) error { return eval.WriteFamilies(out, corpus.Families()) }),
	)
}

// writeFile creates a file and writes it through a buffer.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<20)
	return errors.Join(write(buffered), buffered.Flush())
}
