"""Whole papers: shown when they are here, fetched when they are not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.services.full_text import whole_page

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.ui.reading import ReadingWorkspace

#: arXiv is not asked again so soon for what it did not have.
_PATIENCE = timedelta(minutes=10)
_PDF = "O opens the PDF in the browser"


class WholePapers:
    """What `v` does on a paper."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._asking = ""

    def show(self, item: Row) -> None:
        """The whole paper, or its abstract again."""
        workspace, opened = self._workspace, self._workspace.opened
        if workspace.pages.is_whole and workspace.row is not None and workspace.shows(workspace.row):
            workspace.pages.forget()
            workspace.show_document_of_cursor()
            self._host.show_document()
            return
        kept = opened.library.whole_papers.get(item.key)
        self._host.show_document()
        if kept is not None and kept.markdown:
            self._show(item)
            if not opened.is_offline and self._is_old(item, kept):
                self._ask(item, "A newer version is out; fetching it…")
            return
        workspace.show_document_of_cursor()
        if kept is not None and opened.now() - kept.fetched_at < _PATIENCE:
            self._say_none()
        elif not item.key.startswith("arxiv:"):
            self._host.say("The arXiv number of this paper is not known yet")
        elif opened.is_offline:
            self._host.say("Offline: the whole paper was not fetched before", "the abstract is here")
        else:
            self._ask(item, "Fetching the whole paper from arXiv…")

    def _show(self, paper: Row) -> None:
        row = self._workspace.row
        if row is not None:
            self._workspace.show(row, lambda library: whole_page(library, paper.key))

    def _is_old(self, paper: Row, kept: WholePaper) -> bool:
        detail = self._workspace.opened.library.papers.get(paper.key)
        known = detail.paper.version if detail is not None else None
        age = self._workspace.opened.now() - kept.fetched_at
        return bool(known and kept.version and known > kept.version and age > _PATIENCE)

    def _ask(self, paper: Row, words: str) -> None:
        if self._asking:
            self._host.say("arXiv is being asked for another paper; one at a time")
            return
        self._asking = paper.key
        self._host.say(words)
        fetch = self._workspace.opened.fetching.whole_paper
        self._workspace.work.fetch("whole-paper", lambda: fetch(paper.key), lambda got: self._arrived(paper, got))

    def _arrived(self, paper: Row, got: WholePaper | ReaderError) -> None:
        workspace = self._workspace
        self._asking = ""
        if isinstance(got, ReaderError):
            self._host.say(got.message, got.hint, is_error=True)
        elif not got.markdown:
            self._say_none()
        elif workspace.item is None or workspace.item.key != paper.key:
            self._host.say(f"The whole paper is here: {paper.title}")
        elif workspace.pages.is_whole:
            self._host.say("The newer version is here", "v twice shows it")
        else:
            self._show(paper)
            self._host.say("C contents · / search · ; links · v the abstract again")

    def _say_none(self) -> None:
        self._host.say("arXiv has no HTML of this paper", _PDF)
