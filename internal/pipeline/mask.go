package pipeline

import (
	"context"
	"maps"
	"slices"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/outlet"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

const (
	templatePages = 3   // other pages of the outlet that must hold a piece of text before it is a template
	templateWords = 150 // two pages of an outlet that share more, share a story and not a template
)

// masks are the templates of outlets' pages by outlet key, as sets of shingles: what an
// outlet sets around or into its articles. It is nobody's text, and no matching looks at
// it.
type masks map[string]map[uint64]bool

func loadMasks(ctx context.Context, s *store.Store) (masks, error) {
	templates, err := s.Templates(ctx)
	if err != nil {
		return nil, err
	}
	m := masks{}
	for key, hashes := range templates {
		m[key] = map[uint64]bool{}
		for _, h := range hashes {
			m[key][h] = true
		}
	}
	return m, nil
}

// A masker puts masks over texts, and over a text that meets many others only once.
type masker struct {
	masks masks
	done  map[masking]match.Text
}

// A masking is a text under the templates of two outlets, the smaller key first.
type masking struct {
	id   news.ID
	a, b string
}

// pair puts the templates of both outlets over both texts.
func (m masker) pair(a, b article) [2]match.Text {
	return [2]match.Text{m.under(a, b.outlet), m.under(b, a.outlet)}
}

func (m masker) under(t article, other string) match.Text {
	of, with := m.masks[t.outlet], m.masks[other]
	if len(of)+len(with) == 0 {
		return t.Text
	}
	key := masking{t.ID, min(t.outlet, other), max(t.outlet, other)}
	masked, ok := m.done[key]
	if !ok {
		masked = t.Mask(func(hash uint64) bool { return of[hash] || with[hash] })
		m.done[key] = masked
	}
	return masked
}

// learn adds to the templates what the touched articles share with other pages of their
// outlets, and compares anew every pair that this concerns. It returns the articles of
// those pairs.
func (m masks) learn(ctx context.Context, s *store.Store, touched []news.ID) ([]news.ID, error) {
	shared, outlets, err := sharedPages(ctx, s, touched)
	if err != nil {
		return nil, err
	}
	ids := slices.Sorted(maps.Keys(shared))
	keys, err := s.Keys(ctx, ids)
	if err != nil {
		return nil, err
	}
	texts, err := load(ctx, s, keys)
	if err != nil {
		return nil, err
	}
	affected, grown := map[news.ID]bool{}, map[string][]uint64{}
	for i, id := range ids {
		fresh := m.fresh(texts[keys[i]].Words, outlets[id], shared[id])
		if len(fresh) == 0 {
			continue
		}
		grown[outlets[id]] = append(grown[outlets[id]], fresh...)
		affected[id] = true
		for _, match := range shared[id] {
			affected[match.A] = true
		}
	}
	if err := s.AddTemplates(ctx, grown); err != nil {
		return nil, err
	}
	return m.again(ctx, s, sorted(affected))
}

// sharedPages lists, for each touched article that has enough of them, its matches with
// pages of its outlet that share a piece and no story, itself as B, and the outlet's key.
func sharedPages(ctx context.Context, s *store.Store, touched []news.ID) (map[news.ID][]news.Match, map[news.ID]string, error) {
	found, err := s.MatchesOf(ctx, touched)
	if err != nil {
		return nil, nil, err
	}
	outlets, err := outletsOf(ctx, s, found)
	if err != nil {
		return nil, nil, err
	}
	shared := map[news.ID][]news.Match{}
	for _, m := range found {
		if key := outlets[m.A]; key == "" || key != outlets[m.B] || m.Class.Whole() || m.Reverse.Whole() || m.Words > templateWords {
			continue
		}
		shared[m.B] = append(shared[m.B], m)
		shared[m.A] = append(shared[m.A], m.Flip())
	}
	is := make(map[news.ID]bool, len(touched))
	for _, id := range touched {
		is[id] = true
	}
	maps.DeleteFunc(shared, func(id news.ID, matches []news.Match) bool { return !is[id] || len(matches) < templatePages })
	return shared, outlets, nil
}

// outletsOf returns the outlet keys of the articles of some matches.
func outletsOf(ctx context.Context, s *store.Store, matches []news.Match) (map[news.ID]string, error) {
	ends := map[news.ID]bool{}
	for _, m := range matches {
		ends[m.A], ends[m.B] = true, true
	}
	heads, err := headsOf(ctx, s, sorted(ends))
	outlets := make(map[news.ID]string, len(heads))
	for id, h := range heads {
		outlets[id] = outlet.Key(h.Outlet, h.Domain)
	}
	return outlets, err
}

// fresh puts under the mask, and returns, the shingles of an article that templatePages
// others of its outlet have too, as far as they are not under it already.
func (m masks) fresh(words []shingle.Word, of string, shared []news.Match) []uint64 {
	pages := make([]int, len(words))
	for _, match := range shared {
		for _, p := range match.Passages {
			for _, r := range p.Runs {
				for i := r.B; i < r.B+r.Words; i++ {
					pages[i]++
				}
			}
		}
	}
	var fresh []uint64
	shingle.Each(words, func(hash uint64, from, n int) {
		if slices.Min(pages[from:from+n]) < templatePages || m[of][hash] {
			return
		}
		if m[of] == nil {
			m[of] = map[uint64]bool{}
		}
		m[of][hash] = true
		fresh = append(fresh, hash)
	})
	return fresh
}

// again compares every matched pair of the articles anew and returns their articles.
func (m masks) again(ctx context.Context, s *store.Store, ids []news.ID) ([]news.ID, error) {
	old, err := s.MatchesOf(ctx, ids)
	if err != nil || len(old) == 0 {
		return nil, err
	}
	ends := map[news.ID]bool{}
	for _, match := range old {
		ends[match.A], ends[match.B] = true, true
	}
	all := sorted(ends)
	keys, err := s.Keys(ctx, all)
	if err != nil {
		return nil, err
	}
	keyOf := make(map[news.ID]news.Key, len(keys))
	for i, id := range all {
		keyOf[id] = keys[i]
	}
	wanted := make([][2]news.Key, len(old))
	for i, match := range old {
		wanted[i] = [2]news.Key{keyOf[match.A], keyOf[match.B]}
	}
	found, err := m.compare(ctx, s, nil, wanted)
	if err != nil {
		return nil, err
	}
	var kept, gone []news.Match
	for _, match := range found {
		if nothing(match) {
			gone = append(gone, match)
		} else {
			kept = append(kept, match)
		}
	}
	if err := s.Link(ctx, nil, kept); err != nil {
		return nil, err
	}
	return all, s.Unlink(ctx, gone)
}
