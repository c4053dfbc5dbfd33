"""Articles behind entries: fetched when asked for, where the feed gives only their beginning."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from tui_reader.domain.errors import OfflineError, ReaderError
from tui_reader.services.article import page_with_reason, reason, wants_article

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.desk import Desk

_log = logging.getLogger(__name__)


class Articles:
    """What `v` does on an entry."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking: set[str] = set()

    def show(self, entry: Row) -> None:
        """The text of an entry; where the feed gives little of it, its article is fetched."""
        desk = self._desk
        detail = desk.edition.library.entry(entry.key)
        is_shown = desk.row is not None and desk.screen.in_document and desk.shown_key == desk.key_of(desk.row)
        desk.show_document_of_cursor()
        desk.screen.show_document()
        if detail is None:
            return
        if not wants_article(detail):
            if is_shown:
                desk.screen.say("This is the whole text · o opens its page in the browser")
        elif desk.edition.is_offline:
            self._arrived(entry, OfflineError("The article was not fetched before, and there is no network"))
        elif entry.key in self._asking:
            desk.screen.say("The article is being fetched")
        else:
            self._ask(entry)

    def _ask(self, entry: Row) -> None:
        desk = self._desk
        self._asking.add(entry.key)
        desk.screen.say("Fetching the article…")
        edition = desk.edition

        def work() -> None:
            error: ReaderError | None = None
            try:
                edition.fetch_article(entry.key)
            except ReaderError as failed:
                error = failed
            except Exception as failed:
                if desk.is_closed:
                    return  # the reader ended meanwhile, and took the library with it
                _log.exception("article %s", entry.key)
                error = ReaderError(f"That went wrong ({type(failed).__name__})", "The log has the details.")
            if not desk.is_closed:
                desk.post(lambda: self._arrived(entry, error))

        # Not on a thread that the end of the reader waits for: a server may let it wait for long.
        threading.Thread(target=work, name="article", daemon=True).start()

    def _arrived(self, entry: Row, error: ReaderError | None) -> None:
        desk = self._desk
        self._asking.discard(entry.key)
        row = desk.row
        if row is None or desk.item is None or desk.item.key != entry.key:
            if error is None:
                desk.screen.say(f"The article is here: {entry.title}")
            return
        if error is None:
            desk.pages.forget()
            desk.show_document_of_cursor(lambda: desk.screen.say("This is the article as its page has it"))
            return
        why = reason(error)
        edition = desk.edition
        desk.pages.show(
            row, desk.key_of(row), lambda library: page_with_reason(edition.reading_on(library), entry.key, why)
        )
        desk.screen.say(error.message.strip().rstrip("."), "o opens the page in the browser", is_error=True)
