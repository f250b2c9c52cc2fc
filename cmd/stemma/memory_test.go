package main

import "testing"

func TestBytesOf(t *testing.T) {
	for _, test := range []struct {
		size string
		want int64
		ok   bool
	}{
		{"9999999999G", 0, false},
		{"-1MB", 0, false},
		{"0", 0, false},
		{"MB", 0, false},
		{"", 0, false},
		{"1.5GB", 0, false},
		{"512MB", 512 << 20, true},
		{"512 MiB", 512 << 20, true},
		{"2g", 2 << 30, true},
		{"800M", 800 << 20, true},
		{"1000000", 1000000, true},
		{"1000000b", 1000000, true},
	} {
		if got, ok := bytesOf(test.size); ok != test.ok || ok && got != test.want {
			t.Errorf("bytesOf(%q) = %d, %v, want %d, %v", test.size, got, ok, test.want, test.ok)
		}
	}
}
