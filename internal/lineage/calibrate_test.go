package lineage

import (
	"testing"
)

// TestCalibrated holds what every footing's curve must be: a rising map from the model's
// probability to one, that claims no certainty, whatever the signs.
func TestCalibrated(t *testing.T) {
	var most [signCount]float64
	for i, w := range signWeights {
		most[i] = one(w > 0)
	}
	for f := range curves {
		for _, signs := range [][signCount]float64{{}, most} {
			last := 0.0
			for i := 1; i <= 1000; i++ {
				p := calibrated(f, float64(i)/1000, signs)
				if p < last || p >= 1 {
					t.Errorf("%s: of %.3f it makes %.3f, after %.3f", f, float64(i)/1000, p, last)
				}
				last = p
			}
		}
	}
}

// TestFootings takes each kind of link of a family: each has a curve.
func TestFootings(t *testing.T) {
	for _, c := range []struct {
		named bool
		close int
	}{{true, 0}, {false, 0}, {false, 1}, {false, 2}} {
		if f := absentFooting(c.named, c.close); curves[f] == (curve{}) {
			t.Errorf("named %v, close %d: no curve for %q", c.named, c.close, f)
		}
	}
	for _, f := range []footing{"named", "root not in the index", "member"} {
		if curves[f] == (curve{}) {
			t.Errorf("no curve for %q", f)
		}
	}
}

// A credit that another member has word for word may have been copied with the text.
func TestKeptCredit(t *testing.T) {
	if signWeights[keptCredit] >= 0 || signWeights[nextBest] >= 0 {
		t.Errorf("weights %v: a kept credit and a likely other source speak against a link", signWeights)
	}
}
