package shingle

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A quoteState follows quotation marks through a text. Two reports of one speech share
// its words honestly, so matching has to know which words are quoted.
//
// A quotation ends at its closing mark, at a blank line, and before a line that opens
// with a mark of its own (a quotation of several paragraphs opens each of them anew).
// An unclosed one thus never swallows more than its paragraph.
type quoteState struct {
	mark rune // the mark that opened the quotation, 0 outside
	line int  // byte where the current line starts
}

// paragraphLine is the length in bytes from which a line is a paragraph and not a wrapped line of one.
const paragraphLine = 120

func (q *quoteState) open() bool { return q.mark != 0 }

// ascii sees the ASCII byte at i, which belongs to no word.
func (q *quoteState) ascii(text string, i int) {
	switch text[i] {
	case '"':
		q.straight(text, i)
	case '\n':
		if q.mark != 0 && (i-q.line >= paragraphLine || endsParagraph(text[i+1:])) {
			q.mark = 0
		}
		q.line = i + 1
	}
}

// straight sees a typewriter quotation mark, which opens and closes alike.
func (q *quoteState) straight(text string, i int) {
	switch {
	case q.mark == '"' || q.mark == '“':
		q.mark = 0
	case q.mark == 0 && (i == 0 || text[i-1] < '0' || text[i-1] > '9'): // else inches: 6"
		q.mark = '"'
	}
}

// rune sees the character r of size bytes at i, which is not ASCII and belongs to no word.
func (q *quoteState) rune(text string, i int, r rune, size int) {
	switch {
	case q.mark == '‘' && r == '’' && letterAfter(text, i+size):
	case q.mark != 0 && strings.ContainsRune(closers(q.mark), r):
		q.mark = 0
	case q.mark == 0 && r == '‘' && (letterBefore(text, i) || !letterAfter(text, i+size)):
	case q.mark == 0 && strings.ContainsRune("“„«»‘「『", r):
		q.mark = r
	}
}

// closers lists the marks that end a quotation opened by mark.
func closers(mark rune) string {
	switch mark {
	case '“':
		return "”"
	case '„':
		return "“”"
	case '«':
		return "»"
	case '»':
		return "«"
	case '‘':
		return "’"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return ""
}

// endsParagraph reports whether rest, what follows a line break, starts a new paragraph.
func endsParagraph(rest string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \t\r"))
	return r == '\n' || strings.ContainsRune("\"“„«»‘「『", r)
}

func letterAfter(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func letterBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
