package main

import (
	"math"
	"runtime/debug"
	"strconv"
	"strings"
)

const (
	leastMemory = 192 << 20 // bytes: SQLite's caches and a few large documents
	pageCaches  = 96 << 20  // bytes that SQLite takes out of the collector's sight: 32 MiB of pages to write, 2 for each reader, and what its statements take
	// growth is the percent that the heap may grow between collections, while it is far from the
	// limit. A page that is touched for the first time costs 6 microseconds: with 400, indexing 20,000
	// articles took 448 MB instead of 304 and 1.08 times the CPU; of 100,000 it makes no difference.
	growth = 200
)

// bounded reads a size and keeps the program's memory under it: the collector works the
// harder the closer the heap comes, and rarely while it is far.
func bounded(size string) (int64, error) {
	memory, ok := bytesOf(size)
	if !ok || memory < leastMemory {
		return 0, hint("--memory 512MB", "--memory %s is no size of 192MB or more", size)
	}
	debug.SetGCPercent(growth)
	debug.SetMemoryLimit(memory - pageCaches)
	return memory, nil
}

// bytesOf reads "512MB", "2GB", "800M" or a bare number of bytes.
func bytesOf(size string) (int64, bool) {
	number := strings.TrimRight(strings.ToUpper(strings.TrimSpace(size)), "IB")
	shift := 0
	if n := len(number); n > 0 {
		if i := strings.IndexByte("KMGT", number[n-1]); i >= 0 {
			shift = 10 * (i + 1)
			number = number[:n-1]
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	return n << shift, err == nil && n > 0 && n <= math.MaxInt64>>shift
}
