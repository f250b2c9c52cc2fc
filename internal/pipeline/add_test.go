package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"stemma/internal/eval"
	"stemma/internal/ingest"
	"stemma/internal/news"
	"stemma/internal/store"
)

func openStore(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "stemma.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// records is n JSON lines of very different lengths, so that readers overtake each other,
// with a broken one every seventh. It returns how many are sound.
func records(n int) (input []byte, sound int) {
	var b bytes.Buffer
	for i := range n {
		if i%7 == 3 {
			fmt.Fprintf(&b, "{\"text\": \"cut off %d\n", i)
			continue
		}
		sound++
		fmt.Fprintf(&b, `{"id": "n%d", "text": "Number %d came by the old road.%s"}`+"\n", i, i, strings.Repeat(fmt.Sprintf(" It said %d again.", i), i*i%400))
	}
	return b.Bytes(), sound
}

// Articles are stored, and faults told, in the order of the input, in however many batches.
func TestOrderOfArrival(t *testing.T) {
	input, sound := records(1500)
	for _, memory := range []int64{1, 1 << 20, 0} {
		s := openStore(t)
		var skipped []int
		opts := Options{Memory: memory, Ingest: ingest.Options{Stdin: bytes.NewReader(input)}, Skip: func(place string, _ error) {
			line := 0
			fmt.Sscanf(place, "-:%d", &line)
			skipped = append(skipped, line)
		}}
		var sum Summary
		l, err := newLinker(t.Context(), s, opts, &sum)
		if err != nil {
			t.Fatal(err)
		}
		if err := add(t.Context(), []string{"-"}, l); err != nil {
			t.Fatal(err)
		}
		if sum.Added != sound || sum.Skipped != 1500-sound || len(skipped) != sum.Skipped || !slices.IsSorted(skipped) {
			t.Errorf("memory %d: %+v, skipped in order: %v", memory, sum, slices.IsSorted(skipped))
		}
		var ids []news.ID
		for i := range 1500 {
			if i%7 != 3 {
				h, err := s.Find(t.Context(), fmt.Sprintf("n%d", i))
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, h[0].ID)
			}
		}
		keys, err := s.Keys(t.Context(), ids)
		if err != nil || !slices.IsSorted(keys) {
			t.Errorf("memory %d: keys are not in the order of the input (%v)", memory, err)
		}
	}
}

// A run that is stopped ends, whatever its queues hold, and says so.
func TestAddStops(t *testing.T) {
	input, _ := records(1500)
	s := openStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	opts := Options{Memory: 1, Ingest: ingest.Options{Stdin: bytes.NewReader(input)}, Skip: func(string, error) { cancel() }}
	l, err := newLinker(ctx, s, opts, new(Summary))
	if err != nil {
		t.Fatal(err)
	}
	if err := add(ctx, []string{"-"}, l); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	s.Close()
	l.opts.Ingest.Stdin = bytes.NewReader(input)
	if err := add(t.Context(), []string{"-"}, l); err == nil {
		t.Error("a store that is closed takes articles")
	}
}

// BenchmarkPack makes articles of JSON lines ready for the store, on one processor: what
// reading takes of a run.
func BenchmarkPack(b *testing.B) {
	lines := corpusLines(b, 2000)
	s := openStore(b)
	var ready scratch
	size, i := 0, 0
	for _, r := range lines {
		size += r.Size()
	}
	b.SetBytes(int64(size / len(lines)))
	b.ReportAllocs()
	before := cpuTime()
	for b.Loop() {
		if _, err := ready.pack(s, lines[i%len(lines)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64((cpuTime()-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
}

// cpuTime is what this process has taken so far, the collector with it: unlike the time of
// the clock it is the same beside other work.
func cpuTime() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// corpusLines are the articles of a generated corpus as records.
func corpusLines(tb testing.TB, n int) []ingest.Record {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for a := range (eval.Corpus{Articles: n, Seed: 1}).All() {
		if err := out.Encode(a); err != nil {
			tb.Fatal(err)
		}
	}
	var lines []ingest.Record
	for r, err := range ingest.Records(tb.Context(), []string{"-"}, ingest.Options{Stdin: &b}) {
		if err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, r)
	}
	return lines
}
