package report

import (
	"fmt"
	"strings"
)

// A Difference is what has changed from one report to a later one.
type Difference struct {
	Articles ArticleChanges `json:"articles"`
	Links    []LinkChange   `json:"links"`
	Families []FamilyChange `json:"families"`
	Same     map[string]int `json:"same"` // what is in both and as it was: links, families
}

// ArticleChanges lists articles by ID.
type ArticleChanges struct {
	New     []string `json:"new"`
	Gone    []string `json:"gone"`
	Changed []string `json:"changed"` // their texts
}

// What can have become of a link or a family.
const (
	Appeared = "new"
	Gone     = "gone"
	Changed  = "changed"
)

// A LinkChange is a link that is new, gone or changed: one of a copy of which the
// likeliest source is another now, or one that is judged otherwise.
type LinkChange struct {
	What    string   `json:"what"`
	Copy    string   `json:"copy"`
	Source  string   `json:"source"`
	Details []string `json:"details"` // "confidence 0.94, was 0.90"
}

// A FamilyChange is a family that is new, gone or of which something else is claimed.
type FamilyChange struct {
	What    string   `json:"what"`
	Family  string   `json:"family"`
	Details []string `json:"details"`
}

// None reports whether nothing has changed.
func (d Difference) None() bool {
	a := d.Articles
	return len(a.New)+len(a.Gone)+len(a.Changed)+len(d.Links)+len(d.Families) == 0
}

// Diff says what has changed from the one report to the other.
func Diff(before, after Report) Difference {
	d := Difference{Articles: diffArticles(before, after), Links: []LinkChange{}, Families: []FamilyChange{}, Same: map[string]int{}}
	d.diffLinks(before, after)
	d.diffFamilies(before, after)
	return d
}

func diffArticles(before, after Report) ArticleChanges {
	c := ArticleChanges{New: []string{}, Gone: []string{}, Changed: []string{}}
	was, is := digests(before), digests(after)
	for _, a := range after.Articles {
		if sum, known := was[a.ID]; !known {
			c.New = append(c.New, a.ID)
		} else if sum != a.TextSHA256 {
			c.Changed = append(c.Changed, a.ID)
		}
	}
	for _, a := range before.Articles {
		if _, known := is[a.ID]; !known {
			c.Gone = append(c.Gone, a.ID)
		}
	}
	return c
}

// digests are the hashes of a report's articles by ID.
func digests(r Report) map[string]string {
	sums := make(map[string]string, len(r.Articles))
	for _, a := range r.Articles {
		sums[a.ID] = a.TextSHA256
	}
	return sums
}

// A linkKey is what makes two links the same: who took from whom. The family that they
// stand in may have another ID when it grew.
type linkKey struct{ copy, source, kind string }

func linksOf(r Report) (keys []linkKey, links map[linkKey]Link) {
	links = map[linkKey]Link{}
	for _, f := range r.Families {
		for _, l := range f.Links {
			key := linkKey{l.Copy, l.Source, l.Kind}
			if _, twice := links[key]; !twice {
				keys, links[key] = append(keys, key), l
			}
		}
	}
	return keys, links
}

func (d *Difference) diffLinks(before, after Report) {
	wereKeys, were := linksOf(before)
	areKeys, are := linksOf(after)
	moved := map[[2]string]Link{} // links gone, by copy and kind, whose copy may have another source now
	for _, key := range wereKeys {
		if _, known := are[key]; !known {
			moved[[2]string{key.copy, key.kind}] = were[key]
		}
	}
	for _, key := range areKeys {
		l := are[key]
		old, known := were[key]
		from, elsewhere := moved[[2]string{key.copy, key.kind}]
		switch details := linkDetails(old, l); {
		case !known && elsewhere:
			delete(moved, [2]string{key.copy, key.kind})
			details = append([]string{"source " + l.SourceName + ", was " + from.SourceName}, linkDetails(from, l)...)
			d.Links = append(d.Links, LinkChange{Changed, key.copy, key.source, details})
		case !known:
			d.Links = append(d.Links, LinkChange{Appeared, key.copy, key.source, []string{linkNote(l)}})
		case len(details) > 0:
			d.Links = append(d.Links, LinkChange{Changed, key.copy, key.source, details})
		default:
			d.Same["links"]++
		}
	}
	for _, key := range wereKeys {
		_, known := are[key]
		if from, left := moved[[2]string{key.copy, key.kind}]; !known && left && from.Source == key.source {
			d.Links = append(d.Links, LinkChange{Gone, key.copy, key.source, []string{linkNote(were[key])}})
		}
	}
}

// linkNote is a link in few words.
func linkNote(l Link) string {
	parts := []string{"confidence " + chance(l.Confidence), l.Verdict}
	if l.Class != "" {
		parts = append([]string{l.Class}, parts...)
	}
	return strings.Join(parts, ", ")
}

// linkDetails says what differs between two states of a link, each as "what now, was
// before". Probabilities are compared as they are shown, to two decimals.
func linkDetails(was, is Link) []string {
	return changes(
		[3]string{"class", was.Class, is.Class},
		[3]string{"verdict", was.Verdict, is.Verdict},
		[3]string{"confidence", chance(was.Confidence), chance(is.Confidence)},
		[3]string{"words", fixed(was.Words, 0), fixed(is.Words, 0)},
	)
}

// changes lists what differs: of each name its value before and now.
func changes(values ...[3]string) []string {
	var list []string
	for _, v := range values {
		if v[1] != v[2] {
			list = append(list, fmt.Sprintf("%s %s, was %s", v[0], orNothing(v[2]), orNothing(v[1])))
		}
	}
	return list
}

func orNothing(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (d *Difference) diffFamilies(before, after Report) {
	old := pairFamilies(before.Families, after.Families)
	kept := map[string]bool{}
	for _, f := range after.Families {
		was, known := old[f.ID]
		if !known {
			d.Families = append(d.Families, FamilyChange{Appeared, f.ID, []string{f.Statement}})
			continue
		}
		kept[was.ID] = true
		if details := familyDetails(was, f); len(details) > 0 {
			d.Families = append(d.Families, FamilyChange{Changed, f.ID, details})
		} else {
			d.Same["families"]++
		}
	}
	for _, f := range before.Families {
		if !kept[f.ID] {
			d.Families = append(d.Families, FamilyChange{Gone, f.ID, []string{f.Statement}})
		}
	}
}

func familyDetails(was, is Family) []string {
	return changes(
		[3]string{"root", was.RootName, is.RootName},
		[3]string{"claim", was.Claim, is.Claim},
		[3]string{"probability", chance(was.Probability), chance(is.Probability)},
		[3]string{"members", fmt.Sprint(len(was.Members)), fmt.Sprint(len(is.Members))},
	)
}

// pairFamilies finds for each family what it was: the one of its ID, else the one with
// which it shares most members. No family was two.
func pairFamilies(before, after []Family) map[string]Family {
	byID, holding := map[string]Family{}, map[string][]string{}
	for _, f := range before {
		byID[f.ID] = f
		for _, m := range f.Members {
			holding[m.ID] = append(holding[m.ID], f.ID)
		}
	}
	old, taken := map[string]Family{}, map[string]bool{}
	for _, f := range after {
		if was, ok := byID[f.ID]; ok {
			old[f.ID], taken[f.ID] = was, true
		}
	}
	for _, f := range after {
		if _, known := old[f.ID]; known {
			continue
		}
		shared := map[string]int{}
		for _, m := range f.Members {
			for _, id := range holding[m.ID] {
				if !taken[id] {
					shared[id]++
				}
			}
		}
		if best := mostOf(shared); best != "" {
			old[f.ID], taken[best] = byID[best], true
		}
	}
	return old
}

// mostOf is the key with the largest count, of equal ones the smallest; empty for none.
func mostOf(counts map[string]int) string {
	best := ""
	for key, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && key < best {
			best = key
		}
	}
	return best
}
