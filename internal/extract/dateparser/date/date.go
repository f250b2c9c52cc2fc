// Package date holds the result type of the package that dateparser stands in for.
package date

import "time"

// A Date is a time that was read.
type Date struct{ Time time.Time }

// IsZero reports whether d holds no time.
func (d Date) IsZero() bool { return d.Time.IsZero() }
