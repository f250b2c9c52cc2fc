package store

import (
	"bytes"
	"encoding/binary"
	"strings"
	"sync"

	"github.com/klauspost/compress/huff0"
	"github.com/zeebo/xxh3"

	"stemma/internal/news"
)

// A Packed is an entry made ready for saving, in about the room it will take in the file.
type Packed struct {
	head            news.Head // what article has columns for; the rest is in detail
	address, outlet string
	credits         []string
	content         contentHash
	detail          []byte   // JSON
	data            []byte   // zstd frame of the text
	hashes          []uint64 // its fingerprints, in order of position
	words           []uint16 // the words at which they begin, modulo 2^16
}

// Pack does for an entry all that needs no database, and may be called from many
// goroutines at once: it is most of the work. The entry's text and fingerprints are not
// held on to.
func (s *Store) Pack(e Entry) (*Packed, error) {
	h := e.Article.Head
	detail, err := encodeDetail(h)
	if err != nil {
		return nil, err
	}
	p := &Packed{address: e.Address, outlet: e.Outlet, credits: e.Credits, detail: detail, content: hashContent(&e.Article, detail)}
	// A title that is a line of the text, or a name found in it, would keep all of it in memory.
	p.head = news.Head{ID: h.ID, Own: h.Own, Place: h.Place, URL: h.URL, Domain: strings.Clone(h.Domain), Outlet: strings.Clone(h.Outlet),
		Title: strings.Clone(h.Title), Byline: strings.Clone(h.Byline), Lang: strings.Clone(h.Lang), Words: h.Words,
		Published: news.Date{Earliest: h.Published.Earliest, Latest: h.Published.Latest, Grade: h.Published.Grade}}
	p.hashes, p.words = e.fingerprints()
	p.data = s.compress(e.Article.Text)
	return p, nil
}

// Publication says which article it is, and whose.
func (p *Packed) Publication() Publication { return Publication{p.head.ID, p.outlet} }

// Fingerprints returns the article's fingerprints in order of position, and the words at
// which they begin, modulo 2^16.
func (p *Packed) Fingerprints() (hashes []uint64, words []uint16) { return p.hashes, p.words }

func (e *Entry) fingerprints() (hashes []uint64, words []uint16) {
	hashes, words = make([]uint64, len(e.Prints)), make([]uint16, len(e.Prints))
	for i, print := range e.Prints {
		hashes[i], words[i] = print.Hash, uint16(print.Word)
	}
	return hashes, words
}

// packedBytes is what a packed entry takes beside its detail, text and fingerprints: the
// structure itself, its strings and a node of the plan.
const packedBytes = 1200

// Bytes is the memory that p takes until it is saved, about: its postings are sorted in a
// list and a scratch list of their own.
func (p *Packed) Bytes() int { return len(p.detail) + len(p.data) + 3*8*len(p.hashes) + packedBytes }

// nameHash is what Find looks an address up by: 63 bits, 0 for none. An address of
// news took 87 bytes on average, and 109 in the index; the hash and its index take 22.
func nameHash(address string) int64 {
	if address == "" {
		return 0
	}
	return int64(xxh3.HashString(address)>>1 | 1)
}

// A packer is what compress works in: what waits to be stored takes no more room than it must.
type packer struct {
	plain, packed []byte
	codes         huff0.Scratch
}

var packers = sync.Pool{New: func() any { return new(packer) }}

// compress makes a zstd frame of a text.
func (s *Store) compress(text string) []byte {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.plain = append(p.plain[:0], text...)
	ok := false
	if len(text) >= shortestFrame && len(text) <= longestFrame {
		p.packed, ok = appendFrame(p.packed[:0], p.plain, &p.codes)
	}
	if !ok {
		p.packed = s.zip.EncodeAll(p.plain, p.packed[:0])
	}
	return bytes.Clone(p.packed)
}

// hashContent hashes all that makes a revision another one: everything but the place.
func hashContent(a *news.Article, detail []byte) contentHash {
	text := xxh3.HashString128(a.Text).Bytes()
	parts := []string{a.Own, a.URL, a.Domain, a.Outlet, a.Title, a.Byline, a.Lang, stamp(a.Published.Earliest),
		stamp(a.Published.Latest), string(a.Published.Grade), string(detail), string(text[:])}
	var buffer [1 << 10]byte // the heads of news take 400 on average
	all := buffer[:0]
	for _, part := range parts {
		all = binary.AppendUvarint(all, uint64(len(part)))
		all = append(all, part...)
	}
	return xxh3.Hash128(all).Bytes()
}
