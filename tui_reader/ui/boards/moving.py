"""Moving about in Benchmarks: in the list of boards, in the table, and from date to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.board_dates import FIRST, LOOKED, PREVIOUS, stepped
from tui_reader.services.page_text import day_text
from tui_reader.ui.boards.pane import family_of_row
from tui_reader.ui.host import does
from tui_reader.ui.state import PASSING

if TYPE_CHECKING:
    from tui_reader.ui.boards.table import BoardTable
    from tui_reader.ui.boards.workspace import BoardsWorkspace
    from tui_reader.ui.widgets.item_list import ItemList

_END = 1 << 30


class BoardMoving:
    """Handlers that move the cursor, in the table where that has the keys, else in the list."""

    def __init__(self, workspace: BoardsWorkspace) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._controller = workspace.controller

    @property
    def _rows(self) -> BoardTable | ItemList[object]:
        return self._controller.table if self._host.in_document else self._workspace.list  # type: ignore[return-value]

    @does("nav.down")
    def down(self) -> None:
        """A row down."""
        self._rows.move_by(1)

    @does("nav.up")
    def up(self) -> None:
        """A row up."""
        self._rows.move_by(-1)

    @does("nav.top")
    def top(self) -> None:
        """The first row."""
        self._rows.move_to(0)

    @does("nav.bottom")
    def bottom(self) -> None:
        """The last row."""
        self._rows.move_to(_END)

    @does("nav.half_down")
    def half_down(self) -> None:
        """Half a page down."""
        self._rows.page(1, half=True)

    @does("nav.half_up")
    def half_up(self) -> None:
        """Half a page up."""
        self._rows.page(-1, half=True)

    @does("nav.page_down")
    def page_down(self) -> None:
        """A page down."""
        self._rows.page(1)

    @does("nav.page_up")
    def page_up(self) -> None:
        """A page up."""
        self._rows.page(-1)

    @does("doc.down")
    def table_down(self) -> None:
        """Down in the table, from the list."""
        self._controller.table.move_by(3)

    @does("doc.up")
    def table_up(self) -> None:
        """Up in the table, from the list."""
        self._controller.table.move_by(-3)

    @does("pane.other_side")
    def other_side(self) -> None:
        """The list, or the table."""
        if self._host.in_document:
            self._host.show_list()
        else:
            self._workspace.show_document_of_cursor()
            self._host.show_document()

    @does("nav.back")
    def back(self) -> None:
        """Undo one thing at a time: range, search, filter, table, search of boards, unfolded dates, an open family."""
        workspace, controller, state = self._workspace, self._controller, self._workspace.state
        if self._host.state.dismiss():
            self._host.refresh_bars()
        elif self._host.in_document or self._host.reads:
            if controller.table.has_range:
                controller.table.clear_range()
            elif now := controller.narrowing:
                controller.narrow(replace(now, words="") if now.words else replace(now, change=""))
            else:
                self._host.show_list()
        elif state.is_narrowed:
            state.search = state.view = state.view_name = state.filter = ""
            workspace.open_again()
        elif workspace.row is not None and (place := workspace.boards.place_of(workspace.row)) is not None:
            board = place[0].board
            family = workspace.boards.family_of(board)
            if not family_of_row(workspace.row) and workspace.boards.fold(board, unfold=False):
                self._fold_to(f"board:{board}")
            elif family and workspace.boards.fold(family, unfold=False):
                self._fold_to(family)

    def _fold_to(self, key: str) -> None:
        """The cursor is on what was folded."""
        workspace, state = self._workspace, self._workspace.state
        state.cursor, state.cursor_id = workspace.boards.index_of(key) or 0, None
        workspace.show_source()

    # -- dates -------------------------------------------------------------
    @does("date.older")
    def older(self) -> None:
        """The older table."""
        self._move_date(-1)

    @does("date.newer")
    def newer(self) -> None:
        """The newer table."""
        self._move_date(1)

    def _move_date(self, step: int) -> None:
        """The older or newer table of the board; the cursor of the list goes along."""
        workspace, shown = self._workspace, self._controller.shown
        day = stepped(shown.days, shown.day, step) if shown is not None else None
        if shown is None or day is None:
            self._host.say("No older date" if step < 0 else "No newer date", about=PASSING)
            return
        before = workspace.boards.source
        index = workspace.boards.index_of(f"board:{shown.board}@{day.isoformat()}")
        if index is None:
            return
        if workspace.boards.source is before and self._controller.board is not None:
            workspace.list.move_to(index)
            self._controller.show(self._controller.board, day)
        else:
            workspace.state.cursor, workspace.state.cursor_id = index, None
            workspace.show_source()

    @does("boards.older_base")
    def older_base(self) -> None:
        """Compare with the date before that compared with."""
        self._move_base(-1)

    @does("boards.newer_base")
    def newer_base(self) -> None:
        """Compare with the date after that compared with."""
        self._move_base(1)

    def _move_base(self, step: int) -> None:
        shown = self._controller.shown
        day = stepped(shown.days, shown.base or shown.day, step, skip=shown.day) if shown is not None else None
        if day is None:
            words = "No older date to compare with" if step < 0 else "No newer date to compare with"
            self._host.say(words, about=PASSING)
        else:
            self._controller.compare_with(day.isoformat())

    @does("boards.compare_with")
    def compare_with(self) -> None:
        """Choose the date compared with."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        shown = self._controller.shown
        if shown is None or len(shown.days) < 2:
            self._host.say("There is only one date: nothing to compare with yet" if shown else "No table is shown")
            return
        looked = self._controller.looked_before(shown.board)
        since = "this is the first look" if looked is None else f"{looked.day} {looked:%b %Y}"
        if looked is not None and looked >= shown.days[0]:
            since = "nothing newer"
        choices = [
            Choice(PREVIOUS, "Previous date", "always the one before", "Compare with"),
            Choice(FIRST, "First date", f"{shown.days[-1].day} {shown.days[-1]:%b %Y}", "Compare with"),
            Choice(LOOKED, "Since I last looked", since, "Compare with"),
        ]
        choices += [
            Choice(day.isoformat(), f"{day_text(day)} · {day:%A}", day.isoformat(), "A date")
            for day in shown.days
            if day != shown.day
        ]

        def chosen(value: str | None) -> None:
            if value:
                self._controller.compare_with(value, is_chosen=True)

        self._host.push(ChooseScreen(f"Compare {day_text(shown.day)} with", choices), chosen)
