package extract

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// Where forms are looked for.
const (
	tailBytes     = 600  // the end of a body: a tail has its place here (Reuters' longest are under 500)
	openingBytes  = 2500 // datelines stand within this of the body's start: captions come before them
	openingLines  = 20   // and in one of so many lines
	datelineBytes = 130  // a dateline is no longer: the longest on the measured sets has 74
	cityBytes     = 75   // bytes of a dateline before the agency's bracket
	gapBytes      = 8    // bytes between a paragraph and the words of the next line
	labelBytes    = 150  // forms at the start of a line give themselves away within this
	windowBefore  = 300  // bytes of a sentence before the words that give a form away
	windowAfter   = 500  // and after them
)

// A table is the forms made ready: one automaton for their literals, their patterns compiled.
type table struct {
	forms   []compiledForm
	trigger *trigger
	owner   [][]int // forms of each literal
	opening []int   // forms tried at the opening, without the automaton
}

type compiledForm struct {
	form
	once          sync.Once // compiles the rest on first use: all patterns cost 80 ms, a page needs few
	pattern, then *regexp.Regexp
	name, caps    int // submatches, -1 when the pattern has none
	on            []string
	needs         []need
	day           bool // it begins with a place, a comma and a day
}

var formTable = sync.OnceValue(func() *table {
	t := &table{}
	literals := map[string]int{}
	var list []string
	t.forms = make([]compiledForm, len(forms))
	for i, f := range forms {
		t.forms[i].form = f
		t.forms[i].on = literalsOf(f.on)
		if f.place == opening {
			t.opening = append(t.opening, i)
			continue
		}
		for _, literal := range t.forms[i].on {
			at, ok := literals[literal]
			if !ok {
				at = len(list)
				literals[literal] = at
				list = append(list, literal)
				t.owner = append(t.owner, nil)
			}
			t.owner[at] = append(t.owner[at], i)
		}
	}
	t.trigger = newTrigger(list)
	return t
})

// The macros of a pattern.
var macros = strings.NewReplacer(
	"THIS", this,
	"ESTE", `(?:(?:este|el presente|el siguiente) (?:art[ií]culo|texto|reportaje|contenido|análisis|trabajo|ensayo|informe)|(?:esta|la presente|la siguiente) (?:nota|historia|columna|entrevista|tribuna|noticia|investigación|pieza|crónica|información|publicación))`,
	"ESSE", `(?:(?:este|esse|o presente) (?:artigo|texto|conteúdo|ensaio|post)|(?:esta|essa|a presente) (?:reportagem|matéria|coluna|entrevista|notícia|análise))`,
	"CET", `(?:(?:cet |l['’])(?:article|entretien)|ce (?:texte|reportage|papier)|cette (?:tribune|enquête|interview|analyse|dépêche))`,
	"FIRST", `(?:initialement|à\s+l['’]origine|originellement|originalement|d['’]abord|en\s+premier|pour\s+la\s+première\s+fois|originariamente|originalmente|inizialmente|per\s+la\s+prima\s+volta)`,
	"DIES", `(?:dieser (?:artikel|text|beitrag|kommentar|essay|gastbeitrag)|diese (?:reportage|analyse|recherche|meldung)|dieses interview)`,
	"QUESTO", `(?:quest[oa] (?:articolo|testo|intervista|reportage|inchiesta|pezzo)|(?-i:L)'articolo)`,
	"ЭТОТ", `(?:(?:(?:эта|данная|настоящая|наша) )?(?:статья|заметка|публикация|колонка|новость)|(?:(?:этот|данный|настоящий) )?(?:материал|текст|репортаж|перевод)|(?:это )?(?:интервью|расследование))`,
	"ЦЕЙ", `(?:(?:(?:ця|дана) )?(?:стаття|публікація|колонка|новина)|(?:(?:цей|даний) )?(?:матеріал|текст|репортаж|переклад)|(?:це )?(?:інтерв['’]ю|розслідування))`,
	"BU", `(?:bu (?:makale|yazı|haber|röportaj|söyleşi|içerik|metin|analiz))`,
	"NAME", `(?P<name>)`,
	"CAPS", `(?P<caps>(?:(?-i:\p{Lu})[\p{L}\p{N}.&'’-]*\s+){0,4}(?-i:\p{Lu})[\p{L}\p{N}.&'’-]*)`,
	"CITY", `(?-i:\p{Lu})[\p{L}\p{N} .,'’/-]{1,60}?`,
	" ?", `\s?`,
	" ", `\s+`,
	"'", `['’]`,
)

// anyScript is a pattern whose \w and \W know the letters of all scripts: the library's own
// take every Cyrillic word for a mark.
func anyScript(pattern string) string {
	var b strings.Builder
	class := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && pattern[i+1] == 'w' && class:
			b.WriteString(`\p{L}\p{N}_`)
			i++
		case c == '\\' && pattern[i+1] == 'w':
			b.WriteString(`[\p{L}\p{N}_]`)
			i++
		case c == '\\' && pattern[i+1] == 'W':
			b.WriteString(`[^\p{L}\p{N}_]`)
			i++
		case c == '\\':
			b.WriteString(pattern[i : i+2])
			i++
		default:
			class = c == '[' || class && c != ']'
			b.WriteByte(c)
		}
	}
	return b.String()
}

// literalsOf are the literals of a list with "|" between them, those of other scripts also
// with a capital: the trigger folds ASCII only.
func literalsOf(list string) []string {
	var all []string
	for literal := range strings.SplitSeq(list, "|") {
		all = append(all, literal)
		if first, size := utf8.DecodeRuneInString(literal); first >= utf8.RuneSelf && unicode.IsLower(first) {
			all = append(all, string(unicode.ToUpper(first))+literal[size:])
		}
	}
	return all
}

// ready is the form with the given index, its patterns compiled.
func (t *table) ready(i int) *compiledForm {
	f := &t.forms[i]
	f.once.Do(f.compile)
	return f
}

func (f *compiledForm) compile() {
	f.pattern = regexp.MustCompile(`(?i)` + anyScript(macros.Replace(f.says)))
	f.name, f.caps = f.pattern.SubexpIndex("name"), f.pattern.SubexpIndex("caps")
	f.needs, f.day = needsOf(f.pattern), strings.HasPrefix(f.says, `^CITY, \d`)
	if f.form.then != "" && f.names != fixed {
		f.then = regexp.MustCompile(`(?i)` + anyScript(f.form.then))
		if f.name >= 0 {
			f.needs = append(f.needs, needsOf(f.then)...)
		}
	}
}

// possible reports whether the form may match in a text and name somebody there: false is
// certain, and cheap.
func (f *compiledForm) possible(text string) bool {
	return (!f.day || commaDay(text)) && met(f.needs, text)
}

// A claimReader finds what a text says of its source and what is left in it of others.
type claimReader struct {
	text      string
	own       string // key of the page's own outlet
	outlet    string // and its name
	domain    string // and its domain
	lang      string
	linked    func(start, end int) string // the other site that words are a link to, nil in plain text
	tailFrom  int                         // bytes from which the ending begins
	bodyEnd   int                         // bytes at which the last paragraph ends
	found     []claim
	unvouched []claim     // with names that no table knows
	earlier   []news.Date // dates on which the article says it came out before
	posts     []news.Date // dates of embedded posts
	datelines []news.Date // days of datelines
	tried     []trial
}

// A claim is a credit or a fossil at a place of the text.
type claim struct {
	form       int
	start, end int
	kind       string
	strength   news.Strength
	name, url  string
	fossil     bool
}

type trial struct{ form, start int } // a form already tried on the sentence that starts there

// sweep tries the forms whose words stand in the text, wherever they count.
func (r *claimReader) sweep() {
	t := formTable()
	t.trigger.find(r.text, func(literal, end int) {
		start := end - len(t.trigger.literals[literal])
		for _, i := range t.owner[literal] {
			f := &t.forms[i]
			if !f.speaks(r.lang) {
				continue
			}
			if (f.place == ending || f.place == newTail) && end < r.tailFrom || (f.place == closing || f.place == follows) && start < r.bodyEnd || f.place == follows && start > r.bodyEnd+gapBytes {
				continue
			}
			r.try(i, start, end)
		}
	})
}

// speaks reports whether a form counts in a text of a language. English ones do in all:
// software writes them, and the other languages' texts are the agencies'.
func (f *compiledForm) speaks(lang string) bool {
	return f.lang == "" || f.lang == "en" || lang == "und" || f.lang == lang
}

// try applies a form to the sentence around the place where its words stand.
func (r *claimReader) try(i, start, at int) {
	f := formTable().ready(i)
	if f.strength == "" && f.name >= 0 {
		if nameNear(r.text[at:]) {
			r.apply(i, min(start, wordStart(r.text, at-longestVerb)), lineEnd(r.text, at))
		}
		return
	}
	lineFrom := strings.LastIndexByte(r.text[:at], '\n') + 1
	from := lineFrom
	switch {
	case f.place != newLine && f.place != newTail && f.place != closing && f.place != follows:
		from = sentenceStart(r.text, max(lineFrom, at-windowBefore), at)
	case at-lineFrom > labelBytes:
		return
	}
	if !slices.Contains(r.tried, trial{i, from}) {
		r.tried = append(r.tried, trial{i, from})
		r.apply(i, from, lineEnd(r.text, at))
	}
}

// longestVerb is as far as the words before a name can begin: "interview accordée à l’".
const longestVerb = 40

// nameNear reports whether one of the next few words could begin a name, which "told
// reporters" shows cheaply that none does.
func nameNear(after string) bool {
	start := true
	for _, c := range after[:min(len(after), 24)] {
		if start && (unicode.IsUpper(c) || uncased(c) || c == 'd') {
			return true
		}
		start = c == ' ' || c == '’' || c == '\''
	}
	return false
}

// wordStart moves at forward to the start of a word, and on a rune border.
func wordStart(text string, at int) int {
	at = max(at, 0)
	for at < len(text) && at > 0 && text[at-1] != ' ' && text[at-1] != '\n' {
		at++
	}
	return at
}

// apply matches a form against the bytes from..to and keeps what it says.
func (r *claimReader) apply(i, from, to int) {
	f := formTable().ready(i)
	window := r.text[from:to]
	if !f.possible(window) {
		return
	}
	m := f.pattern.FindStringSubmatchIndex(window)
	if m == nil || r.quoted(from+max(m[0], m[1]-1)) {
		return
	}
	c := claim{form: i, start: from, end: to, kind: f.kind, strength: f.strength, fossil: f.strength == ""}
	switch {
	case f.names == ownDate:
		r.ownEarlier(window)
		return
	case f.names == fixed:
		c.name = f.form.then
	case f.kind == news.FossilPost:
		r.post(c, window, m)
		return
	case f.names == nobody:
	case f.caps >= 0:
		called := window[m[2*f.caps]:m[2*f.caps+1]]
		name, ok := knownSuffix(called)
		if !ok && f.names == anyone {
			name, ok = called, true
		}
		if !ok || !f.takes(name) {
			return
		}
		c.name = name
		c.start, c.end = from+m[0], from+m[1]
	default:
		read := nameAt
		if f.names == known || f.names == agency || f.names == wire {
			read = tableNameAt
		}
		n, ok := read(window, m[2*f.name])
		if ok {
			n.name = inCountry(r.lang, nominative(f.lang, n.name))
		}
		vouched := true
		if ok && f.names == press && !f.takes(n.name) {
			n.name, vouched = r.vouched(f.kind, n.name, from+m[2*f.name], from+n.end)
		}
		if !ok || f.names != press && !f.takes(n.name) || f.then != nil && !f.then.MatchString(window[n.end:]) {
			return
		}
		c.name, c.url = n.name, n.url
		c.end = from + n.end
		if !vouched {
			r.doubt(c)
			return
		}
		if c.fossil {
			c.start = from + m[0]
			if f.then != nil {
				c.end += len(f.then.FindString(window[n.end:]))
			}
		}
	}
	r.keep(c)
}

// sourceForm reports whether forms of a kind say that a text is from elsewhere, so that
// what they name may be an outlet nobody knows. Labels are no such forms: they stand below
// charts.
func sourceForm(kind string) bool {
	return kind == news.CreditRepublished || kind == news.CreditTranslated || kind == news.CreditVia
}

// vouched is the name of an outlet nobody knows, where the page vouches for it: it is the
// words of a link to an outlet of the table, or it is set off in a form that says that the
// text is from elsewhere.
func (r *claimReader) vouched(kind, name string, start, end int) (string, bool) {
	domain := ""
	if r.linked != nil {
		domain = r.linked(start, end)
	}
	if o, ok := outlet.Find(domain); ok {
		return o.Name, true
	}
	return name, sourceForm(kind) && (domain != "" || r.quotedName(start, end))
}

// quotedName reports whether a name stands in the quotation marks that names of papers have
// in many languages.
func (r *claimReader) quotedName(start, end int) bool {
	before := strings.TrimRight(r.text[max(0, start-4):start], " ")
	return strings.HasPrefix(r.text[start:end], "«") || strings.HasPrefix(r.text[start:end], "《") || strings.HasSuffix(before, "«")
}

// journals are where research comes out that others write about.
var journals = wordSet("nature science lancet nejm plos pnas bmj cell jama")

// takes reports whether the form may name the outlet so called.
func (f *compiledForm) takes(name string) bool {
	o, ok := outlet.Find(name)
	switch f.names {
	case known:
		return ok
	case agency:
		return ok && o.Agency
	case wire:
		return ok && o.Agency && o.Key != "epa"
	case press:
		return ok && !journals[o.Key] || !ok && pressLike(name)
	}
	return true
}

// doubt keeps a credit whose name no table knows, once: below a chart it is a ministry's,
// and in an index that has an outlet of that name it is the outlet's.
func (r *claimReader) doubt(c claim) {
	known := slices.ContainsFunc(r.unvouched, func(o claim) bool { return o.name == c.name })
	if c.fossil || known || r.isOwn(c.name) {
		return
	}
	c.start, c.end = trimSpan(r.text, c.start, sentenceEnd(r.text, c.end))
	r.unvouched = append(r.unvouched, c)
}

// keep adds c, unless it names the page's own outlet or an earlier form has said it.
func (r *claimReader) keep(c claim) {
	if c.name != "" && r.isOwn(c.name) {
		return
	}
	if c.kind == news.CreditCopyright && c.name == tribune {
		c.kind, c.strength = news.CreditDistributor, news.Medium
	}
	if !c.fossil {
		c.end = sentenceEnd(r.text, c.end)
	}
	c.start, c.end = trimSpan(r.text, c.start, c.end)
	for i := range r.found {
		old := &r.found[i]
		overlap := c.start < old.end && old.start < c.end
		if !overlap || old.fossil != c.fossil {
			continue
		}
		switch {
		case old.name == c.name, c.name == "":
			if rank(c.strength) > rank(old.strength) && c.name != "" {
				*old = c
			}
			return
		case old.name == "":
			*old = c
			return
		case old.kind == c.kind && (old.form == c.form || old.start == c.start && old.end == c.end):
			return
		}
	}
	r.found = append(r.found, c)
}

func rank(s news.Strength) int {
	switch s {
	case news.Strong:
		return 2
	case news.Medium:
		return 1
	}
	return 0
}

// isOwn reports whether a name is that of the page's own outlet: by the table, else when
// the name begins with the outlet's or the domain's ("POLITICO Pro" on politico.com).
func (r *claimReader) isOwn(name string) bool {
	if o, ok := outlet.Find(name); ok {
		return o.Key == r.own
	}
	folded := squash(name)
	label, _, _ := strings.Cut(r.domain, ".")
	for _, own := range []string{squash(r.outlet), squash(label)} {
		if len(own) >= 3 && strings.HasPrefix(folded, own) || len(folded) >= ownBytes && strings.HasSuffix(own, folded) {
			return true
		}
	}
	return r.domain != "" && outlet.Domain(name) == r.domain
}

// ownBytes is the length of the shortest end of the outlet's own name that is taken for
// it: the Selby Ledger calls itself the Ledger, an Arabic paper leaves "newspaper" out.
const ownBytes = 6

// squash is a name's letters and digits in lower case, without a leading "the".
func squash(name string) string {
	folded := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, name)
	return strings.TrimPrefix(folded, "the")
}

// openings reads datelines: forms that count at the start of the first paragraphs.
func (r *claimReader) openings(ls []line, b bounds) {
	if len(ls) == 0 || b.from >= len(ls) {
		return
	}
	first, seen := ls[b.from].start, 0
	for _, l := range ls[max(0, b.from-3):] {
		if l.start-first > openingBytes || seen == openingLines {
			return
		}
		if l.shape != prose && l.shape != short {
			continue
		}
		seen++
		if r.dateline(l) {
			return
		}
	}
}

func (r *claimReader) dateline(l line) bool {
	head := r.text[l.start:min(l.end, l.start+datelineBytes)]
	before, t := len(r.found), formTable()
	for _, i := range t.opening {
		f := &t.forms[i]
		if f.speaks(r.lang) && slices.ContainsFunc(f.on, func(on string) bool { n := strings.Index(head, on); return n >= 0 && n <= cityBytes }) {
			r.apply(i, l.start, runeBorder(r.text, min(l.end, l.start+datelineBytes)))
		}
		if len(r.found) > before {
			c := &r.found[len(r.found)-1]
			c.end = min(c.end, datelineEnd(r.text, c.start))
			r.datelineDay(r.text[c.start:c.end])
			r.handedOn(len(r.found) - 1)
			return true
		}
	}
	return false
}

// tribune is the service that newspapers' texts are handed on by: "Los Angeles Times (TNS)".
const tribune = "Tribune Content Agency"

// pressWires hand on what companies say of themselves: the company is the source.
var pressWires = wordSet("prnewswire businesswire globenewswire accesswire cnw einpresswire apo newswire prweb marketwired")

// handedOn says of a service that only hands texts on that it is no source, and names the
// newspaper before its bracket as such.
func (r *claimReader) handedOn(i int) {
	c := &r.found[i]
	if pressWires[outlet.Key(c.name, "")] {
		c.kind, c.strength = news.CreditDistributor, news.Medium
		return
	}
	before, _, _ := strings.Cut(r.text[c.start:c.end], "(")
	paper, ok := knownSuffix(strings.TrimSpace(before))
	if c.name != tribune || !ok || r.isOwn(paper) {
		return
	}
	c.kind, c.strength = news.CreditDistributor, news.Medium
	r.found = append(r.found, claim{form: c.form, start: c.start, end: c.end, kind: news.CreditByline, strength: news.Strong, name: paper})
}

// datelineDay keeps the day of a dateline that has its year: that of the agency's text.
func (r *claimReader) datelineDay(dateline string) {
	if !hasYear(dateline) {
		return
	}
	if d, _, ok := wordDate(dateline); ok {
		d.Grade, d.From, d.Quote = news.GradeD, "dateline", dateline
		r.datelines = append(r.datelines, d)
	}
}

// datelineEnd is where a dateline's own words end, so that its quote is not a paragraph.
func datelineEnd(text string, start int) int {
	end := min(len(text), start+datelineBytes)
	if n := strings.IndexAny(text[start:end], ")]】"); n >= 0 {
		_, size := utf8.DecodeRuneInString(text[start+n:])
		return start + n + size
	}
	if n := strings.Index(text[start:end], "/."); n >= 0 {
		return start + n + 1
	}
	return runeBorder(text, end)
}

// quoted reports whether the byte at lies inside quotation marks that its line opened.
func (r *claimReader) quoted(at int) bool {
	from := max(0, at-windowAfter)
	before := r.text[from:at]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	if strings.LastIndex(before, "“") > max(strings.LastIndex(before, "”"), strings.LastIndex(before, "„")) || strings.LastIndex(before, "„") > max(strings.LastIndex(before, "“"), strings.LastIndex(before, "”")) || strings.LastIndex(before, "«") > strings.LastIndex(before, "»") {
		return true
	}
	return strings.Count(before, `"`)%2 == 1
}

// ownEarlier keeps the date on which the article says it came out before.
func (r *claimReader) ownEarlier(window string) {
	sentence := window[:sentenceEnd(window, 0)]
	if d, _, ok := wordDate(sentence); ok {
		d.Grade, d.From, d.Quote = news.GradeD, "own earlier version", strings.TrimSpace(sentence)
		r.earlier = append(r.earlier, d)
	}
}

// post keeps an embedded post of an outlet's account. Posts of persons are no fossils,
// but their dates count all the same.
func (r *claimReader) post(c claim, window string, m []int) {
	handle := window[m[2]:m[3]]
	name := strings.Trim(strings.TrimSuffix(window[m[0]:m[2]], "("), "-–— ")
	o, ok := outlet.Find(handle)
	if !ok {
		o, ok = outlet.Find(name)
	}
	c.start += m[0]
	c.end = lineEnd(r.text, c.start)
	if d, at, dated := wordDate(r.text[c.start:c.end]); dated && d.Grade == news.GradeC {
		c.end = c.start + at[1]
		// As a bound from below the day itself serves: the post was copied as its page showed it.
		d.Earliest, d.Latest = d.Earliest.Add(zones), d.Latest.Add(-zones)
		d.Grade, d.From, d.Quote = news.GradeD, "embedded post", r.text[c.start:c.end]
		r.posts = append(r.posts, d)
	}
	switch {
	case ok:
		c.name = o.Name
	case pressLike(name): // "Tarsa Herald", which no table knows
		c.name = name
	default: // anybody has an account
		return
	}
	r.keep(c)
}
