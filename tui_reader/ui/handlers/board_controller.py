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
from tui_reader.ui.handlers.board_ahead import Ahead, Asked
from tui_reader.ui.handlers.board_narrowing import Narrowing, narrowed
from tui_reader.ui.panes.benchmarks import LOOKED as REMEMBERED
from tui_reader.ui.panes.benchmarks import BenchmarksPane
from tui_reader.ui.widgets.board_sheet import RANK, Sheet
from tui_reader.ui.widgets.board_table import BoardTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.domain.rows import Row
    from tui_reader.storage.library import Library
    from tui_reader.ui.handlers.board_ahead import Made
    from tui_reader.ui.workspace import Workspace

_BASE = "boards.base"


class BoardController:
    """Shows one table at a time; everything here runs on the thread of the screen, reading beside it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        side = workspace.screen.document_side
        # The table stays when another edition takes the place of the sample.
        self.table = next(iter(side.query(BoardTable)), None) or BoardTable(id="board")
        if self.table.is_attached:
            self.table.show_message(Content(""))
        else:
            side.mount(self.table)
        self.look: BoardComparison | None = None
        self.board: BoardInfo | None = None
        self.narrowing = Narrowing()
        self.sorting = (RANK, False)
        kept = workspace.opened.recall()
        self.choice = kept.get(_BASE, PREVIOUS)
        self._looked = {k.removeprefix(REMEMBERED): v for k, v in kept.items() if k.startswith(REMEMBERED)}
        self._before: dict[str, date | None] = {}
        self.aliases = ModelAliases(workspace.opened.settings.aliases)
        self._comparisons = ComparisonCache(self.aliases)
        self._wanted: Asked | None = None
        self._ahead = Ahead(workspace, self._make)

    @property
    def pane(self) -> BenchmarksPane:
        """The pane."""
        pane = self.workspace.pane
        assert isinstance(pane, BenchmarksPane)  # noqa: S101  # the bench is asked in its own pane alone
        return pane

    # -- what is shown
    def show_row(self, row: Row | None, then: Callable[[], None] | None = None) -> None:
        """The table of the row under the cursor: of its date, or the newest of its board."""
        place = self.pane.place_of(row) if row is not None else None
        if place is None:
            self.look = self.board = self._wanted = None
            self.workspace.shown_key = ""
            self.workspace.screen.document_side.border_title = ""
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
        self._wanted = asked = self._asking(board, day)

        def arrived(made: Made | None) -> None:
            if made is None:
                self._wanted = None
                self.table.show_message(Content("This table is no longer in the library."))
                return
            last = self.look
            is_same = last is not None and last.board == board.board
            if not is_same:
                self.sorting, self.narrowing = (RANK, False), Narrowing()
            self.look, sheet, self._said = made
            self._ahead.keep(asked, made)
            self.board = board
            self.workspace.shown_key = f"board:{board.board}@{self.look.day}"
            metric = f" · {board.metric}" if board.metric else ""
            self.workspace.screen.document_side.border_title = Content(board.title + metric)
            self._draw(sheet, keep=key if is_same else None, to_top=not is_same)
            if self.workspace.screen.in_document:
                self.looked_at()
            if then is not None:
                then()
            self._ahead.go(asked, last, self.look)

        def failed(message: str) -> None:
            self._wanted = None
            self.table.show_message(Content(message))

        self._ahead.stop()
        if (ready := self._ahead.ready(asked)) is not None:
            # What is still being made for another key is not to be shown after this.
            self.workspace.documents.cancel("document")
            arrived(ready)
        else:
            self.workspace.documents.run("document", lambda library: self._make(library, asked), arrived, failed)

    _said = ""

    def _asking(self, board: BoardInfo, day: date | None) -> Asked:
        """All that a table depends on."""
        change = self.workspace.opened.library.newest_change()
        return Asked(board.board, day, self.choice, self.looked_before(board.board), change)

    def _make(self, library: Library, asked: Asked) -> Made | None:
        """Read, compare and set a table; on the thread of documents."""
        look = self._comparisons.look(library, asked.board, asked.day, asked.choice, asked.looked)
        if look is None:
            return None

        def make() -> tuple[Sheet, str]:
            sheet = Sheet(look.comparison, look.base is not None)
            _ = sheet.widths  # made here, so that drawing finds it
            return sheet, summary(look.comparison) if look.base is not None else ""

        return look, *self._comparisons.kept(("sheet", look.board, look.base, look.day), make)

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
            message=Content("No model matches · esc clears the search, then the filter"),
            sorted_by=self.sorting,
            keep=keep,
        )
        self.workspace.screen.refresh_bars()

    def _head(self, sheet: Sheet, shown: int) -> list[Content]:
        look = self.look
        assert look is not None  # noqa: S101  # what is drawn was looked up
        models = len(look.comparison.after.rows)
        parts = [Content.styled(day_text(look.day), "bold $foreground")]
        if look.base is not None:
            parts += [Content(" against "), Content.styled(day_text(look.base), "bold $foreground")]
            if self.choice in _NAMES and (len(look.days) > 2 or self.choice == LOOKED):
                parts.append(Content(f" ({_NAMES[self.choice]})"))
        elif len(look.days) == 1:
            parts.append(Content(" · nothing to compare with yet: this is the only date"))
        else:
            parts.append(Content(f" · {self._why_alone(look)}"))
        parts.append(Content(f" · {models:,} model{'' if models == 1 else 's'}"))
        if self.narrowing:
            left = f" · {shown:,} of {len(sheet.rows):,}: {self.narrowing.text()}"
            parts.append(Content.styled(left, "$text-accent"))
        head = [Content.assemble(*parts)]
        if self._said:
            head.append(Content(self._said))
        if look.base is not None and look.comparison.warning:
            head.append(Content.styled(f"⚠ {look.comparison.warning}", "$text-warning"))
        return head

    def _why_alone(self, look: BoardComparison) -> str:
        if self.choice == LOOKED:
            return "nothing newer since you last looked; c compares with another date"
        if self.choice == PREVIOUS:
            return "the first date: nothing older to compare with"
        return "this is the date compared with"

    def _foot(self, sheet: Sheet) -> list[Content]:
        # A source's terms may ask for its attribution wherever its figures are shown; it stands in the description.
        said = [sheet.comparison.after.description, sheet.comparison.before.description]
        return [Content(text) for text in dict.fromkeys(said) if text]

    # -- dates
    def compare_with(self, choice: str) -> None:
        """Compare with another date from now on; words are kept for the next start."""
        self.choice = choice
        if iso_date(choice) is None:
            self.workspace.opened.remember({_BASE: choice})
        if self.board is not None and self.look is not None:
            self.show(self.board, self.look.day)

    def looked_at(self) -> None:
        """The table that is shown is being read: if it is the newest of its board, remember that."""
        look = self.look
        if look is None or look.day != look.days[0]:
            return
        known = iso_date(self._looked.get(look.board, ""))
        if known is None or known < look.day:
            self._before[look.board] = known
            self._looked[look.board] = look.day.isoformat()
            self.workspace.opened.remember({REMEMBERED + look.board: look.day.isoformat()})

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

    def to_model(self, key: str) -> bool:
        """Put the cursor on a model; what hides it goes. False if the table does not list it."""
        if self.table.to_key(key):
            return True
        self.narrow(Narrowing())
        return self.table.to_key(key)


_NAMES = {PREVIOUS: "previous", FIRST: "first", LOOKED: "since you last looked"}
