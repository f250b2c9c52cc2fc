package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ErrNoReport is wrapped when what is read is no JSON report.
var ErrNoReport = errors.New("not a JSON report of stemma")

// Read reads a JSON report whole, and nothing must follow it. It holds what the report
// says and never its bytes.
func Read(from io.Reader) (Report, error) {
	r, err := read(json.NewDecoder(from))
	if err == nil && r.Schema != SchemaID {
		err = fmt.Errorf("its schema is %q", r.Schema)
	}
	if err != nil {
		return r, fmt.Errorf("read report: %w: %w", ErrNoReport, err)
	}
	return r, nil
}

func read(in *json.Decoder) (r Report, err error) {
	if err := delimiter(in, '{'); err != nil {
		return r, err
	}
	others := map[string]json.RawMessage{}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return r, err
		}
		switch name {
		case "families":
			r.Families, err = itemsOf[Family](in)
		case "articles":
			r.Articles, err = itemsOf[Article](in)
		case "matches":
			r.Matches, err = itemsOf[Match](in)
		default:
			var raw json.RawMessage
			err = in.Decode(&raw)
			others[fmt.Sprint(name)] = raw
		}
		if err != nil {
			return r, err
		}
	}
	if err := delimiter(in, '}'); err != nil {
		return r, err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return r, errors.New("something follows it")
	}
	data, err := json.Marshal(others)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(data, &r)
}

func delimiter(in *json.Decoder, want json.Delim) error {
	t, err := in.Token()
	if err == nil && t != want {
		err = fmt.Errorf("%v where %v should be", t, want)
	}
	return err
}

// itemsOf reads a list item by item.
func itemsOf[T any](in *json.Decoder) ([]T, error) {
	if err := delimiter(in, '['); err != nil {
		return nil, err
	}
	found := []T{}
	for in.More() {
		var v T
		if err := in.Decode(&v); err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, delimiter(in, ']')
}

// Sealed reports whether a file has the bytes that Write wrote: whether the seal at its
// end is the hash of what stands before it. Anyone can make a new seal; what is claimed
// under it has to be verified all the same.
func Sealed(file io.ReaderAt, size int64) (bool, error) {
	end := int64(len(seal(nil)))
	if size < end {
		return false, nil
	}
	last := make([]byte, end)
	if _, err := file.ReadAt(last, size-end); err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, size-end)); err != nil {
		return false, err
	}
	return bytes.Equal(last, seal(sum.Sum(nil))), nil
}

// seal ends a document, of which sum is the SHA-256.
func seal(sum []byte) []byte {
	return fmt.Appendf(nil, "%s%064x\"\n}\n", sealed, sum)
}

// hashOf is a SHA-256 in hexadecimal.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
