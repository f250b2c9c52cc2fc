package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

func reviewCommand() *cli.Command {
	return &cli.Command{
		Name:      "review",
		Usage:     "say what you know better: it is kept, counts as evidence of its own and can be withdrawn",
		ArgsUsage: "confirm COPY SOURCE | reject COPY SOURCE | reroot ARTICLE | merge A B | split ARTICLE [FAMILY] | list | undo NUMBER | export | import FILE",
		Flags: append(jsonFlag("list as JSON lines"),
			&cli.StringFlag{Name: "note", Usage: "why, `TEXT`"},
			&cli.StringFlag{Name: "by", EnvVars: []string{"STEMMA_REVIEWER"}, Usage: "whose decision it is, `WHO`"},
			&cli.TimestampFlag{Name: "at", Layout: time.RFC3339, Usage: "when it was made, `TIME` (default: now)"}),
		Action: review,
	}
}

func review(c *cli.Context) error {
	what, args := c.Args().First(), c.Args().Tail()
	switch kind := news.ReviewKind(what); kind {
	case news.Confirm, news.Reject, news.Merge, news.Reroot, news.Split:
		return withWriter(c, func(s *store.Store) error { return decide(c, s, kind, args) })
	}
	switch {
	case what == "list" && len(args) == 0:
		return withStore(listReviews)(c)
	case what == "export" && len(args) == 0:
		return withStore(exportReviews)(c)
	case what == "import" && len(args) == 1:
		return withWriter(c, func(s *store.Store) error { return importReviews(c, s, args[0]) })
	case what == "undo" && len(args) == 1:
		return withWriter(c, func(s *store.Store) error { return undoReview(c, s, args[0]) })
	}
	return hint("stemma help review lists them", "no review %q with %s", what, count(len(args), "argument"))
}

// withWriter runs an action on an index that is open for writing, and that must be there.
func withWriter(c *cli.Context, action func(*store.Store) error) (err error) {
	if _, err := os.Stat(c.Path("db")); err != nil {
		return hint("stemma index PATH... makes one; --db FILE names another", "open %s: %w", c.Path("db"), store.ErrNoDatabase)
	}
	s, err := store.Open(c.Context, c.Path("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return action(s)
}

// decide stores one review and says what it changed.
func decide(c *cli.Context, s *store.Store, kind news.ReviewKind, args []string) error {
	if c.String("by") == "" {
		return hint("--by NAME, or STEMMA_REVIEWER=NAME", "review %s: nobody says whose decision it is", kind)
	}
	r := news.Review{Kind: kind, Who: c.String("by"), Note: c.String("note"), Given: time.Now().UTC().Truncate(time.Second)}
	if at := c.Timestamp("at"); at != nil {
		r.Given = at.UTC()
	}
	if err := name(c, s, &r, args); err != nil {
		return err
	}
	stored, turns, err := pipeline.Review(c.Context, s, []news.Review{r})
	if err != nil {
		return err
	}
	if len(stored) == 0 {
		fmt.Fprintln(c.App.Writer, "Known already.")
		return nil
	}
	fmt.Fprintf(c.App.Writer, "Kept as review %d; stemma review undo %d withdraws it.\n", stored[0].Number, stored[0].Number)
	return printTurns(c, s, turns)
}

// name resolves the articles of a review as typed.
func name(c *cli.Context, s *store.Store, r *news.Review, args []string) (err error) {
	two := r.Kind != news.Reroot
	if r.Kind == news.Split && len(args) == 1 {
		return splitOff(c, s, r, args[0])
	}
	if len(args) != 1+bit(two) {
		return hint("stemma help review", "review %s takes %s", r.Kind, count(1+bit(two), "article"))
	}
	if r.Article, err = findMember(c, s, args[0]); err != nil || !two {
		return err
	}
	if _, unseen := news.ID(args[1]).Unseen(); unseen && (r.Kind == news.Confirm || r.Kind == news.Reject) {
		r.Other = news.ID(args[1])
		return nil
	}
	if r.Other, err = findMember(c, s, args[1]); err == nil && r.Other == r.Article {
		err = fmt.Errorf("review %s: both are one article", r.Kind)
	}
	return err
}

// splitOff resolves an article to be split off the one family that it is in.
func splitOff(c *cli.Context, s *store.Store, r *news.Review, typed string) error {
	h, err := findArticle(c, s, typed)
	if err != nil {
		return err
	}
	of, err := s.FamiliesOf(c.Context, []news.ID{h.ID})
	if err != nil {
		return err
	}
	if len(of[h.ID]) != 1 {
		return hint("stemma review split ARTICLE FAMILY", "%s is in %s", h.Name(), count(len(of[h.ID]), "family"))
	}
	f, err := s.Family(c.Context, of[h.ID][0])
	if err != nil {
		return err
	}
	r.Article = h.ID
	for _, m := range f.Members {
		if m.ID != h.ID && (r.Other == "" || m.ID == f.Root) {
			r.Other = m.ID
		}
	}
	if r.Other == "" {
		return fmt.Errorf("%s is alone in its family", h.Name())
	}
	return nil
}

// findMember is the article that a name means; that of a family means the member it goes by.
func findMember(c *cli.Context, s *store.Store, typed string) (news.ID, error) {
	if id, ok := strings.CutPrefix(typed, "F"); ok {
		if known, err := s.Known(c.Context, []news.ID{news.ID(id)}); err != nil || len(known) == 1 {
			return news.ID(id), err
		}
	}
	h, err := findArticle(c, s, typed)
	return h.ID, err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func undoReview(c *cli.Context, s *store.Store, typed string) error {
	number, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return hint("stemma review list has the numbers", "no review %q", typed)
	}
	r, turns, err := pipeline.Withdraw(c.Context, s, number)
	if errors.Is(err, store.ErrNotFound) {
		return hint("stemma review list has the numbers", "no review %d", number)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.App.Writer, "Withdrew review %d: %s by %s.\n", number, r.Kind, printable(r.Who))
	return printTurns(c, s, turns)
}

func listReviews(c *cli.Context, s *store.Store) error {
	if c.Bool("json") {
		return exportReviews(c, s)
	}
	list, err := s.Reviews(c.Context)
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := printReview(c, s, r); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		fmt.Fprintln(c.App.ErrWriter, "stemma: nobody has reviewed anything in this index")
		return errNothing
	}
	return nil
}

// printReview tells a review in lines: number, what, who and when; of which articles; why.
func printReview(c *cli.Context, s *store.Store, r news.Review) error {
	w := c.App.Writer
	fmt.Fprintf(w, "%d  %s by %s, %s\n", r.Number, r.Kind, printable(r.Who), r.Given.Format("2 January 2006 15:04 UTC"))
	for _, id := range []news.ID{r.Article, r.Other} {
		if id == "" {
			continue
		}
		cited, err := citeRoot(c, s, id, columns-4)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "    %s\n", cited)
	}
	if r.Note != "" {
		printWrapped(w, "    note: ", r.Note)
	}
	return nil
}

// A reviewJSON is a line of an export. The IDs decide when it is read back; the names are
// for people.
type reviewJSON struct {
	Number      int64     `json:"number,omitempty"`
	Kind        string    `json:"kind"`
	Article     string    `json:"article"`
	ArticleName string    `json:"article_name,omitempty"`
	Other       string    `json:"other,omitempty"`
	OtherName   string    `json:"other_name,omitempty"`
	Who         string    `json:"who"`
	Given       time.Time `json:"given"`
	Note        string    `json:"note,omitempty"`
}

func exportReviews(c *cli.Context, s *store.Store) error {
	list, err := s.Reviews(c.Context)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(c.App.Writer)
	for _, r := range list {
		out := reviewJSON{Number: r.Number, Kind: string(r.Kind), Article: string(r.Article), Other: string(r.Other), Who: r.Who, Given: r.Given, Note: r.Note}
		a, errA := nameOf(c, s, r.Article)
		b, errB := nameOf(c, s, r.Other)
		out.ArticleName, out.OtherName = a, b
		if err := errors.Join(errA, errB, lines.Encode(out)); err != nil {
			return err
		}
	}
	return nil
}

// nameOf is the name of an article by which tables cite it, "" when it is not in the index.
func nameOf(c *cli.Context, s *store.Store, id news.ID) (string, error) {
	a, err := s.Article(c.Context, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return a.Name(), err
}

// importReviews replays an export.
func importReviews(c *cli.Context, s *store.Store, path string) error {
	in := c.App.Reader
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	list, err := readReviews(in, cmp.Or(path, "-"))
	if err != nil {
		return err
	}
	stored, turns, err := pipeline.Review(c.Context, s, list)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.App.Writer, "Kept %s, %d known already.\n", count(len(stored), "review"), len(list)-len(stored))
	return printTurns(c, s, turns)
}

func readReviews(r io.Reader, name string) ([]news.Review, error) {
	var list []news.Review
	lines := json.NewDecoder(r)
	for n := 1; ; n++ {
		var in reviewJSON
		err := lines.Decode(&in)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		review := news.Review{Kind: news.ReviewKind(in.Kind), Article: news.ID(in.Article), Other: news.ID(in.Other), Who: in.Who, Given: in.Given.UTC(), Note: in.Note}
		if err == nil {
			err = review.Check()
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: review %d: %w", name, n, err)
		}
		list = append(list, review)
	}
}

// printReviewsOf tells what people decided of an article.
func printReviewsOf(c *cli.Context, s *store.Store, id news.ID) error {
	list, err := s.Reviews(c.Context)
	if err != nil {
		return err
	}
	first := true
	for _, r := range list {
		if r.Article != id && r.Other != id {
			continue
		}
		if first {
			fmt.Fprintln(c.App.Writer, "\nReviews:")
		}
		first = false
		if err := printReview(c, s, r); err != nil {
			return err
		}
	}
	return nil
}
