"""Which action a key means: alone, as the end of a sequence (`g g`), or for whoever asked for the next keys. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Sequence = tuple[str, ...]


class KeySequences:
    """The keys that were typed of a longer sequence, and who takes the next ones first."""

    def __init__(self) -> None:
        self.typed: Sequence = ()
        self._taker: Callable[[str], bool] | None = None

    def forget(self) -> None:
        """Nothing was begun."""
        self.typed, self._taker = (), None

    def give_to(self, taker: Callable[[str], bool]) -> None:
        """Give each key to `taker` first, until it wants no more and says False."""
        self._taker = taker

    @property
    def is_given(self) -> bool:
        """Whether the next key goes to somebody first."""
        return self._taker is not None

    def take(self, name: str) -> bool:
        """Whether a key was taken by whoever asked for it."""
        if self._taker is not None and self._taker(name):
            return True
        self._taker = None
        return False

    def next(self, name: str, meant: Mapping[Sequence, str], begun: Collection[Sequence]) -> tuple[str | None, bool]:
        """The action that a key means after those before it, and whether it begins a sequence: `meant` gives the
        actions of whole sequences, `begun` holds the beginnings of longer ones."""
        typed = (*self.typed, name)
        if typed not in meant and typed not in begun:
            typed = (name,)  # a sequence that leads nowhere: the last key is taken by itself
        action, is_begun = meant.get(typed), typed in begun
        self.typed = typed if is_begun and action is None else ()
        return action, is_begun
