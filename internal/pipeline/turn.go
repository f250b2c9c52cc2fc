package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"stemma/internal/news"
	"stemma/internal/store"
)

// An outline is a family as it was before it was solved anew.
type outline struct {
	news.Family           // ID, Root, Claim and Probability only
	members     []news.ID // sorted
}

// outlines returns the stored families with these IDs, sorted by ID.
func outlines(ctx context.Context, s *store.Store, ids []news.ID) ([]outline, error) {
	roots, err := s.Roots(ctx, ids)
	if err != nil {
		return nil, err
	}
	members, err := s.MembersOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []outline
	for _, f := range roots {
		list = append(list, outline{f, members[f.ID]})
	}
	return list, nil
}

func outlinesOf(families []news.Family) []outline {
	list := make([]outline, len(families))
	for i, f := range families {
		list[i] = outlineOf(f)
	}
	return list
}

func outlineOf(f news.Family) outline {
	o := outline{Family: f}
	for _, h := range f.Members {
		o.members = append(o.members, h.ID)
	}
	return o
}

// turns compares families before and after: an old one goes on in the new one that holds
// most of its members. A family that nothing was known of is no turn.
func turns(before []outline, after []news.Family) []news.Turn {
	now := outlinesOf(after)
	next, previous := successors(before, now), successors(now, before)
	var out []news.Turn
	for i, f := range after {
		var from []news.ID
		for j, old := range before {
			if next[j] == i && len(old.members) > 1 {
				from = append(from, old.ID)
			}
		}
		if len(from) > 1 {
			t := turnOf(news.Merged, before[previous[i]], f)
			t.Families = from
			out = append(out, t)
		}
		if j := previous[i]; j >= 0 && next[j] == i {
			out = append(out, rootTurns(before[j], f)...)
		}
	}
	for j, old := range before {
		if t, ok := division(old, j, next[j], now, previous); ok {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Turn) int { return cmp.Compare(a.Family, b.Family) })
	return out
}

// successors finds for each outline the one of others with which it has most members in
// common, the first of equals, -1 when there is none.
func successors(list, others []outline) []int {
	in := map[news.ID][]int{}
	for i, o := range others {
		for _, id := range o.members {
			in[id] = append(in[id], i)
		}
	}
	out := make([]int, len(list))
	for i, o := range list {
		common := map[int]int{}
		for _, id := range o.members {
			for _, j := range in[id] {
				common[j]++
			}
		}
		out[i] = -1
		for _, j := range slices.Sorted(maps.Keys(common)) {
			if out[i] < 0 || common[j] > common[out[i]] {
				out[i] = j
			}
		}
	}
	return out
}

// division says into what an old family fell, if it did: new families that are mostly of
// it, and members that are in none.
func division(old outline, j, main int, now []outline, previous []int) (news.Turn, bool) {
	var parts, left []news.ID
	held := map[news.ID]bool{}
	for i, o := range now {
		if previous[i] == j && i != main && len(o.members) > 1 {
			parts = append(parts, o.ID)
		}
		for _, id := range o.members {
			held[id] = true
		}
	}
	for _, id := range old.members {
		if !held[id] {
			left = append(left, id)
		}
	}
	if main < 0 || len(old.members) < 2 || len(parts)+len(left) == 0 {
		return news.Turn{}, false
	}
	t := turnOf(news.Divided, old, now[main].Family)
	t.Families, t.Left = append([]news.ID{now[main].ID}, parts...), left
	return t, true
}

// rootTurns says what became of what was claimed of a family's root.
func rootTurns(old outline, f news.Family) []news.Turn {
	moved := old.Root != f.Root
	var out []news.Turn
	if moved && (old.Claim != news.Undetermined || f.Claim != news.Undetermined) {
		out = append(out, turnOf(news.Rerooted, old, f))
	}
	switch {
	case f.Claim == news.Origin && old.Claim != news.Origin && !moved:
		out = append(out, turnOf(news.Won, old, f))
	case f.Claim != news.Origin && old.Claim == news.Origin && !moved:
		out = append(out, turnOf(news.Withdrawn, old, f))
	}
	return out
}

func turnOf(kind news.TurnKind, old outline, f news.Family) news.Turn {
	return news.Turn{Kind: kind, Family: f.ID, From: old.Root, To: f.Root, Was: old.Claim, Now: f.Claim,
		Before: old.Probability, After: f.Probability, Because: because(kind, old, f)}
}

// because finds the weightiest reason for a turn: what links the old root to the new one,
// else what speaks for the root or for the links to it.
func because(kind news.TurnKind, old outline, f news.Family) string {
	switch kind {
	case news.Merged, news.Divided:
		return ""
	case news.Withdrawn:
		return fmt.Sprintf("its probability went from %.0f %% to %.0f %%%s", 100*old.Probability, 100*f.Probability, against(f))
	}
	var items []news.Evidence
	if l, ok := f.Parent(old.Root); ok {
		items = l.Evidence
	}
	if e, ok := strongest(items); ok {
		return sentence(e)
	}
	items = slices.Clone(f.RootEvidence)
	for _, l := range f.Links {
		if l.Source == f.Root {
			items = append(items, l.Evidence...)
		}
	}
	if e, ok := strongest(items); ok {
		return sentence(e)
	}
	return fmt.Sprintf("its probability is %.0f %%", 100*f.Probability)
}

// against is the first conflict of a family, as the end of a sentence.
func against(f news.Family) string {
	if len(f.Conflicts) == 0 {
		return ""
	}
	return ": " + f.Conflicts[0]
}

// strongest is the item with most bits that says more than that text is shared.
func strongest(items []news.Evidence) (news.Evidence, bool) {
	var best news.Evidence
	for _, e := range items {
		if e.Group != "shared" && e.Bits > best.Bits {
			best = e
		}
	}
	return best, best.Bits > 0
}

func sentence(e news.Evidence) string {
	if e.Quote == "" {
		return e.Text
	}
	return fmt.Sprintf("%s: “%s”", e.Text, e.Quote)
}
