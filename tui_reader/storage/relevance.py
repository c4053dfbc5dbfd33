"""The most relevant answers to a search: by where its words stand, then newest first.

Words in a title come before names of authors, and these before words in a text; words in a row before scattered ones.
Each kind of match is one query of the full-text index in its own order, newest first, that ends with the answers that
are wanted: no match is scored, so that the time does not grow with how many there are.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui_reader.storage.query_sql import Compiled


def by_relevance(query: Compiled, limit: int, ids: Callable[[Compiled, int], array[int]]) -> array[int]:
    """At most `limit` row ids that match a query with words, the most relevant first; `ids` answers a query, newest
    first, with at most so many."""
    newest = ids(query, limit)
    if len(newest) < 2:
        return newest
    found: dict[int, None] = {}
    for match in _kinds(query):
        found.update(dict.fromkeys(ids(replace(query, match=match), limit)))
        if len(found) >= len(newest):  # as many as are wanted, or all that there are
            break
    found.update(dict.fromkeys(newest))
    return array("q", list(found)[:limit])


def _kinds(query: Compiled) -> Iterator[str]:
    """Full-text expressions for each kind of match that comes before the others, the most relevant first."""
    # What has all that is wanted in one column matches, save for what is excluded.
    besides = "" if query.match == query.wanted else f" AND ({query.match})"
    for columns in ("title", "authors", "title authors", "text"):
        if query.phrase and columns != "title authors":
            yield f"{{{columns}}} : ({query.phrase}){besides}"
        if columns != "text":
            yield f"{{{columns}}} : ({query.wanted}){besides}"
