package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"stemma/internal/news"
)

// TestWritesOnce holds what merging and linking hand to the system against what they keep. A
// statement that may have to be taken back by itself copies pages to a file of its own: an
// index of 40,000 articles wrote 1,300 MB so, and writes 390.
func TestWritesOnce(t *testing.T) {
	s := open(t)
	rnd := rand.New(rand.NewPCG(11, 12))
	var o Outcome
	for i := range fanIn {
		o = add(t, s, benchEntries(rnd, i, 100)...)
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := written(t)
	if err := s.Merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := written(t) - before; n < st.PostingBytes/2 || n > 2*st.PostingBytes {
		t.Errorf("merging %d bytes of postings wrote %d", st.PostingBytes, n)
	}
	var matches []news.Match
	for i, a := range o.Added {
		for _, b := range o.Added[:i] {
			matches = append(matches, news.Match{A: min(a, b), B: max(a, b), Class: news.Full})
		}
	}
	for range 2 {
		before = written(t)
		if err := s.Link(t.Context(), nil, matches); err != nil {
			t.Fatal(err)
		}
		if n := written(t) - before; n > 300*int64(len(matches)) {
			t.Errorf("saving %d matches wrote %d bytes", len(matches), n)
		}
	}
}

// written is what this process handed to write calls, in bytes.
func written(t *testing.T) int64 {
	data, err := os.ReadFile("/proc/self/io")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "wchar: ")
	n := int64(0)
	fmt.Sscan(rest, &n)
	return n
}
