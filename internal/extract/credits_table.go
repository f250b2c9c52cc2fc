package extract

import "stemma/internal/news"

// who says what a form may name for it to be taken.
type who uint8

const (
	anyone  who = iota // any name that looks like one
	press              // an outlet of the table, or a name with a word of the press in it
	known              // an outlet of the table
	agency             // an agency of the table
	wire               // an agency that sells texts, and not pictures alone
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
	closing        // at the start of a line behind the last paragraph
	follows        // at the start of the very next line behind it
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
	{"en", "republished", `^(?:.{0,80}?\bTHIS\b.{0,60}?\b|\W*(?:(?:article|story|post|report) )?)(?:has been |was |is )?republished (?:here |with permission |in full |courtesy )?(?:from|by permission of|with (?:the )?(?:kind )?permission (?:from|of)|with thanks to|courtesy of) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "reprinted|reproduced", `^(?:.{0,80}?\bTHIS\b.{0,60}?\b|\W*(?:(?:article|story|post|report) )?)(?:has been |was |is )?(?:reprinted|reproduced) (?:here )?(?:from|by permission of|with (?:the )?(?:kind )?permission (?:from|of)|courtesy of) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "reposted|cross-posted|crossposted|syndicated from|re-posted", `^\W*(?:THIS\b.{0,60} )?(?:is |was |has been )?(?:re-?posted|cross-?posted|syndicated) (?:with permission )?(?:from|at|on|by) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "produced by|produced and", `^\W*THIS\b.{0,60}? (?:was|is) produced (?:and (?:originally )?(?:published|distributed) )?by NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "courtesy of", `^\W*(?:THIS.{0,40} |article |story )(?:is |was |appears )?(?:here )?courtesy of NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"en", "comes from|comes to us", `^\W*THIS\b.{0,20} (?:comes from|comes to us from|is from|was taken from|is taken from) NAME`, news.CreditRepublished, news.Strong, press, anywhere, ""},
	{"en", "comes from our|comes to us from our|comes to you from our", `^\W*THIS\b.{0,20} comes (?:to (?:us|you) )?from our (?:content |news |media |reporting )?(?:partners?|friends|colleagues) (?:at|from) NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
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
	{"en", "original story|original article|original post|original report|article source|news source|story source", `^\W*(?:original (?:article|story|post|report)|(?:article|news|story) source) ?[:–—-] NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"en", "first appeared|originally appeared|first published|originally published", `^\W*the (?:article|story|piece|essay|post) (?:was )?(?:\w+ by and )?` + published + where + ` NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
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
	{"en", "contributed|reported from", `^\W*CAPS(?:[’']s)? (?:[\w-]+ ){0,3}?(?:writer|reporter|correspondent|journalist|producer|researcher)s? .{3,300}?\b(?:contributed|reported)\b`, news.CreditTail, news.Strong, agency, anywhere, ""},
	{"en", "contributed to this", `\bCAPS (?:also )?contributed to this (?:report|story|article)`, news.CreditCowritten, news.Medium, known, anywhere, ""},
	{"en", "reporting from|inputs from|input from|material from|files from|reporting by|agency inputs", `^\W*(?:\(|with |includes |compiled (?:from|by) )[^.]{0,30}?(?:reporting|inputs?|material|information|reports|files) (?:from|by) NAME`, news.CreditCowritten, news.Medium, known, ending, ""},
	{"en", "except for the headline", `except for the headline, this story has not been edited .{0,80} syndicated feed`, news.CreditLabel, news.Weak, nobody, anywhere, ""},
	{"en", "from a syndicated feed", `(?:published|auto-generated) from a syndicated feed`, news.CreditLabel, news.Weak, nobody, anywhere, ""},
	{"en", "auto-generated from|generated from", `(?:auto-)?generated from NAME`, news.CreditTail, news.Strong, agency, ending, `^ (?:syndicated |news )?feed`},
	{"en", "with pti|with ani|with ians|with reuters|with afp|with ap ", `^\W*with NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^ (?:and \w+ )?inputs\W*$`},
	{"en", "inputs from agencies|agency inputs|inputs from agency", `^\W*(?:\w+ ){0,3}(?:inputs from agenc(?:ies|y)|agency inputs)\W*$`, news.CreditCowritten, news.Weak, nobody, newTail, ""},
	{"en", "to see more, visit", `^\W*copyright (?:(?:19|20)\d\d)? ?NAME`, news.CreditCopyright, news.Strong, known, newTail, `^.{0,4}to see more, visit`},
	{"en", "copyright|© |©20|©19|(c) ", `^\W*(?:copyright|©|\(c\)) ?\(?(?:(?:19|20)\d\d)?\)?,?(?: by)? NAME`, news.CreditCopyright, news.Strong, agency, ending, `^.{0,60}(?:all rights reserved|may not be)`},
	{"en", "© |©20|©19|copyright|(c) ", `^\W*(?:copyright|©|\(c\)) ?(?:(?:19|20)\d\d(?:[-–]\d\d(?:\d\d)?)?),?(?: by)? NAME`, news.CreditCopyright, news.Strong, agency, newTail, `^[^\p{L}]{0,6}$`},
	{"en", "distributed by", `^\W*(?:(?:copyright|©|\(c\)) ?)?(?:(?:19|20)\d\d),? NAME`, news.CreditCopyright, news.Strong, anyone, newTail, `^.{0,90}distributed by`},
	{"", "© |©afp|©dpa|©ap|©reuters|copyright|(c) ", `^\W*(?:copyright|©|\(c\)) ?NAME`, news.CreditCopyright, news.Medium, wire, closing, `^[^\p{L}\d]{0,3}$`},
	{"en", "copyright 20|copyright 19", `^\W*copyright \d{4},? NAME`, news.CreditCopyright, news.Medium, known, closing, `^\W{0,3}$`},
	{"en", "first appeared|originally appeared|first published|originally published", `\b(?:for|at|of|in|on|by|with) NAME`, news.CreditRepublished, news.Strong, press, ending, `^,? where (?:this|the) (?:story|article|piece|post|report)(?: was)? (?:first|originally) (?:appeared|published)`},
	{"en", "story by|report by|article by|text by|reporting by", `^\W*(?:story|report|article|text|reporting) by (?:the )?NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"en", "(c) |c.20|c.19", `^\W*(?:\(c\)|c\.) ?(?:19|20)\d\d,? (?:by )?NAME`, news.CreditCopyright, news.Medium, known, newTail, `^(?: company| co\.| l\.p\.)?[^\p{L}]{0,6}$`},
	{"en", "view original content|view source version", `^\W*view (?:the )?(?:original content|source version)(?: to download multimedia| with multimedia)?:?(?: on)? NAME`, news.CreditDistributor, news.Medium, press, newTail, ""},
	{"en", "distributed by", `distributed by NAME`, news.CreditDistributor, news.Medium, anyone, ending, ""},
	{"en", "provided by", `^\W*(?:provided by|this content is provided .{0,30}by) NAME`, news.CreditDistributor, news.Medium, known, ending, ""},
	{"en", "(ap)|(reuters)|(afp)|(pti)|(ani)|(ians)|(tns)|(upi)|(xinhua)|(dpa)|(efe)", `[.!?”"’][ _]*\(NAME`, news.CreditTail, news.Strong, agency, ending, `^\)\W*$`},
	{"", "wire)|newswire)|agency)|news service)|agencia)|agentur)|agence)", `^\W{0,4}\(NAME`, news.CreditTail, news.Strong, press, ending, `^\)\W*$`},
	{"", "afp|reuters|xinhua|dpa|associated press|pti|ians|upi|efe|ansa|tass|aap|lusa|anadolu|bernama", `^[-–—] ?NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"", "afp|reuters|xinhua|dpa|apa|sda|ats|belga|efe|ansa|agi|lusa|aap|upi|pti|ians|tass|ТАСС|РИА |укрінформ|унн|уніан|رويترز|واس|وام|agência|agencia|anadolu|dha|iha|interfax|интерфакс|(aa)", `^[*(/ ]{0,2}(?:\p{L}{2,9}/)??NAME`, news.CreditTail, news.Strong, wire, follows, `^(?:/\p{L}{2,9})*[)/*]?[.]?$`},
	{"", "efe |afp|dpa|sda|ats |apa |ansa|lusa|reuters", `^\W{0,2}NAME`, news.CreditTail, news.Strong, wire, closing, `^,? \p{L}{2,5}(?:[/-]\p{L}{2,5})+\W*$`},
	{"", "by |by: |por |por: |par |von |di ", `^\W*(?:by|por|par|von|di) ?:? (?:agencia |agência )?NAME`, news.CreditTail, news.Strong, wire, follows, `^\W{0,3}$`},
	{"", "fuentes|agencias|sources|quellen|fonti|fontes|agências|agences|источники|джерела", `^\W*(?:fuentes|agencias|sources|quellen|fonti|fontes|agências|agences|источники|джерела) ?: NAME`, news.CreditLabel, news.Strong, agency, newTail, `^(?:(?:,|/|;| y| et| und| e| ve| and| и| та) ?(?-i:\p{Lu})[\p{L} ]{1,20})+\W*$`},
	{"", "fonte|fuente|source|quelle", `^\W*(?:fonte|fuente|source) original[e]? ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	// Datelines, any language.
	{"", "[", `^(?:CITY)? ?\[NAME`, news.CreditDateline, news.Strong, agency, opening, `^\]`},
	{"", "(", `^(?:CITY)?-{0,2} ?\(NAME`, news.CreditDateline, news.Strong, known, opening, `^(?: ?\w+)?\)(?:[.:]? ?(?:--|[-–—:])|[.:]? ?$|(?-i:\p{Lu}[\p{Ll}’ ]))`},
	{"", "/", `^CITY(?:--?)? ?/NAME`, news.CreditDateline, news.Strong, known, opening, `^/(?:\s|[.-]|$)`},
	{"ru", ",|.", `^CITY[.,] \d{1,2} \p{Cyrillic}+\.? ?(?:\d{4}(?: ?(?:г|р)\.)?)?[.,]? ?(?:[-–—/(] ?)?(?:«|ИА )?NAME`, news.CreditDateline, news.Strong, agency, opening, `^»? ?[.,/):–—-]`},
	{"uk", ",|.", `^CITY[.,] \d{1,2} \p{Cyrillic}+\.? ?(?:\d{4}(?: ?(?:г|р)\.)?)?[.,]? ?(?:[-–—/(] ?)?(?:«|ИА )?NAME`, news.CreditDateline, news.Strong, agency, opening, `^»? ?[.,/):–—-]`},
	{"ru", "/", `^\d{1,2} \p{Cyrillic}+, CITY ?/(?:корр\. )?NAME`, news.CreditDateline, news.Strong, agency, opening, `^/`},
	{"uk", "/", `^\d{1,2} \p{Cyrillic}+, CITY ?/(?:корр\. )?NAME`, news.CreditDateline, news.Strong, agency, opening, `^/`},
	{"de", "(", `^(?-i:\p{Lu})[\p{L}\d.’ ,/-]{1,40}?\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\)[.:]? (?-i:\p{Lu})`},
	{"es", "(", `^(?-i:\p{Lu})[\p{L}\d.’ ,/-]{1,40}?\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\)[.:]? (?-i:\p{Lu})`},
	{"fr", "(", `^(?-i:\p{Lu})[\p{L}\d.’ ,/-]{1,40}?\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\)[.:]? (?-i:\p{Lu})`},
	{"it", "(", `^(?-i:\p{Lu})[\p{L}\d.’ ,/-]{1,40}?\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\)[.:]? (?-i:\p{Lu})`},
	{"tr", "(", `^\(CITY\) ?[-–—] ?\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\)`},
	{"it", "(", `^\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\) (?-i:\p{Lu})\p{L}+, \d{1,2} \p{L}+`},
	{"it", "(", `^\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\) ?[-–—]`},
	{"zh", "电|電|讯|訊", `^[（(【]?据?NAME`, news.CreditDateline, news.Strong, known, opening, `^[^，。：]{0,25}\d{1,2}日?[电電讯訊]`},
	{"zh", "【", `^【NAME`, news.CreditDateline, news.Strong, known, opening, `^[^，。：]{0,16}(?:报道|報導|记者|記者)[^，。：]{0,12}】`},
	{"zh", "消息|讯|訊", `^[（(【]?NAME`, news.CreditDateline, news.Strong, known, opening, `^(?:客户端)?(?:\d{1,2}月\d{1,2}日)?(?:消息|[讯訊])[，,：: 】]`},
	{"", "text:|texto:|texte :|texte:|testo:|Текст:|text :|conteúdo:|contenido:", `^\W*(?:texto?|texte|testo|текст|conteúdo|contenido|contenu) ?: NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	// Spanish.
	{"es", "publicad|originalmente|se publicó|apareció", `(?:\bESTE.{0,60}? |^\W*(?:(?:art[ií]culo|texto|reportaje|nota|columna|entrevista|noticia|contenido|la entrada .{1,200}) )?)(?:(?:fue|ha sido|es) )?(?:publicad[oa] (?:originalmente|inicialmente|primero|por primera vez)|(?:originalmente|inicialmente) publicad[oa]|(?:se publicó|apareció|salió publicad[oa]) (?:originalmente|inicialmente|primero|por primera vez))(?: en (?:inglés|español|francés|portugués|italiano|alemán))?(?:,? el [^.;]{3,24}?,?)? (?:en|por) (?-i:(?:el (?:sitio|portal|diario|periódico|medio|semanario)(?: web)?|la (?:revista|página|web|agencia))(?: de)? )?(?:(?-i:el|la) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "con permiso|con autorización|con la autorización|por cortesía|cortesía de", `(?:reproducid[oa]|republicad[oa]|publicad[oa]|reproduce|publica|^\W*)(?: aquí)? ?(?:con (?:la )?(?:permiso|autorización)|(?:por )?cortesía) del? (?:(?-i:la|el) )?NAME`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	{"es", "republicad|reproducid", `(?:ESTE.{0,40}? |^\W*)(?:fue |ha sido |es )?(?:republicad[oa]|reproducid[oa]) (?:aquí )?(?:de|desde) (?:(?-i:la|el) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"es", "vía", `^\W*vía ?:? NAME`, news.CreditVia, news.Medium, press, newTail, `^\W{0,3}$`},
	{"es", "traducido de|traducida de|traducción de", `^\W*(?:(?:texto|artículo|nota) )?(?:traducid[oa]|traducción) del? NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"es", "fuente", `^\W*fuentes? ?: (?:agencia )?NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"es", "publicad", `^\W*(?:art[ií]culo|texto|nota|reportaje) publicad[oa] (?:en|por) (?:(?-i:el|la) )?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"es", "lea el|lea la|leer el|leer la|lee el|lee la", `^\W*(?:lea|leer|lee|ver) (?:el|la) (?:art[ií]culo|nota|reportaje|texto|noticia|historia) complet[oa] (?:en|:) (?:(?-i:el|la) )?NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"es", "se publicó|fue publicad|apareció", `^\W*ESTE (?:se publicó|fue publicad[oa]|apareció)(?:,? el [^.;]{3,24}?,?)? (?:en|por) (?-i:(?:el (?:sitio|portal|diario|periódico|medio)(?: web)?|la (?:revista|página|web))(?: de)? )?(?:(?-i:el|la) )?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"es", "tomado de|tomada de|tomado del|retomada de|retomado de", `^\W*(?:con |ESTE (?:fue |ha sido )?)?(?:re)?tomad[oa] del?:? (?:sitio (?:de )?|blog (?:de )?)?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"es", "original", `^\W*(?:lea |leer |ver |vea )?(?:el |la )?(?:texto|art[ií]culo|nota|publicación|versión) original(?: completa?)?(?: en| de)? ?:? NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"es", "con información de|con datos de|con información y", `\bcon (?:informaci[oó]n|datos) de (?:la )?(?:(?-i:agencia) )?NAME`, news.CreditCowritten, news.Medium, agency, ending, ""},
	{"es", "reporte|información de|reportaje de|editado|escrito por", `\((?:reporte|información|reportaje|escrito|editado)(?: adicional)? (?:de|por) [^()]{3,300}?[;,.] ?(?:editado|escrito|traducido|reporte|información|edición)(?: adicional)?(?: en español)? (?:por|de) `, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	{"es", "prohibida la redistribución", `prohibida la redistribución y la redifusión .{0,80}consentimiento de (?:la agencia )?NAME`, news.CreditCopyright, news.Strong, agency, ending, ""},
	// French.
	{"fr", "republié|repris d|provient d|tiré d|extrait d", `^\W*(?:CET (?:est |a été )?)?(?:republiée? (?:à partir|depuis)|repris|provient|tirée?) (?:de |du (?:site |journal )?(?:de )?|d')NAME`, news.CreditRepublished, news.Strong, press, anywhere, ""},
	{"fr", "republié|republiée", `\bCET est republiée? à partir de NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "initialement|à l'origine|à l’origine|d'abord|d’abord|originellement|pour la première fois|en premier sur|originalement", `(?:\bCET.{0,40}? |^\W*(?:(?:article|texte|tribune|l'article .{1,200}?) )?)(?:est |a (?:(?:d'abord|initialement) )?été |été )?(?:(?:FIRST) )?(?:publiée?|parue?|apparue?)(?: FIRST)?(?:,? le [^.;]{3,24}?,?)? (?:sur|dans|par|en|chez) (?:le (?:site|journal|quotidien|magazine|média)(?: web)? (?:de |d'|du )?|la revue |les colonnes (?:de |du |d'))?(?:(?-i:le|la) )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "est paru|a été publié|est tiré", `^\W*(?:une (?:première )?version de )?CET (?:est paru|a été publié)e?(?:,? le [^;]{3,24}?,?)? (?:sur|dans|par) (?-i:le (?:site|journal|quotidien|magazine)(?: (?:de |d'|du ))?|la revue )?NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"fr", "paru|publié", `^\W*(?:article|texte|tribune|enquête) (?:parue?|publiée?)(?:,? le [^;]{3,24}?,?)? (?:sur|dans|par) (?-i:le (?:site|journal|quotidien|magazine)(?: (?:de |d'|du ))?|la revue )?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"fr", "un article d|une enquête d", `^\W*une? (?:article|texte|enquête|reportage) (?:de |du |d')NAME`, news.CreditRepublished, news.Strong, press, newTail, `^,? (?:republiée?|reproduite?|publiée? sous)`},
	{"fr", "dépêche", `^\W*dépêche (?:de )?(?:l')?NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"fr", "lire la suite|lire l'article|lire l’article", `^\W*lire (?:la suite|l'article complet|l'article en entier) (?:sur|dans|:) (?:le site (?:de |d'|du )(?:l')?)?NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"fr", "autorisation", `^\W*(?:CET.{0,30} |article |texte )?(?:reproduite?|republiée?|publiée?) (?:ici )?avec l'(?:aimable )?autorisation (?:de |du |d')(?:l')?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"fr", "article original|version originale|l'original|l’original", `(?:^\W*|\blire |\bvoir |\bretrouve[zr] )(?:l')?(?:article original|version originale|original)(?: en anglais)?(?: (?:paru|publié))? ?(?:sur|dans|:) (?:le site (?:de |d'|du )(?:l')?)?NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"fr", "traduction d|traduit d", `^\W*CET est (?:une traduction|traduite?) (?:de |du |d')NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"fr", "traduit de|traduit du", `^\W*(?:(?:article|texte) )?traduit d[eu] NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"fr", "source :|source:|source\u00a0:|sources", `^\W*\(?sources? ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"fr", "source", `^\W*\(source NAME`, news.CreditLabel, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"fr", "avec ", `^\W*(?:\p{L}.{1,30}? )?avec (?:l')?NAME`, news.CreditCowritten, news.Medium, agency, newLine, `^(?: et \p{L}+)?\W{0,4}$`},
	{"fr", "rédaction|rédigé|reportage|édité|version française", `\((?:rédaction(?: de)?|rédigé par|écrit par|reportage(?: de| par)?|avec|version française(?: de| par)?|par) [^()]{3,300}?[;,] ?(?:et )?(?:édité|version française|rédigé|avec|certaines) (?:par|de|\p{Lu})`, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	// German.
	{"de", "zuerst|zunächst|ursprünglich|erstmals|zuvor", `(?:\bDIES.{0,60}?|^\W*d(?:er|as) (?:artikel|text|beitrag|kommentar|interview) .{0,200}?|^\W*) ?(?:(?:erschien|ist|wurde|war|erschienen|veröffentlicht) )?(?:\w+ )?(?:zuerst|zunächst|ursprünglich|erstmals|zuvor)(?: auf (?:deutsch|englisch))?(?: am [^;]{3,24}?)? (?:auf|in|im|am|beim?|von|erschienen (?:auf|in|im|beim?)|veröffentlicht (?:auf|in|im|von|bei))(?: de[rmn])?(?: (?:webseite|website|seite)(?: von| de[rs])?)? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "erstmals|zuerst|ursprünglich", `^\W*(?:erstmals|zuerst|ursprünglich) (?:erschienen|veröffentlicht|publiziert) (?:ist|wurde) DIES(?: am [^;]{3,24}?)?,? (?:auf|in|im|bei)(?: de[rmn])? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "erstveröffentlicht|erstveröffentlichung|erstabdruck", `^\W*(?:erstveröffentlicht|erstveröffentlichung|erstabdruck)(?: am [^a-z]{3,24}?)?:? (?:auf |in |im |bei )?(?:de[rmn] )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"de", "stammt von|stammt aus|übernommen von|übernommen aus|übernahme", `^\W*(?:DIES )?(?:(?:ist )?eine übernahme (?:von|aus|des|der)|stammt (?:von|aus)|(?:wurde |ist )?übernommen (?:von|aus))(?: de[rms])? NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"de", "übernommen|nachdruck|unter einer creative", `^\W*DIES (?:wurde|ist) (?:von|aus|auf|bei)(?: de[rm])? NAME`, news.CreditRepublished, news.Strong, press, ending, `^.{0,60}(?:übernommen|nachgedruckt)`},
	{"de", "quelle:", `^\W*quelle ?: (?:red/|ots/|redaktion/)?NAME`, news.CreditLabel, news.Strong, press, newTail, `^(?:/red)?\W{0,3}$`},
	{"de", "quelle:", `^\W*quellen? ?: [\w. -]{2,30}[,/] ?NAME`, news.CreditLabel, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"de", "original:|originalartikel|original erschien|originaltext|originalbeitrag", `(?:^\W*|[.] )(?:(?:zum|der|das|lesen sie den|lesen sie das) )?original(?:artikel|text|beitrag)?(?: erschien(?:en)?)?(?: auf| in| bei| im)?(?: de[rm])? ?:? NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"de", "material von|material der|informationen von|informationen der|agenturmaterial", `\(?mit (?:material|informationen|agenturmaterial) (?:von|der)(?: de[rn])? NAME`, news.CreditCowritten, news.Medium, agency, anywhere, ""},
	{"de", "mit ", `^\W*(?:\p{L}.{1,30}? )?mit NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^(?:/\p{L}+)?\W{0,4}$`},
	{"de", "ein artikel|ein beitrag|ein text", `^\W*ein (?:artikel|beitrag|text) (?:aus|von)(?: de[rm])? NAME`, news.CreditRepublished, news.Strong, press, newTail, `^\W{0,3}$`},
	{"de", "erschien am|erschien in|erschien auf|erschien bei", `^\W*DIES erschien(?: am [^;]{3,24}?)? (?:auf|in|im|beim?)(?: de[rmn])? NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"de", "aus:", `^\W*aus: NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"de", "freundlicher genehmigung", `mit freundlicher genehmigung (?:von|der|des) NAME`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	{"de", "übersetzt aus|übersetzt von|übersetzung", `^\W*(?:DIES (?:wurde|ist) )?(?:übernommen und )?(?:übersetzt (?:aus|von)|(?:eine |die )?übersetzung (?:eines|des) (?:artikels|textes|beitrags) (?:aus|von|in|auf))(?: de[rm])? NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"de", "(dpa|(sid|(apa|(afp", `[.!?“”"]\s*\(NAME`, news.CreditTail, news.Strong, agency, ending, `^(?:/\p{L}+)*\)\W*$`},
	{"de", "dpa:", `\bdpa:\d{6}-\d{2,4}-\d+`, news.CreditTail, news.Strong, fixed, ending, "dpa"},
	{"de", "bericht von|berichte von|geschrieben von|redigiert von", `\((?:berichte? von|geschrieben von|unter mitarbeit von) [^()]{3,300}?(?:redigiert|geschrieben|bearbeitet) von `, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	// Russian.
	{"ru", "оригинал", `(?:^\W*|[.] )(?:читать |читайте |смотреть |смотрите )?оригинал(?: публикации| статьи| материала| текста)? ?(?:на сайте|в|на|[:–—-])? ?NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"ru", "оригинал публикации", `^\W*оригинал публикации\W*$`, news.CreditLabel, news.Weak, nobody, newTail, ""},
	{"ru", "источник|первоисточник|ссылка на источник", `^\W*(?:перво|ссылка на )?источник(?: новости| информации| публикации)? ?[:–—-] (?:сайт |агентство |газета |издание )?NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"ru", "впервые|изначально|первоначально|ранее был|сначала вы", `^\W*(?:ЭТОТ.{0,60}? )?(?:был[аои]? )?(?:впервые|изначально|первоначально|ранее|сначала) (?:ЭТОТ )?(?:был[аои]? )?(?:опубликован[аоы]?|вы(?:шел|шла|шло|шли)) (?:(?:в|на) (?:сайте |портале |страницах |издании |газете |журнале )?|(?:изданием|порталом|газетой|журналом) )NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ru", "опубликован", `^\W*(?:эта|данная|настоящая|этот|данный|настоящий|это) [^.]{0,30}?(?:был[аои]? )?опубликован[аоы]? (?:(?:в|на) (?:сайте |портале |издании |газете |журнале )?|(?:изданием|порталом|газетой|журналом) )NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"ru", "впервые появил|сначала появил|появились сначала|появилась сначала", `(?:появил(?:ась|ось|ись|ся) (?:сначала|впервые)|(?:сначала|впервые) появил(?:ась|ось|ись|ся)) (?:на сайте|на|в) NAME`, news.CreditRepublished, news.Strong, anyone, ending, ""},
	{"ru", "опубликован", `^\W*(?:(?:материал|текст|новость|репортаж|интервью) )?(?:был[аои]? )?опубликован[ао]? (?:(?:в|на) (?:сайте |портале |издании |газете |журнале )?|(?:изданием|порталом|газетой|журналом) )NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"ru", "читать полностью|читайте полностью|полный текст", `^\W*(?:читать|читайте) (?:полностью|полный текст)(?: на сайте| на| в)? ?:? NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"ru", "подготовлен", `^\W*ЭТОТ (?:был[аои]? )?подготовлен[аоы]? (?:изданием|порталом|редакцией|газетой|журналом) NAME`, news.CreditRepublished, news.Strong, press, newTail, `публикуется|перепечат`},
	{"ru", "перепечат|републик|с разрешения|взято с", `^\W*(?:перепечат(?:ка|ано) (?:с разрешения|с|из)|републикация (?:с|из)|взято (?:с|из)|(?:публикуется|опубликовано|перепечатывается) с разрешения) (?:сайта |издания |редакции |газеты |журнала )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ru", "по материалам", `^\W*(?:подготовлено )?по материалам:? (?:сайта |агентства |изданий? |портала |газеты )?NAME`, news.CreditCowritten, news.Medium, press, newLine, ""},
	{"ru", "перевод", `^\W*перевод:? NAME`, news.CreditTranslated, news.Medium, known, newTail, ""},
	{"ru", "перевод с |перевод из|перевод статьи", `^\W*перевод (?:статьи |материала )?(?:с|из) (?:сайта |газеты |издания |журнала )?NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"ru", "редактор", `\([^()]{3,200}(?:перев[её]л[аи]?|при участии|текст|репортаж)[^()]{3,80}\. редактор[ы:]* [^()]{3,40}\)`, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	// Portuguese.
	{"pt", "publicad|republicad|apareceu", `(?:\bESSE.{0,40}? |^\W*(?:(?:artigo|texto|reportagem|matéria|conteúdo|coluna|o post .{1,200}) )?)(?:(?:foi|é) )?(?:publicad[oa] (?:originalmente|primeiro|inicialmente|pela primeira vez)|(?:originalmente|inicialmente) publicad[oa]|republicad[oa]|apareceu (?:primeiro|originalmente))(?: aqui)?(?: em (?:inglês|português|espanhol))?(?:,? em \d[^.;]{3,20}?,?)? (?:em|no|na|pel[oa]|por|de|do|da)(?-i: (?:site|portal|jornal|revista|blog)(?: \p{Ll}{4,})?(?: d[aeo])?)? NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"pt", "fonte:|fonte :", `^\W*fonte ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"pt", "com informações d|as informações são d", `(?:\bcom informações|^\W*as informações são) d[aeo]s? (?-i:(?:agência|jornal|portal|site) )?NAME`, news.CreditCowritten, news.Medium, agency, ending, ""},
	{"pt", "com informações d", `\bcom informações d[ao] (?:jornal|portal|site|revista|rede|rádio) NAME`, news.CreditCowritten, news.Medium, press, ending, `^\W{0,3}$`},
	{"pt", "as informações são d", `^\W*as informações são d[aeo]s? (?-i:(?:agência|jornal|portal|site) )?NAME`, news.CreditCowritten, news.Medium, press, ending, `^\W{0,3}$`},
	{"pt", "com reuters|com afp|com lusa|com efe|com ap|com a ", `^\W*com (?:a )?NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^\W{0,3}$`},
	{"pt", "traduzid", `^\W*(?:(?:texto|artigo) )?traduzid[oa] d[aeo] NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"pt", "da agência|da lusa|da reuters|da afp|da efe", `^\W*da NAME`, news.CreditTail, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"pt", "com autorização|com permissão", `(?:reproduzid[oa]|republicad[oa]) (?:aqui )?com (?:autorização|permissão) d[aeo] NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"pt", "reportagem d|texto d|matéria d|artigo d|reproduzid", `^\W*(?:(?:reportagem|texto|matéria|artigo) d[aeo]|reproduzid[oa] d[aeo]) NAME`, news.CreditRepublished, news.Strong, anyone, newTail, `^,? (?:é |foi )?(?:republicad|reproduzid|publicad)[oa] (?:com|sob)`},
	{"pt", "reproduzid", `^\W*reproduzid[oa] d[aeo] NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"pt", "da redação|do redação", `^\W*da redação,? com (?:a )?NAME`, news.CreditCowritten, news.Medium, agency, newTail, `^\W{0,3}$`},
	{"pt", "leia a |leia o ", `^\W*leia [oa] (?:matéria|reportagem|texto|artigo|íntegra) (?:complet[oa] )?(?:em|no|na) NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"pt", "leia o |texto original|matéria original|artigo original", `^\W*(?:leia |veja )?(?:[oa] )?(?:texto|matéria|artigo|reportagem|versão) original(?: complet[oa])?(?: em| no| na| ?:) (?:site d[aeo] )?NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"pt", "lusa/fim", `\blusa/fim`, news.CreditTail, news.Strong, fixed, ending, "Lusa"},
	{"pt", "reportagem d|reportagem adicional|edição d|por ", `\((?:por|reportagem(?: adicional)?(?: de| por)|texto de) [^()]{3,300}?[;,.] ?(?:edição|reportagem|tradução|texto)(?: adicional)? (?:de|por) `, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	// Italian.
	{"it", "fonte", `^\W*fonte(?: agenzia| della notizia)? ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"it", "ripubblicat|originariamente|inizialmente|per la prima volta|originalmente", `(?:\bQUESTO.{0,30}? |^\W*(?:(?:articolo|testo|intervista) )?)(?:è |è stat[oa] )?(?:ripubblicat[oa] (?:da|dal|dalla) |(?:FIRST (?:pubblicat|uscit|appars)[oa]|(?:pubblicat|uscit|appars)[oa] FIRST)(?:,? il [^.;]{3,20}?,?)? (?:(?:su|sul|sulla|sullo|da|dal|dalla|dallo|in|nel|nella|nello) |(?:su|da|ne)ll'))NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"it", "è uscito|è uscita|è stato pubblicato|è apparso|è stata pubblicata|è stato tradotto", `^\W*QUESTO è (?:stat[oa] )?(?:pubblicat|uscit|appars)[oa] (?:(?:su|sul|sulla|sullo|da|dal|dalla|dallo|in|nel|nella|nello) |(?:su|da|ne)ll')NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"it", "proviene da|articolo originale|sembra essere il primo su", `^\W*(?:l'articolo .{1,200} proviene da|(?:leggi )?(?:l')?articolo originale(?: pubblicato)? ?(?:su|sul|:)) NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"it", "sembra essere il primo su|proviene da", `^\W*l'articolo .{1,200} (?:sembra essere il primo su|proviene da) NAME`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	{"it", "articolo", `^\W*articolo (?:uscito|apparso|pubblicato) (?:(?:su|sul|sulla|sullo|da|dal|dalla|in|nel|nella) |(?:su|da|ne)ll')NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"it", "leggi l", `^\W*leggi l'articolo completo (?:(?:su|sul|sulla) |sull')NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"it", "tradotto da|traduzione da|tradotto dal", `^\W*(?:articolo )?(?:tradotto|traduzione) (?:da|dal|dalla) NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"it", "tratto da|ripreso da|per gentile concessione|tratto dal", `^\W*(?:articolo )?(?:tratto (?:da|dal|dalla)|ripreso (?:da|dal|dalla)|per gentile concessione (?:di|del|della)) NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"it", "tradotto da|in redazione", `\([^()]{3,200}?,? (?:tradotto da|in redazione a) [^()]{3,80}?,? editing `, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	{"it", "riproduzione riservata", `^\W*riproduzione riservata ?©? ?copyright NAME`, news.CreditCopyright, news.Strong, agency, newTail, ""},
	// Turkish.
	{"tr", "kaynak:|kaynak :|kaynağı", `^\W*(?:haber(?:in)? )?kayna(?:k|ğı) ?: NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"tr", "ilk olarak|ilk kez|ilk defa", `\bBU.{0,20}? ilk (?:olarak|kez|defa) (?:\d{1,2} [^.]{3,20}? (?:tarihinde )?)?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"tr", "alıntı", `^\W*alıntı ?: NAME`, news.CreditRepublished, news.Strong, press, newTail, `^\W{0,3}$`},
	{"tr", "haber:|haber ve", `^\W*haber(?: ve (?:fotoğraf|görüntü|kamera)(?:lar)?)? ?: NAME`, news.CreditLabel, news.Strong, agency, newTail, `^\W{0,3}$`},
	{"tr", "çevrilmiştir|çevrildi", `CAPS(?:'\p{L}+(?: sitesinden)?| sitesinden) (?:türkçeye )?çevril(?:miştir|di)`, news.CreditTranslated, news.Medium, known, ending, ""},
	{"tr", "özgün|orijinal", `(?:^\W*|[.] )(?:yazının |haberin |makalenin |metnin )?(?:özgün|orijinal)(?:i| hali| metni?| haber| makale| yazı| kaynak| kaynağı)? ?: NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"tr", "alınmıştır|alıntıdır|alındı", `^\W*(?:(?:BU|haber|yazı|makale|içerik|metin) )?CAPS(?:'\p{L}+(?: (?:sitesinden|gazetesinden|ajansından))?| (?:sitesinden|gazetesinden|ajansından)) (?:alınmıştır|alıntıdır|alındı)`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	// Arabic.
	{"ar", "المصدر", `^\W*المصدر ?[:：|–-] ?(?:صحيفة |وكالة |موقع |قناة |جريدة )?NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"ar", "نقلا عن|نقلاً عن|نقلا عن|منقول", `^\W*(?:(?:نقلا|نقلاً|نقلًا) عن|منقول (?:عن|من)):? (?:وكالة |موقع |صحيفة |جريدة |مجلة |قناة )?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"ar", "بالاتفاق مع", `^\W*(?:ينشر |تنشر )?بالاتفاق مع:? (?:موقع |صحيفة |جريدة |مجلة )?NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"ar", "ترجم", `^\W*(?:ترجمة|مترجم|مترجمة|تُرجم|ترجم) (?:عن|من):? (?:موقع |صحيفة |مجلة |جريدة )?NAME`, news.CreditTranslated, news.Medium, press, newTail, ""},
	{"ar", "هذا المقال|هذا التقرير|هذه المادة|هذا النص|هذا الخبر", `(?:(?:نشر|نُشر|نشرت|نُشرت) )?(?:هذا (?:المقال|التقرير|الخبر|النص)|هذه المادة) (?:(?:منشور|منشورة|نُشر|نشر|نُشرت|نشرت) )?(?:أولا|أولاً|أولًا|أصلا|أصلاً|لأول مرة|للمرة الأولى|في الأصل|سابقا|سابقاً)(?: باللغة \p{L}+)? (?:في|على|عبر|بـ) ?(?:النسخة \p{L}+ من |العدد \p{L}+ من )?(?:موقع |صحيفة |مجلة |جريدة |وكالة )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"ar", "هذا المقال|هذا التقرير", `^\W*(?:نشر|نُشر) هذا (?:المقال|التقرير) (?:في|على) (?:موقع|صحيفة|مجلة|جريدة) NAME`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	{"ar", "المقال الأصلي|النص الأصلي|المصدر الأصلي|الخبر الأصلي|المادة الأصلية", `^\W*(?:رابط |للاطلاع على |اقرأ |لقراءة )?(?:المقال|النص|المصدر|الخبر|المادة) الأصلية?:? ?(?:في |على |من )?(?:موقع |صحيفة )?NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"ar", "(", `^[^()\n]{0,40}\(NAME`, news.CreditDateline, news.Strong, agency, opening, `^\) ?[-–—:ـ]`},
	{"ar", "(|/", `^[^()/\n]{2,40}\d[^()/\n]{0,40}[(/] ?NAME`, news.CreditDateline, news.Strong, agency, opening, `^ ?[)/]`},
	{"ar", "-|–|—|/|ـ", `^\p{Arabic}[\p{Arabic} ]{1,30} ?[-–—/ـ] ?(?:«|")?NAME`, news.CreditDateline, news.Strong, agency, opening, `^[»"]? ?(?:[.:–—/ـ-]|$)`},
	{"ar", "/", `^\p{Arabic}[\p{Arabic} ]{1,30} ?/ ?NAME`, news.CreditDateline, news.Strong, agency, opening, `^ `},
	{"ar", " م ", `^\p{Arabic}[\p{Arabic} ]{1,30} \d{1,2} .{3,50} م NAME`, news.CreditDateline, news.Strong, agency, opening, `^ `},
	{"ar", "(رويترز)|(أ ف ب)|(د ب أ)|(وام)|(واس)|(وفا)|(سانا)|(الأناضول)|(فرانس برس)|(أف ب)|(كونا)|(بترا)|(أ ب)|(قنا)|(شينخوا)", `(?:^\W{0,3}|[.!؟”"][ _]*)\(NAME`, news.CreditTail, news.Strong, agency, ending, `^\)\W*$`},
	{"ar", "للنشرة العربية|تغطية صحفية|إعداد ", `\((?:تغطية صحفية|إعداد|كتابة|شارك في التغطية)[^()]{3,200}للنشرة العربية[^()]{0,60}\)`, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	// Chinese.
	{"zh", "来源：|来源:|來源：|來源:|出处：|出處：|稿源", `^[（(\[【\s]*(?:[\d年月日:：/. -]{6,24}[\s　|]*|(?:文章|稿件|新闻|新聞|信息|本文|消息|内容|原文)?(?:作者|记者|编辑|责编|责任编辑)[：:]\S{2,12}[\s　|]+)?(?:(?:文章|稿件|新闻|新聞|信息|本文|消息|内容)?[来來]源|出[处處]|稿源)[：:] ?NAME`, news.CreditLabel, news.Strong, press, newLine, ""},
	{"zh", "转载自|本文转自|轉載自|转自|轉自|转载于|摘自|摘编自|转载来源", `(?:^[（(\[【\s*]*|本文|此文|文章|内容|原文|以上)(?:系|是|经授权|已获授权|經授權)?(?:转载(?:自|于)|转自|轉載自|轉自|摘(?:编)?自)(?:微信公众号|公众号|网站)?[：:]? ?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"zh", "首发于|最初发表|原载|发表于|刊载于|刊登于|载于|首發於|原載|刊於|原刊|首发|最早刊|最初刊", `(?:^[（(\[【\s*]*|[，；]|(?:本文|此文|原文|該文|该文)[^，。]{0,8}?)(?:首发于|首发|最初发表[于在]|最初刊[登载]?[于在]|最早刊[登载]?[于在]|原载于?|原载|发表于|刊[载登]于|原刊于?|首發於|原載於?|刊[載登]?於)(?:微信公众号|公众号)?[：:]? ?NAME`, news.CreditRepublished, news.Strong, anyone, newTail, ""},
	{"zh", "授权转载|授权发布|授權轉載", `^.{0,12}(?:经|获|由|經)《?NAME`, news.CreditRepublished, news.Strong, anyone, newTail, `^》?(?:网站|公众号)?授[权權]`},
	{"zh", "版权声明|版權聲明", `^©? ?(?:\d{4}年)?NAME`, news.CreditCopyright, news.Strong, known, newTail, `^版[权權][声聲]明`},
	{"zh", "（新华社|(新华社|（中新社|(中新社|（中央社|（路透社|(路透社|（法新社|(法新社|（美联社|(美联社|(中央社|（完", `[。！？”]?[（(]NAME`, news.CreditTail, news.Strong, agency, ending, `^[）)]\W*$`},
	{"zh", "原文链接|原文網址|原文地址|原文連結|阅读原文", `^\W*(?:原文链接|原文網址|原文地址|原文連結|阅读原文)[：:]? ?NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"zh", "资料来源|資料來源", `^\W*[资資]料[来來]源[：:] ?NAME`, news.CreditLabel, news.Medium, agency, newTail, ""},
	{"zh", "原标题|原標題", `^[（(]?原[标標][题題][：:]`, news.CreditLabel, news.Weak, nobody, newLine, ""},
	{"zh", "编译自|翻译自|译自|編譯自|譯自", `^[（(]?(?:本文)?(?:编译自|翻译自|译自|編譯自|譯自)[：:]? ?NAME`, news.CreditTranslated, news.Medium, anyone, newLine, ""},
	{"zh", "编译", `[（(]编译 ?[^（）()]{2,20}?[；; ] ?审校`, news.CreditTail, news.Strong, fixed, newTail, "Reuters"},
	{"zh", "综合自|综合新华社|綜合", `^[（(]?(?:本文)?[综綜]合(?:自|报道：)?[：:]? ?NAME`, news.CreditCowritten, news.Medium, agency, newTail, ""},
	// Ukrainian.
	{"uk", "джерело|першоджерело|посилання на джерело", `^\W*(?:першо|посилання на )?джерело ?[:–—-] (?:сайт |агентство |газета |видання )?NAME`, news.CreditLabel, news.Strong, press, newTail, `^\W{0,3}$`},
	{"uk", "оригінал", `(?:^\W*|[.] )(?:читати |читайте )?оригінал(?: публікації| статті| матеріалу| тексту)? ?(?:на сайті|в|на|у|[:–—-])? ?NAME`, news.CreditLabel, news.Strong, press, newTail, ""},
	{"uk", "вперше|уперше|спочатку|раніше був|раніше була", `^\W*(?:ЦЕЙ.{0,60}? )?(?:бул[аои]? |був )?(?:вперше|уперше|спочатку|раніше) (?:ЦЕЙ )?(?:бул[аои]? |був )?(?:опублікован\p{L}{0,3}|вийш\p{L}+) (?:(?:в|у|на) (?:сайті |порталі |сторінках |виданні |газеті |журналі )?|(?:виданням|порталом|газетою|журналом) )NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"uk", "опублікован", `^\W*(?:ця|цей|це|дана|даний) [^.]{0,30}?(?:бул[аои]? |був )?опублікован\p{L}{0,3} (?:(?:в|у|на) (?:сайті |порталі |виданні |газеті |журналі )?|(?:виданням|порталом|газетою|журналом) )NAME`, news.CreditRepublished, news.Strong, press, ending, ""},
	{"uk", "опублікован", `^\W*(?:(?:матеріал|текст|новина|репортаж|інтерв'ю) )?(?:бул[аои]? |був )?опублікован\p{L}{0,3} (?:(?:в|у|на) (?:сайті |порталі |виданні |газеті |журналі )?|(?:виданням|порталом|газетою|журналом) )NAME`, news.CreditRepublished, news.Strong, press, newTail, ""},
	{"uk", "читати повністю|читайте повністю", `^\W*(?:читати|читайте) повністю(?: на сайті| на| в)? ?:? NAME`, news.CreditLabel, news.Medium, press, newTail, ""},
	{"uk", "переклад:", `^\W*переклад ?: NAME`, news.CreditTranslated, news.Medium, known, newTail, ""},
	{"uk", "передрук|з дозволу|републік|взято з", `^\W*(?:передрук(?:овано)? (?:з дозволу|із дозволу|з|із)|републікація (?:з|із)|взято (?:з|із)|(?:публікується|опубліковано) (?:з|із) дозволу) (?:сайту |видання |редакції |газети )?NAME`, news.CreditRepublished, news.Strong, anyone, anywhere, ""},
	{"uk", "за матеріалами", `^\W*за матеріалами:? (?:сайту |агентства |видання |газети )?NAME`, news.CreditCowritten, news.Medium, press, newLine, ""},
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
