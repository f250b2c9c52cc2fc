package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/report"
	"stemma/internal/store"
)

func reportCommand() *cli.Command {
	return &cli.Command{Name: "report", Usage: "write what was found, in one format or several", ArgsUsage: "[ARTICLE]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "`FORMAT`, or several with commas between: " + strings.Join(report.Formats, ", ") + " (default: by the ending of -o, else html)"},
			&cli.StringFlag{Name: "table", Usage: "of csv, `TABLE`: " + strings.Join(report.Tables, ", ") + " (default: links; all of them into a folder)"},
			&cli.PathFlag{Name: "o", Value: "-", Usage: "write to `FILE`, - for standard output, or into a folder, which several formats need; html has a page for each family there"},
			&cli.BoolFlag{Name: "schema", Usage: "print the JSON Schema of the json format"},
		}, selectionFlags()...),
		Action: writeReport}
}

// selectionFlags say what a report tells of.
func selectionFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "family", Usage: "this family alone, by its `ID`"},
		&cli.StringFlag{Name: "outlet", Usage: "what `OUTLET` took and gave: a name or a domain"},
		&cli.StringFlag{Name: "since", Usage: "copies that can have appeared on this `DAY` or later"},
		&cli.StringFlag{Name: "until", Usage: "copies that can have appeared on this `DAY` or before"},
		&cli.Float64Flag{Name: "min-confidence", Usage: "links of at least this `PROBABILITY`, 0 to 1"},
		&cli.StringSliceFlag{Name: "class", Usage: "links of this `CLASS`, or several with commas between"},
		&cli.StringSliceFlag{Name: "verdict", Usage: "copies with this `VERDICT`, or several with commas between"},
		&cli.StringFlag{Name: "indexed-since", Usage: "what `RUN` of stemma index and later ones added: its number, or last"},
	}
}

// reportMemory is what a report of 100,000 articles has to do with.
const reportMemory = "400MB"

func writeReport(c *cli.Context) error {
	if c.Bool("schema") {
		_, err := io.WriteString(c.App.Writer, report.Schema)
		return err
	}
	files, err := reportFiles(c)
	if err != nil {
		return err
	}
	if _, err := bounded(reportMemory); err != nil {
		return err
	}
	s, err := openRead(c)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := parameters(c, s)
	if err != nil {
		return err
	}
	d, err := reportData(c.Context, s, p)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := f.write(c.App.Writer, d); err != nil {
			return err
		}
	}
	return nil
}

// A reportFile is one file to write, and how, or a folder for pages.
type reportFile struct {
	path  string // "-" is standard output
	pages bool
	report.Options
}

// write writes the file whole or not at all.
func (f reportFile) write(stdout io.Writer, d report.Data) error {
	switch {
	case f.path == "-":
		return report.Write(stdout, f.Options, d)
	case f.pages:
		return f.writePages(d)
	}
	part, err := os.CreateTemp(filepath.Dir(f.path), filepath.Base(f.path)+".part*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // it is gone once renamed
	err = report.Write(part, f.Options, d)
	if err := errors.Join(err, part.Chmod(0o644), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), f.path)
}

// writePages writes the page that leads to the others last: a run that is cut short leaves
// none that leads nowhere.
func (f reportFile) writePages(d report.Data) error {
	if err := os.MkdirAll(filepath.Join(f.path, report.PageFolder), 0o755); err != nil {
		return err
	}
	return report.WritePages(func(name string) (io.WriteCloser, error) {
		return os.Create(filepath.Join(f.path, filepath.FromSlash(name)))
	}, d)
}

// reportFiles is what to write: one file, or each format into a folder.
func reportFiles(c *cli.Context) ([]reportFile, error) {
	path, table := c.Path("o"), c.String("table")
	formats := strings.Split(cmp.Or(c.String("format"), report.FormatOf(path), report.Formats[0]), ",")
	for _, f := range formats {
		if !slices.Contains(report.Formats, f) {
			return nil, hint("--format "+strings.Join(report.Formats, ", "), "no format %q", f)
		}
	}
	if table != "" && !slices.Contains(report.Tables, table) {
		return nil, hint("--table "+strings.Join(report.Tables, ", "), "no table %q", table)
	}
	if len(formats) > 1 && (path == "-" || isFile(path)) {
		return nil, hint("-o reports", "%d formats need a folder", len(formats))
	}
	if len(formats) == 1 && !isFolder(path) {
		return []reportFile{{path: path, Options: report.Options{Format: formats[0], Table: table}}}, nil
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	var files []reportFile
	for _, f := range formats {
		tables := []string{""}
		switch f {
		case "html":
			files = append(files, reportFile{path: path, pages: true})
			continue
		case "csv":
			tables = report.Tables
			if table != "" {
				tables = []string{table}
			}
		}
		for _, t := range tables {
			files = append(files, reportFile{path: filepath.Join(path, report.FileName(f, t)), Options: report.Options{Format: f, Table: t}})
		}
	}
	return files, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// isFolder reports whether path is a folder, or is written as one.
func isFolder(path string) bool {
	if strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// parameters reads what is asked for, and refuses what names nothing.
func parameters(c *cli.Context, s *store.Store) (p report.Parameters, err error) {
	p = report.Parameters{Family: c.String("family"), Outlet: c.String("outlet"), Since: c.String("since"), Until: c.String("until"),
		MinConfidence: c.Float64("min-confidence"), Classes: commaList(c, "class"), Verdicts: commaList(c, "verdict")}
	if c.NArg() > 1 {
		return p, hint("stemma report ARTICLE", "report takes one article or none")
	}
	if c.NArg() == 1 {
		h, err := findArticle(c, s, c.Args().First())
		if err != nil {
			return p, err
		}
		p.Article = string(h.ID)
	}
	if p.IndexedSince, err = runNumber(c, s); err != nil {
		return p, err
	}
	return p, checkParameters(c.Context, s, p)
}

func checkParameters(ctx context.Context, s *store.Store, p report.Parameters) error {
	for _, day := range []struct{ flag, value string }{{"since", p.Since}, {"until", p.Until}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			return hint("--"+day.flag+" 2024-03-31", "no day %q", day.value)
		}
	}
	if p.MinConfidence < 0 || p.MinConfidence > 1 {
		return hint("--min-confidence 0.9", "no probability: %v", p.MinConfidence)
	}
	for _, class := range p.Classes {
		if !slices.Contains(news.Classes, news.Class(class)) {
			return hint("--class "+strings.Join(names(news.Classes), ", "), "no class %q", class)
		}
	}
	for _, verdict := range p.Verdicts {
		if !slices.Contains(news.Verdicts, news.Verdict(verdict)) {
			return hint("--verdict "+strings.Join(names(news.Verdicts), ", "), "no verdict %q", verdict)
		}
	}
	if p.Outlet == "" {
		return nil
	}
	published, err := pipeline.PublishedBy(ctx, s, p.Outlet)
	if err != nil {
		return err
	}
	for h, err := range s.Articles(ctx) {
		if err != nil || published(h) {
			return err
		}
	}
	return hint("stemma outlets lists them", "no article of an outlet %q in the index", p.Outlet)
}

// commaList is a flag that may be repeated and may hold several values with commas between.
func commaList(c *cli.Context, flag string) []string {
	var list []string
	for _, value := range c.StringSlice(flag) {
		list = append(list, strings.Split(value, ",")...)
	}
	return list
}

func names[T ~string](list []T) []string {
	var out []string
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// runNumber is the run that --indexed-since means, 0 when it is not given.
func runNumber(c *cli.Context, s *store.Store) (int64, error) {
	asked := c.String("indexed-since")
	if asked == "" {
		return 0, nil
	}
	runs, err := s.Runs(c.Context)
	if err != nil {
		return 0, err
	}
	var known []string
	for i, r := range runs {
		if asked == fmt.Sprint(r.ID) || asked == "last" && i == len(runs)-1 {
			return r.ID, nil
		}
		known = append(known, fmt.Sprintf("%d (%s, %d added)", r.ID, r.Started.Format("2 January 2006 15:04"), r.Counts["added"]))
	}
	return 0, hint("last, or one of "+strings.Join(known[max(0, len(known)-5):], ", "), "no run %q", asked)
}

// reportData gathers what p asks for.
func reportData(ctx context.Context, s *store.Store, p report.Parameters) (report.Data, error) {
	digests, err := pipeline.Digest(ctx, s)
	if err != nil {
		return report.Data{}, err
	}
	changes, err := pipeline.Collate(ctx, s)
	if err != nil {
		return report.Data{}, err
	}
	d := report.Data{
		Changes: changes,
		About: report.About{Version: version, Schema: report.SchemaID, Scheme: pipeline.Scheme, Weights: pipeline.Weights,
			Corpus: report.Corpus{Articles: len(digests.Texts), SHA256: digests.Corpus}, Parameters: p},
		Families: s.Families(ctx), Articles: s.Articles(ctx), Matches: s.Matches(ctx),
		Text:   func(id news.ID) (string, error) { return s.Text(ctx, id) },
		Digest: func(id news.ID) string { return digests.Texts[id] },
	}
	if p.Article != "" || p.Family != "" {
		if err := narrow(ctx, s, p, &d); err != nil {
			return d, err
		}
	}
	f := report.Filter{MinConfidence: p.MinConfidence}
	if p.Outlet != "" {
		if f.Outlet, err = pipeline.PublishedBy(ctx, s, p.Outlet); err != nil {
			return d, err
		}
	}
	if p.Since != "" {
		f.Since, _ = time.Parse(time.DateOnly, p.Since)
	}
	if p.Until != "" {
		day, _ := time.Parse(time.DateOnly, p.Until)
		f.Until = day.Add(24*time.Hour - time.Nanosecond)
	}
	for _, class := range p.Classes {
		f.Classes = append(f.Classes, news.Class(class))
	}
	for _, verdict := range p.Verdicts {
		f.Verdicts = append(f.Verdicts, news.Verdict(verdict))
	}
	if p.IndexedSince > 0 {
		added, err := s.AddedSince(ctx, p.IndexedSince)
		if err != nil {
			return d, err
		}
		f.New = func(id news.ID) bool { return added[id] }
	}
	return f.Apply(d)
}

// narrow leaves the families of one article, or one family, and the articles of those.
func narrow(ctx context.Context, s *store.Store, p report.Parameters, d *report.Data) error {
	families := []news.ID{news.ID(p.Family)}
	heads := map[news.ID]news.Head{}
	if p.Article != "" {
		a, err := s.Article(ctx, news.ID(p.Article))
		if err != nil {
			return err
		}
		heads[a.ID] = a.Head
		of, err := s.FamiliesOf(ctx, []news.ID{a.ID})
		if err != nil {
			return err
		}
		in := of[a.ID]
		if p.Family != "" && !slices.Contains(in, news.ID(p.Family)) {
			return hint("stemma show "+p.Article, "article %s is not in family %s", p.Article, p.Family)
		}
		if p.Family == "" {
			families = in
		}
	}
	var list []news.Family
	for _, id := range families {
		f, err := s.Family(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			return hint("stemma show ARTICLE says which families it is in", "no family %q in the index", string(id))
		}
		if err != nil {
			return err
		}
		list = append(list, f)
		for _, h := range f.Members {
			heads[h.ID] = h
		}
	}
	ids := make([]news.ID, 0, len(heads))
	for id := range heads {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	matches, err := s.MatchesOf(ctx, ids)
	if err != nil {
		return err
	}
	matches = slices.DeleteFunc(matches, func(m news.Match) bool {
		_, a := heads[m.A]
		_, b := heads[m.B]
		return !a || !b
	})
	var articles []news.Head
	for _, id := range ids {
		articles = append(articles, heads[id])
	}
	d.Families, d.Articles, d.Matches = sequence(list), sequence(articles), sequence(matches)
	return nil
}

// sequence yields what a list holds.
func sequence[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
