"""The values a view can be filtered by, with how many of its items have each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui_reader.domain.rows import FacetValue
from tui_reader.storage.lists import FEW, Lists, source_of
from tui_reader.storage.query_sql import compile_query

if TYPE_CHECKING:
    from tui_reader.domain.query import Node
    from tui_reader.storage.db import Db

_STATES = ("inbox", "kept", "later", "skipped")
#: What an item itself says, and the field of a query that asks for it.
_OWN = {"type": ("badge", "is"), "kind": ("kind", "kind"), "primary": ("category", "primary")}
_SOURCES = "CROSS JOIN sightings s ON s.id = view.id CROSS JOIN sources g ON g.id = s.source"


class Facets:
    """What the items of a view have in common."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def values(self, query: Node, field: str, *, by_unread: bool = False) -> list[FacetValue]:
        """Values of `category`, `primary`, `source`, `group`, `state`, `tag`, `type` or `kind`, the most frequent
        first; of an unknown field, none. With `by_unread` the count is that of the unread ones and `total` that of all
        (`source`, `group`, `tag`, `kind`). For a worker thread when the view is large."""
        source, _, args = source_of(self._db, compile_query(query))

        def own(columns: str, number: str = "count(*)") -> list[tuple[str, int]]:
            return [
                (str(v), int(n))
                for v, n in self._db.all(f"SELECT {columns}, {number} FROM {source} GROUP BY 1", args)
                if v
            ]

        # Of what is read only NULL is counted, so that one walk tells both numbers.
        unread_id = "CASE WHEN i.read = 0 THEN i.id END" if by_unread else "NULL"

        def joined(columns: str, tables: str) -> list[tuple[str, str, int, int]]:
            # The ids are worked out first: what they are joined with must not change how the view is found.
            return [
                (str(value), str(label), int(unread), int(n))
                for value, label, n, unread in self._db.all(
                    f"WITH view(id, unread) AS MATERIALIZED (SELECT i.id, {unread_id} FROM {source}) "
                    f"SELECT {columns}, count(DISTINCT view.id), count(DISTINCT view.unread) "
                    f"FROM view {tables} GROUP BY 1 ORDER BY 3 DESC, 2",
                    args,
                )
                if value
            ]

        def told(value: str, label: str, unread: int, n: int, term: str) -> FacetValue:
            return FacetValue(value, label, unread, term, total=n) if by_unread else FacetValue(value, label, n, term)

        match field:
            case "category":
                return _categories(_lists(self._db, query, source, args), dict(own("i.category")))
            case "source":
                found = joined("g.id, g.title", _SOURCES)
                return [told(v, label or v, unread, n, f"source:{v}") for v, label, unread, n in found]
            case "group":
                found = joined("g.group_name, g.group_name", _SOURCES)
                return [told(v, v, unread, n, f"group:{_quoted(v)}") for v, _, unread, n in found]
            case "tag":
                found = joined("t.tag, t.tag", "CROSS JOIN item_tags t ON t.id = view.id")
                return [told(v, v, unread, n, f"tag:{_quoted(v)}") for v, _, unread, n in found]
            case "state":
                return _states(own("i.state || ' ' || i.is_updated"))
            case name if name in _OWN:
                column, word = _OWN[name]
                counts = dict(own(f"i.{column}"))
                unread = dict(own(f"i.{column}", "sum(i.read = 0)")) if by_unread else {}
                return _most_frequent([told(v, v, unread.get(v, 0), n, f"{word}:{v}") for v, n in counts.items()])
            case _:
                return []


def _lists(db: Db, query: Node, source: str, args: list[object]) -> Counter[str]:
    """How many of the view are listed under each category."""
    if Lists(db).count(query) > FEW:
        # Going once through all listings costs less than looking the categories of so many papers up.
        found = db.all(
            f"WITH view(place) AS MATERIALIZED (SELECT i.place FROM {source}) "
            "SELECT c.category, count(*) FROM categories c WHERE c.place IN (SELECT place FROM view) GROUP BY 1",
            args,
        )
        return Counter(dict(found))
    counter: Counter[str] = Counter()
    for primary, categories, n in db.all(
        f"WITH view(id) AS MATERIALIZED (SELECT i.id FROM {source}) "
        "SELECT i.category, p.categories, count(*) FROM view CROSS JOIN papers p ON p.id = view.id "
        "CROSS JOIN items i ON i.id = view.id GROUP BY 1, 2",
        args,
    ):
        # Papers with the same list of categories were counted together, and there are few such lists.
        counter.update(dict.fromkeys({primary, *categories.split()} - {""}, n))
    return counter


def _categories(listed: Counter[str], primary: dict[str, int]) -> list[FacetValue]:
    return _most_frequent(
        [FacetValue(c, c, n, f"cat:{c}", cross=max(0, n - primary.get(c, 0))) for c, n in listed.items()]
    )


def _states(found: list[tuple[str, int]]) -> list[FacetValue]:
    """States in the order of one's work. What is kept and has a new version is in the inbox too."""
    counter: Counter[str] = Counter()
    updated = 0
    for state_and_flag, n in found:
        state, _, flag = state_and_flag.partition(" ")
        counter[state] += n
        if flag == "1":
            updated += n
            counter["inbox"] += n
    values = [FacetValue(s, s, counter[s], f"is:{s}") for s in _STATES if counter[s]]
    if updated:
        values.append(FacetValue("updated", "new version", updated, "is:updated"))
    return values


def _most_frequent(values: list[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda v: (-v.count, v.label))


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return f'"{plain}"'
