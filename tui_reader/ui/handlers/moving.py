"""Moving about: panes, rows, pages, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind

if TYPE_CHECKING:
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.workspace import Workspace


class Moving:
    """Handlers that move the cursor, the document or the view."""

    def __init__(self, workspace: Workspace, deciding: Deciding) -> None:
        self.workspace = workspace
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
        if self.workspace.pane.context is not context or self.workspace.screen.reads:
            self.workspace.show_pane(context)

    def other_side(self) -> None:
        """The list, or the document."""
        if self.workspace.screen.in_document:
            self.workspace.screen.show_list()
        else:
            self.workspace.show_document_of_cursor()
            self.workspace.screen.show_document()

    def down(self) -> None:
        """A row or a line down."""
        self._by(1)

    def up(self) -> None:
        """A row or a line up."""
        self._by(-1)

    def _by(self, step: int) -> None:
        if self.workspace.screen.in_document:
            self.workspace.document.scroll_lines(step)
        else:
            self.workspace.list.move_by(step)

    def top(self) -> None:
        """The first row, or the start of the document."""
        if self.workspace.screen.in_document:
            self.workspace.document.to_top()
        else:
            self.workspace.list.move_to(0)

    def bottom(self) -> None:
        """The last row, or the end of the document."""
        if self.workspace.screen.in_document:
            self.workspace.document.to_bottom()
        elif self.workspace.pane.source is not None:
            self.workspace.list.move_to(len(self.workspace.pane.source) - 1)

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
        if not self.workspace.screen.in_document:
            self.workspace.list.page(step, half=half)
        elif half:
            self.workspace.document.scroll_lines(step * max(1, self.workspace.document.size.height // 2))
        else:
            self.workspace.document.page(step)

    def document_down(self) -> None:
        """Scroll the document from the list."""
        self.workspace.document.scroll_lines(3)

    def document_up(self) -> None:
        """Scroll the document from the list."""
        self.workspace.document.scroll_lines(-3)

    def open(self) -> None:
        """Into an issue, else into the document, which marks read."""
        workspace = self.workspace
        row = workspace.row
        if row is None:
            return
        if workspace.screen.in_document:
            return
        workspace.pane.cursor, workspace.pane.cursor_id = workspace.list.cursor, workspace.list.current_id
        if workspace.pane.enter(row):
            workspace.show_source()
            if row.kind is Kind.ENTRY:  # opening a digest is reading it; an issue is read by its essay
                self._deciding.mark_opened()
            return
        workspace.show_document_of_cursor()
        workspace.screen.show_document()
        self._deciding.mark_opened()

    def back(self) -> None:
        """Undo one thing at a time: hints, range, search, filter; then back."""
        workspace = self.workspace
        if workspace.document.has_hints:
            workspace.document.stop_hints()
        elif workspace.list.has_range:
            workspace.list.clear_range()
            workspace.screen.refresh_bars()
        elif workspace.screen.in_document and workspace.document.match_position:
            workspace.document.clear_find()
            workspace.screen.refresh_bars()
        elif workspace.screen.in_document and workspace.document.back():
            workspace.screen.refresh_bars()
        elif workspace.screen.in_document or workspace.screen.reads:
            workspace.screen.show_list()
        elif workspace.pane.search:
            workspace.pane.search = ""
            workspace.open_view()
        elif workspace.pane.filter:
            workspace.pane.filter = ""
            workspace.open_view()
        elif workspace.pane.view:
            workspace.pane.view = workspace.pane.view_name = ""
            workspace.open_view()
        elif workspace.pane.leave():
            workspace.show_source()

    def read_on(self) -> None:
        """Page the document; at its end go to the next unread."""
        workspace = self.workspace
        if workspace.row is None:
            return
        is_date = workspace.row.kind is Kind.ISSUE and workspace.row.id > 0
        if workspace.pane.context is Context.ISSUES and is_date and not workspace.screen.in_document:
            self.open()
            return
        workspace.screen.show_document()
        if workspace.shown_key != workspace.key_of(workspace.row):
            workspace.show_document_of_cursor()
            self._deciding.mark_opened()
            return
        self._deciding.mark_opened()
        if not workspace.document.page(1):
            if workspace.list.cursor + 1 >= (len(workspace.pane.source) if workspace.pane.source else 0):
                workspace.screen.say("That was the last one")
                return
            self.next_unread()
            workspace.show_document_of_cursor()

    def read_back(self) -> None:
        """Page the document back."""
        self.workspace.document.page(-1)

    def next_unread(self) -> None:
        """The next unread or undecided row; while a search is shown in the document, its next match."""
        workspace = self.workspace
        if workspace.screen.in_document and workspace.document.match_position:
            workspace.document.next_match()
            workspace.screen.refresh_bars()
        else:
            self._seek(1)

    def previous_unread(self) -> None:
        """The previous unread or undecided row."""
        self._seek(-1)

    def previous_match(self) -> None:
        """The previous match of the search."""
        if self.workspace.document.match_position:
            self.workspace.document.previous_match()
            self.workspace.screen.refresh_bars()

    def _seek(self, step: int) -> None:
        workspace = self.workspace
        source = workspace.pane.source
        if source is None:
            return
        index = workspace.list.cursor + step
        while 0 <= index < len(source):
            # By pages, so that a long way over read rows costs a few queries and not one a row.
            last = min(len(source), index + 256) if step > 0 else max(-1, index - 256)
            indexes = list(range(index, last, step))
            rows = {row.id: row for row in source.rows([source.id_at(i) for i in indexes]) if row is not None}
            for i in indexes:
                row = rows.get(source.id_at(i))
                if row is not None and row.id > 0 and workspace.pane.draws_unread(row):
                    workspace.list.move_to(i)
                    return
            index = last
        workspace.screen.say("Nothing unread " + ("below" if step > 0 else "above") + " · r shows what is new")

    def older(self) -> None:
        """The older issue, day or snapshot."""
        self._date(-1)

    def newer(self) -> None:
        """The newer issue, day or snapshot."""
        self._date(1)

    def _date(self, step: int) -> None:
        workspace = self.workspace
        workspace.pane.cursor, workspace.pane.cursor_id = workspace.list.cursor, workspace.list.current_id
        before = workspace.pane.source
        index = workspace.pane.move_date(step, workspace.row)
        if index is None:
            workspace.screen.say("No older date" if step < 0 else "No newer date")
        elif workspace.pane.source is not before:
            workspace.pane.cursor, workspace.pane.cursor_id = index, None
            workspace.show_source()
        else:
            workspace.list.move_to(index)
