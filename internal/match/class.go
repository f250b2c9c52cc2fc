package match

import "stemma/internal/news"

// The limits of the classes. They were set on pairs of news articles by hand; the grid
// test shows that every match has exactly one class.
const (
	identicalWords = 12   // words from which equal texts are a copy and not a coincidence
	wholeShare     = 0.70 // of the unquoted words: all of an article but its trimmings
	wholeWords     = 60   // unquoted words that must stand behind wholeShare
	briefShare     = 0.85 // of all words, for briefs too short or too full of quotes for wholeShare
	copyWords      = 25   // words that are reuse and not chance, in one chain
	copyRun        = 12   // unquoted words in one run: longer than titles, offices and programme names
	partialShare   = 0.20 // of the copy's unquoted words
	quotedShare    = 0.80 // of the matched words inside quotation marks on both sides

	borderline = 0.05 // around a limit of a share within which a class is said to be borderline
)

// Classify sets the classes of m from its counts; same says that the two texts have the
// same words. The first rule that holds decides, in the order of news.Classes.
func Classify(m *news.Match, same bool) {
	back := m.Flip()
	m.Class, m.Reverse = class(*m, same, 0), class(back, same, 0)
	m.Borderline = class(*m, same, borderline) != m.Class || class(*m, same, -borderline) != m.Class
}

// class reads m as "B is a ... copy of A", with every limit on a share moved by shift.
func class(m news.Match, same bool, shift float64) news.Class {
	a, b := part(m.Unquoted, m.SideA.Unquoted), part(m.Unquoted, m.SideB.Unquoted)
	allA, allB := m.ShareA(), m.ShareB()
	whole, brief := wholeShare+shift, briefShare+shift
	long, words := m.Unquoted >= wholeWords, m.Words >= copyWords
	run := m.Run >= copyRun
	switch {
	case same && m.SideA.Words >= identicalWords:
		return news.Identical
	case a >= whole && b >= whole && long, words && allA >= brief && allB >= brief:
		return news.Full
	case b >= whole && long, words && run && allB >= brief:
		return news.Truncated
	case a >= whole && long, words && run && allA >= brief:
		return news.Extended
	case b >= partialShare+shift && m.Unquoted >= copyWords && run:
		return news.Partial
	case m.Unquoted >= copyWords && run:
		return news.Excerpt
	case run:
		return news.Phrase
	case m.Words >= minPassage && m.Quoted >= (quotedShare+shift)*m.Words:
		return news.QuotesOnly
	}
	return news.Unlisted
}

func part(matched float64, words int) float64 {
	if words == 0 {
		return 0
	}
	return matched / float64(words)
}
