package lineage

import "math"

// A graph has nodes 0..n, where 0 is the outside: whatever is not in the family. bits[u][v]
// says how likely u is the parent of v, origin[v] how likely the text began in v, in bits;
// -Inf says that it cannot be.
type graph struct {
	bits   [][]float64
	origin []float64
}

func newGraph(nodes int) graph {
	g := graph{make([][]float64, nodes), make([]float64, nodes)}
	for u := range g.bits {
		g.bits[u] = make([]float64, nodes)
		for v := range g.bits[u] {
			g.bits[u][v] = math.Inf(-1)
		}
		g.origin[u] = math.Inf(-1)
	}
	return g
}

// from is the graph when the text began in node r: it has no parent but the outside. Of
// r = 0, where the text began outside, it is the graph itself.
func (g graph) from(r int) graph {
	if r == 0 {
		return g
	}
	forced := newGraph(len(g.bits))
	for u := range g.bits {
		copy(forced.bits[u], g.bits[u])
		forced.bits[u][r] = math.Inf(-1)
	}
	forced.bits[0][r] = 0
	return forced
}

// best returns the parent of each node in the heaviest tree that hangs from node 0 (Chu
// and Liu 1965, Edmonds 1967): every node takes its best parent; a cycle is drawn into one
// node, the rest solved, and the cycle opened where that entered it. parent[0] is -1. Of
// equal parents the first wins.
func (g graph) best() []int {
	n := len(g.bits)
	parent := make([]int, n)
	parent[0] = -1
	for v := 1; v < n; v++ {
		parent[v] = g.bestParent(v)
	}
	cycle := findCycle(parent)
	if cycle == nil {
		return parent
	}
	return g.open(parent, cycle)
}

func (g graph) bestParent(v int) int {
	best := 0
	for u := range g.bits {
		if u != v && g.bits[u][v] > g.bits[best][v] {
			best = u
		}
	}
	return best
}

// findCycle marks the nodes of a cycle, nil when there is none.
func findCycle(parent []int) []bool {
	for start := range parent {
		v := start
		for range parent {
			if v = parent[v]; v < 0 {
				break
			}
		}
		if v < 0 {
			continue
		}
		cycle := make([]bool, len(parent))
		for !cycle[v] {
			cycle[v] = true
			v = parent[v]
		}
		return cycle
	}
	return nil
}

// open contracts the cycle, solves what is left and opens the cycle again.
func (g graph) open(parent []int, cycle []bool) []int {
	var kept []int
	for v, in := range cycle {
		if !in {
			kept = append(kept, v)
		}
	}
	merged := len(kept) // the node that stands for the cycle
	small := newGraph(merged + 1)
	enter, leave := make([]int, merged), make([]int, merged)
	for i, u := range kept {
		enter[i], leave[i] = -1, -1
		for j, v := range kept {
			small.bits[i][j] = g.bits[u][v]
		}
		for v, in := range cycle {
			if !in {
				continue
			}
			if w := g.bits[u][v] - g.bits[parent[v]][v]; enter[i] < 0 || w > small.bits[i][merged] {
				small.bits[i][merged], enter[i] = w, v
			}
			if leave[i] < 0 || g.bits[v][u] > small.bits[merged][i] {
				small.bits[merged][i], leave[i] = g.bits[v][u], v
			}
		}
	}
	solved := small.best()
	for j, u := range solved[1:merged] {
		if u == merged {
			parent[kept[j+1]] = leave[j+1]
		} else {
			parent[kept[j+1]] = kept[u]
		}
	}
	from := solved[merged]
	parent[enter[from]] = kept[from]
	return parent
}

// A posterior holds the probabilities of a graph's edges and origins.
type posterior struct {
	edge    [][]float64 // edge[u][v]: v took its text from u
	origin  []float64   // origin[v]: the text began in v; origin[0]: outside
	outside [][]float64 // edge, given that the text began outside
}

// solve sums over every way the family can have come about: the text began in one of the
// nodes or outside, and every other node hangs from a parent. With L the Laplacian of all
// edges, the trees that hang from the outside weigh det L (Tutte's matrix-tree theorem
// for directed graphs; Koo, Globerson, Carreras and Collins 2007), and the forests of two
// trees, one from the outside and one from r, weigh det L times the diagonal element r of
// its inverse. The parents of each node are scaled by the largest first.
func (g graph) solve() posterior {
	n := len(g.bits)
	weight := g.weights()
	inverse := invert(laplacian(weight))
	p := posterior{origin: make([]float64, n)}
	sum := 1.0 // the outside
	for v := 1; v < n; v++ {
		p.origin[v] = math.Exp2(g.origin[v]-g.bits[g.bestParent(v)][v]) * inverse[v-1][v-1]
		sum += p.origin[v]
	}
	p.origin[0] = 1
	for v := range p.origin {
		p.origin[v] /= sum
	}
	p.outside = edges(weight, inverse)
	p.edge = edges(weight, mixed(inverse, p.origin))
	return p
}

// mixed is the inverse averaged over the origins: without row and column r the inverse is
// I - I[.,r] I[r,.] / I[r,r].
func mixed(inverse [][]float64, origin []float64) [][]float64 {
	n := len(inverse)
	mean := make([][]float64, n)
	for i := range mean {
		mean[i] = append([]float64(nil), inverse[i]...)
	}
	for r := range n {
		share := origin[r+1] / inverse[r][r]
		if share == 0 {
			continue
		}
		for i := range n {
			subtract(mean[i], inverse[r], share*inverse[i][r])
		}
	}
	return mean
}

func laplacian(weight [][]float64) [][]float64 {
	n := len(weight)
	l := make([][]float64, n-1)
	for u := 1; u < n; u++ {
		l[u-1] = make([]float64, n-1)
	}
	for v := 1; v < n; v++ {
		for u := range n {
			l[v-1][v-1] += weight[u][v]
			if u > 0 && u != v {
				l[u-1][v-1] -= weight[u][v]
			}
		}
	}
	return l
}

func edges(weight, inverse [][]float64) [][]float64 {
	p := make([][]float64, len(weight))
	for u := range weight {
		p[u] = make([]float64, len(weight))
		for v := 1; v < len(weight); v++ {
			q := inverse[v-1][v-1]
			if u > 0 {
				q -= inverse[v-1][u-1]
			}
			p[u][v] = min(1, max(0, weight[u][v]*q))
		}
	}
	return p
}

func (g graph) weights() [][]float64 {
	n := len(g.bits)
	weight := make([][]float64, n)
	for u := range weight {
		weight[u] = make([]float64, n)
	}
	for v := 1; v < n; v++ {
		top := g.bits[g.bestParent(v)][v]
		for u := range n {
			if u != v && !math.IsInf(g.bits[u][v], -1) {
				weight[u][v] = math.Exp2(g.bits[u][v] - top)
			}
		}
	}
	return weight
}

// invert returns the inverse of m by Gauss and Jordan with partial pivoting. m is used up.
func invert(m [][]float64) [][]float64 {
	n := len(m)
	inverse := make([][]float64, n)
	for i := range inverse {
		inverse[i] = make([]float64, n)
		inverse[i][i] = 1
	}
	for c := range n {
		pivot := c
		for r := c; r < n; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		m[c], m[pivot] = m[pivot], m[c]
		inverse[c], inverse[pivot] = inverse[pivot], inverse[c]
		for r := range n {
			if f := m[r][c] / m[c][c]; r != c && f != 0 {
				subtract(m[r], m[c], f)
				subtract(inverse[r], inverse[c], f)
			}
		}
	}
	for r := range n {
		for c := range n {
			inverse[r][c] /= m[r][r]
		}
	}
	return inverse
}

func subtract(row, from []float64, times float64) {
	for i := range row {
		row[i] -= times * from[i]
	}
}
