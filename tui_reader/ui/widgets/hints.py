"""Letters to follow links by."""

from __future__ import annotations

from collections.abc import Sequence

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Home row first."""


def labels(count: int, letters: str = LETTERS) -> list[str]:
    """So many different labels, as short as can be, none the beginning of another.

    >>> labels(3, "ab")
    ['b', 'aa', 'ab']
    """
    if count <= 0:
        return []
    found, begun = [""], 0
    # The shortest label is opened into longer ones until there are enough.
    while len(found) - begun < count or (len(found) - begun == 1 and found[begun] == ""):
        stem = found[begun]
        begun += 1
        found += [stem + letter for letter in letters]
    return found[begun : begun + count]


def narrow(all_labels: Sequence[str], typed: str) -> list[int]:
    """The numbers of the labels that begin with what was typed."""
    return [number for number, label in enumerate(all_labels) if label.startswith(typed)]
