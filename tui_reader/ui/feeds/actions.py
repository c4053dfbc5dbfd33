"""What keys do in Feeds: stories opened and closed, articles fetched where a feed gives only their beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import OfflineError, ReaderError
from tui_reader.services.article import page_with_reason, reason, wants_article
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.feeds.pane import FeedsPane
    from tui_reader.ui.reading import ReadingWorkspace
    from tui_reader.ui.workspace import Workspace


class StoryActions:
    """Handlers of rows that stand for several with near-equal titles."""

    def __init__(self, workspace: Workspace, pane: FeedsPane) -> None:
        self._workspace = workspace
        self._pane = pane

    @does("open.story")
    def story(self) -> None:
        """Show the rows with near-equal titles that stand behind one, or hide them again."""
        row = self._workspace.row
        if row is None:
            return
        self._workspace.keep_cursor()
        if self._pane.unfold(row) is None:
            self._workspace.host.say("No other title like this one")
        else:
            self._workspace.show_source()


class Articles:
    """What `v` does on an entry."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._asking: set[str] = set()

    def show(self, item: Row) -> None:
        """The text of an entry; where the feed gives little of it, its article is fetched."""
        workspace = self._workspace
        detail = workspace.opened.library.entries.get(item.key)
        is_shown = workspace.row is not None and self._host.in_document and workspace.shows(workspace.row)
        workspace.show_document_of_cursor()
        self._host.show_document()
        if detail is None:
            return
        if not wants_article(detail):
            if is_shown:
                self._host.say("This is the whole text · o opens its page in the browser")
        elif workspace.opened.is_offline:
            self.arrived(item, OfflineError("The article was not fetched before, and there is no network"))
        elif item.key in self._asking:
            self._host.say("The article is being fetched")
        else:
            self._asking.add(item.key)
            self._host.say("Fetching the article…")
            fetch = workspace.opened.fetching.article
            workspace.work.fetch("article", lambda: fetch(item.key), lambda got: self.arrived(item, got))

    def arrived(self, entry: Row, error: ReaderError | None) -> None:
        """An article was fetched, or it could not be."""
        workspace = self._workspace
        self._asking.discard(entry.key)
        row = workspace.row
        if row is None or workspace.item is None or workspace.item.key != entry.key:
            if error is None:
                self._host.say(f"The article is here: {entry.title}")
            return
        if error is None:
            workspace.pages.forget()
            workspace.show_document_of_cursor(lambda: self._host.say("This is the article as its page has it"))
            return
        why = reason(error)
        opened = workspace.opened
        workspace.show(row, lambda library: page_with_reason(opened.reading_on(library), entry.key, why))
        self._host.say(error.message.strip().rstrip("."), "o opens the page in the browser", is_error=True)
