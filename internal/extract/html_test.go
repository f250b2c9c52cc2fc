package extract

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// webPage is an invented page: head, body paragraphs, and what follows them in the article.
func webPage(head, after string) string {
	return `<!doctype html><html lang="en"><head><title>Dredging of the old basin begins | Selby Tribune</title>` + head + `</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Dredging of the old basin begins</h1><p>` + strings.ReplaceAll(bodies["en"], "\n\n", "</p><p>") +
		`</p><p>Residents of the lower town have long complained of the smell in summer, and six in ten of them would rather see the basin filled in and planted with trees.</p>` +
		after + `</article><footer>© 2021 Selby Tribune. All rights reserved.</footer></body></html>`
}

func TestPageClaims(t *testing.T) {
	const site = `<meta property="og:site_name" content="Selby Tribune">`
	for _, row := range []struct{ name, head, after, kind, outlet, url string }{
		{"canonical in the head", site + `<link rel="canonical" href="https://www.rt.com/news/1-port/">`, "", news.CreditCanonical, "RT", "https://www.rt.com/news/1-port/"},
		{"canonical in the body", site, `<link rel="canonical" href="https://www.propublica.org/article/port">`, news.CreditCanonical, "ProPublica", "https://www.propublica.org/article/port"},
		{"og:url", site + `<meta property="og:url" content="https://www.rt.com/news/1-port/">`, "", news.CreditCanonical, "RT", "https://www.rt.com/news/1-port/"},
		{"syndication-source", site + `<meta name="syndication-source" content="https://www.rt.com/news/1-port/">`, "", news.CreditSyndication, "RT", "https://www.rt.com/news/1-port/"},
		{"isBasedOn", site + `<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Dredging of the old basin begins","isBasedOn":"https://www.rt.com/news/1-port/"}]}</script>`, "", news.CreditSyndication, "RT", "https://www.rt.com/news/1-port/"},
		{"sourceOrganization", site + `<script type="application/ld+json">{"@type":"NewsArticle","sourceOrganization":{"name":"Reuters"}}</script>`, "", news.CreditSyndication, "Reuters", ""},
		{"author", site + `<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Reuters"}}</script>`, "", news.CreditByline, "Reuters", ""},
		{"pixel", site, `<img src="https://counter.theconversation.com/content/263253/count.gif?distributor=republish-lightbox-basic" alt="The Conversation" width="1" height="1">`, news.CreditPixel, "The Conversation", "https://counter.theconversation.com/content/263253/count.gif?distributor=republish-lightbox-basic"},
		{"pixel in noscript", site, `<noscript><img src="https://counter.theconversation.com/content/263253/count.gif"></noscript>`, news.CreditPixel, "The Conversation", "https://counter.theconversation.com/content/263253/count.gif"},
		{"pixel script", site, `<script src="https://pixel.propublica.org/pixel.js" async></script>`, news.CreditPixel, "ProPublica", "https://pixel.propublica.org/pixel.js"},
		{"tracker tool", site, `<img id="republication-tracker-tool-source" src="https://tideline.example/?republication-pixel=true&post=7" style="width:1px">`, news.CreditPixel, "tideline.example", "https://tideline.example/?republication-pixel=true&post=7"},
		{"counter of another make", site, `<img src="https://stats.tideline.example/track.gif?type=republish&amp;post=7" width="1" height="1">`, news.CreditPixel, "tideline.example", "https://stats.tideline.example/track.gif?type=republish&post=7"},
		{"sentence with a link", site, `<p>This article was originally published by <a href="https://tideline.example/a/7">Tideline Weekly</a>.</p>`, news.CreditRepublished, "Tideline Weekly", "https://tideline.example/a/7"},
		{"label with a link", site, `<p><a href="https://www.rt.com/news/1-port/">Original Source</a></p>`, news.CreditLabel, "RT", "https://www.rt.com/news/1-port/"},
		{"link with the title", site, `<p><a href="https://tideline.example/a/7">Dredging of the old basin begins</a></p>`, news.CreditLabel, "tideline.example", "https://tideline.example/a/7"},
		{"licence block", site, `<p>Text: <a href="https://www.rt.com/news/1-port/">Ann Lee</a>, <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a></p>`, news.CreditLabel, "RT", "https://www.rt.com/news/1-port/"},
		{"rights", site + `<meta name="copyright" content="© 2024 AFP">`, "", news.CreditCopyright, "AFP", ""},
		{"source class", site, `<div class="td-post-source-via">Reuters</div>`, news.CreditByline, "Reuters", ""},
		{"label joined to its sentence", site, `<p>This article was originally published by <a href="https://tideline.example/">Tideline Weekly</a>. Read the <a href="https://tideline.example/a/7">original article</a>.</p>`, news.CreditRepublished, "Tideline Weekly", "https://tideline.example/a/7"},
	} {
		a := read(t, news.TypeHTML, webPage(row.head, row.after), "url=https://www.selbytribune.example/2021/05/03/dredging")
		i := slices.IndexFunc(a.Credits, func(c news.Credit) bool {
			return c.Kind == row.kind && outlet.Key(c.Name, "") == outlet.Key(row.outlet, "")
		})
		if i < 0 || a.Credits[i].URL != row.url {
			t.Errorf("%s: want %s %s %s, got %+v", row.name, row.kind, row.outlet, row.url, a.Credits)
		}
		if a.Domain != "selbytribune.example" || a.Outlet != "Selby Tribune" || a.Title != "Dredging of the old basin begins" {
			t.Errorf("%s: domain %q outlet %q title %q", row.name, a.Domain, a.Outlet, a.Title)
		}
	}
}

// TestPageTraps are pages without a claim.
func TestPageTraps(t *testing.T) {
	for name, page := range map[string]string{
		"own canonical":          webPage(`<link rel="canonical" href="https://selbytribune.example/2021/05/03/dredging?utm_source=x">`, ""),
		"front page":             webPage(`<link rel="canonical" href="https://www.rt.com/">`, ""),
		"licence of the site":    webPage("", `<p>Read more at <a href="https://www.rt.com/news/1-port/">the harbour page</a>.</p>`+strings.Repeat("<p>The board will meet again in the old customs house in May.</p>", 6)+`<p><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a></p>`),
		"owner as publisher":     webPage(`<meta property="og:site_name" content="Selby Tribune"><script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"Gannett"}}</script>`, ""),
		"photo credit":           webPage("", `<figure><img src="/a.jpg"><figcaption>The basin. Source: Reuters</figcaption></figure>`),
		"site-wide licence":      webPage("", `<a rel="license" href="https://creativecommons.org/licenses/by-nd/4.0/">Some rights reserved</a>`),
		"picture of republicans": webPage("", `<img src="https://www.rt.com/images/republican-count.jpg">`),
		"menu of agencies":       webPage("", `<aside class="related"><p>Source: Reuters</p></aside>`),
	} {
		a := read(t, news.TypeHTML, page, "url=https://www.selbytribune.example/2021/05/03/dredging", "outlet=Selby Tribune")
		if len(a.Credits) > 0 {
			t.Errorf("%s: took %+v", name, a.Credits)
		}
	}
}

// TestPagesWithoutAddress are pages that no container says the address of.
func TestPagesWithoutAddress(t *testing.T) {
	named := `<meta property="og:site_name" content="Echo of the Lake">`
	for _, row := range []struct{ name, page, outlet, credit string }{
		{"named by its front page and title", strings.Replace(webPage(`<link rel="canonical" href="https://www.rt.com/news/1-port/">`, ""), ">Home<", ">Selby Tribune<", 1), "Selby Tribune", "RT"},
		{"a domain unlike the name", webPage(named+`<link rel="canonical" href="https://www.lelac.example/1"><meta property="og:url" content="https://www.lelac.example/1">`, ""), "Echo of the Lake", ""},
		{"copied with both addresses", webPage(named+`<link rel="canonical" href="https://www.rt.com/news/1-port/"><meta property="og:url" content="https://www.rt.com/news/1-port/">`, ""), "Echo of the Lake", "RT"},
		{"an outlet behind a link, not in words", webPage(named, `<p>Source: <a href="https://www.rt.com/news/1-port/">the Arctic desk</a></p><p>Source: <a href="https://www.rt.com/news/1-port/">RT Arctic</a></p>`), "Echo of the Lake", "RT"},
		{"byline behind the title", strings.Replace(webPage(named, ""), "</h1>", "</h1><p>Associated Press</p>", 1), "Echo of the Lake", "AP"},
	} {
		a := read(t, news.TypeHTML, row.page)
		if a.Outlet != row.outlet || row.credit == "" && len(a.Credits) > 0 || row.credit != "" && (len(a.Credits) != 1 || a.Credits[0].Name != row.credit) {
			t.Errorf("%s: outlet %q, credits %+v", row.name, a.Outlet, a.Credits)
		}
	}
}

// TestTrailingCredit holds that a credit which extraction drops comes back at the end.
func TestTrailingCredit(t *testing.T) {
	credit := "This article was originally published by Tideline Weekly."
	for name, markup := range map[string]string{
		"in the article":                        `<p>` + credit + `</p>`,
		"in a footer box that extraction drops": `<div class="share-buttons"><a>Tweet</a></div><div class="post-copyright"><em>` + credit + `</em></div>`,
	} {
		a := read(t, news.TypeHTML, webPage("", markup), "url=https://www.selbytribune.example/a")
		if !strings.HasSuffix(a.Text, credit) || strings.Count(a.Text, credit) != 1 {
			t.Errorf("%s: text ends %q", name, a.Text[max(0, len(a.Text)-90):])
		}
		if len(a.Credits) == 0 || a.Credits[0].Span.Len() != len(credit) {
			t.Errorf("%s: credits %+v", name, a.Credits)
		}
	}
}

func TestIdentity(t *testing.T) {
	same := func(a, b news.Article) bool { return a.ID == b.ID }
	page := webPage(`<meta property="og:site_name" content="Selby Tribune">`, "")
	own := read(t, news.TypeHTML, page, "url=https://www.selbytribune.example/a/1?utm_source=x")
	if !same(own, read(t, news.TypeHTML, page, "url=http://selbytribune.example/a/1/")) {
		t.Error("scheme, www, slash and tracking parameters change the identity")
	}
	if same(own, read(t, news.TypeHTML, page, "url=https://selbytribune.example/a/2")) {
		t.Error("two addresses have one identity")
	}
	source := "https://www.rt.com/news/1-port/"
	copied := webPage(`<meta property="og:site_name" content="Selby Tribune"><link rel="canonical" href="`+source+`">`, "")
	for name, a := range map[string]news.Article{
		"with a container": read(t, news.TypeHTML, copied, "url=https://selbytribune.example/a/1"),
		"without one":      read(t, news.TypeHTML, copied),
	} {
		if outlet.Domain(a.URL) == "rt.com" || a.Domain == "rt.com" {
			t.Errorf("%s: a copy has taken the address of its source: %s", name, a.URL)
		}
		if a.Canonical != source || !hasCredit(a, news.CreditCanonical, "RT") {
			t.Errorf("%s: canonical %q, credits %+v", name, a.Canonical, a.Credits)
		}
	}
	for _, row := range []struct{ name, head, want string }{
		{"canonical nothing contradicts", `<link rel="canonical" href="https://selbytribune.example/a/1">`, "https://selbytribune.example/a/1"},
		{"canonical of the named outlet", `<meta property="og:site_name" content="Selby Tribune"><link rel="canonical" href="https://selbytribune.example/a/1">`, "https://selbytribune.example/a/1"},
		{"addresses of two sites", `<meta property="og:url" content="https://one.example/a"><link rel="canonical" href="https://two.example/a">`, ""},
		{"the outlet's of two sites", `<meta property="og:site_name" content="Selby Tribune"><meta property="og:url" content="https://selbytribune.example/a"><link rel="canonical" href="https://two.example/a">`, "https://selbytribune.example/a"},
		{"front page", `<link rel="canonical" href="https://selbytribune.example/">`, ""},
		{"a section for a name, the outlet elsewhere", `<meta name="twitter:site" content="@Reuters"><meta property="og:site_name" content="U.S."><link rel="canonical" href="https://www.reuters.com/a/1">`, "https://www.reuters.com/a/1"},
		{"an edition", `<meta property="og:site_name" content="Business Insider Polska"><link rel="canonical" href="https://www.businessinsider.com/a/1">`, "https://www.businessinsider.com/a/1"},
		{"a name that is not the domain's, and its own menus", `<meta property="og:site_name" content="Riders' Weekly"><link rel="canonical" href="https://horseman.example/a/1"></head><header><a href="https://horseman.example/">Home</a> <a href="https://horseman.example/b">B</a> <a href="https://my.horseman.example/">My</a></header>`, "https://horseman.example/a/1"},
		{"such a name, and links in the text alone", `<meta property="og:site_name" content="Riders' Weekly"><link rel="canonical" href="https://horseman.example/a/1"></head><p>As <a href="https://horseman.example/b">B</a> <a href="https://horseman.example/c">C</a> and <a href="https://horseman.example/d">D</a> say</p><p><a href="https://a.example/">a</a> <a href="https://a.example/b">b</a> <a href="https://a.example/c">c</a> <a href="https://a.example/d">d</a>`, ""},
	} {
		if a := read(t, news.TypeHTML, strings.ReplaceAll(webPage(row.head, ""), " | Selby Tribune", "")); a.URL != row.want {
			t.Errorf("%s: own address %q, want %q", row.name, a.URL, row.want)
		}
	}
}

func TestLinks(t *testing.T) {
	a := read(t, news.TypeHTML, webPage("", `<p>The samples were first described by <a href="https://university.example/paper">the university</a> and later by <a href="https://www.rt.com/news/2-mud/">RT</a>, which the board calls unfair in <a href="/letters">a letter</a>. <a href="https://www.facebook.com/sharer.php?u=x">Share</a> <a href="https://university.example/paper#top">again</a></p><p>Nobody answered the letter that the council sent to the ministry in March, it said.</p>`), "url=https://selbytribune.example/a")
	if want := []string{"https://university.example/paper", "https://www.rt.com/news/2-mud/"}; !slices.Equal(a.Links, want) {
		t.Errorf("links %q, want %q", a.Links, want)
	}
	if len(a.Fossils) != 1 || a.Fossils[0].Kind != news.FossilLink || a.Fossils[0].Name != "RT" {
		t.Errorf("fossils %+v", a.Fossils)
	}
}

// TestAddresses holds that every address a page declares is kept with its place, and its
// section and keywords with it.
func TestAddresses(t *testing.T) {
	a := read(t, news.TypeHTML, webPage(`<link rel="canonical" href="/a/1"><link rel=amphtml href="/amp/1"><meta property="og:url" content="https://selbytribune.example/a/1">
		<base href="https://selbytribune.example/"><meta name="syndication-source" content="https://www.rt.com/news/1-port/"><meta name="news_keywords" content="harbour, mud,harbour">
		<script type="application/ld+json">{"@type":"NewsArticle","url":"https://selbytribune.example/a/1","articleSection":"Coast","keywords":["dredging"]}</script>`,
		`<link rel="canonical" href="https://www.propublica.org/article/port"><link itemprop="isBasedOn" href="https://tideline.example/a/7">`), "url=https://selbytribune.example/a/1", "outlet=Selby Tribune")
	want := []news.Address{
		{Rel: "canonical", URL: "https://selbytribune.example/a/1", Place: "head"}, {Rel: "amphtml", URL: "https://selbytribune.example/amp/1", Place: "head"},
		{Rel: "og:url", URL: "https://selbytribune.example/a/1", Place: "head"}, {Rel: "syndication-source", URL: "https://www.rt.com/news/1-port/", Place: "head"},
		{Rel: "canonical", URL: "https://www.propublica.org/article/port", Place: "body"}, {Rel: "isbasedon", URL: "https://tideline.example/a/7", Place: "body"},
		{Rel: "json-ld url", URL: "https://selbytribune.example/a/1", Place: "json-ld"},
	}
	if !slices.Equal(a.Addresses, want) {
		t.Errorf("addresses %+v", a.Addresses)
	}
	if a.Section != "Coast" || !slices.Equal(a.Tags, []string{"dredging", "harbour", "mud"}) {
		t.Errorf("section %q tags %q", a.Section, a.Tags)
	}
	if !hasCredit(a, news.CreditSyndication, "tideline.example") || !hasCredit(a, news.CreditCanonical, "ProPublica") {
		t.Errorf("credits %+v", a.Credits)
	}
}

// TestPageHeads are the heads of pages whose markup says little or says it oddly.
func TestPageHeads(t *testing.T) {
	const article = `<p>The harbour board of Port Selby said on Tuesday that the dredging of the old basin would begin again in June, two years after a court.</p><p>Nobody has worked there since, and the silt has risen by a metre, the harbour master told the board at its meeting in the old customs house.</p>`
	for _, row := range []struct{ name, url, page, outlet, byline, credit string }{
		{"a wrapper that calls itself a sidebar", "https://selbytribune.example/a", `<div class="has-sidebar"><h1>Dredging</h1><p>By Ann Lee, The Associated Press</p>` + article + `</div>`, "selbytribune.example", "Ann Lee, The Associated Press", "AP"},
		{"agencies in a menu", "https://selbytribune.example/a", `<div><ul><li><a href=/a>Reuters</a></li><li><a href=/b>AFP</a></li><li><a href=/c>AP</a></li></ul><h1>Dredging</h1>` + article + `</div>`, "selbytribune.example", "", ""},
		{"an agency above the title", "https://selbytribune.example/a", `<div><p>Dow Jones</p><h1>Dredging</h1>` + article + `</div>`, "selbytribune.example", "", ""},
		{"an agency far above an untold title", "https://selbytribune.example/a", `<div><p>Dow Jones</p><p>News</p><p>English</p><p>Print</p><p>Video</p><p>Coast</p><p>Sky</p><p>Shops</p><p>Letters</p><p>Help</p><h1>Mud moves</h1>` + article + `</div>`, "selbytribune.example", "", ""},
		{"bylines of other articles below", "https://selbytribune.example/a", `<h1>Dredging</h1>` + article + `<div><p>Eels return to the Lesa</p><p>By REUTERS</p></div>`, "selbytribune.example", "", ""},
		{"a day behind the byline", "https://selbytribune.example/a", `<h1>Dredging</h1><p>By Ann Lee on Monday, November 18th, 2019 at 11:04 a.m.</p>` + article, "selbytribune.example", "Ann Lee", ""},
		{"a day in numbers behind it", "https://selbytribune.example/a", `<h1>Dredging</h1><p>By Ann Lee - 2019-04-10</p>` + article, "selbytribune.example", "Ann Lee", ""},
		{"a link to its author", "https://selbytribune.example/a", `<h1>Dredging</h1><a href="/author/ann-lee-88/">Ann Lee</a>` + article, "selbytribune.example", "Ann Lee", ""},
		{"links to authors", "https://selbytribune.example/a", `<h1>Dredging</h1><a href="/author/ann-lee-88/">Ann Lee</a> <a href="/author/max-orn-9/">Max Orn</a>` + article, "selbytribune.example", "", ""},
		{"posted by", "https://selbytribune.example/a", `<h1>Dredging</h1><span class="byline">Posted on May 3, 2021 by Ann Lee @annlee</span>` + article, "selbytribune.example", "Ann Lee", ""},
		{"a number that holds a year", "https://selbytribune.example/a", `<h1>Dredging</h1><p>Harbour Works Limited, 519363</p>` + article, "selbytribune.example", "", ""},
		{"a German day behind it", "https://selbytribune.example/a", `<h1>Dredging</h1><p>Von Rolf Mai publiziert am 25. September 2018</p>` + article, "selbytribune.example", "Rolf Mai", ""},
		{"a name spelled in the page", "https://tidescience.example/a", `<h1>Dredging</h1>` + article + `<p>Sign up for Tide Science letters.</p>`, "Tide Science", "", ""},
		{"a name with its motto", "https://selbytribune.example/a", `<meta property="og:site_name" content="Selby Tribune | All the news of the harbour"><h1>Dredging</h1>` + article, "Selby Tribune", "", ""},
		{"a publisher on an aggregator", "https://www.msn.com/a/1", `<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"NBC News"}}</script><h1>Dredging</h1>` + article, "MSN", "", "NBC News"},
		{"a label for a byline", "https://selbytribune.example/a", `<h1>Dredging</h1><span class="byline">Текст: Анна Ли</span>` + article, "selbytribune.example", "Анна Ли", ""},
		{"a line break in JSON-LD", "https://selbytribune.example/a", "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"description\":\"The mud\n\",\"author\":{\"name\":\"Ann Lee\"},}</script><h1>Dredging</h1>" + article, "selbytribune.example", "Ann Lee", ""},
		{"the house signs, a link tells who wrote", "https://selbytribune.example/a", `<meta property="og:site_name" content="Selby Tribune"><script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Selby"}}</script><h1>Dredging</h1><a href="/author/ann-lee-88/">Ann Lee</a>` + article, "Selby Tribune", "Ann Lee", ""},
		{"who typed it in, not who signs", "https://selbytribune.example/a", `<meta name="author" content="Max Orn"><h1>Dredging</h1><p class="byline">By Ann Lee</p>` + article, "selbytribune.example", "Ann Lee", ""},
		{"an agency that only the metadata names", "https://selbytribune.example/a", `<meta name="author" content="Reuters"><h1>Dredging</h1><p class="byline">By Ann Lee</p>` + article, "selbytribune.example", "Ann Lee", "Reuters"},
		{"the outlet as author", "https://selbytribune.example/a", `<meta property="og:site_name" content="Selby Tribune"><meta name="author" content="Selby Tribune"><h1>Dredging</h1>` + article, "Selby Tribune", "", ""},
	} {
		a := read(t, news.TypeHTML, "<html><head><title>Dredging</title></head><body>"+row.page+"</body></html>", "url="+row.url)
		credit := ""
		if len(a.Credits) > 0 {
			credit = a.Credits[0].Name
		}
		if a.Outlet != row.outlet || a.Byline != row.byline || credit != row.credit {
			t.Errorf("%s: outlet %q byline %q credits %+v, want %q, %q, %q", row.name, a.Outlet, a.Byline, a.Credits, row.outlet, row.byline, row.credit)
		}
	}
}

func TestTitleWithSection(t *testing.T) {
	for _, row := range []struct{ og, h1, want string }{
		{"Opinion | The mud must go", "The mud must go", "The mud must go"},
		{"The mud must go - Harbour News", "The mud must go", "The mud must go"},
		{"The mud must go: a harbour and its silt", "The mud must go", "The mud must go: a harbour and its silt"},
		{"Why the mud must go", "The mud must go", "Why the mud must go"},
		{"Mud | Harbour", "Mud", "Mud | Harbour"},
	} {
		a := read(t, news.TypeHTML, `<html><head><meta property="og:title" content="`+row.og+`"></head><body><h1>`+row.h1+"</h1><p>"+bodies["en"]+"</p></body></html>", "url=https://selbytribune.example/a")
		if a.Title != row.want {
			t.Errorf("%s: %q, want %q", row.og, a.Title, row.want)
		}
	}
}

func TestCharset(t *testing.T) {
	cyrillic, _ := charmap.Windows1251.NewEncoder().String(bodies["ru"])
	shift, _ := japanese.ShiftJIS.NewEncoder().String("港の工事は六月に始まる。" + strings.Repeat("港の人々は長い間待っていた。", 6))
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(bodies["fr"])
	declared, _ := charmap.ISO8859_1.NewEncoder().String("<html><head><meta charset=iso-8859-1></head><body><p>" + bodies["fr"] + "</p></body></html>")
	turkish, _ := charmap.Windows1254.NewEncoder().String(bodies["tr"])
	arabic, _ := charmap.Windows1256.NewEncoder().String(bodies["ar"])
	ukrainian, _ := charmap.KOI8U.NewEncoder().String(bodies["uk"])
	western, _ := charmap.Windows1252.NewEncoder().String(bodies["fr"])
	for _, row := range []struct{ name, kind, body, want string }{
		{"windows-1254 that nobody declares", news.TypeText, turkish, "salı günü"},
		{"windows-1256 that nobody declares", news.TypeHTML, "<html><body><p class=a>" + arabic + "</p></body></html>", "إدارة ميناء"},
		{"koi8-u that nobody declares", news.TypeText, ukrainian, "Управління порту"},
		{"windows-1252 that nobody declares", news.TypeText, western, "travaux par crainte"},
		{"windows-1251 that nobody declares", news.TypeText, cyrillic, "Управление порта"},
		{"windows-1251 in a page", news.TypeHTML, "<html><body><p>" + strings.ReplaceAll(cyrillic, "\n\n", "</p><p>") + "</p></body></html>", "Управление порта"},
		{"shift_jis", news.TypeText, shift, "港の工事"},
		{"utf-16", news.TypeText, wide, "Le conseil du port"},
		{"declared latin 1", news.TypeHTML, declared, "travaux par crainte"},
		{"byte order mark", news.TypeText, "\ufeff" + bodies["en"], "The harbour board"},
		{"one broken byte", news.TypeText, strings.Replace(bodies["ru"], "порта", "порта\xff", 1), "порта\ufffd"},
	} {
		if a := read(t, row.kind, row.body); !strings.Contains(a.Text, row.want) || strings.HasPrefix(a.Text, "\ufeff") {
			t.Errorf("%s: %.80q", row.name, a.Text)
		}
	}
}

func TestMarkdown(t *testing.T) {
	a := read(t, news.TypeMarkdown, "# The *old* port\n\nBy [Ann Lee](https://selbytribune.example/ann)\n\n"+
		"![The Conversation](https://counter.theconversation.com/content/263253/count.gif)\n\n"+
		"The board said **on Tuesday** that [dredging](https://www.rt.com/news/2-mud/) would begin again, _two years_ after a court stopped the work.\n\n"+
		"> A quoted line of somebody, which is long enough to be a sentence by itself.\n\n## A subhead\n\n- one item\n- two items\n\n"+
		"*This article was originally published on [Tideline Weekly][1]. Read the [original article][1].*\n\n[1]: https://tideline.example/a/1\n", "outlet=Selby Tribune")
	want := "The board said on Tuesday that dredging would begin again, two years after a court stopped the work.\n\n" +
		"A quoted line of somebody, which is long enough to be a sentence by itself.\n\nA subhead\n\none item\ntwo items\n\n" +
		"This article was originally published on Tideline Weekly. Read the original article."
	if a.Text != want {
		t.Errorf("text:\n got %q\nwant %q", a.Text, want)
	}
	if a.Title != "The old port" || a.Byline != "Ann Lee" {
		t.Errorf("title %q byline %q", a.Title, a.Byline)
	}
	if !hasCredit(a, news.CreditPixel, "The Conversation") || !hasCredit(a, news.CreditRepublished, "Tideline Weekly") {
		t.Errorf("credits %+v", a.Credits)
	}
	if want := []string{"https://www.rt.com/news/2-mud/", "https://tideline.example/a/1"}; !slices.Equal(a.Links, want) {
		t.Errorf("links %q", a.Links)
	}
	if i := slices.IndexFunc(a.Credits, func(c news.Credit) bool { return c.Kind == news.CreditRepublished }); i < 0 || a.Credits[i].URL != "https://tideline.example/a/1" {
		t.Errorf("the credit has no address: %+v", a.Credits)
	}
}

// FuzzArticle holds that no input of any kind panics or yields a span outside its text.
func FuzzArticle(f *testing.F) {
	for _, body := range bodies {
		f.Add(body)
	}
	f.Add(webPage(`<link rel=canonical href="//rt.com/a">`, "<p>This article was originally published by “X</p>"))
	f.Add("# T\n\n**a [b](http://c.example/d) e** *f*\n\n![g](h)\n\n[i]: j")
	f.Add("— RT (@RT_com) July 8, 2016\n\nOriginal Source\n\n© 2018 AP. All rights reserved\n\nSOURCE: http://x.example/y")
	f.Fuzz(func(t *testing.T, body string) {
		for _, kind := range []string{news.TypeText, news.TypeHTML, news.TypeMarkdown} {
			a, err := Article(news.Document{Place: "fuzz", MediaType: kind, Body: body})
			if err == nil {
				checkSpans(t, a)
			}
		}
	})
}

// An outlet's name goes with its domain in whatever way the domain spells its letters.
func TestSameHouse(t *testing.T) {
	for _, c := range []struct {
		name, domain string
		same         bool
	}{
		{"Neue Altmünder Zeitung", "altmuender.example", true},
		{"Journal de Montréal", "journaldemontreal.example", true},
		{"Gazette de Fécamp", "fecamp-infos.example", true},
		{"Neue Altmünder Zeitung", "wesertaler-bote.example", false},
		{"RT", "cnn.com", false},
	} {
		if same, _ := sameHouse(c.name, c.domain); same != c.same {
			t.Errorf("sameHouse(%q, %q) is %v", c.name, c.domain, same)
		}
	}
}
