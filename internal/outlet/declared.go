package outlet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"stemma/internal/news"
)

// The words with which lines of a file of outlets begin. Those of trust.txt are kept as
// they are (JournalList's reference document, April 2024; draft-org-trust-relationship-protocol).
const (
	wordOutlet  = "outlet"  // begins what is said of one outlet, by its name or domain
	wordAlias   = "alias"   // another name, domain or account of it
	wordOwner   = "owner"   // who owns it
	wordLicence = "licence" // an outlet whose texts it may publish
)

// declaring says what each word of a line declares. What declares nothing here (a page, a
// person, a policy) is allowed and left out.
var declaring = map[string]bool{
	wordAlias: true, wordOwner: true, wordLicence: true, "license": true,
	"member": true, "belongto": true, "control": true, "controlledby": true,
	"social": true, "vendor": true, "customer": true,
	"disclosure": false, "contact": false, "datatrainingallowed": false,
}

// ReadRelations reads a file of outlets, named name in places and errors:
//
//	# Weser valley
//	outlet=Wesertaler Bote
//	alias=wesertaler-bote.example
//	owner=Heide Verlag
//	licence=Kestrel Wire
//
// A trust.txt file has the same form but says nowhere whose it is: domain does, and is
// empty for other files. An error names every faulty line.
func ReadRelations(r io.Reader, name, domain string) ([]news.Relation, error) {
	var list []news.Relation
	var faults []error
	about := domain
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := uncommented(lines.Text())
		if line == "" {
			continue
		}
		place := fmt.Sprintf("%s:%d", name, n)
		word, value, err := cutLine(line)
		switch {
		case err != nil:
			faults = append(faults, fmt.Errorf("%s: %w", place, err))
		case word == wordOutlet:
			about = value
		case about == "":
			faults = append(faults, fmt.Errorf("%s: %s= before any outlet= line: whose is it?", place, word))
		case declaring[word]:
			list = append(list, news.Relation{Outlet: about, Kind: strings.Replace(word, "license", wordLicence, 1), Value: value, Place: place})
		}
	}
	if err := lines.Err(); err != nil {
		faults = append(faults, fmt.Errorf("%s: %w", name, err))
	}
	return list, errors.Join(faults...)
}

// uncommented drops what follows a # at the beginning of a word: in an address it is none.
func uncommented(line string) string {
	line = " " + strings.TrimPrefix(line, "\ufeff")
	for i := 1; i < len(line); i++ {
		if line[i] == '#' && (line[i-1] == ' ' || line[i-1] == '\t') {
			line = line[:i]
		}
	}
	return strings.TrimSpace(line)
}

func cutLine(line string) (word, value string, err error) {
	word, value, ok := strings.Cut(line, "=")
	word, value = strings.ToLower(strings.TrimSpace(word)), strings.TrimSpace(value)
	_, known := declaring[word]
	switch {
	case !ok:
		return "", "", fmt.Errorf("%q has no =", line)
	case word != wordOutlet && !known:
		return "", "", fmt.Errorf("no word %q; the words are outlet, alias, owner, licence and those of trust.txt", word)
	case value == "":
		return "", "", fmt.Errorf("%s= says nothing", word)
	}
	return word, value, nil
}

// A Book is the embedded table with what a user declared on top of it. The nil Book is
// the table alone.
type Book struct {
	names   map[string]string       // as declared, by key
	aliases map[string]string       // key by domain, folded name or handle
	owners  map[string]string       // key of the owner by key
	grants  map[grant]news.Relation // what lets an outlet publish another's texts
}

// A grant is a pair of outlet keys.
type grant struct{ source, copied string }

// NewBook makes a Book of declared relations. Of two owners or two outlets of one alias
// the first stands.
func NewBook(list []news.Relation) *Book {
	b := &Book{names: map[string]string{}, aliases: map[string]string{}, owners: map[string]string{}, grants: map[grant]news.Relation{}}
	for _, r := range list {
		b.alias(r.Outlet, r.Outlet)
		if name, ok := otherName(r); ok {
			b.alias(r.Outlet, name)
		}
	}
	for _, r := range list {
		if _, ok := otherName(r); !ok {
			b.alias(r.Value, r.Value)
		}
	}
	for _, r := range list {
		b.relate(r)
	}
	return b
}

// otherName is the name or account that a relation gives its outlet.
func otherName(r news.Relation) (string, bool) {
	switch r.Kind {
	case wordAlias:
		return r.Value, true
	case "social":
		path := strings.Split(strings.Trim(r.Value, "/"), "/")
		return "@" + strings.TrimPrefix(path[len(path)-1], "@"), true
	}
	return "", false
}

func (b *Book) alias(of, name string) {
	key := b.Key(of, "")
	if folded := bookName(name); b.aliases[folded] == "" {
		b.aliases[folded] = key
	}
	if b.names[key] == "" {
		b.names[key] = of
	}
}

// bookName is what names of one outlet have in common: a domain, a handle in lower case,
// else the folded name.
func bookName(name string) string {
	switch name = strings.TrimSpace(name); {
	case strings.HasPrefix(name, "@"):
		return strings.ToLower(name)
	case addressed(name) && Domain(name) != "":
		return Domain(name)
	}
	return squash(fold(name))
}

func (b *Book) relate(r news.Relation) {
	about, other := b.Key(r.Outlet, ""), b.Key(r.Value, "")
	switch r.Kind {
	case wordOwner, "controlledby":
		b.own(other, about)
	case "control":
		b.own(about, other)
	case wordLicence, "vendor", "belongto":
		b.grant(other, about, r)
	case "member", "customer":
		b.grant(about, other, r)
	}
}

func (b *Book) own(owner, owned string) {
	if b.owners[owned] == "" && owner != owned {
		b.owners[owned] = owner
	}
}

func (b *Book) grant(source, copied string, r news.Relation) {
	if _, ok := b.grants[grant{source, copied}]; !ok {
		b.grants[grant{source, copied}] = r
	}
}

// Key is the canonical key of an outlet as the function of that name gives it, but for
// what is declared. The domain is asked before the name, be it declared or in the table.
func (b *Book) Key(name, domain string) string {
	if b == nil {
		return Key(name, domain)
	}
	if key, ok := b.aliases[bookName(domain)]; ok && domain != "" {
		return key
	}
	_, known := Find(domain)
	if key, ok := b.aliases[bookName(name)]; ok && name != "" && !known {
		return key
	}
	return Key(name, domain)
}

// Name is the name of the outlet with the given key: the table's, else as it was declared,
// else key itself.
func (b *Book) Name(key string) string {
	name := Name(key)
	if b == nil || name != key || b.names[key] == "" {
		return name
	}
	return b.names[key]
}

// Owner is the key of the outlet or company that an outlet belongs to at last, its own
// when none is declared.
func (b *Book) Owner(key string) string {
	if b == nil {
		return key
	}
	seen := []string{key}
	for b.owners[key] != "" {
		if key = b.owners[key]; slices.Contains(seen, key) {
			return slices.Min(seen) // two that own each other
		}
		seen = append(seen, key)
	}
	return key
}

// Licence is the relation by which one outlet may publish another's texts, or those of
// the company that owns it.
func (b *Book) Licence(source, copied string) (news.Relation, bool) {
	if b == nil || source == "" || copied == "" {
		return news.Relation{}, false
	}
	for _, from := range []string{source, b.Owner(source)} {
		for _, to := range []string{copied, b.Owner(copied)} {
			if r, ok := b.grants[grant{from, to}]; ok {
				return r, true
			}
		}
	}
	return news.Relation{}, false
}
