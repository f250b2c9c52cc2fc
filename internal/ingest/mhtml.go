package ingest

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"stemma/internal/news"
)

// This file reads MHTML (RFC 2557), the page with its images that browsers save: a mail
// with parts. Only the page's part is held.

// opensMHTML reports whether a text begins with the header of such a mail.
func opensMHTML(start []byte) bool {
	head, _ := mailHeader(start)
	media := strings.ToLower(head.Get("Content-Type"))
	return head.Get("Mime-Version") != "" && (strings.HasPrefix(media, "multipart/") || strings.HasPrefix(media, "text/html"))
}

// mailHeader reads the header lines that a text begins with.
func mailHeader(start []byte) (textproto.MIMEHeader, error) {
	if name, _, ok := bytes.Cut(start[:min(len(start), 64)], []byte(":")); !ok || bytes.ContainsAny(name, " \t\n<{") {
		return nil, errors.New("no header")
	}
	return header(bufio.NewReader(io.MultiReader(strings.NewReader("mail\n"), bytes.NewReader(start))), warcHeader)
}

// mhtml makes a record of the page in s.
func (c *cutter) mhtml(s stream) bool {
	in := bufio.NewReader(io.MultiReader(strings.NewReader("mail\n"), s.in))
	head, err := header(in, warcHeader)
	if err != nil {
		return c.fail(s.place, fmt.Errorf("MHTML header is damaged: %w", err))
	}
	page, part, err := c.page(head, in, 0)
	if len(bytes.TrimSpace(page)) == 0 {
		if err == nil {
			err = fault("MHTML has no page in it")
		}
		return c.fail(s.place, readError(err))
	}
	known := &news.Document{
		URL:     firstAddress(head.Get("Snapshot-Content-Location"), part.Get("Content-Location"), head.Get("Content-Location")),
		Charset: charsetParameter(part.Get("Content-Type")),
		Fields:  said(map[string]string{news.FieldCaptured: head.Get("Date")}),
		Extra:   said(map[string]string{"subject": subject(head.Get("Subject"))}),
	}
	return c.emit(Record{Place: s.place, format: html, raw: page, known: known}) &&
		(err == nil || c.fail(s.place, fmt.Errorf("MHTML is damaged after %s bytes of its page: %w", grouped(int64(len(page))), readError(err))))
}

const mailDepth = 4 // multiparts inside each other; browsers write one, mail programs two

// page finds the first part that is a page, and reads it as far as it can be.
func (c *cutter) page(head textproto.MIMEHeader, in io.Reader, depth int) ([]byte, textproto.MIMEHeader, error) {
	media, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		return nil, nil, fmt.Errorf("content type %q is damaged", head.Get("Content-Type"))
	}
	if media == "text/html" || media == "application/xhtml+xml" {
		body, err := c.limited(plainPart(head, in))
		return body, head, err
	}
	if !strings.HasPrefix(media, "multipart/") || params["boundary"] == "" {
		return nil, nil, nil
	}
	if depth == mailDepth {
		return nil, nil, errTooDeep
	}
	for parts := multipart.NewReader(in, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil, nil, nil
		}
		if err != nil {
			return nil, nil, fault("MHTML is damaged: " + err.Error())
		}
		if page, found, err := c.page(part.Header, part, depth+1); page != nil || err != nil {
			return page, found, err
		}
	}
}

// limited reads a page that is not over the limit of a document.
func (c *cutter) limited(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, c.opts.MaxDocument+1))
	if int64(len(body)) > c.opts.MaxDocument {
		return nil, fault(fmt.Sprintf("document is over the limit of %s bytes; see --max-document", grouped(c.opts.MaxDocument)))
	}
	return body, err
}

// plainPart undoes a part's transfer encoding.
func plainPart(head textproto.MIMEHeader, in io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(in)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, in)
	}
	return in
}

// firstAddress is the first of several that is an address on the web.
func firstAddress(several ...string) string {
	for _, a := range several {
		if address(a) {
			return a
		}
	}
	return ""
}

// subject is a mail's subject in UTF-8 (RFC 2047).
func subject(s string) string {
	if plain, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return plain
	}
	return s
}
