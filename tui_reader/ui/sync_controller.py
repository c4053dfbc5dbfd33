"""Refreshes as the screen sees them: when one starts, what its progress changes, and what it leaves behind.

A refresh never changes the rows of an open view; only an empty one fills by itself.
"""

from __future__ import annotations

import threading
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING, NoReturn, Protocol

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.events import ProgramsFailed, SourceFinished, SyncFinished, SyncStarted, WatchedCame
from tui_reader.domain.sources import SourceKind, SyncOptions, SyncReport, SyncStatus
from tui_reader.ui.terminal import HasTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from textual.app import App

    from tui_reader.domain.events import SyncEvent
    from tui_reader.ui.background import Work
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.state import ReaderState
    from tui_reader.ui.workspace import Workspace

#: How long news of a sync are collected before the bars are drawn anew.
TELL_S = 0.1
#: Counting the words of fewer papers is over before it could be read.
_MANY = 1000


class SyncHost(Protocol):
    """What refreshes ask of the screen."""

    state: ReaderState
    opened: OpenLibrary

    @property
    def app(self) -> App[object]:
        """The application."""

    @property
    def work(self) -> Work:
        """The threads that read the library that is shown."""

    @property
    def workspace(self) -> Workspace:
        """That of the pane that is shown."""

    def use(self, opened: OpenLibrary) -> None:
        """Show another library."""

    def say(self, text: str, hint: str = "", is_error: bool = False) -> None:
        """A message in the status line."""

    def rest(self, seconds: float, call: Callable[[], object], name: str) -> None:
        """Call when nothing of that name has come for a while."""

    def post_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Have something done on the screen's thread in a while, from any thread."""

    def refresh_bars(self) -> None:
        """Draw the bars as things stand."""

    def count_soon(self) -> None:
        """Count anew beside the screen."""


class Syncer:
    """A sync on a thread of its own, one at a time, so that no key waits for it. What it tells is collected, so that a
    sync of hundreds of sources wakes the screen some ten times a second, not at each: `wake` is called on the sync's
    thread when there is something to `take`, `fail` when it ended in an error."""

    def __init__(self, wake: Callable[[], object], fail: Callable[[Exception], object]) -> None:
        self._wake = wake
        self._fail = fail
        self._lock = threading.Lock()
        self._events: list[SyncEvent] = []
        self._is_waking = False
        self._thread: threading.Thread | None = None
        self._stopped = False

    @property
    def is_running(self) -> bool:
        """Whether a sync is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(
        self,
        opened: OpenLibrary,
        options: SyncOptions,
        kinds: Container[SourceKind] | None = None,
        missing: Callable[[], object] | None = None,
        ids: frozenset[str] = frozenset(),
    ) -> bool:
        """Start a sync of the sources of some kinds (None: all), or with these ids; False when one is under way.
        `missing` is called, on the sync's thread, when there are none."""
        if self.is_running or self._stopped:
            return False
        self._thread = threading.Thread(
            target=self._run, args=(opened, options, kinds, missing, ids), name="sync", daemon=True
        )
        self._thread.start()
        return True

    def take(self) -> list[SyncEvent]:
        """What was told since the last time."""
        with self._lock:
            events, self._events = self._events, []
            self._is_waking = False
        return events

    def wait(self) -> None:
        """Wait for the end of the sync that runs."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Tell nothing more; the thread ends with the program."""
        self._stopped = True

    def _run(
        self,
        opened: OpenLibrary,
        options: SyncOptions,
        kinds: Container[SourceKind] | None,
        missing: Callable[[], object] | None,
        ids: frozenset[str],
    ) -> None:
        try:
            # Which sources there are is found out here: it loads the files of all leaderboards.
            with closing(opened.library.clone()) as library:
                sources = [s for s in opened.sources(library) if kinds is None or s.kind in kinds]
                sources = [s for s in sources if s.id in ids] if ids else sources
            if sources or missing is None:
                opened.sync(sources, options, self._say)
            elif not self._stopped:
                missing()
        except Exception as error:
            if not self._stopped:
                self._say(SyncFinished(SyncReport()))
                self._fail(error)

    def _say(self, event: SyncEvent) -> None:
        if self._stopped:
            return
        with self._lock:
            self._events.append(event)
            was_waking, self._is_waking = self._is_waking, True
        if not was_waking:
            self._wake()


class SyncController:
    """Syncs of the user's own library and, while there is nothing in it, of the sample."""

    def __init__(self, screen: SyncHost, own: OpenLibrary) -> None:
        self._screen = screen
        self._own = own
        self._state = screen.state
        self._was_asked = self._shows = self._holds = self._keeps_pdfs = False
        self._waiting: frozenset[str] = frozenset()
        self._is_calm = own.settings.general.calm

        def fail(error: Exception) -> None:
            def tell() -> NoReturn:
                raise error

            screen.post_later(TELL_S, tell)

        self._syncer = Syncer(lambda: screen.post_later(TELL_S, self._take), fail)
        self._sample_syncer = Syncer(lambda: screen.post_later(TELL_S, self._take_sample), fail)

    def begin(
        self,
        sample: Callable[[], OpenLibrary] | None,
        first: Callable[[Callable[[], object]], object] | None = None,
    ) -> None:
        """Right after the first frame. On a first start `first` asks what to read: nothing is fetched before that."""
        if sample is not None and self._own.library.lists.max_id() == 0:
            opened = sample()
            self._screen.use(opened)
            self._sample_syncer.start(opened, SyncOptions())
        elif self._own.is_sample:
            self._sample_syncer.start(self._own, SyncOptions())
        # What was decided elsewhere leaves the view that was just opened; later the rows of an open view stay.
        self._take_over(lambda: self._screen.workspace.open_again())
        # Today's issue is what one opens the reader for; asking also tells whether there is a network.
        if first is not None and self._screen.opened is not self._own:
            self._holds = True
            first(self._go_on)
        else:
            self._sync_due(frozenset({"issues"}))

    def _go_on(self) -> None:
        self._holds = False
        self._sync_due(frozenset({"issues"}))

    def due(self) -> None:
        """Take over what other machines did, and sync what is due."""
        self._take_over(lambda: self._screen.workspace.draw_rows_again())
        self._sync_due()

    def _take_over(self, show: Callable[[], None]) -> None:
        """Take over what other machines and programs wrote to the journal since."""
        screen, own = self._screen, self._own
        if own.is_sample:
            return

        def taken(new: int) -> None:
            if screen.opened is not own:
                if own.library.lists.max_id():
                    screen.use(own)  # imports made a library that was lost anew: no sample is needed
            elif new:
                show()
                screen.count_soon()

        def failed(message: str) -> None:
            screen.say(message, is_error=True)

        screen.work.queries.run("journal", lambda _: own.catch_up(self._counting(), self._reading), taken, failed)

    def _counting(self) -> Callable[[int], None]:
        """What tells the screen, once a second, how far counting the words of many papers is; on any thread."""
        told = 0.0

        def tell(left: int) -> None:
            nonlocal told
            if (left and monotonic() - told < 1) or (left < _MANY and not told):
                return
            told = monotonic()
            self._screen.post_later(TELL_S, lambda: self._show_counted(left))

        return tell

    def _reading(self, lines: int) -> None:
        """Tell the screen how far a long journal was read; on any thread."""
        self._screen.post_later(0, lambda: self._show_read(lines))

    def _show_read(self, lines: int) -> None:
        if not self._state.is_syncing:
            self._state.progress = f"reading the journal: {lines:,} lines" if lines else ""
            self._screen.refresh_bars()

    def _show_counted(self, left: int) -> None:
        if not self._state.is_syncing and not (left and self._is_calm):
            self._state.progress = f"counting words of {left:,} papers" if left else ""
            self._screen.refresh_bars()
        if not left:
            self._screen.count_soon()  # what papers are ranked by can be learned now

    def _sync_due(self, asked: frozenset[str] = frozenset()) -> None:
        minutes = self._own.settings.network.refresh_minutes
        if minutes and not self._own.is_offline and not self._own.is_sample and not self._holds:
            self._syncer.start(self._own, SyncOptions(due=True, asked=asked))

    def start(self, kinds: Container[SourceKind] | None = None, ids: frozenset[str] = frozenset()) -> None:
        """Sync the user's own sources of some kinds (None: all), or with these ids: they wait for a sync that runs, and
        what they bring is shown at once."""
        if self._own.is_sample:
            self._screen.say("This is the sample edition: its sources are inside the program")
            return

        def missing() -> None:
            self._screen.post_later(TELL_S, lambda: self._screen.say("No source is configured for this pane"))

        if not self._syncer.start(self._own, SyncOptions(), kinds, missing, ids):
            self._waiting |= ids
            self._screen.say("A refresh is under way" + (": it is asked after that" if ids else ""))
        else:
            self._was_asked = True
            self._shows = bool(ids)

    def stop_sample(self) -> None:
        """The sample is no longer shown."""
        self._sample_syncer.stop()

    def wait(self) -> None:
        """Wait for the end of the syncs that run, on another thread than the screen's."""
        self._syncer.wait()
        self._sample_syncer.wait()

    def stop(self) -> None:
        """The reader ends."""
        self._syncer.stop()
        self._sample_syncer.stop()

    def _take(self) -> None:
        for event in self._syncer.take():
            self._take_event(event)
        self._screen.refresh_bars()

    def _take_sample(self) -> None:
        for event in self._sample_syncer.take():
            self._take_sample_event(event)

    def _take_sample_event(self, event: SyncEvent) -> None:
        if not self._screen.opened.is_sample:
            return
        if isinstance(event, SourceFinished):
            self._fill_soon(0.05)
        elif isinstance(event, SyncFinished):
            self._screen.workspace.open_again()
            self._screen.count_soon()

    def _take_event(self, event: SyncEvent) -> None:
        # Progress; the open view does not change.
        if isinstance(event, SyncStarted):
            self._state.is_syncing = True
            self._state.progress = "refreshing" if self._is_calm else f"0/{event.total}"
        elif isinstance(event, SourceFinished):
            self._finished_one(event)
        elif isinstance(event, SyncFinished):
            self._finished(event)
        elif isinstance(event, ProgramsFailed):
            self._screen.say(event.failures[0], "; ".join(event.failures[1:]), is_error=True)
        elif isinstance(event, WatchedCame) and isinstance(app := self._screen.app, HasTerminal):
            app.tell_terminal(event)

    def _finished_one(self, event: SourceFinished) -> None:
        result = event.result
        if not self._is_calm:
            self._state.progress = f"{event.done}/{event.total} {result.title}"[:40]
        if self._screen.opened is not self._own and result.new:
            self._screen.use(self._own)  # the first real item takes the place of the sample
        if result.new or result.updated:
            self._screen.rest(0.5, self._screen.count_soon, "counts")
            self._fill_soon(0.6)

    def _keep_pdfs(self) -> None:
        """Fetch the PDFs of kept papers behind the reader, where that is configured."""
        pdfs, work = self._own.pdfs, self._screen.work
        if not pdfs.is_due or self._keeps_pdfs:
            return
        self._keeps_pdfs = True

        def job() -> str:
            with closing(self._own.library.clone()) as library:
                return pdfs.keep_kept(library, lambda: work.is_closed).words()

        def done(told: str | ReaderError) -> None:
            self._keeps_pdfs = False
            if isinstance(told, ReaderError):
                self._screen.say(told.message, told.hint, is_error=True)
            elif told and not self._is_calm:
                self._screen.say(told)

        work.fetch("pdfs", job, done)

    def _fill_soon(self, seconds: float) -> None:
        if not self._screen.workspace.list.count:
            self._screen.rest(seconds, self._fill_if_empty, "fill")

    def _fill_if_empty(self) -> None:
        # An empty view has no rows that could jump: what arrives enters it at once.
        if not self._screen.workspace.list.count:
            self._screen.workspace.open_again()

    def _finished(self, event: SyncFinished) -> None:
        from tui_reader.services.sync import is_cut_off

        screen, state = self._screen, self._state
        state.is_syncing = False
        state.progress = ""
        failed = sum(s.error is not None for s in event.report.sources)
        state.failed = len(self._own.library.sources.troubled())
        waiting = [s for s in event.report.sources if s.status is SyncStatus.SKIPPED and s.note]
        state.is_offline = self._own.is_offline or is_cut_off(event.report)
        state.as_of = None
        screen.count_soon()
        self._fill_if_empty()
        if state.is_offline:
            is_empty = not self._own.library.lists.max_id()
            screen.say("Offline, and nothing was fetched yet" if is_empty else "Offline: what was fetched can be read")
        elif event.report.new or failed:
            news = f"{event.report.new} new" if event.report.new else "Nothing new"
            # The number of the header and of the sources screen: those that fail, whenever they were asked.
            many = max(state.failed, 1)
            these = f"{many} source{'s' if many > 1 else ''} failed"
            screen.say(f"{news}, {these}" if failed else news, "! says why" if failed else "")
        elif waiting and self._was_asked:
            others = f" · {len(waiting) - 1} more wait" if len(waiting) > 1 else ""
            screen.say(f"{waiting[0].title}: {waiting[0].note}{others}")
        if self._shows and event.report.new:
            screen.workspace.open_again()
        if not state.is_offline:
            self._keep_pdfs()
        self._was_asked = self._shows = False
        if self._waiting:
            ids, self._waiting = self._waiting, frozenset()
            screen.rest(TELL_S, lambda: self.start(ids=ids), "waiting")
