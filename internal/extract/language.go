package extract

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stemma/internal/shingle"
)

// sampleBytes of a text decide its language: enough for some eighty words.
const sampleBytes = 500

// minStopWords is how many of a language's small words must be seen. Below it, or when
// two languages have as many, the language is unknown and "und" is the honest answer.
const minStopWords = 3

// stopWords are the small words that tell the languages of Latin and Cyrillic script apart.
var stopWords = []struct{ tag, words string }{
	{"en", "the of and to in that is for was with his her they have from this are which were has had said would will but not"},
	{"es", "el los las del que y una por con para se su fue más como pero sus este entre también según está ha"},
	{"fr", "le les des du et une dans que qui pour est sur pas au avec par plus ce cette sont aux ont été mais selon"},
	{"de", "der die das und den von zu mit sich des auf für ist nicht ein eine dem auch als wird nach bei einer sei hat"},
	{"pt", "os uma não para com do da dos das em que foi mais são ao pela pelo também ele segundo você está"},
	{"it", "il di che della per non una del dei delle gli sono più anche con nel alla dal è stato ha come questo"},
	{"nl", "het een van en niet dat op voor met zijn aan werd ook maar naar heeft bij de uit nog"},
	{"tr", "ve bir bu için ile olarak daha da de çok olan gibi sonra kadar göre ancak oldu dedi"},
	{"pl", "nie się na jest że do to przez oraz które jak od dla po był ma"},
	{"sv", "och att som det är på av för med till den har inte ett om var från"},
	{"id", "yang dan di untuk dengan dari pada ini itu dalam tidak akan oleh juga telah"},
	{"ro", "și în de la cu pe este din care să nu mai pentru au fost prin"},
	{"ru", "и в не на что с по это как из от для за его она был быть также который после все они были"},
	{"uk", "і в не на що з та як до від для за його вона був бути також який після це із були"},
	{"bg", "и в на да се за от че с по не ще като към са това бе при"},
}

// longestStopWord is the bytes of the longest of these (TestLongestStopWord).
const longestStopWord = 14

// longestShort is the bytes of the longest of them that is ASCII (TestLongestStopWord).
const longestShort = 7

// shortWordLangs are the words of wordLangs that are ASCII, as shingle.Load8 has them.
var shortWordLangs = sync.OnceValue(func() map[uint64][]int {
	words := map[uint64][]int{}
	for word, langs := range wordLangs() {
		if v := shingle.Load8(word, 0); plain8(v) == len(word) {
			words[v] = langs
		}
	}
	return words
})

// wordLangs maps a stop-word to the languages that have it, by their place in stopWords.
var wordLangs = sync.OnceValue(func() map[string][]int {
	words := map[string][]int{}
	for i, lang := range stopWords {
		for word := range strings.FieldsSeq(lang.words) {
			words[word] = append(words[word], i)
		}
	}
	return words
})

// language is the primary language of a declared tag, else what script and small words
// say, else "und".
func language(tag, text string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	if len(primary) == 2 || len(primary) == 3 && primary != "und" {
		return primary
	}
	if name, ok := languageNames[primary]; ok {
		return name
	}
	sample := text[:runeBorder(text, min(len(text), sampleBytes))]
	if lang := byScript(sample); lang != "" {
		return lang
	}
	return byStopWords(sample)
}

// languageNames are what some exports write instead of a tag.
var languageNames = map[string]string{
	"english": "en", "spanish": "es", "french": "fr", "german": "de", "portuguese": "pt", "italian": "it", "russian": "ru",
	"ukrainian": "uk", "turkish": "tr", "arabic": "ar", "chinese": "zh", "japanese": "ja", "dutch": "nl", "polish": "pl",
}

// scripts that one language of news uses nearly alone.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hangul, "ko"}, {unicode.Thai, "th"}, {unicode.Greek, "el"}, {unicode.Hebrew, "he"}, {unicode.Devanagari, "hi"},
	{unicode.Bengali, "bn"}, {unicode.Tamil, "ta"}, {unicode.Georgian, "ka"}, {unicode.Armenian, "hy"},
}

// byScript tells the language by the script of most letters, empty when that does not settle it.
func byScript(sample string) string {
	if plainScript(sample) {
		return ""
	}
	letters, han, kana, arabic := 0, 0, 0, 0
	counts := [16]int{}
	for i, r := range sample {
		if r < utf8.RuneSelf {
			letters += bit(byteLetter(sample[i]))
			continue
		}
		if r < 0x370 {
			letters += bit(r > ' ' && unicode.IsLetter(r))
			continue
		}
		switch {
		case r >= 0x400 && r < 0x530:
		case unicode.Is(unicode.Han, r):
			han++
		case r >= 0x3040 && r < 0x3100:
			kana++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		default:
			for i := range scripts {
				counts[i] += bit(unicode.Is(scripts[i].table, r))
			}
		}
		letters++
	}
	switch {
	case kana*10 > letters:
		return "ja"
	case (han+kana)*3 > letters:
		return "zh"
	case arabic*2 > letters && strings.ContainsAny(sample, "پچژگ"):
		return "fa"
	case arabic*2 > letters:
		return "ar"
	}
	for i := range scripts {
		if counts[i]*2 > letters {
			return scripts[i].lang
		}
	}
	return ""
}

// plainScript reports whether a sample has only letters of Western Europe, and marks, by
// the first bytes of their UTF-8.
func plainScript(sample string) bool {
	for i := 0; i < len(sample); i++ {
		for i+8 <= len(sample) && shingle.Load8(sample, i)&highs == 0 {
			i += 8
		}
		if i < len(sample) && sample[i] >= 0xcd && !(sample[i] == 0xe2 && i+1 < len(sample) && sample[i+1] < 0xb0) {
			return false
		}
	}
	return true
}

func byteLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// stopWordLangs are the languages that have a word, in whatever case.
func stopWordLangs(word string) []int {
	if plain8(shingle.Load8(word, 0)) > longestShort && isASCII(word) {
		return nil
	}
	return wordLangs()[strings.ToLower(word)]
}

// byStopWords is the language whose small words the sample has most of.
func byStopWords(sample string) string {
	var counts [32]int
	short := shortWordLangs()
	for start := 0; start < len(sample); {
		v := shingle.Load8(sample, start)
		end := start + plain8(v)
		var langs []int
		if n := end - start; n > 0 && n <= longestShort && (end == len(sample) || sample[end] < 0x80) {
			langs = short[(v|smalls)&(1<<(8*n)-1)] // as most words of most languages are found
		} else {
			for end < len(sample) && (sample[end] >= 0x80 || plainByte[sample[end]]) {
				end++
			}
			langs = stopWordLangs(sample[start:end])
		}
		for _, lang := range langs {
			counts[lang]++
		}
		start = end + 1
	}
	best, most, tie := "und", minStopWords-1, false
	for i, lang := range stopWords {
		switch n := counts[i]; {
		case n > most:
			best, most, tie = lang.tag, n, false
		case n == most && best != "und":
			tie = true
		}
	}
	if tie {
		return "und"
	}
	return best
}
