package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func sourcesCommand() *cli.Command {
	return &cli.Command{Name: "sources", Usage: "how many independent sources stand behind these articles", ArgsUsage: "[ARTICLE...]",
		Flags: append(jsonFlag("one JSON object"),
			&cli.StringSliceFlag{Name: "family", Usage: "the members of a family, `ID`"},
			&cli.StringSliceFlag{Name: "title", Usage: "the articles whose titles have all of these `WORDS`"}),
		Action: withStore(sources)}
}

func sources(c *cli.Context, s *store.Store) error {
	ids, err := chosen(c, s)
	if err != nil {
		return err
	}
	found, err := pipeline.CountSources(c.Context, s, ids)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return json.NewEncoder(c.App.Writer).Encode(sourcesOf(found))
	}
	printSources(c.App.Writer, found)
	return nil
}

// chosen are the articles that a user asked for, each once.
func chosen(c *cli.Context, s *store.Store) ([]news.ID, error) {
	var ids []news.ID
	for _, typed := range c.Args().Slice() {
		h, err := findArticle(c, s, typed)
		if err != nil {
			return nil, err
		}
		ids = append(ids, h.ID)
	}
	for _, family := range c.StringSlice("family") {
		members, err := s.MembersOf(c.Context, []news.ID{news.ID(family)})
		if err != nil {
			return nil, err
		}
		if len(members) == 0 {
			return nil, hint("stemma families --json has the IDs", "no family %q", family)
		}
		ids = append(ids, members[news.ID(family)]...)
	}
	for _, words := range c.StringSlice("title") {
		titled, err := pipeline.Titled(c.Context, s, words)
		if err != nil {
			return nil, err
		}
		ids = append(ids, titled...)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > 0 {
		return ids, nil
	}
	if len(c.StringSlice("title")) > 0 {
		fmt.Fprintln(c.App.ErrWriter, "stemma: no title has these words")
		return nil, errNothing
	}
	return nil, hint("stemma sources ARTICLE..., --family ID or --title WORDS", "no articles to look behind")
}

// printSources prints the number, then each source with the articles that it is behind and
// how they come from it, then what may be otherwise.
func printSources(w io.Writer, found pipeline.Sources) {
	articles := map[news.ID]bool{}
	for _, src := range found.Independent {
		for _, b := range src.Behind {
			articles[b.Article.ID] = true
		}
	}
	n := len(found.Independent)
	fmt.Fprintf(w, "%s behind %s%s.\n", titled(count(n, "independent source")), count(len(articles), "article"), between(n, found.Least, found.Most))
	for i, src := range found.Independent {
		fmt.Fprintf(w, "\n%d  %s\n", i+1, fitted(printable(src.Name), columns-4))
		for _, why := range src.One {
			printWrapped(w, "   one source: ", why)
		}
		for _, b := range src.Behind {
			fmt.Fprintf(w, "   %s\n", citeWithin(b.Article, columns-3))
			for j, l := range b.Path {
				fmt.Fprintln(w, step(l, j))
			}
			if len(b.Path) == 0 {
				fmt.Fprintln(w, "     has it from nobody that is known")
			}
		}
	}
	if len(found.Doubts) > 0 {
		fmt.Fprintln(w, "\nDoubts:")
	}
	for _, d := range found.Doubts {
		if d.More {
			printWrapped(w, "  more, if ", fmt.Sprintf("%s is not from %s: %s", shortID(d.Article), shortID(d.Other), d.Text))
		} else {
			printWrapped(w, "  fewer, if ", fmt.Sprintf("%s and %s have one source: %s", shortID(d.Article), shortID(d.Other), d.Text))
		}
	}
}

func between(n, least, most int) string {
	if least == n && most == n {
		return ""
	}
	return fmt.Sprintf(" (at least %d, at most %d)", least, most)
}

// step says how a copy comes from its source, in a line.
func step(l news.Link, j int) string {
	from := shortID(l.Copy)
	if j == 0 {
		from = "it"
	}
	how := fmt.Sprintf("%s is from %s", from, shortID(l.Source))
	class := string(l.Match.Class)
	if _, unseen := l.Source.Unseen(); unseen {
		class = "named as its source"
	}
	return fitted(fmt.Sprintf("     %s: %s, %.0f %%, %s", how, class, percent(l.Confidence), l.Verdict), columns)
}

// shortID is the beginning of an article's ID in brackets, or the name of an unseen source.
func shortID(id news.ID) string {
	if name, ok := id.Unseen(); ok {
		return printable(name)
	}
	return "[" + string(id[:min(8, len(id))]) + "]"
}

type sourcesJSON struct {
	Articles    int             `json:"articles"`
	Independent int             `json:"independent"`
	Least       int             `json:"at_least"`
	Most        int             `json:"at_most"`
	Sources     []oneSourceJSON `json:"sources"`
	Doubts      []doubtJSON     `json:"doubts"`
}

type oneSourceJSON struct {
	Name   string      `json:"name"`
	Began  []string    `json:"began"`
	One    []string    `json:"one_source_because"`
	Behind []basisJSON `json:"behind"`
}

type basisJSON struct {
	Article string     `json:"article"`
	Name    string     `json:"name"`
	Path    []stepJSON `json:"path"`
}

type stepJSON struct {
	Copy       string  `json:"copy"`
	Source     string  `json:"source"`
	Class      string  `json:"class"`
	Confidence float64 `json:"confidence"`
	Taken      float64 `json:"taken"`
	Verdict    string  `json:"verdict"`
}

type doubtJSON struct {
	Article string `json:"article"`
	Other   string `json:"other"`
	Makes   string `json:"makes"` // more or fewer sources, if it is so
	Text    string `json:"text"`
}

func sourcesOf(found pipeline.Sources) sourcesJSON {
	out := sourcesJSON{Independent: len(found.Independent), Least: found.Least, Most: found.Most, Sources: []oneSourceJSON{}, Doubts: []doubtJSON{}}
	articles := map[news.ID]bool{}
	for _, src := range found.Independent {
		one := oneSourceJSON{src.Name, idStrings(src.Began), append([]string{}, src.One...), []basisJSON{}}
		for _, b := range src.Behind {
			articles[b.Article.ID] = true
			basis := basisJSON{string(b.Article.ID), b.Article.Name(), []stepJSON{}}
			for _, l := range b.Path {
				basis.Path = append(basis.Path, stepJSON{string(l.Copy), string(l.Source), string(l.Match.Class), l.Confidence, l.Taken, string(l.Verdict)})
			}
			one.Behind = append(one.Behind, basis)
		}
		out.Sources = append(out.Sources, one)
	}
	out.Articles = len(articles)
	for _, d := range found.Doubts {
		makes := "fewer"
		if d.More {
			makes = "more"
		}
		out.Doubts = append(out.Doubts, doubtJSON{string(d.Article), string(d.Other), makes, d.Text})
	}
	return out
}
