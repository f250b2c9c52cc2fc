package eval

import (
	"fmt"
	"strings"
)

// String is the result as text: tables of at most 80 columns, then what was missed by
// name, a name a line. The same result gives the same text.
func (r Result) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%-24s %d\n\n", "articles", r.Articles)
	r.writeScores(&s)
	r.writeShares(&s)
	r.writeBins(&s)
	for _, list := range r.lists() {
		list.write(&s)
	}
	return s.String()
}

func (r Result) writeScores(s *strings.Builder) {
	const line = "%-24s %7s %7s %7s %10s %8s %8s\n"
	fmt.Fprintf(s, line, "", "right", "found", "true", "precision", "recall", "F1")
	row := func(name string, c Score) {
		fmt.Fprintf(s, line, name, fmt.Sprint(c.Right), fmt.Sprint(c.Found), fmt.Sprint(c.True),
			decimals(c.Precision()), decimals(c.Recall()), decimals(c.F1()))
	}
	row("links", r.Links)
	row("pairs of copies", r.Pairs)
	for _, c := range r.Classes {
		row("  "+c.Class, c.Score)
	}
	fmt.Fprintln(s)
}

func (r Result) writeShares(s *strings.Builder) {
	const line = "%-40s %7s %7s %8s\n"
	fmt.Fprintf(s, line, "", "right", "of", "share")
	for _, c := range []struct {
		name  string
		share Share
	}{
		{"links with the true source", r.Parents},
		{"links with the true class", r.LinkClasses},
		{"links with both", r.Both},
		{"families with the true root", r.Roots},
		{"families with the honest claim", r.Claims},
		{"origins claimed that are true", Share{r.Origins - len(r.FalseOrigins), r.Origins}},
		{"traps avoided", r.Traps},
	} {
		fmt.Fprintf(s, line, c.name, fmt.Sprint(c.share.Right), fmt.Sprint(c.share.Of), decimals(c.share.Part()))
	}
	fmt.Fprintln(s)
	fmt.Fprintf(s, "%-40s %24s\n", "false origins", fmt.Sprintf("%d (rate %s)", len(r.FalseOrigins), decimals(r.FalseOriginRate())))
	fmt.Fprintf(s, "%-40s %24s\n", "claims stronger than the evidence", fmt.Sprint(len(r.Overclaims)))
	line2 := func(name, figure string) { fmt.Fprintf(s, "%-40s %24s\n", name, figure) }
	line2("links the wrong way round", fmt.Sprintf("%d of %d (%s)", r.Reversed.Right, r.Reversed.Of, decimals(r.Reversed.Part())))
	line2("who stands above whom, precision, recall", decimals(r.Ancestry.Precision())+", "+decimals(r.Ancestry.Recall()))
	line2("plagdet of pairs", decimals(r.Plagdet))
	line2("agreement of families (ARI)", decimals(r.Agreement))
	line2("Brier score of confidences", decimals(r.Brier))
}

func (r Result) writeBins(s *strings.Builder) {
	if len(r.Bins) == 0 {
		return
	}
	const line = "%-24s %7s %12s %8s"
	fmt.Fprintf(s, "\n"+line+"\n", "confidence at least", "links", "of all", "right")
	for _, c := range r.Coverage {
		fmt.Fprintf(s, line+"\n", fmt.Sprintf("%.2f", c.Least), fmt.Sprint(c.Links.Right), decimals(c.Links.Part()), decimals(c.Right.Part()))
	}
	fmt.Fprintf(s, "\n"+line+"  %s\n", "confidence", "links", "mean", "right", "95 % (Wilson)")
	for _, b := range r.Bins {
		fmt.Fprintf(s, line+"  %s\n", fmt.Sprintf("%.2f to %.2f", b.Low, b.High), fmt.Sprint(b.Links), decimals(b.Confidence), decimals(b.Right), b.Interval())
	}
	fmt.Fprintln(s, "\n95 % when families are drawn anew")
	for _, c := range []struct {
		name string
		Interval
	}{{"  links with the true source", r.Spread.Parents}, {"  families with the true root", r.Spread.Roots}, {"  Brier score", r.Spread.Brier}} {
		fmt.Fprintf(s, "%-40s %24s\n", c.name, c.Interval)
	}
}

// String is the interval with its ends at three decimals.
func (i Interval) String() string { return decimals(i.Low) + " to " + decimals(i.High) }

// Table sets a result beside those of simple rules on the same families.
func Table(truth Truth, r Result, baselines []Baseline) string {
	var s strings.Builder
	const line = "%-24s %8s %8s %9s %14s\n"
	fmt.Fprintf(&s, line, "", "source", "root", "reversed", "ancestry P, R")
	row := func(name string, r Result) {
		fmt.Fprintf(&s, line, name, decimals(r.Parents.Part()), decimals(r.Roots.Part()), decimals(r.Reversed.Part()),
			decimals(r.Ancestry.Precision())+", "+decimals(r.Ancestry.Recall()))
	}
	row("stemma", r)
	for _, b := range baselines {
		row(b.Name, Measure(truth, b.Findings))
	}
	return s.String()
}

// A list is names under a heading.
type list struct {
	heading string
	names   []string
}

func (r Result) lists() []list {
	return []list{
		{"false origins", r.FalseOrigins},
		{"claims stronger than the evidence", r.Overclaims},
		{"traps taken", r.TrapsTaken},
		{"families missed, by root", r.MissedFamilies},
		{"families with another root", r.WrongRoot},
		{"links missed", r.WrongParents},
		{"links with another class", r.WrongClass},
		{"pairs missed", r.MissedPairs},
		{"pairs found that are not true", r.ExtraPairs},
	}
}

func (l list) write(s *strings.Builder) {
	if len(l.names) == 0 {
		return
	}
	fmt.Fprintf(s, "\n%s (%d)\n", l.heading, len(l.names))
	for _, name := range l.names {
		fmt.Fprintf(s, "  %s\n", name)
	}
}

// decimals writes a figure with three decimals, "-" when it is none. It rounds down, so
// that 1.000 is said only of all.
func decimals(x float64) string {
	if !finite(x) {
		return "-"
	}
	return fmt.Sprintf("%.3f", roundDown(x))
}
