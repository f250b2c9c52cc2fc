package extract

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stemma/internal/shingle"
)

// A shape says what a line of a page copied as text looks like.
type shape uint8

const (
	short  shape = iota // nothing is known of it: a headline, a subhead, a verse, an item of a list
	prose               // a sentence or more
	share               // the name of a share service
	box                 // a newsletter box, a widget, a heading of other articles
	label               // a line that says only that there is a source
	byline              // who wrote it
	dated               // a date by itself
	tags                // a list of keywords
)

// The shape of a line, by its length.
const (
	longLine     = 200 // bytes from which a line is prose whatever it says: headlines and boxes are shorter
	boxLine      = 160 // bytes up to which a line can be a box
	proseWords   = 5   // words from which a line that ends like a sentence is one
	bodyWords    = 12  // words from which such a line is sure to be of the body: boxes have fewer
	headWords    = 16  // words up to which a line can be a byline, a date or keywords
	endlessWords = 25  // words from which a line is prose without a full stop
	wideRunes    = 20  // characters of Han, kana or Thai that make a sentence
)

// A line is one line of a text and what it looks like.
type line struct {
	start, end int // bytes
	gap        bool
	shape      shape
	body       bool // prose that no box would hold
}

// lines splits text and finds the shape of each line. gap says that a blank line stands before it.
func lines(text string) []line {
	found := make([]line, 0, 2+strings.Count(text, "\n")/2)
	gap := false
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		if end > start {
			l := line{start: start, end: end, gap: gap}
			l.shape, l.body = shapeOf(text[start:end])
			found = append(found, l)
		}
		gap = end == start
		start = end + 1
	}
	return found
}

// shapeOf is the shape of one line, and whether it is sure to be of a body.
func shapeOf(s string) (shape, bool) {
	if len(s) >= longLine {
		return prose, true
	}
	if len(s) <= boxLine {
		if known, ok := knownLine(s); ok {
			return known, false
		}
		if shareBar(s) {
			return share, false
		}
	}
	words, wide := measure(s)
	if words <= headWords && wide == 0 {
		if found := headShape(s); found != short {
			return found, false
		}
	}
	ends := endsSentence(s)
	switch {
	case words >= endlessWords, wide >= 2*wideRunes, ends && words >= bodyWords, ends && wide >= wideRunes:
		return prose, true
	case ends && words >= proseWords:
		return prose, false
	}
	return short, false
}

// headShape recognises the lines of an article's head that are no headline.
func headShape(s string) shape {
	year := hasYear(s)
	switch {
	case isByline(s), year && plainByline(s):
		return byline
	case (year || !isASCII(s)) && isDateLine(s):
		return dated
	case isTags(s):
		return tags
	}
	return short
}

// measure counts the words of s and its characters of scripts without spaces.
func measure(s string) (words, wide int) {
	in := false
	for i := 0; i < len(s); {
		if n := plain8(shingle.Load8(s, i)); n > 0 {
			words += bit(!in)
			in = true
			i += n
			continue
		}
		if c := s[i]; c < utf8.RuneSelf {
			in = in && c != ' ' && c != '\t'
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r >= 0x0e00 && isWide(r):
			wide++
			in = false
		case unicode.IsLetter(r) && !in:
			words++
			in = true
		case r == 0xa0:
			in = false
		}
	}
	return words, wide
}

// isWide reports whether r is of a script written without spaces.
func isWide(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3040 && r <= 0x30ff || r >= 0x0e00 && r <= 0x0eff ||
		r >= 0x1780 && r <= 0x17ff || r >= 0x1000 && r <= 0x109f || r >= 0x3400 && r <= 0x4dbf
}

// endsSentence reports whether s ends as sentences do, closing quotes and brackets aside.
func endsSentence(s string) bool {
	if s != "" && s[len(s)-1] == '.' {
		return true
	}
	s = strings.TrimRight(s, "\"'”’»)]】」』 \u00a0")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？؟۔।:", r)
}

// A phrase is a row of the table of boxes: what stands around an article, by its words.
// "…" stands for any words, at the end or amid; a row without it is the whole line.
type phrase struct {
	words string
	shape shape
}

// phrases are the boxes whose words are known. The languages are those of the credit table.
// A row must be one that no paragraph of an article would be.
var phrases = []phrase{
	{"facebook|twitter|linkedin|pinterest|pocket|whatsapp|telegram|reddit|tumblr|viber|vkontakte|vk|ok.ru|skype|messenger", share},
	{"email|e-mail|mail|print|share|tweet|pin|flipboard|google+|google plus|instagram|youtube|rss|copy link|link|more|x|line|wechat|weibo", share},
	{"stumbleupon|digg|delicious|mix|xing|bluesky|threads|mastodon|snapchat|tiktok|odnoklassniki|livejournal|linked in|facebook messenger", share},
	{"share this|share this:|share this article|share this story|share on …|share via …|tweet this|pin it|like this:|like this|send|save", share},
	{"facebook comments|click to share on …|share article|teilen|compartir|partager|condividi|compartilhar|поделиться|поделиться…|paylaş|分享", share},
	{"share with facebook|share with twitter|post to facebook|email this article|print this article|more_vert|drucken|imprimir|imprimer|печать", share},
	{"never miss …|subscribe to our …|subscribe to the …|sign up for our …|sign up to our …|get our newsletter…|subscribe now|subscribe", box},
	{"newsletter|newsletter sign up|newsletters|sign up|sign in|sign in / register|log in|login|register|create account|subscribe now sign in", box},
	{"recent news|recent posts|latest news|top stories|most read|most popular|trending|trending now|trending videos|editor's pick|editors' picks|editor's picks|more news|more stories", box},
	{"related|related articles|related stories|related news|related posts|related content|related topics|related:|you may also like|you might also like|recommended|recommended for you|read next|up next|more from …", box},
	{"follow … on twitter|follow … on facebook|follow … on instagram|follow us|follow us on …|follow us:|like us on …|find us on …|join us on …|connect with us", box},
	{"advertisement|advertisements|ad|sponsored|sponsored content|promoted|story continues below|story continued below|article continues below|story continues below advertisement", box},
	{"continue reading the main story|continue reading below|scroll for more|skip advertisement|close|next|prev|previous|loading|loading...|now playing:|now playing|just watched|replay|watch live", box},
	{"comments|comment|leave a comment|leave a reply|post a comment|view comments|show comments|add comment|no comments|0 comments|write a comment|your email address will not be published…", box},
	{"cancel reply|join the conversation|join the discussion|please enable javascript…|enable javascript…|this site uses cookies…|we use cookies…|accept cookies|accept|view on twitter", box},
	{"an error has occurred. please try again later.|invalid email address. please re-enter.|opt out or contact us anytime|please verify you're not a robot by clicking the box.|thank you for subscribing|thank you for subscribing.|view all new york times newsletters.|you are already subscribed to this email.|you must select a newsletter to subscribe to.…", box},
	{"congratulations!|your weather is set to …|accuweather.com quick look|enter city and state or zip code|you are signed in as|edit|°f|°c|5-day forecast|open interactive graphic|view full size", box},
	{"chat with us in facebook messenger. find out what's happening in the world as it unfolds.|purchase: order reprint|order reprint|hide caption|show caption|toggle caption|buy photo", box},
	{"all rights reserved|all rights reserved.|terms of use|terms of service|privacy policy|about us|contact us|advertise|advertise with us|search|menu|skip to content|home|sections|live broadcast", box},
	{"suscríbete …|suscríbase …|suscríbete|boletín|lo más leído|lo más visto|noticias relacionadas|te puede interesar|te recomendamos|comentarios|publicidad|síguenos en …", box},
	{"abonnez-vous …|s'abonner|inscrivez-vous …|à lire aussi|les plus lus|commentaires|publicité|suivez-nous …|sur le même sujet|articles similaires", box},
	{"newsletter abonnieren|abonnieren sie …|jetzt abonnieren|meistgelesen|das könnte sie auch interessieren|kommentare|anzeige|werbung|mehr zum thema|folgen sie uns …", box},
	{"подпишитесь …|подписывайтесь …|читайте также|самое читаемое|комментарии|реклама|новости по теме|по теме|главные новости|последние новости", box},
	{"assine …|inscreva-se …|mais lidas|leia mais|leia também|comentários|publicidade|siga-nos …|notícias relacionadas|veja também", box},
	{"iscriviti …|i più letti|leggi anche|commenti|pubblicità|seguici su …|articoli correlati|abone ol|abone olun …|en çok okunanlar|ilgili haberler|yorumlar|reklam|bizi takip edin…", box},
	{"اشترك …|الأكثر قراءة|اقرأ أيضا|اقرأ أيضاً|تعليقات|إعلان|تابعنا …|مشاركة|订阅|相关新闻|相关阅读|评论|广告|热门新闻|推荐阅读|підпишіться …|підписуйтесь …|читайте також|найпопулярніше|коментарі|реклама", box},
	{"follow @…|join our …|click here to subscribe…|get the latest … inbox…|get the latest … sign up now!|support independent journalism…|support our journalism…|donate today|view comments (…|posted in …|filed under …", box},
	{"© … all rights reserved|© … all rights reserved.|copyright … all rights reserved|copyright … all rights reserved.|подписаться на …|únete a …|rejoignez …|folge uns …", box},
	{"original source|source|original article|read the original article|read the original|original|via|source link|read more at source|read full article|fuente original|source originale|originalquelle|источник|оригинал|оригинал публикации|fonte original|fonte originale|kaynak|المصدر|来源|джерело", label},
	{"tags|tags:…|tagged…|topics:…|filed under…|filed under:…|categories:…|keywords:…|etiquetas:…|temas:…|mots-clés…|schlagworte…|schlagwörter…|теги…|метки…|тэги…|etiketler…|关键词…|标签…", tags},
}

// phraseTable finds rows by the line's first word, folded.
type phraseTable struct {
	whole map[string]shape
	open  map[string][]phrase // rows with "…", by their first word

	beginnings map[string]bool // the ASCII letters and digits that rows begin with, up to another ASCII mark
	loose      map[string]bool // the first three of them, where another letter or "…" follows
}

var phraseBook = sync.OnceValue(func() phraseTable {
	t := phraseTable{whole: map[string]shape{}, open: map[string][]phrase{}, beginnings: map[string]bool{}, loose: map[string]bool{}}
	for _, row := range phrases {
		for words := range strings.SplitSeq(row.words, "|") {
			t.begin(words)
			if !strings.Contains(words, "…") {
				t.whole[words] = row.shape
				continue
			}
			first := firstWord(strings.TrimSuffix(words, "…"))
			t.open[first] = append(t.open[first], phrase{words, row.shape})
		}
	}
	return t
})

// mayBegin reports whether a row can begin as the line does. Its first word settles that,
// as far as it is of ASCII letters.
func (t *phraseTable) mayBegin(line string) bool {
	if line == "" || !plainByte[line[0]] {
		line = trimLine(line)
	}
	var lower [longestBeginning]byte
	n := plainRun(line, lower[:])
	switch rest := line[n:]; {
	case n == 0, strings.HasPrefix(rest, "\u212a"), strings.HasPrefix(rest, "\u0130"): // K and İ, which fold to ASCII
		return true
	case n < len(lower) && t.beginnings[string(lower[:n])]:
		return true
	}
	return t.loose[string(lower[:min(n, looseBytes)])]
}

const (
	longestBeginning = 24 // bytes of the longest first word of a row, and more (TestBeginnings)
	looseBytes       = 3  // bytes of a first word that goes on in other letters
)

func (t *phraseTable) begin(words string) {
	var lower [longestBeginning]byte
	n := plainRun(words, lower[:])
	if n < len(words) && words[n] >= utf8.RuneSelf {
		t.loose[words[:min(n, looseBytes)]] = true
	} else {
		t.beginnings[words[:n]] = true
	}
}

// plainRun puts the ASCII letters and digits that s begins with into lower, folded, as far
// as there is room, and returns how many they are.
func plainRun(s string, lower []byte) int {
	n := 0
	for n < len(s) && n < len(lower) && plainByte[s[n]] {
		lower[n] = lowerByte[s[n]]
		n++
	}
	return n
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return strings.TrimRight(word, ":,")
}

// knownLine looks a line up in the table of boxes.
func knownLine(s string) (shape, bool) {
	book := phraseBook()
	if !book.mayBegin(s) {
		return short, false // as nearly all lines are
	}
	folded := foldLine(s)
	if found, ok := book.whole[folded]; ok {
		return found, true
	}
	if found, ok := book.whole[strings.TrimRight(folded, ": »>.")]; ok && found != short {
		return found, true
	}
	for _, row := range book.open[firstWord(folded)] {
		before, after, _ := strings.Cut(row.words, "…")
		if strings.HasPrefix(folded, before) && strings.HasSuffix(folded, after) && len(folded) > len(before)+len(after) {
			return row.shape, true
		}
	}
	return short, false
}

// shareNames are the services that share bars name, and shareVerbs what stands around them.
var (
	shareNames = wordSet(`facebook twitter whatsapp telegram linkedin pinterest reddit tumblr flipboard pocket viber vk vkontakte вконтакте odnoklassniki
		одноклассники email e-mail mail print share shares shared tweet tweets pin teilen twittern compartir tuitear partager condividi compartilhar
		поделиться paylaş tweetle поділитися comments comment comentarios commentaires kommentare комментарии комментариев likes like loading views`)
	shareVerbs = wordSet(`on via to with in en por sur auf per em su no в на the by this article story and or und y et e k m`)
)

// barTokens is how many words a share bar on one line has at most: a line of a body with
// so many of these words and no other does not occur (TestBoilerplate).
const barTokens = 16

// shareBar recognises a share bar on one line by its words: services, verbs and counts
// and nothing else. "Share 12 Tweet 3", "Partager sur Facebook", "0 Shares".
func shareBar(s string) bool {
	var lower [longestBeginning]byte
	if n := plainRun(s, lower[:]); n > 0 && n < len(s) && s[0] > '9' && s[n] == ' ' {
		if first := lower[:n]; !shareNames[string(first)] && !shareVerbs[string(first)] {
			return false // as nearly all lines are
		}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(s, "0123456789 "), " ")
	if bare := strings.ToLower(strings.Trim(first, " |/·•:,.…()[]+-–—")); !shareNames[bare] && !shareVerbs[bare] && bare != "" {
		return false
	}
	names, tokens := 0, 0
	for token := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(" \t\u00a0|/·•:,.…()[]+-–—", r) }) {
		token = strings.ToLower(token)
		switch tokens++; {
		case shareNames[token]:
			names++
		case shareVerbs[token], strings.Trim(token, "0123456789km") == "":
		default:
			return false
		}
	}
	return names > 0 && tokens > 1 && tokens <= barTokens
}

// trimLine is s without what pages set before and after the items of a list.
func trimLine(s string) string { return strings.Trim(s, " \t\u00a0|•·*-–—►▶") }

// foldLine is s in lower case with plain quotes and single spaces.
func foldLine(s string) string {
	s = strings.ToLower(trimLine(s))
	if strings.ContainsAny(s, "’‘“”\u00a0\t") {
		s = plainQuotes.Replace(s)
	}
	return s
}

var plainQuotes = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ", "\t", " ")

// isTags recognises a list of keywords run together with its heading, as pages copied as
// text have it: "TrendsIran tension, Russia-NATO relations".
func isTags(s string) bool {
	if s == "" || s[0] != 'T' && s[0] != 'E' && s[0] < utf8.RuneSelf {
		return false
	}
	for _, heading := range []string{"Trends", "Tags", "TAGS", "Topics", "Temas", "Etiquetas", "Теги", "Тренды"} {
		rest, ok := strings.CutPrefix(s, heading)
		r, _ := utf8.DecodeRuneInString(rest)
		if ok && unicode.IsUpper(r) && strings.Contains(rest, ", ") && !endsSentence(s) {
			return true
		}
	}
	return false
}

// shortTitle ends some names with a full stop: "Jr.", "R.".
var shortTitle = regexp.MustCompile(` (?:Jr|Sr|\p{Lu})\.$`)

// isByline reports whether a line only says who wrote the text.
func isByline(s string) bool {
	start := s
	if s == "" || !plainByte[s[0]] {
		start = strings.TrimLeft(s, " \t\u00a0")
	}
	if len(start) >= 2 && start[0] > ' ' && start[0] < utf8.RuneSelf && !strings.Contains(leadingLetters, start[:2]) {
		return false // as nearly all lines are
	}
	if s = oneLine(s); len(s) > 110 {
		return false
	}
	by := slices.IndexFunc(leadingBy, func(by string) bool { return strings.HasPrefix(s, by) })
	if by < 0 {
		return false
	}
	if whole := s; hasYear(s) {
		if s = undated(whole); len(whole)-len(s) > longestStamp {
			return false
		}
	}
	if endsSentence(s) && !shortTitle.MatchString(s) || len(s) < len(leadingBy[by]) {
		return false
	}
	rest := s[len(leadingBy[by]):]
	words, _ := measure(rest)
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return words <= 12 && unicode.IsUpper(r) && !strings.Contains(rest, ". ")
}

// leadingBy begins bylines.
var leadingBy = []string{"By ", "BY ", "by ", "Por ", "Par ", "Von ", "Автор: ", "Por: ", "Di ", "Text: "}

// leadingLetters are the first two letters of these, as far as they are ASCII, with others
// between them.
const leadingLetters = "By BY by Po Pa Vo Di Te"
