package pipeline

import (
	"context"

	"stemma/internal/news"
)

// countCommon brings up to date how many families and outlets have the fingerprints that
// are common: a story that a thousand outlets printed is one family, a turn of phrase a
// thousand.
func (l *linker) countCommon(ctx context.Context) error {
	c := counter{linker: l, families: map[news.Key]int64{}}
	err := l.store.CountCommon(ctx, func(holders []news.Key) (families, outlets int) {
		if c.fault == nil {
			families, outlets, c.fault = c.count(ctx, holders)
		}
		return families, outlets
	})
	if c.fault != nil {
		return c.fault
	}
	return err
}

// A counter counts families and outlets of articles. The same articles, those with the
// smallest keys, hold most of what is common: they are looked up once.
type counter struct {
	*linker
	families map[news.Key]int64 // negative where an article is in none
	fault    error
}

func (c *counter) count(ctx context.Context, keys []news.Key) (families, outlets int, err error) {
	if err := c.outlets.read(ctx, keys); err != nil {
		return 0, 0, err
	}
	var missing []news.Key
	for _, key := range keys {
		if _, known := c.families[key]; !known {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		found, err := c.store.FamilyKeys(ctx, missing)
		if err != nil {
			return 0, 0, err
		}
		for _, key := range missing {
			family, ok := found[key]
			if !ok {
				family = -int64(key)
			}
			c.families[key] = family
		}
	}
	of, by := map[int64]bool{}, map[string]bool{}
	for _, key := range keys {
		of[c.families[key]] = true
		by[c.outlets.of(key)] = true
	}
	return len(of), len(by), nil
}
