"""The right side in Benchmarks: which table is shown, compared with which date, sorted and narrowed how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.domain.board_dates import FIRST, LOOKED, PREVIOUS, iso_date
from tui_reader.domain.errors import ReaderError
from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.services.board_comparison import BoardComparison, ComparisonCache
from tui_reader.services.comparison_words import summary
from tui_reader.services.page_text import day_text
from tui_reader.ui.boards.ahead import Ahead, Asked
from tui_reader.ui.boards.narrowing import Narrowing, narrowed, nothing_left
from tui_reader.ui.boards.pane import LOOKED as REMEMBERED
from tui_reader.ui.boards.pane import BenchmarksPane
from tui_reader.ui.boards.sheet import MOVE, RANK, Sheet
from tui_reader.ui.boards.table import BoardTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.widget import Widget

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.domain.rows import Row
    from tui_reader.services.board_comparison import TablesLibrary
    from tui_reader.ui.background import Work
    from tui_reader.ui.boards.ahead import Made
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary

#: What the work that makes the table is called.
_KIND = "table"
_BASE_OF_ALL = "boards.base"
_BASE = "boards.base:"
_COLUMNS = "boards.columns:"
_LEGEND = "▲ ▼ moved · △ ▽ only made room or closed up · ? explains all signs"
_NAMES = {PREVIOUS: "previous", FIRST: "first", LOOKED: "since you last looked"}


class BoardController:
    """Shows one table at a time; everything here runs on the thread of the screen, reading beside it."""

    def __init__(self, host: Host, opened: OpenLibrary, work: Work, pane: BenchmarksPane, side: Widget) -> None:
        self._host = host
        self._opened = opened
        self._work = work
        self._state = pane.state
        self._side = side
        self.pane = pane
        self.table = BoardTable(id="board")
        self.shown: BoardComparison | None = None
        self.board: BoardInfo | None = None
        self.narrowing = Narrowing()
        self.sorting = (RANK, False)
        kept = opened.recall()
        # What a board is compared with is its own affair; what was once chosen for all of them is where each begins.
        self._bases = {k.removeprefix(_BASE): v for k, v in kept.items() if k.startswith(_BASE)}
        self._first_base = kept.get(_BASE_OF_ALL, PREVIOUS)
        self._looked = {k.removeprefix(REMEMBERED): v for k, v in kept.items() if k.startswith(REMEMBERED)}
        self._columns = {
            k.removeprefix(_COLUMNS): tuple(v.split()) for k, v in kept.items() if k.startswith(_COLUMNS) and v
        }
        self._before: dict[str, date | None] = {}
        self.aliases = ModelAliases(opened.settings.aliases)
        self._comparisons = ComparisonCache(self.aliases)
        self._wanted: Asked | None = None
        self._sought = ("", "")
        self._said = ""
        self._ahead = Ahead(host, work.documents, self._make)

    def base_choice(self, board: str) -> str:
        """What a board is compared with: see `base_of`."""
        return self._bases.get(board, self._first_base)

    # -- what is shown
    def show_row(self, row: Row | None, then: Callable[[], None] | None = None) -> None:
        """The table of the row under the cursor: of its date, or the newest of its board."""
        place = self.pane.place_of(row) if row is not None else None
        if place is None:
            self._ahead.stop()
            self._work.documents.cancel(_KIND)
            self.shown = self.board = self._wanted = None
            self._state.shown = ""
            self._side.border_title = ""
            self.table.show_message(Content(""))
            return
        board, day = place
        if self._asking(board, day or board.last) != self._wanted:
            self.show(board, day or board.last, then)
        elif then is not None:
            then()

    def show(self, board: BoardInfo, day: date | None, then: Callable[[], None] | None = None) -> None:
        """Show a table: at once if it is at hand, else it is read and compared beside the screen."""
        keep = self.table.current
        key = keep.key if keep is not None else None
        asked = self._asking(board, day)
        if asked == self._wanted and self.shown is not None and self.table.sheet is not None:
            # It is on the screen: drawing it again would be all that takes time in opening it.
            if then is not None:
                then()
            return
        self._wanted = asked

        def arrived(made: Made | None) -> None:
            if made is None:
                self._wanted = None
                self.table.show_message(Content("This table is no longer in the library."))
                return
            last = self.shown
            is_same = last is not None and last.board == board.board
            if not is_same:
                self.sorting, self.narrowing = (RANK, False), Narrowing()
            self.shown, sheet, self._said = made
            self._ahead.keep(asked, made)
            self.board = board
            self._state.shown = f"board:{board.board}@{self.shown.day}"
            metric = f" · {board.metric}" if board.metric else ""
            self._side.border_title = Content(board.title + metric)
            self._draw(sheet, keep=key if is_same else None, to_top=not is_same)
            self._go_to_sought()
            if self.table.has_focus:
                self.looked_at()
            if then is not None:
                then()
            self._ahead.go(asked, last, self.shown)

        def failed(message: str) -> None:
            self._wanted = None
            self.table.show_message(Content(message))

        self._ahead.stop()
        if (ready := self._ahead.ready(asked)) is not None:
            # What is still being made for another key is not to be shown after this.
            self._work.documents.cancel(_KIND)
            arrived(ready)
        else:
            self._work.documents.run(_KIND, lambda library: self._make(library, asked), arrived, failed)

    def _asking(self, board: BoardInfo, day: date | None) -> Asked:
        """All that a table depends on."""
        change = self._opened.library.newest_change()
        return Asked(board.board, day, self.base_choice(board.board), self.looked_before(board.board), change)

    def _make(self, library: TablesLibrary, asked: Asked) -> Made | None:
        """Read, compare and set a table; on the thread of documents."""
        found = self._comparisons.compared(library, asked.board, asked.day, asked.choice, asked.looked)
        if found is None:
            return None

        def make() -> tuple[Sheet, str]:
            sheet = Sheet(found.comparison, found.base is not None)
            _ = sheet.widths  # made here, so that drawing finds it
            return sheet, summary(found.comparison) if found.base is not None else ""

        return found, *self._comparisons.kept(("sheet", found.board, found.base, found.day), make)

    def redraw(self) -> None:
        """Show the same table sorted or narrowed another way."""
        if self.table.sheet is not None:
            current = self.table.current
            self._draw(self.table.sheet, keep=current.key if current is not None else None)

    def _draw(self, sheet: Sheet, *, keep: str | None = None, to_top: bool = False) -> None:
        order = sheet.sorted(narrowed(sheet, self.narrowing, self.pane.today), *self.sorting)
        if to_top:
            self.table.move_to(0)
        self.table.show(
            sheet,
            order,
            head=self._head(sheet, len(order)),
            foot=self._foot(sheet),
            message=Content(nothing_left(sheet, self.narrowing)),
            sorted_by=self.sorting,
            keep=keep,
            columns=self._columns.get(self.shown.board) if self.shown is not None else None,
        )
        self._host.refresh_bars()

    def _head(self, sheet: Sheet, left: int) -> list[Content]:
        found = self.shown
        assert found is not None  # noqa: S101  # what is drawn was looked up
        models = len(found.comparison.after.rows)
        parts = [Content.styled(day_text(found.day), "bold $foreground")]
        if found.base is not None:
            parts += [Content(" against "), Content.styled(day_text(found.base), "bold $foreground")]
            if self.base_choice(found.board) in _NAMES and (
                len(found.days) > 2 or self.base_choice(found.board) == LOOKED
            ):
                parts.append(Content(f" ({_NAMES[self.base_choice(found.board)]})"))
        elif len(found.days) == 1:
            parts.append(Content(" · nothing to compare with yet: this is the only date"))
        else:
            parts.append(Content(f" · {self._why_alone(found)}"))
        parts.append(Content(f" · {models:,} model{'' if models == 1 else 's'}"))
        if self.narrowing:
            words = f" · {left:,} of {len(sheet.rows):,}: {self.narrowing.text()}"
            parts.append(Content.styled(words, "$text-accent"))
        head = [Content.assemble(*parts)]
        if self._said:
            head.append(Content(self._said))
        if found.base is not None and found.comparison.warning:
            head.append(Content.styled(f"⚠ {found.comparison.warning}", "$text-warning"))
        return head

    def _why_alone(self, found: BoardComparison) -> str:
        if self.base_choice(found.board) == LOOKED:
            return "nothing newer since you last looked; c compares with another date"
        if self.base_choice(found.board) == PREVIOUS:
            return "the first date: nothing older to compare with"
        return "this is the date compared with"

    def _foot(self, sheet: Sheet) -> list[Content]:
        # A source's terms may ask for its attribution wherever its figures are shown; it stands in the description.
        after = sheet.comparison.after
        said = [after.description, sheet.comparison.before.description]
        license_ = self.pane.facts.license(after.source)
        if license_ and not any(license_ in text for text in said):
            said.insert(1, f"Licence: {license_}.")
        legend = [Content(_LEGEND)] if any(row.is_move or row.is_pushed for row in sheet.rows) else []
        return [*legend, Content(" ".join(text for text in dict.fromkeys(said) if text))]

    # -- columns
    def choose_columns(self, names: Sequence[str] | None) -> None:
        """Show these columns of the board from now on; None for as many as fit."""
        if self.shown is None:
            return
        board = self.shown.board
        if names is None:
            self._columns.pop(board, None)
        else:
            self._columns[board] = tuple(names)
        self._opened.remember({_COLUMNS + board: " ".join(names or ())})
        self.redraw()

    @property
    def columns(self) -> tuple[str, ...] | None:
        """Those that were chosen for the board that is shown; None for as many as fit."""
        return self._columns.get(self.shown.board) if self.shown is not None else None

    # -- dates
    def compare_with(self, choice: str, *, is_chosen: bool = False) -> None:
        """Compare the board that is shown with another date from now on; words are kept for the next start. Of a date
        that `is_chosen`, and not stepped to, the cursor goes to who moved most."""
        if self.board is None or self.shown is None:
            return
        self._bases[self.board.board] = choice
        if iso_date(choice) is None:
            self._opened.remember({_BASE + self.board.board: choice})
        self.show(self.board, self.shown.day, self._to_most_moved if is_chosen else None)

    def _to_most_moved(self) -> None:
        sheet = self.table.sheet
        order = sheet.sorted(narrowed(sheet, self.narrowing, self.pane.today), MOVE, False) if sheet else []
        if sheet is not None and order and sheet.rows[order[0]].is_move:
            self.table.to_key(sheet.rows[order[0]].key)

    def looked_at(self) -> None:
        """The table that is shown is being read: if it is the newest of its board, remember that."""
        found = self.shown
        if found is None or found.day != found.days[0]:
            return
        known = iso_date(self._looked.get(found.board, ""))
        if known is None or known < found.day:
            self._before[found.board] = known
            self._looked[found.board] = found.day.isoformat()
            self._opened.remember({REMEMBERED + found.board: found.day.isoformat()})

    def looked_before(self, board: str) -> date | None:
        """The newest date of a board that was looked at before the present one came; None if it never was."""
        return self._before[board] if board in self._before else iso_date(self._looked.get(board, ""))

    # -- narrowing
    def narrow(self, narrowing: Narrowing) -> None:
        """Show the rows that a search and a filter leave. Raises QueryError, and shows what it did before."""
        before, self.narrowing = self.narrowing, narrowing
        try:
            self.redraw()
        except ReaderError:
            self.narrowing = before
            raise

    def seek(self, place: str, key: str) -> None:
        """Put the cursor on a row of a table (`board:ID@DATE`) when that is shown."""
        self._sought = (place, key)
        self._go_to_sought()

    def _go_to_sought(self) -> None:
        place, key = self._sought
        if key and place == self._state.shown:
            self._sought = ("", "")
            self.to_model(key)

    def to_model(self, key: str) -> bool:
        """Put the cursor on a model; what hides it goes. False if the table does not list it."""
        if self.table.to_key(key):
            return True
        self.narrow(Narrowing())
        return self.table.to_key(key)
