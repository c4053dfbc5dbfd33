"""Leaving for elsewhere: the browser, the clipboard, links."""

from __future__ import annotations

import webbrowser
from functools import cached_property
from typing import TYPE_CHECKING

from tui_reader.domain.items import Kind

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.handlers.articles import Articles
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.handlers.whole_papers import WholePapers
    from tui_reader.ui.workspace import Workspace


class Opening:
    """Handlers that open and copy."""

    def __init__(self, workspace: Workspace, deciding: Deciding) -> None:
        self.workspace = workspace
        self._deciding = deciding

    def browser(self) -> None:
        """Open the page in the browser; that is reading it."""
        row = self.workspace.row
        url = self._address(row)
        if not url:
            self.workspace.screen.say("This has no address")
            return
        self.browse(url)
        self._deciding.mark_opened()

    def pdf(self) -> None:
        """Open the PDF of a paper in the browser."""
        row = self.workspace.row
        detail = (
            self.workspace.opened.library.papers.get(row.key) if row is not None and row.kind is Kind.PAPER else None
        )
        if detail is None:
            self.workspace.screen.say("This is no paper")
            return
        url = detail.paper.pdf_url or (
            f"https://arxiv.org/pdf/{detail.paper.arxiv_id}" if detail.paper.arxiv_id else ""
        )
        if url:
            self.browse(url)
            self._deciding.mark_opened()
        else:
            self.workspace.screen.say("The arXiv number of this paper is not known yet")

    def browse(self, url: str) -> None:
        """Open a web address in the browser. Anything else is refused: content must not start programs."""
        if not url.lower().startswith(("http://", "https://", "mailto:")):
            self.workspace.screen.say(f"Not opened: {url[:60]} is no web address", is_error=True)
            return

        def opened(ok: bool) -> None:
            if ok:
                self.workspace.screen.say(f"Opened {url}")
            else:
                self.workspace.screen.say(
                    "No browser was found", "y copies the address; $BROWSER names a browser", is_error=True
                )

        # Finding a browser may start programs; that must not hold up a key.
        self.workspace.queries.run("browser", lambda _: _browse(url), opened)

    def full_text(self) -> None:
        """The whole text: what the feed has; where that is a summary, the way to the rest."""
        workspace = self.workspace
        if workspace.row is None:
            return
        item = workspace.item
        if item is not None and item.kind is Kind.PAPER:
            self._whole_papers.toggle(item)
            self._deciding.mark_opened()
            return
        if item is not None and item.kind is Kind.ENTRY:
            self._articles.show(item)
            self._deciding.mark_opened()
            return
        workspace.show_document_of_cursor()
        workspace.screen.show_document()
        self._deciding.mark_opened()

    @cached_property
    def _whole_papers(self) -> WholePapers:
        from tui_reader.ui.handlers.whole_papers import WholePapers

        return WholePapers(self.workspace)

    @cached_property
    def _articles(self) -> Articles:
        from tui_reader.ui.handlers.articles import Articles

        return Articles(self.workspace)

    def links(self) -> None:
        """Letters at the links in view; typing them follows."""
        workspace = self.workspace
        if not workspace.screen.shows_document:
            workspace.show_document_of_cursor()
            workspace.screen.show_document()
        if not workspace.document.start_hints():
            workspace.screen.say("No links in view")

    def follow(self, url: str) -> None:
        """Follow a link: an item of the library opens here, a name leads to what it names, anything else to the
        browser."""
        if url.startswith("name:"):
            self.workspace.screen.handlers.referring.follow(url.removeprefix("name:"))
            return
        from tui_reader.domain.items import arxiv_key, repo_key, url_key
        from tui_reader.text.addresses import arxiv_id_of, canonical, github_repo_of

        library = self.workspace.opened.library
        candidates = []
        if number := arxiv_id_of(url):
            candidates.append(arxiv_key(number))
        if repo := github_repo_of(url):
            candidates.append(repo_key(repo))
        candidates.append(url_key(canonical(url)))
        here = self.workspace.row
        for key in candidates:
            row = library.items.row(key)
            if row is not None and (here is None or row.key != here.key):
                self.workspace.screen.go_to(row.key)
                return
        self.browse(url)

    def copy_address(self) -> None:
        """Copy what is selected in the document, else the address of the row."""
        workspace = self.workspace
        selected = workspace.screen.get_selected_text()
        if selected:
            workspace.screen.app.copy_to_clipboard(selected)
            workspace.screen.clear_selection()
            workspace.screen.say(f"Copied {len(selected)} characters")
            return
        url = self._address(workspace.row)
        if url:
            workspace.screen.app.copy_to_clipboard(url)
            workspace.screen.say(f"Copied {url}")
        else:
            workspace.screen.say("This has no address")

    def _address(self, row: Row | None) -> str:
        if row is None:
            return ""
        if row.url:
            return row.url
        item = self.workspace.pane.item_of(row)
        return item.url if item is not None else ""


def _browse(url: str) -> bool:
    try:
        return webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False
