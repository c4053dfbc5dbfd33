"""Moving about: rows, pages, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.ui.host import does
from tui_reader.ui.state import PASSING

if TYPE_CHECKING:
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.reading import ReadingWorkspace


class Moving:
    """Handlers that move the cursor, the document or the view."""

    def __init__(self, workspace: ReadingWorkspace, deciding: Deciding) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._deciding = deciding

    @does("pane.other_side")
    def other_side(self) -> None:
        """The list, or the document."""
        if self.host.in_document:
            self.host.show_list()
        else:
            self.workspace.show_document_of_cursor()
            self.host.show_document()

    @does("nav.down")
    def down(self) -> None:
        """A row or a line down."""
        self._by(1)

    @does("nav.up")
    def up(self) -> None:
        """A row or a line up."""
        self._by(-1)

    def _by(self, step: int) -> None:
        if self.host.in_document:
            self.workspace.document.scroll_lines(step)
        else:
            self.workspace.list.move_by(step)

    @does("nav.top")
    def top(self) -> None:
        """The first row, or the start of the document."""
        if self.host.in_document:
            self.workspace.document.to_top()
        else:
            self.workspace.list.move_to(0)

    @does("nav.bottom")
    def bottom(self) -> None:
        """The last row, or the end of the document."""
        if self.host.in_document:
            self.workspace.document.to_bottom()
        else:
            self.workspace.list.move_to(self.workspace.list.count - 1)

    @does("nav.half_down")
    def half_down(self) -> None:
        """Half a page down."""
        self._page(1, half=True)

    @does("nav.half_up")
    def half_up(self) -> None:
        """Half a page up."""
        self._page(-1, half=True)

    @does("nav.page_down")
    def page_down(self) -> None:
        """A page down."""
        self._page(1)

    @does("nav.page_up")
    def page_up(self) -> None:
        """A page up."""
        self._page(-1)

    def _page(self, step: int, half: bool = False) -> None:
        if not self.host.in_document:
            self.workspace.list.page(step, half=half)
        elif half:
            self.workspace.document.scroll_lines(step * max(1, self.workspace.document.size.height // 2))
        else:
            self.workspace.document.page(step)

    @does("doc.down")
    def document_down(self) -> None:
        """Scroll the document from the list."""
        self.workspace.document.scroll_lines(3)

    @does("doc.up")
    def document_up(self) -> None:
        """Scroll the document from the list."""
        self.workspace.document.scroll_lines(-3)

    @does("nav.open")
    def open(self) -> None:
        """Into an issue or a digest, else into the document, which marks read."""
        workspace = self.workspace
        row = workspace.row
        if row is None or self.host.in_document:
            return
        if workspace.enter_row():
            if row.kind is Kind.ENTRY:  # opening a digest is reading it; an issue is read by its essay
                self._deciding.mark_opened()
            return
        workspace.show_document_of_cursor()
        self.host.show_document()
        self._deciding.mark_opened()

    @does("nav.back")
    def back(self) -> None:
        """Undo one thing at a time: hints, range, search, filter; then back."""
        workspace, state = self.workspace, self.workspace.state
        document, in_document = workspace.document, self.host.in_document
        if self.host.state.dismiss():
            self.host.refresh_bars()
        elif workspace.list.has_range:
            workspace.list.clear_range()
        elif in_document and document.match_position:
            document.clear_find()
            state.match = ""
        elif in_document and document.back():
            pass
        elif in_document or self.host.reads:
            self.host.show_list()
        elif state.is_narrowed:
            if state.search:
                state.search = ""
            elif state.filter:
                state.filter = ""
            else:
                state.view = state.view_name = ""
            workspace.open_again()
        else:
            workspace.leave_row()
        self.host.refresh_bars()

    @does("read.on")
    def read_on(self) -> None:
        """Page the document; at its end go to the next unread."""
        workspace = self.workspace
        if workspace.row is None:
            return
        is_date = workspace.row.kind is Kind.ISSUE and workspace.row.id > 0
        if workspace.pane.context is Context.ISSUES and is_date and not self.host.in_document:
            self.open()
            return
        self.host.show_document()
        if not workspace.shows(workspace.row):
            workspace.show_document_of_cursor()
            self._deciding.mark_opened()
            return
        self._deciding.mark_opened()
        if workspace.document.page(1):
            return
        is_found = not workspace.is_whole and self._seek(1, is_reading=workspace.pane.context is Context.ISSUES)
        if not is_found and workspace.read_past():
            self.host.show_document()
            self._deciding.mark_opened()
        elif not is_found:
            self._say_nothing_left(1)
        workspace.show_document_of_cursor()

    @does("read.back")
    def read_back(self) -> None:
        """Page the document back."""
        self.workspace.document.page(-1)

    @does("nav.next_unread")
    def next_unread(self) -> None:
        """The next unread or undecided row; while a search is shown in the document, its next match."""
        workspace = self.workspace
        if self.host.in_document and workspace.document.match_position:
            workspace.document.next_match()
            self._tell_match()
        elif not self._seek(1):
            self._say_nothing_left(1)

    @does("nav.previous_unread")
    def previous_unread(self) -> None:
        """The previous unread or undecided row."""
        if not self._seek(-1):
            self._say_nothing_left(-1)

    @does("find.previous")
    def previous_match(self) -> None:
        """The previous match of the search."""
        if self.workspace.document.match_position:
            self.workspace.document.previous_match()
            self._tell_match()

    def _tell_match(self) -> None:
        self.workspace.state.match = self.workspace.document.match_position
        self.host.refresh_bars()

    def _seek(self, step: int, *, is_reading: bool = False) -> bool:
        """Go to the next unread row, False where there is none; reading on, also to the essays and tables of an issue,
        which are never unread."""
        workspace = self.workspace
        source = workspace.pane.source
        if source is None:
            return False
        index = workspace.list.cursor + step
        while 0 <= index < len(source):
            # By pages, so that a long way over read rows costs a few queries and not one a row.
            last = min(len(source), index + 256) if step > 0 else max(-1, index - 256)
            indexes = list(range(index, last, step))
            rows = {row.id: row for row in source.rows([source.id_at(i) for i in indexes]) if row is not None}
            for i in indexes:
                row = rows.get(source.id_at(i))
                is_own = is_reading and row is not None and row.id < 0
                if row is not None and (is_own or (row.id > 0 and workspace.pane.draws_unread(row))):
                    workspace.list.move_to(i)
                    return True
            index = last
        return False

    def _say_nothing_left(self, step: int) -> None:
        if step > 0 and self.workspace.list.cursor + 1 >= self.workspace.list.count:
            self.host.say("That was the last one", about=PASSING)
        else:
            self.host.say("Nothing unread " + ("below" if step > 0 else "above"), "r shows what is new", about=PASSING)

    @does("date.older")
    def older(self) -> None:
        """The older issue, day or snapshot."""
        self._date(-1)

    @does("date.newer")
    def newer(self) -> None:
        """The newer issue, day or snapshot."""
        self._date(1)

    def _date(self, step: int) -> None:
        workspace = self.workspace
        workspace.keep_cursor()
        before = workspace.pane.source
        index = workspace.pane.move_date(step, workspace.row)
        if index is None:
            self.host.say("No older date" if step < 0 else "No newer date", about=PASSING)
        elif workspace.pane.source is not before:
            workspace.state.cursor, workspace.state.cursor_id = index, None
            workspace.show_source()
        else:
            workspace.list.move_to(index)

    @does("view.contents")
    def contents(self) -> None:
        """Choose a heading and go there."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace = self.workspace
        if not self.host.shows_document:
            self.host.say("enter opens the document; then C shows its contents")
            return
        headings = workspace.document.document.toc[1:] or workspace.document.document.toc
        if len(headings) < 2:
            self.host.say("This text has no headings to choose from")
            return
        top = min(heading.level for heading in headings)
        lines = max(1, workspace.document.line_count)
        choices = [
            Choice(
                str(heading.block),
                "  " * (heading.level - top) + heading.title,
                f"{100 * workspace.document.line_of(heading.block) // lines} %",
            )
            for heading in headings
        ]
        here = workspace.document.place[0]
        current = sum(heading.block <= here for heading in headings) - 1
        self.host.push(ChooseScreen("Contents", choices, at=max(0, current)), self._jump)

    def _jump(self, block: str | None) -> None:
        if block is not None:
            self.host.show_document()
            self.workspace.document.jump_to_block(int(block))
