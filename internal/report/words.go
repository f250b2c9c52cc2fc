package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"stemma/internal/news"
)

// fixed writes x with a fixed number of decimals, and never as minus zero.
func fixed(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return s
}

// percent writes a share in words. All and nothing are said only when they are so.
func percent(share float64) string {
	switch {
	case share <= 0:
		return "none"
	case share >= 1:
		return "all"
	case share < 0.01:
		return "under 1 %"
	}
	return fmt.Sprintf("%d %%", min(99, int(math.Round(100*share))))
}

// likelihood says a probability in the words of the IPCC's calibrated scale
// (Mastrandrea et al. 2010), without its two outermost steps.
func likelihood(p float64) string {
	switch {
	case p > 0.9:
		return "very likely"
	case p > 0.66:
		return "likely"
	case p >= 0.33:
		return "about as likely as not"
	case p >= 0.1:
		return "unlikely"
	}
	return "very unlikely"
}

// chance writes a probability for reading, never as certainty.
func chance(p float64) string {
	switch {
	case p > 0.99:
		return "over 0.99"
	case p < 0.01:
		return "under 0.01"
	}
	return fixed(p, 2)
}

// count writes n things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes n with a comma between groups of three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// dayWidth is the widest interval that is still one stated day: 24 hours and the 14
// by which a time zone can shift it on either side.
const dayWidth = (24 + 2*14) * time.Hour

const (
	dayWords = "2 January 2006"
	dayCode  = "2006-01-02"
)

// day returns the one day that d states, if it is that narrow.
func day(d news.Date) (time.Time, bool) {
	width := d.Latest.Sub(d.Earliest)
	if d.Earliest.IsZero() || d.Latest.IsZero() || width > dayWidth {
		return time.Time{}, false
	}
	return d.Earliest.Add(width / 2), true
}

// exact reports whether d is a moment: both ends within a minute.
func exact(d news.Date) bool {
	return d.Grade == news.GradeA && !d.Earliest.IsZero() && d.Latest.Sub(d.Earliest).Abs() <= time.Minute
}

// when says a date in words, never more exactly than it is known.
func when(d news.Date) string {
	middle, narrow := day(d)
	switch {
	case exact(d):
		return d.Earliest.UTC().Format(dayWords + ", 15:04 UTC")
	case narrow:
		return middle.UTC().Format(dayWords)
	case d.Earliest.IsZero() && d.Latest.IsZero():
		return "undated"
	case d.Latest.IsZero():
		return "not before " + d.Earliest.UTC().Format(dayWords)
	case d.Earliest.IsZero():
		return "not after " + d.Latest.UTC().Format(dayWords)
	}
	return "between " + d.Earliest.UTC().Format(dayWords) + " and " + d.Latest.UTC().Format(dayWords)
}

// edtf writes a date for machines (ISO 8601-2, Extended Date/Time Format): a moment, a
// day, or an interval in which ".." is no bound; empty when nothing is known.
func edtf(d news.Date) string {
	middle, narrow := day(d)
	switch {
	case exact(d):
		return d.Earliest.UTC().Format(time.RFC3339)
	case narrow:
		return middle.UTC().Format(dayCode)
	case d.Earliest.IsZero() && d.Latest.IsZero():
		return ""
	}
	return bound(d.Earliest) + "/" + bound(d.Latest)
}

func bound(t time.Time) string {
	if t.IsZero() {
		return ".."
	}
	return t.UTC().Format(dayCode)
}

// outlets lists the outlets of articles, each once, by name.
func outlets(heads []news.Head) []string {
	var names []string
	for _, h := range heads {
		if h.Outlet != "" {
			names = append(names, h.Outlet)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
