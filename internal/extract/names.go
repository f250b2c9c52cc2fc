package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stemma/internal/outlet"
)

// Limits of a name.
const (
	nameWords = 8  // "The Organized Crime and Corruption Reporting Project" has 7
	nameBytes = 90 // and 52 bytes
	hanName   = 30 // bytes: names in Han are under 10 characters
)

// A name is an outlet's name as read from a text: in the table's spelling where the
// table has it, else as written.
type name struct {
	name string
	url  string // the address it was written as, empty when it was not
	end  int    // offset after it in the text it was read from
}

// nameAt reads the outlet's name that begins at a byte of s. It must look like a name:
// capitals (where the script has them), no date, no pronoun, no person's first words.
func nameAt(s string, at int) (name, bool) {
	at, rest := nameText(s, at)
	switch {
	case rest == "":
		return name{}, false
	case strings.HasPrefix(rest, "http"), strings.HasPrefix(rest, "www."):
		return addressAt(s, at)
	}
	end := max(nameEnd(rest), quotedEnd(s[:at], rest))
	if known, ok := knownAt(s, at, rest, end); ok {
		return known, true
	}
	if n := strings.Index(rest[:end], " ("); n > 0 { // "Global Voices (CC BY 3.0)"
		end = n
	}
	found := trimName(rest[:end])
	if ownMagazine.MatchString(rest[end:]) {
		found = strings.TrimLeft(rest[:end], "\"“")
	}
	if !validName(found) || letters.MatchString(rest[end:]) {
		return name{}, false
	}
	return name{name: strings.TrimPrefix(found, "the "), end: at + len(strings.TrimRight(rest[:end], " "))}, true
}

// tableNameAt reads a name only if the table has it, which is cheaper.
func tableNameAt(s string, at int) (name, bool) {
	at, rest := nameText(s, at)
	if rest == "" {
		return name{}, false
	}
	return knownAt(s, at, rest, max(nameEnd(rest), quotedEnd(s[:at], rest)))
}

// smallArticles stand before names that are quoted without them.
var smallArticles = []string{"il ", "la ", "lo ", "le ", "el ", "los ", "las ", "les ", "der ", "die ", "das ", "den "}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// nameText is what stands at a byte of s, quotation marks skipped, up to the longest name.
// It is empty where no name can begin.
func nameText(s string, at int) (int, string) {
	at += len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\u00a0\"“”'‘«„[<:《"))
	for _, article := range smallArticles { // "ripreso da il Fatto Quotidiano"
		if after := s[at:]; strings.HasPrefix(after, article) && startsUpper(after[len(article):]) && !ownSmall(after[:min(len(after), nameBytes)]) {
			at += len(article)
			break
		}
	}
	rest := s[at:min(len(s), at+nameBytes)]
	if rest = rest[:runeBorder(rest, len(rest))]; strings.HasPrefix(rest, "©") || !nameLike(rest) {
		return at, ""
	}
	return at, rest
}

// knownAt finds the longest name of the table that rest begins with. Capitals go on to
// end, and a name that ends before them is another's ("The Guardian Nigeria"), unless a
// section or a day follows.
func knownAt(s string, at int, rest string, end int) (name, bool) {
	if n := edition.FindString(rest[end:]); n != "" && end > 0 {
		if o, ok := outlet.Find(trimName(rest[:end])); ok {
			return name{name: o.Name, end: at + end + len(n)}, true
		}
	}
	inQuotes := quotedEnd(s[:at], rest) > 0
	ends := wordEnds(rest)
	for i := len(ends) - 1; i >= 0; i-- {
		beyond := end > 0 && i > 0 && ends[i] > end && strings.Trim(rest[end:ends[i]], ".'’s") != ""
		if beyond && ends[i-1] > end { // one small word can belong to a name: "Courrier international"
			continue
		}
		called := trimName(rest[:ends[i]])
		o, ok := outlet.Find(called)
		if !ok || !sameCase(called, o) || beyond && !spelledSo(o, called) {
			continue
		}
		if ends[i] >= end || !inQuotes && (o.Agency || section(rest[ends[i]:end])) {
			bare := strings.TrimRight(rest[:ends[i]], ".")
			return name{name: o.Name, end: at + len(bare) + len(itself.FindString(rest[len(bare):]))}, true
		}
	}
	return name{}, false
}

// itself is what may follow a name and says only what the outlet is, or its language.
var itself = regexp.MustCompile(`(?i)^ (?:haber ajansı|gazetesi|news agency|nachrichtenagentur|türkçe)`)

// edition is the language in which an outlet writes for others, behind its name.
var edition = regexp.MustCompile(`^ (?:на русском|українською|по-русски|en español|en français|auf deutsch|in italiano|em português|中文网?|عربي|عربية|بالعربية)`)

// addressAt reads a name that is given as an address.
func addressAt(s string, at int) (name, bool) {
	end := at + len(s[at:])
	if n := strings.IndexAny(s[at:], " \n\t\"<>)]"); n >= 0 {
		end = at + n
	}
	url := strings.TrimRight(s[at:end], ".,;:")
	domain := outlet.Domain(url)
	return name{outlet.Name(outlet.Key("", domain)), url, at + len(url)}, domain != ""
}

// section reports whether what follows a known name leaves it that outlet's: a day, a
// section, a person's office. "The Guardian Nigeria" is not the Guardian.
func section(after string) bool {
	if hanSection.MatchString(after) {
		return true
	}
	for _, own := range []string{"’s", "'s", ",", "/", "("} {
		if strings.HasPrefix(after, own) {
			return true
		}
	}
	word, _, _ := strings.Cut(strings.TrimLeft(after, " \u00a0"), " ")
	word = strings.ToLower(strings.Trim(word, ".,;:"))
	return sections[word] || joining[word] && !genitive[word] || monthNumber(word) > 0
}

var sections = wordSet(`monday tuesday wednesday thursday friday saturday sunday magazine opinion online news editor reporter correspondent business
	sports sport world politics staff wire newspaper television tv radio service agency website digital today tonight this last earlier via türkçe gazetesi
	البريطانية الأمريكية الأميركية الفرنسية الألمانية الروسية الإسرائيلية اللندنية المصرية السعودية القطرية التركية الإيرانية الصينية الإسبانية الإيطالية اللبنانية`)

// hanSection is what follows a name in Han, which no space ends.
var hanSection = regexp.MustCompile(`^(?:版[权權]|综合|特[约約]|消息|[讯訊]|[记記]者|客[户戶]端|微信|公[众眾][号號]|[网網]站|授[权權])`)

// letters are what an outlet sends out beside its paper: a text that came out there
// first came out in the same house.
var letters = regexp.MustCompile(`(?i)^[\s"”’',]*(?:an? )?(?:[\w-]+ ){0,2}(?:news ?letter|e-?mail)`)

// ownMagazine follows names that are a possessive themselves: "Harper's magazine".
var ownMagazine = regexp.MustCompile(`^ (?:magazine|bazaar)`)

// wordEnds are the ends of the first words of s, where a known name could end.
func wordEnds(s string) []int {
	ends := make([]int, 0, nameWords)
	in := false
	for i, r := range s {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-&'’@_", r) && in
		if in && !inside {
			if ends = append(ends, i); len(ends) == nameWords {
				return ends
			}
		}
		if isWide(r) && !in && i > hanName {
			break
		}
		if r == '\n' || r == ';' || r == '。' {
			return ends
		}
		in = inside || r == '@'
		if isWide(r) {
			ends = append(ends, i+utf8.RuneLen(r))
			in = false
			if len(ends) == 2*nameWords {
				return ends
			}
		}
	}
	if in {
		ends = append(ends, len(s))
	}
	return ends
}

// trimName takes off what stands around a name but is not of it.
func trimName(s string) string {
	s = strings.Trim(s, " \t\u00a0\"“”'‘’«»,;:()[]<>„*_。，：")
	if strings.HasSuffix(s, ".") && strings.Count(s, ".") == 1 {
		s = s[:len(s)-1]
	}
	for _, own := range []string{"’s", "'s"} {
		s = strings.TrimSuffix(s, own)
	}
	return s
}

// nameLike reports whether s begins as a name does: "ap" in running text is none.
func nameLike(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	first, _, _ := strings.Cut(s, " ")
	return !unicode.IsLower(r) || camel(first) || ownSmall(s) || strings.Contains(strings.TrimRight(first, "."), ".") || strings.HasPrefix(s, "dpa") || strings.HasPrefix(s, "the ") || strings.HasPrefix(s, "sda") || strings.HasPrefix(s, "dts ")
}

// ownSmall reports whether s begins with one or two words in small letters that are an
// outlet which writes itself so: "taz", "il manifesto".
func ownSmall(s string) bool {
	first, rest, _ := strings.Cut(s, " ")
	second, _, _ := strings.Cut(rest, " ")
	for _, called := range []string{first, first + " " + second} {
		called = strings.TrimRight(called, ".,;:)")
		if o, ok := outlet.Find(called); ok && (spelledSo(o, called) || o.Agency && len(called) > 5 && strings.EqualFold(called, o.Name)) {
			return true
		}
	}
	return false
}

// spelledSo reports whether the table has an outlet's name with the very letters of s.
func spelledSo(o outlet.Outlet, s string) bool { return s == o.Name || slices.Contains(o.Aliases, s) }

// camel reports whether a word that begins small has a capital in it: openDemocracy.
func camel(word string) bool {
	upper := strings.IndexFunc(word, unicode.IsUpper)
	return upper > 0 && upper < len(word)-1 && !strings.ContainsAny(word, "'’-/")
}

// joining are the small words inside names.
var joining = wordSet("of the and & for de la le les du des del della der die das dem und y e et el los las do da dos в и на по і та van den")

// genitive are those of them by which a name goes on to say of where it is: "El Faro del Istmo".
var genitive = wordSet("of de du des del della der do da dos van den")

// nameEnd is where a run of capitalised words ends in s, small words between them allowed.
func nameEnd(s string) int {
	if r, _ := utf8.DecodeRuneInString(s); uncased(r) {
		return uncasedEnd(s)
	}
	if n := strings.IndexAny(s, ")]】|"); n >= 0 {
		s = s[:n]
	}
	end, words := 0, 0
	for i := 0; i < len(s) && words < nameWords; {
		n := strings.IndexAny(s[i:], " \n\u00a0")
		if n < 0 {
			n = len(s) - i
		}
		word := s[i : i+n]
		bare := strings.TrimLeft(word, "\"“'‘«(&")
		if words > 0 && strings.HasPrefix(bare, "http") { // "Lindow Herald (https://...)"
			return end
		}
		r, _ := utf8.DecodeRuneInString(bare)
		capital := unicode.IsUpper(r) || camel(bare) || unicode.IsDigit(r) && words > 0 || strings.Contains(strings.TrimRight(bare, ".,;)"), ".") && len(bare) > 3
		switch {
		case capital:
			words++
			end = i + len(strings.TrimRight(word, ".,;:!?)\"”»]’"))
			if stops(word) {
				return end
			}
		case words > 0 && r >= utf8.RuneSelf && declinedPress(strings.ToLower(strings.Trim(word, ".,;:!?)»”"))): // "Новая газета"
			end = i + len(strings.TrimRight(word, ".,;:!?)»”"))
			if stops(word) {
				return end
			}
		case words > 0 && joining[strings.Trim(word, ".,")] && !strings.ContainsAny(word, ",.;"):
		case words == 0 && word == "the":
		default:
			return end
		}
		i += n + 1
		if i < len(s) && s[i-1] == '\n' {
			return end
		}
	}
	return end
}

// quotedEnd is where a name in angle or German quotes ends, whatever its capitals. 0 when
// it stands in none.
func quotedEnd(before, rest string) int {
	for _, pair := range []struct{ open, close string }{{"«", "»"}, {"„", "“"}, {"《", "》"}} {
		if n := strings.Index(rest, pair.close); n > 0 && strings.HasSuffix(before, pair.open) {
			return n
		}
	}
	return 0
}

// initials are words whose full stop ends no sentence: "L.A.", "St.", "J."
var initials = regexp.MustCompile(`^(?:\p{Lu}\p{L}?\.)+$`)

// stops reports whether a word ends the name it is in: it carries the end of a clause.
func stops(word string) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	if last == '.' {
		return !initials.MatchString(word)
	}
	return strings.ContainsRune(",;:!?)]\"”»", last)
}

// uncased reports whether r is of a script without capitals.
func uncased(r rune) bool {
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

// uncasedEnd is where a name in Han or Arabic ends: at the next mark, or after 4 words.
func uncasedEnd(s string) int {
	spaces := 0
	for i, r := range s {
		if r == ' ' {
			spaces++
		}
		wideEnd := i > hanName
		if strings.ContainsRune("，。；：、\n（）()《》【】|,.;:/-–—+\"“”", r) || spaces == 4 || wideEnd && spaces == 0 {
			return i
		}
	}
	return len(s)
}

// nominative is a name as it stands on its own front page, in languages that decline it:
// "im Wesertaler Boten", "BirGün'de", "Укрінформу". A name of the table is left alone.
func nominative(lang, name string) string {
	if _, ok := outlet.Find(name); ok {
		return name
	}
	for _, article := range articles[lang] {
		if o, ok := outlet.Find(article + name); ok {
			return o.Name
		}
	}
	switch lang {
	case "de":
		return germanName(name)
	case "tr":
		return turkishCase.ReplaceAllString(name, "")
	case "ru", "uk":
		return slavicName(name)
	}
	return name
}

// countries are those whose outlets a text names without their country.
var countries = map[string]string{"de": "Germany", "es": "Spain", "fr": "France", "it": "Italy", "ru": "Russia", "tr": "Turkey", "uk": "Ukraine"}

// inCountry is a name as that of the outlet so called where a language is spoken: NTV is
// Turkish in a Turkish text, LaPresse Italian in an Italian one.
func inCountry(lang, name string) string {
	country, ok := countries[lang]
	if !ok {
		return name
	}
	if o, ok := outlet.Find(name + " (" + country + ")"); ok {
		return o.Name
	}
	return name
}

// articles are what a preposition has swallowed of a name: "repris du Soir", "im Spiegel".
var articles = map[string][]string{
	"de": {"Der ", "Die ", "Das "},
	"fr": {"Le ", "La ", "L’"},
	"es": {"El ", "La "},
	"it": {"Il ", "La ", "Lo "},
	"pt": {"O ", "A "},
}

// turkishCase is a case ending, which an apostrophe parts from a name.
var turkishCase = regexp.MustCompile(`['’]\p{Ll}{1,5}$`)

// slavicName is the nominative of a Russian or Ukrainian name in an oblique case, as far
// as the table has it ("«Новой газеты»", "Укрінформу") or the press word that it ends in
// tells ("Приозёрской газете").
func slavicName(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > maxDeclined {
		return name
	}
	forms := []string{""}
	for _, word := range words {
		var longer []string
		for _, form := range forms {
			for _, w := range slavicForms(word) {
				longer = append(longer, strings.TrimSpace(form+" "+w))
			}
		}
		forms = longer
	}
	for _, form := range forms {
		if _, ok := outlet.Find(form); ok {
			return form
		}
	}
	for _, form := range forms {
		if agrees(form) {
			return form
		}
	}
	return name
}

// declinedPress reports whether a word is a press word in one of its cases.
func declinedPress(word string) bool {
	return pressWords[word] || slices.ContainsFunc(slavicForms(word), func(form string) bool { return pressWords[form] })
}

// maxDeclined is the longest name in words whose case is undone: 3 words have 343 forms.
const maxDeclined = 3

// slavicEndings are the endings of the oblique cases and what they stand for, longest first.
var slavicEndings = []struct {
	oblique    string
	nominative []string
}{
	{"ского", []string{"ский", "ское"}}, {"ської", []string{"ська"}}, {"ського", []string{"ський", "ське"}}, {"ській", []string{"ська"}},
	{"ого", []string{"ый", "ий", "ое", "е", "ой"}}, {"его", []string{"ий", "ее"}}, {"ому", []string{"ый", "ий", "ое", "е"}}, {"ної", []string{"на"}}, {"ній", []string{"на"}},
	{"ой", []string{"ая", "а"}}, {"ей", []string{"ья", "я"}}, {"ых", []string{"ые"}}, {"их", []string{"ие", "і"}}, {"ом", []string{"ый", "", "о"}}, {"ем", []string{"ий", "ь", "е"}},
	{"ої", []string{"а"}}, {"ії", []string{"ія"}}, {"ии", []string{"ия", "ии"}}, {"ях", []string{"и"}}, {"ах", []string{"ы", "а", "и"}}, {"ов", []string{"ы"}}, {"ів", []string{"и"}},
	{"ы", []string{"а"}}, {"и", []string{"а", "ь", "я"}}, {"і", []string{"а", "ь", "я", ""}}, {"е", []string{"а", "", "о"}}, {"а", []string{"", "о"}}, {"я", []string{"ь", "й", "е"}},
	{"у", []string{"", "а", "о"}}, {"ю", []string{"ь", "й", "я"}},
}

// slavicForms are the words of which word may be an oblique case, itself first.
func slavicForms(word string) []string {
	forms := []string{word}
	for _, e := range slavicEndings {
		stem, ok := strings.CutSuffix(word, e.oblique)
		if !ok || utf8.RuneCountInString(stem) < 3 {
			continue
		}
		for _, ending := range e.nominative {
			forms = append(forms, stem+ending)
		}
	}
	return forms
}

// agrees reports whether a name is an adjective and a press word of its gender:
// "Приозёрская газета", "Портовий вісник".
func agrees(name string) bool {
	adjective, noun, ok := strings.Cut(name, " ")
	if !ok || !pressWords[strings.ToLower(noun)] {
		return false
	}
	feminine := strings.HasSuffix(noun, "а") || strings.HasSuffix(noun, "я")
	long := strings.HasSuffix(adjective, "ая") || strings.HasSuffix(adjective, "ська") || strings.HasSuffix(adjective, "на")
	return feminine && long || !feminine && (strings.HasSuffix(adjective, "ый") || strings.HasSuffix(adjective, "ий"))
}

func germanName(name string) string {
	at := strings.LastIndexByte(name, ' ') + 1
	last := strings.ToLower(name[at:])
	for _, ending := range []string{"n", "s"} {
		if bare, ok := strings.CutSuffix(last, ending); ok && at > 0 && !pressWords[last] && pressWords[bare] {
			name = name[:len(name)-1]
		}
	}
	return weakAdjective(name)
}

// weakAdjective undoes the case of a name's first word: "in der Neuen Altmünder Zeitung".
func weakAdjective(name string) string {
	first, rest, ok := strings.Cut(name, " ")
	word, _, _ := strings.Cut(strings.ToLower(rest[strings.LastIndexByte(rest, ' ')+1:]), "-")
	if ok && strings.HasSuffix(first, "en") && feminine[word] {
		return first[:len(first)-1] + " " + rest
	}
	return name
}

// feminine are the press words of German before which an adjective in "-en" is oblique.
var feminine = wordSet("zeitung post presse rundschau allgemeine stimme woche depesche")

// notNames are capitalised words that begin no outlet's name.
var notNames = wordSet(`here this that it he she we they you i our his her its their my your a an and but or if when while as at by from to with also more
	monday tuesday wednesday thursday friday saturday sunday today yesterday montag dienstag mittwoch donnerstag freitag samstag sonntag twitter facebook instagram youtube whatsapp telegram
	click read follow photo image picture getty permission author authors staff agencies agency unknown none n/a`)

// languages stand where a name could: "originally published in Spanish".
var languages = wordSet("english spanish french german russian portuguese italian turkish arabic chinese dutch hebrew japanese polish ukrainian korean hindi")

// hanDay begins a date in Han.
var hanDay = regexp.MustCompile(`^[\d〇零一二三四五六七八九十]+[年月日]`)

// validName reports whether a name as written could be an outlet's.
func validName(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	folded := strings.ToLower(strings.Trim(first, ".,"))
	if utf8.RuneCountInString(s) < 2 || hanDay.MatchString(s) || languages[strings.ToLower(s)] || notNames[folded] || monthNumber(folded) > 0 || strings.ContainsAny(s, "{}<>=\\") {
		return false
	}
	return strings.ContainsFunc(s, unicode.IsLetter)
}

// pressWords are in the names of outlets, in the languages of the credit table, and
// seldom in other names.
var pressWords = wordSet(`news times post press daily journal herald tribune gazette today star chronicle telegraph guardian observer
	magazine weekly review report reporter monitor mirror mail express standard globe examiner inquirer courier register dispatch sentinel
	radio tv television broadcasting ledger mercury wire newswire agency media network channel broadcaster conversation diario periódico heraldo correo noticias prensa
	agencia nachrichtenagentur gaceta mundo país zeitung tagblatt nachrichten rundfunk spiegel presse anzeiger bote kurier rundschau abendblatt morgenpost allgemeine journal figaro monde parisien dépêche
	libération новости газета вестник курьер известия правда вести агентство ведомости коммерсант комсомольская интерфакс тасс giornale corriere gazzetta
	notizie quotidiano repubblica stampa agenzia jornal folha agência notícia gazete haber ajansı ajans gazetesi sabah новини агенція
	укрінформ газета правда вісті радіо радио телеканал журнал портал الجزيرة وكالة صحيفة قناة جريدة الأنباء`)

var han = regexp.MustCompile(`(?:报|網|网|社|新闻|日報|日报|时报|電視|电视台|周刊|杂志|通讯|台|在线|财经)`)

// pressLike reports whether a name the table does not have is that of an outlet all the
// same: it is a domain, or holds a word of the press.
func pressLike(s string) bool {
	if outlet.Domain(s) != "" && !strings.Contains(s, " ") {
		return true
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if pressWords[word] {
			return true
		}
	}
	return han.MatchString(s)
}

// knownSuffix is the outlet of the table whose name ends s: "Sources at RT" is RT.
func knownSuffix(s string) (string, bool) {
	for first := true; ; first = false {
		called := trimName(s)
		// "Idaho Capital Sun" is not the Sun, but "Sources at RT" are RT's.
		whole := first || strings.Contains(called, " ") || strings.ToUpper(called) == called
		if o, ok := outlet.Find(called); ok && (whole || o.Agency) {
			return o.Name, true
		}
		_, rest, ok := strings.Cut(s, " ")
		if !ok {
			return "", false
		}
		s = strings.TrimSpace(rest)
	}
}

// sentenceStart is where the sentence around at begins, not before from.
func sentenceStart(text string, from, at int) int {
	for i := at - 1; i > from; i-- {
		if text[i] == ' ' && !plainByte[text[i-1]] && endsClause(text[from:i], text[i+1:]) {
			return i + 1
		}
		if strings.HasPrefix(text[i:], "。") {
			return i + len("。")
		}
	}
	return runeStart(text, from)
}

// sentenceEnd is where the sentence around at ends, its full stop and closing marks included.
func sentenceEnd(text string, at int) int {
	end := lineEnd(text, at)
	for i := max(at-1, 0); i < end; i++ {
		if text[i] == ' ' && i > at && !plainByte[text[i-1]] && endsClause(text[:i], text[i+1:]) {
			return i
		}
		if strings.HasPrefix(text[i:], "。") {
			return i + len("。")
		}
	}
	return end
}

// endsClause reports whether a sentence ends between before and after: a stop that is
// not that of an initial or a short title ("L.", "St.", "Mr."), then a capital.
func endsClause(before, after string) bool {
	bare := strings.TrimRight(before, "\"”’')]»")
	if bare == "" || !strings.ContainsRune(".!?…", lastRune(bare)) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, "\"“‘'([«"))
	if unicode.IsLower(next) || unicode.IsDigit(next) {
		return false
	}
	word := bare[strings.LastIndexAny(bare[:len(bare)-1], " \n(")+1:]
	r, _ := utf8.DecodeRuneInString(word)
	title := strings.HasSuffix(word, ".") && unicode.IsUpper(r) && (utf8.RuneCountInString(word) <= 3 || strings.Count(word, ".") > 1)
	return !title || bare != before
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// lineEnd is the end of the line at is in, at most a window further on, on a rune border.
func lineEnd(text string, at int) int {
	end := min(len(text), at+windowAfter)
	if n := strings.IndexByte(text[at:end], '\n'); n >= 0 {
		return at + n
	}
	return runeBorder(text, end)
}

// runeBorder moves at back to where a rune begins, or to the end of the text.
func runeBorder(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	if at == len(text) {
		for n := 1; n < utf8.UTFMax && n <= at; n++ {
			if utf8.RuneStart(text[at-n]) {
				if !utf8.FullRuneInString(text[at-n:]) {
					return at - n
				}
				break
			}
		}
	}
	return at
}

// runeStart moves at forward to where a rune begins.
func runeStart(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// trimSpan takes white space off both ends of a span.
func trimSpan(text string, start, end int) (int, int) {
	s := text[start:end]
	start += len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	return start, max(start, end-(len(s)-len(strings.TrimRightFunc(s, unicode.IsSpace))))
}
