package lineage

import (
	"maps"
	"slices"
	"strings"

	"stemma/internal/news"
	"stemma/internal/outlet"
)

// A member is an article of a case with the names in it resolved once: every pair of a
// family asks for them again.
type member struct {
	news.Head
	outlet    name
	agency    bool
	address   string // normalised URL
	credits   []claim
	fossils   []claim
	furniture wordSet         // words of the text that say nothing of who copied whom
	reviews   []opinion       // what people said of it
	links     map[string]bool // normalised addresses that the body links to
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
	for _, p := range h.Furniture {
		m.furniture = m.furniture.spanned(p)
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

// A paper is an outlet that members are of.
type paper struct {
	shown string // as its own pages write it
	name  name
}

// papersOf are the outlets of some members, each once, in their order.
func papersOf(members []member) []paper {
	var list []paper
	seen := map[paper]bool{}
	for _, m := range members {
		if p := (paper{m.Outlet, m.outlet}); !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	return list
}

// vouch takes the credits whose name no table knows for credits where the name is that of
// a member's outlet: "Source: Harbour Voice" below a text that Harbour Voice has too. The
// outlet may say before it what it is: "صحيفة المرسى" is the newspaper called "المرسى". A
// credited name that was cut short is mended.
func vouch(members []member, outlets *outlet.Book) {
	papers := papersOf(members)
	whole := make([]string, len(papers))
	for i, p := range papers {
		whole[i] = squash(p.shown)
	}
	for i := range members {
		m := &members[i]
		for j, c := range m.credits {
			if slices.ContainsFunc(papers, func(p paper) bool { return p.name.means(c.outlet) }) {
				continue
			}
			short, quote := squash(c.shown), squash(c.quote)
			if at := slices.IndexFunc(whole, func(whole string) bool { return cutShort(short, whole, quote) }); at >= 0 {
				m.credits[j].outlet, m.credits[j].shown = papers[at].name, papers[at].shown
			}
		}
		for _, u := range m.Unvouched {
			c := claimOf(u, outlets)
			at := slices.IndexFunc(papers, func(p paper) bool { return p.name.means(c.outlet) || strings.HasSuffix(p.shown, " "+c.shown) })
			if at >= 0 && !m.outlet.means(papers[at].name) {
				c.outlet = papers[at].name
				m.credits = append(m.credits, c)
			}
		}
	}
	mendVoices(members, papers)
}

// mendVoices gives a voice whose name a copy garbled to the outlet whose handle it keeps,
// of members' and of those that other voices name: "— lu Brenford Gazette
// (@BrenfordGazette)" is the Brenford Gazette's.
func mendVoices(members []member, papers []paper) {
	known := map[string]paper{} // by handle
	for _, p := range papers {
		known[handle(p.shown)] = p
	}
	each := func(do func(f *claim, kept bool)) {
		for i := range members {
			for j := range members[i].fossils {
				f := &members[i].fossils[j]
				do(f, strings.Contains(squash(f.quote), handle(f.shown)))
			}
		}
	}
	each(func(f *claim, kept bool) {
		if _, ok := known[handle(f.shown)]; kept && !ok {
			known[handle(f.shown)] = paper{f.shown, f.outlet}
		}
	})
	handles := slices.Sorted(maps.Keys(known))
	each(func(f *claim, kept bool) {
		if kept {
			return
		}
		if i := slices.IndexFunc(handles, func(h string) bool { return strings.Contains(squash(f.quote), h) }); i >= 0 {
			f.outlet, f.shown = known[handles[i]].name, known[handles[i]].shown
		}
	})
}

// handle is what an outlet is called where people post, between brackets.
func handle(shown string) string { return "(@" + squash(shown) + ")" }

// cutShort reports whether a credit's words name an outlet of which its name is a part, all
// squashed: "Fonte: Scienza in rete" was read as Scienza.
func cutShort(short, whole, quote string) bool {
	return short != "" && len(short) < len(whole) && strings.Contains(whole, short) && strings.Contains(quote, whole)
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
