package pipeline

import (
	"context"
	"slices"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/store"
)

const collated = 500 // links whose texts are held at once: some 5 MB

// Changes sets what the copies of some links changed in their sources' texts. It is worked
// out anew from the texts each time: that takes some 0.1 ms a link, and few are ever looked at,
// while kept with every link it would make the database larger by the words it quotes.
func Changes(ctx context.Context, s *store.Store, links []*news.Link) error {
	changes, err := Collate(ctx, s)
	if err != nil {
		return err
	}
	return changes(links)
}

// Collate returns a function that does as Changes, for many calls: the masks are read once.
// Several goroutines may call it.
func Collate(ctx context.Context, s *store.Store) (func(links []*news.Link) error, error) {
	masks, err := loadMasks(ctx, s)
	if err != nil {
		return nil, err
	}
	return func(links []*news.Link) error {
		links = slices.DeleteFunc(slices.Clone(links), func(l *news.Link) bool { return len(l.Match.Passages) == 0 })
		for part := range slices.Chunk(links, collated) {
			if err := masks.changes(ctx, s, part); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// LinksOf are the links of some families, to be completed in place.
func LinksOf(families []news.Family) []*news.Link {
	var links []*news.Link
	for _, f := range families {
		for i := range f.Links {
			links = append(links, &f.Links[i])
		}
	}
	return links
}

func (m masks) changes(ctx context.Context, s *store.Store, links []*news.Link) error {
	ends := map[news.ID]bool{}
	for _, l := range links {
		ends[l.Source], ends[l.Copy] = true, true
	}
	ids := sorted(ends)
	keys, err := s.Keys(ctx, ids)
	if err != nil {
		return err
	}
	heads, err := s.Heads(ctx, keys)
	if err != nil {
		return err
	}
	texts, err := load(ctx, s, keys)
	if err != nil {
		return err
	}
	at := make(map[news.ID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	masker := m.masker()
	for _, l := range links {
		source, copied := at[l.Source], at[l.Copy]
		a, b := masker.pair(texts[keys[source]], texts[keys[copied]])
		l.Changes = match.Changes(match.Edition{Head: heads[source], Text: a}, match.Edition{Head: heads[copied], Text: b}, l.Match)
	}
	return nil
}
