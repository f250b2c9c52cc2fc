package extract

import (
	"regexp"
	"strings"

	"stemma/internal/news"
)

// readMarkdown takes the dress off a Markdown text and reads it as text, its links as
// those of a page. Its front matter has come in the document's fields.
func readMarkdown(raw string, doc news.Document) page {
	p := newPage(doc)
	u := undress(normal(raw))
	if p.head.Title == "" {
		p.head.Title = u.title
	}
	s := &scanned{text: u.b.String(), links: u.links, images: u.images}
	from, to := p.readPlain(s.text)
	for i := range p.credits {
		p.besides(&p.credits[i], s, s.text, 0, to)
	}
	p.mergeLabels()
	for _, image := range u.images {
		if name, ok := pixelOutlet(image.address); ok {
			p.addCredit(news.Credit{Kind: news.CreditPixel, Strength: news.Strong, Name: name, URL: image.address, Quote: image.address})
		}
	}
	p.readBodyLinks(s, from, to)
	p.finish()
	return *p
}

// undressed is a Markdown text without its marks.
type undressed struct {
	b      strings.Builder
	title  string // the first heading of the first level
	links  []located
	images []located
	gap    bool
	refs   map[string]string // addresses of [label]: address
}

var (
	heading    = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	rule       = regexp.MustCompile(`^(?:[-*_]\s*){3,}$|^=+$`)
	reference  = regexp.MustCompile(`^\[([^\]]+)\]:\s+<?(\S+?)>?(?:\s.*)?$`)
	marker     = regexp.MustCompile(`^(?:>\s?)*(?:[-*+]\s+|>\s?)?`)
	comment    = regexp.MustCompile(`(?s)<!--.*?-->`)
	inlineLink = regexp.MustCompile(`(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+["'(][^)]*)?\)|\[([^\]]*)\])|<(https?://[^\s>]+)>`)
	tag        = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	strong     = regexp.MustCompile(`(\*\*\*|\*\*|__|~~)(\S(?:.*?\S)?)(?:\*\*\*|\*\*|__|~~)`)
	emphasis   = regexp.MustCompile("(^|[\\s(\"“'‘>])[*_`](\\S(?:[^*_`]*\\S)?)[*_`]($|[\\s).,;:!?\"”'’<])")
	escaped    = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!>~|-])")
)

func undress(text string) *undressed {
	u := &undressed{refs: map[string]string{}}
	text = comment.ReplaceAllString(text, "")
	for l := range strings.SplitSeq(text, "\n") {
		if m := reference.FindStringSubmatch(l); m != nil {
			u.refs[strings.ToLower(m[1])] = m[2]
		}
	}
	for l := range strings.SplitSeq(text, "\n") {
		u.line(l)
	}
	return u
}

// line undresses one line. The first heading of the first level is the title, not text.
func (u *undressed) line(l string) {
	l = strings.TrimSpace(l)
	if l == "" || rule.MatchString(l) || reference.MatchString(l) || strings.HasPrefix(l, "```") {
		u.gap = true
		return
	}
	first := u.title == "" && strings.HasPrefix(l, "# ")
	if m := heading.FindStringSubmatch(l); m != nil {
		u.gap, l = true, m[1]
		defer func() { u.gap = true }()
	} else {
		l = l[len(marker.FindString(l)):]
	}
	if first {
		var t undressed
		t.refs = u.refs
		t.inline(l)
		u.title = oneLine(t.b.String())
		return
	}
	u.inline(l)
}

// hole stands for a link while the emphasis around it is taken off. It is a private-use
// character that no font gives a shape.
const hole = "\ue000"

// inline writes the text of a line and keeps the links and images in it.
func (u *undressed) inline(l string) {
	found := inlineLink.FindAllStringSubmatchIndex(l, -1)
	var dressed strings.Builder
	at := 0
	for _, m := range found {
		dressed.WriteString(strings.ReplaceAll(l[at:m[0]], hole, "") + hole)
		at = m[1]
	}
	dressed.WriteString(strings.ReplaceAll(l[at:], hole, ""))
	plain := strings.TrimSpace(bare(dressed.String()))
	pieces := strings.Split(plain, hole)
	if plain = strings.Join(pieces, ""); plain == "" && !u.hasWords(l, found) {
		u.pictures(l, found)
		return
	}
	if u.b.Len() > 0 {
		u.b.WriteString("\n\n"[:1+bit(u.gap)])
	}
	u.gap = false
	for i, piece := range pieces {
		u.b.WriteString(piece)
		if i < len(found) && i < len(pieces)-1 {
			u.link(l, found[i])
		}
	}
}

// hasWords reports whether one of a line's links has words, so that the line is not of pictures alone.
func (u *undressed) hasWords(l string, found [][]int) bool {
	for _, m := range found {
		if words, _ := u.parts(l, m); m[3] <= m[2] && words != "" {
			return true
		}
	}
	return false
}

// pictures keeps the images of a line without words.
func (u *undressed) pictures(l string, found [][]int) {
	for _, m := range found {
		u.link(l, m)
	}
}

// link writes the words of one link, or keeps one image.
func (u *undressed) link(l string, m []int) {
	words, address := u.parts(l, m)
	if m[2] >= 0 && m[3] > m[2] {
		u.images = append(u.images, located{address, u.b.Len(), u.b.Len()})
		return
	}
	start := u.b.Len()
	u.b.WriteString(bare(words))
	if strings.HasPrefix(address, "http") {
		u.links = append(u.links, located{address, start, u.b.Len()})
	}
}

// parts are the words and the address of a link.
func (u *undressed) parts(l string, m []int) (words, address string) {
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return l[m[2*i]:m[2*i+1]]
	}
	if auto := group(5); auto != "" {
		return auto, auto
	}
	words, address = group(2), group(3)
	if m[8] >= 0 {
		label := group(4)
		if label == "" {
			label = words
		}
		address = u.refs[strings.ToLower(label)]
	}
	return words, address
}

// bare is s without emphasis, tags and escapes.
func bare(s string) string {
	s = tag.ReplaceAllString(s, "")
	s = strong.ReplaceAllString(s, "$2")
	s = emphasis.ReplaceAllString(s, "$1$2$3")
	return escaped.ReplaceAllString(s, "$1")
}
