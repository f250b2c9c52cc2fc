package main

import (
	"bufio"
	"errors"
	"io"

	"github.com/urfave/cli/v2"

	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func exportCommand() *cli.Command {
	return &cli.Command{Name: "export", Usage: "the corpus back out as JSON lines that stemma index reads again, every revision a line",
		Flags:  []cli.Flag{&cli.PathFlag{Name: "o", Value: "-", Usage: "write to `FILE`"}},
		Action: withStore(export)}
}

func export(c *cli.Context, s *store.Store) error {
	if c.NArg() > 0 {
		return hint("stemma export -o corpus.jsonl", "export takes no arguments")
	}
	write := func(w io.Writer) error { return pipeline.Export(c.Context, s, w) }
	if path := c.Path("o"); path != "-" {
		return writeFile(path, write)
	}
	out := bufio.NewWriterSize(c.App.Writer, 1<<20)
	return errors.Join(write(out), out.Flush())
}
