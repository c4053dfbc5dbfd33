"""The tables of the library, and how an older library becomes a present one.

`items` holds what a list shows, one narrow row for each thing; what only a document shows lies in tables of its own,
joined by id. Marks (read, state, tags, notes) in `items` are what the journal adds up to (`actions`). `items.place`
sorts everything newest first (see places.py) and is the row number of the full-text index.
"""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError
from tui_reader.storage.db import Db, failures
from tui_reader.storage.sort_keys import day_number_sql
from tui_reader.storage.texts import address_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Marks the file as a library of this program (SQLite's application_id; "iTUI").
APPLICATION_ID = 0x69545549

_DAY_NEW = day_number_sql("new.place")
_DAY_OLD = day_number_sql("old.place")

_FIRST = f"""
CREATE TABLE items(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    place INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    source_title TEXT NOT NULL DEFAULT '',
    date INTEGER,
    authors TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    badge TEXT NOT NULL DEFAULT '',
    stars INTEGER,
    title_id INTEGER,
    origin TEXT NOT NULL DEFAULT 'none',
    state TEXT NOT NULL DEFAULT 'none',
    read INTEGER NOT NULL DEFAULT 0,
    is_updated INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '',
    has_note INTEGER NOT NULL DEFAULT 0,
    decided_at INTEGER,
    desk INTEGER NOT NULL GENERATED ALWAYS AS (state = 'inbox' OR is_updated) VIRTUAL
);
CREATE INDEX items_place ON items(place, kind, state, read, is_updated);
CREATE INDEX items_kind ON items(kind, place);
CREATE INDEX items_desk ON items(kind, place, state, is_updated) WHERE desk = 1;
CREATE INDEX items_unread ON items(kind, place, read) WHERE read = 0 AND kind <> 'paper';
CREATE INDEX items_decided ON items(state, place, kind) WHERE state NOT IN ('none', 'inbox');
CREATE INDEX items_decided_at ON items(decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX items_updated ON items(place, is_updated) WHERE is_updated = 1;
CREATE INDEX items_title ON items(title_id, kind) WHERE title_id IS NOT NULL;

-- How many items of each kind there are a day; counts and the groups of the standard views come from here.
CREATE TABLE tallies(
    kind TEXT NOT NULL, desk INTEGER NOT NULL, read INTEGER NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY(kind, desk, read, day)
) WITHOUT ROWID;
CREATE TRIGGER items_added AFTER INSERT ON items BEGIN
    INSERT INTO tallies VALUES(new.kind, new.desk, new.read, {_DAY_NEW}, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER items_removed AFTER DELETE ON items BEGIN
    UPDATE tallies SET n = n - 1 WHERE kind = old.kind AND desk = old.desk AND read = old.read AND day = {_DAY_OLD};
END;
CREATE TRIGGER items_changed AFTER UPDATE OF kind, state, read, is_updated, place ON items
WHEN new.desk <> old.desk OR new.read <> old.read OR new.kind <> old.kind OR new.place <> old.place BEGIN
    UPDATE tallies SET n = n - 1 WHERE kind = old.kind AND desk = old.desk AND read = old.read AND day = {_DAY_OLD};
    INSERT INTO tallies VALUES(new.kind, new.desk, new.read, {_DAY_NEW}, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- Former keys of items: title:… of a paper whose number became known.
CREATE TABLE aliases(old TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX aliases_key ON aliases(key);

CREATE TABLE sightings(
    id INTEGER NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
    seen_on TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '',
    PRIMARY KEY(id, source, kind, place, seen_on)
) WITHOUT ROWID;
CREATE INDEX sightings_source ON sightings(source, id);

-- What a feed itself calls an entry: the same name is the same item for good.
CREATE TABLE identities(
    source TEXT NOT NULL, name INTEGER NOT NULL, id INTEGER NOT NULL, content INTEGER NOT NULL,
    PRIMARY KEY(source, name)
) WITHOUT ROWID;
CREATE INDEX identities_id ON identities(id);

CREATE TABLE entries(
    id INTEGER PRIMARY KEY, author TEXT NOT NULL, published INTEGER, updated INTEGER, summary TEXT NOT NULL,
    comments_url TEXT NOT NULL, enclosures TEXT NOT NULL, labels TEXT NOT NULL
);
CREATE TABLE bodies(
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, format TEXT NOT NULL, base_url TEXT NOT NULL, is_full INTEGER NOT NULL
);
CREATE TABLE papers(
    id INTEGER PRIMARY KEY, arxiv_id TEXT NOT NULL, authors TEXT NOT NULL, categories TEXT NOT NULL,
    published INTEGER, updated INTEGER, announced_on TEXT, version INTEGER, version_at INTEGER,
    comment TEXT NOT NULL, doi TEXT NOT NULL, journal_ref TEXT NOT NULL, pdf_url TEXT NOT NULL
);
CREATE TABLE categories(
    category TEXT NOT NULL COLLATE NOCASE, place INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY(category, place, id)
) WITHOUT ROWID;
CREATE TABLE repos(id INTEGER PRIMARY KEY, description TEXT NOT NULL, language TEXT NOT NULL);
CREATE TABLE issues(id INTEGER PRIMARY KEY, day TEXT NOT NULL UNIQUE, form TEXT NOT NULL);

CREATE TABLE boards(board TEXT PRIMARY KEY, title TEXT NOT NULL, metric TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE snapshots(
    id INTEGER PRIMARY KEY, board TEXT NOT NULL, day TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
    metric TEXT NOT NULL, description TEXT NOT NULL, index_version TEXT NOT NULL, complete INTEGER NOT NULL,
    size INTEGER NOT NULL, UNIQUE(board, day, source)
);
CREATE TABLE snapshot_rows(
    snapshot INTEGER NOT NULL, line INTEGER NOT NULL, model TEXT NOT NULL, rank INTEGER, score REAL, tok_s REAL,
    usd_per_1m REAL, model_id TEXT NOT NULL, PRIMARY KEY(snapshot, line)
) WITHOUT ROWID;
CREATE INDEX snapshot_rows_model ON snapshot_rows(model COLLATE NOCASE);

CREATE TABLE sources(
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, group_name TEXT NOT NULL,
    home_url TEXT NOT NULL, attributes TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'new', last_success INTEGER,
    last_attempt INTEGER, error TEXT NOT NULL DEFAULT '', failures INTEGER NOT NULL DEFAULT 0, not_before INTEGER,
    retry_after INTEGER, moved_to TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- The journal, line by line, as far as it was read; `print` tells lines with the same number apart.
CREATE TABLE actions(
    item TEXT NOT NULL, field TEXT NOT NULL, at INTEGER NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
    print INTEGER NOT NULL, batch TEXT NOT NULL, value TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL,
    version INTEGER, PRIMARY KEY(item, field, at, name, number, print)
) WITHOUT ROWID;
CREATE INDEX actions_batch ON actions(batch);
CREATE TABLE turns(
    batch TEXT PRIMARY KEY, at INTEGER NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, undone INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE journal_files(
    name TEXT PRIMARY KEY, offset INTEGER NOT NULL, skipped INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE item_tags(
    tag TEXT NOT NULL COLLATE NOCASE, id INTEGER NOT NULL, PRIMARY KEY(tag, id)
) WITHOUT ROWID;
CREATE INDEX item_tags_id ON item_tags(id);
CREATE TABLE notes(id INTEGER PRIMARY KEY, text TEXT NOT NULL);

CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE texts(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE unindexed(id INTEGER PRIMARY KEY);
CREATE VIEW documents AS
    SELECT i.place AS place, i.title AS title, i.authors AS authors, coalesce(t.text, '') AS text
    FROM items i LEFT JOIN texts t ON t.id = i.id WHERE i.id NOT IN (SELECT id FROM unindexed);
CREATE VIRTUAL TABLE search USING fts5(
    title, authors, text, content='documents', content_rowid='place', prefix='2 3',
    tokenize="unicode61 remove_diacritics 2"
);
-- Few large merges cost less than many small ones while a sync writes.
INSERT INTO search(search, rank) VALUES('automerge', 8);
INSERT INTO search(search, rank) VALUES('rank', 'bm25(8.0, 4.0, 1.0)');
"""

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

#: Scripts in order; a library of version n has had the first n. Each statement ends a line.
MIGRATIONS: tuple[str, ...] = (
    _FIRST, _BOARD_ERRORS, _REFERENCES, _DIGESTS, _PAPER_HISTORY, _WHOLE_PAPERS, _RANKING, _BOARD_VALUES, _FIRST_SEEN,
    _SINCE, _SEARCHABLE, _BEHIND, _UNTOLD, _SERVER,
)  # fmt: skip


def prepare(db: Db, state_dir: Path, migrations: Sequence[str] = MIGRATIONS) -> str:
    """Bring the file up to the present version, keeping a copy of an older one in state/. Returns words for the user,
    "" if nothing was done. Raises StorageError for a library of a newer program or a database of another one."""
    version = _version(db)
    if version == len(migrations) and db.value("PRAGMA application_id") == APPLICATION_ID:
        return ""
    if version > len(migrations):
        raise StorageError(
            f"{db.path} was written by a newer version of inference-tui",
            "Update inference-tui, or move the file away: it is rebuilt from imports and journal.",
        )
    if db.value("SELECT count(*) FROM sqlite_master") and db.value("PRAGMA application_id") != APPLICATION_ID:
        raise ForeignFileError(f"{db.path} is the database of another program")
    if not db.can_write:
        raise StorageError(f"{db.path} has to be brought up to date, but cannot be written")
    _use_wal(db)
    backup = _back_up(db, version, state_dir) if version else None
    with failures(db.path):
        db.run("BEGIN IMMEDIATE")
        try:
            version = _version(db)  # another process may have been quicker
            db.raw.create_function("address_number", 1, address_number, deterministic=True)
            for number, script in enumerate(migrations[version:], version + 1):
                for statement in _statements(script):
                    db.run(statement)
                db.run(f"PRAGMA user_version={number}")
            db.run(f"PRAGMA application_id={APPLICATION_ID}")
            db.run("COMMIT")
        except BaseException:
            if db.raw.in_transaction:
                db.run("ROLLBACK")
            raise
    return f"The library was brought up to date; a copy of the old one is {backup}." if backup else ""


class ForeignFileError(StorageError):
    """The file is a sound database, but not a library."""


def _version(db: Db) -> int:
    return int(db.value("PRAGMA user_version"))


def _use_wal(db: Db) -> None:
    # A file system that cannot share memory (some network drives) stays with a rollback journal; that works too.
    with contextlib.suppress(StorageError):
        db.value("PRAGMA journal_mode=WAL")


def _back_up(db: Db, version: int, state_dir: Path) -> Path:
    with failures(state_dir):
        folder = state_dir / "backups"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"library-v{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
        target = sqlite3.connect(path)
        try:
            db.raw.backup(target)
        finally:
            target.close()
    return path


def _statements(script: str) -> list[str]:
    """The statements of a script; executescript would commit the transaction they belong to."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            if current.strip():
                statements.append(current)
            current = ""
    return statements
