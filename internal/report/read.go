package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrNoReport is wrapped when what is read is no JSON report.
var ErrNoReport = errors.New("not a JSON report of stemma")

// Read reads a JSON report whole.
func Read(data []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("read report: %w: %w", ErrNoReport, err)
	}
	if r.Schema != SchemaID {
		return r, fmt.Errorf("read report: %w: its schema is %q", ErrNoReport, r.Schema)
	}
	return r, nil
}

// Sealed reports whether data are the bytes that Write wrote: whether the seal at their
// end is the hash of what stands before it. Anyone can make a new seal; what is claimed
// under it has to be verified all the same.
func Sealed(data []byte) bool {
	at := bytes.LastIndex(data, []byte(sealed))
	return at >= 0 && bytes.Equal(data[at:], seal(data[:at]))
}

// seal ends a document of the given beginning.
func seal(data []byte) []byte {
	return fmt.Appendf(nil, "%s%s\"\n}\n", sealed, hashOf(data))
}

// hashOf is a SHA-256 in hexadecimal.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
