"""Families and licences of leaderboards without loading their files, which the first frame has no time for.

What the files say is kept in state/ from one start to the next, for as long as the folder that they lie in is the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_KEPT = "boards.facts"


class BoardFacts:
    """What is known of leaderboards by their id. `recall` and `remember` are what state/ keeps."""

    def __init__(self, recall: Callable[[], Mapping[str, str]], remember: Callable[[dict[str, str]], None]) -> None:
        self._recall = recall
        self._remember = remember
        self._known: dict[str, tuple[str, str]] | None = None

    def family(self, board_id: str) -> str:
        """What a leaderboard has in common with others of its source, "" where nothing is known."""
        return self._of(board_id)[0]

    def license(self, board_id: str) -> str:
        """Under which licence a leaderboard's figures are given, "" where nothing is known."""
        return self._of(board_id)[1]

    def note(self, *board_ids: str) -> None:
        """Keep what the files of all leaderboards say, and what is said of those ids beside. Loads the files."""
        from tui_reader.sources.registry import boards, family_and_license

        known = {name: family_and_license(name) for name in (*(b.id for b in boards()), *(self._read()), *board_ids)}
        if known != self._read():
            self._remember({_KEPT: msgspec.json.encode((_edition(), known)).decode()})
        self._known = known

    def _of(self, board_id: str) -> tuple[str, str]:
        if self._known is None:
            self._known = self._read()
        if board_id not in self._known:
            self.note(board_id)
        return self._known[board_id]

    def _read(self) -> dict[str, tuple[str, str]]:
        try:
            edition, known = msgspec.json.decode(
                self._recall().get(_KEPT, ""), type=tuple[str, dict[str, tuple[str, str]]]
            )
        except msgspec.DecodeError:
            return {}
        return known if edition == _edition() else {}


def _edition() -> str:
    """Changes when files of leaderboards come or go, as they do with another version of the program."""
    from tui_reader.sources import boards as room

    try:
        return str(Path(room.__path__[0]).stat().st_mtime_ns)
    except OSError:
        return ""
