package pipeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"stemma/internal/news"
	"stemma/internal/store"
)

// A Trade is what one outlet published, took from others and gave them.
type Trade struct {
	Key, Name string
	Articles  int                  // in the index; 0 for a source that is only named
	Copies    int                  // of its articles, those with a source at another outlet and owner
	Sources   map[string]int       // copies by key of the outlet that they are from
	Taken     int                  // copies of its articles at other outlets
	Takers    map[string]int       // those by key of the outlet that took them
	Lags      []time.Duration      // of its copies behind their sources, sorted; only where both are dated
	Verdicts  map[news.Verdict]int // on all its copies, duplicates and mirrors among them
}

// Lag is the median of Lags, and whether there is one.
func (t Trade) Lag() (time.Duration, bool) {
	if len(t.Lags) == 0 {
		return 0, false
	}
	return t.Lags[(len(t.Lags)-1)/2], true
}

// Credited is the share of the copies that name their source among those of which that is
// known and no relation makes it needless, and whether there are any.
func (t Trade) Credited() (float64, bool) {
	all := 0
	for _, v := range []news.Verdict{news.Credited, news.Misdirects, news.Uncredited, news.Stripped} {
		all += t.Verdicts[v]
	}
	return float64(t.Verdicts[news.Credited]) / float64(max(1, all)), all > 0
}

// Trades works out for every outlet of an index what it took and gave, those that took most
// first.
func Trades(ctx context.Context, s *store.Store) ([]Trade, error) {
	names, err := newNamer(ctx, s)
	if err != nil {
		return nil, err
	}
	l := ledger{names, map[string]*Trade{}}
	for h, err := range s.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		l.of(h.Outlet, h.Domain).Articles++
	}
	for f, err := range s.Families(ctx) {
		if err != nil {
			return nil, err
		}
		l.enter(f)
	}
	list := make([]Trade, 0, len(l.trades))
	for _, t := range l.trades {
		slices.Sort(t.Lags)
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b Trade) int {
		return cmp.Or(cmp.Compare(b.Copies, a.Copies), cmp.Compare(b.Taken, a.Taken), cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Key, b.Key))
	})
	return list, nil
}

// A ledger gathers trades by outlet key.
type ledger struct {
	names  *namer
	trades map[string]*Trade
}

func (l ledger) of(name, domain string) *Trade {
	key := l.names.key(name, domain)
	t := l.trades[key]
	if t == nil {
		t = &Trade{Key: key, Name: l.names.outlets.Name(key), Sources: map[string]int{}, Takers: map[string]int{}, Verdicts: map[news.Verdict]int{}}
		l.trades[key] = t
	}
	if t.Name == key && name != "" {
		t.Name = name
	}
	return t
}

// enter adds the copies of a family.
func (l ledger) enter(f news.Family) {
	for _, link := range f.Links {
		copied, _ := f.Member(link.Copy)
		taker := l.of(copied.Outlet, copied.Domain)
		if link.Second {
			continue
		}
		taker.Verdicts[link.Verdict]++
		source, ok := f.Member(link.Source)
		giver := l.of(source.Outlet, source.Domain)
		if name, unseen := link.Source.Unseen(); unseen {
			giver = l.of(name, "")
		}
		if !link.Verdict.Foreign() || giver == taker { // of an unclear copy the likeliest source may be the outlet's own
			continue
		}
		taker.Copies++
		taker.Sources[giver.Key]++
		giver.Taken++
		giver.Takers[taker.Key]++
		if ok && source.Published.Known() && copied.Published.Known() {
			taker.Lags = append(taker.Lags, middle(copied.Published).Sub(middle(source.Published)))
		}
	}
}

// middle is the middle of a date's interval.
func middle(d news.Date) time.Time { return d.Earliest.Add(d.Latest.Sub(d.Earliest) / 2) }
