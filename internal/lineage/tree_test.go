package lineage

import (
	"math"
	"math/rand/v2"
	"slices"
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
		if r.IntN(3) > 0 && u > 0 {
			g.origin[u] = math.Round(r.NormFloat64()*60) / 10
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

func TestSolveAgainstEveryTree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		g := randomGraph(r)
		n := len(g.bits)
		g.origin[0] = math.Round(r.NormFloat64()*60) / 10
		for u := 1; u < n; u++ {
			if r.IntN(2) == 0 {
				g.doubt[u] = randomRow(r, g.bits[u])
			}
		}
		want, origin := newGraph(n).weights(make([]float64, n)), make([]float64, n)
		sum := 0.0
		for from := range n {
			for _, prefer := range g.preferences() {
				for doubted := range 2 {
					if doubted == 1 && g.doubt[from] == nil {
						continue
					}
					enumerate(g.from(from, prefer, doubted == 1), func(parent []int, bits float64) {
						w := math.Exp2(bits + g.origin[from] + g.priorOf(prefer) + float64(doubted)*doubtPrior)
						sum += w
						origin[from] += w
						for v := 1; v < n; v++ {
							if v != from {
								want[parent[v]][v] += w
							}
						}
					})
				}
			}
		}
		got := g.solve()
		for u := range want {
			if math.Abs(got.origin[u]-origin[u]/sum) > 1e-9 {
				t.Fatalf("%v: P(origin %d) is %g, by enumeration %g", g, u, got.origin[u], origin[u]/sum)
			}
			for v := 1; v < n; v++ {
				if math.Abs(got.edge[u][v]-want[u][v]/sum) > 1e-9 {
					t.Fatalf("%v: P(%d->%d) is %g, by enumeration %g", g, u, v, got.edge[u][v], want[u][v]/sum)
				}
			}
		}
	}
}

// randomRow changes the finite elements of a row.
func randomRow(r *rand.Rand, row []float64) []float64 {
	out := slices.Clone(row)
	for i := range out {
		out[i] += math.Round(r.NormFloat64()*20) / 10
	}
	return out
}

func TestSolveAtTheClamps(t *testing.T) {
	const n = 300
	g := newGraph(n + 1)
	for u := range g.bits {
		for v := 1; v <= n; v++ {
			if u != v {
				g.bits[u][v] = clampTotal
			}
		}
	}
	g.origin[1] = 0
	p := g.solve()
	for v := 1; v <= n; v++ {
		sum := p.origin[v]
		for u := range p.edge {
			sum += p.edge[u][v]
		}
		if math.IsNaN(sum) || math.Abs(sum-1) > 1e-6 {
			t.Fatalf("the parents of node %d sum to %g", v, sum)
		}
	}
}

// Matrices that need their rows exchanged are inverted too, and the determinant is the same
// without the inverse.
func TestInvert(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := 1; n < 12; n++ {
		m := newTable(n)
		for i := range m {
			for j := range m {
				m[i][j] = r.NormFloat64()
			}
		}
		kept := newTable(n)
		for i := range m {
			copy(kept[i], m[i])
		}
		inverse, size := (*scratch)(nil).invert(m)
		for i := range kept {
			for j := range kept {
				sum := 0.0
				for k := range kept {
					sum += kept[i][k] * inverse[k][j]
				}
				if want := float64(1 - min(1, max(i-j, j-i))); math.Abs(sum-want) > 1e-9 {
					t.Fatalf("%d rows: product %d,%d is %g", n, i, j, sum)
				}
			}
		}
		if alone := eliminate(kept, nil); alone != size {
			t.Errorf("%d rows: determinants of %g and %g bits", n, alone, size)
		}
	}
}

// A way leaves nothing behind for the next.
func TestScratchIsCleared(t *testing.T) {
	s := new(scratch)
	for _, n := range []int{3, 5, 2, 5} {
		s.used = 0
		for _, row := range s.table(n) {
			for i, x := range row {
				if x != 0 || len(row) != n {
					t.Fatalf("%d rows: %v", n, row)
				}
				row[i] = 7
			}
		}
	}
}
