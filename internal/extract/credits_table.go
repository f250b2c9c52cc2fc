package extract

import "stemma/internal/news"

// who says what a form may name for it to be taken.
type who uint8

const (
	anyone  who = iota // any name that looks like one
	press              // an outlet of the table, or a name with a word of the press in it
	known              // an outlet of the table
	agency             // an agency of the table
	nobody             // the form names nobody: a label
	fixed              // the form itself tells: the outlet is in then
	ownDate            // no credit: the article's own earlier date
)

// place says where in an article a form counts.
type place uint8

const (
	anywhere place = iota
	opening        // where a dateline stands: at the start of a paragraph near the start
	ending         // in the last 600 bytes of the body or after it
	newLine        // at the start of a line
	newTail        // at the start of a line, at the ending
)

// A form is one way in which an article says where its text is from, or keeps another
// outlet's voice. Adding a language is adding rows.
type form struct {
	lang     string
	on       string // lower-case literals, one of which the text must hold; "|" between
	says     string // pattern; a space is any white space, THIS "this article", CITY a dateline's place, NAME where a name begins, CAPS a name before
	kind     string
	strength news.Strength
	names    who
	place    place
	then     string // pattern of what must follow the name; with fixed, the name itself
}

// this is what an article calls itself, with at most three words before the noun.
const this = `(?:(?:this|the above|the following|our|a version of this|an earlier version of this|a longer version of this|part of this|portions of this) (?:[\w'’&.-]+ ){0,3}?(?:article|story|piece|post|column|essay|op-ed|oped|commentary|report|interview|analysis|feature|excerpt|editorial|text|blog|content|review|investigation|explainer|work|item|dispatch))`

// published is the English for having come out before.
const published = `(?:originally|first|initially|previously|also) (?:published|appeared|posted|printed|ran|run|featured|released)`

// cameOut are the words that give such a sentence away.
const cameOut = "originally published|originally appeared|originally posted|originally printed|originally ran|originally run|originally featured|" +
	"originally released|first published|first appeared|first posted|first printed|first ran|first run|initially published|initially appeared|" +
	"previously published|previously appeared|also published|also appeared|also posted"

// where is what stands between "published" and the name: a date, an issue, a section.
const where = `(?: in full| here| online| today)?(?: in (?:english|spanish|french|german|russian|portuguese|italian|turkish|arabic|chinese|dutch|hebrew|japanese|polish|ukrainian))?(?:,? on [^.;]{3,24}?(?:\d{4}|\d{1,2}),?)? (?:by|on|in|at|with|for|over at|via)(?: the (?:[^;]{2,40} )?(?:issue|edition|pages|website|web site|site|blog|op-ed pages?|opinion (?:section|pages?)) of)?(?: our (?:partner|partners|sister \w+)[ ,]+)?`

// forms are tried in this order; of two that say the same of the same words the first is
// taken. Sources: the catalogue of credits the project was designed on, and real pages.
var forms = []form{
	// English: the article says so itself.
	{"en", cameOut, `(?:^.{0,80}?\bTHIS\b|^\W*(?:it|this)\b).{0,90}?\b` + published + where + ` NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", cameOut, `^\W*(?:editor[’']s note:? |note:? |\w+ \w+[’']s )?` + published + where + ` NAME`, news.CreditRepublished, news.Strong, anyone, newLine, ""},
	{"en", "appeared first on", `(?:the post .{0,200}|^\W*THIS\b.{0,40}?) appeared first on NAME`, news.CreditRepublished, news.Strong, anyone, ending, ""},
	{"en", "republished", `^(?:.{0,80}?\bTHIS\b.{0,60}?\b|\W*)(?:has been |was |is )?republished (?:here |with permission |in full |courtesy )?(?:from|by permission of|with (?:the )?(?:kind )?permission (?:from|of)|with thanks to|courtesy of) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "reprinted|reproduced", `^(?:.{0,80}?\bTHIS\b.{0,60}?\b|\W*)(?:has been |was |is )?(?:reprinted|reproduced) (?:here )?(?:from|by permission of|with (?:the )?(?:kind )?permission (?:from|of)|courtesy of) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "reposted|cross-posted|crossposted|syndicated from|re-posted", `^\W*(?:THIS\b.{0,60} )?(?:is |was |has been )?(?:re-?posted|cross-?posted|syndicated) (?:with permission )?(?:from|at|on|by) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "produced by|produced and", `^\W*THIS\b.{0,60}? (?:was|is) produced (?:and (?:originally )?(?:published|distributed) )?by NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "courtesy of", `^\W*(?:THIS.{0,40} |article |story )(?:is |was |appears )?(?:here )?courtesy of NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "comes from|comes to us", `^\W*THIS\b.{0,20} (?:comes from|comes to us from|is from|was taken from|is taken from) NAME`, news.CreditRepublished, news.Strong, press, anywhere, ""},
	{"en", "comes from our|comes to us from our", `^\W*THIS\b.{0,20} comes (?:to us )?from our (?:content |news |media |reporting )?(?:partners?|friends|colleagues) (?:at|from) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "provided by|supplied by", `^\W*THIS\b.{0,20} (?:was|is) (?:provided|supplied) by NAME`, news.CreditRepublished, news.Strong, agency, anywhere, ""},
	{"en", "commissioned by", `^\W*THIS\b.{0,20} was commissioned (?:and (?:first |originally )?published )?by NAME`, news.CreditRepublished, news.Medium, press, anywhere, ""},
	{"en", "version of this", `^\W*(?:the|an?) (?:\w+ ){1,2}version of THIS (?:was (?:\w+ )?published|(?:\w+ )?(?:appeared|ran|appears)) (?:in|on|at|by|with) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "content created by", `^\W*content created by NAME`, news.CreditRepublished, news.Strong, anyone, ending, `is available without charge`},
	{"en", "is a pulitzer prize-winning investigative newsroom", `propublica is a pulitzer prize-winning`, news.CreditRepublished, news.Strong, fixed, anywhere, "ProPublica"},
	{"en", "produces in-depth journalism about health", `kff health news is a national newsroom`, news.CreditRepublished, news.Strong, fixed, anywhere, "KFF Health News"},
	{"en", "is part of states newsroom", `^CAPS is part of states newsroom`, news.CreditRepublished, news.Strong, anyone, ending, ""},
	{"en", "originally published|first published|originally posted|originally appeared", `^.{0,80}?\b(?:THIS\b.{0,40}? )?(?:originally|first) (?:published|posted|appeared) (?:on|in) (?:\w+\.?,? )?(?:\d{1,2},? )?(?:19|20)\d\d`, "", "", ownDate, anywhere, ""},
	{"en", "adapted from|excerpted from", `^\W*THIS\b.{0,30} (?:is |was )?(?:adapted|excerpted) from (?:an? |the )?(?:article |story |piece )?(?:in |by |from |on |published (?:in|by|on) )?NAME`, news.CreditRepublished, news.Medium, press, anywhere, ""},
	{"en", "adapted from|excerpted from", `^\W*(?:THIS\b.{0,30} )?(?:is |was )?(?:adapted|excerpted) from (?:an? |the )?(?:longer |full )?(?:(?:investigation|reporting|coverage|series|project) (?:\w+ )?by|(?:article|story|piece|report|essay|interview|investigation|series) (?:that )?(?:first |originally )?(?:(?:published|appeared|appearing) )?(?:in|on|at)) NAME`, news.CreditRepublished, news.Medium, anyone, newTail, ""},
	{"en", "translated from", `^\W*(?:THIS.{0,30} )?(?:was |is )?translated (?:by .{3,40} )?from (?:the (?:original|\w+) (?:in|on|at|by) )NAME`, news.CreditTranslated, news.Medium, anyone, anywhere, ""},
	{"en", "translated from", `^\W*(?:THIS.{0,30} )?(?:was |is )?translated (?:by .{3,40} )?from NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"en", "co-published|copublished|in partnership with|collaboration with", `^\W*THIS\b.{0,60}? (?:co-?published|(?:produced|published|reported) in (?:partnership|collaboration)) with NAME`, news.CreditCowritten, news.Medium, press, anywhere, ""},
	{"en", "reprinted with permission|republished with permission", `^\W*(?:article )?from NAME`, news.CreditRepublished, news.Strong, anyone, newLine, `^.{0,60}(?:re-?printed|re-?published) with permission`},
	{"en", "copied from", `\bcopied from NAME`, news.CreditRepublished, news.Medium, press, ending, ""},
	// English: labels at the end.
	{"en", "original source", `^\W*original source ?:? NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"en", "original source", `^\W*original source\W*$`, news.CreditLabel, news.Weak, nobody, newTail, ""},
	{"en", "source:|source :|sources:|source –|source —|source - ", `^\W*sources? ?[:–—-] NAME`, news.CreditLabel, news.Medium, press, newTail, `^\W{0,3}$`},
	{"en", "source", `^\W*source\W*$`, news.CreditLabel, news.Weak, nobody, newTail, ""},
	{"en", "read the ", `^\W*(?:click here to )?read (?:the|this) (?:full |original |entire |whole )+(?:article|story|post|piece|report)? ?(?:here )?(?:on|at|in|from|by) NAME`, news.CreditLabel, news.Medium, anyone, ending, ""},
	{"en", "continue reading at|continue reading on|read more at|full story at|full article at", `^\W*(?:continue reading|read more|(?:full|original) (?:story|article)) (?:at|on) NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"en", "read the original|read the full|read the entire|to read the original", `^\W*(?:click here to )?read (?:the|this) (?:full |original |entire )+(?:article|story|post|piece|report)?(?: here)?\W*$`, news.CreditLabel, news.Weak, nobody, ending, ""},
	{"en", "via |h/t", `^\W*(?:via|h/t):? NAME`, news.CreditVia, news.Medium, press, newTail, `^\W{0,3}$`},
	{"en", "via ", `^\W*\(via:? NAME`, news.CreditVia, news.Medium, press, newTail, `^\W{1,3}$`},
	{"en", "with permission", `^\W*(?:THIS.{0,40} )?(?:is |was |has been )?(?:re-?published|reprinted|reposted|reproduced)(?: here)? (?:by |with )(?:kind )?permission(?: of the (?:author|publisher))?\W*$`, news.CreditRepublished, news.Weak, nobody, ending, ""},
	// English: tails of the agencies.
	{"en", "reporting by|reporting and writing|writing by|compiled by", `\((?:additional )?(?:reporting|reporting and writing|writing|compiled) by [^()]{3,400}?;? ?(?:additional reporting|editing|writing|graphics|compiled) (?:and \w+ )?by `, news.CreditTail, news.Strong, fixed, anywhere, "Reuters"},
	{"en", "reporting by", `^\((?:additional )?reporting by [^()]{3,300}\)\W*$`, news.CreditTail, news.Medium, fixed, newTail, "Reuters"},
	{"en", "reporting by|writing by|compiled by", `^\W{0,2}(?:additional )?(?:reporting|writing|compiled) by (?-i:\p{Lu})[^();]{2,200}; ?(?:editing|writing) (?:and \w+ )?by (?-i:\p{Lu})`, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	{"en", "trust principles", `our standards: the thomson reuters trust principles`, news.CreditTail, news.Strong, fixed, anywhere, "Reuters"},
	{"en", "reuters messaging:", `reuters messaging: `, news.CreditTail, news.Strong, fixed, anywhere, "Reuters"},
	{"en", "contributed|reported from", `^[_*\W]*CAPS(?:[’']s)? (?:[\w-]+ ){0,3}?(?:writer|reporter|correspondent|journalist|producer|researcher)s? .{3,300}?\b(?:contributed|reported)\b`, news.CreditTail, news.Strong, agency, anywhere, ""},
	{"en", "contributed to this", `\bCAPS (?:also )?contributed to this (?:report|story|article)`, news.CreditCowritten, news.Medium, known, anywhere, ""},
	{"en", "reporting from|inputs from|input from|material from|reporting by|agency inputs", `^\W*(?:\(|with |includes |compiled (?:from|by) )[^.]{0,30}?(?:reporting|inputs?|material|information|reports|files) (?:from|by) NAME`, news.CreditCowritten, news.Medium, known, ending, ""},
	{"en", "except for the headline", `except for the headline, this story has not been edited .{0,80} syndicated feed`, news.CreditLabel, news.Weak, nobody, anywhere, ""},
	{"en", "from a syndicated feed", `(?:published|auto-generated) from a syndicated feed`, news.CreditLabel, news.Weak, nobody, anywhere, ""},
	{"en", "auto-generated from|generated from", `(?:auto-)?generated from NAME`, news.CreditTail, news.Strong, agency, ending, `^ (?:syndicated |news )?feed`},
	{"en", "with pti|with ani|with ians|with reuters|with afp|with ap ", `^\W*with NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^ (?:and \w+ )?inputs\W*$`},
	{"en", "inputs from agencies|agency inputs|inputs from agency", `^\W*(?:\w+ ){0,3}(?:inputs from agenc(?:ies|y)|agency inputs)\W*$`, news.CreditCowritten, news.Weak, nobody, newTail, ""},
	{"en", "to see more, visit", `^\W*copyright (?:(?:19|20)\d\d)? ?NAME`, news.CreditCopyright, news.Strong, known, newTail, `^.{0,4}to see more, visit`},
	{"en", "copyright|© |©20|©19|(c) ", `^\W*(?:copyright|©|\(c\)) ?\(?(?:(?:19|20)\d\d)?\)?,?(?: by)? NAME`, news.CreditCopyright, news.Strong, agency, ending, `^.{0,60}(?:all rights reserved|may not be)`},
	{"en", "© |©20|©19|copyright|(c) ", `^\W*(?:copyright|©|\(c\)) ?(?:(?:19|20)\d\d(?:[-–]\d\d(?:\d\d)?)?),?(?: by)? NAME`, news.CreditCopyright, news.Strong, agency, newTail, `^[\W\d]{0,6}$`},
	{"en", "distributed by", `^\W*(?:(?:copyright|©|\(c\)) ?)?(?:(?:19|20)\d\d),? NAME`, news.CreditCopyright, news.Strong, anyone, newTail, `^.{0,90}distributed by`},
	{"en", "distributed by", `distributed by NAME`, news.CreditDistributor, news.Medium, anyone, ending, ""},
	{"en", "provided by", `^\W*(?:provided by|this content is provided .{0,30}by) NAME`, news.CreditDistributor, news.Medium, known, ending, ""},
	{"en", "(ap)|(reuters)|(afp)|(pti)|(ani)|(ians)|(tns)|(upi)|(xinhua)|(dpa)|(efe)", `[.!?”"’][ _]*\(NAME`, news.CreditTail, news.Strong, agency, ending, `^\)\W*$`},
	{"", "wire)|newswire)|agency)|news service)|agencia)|agentur)|agence)", `^\W{0,4}\(NAME`, news.CreditTail, news.Strong, press, ending, `^\)\W*$`},
	{"", "afp|reuters|xinhua|dpa|associated press|pti|ians|upi|efe|ansa|tass|aap|lusa|anadolu|bernama", `^[-–—] ?NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	// Datelines, any language.
	{"", "[", `^(?:CITY)? ?\[NAME`, news.CreditDateline, news.Strong, agency, opening, `^\]`},
	{"", "(", `^(?:CITY)?-{0,2} ?\(NAME`, news.CreditDateline, news.Strong, known, opening, `^(?: ?\w+)?\)(?:[.:]? ?(?:--|[-–—:])|[.:]? ?$|(?-i:\p{Lu}[\p{Ll}’ ]))`},
	{"", "/", `^CITY(?:--?)? ?/NAME`, news.CreditDateline, news.Strong, known, opening, `^/(?:\s|[.-]|$)`},
	{"ru", "—|–|-", `^CITY, \d{1,2} \p{L}+\.? ?(?:\d{4})? ?[-–—/] NAME`, news.CreditDateline, news.Strong, agency, opening, `^[.,/]`},
	{"ru", "/", `^CITY, \d{1,2} \p{L}+\. ?/NAME`, news.CreditDateline, news.Strong, agency, opening, `^/`},
	{"it", "(", `^\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\) ?[-–—]`},
	{"zh", "新华社|中新社|中新网|中央社", `^.{0,12}?NAME`, news.CreditDateline, news.Strong, agency, opening, `^.{0,40}[电電日]`},
	// Spanish.
	{"es", "publicado originalmente|publicada originalmente|originalmente", `(?:^\W*|este (?:art[ií]culo|texto|reportaje)|esta (?:nota|historia|columna|entrevista)).{0,60}?(?:fue )?publicad[oa] (?:originalmente|por primera vez) (?:en|por) (?:(?-i:el|la) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "publicado originalmente|publicada originalmente", `^\W*(?:art[ií]culo |texto )?(?:originalmente )?publicad[oa] (?:originalmente )?(?:en|por) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "con permiso|con autorización", `(?:reproducid[oa]|republicad[oa]|publicad[oa]) (?:aquí )?con (?:permiso|autorización) (?:de|del) (?:(?-i:la) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "se publicó|apareció|publicado por primera vez|publicada por primera vez", `(?:este (?:art[ií]culo|texto|reportaje)|esta (?:nota|historia|columna|entrevista|tribuna)|la entrada .{1,200}).{0,20}? (?:se publicó|apareció) (?:originalmente|por primera vez|primero) en (?:(?-i:el|la) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "vía", `^\W*vía ?:? NAME`, news.CreditVia, news.Medium, press, newTail, `^\W{0,3}$`},
	{"es", "traducido de|traducida de|traducción de", `^\W*(?:(?:texto|artículo|nota) )?(?:traducid[oa]|traducción) del? NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"es", "fuente:", `^\W*fuente ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"es", "tomado de|tomada de", `^\W*(?:con )?tomad[oa] de:? NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"es", "texto original en|leer el original en|artículo original en", `^\W*(?:texto|leer el|art[ií]culo) original en:? NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"es", "con información de", `\bcon informaci[oó]n de (?:la )?(?:(?-i:agencia) )?NAME`, news.CreditCowritten, news.Medium, agency, ending, ""},
	// French.
	{"fr", "republié|republiée", `cet article est republié à partir de NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "initialement|à l'origine|à l’origine|d'abord|d’abord", `(?:^\W*|cet article|ce texte|cette (?:tribune|enquête)|article).{0,40}?(?:initialement |à l'origine |d'abord |été )+(?:publiée?|parue?|été publiée? )(?: initialement| à l'origine)? (?:sur|dans|par|en|chez) (?:le site (?:de |d'|du )?)?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "publié initialement|publié à l", `^\W*(?:article )?publiée? (?:initialement|à l'origine) (?:sur|dans|par) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "pour la première fois|en premier sur", `(?:cet article|ce texte|cette (?:tribune|enquête)|^\W*l'article .{1,200}?) (?:a été publiée?|est parue?|est apparue?|est apparu) (?:pour la première fois|en premier) (?:sur|dans|par) (?:le site (?:de |d')?)?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "article original", `^\W*(?:(?:lire l')?article original)(?: (?:paru|publié))? ?(?:sur|dans|:) NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"fr", "traduit de|traduit du", `^\W*(?:(?:article|texte) )?traduit d[eu] NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"fr", "source :|source:|source\u00a0:", `^\W*source ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"fr", "repris de|reproduit avec", `^\W*(?:article )?(?:repris de|reproduit avec l'(?:aimable )?autorisation d[eu]) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "avec ", `^\W*(?:\p{L}.{1,30}? )?avec (?:l')?NAME`, news.CreditCowritten, news.Medium, agency, newLine, `^(?: et \p{L}+)?\W{0,4}$`},
	{"fr", "rédaction de|édité par", `\((?:rédaction de|reportage de|avec) [^()]{3,200}[;,] (?:édité|version française) (?:par|de) `, news.CreditTail, news.Strong, fixed, anywhere, "Reuters"},
	// German.
	{"de", "erschien zuerst|erschien zunächst|erschien ursprünglich|ist zuerst|ist ursprünglich|wurde zuerst|wurde ursprünglich|zuerst erschienen|zuerst veröffentlicht", `(?:d(?:ies)?er (?:artikel|text|kommentar)|der beitrag .{0,200}?|dieser beitrag|dieses interview|diese (?:reportage|analyse)).{0,30}? (?:erschien|ist|wurde) (?:\w+ )?(?:zuerst|zunächst|ursprünglich)(?: am [^.]{3,24}?)? (?:auf|in|im|am|bei|erschienen (?:auf|in|im|bei)|veröffentlicht (?:auf|in|im|von|bei))(?: de[rmn])? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "zuerst erschienen|erstveröffentlicht|erstveröffentlichung|zuerst veröffentlicht", `^\W*(?:zuerst erschienen|erstveröffentlicht|erstveröffentlichung|zuerst veröffentlicht)(?: am [^a-z]{3,24}?)? (?:auf|in|im|bei)(?: de[rmn])? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "stammt von|stammt aus|übernommen von", `^\W*(?:dieser (?:artikel|text|beitrag) )?(?:stammt (?:von|aus)|(?:wurde )?übernommen von)(?: de[rm])? NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"de", "quelle:", `^\W*quelle ?: (?:red/|ots/)?NAME`, news.CreditLabel, news.Strong, press, newTail, `^(?:/red)?\W{0,3}$`},
	{"de", "quelle:", `^\W*quellen? ?: [\w. -]{2,30}[,/] ?NAME`, news.CreditLabel, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"de", "material von|material der", `\(?mit (?:material|informationen|agenturmaterial) (?:von|der)(?: de[rn])? NAME`, news.CreditCowritten, news.Medium, agency, anywhere, ""},
	{"de", "freundlicher genehmigung", `mit freundlicher genehmigung (?:von|der|des) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "übersetzt aus|übersetzt von", `^\W*(?:dieser (?:artikel|text|beitrag) wurde )?(?:übernommen und )?übersetzt (?:aus|von)(?: de[rm])? NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"de", "(dpa|(sid|(apa|(afp", `[.!?“”"]\s*\(NAME`, news.CreditTail, news.Strong, agency, ending, `^(?:/\p{L}+)*\)\W*$`},
	// Russian.
	{"ru", "Оригинал публикации|оригинал публикации|Оригинал:|Оригинал статьи", `^\W*оригинал(?: публикации| статьи)? ?:? NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"ru", "Оригинал публикации|оригинал публикации", `^\W*оригинал публикации\W*$`, news.CreditLabel, news.Weak, nobody, newTail, ""},
	{"ru", "Источник|источник", `^\W*источник ?[:–—-] NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"ru", "впервые опубликован|впервые был|изначально опубликован|первоначально опубликован", `(?:^\W*|данная статья|эта статья|этот (?:материал|текст)|материал|статья).{0,30}?(?:впервые|изначально|первоначально) (?:была? )?опубликован[аоы]? (?:в|на|на сайте|изданием|порталом) (?:сайте |издании |газете |журнале )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ru", "впервые появил|сначала появил|появились сначала|появилась сначала", `(?:появил(?:ась|ось|ись|ся) (?:сначала|впервые)|(?:сначала|впервые) появил(?:ась|ось|ись|ся)) (?:на сайте|на|в) NAME`, news.CreditRepublished, news.Strong, anyone, ending, ""},
	{"ru", "Перепечатка|перепечатано|Перепечатано|с разрешения", `^\W*(?:перепечат(?:ка|ано) (?:с|из)|публикуется с разрешения|опубликовано с разрешения) (?:сайта |издания |редакции |газеты |журнала )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ru", "По материалам|по материалам", `^\W*(?:подготовлено )?по материалам:? (?:сайта |агентства |изданий? |портала )?NAME`, news.CreditCowritten, news.Medium, press, ending, ""},
	{"ru", "Перевод|перевод ИноСМИ", `^\W*перевод:? NAME`, news.CreditTranslated, news.Medium, known, newTail, ""},
	{"ru", "перевод с |перевод из|перевод статьи", `^\W*перевод (?:статьи |материала )?(?:с|из) (?:сайта |газеты |издания |журнала )?NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	// Portuguese.
	{"pt", "publicado originalmente|republicado|publicada originalmente|originalmente publicad", `(?:^\W*|este (?:artigo|texto)|esta (?:reportagem|matéria|coluna)|artigo|texto).{0,40}?(?:foi |é )?(?:publicad[oa] originalmente|originalmente publicad[oa]|republicad[oa])(?: aqui)? (?:em|no|na|pel[oa]|por|de|do|da)(?: site)? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"pt", "fonte:", `^\W*fonte ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"pt", "com informações d", `\bcom informações d[aeo]s? (?:(?-i:agência) )?NAME`, news.CreditCowritten, news.Medium, agency, ending, ""},
	{"pt", "com reuters|com afp|com lusa|com efe|com ap|com a ", `^\W*com (?:a )?NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^\W{0,3}$`},
	{"pt", "apareceu primeiro", `^\W*o post .{1,200} apareceu primeiro em NAME`, news.CreditRepublished, news.Strong, anyone, ending, ""},
	{"pt", "traduzido d", `^\W*(?:(?:texto|artigo) )?traduzido d[aeo] NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"pt", "da agência|da lusa|da reuters|da afp|da efe", `^\W*da NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"pt", "com autorização|com permissão", `(?:reproduzid[oa]|republicad[oa]) (?:aqui )?com (?:autorização|permissão) d[aeo] NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"pt", "lusa/fim", `\blusa/fim`, news.CreditTail, news.Strong, fixed, ending, "Lusa"},
	// Italian.
	{"it", "fonte:", `^\W*fonte ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"it", "ripubblicato|originariamente", `(?:^\W*|quest[oa] (?:articolo|testo|intervista)).{0,30}?(?:è |è stat[oa] )?(?:ripubblicat[oa] da|(?:originariamente|inizialmente) pubblicat[oa] (?:su|da|in)|pubblicat[oa] originariamente (?:su|da|in)) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"it", "proviene da|articolo originale", `^\W*(?:l'articolo .{1,200} proviene da|articolo originale(?: pubblicato)? ?(?:su|:)) NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"it", "tradotto da|traduzione da", `^\W*(?:articolo )?(?:tradotto|traduzione) da NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"it", "tratto da|per gentile concessione", `^\W*(?:articolo )?(?:tratto da|per gentile concessione di) NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	// Turkish.
	{"tr", "kaynak:|Kaynak:", `^\W*kaynak ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"tr", "ilk olarak|ilk kez|ilk defa", `bu (?:makale|yazı|haber|röportaj|söyleşi).{0,20} ilk (?:olarak|kez|defa) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"tr", "haber:", `^\W*haber ?: NAME`, news.CreditLabel, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"tr", "çevrilmiştir", `CAPS'\p{L}+ çevrilmiştir`, news.CreditTranslated, news.Medium, known, ending, ""},
	{"tr", "alınmıştır|alıntı", `bu (?:makale|yazı|haber) CAPS(?:'\p{L}+)? (?:sitesinden )?alınmıştır`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	// Arabic.
	{"ar", "المصدر", `^\W*المصدر ?: NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"ar", "نقلا عن|نقلاً عن|نُشر هذا", `^\W*(?:نقلا|نقلاً) عن:? NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"ar", "ترجمة عن|مترجم عن", `^\W*(?:ترجمة|مترجم) عن:? (?:موقع |صحيفة |مجلة )?NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"ar", "نشر هذا المقال|نُشر هذا المقال", `(?:نشر|نُشر) هذا المقال (?:أولا|أولاً|أصلا|لأول مرة|في الأصل) (?:في|على) (?:موقع |صحيفة )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ar", "(رويترز)|(أ ف ب)|(د ب أ)|(وام)|(واس)", `^.{0,40}\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\) ?[-–—:]`},
	{"ar", "(رويترز)|(أ ف ب)|(د ب أ)|(وام)|(واس)|(وفا)|(سانا)", `(?:^\W{0,3}|[.!؟”"][ _]*)\(NAME`, news.CreditTail, news.Strong, agency, ending, `^\)\W*$`},
	// Chinese.
	{"zh", "来源：|来源:|來源：|來源:", `^[（(\[\s]*(?:文章)?[来來]源[：:] ?NAME`, news.CreditLabel, news.Strong, press, newLine, ""},
	{"zh", "转载自|本文转自|轉載自|转自", `(?:本文|文章)?(?:转载自|转自|轉載自)[：:]? ?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"zh", "首发于|最初发表于|原载于|原文发表于|原载", `(?:本文|文章|原文)?(?:首发于|最初发表于|原载于?|发表于)[：:]? ?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"zh", "授权转载|授权发布", `^.{0,6}(?:经|获)《?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, `^》?授权`},
	{"zh", "（新华社|(新华社|（中新社|(中新社|（中央社", `[。！？”]?[（(]NAME`, news.CreditTail, news.Strong, agency, ending, `^[）)]\W*$`},
	{"zh", "原标题", `^[（(]?原标题[：:]`, news.CreditLabel, news.Weak, nobody, newLine, ""},
	{"zh", "编译自|翻译自|译自", `^[（(]?(?:本文)?(?:编译自|翻译自|译自)[：:]? ?NAME`, news.CreditTranslated, news.Medium, anyone, newLine, ""},
	// Ukrainian.
	{"uk", "Джерело|джерело", `^\W*джерело ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"uk", "оригінал", `^\W*оригінал(?: публікації| статті)? ?[:–—-] NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"uk", "вперше опублікован|уперше опублікован|вперше вийш|уперше вийш|спочатку опублікован", `(?:^\W*|ця стаття|цей (?:матеріал|текст)|стаття|матеріал).{0,30}?(?:вперше|уперше|спочатку) (?:була? |був )?(?:опублікован[аоий]*|вийш\p{L}+) (?:в|у|на|на сайті|виданням) (?:сайті |виданні |газеті )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"uk", "Передрук|з дозволу|передруковано", `^\W*(?:передрук(?:овано)? (?:з|із)|публікується з дозволу) (?:сайту |видання |редакції )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"uk", "За матеріалами|за матеріалами", `^\W*за матеріалами:? (?:сайту |агентства |видання )?NAME`, news.CreditCowritten, news.Medium, press, ending, ""},
	{"uk", "переклад з |переклад із ", `^\W*переклад (?:статті )?(?:з|із) (?:сайту |видання |газети )?NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	// Fossils: another outlet's own voice.
	{"en", "told ", `\btold (?:the )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"en", "interview with|speaking to|spoke to|speaking with|interview to", `\b(?:interview (?:with|to)|speaking (?:to|with)|spoke (?:to|with)) (?:the )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"es", "dijo a |declaró a |entrevista con |dijeron a ", `\b(?:dij(?:o|eron)|declaró|en (?:una )?entrevista con) (?:a )?(?:la agencia )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"fr", "déclaré à |expliqué à |confié à |interview à |indiqué à ", `\b(?:déclaré|expliqué|confié|indiqué|interview(?: accordée)?) (?:à|au) (?:l')?(?:la )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"de", "sagte der |sagte |interview mit |gegenüber ", `\b(?:sagte(?: sie| er)?|im interview mit|im gespräch mit|gegenüber) (?:de[rmn] )?(?:nachrichtenagentur )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"ru", "интервью |сказал |рассказал |сообщил |заявил ", `(?:в интервью|сказал[аи]?|рассказал[аи]?|сообщил[аи]?|заявил[аи]?) (?:агентству |телеканалу |изданию |газете )?NAME`, news.FossilTold, "", known, anywhere, ""},
	{"", " (@", `[-–—] ?[^\n()]{1,60} \((@\w{2,20})\)`, news.FossilPost, "", known, anywhere, ""},
	{"en", "read more:|also read:|read also:|see also:|related:|more:|read next:|read more >|must read:", `^\W*(?:read more|also read|read also|see also|more|related|read next|must read) ?(?::|>+) ?\p{L}`, news.FossilMore, "", nobody, newLine, ""},
	{"", "lire aussi|à lire aussi|lea también|lea además|le puede interesar|lesen sie auch|mehr zum thema|leia também|leia mais|leggi anche", `^\W*(?:à lire aussi|lire aussi|lea (?:también|además)|lesen sie auch|mehr zum thema|leia (?:também|mais)|leggi anche) ?[:>] ?\p{L}`, news.FossilMore, "", nobody, newLine, ""},
	{"", "ЧИТАЙТЕ ТАКЖЕ|Читайте также|читайте также|ЧИТАТЬ ДАЛЕЕ|ЧИТАЙТЕ ТАКОЖ|Читайте також", `^\W*(?:читайте также|читать далее|читайте також) ?: ?\p{L}`, news.FossilMore, "", nobody, newLine, ""},
	{"", "延伸阅读|相关阅读|اقرأ أيضا|اقرأ أيضاً", `^\W*(?:延伸阅读|相关阅读|اقرأ أيضا|اقرأ أيضاً) ?[:：] ?\p{L}`, news.FossilMore, "", nobody, newLine, ""},
	{"en", "has learned|has learnt|can reveal|understands that", `\bCAPS (?:has learn(?:ed|t)|can reveal|understands that)`, news.FossilVoice, "", known, anywhere, ""},
	{"en", "as ", `\bas NAME`, news.FossilVoice, "", known, anywhere, `^ (?:has )?(?:previously |earlier )?reported`},
	{"en", "reports from", `\bCAPS's (?:\p{L}+ ){0,3}?(?:correspondent )?[\p{L} ]{0,40}reports from`, news.FossilVoice, "", known, anywhere, ""},
	{"ru", "корреспондент", `корреспондент(?:ом|а|у)? NAME`, news.FossilVoice, "", known, anywhere, ""},
}
