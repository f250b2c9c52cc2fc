package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

// outletsFlag names the files in which a user declares names, owners and licences.
func outletsFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "outlets", EnvVars: []string{"STEMMA_OUTLETS"},
		Usage: "a `FILE` of outlets' other names, owners and licences, or DOMAIN=FILE for the trust.txt of a domain; kept in the index, in place of those before. " +
			"A line outlet=NAME begins what is said of one outlet; then alias=, owner=, licence=, or the words of trust.txt"}
}

// declared reads the files that outletsFlag names, nil when it is not set.
func declared(c *cli.Context) ([]news.Relation, error) {
	if !c.IsSet("outlets") {
		return nil, nil
	}
	list := []news.Relation{}
	var faults []error
	for _, path := range c.StringSlice("outlets") {
		some, err := readOutlets(path)
		list = append(list, some...)
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, &hintError{err, "stemma help index says what the lines are"}
	}
	return list, nil
}

func readOutlets(path string) ([]news.Relation, error) {
	domain := ""
	if _, err := os.Stat(path); err != nil {
		if of, file, ok := strings.Cut(path, "="); ok {
			domain, path = of, file
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return pipeline.ReadRelations(f, path, domain)
}

func outletsCommand() *cli.Command {
	return &cli.Command{Name: "outlets", Usage: "who republishes whom: articles, copies, sources, lag, credits", Flags: jsonFlag("one JSON object an outlet"),
		Action: withStore(outlets)}
}

func outlets(c *cli.Context, s *store.Store) error {
	trades, err := pipeline.Trades(c.Context, s)
	if err != nil {
		return err
	}
	if len(trades) == 0 {
		return errNothing
	}
	w := c.App.Writer
	if c.Bool("json") {
		lines := json.NewEncoder(w)
		for _, t := range trades {
			if err := lines.Encode(tradeOf(t)); err != nil {
				return err
			}
		}
		return nil
	}
	names := map[string]string{}
	for _, t := range trades {
		names[t.Key] = t.Name
	}
	fmt.Fprintf(w, "%-34s %8s %6s %6s %10s %9s\n", "outlet", "articles", "copies", "taken", "median lag", "credited")
	for _, t := range trades {
		printTrade(w, t, names)
	}
	return nil
}

// printTrade is a line of figures, then who it took from and how, then who took from it.
func printTrade(w io.Writer, t pipeline.Trade, names map[string]string) {
	const room = 34
	name := fitted(printable(cmp.Or(t.Name, "(no outlet)")), room)
	lag, credited := "-", "-"
	if d, ok := t.Lag(); ok {
		lag = lagged(d)
	}
	if share, ok := t.Credited(); ok {
		credited = fmt.Sprintf("%.0f %%", 100*share)
	}
	fmt.Fprintf(w, "%s%s %8s %6d %6d %10s %9s\n", name, strings.Repeat(" ", room-displayed(name)), inIndex(t.Articles), t.Copies, t.Taken, lag, credited)
	printList(w, "    from ", tallied(t.Sources, names))
	printList(w, "    by ", tallied(t.Takers, names))
	if len(t.Verdicts) > 0 {
		fmt.Fprintf(w, "    %s\n", countedVerdicts(t.Verdicts))
	}
}

// inIndex is a number of articles; a source that is only named has none.
func inIndex(articles int) string {
	if articles == 0 {
		return "unseen"
	}
	return fmt.Sprint(articles)
}

// lagged is how long a copy came after its source, in the largest unit that fits.
func lagged(d time.Duration) string {
	switch hours := d.Hours(); {
	case hours <= -48 || hours >= 48:
		return fmt.Sprintf("%.0f days", hours/24)
	case hours <= -1 || hours >= 1:
		return fmt.Sprintf("%.0f h", hours)
	}
	return fmt.Sprintf("%.0f min", d.Minutes())
}

// tallied lists outlets, those with most copies first, each with their number.
func tallied(of map[string]int, names map[string]string) []string {
	keys := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Or(of[b]-of[a], cmp.Compare(a, b)) })
	for i, key := range keys {
		keys[i] = fmt.Sprintf("%s (%d)", printable(cmp.Or(names[key], "no outlet")), of[key])
	}
	return keys
}

// printList prints items after a lead with commas between them, in one line: what does
// not fit is counted.
func printList(w io.Writer, lead string, items []string) {
	if len(items) == 0 {
		return
	}
	line := lead + items[0]
	for i, item := range items[1:] {
		more, room := fmt.Sprintf(", %d more", len(items)-1-i), columns-displayed(line)-displayed(", "+item)
		if room < 0 || room < displayed(more) && i+2 < len(items) {
			line += more
			break
		}
		line += ", " + item
	}
	fmt.Fprintln(w, fitted(line, columns))
}

type tradeJSON struct {
	Outlet   string         `json:"outlet"`
	Name     string         `json:"name"`
	Articles int            `json:"articles"`
	Copies   int            `json:"copies"`
	Sources  map[string]int `json:"sources"` // copies by outlet that they are from
	Taken    int            `json:"taken"`
	Takers   map[string]int `json:"takers"` // copies by outlet that took them
	Lag      *float64       `json:"median_lag_hours"`
	Credited *float64       `json:"share_credited"`
	Verdicts map[string]int `json:"verdicts"`
}

func tradeOf(t pipeline.Trade) tradeJSON {
	out := tradeJSON{Outlet: t.Key, Name: t.Name, Articles: t.Articles, Copies: t.Copies, Sources: t.Sources, Taken: t.Taken, Takers: t.Takers,
		Verdicts: map[string]int{}}
	if d, ok := t.Lag(); ok {
		hours := d.Hours()
		out.Lag = &hours
	}
	if share, ok := t.Credited(); ok {
		out.Credited = &share
	}
	for v, n := range t.Verdicts {
		out.Verdicts[string(v)] = n
	}
	return out
}
