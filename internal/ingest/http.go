package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// An answer is what a server sent, as a crawler keeps it.
type answer struct {
	good  bool // its status is one of success
	media string
	body  []byte
	lost  string // what could not be read of the body, in words
}

// readAnswer takes an HTTP answer apart (RFC 9112). Crawlers often store a body that is
// unchunked or unpacked already under the header that says otherwise: what does not
// decode from its first bytes on is taken as it stands.
func readAnswer(block []byte, limit int64) (answer, error) {
	in := bufio.NewReader(bytes.NewReader(block))
	status, _, _ := bytes.Cut(block[:min(len(block), 256)], []byte("\n"))
	_, code, _ := strings.Cut(string(status), " ")
	a := answer{good: strings.HasPrefix(strings.TrimSpace(code), "2")}
	head, err := header(in, httpHeader)
	if err != nil {
		return a, fmt.Errorf("HTTP header is damaged: %w", err)
	}
	a.media = head.Get("Content-Type")
	a.body, _ = io.ReadAll(in)
	if strings.Contains(strings.ToLower(head.Get("Transfer-Encoding")), "chunked") {
		a.decode("chunks", httputil.NewChunkedReader(bytes.NewReader(a.body)), limit)
	}
	err = a.unpack(head, limit)
	return a, err
}

// unpack undoes the body's compressions, the last one first.
func (a *answer) unpack(head textproto.MIMEHeader, limit int64) error {
	encodings := strings.Split(strings.ToLower(strings.Join(head.Values("Content-Encoding"), ",")), ",")
	for i := len(encodings) - 1; i >= 0 && i > len(encodings)-3; i-- {
		name := strings.TrimSpace(encodings[i])
		if r := unpacker(name, a.body); r != nil {
			a.decode(name+" data", r, limit)
			if d, ok := r.(*zstd.Decoder); ok {
				d.Close()
			}
		}
		if int64(len(a.body)) > limit {
			return fmt.Errorf("document is over the limit of %s bytes once unpacked; see --max-document", grouped(limit))
		}
	}
	return nil
}

// unpacker reads a body in the named encoding, nil when it cannot be in that.
func unpacker(name string, body []byte) io.Reader {
	switch name {
	case "gzip", "x-gzip":
		if r, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			return r
		}
	case "deflate":
		if r, err := zlib.NewReader(bytes.NewReader(body)); err == nil {
			return r
		}
		return flate.NewReader(bytes.NewReader(body))
	case "br":
		return brotli.NewReader(bytes.NewReader(body))
	case "zstd":
		if r, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20)); err == nil {
			return r // 8 MiB is the most that RFC 9659 lets a server ask for
		}
	}
	return nil
}

// decode replaces the body by what r makes of it. Of a damaged one the beginning stays,
// and of one that does not begin so at all everything.
func (a *answer) decode(what string, r io.Reader, limit int64) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil && len(body) == 0 {
		return
	}
	if err != nil {
		a.lost = fmt.Sprintf("%s of the body are damaged after %s bytes", what, grouped(int64(len(body))))
	}
	a.body = body
}

// charsetParameter is the charset that a media type names, "" when it names none.
func charsetParameter(media string) string {
	if _, params, err := mime.ParseMediaType(media); err == nil {
		return params["charset"]
	}
	return ""
}
