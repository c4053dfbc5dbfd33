"""Moving about: panes, rows, pages, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind

if TYPE_CHECKING:
    from tui_reader.ui.desk import Desk
    from tui_reader.ui.handlers.deciding import Deciding


class Moving:
    """Handlers that move the cursor, the document or the view."""

    def __init__(self, desk: Desk, deciding: Deciding) -> None:
        self.desk = desk
        self._deciding = deciding

    def issues(self) -> None:
        """Pane 1."""
        self._pane(Context.ISSUES)

    def feeds(self) -> None:
        """Pane 2."""
        self._pane(Context.FEEDS)

    def papers(self) -> None:
        """Pane 3."""
        self._pane(Context.PAPERS)

    def benchmarks(self) -> None:
        """Pane 4."""
        self._pane(Context.BENCHMARKS)

    def _pane(self, context: Context) -> None:
        if self.desk.pane.context is not context or self.desk.screen.reads:
            self.desk.show_pane(context)

    def other_side(self) -> None:
        """The list, or the document."""
        if self.desk.screen.in_document:
            self.desk.screen.show_list()
        else:
            self.desk.show_document_of_cursor()
            self.desk.screen.show_document()

    def down(self) -> None:
        """A row or a line down."""
        self._by(1)

    def up(self) -> None:
        """A row or a line up."""
        self._by(-1)

    def _by(self, step: int) -> None:
        if self.desk.screen.in_document:
            self.desk.document.scroll_lines(step)
        else:
            self.desk.list.move_by(step)

    def top(self) -> None:
        """The first row, or the start of the document."""
        if self.desk.screen.in_document:
            self.desk.document.to_top()
        else:
            self.desk.list.move_to(0)

    def bottom(self) -> None:
        """The last row, or the end of the document."""
        if self.desk.screen.in_document:
            self.desk.document.to_bottom()
        elif self.desk.pane.source is not None:
            self.desk.list.move_to(len(self.desk.pane.source) - 1)

    def half_down(self) -> None:
        """Half a page down."""
        self._page(1, half=True)

    def half_up(self) -> None:
        """Half a page up."""
        self._page(-1, half=True)

    def page_down(self) -> None:
        """A page down."""
        self._page(1)

    def page_up(self) -> None:
        """A page up."""
        self._page(-1)

    def _page(self, step: int, half: bool = False) -> None:
        if not self.desk.screen.in_document:
            self.desk.list.page(step, half=half)
        elif half:
            self.desk.document.scroll_lines(step * max(1, self.desk.document.size.height // 2))
        else:
            self.desk.document.page(step)

    def document_down(self) -> None:
        """Scroll the document from the list."""
        self.desk.document.scroll_lines(3)

    def document_up(self) -> None:
        """Scroll the document from the list."""
        self.desk.document.scroll_lines(-3)

    def open(self) -> None:
        """Into an issue, else into the document, which marks read."""
        desk = self.desk
        row = desk.row
        if row is None:
            return
        if desk.screen.in_document:
            return
        desk.pane.cursor, desk.pane.cursor_id = desk.list.cursor, desk.list.current_id
        if desk.pane.enter(row):
            desk.show_source()
            if row.kind is Kind.ENTRY:  # opening a digest is reading it; an issue is read by its essay
                self._deciding.mark_opened()
            return
        desk.show_document_of_cursor()
        desk.screen.show_document()
        self._deciding.mark_opened()

    def back(self) -> None:
        """Undo one thing at a time: hints, range, search, filter; then back."""
        desk = self.desk
        if desk.document.has_hints:
            desk.document.stop_hints()
        elif desk.list.has_range:
            desk.list.clear_range()
            desk.screen.refresh_bars()
        elif desk.screen.in_document and desk.document.match_position:
            desk.document.clear_find()
            desk.screen.refresh_bars()
        elif desk.screen.in_document and desk.document.back():
            desk.screen.refresh_bars()
        elif desk.screen.in_document or desk.screen.reads:
            desk.screen.show_list()
        elif desk.pane.search:
            desk.pane.search = ""
            desk.open_view()
        elif desk.pane.filter:
            desk.pane.filter = ""
            desk.open_view()
        elif desk.pane.view:
            desk.pane.view = desk.pane.view_name = ""
            desk.open_view()
        elif desk.pane.leave():
            desk.show_source()

    def read_on(self) -> None:
        """Page the document; at its end go to the next unread."""
        desk = self.desk
        if desk.row is None:
            return
        is_date = desk.row.kind is Kind.ISSUE and desk.row.id > 0
        if desk.pane.context is Context.ISSUES and is_date and not desk.screen.in_document:
            self.open()
            return
        desk.screen.show_document()
        if desk.shown_key != desk.key_of(desk.row):
            desk.show_document_of_cursor()
            self._deciding.mark_opened()
            return
        self._deciding.mark_opened()
        if not desk.document.page(1):
            if desk.list.cursor + 1 >= (len(desk.pane.source) if desk.pane.source else 0):
                desk.screen.say("That was the last one")
                return
            self.next_unread()
            desk.show_document_of_cursor()

    def read_back(self) -> None:
        """Page the document back."""
        self.desk.document.page(-1)

    def next_unread(self) -> None:
        """The next unread or undecided row; while a search is shown in the document, its next match."""
        desk = self.desk
        if desk.screen.in_document and desk.document.match_position:
            desk.document.next_match()
            desk.screen.refresh_bars()
        else:
            self._seek(1)

    def previous_unread(self) -> None:
        """The previous unread or undecided row."""
        self._seek(-1)

    def previous_match(self) -> None:
        """The previous match of the search."""
        if self.desk.document.match_position:
            self.desk.document.previous_match()
            self.desk.screen.refresh_bars()

    def _seek(self, step: int) -> None:
        desk = self.desk
        source = desk.pane.source
        if source is None:
            return
        index = desk.list.cursor + step
        while 0 <= index < len(source):
            # By pages, so that a long way over read rows costs a few queries and not one a row.
            last = min(len(source), index + 256) if step > 0 else max(-1, index - 256)
            indexes = list(range(index, last, step))
            rows = {row.id: row for row in source.rows([source.id_at(i) for i in indexes]) if row is not None}
            for i in indexes:
                row = rows.get(source.id_at(i))
                if row is not None and row.id > 0 and desk.pane.draws_unread(row):
                    desk.list.move_to(i)
                    return
            index = last
        desk.screen.say("Nothing unread " + ("below" if step > 0 else "above") + " · r shows what is new")

    def older(self) -> None:
        """The older issue, day or snapshot."""
        self._date(-1)

    def newer(self) -> None:
        """The newer issue, day or snapshot."""
        self._date(1)

    def _date(self, step: int) -> None:
        desk = self.desk
        desk.pane.cursor, desk.pane.cursor_id = desk.list.cursor, desk.list.current_id
        before = desk.pane.source
        index = desk.pane.move_date(step, desk.row)
        if index is None:
            desk.screen.say("No older date" if step < 0 else "No newer date")
        elif desk.pane.source is not before:
            desk.pane.cursor, desk.pane.cursor_id = index, None
            desk.show_source()
        else:
            desk.list.move_to(index)
