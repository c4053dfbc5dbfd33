"""Which method does which action: the other half of the table of actions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.actions import Context
from tui_reader.ui.handlers.deciding import Deciding
from tui_reader.ui.handlers.finding import Finding
from tui_reader.ui.handlers.moving import Moving
from tui_reader.ui.handlers.opening import Opening
from tui_reader.ui.handlers.program import ProgramActions
from tui_reader.ui.handlers.referring import Referring

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.ui.handlers.boards import BoardActions
    from tui_reader.ui.handlers.exporting import Exporting
    from tui_reader.ui.handlers.reading import ReadingActions
    from tui_reader.ui.workspace import Workspace


class Searching(Protocol):
    """Whoever the search line works for."""

    def typed(self, text: str) -> None:
        """The line changed."""

    def line_key(self, key: str) -> None:
        """`up`, `down`, `enter` or `escape` was pressed in it."""


class Handlers:
    """All handlers, and the table of them by action id."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        deciding = Deciding(workspace)
        moving = Moving(workspace, deciding)
        self.finding = Finding(workspace)
        self.searching: Searching = self.finding
        self.opening = Opening(workspace, deciding)
        self.program = ProgramActions(workspace)
        self.referring = Referring(workspace)
        self.moving = moving
        self.table: Mapping[str, Callable[[], None]] = {
            "pane.issues": moving.issues,
            "pane.feeds": moving.feeds,
            "pane.papers": moving.papers,
            "pane.benchmarks": moving.benchmarks,
            "pane.other_side": moving.other_side,
            "nav.down": moving.down,
            "nav.up": moving.up,
            "nav.top": moving.top,
            "nav.bottom": moving.bottom,
            "nav.half_down": moving.half_down,
            "nav.half_up": moving.half_up,
            "nav.page_down": moving.page_down,
            "nav.page_up": moving.page_up,
            "nav.open": moving.open,
            "nav.back": moving.back,
            "doc.down": moving.document_down,
            "doc.up": moving.document_up,
            "read.on": moving.read_on,
            "read.back": moving.read_back,
            "nav.next_unread": moving.next_unread,
            "nav.previous_unread": moving.previous_unread,
            "find.previous": moving.previous_match,
            "triage.keep": deciding.keep,
            "triage.skip": deciding.skip,
            "triage.later": deciding.later,
            "triage.done": deciding.done,
            "triage.toggle_read": deciding.toggle_read,
            "triage.all": deciding.all,
            "triage.range": deciding.range,
            "triage.undo": deciding.undo,
            "triage.redo": deciding.redo,
            "triage.tag": deciding.tag,
            "triage.note": deciding.note,
            "find.filter": self.finding.filter,
            "find.views": self.finding.views,
            "find.here": self.search_here,
            "find.everything": self.finding.everything,
            "date.older": moving.older,
            "date.newer": moving.newer,
            "open.browser": self.opening.browser,
            "open.pdf": self.opening.pdf,
            "open.full_text": self.opening.full_text,
            "open.links": self.opening.links,
            "open.seen": self.referring.seen,
            "open.story": self.referring.story,
            "copy.address": self.opening.copy_address,
            "copy.citation": lambda: self.exporting.cite(),
            "open.export": lambda: self.exporting.export(),
            "sync.source": self.program.refresh,
            "sync.all": self.program.refresh_all,
            "app.health": self.program.health,
            "view.contents": lambda: self.reading.contents(),
            "view.source": lambda: self.reading.source(),
            "view.zoom": self.program.zoom,
            "view.theme": self.program.theme,
            "app.help": self.program.help,
            "app.palette": self.program.palette,
            "app.back_or_quit": self.program.back_or_quit,
            "app.quit": self.program.quit,
            "boards.compare_with": lambda: self.boards.dates.compare_with(),
            "boards.older_base": lambda: self.boards.dates.move_base(-1),
            "boards.newer_base": lambda: self.boards.dates.move_base(1),
            "boards.sort": lambda: self.boards.sort(),
            "boards.only_moves": lambda: self.boards.only_moves(),
            "boards.plot": lambda: self.boards.plot(),
        }

    @cached_property
    def exporting(self) -> Exporting:
        """Citations and files."""
        from tui_reader.ui.handlers.exporting import Exporting

        return Exporting(self._workspace)

    @cached_property
    def reading(self) -> ReadingActions:
        """What keys do inside a document."""
        from tui_reader.ui.handlers.reading import ReadingActions

        return ReadingActions(self._workspace)

    @cached_property
    def boards(self) -> BoardActions:
        """What keys do in Benchmarks."""
        from tui_reader.ui.handlers.boards import BoardActions

        return BoardActions(self._workspace, self)

    def handler(self, action_id: str, context: Context) -> Callable[[], None]:
        """What does an action in a pane: where the right side is a table, some keys mean something else."""
        if context is Context.BENCHMARKS and action_id in self.boards.table:
            return self.boards.table[action_id]
        return self.table[action_id]

    def search_here(self) -> None:
        """Search the list, or the document when it has the focus."""
        self.searching = self.finding
        self.finding.here()
