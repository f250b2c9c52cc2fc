package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// child is this program as a process of its own, with its output.
func child(t *testing.T, args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "stemma") // by this name TestMain knows what to be
	if os.Link(binary, name) != nil {            // another file system refuses
		if err := copyFile(name, binary); err != nil {
			t.Fatal(err)
		}
	}
	cmd = exec.Command(name, args...)
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

// TestHugeLine: a line of 200 MB is refused with its length, and never held in memory.
func TestHugeLine(t *testing.T) {
	cmd, stdout, stderr := child(t, "index", "--db", filepath.Join(t.TempDir(), "a.db"), "-")
	const line = 200 << 20
	cmd.Stdin = io.MultiReader(strings.NewReader(`{"text":"`), io.LimitReader(letters{}, line), strings.NewReader("\"}\n"+
		`{"text":"Eleven goats spent Tuesday night on the flat roof of the post office."}`+"\n"))
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitSkipped {
		t.Fatalf("%v: %s", err, stderr)
	}
	if got := stderr.String(); !strings.Contains(got, ":1: ") || !strings.Contains(got, "209,715,211 bytes") {
		t.Errorf("the line's length is not said: %s", got)
	}
	if !strings.Contains(stdout.String(), "1 new article") {
		t.Errorf("the line after it is lost: %s", stdout)
	}
	const most = 160 << 10 // kB; a run of one short line takes 40 MB
	if peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; peak > most {
		t.Errorf("peak memory %d kB, want %d or less", peak, most)
	}
}

// letters is an endless text.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// TestForbiddenFolder: a folder that may not be read is one line, and the rest is indexed.
func TestForbiddenFolder(t *testing.T) {
	dir := t.TempDir()
	for _, up := range []string{dir, filepath.Dir(dir)} { // Go makes these for their owner alone
		if err := os.Chmod(up, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	corpus := filepath.Join(dir, "corpus")
	for name, mode := range map[string]os.FileMode{"open": 0o755, "shut": 0} {
		sub := filepath.Join(corpus, name)
		if err := os.MkdirAll(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		text := []byte("Eleven goats spent Tuesday night on the flat roof of the post office.")
		if err := os.WriteFile(filepath.Join(sub, "goats.txt"), text, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(sub, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd, stdout, stderr := child(t, "index", "--db", filepath.Join(dir, "a.db"), corpus)
	if os.Getuid() == 0 { // root may read everything
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Env = append(os.Environ(), "HOME="+dir)
		if err := os.Chmod(filepath.Dir(cmd.Path), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitSkipped {
		t.Fatalf("%v: %s", err, stderr)
	}
	if !strings.Contains(stderr.String(), filepath.Join(corpus, "shut")+": ") || !strings.Contains(stderr.String(), "permission denied") {
		t.Errorf("stderr: %s", stderr)
	}
	if !strings.Contains(stdout.String(), "1 new article") {
		t.Errorf("stdout: %s", stdout)
	}
}

// TestQuota: when no more may be written the run stops, and what was indexed before is
// kept and sound.
func TestQuota(t *testing.T) {
	db := filepath.Join(t.TempDir(), "a.db")
	stemma(t, "index", "--db", db, "../../testdata/corpus/portside-daily")
	before := stemma(t, "report", "--db", db, "--format", "json")
	cmd, _, stderr := child(t, "index", "--db", db, "../../testdata/corpus")
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	small := limit
	small.Cur = 128 << 10                                                   // of the write-ahead log: 88 articles take three times that
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil { // the child inherits it
		t.Fatal(err)
	}
	err := cmd.Run()
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if cmd.ProcessState.ExitCode() != exitError || !strings.Contains(stderr.String(), "disk is full; what was saved before is kept") {
		t.Errorf("%v: %s", err, stderr)
	}
	stemma(t, "check", "--db", db)
	if after := stemma(t, "report", "--db", db, "--format", "json"); after != before {
		t.Error("the report has changed")
	}
}
