package ingest

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// xmlFiles are feeds and agency files, and what is read out of them.
var xmlFiles = []struct{ content, want string }{
	{`<rss version="2.0"><channel><title>F</title><link>https://f.example/</link><item><title>T</title><link>https://f.example/1</link><description>A &amp;amp; B</description></item></channel></rss>`,
		`!1 plain url=https://f.example/1 outlet=F title=T "A & B"`},
	{`<rss version="2.0"><channel><title>F</title><link>https://f.example/</link><item><link>https://g.example/1</link><source url="https://g.example/feed">G</source><description>&lt;p&gt;A</description></item></channel></rss>`,
		"!1 html url=https://g.example/1 credit=G\nhttps://g.example/feed (feed=F) \"<p>A\""},
	{`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><guid>https://f.example/1</guid><dc:source>G</dc:source><dc:date>2021-03-04T05:06:07+01:00</dc:date><description>A</description></item></channel></rss>`,
		`!1 plain id=https://f.example/1 url=https://f.example/1 credit=G published=2021-03-04T05:06:07+01:00 "A"`},
	{`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>F</title></channel><item><title>T</title><link>u</link><description>A</description></item></rdf:RDF>`,
		`!1 plain url=u outlet=F title=T "A"`},
	{`<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>T</title><id>tag:1</id><link rel="via" href="https://g.example/1"/><updated>2021-03-04T05:06:07Z</updated><summary>A</summary></entry></feed>`,
		`!1 plain id=tag:1 outlet=F published=2021-03-04T05:06:07Z title=T via=https://g.example/1 "A"`},
	{`<rss version="2.0"><channel><title>F</title><item><description>A</description></item><item><title>T</title></item></channel></rss>`,
		`!1 plain outlet=F "A"|!2 ERROR item has no text`},
	{`<rss version="2.0"><channel><title>F</title></channel></rss>`, ` ERROR no item in it`},
	{`<rss version="2.0"><channel><item><description>A</description></item><item><descr`, `!1 plain "A"| ERROR XML is damaged: XML syntax error on line 1: unexpected EOF`},
	{"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><description>\xe3\xf3\xf1\xe8</description></item></channel></rss>", `!1 plain "гуси"`},
	{`<rss><channel><item>` + strings.Repeat("<x>", 10000), ` ERROR XML elements lie more than 200 deep in each other`},
	{`<rss><channel>` + strings.Repeat("<x/>", maxElements), ` ERROR XML has more than 300,000 elements`},
	{`<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><description>&a;</description></item></channel></rss>`, ` ERROR XML declares entities, which is not read`},
	{`<nitf><head><docdata><doc-id id-string="7"/><date.issue norm="20210304T050607Z"/><doc.copyright holder="H"/></docdata></head><body><body.head><hedline><hl1>T <em>U</em></hl1></hedline><distributor>D</distributor></body.head><body.content><p>A</p></body.content><body.end><tagline>(By B)</tagline></body.end></body></nitf>`,
		` html id=7 credit=D outlet=H published=2021-03-04T05:06:07Z title=T U "<p>A</p><p>(By B)</p>"`},
	{`<newsItem guid="g"><itemMeta><provider qcode="n:P"/><versionCreated>2021-03-04T05:06:07Z</versionCreated><firstCreated>2021-03-03T05:06:07Z</firstCreated></itemMeta><contentMeta><headline>T</headline><infoSource uri="https://s.example"/></contentMeta><contentSet><inlineData contenttype="text/plain">A</inlineData></contentSet></newsItem>`,
		` plain id=g credit=https://s.example modified=2021-03-04T05:06:07Z outlet=P published=2021-03-03T05:06:07Z title=T "A"`},
	{`<nitf><head><docdata><doc.copyright holder="H"/></docdata><pubdata name="N"/></head><body><body.head><dateline>SELBY (AP) -</dateline></body.head><body.content><p>A</p></body.content></body></nitf>`,
		` html credit=H outlet=N (dateline=SELBY (AP) -) "<p>A</p>"`},
	{`<newsItem><rightsInfo><copyrightHolder><name>H</name></copyrightHolder></rightsInfo><itemMeta><provider literal="P"/></itemMeta><contentSet><inlineData>A</inlineData></contentSet></newsItem>`,
		` plain credit=H outlet=P (copyrightHolder=H) "A"`},
	{`<newsItem guid="g"><contentSet><remoteContent href="x"/></contentSet></newsItem>`, ` ERROR item has no text`},
}

func TestXML(t *testing.T) {
	for _, c := range xmlFiles {
		var got []string
		for doc, err := range Read(t.Context(), []string{"-"}, Options{Stdin: bytes.NewReader([]byte(c.content))}) {
			got = append(got, strings.TrimPrefix(doc.Place, "-")+" "+outcome(doc, err))
		}
		if want := strings.Split(c.want, "|"); !slices.Equal(got, want) {
			t.Errorf("%.300s\n got %q\nwant %q", c.content, got, want)
		}
	}
}
