package news

// A Relation is one line in which a user declares something about outlets: another name,
// an owner, a licence or a membership.
type Relation struct {
	Outlet string // whom the line is about, as declared: a name or a domain
	Kind   string // the line's word: alias, owner, licence, or one of trust.txt's: member, controlledby, ...
	Value  string // the other name, or the other outlet's name, domain or address
	Place  string // file:line
}

// Line is the relation as it was written.
func (r Relation) Line() string { return r.Kind + "=" + r.Value }
