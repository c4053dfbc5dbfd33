"""The tables of the library as they began; what became of them since is in `migrations`.

`items` holds what a list shows, one narrow row for each thing; what only a document shows lies in tables of its own,
joined by id. Marks (read, state, tags, notes) in `items` are what the journal adds up to (`actions`). `items.place`
sorts everything newest first (see sort_keys.py) and is the row number of the full-text index.
"""

from __future__ import annotations

from tui_reader.storage.sort_keys import day_number_sql

_DAY_NEW = day_number_sql("new.place")
_DAY_OLD = day_number_sql("old.place")

FIRST = f"""
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
