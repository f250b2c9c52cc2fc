package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"stemma/internal/news"
	"stemma/internal/report"
)

// TestReportInBrowser opens the report of the project's corpus as a reader would: on a
// telephone and on a desk, by day and by night. STEMMA_SCREENSHOTS=FOLDER keeps what it saw.
func TestReportInBrowser(t *testing.T) {
	browser := startBrowser(t)
	folder := t.TempDir()
	db, file := filepath.Join(folder, "browser.db"), filepath.Join(folder, "report.html")
	stemma(t, "index", "--db", db, "../../testdata/corpus")
	stemma(t, "report", "--db", db, "-o", file)
	stemma(t, "report", "--db", db, "-o", filepath.Join(folder, "pages")+"/")
	for _, width := range []int64{390, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%d %s", width, scheme), func(t *testing.T) {
				tab := openTab(t, browser, width, scheme)
				tab.visit("file://" + file)
				tab.see("overview")
				tab.checkParts()
				tab.checkPassages()
				tab.checkSearch()
				tab.checkSort()
				tab.checkDeepLink("file://" + file)
				tab.checkWidth()
				tab.checkQuiet("file://" + file)
			})
		}
	}
	t.Run("pages", func(t *testing.T) {
		tab := openTab(t, browser, 390, "light")
		tab.visit("file://" + folder + "/pages/index.html")
		tab.want("a page for each family", `document.querySelectorAll('tr[data-family] a[href^="families/F"]').length === document.querySelectorAll("tr[data-family]").length`)
		tab.do(chromedp.Click(chromedp.CSS("tr[data-family] a")))
		tab.wait("a click leads to the page of a family", `document.querySelectorAll("details.family[open] svg.picture circle").length > 1`)
		tab.checkWidth()
		tab.checkQuiet("file://" + folder + "/pages/")
	})
	t.Run("many families", func(t *testing.T) {
		file := filepath.Join(folder, "many.html")
		writeReportOf(t, file, manyFamilies(200, "Nothing is odd about this."))
		tab := openTab(t, browser, 1280, "light")
		tab.visit("file://" + file)
		tab.want("what is in a family is not built before it is opened", `document.querySelectorAll("svg.picture").length === 0 && document.querySelectorAll("details.family").length === 200`)
		tab.do(chromedp.Click(chromedp.CSS("details.family summary")))
		tab.wait("opening builds it", `document.querySelectorAll("svg.picture circle").length === 2`)
		tab.checkDeepLinkTo("file://"+file, "article-b000000000000177")
		tab.do(chromedp.SendKeys(chromedp.CSS("#search"), "quay 0177"))
		tab.wait("search narrows", `[...document.querySelectorAll("tr[data-family]")].filter(r => !r.hidden).length === 1`)
		tab.checkQuiet("file://" + file)
		_, err := chromedp.Call(tab.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		if err != nil {
			t.Fatal(err)
		}
		tab.visit("file://" + file)
		tab.want("without script all is there", `document.querySelectorAll("svg.picture").length === 200 && document.querySelector(".search").hidden`)
	})
	for _, name := range slices.Sorted(maps.Keys(hostileWords)) {
		t.Run("hostile "+name, func(t *testing.T) {
			file := filepath.Join(folder, strings.ReplaceAll(name, " ", "-")+".html")
			writeReportOf(t, file, manyFamilies(2, hostileWords[name]))
			tab := openTab(t, browser, 390, "light")
			tab.visit("file://" + file)
			tab.want("families are shown", `document.querySelectorAll("details.family svg.picture circle").length === 4`)
			tab.want("nothing but our own elements", `document.querySelectorAll("script").length === 1 && !document.querySelector("img, iframe, object, embed, form, base, link, [onclick], [onerror], [onmouseover]")`)
			tab.want("links lead to pages only", `[...document.querySelectorAll("a[href]")].every(a => /^(https?:|file:|#)/.test(a.getAttribute("href").startsWith("#") ? "#" : a.href.baseVal ?? a.href))`)
			tab.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("mark").forEach(m => m.click())`))
			tab.see("hostile")
			tab.checkWidth()
			tab.checkQuiet("file://" + file)
		})
	}
}

// hostileWords stand everywhere in an article: in its title, outlet, text and address.
var hostileWords = map[string]string{
	"script":     `</title></style></noscript><script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)`,
	"javascript": `javascript:alert(1)//https://x.example`,
	"bidi":       "evil \u202Egnp.exe\u202C \u2067\u2066 \u202Etxt.cod",
	"long":       strings.Repeat("Donau", 2000),
}

// manyFamilies is a report of n families of two articles with some words everywhere.
func manyFamilies(n int, words string) report.Data {
	text := "The lamp went dark for nine hours after a heron nested in it. " + words + " Two trawlers waited outside the bar until dawn."
	var families []news.Family
	var articles []news.Head
	for i := range n {
		source, copied := news.ID(fmt.Sprintf("a%015d", i)), news.ID(fmt.Sprintf("b%015d", i))
		members := []news.Head{
			{ID: source, Outlet: "Lamp " + words, Title: fmt.Sprintf("Heron %04d %s", i, words), URL: words, Byline: words, Lang: words, Words: 30},
			{ID: copied, Outlet: fmt.Sprintf("Quay %04d", i), Title: words, URL: "https://quay.example/" + words, Words: 30},
		}
		span := news.Span{End: len(text)}
		evidence := []news.Evidence{{Kind: "credit-name", Group: "explicit", Bits: 4.1, Text: words, Quote: words, In: copied, Span: span}}
		m := news.Match{A: source, B: copied, Class: news.Full, Reverse: news.Full, Words: 30, Run: 30, SideA: news.Side{Words: 30}, SideB: news.Side{Words: 30},
			Passages: []news.Passage{{A: span, B: span}}}
		articles = append(articles, members...)
		families = append(families, news.Family{ID: "F" + source, Members: members, Root: source, Claim: news.Earliest, Probability: .8, Conflicts: []string{words},
			Links: []news.Link{{Copy: copied, Source: source, Match: m, Evidence: evidence, Confidence: .8, Bits: 3, Verdict: news.Uncredited}}})
	}
	return report.Data{About: report.About{Version: words}, Families: sequence(families), Articles: sequence(articles),
		Text: func(news.ID) (string, error) { return text, nil }}
}

func writeReportOf(t *testing.T, path string, d report.Data) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(report.Write(file, report.Options{Format: "html"}, d), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// startBrowser starts chromium with an empty profile. Without one the test is skipped.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("the report is not opened in a browser: chromium is not installed (apt-get install chromium)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// A tab is one page, with everything it said and asked for.
type tab struct {
	*testing.T
	ctx  context.Context
	mu   sync.Mutex
	said []string // errors, messages and dialogs
	sent []string // addresses
}

func openTab(t *testing.T, browser context.Context, width int64, scheme string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *tab) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.sent = append(p.sent, e.Request.URL)
	case *runtime.EventExceptionThrown:
		p.said = append(p.said, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.said = append(p.said, fmt.Sprintf("console: %s", e.Type))
	case *log.EventEntryAdded:
		p.said = append(p.said, "log: "+e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		p.said = append(p.said, "dialog: "+e.Message)
	}
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

func (p *tab) visit(address string) {
	p.Helper()
	p.do(chromedp.Navigate(address))
}

// value is that of an expression in the page.
func value[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// want fails the test when an expression is not true in the page.
func (p *tab) want(what, expression string) {
	p.Helper()
	if !value[bool](p, expression) {
		p.Errorf("not so: %s (%s)", what, expression)
	}
}

// wait gives the page some time to make an expression true.
func (p *tab) wait(what, expression string) {
	p.Helper()
	for range 500 {
		// A click that leads to another page can end this one while it is asked.
		if so, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err == nil && so {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.Errorf("never so: %s (%s)", what, expression)
}

// see keeps a picture of what the window shows, where STEMMA_SCREENSHOTS says so.
func (p *tab) see(what string) {
	folder := os.Getenv("STEMMA_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		name := strings.NewReplacer("/", "-", "_", "-").Replace(strings.TrimPrefix(p.Name(), "Test")) + "-" + what + ".png"
		err = os.WriteFile(filepath.Join(folder, name), picture, 0o644)
	}
	if err != nil {
		p.Error(err)
	}
}

func (p *tab) checkParts() {
	p.Helper()
	p.want("a family for each row", `document.querySelectorAll("tr[data-family]").length === document.querySelectorAll("details.family").length`)
	p.want("a tree drawn in each family", `[...document.querySelectorAll("details.family")].every(f => f.querySelectorAll("svg.picture circle").length > 1 && f.querySelector("svg.picture .edge line"))`)
	p.want("a waterfall for each link", `[...document.querySelectorAll("article.link")].every(l => l.querySelector(".evidence svg rect") && l.querySelector(".evidence tr.sum"))`)
	p.want("a strip for each text of several sources", `document.querySelectorAll(".strips").length > 0 && [...document.querySelectorAll(".strips")].every(s => s.querySelectorAll("li svg rect.level").length > 1)`)
	p.want("what copies changed", `document.querySelectorAll(".changes del").length > 10 && document.querySelectorAll(".changes ins").length > 10`)
	p.want("every link inside the page leads somewhere", `[...document.querySelectorAll('a[href^="#"]')].every(a => document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1))))`)
	p.want("ids are unlike", `new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size === document.querySelectorAll("[id]").length`)
}

// checkPassages points at a passage, clicks it, and reaches it by keyboard.
func (p *tab) checkPassages() {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".sides").closest("article").querySelectorAll("details").forEach(d => d.open = true);
		document.querySelector(".sides").scrollIntoView()`))
	const lit = `[...document.querySelectorAll("mark.lit")].map(m => m.closest(".text") === document.querySelector(".sides .text") ? "source" : "copy").sort().join()`
	const kept = `document.querySelectorAll("mark.kept").length`
	p.see("passages")
	first := chromedp.CSS(".sides mark[data-passage]")
	p.do(chromedp.Click(first))
	p.wait("a click lights both texts", lit+` === "copy,source"`)
	p.want("a click keeps both lit", kept+` === 2`)
	p.do(chromedp.KeyEvent("\u001b")) // Escape
	p.wait("Escape lets go", kept+` === 0`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".sides .text")[1].focus()`), chromedp.KeyEvent("\t"))
	p.want("Tab reaches the passage in the copy", `document.activeElement.closest("mark")?.closest(".text") === document.querySelectorAll(".sides .text")[1]`)
	p.wait("focus lights both texts", lit+` === "copy,source"`)
	p.do(chromedp.KeyEvent("\r"))
	p.wait("Enter keeps both lit", kept+` === 2`)
	p.want("focus is visible", `getComputedStyle(document.activeElement).outlineStyle !== "none"`)
	p.see("lit")
}

func (p *tab) checkSearch() {
	p.Helper()
	p.do(chromedp.SendKeys(chromedp.CSS("#search"), "trout pens"))
	const left = `[...document.querySelectorAll("tr[data-family]")].filter(r => !r.hidden).length`
	p.wait("search narrows to one family", left+` === 1`)
	p.want("and hides the others", `[...document.querySelectorAll("details.family")].filter(f => f.offsetParent).length === 1`)
	p.want("and says so", `/^1 of \d+ families/.test(document.querySelector(".search output").textContent)`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#search").select()`), chromedp.KeyEvent("\b"))
	p.wait("an empty search shows all", left+` === document.querySelectorAll("tr[data-family]").length`)
}

func (p *tab) checkSort() {
	p.Helper()
	if !value[bool](p, `document.querySelector("#families thead").offsetLeft >= 0`) {
		return // a telephone shows no headings
	}
	p.do(chromedp.Click(chromedp.CSS("#families thead th:nth-child(3) button")))
	const members = `[...document.querySelectorAll("#families tbody td:nth-child(3)")].map(c => +c.dataset.value)`
	p.want("sorted by articles", `document.querySelector("#families th:nth-child(3)").ariaSort === "descending" && `+members+`.every((n, i, all) => !i || all[i - 1] >= n)`)
}

// checkDeepLink closes everything and follows a link to an article and to a family.
func (p *tab) checkDeepLink(address string) {
	p.Helper()
	p.checkDeepLinkTo(address, value[string](p, `[...document.querySelectorAll('article.link [id^="article-"]')].pop().id`))
	p.see("article")
	const at = `document.getElementById(location.hash.slice(1))`
	family := value[string](p, `document.querySelector("details.family").id`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = false); location.hash = "` + family + `"`))
	p.wait("the family is open and on the screen", at+`.open && (r => r.top >= 0 && r.top < innerHeight)(`+at+`.getBoundingClientRect())`)
	p.see("family")
	outlet := value[string](p, `document.querySelector("details.outlet").id`)
	p.do(chromedp.Evaluate[chromedp.Void](`location.hash = "` + outlet + `"`))
	p.wait("the outlet is open", at+`.open`)
	p.see("outlet")
}

// checkDeepLinkTo opens the page at an article.
func (p *tab) checkDeepLinkTo(address, id string) {
	p.Helper()
	p.visit("about:blank")
	p.visit(address + "#" + id)
	const at = `document.getElementById(location.hash.slice(1))`
	p.wait("the article is on the screen", `(r => r.top >= 0 && r.top < innerHeight)(`+at+`.getBoundingClientRect())`)
	p.want("its family is open", at+`.closest("details.family").open`)
}

// checkWidth opens everything: nothing may be wider than the window.
func (p *tab) checkWidth() {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = true)`))
	p.want("nothing overflows sideways", `document.documentElement.scrollWidth <= innerWidth`)
	wide := value[[]string](p, `[...document.querySelectorAll("main *, header *, nav *")].filter(e => !e.closest(".wide, svg, .flow li, thead") &&
		e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)`)
	if len(wide) > 0 {
		p.Errorf("wider than the window: %q", wide)
	}
}

// checkQuiet fails when the page said anything or asked for anything but itself.
func (p *tab) checkQuiet(address string) {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.said) > 0 {
		p.Errorf("the page said %q", p.said)
	}
	for _, sent := range p.sent {
		if !strings.HasPrefix(sent, address) && sent != "about:blank" {
			p.Errorf("the page asked for %s", sent)
		}
	}
	if len(p.sent) == 0 {
		p.Error("no request was seen, not even for the page")
	}
}
