package lineage

import (
	"slices"
	"testing"
)

// TestCalibrated holds what every footing's table must be: a rising map from the model's
// probability to one, that claims no certainty.
func TestCalibrated(t *testing.T) {
	for f, table := range knots {
		if !slices.IsSorted(table[:]) {
			t.Errorf("%s: %v does not rise", f, table)
		}
		last := 0.0
		for i := 1; i <= 1000; i++ {
			p := calibrated(f, float64(i)/1000)
			if p < last || p >= 1 {
				t.Errorf("%s: of %.3f it makes %.3f, after %.3f", f, float64(i)/1000, p, last)
			}
			last = p
		}
	}
	if p := calibrated("tied", .85); p != knots["tied"][4] {
		t.Errorf("at a knot %.3f, want %.3f", p, knots["tied"][4])
	}
}

// TestFootings takes each kind of link of a family: each has a table.
func TestFootings(t *testing.T) {
	for _, c := range []struct {
		named bool
		close int
	}{{true, 0}, {false, 0}, {false, 1}, {false, 2}} {
		if f := absentFooting(c.named, c.close); knots[f] == [len(said)]float64{} {
			t.Errorf("named %v, close %d: no table for %q", c.named, c.close, f)
		}
	}
	for _, before := range []string{"", "named, ", "root not in the index, "} {
		for _, how := range []string{"tied", "beaten", "alone"} {
			if f := footing(before + how); knots[f] == [len(said)]float64{} {
				t.Errorf("no table for %q", f)
			}
		}
	}
}
