package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme: the example in the README is what the command prints now.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const command = "    $ stemma index testdata/corpus\n"
	_, after, ok := strings.Cut(string(readme), command)
	if !ok {
		t.Fatalf("README.md has no line %q", command)
	}
	var want strings.Builder
	for line := range strings.Lines(after) {
		if line != "\n" && !strings.HasPrefix(line, "    ") {
			break
		}
		want.WriteString(strings.TrimPrefix(line, "    "))
	}
	got := stemma(t, "index", "--db", filepath.Join(t.TempDir(), "a.db"), "testdata/corpus")
	if diff := cmp.Diff(strings.TrimSpace(want.String()), strings.TrimSpace(got)); diff != "" {
		t.Errorf("README.md -, output +:\n%s", diff)
	}
}

// TestHelp: every command of the README is one of the program, and the other way round.
func TestHelp(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range newApp(nil, nil, nil).Commands {
		if c.Name != "help" && !strings.Contains(string(readme), "`stemma "+c.Name) {
			t.Errorf("README.md does not know stemma %s", c.Name)
		}
	}
}
