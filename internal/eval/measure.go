package eval

import (
	"fmt"
	"slices"
	"strings"

	"stemma/internal/news"
)

// A Result is how findings compare with a truth. Lists of names are sorted.
type Result struct {
	Articles int
	Pairs    Score        // pairs that are copies: class excerpt or more
	Classes  []ClassScore // pairs by class, right when the class is the same
	Links    Score        // copy and source, second sources among them

	Parents     Share // true links that were found, undecidable ones apart
	LinkClasses Share // true links to an article whose pair has the true class
	Both        Share // true links with source and class right

	Roots        Share // true families whose root is the root of the family found
	Claims       Share // true families whose claim is the one found
	Origins      int   // families of which an origin was claimed
	FalseOrigins []string
	Overclaims   []string // claims stronger than the evidence honestly allows

	Plagdet   float64    // of the pairs of copies (Potthast, Stein, Barron-Cedeno and Rosso 2010)
	Agreement float64    // adjusted Rand index of the families
	Reversed  Share      // links of the trees whose source is in truth below its copy
	Ancestry  Score      // who stands above whom, at any distance
	Coverage  []Coverage // of the trees' links, by confidence
	Brier     float64    // of the confidences of the trees' links; NaN without links
	Bins      []Bin
	Spread    Spread

	Traps      Share // traps not taken
	TrapsTaken []string

	MissedPairs, ExtraPairs   []string
	WrongParents, WrongClass  []string
	MissedFamilies, WrongRoot []string
}

// A ClassScore is the score of one class.
type ClassScore struct {
	Class string
	Score Score
}

// Measure compares what was found with what is true. The truth has to be whole: what it
// does not list is not so.
func Measure(truth Truth, found Findings) Result {
	r := Result{Articles: len(found.Articles)}
	measurePairs(&r, truth, found)
	measureAncestry(&r, truth, found)
	measureLinks(&r, truth, found)
	measureFamilies(&r, truth, found)
	measureTraps(&r, truth, found)
	r.Spread = spread(truth, found)
	return r
}

// FalseOriginRate is the share of the origins claimed that are not, 0 when none was.
func (r Result) FalseOriginRate() float64 {
	return 1 - part(r.Origins-len(r.FalseOrigins), r.Origins)
}

// classes finds the class of a pair in either direction: of the second name as a copy
// of the first.
type classes map[[2]string]string

func (c classes) add(p Pair) {
	c[[2]string{fold(p.A), fold(p.B)}] = p.Class
	if p.Reverse != "" {
		c[[2]string{fold(p.B), fold(p.A)}] = p.Reverse
	}
}

func (c classes) of(copied, source string) string { return c[[2]string{fold(source), fold(copied)}] }

// classesFound indexes the pairs found; a link brings its own class when the pair is
// not among them.
func classesFound(found Findings) classes {
	c := classes{}
	for _, l := range found.Links {
		if l.Class != "" {
			c.add(Pair{A: l.Source, B: l.Copy, Class: l.Class})
		}
	}
	for _, p := range found.Pairs {
		c.add(p)
	}
	return c
}

// truePairs lists every true pair, with B the copy.
func truePairs(truth Truth) []Pair {
	pairs := slices.Clone(truth.Pairs)
	for _, l := range truth.Links {
		if !unseen(l.Source) {
			pairs = append(pairs, Pair{A: l.Source, B: l.Copy, Class: l.Class})
		}
	}
	return pairs
}

func measurePairs(r *Result, truth Truth, found Findings) {
	wanted, got := map[[2]string]bool{}, map[[2]string]bool{}
	for _, p := range truePairs(truth) {
		if copied(p.Class) {
			wanted[ends(p.A, p.B)] = true
		}
	}
	have := classesFound(found)
	for pair, class := range have {
		if copied(class) {
			got[ends(pair[0], pair[1])] = true
		}
	}
	r.Pairs = compare(got, wanted)
	passages := 0
	for _, p := range found.Pairs {
		if key := ends(p.A, p.B); wanted[key] && got[key] {
			passages += p.Passages
		}
	}
	r.Plagdet = plagdet(r.Pairs, max(passages, r.Pairs.Right))
	r.MissedPairs, r.ExtraPairs = without(wanted, got), without(got, wanted)
	r.Classes = byClass(truePairs(truth), have)
}

// without lists the pairs of one set that are not in the other.
func without(set, other map[[2]string]bool) []string {
	var lines []string
	for pair := range set {
		if !other[pair] {
			lines = append(lines, pair[0]+" + "+pair[1])
		}
	}
	return sorted(lines)
}

// byClass scores each class that copies or that the truth names. A found pair counts in
// the direction in which the truth gives it; one that the truth does not know counts
// once, in the direction of its names.
func byClass(truth []Pair, have classes) []ClassScore {
	found, wanted := map[string]map[[2]string]bool{}, map[string]map[[2]string]bool{}
	known := map[[2]string]bool{}
	for _, p := range truth {
		known[ends(p.A, p.B)] = true
		put(wanted, p.Class, ends(p.A, p.B))
		put(found, have.of(p.B, p.A), ends(p.A, p.B))
	}
	for pair, class := range have {
		key := ends(pair[0], pair[1])
		if _, both := have[[2]string{pair[1], pair[0]}]; !known[key] && (pair == key || !both) {
			put(found, class, key)
		}
	}
	var scores []ClassScore
	for _, c := range news.Classes {
		if wanted[string(c)] != nil || c.Copy() && found[string(c)] != nil {
			scores = append(scores, ClassScore{string(c), compare(found[string(c)], wanted[string(c)])})
		}
	}
	return scores
}

func put(sets map[string]map[[2]string]bool, class string, pair [2]string) {
	if class == "" {
		return
	}
	if sets[class] == nil {
		sets[class] = map[[2]string]bool{}
	}
	sets[class][pair] = true
}

// arrow is the key of a link.
func arrow(l Link) [2]string { return [2]string{fold(l.Copy), fold(l.Source)} }

func measureLinks(r *Result, truth Truth, found Findings) {
	wanted, got := map[[2]string]bool{}, map[[2]string]bool{}
	sources := map[string][]string{}
	for _, l := range truth.Links {
		wanted[arrow(l)] = true
	}
	var forecasts []forecast
	for _, l := range found.Links {
		got[arrow(l)] = true
		sources[l.Copy] = append(sources[l.Copy], l.Source)
		if !l.Second {
			forecasts = append(forecasts, forecast{l.Confidence, wanted[arrow(l)]})
		}
	}
	r.Links = compare(got, wanted)
	r.Brier, r.Bins, r.Coverage = brier(forecasts), reliability(forecasts), coverage(forecasts)
	have := classesFound(found)
	for _, l := range truth.Links {
		r.link(l, got[arrow(l)], sources[l.Copy], have)
	}
	r.WrongParents, r.WrongClass = sorted(r.WrongParents), sorted(r.WrongClass)
}

// link counts one true link.
func (r *Result) link(l Link, found bool, sources []string, have classes) {
	if !l.Undecidable {
		r.Parents.add(found)
	}
	if !found && !l.Undecidable {
		r.WrongParents = append(r.WrongParents, fmt.Sprintf("%s from %s, found %s", l.Copy, l.Source, orNone(sources)))
	}
	if unseen(l.Source) || l.Class == "" {
		r.Both.add(found)
		return
	}
	class := have.of(l.Copy, l.Source)
	r.LinkClasses.add(class == l.Class)
	r.Both.add((found || l.Undecidable) && class == l.Class)
	if class != l.Class {
		r.WrongClass = append(r.WrongClass, fmt.Sprintf("%s from %s is %s, found %s", l.Copy, l.Source, l.Class, orNone([]string{class})))
	}
}

func orNone(names []string) string {
	if s := strings.Join(names, " and "); s != "" {
		return s
	}
	return "none"
}

func measureFamilies(r *Result, truth Truth, found Findings) {
	r.Agreement = familyAgreement(allNames(truth, found), found.Families, truth.Families)
	for _, want := range truth.Families {
		got, ok := nearest(want, found.Families)
		if !ok {
			r.Roots.add(false)
			r.Claims.add(false)
			r.MissedFamilies = append(r.MissedFamilies, want.Root)
			continue
		}
		same := rootRight(want, got)
		r.Roots.add(same)
		r.Claims.add(got.Claim == want.Claim)
		if !same {
			r.WrongRoot = append(r.WrongRoot, fmt.Sprintf("%s, found %s (%s)", want.Root, got.Root, got.Claim))
		}
	}
	for _, got := range found.Families {
		r.judgeClaim(got, truth.Families)
	}
	r.MissedFamilies, r.WrongRoot = sorted(r.MissedFamilies), sorted(r.WrongRoot)
	r.FalseOrigins, r.Overclaims = sorted(r.FalseOrigins), sorted(r.Overclaims)
}

// rootRight reports whether the root found is the true one. Where the first article is
// hidden and no article names its outlet, nothing can: there it is right to call no
// article the origin and to name no other.
func rootRight(want, got Family) bool {
	if want.Claim == string(news.Undetermined) && unseen(want.Root) && !unseen(got.Root) {
		return got.Claim == string(news.Undetermined) || got.Claim == string(news.Earliest)
	}
	return fold(got.Root) == fold(want.Root)
}

// judgeClaim counts a claim that is false, or stronger than the truth allows.
func (r *Result) judgeClaim(got Family, truth []Family) {
	want, known := nearest(got, truth)
	right := known && fold(got.Root) == fold(want.Root)
	if got.Claim == string(news.Origin) {
		r.Origins++
		if !right {
			r.FalseOrigins = append(r.FalseOrigins, fmt.Sprintf("%s, true root %s", got.Root, orNone([]string{want.Root})))
		}
	}
	if strength(got.Claim) > 0 && (!right || strength(got.Claim) > strength(want.Claim)) {
		r.Overclaims = append(r.Overclaims, fmt.Sprintf("%s of %s, honest is %s of %s",
			got.Claim, got.Root, orNone([]string{want.Claim}), orNone([]string{want.Root})))
	}
}

// strength orders claims by how much they say. To say of an unseen source that it is
// the root says as much as "earliest".
func strength(claim string) int {
	switch news.Claim(claim) {
	case news.Origin:
		return 2
	case news.Earliest, news.UnseenSource:
		return 1
	}
	return 0
}

// nearest is the family that has most members in common with f, the first of equals.
func nearest(f Family, among []Family) (best Family, ok bool) {
	most := 0
	for _, g := range among {
		common := 0
		for _, m := range g.Members {
			if slices.Contains(f.Members, m) {
				common++
			}
		}
		if common > most {
			best, most = g, common
		}
	}
	return best, most > 0
}

// allNames lists every article, sorted.
func allNames(truth Truth, found Findings) []string {
	var names []string
	for _, a := range found.Articles {
		names = append(names, a.Name)
	}
	for _, f := range slices.Concat(truth.Families, found.Families) {
		names = append(names, f.Members...)
	}
	return sorted(names)
}

func measureTraps(r *Result, truth Truth, found Findings) {
	articles := map[string]Article{}
	for _, a := range found.Articles {
		articles[a.Name] = a
	}
	for _, t := range truth.Traps {
		taken := t.taken(found, articles)
		r.Traps.add(!taken)
		if taken {
			r.TrapsTaken = append(r.TrapsTaken, fmt.Sprintf("%s: %s (%s)", t.Article, t.MustNot, t.Trap))
		}
	}
	r.TrapsTaken = sorted(r.TrapsTaken)
}

// taken reports whether what must not be concluded was. Names are outlets' in any case,
// articles' as they are written.
func (t Trap) taken(found Findings, articles map[string]Article) bool {
	kind, name, _ := strings.Cut(t.MustNot, ":")
	switch kind {
	case "credit":
		return slices.ContainsFunc(articles[t.Article].Credits, func(c string) bool { return name == "*" || strings.EqualFold(c, name) })
	case "claim":
		return slices.ContainsFunc(found.Families, func(f Family) bool { return f.Claim == name && slices.Contains(f.Members, t.Article) })
	case "origin":
		return slices.ContainsFunc(found.Families, func(f Family) bool { return f.Claim == "origin" && fold(f.Root) == fold(name) })
	case "identity": // taken for the article at that address, and lost as one of its own
		_, kept := articles[t.Article]
		return !kept
	case "link":
		return slices.ContainsFunc(found.Links, func(l Link) bool {
			return l.Copy == t.Article && (names(l.Source, name) || strings.EqualFold(articles[l.Source].Outlet, name))
		})
	}
	return slices.ContainsFunc(found.Families, func(f Family) bool {
		return slices.Contains(f.Members, t.Article) &&
			(name == "" || slices.Contains(f.Members, name) || fold(f.Root) == fold(name))
	})
}

// names reports whether a source is the one named: an article, or an unseen source with
// or without its prefix.
func names(source, name string) bool {
	return fold(source) == fold(name) || fold(source) == fold("unseen:"+name)
}
