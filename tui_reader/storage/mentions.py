"""Names recognised in the texts of items, and what their links refer to: kept when an item is stored, sought again when
a model becomes known.

What was stored before a name was known is found through the search index, so that a new name costs a query and the
reading of what it finds. Both that and the reading of items that were stored before names were recognised at all go in
short steps (`catch_up`), each a transaction that notes how far it came: whoever stops in between goes on there.
"""

from __future__ import annotations

import itertools
import json
import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tui_reader.domain.issues import SECTIONS
from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_bases import base_words, forms
from tui_reader.domain.model_families import families
from tui_reader.domain.names import RULES, NameTable
from tui_reader.storage.meta import Meta
from tui_reader.storage.texts import reference_of, searchable, targets_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.domain.names import Mention
    from tui_reader.storage.db import Db

#: Items read in one step: some tens of milliseconds.
STEP = 100
#: Names sought with one query.
_TOGETHER = 20
#: Of a longer text the beginning is read: a book would hold up whoever stores it.
_LONGEST = 200_000
_MOST = 200
_SNIPPET = 70
_UNREAD, _SEEKING, _RULES = "names.unread", "names.seeking", "names.rules"
#: Where the names that the configuration ties together are remembered.
ALIASES = "names.aliases"


class MentionWriter:
    """The writer's side of the table of mentions."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._table: NameTable | None = None
        self._known = (-1, "")
        self._is_alone = self._is_sure = False

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Within a transaction nobody else learns names: they are asked for once, and by whoever needs them."""
        self._is_alone, self._is_sure = True, False
        try:
            yield
        finally:
            self._is_alone = self._is_sure = False

    def read(
        self,
        item_id: int,
        parts: Iterable[tuple[str, str]],
        title: str = "",
        targets: Iterable[str] = (),
    ) -> None:
        """Keep what an item names: `parts` are the places in it ("" for the whole) with their texts, `targets` what its
        links and its own address refer to. Words around a name are kept from the parts, not from the title, which is
        shown beside them."""
        own = str(self._db.value("SELECT key FROM items WHERE id = ?", (item_id,)))
        found = self._found(own, parts, title)
        for target in targets:
            if target != own:
                found.setdefault((target, ""), "")
        self._db.run("DELETE FROM mentions WHERE id = ?", (item_id,))
        self._db.run("DELETE FROM unrecognised WHERE id = ?", (item_id,))
        self._keep(item_id, found)

    def _found(self, own: str, parts: Iterable[tuple[str, str]], title: str) -> dict[tuple[str, str], str]:
        """The words around each name, by target and place."""
        table = self._names()
        found: dict[tuple[str, str], str] = {}
        for place, text in parts:
            beginning = text[:_LONGEST]
            for mention in table.recognise(beginning):
                if mention.target != own and len(found) < _MOST:
                    found.setdefault((mention.target, place), snippet(beginning, mention))
        for mention in table.recognise(title):
            if mention.target != own:
                found.setdefault((mention.target, ""), "")
        return found

    def _keep(self, item_id: int, found: dict[tuple[str, str], str]) -> None:
        # What a link refers to is kept without words; where the text names it too, these are.
        self._db.many(
            "INSERT INTO mentions VALUES(?,?,?,?) "
            "ON CONFLICT DO UPDATE SET text = excluded.text WHERE excluded.text <> ''",
            [(target, item_id, place, text) for (target, place), text in found.items()],
        )

    def read_later(self, ids: Sequence[int]) -> None:
        """Have the texts of new items read by `catch_up`: whoever stores many does not wait for it."""
        self._db.many("INSERT OR IGNORE INTO unrecognised VALUES(?)", [(item_id,) for item_id in ids])

    def keep_targets(self, found: Iterable[tuple[int, str]]) -> None:
        """Keep what the links of new items refer to: ids and targets."""
        self._db.many("INSERT OR IGNORE INTO mentions VALUES(?, ?, '', '')", [(target, i) for i, target in found])

    def waiting(self, most: int) -> int:
        """How many new items wait to be read for names, counted up to `most`."""
        return int(self._db.value("SELECT count(*) FROM (SELECT 1 FROM unrecognised LIMIT ?)", (most,)))

    def learn(self, names: Iterable[str]) -> None:
        """Take names of models from a leaderboard; items stored before are searched for new ones by `catch_up`."""
        self._is_sure = False
        self._db.many("INSERT OR IGNORE INTO model_names VALUES(?, 0)", [(n,) for n in dict.fromkeys(names) if n])

    def catch_up(self) -> bool:
        """Read one step of what is left, within a transaction of the caller's. False when nothing is."""
        db = self._db
        if self._read_new():
            return True
        if Meta(db).get(_RULES) != (rules := f"{RULES} {Meta(db).get(ALIASES)}".strip()):
            self._begin_anew(rules)
        unread = int(Meta(db).get(_UNREAD) or 0)
        if unread > 0:
            ids = [r[0] for r in db.all("SELECT id FROM items WHERE id <= ? ORDER BY id DESC LIMIT ?", (unread, STEP))]
            self._read_stored(ids)
            Meta(db).set(_UNREAD, str(ids[-1] - 1 if ids else 0))
            return True
        return self._seek()

    def _read_new(self) -> bool:
        """Read the newest of the items that were stored without being read. False when there are none."""
        db = self._db
        found = db.all(
            "SELECT u.id, i.key, i.title, coalesce(t.text, '') FROM unrecognised u LEFT JOIN items i ON i.id = u.id "
            "LEFT JOIN texts t ON t.id = u.id ORDER BY u.id DESC LIMIT ?", (STEP,)
        )  # fmt: skip
        for item_id, key, title, text in found:
            if key is not None:
                self._keep(item_id, self._found(key, [("", text)], title))
        db.many("DELETE FROM unrecognised WHERE id = ?", [(r[0],) for r in found])
        return bool(found)

    def _begin_anew(self, rules: str) -> None:
        db = self._db
        if Meta(db).get(_RULES):
            Meta(db).set(_UNREAD, str(db.value("SELECT coalesce(max(id), 0) FROM items")))
        Meta(db).set(_RULES, rules)

    def _seek(self) -> bool:
        db = self._db
        sought = json.loads(Meta(db).get(_SEEKING) or "{}")
        names = sought.get("names") or [
            r[0] for r in db.all("SELECT name FROM model_names WHERE is_sought = 0 LIMIT ?", (_TOGETHER,))
        ]
        if not names:
            return False
        found: list[int] = []
        phrases = list(dict.fromkeys(p for name in names for p in phrases_of(name)))
        if phrases:
            found = [
                r[0]
                for r in db.all(
                    "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
                    (" OR ".join(f'"{searchable(p)}"' for p in phrases), sought.get("after", -1), STEP),
                )
            ]
        marks = ",".join("?" * len(found))
        self._read_stored([r[0] for r in db.all(f"SELECT id FROM items WHERE place IN ({marks})", found)])
        if len(found) < STEP:
            db.many("UPDATE model_names SET is_sought = 1 WHERE name = ?", [(n,) for n in names])
            Meta(db).set(_SEEKING, "")
        else:
            Meta(db).set(_SEEKING, json.dumps({"names": names, "after": found[-1]}, ensure_ascii=False))
        return True

    def _read_stored(self, ids: Sequence[int]) -> None:
        db = self._db
        for item_id in ids:
            row = db.one(
                "SELECT i.kind, i.title, coalesce(t.text, '') FROM items i LEFT JOIN texts t ON t.id = i.id "
                "WHERE i.id = ?",
                (item_id,),
            )
            if row is None or row[0] == "board":
                continue
            kind, title, text = row
            if kind == "issue":
                form = json.loads(db.value("SELECT form FROM issues WHERE id = ?", (item_id,)) or "{}")
                self.read(item_id, essay_parts(form["essay"], form["sections"]) if form else [])
            else:
                self.read(item_id, [("", text)], title, targets_of(db, item_id))

    def _names(self) -> NameTable:
        if self._is_sure and self._table is not None:
            return self._table
        # Another process may have learned names too; they are never forgotten, so their number tells.
        known = (int(self._db.value("SELECT count(*) FROM model_names")), Meta(self._db).get(ALIASES))
        if self._table is None or known != self._known:
            self._known = known
            self._table = NameTable(model_names(self._db), aliases=aliases(self._db))
        self._is_sure = self._is_alone
        return self._table


def essay_parts(essay: Sequence[str], sections: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """The texts of an issue that may name things, each with where it stands; `sections` as the issue is stored: name,
    title, address, author, essay."""
    told = [(title or SECTIONS.get(name, name), "\n\n".join(own)) for name, title, _, _, own in sections if own]
    return [("Essay", "\n\n".join(essay)), *told]


def targets_of(db: Db, item_id: int) -> tuple[str, ...]:
    """What the address of a stored entry and the links in its text refer to."""
    kind, url, text, form, base = db.one(
        "SELECT i.kind, i.url, b.text, b.format, b.base_url FROM items i LEFT JOIN bodies b ON b.id = i.id "
        "WHERE i.id = ?", (item_id,)
    ) or ("", "", None, "", "")  # fmt: skip
    if kind not in ("entry", "link"):
        return ()
    own = reference_of(url) if url else ""
    return all_targets(own, targets_in(text, base, form == "html") if text else ())


def all_targets(own: str, targets: Iterable[str]) -> tuple[str, ...]:
    """What an entry refers to besides itself: by its own address (`own`), which may be a paper's, and by its links."""
    return tuple(t for t in dict.fromkeys((own, *targets)) if t and not (t == own and t.startswith("at:")))


def model_names(db: Db) -> tuple[str, ...]:
    """The models of all leaderboards, as those spell them, and the user's own names for some of them."""
    own = [n for first, others in json.loads(Meta(db).get(ALIASES) or "{}").items() for n in (first, *others)]
    return tuple(dict.fromkeys([r[0] for r in db.all("SELECT name FROM model_names ORDER BY name")] + own))


def aliases(db: Db) -> ModelAliases:
    """Which names are one model, with what the user's configuration adds."""
    return ModelAliases(json.loads(Meta(db).get(ALIASES) or "{}"))


def name_table(db: Db) -> NameTable:
    """What a document is searched for. The table is made once for the same names."""
    repos = frozenset(str(r[0]).removeprefix("repo:") for r in db.all("SELECT key FROM items WHERE kind = 'repo'"))
    return _made(model_names(db), repos, Meta(db).get(ALIASES))


@lru_cache(maxsize=2)
def _made(models: tuple[str, ...], repos: frozenset[str], own: str) -> NameTable:
    return NameTable(models, repos, ModelAliases(json.loads(own or "{}")))


def snippet(text: str, mention: Mention) -> str:
    """The words around a name on one line, cut at spaces."""
    start, end = max(0, mention.start - _SNIPPET), min(len(text), mention.end + _SNIPPET)
    before, after = text[start : mention.start], text[mention.end : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join((before + text[mention.start : mention.end] + after).split())


def phrases_of(name: str) -> Iterator[str]:
    """The words of a model's name as the search index holds them, in each way of writing it. The index takes letters
    and digits without anything between them for one word: `Qwen3.5` is `qwen3 5`, `Qwen 3.5` is `qwen 3 5`."""
    base = base_words(name)
    for words in [w for w in (*forms([name]), *families([name])) if w] if base else []:
        joints = [
            i for i in range(len(words) - 1) if words[i].isalpha() and words[i + 1][0].isdigit() and len(words) > 1
        ]
        for joined in itertools.product((False, True), repeat=len(joints[:3])):
            tied = {i for i, is_joined in zip(joints, joined, strict=False) if is_joined}
            text = words[0]
            for i, word in enumerate(words[1:]):
                # A size or a letter behind digits (`9b`, `4o`) is written together, a word of its own mostly is not.
                follows_digit = words[i][-1].isdigit() and word.isalpha() and len(word) == 1
                text += ("" if i in tied or follows_digit else " ") + word
            plain = " ".join(re.findall(r"[^\W_]+", text))
            if plain and len(plain) > 1:
                yield plain
