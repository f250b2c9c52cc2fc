package lineage

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every row of the table has its group and its reason, and is the row of some finding.
func TestTable(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range files {
		if f == "table.go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(source)
	}
	for kind, r := range rules {
		if r.reason == "" || !slices.Contains(append(groups[:], shared, human), r.group) {
			t.Errorf("%s: group %q, reason %q", kind, r.group, r.reason)
		}
		if !strings.Contains(code.String(), `"`+kind+`"`) {
			t.Errorf("%s: nothing finds it", kind)
		}
	}
}
