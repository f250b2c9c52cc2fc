package lineage

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A graph has nodes 0..n, where 0 is the outside: a source that is not in the family and
// that nobody names. bits[u][v]
// says how likely u is the parent of v, origin[v] how likely the text began in v, in bits;
// -Inf says that it cannot be.
type graph struct {
	bits   [][]float64
	origin []float64
	doubt  [][]float64 // doubt[u]: bits[u] when the date of u is not believed, nil where it has none
	even   bool        // the first article is not taken to be copied more than others

	scratch *scratch // where a way is weighed
}

func newGraph(nodes int) graph {
	g := graph{bits: newTable(nodes), origin: make([]float64, nodes), doubt: make([][]float64, nodes)}
	for u := range g.bits {
		for v := range g.bits[u] {
			g.bits[u][v] = math.Inf(-1)
		}
		g.origin[u] = math.Inf(-1)
	}
	return g
}

// newTable is a square table of zeros.
func newTable(n int) [][]float64 { return (*scratch)(nil).table(n) }

// A scratch is tables that are filled for one way and used again for the next: new ones were
// 6 % of all memory that indexing 20,000 articles allocated. That of nil makes new ones.
type scratch struct {
	tables [][]float64 // each as one row
	used   int
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// table is a square table of zeros, good until the scratch is given back.
func (s *scratch) table(n int) [][]float64 {
	all := s.next(n * n)
	rows := make([][]float64, n)
	for i := range rows {
		rows[i], all = all[:n:n], all[n:]
	}
	return rows
}

func (s *scratch) next(n int) []float64 {
	if s == nil {
		return make([]float64, n)
	}
	if s.used == len(s.tables) {
		s.tables = append(s.tables, nil)
	}
	t := &s.tables[s.used]
	s.used++
	if cap(*t) < n {
		*t = make([]float64, n)
	}
	*t = (*t)[:n]
	clear(*t)
	return *t
}

func (s *scratch) free() {
	s.used = 0
	scratches.Put(s)
}

// equal reports whether two graphs weigh everything alike.
func (g graph) equal(other graph) bool {
	rows := func(a, b []float64) bool { return (a == nil) == (b == nil) && slices.Equal(a, b) }
	return slices.Equal(g.origin, other.origin) && slices.EqualFunc(g.bits, other.bits, rows) && slices.EqualFunc(g.doubt, other.doubt, rows)
}

// from is the graph when the text began in node r: it has no parent but node 0, and what
// hangs from it is the likelier by some bits. What no path from r leads to is from
// elsewhere, at far odds. With doubt the date of r counts for nothing.
func (g graph) from(r int, prefer float64, doubt bool) graph {
	forced := graph{bits: g.scratch.table(len(g.bits)), scratch: g.scratch}
	for u := range g.bits {
		copy(forced.bits[u], g.bits[u])
	}
	if doubt {
		copy(forced.bits[r], g.doubt[r])
	}
	reached := g.reached(r)
	for v := 1; v < len(g.bits); v++ {
		forced.bits[r][v] += prefer
		if r == 0 {
			continue
		}
		forced.bits[v][r] = math.Inf(-1)
		if forced.bits[0][v] = math.Inf(-1); !reached[v] {
			forced.bits[0][v] = farOdds
		}
	}
	if r > 0 {
		forced.bits[0][r] = 0
	}
	return forced
}

// reached marks the nodes to which paths lead from node r.
func (g graph) reached(r int) []bool {
	seen := make([]bool, len(g.bits))
	seen[r] = true
	for stack := []int{r}; len(stack) > 0; {
		u := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for v := 1; v < len(g.bits); v++ {
			if !seen[v] && !math.IsInf(g.bits[u][v], -1) {
				seen[v] = true
				stack = append(stack, v)
			}
		}
	}
	return seen
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
	small := graph{bits: newTable(merged + 1)}
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
	edge   [][]float64 // edge[u][v]: v took its text from u
	origin []float64   // origin[v]: the text began in v; origin[0]: outside
}

// solve sums over every way the family can have come about: for each node in which the text
// may have begun, over the trees that hang from it. With L the Laplacian of the edges these
// weigh det L (Tutte's matrix-tree theorem for directed graphs), and the probability of
// each edge follows from the inverse (Koo, Globerson, Carreras and Collins 2007). The
// parents of each node are scaled by the largest first.
func (g graph) solve() posterior {
	origin, trees := g.origins(graph.hanging)
	p := posterior{edge: average(trees, origin), origin: origin}
	for r := 1; r < len(g.bits); r++ {
		p.edge[0][r] = max(0, p.edge[0][r]-origin[r]) // where the text began is no edge
	}
	return p
}

// began is the origins of solve alone, without the inverses: a sixth of the work in a large
// family.
func (g graph) began() []float64 {
	origin, _ := g.origins(graph.size)
	return origin
}

// origins is how likely the text began in each node, and the probability of each edge if it
// did, as far as hanging says that.
func (g graph) origins(hanging weigher) (origin []float64, trees [][][]float64) {
	n := len(g.bits)
	ways := g.ways()
	sizes, edges := make([]float64, len(ways)), make([][][]float64, len(ways))
	g.each(len(ways), func(i int) { sizes[i], edges[i] = g.weigh(ways[i], hanging) })
	size, trees := make([]float64, n), make([][][]float64, n)
	for r := range n {
		size[r] = math.Inf(-1)
	}
	for i, j := 0, 0; i < len(ways); i = j {
		r := ways[i].root
		for j < len(ways) && ways[j].root == r {
			j++
		}
		share, total := parts(sizes[i:j])
		size[r], trees[r] = total+g.origin[r], average(edges[i:j], share)
	}
	origin, _ = parts(size)
	return origin, trees
}

// each calls f with 0 to n-1: on all processors where the graph is so large that this pays.
func (g graph) each(n int, f func(int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		if len(g.bits) <= someNodes {
			f(i)
			continue
		}
		group.Go(func() error {
			f(i)
			return nil
		})
	}
	group.Wait()
}

// A weigher is hanging or size.
type weigher func(graph) (size float64, edge [][]float64)

// roots are the nodes in which the text may have begun: of many only the likeliest by what
// a tree that begins in them gains over their best parent.
func (g graph) roots() []int {
	var roots []int
	for r := range g.bits {
		if !math.IsInf(g.origin[r], -1) {
			roots = append(roots, r)
		}
	}
	gain := func(r int) float64 {
		if r == 0 {
			return g.origin[0]
		}
		return g.origin[r] - g.bits[g.bestParent(r)][r]
	}
	slices.SortStableFunc(roots, func(a, b int) int { return cmp.Compare(gain(b), gain(a)) })
	switch n := len(g.bits); {
	case n > manyNodes:
		return roots[:min(3, len(roots))]
	case n > someNodes:
		return roots[:min(12, len(roots))]
	}
	return roots
}

// A way is one in which all can have come about from a node in which the text began. Two
// things are not known. A wrong date of the first article is wrong for all its copies: it is
// believed, or not, once. And some texts are copied mostly from their first article, others
// from copies.
type way struct {
	root   int
	prefer float64 // bits, see preferences
	doubt  bool    // the date of the root is not believed
}

// ways lists all there are, root by root.
func (g graph) ways() []way {
	var list []way
	for _, r := range g.roots() {
		for _, prefer := range g.preferences() {
			list = append(list, way{r, prefer, false})
			if g.doubt[r] != nil {
				list = append(list, way{r, prefer, true})
			}
		}
	}
	return list
}

// weigh is the weight of all trees that come about in one way, in bits, and the probability
// of each edge among them.
func (g graph) weigh(w way, hanging weigher) (size float64, edge [][]float64) {
	g.scratch = scratches.Get().(*scratch)
	defer g.scratch.free()
	size, edge = hanging(g.from(w.root, w.prefer, w.doubt))
	size += g.priorOf(w.prefer)
	if w.doubt {
		size += doubtPrior
	}
	return size, edge
}

// preferences are the bits by which the first article may be the likelier source.
func (g graph) preferences() []float64 {
	switch {
	case g.even:
		return []float64{0}
	case len(g.bits) > manyNodes:
		return []float64{firstPreferred / 2}
	}
	return []float64{0, firstPreferred}
}

// priorOf is how likely a preference is, in bits. What is added to the first article is
// taken from all: of others as many as there are nodes, each copy has one source.
func (g graph) priorOf(prefer float64) float64 {
	others := float64(len(g.bits) - 2)
	return preferPrior*prefer - others*math.Log2((math.Exp2(prefer)+others)/(1+others))
}

// parts turns weights in bits into shares of 1, and adds them up.
func parts(bits []float64) (share []float64, total float64) {
	most := slices.Max(bits)
	if math.IsInf(most, -1) {
		return make([]float64, len(bits)), most
	}
	sum := 0.0
	for _, b := range bits {
		share = append(share, math.Exp2(b-most))
		sum += math.Exp2(b - most)
	}
	for i := range share {
		share[i] /= sum
	}
	return share, most + math.Log2(sum)
}

// average adds up tables by their shares. Those that have none may be nil.
func average(tables [][][]float64, share []float64) [][]float64 {
	var mean [][]float64
	for i, table := range tables {
		if share[i] == 0 || table == nil {
			continue
		}
		if mean == nil {
			mean = make([][]float64, len(table))
		}
		for u, row := range table {
			if mean[u] == nil {
				mean[u] = make([]float64, len(row))
			}
			subtract(mean[u], row, -share[i])
		}
	}
	return mean
}

// hanging is the weight of all trees that hang from node 0, in bits, and the probability of
// each edge among them.
func (g graph) hanging() (size float64, edge [][]float64) {
	weight, size := g.scaled()
	inverse, det := g.scratch.invert(g.scratch.laplacian(weight))
	return size + det, edges(weight, inverse)
}

// size is the weight of hanging alone.
func (g graph) size() (size float64, edge [][]float64) {
	weight, size := g.scaled()
	return size + eliminate(g.scratch.laplacian(weight), nil), nil
}

// scaled are the edges' odds, those into each node over the largest of them, and what the
// largest come to together, in bits.
func (g graph) scaled() (weight [][]float64, size float64) {
	scale := make([]float64, len(g.bits))
	for v := 1; v < len(g.bits); v++ {
		scale[v] = g.bits[g.bestParent(v)][v]
		size += scale[v]
	}
	return g.weights(scale), size
}

// tree is the tree that begins in node r and has most links right on average: the one
// whose edges' probabilities add up to most.
func (p posterior) tree(r int) []int {
	n := len(p.origin)
	g := newGraph(n)
	for u := range n {
		for v := 1; v < n; v++ {
			if u != v && v != r && (p.edge[u][v] > 0 || u == 0) {
				g.bits[u][v] = p.edge[u][v]
			}
		}
	}
	if r > 0 {
		g.bits[0][r] = 0
	}
	return g.best()
}

func (s *scratch) laplacian(weight [][]float64) [][]float64 {
	n := len(weight)
	l := s.table(n - 1)
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
	p := newTable(len(weight))
	for u := range weight {
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

// weights are the edges' odds, those into each node over its scale, in bits.
func (g graph) weights(scale []float64) [][]float64 {
	n := len(g.bits)
	weight := g.scratch.table(n)
	for u := range weight {
		for v := 1; v < n; v++ {
			if u != v && !math.IsInf(g.bits[u][v], -1) {
				weight[u][v] = math.Exp2(g.bits[u][v] - scale[v])
			}
		}
	}
	return weight
}

// invert returns the inverse of m by Gauss and Jordan, and the binary logarithm of the size
// of its determinant. m is used up.
func (s *scratch) invert(m [][]float64) (inverse [][]float64, size float64) {
	inverse = s.table(len(m))
	for i := range inverse {
		inverse[i][i] = 1
	}
	size = eliminate(m, inverse)
	for r := range inverse {
		for c := range inverse {
			inverse[r][c] /= m[r][r]
		}
	}
	return inverse, size
}

// eliminate makes zeros of what is below the diagonal of m, with partial pivoting, and does
// the same to the rows of beside; above the diagonal too unless that is nil. It returns the
// binary logarithm of the size of the determinant. What becomes zero is never read again
// and left as it was.
func eliminate(m, beside [][]float64) (size float64) {
	n, swapped := len(m), false
	for c := range n {
		pivot, first := c, c+1
		for r := c; r < n; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		m[c], m[pivot] = m[pivot], m[c]
		size += math.Log2(math.Abs(m[c][c]))
		filled := c + 1 // columns of beside that are not zero in row c
		if beside != nil {
			beside[c], beside[pivot] = beside[pivot], beside[c]
			first = 0
			if swapped = swapped || pivot != c; swapped {
				filled = n
			}
		}
		for r := first; r < n; r++ {
			if f := m[r][c] / m[c][c]; r != c && f != 0 {
				subtract(m[r][c+1:], m[c][c+1:], f)
				if beside != nil {
					subtract(beside[r][:filled], beside[c][:filled], f)
				}
			}
		}
	}
	return size
}

func subtract(row, from []float64, times float64) {
	from = from[:len(row)]
	for i := range row {
		row[i] -= times * from[i]
	}
}
