package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"stemma/internal/news"
)

// writeMarkdown writes a report to read and to quote from (CommonMark, no HTML).
func writeMarkdown(w io.Writer, b *book) error {
	out := bufio.NewWriter(w)
	s := b.sum
	fmt.Fprintf(out, "# Provenance report\n\n%s. %s\n", s.sentence(), markdown(madeBy(b.About)))
	fmt.Fprintf(out, "\n%s\n", howToRead)
	n := 0
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		n++
		if err := familyMarkdown(out, b, n, f); err != nil {
			return err
		}
		b.forget()
	}
	outletsMarkdown(out, s)
	unseenMarkdown(out, b, s)
	if err := otherMarkdown(out, b); err != nil {
		return err
	}
	return out.Flush()
}

// howToRead explains the words of a report, in every format that is read by people.
const howToRead = "A family is a set of articles that share text by copying. A link says that a copy took its text from a source; " +
	"its confidence is the probability of that, from 0 to 1, on the evidence shown. Evidence is weighed in bits: " +
	"one bit doubles the odds, a negative one halves them. “Origin” is said only of a root that is at least 0.9 probable " +
	"on more than shared text, and stays the likeliest when any one group of evidence is left out."

func familyMarkdown(out *bufio.Writer, b *book, n int, f news.Family) error {
	fmt.Fprintf(out, "\n## Family %d: %s\n\n", n, escapeMarkdown(familyTitle(b, f)))
	fmt.Fprintf(out, "%s\n", markdown(claimProse(b, f)))
	for _, c := range f.Conflicts {
		fmt.Fprintf(out, "\n**Conflict:** %s\n", escapeMarkdown(c))
	}
	treeMarkdown(out, b, f)
	if len(f.RootEvidence) > 0 {
		fmt.Fprintf(out, "\n### Evidence for the root\n\n")
		evidenceMarkdown(out, b, f.RootEvidence)
	}
	for i, l := range f.Links {
		if err := linkMarkdown(out, b, fmt.Sprintf("%d.%d", n, i+1), l); err != nil {
			return err
		}
	}
	return nil
}

func treeMarkdown(out *bufio.Writer, b *book, f news.Family) {
	fmt.Fprintln(out)
	walk(tree(f), func(t *branch, level int) {
		line := markdown(prose{}.cite(b.head(t.id)))
		if _, unseen := t.id.Unseen(); unseen {
			line += ", not in this index"
		}
		if t.link.Copy != "" {
			line += ": " + branchNote(t.link)
		}
		fmt.Fprintf(out, "%s- %s\n", strings.Repeat("  ", level), line)
	})
	for _, l := range f.Links {
		if l.Second {
			fmt.Fprintf(out, "\n%s also takes %s words from %s.\n", markdown(prose{}.cite(b.head(l.Copy))),
				fixed(l.Match.Words, 0), markdown(prose{}.cite(b.head(l.Source))))
		}
	}
}

// branchNote is what a tree says of a copy, after its name.
func branchNote(l news.Link) string {
	note := string(l.Verdict)
	if l.Verdict == news.Unclear {
		note = "credit unclear"
	}
	if _, unseen := l.Source.Unseen(); !unseen {
		note = fmt.Sprintf("%s copy, %s of its words, %s", l.Match.Class, percent(l.Match.ShareB()), note)
	}
	return strings.TrimSuffix(note, ", ") + ", confidence " + chance(l.Confidence)
}

func linkMarkdown(out *bufio.Writer, b *book, n string, l news.Link) error {
	heading := prose{}.words(publisher(b.head(l.Copy))).say(" from ").words(publisher(b.head(l.Source)))
	fmt.Fprintf(out, "\n### Link %s: %s\n\n", n, markdown(heading))
	fmt.Fprintf(out, "%s %s\n\n", markdown(linkProse(b, l)), verdictProse(l.Verdict))
	evidenceMarkdown(out, b, l.Evidence)
	return passagesMarkdown(out, b, l)
}

func evidenceMarkdown(out *bufio.Writer, b *book, items []news.Evidence) {
	if len(items) == 0 {
		fmt.Fprintln(out, noEvidence)
	}
	for _, e := range items {
		fmt.Fprintf(out, "- **%s bits** (%s): %s", signed(e.Bits), escapeMarkdown(e.Group), escapeMarkdown(e.Text))
		if e.Quote != "" {
			fmt.Fprintf(out, " “%s”", escapeMarkdown(e.Quote))
			if h, ok := b.heads[e.In]; ok {
				fmt.Fprintf(out, " (in %s)", escapeMarkdown(publisher(h)))
			}
		}
		fmt.Fprintln(out)
	}
}

const noEvidence = "No evidence for or against is on record."

// The limits of what a link quotes in Markdown, which people read whole.
const (
	quotedPassages = 5   // passages of a link
	quotedLength   = 400 // characters of a passage
)

func passagesMarkdown(out *bufio.Writer, b *book, l news.Link) error {
	if b.Text == nil || len(l.Match.Passages) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nShared words, as they stand in the copy%s:\n", countedIn(b, l))
	for i, p := range l.Match.Passages {
		if i == quotedPassages {
			fmt.Fprintf(out, "\n%s more.\n", count(len(l.Match.Passages)-i, "passage", "passages"))
			break
		}
		_, copied, err := b.quotePassage(l, p)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n> %s\n>\n> (%s, bytes %d to %d of the copy, %d to %d of the source)\n",
			escapeMarkdown(cut(oneLine(copied), quotedLength)), count(p.Words(), "word", "words"), p.B.Start, p.B.End, p.A.Start, p.A.End)
	}
	return nil
}

// countedIn says which texts the bytes of a link's passages count in.
func countedIn(b *book, l news.Link) string {
	copied, source := b.digest(l.Copy), b.digest(l.Source)
	if copied == "" || source == "" {
		return ""
	}
	return fmt.Sprintf(" (text of the copy: SHA-256 %s; of the source: %s)", copied, source)
}

func outletsMarkdown(out *bufio.Writer, s summary) {
	if len(s.Outlets) == 0 {
		return
	}
	fmt.Fprint(out, "\n## Outlets\n\n| outlet | articles | roots | copies | with credit | without | taken from |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, o := range s.Outlets {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d | %d | %d |\n",
			escapeMarkdown(cmp.Or(o.Name, "(unknown)")), o.Articles, o.Roots, o.Copies, o.Credited, o.Uncredited, o.Taken)
	}
}

func unseenMarkdown(out *bufio.Writer, b *book, s summary) {
	if len(s.Unseen) == 0 {
		return
	}
	fmt.Fprint(out, "\n## Unseen sources\n\nNamed as source, and no matching article in this index:\n\n")
	for _, u := range s.Unseen {
		fmt.Fprintf(out, "- %s, named by %d of %d articles in %s\n", escapeMarkdown(u.Name), u.Named, u.Of, count(u.Families, "family", "families"))
	}
}

func otherMarkdown(out *bufio.Writer, b *book) error {
	pairs, err := b.outside()
	if err != nil || len(pairs) == 0 {
		return err
	}
	fmt.Fprint(out, "\n## Shared text in no family\n\n| one | other | class | words |\n|---|---|---|--:|\n")
	for _, p := range pairs {
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", markdown(prose{}.cite(b.head(p.Copy))), markdown(prose{}.cite(b.head(p.Source))),
			p.Match.Class, fixed(p.Match.Words, 0))
	}
	return nil
}

// markdown writes prose, with the outside words escaped and linked.
func markdown(p prose) string {
	var s strings.Builder
	for _, part := range p {
		switch {
		case part.URL != "":
			fmt.Fprintf(&s, "[%s](<%s>)", escapeMarkdown(part.Text), linkEscapes.Replace(part.URL))
		case part.Outside:
			s.WriteString(escapeMarkdown(part.Text))
		default:
			s.WriteString(part.Text)
		}
	}
	return s.String()
}

// linkEscapes keeps an address inside the pointed brackets of a link and the cell of a table.
var linkEscapes = strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", "|", "%7C", " ", "%20")

// escapeMarkdown makes outside words stand for themselves: one line, no mark-up, no
// HTML, no control of direction. Words of a right-to-left script are isolated from ours.
func escapeMarkdown(s string) string {
	s = visible(s)
	var out strings.Builder
	out.Grow(len(s) + 8)
	for i := range len(s) {
		if strings.IndexByte(marks, s[i]) >= 0 || i == 0 && strings.IndexByte(lineMarks, s[i]) >= 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(s[i])
	}
	if strings.ContainsFunc(s, rightToLeft) {
		return "\u2068" + out.String() + "\u2069" // first strong isolate ... pop
	}
	return out.String()
}

// The signs with a meaning in Markdown: anywhere, and at the start of a line.
const (
	marks     = "\\`*_[]<>|~&{}!$^"
	lineMarks = "#+-=:"
)

func rightToLeft(r rune) bool {
	return r >= 0x590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// signed writes bits with their sign.
func signed(bits float64) string {
	if s := fixed(bits, 1); strings.HasPrefix(s, "-") {
		return "−" + s[1:]
	}
	return "+" + fixed(bits, 1)
}
