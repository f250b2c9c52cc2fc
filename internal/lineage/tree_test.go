package lineage

import (
	"math"
	"math/rand/v2"
	"testing"
)

// enumerate calls f with every tree over g that hangs from node 0 and its weight in bits.
func enumerate(g graph, f func(parent []int, bits float64)) {
	n := len(g.bits)
	parent := make([]int, n)
	parent[0] = -1
	var choose func(v int, bits float64)
	choose = func(v int, bits float64) {
		if v == n {
			if findCycle(parent) == nil {
				f(parent, bits)
			}
			return
		}
		for u := range n {
			if u != v && !math.IsInf(g.bits[u][v], -1) {
				parent[v] = u
				choose(v+1, bits+g.bits[u][v])
			}
		}
	}
	choose(1, 0)
}

func randomGraph(r *rand.Rand) graph {
	g := newGraph(2 + r.IntN(5))
	for u := range g.bits {
		for v := 1; v < len(g.bits); v++ {
			if u == 0 || u != v && r.IntN(4) > 0 {
				g.bits[u][v] = math.Round(r.NormFloat64()*60) / 10
			}
		}
	}
	return g
}

func TestBestAgainstEveryTree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		g := randomGraph(r)
		want := math.Inf(-1)
		enumerate(g, func(_ []int, bits float64) { want = max(want, bits) })
		got := 0.0
		parent := g.best()
		for v := 1; v < len(parent); v++ {
			got += g.bits[parent[v]][v]
		}
		if findCycle(parent) != nil || math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v: tree %v weighs %.1f, the best %.1f", g.bits, parent, got, want)
		}
	}
}

func TestMarginalsAgainstEveryTree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		g := randomGraph(r)
		want, sum := newGraph(len(g.bits)).weights(), 0.0
		enumerate(g, func(parent []int, bits float64) {
			sum += math.Exp2(bits)
			for v := 1; v < len(parent); v++ {
				want[parent[v]][v] += math.Exp2(bits)
			}
		})
		got := g.marginals()
		for u := range want {
			for v := 1; v < len(want); v++ {
				if math.Abs(got[u][v]-want[u][v]/sum) > 1e-9 {
					t.Fatalf("%v: P(%d->%d) is %g, by enumeration %g", g.bits, u, v, got[u][v], want[u][v]/sum)
				}
			}
		}
	}
}

func TestMarginalsAtTheClamps(t *testing.T) {
	const n = 300
	g := newGraph(n + 1)
	for u := range g.bits {
		for v := 1; v <= n; v++ {
			if u != v {
				g.bits[u][v] = clampTotal
			}
		}
	}
	g.bits[0][1] = -clampTotal
	p := g.marginals()
	for v := 1; v <= n; v++ {
		sum := 0.0
		for u := range p {
			sum += p[u][v]
		}
		if math.IsNaN(sum) || math.Abs(sum-1) > 1e-6 {
			t.Fatalf("the parents of node %d sum to %g", v, sum)
		}
	}
}
