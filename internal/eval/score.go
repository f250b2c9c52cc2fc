package eval

import (
	"math"
	"slices"
)

// A Score counts answers: those found, those true, those both.
type Score struct{ Right, Found, True int }

// Precision is the share of what was found that is true, 1 when nothing was found.
func (s Score) Precision() float64 { return part(s.Right, s.Found) }

// Recall is the share of what is true that was found, 1 when nothing is true.
func (s Score) Recall() float64 { return part(s.Right, s.True) }

// F1 is the harmonic mean of precision and recall, 0 to 1.
func (s Score) F1() float64 {
	p, r := s.Precision(), s.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// A Share counts how many of some are right.
type Share struct{ Right, Of int }

// Part is the share that is right, 1 of nothing.
func (s Share) Part() float64 { return part(s.Right, s.Of) }

func (s *Share) add(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// compare scores two sets of keys.
func compare[K comparable](found, truth map[K]bool) Score {
	s := Score{Found: len(found), True: len(truth)}
	for k := range found {
		if truth[k] {
			s.Right++
		}
	}
	return s
}

// A Bin is one step of a reliability table: links of about the same confidence.
type Bin struct {
	Low, High  float64
	Links      int
	Confidence float64 // their mean
	Right      float64 // the share of them that is true
}

// Interval is where the share of a bin's links that is true may lie.
func (b Bin) Interval() Interval { return wilson(b.Right*float64(b.Links), float64(b.Links)) }

// Calibrated reports whether what is said of a bin's links agrees with what is true of
// them: within 0.08 in a bin of 200 links or more, else the interval has to reach within
// 0.08 of what is said.
func (b Bin) Calibrated() bool {
	const near = .08
	if b.Links >= 200 {
		return math.Abs(b.Confidence-b.Right) <= near
	}
	i := b.Interval()
	return b.Confidence >= i.Low-near && b.Confidence <= i.High+near
}

// Pooled is the reliability of the links of several results taken together.
func Pooled(results []Result) []Bin {
	var all []Bin
	for _, low := range binEdges[:len(binEdges)-1] {
		var sum Bin
		for _, r := range results {
			for _, b := range r.Bins {
				if b.Low == low {
					n := float64(b.Links)
					sum.Low, sum.High, sum.Links = b.Low, b.High, sum.Links+b.Links
					sum.Confidence, sum.Right = sum.Confidence+n*b.Confidence, sum.Right+n*b.Right
				}
			}
		}
		if sum.Links > 0 {
			sum.Confidence, sum.Right = sum.Confidence/float64(sum.Links), sum.Right/float64(sum.Links)
			all = append(all, sum)
		}
	}
	return all
}

// A Coverage is the links that are given with at least some confidence.
type Coverage struct {
	Least float64
	Links Share // how many are, of all
	Right Share // those of them that are true
}

func coverage(forecasts []forecast) []Coverage {
	var out []Coverage
	for _, least := range []float64{.5, .8, .9} {
		c := Coverage{Least: least}
		for _, f := range forecasts {
			if c.Links.add(f.p >= least); f.p >= least {
				c.Right.add(f.true)
			}
		}
		out = append(out, c)
	}
	return out
}

// plagdet is the F1 of the pairs found over the logarithm of their granularity, the
// passages in which a true pair is reported on average (Potthast, Stein, Barrón-Cedeño
// and Rosso 2010). A pair that is found counts whole, whatever words of it are.
func plagdet(s Score, passages int) float64 {
	if s.Right == 0 {
		return 0
	}
	return s.F1() / math.Log2(1+float64(passages)/float64(s.Right))
}

// A forecast is a probability and what became of it.
type forecast struct {
	p    float64
	true bool
}

// brier is the mean squared error of forecasts (Brier 1950), 0 to 1; NaN of none.
func brier(forecasts []forecast) float64 {
	sum := 0.0
	for _, f := range forecasts {
		outcome := 0.0
		if f.true {
			outcome = 1
		}
		sum += (f.p - outcome) * (f.p - outcome)
	}
	return sum / float64(len(forecasts))
}

// binEdges are closer where confidence is high: there a wrong link is read as a fact.
var binEdges = []float64{0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1}

// reliability puts forecasts in bins and leaves empty ones out.
func reliability(forecasts []forecast) []Bin {
	var bins []Bin
	for i := range len(binEdges) - 1 {
		b := Bin{Low: binEdges[i], High: binEdges[i+1]}
		last := i == len(binEdges)-2
		for _, f := range forecasts {
			if f.p < b.Low || f.p >= b.High && !last {
				continue
			}
			b.Links++
			b.Confidence += f.p
			if f.true {
				b.Right++
			}
		}
		if b.Links > 0 {
			b.Confidence /= float64(b.Links)
			b.Right /= float64(b.Links)
			bins = append(bins, b)
		}
	}
	return bins
}

// adjustedRand is the agreement of two partitions beyond chance (Hubert and Arabie
// 1985): 1 when they are the same, about 0 for unrelated ones. Each label says which
// set an item is in.
func adjustedRand(x, y []int) float64 {
	cells, rows, columns := map[[2]int]int{}, map[int]int{}, map[int]int{}
	for i := range x {
		cells[[2]int{x[i], y[i]}]++
		rows[x[i]]++
		columns[y[i]]++
	}
	both, inX, inY := 0, pairsIn(rows), pairsIn(columns)
	for _, n := range cells {
		both += n * (n - 1) / 2
	}
	all := float64(len(x)) * float64(len(x)-1) / 2
	if all == 0 {
		return 1
	}
	expected := float64(inX) * float64(inY) / all
	most := float64(inX+inY) / 2
	if most == expected { // both put everything together, or nothing
		return 1
	}
	return (float64(both) - expected) / (most - expected)
}

func pairsIn(sets map[int]int) int {
	n := 0
	for _, size := range sets {
		n += size * (size - 1) / 2
	}
	return n
}

// partition labels names by the family they are in. A name in none is a set of its own.
// Labels of names in several families are no use: these are in many.
func partition(names []string, families []Family) (labels []int, many map[string]bool) {
	in, many := map[string]int{}, map[string]bool{}
	for i, f := range families {
		for _, m := range f.Members {
			if _, already := in[m]; already {
				many[m] = true
			}
			in[m] = i
		}
	}
	for i, name := range names {
		label, ok := in[name]
		if !ok {
			label = len(families) + i
		}
		labels = append(labels, label)
	}
	return labels, many
}

// familyAgreement is the adjusted Rand index of two sets of families over the named
// articles. Those in several families on either side, merged ones, are left out.
func familyAgreement(names []string, found, truth []Family) float64 {
	_, manyFound := partition(nil, found)
	_, manyTrue := partition(nil, truth)
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return manyFound[n] || manyTrue[n] })
	x, _ := partition(names, found)
	y, _ := partition(names, truth)
	return adjustedRand(x, y)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// roundDown keeps three decimals; the small addition is for figures such as 0.29 that
// binary holds as slightly less.
func roundDown(x float64) float64 { return math.Floor(x*1000+1e-9) / 1000 }
