"""What keys do in Benchmarks, where the right side is a table and no document."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.handlers.board_dates import BoardDates
from tui_reader.ui.handlers.board_narrowing import FILTERS, MOVED, is_of
from tui_reader.ui.handlers.finding import TYPING_S
from tui_reader.ui.widgets.board_sheet import HEADS, ORDER, row_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.ui.handlers.board_controller import BoardController
    from tui_reader.ui.handlers.table import Handlers
    from tui_reader.ui.workspace import Workspace

_ALL = "\0all"
_ADDRESS = re.compile(r"https?://[^\s,;)>\]]+")


class BoardActions:
    """Handlers of the actions that mean something else, or anything at all, in Benchmarks alone."""

    def __init__(self, workspace: Workspace, handlers: Handlers) -> None:
        self.workspace = workspace
        self._handlers = handlers
        self.dates = BoardDates(workspace)

    @property
    def controller(self) -> BoardController:
        """The table, and what it shows."""
        return self.workspace.controller

    @cached_property
    def table(self) -> Mapping[str, Callable[[], None]]:
        """The handlers by action id."""
        return {
            "nav.down": lambda: self._by(1),
            "nav.up": lambda: self._by(-1),
            "nav.top": lambda: self._to(0),
            "nav.bottom": lambda: self._to(1 << 30),
            "nav.half_down": lambda: self._page(1, half=True),
            "nav.half_up": lambda: self._page(-1, half=True),
            "nav.page_down": lambda: self._page(1),
            "nav.page_up": lambda: self._page(-1),
            "nav.open": self.open,
            "nav.back": self.back,
            "doc.down": lambda: self.controller.table.move_by(3),
            "doc.up": lambda: self.controller.table.move_by(-3),
            "find.filter": self.filter,
            "find.here": self.here,
            "find.previous": lambda: self.workspace.screen.say("/ narrows the table to what matches"),
            "date.older": lambda: self.dates.move_date(-1),
            "date.newer": lambda: self.dates.move_date(1),
            "open.browser": self.browser,
            "copy.address": self.copy,
            "boards.compare_with": self.dates.compare_with,
            "boards.older_base": lambda: self.dates.move_base(-1),
            "boards.newer_base": lambda: self.dates.move_base(1),
            "boards.sort": self.sort,
            "boards.only_moves": self.only_moves,
            "boards.plot": self.plot,
        }

    # -- moving
    def _by(self, rows: int) -> None:
        (self.controller.table if self.workspace.screen.in_document else self.workspace.list).move_by(rows)

    def _to(self, row: int) -> None:
        (self.controller.table if self.workspace.screen.in_document else self.workspace.list).move_to(row)

    def _page(self, pages: int, half: bool = False) -> None:
        (self.controller.table if self.workspace.screen.in_document else self.workspace.list).page(pages, half=half)

    def open(self) -> None:
        """From the list into the table, whose dates unfold; from a model to its history."""
        workspace = self.workspace
        if workspace.screen.in_document:
            self.history()
            return
        row = workspace.row
        place = self.controller.pane.place_of(row) if row is not None else None
        if row is None or place is None:
            return
        workspace.pane.cursor, workspace.pane.cursor_id = workspace.list.cursor, workspace.list.current_id
        if self.controller.pane.fold(place[0].board, unfold=True):
            workspace.show_source()
        self.controller.show(*(place[0], place[1] or place[0].last), self.controller.looked_at)
        workspace.screen.show_document()

    def back(self) -> None:
        """Undo one thing at a time: search, filter, table, search of boards, the unfolded dates."""
        workspace, controller = self.workspace, self.controller
        if workspace.screen.in_document or workspace.screen.reads:
            if controller.narrowing:
                now = controller.narrowing
                controller.narrow(replace(now, words="") if now.words else replace(now, change=""))
            else:
                workspace.screen.show_list()
        elif workspace.pane.search:
            workspace.pane.search = ""
            workspace.open_view()
        elif workspace.row is not None and (place := controller.pane.place_of(workspace.row)) is not None:
            board = place[0].board
            if controller.pane.fold(board, unfold=False):
                workspace.pane.cursor, workspace.pane.cursor_id = controller.pane.index_of(f"board:{board}") or 0, None
                workspace.show_source()

    # -- sorting and narrowing
    def sort(self) -> None:
        """Choose the column to sort by; the same again turns it round."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        sheet = self.controller.table.sheet
        if sheet is None:
            self.workspace.screen.say("No table is shown")
            return
        now, is_turned = self.controller.sorting
        choices = [
            Choice(name, HEADS[name][1], ("↓ again turns it round" if is_turned else "↑ the other way") * (name == now))
            for name in ORDER
            if name in sheet.widths
        ]
        self.workspace.screen.push(ChooseScreen("Sort by", choices), self.sort_by)

    def sort_by(self, column: str | None) -> None:
        """Sort by a column; the one that it is sorted by is turned round."""
        if column is None:
            return
        now, is_turned = self.controller.sorting
        self.controller.sorting = (column, not is_turned if column == now else False)
        self.controller.redraw()

    def only_moves(self) -> None:
        """Only the models to which something happened, or all again."""
        narrowing = self.controller.narrowing
        self.controller.narrowing = replace(narrowing, change="" if narrowing.change == MOVED else MOVED)
        self.controller.redraw()

    def filter(self) -> None:
        """Choose a kind of change, with counts."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        controller = self.controller
        sheet = controller.table.sheet
        if sheet is None or not sheet.is_compared:
            self.workspace.screen.say("Without a date to compare with there is nothing to filter by")
            return
        choices = [Choice(_ALL, "everything", f"{len(sheet.rows):,}")]
        for change, label in FILTERS.items():
            count = sum(is_of(sheet, i, change) for i in range(len(sheet.rows)))
            choices += [Choice(change, label, f"{count:,}")] if count else []

        def chosen(value: str | None) -> None:
            if value is not None:
                controller.narrowing = replace(controller.narrowing, change="" if value == _ALL else value)
                controller.redraw()

        self.workspace.screen.push(ChooseScreen("Show of this table", choices), chosen)

    def here(self) -> None:
        """Search the models of the table, or the boards when the list has the focus."""
        if self.workspace.screen.in_document:
            self._handlers.searching = self
            self.workspace.screen.open_search("models of this table", self.controller.narrowing.words)
        else:
            self._handlers.search_here()

    def typed(self, text: str) -> None:
        """The search line changed."""
        self.workspace.screen.rest(TYPING_S, lambda: self._narrow(text.strip()), "typing")

    def _narrow(self, words: str) -> None:
        try:
            self.controller.narrow(replace(self.controller.narrowing, words=words))
        except ReaderError as error:
            self.workspace.screen.say(error.message, error.hint, is_error=True)

    def line_key(self, key: str) -> None:
        """Up and down move the cursor, enter keeps what was typed, escape clears it."""
        screen = self.workspace.screen
        if key in ("up", "down"):
            self.controller.table.move_by(1 if key == "down" else -1)
            return
        screen.stop_rest("typing")
        screen.close_search()
        self._narrow(screen.search_text.strip() if key == "enter" else "")
        screen.show_document()

    # -- leaving for elsewhere
    def browser(self) -> None:
        """Open the page of the board in the browser."""
        address = self._address()
        if address:
            self._handlers.opening.browse(address)
        else:
            self.workspace.screen.say("The source of this board gives no address")

    def copy(self) -> None:
        """Copy the model's row from the table, the board's address (else its key) from the list."""
        look, row = self.controller.look, self.controller.table.current
        if look is None:
            self.workspace.screen.say("No table is shown")
            return
        text = self._address() or f"board:{look.board}@{look.day.isoformat()}"
        if self.workspace.screen.in_document and row is not None:
            text = f"{row_text(row)}\t{look.day.isoformat()}"
        self.workspace.screen.app.copy_to_clipboard(text)
        self.workspace.screen.say(f"Copied {text}")

    def _address(self) -> str:
        """Where the table came from: its issue, its source, or the address in its attribution."""
        look = self.controller.look
        if look is None:
            return ""
        table = look.comparison.after
        if table.source == SourceKind.ISSUES.value:
            row = self.workspace.opened.library.items.row(f"issue:{look.day.isoformat()}")
            if row is not None and row.url:
                return row.url
        if (found := _ADDRESS.search(table.description)) is not None:
            return found[0]
        sources = self.workspace.opened.sources()
        return next((s.url for s in sources if s.kind is SourceKind.BOARD and s.id == look.board), "")

    # -- screens over this one
    def history(self) -> None:
        """The history of the model under the cursor."""
        from tui_reader.ui.screens.model_history import ModelHistory

        row, board = self.controller.table.current, self.controller.board
        if row is None or board is None:
            self.workspace.screen.say("No model is shown")
            return
        self.workspace.screen.push(
            ModelHistory(self.workspace.queries, board, row.key, row.model, self.controller.aliases), self._go_to
        )

    def plot(self) -> None:
        """Score against price or speed, of the table that is shown."""
        from tui_reader.services.trade_off import figures_of
        from tui_reader.ui.screens.board_plot import BoardPlot

        sheet, board = self.controller.table.sheet, self.controller.board
        if sheet is None or board is None:
            self.workspace.screen.say("No table is shown")
            return
        table = sheet.comparison.after
        if figures_of(table):
            self.workspace.screen.push(BoardPlot(board, table, lower_is_better=sheet.lower_is_better), self._to_model)
        else:
            self.workspace.screen.say(
                "This board gives neither prices nor speeds: there is nothing to plot scores against"
            )

    def _to_model(self, key: str | None) -> None:
        if key is not None and self.controller.to_model(key):
            self.workspace.screen.show_document()

    def _go_to(self, key: str | None) -> None:
        if key:
            self.workspace.screen.go_to(key)
