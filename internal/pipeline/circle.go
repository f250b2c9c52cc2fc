package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"stemma/internal/news"
	"stemma/internal/store"
)

// A circle is all articles that hang together by copying, by what people decided or by a family that they were in:
// what is solved at one time, for none of it can be solved without the rest.
type circle struct {
	members  []news.Key // sorted
	families []news.ID  // that members are in, sorted
}

// circlesOf returns the circles that some articles are in, by their smallest member. An
// article alone is a circle when it may name a source that is not in the index.
func circlesOf(ctx context.Context, s *store.Store, on ground, touched []news.Key) ([]circle, error) {
	c := circles{sets[news.Key]{}, map[news.ID]news.Key{}, on}
	for frontier := touched; len(frontier) > 0; {
		var next []news.Key
		reach := func(key news.Key) {
			if c.sets.add(key) {
				next = append(next, key)
			}
		}
		for _, key := range frontier {
			c.sets.add(key)
		}
		if err := c.follow(ctx, s, frontier, reach); err != nil {
			return nil, err
		}
		frontier = next
	}
	return c.list(ctx, s)
}

// circles are circles in the making.
type circles struct {
	sets     sets[news.Key]
	families map[news.ID]news.Key // one member of each
	ground   ground
}

// follow unites articles with those that they share copied text or a family with.
func (c circles) follow(ctx context.Context, s *store.Store, keys []news.Key, reach func(news.Key)) error {
	copies, err := s.Copies(ctx, keys)
	if err != nil {
		return err
	}
	for _, pair := range copies {
		reach(pair[0])
		reach(pair[1])
		c.sets.unite(pair[0], pair[1])
	}
	for _, key := range keys {
		for _, other := range c.ground.kin[key] {
			reach(other)
			c.sets.unite(key, other)
		}
	}
	kin, err := s.Kin(ctx, keys)
	if err != nil {
		return err
	}
	for _, k := range kin {
		reach(k.Article)
		if _, known := c.families[k.Family]; !known {
			c.families[k.Family] = k.Article
		}
		c.sets.unite(c.families[k.Family], k.Article)
	}
	return nil
}

func (c circles) list(ctx context.Context, s *store.Store) ([]circle, error) {
	found := map[news.Key]*circle{}
	for key := range c.sets {
		of := c.sets.of(key)
		if found[of] == nil {
			found[of] = &circle{}
		}
		found[of].members = append(found[of].members, key)
	}
	for family, key := range c.families {
		of := found[c.sets.of(key)]
		of.families = append(of.families, family)
	}
	var alone []news.Key
	for of, circle := range found {
		slices.Sort(circle.members)
		slices.Sort(circle.families)
		if len(circle.members) == 1 && len(circle.families) == 0 {
			alone = append(alone, of)
		}
	}
	slices.Sort(alone)
	silent, err := s.Silent(ctx, alone)
	if err != nil {
		return nil, err
	}
	for _, key := range silent {
		if _, reviewed := c.ground.kin[key]; !reviewed {
			delete(found, key)
		}
	}
	list := make([]circle, 0, len(found))
	for _, of := range slices.Sorted(maps.Keys(found)) {
		list = append(list, *found[of])
	}
	slices.SortFunc(list, func(a, b circle) int { return cmp.Compare(a.members[0], b.members[0]) })
	return list, nil
}
