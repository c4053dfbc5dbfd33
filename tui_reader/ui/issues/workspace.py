"""Issues at work: part by part, or the whole issue as one document in which the row follows the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.ui.issues.pane import IssuesPane
from tui_reader.ui.reading import ReadingWorkspace, key_of
from tui_reader.ui.widgets.row_line import title_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.rows import Row
    from tui_reader.services.reading import Page
    from tui_reader.ui.documents_library import DocumentsLibrary

#: What the anchors of rows begin with in a whole issue, and what the key of its document ends with.
ROW, WHOLE_ISSUE = "row:", "#whole"


class IssuesWorkspace(ReadingWorkspace):
    """The workspace of issues. In a whole issue the row under the cursor is that of the text being read, so that keys
    act on what is looked at and `escape` leads to it."""

    pane: IssuesPane
    _row_shown = ""
    """The row to which the text was last scrolled, or that was last scrolled to."""
    _led_to = -1
    """The line to which a row led the text: there the row stays, wherever it stands on the screen."""

    @property
    def is_whole(self) -> bool:
        """Whether the document is a whole issue."""
        return bool(self.state.shown) and self.pages.page is not None and self.pages.page.key.endswith(WHOLE_ISSUE)

    def show_whole(self, item: Row) -> None:
        """Show the issue of a row as one document, at the row; shown already, the row's own text again."""
        row = self.row
        if self.is_whole and self.host.in_document:
            self.pages.forget()
            self.show_document_of_cursor()
            self.host.show_document()
            return
        if self.pane.issue is None and not self.enter_row():
            return
        issue, row = self.pane.issue, self.row
        if issue is None or row is None:
            return
        self.host.show_document()
        self._row_shown, self._led_to = row.key, -1

        def shown() -> None:
            if row.key != issue.key:
                self._to_row(row)
            self._take_row(row)

        def make(_library: DocumentsLibrary) -> Page:
            from tui_reader.services.whole_issue import whole_issue_page

            return whole_issue_page(issue)

        self.show(row, make, shown)

    def show_document_of_cursor(self, then: Callable[[], None] | None = None) -> None:
        """In a whole issue that is read the text goes to the row."""
        row = self.row
        if not self.is_awake or row is None or not self.is_whole or not self.host.in_document:
            super().show_document_of_cursor(then)
            return
        if row.key != self._row_shown:
            self._to_row(row)
        self._take_row(row)
        if then is not None:
            then()

    def _to_row(self, row: Row) -> None:
        block = self.document.document.anchors.get(ROW + row.key)
        if block is not None:
            self._row_shown = row.key
            self.document.to_block(block)
            self._led_to = self.document.scroll_offset.y

    def _take_row(self, row: Row) -> None:
        """The document is now that of a row."""
        self.state.shown = key_of(row)
        self.side.border_title = Content(f"{self.pane.title()} · {title_of(row)}")

    def scrolled(self) -> None:
        """The row follows the text."""
        if not self.is_whole or not self.host.in_document:
            return
        row = self.row
        if row is not None and self.state.shown != key_of(row):  # made anew, for the row that it was first made for
            self._take_row(row)
        if self.document.scroll_offset.y == self._led_to:
            return
        self._led_to = -1
        anchors, here = self.document.document.anchors, self.document.block_read
        key = ""
        for name, block in sorted(anchors.items(), key=lambda pair: pair[1]):
            if name.startswith(ROW) and block <= here:
                key = name.removeprefix(ROW)
        if key and key != self._row_shown:
            self._row_shown = key
            self.move_to(key)
            if (row := self.row) is not None:
                self._take_row(row)

    def read_past(self) -> bool:
        """Go on to the next unread issue, as it was read: whole, or part by part."""
        was_whole = self.is_whole
        following = self.pane.next_unread()
        if following is None:
            return False
        self.keep_cursor()
        self.pane.open(following)
        self.state.cursor, self.state.cursor_id = 0, None
        self.pages.forget()
        self.show_source()
        if was_whole and self.row is not None:
            self.show_whole(self.row)
        return True


class WholeIssues:
    """What `v` does on an issue."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self._workspace = workspace

    def show(self, item: Row) -> None:
        """The whole issue."""
        if isinstance(self._workspace, IssuesWorkspace):
            self._workspace.show_whole(item)
