package store

import (
	"context"
	"database/sql"
	"sync"

	"stemma/internal/news"
)

const (
	fewHashes   = 4096     // fingerprints up to which a look-up goes through the cache: those of a text, or of some
	cachedBytes = 64 << 20 // of blocks that are kept: all of an index of 75,000 articles
)

// A blockCache keeps blocks that were looked up. They never change, and the number of a
// segment is never used again, so that nothing in it is ever wrong. When it is full it
// forgets all of them: what is asked for often is soon back.
type blockCache struct {
	mu     sync.Mutex
	blocks map[int64][]byte // by place, padded; nil where there is no block
	bytes  int
}

// A readyBlock is a block in memory.
type readyBlock struct {
	name uint64
	data []byte // ends in padding
}

// lookUp opens a cursor over the blocks in which hashes, sorted, could be.
func (c *blockCache) lookUp(ctx context.Context, tx *sql.Tx, s segment, gone map[news.Key]int64, hashes []uint64) (*cursor, error) {
	var places, missing []int64
	found := make([][]byte, 0, len(hashes))
	c.mu.Lock()
	for i, h := range hashes {
		if i > 0 && h>>s.low() == hashes[i-1]>>s.low() {
			continue
		}
		place := s.id<<32 | int64(h>>s.low())
		data, known := c.blocks[place]
		if !known {
			missing = append(missing, place)
		}
		places, found = append(places, place), append(found, data)
	}
	c.mu.Unlock()
	fresh, err := readBlocks(ctx, tx, missing)
	if err != nil {
		return nil, err
	}
	c.keep(fresh)
	cursor := &cursor{segment: s, gone: gone}
	for i, place := range places {
		data := found[i]
		if data == nil {
			data = fresh[place]
		}
		if data != nil {
			cursor.ready = append(cursor.ready, readyBlock{uint64(place) & 0xffffffff, data})
		}
	}
	return cursor, nil
}

// readBlocks reads blocks by their places; of one that is not there the data is nil.
func readBlocks(ctx context.Context, tx *sql.Tx, places []int64) (map[int64][]byte, error) {
	fresh := make(map[int64][]byte, len(places))
	if len(places) == 0 {
		return fresh, nil
	}
	for _, place := range places {
		fresh[place] = nil
	}
	rows, err := tx.QueryContext(ctx, `SELECT place, data FROM json_each(?) j CROSS JOIN block ON place = j.value`, jsonList(places))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var place int64
		var raw sql.RawBytes
		if err := rows.Scan(&place, &raw); err != nil {
			return nil, err
		}
		fresh[place] = append(append(make([]byte, 0, len(raw)+padding), raw...), make([]byte, padding)...)
	}
	return fresh, rows.Err()
}

func (c *blockCache) keep(fresh map[int64][]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.blocks == nil || c.bytes > cachedBytes {
		c.blocks, c.bytes = map[int64][]byte{}, 0
	}
	for place, data := range fresh {
		c.blocks[place] = data
		c.bytes += len(data) + 64 // of the map
	}
}
