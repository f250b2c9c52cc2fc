package extract

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// data is a file of real pages; without STEMMA_DATA or the default folder the test is skipped.
func data(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("STEMMA_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("needs STEMMA_DATA: ", err)
	}
	return path
}

// read is the article of a text, page or Markdown with fields given as "name=value".
func read(t testing.TB, kind, body string, fields ...string) news.Article {
	t.Helper()
	doc := news.Document{Place: "test", MediaType: kind, Body: body, Fields: map[string]string{}}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		if name == "url" {
			doc.URL = value
			continue
		}
		doc.Fields[name] = value
	}
	a, err := Article(doc)
	if err != nil {
		t.Fatal(err)
	}
	checkSpans(t, a)
	return a
}

// checkSpans holds that what is quoted from the text stands where it says.
func checkSpans(t testing.TB, a news.Article) {
	t.Helper()
	check := func(quote string, s news.Span) {
		switch {
		case s == news.Span{}:
		case s.Start < 0 || s.End > len(a.Text) || s.Start >= s.End:
			t.Fatalf("span %v of %q lies outside a text of %d bytes", s, quote, len(a.Text))
		case !utf8.ValidString(a.Text[s.Start:s.End]):
			t.Fatalf("span %v cuts a character: %q", s, a.Text[s.Start:s.End])
		case a.Text[s.Start:s.End] != quote:
			t.Fatalf("span %v holds %q, not %q", s, a.Text[s.Start:s.End], quote)
		}
	}
	for _, c := range a.Credits {
		check(c.Quote, c.Span)
	}
	for _, f := range a.Fossils {
		check(f.Quote, f.Span)
	}
}

func TestSeedPage(t *testing.T) {
	body, err := os.ReadFile(data(t, "seed/radio-biafra.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := read(t, news.TypeText, string(body))
	if want := "NATO shares Trump’s desire for dialogue with ‘assertive Russia’ – Stoltenberg"; a.Title != want {
		t.Errorf("title %q, want %q", a.Title, want)
	}
	if a.Outlet != "Radio Biafra" {
		t.Errorf("outlet %q", a.Outlet)
	}
	if len(a.Credits) != 1 || a.Credits[0].Kind != news.CreditLabel || a.Credits[0].Name != "" || a.Credits[0].Quote != "Original Source" {
		t.Errorf("credits %+v", a.Credits)
	}
	if len(a.Fossils) != 3 || a.Fossils[0].Kind != news.FossilPost || a.Fossils[0].Name != "RT" || a.Fossils[1].Kind != news.FossilMore || a.Fossils[2].Kind != news.FossilMore {
		t.Errorf("fossils %+v", a.Fossils)
	}
	if !strings.HasPrefix(a.Text, "In an attempt to address") || !strings.HasSuffix(a.Text, "offensive missiles.") {
		t.Errorf("text %q ... %q", a.Text[:40], a.Text[len(a.Text)-40:])
	}
	for _, box := range []string{"Pinterest", "newsletter", "Live Broadcast", "Russia-NATO relations", "Original Source"} {
		if strings.Contains(a.Text, box) {
			t.Errorf("text holds the box %q", box)
		}
	}
	d := a.Published
	if d.Known() || d.From != "embedded post" || !d.Latest.IsZero() || !d.Earliest.Equal(time.Date(2016, 7, 8, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("published %+v", d)
	}
}

// bodies are invented paragraphs to put credits before and after.
var bodies = map[string]string{
	"en": "The harbour board of Port Selby said on Tuesday that the dredging of the old basin would begin again in June.\n\nTwo years ago a court had stopped the work for fear of what lay in the mud, and nobody has worked there since.",
	"es": "La junta del puerto de Villamar anunció el martes que el dragado de la antigua dársena comenzará de nuevo en junio.\n\nHace dos años un tribunal detuvo las obras por el temor a lo que había en el fondo, según los vecinos.",
	"fr": "Le conseil du port de Selby a annoncé mardi que le dragage du vieux bassin reprendra au mois de juin, après deux ans.\n\nUn tribunal avait arrêté les travaux par crainte de ce qui se trouve dans la vase, selon les habitants.",
	"de": "Die Hafenbehörde von Selby teilte am Dienstag mit, dass die Arbeiten im alten Becken im Juni wieder beginnen werden.\n\nVor zwei Jahren hatte ein Gericht sie gestoppt, weil niemand wusste, was in dem Schlamm am Grund liegt.",
	"ru": "Управление порта Селби сообщило во вторник, что работы по очистке старого бассейна начнутся снова в июне этого года.\n\nДва года назад суд остановил их, потому что никто не знал, что лежит на дне, и с тех пор там не работали.",
	"pt": "A administração do porto de Selby anunciou na terça-feira que a dragagem da antiga doca vai começar de novo em junho.\n\nHá dois anos um tribunal parou as obras com receio do que estava no fundo, e ninguém voltou lá para trabalhar.",
	"it": "L'autorità del porto di Selby ha annunciato martedì che il dragaggio del vecchio bacino comincerà di nuovo a giugno.\n\nDue anni fa un tribunale aveva fermato i lavori per il timore di quello che si trova nel fango del fondale.",
	"tr": "Selby liman idaresi salı günü yaptığı açıklamada eski havuzun temizliği için çalışmaların haziranda yeniden başlayacağını duyurdu.\n\nİki yıl önce bir mahkeme çamurda ne olduğu bilinmediği için çalışmaları durdurmuş ve o günden sonra kimse orada çalışmamıştı.",
	"ar": "أعلنت إدارة ميناء سيلبي يوم الثلاثاء أن أعمال تنظيف الحوض القديم ستبدأ من جديد في شهر يونيو من هذا العام بعد توقف طويل.\n\nوكانت محكمة قد أوقفت العمل قبل عامين خوفا مما يوجد في القاع، ولم يعمل أحد هناك منذ ذلك الحين.",
	"zh": "塞尔比港务局星期二宣布，旧港池的清淤工程将于六月重新开始，预计需要两年时间才能完成全部工作。\n\n两年前法院因为担心淤泥中的物质而停止了施工，此后一直没有人在那里工作，附近的居民对此表示不满。",
	"uk": "Управління порту Селбі повідомило у вівторок, що роботи з очищення старого басейну почнуться знову в червні цього року.\n\nДва роки тому суд зупинив їх, тому що ніхто не знав, що лежить на дні, і з того часу там не працювали.",
}

func TestCredits(t *testing.T) {
	for _, row := range []struct{ lang, before, after, kind, name string }{
		// The failing rows of the past first.
		{"en", "", "(Reporting by Ana Lee in Selby; editing by Max Orn)", news.CreditTail, "Reuters"}, // Ana is not ANA
		{"es", "", "Este reportaje fue publicado originalmente en inglés por El Faro del Istmo.", news.CreditRepublished, "El Faro del Istmo"},
		{"es", "", "(Reporte de Ana Lee en Selby; editado en español por Max Orn)", news.CreditTail, "Reuters"},
		{"es", "", "Lea la nota original en Diario del Istmo", news.CreditLabel, "Diario del Istmo"},
		{"fr", "", "Cet article est paru initialement sur L’Écho de Montferrine, le 3 mai.", news.CreditRepublished, "L’Écho de Montferrine"},
		{"fr", "", "Traduit de l’anglais. Lire l’article original sur le site du Guardian.", news.CreditLabel, "The Guardian"},
		{"fr", "", "(Reportage Ana Lee à Selby, version française Max Orn, édité par Jo Mai)", news.CreditTail, "Reuters"},
		{"de", "", "Dieser Beitrag wurde zuerst in der taz veröffentlicht.", news.CreditRepublished, "taz"},
		{"de", "", "Dieser Artikel wurde von The Conversation unter einer Creative-Commons-Lizenz übernommen.", news.CreditRepublished, "The Conversation"},
		{"de", "", "Dieser Text ist die Übersetzung eines Artikels aus dem Guardian.", news.CreditTranslated, "The Guardian"},
		{"de", "", "(Bericht von Ana Lee, geschrieben von Max Orn, redigiert von Jo Mai)", news.CreditTail, "Reuters"},
		{"de", "", "© dpa-infocom, dpa:230508-99-612345/3", news.CreditTail, "dpa"},
		{"ru", "", "Этот текст был опубликован на сайте «Новой газеты».", news.CreditRepublished, "Novaya Gazeta"},
		{"ru", "", "Материал впервые опубликован в Приозёрской газете.", news.CreditRepublished, "Приозёрская газета"},
		{"ru", "", "Источник: RT на русском", news.CreditLabel, "RT"},
		{"ru", "По материалам Интерфакса", "", news.CreditCowritten, "Interfax"},
		{"pt", "", "Este texto foi publicado originalmente no site do Correio do Estuário.", news.CreditRepublished, "Correio do Estuário"},
		{"pt", "", "Reportagem da Agência Estuário, republicada sob licença Creative Commons.", news.CreditRepublished, "Agência Estuário"},
		{"pt", "", "As informações são da Agência Brasil.", news.CreditCowritten, "Agência Brasil"},
		{"pt", "", "(Reportagem de Ana Lee; edição de Max Orn)", news.CreditTail, "Reuters"},
		{"it", "", "Questo articolo è uscito sul Guardian.", news.CreditRepublished, "The Guardian"},
		{"it", "", "(Ana Lee, tradotto da Max Orn, editing Jo Mai)", news.CreditTail, "Reuters"},
		{"tr", "", "Haber DW Türkçe’den alınmıştır.", news.CreditRepublished, "DW"},
		{"tr", "", "Çeviri: Ana Lee. Yazının özgün hali: The Guardian", news.CreditLabel, "The Guardian"},
		{"ar", "", "ترجمة عن صحيفة الغارديان البريطانية", news.CreditTranslated, "The Guardian"},
		{"ar", "", "هذا المقال منشور في الأصل في صحيفة أصداء الخليج", news.CreditRepublished, "أصداء الخليج"},
		{"ar", "", "(إعداد أحمد علي للنشرة العربية - تحرير سارة حسن)", news.CreditTail, "Reuters"},
		{"zh", "2023-05-08 10:00　来源：新华网", "", news.CreditLabel, "Xinhua"},
		{"zh", "", "原文刊载于《海港日报》。", news.CreditRepublished, "海港日报"},
		{"zh", "", "© 2023年德国之声版权声明：本文所有内容受到著作权法保护。", news.CreditCopyright, "DW"},
		{"zh", "", "（编译 王芳；审校 李明）", news.CreditTail, "Reuters"},
		{"uk", "", "Цей матеріал було опубліковано на «Бабелі».", news.CreditRepublished, "Babel"},
		{"uk", "За матеріалами Суспільного", "", news.CreditCowritten, "Suspilne"},
		{"en", "", "© 2019 Tribune Content Agency, LLC.", news.CreditDistributor, "Tribune Content Agency"},
		{"en", "", "(c) 2023, The Washington Post", news.CreditCopyright, "The Washington Post"},
		{"en", "", "© AFP", news.CreditCopyright, "AFP"},
		{"en", "", "Norland Capital Sun is part of States Newsroom, a network of news bureaus.", news.CreditRepublished, "Norland Capital Sun"}, // not The Sun
		{"en", "", "View original content: https://www.prnewswire.com/news-releases/dredging-301817713.html", news.CreditDistributor, "PR Newswire"},
		{"es", "", "© EFE 2023. Está expresamente prohibida la redistribución y la redifusión de todo o parte de los contenidos de los servicios de Efe, sin previo y expreso consentimiento de la Agencia EFE S.A.", news.CreditCopyright, "EFE"},
		{"fr", "", "Repris du Soir avec l’autorisation de la rédaction.", news.CreditRepublished, "Le Soir"},
		{"fr", "", "Publié à l’origine sur Global Voices (CC BY 3.0)", news.CreditRepublished, "Global Voices"},
		{"de", "", "Erstmals erschienen ist dieser Beitrag am 3. Mai 2023 auf RiffReporter.", news.CreditRepublished, "RiffReporter"},
		{"ru", "", "Материал впервые вышел в «Новой газете Европа».", news.CreditRepublished, "Novaya Gazeta Europe"},
		{"it", "", "Fonte: il manifesto", news.CreditLabel, "il manifesto"},
		{"tr", "", "Kaynak: Euronews Türkçe", news.CreditLabel, "Euronews"},
		{"es", "", "Esta publicación fue retomada de Diario del Istmo.", news.CreditRepublished, "Diario del Istmo"},
		{"es", "", "Artículo original: Diario del Istmo", news.CreditLabel, "Diario del Istmo"},
		{"fr", "", "Cet article est paru sur Slate.fr.", news.CreditRepublished, "Slate.fr"},
		{"ru", "", "Первоначально статья опубликована в издании «Медиазона».", news.CreditRepublished, "Mediazona"},
		{"ru", "", "Текст: ТАСС", news.CreditTail, "TASS"},
		{"tr", "", "Haberin kaynağı: NTV", news.CreditLabel, "NTV (Turkey)"},
		{"it", "", "Fonte: LaPresse", news.CreditLabel, "LaPresse (Italy)"},
		{"tr", "", "Kaynak: VOA Türkçe", news.CreditLabel, "VOA"},
		{"tr", "", "Kaynak: Reuters Haber Ajansı", news.CreditLabel, "Reuters"},
		{"ar", "", "المصدر : الجزيرة + وكالات", news.CreditLabel, "Al Jazeera"},
		{"zh", "", "原标题：《港池之后》，原载《海港日报》", news.CreditRepublished, "海港日报"},
		{"en", "", "Article republished with permission from Tideline Weekly.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "Original story: Reuters", news.CreditLabel, "Reuters"},
		{"en", "", "Article source: BBC News", news.CreditLabel, "BBC"},
		{"en", "", "The article was written by and first appeared in Wired.", news.CreditRepublished, "Wired"},
		{"en", "", "With files from The Canadian Press", news.CreditCowritten, "Canadian Press"},
		{"es", "", "Texto publicado en El País y reproducido con autorización.", news.CreditRepublished, "El País"},
		{"es", "", "EFE mlg/rml", news.CreditTail, "EFE"},
		{"es", "", "Fuentes: AFP y Reuters", news.CreditLabel, "AFP"},
		{"es", "", "Por: Agencia EFE", news.CreditTail, "EFE"},
		{"es", "", "Lea el artículo completo en El Mundo", news.CreditLabel, "El Mundo"},
		{"fr", "", "Article paru dans La Dépêche de Selby.", news.CreditRepublished, "La Dépêche de Selby"},
		{"fr", "", "Un article de The Conversation republié sous licence", news.CreditRepublished, "The Conversation"},
		{"fr", "", "Dépêche AFP", news.CreditTail, "AFP"},
		{"fr", "", "Article initialement publié par Courrier international", news.CreditRepublished, "Courrier International"},
		{"de", "", "(dpa/red)", news.CreditTail, "dpa"},
		{"de", "", "dpa", news.CreditTail, "dpa"},
		{"de", "", "mit dpa", news.CreditCowritten, "dpa"},
		{"de", "", "Dieser Beitrag ist zuvor in der NZZ erschienen.", news.CreditRepublished, "NZZ"},
		{"de", "", "Übersetzt von Eva Lee. Das Original erschien im Guardian.", news.CreditLabel, "The Guardian"},
		{"ru", "", "Ссылка на источник: https://www.kommersant.ru/doc/1", news.CreditLabel, "Kommersant"},
		{"ru", "", "Опубликовано в «Новой газете»", news.CreditRepublished, "Novaya Gazeta"},
		{"ru", "", "/ТАСС/", news.CreditTail, "TASS"},
		{"pt", "", "Reproduzido do Poder360", news.CreditRepublished, "Poder360"},
		{"pt", "", "*Agência Brasil", news.CreditTail, "Agência Brasil"},
		{"it", "", "Ripreso da il Fatto Quotidiano", news.CreditRepublished, "Il Fatto Quotidiano"},
		{"it", "", "L’articolo Il dragaggio sembra essere il primo su Gazzetta della Laguna.", news.CreditRepublished, "Gazzetta della Laguna"},
		{"tr", "", "Alıntı: Cumhuriyet", news.CreditRepublished, "Cumhuriyet"},
		{"ar", "", "بالاتفاق مع صحيفة الشرق الأوسط", news.CreditRepublished, "Asharq Al-Awsat"},
		{"ar", "", "رويترز", news.CreditTail, "Reuters"},
		{"zh", "", "编辑：王芳 来源：人民网", news.CreditLabel, "People's Daily"},
		{"zh", "", "稿源：新华网", news.CreditLabel, "Xinhua"},
		{"zh", "", "原文链接：https://www.bbc.com/zhongwen/simp/1", news.CreditLabel, "BBC"},
		{"uk", "", "Передрук з «Дзеркала тижня»", news.CreditRepublished, "Дзеркало тижня"},
		{"uk", "", "/Укрінформ/", news.CreditTail, "Ukrinform"},
		{"en", "", "Copyright 2023 NPR", news.CreditCopyright, "NPR"},
		{"en", "", "Ann Lee is a reporter for CalMatters, where this story first appeared.", news.CreditRepublished, "CalMatters"},
		{"en", "", "This story comes to you from our partners at ProPublica.", news.CreditRepublished, "ProPublica"},
		{"en", "", "Story by the Associated Press", news.CreditTail, "AP"},
		{"es", "", "Este artículo se publicó en The Conversation.", news.CreditRepublished, "The Conversation"},
		{"fr", "", "Une version de cet article a été publiée par Le Temps.", news.CreditRepublished, "Le Temps"},
		{"fr", "", "Cet article est une traduction de The Guardian.", news.CreditTranslated, "The Guardian"},
		{"de", "", "Der Text ist zuerst beim Tagesspiegel erschienen.", news.CreditRepublished, "Der Tagesspiegel"},
		{"de", "", "Dieser Beitrag erschien am 3. Mai 2023 auf netzpolitik.org.", news.CreditRepublished, "netzpolitik.org"},
		{"ru", "", "Текст публикуется по лицензии CC. Оригинал: Global Voices", news.CreditLabel, "Global Voices"},
		{"ru", "", "Материал подготовлен изданием «Холод» и публикуется с его разрешения.", news.CreditRepublished, "Holod"},
		{"pt", "", "Com informações do jornal O Estado de S. Paulo", news.CreditCowritten, "O Estado de S. Paulo"},
		{"tr", "", "Kaynak: Cumhuriyet Gazetesi", news.CreditLabel, "Cumhuriyet"},
		{"tr", "", "Haber ve fotoğraf: İHA", news.CreditLabel, "İHA"},
		{"ar", "", "المصدر: صحيفة الشرق الأوسط", news.CreditLabel, "Asharq Al-Awsat"},
		{"uk", "", "Передруковано з дозволу «Української правди»", news.CreditRepublished, "Ukrainska Pravda"},
		{"en", "", "This piece originally appeared at Richman's \"Free Association\" blog.", news.CreditRepublished, "Richman's \"Free Association"},
		{"en", "", "This article originally appeared at The Harbor Ledger on September 14, 2013.", news.CreditRepublished, "Harbor Ledger"},
		{"en", "", "This article originally appeared in the L.A. Times.", news.CreditRepublished, "Los Angeles Times"},
		{"en", "", "An edited version of this essay originally appeared in Harper’s magazine.", news.CreditRepublished, "Harper’s"},
		{"en", "", "This story first appeared in the Nov. 4 issue of The Harbor Ledger magazine.", news.CreditRepublished, "Harbor Ledger"},
		{"en", "", "Adapted from an investigation by Health Compass.", news.CreditRepublished, "Health Compass"},
		{"en", "", "The board would not say when. (Kestrel Wire)", news.CreditTail, "Kestrel Wire"},
		{"de", "", "Dieser Artikel erschien zuerst im Wesertaler Boten.", news.CreditRepublished, "Wesertaler Bote"},
		{"de", "", "Zuerst erschienen in der Neuen Altmünder Zeitung.", news.CreditRepublished, "Neue Altmünder Zeitung"},
		{"es", "", "Publicado originalmente en La Gaceta del Estuario.", news.CreditRepublished, "La Gaceta del Estuario"},
		{"en", "", "This was originally published in Spanish by El País.", news.CreditRepublished, "El País"},
		{"en", "", "This article was first published by openDemocracy.", news.CreditRepublished, "openDemocracy"},
		{"en", "", "The original version of this story appeared in Tideline Magazine.", news.CreditRepublished, "Tideline Magazine"},
		{"en", "", "Reproduced with permission from Tideline Weekly.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "This story comes from our partners at KSLB.", news.CreditRepublished, "KSLB"},
		{"en", "", "This article was provided by The Associated Press.", news.CreditRepublished, "AP"},
		{"en", "", "Content created by The Daily Caller News Foundation is available without charge to any news publisher.", news.CreditRepublished, "The Daily Caller"},
		{"en", "", "This article appeared first on Tideline Weekly.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "Source – The Guardian", news.CreditLabel, "The Guardian"},
		{"en", "", "Reporting by Ann Lee; Editing by Max Orn", news.CreditTail, "Reuters"},
		{"en", "", "(Writing by Ann Lee; Editing by Max Orn)", news.CreditTail, "Reuters"},
		{"en", "", "Copyright (2017) Associated Press. All rights reserved.", news.CreditCopyright, "AP"},
		{"en", "", "Copyright 2020 NPR. To see more, visit https://www.npr.org.", news.CreditCopyright, "NPR"},
		{"en", "", "©2020 Bloomberg L.P. Visit bloomberg.com. Distributed by Tribune Content Agency, LLC.", news.CreditCopyright, "Bloomberg"},
		{"en", "", "(This story has not been edited by staff and is auto-generated from PTI feed.)", news.CreditTail, "PTI"},
		{"en", "", "(With PTI inputs)", news.CreditCowritten, "PTI"},
		{"en", "", "With inputs from agencies", news.CreditCowritten, ""},
		{"en", "", "— AFP", news.CreditTail, "AFP"},
		{"es", "", "Una versión de este artículo apareció originalmente en El Faro del Istmo.", news.CreditRepublished, "El Faro del Istmo"},
		{"es", "", "La entrada Comienza el dragado se publicó primero en El Faro del Istmo.", news.CreditRepublished, "El Faro del Istmo"},
		{"es", "", "Vía: Europa Press", news.CreditVia, "Europa Press"},
		{"fr", "", "Cet article a été publié pour la première fois sur Mediapart.", news.CreditRepublished, "Mediapart"},
		{"fr", "", "L’article Le dragage reprend est apparu en premier sur La Dépêche de Selby.", news.CreditRepublished, "La Dépêche de Selby"},
		{"de", "", "Der Artikel ist ursprünglich auf Telepolis erschienen.", news.CreditRepublished, "Telepolis"},
		{"de", "", "Der Beitrag Arbeiten am Becken erschien zuerst auf Blickpunkt Heide.", news.CreditRepublished, "Blickpunkt Heide"},
		{"de", "", "Quelle: selby.example, dpa", news.CreditLabel, "dpa"},
		{"de", "", "Erstveröffentlichung in der Neuen Altmünder Zeitung", news.CreditRepublished, "Neue Altmünder Zeitung"},
		{"ru", "", "Материал впервые был опубликован изданием «Вестник Приозёрья».", news.CreditRepublished, "Вестник Приозёрья"},
		{"ru", "", "Источник — Интерфакс", news.CreditLabel, "Interfax"},
		{"ru", "", "Текст впервые опубликован на сайте Приозёрская газета.", news.CreditRepublished, "Приозёрская газета"},
		{"pt", "", "Com informações da Agência Brasil", news.CreditCowritten, "Agência Brasil"},
		{"pt", "", "Com Reuters", news.CreditCowritten, "Reuters"},
		{"pt", "", "Da Agência Brasil", news.CreditTail, "Agência Brasil"},
		{"pt", "", "O post A dragagem recomeça apareceu primeiro em Correio do Estuário.", news.CreditRepublished, "Correio do Estuário"},
		{"it", "", "L’articolo Il dragaggio riprende proviene da Gazzetta della Laguna.", news.CreditRepublished, "Gazzetta della Laguna"},
		{"tr", "", "Bu makale ilk kez BirGün'de yayımlandı.", news.CreditRepublished, "BirGün"},
		{"tr", "", "Haber: AA", news.CreditLabel, "Anadolu"},
		{"ar", "", "وقال المدير إن العمل سيبدأ قريبا. (أ ف ب)", news.CreditTail, "AFP"},
		{"zh", "", "本文经《海港晚报》授权转载", news.CreditRepublished, "海港晚报"},
		{"zh", "", "（新华社）", news.CreditTail, "Xinhua"},
		{"uk", "", "Уперше опубліковано на сайті Українська правда.", news.CreditRepublished, "Ukrainska Pravda"},
		{"uk", "", "За матеріалами Укрінформу", news.CreditCowritten, "Ukrinform"},
		{"uk", "", "Оригінал: Українська правда", news.CreditLabel, "Ukrainska Pravda"},
		{"en", "", "Translated from El País.", news.CreditTranslated, "El País"},
		{"es", "", "Traducido de The Guardian", news.CreditTranslated, "The Guardian"},
		{"fr", "", "Traduit du Guardian", news.CreditTranslated, "The Guardian"},
		{"de", "", "Übersetzt aus der New York Times", news.CreditTranslated, "The New York Times"},
		{"ru", "", "Перевод с сайта Deutsche Welle", news.CreditTranslated, "Deutsche Welle"},
		{"pt", "", "Traduzido do El País", news.CreditTranslated, "El País"},
		{"it", "", "Tradotto da The Guardian", news.CreditTranslated, "The Guardian"},
		{"tr", "", "Bu yazı Guardian'dan çevrilmiştir.", news.CreditTranslated, "The Guardian"},
		{"ar", "", "ترجمة عن صحيفة واشنطن بوست", news.CreditTranslated, "The Washington Post"},
		{"zh", "", "编译自《纽约时报》", news.CreditTranslated, "The New York Times"},
		{"uk", "", "Переклад із сайту Deutsche Welle", news.CreditTranslated, "Deutsche Welle"},
		// English: sentences.
		{"en", "", "This article was originally published on The Conversation. Read the original article.", news.CreditRepublished, "The Conversation"},
		{"en", "This story was originally published by ProPublica.", "", news.CreditRepublished, "ProPublica"},
		{"en", "", "This article is republished from The Conversation under a Creative Commons license.", news.CreditRepublished, "The Conversation"},
		{"en", "", "Originally published at harborledger.com on May 3, 2021.", news.CreditRepublished, "harborledger.com"},
		{"en", "", "Reprinted with permission from the Harbor Ledger.", news.CreditRepublished, "Harbor Ledger"},
		{"en", "", "Cross-posted from Tideline Weekly.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "The post Dredging begins appeared first on Tideline Weekly.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "This story was produced by Tideline Weekly, a nonprofit newsroom.", news.CreditRepublished, "Tideline Weekly"},
		{"en", "", "ProPublica is a Pulitzer Prize-winning investigative newsroom. Sign up for The Big Story newsletter.", news.CreditRepublished, "ProPublica"},
		{"en", "", "It first ran in the Lindow Herald (https://lindowherald.example/ferry)", news.CreditRepublished, "Lindow Herald"},
		{"en", "", "Source: Harbor Daily News", news.CreditLabel, "Harbor Daily News"},
		{"en", "", "Source: Reuters", news.CreditLabel, "Reuters"},
		{"en", "", "(H/T The Harbor Daily)", news.CreditVia, "The Harbor Daily"},
		{"en", "", "Original Source", news.CreditLabel, ""},
		// English: agencies.
		{"en", "", "(Reporting by Ann Lee in Selby; Editing by Max Orn)", news.CreditTail, "Reuters"},
		{"en", "", "Our Standards: The Thomson Reuters Trust Principles.", news.CreditTail, "Reuters"},
		{"en", "", "___\n\nAssociated Press writer Ann Lee in Selby contributed to this report.", news.CreditTail, "AP"},
		{"en", "", "Copyright 2021 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.", news.CreditCopyright, "AP"},
		{"en", "", "©2018 Los Angeles Times, Distributed by Tribune Content Agency, LLC.", news.CreditCopyright, "Los Angeles Times"},
		{"en", "", "©2018 Los Angeles Times, Distributed by Tribune Content Agency, LLC.", news.CreditDistributor, "Tribune Content Agency"},
		{"en", "By The Associated Press", "", news.CreditByline, "AP"},
		{"en", "By ANN LEE AP National Security Writer", "", news.CreditByline, "AP"},
		{"en", "Ann Lee, Associated Press", "", news.CreditByline, "AP"},
		{"en", "The Associated Press | Monday, July 16, 2018, 9:06 a.m.", "", news.CreditByline, "AP"},
		{"en", "Los Angeles Times (TNS)", "", news.CreditByline, "Los Angeles Times"},
		{"en", "Los Angeles Times (TNS)", "", news.CreditDistributor, "Tribune Content Agency"},
		{"en", "By Reuters\n\nJuly 15, 2018", "", news.CreditByline, "Reuters"},
		{"en", "The board said on Tuesday that the dredging of the old port would begin again in June.\n\nAnn LeeThe Associated Press", "", news.CreditByline, "AP"},
		{"en", "", "(With inputs from PTI)", news.CreditCowritten, "PTI"},
		// Other languages, each with a strong form.
		{"es", "", "Este artículo fue publicado originalmente en The Conversation. Lea el original.", news.CreditRepublished, "The Conversation"},
		{"es", "", "Fuente: EFE", news.CreditLabel, "EFE"},
		{"fr", "", "Cet article est republié à partir de The Conversation sous licence Creative Commons.", news.CreditRepublished, "The Conversation"},
		{"fr", "", "Source : AFP", news.CreditLabel, "AFP"},
		{"fr", "", "Le Courrier avec AFP", news.CreditCowritten, "AFP"},
		{"de", "", "Dieser Artikel erschien zuerst auf Hafenblatt Zeitung.", news.CreditRepublished, "Hafenblatt Zeitung"},
		{"de", "", "Quelle: dpa", news.CreditLabel, "dpa"},
		{"de", "", "Quelle: red/dpa", news.CreditLabel, "dpa"},
		{"ru", "", "Источник: ТАСС", news.CreditLabel, "TASS"},
		{"ru", "", "Данная статья впервые опубликована в газете «Вести порта».", news.CreditRepublished, "Вести порта"},
		{"pt", "", "Este artigo foi publicado originalmente no Jornal do Porto.", news.CreditRepublished, "Jornal do Porto"},
		{"pt", "", "Fonte: Agência Brasil", news.CreditLabel, "Agência Brasil"},
		{"it", "", "Fonte: ANSA", news.CreditLabel, "ANSA"},
		{"tr", "", "Kaynak: AA", news.CreditLabel, "Anadolu"},
		{"ar", "", "المصدر: رويترز", news.CreditLabel, "Reuters"},
		{"zh", "", "来源：新华社", news.CreditLabel, "Xinhua"},
		{"zh", "", "本文转自海港晚报，版权归原作者所有。", news.CreditRepublished, "海港晚报"},
		{"uk", "", "Джерело: Укрінформ", news.CreditLabel, "Ukrinform"},
	} {
		text := strings.TrimSpace(row.before + "\n\n" + bodies[row.lang] + "\n\n" + row.after)
		if !hasCredit(read(t, news.TypeText, text, "outlet=Selby Tribune"), row.kind, row.name) {
			t.Errorf("%s %q: want %s %q, got %+v", row.lang, row.before+row.after, row.kind, row.name, read(t, news.TypeText, text).Credits)
		}
	}
}

func hasCredit(a news.Article, kind, name string) bool {
	for _, c := range a.Credits {
		if c.Kind == kind && (c.Name == name || name != "" && c.Name != "" && outlet.Key(c.Name, "") == outlet.Key(name, "")) {
			return true
		}
	}
	return false
}

func TestDatelines(t *testing.T) {
	for _, row := range []struct{ lang, dateline, name string }{
		{"en", "SELBY, Norland (Reuters) - ", "Reuters"},
		{"en", "SELBY (AP) — ", "AP"},
		{"en", "(Reuters) - ", "Reuters"},
		{"en", "Paris (AFP) - ", "AFP"},
		{"en", "Madrid, 3 abr (EFE).- ", "EFE"},
		{"en", "BERLIN (dpa) - ", "dpa"},
		{"en", "(ANSA) - ROMA, 3 APR - ", "ANSA"},
		{"en", "MOSCOW, April 3. /TASS/. ", "TASS"},
		{"ru", "МОСКВА, 3 апр — РИА Новости. ", "RIA Novosti"},
		{"en", "Selby, Norland (CNN)", "CNN"},
		{"es", "La Habana, 8 may (Prensa Latina) ", "Prensa Latina"},
		{"ru", "КАЛИНИНГРАД, 8 мая (Рейтер) - ", "Reuters"},
		{"uk", "Київ. 8 травня. ІНТЕРФАКС-УКРАЇНА – ", "Interfax-Ukraine"},
		{"uk", "КИЇВ. 8 травня. УНН. ", "UNN"},
		{"zh", "（中央社记者王小明台北8日电）", "Central News Agency"},
		{"zh", "央视网消息：", "CCTV"},
		{"ar", "الرياض 18 شوال 1444 هـ الموافق 08 مايو 2023 م واس ", "SPA"},
		{"ar", "موسكو – سبوتنيك. ", "Sputnik"},
		{"ar", "القاهرة - رويترز: ", "Reuters"},
		{"ru", "8 мая, Минск /Корр. БЕЛТА/. ", "BelTA"},
		{"de", "Bern (sda) ", "Keystone-SDA"},
		{"tr", "(ANKARA) - (ANKA) - ", "ANKA"},
		{"ar", "بيروت ـ أ ف ب: ", "AFP"},
		{"ar", "أنقرة/ الأناضول ", "Anadolu"},
		{"zh", "【环球时报综合报道】", "Global Times"},
		{"de", "Frankfurt a.M. (epd). ", "epd"},
		{"it", "(DIRE) Roma, 8 mag. - ", "DIRE"},
		{"it", "Roma, 8 mag. (askanews) – ", "Askanews"},
	} {
		a := read(t, news.TypeText, row.dateline+bodies[row.lang], "outlet=Selby Tribune")
		if !hasCredit(a, news.CreditDateline, row.name) {
			t.Errorf("%q: want %s, got %+v", row.dateline, row.name, a.Credits)
		}
	}
}

// TestDatelineField holds that a dateline which the container keeps apart from the text
// names its agency, and a mere place nobody.
func TestDatelineField(t *testing.T) {
	for _, row := range []struct{ dateline, name string }{
		{"SELBY, Norland (Reuters) -", "Reuters"},
		{"SELBY, May 3 (AP)", "AP"},
		{"SELBY, Norland", ""},
		{"Selby, 3 May 2021", ""},
	} {
		a, err := Article(news.Document{Place: "test", MediaType: news.TypeText, Body: bodies["en"], Fields: map[string]string{news.FieldOutlet: "Selby Tribune"}, Extra: map[string]string{news.ExtraDateline: row.dateline}})
		if err != nil {
			t.Fatal(err)
		}
		if row.name == "" && len(a.Credits) > 0 || row.name != "" && !hasCredit(a, news.CreditDateline, row.name) {
			t.Errorf("%q: want %q, got %+v", row.dateline, row.name, a.Credits)
		}
	}
}

// TestOriginAndVia holds that who wrote a text and who handed it on are kept apart.
func TestOriginAndVia(t *testing.T) {
	for _, row := range []struct{ before, after, origin, originKind, via, viaKind string }{
		{"SELBY (Reuters) - ", "Via Yahoo News", "Reuters", news.CreditDateline, "Yahoo", news.CreditVia},
		{"", "©2018 Los Angeles Times, Distributed by Tribune Content Agency, LLC.", "Los Angeles Times", news.CreditCopyright, "Tribune Content Agency", news.CreditDistributor},
		{"SELBY, May 3, 2021 /PRNewswire/ -- ", "", "", "", "PR Newswire", news.CreditDistributor},
		{"SELBY--(BUSINESS WIRE)--", "", "", "", "Business Wire", news.CreditDistributor},
	} {
		a := read(t, news.TypeText, strings.TrimSpace(row.before+bodies["en"]+"\n\n"+row.after), "outlet=Selby Tribune")
		if !hasCredit(a, row.viaKind, row.via) || row.origin != "" && !hasCredit(a, row.originKind, row.origin) || row.origin == "" && len(a.Credits) != 1 {
			t.Errorf("%q %q: %+v", row.before, row.after, a.Credits)
		}
	}
}

// TestTraps are words that look like a credit and are none.
func TestTraps(t *testing.T) {
	for _, row := range []struct{ lang, before, after string }{
		{"es", "", "Su novela sobre el puerto, publicada originalmente en Tres Mares en 1985, se reedita ahora."},
		{"pt", "", "Seu romance sobre o porto, publicado originalmente pela Três Mares, volta às livrarias."},
		{"fr", "", "Son récit du port, paru initialement chez Trois Mers, ressort en poche."},
		{"de", "", "Sein Buch über den Hafen, zuerst erschienen bei Drei Meere, wird neu aufgelegt."},
		{"ru", "", "Её книга о порте, впервые опубликованная в издательстве «Три моря», выходит снова."},
		{"zh", "", "这项研究最初发表于《海洋科学》，引起了港务局的注意。"},
		{"zh", "", "据路透社报道，港务局早已知道淤泥中的物质。"},
		{"ru", "", "По материалам следствия, управление знало об этом."},
		{"en", "", "This article originally appeared in the Tribune."},
		{"de", "", "„Dieser Artikel erschien zuerst im Spiegel“, sagte der Minister am Mittwoch."},
		{"ru", "", "Исследование впервые опубликовано в журнале Nature; о нём писали все газеты."},
		{"uk", "", "Дослідження вперше опубліковано в журналі Nature; про нього писали всі газети."},
		{"ar", "", "ونشرت الدراسة لأول مرة في مجلة نيتشر، ونقلت عنها رويترز."},
		{"de", "", "Der Hafen von Erie (PA) bleibt geschlossen, und die Fähren der Reederei (AP) fahren nicht."},
		{"en", "", "Tags: Reuters, harbours"},
		{"en", "", "More from the harbour\n\nReuters"},
		{"en", "", "Follow AFP on Twitter"},
		{"es", "", "Artículo publicado en Nature"},
		{"es", "", "Por la tarde, EFE cerró su oficina en el puerto."},
		{"de", "", "Das Gespräch mit der Behörde ging zu Ende."},
		{"fr", "", "Article paru dans Science"},
		{"ru", "", "Опубликовано в Nature"},
		{"pt", "", "Leia a Constituição completa"},
		{"zh", "", "本文最初发表于五月，现已更新。"},
		{"de", "", "Dieser Artikel erschien am Montag und wurde ergänzt."},
		{"es", "", "Este reportaje fue publicado en mayo y ha sido actualizado."},
		{"en", "Ann Lee / AP", ""},
		{"en", "The basin at dusk. © Reuters / Toby Melville", ""},
		{"en", "© AFP", ""},
		{"en", "", "© Claudio Reyes/AFP/Getty Images"},
		{"en", "", "Students who took courses of advanced placement (AP) did better than those who did not."},
		{"en", "", "She was born in Erie (PA) and moved to the coast as a child with her parents."},
		{"en", "Payments by phone (UPI) are now taken by every shop in the lower town, it said.", ""},
		{"en", "", "The book was first published in 1974 and has been in print since then."},
		{"en", "", "This story was originally published on October 21, 2019."},
		{"en", "", "The report said: “This article was originally published by Reuters,” which it was not."},
		{"en", "", "The cartoons originally appeared in Jyllands-Posten, a Danish newspaper."},
		{"en", "", "Source: World Bank"},
		{"en", "", "Source: Norland Statistical Office, 2021 survey of ports and harbours"},
		{"en", "", "A version of this article appears in print on Page A1 of the Selby Tribune."},
		{"en", "", "The post Dredging begins appeared first on Selby Tribune."},
		{"en", "", "This article originally appeared in the Selby Tribune magazine."},
		{"en", "", "A version of this post first appeared in \"Tide Today,\" a daily email written by Ann Lee."},
		{"en", "", "First reported by The New York Times, the plan is expected to be voted on next Monday."},
		{"en", "", "All rights reserved."},
		{"en", "", "Adapted from an essay by Ann Lee and Max Orn."},
		{"en", "", "Reuters is one of the agencies that asked the board for its papers."},
		{"en", "", "Reporting by the newspaper showed that the board had known; editing by hand had hidden it."},
		{"en", "", "A version of this plan appeared in The Guardian last week, to the anger of the board."},
		{"en", "", "Source - close to the board"},
		{"en", "", "This story was provided by a fisherman who did not want to be named."},
		{"es", "", "Esta nota apareció originalmente en 2019."},
		{"de", "", "Der Beitrag erschien zuerst am Montag."},
		{"fr", "", "L’article est apparu en premier dans la loi de 1991 sur les ports."},
		{"pt", "", "Com a Lusa fechada, ninguém mais falou do porto durante o inverno todo."},
		{"ru", "", "Сначала появились чайки, потом рыбаки, и только потом журналисты из города."},
		{"tr", "", "Bu haber ilk olarak köyde duyuldu ve kimse inanmadı."},
		{"uk", "", "Спочатку вийшли рибалки, а потім усі інші мешканці міста."},
		{"zh", "", "该项目经市政府授权发布公告。"},
		{"en", "", "Reuters reported last week that the board had known of the mud, and according to AFP it did."},
		{"en", "", "The ship was registered in Quebec (CP) and sold twice before it came to the harbour."},
		{"en", "(Photo: Ann Lee/Reuters)", "© EPA"},
		{"fr", "", "Traduit de l’anglais par Anne Lee"},
		{"it", "", "Tradotto da Anna Leone"},
		{"en", "", "He has worked for a wire (the Kestrel Wire) since the war."},
		{"de", "", "Bildquelle: dpa"},
		{"de", "", "Foto: dpa"},
		{"ru", "", "При использовании материалов ссылка на сайт обязательна."},
		{"ru", "", "Об этом сообщает РИА Новости со ссылкой на управление порта."},
		{"it", "", "Riproduzione riservata"},
		{"es", "", "Con información de la que dispone, la junta decidirá en junio."},
		{"es", "", "Fuente: elaboración propia"},
		{"pt", "", "Com informações da prefeitura, a junta vai decidir em junho o que fazer."},
		{"pt", "", "Fonte: IBGE"},
		{"fr", "", "Le maire est venu avec le conseil pour voir les travaux du bassin."},
		{"tr", "", "Bu haberin kaynağı henüz bilinmiyor ve kimse açıklama yapmadı."},
		{"ar", "", "ورفض المصدر الكشف عن اسمه في حديثه عن الأعمال الجارية في الميناء."},
		{"zh", "", "记者从港务局获悉，资金来源尚未确定，委员会将在六月作出决定。"},
		{"uk", "", "Джерело в управлінні порту відмовилося назвати своє ім'я журналістам."},
	} {
		text := strings.TrimSpace(row.before + "\n\n" + bodies[row.lang] + "\n\n" + row.after)
		if a := read(t, news.TypeText, text, "outlet=Selby Tribune"); len(a.Credits) > 0 {
			t.Errorf("%s %q: took %+v", row.lang, row.before+row.after, a.Credits)
		}
	}
}

func TestFossils(t *testing.T) {
	for _, row := range []struct{ text, kind, name string }{
		{"The gates stayed shut.\n\n— Tarsa Herald (@TarsaHerald) September 2, 2023", news.FossilPost, "Tarsa Herald"},
		{"“We have waited long enough,” she told RT on Monday after the meeting.", news.FossilTold, "RT"},
		{"He said so in an exclusive interview with Reuters before the vote was taken.", news.FossilTold, "Reuters"},
		{"— RT (@RT_com) July 8, 2016", news.FossilPost, "RT"},
		{"READ MORE: Port of Selby to be dredged at last", news.FossilMore, ""},
		{"ЧИТАЙТЕ ТАКЖЕ: Порт Селби очистят", news.FossilMore, ""},
		{strings.Repeat("港", 30) + "told RT", news.FossilTold, "RT"}, // no space to begin a window at
		{strings.Repeat("港", 30) + "interview withReuters" + strings.Repeat("港", 30) + "\n\ntold RT", news.FossilTold, "RT"},
		{"RT has learned that the board knew of the samples before the vote was taken.", news.FossilVoice, "RT"},
	} {
		a := read(t, news.TypeText, strings.Replace(bodies["en"], "\n\n", "\n\n"+row.text+"\n\n", 1), "outlet=Selby Tribune")
		found := false
		for _, f := range a.Fossils {
			found = found || f.Kind == row.kind && f.Name == row.name && f.Span.Len() > 0
		}
		if !found {
			t.Errorf("%q: want %s %q, got %+v", row.text, row.kind, row.name, a.Fossils)
		}
	}
	a := read(t, news.TypeText, bodies["en"]+"\n\nShe told reporters so.\n\n— Ann Lee (@annlee) May 3, 2021\n\nNobody answered the letter that the council sent to the ministry in March.")
	if len(a.Fossils) > 0 {
		t.Errorf("a person's post and talk to reporters are no fossils: %+v", a.Fossils)
	}
	if a.Published.Earliest.IsZero() {
		t.Error("a person's post bounds the date all the same")
	}
}

// TestBoilerplate holds that boxes go and that nothing of a body goes with them.
func TestBoilerplate(t *testing.T) {
	first, second, _ := strings.Cut(bodies["en"], "\n\n")
	for _, row := range []struct{ name, text, want string }{
		{"short first sentence", "A headline of a page copied as text\n\nBy Ann Lee\n\nIt was a quiet night.\n\nFacebook\nTwitter\n\n" + bodies["en"], "It was a quiet night.\n\n" + bodies["en"]},
		{"verse in a body", first + "\n\nRoll on, thou deep\nand dark blue ocean\nroll\n\n" + second, first + "\n\nRoll on, thou deep\nand dark blue ocean\nroll\n\n" + second},
		{"verse alone", "Roll on, thou deep\nand dark blue ocean\nroll", "Roll on, thou deep\nand dark blue ocean\nroll"},
		{"a phrase looked up", "since the Lower Town loudly asked to be dredged again by the board in the spring", "since the Lower Town loudly asked to be dredged again by the board in the spring"},
		{"subhead", first + "\n\nA court steps in\n\n" + second, first + "\n\nA court steps in\n\n" + second},
		{"list at the end", bodies["en"] + "\n\nNorland 3\nSelby 1", bodies["en"] + "\n\nNorland 3\nSelby 1"},
		{"share bar amid", first + "\n\nFacebook\nTwitter\nWhatsApp\n\n" + second, bodies["en"]},
		{"share bar on one line", first + "\n\nShare: Facebook | Twitter | Email\n\n" + second, bodies["en"]},
		{"counts", first + "\n\nShare 12 Tweet 3\n\n0 Shares\n\nComments (12)\n\n" + second, bodies["en"]},
		{"share bars of others", first + "\n\nPartager sur Facebook\n\nAuf Facebook teilen\n\nCompartir en Facebook Compartir en Twitter\n\n" + second, bodies["en"]},
		{"words of a share bar in a body", first + "\n\nFacebook and Twitter share the blame\n\n" + second, first + "\n\nFacebook and Twitter share the blame\n\n" + second},
		{"invitations", first + "\n\nFollow @selbytribune\n\nJoin our Telegram channel\n\nGet the latest news in your inbox. Sign up now!\n\n" + second, bodies["en"]},
		{"rights at the end", bodies["en"] + "\n\n© 2019 Selby Tribune. All rights reserved.", bodies["en"]},
		{"newsletter amid", first + "\n\nSubscribe to our newsletter\n\n" + second, bodies["en"]},
		{"advertisement", first + "\n\nAdvertisement\n\nContinue reading the main story\n\n" + second, bodies["en"]},
		{"other articles after", bodies["en"] + "\n\nRelated Articles\n\nAnother headline of the site\nA third headline of it", bodies["en"]},
		{"carriage returns", strings.ReplaceAll(bodies["en"], "\n", "\r\n"), bodies["en"]},
		{"sentence like a byline", first + "\n\nBy Monday they had all left.\n\n" + second, first + "\n\nBy Monday they had all left.\n\n" + second},
	} {
		if got := read(t, news.TypeText, row.text).Text; got != row.want {
			t.Errorf("%s:\n got %q\nwant %q", row.name, got, row.want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, row := range []struct{ name, kind, body, want string }{
		{"empty", news.TypeText, "", "page has no main text"},
		{"only marks", news.TypeText, "--- 12 ---", "page has no main text"},
		{"page without text", news.TypeHTML, "<html><head><title>x</title></head><body><img src=a.png></body></html>", "page has no main text"},
		{"10,000 levels", news.TypeHTML, strings.Repeat("<div>", 10000) + "text", "512"},
		{"binary", news.TypeText, "PK\x03\x04\x00\x00\x00\x00", "zero bytes"},
	} {
		_, err := Article(news.Document{Place: "p", MediaType: row.kind, Body: row.body})
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: error %v, want one with %q", row.name, err, row.want)
		}
		if row.want == ErrNoText.Error() && !errors.Is(err, ErrNoText) {
			t.Errorf("%s: %v does not wrap ErrNoText", row.name, err)
		}
	}
}

func TestLanguage(t *testing.T) {
	for lang, body := range bodies {
		if got := language("", body); got != lang {
			t.Errorf("language of %s body: %s", lang, got)
		}
	}
	for _, row := range []struct{ tag, text, want string }{
		{"", "Xyzzy plugh.", "und"}, {"", "12 345", "und"}, {"en-US", "", "en"}, {"pt_BR", "", "pt"}, {"English", "", "en"}, {"", "これはペンです。港の工事は六月に始まる。", "ja"},
	} {
		if got := language(row.tag, row.text); got != row.want {
			t.Errorf("language(%q, %q) = %s, want %s", row.tag, row.text, got, row.want)
		}
	}
}

// Addresses written out in plain text are links, those of the page's own site are not.
func TestWrittenLinks(t *testing.T) {
	const body = "The ferry ran aground on the bar at low water on Monday, the harbour office said.\n\n" +
		"More on this (https://lindowherald.example/ferry?utm_source=x), and at https://own.example/other or http://lindowherald.example/ferry."
	a, err := Article(news.Document{Place: "p", URL: "https://own.example/a", MediaType: news.TypeText, Body: body})
	if want := []string{"https://lindowherald.example/ferry?utm_source=x"}; err != nil || !slices.Equal(a.Links, want) {
		t.Errorf("links %q, %v, want %q", a.Links, err, want)
	}
}
