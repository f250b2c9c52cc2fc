package extract

import (
	"strings"
	"testing"
	"time"

	"stemma/internal/news"
)

func TestReadDate(t *testing.T) {
	for _, row := range []struct{ in, lang, from, to, grade string }{
		{"2018-07-15T05:13:53-04:00", "", "2018-07-15T09:13:53Z", "2018-07-15T09:13:53Z", "A"},
		{"2018-07-15T00:00:00Z", "", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"}, // midnight is a day
		{"2018-07-15 12:00:00", "", "2018-07-14T22:00:00Z", "2018-07-16T02:00:00Z", "B"},
		{"2018-07-15", "", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"},
		{"20180715", "", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"},
		{"2018-07", "", "2018-06-30T10:00:00Z", "2018-08-01T14:00:00Z", "D"},
		{"1531646033", "", "2018-07-15T09:13:53Z", "2018-07-15T09:13:53Z", "A"},
		{"Sun, 15 Jul 2018 09:13:53 GMT", "", "2018-07-15T09:13:53Z", "2018-07-15T09:13:53Z", "A"},
		{"Sun, 15 Jul 2018 05:13:53 EDT", "", "2018-07-15T09:13:53Z", "2018-07-15T09:13:53Z", "A"},
		{"July 15, 2018", "", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"},
		{"July 15, 2018 8:21 pm", "", "2018-07-15T06:21:00Z", "2018-07-16T10:21:00Z", "B"},
		{"15 de julio de 2018", "es", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"},
		{"15. März 2018", "de", "2018-03-14T10:00:00Z", "2018-03-16T14:00:00Z", "C"},
		{"8 июля 2016 г.", "ru", "2016-07-07T10:00:00Z", "2016-07-09T14:00:00Z", "C"},
		{"2018年7月15日", "zh", "2018-07-14T10:00:00Z", "2018-07-16T14:00:00Z", "C"},
		{"٨ مايو ٢٠٢٣", "ar", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"8 أيار/مايو 2023", "ar", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"二〇二三年五月八日", "zh", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"２０２３年５月８日", "zh", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"08-May-2023", "en", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"08.05.23", "de", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"12 كانون الأول 2023", "ar", "2023-12-11T10:00:00Z", "2023-12-13T14:00:00Z", "C"},
		{"二〇二三年十二月二十一日", "zh", "2023-12-20T10:00:00Z", "2023-12-22T14:00:00Z", "C"},
		{"12 Şub 2023", "tr", "2023-02-11T10:00:00Z", "2023-02-13T14:00:00Z", "C"},
		{"12/fev/2023", "pt", "2023-02-11T10:00:00Z", "2023-02-13T14:00:00Z", "C"},
		{"05/07/08", "en", "", "", ""},
		{"2023/5/8", "zh", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"2023.05.08", "zh", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"8 Mayıs Pazartesi 2023", "tr", "2023-05-07T10:00:00Z", "2023-05-09T14:00:00Z", "C"},
		{"01/07/2022", "en-US", "2022-01-06T10:00:00Z", "2022-01-08T14:00:00Z", "C"},
		{"01/07/2022", "fr", "2022-06-30T10:00:00Z", "2022-07-02T14:00:00Z", "C"},
		{"01/07/2022", "", "2022-01-06T10:00:00Z", "2022-07-02T14:00:00Z", "D"}, // either
		{"01/07/2022", "en", "2022-01-06T10:00:00Z", "2022-07-02T14:00:00Z", "D"},
		{"01.07.2022", "en-US", "2022-06-30T10:00:00Z", "2022-07-02T14:00:00Z", "C"},
		{"15/07/2022", "en-US", "2022-07-14T10:00:00Z", "2022-07-16T14:00:00Z", "C"},
		{"1899-07-15", "", "", "", ""}, {"2101-01-01", "", "", "", ""}, {"2018-02-30", "", "", "", ""}, {"soon", "", "", "", ""}, {"", "", "", "", ""},
	} {
		d, ok := readDate(row.in, "test", row.lang)
		if !ok {
			if row.grade != "" {
				t.Errorf("readDate(%q, %q) reads nothing", row.in, row.lang)
			}
			continue
		}
		if got := [3]string{d.Earliest.Format(time.RFC3339), d.Latest.Format(time.RFC3339), string(d.Grade)}; got != [3]string{row.from, row.to, row.grade} {
			t.Errorf("readDate(%q, %q) = %v, want %v", row.in, row.lang, got, row)
		}
	}
}

// TestDateLines holds what the lines at the top of a page say of its date, by the page's
// own language, and that what is said from the reader's now is no date.
func TestDateLines(t *testing.T) {
	day, july, either := "2023-05-07T10:00:00Z 2023-05-09T14:00:00Z D", "2022-06-30T10:00:00Z 2022-07-02T14:00:00Z D", "2022-01-06T10:00:00Z 2022-07-02T14:00:00Z D"
	for _, row := range []struct{ lang, line, want string }{
		{"en", "Published Monday, May 8, 2023 at 4:05 PM EDT", "2023-05-08T20:05:00Z 2023-05-08T20:05:00Z D"},
		{"en", "Updated 10:14 PM CDT, May 8, 2023", "2023-05-09T03:14:00Z 2023-05-09T03:14:00Z D"},
		{"en", "Mon 8 May 2023 15.06 BST", "2023-05-08T14:06:00Z 2023-05-08T14:06:00Z D"},
		{"en", "May 8, 2023 12:05 a.m. EDT", "2023-05-08T04:05:00Z 2023-05-08T04:05:00Z D"},
		{"en", "8 May 2023 at 14:05 GMT+3", "2023-05-08T11:05:00Z 2023-05-08T11:05:00Z D"},
		{"en", "8 May 2023 14:05", day},     // no zone
		{"en", "8 May 2023 14:05 IST", day}, // India, Israel or Ireland
		{"es", "08 may 2023 - 14:05 CEST", "2023-05-08T12:05:00Z 2023-05-08T12:05:00Z D"},
		{"de", "Veröffentlicht am 8. Mai 2023 um 14:05 Uhr MESZ", "2023-05-08T12:05:00Z 2023-05-08T12:05:00Z D"},
		{"de", "Aktualisiert am 08.05.23, 14:05", day},
		{"ru", "08.05.2023 14:05 МСК", "2023-05-08T11:05:00Z 2023-05-08T11:05:00Z D"},
		{"fr", "Publié le 8 mai 2023 à 14h05", day},
		{"fr", "Publié le 08/05/2023 à 09h22, mis à jour le 15/06/2023 à 10h00", day},
		{"fr", "01/07/2022", july}, {"pt", "01/07/2022 às 14h05", july}, {"en", "01/07/2022", either},
		{"ar", "نشر في: 8 أيار/مايو 2023 - 14:05", day}, {"ar", "٨ مايو ٢٠٢٣", day},
		{"tr", "Giriş: 8 May 2023, Pazartesi 14:05", day}, {"uk", "Понеділок, 8 травня 2023, 14:05", day}, {"zh", "发布时间：2023年05月08日", day},
		{"en", "3 days ago", "- - "}, {"pt", "há 3 dias", "- - "}, {"fr", "il y a 3 jours", "- - "}, {"de", "vor 3 Tagen", "- - "}, {"ru", "3 дня назад", "- - "},
		{"ar", "منذ 3 أيام", "- - "}, {"zh", "3天前", "- - "}, {"tr", "3 gün önce", "- - "},
	} {
		d := read(t, news.TypeText, "The basin and the mud in it\n\n"+row.line+"\n\n"+bodies[row.lang]).Published
		if got := stamp(d.Earliest) + " " + stamp(d.Latest) + " " + string(d.Grade); got != row.want {
			t.Errorf("%s %q: %s, want %s", row.lang, row.line, got, row.want)
		}
	}
}

func TestPublished(t *testing.T) {
	day := "2018-07-14T10:00:00Z 2018-07-16T14:00:00Z C"
	for _, row := range []struct {
		name   string
		fields []string
		text   string
		want   string
	}{
		{"best grade wins", []string{"published=2018-07-15T09:00:00Z", "url=https://selbytribune.example/2018/07/14/a"}, "", "2018-07-15T09:00:00Z 2018-07-15T09:00:00Z A"},
		{"address alone", []string{"url=https://selbytribune.example/2018/07/15/a"}, "", "2018-07-14T10:00:00Z 2018-07-16T14:00:00Z D"},
		{"modified widens", []string{"published=2018-07-15", "modified=2018-07-20T00:00:01Z"}, "", "2018-07-14T10:00:00Z 2018-07-20T00:00:01Z C"},
		{"modified alone says nothing", []string{"modified=2018-07-20T00:00:01Z"}, "", "- - "},
		{"capture bounds", []string{"published=2018-07-15", "captured=2018-07-15T08:00:00Z"}, "", "2018-07-14T10:00:00Z 2018-07-15T08:00:00Z C"},
		{"capture alone is no date", []string{"captured=2018-07-15T08:00:00Z"}, "", "- 2018-07-15T08:00:00Z "},
		{"after its own capture", []string{"published=2018-07-25", "captured=2018-07-15T08:00:00Z"}, "", "- 2018-07-15T08:00:00Z "},
		{"post bounds from below", nil, "— RT (@RT_com) July 8, 2016", "2016-07-08T00:00:00Z - "},
		{"post does not touch a known date", []string{"published=2018-07-15"}, "— RT (@RT_com) July 8, 2016", day},
		{"own earlier version", nil, "This story was originally published on July 15, 2018.", "2018-07-14T10:00:00Z 2018-07-16T14:00:00Z D"},
		{"date line", nil, "", "- - "},
	} {
		d := read(t, news.TypeText, bodies["en"]+"\n\n"+row.text+"\n\nNobody answered the letter that the council sent to the ministry in March.", row.fields...).Published
		if got := stamp(d.Earliest) + " " + stamp(d.Latest) + " " + string(d.Grade); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	a := read(t, news.TypeText, bodies["en"], "published=2018-07-25", "captured=2018-07-15T08:00:00Z")
	if a.Dates[0].Flag != news.FlagAfterCapture {
		t.Errorf("a date after its own capture is not flagged: %+v", a.Dates)
	}
}

// TestFlags are the dates that something is wrong with, and how precise dates are.
func TestFlags(t *testing.T) {
	for _, row := range []struct {
		name   string
		fields []string
		want   string // flag and precision of each date
	}{
		{"two days", []string{"published=2018-07-25T09:00:00Z", "url=https://selbytribune.example/2018/07/14/a"}, "/instant contradicts the date taken/day"},
		{"one day", []string{"published=2018-07-14T09:00:00Z", "url=https://selbytribune.example/2018/07/14/a"}, "/instant /day"},
		{"no zone", []string{"published=2018-07-14 09:00:00"}, "/time without zone"},
		{"either", []string{"published=01/07/2022"}, "day or month first/range"},
		{"settled by the language", []string{"published=01/07/2022", "language=fr"}, "/day"},
		{"a month", []string{"url=https://selbytribune.example/2018/07/a"}, "/month"},
	} {
		var got []string
		for _, d := range read(t, news.TypeText, bodies["en"], row.fields...).Dates {
			got = append(got, d.Flag+"/"+d.Precision())
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestDatesSeen holds that dates which decide nothing are kept all the same.
func TestDatesSeen(t *testing.T) {
	wire := "SELBY, July 15, 2018 (AP) — " + bodies["en"]
	if d := read(t, news.TypeText, wire).Published; d.From != "dateline" || d.Grade != news.GradeD {
		t.Errorf("the dateline's day is not taken where there is no other: %+v", d)
	}
	a := read(t, news.TypeText, wire, "published=2018-07-17T09:00:00Z")
	if len(a.Dates) != 2 || a.Dates[1].From != "dateline" || a.Published.From != "field published" {
		t.Errorf("dates %+v", a.Dates)
	}
	page := webPage(`<meta property="article:published_time" content="2018-07-17">`, `<time datetime="2018-07-17T09:00:00Z">now</time><time datetime="2018-07-20T09:00:00Z">another article</time>`)
	a = read(t, news.TypeHTML, page)
	if len(a.Dates) != 3 || a.Published.From != "meta article:published_time" {
		t.Errorf("dates %+v", a.Dates)
	}
	for _, line := range []string{"05/10/2018 - Publicado por: Ana Leão", "Nov 18, 2019 @17:19 PM · Updated: Nov 18, 2019 @17:26 PM", "By Ann Lee - 2019-04-10"} {
		body := strings.Replace(webPage("", ""), "</h1>", "</h1><p>"+line+"</p>", 1)
		if d := read(t, news.TypeHTML, body).Published; !d.Known() {
			t.Errorf("%q: no date", line)
		}
	}
	graph := webPage(`<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2018-04-18T14:39:09+02:00"}]}</script>`, "")
	if d := read(t, news.TypeHTML, graph).Published; d.Grade != news.GradeA {
		t.Errorf("the date of the WebPage is not taken: %+v", d)
	}
	page = strings.Replace(page, "article:published_time", "nothing", 1)
	if d := read(t, news.TypeHTML, page).Published; d.From != "time element" || d.Precision() != "instant" {
		t.Errorf("published %+v", d)
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.RFC3339)
}
