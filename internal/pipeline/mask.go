package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"stemma/internal/match"
	"stemma/internal/news"
	"stemma/internal/shingle"
	"stemma/internal/store"
)

// An outlet's template is what it sets around or into its articles: a newsletter box, a
// legal notice. It is nobody's text, and no matching looks at it. It is learnt from the
// scan, before any two pages are compared, and grows only:
//
//	a fingerprint of some outlet's pages   held by 4 of them or more, in the scan
//	four of those pages are looked at      no two of them share a story
//	=> it is of the template, whatever else is indexed later
const (
	templatePages  = 3  // other pages of the outlet that must hold a piece of text before it is a template
	templatePrints = 60 // two pages that share more, some 150 words, share a story and not a template
	templateTried  = 16 // pages among which four are looked for
)

// masks are the templates of outlets' pages, as fingerprints.
type masks struct {
	hiding map[uint64][]string          // the outlets of whose template a fingerprint is part, by key, sorted
	some   *[1 << (someBits - 6)]uint64 // a bit set for each fingerprint of any template, by its leading bits: most others are told apart so
}

const someBits = 22 // at 600,000 fingerprints of templates, a million articles', one in 7 others is looked up in vain

func loadMasks(ctx context.Context, s *store.Store) (masks, error) {
	templates, err := s.Templates(ctx)
	return newMasks(templates), err
}

// masksOf loads the templates of the outlets of some articles only.
func masksOf(ctx context.Context, s *store.Store, texts map[news.Key]article) (masks, error) {
	outlets := map[string]bool{}
	for _, t := range texts {
		outlets[t.outlet] = true
	}
	templates, err := s.TemplatesOf(ctx, slices.Sorted(maps.Keys(outlets)))
	return newMasks(templates), err
}

func newMasks(templates map[string][]uint64) masks {
	m := masks{map[uint64][]string{}, new([1 << (someBits - 6)]uint64)}
	for key, hashes := range templates {
		for _, h := range hashes {
			m.add(key, h)
		}
	}
	return m
}

func (m masks) add(outlet string, hash uint64) {
	hiding := m.hiding[hash]
	if at, known := slices.BinarySearch(hiding, outlet); !known {
		m.hiding[hash] = slices.Insert(hiding, at, outlet)
	}
	bit := hash >> (shingle.HashBits - someBits)
	m.some[bit/64] |= 1 << (bit % 64)
}

// hidden lists the outlets of whose template a fingerprint is part.
func (m masks) hidden(hash uint64) []string {
	if bit := hash >> (shingle.HashBits - someBits); m.some[bit/64]>>(bit%64)&1 == 0 {
		return nil
	}
	return m.hiding[hash]
}

// hides reports whether a fingerprint is part of an outlet's template.
func (m masks) hides(outlet string, hash uint64) bool { return among(m.hidden(hash), outlet) }

// among reports whether an outlet is one of those that hide a fingerprint.
func among(hiding []string, outlet string) bool {
	_, is := slices.BinarySearch(hiding, outlet)
	return is
}

// A masker puts masks over texts, and over a text that meets many others only once, or
// nearly so: many goroutines may use it at once.
type masker struct {
	masks masks
	mu    sync.Mutex
	marks map[news.ID][]mark
	done  map[masking]match.Text
}

// A mark is a fingerprint of a text that is of any template.
type mark struct {
	at     int32 // its place
	hiding []string
}

func (m masks) masker() *masker {
	return &masker{masks: m, marks: map[news.ID][]mark{}, done: map[masking]match.Text{}}
}

// A masking is a text under the templates of two outlets, the smaller key first; "" where
// the text holds nothing of an outlet's.
type masking struct {
	id   news.ID
	a, b string
}

// pair puts the templates of both outlets over both texts.
func (m *masker) pair(a, b article) (match.Text, match.Text) {
	return m.under(a, b.outlet), m.under(b, a.outlet)
}

func (m *masker) under(t article, other string) match.Text {
	marks := once(&m.mu, m.marks, t.ID, func() []mark { return m.marked(t) })
	own := whose(marks, t.outlet)
	other = whose(marks, other)
	if own == "" && other == "" {
		return t.Text
	}
	return once(&m.mu, m.done, masking{t.ID, min(own, other), max(own, other)}, func() match.Text {
		var at []int32
		for _, mark := range marks {
			if among(mark.hiding, own) || among(mark.hiding, other) {
				at = append(at, mark.at)
			}
		}
		return t.MaskAt(at)
	})
}

// marked lists the marks of a text, by their places.
func (m *masker) marked(t article) []mark {
	var marks []mark
	for i, p := range t.Prints {
		if hiding := m.masks.hidden(p.Hash); len(hiding) > 0 {
			marks = append(marks, mark{int32(i), hiding})
		}
	}
	return marks
}

// whose is an outlet when any of the marks is of its template, else "".
func whose(marks []mark, outlet string) string {
	if slices.ContainsFunc(marks, func(m mark) bool { return among(m.hiding, outlet) }) {
		return outlet
	}
	return ""
}

// once returns what is known by a key, or else makes it and keeps it. Others may make the
// same meanwhile.
func once[K comparable, V any](mu *sync.Mutex, known map[K]V, key K, make func() V) V {
	mu.Lock()
	v, ok := known[key]
	mu.Unlock()
	if !ok {
		v = make()
		mu.Lock()
		known[key] = v
		mu.Unlock()
	}
	return v
}

// A suspect is a fingerprint that may be part of an outlet's template.
type suspect struct {
	hash    uint64
	outlet  string
	pages   []news.Key // of the outlet: the first templateTried that hold it
	holders []news.Key // of any outlet, all that are kept
	count   int        // of all holders
}

// suspect puts a fingerprint aside that more than templatePages pages of an outlet hold.
func (m *meeting) suspect(hash uint64, holders []news.Key, count int) bool {
	if !m.outlets.crowd(holders, templatePages) {
		return false
	}
	pages := map[string][]news.Key{}
	for _, key := range holders {
		if of := m.outlets.of(key); of != "" && len(pages[of]) < templateTried {
			pages[of] = append(pages[of], key)
		}
	}
	maps.DeleteFunc(pages, func(_ string, keys []news.Key) bool { return len(keys) <= templatePages })
	kept := slices.Clone(holders)
	for _, outlet := range slices.Sorted(maps.Keys(pages)) {
		m.suspects = append(m.suspects, suspect{hash, outlet, pages[outlet], kept, count})
	}
	return true
}

// learn decides on the suspects: those that are part of a template are masked, the others
// meet. Pairs of older articles that this concerns are compared anew; these are marked
// unlinked until that is done: a crash loses nothing.
func (m *meeting) learn(ctx context.Context) error {
	slices.SortFunc(m.suspects, func(p, q suspect) int {
		return cmp.Or(cmp.Compare(p.outlet, q.outlet), slices.Compare(p.pages, q.pages), cmp.Compare(p.hash, q.hash))
	})
	judge := judge{store: m.store, batch: m.batch, prints: map[news.Key][]uint64{}}
	grown := map[string][]uint64{}
	var concerned []suspect
	for start := 0; start < len(m.suspects); {
		end := start + 1
		for end < len(m.suspects) && m.suspects[end].outlet == m.suspects[start].outlet && slices.Equal(m.suspects[end].pages, m.suspects[start].pages) {
			end++
		}
		template, err := judge.different(ctx, m.suspects[start].pages)
		if err != nil {
			return err
		}
		if template {
			for _, s := range m.suspects[start:end] {
				m.masks.add(s.outlet, s.hash)
				grown[s.outlet] = append(grown[s.outlet], s.hash)
			}
			concerned = append(concerned, m.suspects[start:end]...)
		}
		if end < len(m.suspects) && m.suspects[end].outlet != m.suspects[start].outlet {
			clear(judge.prints) // no page of the next outlet is there
		}
		start = end
	}
	pairs, err := m.again(ctx, concerned)
	if err != nil {
		return err
	}
	m.meetSuspects()
	var marked []news.Key
	for _, p := range pairs {
		marked = append(marked, p[0], p[1])
	}
	slices.Sort(marked)
	marked = slices.Compact(marked)
	if err := m.store.AddTemplates(ctx, grown, marked); err != nil {
		return err
	}
	if err := m.recompare(ctx, pairs); err != nil {
		return err
	}
	return m.store.Link(ctx, marked, nil)
}

// meetSuspects lets the suspects meet that no template hides now.
func (m *meeting) meetSuspects() {
	slices.SortFunc(m.suspects, func(p, q suspect) int { return cmp.Compare(p.hash, q.hash) })
	m.suspects = slices.CompactFunc(m.suspects, func(p, q suspect) bool { return p.hash == q.hash })
	for _, s := range m.suspects {
		m.records.Meet(s.hash, m.batch.Own(s.hash, s.holders), m.visible(s.hash, slices.Clone(s.holders)), s.count)
	}
	m.suspects = nil
}

// A judge says whether pages share a story. It keeps the fingerprints of those it has seen.
type judge struct {
	store  *store.Store
	batch  *match.Batch
	prints map[news.Key][]uint64 // sorted
}

// different reports whether among the pages there are four no two of which share a story.
func (j *judge) different(ctx context.Context, pages []news.Key) (bool, error) {
	for skip := range len(pages) - templatePages {
		var picked []news.Key
		for _, key := range pages[skip:] {
			apart, err := j.apart(ctx, key, picked)
			if err != nil {
				return false, err
			}
			if !apart {
				continue
			}
			if picked = append(picked, key); len(picked) > templatePages {
				return true, nil
			}
		}
	}
	return false, nil
}

// apart reports whether a page shares no story with any of the others.
func (j *judge) apart(ctx context.Context, key news.Key, others []news.Key) (bool, error) {
	prints, err := j.of(ctx, key)
	if err != nil {
		return false, err
	}
	for _, other := range others {
		if common(prints, j.prints[other]) > templatePrints {
			return false, nil
		}
	}
	return true, nil
}

// of returns the fingerprints of a page, sorted.
func (j *judge) of(ctx context.Context, key news.Key) ([]uint64, error) {
	if prints, ok := j.prints[key]; ok {
		return prints, nil
	}
	if prints, ok := j.batch.Prints(key); ok {
		j.prints[key] = prints
		return prints, nil
	}
	texts, err := load(ctx, j.store, []news.Key{key})
	if err != nil {
		return nil, err
	}
	prints := make([]uint64, 0, len(texts[key].Prints))
	for _, p := range texts[key].Prints {
		prints = append(prints, p.Hash)
	}
	slices.Sort(prints)
	j.prints[key] = slices.Compact(prints)
	return j.prints[key], nil
}

// common counts what two sorted lists have in common.
func common(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// again lists the stored matches that a grown template concerns, which are to be compared
// anew: those with a page of its outlet of which one end holds what the template gained.
func (m *meeting) again(ctx context.Context, grown []suspect) ([]match.Pair, error) {
	holds := map[news.Key][]string{} // the outlets whose templates gained what the article holds
	for _, s := range grown {
		for _, key := range s.holders {
			if !m.batch.Holds(key) && !slices.Contains(holds[key], s.outlet) {
				holds[key] = append(holds[key], s.outlet)
			}
		}
	}
	var wanted []match.Pair
	for part := range slices.Chunk(slices.Sorted(maps.Keys(holds)), textsAtOnce) {
		pairs, err := m.store.MatchedPairs(ctx, part)
		if err != nil {
			return nil, err
		}
		var ends []news.Key
		for _, p := range pairs {
			ends = append(ends, p[0], p[1])
		}
		if err := m.outlets.read(ctx, ends); err != nil {
			return nil, err
		}
		for _, p := range pairs {
			of, with := m.outlets.of(p[0]), m.outlets.of(p[1])
			if slices.ContainsFunc(slices.Concat(holds[p[0]], holds[p[1]]), func(o string) bool { return o == of || o == with }) {
				wanted = append(wanted, p)
			}
		}
	}
	slices.SortFunc(wanted, func(p, q match.Pair) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) })
	return slices.Compact(wanted), nil
}

// recompare compares stored matches anew, all of which shared something rare or were copies,
// and drops those that are none any more.
func (m *meeting) recompare(ctx context.Context, pairs []match.Pair) error {
	for part := range slices.Chunk(pairs, textsAtOnce/2) {
		found, err := m.masks.comparePairs(ctx, m.store, part, true)
		if err != nil {
			return err
		}
		if err := m.store.Relink(ctx, part, found); err != nil {
			return err
		}
	}
	return nil
}
