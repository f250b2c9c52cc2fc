package eval

// A LabelShare is how many pairs of one label of a silver file were found.
type LabelShare struct {
	Label  string
	Share  Share
	Missed []string // sorted
}

// ByLabel measures which labelled pairs were found as copies, class excerpt or more,
// label by label in the order in which they first come.
func ByLabel(truth, found []Pair) []LabelShare {
	got := map[[2]string]bool{}
	for _, p := range found {
		if copied(p.Class) || copied(p.Reverse) {
			got[ends(p.A, p.B)] = true
		}
	}
	var list []LabelShare
	place := map[string]int{}
	for _, p := range truth {
		i, ok := place[p.Class]
		if !ok {
			i = len(list)
			place[p.Class] = i
			list = append(list, LabelShare{Label: p.Class})
		}
		right := got[ends(p.A, p.B)]
		list[i].Share.add(right)
		if !right {
			list[i].Missed = append(list[i].Missed, p.A+" + "+p.B)
		}
	}
	for i := range list {
		list[i].Missed = sorted(list[i].Missed)
	}
	return list
}

// Cross splits labelled pairs into those of two outlets and those of one.
func Cross(pairs []Pair) (cross, same []Pair) {
	for _, p := range pairs {
		if p.Same {
			same = append(same, p)
		} else {
			cross = append(cross, p)
		}
	}
	return cross, same
}
