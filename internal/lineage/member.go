package lineage

import (
	"slices"
	"strings"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// A member is an article of a case with the names in it resolved once: every pair of a
// family asks for them again.
type member struct {
	news.Head
	outlet  name
	agency  bool
	address string // normalised URL
	credits []claim
	fossils []claim
	reviews []opinion       // what people said of it
	links   map[string]bool // normalised addresses that the body links to
}

// A claim is a credit or a fossil with its outlet and address resolved.
type claim struct {
	kind     string
	strength news.Strength // of a credit
	outlet   name
	address  string
	shown    string // the outlet as reports print it
	quote    string
	span     news.Span
}

// A name is what an outlet can be known by. Two names mean one outlet when they have a
// key or a word form in common: outlets that no table knows are named by their domain on
// their own pages and by their name in others' credits.
type name struct{ key, word, host string }

// means reports whether two names mean one outlet. Empty names mean none.
func (n name) means(other name) bool {
	return n.key != "" && n.key == other.key || n.word != "" && (n.word == other.word || n.word == other.host) ||
		n.host != "" && n.host == other.word
}

// nameOf resolves an outlet known by its written name, its domain or both.
func nameOf(outlets *outlet.Book, written, domain string) name {
	n := name{key: outlets.Key(written, domain), word: squash(written)}
	if host, _, ok := strings.Cut(n.key, "."); ok {
		n.host = squash(host)
	}
	return n
}

// squash keeps what two spellings of an outlet's name share: "The Harrow Tribune" and
// harrowtribune.example are one outlet.
func squash(s string) string {
	s = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "the ")
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.'’", r) {
			return -1
		}
		return r
	}, s)
}

// membersOf are the members of a case, in the order of its heads.
func membersOf(c Case) []member {
	members := make([]member, len(c.Heads))
	disputed := Disputed(c.Reviews)
	for i, h := range c.Heads {
		members[i] = newMember(h, c.Outlets)
		members[i].reviews = opinionsOf(h.ID, c.Reviews, disputed)
	}
	vouch(members, c.Outlets)
	return members
}

func newMember(h news.Head, outlets *outlet.Book) member {
	m := member{Head: h, outlet: nameOf(outlets, h.Outlet, h.Domain), address: normal(h.URL), links: map[string]bool{}}
	if o, ok := outlet.Find(m.outlet.key); ok {
		m.agency = o.Agency
	}
	for _, c := range h.Credits {
		m.credits = append(m.credits, claimOf(c, outlets))
	}
	for _, f := range h.Fossils {
		m.fossils = append(m.fossils, claim{f.Kind, "", nameOf(outlets, f.Name, ""), normal(f.URL), f.Name, f.Quote, f.Span})
	}
	for _, l := range h.Links {
		m.links[normal(l)] = true
	}
	return m
}

func claimOf(c news.Credit, outlets *outlet.Book) claim {
	return claim{c.Kind, c.Strength, nameOf(outlets, c.Name, ""), normal(c.URL), c.Name, c.Quote, c.Span}
}

// vouch takes the credits whose name no table knows for credits where the name is that of
// another member's outlet: "Source: Harbour Voice" below a text that Harbour Voice has too.
// The outlet may say before it what it is: "صحيفة المرسى" is the newspaper called "المرسى".
func vouch(members []member, outlets *outlet.Book) {
	for i := range members {
		for j, c := range members[i].credits {
			at := slices.IndexFunc(members, func(m member) bool { return cutShort(c, m.Outlet) })
			if at >= 0 && !slices.ContainsFunc(members, func(m member) bool { return m.named(c) }) {
				members[i].credits[j].outlet, members[i].credits[j].shown = members[at].outlet, members[at].Outlet
			}
		}
		for _, u := range members[i].Unvouched {
			c := claimOf(u, outlets)
			at := slices.IndexFunc(members, func(m member) bool { return m.named(c) || strings.HasSuffix(m.Outlet, " "+c.shown) })
			if at >= 0 && !members[i].same(members[at]) {
				c.outlet = members[at].outlet
				members[i].credits = append(members[i].credits, c)
			}
		}
	}
}

// cutShort reports whether a credit's words name an outlet of which its name is a part:
// "Fonte: Scienza in rete" was read as Scienza.
func cutShort(c claim, outlet string) bool {
	short, whole := squash(c.shown), squash(outlet)
	return short != "" && len(short) < len(whole) && strings.Contains(whole, short) && strings.Contains(squash(c.quote), whole)
}

func normal(address string) string {
	if address == "" {
		return ""
	}
	return outlet.NormalURL(address)
}

// same reports whether both are of one outlet.
func (m member) same(other member) bool { return m.outlet.means(other.outlet) }

// named reports whether c names the outlet that published m.
func (m member) named(c claim) bool { return m.outlet.means(c.outlet) }

// addressed reports whether c gives the address of m.
func (m member) addressed(c claim) bool { return c.address != "" && c.address == m.address }
