package ingest

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// This file takes a JSON object apart (RFC 8259). A news record is a few members, one of
// which is nine tenths of it and a string: finding where it ends eight bytes at a time
// and copying it once reads JSON lines at several times the speed of encoding/json, which
// validates every byte on its own, and again for each step down. What is not a string is
// left to encoding/json. FuzzMembers holds both to the same answers.

const jsonSpace = " \t\r\n"

// members calls each with every member of an object in turn: its name, and its value as
// it stands. An error of each ends the scan.
func members(object []byte, each func(name string, value []byte) error) error {
	rest := skipSpace(object)
	if len(rest) == 0 || rest[0] != '{' {
		return notObject(object)
	}
	rest = skipSpace(rest[1:])
	for first := true; len(rest) == 0 || rest[0] != '}' || !first; first = false {
		name, after, ok := cutString(rest)
		after = skipSpace(after)
		if !ok || len(after) == 0 || after[0] != ':' {
			return invalid(object)
		}
		value, after, ok := cutValue(skipSpace(after[1:]))
		if !ok {
			return invalid(object)
		}
		if err := each(unquote(name), value); err != nil {
			return err
		}
		rest = skipSpace(after)
		if len(rest) > 0 && rest[0] == '}' {
			break
		}
		if len(rest) == 0 || rest[0] != ',' {
			return invalid(object)
		}
		rest = skipSpace(rest[1:])
	}
	if len(skipSpace(rest[1:])) > 0 {
		return invalid(object)
	}
	return nil
}

// skipSpace is rest without the white space that it begins with.
func skipSpace(rest []byte) []byte {
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\t' || rest[0] == '\r') {
		rest = rest[1:]
	}
	return rest
}

// cutValue takes a valid value off the front of rest. Python's NaN and Infinity are
// accepted: whoever exports from pandas has them.
func cutValue(rest []byte) (value, after []byte, ok bool) {
	if len(rest) > 0 && rest[0] == '"' {
		return cutString(rest)
	}
	var e extent
	n, _ := e.scan(rest)
	value = rest[:n]
	switch string(value) {
	case "NaN", "Infinity", "-Infinity":
		return value, rest[n:], true
	}
	return value, rest[n:], e.deepest <= maxNesting && json.Valid(value)
}

const maxNesting = 500 // lists and objects inside each other; records have under 10

// cutString takes a valid string off the front of rest, with its quotation marks.
func cutString(rest []byte) (quoted, after []byte, ok bool) {
	if len(rest) == 0 || rest[0] != '"' {
		return nil, rest, false
	}
	for i := 1; ; {
		i += plainLength(rest[i:])
		if i >= len(rest) {
			return nil, rest, false
		}
		switch rest[i] {
		case '"':
			return rest[:i+1], rest[i+1:], true
		case '\\':
			n := escapeLength(rest[i:])
			if n == 0 {
				return nil, rest, false
			}
			i += n
		default:
			return nil, rest, false
		}
	}
}

// plainLength is the number of bytes up to the next quotation mark, backslash or control
// character. Eight bytes are looked at together (Mycroft's test for a zero byte).
func plainLength(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*ones), w^('\\'*ones)
		if ((quote-ones)&^quote|(slash-ones)&^slash|(w-' '*ones)&^w)&highs != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] == '"' || b[i] == '\\' || b[i] < ' ' {
			break
		}
	}
	return i
}

// escapeLength is the length of the escape at the front of b, 0 when it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if b[1] != 'u' {
		if bytes.IndexByte([]byte(`"\/bfnrt`), b[1]) < 0 {
			return 0
		}
		return 2
	}
	if len(b) < 6 {
		return 0
	}
	if _, err := strconv.ParseUint(string(b[2:6]), 16, 16); err != nil {
		return 0
	}
	return 6
}

// unquote is what a valid string means.
func unquote(quoted []byte) string {
	inner := quoted[1 : len(quoted)-1]
	at := bytes.IndexByte(inner, '\\')
	if at < 0 {
		return string(inner)
	}
	var b strings.Builder
	b.Grow(len(inner) - 1) // an escape is longer than what it means
	for at >= 0 {
		b.Write(inner[:at])
		r, n := escaped(inner[at:])
		b.WriteRune(r)
		inner = inner[at+n:]
		at = bytes.IndexByte(inner, '\\')
	}
	b.Write(inner)
	return b.String()
}

// escaped is what the escape at the front of s means, a pair of surrogates being one, and
// its length. A lone surrogate is U+FFFD.
func escaped(s []byte) (r rune, n int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r := unit(s)
		if utf16.IsSurrogate(r) {
			if len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
				if pair := utf16.DecodeRune(r, unit(s[6:])); pair != utf8.RuneError {
					return pair, 12
				}
			}
			r = utf8.RuneError
		}
		return r, 6
	}
	return rune(s[1]), 2
}

// unit reads the four digits behind \u.
func unit(s []byte) rune {
	var r rune
	for _, c := range s[2:6] {
		switch {
		case c >= 'a':
			c -= 'a' - 10
		case c >= 'A':
			c -= 'A' - 10
		default:
			c -= '0'
		}
		r = r<<4 | rune(c)
	}
	return r
}

// invalid says where and why encoding/json finds raw not to be JSON.
func invalid(raw []byte) error {
	var e extent
	if e.scan(raw); e.deepest > maxNesting {
		return fmt.Errorf("JSON values lie more than %d deep in each other", maxNesting)
	}
	var syntax *json.SyntaxError
	err := json.Unmarshal(raw, new(json.RawMessage))
	if errors.As(err, &syntax) {
		return fmt.Errorf("invalid JSON at byte %d: %w", syntax.Offset, err)
	}
	return errors.New("invalid JSON")
}

// notObject says what else a record is.
func notObject(raw []byte) error {
	if !json.Valid(raw) {
		return invalid(raw)
	}
	kinds := map[byte]string{'[': "a list", '"': "a string", 't': "true", 'f': "false", 'n': "null"}
	if kind, ok := kinds[bytes.TrimSpace(raw)[0]]; ok {
		return errors.New("record is " + kind + ", not an object")
	}
	return errors.New("record is a number, not an object")
}
