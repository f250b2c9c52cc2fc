package news

// A Turn is what a run of indexing, or a review, changed about a family that was known
// before: its root, what is claimed of it, or which articles it holds.
type Turn struct {
	Kind     TurnKind
	Family   ID      // as it is now
	From, To ID      // the roots before and now, which may be unseen sources
	Was, Now Claim   // what was and is claimed of them
	Before   float64 // probability of From as the root, then
	After    float64 // probability of To as the root, now
	Families []ID    // merged: the families before; split: those that it fell into
	Left     []ID    // split: members that are in no family now
	Because  string  // one plain sentence, with the words it rests on
}

// A TurnKind says what changed.
type TurnKind string

// The kinds of turn.
const (
	Rerooted  TurnKind = "re-rooted"
	Merged    TurnKind = "merged"
	Divided   TurnKind = "split"
	Won       TurnKind = "origin found"
	Withdrawn TurnKind = "origin withdrawn"
)
