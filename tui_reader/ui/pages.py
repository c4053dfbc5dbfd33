"""Documents as they are opened: made on another thread, shown where they were left, formulas in Unicode or as LaTeX.

Of a long document the beginning is shown first, while the rest of it is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.ui.widgets.row_line import heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.rows import Row
    from tui_reader.services.reading import Page
    from tui_reader.text.document.model import Document
    from tui_reader.ui.background import Work
    from tui_reader.ui.documents_library import DocumentsLibrary, NamesLibrary
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.state import PaneState
    from tui_reader.ui.widgets.document import DocumentView

MARKED_AT_ONCE = 60_000
"""Characters of Markdown. In a longer text names are marked after it is shown."""
WHOLE = "#full"
"""What the key of a whole paper's document ends with, behind that of the paper."""
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)")


class Pages:
    """What a document view shows: `state.shown` tells whose document it is, "" when it is nobody's; `page` is the
    text itself."""

    def __init__(self, view: DocumentView, state: PaneState, opened: OpenLibrary, work: Work) -> None:
        self.page: Page | None = None
        self.shows_source = False
        self.wanted = ""
        """Whose document is being made."""
        self._view = view
        self._state = state
        self._opened = opened
        self._work = work
        self.again: Callable[[Callable[[], None]], None] | None = None
        """Makes what is shown anew, then does something."""

    @property
    def is_whole(self) -> bool:
        """Whether the whole text of a paper is shown, and not its abstract."""
        return bool(self._state.shown) and self.page is not None and self.page.key.endswith(WHOLE)

    @property
    def is_other(self) -> bool:
        """Whether another text is shown than that of the row: a whole paper or issue."""
        return bool(self._state.shown) and self.page is not None and self.page.key.endswith((WHOLE, "#whole"))

    def leave(self) -> None:
        """Remember where the reader is in the document."""
        if self._state.shown and self.page is not None:
            self._opened.places.keep(self.page.key, self._view.place)

    def forget(self) -> None:
        """What is shown is no longer the document of a row."""
        self.leave()
        self._state.shown, self.page, self.again, self.wanted = "", None, None, ""

    def stop(self) -> None:
        """What is still being made for another row is not to be shown."""
        self.wanted = ""
        self._work.documents.cancel(self._kind)

    def clear(self) -> None:
        """Show nothing."""
        self.stop()
        self.forget()
        self._state.match = ""
        self._view.show_text(Content(""))

    def show_again(self) -> None:
        """Make the document anew, where it is: what it shows has changed."""
        again, jumps = self.again, self._view.jumps
        if again is not None and self._state.shown:
            self.leave()
            again(lambda: self._view.set_jumps(jumps))

    def show(
        self,
        row: Row,
        key: str,
        make: Callable[[DocumentsLibrary], Page | None],
        then: Callable[[str], None],
    ) -> None:
        """Make a page of a row beside the screen and show it; `then` gets what stands over it."""
        view, source = self._view, self.shows_source

        def job(library: DocumentsLibrary) -> tuple[Page, Document, bool] | None:
            page = make(library)
            if page is None:
                return None
            document, is_begun = self._begun(page, source)
            if len(page.markdown) <= MARKED_AT_ONCE and not is_begun:
                document = _marked(library, page, document)
            return page, document, is_begun

        def show(made: tuple[Page, Document, bool] | None) -> None:
            self.wanted = ""
            if made is None:
                self.forget()
                view.show_text(Content(f"{row.title}\n\nThis is no longer in the library."))
                return
            self.leave()
            page, document, is_begun = made
            self._state.shown, self.page = key, page
            self._state.match = ""
            self.again = lambda done: self.show(row, key, make, lambda _: done())
            view.show(document, key=key, at=self._opened.places.get(page.key))
            if is_begun or len(page.markdown) > MARKED_AT_ONCE:
                self._finish(page, key, None if is_begun else document)
            then(heading(row))

        def failed(message: str) -> None:
            self.wanted = ""
            view.show_text(Content(message))

        self.wanted = key
        self._work.documents.run(self._kind, job, show, failed)

    @property
    def _kind(self) -> str:
        # One thread makes the documents of all panes; what one asks for is not to drop what another waits for.
        return f"document {self._view.id}"

    def toggle_source(self) -> bool:
        """Formulas as they were written, or in Unicode again; False where the document has none."""
        page = self.page
        if page is None or not self._state.shown or not (page.source or _FORMULA.search(page.markdown)):
            return False
        self.shows_source = not self.shows_source
        self.show_again()
        return True

    def _begun(self, page: Page, source: bool) -> tuple[Document, bool]:
        """The document, or its beginning; whether it is the beginning. One that was left further on is made whole."""
        from tui_reader.text.document.parse import parse, parse_head

        text = _text(page, source)
        place = self._opened.places.get(page.key)
        head = parse_head(text, source=source) if place is None or place[0] < 8 else None
        return (parse(text, source=source), False) if head is None else (head, True)

    def _finish(self, page: Page, key: str, document: Document | None) -> None:
        """Show the rest of a long document, then the names in it."""
        source = self.shows_source

        def show(made: Document) -> None:
            if self._state.shown and self.page is page:
                if made is not self._view.document:
                    self._view.replace(made)
                if document is None:
                    self._finish(page, key, made)

        def job(library: NamesLibrary) -> Document:
            from tui_reader.text.document.parse import parse

            if document is None:
                return parse(_text(page, source), source=source)
            return _marked(library, page, document)

        self._work.documents.run(f"rest of {self._kind}", job, show)


def _marked(library: NamesLibrary, page: Page, document: Document) -> Document:
    from tui_reader.ui.markdown.name_links import mark_names

    return mark_names(document, library.references.name_table(), page.key.removesuffix(WHOLE).removesuffix("#whole"))


def _text(page: Page, source: bool) -> str:
    return page.source if source and page.source else page.markdown
