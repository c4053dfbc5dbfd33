"""PDFs of papers: opened, in the reader of the system where one is kept, else in the browser; and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind, State
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui_reader.domain.events import DownloadProgress
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import PaperDetail
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.workspace import Workspace


class PdfActions:
    """Handlers of PDFs."""

    def __init__(self, workspace: Workspace, deciding: Deciding, links: Links) -> None:
        self._workspace = workspace
        self.host = workspace.host
        self._deciding = deciding
        self._links = links

    @does("open.pdf")
    def open(self) -> None:
        """Open the PDF that is kept. One of a kept paper is fetched first, where that is configured; else the browser
        gets its address."""
        detail = self._paper()
        if detail is None:
            self.host.say("This is no paper")
            return
        paper, pdfs = detail.paper, self._workspace.opened.pdfs
        url = paper.pdf_url or (f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else "")
        if (path := pdfs.path_of(paper)) is not None:
            self._links.open_file(path)
        elif not url:
            self.host.say("The arXiv number of this paper is not known yet")
            return
        elif pdfs.is_due and detail.row.state is State.KEPT:
            self._keep([paper], self._links.open_file, lambda: self._links.browse(url))
        else:
            self._links.browse(url)
        self._deciding.mark_opened()

    @does("open.keep_pdf")
    def keep(self) -> None:
        """Fetch the PDFs of the row or the range, and keep them."""
        workspace = self._workspace
        library, pdfs = workspace.opened.library, workspace.opened.pdfs
        rows = [row for row in workspace.items() if row.kind is Kind.PAPER]
        papers = [detail.paper for row in rows if (detail := library.papers.get(row.key)) is not None]
        if not papers:
            self.host.say("This is no paper")
        elif pdfs.is_off:
            self.host.say("Offline: nothing is fetched", "O opens a PDF that is kept")
        elif len(papers) == 1 and (path := pdfs.path_of(papers[0])) is not None:
            self.host.say(f"Its PDF is kept: {path}", "O opens it")
        else:
            self._keep(papers, lambda _: None, lambda: None)

    def _paper(self) -> PaperDetail | None:
        row = self._workspace.row
        is_paper = row is not None and row.kind is Kind.PAPER
        return self._workspace.opened.library.papers.get(row.key) if row is not None and is_paper else None

    def _keep(self, papers: Sequence[Paper], then: Callable[[Path], object], failed: Callable[[], object]) -> None:
        """Fetch them one after the other, on a thread of their own."""
        workspace, host = self._workspace, self.host
        pdfs, work, is_calm = workspace.opened.pdfs, workspace.work, workspace.opened.settings.general.calm
        name = papers[0].title if len(papers) == 1 else f"{len(papers)} PDFs"
        host.say(f"Fetching the PDF of “{name}”…" if len(papers) == 1 else f"Fetching {name}…")

        def tell(progress: DownloadProgress) -> None:
            def show() -> None:
                host.state.downloads["PDF"] = f"PDF {progress.words()}"
                host.refresh_bars()

            if not is_calm and not work.is_closed:
                work.post(show)

        def job() -> list[Path | ReaderError]:
            done: list[Path | ReaderError] = []
            for paper in papers:
                if not work.is_closed:
                    try:
                        done.append(pdfs.path_of(paper) or pdfs.keep(paper, tell))
                    except ReaderError as error:
                        done.append(error)
            return done

        def shown(done: list[Path | ReaderError] | ReaderError) -> None:
            host.state.downloads.pop("PDF", None)
            host.refresh_bars()
            results = [done] if isinstance(done, ReaderError) else done
            errors = [one for one in results if isinstance(one, ReaderError)]
            paths = [one for one in results if not isinstance(one, ReaderError)]
            if errors:
                host.say(errors[0].message, errors[0].hint, is_error=True)
                failed()
            elif paths:
                host.say(f"Kept the PDF: {paths[0]}" if len(paths) == 1 else f"Kept {len(paths)} PDFs", "O opens it")
                then(paths[0])

        work.fetch("pdf", job, shown)
