package news

// Evidence is one reason for or against "Copy took its text from Source" ("our claim").
type Evidence struct {
	Kind  string  // "credit-link", "credit-name", "fossil", "date-after", ...: a row of lineage's table
	Group string  // explicit, fossil, time, text, history, root, shared or human
	Bits  float64 // log2 of how much likelier the article is so if Source is its source
	Text  string  // one plain sentence
	Quote string  // the words it rests on, verbatim; empty when it rests on none
	In    ID      // the article that Quote is from
	Span  Span    // where Quote stands in that article's text, zero when outside it
}

// A Verdict says how a copy treats its source.
type Verdict string

// The verdicts on a copy.
const (
	Credited   Verdict = "credited"            // names the source, or the one behind it
	Misdirects Verdict = "credited to another" // names somebody else
	Uncredited Verdict = "uncredited"          // names nobody
	Stripped   Verdict = "credit stripped"     // names nobody, though its siblings still carry the credit
	Licensed   Verdict = "licensed"            // its outlet may: a relation that the user declared, see package outlet
	Duplicate  Verdict = "same outlet"         // the source's outlet published it twice: AMP, print or regional edition
	Mirror     Verdict = "same owner"          // another outlet of the source's owner
	Unclear    Verdict = "unclear"             // which article is the source is too uncertain to say, or the copy names it in words of its own
)

// Verdicts lists every verdict, in the order in which tables show them.
var Verdicts = []Verdict{Credited, Licensed, Misdirects, Uncredited, Stripped, Duplicate, Mirror, Unclear}

// Foreign reports whether v is said of a copy by another outlet than the source's, as
// opposed to a duplicate or mirror.
func (v Verdict) Foreign() bool { return v != Duplicate && v != Mirror }

// A Link says that Copy took its text from Source, how surely, and why.
type Link struct {
	Copy, Source       ID         // Source may be an unseen source
	Match              Match      // A is Source, B is Copy; no passages when Source is unseen
	Evidence           []Evidence // largest first
	Bits               float64    // the sum, after grouping and clamps
	Confidence         float64    // probability that Source is where Copy took it from, 0 to 1
	Taken              float64    // probability that Copy took it from any node of the family rather than from outside or nobody
	RunnerUp           ID         // the next likeliest source, empty when there is none
	RunnerUpConfidence float64
	Verdict            Verdict
	Reason             string   // what the verdict rests on, a sentence or a quotation; empty when it rests on nothing found
	Second             bool     // a further source of a merged article: not an edge of the tree
	Changes            []Change // what the copy did to the source's text; made from both texts on request, not kept with the link
}

// A Claim says what is known of the root of a family.
type Claim string

// The claims about a root, strongest first: see the rule of honesty in the README.
const (
	Origin       Claim = "origin"
	Earliest     Claim = "earliest"     // earliest known copy in this index
	Undetermined Claim = "undetermined" // family found, origin undetermined
	UnseenSource Claim = "unseen"       // the root is a source that is not in the index
)

// An UnseenNode is a source that members of a family name and the index does not hold.
type UnseenNode struct {
	Name  string
	Named int // members that name it, by credit or by fossil
	Of    int // members in all
}

// A Family is a set of articles that share text by copying, and its tree (stemma).
type Family struct {
	ID           ID     // "F" and the smallest ID of a member that is in no other family
	Members      []Head // sorted by ID
	Unseen       []UnseenNode
	Links        []Link // the tree, sorted by Copy; then second sources, sorted by Copy and Source
	Root         ID     // the likeliest root: an article or an unseen source
	Claim        Claim
	Probability  float64    // of Root, 0 to 1
	Rests        []string   // evidence groups without which Root would not be the likeliest
	RootEvidence []Evidence // for Root as the root
	Conflicts    []string   // contradictions, a sentence each: date against credit, mutual credits
}

// Member returns the head of the member with the given id.
func (f Family) Member(id ID) (Head, bool) {
	for _, h := range f.Members {
		if h.ID == id {
			return h, true
		}
	}
	return Head{}, false
}

// Parent returns the tree's link from the member with the given id to its source.
func (f Family) Parent(id ID) (Link, bool) {
	for _, l := range f.Links {
		if l.Copy == id && !l.Second {
			return l, true
		}
	}
	return Link{}, false
}

// A Found is one article that a traced text has words in common with.
type Found struct {
	Head       Head
	Match      Match   // A is this article, B is the traced text
	Share      float64 // of the traced text's words that this article explains, 0 to 1
	Quoted     bool    // the shared words all stand inside quotation marks in this article
	Confidence float64 // probability that the text was taken from this article rather than another found, 0 to 1
	Evidence   []Evidence
	Family     ID    // empty when it is in no family
	Claim      Claim // set when this article is the root of its family
}

// A Trace is the answer to "which article did this text come from?".
type Trace struct {
	Text    Article // as read, with the claims it makes itself
	Sources []Found // likeliest first
	Chain   []ID    // from the likeliest source up to the root of its family
	Family  *Family // the family of the likeliest source, nil when it is in none
}
