package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"stemma": main})
}

func TestScript(t *testing.T) {
	formats, err := filepath.Abs("testdata/formats")
	if err != nil {
		t.Fatal(err)
	}
	corpus, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	setup := func(e *testscript.Env) error {
		e.Setenv("FORMATS", formats)
		e.Setenv("CORPUS", corpus)
		return nil
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireUniqueNames: true, Setup: setup, Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"exits": exits, "bytes": writeBytes, "empty": writeBytes, "newer": newer,
		"edit": edit, "reseal": reseal,
	}})
}

// exits CODE PROGRAM ARG... runs a program that must exit with that code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// bytes FILE HEX writes a file of those bytes; without HEX it is empty.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	var data []byte
	if len(args) > 1 {
		var err error
		data, err = hex.DecodeString(args[1])
		ts.Check(err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// newer FILE makes a database one that a later stemma wrote.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(`PRAGMA user_version = 99`)
	ts.Check(err)
	ts.Check(db.Close())
}

// edit FROM TO OLD NEW writes the file FROM to TO with OLD replaced everywhere.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	was, is := args[2], args[3]
	if !strings.Contains(data, was) {
		ts.Fatalf("%s does not hold %q", args[0], was)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.ReplaceAll(data, was, is)), 0o644))
}

// reseal FILE gives a report the seal of what it says now, as a forger would.
func reseal(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	at := strings.LastIndex(data, ",\n  \"seal\"")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), fmt.Appendf(nil, "%s,\n  \"seal\": \"%x\"\n}\n", data[:at], sha256.Sum256([]byte(data[:at]))), 0o644))
}
