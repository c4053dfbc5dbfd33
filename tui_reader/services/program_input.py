"""An item as other programs get it: text, Markdown, JSON or its address, and what fills their placeholders."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Protocol

from tui_reader.domain.items import Kind
from tui_reader.domain.programs import Given
from tui_reader.services import item_shapes
from tui_reader.services.details import ReadingLibrary
from tui_reader.text.document.model import BlockKind
from tui_reader.text.document.parse import parse

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.services.full_text import Texts
    from tui_reader.services.reading import Page, Reading

#: What rows of a list are found by in a whole issue.
_ANCHORS = re.compile(r'<a id="row:[^"\n]*"></a>\n*')


class ItemsLibrary(ReadingLibrary, Protocol):
    """The subjects of the library that an item is made of, the texts of papers among them."""

    @property
    def whole_papers(self) -> Texts:
        """Texts of papers."""


def given_of(library: ItemsLibrary, reading: Reading, row: Row, form: str) -> Given:
    """An item for a program; `form` is one of `domain.programs.INPUTS`. A paper whose whole text is here is given
    with it."""
    pdf = ""
    if row.kind is Kind.PAPER and (detail := library.papers.get(row.key)) is not None:
        number = detail.paper.arxiv_id
        pdf = detail.paper.pdf_url or (f"https://arxiv.org/pdf/{number}" if number else "")
    return Given(row.title, row.url, pdf, row.key, _text(library, reading, row, form))


def _text(library: ItemsLibrary, reading: Reading, row: Row, form: str) -> str:
    if form == "url":
        return f"{row.url}\n"
    if form == "json":
        return json.dumps(_shape(library, reading, row), ensure_ascii=False) + "\n"
    markdown = _markdown(library, reading, row)
    return markdown if form == "markdown" else plain(markdown)


def _markdown(library: ItemsLibrary, reading: Reading, row: Row) -> str:
    page: Page | None = None
    if row.kind is Kind.PAPER:
        from tui_reader.services.full_text import whole_page

        page = whole_page(library, row.key)
    elif row.kind is Kind.ISSUE and (issue := library.issues.get(row.key)) is not None:
        from tui_reader.services.whole_issue import whole_issue_page

        page = whole_issue_page(issue)
    page = page or reading.page(row.key)
    return f"{_ANCHORS.sub('', page.markdown).strip()}\n" if page is not None else f"{row.title}\n"


def _shape(library: ItemsLibrary, reading: Reading, row: Row) -> dict[str, Any]:
    if row.kind is Kind.ENTRY and (entry := library.entries.get(row.key)) is not None:
        return item_shapes.entry(entry, reading.body_markdown(row.key, entry.body))
    if row.kind is Kind.PAPER and (paper := library.papers.get(row.key)) is not None:
        return item_shapes.paper(paper)
    return {
        "key": row.key, "kind": row.kind.value, "title": row.title, "date": item_shapes.iso(row.date),
        "source": row.source or None, "url": row.url or None, "read": row.read, "state": row.state.value,
        "tags": list(row.tags), "text": _markdown(library, reading, row),
    }  # fmt: skip


def plain(markdown: str) -> str:
    """Markdown without its marks, each paragraph on a line of its own: what models and voices are best given."""
    parts: list[str] = []
    for block in parse(markdown).blocks:
        if block.kind is not BlockKind.RULE and block.text:
            parts += ["\n"] * bool(parts and block.gap) + [f"{block.lead}{block.text}\n"]
    return "".join(parts)
