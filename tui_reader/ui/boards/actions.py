"""What keys do in Benchmarks, where the right side is a table and no document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.boards.moving import BoardMoving
from tui_reader.ui.boards.narrowing import FIGURES, FILTERS, MOVED, is_of
from tui_reader.ui.boards.pane import family_of_row
from tui_reader.ui.boards.sheet import MODEL, row_text
from tui_reader.ui.handlers.exporting import Exporting
from tui_reader.ui.handlers.finding import TYPING_S, Finding, ListSearch
from tui_reader.ui.handlers.links import browse
from tui_reader.ui.handlers.program import ProgramActions
from tui_reader.ui.handlers.referring import Referring
from tui_reader.ui.handlers.sources import Managing
from tui_reader.ui.handlers.today import TodayPage
from tui_reader.ui.handlers.tour import Tour
from tui_reader.ui.host import does, handlers_of
from tui_reader.ui.state import PASSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.ui.boards.controller import BoardController
    from tui_reader.ui.boards.workspace import BoardsWorkspace
    from tui_reader.ui.screens.choose import Choice

_ALL = "\0all"
_ADDRESS = re.compile(r"https?://[^\s,;)>\]]+")
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


def board_handlers(workspace: BoardsWorkspace) -> dict[str, Callable[[], None]]:
    """The handlers of Benchmarks by the id of their action."""
    finding, exporting, referring = Finding(workspace), Exporting(workspace), Referring(workspace)
    managing = Managing(workspace)
    actions = BoardActions(workspace, exporting, referring)
    return handlers_of(
        finding,
        exporting,
        referring,
        TodayPage(workspace),
        managing,
        ProgramActions(workspace, finding, managing),
        Tour(workspace),
        BoardMoving(workspace),
        actions,
    )


class TableSearch:
    """The search line over the models of a table."""

    example = "names of models and makers"

    def __init__(self, workspace: BoardsWorkspace) -> None:
        self._host = workspace.host
        self._controller = workspace.controller

    def open(self) -> None:
        """Type what to look for."""
        self._host.open_search("Search this table", self._controller.narrowing.words, self)

    def typed(self, text: str) -> None:
        """The search line changed."""
        self._host.rest(TYPING_S, lambda: self._narrow(text.strip()), "typing")

    def _narrow(self, words: str) -> None:
        try:
            self._controller.narrow(replace(self._controller.narrowing, words=words))
        except ReaderError as error:
            self._host.say(error.message, error.hint, is_error=True)

    def line_key(self, key: str, text: str) -> None:
        """Keys of direction move the cursor, enter keeps what was typed, escape clears it."""
        if key in _MOVES:
            self._controller.table.move_by(_MOVES[key])
            return
        self._host.stop_rest("typing")
        self._host.close_search()
        self._narrow(text.strip() if key == "enter" else "")
        self._host.show_document()


class BoardActions:
    """Handlers of the actions that mean something else, or anything at all, in Benchmarks alone."""

    def __init__(self, workspace: BoardsWorkspace, exporting: Exporting, referring: Referring) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._exporting = exporting
        self._referring = referring
        self._in_list = ListSearch(workspace)
        self._in_table = TableSearch(workspace)

    @property
    def controller(self) -> BoardController:
        """The table, and what it shows."""
        return self._workspace.controller

    @does("nav.open")
    def open(self) -> None:
        """From the list into the table, whose dates unfold, or into a family; from a model to its page."""
        workspace = self._workspace
        if self._host.in_document:
            self._history()
            return
        row = workspace.row
        place = workspace.boards.place_of(row) if row is not None else None
        if row is None or place is None:
            return
        workspace.keep_cursor()
        if family_of_row(row):
            # A family opens into its boards; once it is open, the first of them is next.
            if workspace.boards.fold(row.key, unfold=True):
                workspace.show_source()
            else:
                workspace.list.move_by(1)
            return
        if workspace.boards.fold(place[0].board, unfold=True):
            workspace.show_source()
        self.controller.show(place[0], place[1] or place[0].last, self.controller.looked_at)
        self._host.show_document()

    # -- sorting and narrowing
    @does("boards.sort")
    def sort(self) -> None:
        """Choose the column to sort by; the same again turns it round."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        sheet = self.controller.table.sheet
        if sheet is None:
            self._host.say("No table is shown")
            return
        now, is_turned = self.controller.sorting
        choices = [
            Choice(
                name,
                sheet.heads[name][1],
                ("↓ again turns it round" if is_turned else "↑ the other way") * (name == now),
            )
            for name in sheet.order
            if name in sheet.widths
        ]
        self._host.push(ChooseScreen("Sort by", choices), self._sort_by)

    def _sort_by(self, column: str | None) -> None:
        if column is not None:
            self._workspace.sort_by(column)

    @does("boards.columns")
    def columns(self) -> None:
        """Choose the columns of the table, one by one."""
        from tui_reader.ui.screens.choose import ChooseScreen

        if self.controller.table.sheet is None:
            self._host.say("No table is shown")
            return
        self._host.push(ChooseScreen("Columns", self._column_choices(), toggle=self._toggle_column), _nothing)

    def _column_choices(self) -> list[Choice]:
        from tui_reader.ui.screens.choose import Choice

        sheet, chosen = self.controller.table.sheet, self.controller.columns
        if sheet is None:
            return []
        names = [name for name in sheet.order if name in sheet.widths and name != MODEL]
        choices = [
            Choice(
                name, f"{'✓' if chosen is None or name in chosen else ' '} {sheet.heads[name][1]}", sheet.heads[name][0]
            )
            for name in names
        ]
        mark = "✓" if chosen is None else " "
        return [Choice(_ALL, f"{mark} as many as fit, the most telling first"), *choices]

    def _toggle_column(self, name: str) -> list[Choice]:
        sheet, chosen = self.controller.table.sheet, self.controller.columns
        if sheet is not None:
            now = [n for n in sheet.order if n in sheet.widths] if chosen is None else list(chosen)
            left = [n for n in now if n != name] if name in now else [*now, name]
            self.controller.choose_columns(None if name == _ALL else left)
        return self._column_choices()

    @does("boards.only_moves")
    def only_moves(self) -> None:
        """Only the models to which something happened, or all again."""
        narrowing, sheet = self.controller.narrowing, self.controller.table.sheet
        if narrowing.change in (MOVED, FIGURES):
            self.controller.narrow(replace(narrowing, change=""))
        elif sheet is None or not sheet.is_compared:
            self._host.say("Without a date to compare with nothing is known to have moved", about=PASSING)
        else:
            found = next((c for c in (MOVED, FIGURES) if any(is_of(sheet, i, c) for i in range(len(sheet.rows)))), "")
            if found:
                self.controller.narrow(replace(narrowing, change=found))
            else:
                self._host.say("Nothing moved between these dates", about=PASSING)

    @does("find.filter")
    def filter(self) -> None:
        """Choose a kind of change, with counts."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        controller = self.controller
        sheet = controller.table.sheet
        if sheet is None or not sheet.is_compared:
            self._host.say("Without a date to compare with there is nothing to filter by")
            return
        choices = [Choice(_ALL, "everything", f"{len(sheet.rows):,}")]
        for change, label in FILTERS.items():
            count = sum(is_of(sheet, i, change) for i in range(len(sheet.rows)))
            choices += [Choice(change, label, f"{count:,}")] if count else []

        def chosen(value: str | None) -> None:
            if value is not None:
                controller.narrow(replace(controller.narrowing, change="" if value == _ALL else value))

        self._host.push(ChooseScreen("Show of this table", choices), chosen)

    @does("find.here")
    def here(self) -> None:
        """Search the models of the table, or the boards when the list has the focus."""
        (self._in_table if self._host.in_document else self._in_list).open()

    @does("find.previous")
    def previous(self) -> None:
        """There are no matches to step through."""
        self._host.say("/ narrows the table to what matches")

    # -- leaving for elsewhere
    @does("open.browser")
    def browser(self) -> None:
        """Open the page of the board in the browser."""
        address = self._address()
        if address:
            browse(self._workspace, address)
        else:
            self._host.say("The source of this board gives no address")

    @does("copy.address")
    def copy(self) -> None:
        """Copy the model's row from the table, the board's address (else its key) from the list."""
        shown, row = self.controller.shown, self.controller.table.current
        if shown is None:
            self._host.say("No table is shown")
            return
        text = self._address() or f"board:{shown.board}@{shown.day.isoformat()}"
        if self._host.in_document and row is not None:
            text = f"{row_text(row)}\t{shown.day.isoformat()}"
        self._host.app.copy_to_clipboard(text)
        self._host.say(f"Copied {text}")

    def _address(self) -> str:
        """Where the table came from: its issue, its source, or the address in its attribution."""
        shown, opened = self.controller.shown, self._workspace.opened
        if shown is None:
            return ""
        snapshot = shown.comparison.after
        if snapshot.source == SourceKind.ISSUES.value:
            row = opened.library.items.row(f"issue:{shown.day.isoformat()}")
            if row is not None and row.url:
                return row.url
        if (found := _ADDRESS.search(snapshot.description)) is not None:
            return found[0]
        # What is followed but was never fetched is not asked for: that would load the files of all leaderboards.
        source = opened.library.sources.get(shown.board)
        return source.url if source is not None and source.kind is SourceKind.BOARD else ""

    @does("open.export")
    def export(self) -> None:
        """Export the table under the cursor, or all of its board."""
        from tui_reader.services.exporting.selection import of_board

        row = self._workspace.row
        place = self._workspace.boards.place_of(row) if row is not None else None
        if (box := self._exporting.offer()) is not None:
            self._exporting.fill(box, of_board(*place) if place is not None else [])

    @does("open.seen")
    def seen(self) -> None:
        """Where a model, or a board, was seen."""
        model = self.controller.table.current if self._host.in_document else None
        if model is not None:
            self._referring.show_seen(self._workspace.opened.library.references.model_target(model.model), model.model)
        elif self.controller.board is not None:
            self._referring.show_seen(f"board:{self.controller.board.board}", self.controller.board.title)

    # -- screens over this one
    def _history(self) -> None:
        """The history of the model under the cursor."""
        from tui_reader.ui.boards.history_screen import ModelHistory

        row, board = self.controller.table.current, self.controller.board
        if row is None or board is None:
            self._host.say("No model is shown")
            return
        model, model_key = row.model, row.key

        def open_box() -> None:
            box = ModelHistory(self._workspace.work.queries, board, model_key, model, self.controller.aliases)
            self._host.push(box.read_ahead(), lambda key: follow(key, box.row_on(key)) if key else None)

        def follow(key: str, there: str) -> None:
            self.controller.seek(key, there)
            self._host.go_to(key, again=open_box)
            if there:
                self._host.show_document()  # the model is in the table, not in the list

        open_box()

    @does("triage.range")
    def range(self) -> None:
        """Begin a range of models, or end it."""
        table = self.controller.table
        if not self._host.in_document or table.current is None:
            self._host.say("A range is of models: enter opens the table")
        elif table.has_range:
            table.clear_range()
        else:
            table.start_range()
            self._host.say("Two to four models: move, then X", "it sets them side by side; esc leaves the range")

    @does("boards.beside")
    def beside(self) -> None:
        """The models of the range side by side, on every board that lists one of them."""
        from tui_reader.services.beside_page import beside_page
        from tui_reader.services.models_beside import MOST, beside
        from tui_reader.ui.screens.text import TextScreen

        names = list(dict.fromkeys(row.model for row in self.controller.table.range_rows()))
        if not 2 <= len(names) <= MOST:
            here = f"{len(names)} selected" if names else "none selected"
            self._host.say(f"X sets two to four models side by side: {here}", "V selects them in the table")
            return
        title, aliases = " · ".join(names), self.controller.aliases
        box = TextScreen(title, None)
        self._host.push(box, _nothing)
        self._workspace.work.queries.run(
            "beside",
            lambda library: beside_page(beside(library.boards, names, aliases)),
            lambda page: None if box.is_closed else box.fill(title, page),
            box.fail,
        )

    @does("boards.plot")
    def plot(self) -> None:
        """Score against price, speed or release date, and the board's top through time."""
        from tui_reader.ui.boards.plot_screen import BoardPlot, pictures_of

        sheet, shown, board = self.controller.table.sheet, self.controller.shown, self.controller.board
        if sheet is None or shown is None or board is None:
            self._host.say("No table is shown")
            return
        snapshot = sheet.comparison.after
        pictures = pictures_of(snapshot, len(shown.days))
        if pictures:
            box = BoardPlot(
                self._workspace.work.queries, board, snapshot, pictures, lower_is_better=sheet.lower_is_better
            )
            self._host.push(box, self._to_model)
        else:
            self._host.say("Nothing to plot", "no prices, speeds or release dates, and one date alone")

    def _to_model(self, key: str | None) -> None:
        if key is not None and self.controller.to_model(key):
            self._host.show_document()


def _nothing(_: object) -> None:
    """What was chosen is shown already."""
