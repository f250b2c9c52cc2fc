package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/htmlindex"

	"stemma/internal/news"
)

// read renders what Read makes of the paths, a line a document: place, media type, id,
// url, fields, extra and body; or place and error.
func read(t *testing.T, opts Options, paths ...string) []string {
	t.Helper()
	var lines []string
	for doc, err := range Read(t.Context(), paths, opts) {
		if doc.Place == "" {
			t.Errorf("no place: %v, %v", doc, err)
		}
		lines = append(lines, doc.Place+" "+outcome(doc, err))
	}
	return lines
}

// outcome renders a document without its place.
func outcome(doc news.Document, err error) string {
	if err != nil {
		return "ERROR " + err.Error()
	}
	var b strings.Builder
	b.WriteString(strings.TrimPrefix(doc.MediaType, "text/"))
	if doc.ID != "" {
		b.WriteString(" id=" + doc.ID)
	}
	if doc.URL != "" {
		b.WriteString(" url=" + doc.URL)
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Fields)) {
		b.WriteString(" " + name + "=" + doc.Fields[name])
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Extra)) {
		b.WriteString(" (" + name + "=" + doc.Extra[name] + ")")
	}
	fmt.Fprintf(&b, " %q", doc.Body)
	return b.String()
}

// write makes a file in a temporary folder, gzipped when its name ends so.
func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if strings.HasSuffix(name, ".gz") {
		content = gzipped(t, content)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const sheep = "Two sheep were found on the ferry."

// zippedSheep is sheep as gzip writes it.
const zippedSheep = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x0b\x29\xcf\x57\x28\xce\x48\x4d\x2d\x50\x28\x4f\x2d\x4a\x55\x48\xcb\x2f\xcd\x4b\x51\xc8\xcf\x53\x28\xc9\x00\x72\x52\x8b\x8a\x2a\xf5\x00\xc2\xe9\x5a\x06\x22\x00\x00\x00"

// formats are files by name and content, and what is read out of them.
var formats = []struct{ name, content, want string }{
	{"a.txt", sheep, ` plain "` + sheep + `"`},
	{"a.txt.gz", sheep, ` plain "` + sheep + `"`},
	{"noending", sheep, ` plain "` + sheep + `"`},
	{"zipped", zippedSheep, ` plain "` + sheep + `"`},
	{"a.md", "# Ferry\n\nTwo *sheep*.", ` markdown "# Ferry\n\nTwo *sheep*."`},
	{"a.html", "<p>Two sheep", ` html "<p>Two sheep"`},
	{"a.html", "Two sheep<br>on board", ` html "Two sheep<br>on board"`},
	{"a.htm.gz", "<!DOCTYPE html><title>F</title>", ` html "<!DOCTYPE html><title>F</title>"`},
	{"page.txt", "<!doctype HTML>\n<html>x", ` html "<!doctype HTML>\n<html>x"`},
	{"page", "<!-- saved --><html>x", ` html "<!-- saved --><html>x"`},
	{"x.xhtml", `<?xml version="1.0"?><html>x`, ` html "<?xml version=\"1.0\"?><html>x"`},
	{"a.html", "\xff<p>caf\xe9", ` html "\xff<p>caf\xe9"`},
	{"a.jsonl", `{"text":"A"}` + "\n" + `{"text":"B"}`, `:1 plain "A"|:2 plain "B"`},
	{"a.ndjson.gz", `{"text":"A"}` + "\r\n\r\n" + `{"text":"B"}` + "\r\n", `:1 plain "A"|:3 plain "B"`},
	{"lines.txt", `{"text":"A"}` + "\n" + `{"text":"B"}` + "\n", `:1 plain "A"|:2 plain "B"`},
	{"lines.json", `{"text":"A"}` + "\n" + `{"text":"B"}` + "\n", `:1 plain "A"|:2 plain "B"`},
	{"lines.json", `{"text":}` + "\n" + `{"text":"B"}` + "\n", `:1 ERROR invalid JSON at byte 9: invalid character '}' looking for beginning of value|:2 plain "B"`},
	{"one.json", `{"text":"A"}` + "\n", ` plain "A"`},
	{"one.json", `{"text":"A"}`, ` plain "A"`},
	{"one.json", "{\n \"text\": \"A\"\n}\n", ` plain "A"`},
	{"pretty.jsonl", "{\n \"text\": \"A\"\n}\n{\n \"text\": \"B\"\n}\n", `:1 plain "A"|:4 plain "B"`},
	{"list.json", `[{"text":"A]"}, {"text":"B\""}]`, `!1 plain "A]"|!2 plain "B\""`},
	{"list.jsonl", "[\n{\"text\":\"A\"},\n{\"text\":\"B\"}\n]", `!1 plain "A"|!2 plain "B"`},
	{"list.json", `[]`, ` ERROR no record in it`},
	{"list.json", `[{"text":"A"}, 7, "x", null, [{}]]`, `!1 plain "A"|!2 ERROR record is a number, not an object|!3 ERROR record is a string, not an object|!4 ERROR record is null, not an object|!5 ERROR record has no text: it is empty`},
	{"list.json", `[{"text":"A"},{"text":"B"`, `!1 plain "A"|!2 ERROR invalid JSON at byte 11: unexpected end of JSON input`},
	{"list.json", `[{"text":"A"},`, `!1 plain "A"|!2 ERROR JSON array ends early`},
	{"bracket.txt", "[Reuters] LONDON", ` plain "[Reuters] LONDON"`},
	{"brace.txt", "{{ title }}", ` plain "{{ title }}"`},
	{"bom.jsonl", "\xef\xbb\xbf{\"text\":\"A\"}", `:1 plain "A"`},
	{"bom.txt", "\xef\xbb\xbfA", ` plain "A"`},
	{"utf16.txt", "\xff\xfeA\x00\xe9\x00", ` plain "Aé"`},
	{"utf16be.txt", "\xfe\xff\x00A\x00\xe9", ` plain "Aé"`},
	{"utf16bare.txt", "S\x00h\x00e\x00e\x00p\x00", ` plain "Sheep"`},
	{"utf16.jsonl", "\xff\xfe{\x00\"\x00t\x00e\x00x\x00t\x00\"\x00:\x00\"\x00A\x00\"\x00}\x00\n\x00", `:1 plain "A"`},
	{"ninjs.json", `{"publisher":"P","copyrightholder":"H","dateline":"SELBY (AP) -","body_text":"A"}`, ` plain credit=H outlet=P (copyrightholder=H) (dateline=SELBY (AP) -) "A"`},
	{"feed.json", `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","url":"u","external_url":"https://o.example/a","content_text":"A"},{"id":"2","content_html":"<p>B"}]}`,
		`!1 plain id=1 url=u outlet=F via=https://o.example/a "A"|!2 html id=2 outlet=F "<p>B"`},
	{"answer", `{"status":"ok","articles":[{"title":"T","content":"A"}]}`, `!1 plain title=T "A"`},
	{"one.json", `{"text":"A","items":[{"x":1}]}`, ` plain (items={"x":1}) "A"`},
	{"a.csv", "title,text\nT,\"A \"\"b\"\"\nc\"\nU,D\n", `:2 plain title=T "A \"b\"\nc"|:4 plain title=U "D"`},
	{"a.csv", "title;text\nT;A;B\n;\nU;D;\n", `:2 ERROR row has 3 cells under 2 columns|:3 ERROR record has no text: it is empty|:4 plain title=U "D"`},
	{"a.tsv", "title\ttext\nT\tA \"b\nU\t\"D\n", `:2 plain title=T "A \"b"|:3 ERROR quotation mark is not closed`},
	{"noname", "title;text\nT;A\n", `:2 plain title=T "A"`},
	{"pandas", ",title,text\n0,T,A\n", `:2 plain title=T "A"`},
	{"a.warc", "oops", `!1 ERROR 4 bytes here are in no record, and are lost| ERROR no record in it`},
	{"a.tar", "oops", ` ERROR tar archive is damaged after 0 members: data ends early`},
	{"a.zip", "PK\x05\x06oops", ` ERROR ZIP archive is damaged: zip: not a valid zip file`},
	{"page.mht", "MIME-Version: 1.0\nContent-Type: text/html; charset=windows-1251\nContent-Location: https://o.example/a\nContent-Transfer-Encoding: base64\n\n4/Px6A==\n", ` html url=https://o.example/a "\xe3\xf3\xf1\xe8"`},
	{"mail", "Subject: A letter\nMIME-Version: 1.0\nContent-Type: text/plain\n\nSheep", ` plain "Subject: A letter\nMIME-Version: 1.0\nContent-Type: text/plain\n\nSheep"`},
	{"prose.txt", "Text, title\nA day, a night.", ` plain "Text, title\nA day, a night."`},
	{"crlf.txt", "A\r\nB\rC", ` plain "A\nB\nC"`},

	{"empty.txt", "", ` ERROR empty file`},
	{"empty.jsonl", "\n\n", ` ERROR empty file`},
	{"bom.jsonl", bom, ` ERROR empty file`},
	{"blank.jsonl", strings.Repeat("\n", 2*sniffSize), ` ERROR empty file`},
	{"blank.txt", strings.Repeat("\n", 2*sniffSize), ` ERROR empty file`},
	{"empty.html.gz", "", ` ERROR empty file`},
	{"binary.txt", "\x7fELF\x02\x00\x00\x01", ` ERROR binary data, not text`},
	{"binary", "a\x01\x02\x03\x04b", ` ERROR binary data, not text`},
	{"a.pdf", "%PDF-1.7 ...", ` ERROR PDF, which is not read`},
	{"feed", `<?xml version="1.0"?><rss version="2.0">`, ` ERROR XML ends early`},
	{"a.jsonl", "{\"text\":\"A\"}\n{\"text\":\"B\"}\n{\"text\" \"C\"}\n{\"text\":\"D\"}\n{\"text\":\"E\"}\n", `:1 plain "A"|:2 plain "B"|:3 ERROR invalid JSON at byte 9: invalid character '"' after object key|:4 plain "D"|:5 plain "E"`},
	{"a.jsonl", "oops\n{\"text\":\"B\"}\n", `:1 ERROR invalid JSON at byte 1: invalid character 'o' looking for beginning of value|:2 plain "B"`},
	{"a.gz", "", ` ERROR empty file`},
}

func TestFormats(t *testing.T) {
	for _, c := range formats {
		path := write(t, t.TempDir(), c.name, c.content)
		var want []string
		for w := range strings.SplitSeq(c.want, "|") {
			want = append(want, path+w)
		}
		if got := read(t, Options{}, path); !slices.Equal(got, want) {
			t.Errorf("%s %q:\n got %v\nwant %v", c.name, c.content, got, want)
		}
	}
}

// jsonRecords are JSON lines and the documents they become.
var jsonRecords = []struct{ line, want string }{
	{`{"id":"7","url":"u","title":"T","text":"B","published":"2020","source":"S","author":"A","language":"en"}`, `plain id=7 url=u author=A language=en outlet=S published=2020 title=T "B"`},
	{`{"_id":{"$oid":"5f"},"Link":"u","Headline":"T","BODY":"B","pubDate":"2020","site_name":"S","lang":"en"}`, `plain id=5f url=u language=en outlet=S published=2020 title=T "B"`},
	{`{"maintext":"B","content":"C","source_domain":"s.org","date_publish":"2020","date_download":"2021","date_modify":"2022"}`, `plain captured=2021 modified=2022 outlet=s.org published=2020 "B"`},
	{`{"text":"","content":"C"}`, `plain "C"`},
	{`{"text":"B","raw_html":"<html>P"}`, `html "<html>P"`},
	{`{"text":"<p>P</p><p>Q</p>"}`, `html "<p>P</p><p>Q</p>"`},
	{`{"text":"a < b and <br c"}`, `plain "a < b and <br c"`},
	{`{"markdown":"*B*"}`, `markdown "*B*"`},
	{`{"paragraphs":["A","B"]}`, `plain "A\n\nB"`},
	{`{"text":"B","authors":["Ann",{"name":"Bob"},null]}`, `plain author=Ann, Bob "B"`},
	{`{"text":"B","source":{"id":null,"name":"S"}}`, `plain outlet=S "B"`},
	{`{"id":1,"date":"2020-01-02T03:04:05","date_gmt":"2020-01-02T02:04:05","link":"u","title":{"rendered":"T"},"content":{"rendered":"<p>B</p>"},"author":5}`, `html id=1 url=u published=2020-01-02T02:04:05Z title=T (author=5) (date=2020-01-02T03:04:05) "<p>B</p>"`},
	{`{"text":"B","date":1531655668}`, `plain published=2018-07-15T11:54:28Z "B"`},
	{`{"text":"B","date":1531655668250}`, `plain published=2018-07-15T11:54:28.25Z "B"`},
	{`{"text":"B","date":"1531655668.0"}`, `plain published=2018-07-15T11:54:28Z "B"`},
	{`{"text":"B","date":20180715}`, `plain published=2018-07-15 "B"`},
	{`{"text":"B","date":"20180715T115428Z","seendate":"20180716T115428+0100"}`, `plain captured=2018-07-16T11:54:28+01:00 published=2018-07-15T11:54:28Z "B"`},
	{`{"text":"B","date":"20180715115428"}`, `plain published=2018-07-15T11:54:28 "B"`},
	{`{"text":"B","date":{"$date":"2018-07-15T00:00:00Z"}}`, `plain published=2018-07-15T00:00:00Z "B"`},
	{`{"text":"B","published":"2018","date_is":"scrape_time"}`, `plain captured=2018 (date_is=scrape_time) "B"`},
	{`{"text":"B","published":"2018","captured":"2019","date_is":"crawl"}`, `plain captured=2019 (date_is=crawl) (published=2018) "B"`},
	{`{"text":"B","published":"2018","date_is":"first seen in print"}`, `plain published=2018 (date_is=first seen in print) "B"`},
	{`{"text":"B","my_crawler_ts":"2018-07-15","crawl_id":"17","fetched_by":"bot"}`, `plain captured=2018-07-15 (crawl_id=17) (fetched_by=bot) "B"`},
	{`{"text":"B","publisher":"P","source":"S","domain":"d.org"}`, `plain outlet=P (domain=d.org) (source=S) "B"`},
	{`{"text":"B","tags":["x","y"],"n":{"a": 1},"score":NaN,"ok":true,"none":null,"e":[]}`, `plain tags=x, y (n={"a":1}) (ok=true) "B"`},
	{`{"title":"T","hostname":"o.example","date":"2020-01-02","filedate":"2020-02-03","source":"https://o.example/a","source-hostname":"O","raw_text":"R","text":"B"}`, `plain url=https://o.example/a captured=2020-02-03 outlet=O published=2020-01-02 title=T (hostname=o.example) "B"`},
	{`{"title":"T","body":{"summary":["S"],"sections":[{"headline":["H"],"paragraphs":["P","Q"]}]},"publishing_date":"2020-01-02","html":{"requested_url":"u","content":"<p>x","crawl_date":"2020-02-03"}}`, `plain url=u captured=2020-02-03 published=2020-01-02 title=T "S\n\nH\n\nP\n\nQ"`},
	{`{"stories_id":4,"media_name":"M","media_url":"http://m.example/","collect_date":"2020-02-03","ap_syndicated":true,"story_text":"B"}`, `plain id=4 captured=2020-02-03 credit=Associated Press outlet=M (media_url=http://m.example/) "B"`},
	{`{"uri":"urn:x:1","headlines":[{"role":"short","value":"S"},{"role":"main","value":"T"}],"bodies":[{"contenttype":"text/plain","value":"B"}],"infosources":[{"name":"A"},{"name":"C"}],"versioncreated":"2020-01-02"}`, "plain id=urn:x:1 credit=A\nC published=2020-01-02 title=T \"B\""},
	{`{"text":"B","deep":` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + `}`, `ERROR JSON values lie more than 500 deep in each other`},
	{`{"text":"B","metadata":{"title":"T","url":"u","k":"v"},"title":"Own"}`, `plain url=u title=Own (k=v) (title=T) "B"`},
	{`{"text":"B","canonical":"c","agency":"AFP"}`, `plain canonical=c credit=AFP "B"`},
	{`{"text":"caf\u00e9 \ud83d\ude00 \ud83d \"q\" \\ \/ \b\f\n\r\t"}`, `plain "café 😀 � \"q\" \\ / \b\f\n\r\t"`},
	{"{\"text\":\"caf\xe9\"}", `plain "caf�"`},
	{`{"te\u0078t":"B"}`, `plain "B"`},
	{`{"title":"T","url":"u"}`, `ERROR record has no text: its fields are title, url`},
	{`{"text":" "}`, `ERROR record has no text: it is empty`},
	{`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}`, `ERROR record has no text: its fields are a, b, c, d, e, f, g, h, ...`},
	{`{"4219d096902dad9fd9d57e881e7928ca66":1}`, `ERROR record has no text: its fields are 4219d096902dad9fd9d57e881e7928ca...`},
	{`{}`, `ERROR record has no text: it is empty`},
	{`{"text":"B",}`, `ERROR invalid JSON at byte 13: invalid character '}' looking for beginning of object key string`},
	{`{"text":"B"`, `ERROR invalid JSON at byte 11: unexpected end of JSON input`},
	{`{"text":"B"}}`, `ERROR invalid JSON at byte 13: invalid character '}' after top-level value`},
	{"{\"text\":\"a\tb\"}", `ERROR invalid JSON at byte 11: invalid character '\t' in string literal`},
	{`{"text":"\x"}`, `ERROR invalid JSON at byte 11: invalid character 'x' in string escape code`},
	{`["B"]`, `ERROR record is a list, not an object`},
}

func TestJSON(t *testing.T) {
	for _, c := range jsonRecords {
		r := Record{Place: "p", format: jsonLines, raw: []byte(c.line)}
		if got := outcome(r.Document()); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.line, got, c.want)
		}
	}
}

// texts are the contents of text files and the documents they become.
var texts = []struct{ text, want string }{
	{"Source: World Bank\n\nPrices rose.", `plain "Source: World Bank\n\nPrices rose."`},
	{"Source: World Bank\nFigure: prices\n\nPrices rose.", `plain "Source: World Bank\nFigure: prices\n\nPrices rose."`},
	{"Title: T\nPrices rose\n\nB", `plain "Title: T\nPrices rose\n\nB"`},
	{"Title: T\nOutlet: O\n\nB\n\nC", `plain outlet=O title=T "B\n\nC"`},
	{"TITLE: T\r\nBy: A\r\nPublished: 2020-01-02\r\nURL: https://o.org/1\r\nDesk: North\r\nID: 9\r\n\r\nB", `plain id=9 url=https://o.org/1 author=A published=2020-01-02 title=T (Desk=North) "B"`},
	{"Title: T\nOutlet: O\n", `plain "Title: T\nOutlet: O\n"`},
	{"Title: T\nOutlet: O\n\n \n", `ERROR file has a head and no text`},
	{"---\ntitle: \"T\"\ndate: 2020-01-02\nauthors: [A, {name: B}]\ndraft: false\nempty:\n---\n\nB", `plain author=A, B published=2020-01-02 title=T (draft=false) "B"`},
	{"---\ntitle: NATO: what now?\nsource: 'O'\n---\nB", `plain outlet=O title=NATO: what now? "B"`},
	{"---\nA line between rules.\n---\nB", `plain "---\nA line between rules.\n---\nB"`},
	{"---\ntitle: T\nB", `plain "---\ntitle: T\nB"`},
	{"---\ntitle: T\ntext: X\n---\nB", `plain title=T (text=X) "B"`},
	{"caf\xc3\xa9 caf\xc3\xa9 \xc3", `plain "café café �"`},
	{"Зал и \xd0\xbc\xd0 Рим, \xd0\xb0", `plain "Зал и м� Рим, а"`},
}

func TestText(t *testing.T) {
	for _, c := range texts {
		r := Record{Place: "p", format: plainText, raw: []byte(c.text)}
		if got := outcome(r.Document()); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// sentences are a text of each language in the charsets that its pages were written in
// before UTF-8.
var sentences = []struct{ charsets, text string }{
	{"windows-1251 koi8-r", "Капитан парома рассказал журналистам, что все овцы спокойно перенесли поездку через пролив."},
	{"windows-1251", "Капітан порома розповів журналістам, що всі вівці спокійно перенесли поїздку через протоку."},
	{"windows-1252", "Le capitaine a déclaré à la presse qu’il était prêt à repartir après l’été. “Ça suffit”, a-t-il ajouté."},
	{"windows-1252", "Der Kapitän erklärte, die Fähre würde über Nacht ausfallen. Straße und Größe."},
	{"windows-1252", "El capitán señaló que mañana habrá más ovejas. ¿Cuántas? «Ninguna», respondió."},
	{"windows-1250", "Převozník řekl novinářům, že všechny ovce cestu přes průliv zvládly. Příští týden se uvidí."},
	{"windows-1250", "Kapitan powiedział dziennikarzom, że wszystkie owce przeżyły podróż. Następny rejs będzie później."},
	{"windows-1254", "Kaptan gazetecilere yaptığı açıklamada koyunların boğazı geçtiğini söyledi. İstanbul'da şehir dışına çıkış yasağı."},
	{"windows-1256", "قال قبطان العبارة للصحفيين إن جميع الأغنام عبرت المضيق بسلام وإن الرحلة التالية يوم الخميس"},
	{"windows-1253", "Ο καπετάνιος δήλωσε στους δημοσιογράφους ότι όλα τα πρόβατα πέρασαν το στενό."},
	{"windows-1255", "רב החובל אמר לעיתונאים כי כל הכבשים חצו את המצר בשלום"},
	{"gbk", "渡轮船长对记者表示，所有绵羊都平安渡过了海峡，下一班船将在星期四出发。"},
	{"big5", "渡輪船長對記者表示，所有綿羊都平安渡過了海峽，下一班船將在星期四出發。"},
	{"shift_jis euc-jp", "フェリーの船長は記者団に対し、羊はすべて無事に海峡を渡ったと述べた。"},
	{"euc-kr", "여객선 선장은 기자들에게 모든 양이 해협을 무사히 건넜다고 말했다."},
}

func TestCharsets(t *testing.T) {
	for _, s := range sentences {
		for name := range strings.FieldsSeq(s.charsets) {
			enc, err := htmlindex.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := enc.NewEncoder().String(s.text)
			if err != nil {
				t.Fatal(name, err)
			}
			if got := string(decodeBytes([]byte("Ferry: " + raw + "\n"))); got != "Ferry: "+s.text+"\n" {
				t.Errorf("%s: got %s", name, got)
			}
		}
	}
}

func TestMap(t *testing.T) {
	fields, err := ParseMap([]string{"captured=published", "title=Hed Line", "text=summary"})
	if err != nil {
		t.Fatal(err)
	}
	raw := `{"published":"2018","hed_line":"T","title":"U","text":"B","summary":"S","date_is":"print"}`
	want := `-:1 plain captured=2018 title=T (date_is=print) (title=U) "S"`
	got := read(t, Options{Map: fields, Stdin: strings.NewReader(raw)}, "-")
	if !slices.Equal(got, []string{want}) {
		t.Errorf("got %v\nwant %s", got, want)
	}
	raw = `{"published":"2018","text":"B","date_is":"crawl"}`
	want = `-:1 plain published=2018 (date_is=crawl) "B"`
	got = read(t, Options{Map: map[string]string{"Published": "published"}, Stdin: strings.NewReader(raw)}, "-")
	if !slices.Equal(got, []string{want}) {
		t.Errorf("declared against date_is: got %v\nwant %s", got, want)
	}
	for _, bad := range []string{"captured", "captured=", "colour=x", ""} {
		if _, err := ParseMap([]string{bad}); err == nil {
			t.Errorf("map %q is accepted", bad)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/z.md", "a/c.html.gz", ".hidden.txt", ".git/x.txt", "notes.docx", "data.gz", "B.TXT"} {
		write(t, dir, name, sheep)
	}
	for _, link := range [][2]string{{"..", "a/up"}, {"nowhere", "gone.txt"}, {"b.txt", "again.txt"}} {
		if err := os.Symlink(link[0], filepath.Join(dir, link[1])); err != nil {
			t.Fatal(err)
		}
	}
	var over []string
	got := read(t, Options{PassedOver: func(place string) { over = append(over, place) }}, dir)
	for i := range got {
		got[i], _, _ = strings.Cut(strings.TrimPrefix(got[i], dir+"/"), ` "`)
	}
	want := []string{"B.TXT plain", "a/c.html.gz html", "a/z.md markdown", "again.txt plain", "b.txt plain", "gone.txt ERROR stat: no such file or directory"}
	if !slices.Equal(got, want) {
		t.Errorf("documents:\n got %q\nwant %q", got, want)
	}
	want = []string{dir + "/.git", dir + "/.hidden.txt", dir + "/data.gz", dir + "/notes.docx"}
	if !slices.Equal(over, want) {
		t.Errorf("passed over:\n got %q\nwant %q", over, want)
	}
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", sheep)
	write(t, dir, "b.txt", sheep)
	write(t, dir, "c[1].txt", sheep)
	for _, c := range []struct{ path, want string }{
		{dir + "/*.txt", "a.txt b.txt c[1].txt"},
		{dir + "/c[1].txt", "c[1].txt"},
		{dir + "/*.doc", "*.doc: no file matches"},
		{dir + "/none", "none: stat: no such file or directory"},
		{"", `"": stat: no such file or directory`},
	} {
		var got []string
		for doc, err := range Read(t.Context(), []string{c.path}, Options{}) {
			name := strings.TrimPrefix(doc.Place, dir+"/")
			if err != nil {
				name += ": " + err.Error()
			}
			got = append(got, name)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s, want %s", c.path, s, c.want)
		}
	}
}

// A gzip file that ends early gives the lines that are whole, and says so.
func TestTruncatedGzip(t *testing.T) {
	var content strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&content, `{"id":%d,"text":"sheep %x"}`+"\n", i, i*i*7919)
	}
	dir := t.TempDir()
	whole := gzipped(t, content.String())
	half := write(t, dir, "half.jsonl", whole[:len(whole)/2])
	var good int
	var last error
	for doc, err := range Read(t.Context(), []string{half}, Options{}) {
		switch {
		case err == nil:
			good++
		case last != nil:
			t.Errorf("second error: %v", err)
		default:
			last = err
			if want := fmt.Sprintf("%s:%d", half, good+1); doc.Place != want {
				t.Errorf("place of the error: got %s, want %s", doc.Place, want)
			}
		}
	}
	if good < 500 || good > 1500 || last == nil || last.Error() != "gzip data ends early" {
		t.Errorf("got %d records and %v", good, last)
	}
	single := gzipped(t, strings.Repeat(sheep, 100))
	for cut, want := range map[int]string{
		len(single) - 9: "gzip data ends early", len(single) - 2: "gzip data ends early", 5: "gzip header is damaged: unexpected EOF",
	} {
		got := read(t, Options{}, write(t, dir, "single.txt", single[:cut]))
		if len(got) != 1 || !strings.HasSuffix(got[0], "ERROR "+want) {
			t.Errorf("cut at %d: got %v, want %s", cut, got, want)
		}
	}
	damaged := []byte(whole)
	damaged[len(damaged)-6] ^= 1
	got := read(t, Options{}, write(t, dir, "damaged.jsonl", string(damaged)))
	if len(got) != 2001 || !strings.Contains(got[2000], "ERROR gzip data is damaged") {
		t.Errorf("wrong checksum: %d records, last %s", len(got), got[len(got)-1])
	}
}

// A repeated is size bytes of one letter between a prefix and a suffix, never held.
func repeated(prefix string, size int64, suffix string) io.Reader {
	return io.MultiReader(strings.NewReader(prefix), io.LimitReader(letters{}, size), strings.NewReader(suffix))
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

// A line of 200 MB is refused with its length, and the next one read; none of it is held.
func TestTooLong(t *testing.T) {
	const size = 200 << 20
	line := func(text string) string { return `{"text":"` + text + `"}` + "\n" }
	for _, c := range []struct {
		name  string
		input io.Reader
		want  []string
	}{
		{"line", repeated(line("A")+`{"text":"`, size, `"}`+"\n"+line("B")),
			[]string{`-:1 plain "A"`, "-:2 ERROR document of 209,715,211 bytes is over the limit of 16,777,216; see --max-document", `-:3 plain "B"`}},
		{"element", repeated(`[{"text":"A"},{"text":"`, size, `"},{"text":"B"}]`),
			[]string{`-!1 plain "A"`, "-!2 ERROR document of 209,715,211 bytes is over the limit of 16,777,216; see --max-document", `-!3 plain "B"`}},
		{"text", repeated("", size, ""),
			[]string{"- ERROR document of 209,715,200 bytes is over the limit of 16,777,216; see --max-document"}},
	} {
		got, peak := readMeasured(t, Options{Stdin: c.input}, "-")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if limit := uint64(100 << 20); peak > limit {
			t.Errorf("%s: %d bytes allocated for a limit of 16 MiB, want at most %d", c.name, peak, limit)
		}
	}
}

// readMeasured is read, with the bytes it allocated in all.
func readMeasured(t *testing.T, opts Options, paths ...string) ([]string, uint64) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := read(t, opts, paths...)
	runtime.ReadMemStats(&after)
	return got, after.TotalAlloc - before.TotalAlloc
}

func TestLimit(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ name, content, want string }{
		{"over.txt", "01234567890", " ERROR document of 11 bytes is over the limit of 10; see --max-document"},
		{"over.txt.gz", "01234567890", " ERROR document of 11 bytes is over the limit of 10; see --max-document"},
		{"fits.txt.gz", "0123456789", ` plain "0123456789"`},
		{"fits.txt", "0123456789", ` plain "0123456789"`},
		{"over.jsonl", `{"text":1}` + "\r\n" + `{"text":10}`, `:1 plain "1"|:2 ERROR document of 11 bytes is over the limit of 10; see --max-document`},
	} {
		path := write(t, dir, c.name, c.content)
		want := strings.Split(path+strings.ReplaceAll(c.want, "|", "|"+path), "|")
		if got := read(t, Options{MaxDocument: 10}, path); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	records := 0
	input := strings.NewReader(strings.Repeat(`{"text":"A"}`+"\n", 1000))
	for _, err := range Records(ctx, []string{"-", t.TempDir()}, Options{Stdin: input}) {
		if err != nil {
			t.Error(err)
		}
		if records++; records == 3 {
			cancel()
		}
	}
	if records != 3 {
		t.Errorf("%d records after cancelling at the third", records)
	}
}

// A stream without an end is given up in the middle of a line.
func TestCancelledInLine(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	input := &endless{cancel: cancel, until: 1 << 30}
	for r, err := range Records(ctx, []string{"-"}, Options{Stdin: input}) {
		t.Errorf("%s: %v after cancelling", r.Place, err)
	}
	if input.read > 2*bufferSize {
		t.Errorf("%d bytes read after cancelling", input.read)
	}
}

// An endless line cancels whoever begins to read it.
type endless struct {
	cancel context.CancelFunc
	read   int
	until  int // bytes after which the test has failed anyway
}

func (e *endless) Read(b []byte) (int, error) {
	e.cancel()
	if e.read >= e.until {
		return 0, io.EOF
	}
	e.read += len(b)
	return letters{}.Read(b)
}

// What was read of a record stays when its memory is used for others.
func TestRelease(t *testing.T) {
	var input strings.Builder
	for i := range 500 {
		fmt.Fprintf(&input, `{"id":"n%d","title":"Goat %d","text":"%s","odd":["x%d"]}`+"\n", i, i, strings.Repeat(fmt.Sprint("goat", i, " "), 1+i*i%300), i)
	}
	var docs, want []news.Document
	for _, release := range []bool{true, false} {
		var list []news.Document
		for r, err := range Records(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(input.String())}) {
			if err != nil {
				t.Fatal(err)
			}
			doc, err := r.Document()
			if err != nil {
				t.Fatal(err)
			}
			if list = append(list, doc); release {
				clear(r.raw)
				r.Release()
			}
		}
		docs, want = want, list
	}
	if len(docs) != 500 || !reflect.DeepEqual(docs, want) {
		t.Errorf("%d documents differ", len(docs))
	}
}
