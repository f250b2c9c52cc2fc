package eval

// parents maps each copy to the sources of its links, second ones too.
func parents(links []Link) map[string][]string {
	of := map[string][]string{}
	for _, l := range links {
		of[fold(l.Copy)] = append(of[fold(l.Copy)], fold(l.Source))
	}
	return of
}

// ancestors are all that stand above name, sources of sources too.
func ancestors(name string, parents map[string][]string) map[string]bool {
	above := map[string]bool{}
	var climb func(string)
	climb = func(n string) {
		for _, p := range parents[n] {
			if !above[p] {
				above[p] = true
				climb(p)
			}
		}
	}
	climb(fold(name))
	return above
}

// measureAncestry compares who stands above whom, and counts the links whose source is in
// truth below its copy.
func measureAncestry(r *Result, truth Truth, found Findings) {
	real, got := parents(truth.Links), parents(found.Links)
	for _, l := range found.Links {
		if !l.Second {
			r.Reversed.add(ancestors(l.Source, real)[fold(l.Copy)])
		}
	}
	wanted, have := map[[2]string]bool{}, map[[2]string]bool{}
	for name := range real {
		for a := range ancestors(name, real) {
			wanted[[2]string{name, a}] = true
		}
	}
	for name := range got {
		for a := range ancestors(name, got) {
			have[[2]string{name, a}] = true
		}
	}
	r.Ancestry = compare(have, wanted)
}
