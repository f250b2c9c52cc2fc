package ingest

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
)

// What may not be read is an error with its place, and the rest is read.
func TestForbidden(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a/x.txt", sheep)
	write(t, dir, "b.txt", sheep)
	write(t, dir, "c.txt", sheep)
	for _, name := range []string{"a", "b.txt"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, up := range []string{dir, filepath.Dir(dir)} { // Go makes these for root alone
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	asNobody(t, func() { got = read(t, Options{}, dir) })
	want := []string{dir + "/a ERROR open: permission denied", dir + "/b.txt ERROR open: permission denied", dir + `/c.txt plain "` + sheep + `"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// asNobody calls f without the power of root to read everything.
func asNobody(t *testing.T, f func()) {
	if os.Getuid() != 0 {
		f()
		return
	}
	const nobody = 65534
	runtime.LockOSThread() // the file system's user belongs to the thread
	defer runtime.UnlockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	f()
	if err := syscall.Setfsuid(0); err != nil {
		t.Fatal(err)
	}
}
