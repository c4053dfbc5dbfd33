"""Where each long text was left, kept in state/ from one start to the next. Losing it costs nothing."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "places.json"
MOST = 400
"""So many texts are remembered, those left last."""

Place = tuple[int, int]
"""A block of the text and a character in it: what stood at the top of the screen, whatever its width."""


class Places:
    """The places by the text's key. The file is read when first asked and replaced whole at each change."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._places: dict[str, Place] | None = None

    def get(self, key: str) -> Place | None:
        """Where a text was left; None for one left at its start."""
        if self._places is None:
            self._places = _read(self._state)
        return self._places.get(key)

    def keep(self, key: str, place: Place) -> None:
        """A text is left."""
        if (self.get(key) or (0, 0)) == place:
            return
        places = _read(self._state)  # another program may have written meanwhile
        places.pop(key, None)
        if place != (0, 0):
            places[key] = place
        while len(places) > MOST:
            places.pop(next(iter(places)))
        self._places = places
        _write(self._state, places)


def _read(state: Path) -> dict[str, Place]:
    try:
        kept = json.loads((state / _NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    places: dict[str, Place] = {}
    for key, place in kept.items() if isinstance(kept, dict) else ():
        if isinstance(place, list) and len(place) == 2 and all(type(part) is int and part >= 0 for part in place):
            places[key] = (place[0], place[1])
    return places


def _write(state: Path, places: dict[str, Place]) -> None:
    temporary = state / f"{_NAME}.{os.getpid()}"
    try:
        state.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(places), "utf-8")
        temporary.replace(state / _NAME)
    except OSError:
        return  # a read-only home: nothing is remembered
