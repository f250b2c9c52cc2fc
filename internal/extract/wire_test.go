package extract

import (
	"os"
	"strings"
	"testing"

	"stemma/internal/news"
)

// wirePages are the credits of the pages of testdata/wire, one page a language: the
// agency, and the paper that had the text before.
var wirePages = []struct{ lang, agency, dateline, paper string }{
	{"en", "AP", "AP", ""},
	{"es", "EFE", "EFE", "La Gaceta del Estuario"},
	{"fr", "AFP", "AFP", "L’Écho de Montferrine"},
	{"de", "dpa", "dpa", "Wesertaler Bote"},
	{"ru", "TASS", "TASS", "Вестник Приозёрья"},
	{"pt", "Agência Brasil", "Lusa", "Correio do Estuário"},
	{"it", "ANSA", "ANSA", "Gazzetta della Laguna"},
	{"tr", "Anadolu", "Anadolu", "Körfez Gazetesi"},
	{"ar", "Reuters", "Reuters", "أصداء الخليج"},
	{"zh", "Xinhua", "Xinhua", "海港日报"},
	{"uk", "Ukrinform", "Ukrinform", "Вісті Затоки"},
}

// TestWirePages holds that each language's agency, dateline and republication are found
// in a page, and nobody else is named.
func TestWirePages(t *testing.T) {
	for _, row := range wirePages {
		a := pageFile(t, "testdata/wire/"+row.lang+".html")
		if a.Lang != row.lang {
			t.Errorf("%s: language %s", row.lang, a.Lang)
		}
		if !hasCredit(a, news.CreditDateline, row.dateline) {
			t.Errorf("%s: no dateline of %s in %+v", row.lang, row.dateline, a.Credits)
		}
		if row.paper != "" && !hasCredit(a, news.CreditRepublished, row.paper) {
			t.Errorf("%s: %s is not named in %+v", row.lang, row.paper, a.Credits)
		}
		agency := false
		for _, c := range a.Credits {
			is := squash(c.Name) == squash(row.agency) || hasCredit(news.Article{Head: news.Head{Credits: []news.Credit{c}}}, c.Kind, row.agency)
			agency = agency || is && c.Kind != news.CreditDateline
			if !is && c.Kind != news.CreditDateline && squash(c.Name) != squash(row.paper) && c.Name != "" {
				t.Errorf("%s: took %+v", row.lang, c)
			}
		}
		if !agency {
			t.Errorf("%s: %s is not named besides the dateline: %+v", row.lang, row.agency, a.Credits)
		}
	}
}

// TestTrapPages holds that pages full of what looks like a credit give none.
// TestUnvouched holds that a name no table knows is no credit, and is not forgotten.
func TestUnvouched(t *testing.T) {
	for _, row := range []struct{ lang, line, name string }{
		{"en", "Source: Harbour Voice", "Harbour Voice"},
		{"ar", "المصدر: صحيفة المرسى", "المرسى"},
		{"de", "Quelle: Hafenstimme", "Hafenstimme"},
	} {
		a := read(t, news.TypeText, "Dredging\n\n"+bodies[row.lang]+"\n\n"+row.line+"\n")
		if len(a.Credits) > 0 || len(a.Unvouched) != 1 || a.Unvouched[0].Name != row.name || !strings.HasPrefix(a.Text[a.Unvouched[0].Span.Start:], row.line) {
			t.Errorf("%s: credits %+v, unvouched %+v", row.lang, a.Credits, a.Unvouched)
		}
	}
}

func TestTrapPages(t *testing.T) {
	for _, row := range wirePages {
		a := pageFile(t, "testdata/traps/"+row.lang+".html")
		if len(a.Credits) > 0 {
			t.Errorf("%s: took %+v", row.lang, a.Credits)
		}
	}
}

func pageFile(t *testing.T, path string) news.Article {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, news.TypeHTML, strings.TrimSpace(string(body)))
}
