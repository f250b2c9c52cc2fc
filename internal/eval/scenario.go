package eval

// A Scenario says how a simulated world republishes. Shares are of 1.
type Scenario struct {
	Name         string
	HiddenRoot   float64 // families whose first article is in no index
	HiddenMember float64 // other articles that are in none
	Missing      float64 // articles without a date
	DayOnly      float64 // those that give the day alone
	Wrong        float64 // those dated up to two days off
	Restamped    float64 // first articles that carry the date of a later change
	Credited     float64 // copies that credit the article they were taken from
	Linked       float64 // copies that give its address
	Canonical    float64 // copies that declare its address as their canonical one
	False        float64 // copies that credit an outlet that has nothing to do with it
	Signed       float64 // copies that name a writer of their own, as half of the first articles do
	Kept         float64 // copies that leave the credit standing that their source carries
	Voiced       float64 // families with the voice of the first outlet amid the text: an embedded post of its own
	FromRoot     float64 // copies that were taken from the first article; the others from any copy before
	Truncated    float64 // copies that lack paragraphs, four in five the last ones
	Extended     float64 // copies with a paragraph of their own
	EditedLeast  float64 // smallest share of a copy's words that were changed, taken out or put in
	Edited       float64 // and the largest
	Headline     float64 // copies with a headline of their own
	Boxed        float64 // outlets that print the same box below every article
	Revised      float64 // first articles that were changed after others had copied them
	Merged       float64 // families one of whose articles goes, with one of the family before, into an article made of both
	Press        float64 // families beside which two outlets report of one press conference, each for itself
	DayBefore    bool    // two articles a family: a wire's, and a copy dated the day before
}

// Base is the world as it is thought to be; the next seven change one thing each, and the
// newsroom has everything at once. No figure of them was fitted to the evidence table.
var Base = Scenario{Name: "base", HiddenRoot: .20, HiddenMember: .10, Missing: .15, DayOnly: .25, Wrong: .12, Restamped: .15,
	Credited: .35, Linked: .20, Canonical: .07, Voiced: .15, FromRoot: .67, Truncated: .40, Extended: .20, Edited: .10, Headline: .60}

// change is Base with another name and something else in it.
func change(name string, f func(*Scenario)) Scenario {
	s := Base
	s.Name = name
	f(&s)
	return s
}

// Ablations are Base where one thing more is to be known: that every date is there and true
// to the second, that every copy credits its source, that nothing is hidden, or all of it.
// What a figure gains by it is what the lack of it costs in Base; what is wrong still with all
// of it is not for want of these. The last is chains with all of it.
func Ablations() []Scenario {
	dated := func(s *Scenario) { s.Missing, s.DayOnly, s.Wrong, s.Restamped = 0, 0, 0, 0 }
	credited := func(s *Scenario) { s.Credited = 1 }
	shown := func(s *Scenario) { s.HiddenRoot, s.HiddenMember = 0, 0 }
	return []Scenario{
		change("dates true", dated),
		change("all credit", credited),
		change("none hidden", shown),
		change("all of these", func(s *Scenario) { dated(s); credited(s); shown(s) }),
		change("chains, all", func(s *Scenario) { dated(s); credited(s); shown(s); s.FromRoot, s.EditedLeast = .10, .03 }),
	}
}

// Scenarios lists every scenario, Base first.
func Scenarios() []Scenario {
	return []Scenario{
		Base,
		change("no dates", func(s *Scenario) { s.Missing = 1 }),
		change("bad dates", func(s *Scenario) { s.Wrong, s.DayOnly = .30, .40 }),
		change("no credits", func(s *Scenario) { s.Credited, s.Linked, s.Canonical, s.Voiced = 0, 0, 0, 0 }),
		change("clean dates", func(s *Scenario) {
			s.Missing, s.DayOnly, s.Wrong, s.Restamped, s.HiddenRoot, s.HiddenMember, s.Credited = 0, 0, 0, 0, 0, 0, .70
		}),
		change("verbatim", func(s *Scenario) { s.Edited, s.Truncated, s.Extended = 0, 0, 0 }),
		change("chains", func(s *Scenario) { s.FromRoot, s.EditedLeast = .10, .03 }),
		change("hidden roots", func(s *Scenario) { s.HiddenRoot = 1 }),
		change("newsroom", func(s *Scenario) {
			s.False, s.Signed, s.Kept, s.Boxed, s.Revised, s.Merged, s.Press = .05, .15, .50, .50, .20, .10, .10
		}),
		change("day before", func(s *Scenario) {
			s.DayBefore, s.DayOnly, s.HiddenRoot, s.HiddenMember, s.Missing, s.Wrong, s.Restamped, s.Voiced = true, 1, 0, 0, 0, 0, 0, 0
		}),
	}
}
