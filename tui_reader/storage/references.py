"""What names a thing, and where a model stands: the half of "seen in" that is not a sighting."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_bases import base_words, forms, target_of
from tui_reader.domain.model_families import families, is_of_family
from tui_reader.domain.rows import SightingView
from tui_reader.storage.keys import key_of
from tui_reader.storage.mentions import ALIASES, aliases, model_names, name_table
from tui_reader.storage.meta import Meta
from tui_reader.storage.sort_keys import moment_of
from tui_reader.text.references import page_target, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_reader.domain.names import NameTable
    from tui_reader.storage.item_writer import ItemWriter


class References:
    """What names what. A target is `arxiv:…`, `repo:…`, `model:…` or `lab:…`, or the key of an entry, which is named by
    links to its address."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def mentions(self, target: str, limit: int | None = None) -> list[SightingView]:
        """The items that name a target, oldest first; of more than `limit` the newest. An item that names it in several
        of its parts is there for each. A digest has a thing as one of its own, and does not name it besides."""
        targets = self._targets(target)
        marks = ",".join("?" * len(targets))
        found = self._db.all(
            "SELECT DISTINCT i.source, i.title, m.place, i.date, i.key, m.text FROM mentions m "
            f"CROSS JOIN items i ON i.id = m.id WHERE m.target IN ({marks}) AND i.key <> ? "
            "AND NOT EXISTS (SELECT 1 FROM digest_items d CROSS JOIN items t "
            "ON t.id = d.item WHERE d.digest = m.id AND t.key = ?) ORDER BY i.place, m.place LIMIT ?",
            (*targets, target, target, -1 if limit is None else max(0, limit)),
        )
        views = []
        for source, title, where, seconds, key, text in reversed(found):
            moment = moment_of(seconds)
            views.append(SightingView(source, "mention", title, where, moment.date() if moment else None, key, text))
        return views

    def _targets(self, target: str) -> tuple[str, ...]:
        """The targets under which texts name a thing: itself, or all addresses that an entry ever had."""
        if target.startswith(("arxiv:", "repo:", "model:", "lab:")):
            return (target,)
        item_id, url = self._db.one("SELECT id, url FROM items WHERE key = ?", (key_of(self._db, target),)) or (0, "")
        had = self._db.all(
            "SELECT DISTINCT address FROM entry_addresses WHERE id = ? "
            "AND source IN (SELECT source FROM sightings WHERE id = ?)", (item_id, item_id)
        )  # fmt: skip
        return tuple(dict.fromkeys((target, reference_of(url), *(page_target(number) for (number,) in had))))

    def names_of(self, target: str) -> tuple[str, ...]:
        """The names that leaderboards have for the model of a target, variants included."""
        known = aliases(self._db)
        names = model_names(self._db)
        return tuple(name for name in names if target_of(name, known) == target) or tuple(
            name for name in names if is_of_family(name, target, known)
        )

    def model_target(self, name: str) -> str:
        """The target of a model's name, however it is written; "" when no leaderboard has it."""
        known = aliases(self._db)
        ways = _ways(model_names(self._db), Meta(self._db).get(ALIASES))
        # `Qwen/Qwen3.6-27B` is how a hub has it.
        for words in (base_words(name), base_words(name.rpartition("/")[2])):
            if words in ways:
                return ways[words][0]
        words = base_words(name)
        target = target_of(name, known) if words else ""
        asked = f"model:{name}"  # a target itself
        return next((t for t, _ in ways.values() if t in (target, asked)), "")

    def listings(self, target: str) -> list[SightingView]:
        """Where the model of a target stands: the first and the last table of each board that lists it, oldest first,
        with its best rank there."""
        from datetime import date

        names = self.names_of(target)
        if not names:
            return []
        marks = ",".join("?" * len(names))
        found = self._db.all(
            "SELECT s.board, b.title, s.day, min(coalesce(r.rank, 999999)), r.rank, r.score, s.source "
            "FROM snapshot_rows r CROSS JOIN snapshots s ON s.id = r.snapshot LEFT JOIN boards b ON b.board = s.board "
            f"WHERE r.model COLLATE NOCASE IN ({marks}) GROUP BY s.board, s.day ORDER BY s.day, s.board",
            names,
        )
        firsts: dict[str, str] = {}
        lasts: dict[str, str] = {}
        for board, _, day, *_ in found:
            firsts.setdefault(board, day)
            lasts[board] = day
        views = []
        for board, title, day, _, rank, score, source in found:
            if day not in (firsts[board], lasts[board]):
                continue
            when = "" if firsts[board] == lasts[board] else "first listed" if day == firsts[board] else "last listed"
            place = f"rank {rank}" if rank is not None else ""
            said = "" if score is None else f"score {score:,.1f}".removesuffix(".0")
            where = " · ".join(p for p in (when, place, said) if p)
            views.append(
                SightingView(source, "board", title or board, where, date.fromisoformat(day), f"board:{board}@{day}")
            )
        return views

    def name_table(self) -> NameTable:
        """What texts are searched for: the models of all leaderboards, labs, known repositories. Some milliseconds
        when it has to be made anew."""
        return name_table(self._db)

    def use_aliases(self, own: Mapping[str, Sequence[str]]) -> None:
        """Take over the names of models that the configuration ties together; all items are read anew when those are
        not what they were."""
        ties = {name: list(others) for name, others in sorted(own.items())}
        written = json.dumps(ties, ensure_ascii=False) if ties else ""
        meta = Meta(self._db)
        if written != meta.get(ALIASES):
            meta.set(ALIASES, written)

    def waiting(self, most: int) -> int:
        """How many items were stored and not read for names yet, counted up to `most`."""
        return self._items.names.waiting(most)

    def read_step(self) -> bool:
        """Read one step (some tens of milliseconds) of the items that were stored and not read yet, then of those
        stored before a name was known. False when nothing is left, or a sync is under way: what waits for the index
        cannot be found yet."""
        index = self._items.index
        if index.is_deferred:
            return False
        index.settle()
        with self._db.transaction():
            return self._items.names.catch_up()


@lru_cache(maxsize=2)
def _ways(names: tuple[str, ...], own: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """All ways in which texts write those names: made once, not for each model that is looked at."""
    return {**families(names), **forms(names, ModelAliases(json.loads(own or "{}")))}
