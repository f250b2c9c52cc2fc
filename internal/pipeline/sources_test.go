package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// inquiryOf builds an inquiry from lines: "a@Outlet" is an article that is asked for,
// "b<a partial .95 .4" a link of b to a with its class, how surely b took it and b's share,
// "a=b identical 60" a match, "owner Outlet Owner" a relation, "a F" a family of a.
func inquiryOf(t *testing.T, lines string) *inquiry {
	t.Helper()
	q := &inquiry{names: &namer{domains: map[string]string{}}, heads: map[news.ID]news.Head{}, links: map[news.ID][]news.Link{}, families: map[news.ID][]news.ID{}}
	var relations []news.Relation
	for line := range strings.SplitSeq(lines, "; ") {
		words := strings.Fields(line)
		if a, on, ok := strings.Cut(words[0], "@"); ok {
			h := news.Head{ID: news.ID(a), Outlet: on}
			q.asked, q.heads[h.ID] = append(q.asked, h), h
		} else if a, b, ok := strings.Cut(words[0], "<"); ok {
			l := news.Link{Copy: news.ID(a), Source: news.ID(b)}
			var share float64
			fmt.Sscan(strings.Join(words[1:], " "), &l.Match.Class, &l.Taken, &share)
			l.Match.SideB.Words, l.Match.Words = 100, 100*share
			q.links[l.Copy] = append(q.links[l.Copy], l)
		} else if a, b, ok := strings.Cut(words[0], "="); ok {
			q.matches = append(q.matches, news.Match{A: news.ID(a), B: news.ID(b), Class: news.Class(words[1]), Words: 60})
		} else if words[0] == "owner" {
			relations = append(relations, news.Relation{Outlet: words[1], Kind: "owner", Value: words[2]})
		} else {
			q.families[news.ID(words[0])] = append(q.families[news.ID(words[0])], news.ID(words[1]))
		}
	}
	q.names.outlets = outlet.NewBook(relations)
	return q
}

var inquiryRows = []struct{ name, lines, want string }{
	{"strangers", "a@A; b@B", "2 of 2 to 2"},
	{"a copy", "a@A; b@B; b<a full 1 1", "1 of 1 to 1"},
	{"a copy of a copy", "a@A; b@B; c@C; b<a full 1 1; c<b full 1 1", "1 of 1 to 1"},
	{"an agency behind two", "a@A; b@B; a<unseen:Wire - .95 0; b<unseen:Wire - .95 0", "1 of 1 to 1"},
	{"an agency that one of them may not be from", "a@A; b@B; a<unseen:Wire - .95 0; b<unseen:Wire - .6 0", "1 of 1 to 2"},
	{"a copy of whom is unsure, and yet a copy", "a@A; b@B; b<a full .5 1", "1 of 1 to 1"},
	{"a link of 60 %", "a@A; b@B; b<a partial .6 .7", "1 of 1 to 2"},
	{"mostly words of its own", "a@A; b@B; b<a partial 1 .3", "1 of 1 to 2"},
	{"one outlet twice", "a@A; b@A", "1 of 1 to 1"},
	{"two outlets of one owner", "a@A; b@B; owner A O; owner B O", "1 of 1 to 1"},
	{"one text, nobody knows who was first", "a@A; b@B; a=b identical", "1 of 1 to 1"},
	{"a quarter of a page in common", "a@A; b@B; a=b excerpt", "2 of 1 to 2"},
	{"one family that hangs together otherwise", "a@A; b@B; a F; b F", "2 of 1 to 2"},
	{"merged from two", "a@A; b@B; m@M; m<a partial 1 .5; m<b partial 1 .5; a=m partial; b=m partial", "2 of 2 to 2"},
	{"a merged article alone has two", "m@M; m<unseen:A - 1 0; m<unseen:B - 1 0", "2 of 2 to 2"},
}

func TestSources(t *testing.T) {
	for _, row := range inquiryRows {
		found := inquiryOf(t, row.lines).count()
		got := fmt.Sprintf("%d of %d to %d", len(found.Independent), found.Least, found.Most)
		if got != row.want {
			t.Errorf("%s: %s, want %s; %+v", row.name, got, row.want, found.Doubts)
		}
	}
}
