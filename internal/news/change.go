package news

// A Change is one thing that a copy did to its source's text, with the words on both
// sides. The spans are half-open ranges of bytes of the two texts; one that is empty says
// where the words are missing, and both are zero for what stands in the heads.
type Change struct {
	Kind         ChangeKind
	Source, Copy Span
	Was, Now     string // the words of the source and of the copy, verbatim; empty when it has none
}

// A ChangeKind says what was changed.
type ChangeKind string

// The kinds of change, in the order in which they are listed.
const (
	ChangedHeadline    ChangeKind = "headline"    // both headlines differ in words, not only in case or marks
	DroppedAttribution ChangeKind = "attribution" // a byline, credit, agency or "told X" of the source is gone
	ChangedNumber      ChangeKind = "number"      // another number at the same place; 1,000 and 1 000 are one
	ChangedQuote       ChangeKind = "quote"       // other words inside a quotation that both have
	DroppedParagraph   ChangeKind = "dropped"     // a paragraph of the source that the copy has not
	AddedParagraph     ChangeKind = "added"       // a paragraph of the copy that the source has not
)

// ChangeKinds lists every kind in their order.
var ChangeKinds = []ChangeKind{ChangedHeadline, DroppedAttribution, ChangedNumber, ChangedQuote, DroppedParagraph, AddedParagraph}
