"""Deciding: read, keep, skip, later, tags, notes, undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.actions import Context
from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind, State
from tui_reader.ui.host import does
from tui_reader.ui.state import PASSING, RANGE, SAVING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.journal import BatchDone
    from tui_reader.domain.rows import Row
    from tui_reader.services.details import EntryDetails, PaperDetails, RepoDetails
    from tui_reader.services.triage import Triage
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.reading import ReadingWorkspace


class NotedLibrary(Protocol):
    """The subjects of the library whose items have notes."""

    @property
    def entries(self) -> EntryDetails:
        """Entries."""

    @property
    def papers(self) -> PaperDetails:
        """Papers."""

    @property
    def repos(self) -> RepoDetails:
        """Repositories."""


class Deciding:
    """Handlers that change items."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @property
    def _triage(self) -> Triage:
        return self.workspace.triage

    @does("triage.keep")
    def keep(self) -> None:
        """Keep and go on."""
        self._decide(State.KEPT, "Kept")

    @does("triage.skip")
    def skip(self) -> None:
        """Skip and go on."""
        self._decide(State.SKIPPED, "Skipped")

    @does("triage.later")
    def later(self) -> None:
        """Put off and go on."""
        self._decide(State.LATER, "Put off")

    def _decide(self, state: State, word: str) -> None:
        rows = self.workspace.items()
        if not rows:
            self.host.say("This row is no item to decide on", about=PASSING)
            return
        try:
            done, decided = self._triage.toggle(rows, state)
        except ReaderError as error:
            self.host.say(error.message, error.hint, is_error=True, about=SAVING)
            return
        self._after(done, rows, word if decided else "Cleared", advance=decided)

    @does("triage.done")
    def done(self) -> None:
        """Mark read and go on, with all that tell the same story; in a paper inbox, skip."""
        rows = self.workspace.items()
        if not rows:
            return
        rows = list({r.key: r for row in rows for r in (row, *self.workspace.pane.behind(row))}.values())
        if self.workspace.pane.context is Context.PAPERS and all(r.state is State.INBOX for r in rows):
            self._act(lambda: self._triage.decide(rows, State.SKIPPED), rows, "Skipped", advance=True)
        else:
            self._act(lambda: self._triage.set_read(rows, True), rows, "Read", advance=True)

    @does("triage.toggle_read")
    def toggle_read(self) -> None:
        """Read becomes unread and the other way round."""
        rows = self.workspace.items()
        if rows:
            read = not all(r.read for r in rows)
            word = "Read" if read else "Unread"
            self._act(lambda: self._triage.set_read(rows, read), rows, word, advance=False)

    @does("triage.all")
    def all(self) -> None:
        """Everything left in this view: read; in a paper inbox, skipped. One undo takes it back."""
        workspace = self.workspace
        pane, triage = workspace.pane, self._triage
        if pane.source is None:
            return
        gather = pane.gatherer()
        skips = pane.context is Context.PAPERS

        # A view may hold a hundred thousand rows: no key waits for them.
        def act(library: ListsLibrary) -> tuple[BatchDone | None, list[Row]]:
            rows = gather(library)
            left = [r for r in rows if (r.state is State.INBOX if skips else not r.read)]
            if not left:
                return None, left
            return (triage.decide(left, State.SKIPPED) if skips else triage.set_read(left, True)), left

        def acted(result: tuple[BatchDone | None, list[Row]]) -> None:
            done, left = result
            if done is None:
                self.host.say("Nothing is left in this view")
            else:
                self._after(done, left, "Skipped" if skips else "Marked read:", advance=False)
                count_more(left)

        def count_more(left: list[Row]) -> None:
            # A large inbox takes a second or two; the action is done and can be undone meanwhile.
            def told(said: str) -> None:
                if said:
                    self.host.say(f"{'Skipped' if skips else 'Marked read:'} {len(left):,}, {said}", "u undoes")

            workspace.work.queries.run("all-said", lambda library: pane.said_of_all(left, library), told)

        workspace.work.queries.run(
            "all", act, acted, lambda message: self.host.say(message, is_error=True, about=SAVING)
        )

    @does("triage.range")
    def range(self) -> None:
        """Begin a range, or end it."""
        if self.workspace.list.has_range:
            self.workspace.list.clear_range()
        else:
            self.workspace.list.start_range()
            self.host.say("Range: move, then s x L m d t act on all of it", "esc leaves it", about=RANGE)
        self.host.refresh_bars()

    @does("triage.undo")
    def undo(self) -> None:
        """Take back the last action."""
        self._turn(self._triage.undo, "Undone", "Nothing to undo")

    @does("triage.redo")
    def redo(self) -> None:
        """Do it again."""
        self._turn(self._triage.redo, "Done again", "Nothing to redo")

    @does("triage.tag")
    def tag(self) -> None:
        """Ask for a tag; a tag with - before it is taken off."""
        from tui_reader.ui.screens.ask import AskScreen

        rows = self.workspace.items()
        if not rows:
            return
        known = " ".join(dict.fromkeys(t for r in rows for t in r.tags))
        several = "space or comma between several · -name takes one off"
        hint = f"has: {known} · {several}" if known else f"{several} · esc leave"

        def tagged(text: str | None) -> None:
            tags = {t.lstrip("-#"): not t.startswith("-") for t in re.split(r"[\s,]+", text or "") if t.lstrip("-#")}
            if not tags:
                return
            said = " ".join(name if on else f"-{name}" for name, on in tags.items())
            changes = [(row, [(f"tag:{name}", on) for name, on in tags.items()]) for row in rows]
            word = f"Tagged {said}" + (" on" if len(rows) > 1 else "")
            self._act(lambda: self._triage.mark_each(changes, f"tag {said}"), rows, word, advance=False)

        self.host.push(AskScreen("Tag", "", hint), tagged)

    @does("triage.note")
    def note(self) -> None:
        """Ask for a note."""
        from tui_reader.ui.screens.ask import AskScreen

        row = self.workspace.item
        if row is None:
            return

        def noted(text: str | None) -> None:
            if text is not None:
                self._act(lambda: self._triage.note(row, text), [row], "Noted", advance=False)

        note = note_of(self.workspace.opened.library, row)
        self.host.push(AskScreen("Note", note, "enter keeps it · empty takes it away"), noted)

    def mark_opened(self) -> None:
        """Opening an item marks it read, quietly."""
        item = self.workspace.item
        if item is not None and (not item.read or item.is_updated):
            try:
                self._triage.set_read([item], True)
            except ReaderError as error:
                self.host.say(error.message, error.hint, is_error=True, about=SAVING)
                return
            self.workspace.changed([item.key])

    def _act(self, act: Callable[[], BatchDone], rows: list[Row], word: str, *, advance: bool) -> None:
        try:
            done = act()
        except ReaderError as error:
            self.host.say(error.message, error.hint, is_error=True, about=SAVING)
            return
        self._after(done, rows, word, advance=advance)

    def _after(self, done: BatchDone, rows: list[Row], word: str, *, advance: bool) -> None:
        workspace = self.workspace
        self.host.state.over(SAVING)
        had_range = workspace.list.has_range
        workspace.list.clear_range()
        workspace.changed(done.items)
        many = f" {len(rows):,}" if len(rows) > 1 else ""
        self.host.say(f"{word}{many} · u undoes")
        if advance and not had_range and workspace.pane.source is not None:
            workspace.list.move_by(1)
            if self.host.in_document:
                workspace.show_document_of_cursor()

    def _turn(self, turn: Callable[[], BatchDone | None], word: str, nothing: str) -> None:
        workspace = self.workspace
        try:
            done = turn()
        except ReaderError as error:
            self.host.say(error.message, error.hint, is_error=True, about=SAVING)
            return
        if done is None:
            self.host.say(nothing, about=PASSING)
            return
        workspace.changed(done.items)
        many = len(set(done.items))
        row = workspace.opened.library.items.row(done.items[0]) if many == 1 else None
        if row is not None:
            workspace.list.to_id(row.id)
        which = f" ({many:,} items)" if many > 1 else f" · {row.title}" if row is not None else ""
        self.host.say(f"{word}: {done.label or 'an action'}{which}")


def note_of(library: NotedLibrary, row: Row) -> str:
    """The note on an item, or ""."""
    detail = {Kind.ENTRY: library.entries.get, Kind.PAPER: library.papers.get, Kind.REPO: library.repos.get}.get(
        row.kind
    )
    found = detail(row.key) if detail is not None else None
    return found.note if found is not None else ""
