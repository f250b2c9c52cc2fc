package eval

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strings"
)

// A Truth is what is true of a corpus.
type Truth struct {
	Links    []Link
	Pairs    []Pair // the further pairs, which are not links
	Families []Family
	Traps    []Trap
}

// A Trap is something that must not be concluded.
type Trap struct {
	Article string
	Trap    string // what it is, for people
	MustNot string // a kind and what it is of, as trapKinds lists them
}

// ReadTruth reads links.tsv, pairs.tsv, families.tsv and traps.tsv. Only links.tsv has
// to be there.
func ReadTruth(dir fs.FS) (Truth, error) {
	var t Truth
	err := readFile(dir, "links.tsv", &t.Links, ReadLinks)
	if err == nil {
		err = optional(readFile(dir, "pairs.tsv", &t.Pairs, ReadPairs))
	}
	if err == nil {
		err = optional(readFile(dir, "families.tsv", &t.Families, ReadFamilies))
	}
	if err == nil {
		err = optional(readFile(dir, "traps.tsv", &t.Traps, ReadTraps))
	}
	return t, err
}

// optional forgives a file that is not there.
func optional(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func readFile[T any](dir fs.FS, name string, into *[]T, read func(io.Reader) ([]T, error)) error {
	f, err := dir.Open(name)
	if err != nil {
		return fmt.Errorf("read truth: %w", err)
	}
	defer f.Close()
	if *into, err = read(f); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// ReadLinks reads rows of copy, source, class and note; "-" is no class. A note that
// begins "undecidable" marks a link whose source nothing in the corpus can show.
func ReadLinks(r io.Reader) ([]Link, error) {
	return rows(r, func(row row) (Link, error) {
		class := dash(row.get("class"))
		undecidable := strings.HasPrefix(row.get("note"), "undecidable")
		return Link{Copy: row.need("copy"), Source: row.need("source"), Class: class, Undecidable: undecidable}, nil
	})
}

// ReadPairs reads rows of a, b and class, or the columns of the silver files: id1 and
// id2, or original and copy, with a label; cross tells pairs of one outlet ("same")
// from others.
func ReadPairs(r io.Reader) ([]Pair, error) {
	return rows(r, func(row row) (Pair, error) {
		return Pair{
			A:       row.need("a", "id1", "original", "source"),
			B:       row.need("b", "id2", "copy"),
			Class:   dash(row.need("class", "label")),
			Reverse: dash(row.get("reverse")),
			Same:    row.get("cross") == "same",
		}, nil
	})
}

// dash is a field that "-" says is empty.
func dash(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// ReadFamilies reads rows of root, claim and members; members are separated by spaces.
func ReadFamilies(r io.Reader) ([]Family, error) {
	return rows(r, func(row row) (Family, error) {
		f := Family{Root: row.need("root"), Claim: row.need("claim"), Members: strings.Fields(row.need("members"))}
		if !slices.Contains([]string{"origin", "earliest", "undetermined", "unseen"}, f.Claim) {
			return f, fmt.Errorf("claim %q is not origin, earliest, undetermined or unseen", f.Claim)
		}
		return f, nil
	})
}

// WriteLinks writes links as ReadLinks reads them.
func WriteLinks(w io.Writer, links []Link) error {
	_, err := fmt.Fprintln(w, "copy\tsource\tclass\tnote")
	for _, l := range links {
		note := ""
		if l.Undecidable {
			note = "undecidable: nobody names it"
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Copy, l.Source, cmp.Or(l.Class, "-"), note)
		}
	}
	return err
}

// WritePairs writes pairs as ReadPairs reads them.
func WritePairs(w io.Writer, pairs []Pair) error {
	_, err := fmt.Fprintln(w, "a\tb\tclass\treverse")
	for _, p := range pairs {
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.A, p.B, cmp.Or(p.Class, "-"), cmp.Or(p.Reverse, "-"))
		}
	}
	return err
}

// WriteFamilies writes families as ReadFamilies reads them.
func WriteFamilies(w io.Writer, families iter.Seq[Family]) error {
	_, err := fmt.Fprintln(w, "root\tclaim\tmembers")
	for f := range families {
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\n", f.Root, f.Claim, strings.Join(f.Members, " "))
		}
	}
	return err
}

// WritePlanted writes the pairs of a corpus: those of a source and its copy as ReadLinks
// reads them, or the others as ReadPairs does, each with its kind.
func WritePlanted(w io.Writer, c Corpus, links bool) error {
	header, row := "copy\tsource\tclass\tkind\n", "%[2]s\t%[1]s\t%[3]s\t%[4]s\n"
	if !links {
		header, row = "a\tb\tclass\tkind\n", "%s\t%s\t%s\t%s\n"
	}
	_, err := io.WriteString(w, header)
	for p := range c.Pairs() {
		if err == nil && p.Link == links {
			_, err = fmt.Fprintf(w, row, p.A, p.B, p.Class, p.Kind)
		}
	}
	return err
}

// trapKinds are what a trap can forbid to conclude of its article; what follows the
// colon is a name.
var trapKinds = []string{
	"credit:",   // a credit of any strength that names that outlet; * is any outlet
	"link:",     // a link to an article of that outlet, to that article or unseen source
	"origin:",   // that the named one is the origin of any family
	"claim:",    // that its family's claim is that one
	"identity:", // that it is the article at that address
	"family:",   // a family with that article
	"family",    // any family
}

// ReadTraps reads rows of article, trap and must_not.
func ReadTraps(r io.Reader) ([]Trap, error) {
	return rows(r, func(row row) (Trap, error) {
		t := Trap{Article: row.need("article"), Trap: row.get("trap"), MustNot: row.need("must_not")}
		kind, name, named := strings.Cut(t.MustNot, ":")
		if named {
			kind += ":"
		}
		if !slices.Contains(trapKinds, kind) || named && name == "" {
			return t, fmt.Errorf("must_not %q is none of %s", t.MustNot, strings.Join(trapKinds, " "))
		}
		return t, nil
	})
}

// A row is one line of a table, its fields found by the names of their columns.
type row struct {
	columns map[string]int
	fields  []string
	err     *error
}

// get returns the field of a column, empty when there is none.
func (r row) get(column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.fields) {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// need returns the field of the first of the given columns that the table has. Without
// one, or with an empty field, the row is in error.
func (r row) need(columns ...string) string {
	for _, column := range columns {
		if field := r.get(column); field != "" {
			return field
		}
	}
	*r.err = fmt.Errorf("no %s", strings.Join(columns, " or "))
	return ""
}

// rows reads a tab-separated table with a header. Empty lines and lines that start with
// # are comments. Errors name the line.
func rows[T any](r io.Reader, read func(row) (T, error)) ([]T, error) {
	var list []T
	var columns map[string]int
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24) // a family of 100,000 members is one line
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if columns == nil {
			columns = header(fields)
			continue
		}
		var missing error
		item, err := read(row{columns, fields, &missing})
		if missing != nil {
			err = missing
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, item)
	}
	return list, lines.Err()
}

func header(fields []string) map[string]int {
	columns := map[string]int{}
	for i, name := range fields {
		columns[strings.TrimSpace(name)] = i
	}
	return columns
}
