"""Whole papers: shown when they are here, fetched when they are not."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.services.full_text import whole_page

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.ui.workspace import Workspace

#: arXiv is not asked again so soon for what it did not have.
_PATIENCE = timedelta(minutes=10)
_PDF = "O opens the PDF in the browser"
_log = logging.getLogger(__name__)


class WholePapers:
    """What `v` does on a paper."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._asking = ""

    def toggle(self, paper: Row) -> None:
        """The whole paper, or its abstract again."""
        workspace = self._workspace
        if (
            workspace.pages.is_whole
            and workspace.row is not None
            and workspace.shown_key == workspace.key_of(workspace.row)
        ):
            workspace.pages.forget()
            workspace.show_document_of_cursor()
            workspace.screen.show_document()
            return
        kept = workspace.opened.library.whole_papers.get(paper.key)
        workspace.screen.show_document()
        if kept is not None and kept.markdown:
            self._show(paper)
            if not workspace.opened.is_offline and self._is_old(paper, kept):
                self._ask(paper, "A newer version is out; fetching it…")
            return
        workspace.show_document_of_cursor()
        if kept is not None and workspace.opened.now() - kept.fetched_at < _PATIENCE:
            self._say_none()
        elif not paper.key.startswith("arxiv:"):
            workspace.screen.say("The arXiv number of this paper is not known yet")
        elif workspace.opened.is_offline:
            workspace.screen.say("Offline: the whole paper was not fetched before", "the abstract is here")
        else:
            self._ask(paper, "Fetching the whole paper from arXiv…")

    def _show(self, paper: Row) -> None:
        workspace = self._workspace
        row = workspace.row
        if row is not None:
            workspace.pages.show(row, workspace.key_of(row), lambda library: whole_page(library, paper.key))

    def _is_old(self, paper: Row, kept: WholePaper) -> bool:
        detail = self._workspace.opened.library.papers.get(paper.key)
        known = detail.paper.version if detail is not None else None
        age = self._workspace.opened.now() - kept.fetched_at
        return bool(known and kept.version and known > kept.version and age > _PATIENCE)

    def _ask(self, paper: Row, words: str) -> None:
        workspace = self._workspace
        if self._asking:
            workspace.screen.say("arXiv is being asked for another paper; one at a time")
            return
        self._asking = paper.key
        workspace.screen.say(words)
        opened = workspace.opened

        def work() -> None:
            try:
                paper_or_error: WholePaper | ReaderError = opened.fetch_whole_paper(paper.key)
            except ReaderError as error:
                paper_or_error = error
            except Exception as error:
                if workspace.is_closed:
                    return  # the reader ended meanwhile, and took the library with it
                _log.exception("whole paper %s", paper.key)
                paper_or_error = ReaderError(f"That went wrong ({type(error).__name__})", "the log has the details")
            if not workspace.is_closed:
                workspace.post(lambda: self._arrived(paper, paper_or_error))

        # Not on a thread that the end of the reader waits for: arXiv may let it wait for long.
        threading.Thread(target=work, name="whole-paper", daemon=True).start()

    def _arrived(self, paper: Row, got: WholePaper | ReaderError) -> None:
        workspace = self._workspace
        self._asking = ""
        if isinstance(got, ReaderError):
            workspace.screen.say(got.message, got.hint, is_error=True)
        elif not got.markdown:
            self._say_none()
        elif workspace.item is None or workspace.item.key != paper.key:
            workspace.screen.say(f"The whole paper is here: {paper.title}")
        elif workspace.pages.is_whole:
            workspace.screen.say("The newer version is here", "v twice shows it")
        else:
            self._show(paper)
            workspace.screen.say("C contents · / search · ; links · v the abstract again")

    def _say_none(self) -> None:
        self._workspace.screen.say("arXiv has no HTML of this paper", _PDF)
