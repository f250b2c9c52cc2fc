package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"stemma/internal/news"
)

// before and after are families as "root claim probability: members", a semicolon apart;
// want is "kind family from>to".
var turnRows = []struct{ name, before, after, want string }{
	{"a new family is no turn", "", "a origin 95: a b c", ""},
	{"one more copy", "a origin 95: a b", "a origin 96: a b c", ""},
	{"the root changes", "b earliest 60: b c", "a origin 95: a b c", "re-rooted Fa b>a"},
	{"undetermined stays so, whoever leads", "b undetermined 40: b c", "a undetermined 30: a b c", ""},
	{"an unseen source comes in", "unseen:X unseen 80: b c", "a origin 95: a b c", "re-rooted Fa unseen:X>a"},
	{"a claim is lost", "a origin 95: a b", "a undetermined 60: a b c", "origin withdrawn Fa a>a"},
	{"a claim is won", "a earliest 60: a b", "a origin 95: a b c", "origin found Fa a>a"},
	{"two families become one", "a origin 95: a b c; d origin 91: d e", "a origin 95: a b c d e f", "merged Fa a>a"},
	{"an article alone joins", "a origin 95: a b c; d unseen 80: d", "a origin 95: a b c d", ""},
	{"one becomes two", "a origin 95: a b c d e", "a origin 95: a b c; d origin 92: d e", "split Fa a>a"},
	{"a member leaves", "a origin 95: a b c", "a origin 95: a b", "split Fa a>a"},
	{"a leaf of two families unites none", "a origin 95: a b m; d origin 95: d e m", "a origin 95: a b m n; d origin 95: d e m n", ""},
	{"a family dissolves", "a origin 95: a b", "", ""},
}

func TestTurns(t *testing.T) {
	for _, row := range turnRows {
		var before []outline
		for _, f := range familiesIn(t, row.before) {
			before = append(before, outlineOf(f))
		}
		var got []string
		for _, turn := range turns(before, familiesIn(t, row.after)) {
			got = append(got, fmt.Sprintf("%s %s %s>%s", turn.Kind, turn.Family, turn.From, turn.To))
		}
		if strings.Join(got, "; ") != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func familiesIn(t *testing.T, list string) []news.Family {
	t.Helper()
	var families []news.Family
	for one := range strings.SplitSeq(list, "; ") {
		if one == "" {
			continue
		}
		head, members, _ := strings.Cut(one, ": ")
		var f news.Family
		if _, err := fmt.Sscan(head, &f.Root, &f.Claim, &f.Probability); err != nil {
			t.Fatal(err)
		}
		for _, id := range strings.Fields(members) {
			f.Members = append(f.Members, news.Head{ID: news.ID(id)})
		}
		f.ID = "F" + f.Members[0].ID
		families = append(families, f)
	}
	return families
}
