package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
)

// zones is how far the clocks of the world lie from UTC: a time without a zone is known
// only to this.
const zones = 14 * time.Hour

// The years a publication date can have. Anything else is a misread number.
const (
	firstYear = 1900
	lastYear  = 2100
)

// dates are the dates of a page by what they say of its publication.
type dates struct {
	published []news.Date // when it was published; the most trusted source first
	modified  []news.Date // widens
	captured  []news.Date // bounds from above
	quoted    []news.Date // dates of embedded posts: bound from below
	other     []news.Date // seen and not believed: those of time elements beside better ones, of datelines
}

// all is every date found, with its place.
func (d dates) all() []news.Date {
	return slices.Concat(d.published, d.modified, d.captured, d.quoted, d.other)
}

// reduce makes one interval of d: the best grade decides, and among equals the first.
// A modification date widens it, a capture bounds it, and a page without a date of its
// own is at least as young as the posts it embeds.
func (d *dates) reduce() news.Date {
	var best news.Date
	for _, p := range d.published {
		if best.Grade == news.GradeUnknown || p.Grade < best.Grade {
			best = p
		}
	}
	for _, m := range d.modified {
		if best.Known() && m.Latest.After(best.Latest) {
			best.Latest = m.Latest
		}
	}
	for i := range d.captured {
		best = d.bounded(best, &d.captured[i])
	}
	d.contradict(best)
	if !best.Known() {
		for _, q := range d.quoted {
			if q.Earliest.After(best.Earliest) {
				best.Earliest, best.From, best.Quote = q.Earliest, q.From, q.Quote
			}
		}
	}
	return best
}

// contradict flags the dates of publication that lie wholly before or after the one taken.
func (d *dates) contradict(best news.Date) {
	for i, p := range d.published {
		if best.Known() && p.Flag == "" && (p.Before(best) || best.Before(p)) {
			d.published[i].Flag = news.FlagContradicts
		}
	}
}

// bounded is date, which cannot be later than the capture. A date wholly after its own
// capture is wrong: it is flagged, and the capture alone is kept as a bound.
func (d *dates) bounded(date news.Date, capture *news.Date) news.Date {
	if capture.Before(date) {
		for i := range d.published {
			if capture.Before(d.published[i]) {
				d.published[i].Flag = news.FlagAfterCapture
			}
		}
		date = news.Date{}
	}
	if date.Latest.IsZero() || capture.Latest.Before(date.Latest) {
		date.Latest = capture.Latest
	}
	if date.From == "" {
		date.From, date.Quote = capture.From, capture.Quote
	}
	return date
}

// readDate reads a date given by metadata. lang, a language tag, settles what 01/07/2022 is.
func readDate(s, from, lang string) (news.Date, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return news.Date{}, false
	}
	d := news.Date{From: from, Quote: s}
	s = western(s)
	for _, read := range []func(*news.Date, string, string) bool{readISO, readStamp, readNumeric, readInternet, readWords} {
		if read(&d, s, lang) {
			return d, inRange(d)
		}
	}
	return news.Date{}, false
}

func inRange(d news.Date) bool {
	return d.Earliest.Year() >= firstYear-1 && d.Latest.Year() <= lastYear+1
}

// at sets d to one instant. An instant at midnight sharp is a day that somebody's
// software took for a time: reading it as one costs half the origins in simulation.
func at(d *news.Date, t time.Time, zoned bool) bool {
	switch t = t.UTC(); {
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0:
		return onDay(d, t.Year(), int(t.Month()), t.Day())
	case zoned:
		d.Earliest, d.Latest, d.Grade = t, t, news.GradeA
	default:
		d.Earliest, d.Latest, d.Grade = t.Add(-zones), t.Add(zones), news.GradeB
	}
	return true
}

// onDay sets d to a day anywhere in the world, and reports whether there is such a day.
func onDay(d *news.Date, year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || year < firstYear || year > lastYear {
		return false
	}
	d.Earliest, d.Latest, d.Grade = t.Add(-zones), t.Add(24*time.Hour+zones), news.GradeC
	return true
}

// inMonth sets d to a month, which is too coarse for a better grade than D.
func inMonth(d *news.Date, year, month int) bool {
	if month < 1 || month > 12 || year < firstYear || year > lastYear {
		return false
	}
	t := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	d.Earliest, d.Latest, d.Grade = t.Add(-zones), t.AddDate(0, 1, 0).Add(zones), news.GradeD
	return true
}

// yearFirst is a day as East Asia writes it: 2023/6/4, 2023.06.04.
var yearFirst = regexp.MustCompile(`^(\d{4})[./-](\d{1,2})[./-](\d{1,2})`)

// readISO reads ISO 8601 and its relatives, which is what most metadata holds.
func readISO(d *news.Date, s, _ string) bool {
	if len(s) < 7 || s[4] != '-' && s[4] != '/' && s[4] != '.' {
		return false
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return at(d, t, true)
	}
	iso := strings.ReplaceAll(s, "/", "-")
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		iso = fmt.Sprintf("%s-%02d-%02d%s", m[1], number(m[2]), number(m[3]), s[len(m[0]):])
	}
	if len(iso) > 10 && iso[10] == ' ' {
		iso = iso[:10] + "T" + strings.TrimSpace(iso[11:])
	}
	if len(iso) == len("2006-01-02") {
		t, err := time.Parse("2006-01-02", iso)
		return err == nil && onDay(d, t.Year(), int(t.Month()), t.Day())
	}
	iso = strings.Replace(strings.TrimSuffix(iso, " UTC"), " ", "", 1)
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04:05Z07"} {
		if t, err := time.Parse(layout, iso); err == nil {
			return at(d, t, true)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, iso); err == nil {
			return at(d, t, strings.HasSuffix(s, " UTC"))
		}
	}
	if t, err := time.Parse("2006-01-02", iso); err == nil {
		return onDay(d, t.Year(), int(t.Month()), t.Day())
	}
	t, err := time.Parse("2006-01", iso)
	return err == nil && inMonth(d, t.Year(), int(t.Month()))
}

// readStamp reads seconds or milliseconds since 1970, and days and seconds written
// without separators.
func readStamp(d *news.Date, s, _ string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return false
	}
	switch len(s) {
	case 8:
		return onDay(d, int(n/10000), int(n/100%100), int(n%100))
	case 10:
		return at(d, time.Unix(n, 0), true)
	case 13:
		return at(d, time.UnixMilli(n), true)
	case 14:
		t, err := time.Parse("20060102150405", s)
		return err == nil && at(d, t, false)
	}
	return false
}

var numeric = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2}).*)?$`)

// readNumeric reads 15/07/2022. Where both numbers could be the month the language
// decides, and failing that both readings are possible.
func readNumeric(d *news.Date, s, lang string) bool {
	m := numeric.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	a, b, year := number(m[1]), number(m[2]), number(m[3])
	if year < 100 {
		if !strings.Contains(s, ".") { // "05/07/08" can be anything
			return false
		}
		year += century(year)
	}
	dayFirst, monthFirst := b <= 12, a <= 12
	if dayFirst && monthFirst && a != b {
		switch us := monthFirstIn(lang); {
		case us || strings.Contains(s, "."):
			monthFirst = us && !strings.Contains(s, ".")
			dayFirst = !monthFirst
		case lang != "" && lang != "und" && lang != "en":
			monthFirst = false
		}
	}
	var other news.Date
	switch {
	case dayFirst && monthFirst && a != b:
		if !onDay(d, year, b, a) || !onDay(&other, year, a, b) {
			return false
		}
		if other.Earliest.Before(d.Earliest) {
			d.Earliest = other.Earliest
		} else {
			d.Latest = other.Latest
		}
		d.Grade, d.Flag = news.GradeD, news.FlagAmbiguous
		return true
	case dayFirst:
		return onDay(d, year, b, a)
	}
	return onDay(d, year, a, b)
}

// century is what a year of two digits lacks: the web is younger than 1990.
func century(year int) int {
	if year >= 90 {
		return 1900
	}
	return 2000
}

// monthFirstIn reports whether the month comes first in the numeric dates of a language tag.
func monthFirstIn(lang string) bool {
	lang = strings.ReplaceAll(lang, "_", "-")
	return strings.EqualFold(lang, "en-US") || strings.EqualFold(lang, "en-PH") || strings.EqualFold(lang, "es-US")
}

// readInternet reads the dates of mail and feeds (RFC 822 and 1123).
func readInternet(d *news.Date, s, _ string) bool {
	if _, rest, ok := strings.Cut(s, ", "); ok && len(s) > 20 && s[3] == ',' {
		s = rest
	}
	for _, layout := range []string{"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return at(d, t, true)
		}
	}
	t, err := time.Parse("2 Jan 2006 15:04:05 MST", s)
	if err != nil {
		return false
	}
	zone, _ := t.Zone()
	offset, known := zoneHours[zone]
	return at(d, t.Add(-time.Duration(offset)*time.Hour), known)
}

// zoneHours are the abbreviations of RFC 822, in hours from UTC; others mean too many things.
var zoneHours = map[string]int{"GMT": 0, "UTC": 0, "UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

// readWords reads a date with the month in words, and a time beside it.
func readWords(d *news.Date, s, _ string) bool {
	found, _, ok := wordDate(s)
	if !ok || found.Grade != news.GradeC {
		return false
	}
	d.Earliest, d.Latest, d.Grade = found.Earliest, found.Latest, found.Grade
	if m := clock.FindStringSubmatch(s); m != nil {
		hour, minute := number(m[1]), number(m[2])
		if strings.HasPrefix(strings.ToLower(m[3]), "p") && hour < 12 {
			hour += 12
		}
		if hour < 24 && minute < 60 {
			day := found.Earliest.Add(zones)
			return at(d, day.Add(time.Duration(hour)*time.Hour+time.Duration(minute)*time.Minute), false)
		}
	}
	return true
}

var (
	clock     = regexp.MustCompile(`(?i)\b(\d{1,2}):(\d{2})\s*([ap]\.?m)?`)
	dayMonth  = regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+de|\s+of)?[\s/-]+(\p{L}{2,12})\.?(?:/\p{L}{2,12})?,?(?:\s+de|\s+del|\s+do|\s+(?:pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|Pazartesi|Salı|Çarşamba|Perşembe|Cuma|Cumartesi|Pazar),?)?[\s/-]+(\d{4})`)
	monthDay  = regexp.MustCompile(`(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`)
	monthOnly = regexp.MustCompile(`(\p{L}{3,12})\.?,?(?:\s+de)?\s+(\d{4})`)
	hanDate   = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)
)

// wordDate finds the first date in s whose month is in words (or Han), and the bytes it
// takes. A month without a day has grade D.
func wordDate(s string) (d news.Date, at [2]int, ok bool) {
	if !mayNameMonth(s) {
		return d, at, false
	}
	for _, row := range []struct {
		form             *regexp.Regexp
		day, month, year int
	}{{dayMonth, 1, 2, 3}, {monthDay, 2, 1, 3}, {hanDate, 3, 2, 1}, {monthOnly, 0, 1, 2}} {
		for _, m := range row.form.FindAllStringSubmatchIndex(s, 4) {
			part := func(i int) string { return s[m[2*i]:m[2*i+1]] }
			month := monthNumber(part(row.month))
			switch {
			case row.day > 0 && month > 0 && onDay(&d, number(part(row.year)), month, number(part(row.day))):
				return d, [2]int{m[0], m[1]}, true
			case row.day == 0 && month > 0 && inMonth(&d, number(part(row.year)), month):
				return d, [2]int{m[0], m[1]}, true
			}
		}
	}
	return d, at, false
}

// lineDate finds the date that a line holds, with its month in words or in numbers, and
// the bytes it takes.
func lineDate(s, lang string) (d news.Date, at [2]int, ok bool) {
	if d, at, ok = wordDate(s); ok {
		return d, at, true
	}
	m := isoDay.FindStringIndex(s)
	if m == nil {
		return d, at, false
	}
	d, ok = readDate(s[m[0]:m[1]], "", lang)
	return d, [2]int{m[0], m[1]}, ok
}

// oddDigits are the digits of Arabic, Persian and full-width writing in their order.
const oddDigits = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"

var (
	hanNumber = regexp.MustCompile(`[〇零一二三四五六七八九十]{1,4}[年月日]`)
	// The months of the Levant have two words, and two of them one first word.
	levant = strings.NewReplacer("كانون الثاني", "يناير", "كانون الأول", "ديسمبر", "تشرين الأول", "أكتوبر", "تشرين الثاني", "نوفمبر")
)

// western is s with its numbers in the digits of this file and the months of the Levant in
// one word each. Most lines are so already.
func western(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxLatin1 }) < 0 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if n := strings.IndexRune(oddDigits, r); n >= 0 {
			return '0' + rune(utf8.RuneCountInString(oddDigits[:n])%10)
		}
		return r
	}, levant.Replace(s))
	if !strings.Contains(s, "年") {
		return s
	}
	return hanNumber.ReplaceAllStringFunc(s, func(numeral string) string {
		unit, size := utf8.DecodeLastRuneInString(numeral)
		return strconv.Itoa(hanValue(numeral[:len(numeral)-size])) + string(unit)
	})
}

// hanValue is a number up to 99, or a year digit by digit, in Han numerals.
func hanValue(numeral string) int {
	tens, ones, ten := strings.Cut(numeral, "十")
	if !ten {
		tens, ones = "", numeral
	}
	value := 0
	for _, r := range ones {
		value = value*10 + hanDigit(r)
	}
	switch {
	case ten && tens == "":
		value += 10
	case ten:
		first, _ := utf8.DecodeRuneInString(tens)
		value += 10 * hanDigit(first)
	}
	return value
}

// hanDigit is 1 to 9 for their Han numerals, 0 for others.
func hanDigit(r rune) int {
	return max(0, strings.IndexRune("〇一二三四五六七八九", r)/len("〇"))
}

// lineClock is a time of day with its zone beside a date in a line.
var lineClock = regexp.MustCompile(`(?i)\b(\d{1,2})[:h.](\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?\s*(?:uhr\s+|hrs?\s+)?\(?([\p{L}]{3,4})\b?(?:\s*([+-]\d{1,2})(?::?00)?)?`)

// textZones are the abbreviations that stand beside times in texts, in hours from UTC, where
// they mean one thing.
var textZones = map[string]int{
	"GMT": 0, "UTC": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "TSİ": 3, "EAT": 3, "SAST": 2,
	"EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// sharpen makes an instant of a day whose line gives a time and a zone: "8 May 2023, 14:05
// BST". rest is the line without the date. A time without a zone says less than the day.
func sharpen(d *news.Date, rest string) {
	m := lineClock.FindStringSubmatch(rest)
	if m == nil || d.Grade != news.GradeC {
		return
	}
	hour, minute := number(m[1]), number(m[2])
	zone, known := textZones[strings.ToUpper(m[4])]
	switch strings.ToLower(m[3]) {
	case "p":
		hour = hour%12 + 12
	case "a":
		hour %= 12
	}
	if !known || hour > 23 || minute > 59 || hour+minute == 0 {
		return
	}
	day := d.Earliest.Add(zones)
	t := day.Add(time.Duration(hour-zone-number(strings.TrimPrefix(m[5], "+")))*time.Hour + time.Duration(minute)*time.Minute)
	d.Earliest, d.Latest = t, t
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// months are the names of the months and what they are shortened to, in the languages of
// the credit table. A row is a month.
var months = [12]string{
	"january jan enero ene janvier janv januar jänner jän января январь янв janeiro gennaio gen ocak oca січня січень січ يناير جانفي",
	"february feb febrero février fév févr februar февраля февраль фев fevereiro fev febbraio febbr şubat şub лютого лютий лют فبراير شباط فيفري",
	"march mar marzo mars märz mär марта март мар março mart березня березень бер مارس آذار",
	"april apr abril abr avril avr апреля апрель апр aprile nisan nis квітня квітень квіт أبريل ابريل نيسان أفريل",
	"may mayo mai мая май maio mag maggio mayıs травня травень трав مايو أيار ايار ماي",
	"june jun junio juin juni июня июнь июн junho giugno giu haziran haz червня червень черв يونيو حزيران جوان",
	"july jul julio juillet juil juli июля июль июл julho luglio lug temmuz tem липня липень лип يوليو تموز جويلية",
	"august aug agosto ago août aout августа август авг ağustos ağu серпня серпень серп أغسطس اغسطس آب غشت أوت",
	"september sept sep septiembre septembre сентября сентябрь сен сент setembro set settembre sett eylül eyl вересня вересень верес سبتمبر أيلول ايلول شتنبر",
	"october oct octubre octobre oktober okt октября октябрь окт outubro out ottobre ott ekim eki жовтня жовтень жовт أكتوبر اكتوبر",
	"november nov noviembre novembre ноября ноябрь ноя нояб novembro kasım kas листопада листопад лист نوفمبر نونبر",
	"december dec diciembre dic décembre déc dezember dez декабря декабрь дек dezembro dicembre aralık ara грудня грудень груд ديسمبر دجنبر",
}

var monthNames = sync.OnceValue(func() map[string]int {
	names := map[string]int{}
	for i, row := range months {
		for name := range strings.FieldsSeq(row) {
			names[name] = i + 1
		}
	}
	return names
})

// monthNumber is 1 to 12 for a month's name or number, or 0 for a word that is no month.
func monthNumber(word string) int {
	if n := number(word); n > 0 {
		return n
	}
	return monthNames()[strings.ToLower(word)]
}

// longestMonth is how many letters the patterns of wordDate take for a month at most.
const longestMonth = 12

// mayNameMonth reports whether s holds a word that is a month or is longer than any, or a
// date in Han: without one the four patterns of wordDate need not be tried.
func mayNameMonth(s string) bool {
	var word [longestMonth * utf8.UTFMax]byte
	n, letters := 0, 0
	for i, r := range s {
		switch {
		case r == '年':
			return true
		case r < utf8.RuneSelf && lowerByte[r] >= 'a' && lowerByte[r] <= 'z', r >= utf8.RuneSelf && unicode.IsLetter(r):
			if letters++; letters > longestMonth {
				return true
			}
			n += utf8.EncodeRune(word[n:], unicode.ToLower(r))
			if i+utf8.RuneLen(r) < len(s) {
				continue
			}
		}
		if letters > 0 && monthNames()[string(word[:n])] > 0 {
			return true
		}
		n, letters = 0, 0
	}
	return false
}

// isDateLine reports whether a line is only a date: "Updated 8:30 AM ET, Sun July 15, 2018".
func isDateLine(s string) bool {
	if len(s) > 70 {
		return false
	}
	if s = western(s); !hasYear(s) {
		return false
	}
	rest, found := s, false
	for range 3 { // published, updated, and one more
		m := isoDay.FindStringIndex(rest)
		if _, at, ok := wordDate(rest); ok {
			m = at[:]
		}
		if m == nil {
			break
		}
		rest, found = rest[:m[0]]+" "+rest[m[1]:], true
	}
	if !found {
		return false
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(rest), func(r rune) bool { return strings.ContainsRune(" ,.:|;()•·-–—/@", r) }) {
		if number(word) == 0 && strings.Trim(word, "0123456789") != "" && !hourWord.MatchString(word) && !dateWords[word] {
			return false
		}
	}
	return true
}

var isoDay = regexp.MustCompile(`\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b`)

// hourWord is a time of day without a mark in it: "14h05".
var hourWord = regexp.MustCompile(`^\d{1,2}h\d{0,2}$`)

// dateWords may stand beside a date on a line of its own.
var dateWords = wordSet(`updated published posted modified created last first on at am pm a m p et edt est gmt
	utc bst pt pst pdt cst cdt ct mt ist cet cest hrs h uhr mon monday tue
	tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday publicado actualizado el las
	publié mis à jour le veröffentlicht aktualisiert um опубликовано обновлено в г pubblicato aggiornato il em às atualizado
	msk мск mez mesz stand giriş güncelleme güncellendi tarih tarihi yayınlanma yayın saat pazartesi salı çarşamba perşembe cuma cumartesi pazar
	понедельник вторник среда четверг пятница суббота воскресенье года год понеділок вівторок середа четвер п'ятниця субота неділя опубліковано
	оновлено року р segunda terça quarta quinta sexta feira sábado domingo publicada atualizada lunedì martedì mercoledì giovedì venerdì sabato
	domenica alle ore الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد نشر نُشر في آخر تحديث تاريخ النشر الساعة م ص 发布时间 更新时间 发布于
	t z local time story date by ago the of and noon midnight hour lunes martes miércoles jueves
	viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag`)

// wordSet is the set of the words of a list.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// hasYear is a cheap test for four digits in a row that could be a year.
func hasYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if i > 0 && isDigit(s[i-1]) {
			continue // amid a longer number
		}
		if (s[i] == '1' && s[i+1] == '9' || s[i] == '2' && s[i+1] == '0') && isDigit(s[i+2]) && isDigit(s[i+3]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

var urlDay = regexp.MustCompile(`[/-](19\d\d|20\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?[/-]`)

// urlDate reads a date off the path of an address: /2018/07/15/story.
func urlDate(address string) (news.Date, bool) {
	if !hasYear(address) {
		return news.Date{}, false
	}
	m := urlDay.FindStringSubmatch(address + "/")
	if m == nil {
		return news.Date{}, false
	}
	d := news.Date{From: "url", Quote: strings.Trim(m[0], "/-")}
	if m[3] == "" {
		return d, inMonth(&d, number(m[1]), number(m[2]))
	}
	ok := onDay(&d, number(m[1]), number(m[2]), number(m[3]))
	d.Grade = news.GradeD
	return d, ok
}
