package pipeline

import (
	"cmp"
	"context"
	"slices"

	"stemma/internal/lineage"
	"stemma/internal/news"
)

// In a large cluster not every pair is compared: a wire story of 1,000 copies has half a
// million. Each member is compared with those of its nearest that sources are likeliest
// among. The members are ranked by how likely others hang from them; each fingerprint
// leads to the first 64 of those that have it, and to more of them the nearer they are:
//
//	v has 200 fingerprints   p1 -> e, f, g ...   p2 -> e, g, h ...   p3 -> e, f, h ...
//	e shares 3 of them, f and g and h 2          nearest: e, f, g, h
//
// That is the same whatever the order in which the members were found, and the work is
// bounded for each of them. Which of many equal copies came first stays undetermined.
const (
	nearestMembers   = 10 // that each member is compared with
	nearestExemplars = 5  // and of those that lineage solves exactly, which are fewer than the members
	nearestHolders   = 64 // members that one fingerprint leads to
)

// nearest adds to what is wanted the pairs of each member of a large cluster, sorted, with
// those nearest to it.
func (r round) nearest(ctx context.Context, members []news.ID, wanted map[[2]news.ID]bool) error {
	list := make([]news.Head, len(members))
	for i, id := range members {
		list[i] = r.heads[id]
	}
	order, exact := lineage.Exemplars(list, r.ground.reviews)
	prints, err := r.printsOf(ctx, members)
	if err != nil {
		return err
	}
	n := neighbours{order: order, prints: prints, holders: map[uint64][]int32{}, exemplars: map[uint64][]int32{}}
	for rank, i := range order {
		n.hold(n.holders, int32(rank), prints[i])
		if exact < len(order) && rank < exact {
			n.hold(n.exemplars, int32(rank), prints[i])
		}
	}
	shared := make([]int32, len(members))
	for i, id := range members {
		for _, j := range append(n.of(n.holders, i, nearestMembers, shared), n.of(n.exemplars, i, nearestExemplars, shared)...) {
			wanted[[2]news.ID{min(id, members[j]), max(id, members[j])}] = true
		}
	}
	return nil
}

// printsOf returns the fingerprints of articles, without those of their outlets' templates.
func (r round) printsOf(ctx context.Context, ids []news.ID) ([][]uint64, error) {
	prints := make([][]uint64, 0, len(ids))
	for part := range slices.Chunk(ids, textsAtOnce) {
		keys := make([]news.Key, len(part))
		for i, id := range part {
			keys[i] = r.keys[id]
		}
		texts, err := load(ctx, r.store, slices.Sorted(slices.Values(keys)))
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			var hashes []uint64
			for _, p := range texts[key].Prints {
				if !r.masks.hides(texts[key].outlet, p.Hash) {
					hashes = append(hashes, p.Hash)
				}
			}
			slices.Sort(hashes)
			prints = append(prints, slices.Compact(hashes))
		}
	}
	return prints, nil
}

// neighbours finds which members of a cluster are near to each other.
type neighbours struct {
	order     []int              // members by rank
	prints    [][]uint64         // of each member
	holders   map[uint64][]int32 // by fingerprint: the ranks of those that have it, nearestHolders at most
	exemplars map[uint64][]int32 // the same of those that are solved exactly
}

func (n neighbours) hold(in map[uint64][]int32, rank int32, prints []uint64) {
	for _, hash := range prints {
		if len(in[hash]) < nearestHolders {
			in[hash] = append(in[hash], rank)
		}
	}
}

// of returns the members nearest to one of them, by the fingerprints that lead to them and
// then by rank. Shared has a zero for each member, and has it again afterwards.
func (n neighbours) of(holders map[uint64][]int32, member, most int, shared []int32) []int {
	var ranks []int32
	for _, hash := range n.prints[member] {
		for _, rank := range holders[hash] {
			if shared[rank]++; shared[rank] == 1 && n.order[rank] != member {
				ranks = append(ranks, rank)
			}
		}
	}
	slices.SortFunc(ranks, func(a, b int32) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	var near []int
	for _, rank := range ranks[:min(most, len(ranks))] {
		near = append(near, n.order[rank])
	}
	clear(shared)
	return near
}
