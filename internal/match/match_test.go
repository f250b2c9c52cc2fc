package match

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stemma/internal/news"
	"stemma/internal/shingle"
)

// words returns n different words, the same for the same name.
func words(name string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = name + strings.Repeat("x", i%7) + string(rune('a'+i/26%26)) + string(rune('a'+i%26))
	}
	return out
}

func text(parts ...[]string) string { return strings.Join(slices.Concat(parts...), " ") }

func quoted(words []string) []string {
	out := slices.Clone(words)
	out[0], out[len(out)-1] = "“"+out[0], out[len(out)-1]+"”"
	return out
}

func compare(a, b string) news.Match { return Compare(NewText("a", a), NewText("b", b)) }

func TestClasses(t *testing.T) {
	story, other, more := words("s", 200), words("o", 200), words("m", 400)
	for _, row := range []struct {
		name, a, b string
		want, back news.Class
	}{
		{"identical", text(story), text(story), news.Identical, news.Identical},
		{"identical but for case", text(story), strings.ToUpper(text(story)), news.Identical, news.Identical},
		{"a headline is no copy", text(story[:9]), text(story[:9]), news.Unlisted, news.Unlisted},
		{"full", text(story, other[:30]), text(more[:40], story), news.Full, news.Full},
		{"brief copied whole", text(story[:40]), text(story[:40], other[:3]), news.Full, news.Full},
		{"truncated", text(story), text(story[:100], other[:20]), news.Truncated, news.Extended},
		{"short cut", text(story), text(story[:30]), news.Truncated, news.Extended},
		{"extended", text(story[:100]), text(story, other[:100]), news.Extended, news.Truncated},
		{"partial", text(story, more), text(story[:50], other[:100]), news.Partial, news.Excerpt},
		{"excerpt", text(story, more), text(story[:30], other), news.Excerpt, news.Excerpt},
		{"phrase", text(story), text(story[:15], other), news.Phrase, news.Phrase},
		{"under 12 words", text(story), text(story[:10], other), news.Unlisted, news.Unlisted},
		{"one press conference", text(quoted(story[:60]), more[:150]), text(other[:150], quoted(story[:60])), news.QuotesOnly, news.QuotesOnly},
		{"quotes in a copy", text(quoted(story[:60]), story[60:]), text(quoted(story[:60]), story[60:180]), news.Full, news.Full},
		{"unrelated", text(story), text(other), news.Unlisted, news.Unlisted},
		{"empty", "", text(story), news.Unlisted, news.Unlisted},
		{"Chinese", strings.Repeat("北约秘书长周一表示联盟将继续发展防御能力以应对新的威胁", 1), strings.Repeat("北约秘书长周一表示联盟将继续发展防御能力以应对新的威胁", 1), news.Identical, news.Identical},
	} {
		m := compare(row.a, row.b)
		if m.Class != row.want || m.Reverse != row.back {
			t.Errorf("%s: got %s and back %s, want %s and %s (M %.1f U %.1f run %d, %v %v)",
				row.name, m.Class, m.Reverse, row.want, row.back, m.Words, m.Unquoted, m.Run, m.SideA, m.SideB)
		}
	}
}

func TestPassages(t *testing.T) {
	one, two, three, x := words("p", 40), words("q", 40), words("r", 40), words("x", 300)
	for _, row := range []struct {
		name, a, b string
		want       []int // words of each passage, in order of A
	}{
		{"moved paragraph", text(one, two, three), text(three, one, two), []int{80, 40}},
		{"merged text", text(one, x[:50], two), text(two, x[60:110], one), []int{40, 40}},
		{"inserted paragraph is a hole", text(one, two), text(one, x[:60], two), []int{40, 40}},
		{"inserted sentence is not", text(one, two), text(one, x[:10], two), []int{80}},
		{"one word changed", text(one), text(one[:20], x[:1], one[21:]), []int{39}},
		{"last word changed", text(one), text(one[:38], x[:1], one[39:]), []int{39}},
		{"first words changed", text(one), text(one[:1], x[:1], one[2:]), []int{39}},
		{"told twice", text(one), text(one, x[:30], one), []int{40}},
	} {
		var got []int
		for _, p := range compare(row.a, row.b).Passages {
			got = append(got, p.Words())
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.name, got, row.want)
		}
	}
}

func TestNearEqual(t *testing.T) {
	a := "the centre will organise a programme for Stoltenberg and his colleagues in the harbour town today"
	b := "the center will organize a program for Stoltenburg and his colleagues in the harbor town today"
	m := compare(a, b)
	if m.Words != 13.5 { // 11 equal, 5 near
		t.Errorf("got %.1f aligned words, want 13.5", m.Words)
	}
}

// TestGrid goes through all sizes and shares: the list of classes is total, and the
// strength of a class never falls when more words match.
func TestGrid(t *testing.T) {
	for _, n := range []int{0, 11, 30, 80, 300} {
		for _, other := range []int{11, 80, 1000} {
			for matched := 0; matched <= min(n, other); matched++ {
				for _, run := range []int{0, 11, 12, matched} {
					for _, unquoted := range []float64{0, 0.3, 1} {
						checkCell(t, n, other, matched, run, unquoted)
					}
				}
			}
		}
	}
}

func checkCell(t *testing.T, n, other, matched, run int, unquoted float64) {
	t.Helper()
	u := unquoted * float64(matched)
	m := news.Match{Words: float64(matched), Unquoted: u, Quoted: float64(matched) - u, Run: min(run, int(u)),
		SideA: news.Side{Words: n, Unquoted: n}, SideB: news.Side{Words: other, Unquoted: other}}
	Classify(&m, false)
	if !slices.Contains(news.Classes, m.Class) || !slices.Contains(news.Classes, m.Reverse) {
		t.Fatalf("%+v: no class", m)
	}
	if m.Class.Copy() && m.Unquoted < copyWords && m.Words < copyWords {
		t.Fatalf("%+v: a copy of under 25 words", m)
	}
	if m.Class.Copy() != m.Reverse.Copy() {
		t.Fatalf("%+v: a copy one way only", m)
	}
}

// TestAgainstSmithWaterman holds the aligned words against the exhaustive local
// alignment of texts with 15 % of words edited: chaining may lose one word in ten
// (4 to 7 % measured), those that stand between edits less than 4 words apart.
func TestAgainstSmithWaterman(t *testing.T) {
	lost, total := 0.0, 0.0
	rapid.Check(t, func(t *rapid.T) {
		a := NewText("a", text(words("s", rapid.IntRange(40, 150).Draw(t, "length"))))
		fields := strings.Fields(a.Text)
		for i := range fields {
			switch rapid.IntRange(0, 19).Draw(t, "edit") {
			case 0:
				fields[i] = "changed"
			case 1:
				fields[i] = ""
			case 2:
				fields[i] += " added"
			}
		}
		b := NewText("b", strings.Join(fields, " "))
		want := smithWaterman(a.Words, b.Words)
		got := 0
		for _, p := range Compare(a, b).Passages {
			got += p.Words()
		}
		lost += float64(max(0, want-got))
		total += float64(want)
	})
	if lost > 0.10*total {
		t.Errorf("lost %.0f of %.0f aligned words", lost, total)
	}
}

// smithWaterman counts the equal words on the best local alignment (1981), cell by cell.
func smithWaterman(a, b []shingle.Word) int {
	type cell struct{ score, equal int }
	row, best := make([]cell, len(b)+1), cell{}
	for i := range a {
		diagonal := row[0]
		for j := range b {
			above, left := row[j+1], row[j]
			c := cell{diagonal.score + scoreEdit, diagonal.equal}
			if a[i].Hash == b[j].Hash {
				c = cell{diagonal.score + scoreEqual, diagonal.equal + 1}
			}
			for _, d := range []cell{{above.score + scoreEdit, above.equal}, {left.score + scoreEdit, left.equal}, {}} {
				if d.score > c.score {
					c = d
				}
			}
			diagonal, row[j+1] = above, c
			if c.score > best.score {
				best = c
			}
		}
	}
	return best.equal
}

// TestSpans holds for any two texts: spans lie inside them on word borders, runs are
// equal word for word and never overlap, and comparing the other way round finds as much.
func TestSpans(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "c", "“d", "e”", "é", "f.\n", "北", "约"})
	rapid.Check(t, func(t *rapid.T) {
		a := NewText("a", strings.Join(rapid.SliceOfN(word, 0, 80).Draw(t, "a"), " "))
		b := NewText("b", strings.Join(rapid.SliceOfN(word, 0, 80).Draw(t, "b"), " "))
		m := Compare(a, b)
		usedA, usedB := map[int]bool{}, map[int]bool{}
		for _, p := range m.Passages {
			if p.A.Start < 0 || p.A.End > len(a.Text) || p.A.Len() <= 0 || p.B.Start < 0 || p.B.End > len(b.Text) || p.B.Len() <= 0 {
				t.Fatalf("span outside its text: %+v", p)
			}
			for _, r := range p.Runs {
				for k := range r.Words {
					if a.Words[r.A+k].Hash != b.Words[r.B+k].Hash || usedA[r.A+k] || usedB[r.B+k] {
						t.Fatalf("run %+v is not equal or used twice", r)
					}
					usedA[r.A+k], usedB[r.B+k] = true, true
				}
			}
		}
		if m.Words > float64(m.SideA.Words)+.5 || m.Words > float64(m.SideB.Words)+.5 || m.Unquoted+m.Quoted > m.Words {
			t.Fatalf("counts do not add up: %+v", m)
		}
	})
}

// memory is an Index of a few texts.
type memory map[uint64][]news.Key

func (ix memory) Holders(_ context.Context, hashes []uint64, limit int, yield func(uint64, []news.Key, int)) error {
	for _, h := range hashes {
		if keys := ix[h]; len(keys) > 0 {
			yield(h, keys[:min(limit, len(keys))], len(keys))
		}
	}
	return nil
}

func TestCandidates(t *testing.T) {
	story, other, x := words("s", 200), words("o", 200), words("x", 300)
	texts := []string{1: text(story), 2: text(x[:80], story[50:80], x[80:200]), 3: text(other), 4: text(x[200:])}
	ix := memory{}
	for key, s := range texts {
		for _, p := range shingle.Prints(shingle.Words(s)) {
			if !slices.Contains(ix[p.Hash], news.Key(key)) {
				ix[p.Hash] = append(ix[p.Hash], news.Key(key))
			}
		}
	}
	for _, row := range []struct {
		name  string
		query string
		self  news.Key
		want  []news.Key
	}{
		{"the whole before the excerpt", text(story), 0, []news.Key{1, 2}},
		{"never itself", text(story), 1, []news.Key{2}},
		{"merged from two", text(story[:60], other[:60]), 0, []news.Key{1, 3, 2}},
		{"8 words are found by trace", text(story[20:28]), 0, []news.Key{1}},
		{"nothing", "nothing of this stands in any of those texts at all", 0, nil},
	} {
		w := shingle.Words(row.query)
		found, err := Candidates(t.Context(), ix, len(texts), []Query{{row.self, len(w), shingle.Prints(w)}})
		if err != nil {
			t.Fatal(err)
		}
		var got []news.Key
		for _, c := range found[0] {
			got = append(got, c.Key)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.name, got, row.want)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	story := words("s", 500)
	edited := slices.Clone(story)
	for i := 0; i < len(edited); i += 10 {
		edited[i] = "changed"
	}
	x, y := NewText("a", text(story)), NewText("b", text(edited))
	var al aligner
	b.ReportAllocs()
	for b.Loop() {
		al.compare(x, y)
	}
}

// What the mask hides counts neither as shared nor as a side's words, wherever it stands.
func TestMask(t *testing.T) {
	box := "sign up for our morning letter and never miss any important news from the valley again"
	story := "the ferry ran aground on the bar at low water and was towed off by two tugs before noon "
	masked := map[uint64]bool{}
	for _, p := range shingle.Prints(shingle.Words(box)) {
		masked[p.Hash] = true
	}
	hide := func(s string) Text { return NewText("x", s).Mask(func(h uint64) bool { return masked[h] }) }
	for _, c := range []struct {
		a, b  string
		words float64
		side  int
		class news.Class
	}{
		{story + box, story + box, 19, 19, news.Identical},
		{box + " " + story, story + box, 19, 19, news.Identical},
		{box + "\n\none thing", "another matter\n" + box, 0, 2, news.Unlisted},
		{story + "sign up for the morning letter", story + box, 19, 25, news.Phrase},
	} {
		m := Compare(hide(c.a), hide(c.b))
		if m.Words != c.words || m.SideA.Words != c.side || m.Class != c.class && c.words > 0 {
			t.Errorf("%q: %v words of %d, %s; want %v of %d, %s", c.a, m.Words, m.SideA.Words, m.Class, c.words, c.side, c.class)
		}
	}
}
