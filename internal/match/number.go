package match

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"stemma/internal/shingle"
)

// A number of a text: the words it is written in, and its value however it is written.
//
//	1,000  1.000  1 000  1’000  ١٬٠٠٠  -> 1000
//	3.50  3,5 -> 3.5      5m  5 million -> 5 million      three  3 -> 3      3万 -> 30000
type number struct {
	wordRange
	value string
}

// numbersOf lists the numbers of a text, in order.
func numbersOf(v version) []number {
	var out []number
	spelt := numerals()[v.Head.Lang]
	for i := 0; i < len(v.Words); {
		n, ok := v.number(i)
		if !ok {
			if value, found := spelt[v.Words[i].Hash]; found {
				n, ok = number{wordRange{i, i + 1}, value}, true
			}
		}
		if !ok {
			i++
			continue
		}
		n = v.scaled(n)
		out = append(out, n)
		i = n.to
	}
	return out
}

// number reads the number that begins with word i.
func (v *version) number(i int) (number, bool) {
	digits, rest := cutDigits(v.word(i))
	if digits == "" {
		return v.han(i, "")
	}
	groups, spaced, to := []string{digits}, false, i+1
	for rest == "" && to < len(v.Words) {
		next, more := cutDigits(v.word(to))
		sep := v.Text.Text[v.Words[to-1].End:v.Words[to].Start]
		thousand := len(next) == 3 && len(groups[0]) <= 3
		switch {
		case next == "":
		case strings.ContainsAny(sep, ".,:٬٫") && utf8.RuneCountInString(sep) == 1:
			groups, rest, to = append(groups, next), more, to+1
			continue
		case thousand && (spaced || len(groups) == 1) && strings.ContainsAny(sep, " \u00a0\u2009\u202f") && utf8.RuneCountInString(sep) == 1:
			groups, rest, to, spaced = append(groups, next), more, to+1, true
			continue
		}
		break
	}
	n := number{wordRange{i, to}, valueOf(groups)}
	if class, ok := scales()[rest]; ok {
		n.value += " " + class
	}
	if to < len(v.Words) && rest == "" && v.Words[to].Start == v.Words[to-1].End {
		if han, ok := v.han(to, n.value); ok {
			n.to, n.value = han.to, han.value
		}
	}
	return n, true
}

// word is word i as written.
func (v *version) word(i int) string { return v.Text.Text[v.Words[i].Start:v.Words[i].End] }

// scaled adds a following "million" to a number.
func (v *version) scaled(n number) number {
	if n.to == len(v.Words) || strings.Contains(n.value, " ") {
		return n
	}
	if class, ok := scales()[strings.ToLower(v.word(n.to))]; ok {
		n.value, n.to = n.value+" "+class, n.to+1
	}
	return n
}

// cutDigits takes the digits, in whatever script, off the front of a word, as ASCII.
func cutDigits(word string) (digits, rest string) {
	var b strings.Builder
	for i, r := range word {
		if !unicode.IsDigit(r) {
			if r == '\'' || r == '’' {
				continue // 1’000
			}
			return b.String(), word[i:]
		}
		b.WriteByte('0' + byte(digitOf(r)))
	}
	return b.String(), ""
}

// digitOf is the value of a decimal digit: every script has its ten in a row.
func digitOf(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-n-1) {
		n++
	}
	return n
}

// valueOf reads groups of digits with signs between them. Three digits after one to three
// are thousands, unless the first is 0; a last group of another length is a fraction.
// What is neither (a date, a version) stands for itself.
func valueOf(groups []string) string {
	whole := len(groups)
	for whole > 1 && len(groups[whole-1]) != 3 {
		whole--
	}
	first := groups[0]
	thousands := len(first) <= 3 && first != "0" && !slices.ContainsFunc(groups[1:whole], func(g string) bool { return len(g) != 3 })
	switch fraction := groups[whole:]; {
	case len(groups) == 1:
		return unpadded(first)
	case len(fraction) == 0 && thousands:
		return strings.Join(groups, "")
	case len(fraction) == 1 && (thousands || whole == 1):
		return decimal(strings.Join(groups[:whole], ""), fraction[0])
	case len(groups) == 2:
		return decimal(first, groups[1])
	}
	return strings.Join(groups, ".")
}

func unpadded(digits string) string {
	if short := strings.TrimLeft(digits, "0"); short != "" {
		return short
	}
	return "0"
}

func decimal(whole, fraction string) string {
	return strings.TrimSuffix(unpadded(whole)+"."+strings.TrimRight(fraction, "0"), ".")
}

// scaleWords are the words that multiply the number before them, those that mean one
// thing in a line.
const scaleWords = `
thousand thousands k tausend tsd mille mil mila тыс тысяча тысячи тысяч тисяча тисячі тисяч bin ألف آلاف
million millions m mn mln mio millionen millón millones milhão milhões milione milioni миллион миллиона миллионов млн мільйон мільйона мільйонів milyon مليون ملايين
billion billions bn b bilhão bilhões
milliard milliards milliarde milliarden mrd miliardo miliardi миллиард миллиарда миллиардов млрд мільярд мільярда мільярдів milyar مليار مليارات
trillion trillions tn billón billones billionen триллион триллиона триллионов трлн`

var scales = sync.OnceValue(func() map[string]string {
	classes := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(scaleWords)) {
		names := strings.Fields(line)
		for _, name := range names {
			classes[name] = names[0]
		}
	}
	return classes
})

// spelt are the numbers from two to twelve in words: news writes small numbers out. Forms
// of one number have a stroke between them; one is left out, being an article as well.
var spelt = map[string]string{
	"en": "two three four five six seven eight nine ten eleven twelve",
	"de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
	"fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
	"es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
	"pt": "dois/duas três quatro cinco seis sete oito nove dez onze doze",
	"it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
	"ru": "два/две/двух/двое три/трех/трое четыре/четырех пять/пяти шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати",
	"uk": "два/дві/двох три/трьох чотири/чотирьох п'ять/п'яти шість/шести сім/семи вісім/восьми дев'ять/дев'яти десять/десяти одинадцять/одинадцяти дванадцять/дванадцяти",
	"tr": "iki üç dört beş altı yedi sekiz dokuz on onbir oniki",
	"ar": "اثنان/اثنين/اثنتان/اثنتين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني تسعة/تسع عشرة/عشر - -",
}

// numerals are the words of spelt by language and hash.
var numerals = sync.OnceValue(func() map[string]map[uint64]string {
	all := map[string]map[uint64]string{}
	for lang, list := range spelt {
		all[lang] = map[uint64]string{}
		for i, forms := range strings.Fields(list) {
			for _, w := range shingle.Words(strings.ReplaceAll(forms, "/", " ")) {
				all[lang][w.Hash] = strconv.Itoa(i + 2)
			}
		}
	}
	return all
})

// hanUnits and hanDigits are the characters of Chinese and Japanese numbers.
var (
	hanUnits  = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '萬': 1e4, '亿': 1e8, '億': 1e8}
	hanDigits = map[rune]float64{'〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '兩': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
)

// han reads the Chinese number that begins with word i, after digits that it multiplies:
// 三百二十 is 320, 二〇二四 is 2024, 3.5万 is 35000.
func (v *version) han(i int, before string) (number, bool) {
	sum, section, digit := 0.0, 0.0, 0.0
	plain, units := "", false
	if before != "" {
		digit, _ = strconv.ParseFloat(before, 64)
	}
	to := i
	for ; to < len(v.Words) && v.Words[to].Wide; to++ {
		r, _ := utf8.DecodeRuneInString(v.word(to))
		if n, ok := hanDigits[r]; ok && (before == "" || units) {
			plain += strconv.Itoa(int(n))
			digit = n
			continue
		}
		unit, ok := hanUnits[r]
		if !ok || to > i && v.Words[to].Start != v.Words[to-1].End {
			break
		}
		units = true
		if unit >= 1e4 {
			sum, section, digit = sum+(section+digit)*unit, 0, 0
			continue
		}
		if digit == 0 {
			digit = 1 // 十二 is 12
		}
		section, digit = section+digit*unit, 0
	}
	switch {
	case to == i:
		return number{}, false
	case !units:
		return number{wordRange{i, to}, unpadded(plain)}, true
	}
	return number{wordRange{i, to}, strconv.FormatFloat(sum+section+digit, 'f', -1, 64)}, true
}
