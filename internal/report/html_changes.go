package report

import (
	"fmt"
	"strings"

	"stemma/internal/news"
)

// A changesView is what a copy changed in its source's text.
type changesView struct {
	Summary string // "another headline, 2 other numbers"; empty when it changed nothing that is looked for
	Lines   []changeLine
}

// A changeLine is one change. Was and Now are words of others.
type changeLine struct {
	Kind, Was, Now, More string
	WasLang, NowLang     string
}

const (
	shownChanges = 5   // of one kind
	shownChange  = 240 // characters of one side
)

func (v *view) changes(l news.Link) changesView {
	var s changesView
	var counts []string
	was, now := lang(v.book.head(l.Source)), lang(v.book.head(l.Copy))
	for _, kind := range news.ChangeKinds {
		n := 0
		for _, c := range l.Changes {
			if c.Kind != kind || !l.Match.Class.Whole() && !inside(kind) {
				continue
			}
			if n++; n <= shownChanges {
				s.Lines = append(s.Lines, changeLine{Kind: changeName(kind), Was: cut(oneLine(c.Was), shownChange), Now: cut(oneLine(c.Now), shownChange), WasLang: was, NowLang: now})
			}
		}
		if n > 0 {
			counts = append(counts, changeCount(kind, n))
		}
		if n > shownChanges {
			s.Lines = append(s.Lines, changeLine{Kind: changeName(kind), More: fmt.Sprintf("and %s more", thousands(n-shownChanges))})
		}
	}
	s.Summary = strings.Join(counts, ", ")
	return s
}

// inside reports whether a kind of change is one to what was taken. Of a copy that takes a
// part only, the others say no more than that it is another article.
func inside(k news.ChangeKind) bool { return k == news.ChangedNumber || k == news.ChangedQuote }

// changeName is a kind of change as it stands before the words.
func changeName(k news.ChangeKind) string {
	switch k {
	case news.DroppedAttribution:
		return "attribution gone"
	case news.DroppedParagraph:
		return "left out"
	}
	return string(k)
}

func changeCount(k news.ChangeKind, n int) string {
	switch k {
	case news.ChangedHeadline:
		return "another headline"
	case news.DroppedAttribution:
		return count(n, "attribution", "attributions") + " gone"
	case news.ChangedNumber:
		return count(n, "number", "numbers") + " changed"
	case news.ChangedQuote:
		return count(n, "quotation", "quotations") + " changed"
	case news.DroppedParagraph:
		return count(n, "paragraph", "paragraphs") + " left out"
	case news.AddedParagraph:
		return count(n, "paragraph", "paragraphs") + " added"
	}
	return fmt.Sprintf("%s %s", thousands(n), k)
}
