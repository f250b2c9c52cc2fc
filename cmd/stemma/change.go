package main

import (
	"fmt"
	"io"
	"strings"

	"stemma/internal/news"
)

const shownChanges = 5 // of one kind that are listed

// printChanges lists what a copy changed, with the places in bytes of the source's text
// and of the copy's.
func printChanges(w io.Writer, changes []news.Change) {
	for _, kind := range news.ChangeKinds {
		n := 0
		for _, c := range changes {
			if c.Kind != kind {
				continue
			}
			if n++; n <= shownChanges {
				fmt.Fprintf(w, "       %-11s %s\n", kind, changeLine(c))
			}
		}
		if n > shownChanges {
			fmt.Fprintf(w, "       %-11s ... and %d more\n", "", n-shownChanges)
		}
	}
}

// changeLine is a change in the columns that its kind leaves.
func changeLine(c news.Change) string {
	const room = columns - len("       attribution ")
	was, now := placed(c.Source), placed(c.Copy)
	switch c.Kind {
	case news.DroppedParagraph:
		return quotedIn(c.Was, room-len(was)) + was
	case news.AddedParagraph:
		return quotedIn(c.Now, room-len(now)) + now
	case news.DroppedAttribution:
		const gone = "gone: "
		return gone + quotedIn(c.Was, room-len(gone)-len(was)) + was
	}
	const became = " -> "
	each := (room - len(became) - len(was) - len(now)) / 2
	return quotedIn(c.Was, each) + was + became + quotedIn(c.Now, each) + now
}

// quotedIn is s in quotation marks on one line, cut to some columns; no words are a dash.
func quotedIn(s string, room int) string {
	if s = printable(strings.Join(strings.Fields(s), " ")); s == "" {
		return "-"
	}
	return "“" + fitted(s, room-2) + "”"
}

// placed is a range of bytes as lines show it, nothing for words outside the text.
func placed(s news.Span) string {
	if s.Len() == 0 {
		return ""
	}
	return fmt.Sprintf(" [%d-%d]", s.Start, s.End)
}
