package lineage

import (
	"slices"
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

const verdictOutlets = `
outlet=Copy Herald
licence=Meadow Post
outlet=Sister Gazette
owner=Lowland Papers
outlet=Meadow Post
owner=Lowland Papers
alias=Meadow Print
outlet=Member Times
belongto=Meadow Post
`

func credit(name string) news.Credit {
	return news.Credit{Kind: news.CreditRepublished, Strength: news.Strong, Name: name, Quote: "First published by " + name}
}

// A copy of the Meadow Post, the source; sure says how surely it is from there.
var verdictRows = []struct {
	name   string
	copied news.Head
	sure   float64
	want   news.Verdict
	reason string
}{
	{"names it", news.Head{Outlet: "Hill Herald", Credits: []news.Credit{credit("Meadow Post")}}, .9, news.Credited, "“First published by Meadow Post”"},
	{"names it, and who knows", news.Head{Outlet: "Hill Herald", Credits: []news.Credit{credit("Meadow Post")}}, .2, news.Credited, "“First published by Meadow Post”"},
	{"links to it", news.Head{Outlet: "Hill Herald", Links: []string{"https://meadow.example/x"}}, .9, news.Credited, "a link to https://meadow.example/x"},
	{"names another", news.Head{Outlet: "Hill Herald", Credits: []news.Credit{credit("Tarn Voice")}}, .9, news.Misdirects, "“First published by Tarn Voice”"},
	{"names a source of facts", news.Head{Outlet: "Hill Herald", Credits: []news.Credit{{Name: "Tarn Voice", Strength: news.Weak}}}, .9, news.Stripped, "another copy has “First published by Meadow Post”"},
	{"names nobody, a sibling does", news.Head{Outlet: "Hill Herald"}, .9, news.Stripped, "another copy has “First published by Meadow Post”"},
	{"who knows", news.Head{Outlet: "Hill Herald"}, .4, news.Unclear, "its likeliest source has 40 %"},
	{"licensed, and names it", news.Head{Outlet: "Copy Herald", Credits: []news.Credit{credit("Meadow Post")}}, .9, news.Licensed, "Copy Herald: licence=Meadow Post (o.txt:3)"},
	{"licensed, if it is from there", news.Head{Outlet: "Copy Herald"}, .4, news.Unclear, "its likeliest source has 40 %"},
	{"a member", news.Head{Outlet: "Member Times"}, .9, news.Licensed, "Member Times: belongto=Meadow Post (o.txt:10)"},
	{"the same outlet", news.Head{Outlet: "Meadow Post"}, .9, news.Duplicate, "both are by Meadow Post"},
	{"the same outlet by another name", news.Head{Outlet: "Meadow Print"}, .9, news.Duplicate, "both are by Meadow Print"},
	{"an inflected name is another", news.Head{Outlet: "Meadow Posts"}, .9, news.Stripped, "another copy has “First published by Meadow Post”"},
	{"the same owner", news.Head{Outlet: "Sister Gazette"}, .9, news.Mirror, "both belong to Lowland Papers"},
}

func TestVerdicts(t *testing.T) {
	relations, err := outlet.ReadRelations(strings.NewReader(verdictOutlets), "o.txt", "")
	if err != nil {
		t.Fatal(err)
	}
	source := news.Head{ID: "a", Outlet: "Meadow Post", URL: "https://meadow.example/x", Domain: "meadow.example"}
	sibling := news.Head{ID: "c", Outlet: "Crag Courier", Credits: []news.Credit{credit("Meadow Post")}}
	for _, row := range verdictRows {
		row.copied.ID = "b"
		s := newSolver(Case{Heads: []news.Head{source, row.copied, sibling}, Outlets: outlet.NewBook(relations)})
		f := news.Family{Root: "a", Links: []news.Link{{Copy: "b", Source: "a", Confidence: row.sure}, {Copy: "c", Source: "a", Confidence: .9}}}
		s.verdicts(&f)
		if got := f.Links[0]; got.Verdict != row.want || got.Reason != row.reason {
			t.Errorf("%s: %s (%s), want %s (%s)", row.name, got.Verdict, got.Reason, row.want, row.reason)
		}
	}
	lone := newSolver(Case{Heads: []news.Head{source, {ID: "b", Outlet: "Hill Herald"}}})
	f := news.Family{Root: "a", Links: []news.Link{{Copy: "b", Source: "a", Confidence: .9}}}
	if lone.verdicts(&f); f.Links[0].Verdict != news.Uncredited {
		t.Errorf("nobody names anybody: %s", f.Links[0].Verdict)
	}
}

// A name that no table knows is a credit where an article of an outlet so called shares the text.
func TestUnvouched(t *testing.T) {
	for _, row := range []struct {
		source, named string
		want          news.Verdict
	}{
		{"Tarn Call", "Tarn Call", news.Credited},
		{"The Tarn Call", "Tarn Call", news.Credited},
		{"صحيفة المرسى", "المرسى", news.Credited},
		{"Hill Herald", "Tarn Call", news.Uncredited},
	} {
		a, b := article("a", "2024-03-01"), article("b", "2024-03-05")
		a.Outlet, b.Outlet = row.source, "Meadow Post"
		b.Unvouched = []news.Credit{{Kind: news.CreditLabel, Strength: news.Medium, Name: row.named, Quote: "Source: " + row.named}}
		f := Solve(Case{Heads: []news.Head{a, b}, Matches: []news.Match{full("a", "b")}})
		if len(f.Links) != 1 || f.Links[0].Verdict != row.want {
			t.Errorf("%s, named %s: %+v, want %s", row.source, row.named, f.Links, row.want)
		}
	}
}

// A name that was cut short is the outlet's whose whole name the credit's words hold.
func TestCutShort(t *testing.T) {
	for _, row := range []struct {
		source, named, quote string
		want                 news.Verdict
	}{
		{"Scienza in rete", "Scienza", "Fonte: Scienza in rete", news.Credited},
		{"Times of Malta", "The Times", "First published in the Times of Malta.", news.Credited},
		{"The Guardian", "The Guardian Nigeria", "First published in The Guardian Nigeria.", news.Misdirects},
		{"Scienza in rete", "Scienza", "Fonte: Scienza", news.Misdirects},
	} {
		a, b := article("a", "2024-03-01"), article("b", "2024-03-05")
		a.Outlet, b.Outlet = row.source, "Meadow Post"
		b.Credits = []news.Credit{{Kind: news.CreditRepublished, Strength: news.Strong, Name: row.named, Quote: row.quote}}
		f := Solve(Case{Heads: []news.Head{a, b}, Matches: []news.Match{full("a", "b")}})
		i := slices.IndexFunc(f.Links, func(l news.Link) bool { return l.Copy == "b" })
		if i < 0 || f.Links[i].Source == "a" && f.Links[i].Verdict != row.want || f.Links[i].Source != "a" && row.want == news.Credited {
			t.Errorf("%q from %s: %+v, want %s", row.quote, row.source, f.Links, row.want)
		}
	}
}
