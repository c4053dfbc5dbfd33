"""The query language over the few things that are no items: leaderboards and sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tui_reader.domain.items import normalise_title
from tui_reader.domain.query import And, Arrived, Node, Not, Or, Phrase, QueryError, Since, Until, Word


def matches(query: Node, text: str, fields: Mapping[str, tuple[str, ...]], day: date | None = None) -> bool:
    """Whether a thing with these words and fields, and of that day if it has one, matches. Raises QueryError for a term
    that says nothing about it."""
    if isinstance(query, And):
        return all(matches(term, text, fields, day) for term in query.terms)
    if isinstance(query, Or):
        return any(matches(term, text, fields, day) for term in query.terms)
    if isinstance(query, Not):
        return not matches(query.term, text, fields, day)
    if isinstance(query, Word | Phrase):
        return normalise_title(query.text) in normalise_title(text)
    if isinstance(query, Since | Until):
        if day is None:
            raise _senseless("since and until", fields)
        return day >= query.day if isinstance(query, Since) else day <= query.day
    if isinstance(query, Arrived):
        raise _senseless("when it came", fields)
    if query.name == "title":
        return normalise_title(query.value) in normalise_title(text)
    if query.name not in fields:
        raise _senseless(f"{query.name}:", fields)
    return query.value.casefold() in (value.casefold() for value in fields[query.name])


def _senseless(what: str, fields: Mapping[str, tuple[str, ...]]) -> QueryError:
    known = ", ".join(f"{name}:" for name in (*fields, "title"))
    return QueryError(f"{what} cannot be asked of this list", f"Words can, and {known}.")
