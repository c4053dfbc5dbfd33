"""Articles behind entries: fetched when asked for, where the feed gives only their beginning."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from tui_reader.domain.errors import OfflineError, ReaderError
from tui_reader.services.article import page_with_reason, reason, wants_article

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.workspace import Workspace

_log = logging.getLogger(__name__)


class Articles:
    """What `v` does on an entry."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._asking: set[str] = set()

    def show(self, entry: Row) -> None:
        """The text of an entry; where the feed gives little of it, its article is fetched."""
        workspace = self._workspace
        detail = workspace.opened.library.entries.get(entry.key)
        is_shown = (
            workspace.row is not None
            and workspace.screen.in_document
            and workspace.shown_key == workspace.key_of(workspace.row)
        )
        workspace.show_document_of_cursor()
        workspace.screen.show_document()
        if detail is None:
            return
        if not wants_article(detail):
            if is_shown:
                workspace.screen.say("This is the whole text · o opens its page in the browser")
        elif workspace.opened.is_offline:
            self._arrived(entry, OfflineError("The article was not fetched before, and there is no network"))
        elif entry.key in self._asking:
            workspace.screen.say("The article is being fetched")
        else:
            self._ask(entry)

    def _ask(self, entry: Row) -> None:
        workspace = self._workspace
        self._asking.add(entry.key)
        workspace.screen.say("Fetching the article…")
        opened = workspace.opened

        def work() -> None:
            error: ReaderError | None = None
            try:
                opened.fetch_article(entry.key)
            except ReaderError as failed:
                error = failed
            except Exception as failed:
                if workspace.is_closed:
                    return  # the reader ended meanwhile, and took the library with it
                _log.exception("article %s", entry.key)
                error = ReaderError(f"That went wrong ({type(failed).__name__})", "The log has the details.")
            if not workspace.is_closed:
                workspace.post(lambda: self._arrived(entry, error))

        # Not on a thread that the end of the reader waits for: a server may let it wait for long.
        threading.Thread(target=work, name="article", daemon=True).start()

    def _arrived(self, entry: Row, error: ReaderError | None) -> None:
        workspace = self._workspace
        self._asking.discard(entry.key)
        row = workspace.row
        if row is None or workspace.item is None or workspace.item.key != entry.key:
            if error is None:
                workspace.screen.say(f"The article is here: {entry.title}")
            return
        if error is None:
            workspace.pages.forget()
            workspace.show_document_of_cursor(lambda: workspace.screen.say("This is the article as its page has it"))
            return
        why = reason(error)
        opened = workspace.opened
        workspace.pages.show(
            row,
            workspace.key_of(row),
            lambda library: page_with_reason(opened.reading_on(library), entry.key, why),
        )
        workspace.screen.say(error.message.strip().rstrip("."), "o opens the page in the browser", is_error=True)
