"""Refreshes as the screen sees them: when one starts, what its progress changes, and what it leaves behind.

A refresh never changes the rows of an open view; only an empty one fills by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.events import SourceFinished, SyncFinished, SyncStarted
from tui_reader.domain.sources import SourceKind, SyncOptions
from tui_reader.ui.syncer import Syncer

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from tui_reader.domain.events import SyncEvent
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screens.main import MainScreen

#: How long news of a sync are collected before the bars are drawn anew.
TELL_S = 0.1


class SyncController:
    """Syncs of the user's own edition and, while there is nothing in it, of the sample."""

    def __init__(self, screen: MainScreen, own: OpenLibrary) -> None:
        self._screen = screen
        self._own = own
        self._standing = screen.status_bar
        self._syncer = Syncer(lambda: screen.call_later(self._soon, self._take))
        self._sample_syncer = Syncer(lambda: screen.call_later(self._soon, self._take_sample))

    def begin(self, sample: Callable[[], OpenLibrary] | None) -> None:
        """Right after the first frame."""
        if sample is not None and self._own.library.lists.max_id() == 0:
            opened = sample()
            self._screen.use(opened)
            self._sample_syncer.start(opened, opened.sources(), SyncOptions())
        elif self._own.is_sample:
            self._sample_syncer.start(self._own, self._own.sources(), SyncOptions())
        # What was decided elsewhere leaves the view that was just opened; later the rows of an open view stay.
        self._take_over(lambda: self._screen.workspace.open_view())
        # Today's issue is what one opens the reader for; asking also tells whether there is a network.
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

        screen.workspace.queries.run("journal", lambda _: own.catch_up(), taken, failed)

    def _sync_due(self, asked: frozenset[str] = frozenset()) -> None:
        minutes = self._own.settings.network.refresh_minutes
        if minutes and not self._own.is_offline and not self._own.is_sample:
            self._syncer.start(self._own, self._own.sources(), SyncOptions(due=True, asked=asked))

    def start(self, kinds: Container[SourceKind] | None = None) -> None:
        """Sync the user's own sources of some kinds (None: all)."""
        if self._own.is_sample:
            self._screen.say("This is the sample edition: its sources are inside the program")
            return
        wanted = [s for s in self._own.sources() if kinds is None or s.kind in kinds]
        if not wanted:
            self._screen.say("No source is configured for this pane")
        elif not self._syncer.start(self._own, wanted, SyncOptions()):
            self._screen.say("A refresh is under way")

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

    def _soon(self, take: Callable[[], None]) -> None:
        self._screen.set_timer(TELL_S, lambda: self._screen.guard(take))

    def _take(self) -> None:
        for event in self._syncer.take():
            self._told(event)
        self._screen.refresh_bars()

    def _take_sample(self) -> None:
        for event in self._sample_syncer.take():
            self._sample_told(event)

    def _sample_told(self, event: SyncEvent) -> None:
        if not self._screen.opened.is_sample:
            return
        if isinstance(event, SourceFinished):
            self._fill_soon(0.05)
        elif isinstance(event, SyncFinished):
            self._screen.workspace.open_view()
            self._screen.count_soon()

    def _told(self, event: SyncEvent) -> None:
        # Progress; the open view does not change.
        if isinstance(event, SyncStarted):
            self._screen.workspace.is_syncing = True
            self._standing.progress = f"0/{event.total}"
        elif isinstance(event, SourceFinished):
            self._finished_one(event)
        elif isinstance(event, SyncFinished):
            self._finished(event)

    def _finished_one(self, event: SourceFinished) -> None:
        result = event.result
        self._standing.progress = f"{event.done}/{event.total} {result.title}"[:40]
        if self._screen.opened is not self._own and result.new:
            self._screen.use(self._own)  # the first real item takes the place of the sample
        if result.new or result.updated:
            self._screen.rest(0.5, self._screen.count_soon, "counts")
            self._fill_soon(0.6)

    def _fill_soon(self, seconds: float) -> None:
        if not self._screen.workspace.list.count:
            self._screen.rest(seconds, self._fill_if_empty, "fill")

    def _fill_if_empty(self) -> None:
        # An empty view has no rows that could jump: what arrives enters it at once.
        if not self._screen.workspace.list.count:
            self._screen.workspace.open_view()

    def _finished(self, event: SyncFinished) -> None:
        from tui_reader.services.sync import is_cut_off

        screen, status_bar = self._screen, self._standing
        screen.workspace.is_syncing = False
        status_bar.progress = ""
        failed = [s for s in event.report.sources if s.error is not None]
        status_bar.offline = self._own.is_offline or is_cut_off(event.report)
        status_bar.failed = 0 if status_bar.offline else len(failed)
        status_bar.forget_age()
        screen.count_soon()
        self._fill_if_empty()
        if status_bar.offline:
            screen.say("Offline: everything fetched before can be read")
        elif event.report.new or failed:
            news = f"{event.report.new} new" if event.report.new else "Nothing new"
            screen.say(news + (f", {len(failed)} sources failed · ! says why" if failed else ""))
