package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"stemma/internal/news"
)

// writeCSV writes one tidy table (RFC 4180, lines ended by LF, UTF-8, a header row).
// Other columns may be added at the right; these keep their names and places.
func writeCSV(w io.Writer, table string, b *book) error {
	out := csv.NewWriter(w)
	var err error
	switch table {
	case "matches":
		err = writeMatches(out, b)
	case "families":
		err = writeFamilies(out, b)
	case "articles":
		err = writeArticles(out, b)
	case "outlets":
		err = writeOutlets(out, b)
	case "evidence":
		err = writeEvidence(out, b)
	default:
		err = writeLinks(out, b)
	}
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// writeLinks writes the trees: a row for each copy and its source, and one more for
// each further source of a merged article. An unseen source has no words to count.
func writeLinks(out *csv.Writer, b *book) error {
	out.Write([]string{"copy", "source", "class", "words", "copy_share", "source_share", "confidence", "kind",
		"verdict", "family", "borderline", "bits", "runner_up", "runner_up_confidence",
		"copy_outlet", "source_outlet", "copy_published", "source_published", "copy_sha256", "source_sha256"})
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		for _, p := range linked(f) {
			runnerUp, runnerUpConfidence := "", ""
			if p.RunnerUp != "" {
				runnerUp, runnerUpConfidence = b.name(p.RunnerUp), fixed(p.RunnerUpConfidence, 2)
			}
			copied, source := b.head(p.Copy), b.head(p.Source)
			out.Write(append(pairCells(b, p), p.kind,
				string(p.Verdict), cell(string(f.ID)), borderline(p.Match), fixed(p.Bits, 1), cell(runnerUp), runnerUpConfidence,
				cell(copied.Outlet), cell(source.Outlet), edtf(copied.Published), edtf(source.Published), b.digest(p.Copy), b.digest(p.Source)))
		}
	}
	return nil
}

// writeMatches writes every matched pair that has a class, in a tree or not. Which of
// a linked pair is the copy the link says; orient says it of the others, which have no
// confidence.
func writeMatches(out *csv.Writer, b *book) error {
	out.Write([]string{"copy", "source", "class", "words", "copy_share", "source_share", "confidence", "kind",
		"reverse_class", "family", "borderline", "unquoted_words", "longest_run", "passages", "resemblance"})
	for p, err := range b.pairs() {
		if err != nil {
			return err
		}
		m := p.Match
		out.Write(append(pairCells(b, p), p.kind,
			string(m.Reverse), cell(string(p.family)), borderline(m), fixed(m.Unquoted, 0), strconv.Itoa(m.Run),
			strconv.Itoa(len(m.Passages)), fixed(m.Resemblance(), 3)))
	}
	return nil
}

// pairCells are the seven columns that the tables of links and matches begin with.
func pairCells(b *book, p pair) []string {
	cells := []string{cell(b.name(p.Copy)), cell(b.name(p.Source)), "", "", "", "", ""}
	if _, unseen := p.Source.Unseen(); !unseen {
		m := p.Match
		cells[2], cells[3], cells[4], cells[5] = string(m.Class), fixed(m.Words, 0), fixed(m.ShareB(), 3), fixed(m.ShareA(), 3)
	}
	if p.kind != unlinked {
		cells[6] = fixed(p.Confidence, 2)
	}
	return cells
}

func writeFamilies(out *csv.Writer, b *book) error {
	out.Write([]string{"family", "root", "claim", "probability", "members", "outlets", "rests_on", "unseen", "conflicts"})
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		out.Write([]string{cell(string(f.ID)), cell(b.name(f.Root)), string(f.Claim), fixed(f.Probability, 2),
			strconv.Itoa(len(f.Members)), strconv.Itoa(len(outlets(f.Members))), strings.Join(f.Rests, " "),
			cell(strings.Join(unseenNames(f), "; ")), strconv.Itoa(len(f.Conflicts))})
	}
	return nil
}

func unseenNames(f news.Family) []string {
	var names []string
	for _, u := range f.Unseen {
		names = append(names, u.Name)
	}
	return names
}

// writeArticles writes a row for each article. One that takes from several families has
// the family it takes most words from as its family, and the others in also_in.
func writeArticles(out *csv.Writer, b *book) error {
	out.Write([]string{"article", "url", "outlet", "title", "published", "family", "verdict", "role", "source",
		"confidence", "also_in", "grade", "language", "words", "credits", "fossils", "id", "place", "text_sha256"})
	for h, err := range b.Articles {
		if err != nil {
			return err
		}
		role, m, others := b.role(h.ID)
		source, confidence := "", ""
		if m.link.Source != "" {
			source, confidence = b.name(m.link.Source), fixed(m.link.Confidence, 2)
		}
		out.Write([]string{cell(h.Name()), cell(h.URL), cell(h.Outlet), cell(h.Title), edtf(h.Published),
			cell(string(m.family)), string(m.link.Verdict), role, cell(source), confidence, cell(strings.Join(others, " ")),
			string(h.Published.Grade), cell(h.Lang), strconv.Itoa(h.Words),
			strconv.Itoa(len(h.Credits)), strconv.Itoa(len(h.Fossils)), string(h.ID), cell(h.Place), b.digest(h.ID)})
	}
	return nil
}

// writeOutlets writes a row for each outlet, with what it took and gave.
func writeOutlets(out *csv.Writer, b *book) error {
	out.Write([]string{"outlet", "articles", "roots", "copies", "credited", "uncredited", "taken"})
	for _, o := range b.sum.Outlets {
		out.Write([]string{cell(o.Name), strconv.Itoa(o.Articles), strconv.Itoa(o.Roots), strconv.Itoa(o.Copies),
			strconv.Itoa(o.Credited), strconv.Itoa(o.Uncredited), strconv.Itoa(o.Taken)})
	}
	return nil
}

// role says what an article is in its first family, and which other families hold it.
func (b *book) role(id news.ID) (role string, first membership, others []string) {
	in := b.in[id]
	if len(in) == 0 {
		return "single", membership{}, nil
	}
	for _, m := range in[1:] {
		others = append(others, string(m.family))
	}
	switch {
	case in[0].root:
		return "root", in[0], others
	case in[0].link.Source == "":
		return "unplaced", in[0], others
	}
	return "copy", in[0], others
}

// writeEvidence writes a row for each item: those of links, and those of roots, which
// have no copy.
func writeEvidence(out *csv.Writer, b *book) error {
	out.Write([]string{"copy", "source", "group", "kind", "bits", "sentence", "quote", "quoted_from", "start", "end", "family", "text_sha256"})
	for f, err := range b.Families {
		if err != nil {
			return err
		}
		for _, e := range f.RootEvidence {
			out.Write(evidenceCells(b, "", b.name(f.Root), e, f.ID))
		}
		for _, l := range f.Links {
			for _, e := range l.Evidence {
				out.Write(evidenceCells(b, b.name(l.Copy), b.name(l.Source), e, f.ID))
			}
		}
	}
	return nil
}

func evidenceCells(b *book, copied, source string, e news.Evidence, family news.ID) []string {
	from, start, end, digest := "", "", "", ""
	if e.Quote != "" && e.In != "" {
		from = b.name(e.In)
	}
	if e.Span != (news.Span{}) {
		start, end, digest = strconv.Itoa(e.Span.Start), strconv.Itoa(e.Span.End), b.digest(e.In)
	}
	return []string{cell(copied), cell(source), e.Group, e.Kind, fixed(e.Bits, 1), cell(e.Text), cell(e.Quote),
		cell(from), start, end, cell(string(family)), digest}
}

// cell makes outside text safe in a spreadsheet, which takes a cell that starts with one
// of these signs for a formula: an apostrophe before it makes it text (OWASP, "CSV
// Injection"). Line ends become LF, the only one that every reader gives back.
func cell(s string) string {
	s = plain(s)
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func plain(s string) string {
	if strings.IndexByte(s, '\r') >= 0 || strings.IndexByte(s, 0) >= 0 {
		s = lineEnds.Replace(s) // which copies in any case
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

func borderline(m news.Match) string { return strconv.FormatBool(m.Borderline) }
