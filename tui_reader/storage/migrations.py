"""What became of the tables of the library, version by version; `schema` runs what a file has not had."""

from __future__ import annotations

from tui_reader.storage.first_tables import FIRST

#: Scores are kept with their window of tasks and their error; the names on a board are found without its tables.
_BOARD_ERRORS = """
ALTER TABLE snapshots ADD COLUMN better TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshot_rows ADD COLUMN task_window TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshot_rows ADD COLUMN sem REAL;
ALTER TABLE snapshot_rows ADD COLUMN low REAL;
ALTER TABLE snapshot_rows ADD COLUMN high REAL;
CREATE INDEX snapshot_rows_model_id ON snapshot_rows(model_id) WHERE model_id <> '';
CREATE TABLE board_models(
    board TEXT NOT NULL, model TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY(board, model)
) WITHOUT ROWID;
INSERT INTO board_models
    SELECT s.board, r.model, max(s.day) FROM snapshots s JOIN snapshot_rows r ON r.snapshot = s.id GROUP BY 1, 2;
"""

# What papers said until a new version changed it, and which papers arXiv was asked about, in which version (0: by
# title, or in none).
_PAPER_HISTORY = """
CREATE TABLE earlier_texts(
    id INTEGER NOT NULL, version INTEGER NOT NULL, gone_at INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY(id, version)
) WITHOUT ROWID;
CREATE TABLE lookups(id INTEGER PRIMARY KEY, version INTEGER NOT NULL);
CREATE INDEX items_bare ON items(id) WHERE kind = 'paper' AND (authors = '' OR category = '');
"""

_REFERENCES = """
-- Names recognised in the texts of items: what is named (model:, lab:, arxiv:, repo:), in which item and part of it.
CREATE TABLE mentions(
    target TEXT NOT NULL, id INTEGER NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY(target, id, place)
) WITHOUT ROWID;
CREATE INDEX mentions_id ON mentions(id);
-- Models as leaderboards spell them; `is_sought` once the items that were stored before have been searched for it.
CREATE TABLE model_names(name TEXT PRIMARY KEY, is_sought INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO model_names SELECT DISTINCT model, 1 FROM snapshot_rows;
-- Items up to this id were stored before names were recognised; it falls to 0 as they are read.
INSERT INTO meta SELECT 'names.unread', coalesce(max(id), 0) FROM items;
-- Entries with near-equal titles from different hosts on one day share a story: the id of the first of them.
ALTER TABLE items ADD COLUMN story INTEGER;
CREATE INDEX items_story ON items(story) WHERE story IS NOT NULL;
CREATE TABLE title_words(
    day INTEGER NOT NULL, word INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(day, word, id)
) WITHOUT ROWID;
CREATE INDEX title_words_id ON title_words(id);
-- Stars of repositories by date, and by how many they rose since the date before.
CREATE TABLE star_counts(
    id INTEGER NOT NULL, day TEXT NOT NULL, stars INTEGER NOT NULL, PRIMARY KEY(id, day)
) WITHOUT ROWID;
INSERT OR IGNORE INTO star_counts
    SELECT i.id, max(s.seen_on), i.stars FROM items i JOIN sightings s ON s.id = i.id
    WHERE i.stars IS NOT NULL AND s.seen_on <> '' GROUP BY i.id;
ALTER TABLE items ADD COLUMN rose INTEGER;
"""

# Digests: what each names, in its order, and in which digest a thing was seen. What issues and digests merely name is
# a `link`, no entry of a feed, so that the counts of Feeds are those of feeds.
_DIGESTS = """
ALTER TABLE sightings ADD COLUMN via INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sightings_via ON sightings(via) WHERE via <> 0;
CREATE TABLE digests(id INTEGER PRIMARY KEY, is_cut INTEGER NOT NULL);
CREATE TABLE digest_items(
    digest INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, place TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, links TEXT NOT NULL, is_cut INTEGER NOT NULL, PRIMARY KEY(digest, line)
) WITHOUT ROWID;
CREATE INDEX digest_items_item ON digest_items(item);
UPDATE items SET kind = 'link' WHERE kind = 'entry' AND id NOT IN (SELECT id FROM entries);
"""

# The text of papers, packed; NULL where arXiv had none when it was asked.
_WHOLE_PAPERS = """
CREATE TABLE whole_papers(
    id INTEGER PRIMARY KEY, text BLOB, version INTEGER NOT NULL, url TEXT NOT NULL, fetched INTEGER NOT NULL
);
"""

# What the ranker looks at in each paper (domain/ranking/features), and the papers that have none yet, or one of what
# they said before. A kept paper that the library does not have is found by its line.
_RANKING = """
CREATE TABLE paper_features(id INTEGER PRIMARY KEY, blob BLOB NOT NULL);
CREATE TABLE featureless(id INTEGER PRIMARY KEY);
INSERT INTO featureless SELECT id FROM items WHERE kind = 'paper';
CREATE TRIGGER paper_added AFTER INSERT ON items WHEN new.kind = 'paper' BEGIN
    INSERT OR IGNORE INTO featureless VALUES(new.id);
END;
CREATE TRIGGER paper_changed AFTER UPDATE OF title, authors, kind ON items
WHEN new.kind = 'paper' AND (new.title <> old.title OR new.authors <> old.authors OR new.kind <> old.kind) BEGIN
    INSERT OR IGNORE INTO featureless VALUES(new.id);
END;
CREATE TRIGGER paper_removed AFTER DELETE ON items WHEN old.kind = 'paper' BEGIN
    DELETE FROM paper_features WHERE id = old.id;
    DELETE FROM featureless WHERE id = old.id;
END;
CREATE TRIGGER paper_text_added AFTER INSERT ON texts BEGIN
    INSERT OR IGNORE INTO featureless SELECT id FROM items WHERE id = new.id AND kind = 'paper';
END;
CREATE TRIGGER paper_text_changed AFTER UPDATE ON texts BEGIN
    INSERT OR IGNORE INTO featureless SELECT id FROM items WHERE id = new.id AND kind = 'paper';
END;
CREATE INDEX actions_kept ON actions(item) WHERE field = 'state' AND value IN ('"kept"', '"starred"');
"""

# What rows and tables of leaderboards hold beyond their first columns, as JSON, and until when a table was still given.
_BOARD_VALUES = """
ALTER TABLE snapshots ADD COLUMN extra TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN held_until TEXT;
ALTER TABLE snapshot_rows ADD COLUMN more TEXT NOT NULL DEFAULT '';
"""

# When each item was first seen here (NULL: before this was kept), how often the source of an entry changed its date,
# and which addresses the entries of a feed ever had: a number of the address, as `text.addresses.folded` makes it.
_FIRST_SEEN = """
ALTER TABLE items ADD COLUMN first_seen INTEGER;
ALTER TABLE entries ADD COLUMN date_changes INTEGER NOT NULL DEFAULT 0;
CREATE TABLE entry_addresses(
    source TEXT NOT NULL, address INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(source, address, id)
) WITHOUT ROWID;
INSERT OR IGNORE INTO entry_addresses SELECT n.source, address_number(i.url), n.id
    FROM identities n JOIN items i ON i.id = n.id WHERE i.url <> '';
INSERT OR REPLACE INTO meta SELECT 'dates.unchecked', '0' WHERE EXISTS (SELECT 1 FROM items);
"""

# What came since a moment: items by kind, tables by when they were first stored (NULL: before this was kept, or of the
# past), and since when a source has been failing.
_SINCE = """
CREATE INDEX items_seen ON items(kind, first_seen) WHERE first_seen IS NOT NULL;
ALTER TABLE snapshots ADD COLUMN first_seen INTEGER;
ALTER TABLE sources ADD COLUMN failing_since INTEGER;
"""

# The index holds texts as they are seen (`text.search_text`); what differs is indexed anew after the migration.
_SEARCHABLE = """
INSERT INTO search(search, rowid, title, authors, text)
    SELECT 'delete', place, title, authors, text FROM documents
    WHERE title <> searchable(title) OR authors <> searchable(authors) OR text <> searchable(text);
INSERT OR IGNORE INTO unindexed SELECT i.id FROM items i LEFT JOIN texts t ON t.id = i.id
    WHERE i.title <> searchable(i.title) OR i.authors <> searchable(i.authors)
    OR coalesce(t.text, '') <> searchable(coalesce(t.text, ''));
DROP VIEW documents;
CREATE VIEW documents AS
    SELECT i.place AS place, searchable(i.title) AS title, searchable(i.authors) AS authors,
    searchable(coalesce(t.text, '')) AS text
    FROM items i LEFT JOIN texts t ON t.id = i.id WHERE i.id NOT IN (SELECT id FROM unindexed);
"""

# New items whose texts were not searched for names yet: that is done behind a refresh. Segments of the index are
# written larger (bytes held in memory while a step is indexed), which halves what indexing costs.
_BEHIND = """
CREATE TABLE unrecognised(id INTEGER PRIMARY KEY);
INSERT INTO search(search, rank) VALUES('hashsize', 8388608);
"""

# What came in as read (the archive of a feed at its first fetch), and what is muted by a term of the list, which never
# stands in a list or a count. What is new since a moment is told from the index of what is unread.
_UNTOLD = """
ALTER TABLE items ADD COLUMN is_backlog INTEGER NOT NULL DEFAULT 0;
CREATE TABLE muted(id INTEGER PRIMARY KEY, term TEXT NOT NULL);
DROP INDEX items_unread;
CREATE INDEX items_unread ON items(kind, place, read, first_seen) WHERE read = 0 AND kind <> 'paper';
"""

# What a feed server said at the last sync (`storage/server.py`): its subscriptions, its entries with the items that
# they are, and the flags of each with the journal's line that was the last on it then.
_SERVER = """
CREATE TABLE server_feeds(
    stream TEXT PRIMARY KEY, url TEXT NOT NULL, title TEXT NOT NULL, group_name TEXT NOT NULL, home_url TEXT NOT NULL,
    source TEXT NOT NULL, line TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE server_items(
    number INTEGER PRIMARY KEY, id INTEGER, read INTEGER, read_line TEXT NOT NULL DEFAULT '', starred INTEGER,
    starred_line TEXT NOT NULL DEFAULT ''
);
CREATE INDEX server_items_id ON server_items(id) WHERE id IS NOT NULL;
"""

# What is the same for all ways of writing a model's name, so that a model is found on all boards without reading their
# names; and of each table whether its scores compare with those of the one before it (`storage/board_pairs.py`).
_BOARD_KEYS = """
ALTER TABLE board_models ADD COLUMN key TEXT NOT NULL DEFAULT '';
UPDATE board_models SET key = written_key(model);
INSERT OR REPLACE INTO meta VALUES('boards.rules', written_key_rules());
CREATE INDEX board_models_key ON board_models(key, board);
CREATE TABLE board_pairs(
    later INTEGER NOT NULL, earlier INTEGER NOT NULL, compares INTEGER NOT NULL, PRIMARY KEY(later, earlier)
) WITHOUT ROWID;
CREATE INDEX snapshots_day ON snapshots(board, day DESC, complete DESC, size DESC, source);
"""

# Letters without marks, full width, raised and lowered figures are indexed as they are typed; what differs is taken out
# and indexed anew after the migration.
_FOLDED = """
CREATE TEMP TABLE refolded(id INTEGER PRIMARY KEY);
INSERT INTO refolded SELECT i.id FROM items i LEFT JOIN texts t ON t.id = i.id
    WHERE i.id NOT IN (SELECT id FROM unindexed) AND (searchable_before(i.title) <> searchable(i.title)
    OR searchable_before(i.authors) <> searchable(i.authors)
    OR searchable_before(coalesce(t.text, '')) <> searchable(coalesce(t.text, '')));
INSERT INTO search(search, rowid, title, authors, text)
    SELECT 'delete', i.place, searchable_before(i.title), searchable_before(i.authors),
    searchable_before(coalesce(t.text, ''))
    FROM refolded r JOIN items i ON i.id = r.id LEFT JOIN texts t ON t.id = i.id;
INSERT OR IGNORE INTO unindexed SELECT id FROM refolded;
DROP TABLE refolded;
"""

#: Scripts in order; a library of version n has had the first n. Each statement ends a line.
MIGRATIONS: tuple[str, ...] = (
    FIRST, _BOARD_ERRORS, _REFERENCES, _DIGESTS, _PAPER_HISTORY, _WHOLE_PAPERS, _RANKING, _BOARD_VALUES, _FIRST_SEEN,
    _SINCE, _SEARCHABLE, _BEHIND, _UNTOLD, _SERVER, _BOARD_KEYS,
    _FOLDED,
)  # fmt: skip
