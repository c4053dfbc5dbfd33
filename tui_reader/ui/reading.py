"""The right side that reads: the document of the row under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content

from tui_reader.ui.workspace import JUMP_BACK, TABLES, UNSEEN, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.domain.rows import Row
    from tui_reader.services.reading import Page
    from tui_reader.ui.background import Work
    from tui_reader.ui.documents_library import DocumentsLibrary
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.pages import Pages
    from tui_reader.ui.pane import Pane
    from tui_reader.ui.widgets.document import DocumentView


class DocumentSide(Vertical):
    """Where a document stands."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        super().__init__(classes="side")
        self._workspace = workspace

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """A link was followed."""
        event.stop()
        self._workspace.host.guard(lambda: self._workspace.follow(event.url))

    def on_document_view_outgrown(self, event: DocumentView.Outgrown) -> None:
        """Pictures were drawn for another size."""
        event.stop()
        self._workspace.host.guard(self._workspace.outgrown)

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """The position in the status line follows."""
        event.stop()
        self._workspace.host.guard(self._workspace.scrolled)
        self._workspace.host.refresh_bars()


class ReadingWorkspace(Workspace):
    """A pane whose right side is a document. `bind` gives the handlers of its keys."""

    document: DocumentView
    pages: Pages
    follow: Callable[[str], None]
    """Follows a link of the document."""
    outgrown: Callable[[], None]
    """The document has pictures, and another size."""

    def __init__(
        self,
        host: Host,
        opened: OpenLibrary,
        work: Work,
        pane: Pane,
        bind: Callable[[ReadingWorkspace], Mapping[str, Callable[[], None]]],
    ) -> None:
        super().__init__(host, opened, work, pane)
        self._bind = bind

    def make_side(self) -> DocumentSide:
        """Where the document stands."""
        return DocumentSide(self)

    @property
    def right(self) -> DocumentView:
        """The document."""
        return self.document

    def furnish(self) -> None:
        """Make the document view and the handlers."""
        from tui_reader.ui.pages import Pages
        from tui_reader.ui.widgets.document import DocumentView

        self.document = DocumentView(id=f"{self.pane.context}-document")
        self.side.mount(self.document)
        self.pages = Pages(self.document, self.state, self.opened, self.work)
        self.actions = self._bind(self)

    @property
    def percent(self) -> int | None:
        """How much of the document was read, of 100; None where it is all in view."""
        if not self.is_awake or not self.state.shown:
            return None
        return None if self.document.at_start and self.document.at_end else self.document.percent

    @property
    def idle(self) -> frozenset[str]:
        """The keys of tables, where none is in view, and the way back, where no jump was made in the document."""
        if not self.is_awake:
            return UNSEEN
        has = (TABLES if self.document.shows_table else "", JUMP_BACK if self.document.jumps else "")
        return UNSEEN.difference(has)

    def leave(self) -> None:
        """Another pane is gone to: where the document was left is kept."""
        super().leave()
        if self.is_awake:
            self.document.stop_hints()
            if self.document.is_attached:  # what is selected here is nothing to the keys of another pane
                self.document.screen.clear_selection()
            self.pages.leave()

    def show_document_of_cursor(self, then: Callable[[], None] | None = None) -> None:
        """Show the document of the row under the cursor."""
        if not self.is_awake:
            return
        row = self.row
        if row is None:
            self.pages.clear()
            self.side.border_title = ""
        elif self.shows(row):
            self.pages.stop()
            if then is not None:
                then()
        elif self.pages.wanted != key_of(row) or then is not None:
            self.show(row, lambda library: self.pane.page(row, library), then)

    def show(
        self, row: Row, make: Callable[[DocumentsLibrary], Page | None], then: Callable[[], None] | None = None
    ) -> None:
        """Make a page of a row beside the screen and show it."""

        def shown(title: str) -> None:
            self.side.border_title = Content(title or self.pane.name)
            if then is not None:
                then()

        self.pages.show(row, key_of(row), make, shown)

    def shows_again(self) -> Callable[[], None] | None:
        """What shows the document as it is now, at its place and with the jumps made in it."""
        if not self.is_awake:
            return None
        again, jumps, title = self.pages.again, self.document.jumps, self.side.border_title

        def shown() -> None:
            self.document.set_jumps(jumps)
            self.side.border_title = title

        def show() -> None:
            if again is not None:
                self.pages.forget()
                again(shown)

        return show if jumps or self.pages.is_other else None

    @property
    def is_whole(self) -> bool:
        """Whether the document holds all rows of the list."""
        return False

    def scrolled(self) -> None:
        """The document was scrolled."""

    def read_past(self) -> bool:
        """Go on behind the end of what the list holds; False where nothing follows."""
        return False

    def step_back(self) -> bool:
        """Back to where the last jump in the document began."""
        return self.is_awake and self.host.shows_document and self.document.back()

    def begin_at_top(self, *keys: str) -> None:
        """Also the one that is shown."""
        super().begin_at_top(*keys)
        if self.is_awake and self.state.shown in keys and not self.pages.is_other:
            self.document.to_top()

    def show_again(self) -> None:
        """Make the document anew, where it was scrolled to: what it shows has changed."""
        self.pages.show_again()

    def shows(self, row: Row) -> bool:
        """Whether the document is that of a row."""
        return self.state.shown == key_of(row)


def key_of(row: Row) -> str:
    """What tells the document of a row from others of its pane."""
    return f"{row.key}:{row.id}" if row.id < 0 else row.key
