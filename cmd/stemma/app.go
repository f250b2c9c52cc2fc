package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"stemma/internal/pipeline"
	"stemma/internal/store"
)

// version is what reports cite.
const version = "0.1"

// Exit codes, as documented in the help.
const (
	exitOK       = 0
	exitNothing  = 1 // no source, no match: like grep
	exitError    = 2
	exitSkipped  = 3 // done, but some input could not be read
	exitCanceled = 130
)

var (
	errNothing = errors.New("nothing found")
	errSkipped = errors.New("some input was skipped")
)

// A hintError is a mistake the user can mend, with the way to mend it.
type hintError struct {
	err  error
	hint string
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }

func hint(how, format string, args ...any) error { return &hintError{fmt.Errorf(format, args...), how} }

func newApp(stdin io.Reader, stdout, stderr io.Writer) *cli.App {
	app := &cli.App{
		Name:                      "stemma",
		Usage:                     "trace republished news to its source",
		Version:                   version,
		Description:               "Exit status: 0 done, 1 nothing found or a report that does not hold, 2 error or misuse, 3 done but some input was skipped, 130 interrupted.",
		Reader:                    stdin,
		Writer:                    stdout,
		ErrWriter:                 stderr,
		Suggest:                   true,
		DisableSliceFlagSeparator: true, // "Smith, John" is one value
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              usageError,
		CommandNotFound: func(c *cli.Context, name string) {
			fmt.Fprintf(stderr, "stemma: error: no command %q\nstemma: hint: see stemma help\n", name)
		},
		Commands: []*cli.Command{
			indexCommand(), traceCommand(), showCommand(), compareCommand(), familiesCommand(),
			outletsCommand(), sourcesCommand(), reviewCommand(),
			creditsCommand(), reportCommand(), verifyCommand(), diffCommand(), statsCommand(), checkCommand(), exportCommand(), evalCommand(), simulateCommand(),
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				name := c.Args().First()
				return hint(cmp.Or(cli.SuggestCommand(c.App.Commands, name), "see stemma help"), "no command %q", name)
			}
			return cli.ShowAppHelp(c)
		},
	}
	for _, c := range app.Commands {
		c.OnUsageError = usageError
		c.Flags = append(c.Flags, dbFlag())
	}
	return app
}

func dbFlag() cli.Flag {
	return &cli.PathFlag{Name: "db", Value: "stemma.db", EnvVars: []string{"STEMMA_DB"}, Usage: "index `FILE`"}
}

// usageError keeps urfave/cli from printing the whole help to standard output.
func usageError(_ *cli.Context, err error, _ bool) error {
	return &hintError{err, "see stemma help"}
}

// flagsFirst moves the flags of a command, wherever they stand, between it and its
// arguments: urfave/cli takes a flag after the first argument for an argument, and one
// before the command for another flag. What follows "--" stays where it is.
func flagsFirst(app *cli.App, args []string) []string {
	at := slices.IndexFunc(args, func(a string) bool { return app.Command(a) != nil })
	if at < 0 {
		return args
	}
	command := app.Command(args[at])
	flags, rest := slices.Clone(args[1:at]), []string(nil)
	for i := at + 1; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--":
			rest = append(rest, args[i:]...)
			i = len(args)
		case len(a) < 2 || a[0] != '-':
			rest = append(rest, a)
		default:
			if flags = append(flags, a); takesValue(command, a) && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
		}
	}
	return slices.Concat(args[:1], args[at:at+1], flags, rest)
}

// takesValue reports whether the flag, as typed, is followed by its value.
func takesValue(command *cli.Command, typed string) bool {
	name := strings.TrimLeft(typed, "-")
	for _, f := range command.Flags {
		_, boolean := f.(*cli.BoolFlag)
		if slices.Contains(f.Names(), name) {
			return !boolean
		}
	}
	return false
}

// exitCode prints err for a person and returns the code for a script.
func exitCode(err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errNothing):
		return exitNothing
	case errors.Is(err, errSkipped):
		return exitSkipped
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "stemma: interrupted; what was stored is kept, and the same command goes on from there")
		return exitCanceled
	}
	fmt.Fprintln(stderr, "stemma: error:", err)
	var h *hintError
	if errors.As(err, &h) {
		fmt.Fprintln(stderr, "stemma: hint:", h.hint)
	}
	return exitError
}

// openRead opens the index for a command that only looks.
func openRead(c *cli.Context) (*store.Store, error) {
	s, err := store.OpenRead(c.Context, c.Path("db"))
	if errors.Is(err, store.ErrNoDatabase) {
		return nil, &hintError{err, "stemma index PATH... makes one; --db FILE names another"}
	}
	return s, err
}

// maxDocument is the default limit of a document in bytes.
const maxDocument = 16 << 20

// inputFlags are those of every command that reads documents.
func inputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.Int64Flag{Name: "max-document", Value: maxDocument, Usage: "refuse documents of more `BYTES`"},
		&cli.StringSliceFlag{Name: "map", Usage: "what a field of the input means, `MEANING=FIELD`: captured=published"},
	}
}

// inputOptions are the options that inputFlags set.
func inputOptions(c *cli.Context) (o pipeline.Options, err error) {
	o.Ingest.MaxDocument = c.Int64("max-document")
	o.Ingest.Stdin = c.App.Reader
	if o.Ingest.Map, err = pipeline.FieldMap(c.StringSlice("map")); err != nil {
		return o, hint("--map captured=published", "%w", err)
	}
	return o, nil
}
