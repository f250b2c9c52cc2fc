// Package outlet knows outlets by their names, domains and handles, and when two
// addresses are one page.
package outlet

import (
	_ "embed"
	"strings"
	"sync"
)

// An Outlet is one publisher of news and every name it goes by.
type Outlet struct {
	Key     string   // short, lower case, never changed: "ap"
	Name    string   // as shown: "AP"
	Agency  bool     // sells its text to others, so that copies of it are to be expected
	Domains []string // registrable domains: "apnews.com"
	Aliases []string // other names, in any script: "The Associated Press"
	Handles []string // accounts of its own, with the at sign: "@AP"
}

// outletsTSV is the table. A row is an outlet; its columns are key, name, "agency"
// or "-", domains, aliases and handles, lists being separated by " | ". Names that
// several outlets have ("The Star") stand in none of their rows without their place.
//
//go:embed outlets.tsv
var outletsTSV string

// table holds the outlets and what finds them.
type table struct {
	outlets  []Outlet       // sorted by key
	byKey    map[string]int // index in outlets
	byDomain map[string]int // by registrable domain
	byName   map[string]int // by squashed name or alias
	byHandle map[string]int // by handle in lower case, with its at sign
}

// known is the embedded table, parsed on first use. A user's own file of aliases
// would be added to such a table before it is asked.
var known = sync.OnceValue(func() *table { return parse(outletsTSV) })

// parse reads the rows of a table. The test of this package holds the table to its
// form, so that a malformed row is a mistake of ours and panics.
func parse(tsv string) *table {
	t := &table{
		byKey:    map[string]int{},
		byDomain: map[string]int{},
		byName:   map[string]int{},
		byHandle: map[string]int{},
	}
	for line := range strings.Lines(tsv) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		t.add(row(line))
	}
	return t
}

// row reads one line of the table.
func row(line string) Outlet {
	col := strings.Split(line, "\t")
	if len(col) != 6 {
		panic("outlets.tsv: row needs 6 columns: " + line)
	}
	return Outlet{
		Key: col[0], Name: col[1], Agency: col[2] == "agency",
		Domains: list(col[3]), Aliases: list(col[4]), Handles: list(col[5]),
	}
}

// list reads a cell with several values.
func list(cell string) []string {
	if cell == "" || cell == "-" {
		return nil
	}
	return strings.Split(cell, " | ")
}

// add puts o into the table under each of its names.
func (t *table) add(o Outlet) {
	at := len(t.outlets)
	t.outlets = append(t.outlets, o)
	t.byKey[o.Key] = at
	t.byName[squash(fold(o.Name))] = at
	for _, name := range o.Aliases {
		t.byName[squash(fold(name))] = at
	}
	for _, domain := range o.Domains {
		t.byDomain[domain] = at
	}
	for _, handle := range o.Handles {
		t.byHandle[strings.ToLower(handle)] = at
	}
}

// Find looks up an outlet by its name, one of its aliases, a handle ("@RT_com") or a
// domain or address ("rt.com", "https://www.rt.com/news"). Case, accents, punctuation
// and a leading "The" do not matter; beyond that a name must be one of the table's:
// "Guardian Nigeria" is never found as the Guardian.
func Find(name string) (Outlet, bool) {
	t := known()
	if at, ok := t.find(strings.TrimSpace(name)); ok {
		return t.outlets[at], true
	}
	return Outlet{}, false
}

func (t *table) find(name string) (at int, ok bool) {
	switch {
	case name == "":
		return 0, false
	case name[0] == '@':
		at, ok = t.byHandle[strings.ToLower(name)]
		return at, ok
	case addressed(name):
		if at, ok = t.byDomain[Domain(name)]; ok {
			return at, true
		}
	}
	if at, ok = t.named(name); ok {
		return at, true
	}
	return t.sectioned(name)
}

// named finds a name as the table has it.
func (t *table) named(name string) (at int, ok bool) {
	var buffer [longName]byte
	at, ok = t.byName[string(appendSquashed(buffer[:0], name))]
	return at, ok
}

// sectioned finds names that carry a section or the abbreviation behind them:
// "Fox News (Online)", "The New York Times - Opinion", "Associated Press (AP)".
func (t *table) sectioned(name string) (at int, ok bool) {
	head, tail, cut := strings.Cut(name, " - ")
	if !cut {
		head, tail, cut = strings.Cut(strings.TrimSuffix(name, ")"), " (")
	}
	if !cut {
		return 0, false
	}
	at, ok = t.named(head)
	if !ok || sections[fold(tail)] {
		return at, ok
	}
	same, ok := t.named(tail)
	return at, ok && same == at
}

// sections are what an outlet's name may be followed by and still be that outlet.
// A place is none: "The Observer (New York)" is not the Observer.
var sections = map[string]bool{
	"business": true, "editorial": true, "news": true, "online": true, "online news": true, "opinion": true,
	"politics": true, "sport": true, "sports": true, "web": true, "web news": true, "world": true,
}

// Key is the canonical key of an outlet, of which its name, its domain or both are
// known: the table's key, else the registrable domain, else the folded name; "" when
// both are empty. A key is its own key. The domain is asked before the name: a text on yahoo.com that names
// AP as its publisher was published by Yahoo, and a domain is never ambiguous.
func Key(name, domain string) string {
	t := known()
	domain = Domain(domain)
	if at, ok := t.byDomain[domain]; ok {
		return t.outlets[at].Key
	}
	name = strings.TrimSpace(name)
	if _, ok := t.byKey[name]; ok {
		return name
	}
	if at, ok := t.find(name); ok {
		return t.outlets[at].Key
	}
	if domain == "" && addressed(name) {
		domain = Domain(name)
	}
	if domain != "" {
		return domain
	}
	return fold(name)
}

// Name is the table's name for the outlet with the given key, or key itself.
func Name(key string) string {
	t := known()
	if at, ok := t.byKey[key]; ok {
		return t.outlets[at].Name
	}
	return key
}

// addressed reports whether name has the shape of a host or an address.
func addressed(name string) bool {
	return strings.Contains(name, ".") && !strings.ContainsAny(name, " \t\n")
}
