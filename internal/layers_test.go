package internal

import (
	"go/build"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// layers says what each package may import from this module. It is the architecture.
var layers = map[string]string{
	"internal/news":     "",
	"internal/shingle":  "",
	"internal/outlet":   "internal/news",
	"internal/ingest":   "internal/news",
	"internal/report":   "internal/news",
	"internal/extract":  "internal/news internal/shingle internal/outlet",
	"internal/lineage":  "internal/news internal/outlet",
	"internal/match":    "internal/news internal/shingle",
	"internal/store":    "stemma internal/news internal/shingle",
	"internal/eval":     "internal/news internal/shingle",
	"internal/pipeline": "internal/news internal/shingle internal/outlet internal/ingest internal/extract internal/store internal/match internal/lineage",
	"cmd/stemma":        "internal/news internal/report internal/eval internal/store internal/pipeline",
}

// homes says which packages alone may import a third-party module.
var homes = map[string]string{
	"github.com/mattn/go-sqlite3":            "internal/store",
	"github.com/urfave/cli/v2":               "cmd/stemma",
	"github.com/adrg/strutil":                "internal/match internal/lineage",
	"github.com/markusmobius/go-trafilatura": "internal/extract",
	"github.com/araddon/dateparse":           "internal/extract internal/ingest",
}

func TestLayers(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := []string{"cmd/stemma"}
	for _, e := range entries {
		if e.IsDir() {
			found = append(found, "internal/"+e.Name())
		}
	}
	slices.Sort(found)
	if want := slices.Sorted(maps.Keys(layers)); !slices.Equal(found, want) {
		t.Fatalf("packages:\n got %v\nwant %v", found, want)
	}
	for _, name := range found {
		pkg, err := build.ImportDir("../"+name, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range pkg.Imports {
			if fault := forbidden(name, path); fault != "" {
				t.Error(fault)
			}
		}
	}
}

// forbidden says why the package may not import path, or nothing.
func forbidden(pkg, path string) string {
	if path == "stemma" || strings.HasPrefix(path, "stemma/") {
		if dep := strings.TrimPrefix(path, "stemma/"); !slices.Contains(strings.Fields(layers[pkg]), dep) {
			return pkg + " must not import " + dep
		}
	}
	for module, home := range homes {
		inside := path == module || strings.HasPrefix(path, module+"/")
		if inside && !slices.Contains(strings.Fields(home), pkg) {
			return pkg + " must not import " + module + ", whose home is " + home
		}
	}
	return ""
}
