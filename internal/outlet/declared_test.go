package outlet

import (
	"strings"
	"testing"

	"stemma/internal/news"
)

const declaredFile = `# Weser valley
outlet=Wesertaler Bote
alias=wesertaler-bote.example
alias=Der Bote an der Weser   # on paper
alias=@WBote
owner=Heide Verlag
licence=The Associated Press

outlet=https://www.altmuender.example/
controlledby=Heide Verlag
license = Kestrel Wire
disclosure=https://altmuender.example/about
contact=https://altmuender.example/#!mail
alias=https://altmuender.example/#!/heute
datatrainingallowed=no

outlet=Heide Verlag
member=https://bund.example/
control=https://sea.example/
social=https://twitter.com/HeideVerlag
`

func readBook(t *testing.T, file, domain string) (*Book, []news.Relation) {
	t.Helper()
	list, err := ReadRelations(strings.NewReader(file), "outlets.txt", domain)
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(list), list
}

func TestBook(t *testing.T) {
	b, _ := readBook(t, declaredFile, "")
	bote, altmuender := b.Key("Wesertaler Bote", ""), b.Key("", "altmuender.example")
	for _, row := range []struct{ name, domain, want string }{
		{"Wesertaler Bote", "", bote},
		{"", "wesertaler-bote.example", bote},
		{"Anything", "www.wesertaler-bote.example", bote},
		{"der bote an der weser", "", bote},
		{"@wbote", "", bote},
		{"Wesertaler Boten", "", "wesertaler boten"}, // an inflected name is not guessed
		{"The Associated Press", "", "ap"},
		{"", "other.example", "other.example"},
		{"Kestrel Wire", "kestrelwire.example", "kestrel wire"}, // known by the name in a licence= line
		{"Kestrel Wire", "yahoo.com", Key("", "yahoo.com")},     // who publishes there is Yahoo
		{"@heideverlag", "", b.Key("Heide Verlag", "")},
	} {
		if got := b.Key(row.name, row.domain); got != row.want {
			t.Errorf("Key(%q, %q) is %q, want %q", row.name, row.domain, got, row.want)
		}
	}
	if b.Owner(bote) != b.Owner(altmuender) || b.Owner(bote) != b.Owner("sea.example") || b.Owner(bote) == bote {
		t.Errorf("owners %q, %q and %q", b.Owner(bote), b.Owner(altmuender), b.Owner("sea.example"))
	}
	for _, row := range []struct {
		source, copied string
		want           string
	}{
		{"ap", bote, "outlets.txt:7"},
		{bote, "ap", ""},
		{"ap", altmuender, ""}, // a sister's licence is not its own
		{b.Key("Kestrel Wire", ""), altmuender, "outlets.txt:11"},
		{b.Key("Heide Verlag", ""), "bund.example", "outlets.txt:18"},
		{bote, "bund.example", "outlets.txt:18"}, // what the owner lets it, it lets it of all it owns
		{"", bote, ""},
	} {
		if r, ok := b.Licence(row.source, row.copied); r.Place != row.want || ok != (row.want != "") {
			t.Errorf("%s from %s: %q, want %q", row.copied, row.source, r.Place, row.want)
		}
	}
}

func TestOwnersInACircle(t *testing.T) {
	b, _ := readBook(t, "outlet=a.example\nowner=b.example\noutlet=b.example\nowner=a.example\n", "")
	if b.Owner("a.example") != b.Owner("b.example") {
		t.Error("two that own each other have two owners")
	}
}

func TestTrustTxt(t *testing.T) {
	const file = "# trust.txt of a paper\r\nmember=https://www.union.example/\r\nbelongto=https://kestrel.example\r\nvendor=https://cms.example\r\n"
	b, list := readBook(t, file, "bote.example")
	if len(list) != 3 || list[0].Outlet != "bote.example" {
		t.Errorf("relations %v", list)
	}
	if r, ok := b.Licence("kestrel.example", "bote.example"); !ok || r.Line() != "belongto=https://kestrel.example" {
		t.Errorf("licence %v", r)
	}
	var none *Book
	if none.Key("AP", "") != "ap" || none.Owner("ap") != "ap" {
		t.Error("without a file the table stands alone")
	}
}

func TestFaultyLines(t *testing.T) {
	_, err := ReadRelations(strings.NewReader("alias=X\noutlet=Y\nalias\nfriend=Z\nowner=\nalias=W\n"), "o.txt", "")
	want := "o.txt:1: alias= before any outlet= line: whose is it?\n" +
		"o.txt:3: \"alias\" has no =\n" +
		"o.txt:4: no word \"friend\"; the words are outlet, alias, owner, licence and those of trust.txt\n" +
		"o.txt:5: owner= says nothing"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
