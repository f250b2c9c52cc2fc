package extract

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"stemma/internal/news"
)

// sniffLength is how many bytes decide an undeclared charset: more changes nothing and costs time.
const sniffLength = 32 << 10

// minConfidence is the detector's own figure (0 to 1) under which its guess is not taken.
const minConfidence = 0.5

// decode is body in UTF-8. A byte order mark decides, then valid UTF-8, then what the
// container says, then what an HTML page declares, then the detector: golang.org/x/net alone takes undeclared windows-1251
// for windows-1252.
func decode(body, mediaType, contained string) (string, error) {
	if strings.IndexByte(body[:min(len(body), sniffLength)], 0) >= 0 && !hasUTF16Mark(body) {
		return "", fmt.Errorf("decode text: it holds zero bytes, so it is no text")
	}
	if !hasUTF16Mark(body) && utf8.ValidString(body) {
		return strings.TrimPrefix(body, "\ufeff"), nil
	}
	enc, name := charsetOf(body, mediaType, contained)
	text, err := enc.NewDecoder().String(body)
	if err != nil {
		return "", fmt.Errorf("decode text from %s: %w", name, err)
	}
	return strings.ToValidUTF8(strings.TrimPrefix(text, "\ufeff"), "\ufffd"), nil
}

func hasUTF16Mark(body string) bool {
	return strings.HasPrefix(body, "\xff\xfe") || strings.HasPrefix(body, "\xfe\xff")
}

// charsetOf is the encoding of a body that is not plain UTF-8, and its name.
func charsetOf(body, mediaType, contained string) (encoding.Encoding, string) {
	head := []byte(body[:min(len(body), sniffLength)])
	if hasUTF16Mark(body) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16"
	}
	if enc, err := htmlindex.Get(contained); err == nil && enc != unicode.UTF8 {
		return enc, contained
	}
	if mediaType == news.TypeHTML {
		enc, name, certain := charset.DetermineEncoding(head, mediaType)
		declared := certain || declaresCharset(head)
		if declared && name != "utf-8" {
			return enc, name
		}
	}
	if mostlyUTF8(head) {
		return unicode.UTF8, "utf-8" // a few broken bytes become U+FFFD
	}
	name := "windows-1252"
	if guess := chardet.Detect(head); guess.Confidence >= minConfidence {
		if _, err := htmlindex.Get(guess.Encoding); err == nil {
			name = guess.Encoding
		}
	}
	name = sibling(strings.ToLower(name), head)
	enc, _ := htmlindex.Get(name)
	return enc, name
}

// mostlyHigh is the share of bytes over 127 in a text in another alphabet: in Western
// European ones it is under a tenth, in Arabic over two thirds.
const mostlyHigh = 0.4

// sibling is the encoding that a guess is often mistaken for: the detector takes Arabic
// and Turkish for Western European, and Ukrainian KOI8 for Russian.
func sibling(name string, head []byte) string {
	switch name {
	case "windows-1252", "iso-8859-1", "iso-8859-15":
		high, text := 0, markup.ReplaceAll(head, nil)
		for _, c := range text {
			high += int(c >> 7)
		}
		if float64(high) > mostlyHigh*float64(len(text)) {
			return "windows-1256"
		}
		if speaks("windows-1254", head, "tr") {
			return "windows-1254"
		}
	case "koi8-r":
		if speaks("koi8-u", head, "uk") {
			return "koi8-u"
		}
	}
	return name
}

// markup is taken out: its bytes are of no language.
var markup = regexp.MustCompile(`<[^>]*>`)

// speaks reports whether head, read in an encoding, is in a language.
func speaks(name string, head []byte, lang string) bool {
	enc, _ := htmlindex.Get(name)
	text, err := enc.NewDecoder().Bytes(markup.ReplaceAll(head, []byte(" ")))
	return err == nil && language("", strings.TrimSpace(string(text))) == lang
}

func declaresCharset(head []byte) bool {
	return bytes.Contains(bytes.ToLower(head[:min(len(head), 4096)]), []byte("charset="))
}

// mostlyUTF8 reports whether nearly all that is not ASCII in head is well-formed UTF-8:
// one damaged character must not turn a whole page into another alphabet.
func mostlyUTF8(head []byte) bool {
	good, bad := 0, 0
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		head = head[size:]
	}
	return bad == 0 || good > 8*bad
}
