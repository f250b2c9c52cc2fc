package main

import (
	"strings"
	"testing"
	"time"

	"stemma/internal/store"
)

// TestSlowest: of a run's stages the slowest is first, and what it did twice counts once.
func TestSlowest(t *testing.T) {
	run := store.Run{Took: time.Minute, Stages: []store.Stage{
		{Name: "match", Took: 12 * time.Second}, {Name: "read and add", Took: 15 * time.Second}, {Name: "match", Took: 24 * time.Second}}}
	var out strings.Builder
	printRun(&out, &run)
	want := "last run   0 added, 0 revised, 0 unchanged, 0 skipped in 1m0s\n" +
		"           match             60 % 36s\n" +
		"           read and add      25 % 15s\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	out.Reset()
	printRun(&out, &store.Run{Stages: run.Stages})
	if want := "last run   did not finish\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
