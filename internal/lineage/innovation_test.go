package lineage

import (
	"testing"

	"stemma/internal/news"
)

// Of six texts of 100 words b and c have words 40 to 44 and the others what stood there
// before; d alone changed 70 to 79; the last twenty words are cut off e; f is a.
func TestInnovations(t *testing.T) {
	kept := map[string][][2]int{ // the words that two texts have, from and to
		"ab": {{0, 40}, {45, 100}}, "ac": {{0, 40}, {45, 100}}, "ad": {{0, 70}, {80, 100}}, "ae": {{0, 80}},
		"bc": {{0, 100}}, "bd": {{0, 40}, {45, 70}, {80, 100}}, "be": {{0, 40}, {45, 80}},
		"cd": {{0, 40}, {45, 70}, {80, 100}}, "ce": {{0, 40}, {45, 80}}, "de": {{0, 70}},
		"af": {{0, 100}}, "bf": {{0, 40}, {45, 100}}, "cf": {{0, 40}, {45, 100}}, "df": {{0, 70}, {80, 100}}, "ef": {{0, 80}},
	}
	var c Case
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		c.Heads = append(c.Heads, article(id))
		for _, other := range []string{"a", "b", "c", "d", "e"} {
			if other >= id {
				break
			}
			m := full(other, id)
			m.Passages[0].Runs = nil
			for _, w := range kept[other+id] {
				m.Passages[0].Runs = append(m.Passages[0].Runs, news.Run{A: w[0], B: w[0], Words: w[1] - w[0]})
			}
			c.Matches = append(c.Matches, m)
		}
	}
	s := newSolver(c)
	for v, want := range []int{0, 5, 5, 0, 0, 0} {
		if got := s.innovations(v); got.count() != want || want > 0 && !(got.has(40) && got.has(44)) {
			t.Errorf("%s: %d words that it shares with few, want %d", s.members[v].ID, got.count(), want)
		}
	}
	if both := s.innovations(1).and(s.pair(2, 1).words).count(); both != 5 {
		t.Errorf("of b's words c has %d, want 5", both)
	}
}

// Where every copy keeps the first outlet's voice, it says of none that it was not made from
// another copy.
func TestKeptVoice(t *testing.T) {
	voice := []news.Fossil{{Kind: news.FossilVoice, Name: "Outlet a", Quote: "Outlet a has learnt"}}
	for _, kept := range []bool{false, true} {
		c := Case{Heads: []news.Head{article("a"), article("b"), article("c")}, Matches: []news.Match{full("a", "b"), full("a", "c"), full("b", "c")}}
		c.Heads[1].Fossils = voice
		if kept {
			c.Heads[2].Fossils = voice
		}
		s := newSolver(c)
		if got := s.keptVoice(0, 1, s.pairItems(0, 1)); got != kept {
			t.Errorf("c keeps the voice %v: %v", kept, got)
		}
	}
}

// Two copies that credit their source in the same words have these in common, and the source
// has not: they speak against it unless they are known for furniture.
func TestFurniture(t *testing.T) {
	for _, row := range []struct {
		furniture []news.Span
		want      int
	}{{nil, 10}, {[]news.Span{{Start: 300, End: 306}}, 4}, {[]news.Span{{Start: 300, End: 310}, {Start: 298, End: 302}}, 0}} {
		c := Case{Heads: []news.Head{article("a"), article("b"), article("c")},
			Matches: []news.Match{full("a", "b"), full("a", "c"), shares("b", "c", news.Full, 0, 0, 310)}}
		c.Heads[1].Furniture, c.Heads[2].Furniture = row.furniture, row.furniture
		s := newSolver(c)
		if got := s.familiar(1) - s.pair(0, 1).words.count(); got != row.want {
			t.Errorf("%v: a lacks %d words of b's, want %d", row.furniture, got, row.want)
		}
	}
}
