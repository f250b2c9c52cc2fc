-- schema.sql is the whole database, as of user_version 1 (application_id 0x7374656d, "stem").
-- Postings, the bulk of it, are not rows: they lie in immutable sorted segments of packed blocks.

CREATE TABLE header (
	only   INTEGER PRIMARY KEY CHECK (only = 1), -- there is one row
	scheme TEXT    NOT NULL                      -- shingle.Scheme of every fingerprint in this file
) STRICT;

-- An article in its current revision. The text and the postings are elsewhere, so that a walk over heads stays small.
CREATE TABLE article (
	key                INTEGER PRIMARY KEY,  -- news.Key: small number for postings and matches; order of arrival, which decides nothing
	id                 TEXT    NOT NULL UNIQUE, -- news.ID: 16 hex digits; the index serves look-up by id and by id prefix, and order by id
	content            BLOB    NOT NULL,     -- XXH3-128 of head (without place) and text: the same content is the same revision
	own                TEXT    NOT NULL,     -- the input's own id, '' when it had none
	place              TEXT    NOT NULL,     -- path, path:line or path!member where it was read; of several places the smallest
	url                TEXT    NOT NULL,     -- its own address, '' when unknown
	address            INTEGER NOT NULL,     -- hash of url in normal form, 0 when unknown
	domain             TEXT    NOT NULL,     -- registrable domain of url, '' when unknown
	outlet             TEXT    NOT NULL,     -- publisher as shown, '' when unknown
	outlet_key         TEXT    NOT NULL,     -- canonical key of the publisher, '' when unknown
	title              TEXT    NOT NULL,
	byline             TEXT    NOT NULL,
	lang               TEXT    NOT NULL,     -- BCP 47 primary language, 'und' when unknown
	published_earliest TEXT,                 -- RFC 3339 in UTC, NULL for no bound
	published_latest   TEXT,                 -- RFC 3339 in UTC, NULL for no bound
	grade              TEXT    NOT NULL,     -- news.Grade of the publication date: A, B, C, D, or '' when unknown
	words              INTEGER NOT NULL,     -- words of the text, as shingle counts them
	detail             TEXT    NOT NULL      -- JSON: canonical address, all dates, credits, fossils, links, extra fields
) STRICT;
-- By lots of 4,096 keys: an index by a hash alone is written to everywhere with every batch, and at a
-- million articles that was most of what was written. Who looks up looks into every lot.
CREATE INDEX article_own     ON article (key >> 12, own)     WHERE own <> '';     -- Find by the input's own id
CREATE INDEX article_address ON article (key >> 12, address) WHERE address <> 0;  -- Find by URL
CREATE INDEX article_place   ON article (place);                                  -- Find by path

CREATE TABLE text (
	article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
	data    BLOB    NOT NULL              -- zstd frame of the UTF-8 text
) STRICT;

-- A revision of an article that is not its current one. The columns are those of article and text.
CREATE TABLE revision (
	article            INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
	content            BLOB    NOT NULL,
	own                TEXT    NOT NULL,
	place              TEXT    NOT NULL,
	url                TEXT    NOT NULL,
	address            INTEGER NOT NULL,
	domain             TEXT    NOT NULL,
	outlet             TEXT    NOT NULL,
	outlet_key         TEXT    NOT NULL,
	title              TEXT    NOT NULL,
	byline             TEXT    NOT NULL,
	lang               TEXT    NOT NULL,
	published_earliest TEXT,
	published_latest   TEXT,
	grade              TEXT    NOT NULL,
	words              INTEGER NOT NULL,
	detail             TEXT    NOT NULL,
	data               BLOB    NOT NULL,
	UNIQUE (article, content)             -- serves the revisions of one article
) STRICT;

-- An outlet that an article explicitly credits: what the history between two outlets is counted from.
CREATE TABLE credit (
	article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
	outlet  TEXT    NOT NULL,             -- canonical key of the credited outlet
	PRIMARY KEY (article, outlet)
) STRICT, WITHOUT ROWID;

-- Articles whose matches are not yet all found: those of the batch at work, or what a crash left to do.
CREATE TABLE unlinked (
	article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE
) STRICT;

-- Articles whose matches, or what else their families hang on, have changed since these were solved: that is done at the end of a run.
CREATE TABLE unsolved (
	article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE
) STRICT;

-- What stands in many pages of one outlet and is nobody's text: a newsletter box, a legal notice.
CREATE TABLE template (
	outlet TEXT    NOT NULL,              -- canonical key
	hash   INTEGER NOT NULL,              -- a shingle of it, chosen as a fingerprint or not
	PRIMARY KEY (outlet, hash)
) STRICT, WITHOUT ROWID;

-- An immutable run of postings (fingerprint, article), sorted by both.
CREATE TABLE segment (
	id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: gone.through compares by it
	postings INTEGER NOT NULL,            -- pairs in it
	bits     INTEGER NOT NULL,            -- leading bits of a fingerprint that name its bucket, 0 to 32
	blocks   INTEGER NOT NULL,            -- rows of block
	bytes    INTEGER NOT NULL             -- bytes of their data
) STRICT;

-- Looked up by place, walked in its order. The number is the row's own, so that inner pages of the tree hold numbers only: with
-- PRIMARY KEY (segment, bucket), WITHOUT ROWID, they hold blocks, and the tree is two levels deeper at 10 million postings.
CREATE TABLE block (
	place INTEGER PRIMARY KEY,            -- segment.id << 32 | bucket: the leading segment.bits bits of its fingerprints
	data  BLOB    NOT NULL                -- packed groups of a fingerprint and its articles: internal/store/block.go
) STRICT;

-- Postings that lie in a segment and count no more: passed over when read, dropped by the next merge.
CREATE TABLE gone (
	article INTEGER PRIMARY KEY,          -- its postings are gone; no REFERENCES: it may outlive a removed article
	through INTEGER NOT NULL              -- in segments up to this id; later ones hold its current revision
) STRICT;

-- Fingerprints that more than 64 articles have, of which segments keep those with the smallest keys. Noted with each segment written,
-- counted at the end of a run.
CREATE TABLE common (
	hash     INTEGER PRIMARY KEY,         -- fingerprint, 40 bits
	articles INTEGER NOT NULL,            -- that have it
	families INTEGER,                     -- distinct ones among the articles kept; NULL: to be counted
	outlets  INTEGER                      -- likewise
) STRICT;
CREATE INDEX common_stale ON common (hash) WHERE families IS NULL; -- CountCommon

-- Two articles that share text.
CREATE TABLE match (
	a          INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE, -- the end with the smaller id (not key)
	b          INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
	class      TEXT    NOT NULL,          -- news.Class of b against a
	reverse    TEXT    NOT NULL,          -- news.Class of a against b
	borderline INTEGER NOT NULL,          -- 1: within 0.05 of a limit of its class
	words      REAL    NOT NULL,          -- aligned words, near-equal ones count half
	unquoted   REAL    NOT NULL,          -- those outside quotation marks on both sides
	quoted     REAL    NOT NULL,          -- those inside quotation marks on both sides
	run        INTEGER NOT NULL,          -- longest unquoted run of equal words, in words
	a_words    INTEGER NOT NULL,          -- words of a
	a_unquoted INTEGER NOT NULL,          -- those outside quotation marks
	b_words    INTEGER NOT NULL,
	b_unquoted INTEGER NOT NULL,
	passages   BLOB    NOT NULL,          -- aligned spans and runs: internal/store/match.go
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_b ON match (b);            -- MatchesOf by the other end

CREATE TABLE family (
	key         INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL UNIQUE,  -- "F" and the smallest id of a member that is in no other; the index serves Family and the order of Families
	root        TEXT    NOT NULL,         -- id of the likeliest root, or "unseen:NAME"
	claim       TEXT    NOT NULL,         -- news.Claim about it
	probability REAL    NOT NULL,         -- of root, 0 to 1
	detail      TEXT    NOT NULL          -- JSON: unseen sources, evidence for the root, what it rests on, conflicts
) STRICT;

CREATE TABLE family_member (
	family  INTEGER NOT NULL REFERENCES family (key) ON DELETE CASCADE,
	article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE, -- a merged article may be in several families
	PRIMARY KEY (family, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_member_article ON family_member (article); -- FamiliesOf

CREATE TABLE link (
	family               INTEGER NOT NULL REFERENCES family (key) ON DELETE CASCADE,
	position             INTEGER NOT NULL, -- order in the family, from 0
	copy                 TEXT    NOT NULL, -- id of an article, or "unseen:NAME"
	source               TEXT    NOT NULL, -- likewise
	bits                 REAL    NOT NULL, -- log2 of the odds its evidence adds up to
	confidence           REAL    NOT NULL, -- probability that source is where copy took its text from, 0 to 1
	taken                REAL    NOT NULL, -- probability that copy took its text from any node of the family
	runner_up            TEXT    NOT NULL, -- id of the next likeliest source, '' when there is none
	runner_up_confidence REAL    NOT NULL,
	verdict              TEXT    NOT NULL, -- news.Verdict on the copy
	reason               TEXT    NOT NULL, -- what the verdict rests on, '' when on nothing found
	second               INTEGER NOT NULL, -- 1: a further source of a merged article, not an edge of the tree
	match                BLOB    NOT NULL, -- what source (as a) and copy (as b) share: internal/store/match.go
	evidence             TEXT    NOT NULL, -- JSON, largest first
	PRIMARY KEY (family, position)
) STRICT, WITHOUT ROWID;

-- What the user declared about outlets, in the order of the lines: stemma index --outlets FILE.
CREATE TABLE relation (
	position INTEGER PRIMARY KEY,
	outlet   TEXT NOT NULL,               -- whom the line is about: a name or a domain
	kind     TEXT NOT NULL,               -- alias, owner, licence or a word of trust.txt
	value    TEXT NOT NULL,
	place    TEXT NOT NULL                -- file:line
) STRICT;

-- What a person decided: stemma review. The design calls it a verdict, a word that is said of copies here. It names
-- articles by id and refers to none, so that it outlives them, and waits for those that come later.
CREATE TABLE review (
	number  INTEGER PRIMARY KEY AUTOINCREMENT, -- by which it is withdrawn; never used again
	kind    TEXT NOT NULL,                -- news.ReviewKind
	article TEXT NOT NULL,                -- the copy, the root, the article to split off, or a member of one family
	other   TEXT NOT NULL,                -- the source, which may be "unseen:NAME", a member of the other family, or ''
	who     TEXT NOT NULL,
	given   TEXT NOT NULL,                -- RFC 3339 in UTC
	note    TEXT NOT NULL
) STRICT;

-- A run of the program that wrote to this file.
CREATE TABLE run (
	id      INTEGER PRIMARY KEY,
	args    TEXT    NOT NULL,             -- JSON: the command line
	started TEXT    NOT NULL,             -- RFC 3339 in UTC
	known   INTEGER NOT NULL,             -- the largest article.key when it began: what it and later runs add has larger ones
	took    INTEGER,                      -- milliseconds; NULL while it runs, and when it never finished
	counts  TEXT    NOT NULL,             -- JSON: what it counted, by name
	stages  TEXT    NOT NULL              -- JSON: the parts of the run in order and their milliseconds
) STRICT;
