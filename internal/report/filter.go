package report

import (
	"slices"
	"time"

	"stemma/internal/news"
)

// A Filter says which part of an index a report tells of. It keeps the links that pass
// all of it, the families that have such a link, with all of their members, and those
// members. Articles that pass by themselves are kept too, unless links are asked for.
// The zero Filter keeps everything.
type Filter struct {
	Outlet        func(news.Head) bool // published the copy or the source
	Since, Until  time.Time            // the copy may have appeared in this time, both ends included; one without any date did not
	MinConfidence float64              // of the link, 0 to 1
	Classes       []news.Class         // of the copy
	Verdicts      []news.Verdict       // on the copy
	New           func(news.ID) bool   // the copy or the source is among these
}

// none reports whether f keeps everything.
func (f Filter) none() bool { return !f.ofArticles() && !f.ofLinks() }

func (f Filter) ofArticles() bool {
	return f.Outlet != nil || !f.Since.IsZero() || !f.Until.IsZero() || f.New != nil
}

func (f Filter) ofLinks() bool {
	return f.MinConfidence > 0 || len(f.Classes) > 0 || len(f.Verdicts) > 0
}

// Apply returns the part of d that passes. It walks the families once to know which
// articles stay.
func (f Filter) Apply(d Data) (Data, error) {
	if f.none() {
		return d, nil
	}
	whole := d
	members, leftOut := map[news.ID]bool{}, map[news.ID]int{}
	for family, err := range whole.Families {
		if err != nil {
			return d, err
		}
		links := f.links(family)
		if len(links) == 0 {
			continue
		}
		if left := len(family.Links) - len(links); left > 0 {
			leftOut[family.ID] = left
		}
		for _, h := range family.Members {
			members[h.ID] = true
		}
	}
	kept := func(h news.Head) bool { return members[h.ID] || !f.ofLinks() && f.article(h) }
	reported := map[news.ID]bool{}
	for h, err := range whole.Articles {
		if err != nil {
			return d, err
		}
		if kept(h) {
			reported[h.ID] = true
		}
	}
	d.LeftOut = func(family news.ID) int { return leftOut[family] }
	d.Families = func(yield func(news.Family, error) bool) {
		for family, err := range whole.Families {
			if err == nil {
				if family.Links = f.links(family); len(family.Links) == 0 {
					continue
				}
			}
			if !yield(family, err) {
				return
			}
		}
	}
	d.Articles = func(yield func(news.Head, error) bool) {
		for h, err := range whole.Articles {
			if (err != nil || reported[h.ID]) && !yield(h, err) {
				return
			}
		}
	}
	d.Matches = func(yield func(news.Match, error) bool) {
		for m, err := range whole.Matches {
			passes := reported[m.A] && reported[m.B] && (len(f.Classes) == 0 || slices.Contains(f.Classes, m.Class) || slices.Contains(f.Classes, m.Reverse))
			if (err != nil || passes) && !yield(m, err) {
				return
			}
		}
	}
	return d, nil
}

// links are the links of a family that pass.
func (f Filter) links(family news.Family) []news.Link {
	heads := make(map[news.ID]news.Head, len(family.Members))
	for _, h := range family.Members {
		heads[h.ID] = h
	}
	var kept []news.Link
	for _, l := range family.Links {
		if f.link(l, heads[l.Copy], heads[l.Source]) {
			kept = append(kept, l)
		}
	}
	return kept
}

func (f Filter) link(l news.Link, copied, source news.Head) bool {
	switch {
	case f.Outlet != nil && !f.Outlet(copied) && !f.Outlet(source),
		f.New != nil && !f.New(l.Copy) && !f.New(l.Source),
		!f.during(copied.Published),
		l.Confidence < f.MinConfidence,
		len(f.Classes) > 0 && !slices.Contains(f.Classes, l.Match.Class),
		len(f.Verdicts) > 0 && !slices.Contains(f.Verdicts, l.Verdict):
		return false
	}
	return true
}

func (f Filter) article(h news.Head) bool {
	return (f.Outlet == nil || f.Outlet(h)) && (f.New == nil || f.New(h.ID)) && f.during(h.Published)
}

// during reports whether something dated d can have appeared in the time asked for.
func (f Filter) during(d news.Date) bool {
	if f.Since.IsZero() && f.Until.IsZero() {
		return true
	}
	switch {
	case d.Earliest.IsZero() && d.Latest.IsZero(),
		!f.Since.IsZero() && !d.Latest.IsZero() && d.Latest.Before(f.Since),
		!f.Until.IsZero() && !d.Earliest.IsZero() && d.Earliest.After(f.Until):
		return false
	}
	return true
}
