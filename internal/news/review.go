package news

import (
	"fmt"
	"time"
)

// A Review is what a person decided about articles of an index. It names articles by
// their IDs, which survive re-indexing, and is evidence of the group human.
type Review struct {
	Number  int64 // in its index; 0 when it is in none
	Kind    ReviewKind
	Article ID // the copy, the root, the article to split off, or one of two families to merge
	Other   ID // the source, which may be unseen; a member of the other family; empty for reroot
	Who     string
	Given   time.Time // UTC; when the person said so, as the command was told
	Note    string    // why, in the person's words
}

// A ReviewKind says what was decided.
type ReviewKind string

// The kinds of review.
const (
	Confirm ReviewKind = "confirm" // Article is a copy of Other
	Reject  ReviewKind = "reject"  // Article is no copy of Other
	Reroot  ReviewKind = "reroot"  // the text of Article's family began in Article
	Merge   ReviewKind = "merge"   // the families of Article and Other are one
	Split   ReviewKind = "split"   // Article does not belong to the family of Other
)

// Check says what r lacks to be one.
func (r Review) Check() error {
	switch r.Kind {
	case Confirm, Reject, Merge, Split:
		if r.Other == "" {
			return fmt.Errorf("%s of one article only", r.Kind)
		}
	case Reroot:
	default:
		return fmt.Errorf("no kind %q", r.Kind)
	}
	switch {
	case r.Article == "":
		return fmt.Errorf("%s of no article", r.Kind)
	case r.Who == "":
		return fmt.Errorf("%s by nobody", r.Kind)
	}
	return nil
}
