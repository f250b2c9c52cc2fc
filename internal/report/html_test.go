package report

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stemma/internal/news"
)

// A folder holds the pages that a report creates.
type folder struct {
	mu    sync.Mutex
	pages map[string]*sheet
}

type sheet struct {
	bytes.Buffer
	closed bool
}

func (s *sheet) Close() error { s.closed = true; return nil }

func (f *folder) create(name string) (io.WriteCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.pages[name] != nil {
		return nil, fmt.Errorf("%s is created twice", name)
	}
	f.pages[name] = &sheet{}
	return f.pages[name], nil
}

func pagesOf(t *testing.T, d Data) map[string]string {
	t.Helper()
	f := folder{pages: map[string]*sheet{}}
	if err := WritePages(f.create, d); err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for name, s := range f.pages {
		if !s.closed {
			t.Errorf("%s is not closed", name)
		}
		pages[name] = s.String()
	}
	return pages
}

// Every link of a page leads to a page that there is, and to a part that it has.
func TestPagesLeadToEachOther(t *testing.T) {
	pages := pagesOf(t, fixture())
	want := []string{"families/F1a00000000000001.html", "families/F2b00000000000001.html", "families/F4d00000000000001.html", "index.html"}
	if got := slices.Sorted(maps.Keys(pages)); !slices.Equal(got, want) {
		t.Fatalf("pages %v, want %v", got, want)
	}
	links := 0
	for name, page := range pages {
		checkHTML(t, name, page, "../index.html", "families/", "F")
		for rest := page; ; {
			_, after, found := strings.Cut(rest, ` href="`)
			if !found {
				break
			}
			address, _, _ := strings.Cut(after, `"`)
			rest = after
			file, part, _ := strings.Cut(address, "#")
			switch {
			case strings.HasPrefix(address, "http"):
				continue
			case file == "":
				file = name
			case strings.HasPrefix(name, "families/"):
				file = strings.TrimPrefix("families/"+file, "families/../")
			}
			part, err := url.PathUnescape(part)
			if err != nil {
				t.Error(err)
			}
			if links++; pages[file] == "" || part != "" && !strings.Contains(pages[file], ` id="`+part+`"`) {
				t.Errorf("%s: %s leads to no part of %s", name, address, file)
			}
		}
	}
	if links < 40 {
		t.Errorf("only %d links", links)
	}
}

func TestPagesAreTheSameEachTime(t *testing.T) {
	if diff := cmp.Diff(pagesOf(t, many(40)), pagesOf(t, many(40))); diff != "" {
		t.Errorf("-one +other:\n%s", diff)
	}
}

// A member without a source, which is not the root either, is told of in the tree.
func TestLooseMember(t *testing.T) {
	d := fixture()
	loose := news.Family{ID: "F5", Members: headOf("1a00000000000001", "5e00000000000001"), Root: "1a00000000000001", Claim: news.Undetermined}
	d.Families = seq(loose)
	page := written(t, Options{Format: "html"}, d)
	for _, id := range []string{"1a00000000000001", "5e00000000000001"} {
		if n := strings.Count(page, ` id="article-`+id+`"`); n != 1 {
			t.Errorf("article %s has %d anchors", id, n)
		}
	}
}

// many is so many families of two articles.
func many(n int) Data {
	var families []news.Family
	var articles []news.Head
	for i := range n {
		source, copied := news.ID(fmt.Sprintf("a%015d", i)), news.ID(fmt.Sprintf("b%015d", i))
		members := []news.Head{{ID: source, Outlet: "The Lamp", Title: fmt.Sprintf("Title %d", i), Words: 44}, {ID: copied, Outlet: "The Quay", Words: 44}}
		m := news.Match{A: source, B: copied, Class: news.Full, Reverse: news.Full, Words: 44, Passages: []news.Passage{{A: news.Span{End: len(lampText)}, B: news.Span{End: len(lampText)}}}}
		articles = append(articles, members...)
		families = append(families, news.Family{ID: "F" + source, Members: members, Root: source, Claim: news.Earliest, Probability: .8,
			Links: []news.Link{{Copy: copied, Source: source, Match: m, Confidence: .8, Bits: 3, Verdict: news.Uncredited}}})
	}
	return Data{Families: seq(families...), Articles: seq(articles...), Text: func(news.ID) (string, error) { return lampText, nil }}
}

// What a script unfolds is what the page shows without one.
func TestHeldFamilies(t *testing.T) {
	few, lots := written(t, Options{Format: "html"}, many(openFamilies)), written(t, Options{Format: "html"}, many(openFamilies+1))
	if strings.Contains(few, "<noscript>") {
		t.Error("a small report holds families back")
	}
	if got := strings.Count(lots, "<noscript>"); got != openFamilies+1 {
		t.Errorf("%d families are held, want %d", got, openFamilies+1)
	}
	checkHTML(t, "held", strings.NewReplacer("<noscript>", "", "</noscript>", "").Replace(lots))
	_, held, _ := strings.Cut(lots, "<noscript>")
	held, _, _ = strings.Cut(held, "</noscript>")
	if strings.Contains(held, "noscript") || !strings.Contains(few, strings.ReplaceAll(held, "<noscript>", "")) {
		t.Errorf("held back otherwise than shown: %s", held)
	}
}

// One file tells of so many families, and says so; the rest are lines of its list.
func TestLargestFamilies(t *testing.T) {
	page := written(t, Options{Format: "html"}, many(heldFamilies+7))
	if got := strings.Count(page, `<details class="family"`); got != heldFamilies {
		t.Errorf("tells of %d families, want %d", got, heldFamilies)
	}
	if got := strings.Count(page, "<tr data-family"); got != heldFamilies+7 {
		t.Errorf("lists %d families, want %d", got, heldFamilies+7)
	}
	if !strings.Contains(page, "Of the other 7 it has the line in this list; stemma report -o FOLDER/ writes a page for each.") {
		t.Error("does not say where the rest is")
	}
	if strings.Contains(page, `href=""`) {
		t.Error("a link leads nowhere")
	}
}

func TestHostileFileNames(t *testing.T) {
	for id, want := range map[news.ID]string{"F1a": "F1a.html", "../../etc/passwd": "______etc_passwd.html", `a\b:c`: "a_b_c.html", "": ".html"} {
		if got := pageName(id); got != want {
			t.Errorf("pageName(%q) = %q, want %q", id, got, want)
		}
	}
}
