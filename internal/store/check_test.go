package store

import (
	"fmt"
	"strings"
	"testing"

	"stemma/internal/news"
)

// Each row breaks a sound database in one way, which Check must name.
func TestCheckFinds(t *testing.T) {
	for _, row := range []struct{ break_, want string }{
		{`DELETE FROM block WHERE place = (SELECT max(place) FROM block)`, "fingerprints, its text has"},
		{`UPDATE block SET data = substr(data, 1, length(data) - 3)`, "cut short"},
		{`UPDATE block SET data = x''`, "cut short"},
		{`UPDATE block SET place = place + (5 << 32)`, "segments hold 0 fingerprints"},
		{`UPDATE segment SET postings = postings + 1`, "postings, and says"},
		{`DELETE FROM segment`, "segments hold 0 fingerprints"},
		{`INSERT INTO gone VALUES (2, 99)`, "article 0000000000000002: segments hold 0 fingerprints"},
		{`DELETE FROM text WHERE article = 3`, "article 0000000000000003 has no text"},
		{`UPDATE text SET data = (SELECT data FROM text WHERE article = 1) WHERE article = 2`, "article 0000000000000002: segments hold"},
		{`UPDATE text SET data = x'00' WHERE article = 2`, "article 0000000000000002: database is malformed: text"},
		{`DELETE FROM article WHERE key = 3`, " postings of articles that are not there"},
		{`DELETE FROM article WHERE key = 3`, "text row 3 refers to a missing article"},
		{`UPDATE match SET a = b, b = a`, "match of 0000000000000002 and 0000000000000001 is not in order"},
		{`INSERT INTO family (id, root, claim, probability, detail) VALUES ('F1', '', '', 0, '{}')`, "family F1 has no members"},
		{`UPDATE sqlite_schema SET sql = 'CREATE INDEX match_b ON match (a)' WHERE name = 'match_b'`, "SQLite: "},
	} {
		t.Run(row.break_, func(t *testing.T) {
			path := t.TempDir() + "/stemma.db"
			s := reopen(t, path)
			numbered(t, s, 3)
			if err := s.Link(t.Context(), nil, []news.Match{{A: id(1), B: id(2)}}); err != nil {
				t.Fatal(err)
			}
			checkClean(t, s)
			s.Close()
			tamper(t, path, row.break_)
			s = reopen(t, path)
			faults, err := s.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(faults, "\n"), row.want) {
				t.Errorf("faults %q, want one with %q", faults, row.want)
			}
		})
	}
}

// Faults without end are not told one by one.
func TestCheckIsBrief(t *testing.T) {
	s := open(t)
	for i := range 3 * maxFaults {
		add(t, s, entry(id(i), fmt.Sprint("text ", i)))
	}
	if _, err := s.write.Exec(`DELETE FROM text`); err != nil {
		t.Fatal(err)
	}
	faults, err := s.Check(t.Context())
	if err != nil || len(faults) != maxFaults+1 {
		t.Errorf("%d faults, %v", len(faults), err)
	}
}
