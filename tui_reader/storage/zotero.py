"""What Zotero keeps: `zotero.sqlite` (its schema is in resource/schema/userdata.sql), and Better BibTeX's citation
keys beside it. Zotero locks its database while it runs, so a copy is read."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from tui_reader.domain.errors import ParseError

_KEYS = "better-bibtex.sqlite"
_FIELDS = """
SELECT i.itemID, i.key, t.typeName, f.fieldName, v.value FROM items i JOIN itemTypes t ON t.itemTypeID = i.itemTypeID
JOIN itemData d ON d.itemID = i.itemID JOIN fields f ON f.fieldID = d.fieldID
JOIN itemDataValues v ON v.valueID = d.valueID
WHERE i.itemID NOT IN (SELECT itemID FROM deletedItems)
    AND i.libraryID NOT IN (SELECT libraryID FROM libraries WHERE type = 'feed')
    AND t.typeName NOT IN ('attachment', 'note', 'annotation')
ORDER BY i.itemID
"""
_AUTHORS = """
SELECT ic.itemID, c.firstName, c.lastName FROM itemCreators ic JOIN creators c ON c.creatorID = ic.creatorID
JOIN creatorTypes ct ON ct.creatorTypeID = ic.creatorTypeID WHERE ct.creatorType = 'author'
ORDER BY ic.itemID, ic.orderIndex
"""
#: Tags of type 1 came with the page that an item was saved from.
_TAGS = "SELECT it.itemID, t.name FROM itemTags it JOIN tags t ON t.tagID = it.tagID WHERE it.type = 0"


class ZoteroItem(Struct):
    """An item of Zotero: its type, its fields by their names there, what it is cited by."""

    kind: str
    fields: dict[str, str]
    authors: list[str]
    tags: list[str]
    citation_key: str = ""


def items(path: Path) -> list[ZoteroItem]:
    """The items of a Zotero library, with all its groups, without what is in its bin. Raises ParseError."""
    try:
        with tempfile.TemporaryDirectory(prefix="inference-tui-") as folder:
            found, keys = _read(_copied(path, Path(folder)))
            own = _keys(path.with_name(_KEYS), Path(folder))
    except (sqlite3.Error, OSError) as error:
        raise ParseError(
            f"{path.name} cannot be read as Zotero's library: {error}",
            "Give zotero.sqlite of Zotero's data directory, or export the library as CSL JSON.",
        ) from None
    for item_id, item in found.items():
        item.citation_key = own.get(keys[item_id], item.fields.get("citationKey", ""))
    return list(found.values())


def _read(path: Path) -> tuple[dict[int, ZoteroItem], dict[int, str]]:
    found: dict[int, ZoteroItem] = {}
    keys: dict[int, str] = {}
    with closing(_opened(path)) as db:
        for item_id, key, kind, field, value in db.execute(_FIELDS):
            item = found.setdefault(item_id, ZoteroItem(str(kind), {}, [], []))
            item.fields[str(field)] = str(value)
            keys[item_id] = str(key)
        for item_id, first, last in db.execute(_AUTHORS):
            if item_id in found:
                found[item_id].authors.append(f"{first or ''} {last or ''}".strip())
        for item_id, tag in db.execute(_TAGS):
            if item_id in found:
                found[item_id].tags.append(str(tag))
    return found, keys


def _keys(path: Path, folder: Path) -> dict[str, str]:
    """Better BibTeX's citation keys by the keys of items; none where it is not there, or of a version unknown here."""
    if not path.is_file():
        return {}
    try:
        with closing(_opened(_copied(path, folder))) as db:
            rows = db.execute("SELECT itemKey, citationKey FROM citationkey WHERE citationKey <> ''")
            return {str(item): str(key) for item, key in rows}
    except sqlite3.Error:
        return {}


def _copied(path: Path, folder: Path) -> Path:
    """A copy, with what was written and not yet taken into the database."""
    for suffix in ("-journal", "-wal"):
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            shutil.copyfile(beside, folder / beside.name)
    return Path(shutil.copyfile(path, folder / path.name))


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db
