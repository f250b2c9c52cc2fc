package match

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// changesOf prints what a copy changed, an item a line: "kind: was -> now".
func changesOf(source, copied news.Article) []string {
	a, b := NewText("a", source.Text), NewText("b", copied.Text)
	var out []string
	for _, c := range Changes(Edition{source.Head, a}, Edition{copied.Head, b}, Compare(a, b)) {
		out = append(out, string(c.Kind)+": "+c.Was+" -> "+c.Now)
	}
	return out
}

func inLang(lang, text string) news.Article {
	return news.Article{Head: news.Head{Lang: lang}, Text: text}
}

const (
	enBefore = "The swing bridge over the Ellerby canal will stay shut to all traffic until engineers have looked at the cracked girder, "
	enAfter  = " while buses from the eastern side of the town take the long way round by the old mill and the lower lock every day."
	zhBefore = "临江市的老渡船在停航二十年之后终于被一群退休工人修好并且重新下水"
	zhAfter  = "当地居民纷纷来到江边观看渡船缓缓驶过江心的样子并且拍照留念"
	arBefore = "أعادت مجموعة من العمال المتقاعدين تشغيل العبارة القديمة في المدينة بعد سنوات طويلة من التوقف "
	arAfter  = " وتجمع السكان على ضفة النهر لمشاهدة العبارة وهي تعبر ببطء إلى الجانب الآخر"
	ruBefore = "Маяк на Каменной косе снова зажгли впервые за много лет после того как местные жители собрали деньги на ремонт "
	ruAfter  = " и теперь рыбаки могут возвращаться домой в темноте не опасаясь подводных камней у самого берега"
)

// Words in a text's middle become others: what is that? Between "|" stand the source's
// words, the copy's and what is found.
var changedWords = []struct{ lang, before, after, row string }{
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1,500 crowns|number: 1,000 -> 1,500"},
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1.000 crowns|"},
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1 000 crowns|"},
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1\u202f000 crowns|"},
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1000 crowns|"},
	{"en", enBefore, enAfter, "which cost 1,000 crowns|which cost 1’000 crowns|"},
	{"en", enBefore, enAfter, "which cost 2,300 crowns|which cost 300 crowns|number: 2,300 -> 300"},
	{"en", enBefore, enAfter, "which cost 3.5 million crowns|which cost 3.5 billion crowns|number: 3.5 million -> 3.5 billion"},
	{"en", enBefore, enAfter, "which cost 3.5 million crowns|which cost 3.50m crowns|"},
	{"en", enBefore, enAfter, "which cost 0.125 crowns|which cost 0.152 crowns|number: 0.125 -> 0.152"},
	{"en", enBefore, enAfter, "which took three divers|which took 3 divers|"},
	{"en", enBefore, enAfter, "which took three divers|which took four divers|number: three -> four"},
	{"en", enBefore, enAfter, "on 12 May at 10:30|on 12 May at 10.30|"},
	{"en", enBefore, enAfter, "on 12 May 2024|on 13 May 2024|number: 12 -> 13"},
	{"en", enBefore, enAfter, "between 5 and 10 days|for 7 days|number: 5 and 10 -> 7"},
	{"en", enBefore, enAfter, "after 12 days|after some days|"},
	{"en", enBefore, enAfter, "which the mayor called “a very old and tired bridge” that day|which the mayor called “a very old and lovely bridge” that day|quote: tired -> lovely"},
	{"en", enBefore, enAfter, "which the mayor called “a very old and tired bridge” that day|which the mayor called \"a very old and tired bridge\" that day|"},
	{"en", enBefore, enAfter, "which the mayor called “a very old and tired bridge” that day|which the mayor called «A very old and tired bridge» that day|"},
	{"en", enBefore, enAfter, "which the mayor called “a very old and tired bridge” that day|which the mayor called “a very old bridge” that day|quote: and tired -> "},
	{"en", enBefore, enAfter, "which the mayor called “a very old and tired bridge” that day|which the mayor called “a very old” and “tired bridge” that day|"},
	{"en", enBefore, enAfter, "said the mayor, “it was old and worn out,” he added, “and too narrow”|said the mayor, “it was old and worn out,” she added, “and too narrow”|"},
	{"en", enBefore, enAfter, "the mayor told the Harrow Tribune, and it is old|and it is old|attribution: the mayor told the Harrow Tribune -> "},
	{"en", enBefore, enAfter, "according to two engineers, and it is old|and it is old|attribution: according to two engineers -> "},
	{"en", enBefore, enAfter, "according to two engineers, and it is old|two engineers said, and it is old|"},
	{"de", "Die Drehbrücke über den Kanal bleibt bis auf weiteres für den gesamten Verkehr gesperrt weil ein Träger gerissen ist, ", " während die Busse aus dem Osten der Stadt jeden Tag den langen Weg über die alte Mühle nehmen müssen.",
		"laut einem Ingenieur, und das kostet 1.000 Kronen|und das kostet 2.000 Kronen|attribution: laut einem Ingenieur -> /number: 1.000 -> 2.000"},
	{"zh", zhBefore, zhAfter, "共花费三百万元|共花费五百万元|number: 三百万 -> 五百万"},
	{"zh", zhBefore, zhAfter, "共花费三百万元|共花费300万元|"},
	{"zh", zhBefore, zhAfter, "共花费30,000元|共花费3万元|"},
	{"zh", zhBefore, zhAfter, "他说：“这艘老船终于回来了大家都很高兴”|他说：“这艘老船终于回来了大家都很难过”|quote: 高兴 -> 难过"},
	{"zh", zhBefore, zhAfter, "他说：“这艘老船终于回来了大家都很高兴”|他说：「这艘老船终于回来了大家都很高兴」|"},
	{"ar", arBefore, arAfter, "بتكلفة ١٬٠٠٠ دينار|بتكلفة ٢٬٠٠٠ دينار|number: ١٬٠٠٠ -> ٢٬٠٠٠"},
	{"ar", arBefore, arAfter, "بتكلفة ١٬٠٠٠ دينار|بتكلفة 1,000 دينار|"},
	{"ar", arBefore, arAfter, "وفقا لمدير الميناء، في الصباح|في الصباح|attribution: وفقا لمدير الميناء -> "},
	{"ru", ruBefore, ruAfter, "ремонт обошёлся в 1,5 млн рублей|ремонт обошёлся в 2,5 млн рублей|number: 1,5 млн -> 2,5 млн"},
	{"ru", ruBefore, ruAfter, "ремонт обошёлся в 1,5 млн рублей|ремонт обошёлся в 1.5 миллиона рублей|"},
	{"ru", ruBefore, ruAfter, "«мы ждали этого дня очень долго», сказал смотритель|«мы ждали этого дня совсем недолго», сказал смотритель|quote: очень долго -> совсем недолго"},
	{"ru", ruBefore, ruAfter, "«мы ждали этого дня очень долго», сказал смотритель|„мы ждали этого дня очень долго“, сказал смотритель|"},
	{"ru", ruBefore, ruAfter, "по данным мэрии, уже вчера вечером|уже вчера вечером|attribution: по данным мэрии -> "},
}

func TestChangedWords(t *testing.T) {
	for _, row := range changedWords {
		cell := strings.Split(row.row, "|")
		got := changesOf(inLang(row.lang, row.before+cell[0]+row.after), inLang(row.lang, row.before+cell[1]+row.after))
		if strings.Join(got, "/") != cell[2] {
			t.Errorf("%q becomes %q:\n got %q\nwant %q", cell[0], cell[1], got, cell[2])
		}
	}
}

func TestChangedWholes(t *testing.T) {
	first, second := strings.TrimSpace(enBefore), strings.TrimSpace(enAfter)
	extra := "Nobody was hurt, and the harbour master has promised a report before the summer."
	credit := news.Credit{Kind: news.CreditDateline, Strength: news.Strong, Name: "Reuters", Quote: "ELLERBY (Reuters)", Span: news.Span{Start: 0, End: 17}}
	for _, row := range []struct {
		name           string
		source, copied news.Article
		want           []string
	}{
		{"a headline", news.Article{Head: news.Head{Title: "Bridge shut"}, Text: first}, news.Article{Head: news.Head{Title: "Canal chaos"}, Text: first}, []string{"headline: Bridge shut -> Canal chaos"}},
		{"a headline in capitals", news.Article{Head: news.Head{Title: "The “old” bridge"}, Text: first}, news.Article{Head: news.Head{Title: "THE \"OLD\" BRIDGE"}, Text: first}, nil},
		{"paragraphs dropped and added", inLang("en", first+"\n\n"+extra+"\n\n"+second), inLang("en", first+"\n\n"+second+"\n\nOur paper has all the news of the canal."),
			[]string{"dropped: " + strings.TrimSuffix(extra, ".") + " -> ", "added:  -> Our paper has all the news of the canal"}},
		{"a crosshead", inLang("en", first+"\n\nLong way round\n\n"+second), inLang("en", first+"\n\n"+second), nil},
		{"the tail of a single paragraph", inLang("en", first+" "+strings.Repeat(extra+" ", 2)), inLang("en", first), []string{"dropped: " + extra + " " + strings.TrimSuffix(extra, ".") + " -> "}},
		{"a byline", news.Article{Head: news.Head{Byline: "Anna Berg"}, Text: first}, inLang("en", first), []string{"attribution: Anna Berg -> "}},
		{"a byline that went into the text", news.Article{Head: news.Head{Byline: "Anna Berg"}, Text: first}, inLang("en", "By Anna Berg\n\n"+first), nil},
		{"a dateline", news.Article{Head: news.Head{Credits: []news.Credit{credit}}, Text: "ELLERBY (Reuters) - " + first}, inLang("en", first), []string{"attribution: ELLERBY (Reuters) -> "}},
		{"a dateline that became a credit", news.Article{Head: news.Head{Credits: []news.Credit{credit}}, Text: "ELLERBY (Reuters) - " + first}, news.Article{Head: news.Head{Credits: []news.Credit{{Name: "Reuters"}}}, Text: first}, nil},
		{"an agency's own name", news.Article{Head: news.Head{Outlet: "Kestrel Wire", Lang: "en"}, Text: "ELLERBY (Kestrel Wire) - " + first}, inLang("en", first), []string{"attribution: Kestrel Wire -> "}},
		{"a speaker whose paragraph is gone", inLang("en", first+"\n\nThe repair will take all summer, the council told us on Monday.\n\n"+second), inLang("en", first+"\n\n"+second),
			[]string{"dropped: The repair will take all summer, the council told us on Monday -> "}},
		{"nothing shared", inLang("en", first), inLang("en", extra), nil},
	} {
		if diff := cmp.Diff(row.want, changesOf(row.source, row.copied)); diff != "" {
			t.Errorf("%s: want -, got +\n%s", row.name, diff)
		}
	}
}

// What is under the mask is neither dropped nor added.
func TestChangesUnderMask(t *testing.T) {
	box := "Never miss any important news and subscribe to our letter of the morning"
	a, b := NewText("a", enBefore+enAfter), NewText("b", enBefore+enAfter+"\n\n"+box)
	hidden := map[uint64]bool{}
	eachPrint(box, func(hash uint64) { hidden[hash] = true })
	b = b.Mask(func(hash uint64) bool { return hidden[hash] })
	if got := Changes(Edition{Text: a}, Edition{Text: b}, Compare(a, b)); len(got) > 0 {
		t.Errorf("changes: %v", got)
	}
}

// Every change quotes what stands at its places, and a text changes nothing in itself.
func TestChangesQuoteTheirPlaces(t *testing.T) {
	pieces := []string{"the old bridge is shut ", "1,000 ", "“it is ", "worn out” ", "said ", "\n\n", "told Reuters, ", "三百万", "because of a crack in the girder ", "5 million ", "٣ ", "until May. "}
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30)
		source, copied := inLang("en", strings.Join(draw.Draw(t, "source"), "")), inLang("en", strings.Join(draw.Draw(t, "copy"), ""))
		a, b := NewText("a", source.Text), NewText("b", copied.Text)
		for _, c := range Changes(Edition{source.Head, a}, Edition{copied.Head, b}, Compare(a, b)) {
			if was, now := a.Text[c.Source.Start:c.Source.End], b.Text[c.Copy.Start:c.Copy.End]; was != c.Was || now != c.Now {
				t.Fatalf("%s: %q -> %q stands at %q -> %q", c.Kind, c.Was, c.Now, was, now)
			}
		}
		if got := Changes(Edition{source.Head, a}, Edition{source.Head, a}, Compare(a, a)); len(got) > 0 {
			t.Fatalf("a text and itself: %v", got)
		}
	})
}

func eachPrint(text string, f func(hash uint64)) {
	for _, p := range shingle.Prints(shingle.Words(text)) {
		f(p.Hash)
	}
}

func BenchmarkChanges(b *testing.B) {
	story := strings.Repeat(enBefore+"which cost 1,000 crowns"+enAfter+"\n\n", 8)
	source, copied := NewText("a", story), NewText("b", strings.ReplaceAll(story, "1,000", "1,500"))
	m := Compare(source, copied)
	for b.Loop() {
		Changes(Edition{news.Head{Lang: "en"}, source}, Edition{news.Head{Lang: "en"}, copied}, m)
	}
}
