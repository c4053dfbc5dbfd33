"""Leaving for elsewhere: the browser, the clipboard, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.items import Kind
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.domain.rows import Row
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.reading import ReadingWorkspace

    FullTextMaker = Callable[[ReadingWorkspace], "FullText"]


class FullText(Protocol):
    """What fetches and shows the whole text of one kind of item."""

    def show(self, item: Row) -> None:
        """Show it, or what there is of it."""


class Opening:
    """Handlers that open and copy."""

    def __init__(
        self, workspace: ReadingWorkspace, deciding: Deciding, links: Links, full_texts: Mapping[Kind, FullTextMaker]
    ) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._deciding = deciding
        self._links = links
        self._makers = full_texts
        self._full_texts: dict[Kind, FullText] = {}

    @does("open.browser")
    def browser(self) -> None:
        """Open the page in the browser; that is reading it."""
        row = self.workspace.row
        url = self._address(row)
        if not url:
            self.host.say("This has no address")
            return
        self._links.browse(url)
        self._deciding.mark_opened()

    @does("open.full_text")
    def full_text(self) -> None:
        """The whole text: what the feed has; where that is a summary, the way to the rest."""
        workspace = self.workspace
        if workspace.row is None:
            return
        item = workspace.pane.whole_of(workspace.row)
        if item is not None and item.kind in self._makers:
            if item.kind not in self._full_texts:
                self._full_texts[item.kind] = self._makers[item.kind](workspace)
            self._full_texts[item.kind].show(item)
        else:
            workspace.show_document_of_cursor()
            self.host.show_document()
        self._deciding.mark_opened()

    @does("view.source")
    def source(self) -> None:
        """Formulas as the LaTeX they were written in, or in Unicode again."""
        pages = self.workspace.pages
        if not pages.toggle_source():
            self.host.say("There is no LaTeX in this text")
        else:
            self.host.say("LaTeX as it was written" if pages.shows_source else "Formulas in Unicode")

    @does("view.tables")
    def tables(self) -> None:
        """Tables in columns, or as blocks."""
        from tui_reader.ui.markdown.table import TableForm

        document = self.workspace.document
        if not self.host.shows_document or not document.shows_table:
            self.host.say("There is no table in view")
        elif document.turn_tables() is TableForm.BLOCKS:
            self.host.say("Tables as blocks, each value behind its head")
        else:
            self.host.say("Tables in columns, in parts where they are too wide")

    @does("open.links")
    def links(self) -> None:
        """Letters at the links in view; typing them follows."""
        workspace = self.workspace
        if not self.host.shows_document:
            workspace.show_document_of_cursor()
            self.host.show_document()
        if not workspace.document.start_hints():
            self.host.say("No links in view")
            return
        self.host.take_keys(self._hint_key)

    def _hint_key(self, key: str) -> bool:
        document = self.workspace.document
        if not document.has_hints:
            return False
        if key == "escape":
            document.stop_hints()
        else:
            document.handle_hint_key(key)
        return True

    @does("copy.address")
    def copy_address(self) -> None:
        """Copy what is selected in the document, else the address of the row."""
        workspace = self.workspace
        selected = self.host.app.screen.get_selected_text()
        if selected:
            self.host.app.copy_to_clipboard(selected)
            self.host.app.screen.clear_selection()
            self.host.say(f"Copied {len(selected)} characters")
            return
        url = self._address(workspace.row)
        if url:
            self.host.app.copy_to_clipboard(url)
            self.host.say(f"Copied {url}")
        else:
            self.host.say("This has no address")

    def _address(self, row: Row | None) -> str:
        if row is None:
            return ""
        if row.url:
            return row.url
        item = self.workspace.pane.item_of(row)
        return item.url if item is not None else ""
