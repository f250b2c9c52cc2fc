package lineage

// An innovation is a word that a copy brought in and that was copied on: some others have
// it, and as many or more, two at least, have something else in its place. Copies that were
// each made from the first text share none; those that share some have them from each other
// or from one copy. Of what witnesses have in common only such words tell how they hang
// together (Maas, Textkritik, 1927).
//
//	first   the mayor opened the bridge on Monday
//	v, u    the mayor closed the bridge on Monday      closed: one has it, and two have not
//	w       the mayor opened the bridge on Monday
const (
	mostReplaced = 15 // words between two shared ones, up to which they are said to stand in place of others; of more the text was cut there
	leastOthers  = 2  // members that have something else
)

// innovations are those of member v that others have too.
func (s *solver) innovations(v int) wordSet {
	var have, lack []int // others, by word
	for u := range s.members {
		if u == v || s.leaf(u) || !s.version(u, v) {
			continue
		}
		words := s.pair(u, v).words
		for n := 64 * len(words); len(have) < n; {
			have, lack = append(have, 0), append(lack, 0)
		}
		next := 0 // the word after the last shared one
		for i := range 64 * len(words) {
			if !words.has(i) {
				continue
			}
			have[i]++
			if next > 0 && i-next <= mostReplaced {
				for j := next; j < i; j++ {
					lack[j]++
				}
			}
			next = i + 1
		}
	}
	brought := make(wordSet, (len(have)+63)/64)
	for i := range have {
		if have[i] > 0 && lack[i] >= max(have[i], leastOthers) {
			brought.mark(i, 1)
		}
	}
	return brought
}
