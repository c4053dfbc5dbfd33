"""Which rows of a leaderboard a search and a filter leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.comparison import Change
from tui_reader.domain.query import And, Field, Not, Or, Phrase, QueryError, Word, parse

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.domain.query import Node
    from tui_reader.ui.boards.sheet import Sheet

MOVED, FIGURES = "moved", "figures"
FILTERS = {
    MOVED: "what moved", FIGURES: "whose speed or price moved", Change.UP.value: "up", Change.DOWN.value: "down",
    Change.ENTERED.value: "new", Change.LEFT.value: "left", Change.RENAMED.value: "renamed",
    Change.SAME.value: "the same",
}  # fmt: skip


class Narrowing(Struct, frozen=True):
    """`words` is a query over names, changes and notes; `change` one of FILTERS or ""."""

    words: str = ""
    change: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.change)

    def text(self) -> str:
        """What is shown of it."""
        return " · ".join(p for p in (FILTERS.get(self.change, ""), f"/{self.words}" if self.words else "") if p)


def narrowed(sheet: Sheet, narrowing: Narrowing, today: date) -> list[int]:
    """Indexes of the rows that are left, in their order. Raises QueryError."""
    indexes = list(range(len(sheet.rows)))
    if narrowing.change:
        indexes = [i for i in indexes if is_of(sheet, i, narrowing.change)]
    if not narrowing.words:
        return indexes
    query = parse(narrowing.words, today)
    return [i for i in indexes if _holds(query, sheet.words[i])]


def is_of(sheet: Sheet, index: int, change: str) -> bool:
    """Whether a row is of a filter's kind; models that only made room have not moved."""
    row = sheet.rows[index]
    if change == MOVED:
        return row.is_move
    if change == FIGURES:
        return row.tok_s.moved or row.usd_per_1m.moved
    return row.change.value == change and not row.is_pushed


def nothing_left(sheet: Sheet, narrowing: Narrowing) -> str:
    """Why a table has no rows, and what helps."""
    if narrowing.words or narrowing.change not in (MOVED, FIGURES):
        return "No model matches · esc clears the search, then the filter"
    moved = sum(is_of(sheet, i, FIGURES) for i in range(len(sheet.rows))) if narrowing.change == MOVED else 0
    more = f"Only speeds or prices did, of {moved:,}: m m shows those · " if moved else ""
    return f"No model moved between these dates · {more}m shows all"


def _holds(node: Node, text: str) -> bool:
    match node:
        case Word(word) | Phrase(word) | Field("title", word):
            return word.casefold() in text
        case Not(term):
            return not _holds(term, text)
        case And(terms):
            return all(_holds(term, text) for term in terms)
        case Or(terms):
            return any(_holds(term, text) for term in terms)
        case Field(name):
            raise QueryError(f"{name}: says nothing of a leaderboard's rows", "Words, phrases, -without, a OR b.")
        case _:
            raise QueryError("a leaderboard's rows have no dates of their own", "[ and ] move the date of the table.")
