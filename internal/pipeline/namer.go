package pipeline

import (
	"context"

	"stemma/internal/outlet"
	"stemma/internal/store"
)

// A namer knows the outlets of one index. An outlet that no table knows goes by its domain
// on its own pages and by its name elsewhere: where all pages that show a name are of one
// domain, the name is that outlet's.
type namer struct {
	outlets *outlet.Book
	domains map[string]string // by key of a name: the key of its pages, "" when several have it
}

func newNamer(ctx context.Context, s *store.Store) (*namer, error) {
	outlets, err := Outlets(ctx, s)
	if err != nil {
		return nil, err
	}
	n := &namer{outlets, map[string]string{}}
	for h, err := range s.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		n.see(h.Outlet, h.Domain)
	}
	return n, nil
}

// see notes that pages of a domain show a name. Names that a table knows need none.
func (n *namer) see(name, domain string) {
	if _, known := outlet.Find(name); known || name == "" || domain == "" {
		return
	}
	of, key := n.outlets.Key(name, ""), n.outlets.Key(name, domain)
	if first, seen := n.domains[of]; seen && first != key {
		key = ""
	}
	n.domains[of] = key
}

// key is the key of an outlet known by its name, its domain or both.
func (n *namer) key(name, domain string) string {
	key := n.outlets.Key(name, domain)
	if of := n.domains[key]; of != "" {
		return of
	}
	return key
}
