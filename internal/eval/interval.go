package eval

import (
	"math"
	"math/rand/v2"
	"slices"
)

// An Interval is where a figure may lie, with a confidence of 95 %.
type Interval struct{ Low, High float64 }

// wilson is the interval of a share of n of which right are right (Wilson 1927).
func wilson(right, n float64) Interval {
	const z = 1.959964
	if n == 0 {
		return Interval{0, 1}
	}
	p := right / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	reach := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return Interval{max(0, middle-reach), min(1, middle+reach)}
}

// resamples is how often the families are drawn anew.
const resamples = 1000

// A Spread holds the intervals of a result's main figures: the middle 95 % of what they
// come to when as many families are drawn again and again from those of the truth, with
// replacement (Efron 1979). The links of a family stay together: they stand and fall
// with its dates and credits.
type Spread struct{ Parents, Roots, Brier Interval }

// A part is what one true family contributes.
type familyPart struct {
	parents, roots Share
	squares        float64 // summed squared errors
	links          int
}

func bootstrap(parts []familyPart) Spread {
	r := rand.New(rand.NewPCG(0xB007, 1))
	var parents, roots, brier []float64
	for range resamples {
		var sum familyPart
		for range parts {
			p := parts[r.IntN(len(parts))]
			sum.parents.Right, sum.parents.Of = sum.parents.Right+p.parents.Right, sum.parents.Of+p.parents.Of
			sum.roots.Right, sum.roots.Of = sum.roots.Right+p.roots.Right, sum.roots.Of+p.roots.Of
			sum.squares, sum.links = sum.squares+p.squares, sum.links+p.links
		}
		parents, roots = append(parents, sum.parents.Part()), append(roots, sum.roots.Part())
		if sum.links > 0 {
			brier = append(brier, sum.squares/float64(sum.links))
		}
	}
	return Spread{middle(parents), middle(roots), middle(brier)}
}

// middle is the interval of the middle 95 % of some figures.
func middle(x []float64) Interval {
	if len(x) == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	slices.Sort(x)
	at := func(share float64) float64 { return x[int(math.Round(share*float64(len(x)-1)))] }
	return Interval{at(.025), at(.975)}
}

// spread draws the families of a truth anew.
func spread(truth Truth, found Findings) Spread {
	place := map[string]int{} // of the true family of a copy
	parts := make([]familyPart, len(truth.Families))
	for i, f := range truth.Families {
		for _, m := range f.Members {
			place[m] = i
		}
		got, ok := nearest(f, found.Families)
		parts[i].roots.add(ok && rootRight(f, got))
	}
	wanted, got := map[[2]string]bool{}, map[[2]string]bool{}
	for _, l := range truth.Links {
		wanted[arrow(l)] = true
	}
	for _, l := range found.Links {
		got[arrow(l)] = true
		if i, ok := place[l.Copy]; ok && !l.Second {
			miss := l.Confidence
			if wanted[arrow(l)] {
				miss = 1 - miss
			}
			parts[i].squares += miss * miss
			parts[i].links++
		}
	}
	for _, l := range truth.Links {
		if i, ok := place[l.Copy]; ok && !l.Undecidable {
			parts[i].parents.add(got[arrow(l)])
		}
	}
	return bootstrap(parts)
}
