"""Numbers by whole numbers, in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Numbers(Mapping[int, float]):
    """Numbers by whole numbers, such as scores by rows: sixteen bytes each, where a dictionary takes a hundred."""

    def __init__(self, keys: Iterable[int], values: Iterable[float]) -> None:
        """`keys` in growing order."""
        self._keys = array("q", keys)
        self._values = array("d", values)

    def get(self, key: int, default: float = 0.0) -> float:  # type: ignore[override]  # what is not there is nothing
        """The number of a key; `default` where there is none."""
        at = bisect_left(self._keys, key)
        return self._values[at] if at < len(self._keys) and self._keys[at] == key else default

    def __getitem__(self, key: int) -> float:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            raise KeyError(key)
        return self._values[at]

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, int):
            return False
        at = bisect_left(self._keys, key)
        return at < len(self._keys) and self._keys[at] == key

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def is_same(self, other: Numbers) -> bool:
        """Whether all keys and numbers are those of another."""
        return self._keys == other._keys and self._values == other._values
