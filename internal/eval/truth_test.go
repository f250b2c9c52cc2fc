package eval

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestReadTruth(t *testing.T) {
	dir := fstest.MapFS{
		"links.tsv":    {Data: []byte("# who copied whom\n\ncopy\tsource\tclass\tnote\r\nb\ta\tfull\t\r\nc\tunseen:AP\t-\tundecidable: x\n")},
		"pairs.tsv":    {Data: []byte("class\tb\ta\nphrase\tq\tp\n")},
		"families.tsv": {Data: []byte("root\tclaim\tmembers\na\torigin\ta  b\n")},
		"traps.tsv":    {Data: []byte("article\ttrap\tmust_not\nb\tphoto\tcredit:Reuters\nb\t\tfamily\n")},
	}
	got, err := ReadTruth(dir)
	want := Truth{
		Links:    []Link{{Copy: "b", Source: "a", Class: "full"}, {Copy: "c", Source: "unseen:AP", Undecidable: true}},
		Pairs:    []Pair{{A: "p", B: "q", Class: "phrase"}},
		Families: []Family{{Root: "a", Claim: "origin", Members: []string{"a", "b"}}},
		Traps:    []Trap{{Article: "b", Trap: "photo", MustNot: "credit:Reuters"}, {Article: "b", MustNot: "family"}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	delete(dir, "traps.tsv")
	if _, err := ReadTruth(dir); err != nil {
		t.Errorf("without traps: %v", err)
	}
	delete(dir, "links.tsv")
	if _, err := ReadTruth(dir); err == nil {
		t.Error("no error without links")
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ file, data, want string }{
		{"links.tsv", "copy\tclass\nb\tfull\n", "read links.tsv: line 2: no source"},
		{"links.tsv", "copy\tsource\tclass\nb\ta\tfull\nc\n", "read links.tsv: line 3: no source"},
		{"families.tsv", "#\nroot\tclaim\tmembers\na\tsure\ta b\n", `read families.tsv: line 3: claim "sure" is not origin, earliest, undetermined or unseen`},
		{"traps.tsv", "article\tmust_not\na\tcredit\n", `read traps.tsv: line 2: must_not "credit" is none of credit: link: origin: claim: identity: family: family`},
	} {
		dir := fstest.MapFS{"links.tsv": {Data: []byte("copy\tsource\n")}}
		dir[c.file] = &fstest.MapFile{Data: []byte(c.data)}
		if _, err := ReadTruth(dir); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.data, err, c.want)
		}
	}
}

func TestReadPairsOfSilverFiles(t *testing.T) {
	for data, want := range map[string]Pair{
		"id1\tid2\tlabel\tjaccard\tcross\nx\ty\tnear-dup\t0.9\tcross\n": {A: "x", B: "y", Class: "near-dup"},
		"id1\tid2\tlabel\tcross\nx\ty\tpartial\tsame\n":                 {A: "x", B: "y", Class: "partial", Same: true},
		"copy\toriginal\tlabel\nx\ty\tcut\n":                            {A: "y", B: "x", Class: "cut"},
	} {
		got, err := ReadPairs(strings.NewReader(data))
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%q: %v, %v", data, got, err)
		}
	}
}

// The project's own truth has to be readable, and every link's class one of ours.
func TestReadOwnTruth(t *testing.T) {
	truth, err := ReadTruth(os.DirFS("../../testdata/truth"))
	if err != nil || len(truth.Links) == 0 {
		t.Fatalf("%d links, %v", len(truth.Links), err)
	}
	for _, l := range truth.Links {
		if unseen(l.Source) != (l.Class == "") {
			t.Errorf("link %s from %s: class %q", l.Copy, l.Source, l.Class)
		}
	}
}

func TestReadSilver(t *testing.T) {
	data := os.Getenv("STEMMA_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	for file, want := range map[string]map[string]int{
		"helsinki/silver_pairs.tsv":     {"near-dup": 268, "contained": 66, "partial": 367},
		"planted/minhash1000.pairs.tsv": {"dup": 10},
		"answers/clough.pairs.tsv":      {"cut": 19, "light": 19, "heavy": 19, "non": 38},
	} {
		content, err := os.ReadFile(filepath.Join(data, file))
		if err != nil {
			t.Skipf("no data: %v (set STEMMA_DATA)", err)
		}
		pairs, err := ReadPairs(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, p := range pairs {
			got[p.Class]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", file, diff)
		}
	}
}
