"""The values a view can be filtered by, with how many of its items have each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui_reader.domain.rows import FacetValue
from tui_reader.storage.query_sql import compile_query
from tui_reader.storage.reads import source_of

if TYPE_CHECKING:
    from tui_reader.domain.query import Node
    from tui_reader.storage.db import Db

_STATES = {"inbox": "inbox", "kept": "kept", "later": "later", "skipped": "skipped"}


def facets(db: Db, query: Node, field: str) -> list[FacetValue]:
    """Values of `category`, `source`, `group`, `state`, `tag`, `type` or `kind`, the most frequent first; of an
    unknown field, none."""
    source, _, args = source_of(db, compile_query(query))

    def counted(columns: str, joined: str, ending: str = "") -> list[tuple[str, str, int]]:
        # The ids are worked out first: what they are joined with must not change how the view is found.
        return [
            (str(value), str(label), int(n))
            for value, label, n in db.all(
                f"WITH view(id) AS MATERIALIZED (SELECT i.id FROM {source}) "
                f"SELECT {columns}, count(DISTINCT view.id) FROM view {joined} GROUP BY 1 {ending} ORDER BY 3 DESC, 2",
                args,
            )
            if value
        ]

    match field:
        case "category":
            return _categories(
                counted(
                    "i.category || ' ' || p.categories, ''",
                    "CROSS JOIN papers p ON p.id = view.id CROSS JOIN items i ON i.id = view.id",
                )
            )
        case "source":
            found = counted(
                "g.id, g.title", "CROSS JOIN sightings s ON s.id = view.id CROSS JOIN sources g ON g.id = s.source"
            )
            return [FacetValue(v, label or v, n, f"source:{v}") for v, label, n in found]
        case "group":
            found = counted(
                "g.group_name, g.group_name",
                "CROSS JOIN sightings s ON s.id = view.id CROSS JOIN sources g ON g.id = s.source",
            )
            return [FacetValue(v, v, n, f"group:{_quoted(v)}") for v, _, n in found]
        case "tag":
            found = counted("t.tag, t.tag", "CROSS JOIN item_tags t ON t.id = view.id")
            return [FacetValue(v, v, n, f"tag:{_quoted(v)}") for v, _, n in found]
        case "state":
            found = counted("i.state, i.state", "CROSS JOIN items i ON i.id = view.id")
            return [FacetValue(v, v, n, f"is:{v}") for v, _, n in found if v in _STATES]
        case "type":
            found = counted("i.badge, i.badge", "CROSS JOIN items i ON i.id = view.id")
            return [FacetValue(v, v, n, f"is:{v}") for v, _, n in found]
        case "kind":
            found = counted("i.kind, i.kind", "CROSS JOIN items i ON i.id = view.id")
            return [FacetValue(v, v, n, f"kind:{v}") for v, _, n in found]
        case _:
            return []


def _categories(found: list[tuple[str, str, int]]) -> list[FacetValue]:
    # Papers with the same list of categories were counted together, and there are few such lists.
    counter: Counter[str] = Counter()
    for categories, _, n in found:
        for category in set(categories.split()):
            counter[category] += n
    return [FacetValue(c, c, n, f"cat:{c}") for c, n in sorted(counter.items(), key=lambda i: (-i[1], i[0]))]


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return f'"{plain}"'
