package extract

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// Limits of the measurements on real articles.
const (
	minNamed       = 0.95 // recall of agencies named
	minNamedRight  = 0.98 // precision
	minRecognised  = 0.90 // share of republications recognised by their credit line
	maxOthersTaken = 3    // lines that are no republication and were taken for one
)

// A record is one line of the measured sets.
type record struct{ ID, URL, Title, Text, Published, Source string }

func records(t testing.TB, name string) []record {
	f, err := os.Open(data(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var found []record
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		found = append(found, r)
	}
	return found
}

func (r record) article(t testing.TB) news.Article {
	a, err := Article(news.Document{Place: r.ID, ID: r.ID, URL: r.URL, MediaType: news.TypeText, Body: r.Text,
		Fields: map[string]string{news.FieldTitle: r.Title, news.FieldOutlet: r.Source}})
	if err != nil {
		t.Logf("%s: %v", r.ID, err)
	}
	return a
}

// table is a tab-separated file as a map from its first column to another.
func tableOf(t *testing.T, name string, column int) map[string]string {
	raw, err := os.ReadFile(data(t, name))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		if cells := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(cells) > column {
			found[cells[0]] = cells[column]
		}
	}
	return found
}

// TestAgencyNamed measures the agency named by bylines, datelines and tails. An outlet's
// own text counts as named by the outlet.
func TestAgencyNamed(t *testing.T) {
	want := tableOf(t, "helsinki/attribution.tsv", 4)
	right, wrong, missed := 0, 0, 0
	for _, r := range records(t, "helsinki/articles.jsonl.gz") {
		if want[r.ID] == "" {
			continue
		}
		a := r.article(t)
		key := outlet.Key(strings.Replace(want[r.ID], "WashPost", "The Washington Post", 1), "")
		named := outlet.Key(a.Outlet, "") == key
		for _, c := range a.Credits {
			switch {
			case c.Strength == news.Weak || c.Kind == news.CreditCowritten || c.Name == "":
			case outlet.Key(c.Name, "") == key:
				named = true
			default:
				wrong++
				t.Logf("%s: %s, want %s: %q", r.ID, c.Name, want[r.ID], c.Quote)
			}
		}
		if named {
			right++
			continue
		}
		missed++
		t.Logf("%s (%s): %s is not named", r.ID, r.Source, want[r.ID])
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("agency named: %d right, %d wrong, %d missed: precision %.3f recall %.3f", right, wrong, missed, precision, recall)
	if precision < minNamedRight || recall < minNamed {
		t.Error("want precision", minNamedRight, "recall", minNamed)
	}
}

// republished are the rows of origin.tsv whose credit line says that the text came from
// another outlet, judged by reading and before anything was run, with a part of the name
// ("-" where the line names nobody). The other rows are an own earlier date, a newsletter
// or magazine of the house, or where something else appeared.
const republished = `1l2gZi8TRcFdsNPs filter|2MoRkpAU5PYyMoXQ climatewire|4A335VjuECJvrQu6 orangecounty|4WdBdo3epWbUuNtZ desmoines|60niLwjKBLxCobgS cityjournal
678ZAXe1tahhLs3K richman|6ebod1q7r7zWPBhJ orangecounty|7DPpXmPxasAWVUfx dailybeast|7tdua3C9mICFXFtO reich|8H1RXuPk0gE25oY1 freebeacon|99DUs4SlMMEp3D4y cityjournal
A2BlJyl1jQYEdPmB reich|Ce1SRvFWOY9pfjyB richmond|DLfpFX00PucT1SVl courierjournal|Fi4Q1vvBtSMiZSGM richman|GepWb7ZoNe2U0GcX richmond|JktXJ2eopH7iqzDb hechinger
KcrHxpCyPfuJktGA climatewire|MYOZzMVXVGQx8afm orangecounty|NCrjOhJyeF2DuZ04 spectator|QneUciZ0Mmt5Gm4s breitbart|Rnhe7YeaTsnjUwnU grist|SI53zyL8MAwEdezL harper
TX6wx5JCSzHQJxga freebeacon|UIi8dkO6M4UZ0xI4 courierjournal|VVN1hCVKnJobhaMg highcountry|VjcFbYrrtjpJfKNZ conversation|WxGYVUUNmMTBDQSZ conversation|X9eiW8RUohqm1nSS orangecounty
ZOfn9OkZrKsnSZV8 washingtontimes|ZXsi2BCLbLi4RYli freebeacon|a24WYugLMOwi7ZFY orangecounty|bwfLffhUsu4uImEX week|dpTEn8Qa0q0qtrv4 starnes|epoSs5KdfmS9gJOx sheilakennedy
fFv17jLKa5MwUux6 angeles|frkoXojdlLAHMm8E freebeacon|g9eGJwOtD0lay8eG scmp/southchina|gLsAs0rahnfr48nj hill|gz9Ud2eUJIxRwsT8 america/wonk|hF84kBWIqlDZumas globalpost
heaD6C8BAkXVkJps undark|iJwQ3lHR1pAfzei4 climatewire|ifxC0RkecDTO6DEf hill|jkPDZz0Ybf4FYthU ensia|jqjMdInCkF15aqV8 washingtontimes|jz1pMzKECDeWmrZ1 commondreams|kOfE7THf3oHDVh6C msnbc
kzGR1AEMoAkrj9pM medium|p7F1mgluCJVhEKcH angeles|pM2liwQNoovm3VcL hill|qgAwSU3mcpxiZh4O climatewire|rkhkw3pPzNpbQgjT climatewire|srxpl045dPCQNO3N newsbusters|u2fOmQsCR0LQb1Cl richmond
v9aR4HZQOPviqqr8 courierjournal|vf3EReyQ0rUTPjG3 hill|yDKxKkD0S3x2TvQd orangecounty|U2SbbsaGXe09AKS5 oxford|XJlCv1c2qyccCyzL -|fnn-PolitiFact_Fake_79 -`

// TestCreditLines measures real credit lines, half of which are no republication, and
// lists with -v what is said of each.
func TestCreditLines(t *testing.T) {
	lines := tableOf(t, "news/origin.tsv", 3)
	want := map[string]string{}
	for row := range strings.FieldsFuncSeq(republished, func(r rune) bool { return r == '|' || r == '\n' }) {
		id, name, _ := strings.Cut(row, " ")
		if !strings.Contains(id, "-") {
			id = "abp-" + id
		}
		want[id] = name
	}
	recognised, all, taken := 0, 0, 0
	for _, r := range records(t, "news/articles.jsonl.gz") {
		if !strings.HasPrefix(lines[r.ID], "credit-line") {
			continue
		}
		r.Source = ""
		found, unnamed := claimed(r.article(t))
		name, ours := want[r.ID]
		right := false
		for part := range strings.SplitSeq(name, "/") {
			right = right || ours && strings.Contains(found, part) && part != "-" || part == "-" && unnamed && found == ""
		}
		all += bit(ours)
		recognised += bit(right)
		taken += bit(!ours && found != "")
		t.Logf("%-5v %s: says %q, unnamed %v; judged %q: %.90q", right || !ours && found == "", r.ID, found, unnamed, name, lines[r.ID])
	}
	t.Logf("credit lines: %d of %d recognised, %d others taken", recognised, all, taken)
	if float64(recognised) < minRecognised*float64(all) || taken > maxOthersTaken {
		t.Error("want at least", minRecognised, "recognised and at most", maxOthersTaken, "others")
	}
}

// claimed is the outlets that an article says it is republished from, squashed, and
// whether it says so without a name.
func claimed(a news.Article) (names string, unnamed bool) {
	for _, c := range a.Credits {
		if c.Kind == news.CreditRepublished {
			names += squash(c.Name) + " "
			unnamed = unnamed || c.Name == ""
		}
	}
	return strings.TrimSpace(names), unnamed
}

// BenchmarkRealTexts is the 4,208 articles of the news set, as JSON lines give them.
func BenchmarkRealTexts(b *testing.B) {
	found := records(b, "news/articles.jsonl.gz")
	size := 0
	for _, r := range found {
		size += len(r.Text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, r := range found {
			r.article(b)
		}
	}
	b.ReportMetric(float64(len(found)*b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(b.Elapsed().Seconds()*1e6*3000/float64(size*b.N), "µs/3kB")
}
