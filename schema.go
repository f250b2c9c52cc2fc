// Package stemma holds what the whole program shares: the schema of its database.
package stemma

import _ "embed"

// Schema creates an empty database at the current version.
//
//go:embed schema.sql
var Schema string
