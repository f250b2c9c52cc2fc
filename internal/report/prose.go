package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stemma/internal/news"
)

// A part is a stretch of a sentence. Words of others are kept apart from ours, so that
// each format can escape and isolate them in its own way.
type part struct {
	Text    string
	Outside bool   // not ours: from an article
	Lang    string // of outside words, empty when unknown
	URL     string // an http or https address to link to, empty when there is none
}

// Prose is a sentence or more.
type prose []part

// String is the prose as plain text.
func (p prose) String() string {
	var s strings.Builder
	for _, part := range p {
		s.WriteString(part.Text)
	}
	return s.String()
}

func (p prose) say(format string, args ...any) prose {
	return append(p, part{Text: fmt.Sprintf(format, args...)})
}

func (p prose) words(text string) prose { return append(p, part{Text: oneLine(text), Outside: true}) }

// cite names an article as a reader knows it: outlet, title, date.
func (p prose) cite(h news.Head) prose {
	if name, ok := h.ID.Unseen(); ok {
		return p.words(name)
	}
	p = p.words(publisher(h))
	if h.Title != "" {
		p = p.say(", “").title(h).say("”")
	}
	return p.say(" (%s)", when(h.Published))
}

// tell names an article inside a sentence: "The Lamp’s “Heron puts out the light” of
// 4 March 2024". Where its date is no one day, a comma must follow; rest says which.
func (p prose) tell(h news.Head) (told prose, rest string) {
	if name, ok := h.ID.Unseen(); ok {
		return p.words(name), ""
	}
	name := publisher(h)
	p = p.words(name).say("%s", possessive(name))
	_, narrow := day(h.Published)
	date := when(h.Published)
	if date == "undated" {
		p, date = p.say("undated "), ""
	}
	if h.Title == "" {
		p = p.say("article")
	} else {
		p = p.say("“").title(h).say("”")
	}
	switch {
	case date == "":
		return p, ""
	case narrow || exact(h.Published):
		p = p.say(" of %s", date)
	default:
		p = p.say(", published %s", date)
	}
	if strings.Contains(date, ",") || !narrow && !exact(h.Published) {
		return p, ","
	}
	return p, ""
}

// subject names an article before a verb.
func (p prose) subject(h news.Head) prose {
	told, rest := p.tell(h)
	return told.say("%s ", rest)
}

// object names an article where a sentence goes on with then, or ends with a full stop.
func (p prose) object(h news.Head, then string) prose {
	told, rest := p.tell(h)
	if strings.ContainsAny(then[:1], ".;:,") || strings.HasPrefix(then, " (") {
		rest = ""
	}
	return told.say("%s%s", rest, then)
}

// possessive is what makes a name one that owns: "The Times’", "The Lamp’s".
func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return "’ "
	}
	return "’s "
}

func (p prose) title(h news.Head) prose {
	return append(p, part{Text: oneLine(h.Title), Outside: true, Lang: lang(h), URL: href(h.URL)})
}

// publisher is what to call an article's outlet, or the article when that is unknown.
func publisher(h news.Head) string { return cmp.Or(h.Outlet, h.Domain, h.Name(), string(h.ID)) }

// lang is the value of a lang attribute, empty when the language is unknown or no name of
// one (BCP 47).
func lang(h news.Head) string {
	if h.Lang == "und" || len(h.Lang) > 35 || strings.ContainsFunc(h.Lang, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return ""
	}
	return h.Lang
}

// claimProse says what is known of a family's root, and never more.
func claimProse(b *book, f news.Family) prose {
	root := b.head(f.Root)
	copies := count(len(f.Members), "article", "articles")
	switch f.Claim {
	case news.Origin:
		return prose{}.subject(root).say("is the origin of the text that %s share (probability %s).", theseArticles(len(f.Members)), chance(f.Probability)).rests(f)
	case news.Earliest:
		return prose{}.subject(root).say("is the earliest known copy in this index of a text that %s share; "+
			"that it is the source of the others is %s (%s). Whether an older one exists elsewhere is not known.",
			copies, likelihood(f.Probability), chance(f.Probability)).rests(f)
	case news.UnseenSource:
		return unseenProse(f)
	}
	p := prose{}.say("These %s share text by copying. Which of them came first is undetermined", copies)
	if f.Root == "" {
		return p.say(".")
	}
	return p.say("; the tree shown starts from ").object(root, fmt.Sprintf(", whose probability of being first is %s.", chance(f.Probability)))
}

// unseenProse says which source that is not in the index a family goes back to.
func unseenProse(f news.Family) prose {
	name, _ := f.Root.Unseen()
	p := prose{}.say("The likeliest source of %s is ", theseArticles(len(f.Members))).words(name).
		say(" (%s, probability %s)", likelihood(f.Probability), chance(f.Probability))
	for _, u := range f.Unseen {
		if u.Name == name {
			p = p.say(". It is named as source by %d of %d", u.Named, u.Of)
		}
	}
	return p.say(": ").words(name).say(" (no matching ").words(name).say(" article in this index).").rests(f)
}

func theseArticles(n int) string {
	if n == 1 {
		return "this article"
	}
	return fmt.Sprintf("these %s articles", thousands(n))
}

// rests names the evidence without which the finding would not stand.
func (p prose) rests(f news.Family) prose {
	if len(f.Rests) == 0 {
		return p
	}
	names := make([]string, len(f.Rests))
	for i, group := range f.Rests {
		names[i] = groupName(group)
	}
	without := "it"
	if len(names) > 1 {
		without = "any one of these"
	}
	return p.say(" This rests on %s: without %s, another could be as likely.", list(names), without)
}

// groupName says a group of evidence as a reader understands it.
func groupName(group string) string {
	switch group {
	case "explicit":
		return "what the articles say of their source"
	case "fossil":
		return "traces of another outlet's own voice"
	case "time":
		return "the dates"
	case "text":
		return "the wording"
	case "history":
		return "who usually credits whom"
	case "human":
		return "what people decided"
	case "root":
		return "what marks an article as first"
	}
	return group
}

// list joins names as English does.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// linkProse says what a copy shares with its source, and how likely it was taken from it.
// Where that is less likely than not, it says no more than that they share words.
func linkProse(b *book, l news.Link) prose {
	copied, source, m := b.head(l.Copy), b.head(l.Source), l.Match
	p := prose{}.subject(copied)
	switch _, unseen := l.Source.Unseen(); {
	case unseen && says(l):
		p = p.say("names ").words(source.Outlet).say(" as its source, and no article of that source in this index matches it.")
	case unseen:
		p = p.say("carries traces of ").words(source.Outlet).say("%sown voice, and no article of that source in this index matches it.", possessive(source.Outlet))
	case m.Class == news.Identical:
		p = p.say("has the same %s words as ", thousands(m.SideB.Words)).object(source, ".")
	case l.Confidence < 0.5:
		p = p.say("shares %s with ", count(int(m.Words), "word", "words")).
			object(source, fmt.Sprintf(": %s of that article’s words, %s of its own.", percent(m.ShareA()), percent(m.ShareB())))
	default:
		p = p.say("repeats %s of the %s words of ", percent(m.ShareA()), thousands(m.SideA.Words)).
			object(source, fmt.Sprintf("; they are %s of its own %s.", percent(m.ShareB()), thousands(m.SideB.Words)))
	}
	p = p.say(" That it took its text from there is %s (%s)", likelihood(l.Confidence), chance(l.Confidence))
	if l.RunnerUp == "" {
		return p.say(".")
	}
	return p.say("; the next likeliest source is ").object(b.head(l.RunnerUp), fmt.Sprintf(" (%s).", chance(l.RunnerUpConfidence)))
}

// says reports whether what speaks for a link is the copy's own word, and not only traces.
func says(l news.Link) bool {
	return !slices.ContainsFunc(l.Evidence, func(e news.Evidence) bool { return e.Group == "fossil" && e.Bits > 0 }) ||
		slices.ContainsFunc(l.Evidence, func(e news.Evidence) bool { return e.Group == "explicit" && e.Bits > 0 })
}

// classProse explains a class of copy.
func classProse(c news.Class) string {
	switch c {
	case news.Identical:
		return "the same words"
	case news.Full:
		return "nearly all of both texts"
	case news.Truncated:
		return "nearly all of the copy, part of the source"
	case news.Extended:
		return "nearly all of the source, with text added"
	case news.Partial:
		return "a fifth of the copy or more"
	case news.Excerpt:
		return "at least 25 words"
	case news.Phrase:
		return "a run of at least 12 words"
	case news.QuotesOnly:
		return "quoted speech only"
	}
	return "no shared text"
}

// verdictProse says how a copy treats its source.
func verdictProse(v news.Verdict) string {
	switch v {
	case news.Credited:
		return "It names its source, or the one behind it."
	case news.Misdirects:
		return "It credits another than the source found here."
	case news.Uncredited:
		return "It names no source."
	case news.Stripped:
		return "It names no source, though other copies of the text still carry the credit."
	case news.Licensed:
		return "Its outlet may publish the source's texts, as you declared."
	case news.Duplicate:
		return "The same outlet published the source: no copy by another."
	case news.Mirror:
		return "Both outlets have one owner: no copy by another."
	case news.Unclear:
		return "Its credit cannot be judged: which article is its source is too uncertain, or it names that one in words that are no credit."
	}
	return ""
}

// oneLine folds all white space, line ends among it, to single spaces, and drops the
// characters that make words read in another order than they are written.
func oneLine(s string) string {
	if tidy(s) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(inOrder, plain(s))), " ")
}

// tidy reports whether s is one line of ASCII with single spaces already, as most are.
func tidy(s string) bool {
	space := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && space {
			return false
		}
		space = s[i] == ' '
	}
	return s == "" || !space
}

func inOrder(r rune) rune {
	if overrides(r) {
		return -1
	}
	return r
}

// madeBy says with what a report was made, and from what.
func madeBy(a About) prose {
	p := prose{}.say("Made by stemma ").words(a.Version)
	if a.Weights != "" {
		p = p.say(" with ").words(a.Weights)
	}
	if a.Corpus.SHA256 != "" {
		p = p.say(" from an index of %s (SHA-256 of the corpus %s)", count(a.Corpus.Articles, "article", "articles"), a.Corpus.SHA256)
	}
	p = p.say(".")
	if asked := a.Parameters.list(); len(asked) > 0 {
		p = p.say(" Only ").words(strings.Join(asked, ", ")).say(".")
	}
	return p
}

// list says which parameters are set.
func (p Parameters) list() []string {
	var asked []string
	add := func(name, value string) {
		if value != "" {
			asked = append(asked, name+" "+value)
		}
	}
	add("article", p.Article)
	add("family", p.Family)
	add("outlet", p.Outlet)
	add("since", p.Since)
	add("until", p.Until)
	if p.MinConfidence > 0 {
		add("confidence of at least", strconv.FormatFloat(p.MinConfidence, 'f', -1, 64))
	}
	for _, c := range p.Classes {
		add("class", c)
	}
	for _, v := range p.Verdicts {
		add("verdict", v)
	}
	if p.IndexedSince > 0 {
		add("indexed since run", strconv.FormatInt(p.IndexedSince, 10))
	}
	return asked
}
