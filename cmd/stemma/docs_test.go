package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme: the example in the README is what the command prints now; -update makes it so.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	file, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(file)
	const command, next = "    $ stemma index testdata/corpus\n", "\nA family's root"
	from, to := strings.Index(readme, command)+len(command), strings.Index(readme, next)
	if from < len(command) || to < from {
		t.Fatalf("README.md has no line %q before %q", command, next)
	}
	var want strings.Builder
	for line := range strings.Lines(stemma(t, "index", "--db", filepath.Join(t.TempDir(), "a.db"), "testdata/corpus")) {
		if line != "\n" {
			want.WriteString("    ")
		}
		want.WriteString(line)
	}
	if *update {
		readme = readme[:from] + want.String() + readme[to:]
		if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
		to = from + want.Len()
	}
	if diff := cmp.Diff(want.String(), readme[from:to]); diff != "" {
		t.Errorf("README.md +, output -; rewrite it with -update:\n%s", diff)
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
