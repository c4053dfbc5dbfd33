"""Where each long text was left, kept in state/ from one start to the next. Losing it costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from tui_reader.config.remembered import read_json, write_json

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "places.json"
MOST = 400
"""So many texts are remembered, those left last."""

Place = tuple[int, int]
"""A block of the text and a character in it: what stood at the top of the screen, whatever its width."""
_Count = Annotated[int, Meta(ge=0)]


class ScrollPositions:
    """The places by the text's key. The file is read when first asked and replaced whole at each change."""

    def __init__(self, state: Path) -> None:
        self._path = state / _NAME
        self._places: dict[str, Place] | None = None

    def get(self, key: str) -> Place | None:
        """Where a text was left; None for one left at its start."""
        if self._places is None:
            self._places = _read(self._path)
        return self._places.get(key)

    def keep(self, key: str, place: Place) -> None:
        """A text is left."""
        if (self.get(key) or (0, 0)) == place:
            return
        places = _read(self._path)  # another program may have written meanwhile
        places.pop(key, None)
        if place != (0, 0):
            places[key] = place
        while len(places) > MOST:
            places.pop(next(iter(places)))
        self._places = places
        write_json(self._path, places)


def _read(path: Path) -> dict[str, Place]:
    kept = read_json(path, dict[str, tuple[_Count, _Count]])
    return dict(kept) if kept else {}
