"""What the lists of the panes ask of the library: ids, rows, days, and what rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.rows import Order

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import FacetValue, Group, Row


class Lists(Protocol):
    """What is asked of the library's lists."""

    def ids(self, query: Node, *, order: Order = Order.NEWEST, limit: int | None = None) -> array[int]:
        """Row ids that match, in order. Without a limit, time grows with the answer."""

    def rows(self, wanted: Sequence[int]) -> list[Row]:
        """Rows in the order of their ids; ids that are gone are left out."""

    def groups(self, query: Node) -> list[Group]:
        """Run lengths per day of what `ids` gives in NEWEST order, the undated last."""

    def groups_of(self, wanted: Sequence[int]) -> list[Group]:
        """Run lengths per day of these rows, in the order of their ids."""

    def stories(self) -> dict[int, int]:
        """Every entry that shares its story with another, with the story's number; newest first."""

    def count(self, query: Node) -> int:
        """How many items match."""

    def new_since(self, query: Node, max_id: int) -> int:
        """How many matching items were added after that row id."""

    def max_id(self) -> int:
        """The highest row id given so far."""


class Facets(Protocol):
    """What is asked of what the items of a view have in common."""

    def values(self, query: Node, field: str, *, by_unread: bool = False) -> list[FacetValue]:
        """The values of a field, each with how many items of the view have it, the most frequent first; with
        `by_unread` with how many unread ones, and how many there are."""


class ListsLibrary(Protocol):
    """The subjects of the library that lists need."""

    @property
    def lists(self) -> Lists:
        """Ids and rows."""

    @property
    def facets(self) -> Facets:
        """What the items of a view have in common."""
