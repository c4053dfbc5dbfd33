"""Letters to follow links by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Home row first."""


class LinkPlace(NamedTuple):
    """Where link number `link` first stands in view: line of the document, column of the view."""

    link: int
    line: int
    column: int


class Hints:
    """Labels at links, narrowed down by typing. `chosen` is the link whose label is finished, None before."""

    def __init__(self, places: Sequence[LinkPlace]) -> None:
        self._labelled = list(zip(labels(len(places)), places, strict=True))
        self._typed = ""
        self.chosen: int | None = None

    def __bool__(self) -> bool:
        return bool(self._labelled)

    def type(self, character: str) -> None:
        """Take a letter: what does not begin with what was typed goes."""
        self._typed += character.lower()
        self._labelled = [(label, place) for label, place in self._labelled if label.startswith(self._typed)]
        if len(self._labelled) == 1 and self._labelled[0][0] == self._typed:
            self.chosen = self._labelled[0][1].link

    def on_line(self, line: int) -> list[tuple[int, str]]:
        """What stands on a line: column, and the letters still to be typed."""
        typed = len(self._typed)
        return [(place.column, label[typed:]) for label, place in self._labelled if place.line == line]


def labels(count: int, letters: str = LETTERS) -> list[str]:
    """So many different labels, as short as can be, none the beginning of another.

    >>> labels(3, "ab")
    ['b', 'aa', 'ab']
    """
    if count <= 0:
        return []
    found, opened = [""], 0
    # The shortest label is opened into longer ones until there are enough; the empty one is always.
    while opened == 0 or len(found) - opened < count:
        found += [found[opened] + letter for letter in letters]
        opened += 1
    return found[opened : opened + count]
