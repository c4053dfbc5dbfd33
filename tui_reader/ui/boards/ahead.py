"""Tables made before they are asked for: what the keys of the dates would show next."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.board_dates import stepped

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tui_reader.services.board_comparison import BoardComparison, TablesLibrary
    from tui_reader.ui.background import Background
    from tui_reader.ui.boards.sheet import Sheet
    from tui_reader.ui.host import Host

    Made = tuple[BoardComparison, Sheet, str]

#: What was asked for is to be painted before what the same key would show is made; what other keys would show waits
#: until none was pressed for a while.
_AFTER_S = (0.03, 0.4)
#: So many tables that were shown, or made ahead, are shown again without waiting for another thread.
_KEPT = 8
_KINDS = ("ahead", "ahead as well")


class Asked(Struct, frozen=True):
    """All that a table depends on. `choice` is what it is compared with (see `base_of`), `looked` the date last looked
    at, `change` the newest change of the library."""

    board: str
    day: date | None
    choice: str
    looked: date | None
    change: int


class Ahead:
    """Keeps the tables that were shown last and those that may be shown next; `make` runs on the thread of documents,
    all else on that of the screen."""

    def __init__(self, host: Host, documents: Background, make: Callable[[TablesLibrary, Asked], Made | None]) -> None:
        self._host = host
        self._documents = documents
        self._make = make
        self._ready: OrderedDict[Asked, Made] = OrderedDict()
        self._steps = (-1, -1)

    def ready(self, asked: Asked) -> Made | None:
        """The table, if it is at hand."""
        return self._ready.get(asked)

    def keep(self, asked: Asked, made: Made) -> None:
        """Have a table at hand."""
        self._ready[asked] = made
        self._ready.move_to_end(asked)
        while len(self._ready) > _KEPT:
            self._ready.popitem(last=False)

    def go(self, asked: Asked, last: BoardComparison | None, shown: BoardComparison) -> None:
        """After a table is shown, make those that the same keys would ask for next: the next date in the direction last
        gone, and the next one to compare with."""
        by_day, by_base = self._steps
        if last is None or last.board != shown.board:
            by_day, by_base = -1, -1
        elif last.day != shown.day:
            by_day = -1 if shown.day < last.day else 1
        elif last.base is not None and shown.base is not None and last.base != shown.base:
            by_base = -1 if shown.base < last.base else 1
        self._steps = by_day, by_base
        coming = []
        if (day := stepped(shown.days, shown.day, by_day)) is not None:
            coming.append(replace(asked, day=day))
        if (base := stepped(shown.days, shown.base or shown.day, by_base, skip=shown.day)) is not None:
            coming.append(replace(asked, choice=base.isoformat()))
        if last is not None and last.day == shown.day:
            coming.reverse()
        for kind, seconds, one in zip(_KINDS, _AFTER_S, coming, strict=False):
            if one not in self._ready:
                self._host.rest(seconds, partial(self._start, kind, one), kind)

    def stop(self) -> None:
        """What waits to be made gives way to what was asked for."""
        for kind in _KINDS:
            self._host.stop_rest(kind)
            self._documents.cancel(kind)

    def _start(self, kind: str, coming: Asked) -> None:
        def arrived(made: Made | None) -> None:
            if made is not None:
                self.keep(coming, made)

        self._documents.run(kind, lambda library: self._make(library, coming), arrived)
