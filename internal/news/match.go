package news

// A Run is an unbroken run of words that two texts share, word for word.
// Indices count words as shingle splits them.
type Run struct{ A, B, Words int }

// A Passage is one aligned stretch of two texts: runs of equal words in the same
// order in both, with what was changed between them.
type Passage struct {
	A, B   Span  // bytes of each text
	Runs   []Run // in order, never overlapping in A nor in B
	Quoted bool  // all of its words stand inside quotation marks on both sides
}

// Words is the number of words of the passage that are equal on both sides.
func (p Passage) Words() int {
	n := 0
	for _, r := range p.Runs {
		n += r.Words
	}
	return n
}

// A Class says what a match amounts to, read as: B is a ... copy of A.
type Class string

// The classes, in the order in which they are decided: the first rule that holds.
const (
	Identical  Class = "identical"
	Full       Class = "full"
	Truncated  Class = "truncated"
	Extended   Class = "extended"
	Partial    Class = "partial"
	Excerpt    Class = "excerpt"
	Phrase     Class = "phrase"
	QuotesOnly Class = "quotes-only"
	Unlisted   Class = "unlisted" // anything less: shown on request only
)

// Classes lists every class, strongest first.
var Classes = []Class{Identical, Full, Truncated, Extended, Partial, Excerpt, Phrase, QuotesOnly, Unlisted}

// Copy reports whether c is copying at all: excerpt or more.
func (c Class) Copy() bool {
	switch c {
	case Identical, Full, Truncated, Extended, Partial, Excerpt:
		return true
	}
	return false
}

// Whole reports whether c takes over all, or nearly all, of one of the two texts.
func (c Class) Whole() bool {
	switch c {
	case Identical, Full, Truncated, Extended:
		return true
	}
	return false
}

// A Side is one text of a match, counted in words.
type Side struct {
	Words    int // all of its words
	Unquoted int // those outside quotation marks
}

// A Match is everything that two texts share. As stored, A is the smaller ID; in a
// Link, A is the source and B the copy.
type Match struct {
	A, B       ID
	Passages   []Passage // in order of A
	Words      float64   // M: aligned words, near-equal ones count half
	Unquoted   float64   // U: those outside quotation marks on both sides
	Quoted     float64   // those inside quotation marks on both sides
	Run        int       // the longest unquoted run of equal words, in words
	SideA      Side
	SideB      Side
	Class      Class // of B as a copy of A
	Reverse    Class // of A as a copy of B
	Borderline bool  // within 0.05 of a limit of its class
}

// ShareA is the share of A's words that B has too, 0 to 1.
func (m Match) ShareA() float64 { return share(m.Words, m.SideA.Words) }

// ShareB is the share of B's words that A has too, 0 to 1.
func (m Match) ShareB() float64 { return share(m.Words, m.SideB.Words) }

// Resemblance is M / (a + b - M), 0 to 1 (Broder 1997, on aligned words).
func (m Match) Resemblance() float64 {
	union := float64(m.SideA.Words+m.SideB.Words) - m.Words
	if union <= 0 {
		return 0
	}
	return m.Words / union
}

// Flip is the same match with A and B exchanged. Passages stay in order of the old A.
func (m Match) Flip() Match {
	m.A, m.B = m.B, m.A
	m.SideA, m.SideB = m.SideB, m.SideA
	m.Class, m.Reverse = m.Reverse, m.Class
	passages := make([]Passage, len(m.Passages))
	for i, p := range m.Passages {
		runs := make([]Run, len(p.Runs))
		for j, r := range p.Runs {
			runs[j] = Run{A: r.B, B: r.A, Words: r.Words}
		}
		passages[i] = Passage{A: p.B, B: p.A, Runs: runs, Quoted: p.Quoted}
	}
	m.Passages = passages
	return m
}

func share(matched float64, words int) float64 {
	if words == 0 {
		return 0
	}
	return min(1, matched/float64(words))
}
