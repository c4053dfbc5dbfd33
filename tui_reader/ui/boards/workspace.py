"""Benchmarks at work: boards and their dates on the left, a table on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tui_reader.ui.boards.pane import BenchmarksPane
from tui_reader.ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.ui.background import Work
    from tui_reader.ui.boards.controller import BoardController
    from tui_reader.ui.boards.table import BoardTable
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.state import PaneState


class TableSide(Vertical):
    """Where a table stands."""

    def __init__(self, workspace: BoardsWorkspace) -> None:
        super().__init__(classes="side")
        self._workspace = workspace
        self._host = workspace.host

    def on_descendant_focus(self) -> None:
        """The table has the keys: it is looked at."""
        self._host.guard(self._workspace.controller.looked_at)

    def on_board_table_moved(self, event: BoardTable.Moved) -> None:
        """The position in the status line follows."""
        event.stop()
        self._host.refresh_bars()

    def on_board_table_opened(self, event: BoardTable.Opened) -> None:
        """A model was double-clicked."""
        event.stop()
        self._host.do("nav.open")

    def on_board_table_sort_asked(self, event: BoardTable.SortAsked) -> None:
        """The head of a column was clicked."""
        event.stop()
        self._host.guard(lambda: self._workspace.sort_by(event.column))


class BoardsWorkspace(Workspace):
    """The pane whose right side is a table. `bind` gives the handlers of its keys."""

    controller: BoardController
    """The table, and what it shows."""

    def __init__(
        self,
        host: Host,
        opened: OpenLibrary,
        work: Work,
        state: PaneState,
        bind: Callable[[BoardsWorkspace], Mapping[str, Callable[[], None]]],
    ) -> None:
        self._bind = bind
        self.boards = BenchmarksPane(opened, state)
        super().__init__(host, opened, work, self.boards)

    def make_side(self) -> TableSide:
        """Where the table stands."""
        return TableSide(self)

    @property
    def table(self) -> BoardTable:
        """The table."""
        return self.controller.table

    @property
    def right(self) -> BoardTable:
        """The table."""
        return self.controller.table

    def furnish(self) -> None:
        """Make the table and the handlers."""
        from tui_reader.ui.boards.controller import BoardController

        self.controller = BoardController(self.host, self.opened, self.work, self.boards, self.side)
        self.side.mount(self.controller.table)
        self.actions = self._bind(self)

    def sort_by(self, column: str) -> None:
        """Sort the table by a column; the one that it is sorted by is turned round."""
        now, is_turned = self.controller.sorting
        self.controller.sorting = (column, not is_turned if column == now else False)
        self.controller.redraw()

    def place(self) -> tuple[int, int]:
        """The model under the cursor of the table, and how many there are."""
        return self.table.cursor, self.table.count

    def show_document_of_cursor(self, then: Callable[[], None] | None = None) -> None:
        """Show the table of the row under the cursor."""
        if self.is_awake:
            self.controller.show_row(self.row, then)

    def show_again(self) -> None:
        """Read the table anew, if it has changed."""
        self.show_document_of_cursor()

    def find_row(self, key: str, then: Callable[[], None] | None = None) -> None:
        """Put the cursor on a board or one of its dates, which are unfolded for it."""
        if (index := self.boards.index_of(key)) is not None:
            self.state.cursor, self.state.cursor_id = index, None
            self.show_source()
        if then is not None:
            then()
