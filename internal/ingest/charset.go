package ingest

import (
	"bufio"
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const bom = "\xef\xbb\xbf" // the byte order mark in UTF-8

// detectSize is how much of a text its charset is told from. In bytes; more gained
// nothing on the tests of this package.
const detectSize = 16 << 10

// inUTF8 makes UTF-8 of a stream that begins with a byte order mark.
func (c *cutter) inUTF8(in *bufio.Reader) *bufio.Reader {
	head, _ := in.Peek(4)
	if wide(head) != nil {
		return bufio.NewReaderSize(transform.NewReader(in, wide(head).NewDecoder()), bufferSize)
	}
	if bytes.HasPrefix(head, []byte(bom)) {
		in.Discard(len(bom))
	}
	return in
}

// readable is head in UTF-8, as far as its byte order mark tells.
func readable(head []byte) []byte {
	if enc := wide(head); enc != nil {
		head = decoded(enc, head[:len(head)&^1])
	}
	return bytes.TrimPrefix(head, []byte(bom))
}

// wide is the form of UTF-16 that raw is in, told from its byte order mark or from
// every other byte being zero; nil when it is in none.
func wide(raw []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case len(raw) < 4:
		return nil
	}
	var zeros [2]int
	sample := raw[:min(len(raw)&^1, 512)]
	for i, b := range sample {
		if b == 0 {
			zeros[i&1]++
		}
	}
	most := len(sample) / 2 * 9 / 10
	switch {
	case zeros[0] == 0 && zeros[1] > most:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[1] == 0 && zeros[0] > most:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// decodeBytes makes UTF-8 of a text that does not say what charset it is in.
func decodeBytes(raw []byte) []byte {
	if enc := wide(raw); enc != nil {
		return decoded(enc, raw)
	}
	raw = bytes.TrimPrefix(raw, []byte(bom))
	if utf8.Valid(raw) {
		return raw
	}
	if damagedUTF8(raw) {
		return bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	return decoded(legacy(raw), raw)
}

// damagedUTF8 reports whether raw is UTF-8 with bytes missing or wrong rather than
// another charset, in which hardly any sequence of bytes happens to be valid UTF-8.
func damagedUTF8(raw []byte) bool {
	good, bad := 0, 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		raw = raw[size:]
	}
	return good > bad
}

// legacy tells an old charset from the bytes beyond ASCII. Chardet is good at the scripts
// of East Asia, Greek and Hebrew, and takes most others for Western.
func legacy(raw []byte) encoding.Encoding {
	sample := raw[max(0, firstHigh(raw)-256):]
	sample = sample[:min(len(sample), detectSize)]
	enc, err := htmlindex.Get(chardet.Detect(sample).Encoding)
	switch {
	case err == nil && enc != charmap.Windows1252 && enc != charmap.Windows1254 && enc != charmap.Macintosh:
		return enc
	case !inWords(sample):
		return latin(sample)
	case 20*bytes.Count(sample, []byte("\xc7\xe1")) > bytes.Count(sample, []byte(" ")):
		return charmap.Windows1256 // the Arabic article begins one word in twenty, and more
	}
	return cyrillic(sample)
}

// inWords reports whether the bytes beyond ASCII stand three or more together on average,
// as no Latin letters do.
func inWords(sample []byte) bool {
	high, runs := 0, 0
	for i, b := range sample {
		if b >= utf8.RuneSelf {
			high++
			if i == 0 || sample[i-1] < utf8.RuneSelf {
				runs++
			}
		}
	}
	return high >= 3*runs
}

// cyrillic tells KOI8-R from windows-1251: each has its small letters, which are most of
// any text, where the other has its capitals.
func cyrillic(sample []byte) encoding.Encoding {
	low, high := 0, 0
	for _, b := range sample {
		switch {
		case b >= 0xe0:
			high++
		case b >= 0xc0:
			low++
		}
	}
	if low > high {
		return charmap.KOI8R
	}
	return charmap.Windows1251
}

// latins are the charsets of Latin letters, with what their languages write beyond ASCII.
// Letters that give a language away when read in another's charset are left out there.
var latins = []struct {
	charset *charmap.Charmap
	letters string
}{
	{charmap.Windows1252, "àâäáãåæçèéêëìíîïñòóôöõøùúûüßÀÁÂÄÅÆÇÈÉÊÍÑÓÔÖØÚÜœ«»¿¡“”‘’–—…€£°\u00a0"},
	{charmap.Windows1254, "çğışöüâîûÇĞİŞÖÜ“”‘’–—…€\u00a0"},
	{charmap.Windows1250, "áčďéěíňóřšťúůýžôľĺąćęłńśźżőűăâîşţÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĄĆĘŁŃŚŹŻ„“”‘’–—…€\u00a0"},
}

// latin is the charset that makes most letters of its languages out of sample; of
// several, the first.
func latin(sample []byte) encoding.Encoding {
	best, most := latins[0].charset, -1
	for _, l := range latins {
		hits := 0
		for _, b := range sample {
			if b >= utf8.RuneSelf && strings.ContainsRune(l.letters, l.charset.DecodeByte(b)) {
				hits++
			}
		}
		if hits > most {
			best, most = l.charset, hits
		}
	}
	return best
}

func firstHigh(raw []byte) int {
	return max(0, bytes.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }))
}

// decoded is raw in UTF-8, with U+FFFD for what enc does not know.
func decoded(enc encoding.Encoding, raw []byte) []byte {
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	return bytes.TrimPrefix(text, []byte(bom))
}
