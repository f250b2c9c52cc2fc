package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/zeebo/xxh3"

	"stemma/internal/eval"
	"stemma/internal/news"
	"stemma/internal/pipeline"
	"stemma/internal/store"
)

var corpusSizes = flag.String("corpus", "10000,100000", "articles in the corpora of the benchmarks, with commas between them")

const (
	benchSeed    = 1
	benchQueries = 300 // texts traced
	coldTraces   = 5   // runs of stemma trace
)

// BenchmarkCorpus indexes corpora with planted copies by the program as people run it, a
// process of its own, and measures that process and the file it leaves; then it traces
// texts, and compares what was found with what was planted. Making the corpora is not
// counted. x-floor is the time of the run over that of fixed code on the same machine in
// the same minute (floorOf), so that figures of different machines can be compared.
//
//	go test -run - -bench Corpus -timeout 1h ./cmd/stemma
//	go test -run - -bench Corpus -timeout 4h ./cmd/stemma -corpus 1000000
func BenchmarkCorpus(b *testing.B) {
	binary := built(b)
	last := 0.0
	for _, field := range strings.Split(*corpusSizes, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			b.Fatalf("-corpus %s: %v", *corpusSizes, err)
		}
		b.Run(field, func(b *testing.B) { last = benchCorpus(b, binary, eval.Corpus{Articles: n, Seed: benchSeed}, last) })
	}
}

// built is the program, compiled as go install does.
func built(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "stemma")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

// benchCorpus returns the CPU time an article took, in µs; before is that of a smaller
// corpus, 0 when there was none.
func benchCorpus(b *testing.B, binary string, c eval.Corpus, before float64) float64 {
	dir := b.TempDir()
	if err := writeCorpus(dir, c); err != nil {
		b.Fatal(err)
	}
	input := filepath.Join(dir, "articles", "articles.jsonl")
	texts, floor := floorOf(b, input)
	db := filepath.Join(dir, "corpus.db")
	used := indexMeasured(b, binary, db, input)
	n := float64(c.Articles)
	micros := reportSpeed(b, n, float64(texts), used, floor)
	if before > 0 {
		b.ReportMetric(micros/before, "x-cpu-of-smaller")
	}
	reportSize(b, db, n, float64(texts))
	reportFound(b, db, c)
	reportTraces(b, binary, db, dir, c)
	return micros
}

// BenchmarkNews indexes real articles by the program, as BenchmarkCorpus does, and compares
// the time with the same floor:
//
//	STEMMA_DATA=folder go test -run - -bench News ./cmd/stemma
func BenchmarkNews(b *testing.B) {
	packed, err := os.Open(filepath.Join(dataFolder(b), "news", "articles.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer packed.Close()
	lines, err := gzip.NewReader(packed)
	if err != nil {
		b.Fatal(err)
	}
	data, err := io.ReadAll(lines)
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	input, db := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "news.db")
	if err := os.WriteFile(input, data, 0o644); err != nil {
		b.Fatal(err)
	}
	binary := built(b)
	texts, floor := floorOf(b, input)
	used := indexMeasured(b, binary, db, input)
	n := float64(bytes.Count(data, []byte("\n")))
	reportSpeed(b, n, float64(texts), used, floor)
	reportSize(b, db, n, float64(texts))
}

// indexMeasured indexes a file into a new database each time, and returns what the last run took.
func indexMeasured(b *testing.B, binary, db, input string) (used usage) {
	for b.Loop() {
		if err := os.RemoveAll(db); err != nil {
			b.Fatal(err)
		}
		used = runMeasured(b, exec.Command(binary, "index", "--db", db, input))
	}
	return used
}

// reportSpeed reports what a run took and that over the floor, and returns the CPU time of
// an article in µs.
func reportSpeed(b *testing.B, n, texts float64, used, floor usage) float64 {
	micros := float64(used.cpu.Microseconds()) / n
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(n/used.wall.Seconds(), "articles/s")
	b.ReportMetric(texts/1e6/used.wall.Seconds(), "MB/s")
	b.ReportMetric(micros, "cpu-µs/article")
	b.ReportMetric(float64(used.peak)/1024, "peak-MB")
	b.ReportMetric(used.wall.Seconds()/floor.wall.Seconds(), "x-floor")
	b.ReportMetric(used.cpu.Seconds()/floor.cpu.Seconds(), "x-floor-cpu")
	b.ReportMetric(float64(floor.cpu.Microseconds())/n, "floor-cpu-µs/article")
	return micros
}

// A usage is what a process took.
type usage struct {
	wall, cpu time.Duration // cpu: of all its threads, user and system
	peak      int           // largest resident set, kB
}

// runMeasured runs a command that must succeed. The peak is VmHWM: the maximum that wait
// reports is at least the size of this process, which the child began as.
func runMeasured(b *testing.B, cmd *exec.Cmd) (u usage) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%s: %v: %s", cmd, err, out.String())
			}
			u.wall = time.Since(start)
			u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			return u
		case <-time.After(10 * time.Millisecond):
			u.peak = max(u.peak, highWater(cmd.Process.Pid))
		}
	}
}

// highWater is VmHWM of a process in kB, 0 where the system does not tell.
func highWater(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kB := 0
	fmt.Sscan(rest, &kB)
	return kB
}

// floorOf decodes each line with encoding/json, lowers and splits its text and hashes
// each word, on all processors: what no program that reads such a corpus word by word in
// Go can be expected to do without. It returns the bytes of the texts.
func floorOf(b *testing.B, path string) (texts int64, u usage) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var before, after syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	start := time.Now()
	parts := make(chan [][]byte, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	var lock sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			n := int64(0)
			for lines := range parts {
				for _, line := range lines {
					var a struct {
						eval.Simulated
						Author any `json:"author"` // one or a list
					}
					if err := json.Unmarshal(line, &a); err != nil {
						panic(err)
					}
					n += int64(len(a.Text))
					for _, word := range strings.Fields(strings.ToLower(a.Text)) {
						floorHash(xxh3.HashString(word))
					}
				}
			}
			lock.Lock()
			texts += n
			lock.Unlock()
		})
	}
	scanner := bufio.NewScanner(f)
	scanner.Buffer(make([]byte, 1<<20), 1<<24)
	var lines [][]byte
	for scanner.Scan() {
		if lines = append(lines, bytes.Clone(scanner.Bytes())); len(lines) == 256 {
			parts <- lines
			lines = nil
		}
	}
	parts <- lines
	close(parts)
	wait.Wait()
	u.wall = time.Since(start)
	syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	u.cpu = cpuOf(after) - cpuOf(before)
	return texts, u
}

//go:noinline
func floorHash(uint64) {}

func cpuOf(r syscall.Rusage) time.Duration {
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// reportSize reports bytes an article of the file as the run left it.
func reportSize(b *testing.B, db string, n, texts float64) {
	s := opened(b, db)
	defer s.Close()
	st, err := s.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	file := int64(0)
	for _, part := range []string{db, db + "-wal", db + "-journal"} {
		if info, err := os.Stat(part); err == nil {
			file += info.Size()
		}
	}
	b.ReportMetric(float64(st.PostingBytes)/n, "postings-B/article")
	b.ReportMetric(float64(st.TextBytes)/n, "text-B/article")
	b.ReportMetric(float64(file)/n, "file-B/article")
	b.ReportMetric(float64(file)/texts, "file/text")
}

func opened(b *testing.B, db string) *store.Store {
	s, err := store.OpenRead(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// reportFound reports what part of the planted pairs was found as copies, and what part
// of the copies found were planted.
func reportFound(b *testing.B, db string, c eval.Corpus) {
	s := opened(b, db)
	defer s.Close()
	names := map[news.ID]string{}
	for h, err := range s.Articles(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		names[h.ID] = h.Own
	}
	found := map[[2]string]bool{}
	for m, err := range s.Matches(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		if m.Class.Copy() || m.Reverse.Copy() {
			x, y := names[m.A], names[m.B]
			found[[2]string{min(x, y), max(x, y)}] = true
		}
	}
	copies, right := len(found), 0
	recall := map[string]eval.Share{}
	for p := range c.Pairs() {
		key := [2]string{min(p.A, p.B), max(p.A, p.B)}
		if p.Kind == eval.KindQuotes {
			continue
		}
		if found[key] {
			right++
		}
		if p.Kind != eval.KindPossible {
			share := recall[p.Kind]
			share.Of++
			if found[key] {
				share.Right++
			}
			recall[p.Kind] = share
		}
	}
	for kind, share := range recall {
		b.ReportMetric(share.Part(), "recall-"+strings.NewReplacer(",", "", " ", "-", "-%", "%").Replace(kind))
	}
	b.ReportMetric(eval.Share{Right: right, Of: copies}.Part(), "precision")
}

// reportTraces traces texts in this process and by the program.
func reportTraces(b *testing.B, binary, db, dir string, c eval.Corpus) {
	s := opened(b, db)
	defer s.Close()
	var took []time.Duration
	var traced eval.Share
	for q := range c.Queries(benchQueries) {
		start := time.Now()
		a, err := pipeline.Text(q.Text)
		if err != nil {
			b.Fatal(err)
		}
		t, err := pipeline.Trace(b.Context(), s, a)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		if q.Source == "" {
			continue
		}
		traced.Of++
		if slices.ContainsFunc(t.Sources, func(f news.Found) bool { return f.Head.Own == q.Source }) {
			traced.Right++
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "trace-p50-ms")
	b.ReportMetric(ms(took[len(took)*99/100]), "trace-p99-ms")
	b.ReportMetric(traced.Part(), "traced")
	var cold []time.Duration
	text := filepath.Join(dir, "query.txt")
	for q := range c.Queries(3 * coldTraces) {
		if q.Source == "" || len(strings.Fields(q.Text)) < 200 {
			continue
		}
		if err := os.WriteFile(text, []byte(q.Text), 0o644); err != nil {
			b.Fatal(err)
		}
		cold = append(cold, runMeasured(b, exec.Command(binary, "trace", "--db", db, text)).wall)
	}
	slices.Sort(cold)
	b.ReportMetric(ms(cold[len(cold)/2]), "trace-cold-ms")
}

// BenchmarkIndex indexes the first of the corpora within this process, for a profile:
//
//	go test -run - -bench Index -cpuprofile cpu.out ./cmd/stemma
func BenchmarkIndex(b *testing.B) {
	size, _, _ := strings.Cut(*corpusSizes, ",")
	n, err := strconv.Atoi(size)
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	if err := writeCorpus(dir, eval.Corpus{Articles: n, Seed: benchSeed}); err != nil {
		b.Fatal(err)
	}
	db := filepath.Join(dir, "corpus.db")
	for b.Loop() {
		if err := os.RemoveAll(db); err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if code := run(b.Context(), []string{"stemma", "index", "--db", db, filepath.Join(dir, "articles")}, strings.NewReader(""), &out, &out); code != exitOK {
			b.Fatal(out.String())
		}
	}
}
