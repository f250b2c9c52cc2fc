package pipeline

import (
	"context"
	"fmt"
	"io"

	"stemma/internal/ingest"
	"stemma/internal/store"
)

// Export writes every revision of every article as a JSON line, sorted by ID and then from
// the oldest to the current one. Indexed again they make the same articles, so that the
// same families come of them.
func Export(ctx context.Context, s *store.Store, w io.Writer) error {
	for a, err := range s.AllRevisions(ctx) {
		if err != nil {
			return err
		}
		if err := ingest.Export(w, a); err != nil {
			return fmt.Errorf("export article %s: %w", a.ID, err)
		}
	}
	return nil
}
