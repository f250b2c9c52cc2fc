package main

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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
