"""What happens for what a sync brought: programs run (`[[on_new]]`), and the terminal is told of what is watched.

Never for a backlog: not for what a source brings at its first fetch, nor in a sync that fetches the past, nor for an
empty library that is filled; and once for each item, whichever of two programs brought it.
"""

from __future__ import annotations

import hashlib
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.events import WatchedCame
from tui_reader.domain.following import with_watched
from tui_reader.domain.items import Kind, State
from tui_reader.domain.programs import Given
from tui_reader.domain.query import And, Field, parse
from tui_reader.services.program_input import ItemsLibrary, given_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from pathlib import Path

    from tui_reader.domain.following import Following
    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import Row
    from tui_reader.domain.settings import OnNewSetting
    from tui_reader.domain.sources import SourceHealth, SyncOptions
    from tui_reader.services.programs import Programs
    from tui_reader.services.reading import Reading

WATCHED = "is:watched"
MOST = 20
"""So many runs for items in one sync."""
LIMIT_S = 60.0
"""So long a run may take."""
_KEPT_S = 30 * 86_400
_log = logging.getLogger(__name__)


class Lists(Protocol):
    """What is asked of the library's lists."""

    def max_id(self) -> int:
        """The highest row id given so far."""

    def ids(self, query: Node) -> Sequence[int]:
        """Row ids that match, newest first."""

    def rows(self, wanted: Sequence[int]) -> list[Row]:
        """The rows of these ids."""


class Sources(Protocol):
    """What is asked of the library's sources."""

    def all(self) -> list[SourceHealth]:
        """All of them."""


class NewLibrary(ItemsLibrary, Protocol):
    """The subjects of the library that tell what came."""

    @property
    def lists(self) -> Lists:
        """Ids and rows."""

    @property
    def sources(self) -> Sources:
        """Sources."""


def is_news(row: Row, known: Collection[str]) -> bool:
    """Whether an item that came is news: of a source that was fetched before (`known`), not part of an archive, and of
    papers only what waits in the inbox."""
    if row.read or row.is_muted or (row.source and row.source not in known):
        return False
    return row.kind is not Kind.PAPER or row.state is State.INBOX


class OnNew:
    """The programs for what one sync brings. Made before the sync, on the thread that `run` is called on after it."""

    def __init__(self, rules: Sequence[OnNewSetting], library: NewLibrary, options: SyncOptions) -> None:
        self._rules = rules
        self._library = library
        self._before = library.lists.max_id()
        self._known = {source.source_id for source in library.sources.all() if source.last_success is not None}
        is_past = options.since is not None or options.issues or options.history
        self.is_wanted = self._before > 0 and bool(self._known) and not is_past

    def run(
        self,
        programs: Programs,
        reading: Reading,
        following: Following,
        today: date,
        done: Path,
        is_over: Callable[[], bool] = lambda: False,
    ) -> tuple[str, ...]:
        """Run them, one after the other; what went wrong, a line each. `done` is the folder that remembers for what
        they ran."""
        failures: list[str] = []
        left = MOST
        if not self.is_wanted or not programs.is_allowed:
            return ()
        for rule in self._rules:
            rows = [row for row in self._matches(rule.match, following, today) if _claim(done, rule, row.key)]
            for row in rows[:left]:
                if is_over():
                    return tuple(failures)
                failures += _ran(programs, rule, given_of(self._library, reading, row, "text"))
            if (more := len(rows) - left) > 0:
                said = f"{more} more new item{'s' if more > 1 else ''}"
                failures += _ran(programs, rule, Given(said, text=f"{said}\n"))
            left = max(0, left - len(rows))
        return tuple(dict.fromkeys(failures))

    def watched(self, following: Following, today: date) -> WatchedCame | None:
        """What came of that which is watched, if anything did."""
        rows = self._matches(WATCHED, following, today) if self.is_wanted else []
        return WatchedCame(len(rows), rows[-1].title) if rows else None

    def _matches(self, match: str, following: Following, today: date) -> list[Row]:
        """What came and fits, oldest first."""
        node = parse(match, today)
        if "watched" in match.casefold():
            node = with_watched(node, following)
        ids = [i for i in self._library.lists.ids(And((Field("is", "unread"), node))) if i > self._before]
        return [row for row in self._library.lists.rows(ids[::-1]) if is_news(row, self._known)]


def _ran(programs: Programs, rule: OnNewSetting, given: Given) -> list[str]:
    """Run one; what went wrong."""
    try:
        ended = programs.start(rule.run, given, is_heard=False, limit_s=LIMIT_S).wait(LIMIT_S + 10)
    except ReaderError as error:
        return [f"[[on_new]] {error.message}"]
    if ended is not None and ended.is_fine:
        return []
    last = ended.errors.rpartition("\n")[2] if ended is not None else ""
    words = ended.words() if ended is not None else "did not end"
    _log.warning("on_new %s: %s %s", rule.run[0], words, last)
    return [f"[[on_new]] {rule.run[0]}: {words}" + (f" ({last})" if last else "")]


def _claim(folder: Path, rule: OnNewSetting, key: str) -> bool:
    """Whether this is the first to run a program for an item: another reader may sync at the same time."""
    name = hashlib.blake2b("\0".join((rule.match, *rule.run, key)).encode("utf-8", "replace"), digest_size=16)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / name.hexdigest()).touch(0o600, exist_ok=False)
    except FileExistsError:
        return False
    except OSError:
        return True  # where nothing can be written, two at once are the smaller fault
    return True


def forget_old(folder: Path, now: float | None = None) -> None:
    """Forget what ran long ago: a sync brings nothing of that any more."""
    before = (time.time() if now is None else now) - _KEPT_S
    with suppress(OSError):
        for file in folder.iterdir():
            if file.stat().st_mtime < before:
                file.unlink(missing_ok=True)
