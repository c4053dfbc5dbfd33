"""The lines of a document as they are drawn: laid out for a width, with the matches of a search in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.cache import LRUCache

from tui_reader.text.document.model import BlockKind, Document
from tui_reader.ui.markdown.find import Matches, find
from tui_reader.ui.markdown.layout import MIN_WIDTH, Layout, Line, lay_out
from tui_reader.ui.markdown.selection import Place, selected_range, selected_span
from tui_reader.ui.markdown.table import TableForm
from tui_reader.ui.widgets.document_ink import DocumentInk, Highlight, over
from tui_reader.ui.widgets.hints import LinkPlace

if TYPE_CHECKING:
    from textual.selection import Selection
    from textual.strip import Strip
    from textual.style import Style
    from textual.widget import Widget

    from tui_reader.ui.pictures.cells import Painted

COLUMN = 88
"""The text is set in at most so many cells: longer lines tire the eye."""
_WIDE = 60
_STRIPS_KEPT = 1024


def column_of(width: int) -> tuple[int, int, int]:
    """Of a view of so many cells: margin on the left and width of the text, and the margin that a wide table leaves."""
    width = max(0, width)
    least = 2 if width >= _WIDE else 1
    column = max(1, min(COLUMN, width - 2 * least))
    return max(0, (width - column) // 2), column, least


class DocumentLines:
    """A document, laid out by `lay_out` and never drawn by the layout of another. `widget` gives the styles: see the
    component classes of `DocumentView`."""

    def __init__(self, widget: Widget) -> None:
        self.document = Document()
        self.layout: Layout | None = None
        self.matches = Matches()
        self.sought = ""
        self.form = TableForm.FITTING
        self.pictures: dict[str, Painted] = {}
        """The pictures that are shown, by their addresses."""
        self._widget = widget
        self._strips: LRUCache[int, Strip] = LRUCache(_STRIPS_KEPT)
        self._ink: DocumentInk | None = None
        self._column = (0, 0)
        self.room = 0

    def set(self, document: Document) -> None:
        """Take another document, without a layout and without a search."""
        self.document, self.layout = document, None
        self.matches, self.sought = Matches(), ""
        self._strips.clear()

    def lay_out(self, margin: int, column: int, least: int) -> None:
        """Lay the document out in lines of `column` cells, `margin` cells from the left; wide tables leave `least`."""
        self._column = (margin, column)
        self.room = column + 2 * max(0, margin - least)
        pictures = {address: painted.rows for address, painted in self.pictures.items()}
        self.layout = lay_out(self.document, column, self.room, self.form, pictures)
        self._strips.clear()

    def move(self, margin: int, column: int, least: int) -> bool:
        """The same lines stand elsewhere; False when they have to be laid out anew."""
        layout, room = self.layout, column + 2 * max(0, margin - least)
        has_tables = room != self.room and any(block.kind is BlockKind.TABLE for block in self.document.blocks)
        if layout is None or layout.width != max(MIN_WIDTH, column) or has_tables:
            return False
        if (margin, column) != self._column:
            self._column = (margin, column)
            self._strips.clear()
        return True

    def find(self, text: str, after: Place) -> None:
        """Mark every place of a text; the first that ends behind `after` is the one looked at."""
        self.sought = text
        self.matches = Matches(find(self.document, text) if text else (), after=after)
        self._strips.clear()

    def step_match(self, step: int) -> bool:
        """Look at another match; False when there are none."""
        self._strips.clear()
        return self.matches.step(step)

    def forget_colours(self) -> None:
        """Colours changed: nothing that was drawn holds."""
        self._ink = None
        self._strips.clear()

    @property
    def count(self) -> int:
        """How many lines there are at this width; 0 before the first layout."""
        return len(self.layout.lines) if self.layout else 0

    def line_of(self, block: int, character: int = 0) -> int:
        """The line of a character of a block; 0 before the first layout."""
        return self.layout.line_of(block, character) if self.layout else 0

    def block_at(self, line: int) -> int:
        """The number of the block on a line; 0 before the first layout."""
        lines = self.layout.lines if self.layout else ()
        return lines[max(0, min(line, len(lines) - 1))].block if lines else 0

    def place_at(self, top: int) -> tuple[Place, int]:
        """The place on line `top`, and by how many empty lines that stands above it."""
        layout = self.layout
        if layout is None or not layout.lines:
            return Place(0, 0), 0
        for line in range(min(top, len(layout.lines) - 1), len(layout.lines)):
            if layout.lines[line].pieces:
                return Place(layout.lines[line].block, layout.lines[line].at), top - line
        return Place(layout.lines[-1].block, 0), 0

    def shows_table(self, top: int, height: int) -> bool:
        """Whether a table stands on the lines from `top` on."""
        return self._first_table(top, height) is not None

    def other_form(self, top: int, height: int) -> TableForm:
        """The form that tables do not have, judged by the first on those lines."""
        if self.form is not TableForm.FITTING:
            return TableForm.COLUMNS if self.form is TableForm.BLOCKS else TableForm.BLOCKS
        number = self._first_table(top, height)
        lines = self.layout.lines if self.layout else ()
        is_block = any(piece.is_head for line in lines if line.block == number for piece in line.pieces)
        return TableForm.COLUMNS if is_block else TableForm.BLOCKS

    def _first_table(self, top: int, height: int) -> int | None:
        lines = self.layout.lines[max(0, top) : top + height] if self.layout else ()
        blocks = self.document.blocks
        return next((line.block for line in lines if blocks[line.block].kind is BlockKind.TABLE), None)

    @property
    def ink(self) -> DocumentInk:
        """The styles."""
        if self._ink is None:
            self._ink = DocumentInk(self._widget.visual_style, self._part)
        return self._ink

    def _part(self, component: str) -> Style:
        return over(self._widget.get_component_styles(component))

    def strip(self, number: int, width: int, selection: Selection | None) -> Strip:
        """A line as `width` cells."""
        layout, ink = self.layout, self.ink
        if layout is None or number >= len(layout.lines):
            last = len(self.document.blocks) - 1
            return ink.blank(width, max(0, last), len(self.document.blocks[last].text) if last >= 0 else 0)
        line = layout.lines[number]
        if line.picture:
            return self._picture(line, width)
        block = self.document.blocks[line.block]
        selected = None
        if selection is not None and line.pieces:
            selected = selected_span(selected_range(selection, self.document), line.block, len(block.text))
        if selected is None and (strip := self._strips.get(number)) is not None and strip.cell_length == width:
            return strip
        highlights = self._match_highlights(line.block)
        if selected is not None:
            chosen = over(self._widget.screen.get_component_styles("screen--selection"))
            highlights.append(Highlight(*selected, chosen))
        strip = ink.strip(line, block, *self._column, width, highlights, self.document.links)
        if selected is None:
            self._strips[number] = strip
        return strip

    def _picture(self, line: Line, width: int) -> Strip:
        """A line of a picture, or of the words that stand for it."""
        painted = self.pictures.get(line.picture)
        segments = painted.lines[line.row] if painted is not None and line.row < painted.rows else ()
        return self.ink.picture(segments, self._column[0], width, line.block, line.at)

    def _match_highlights(self, block: int) -> list[Highlight]:
        matches, current = self.matches.in_block(block), self.matches.current
        if not matches:
            return []
        plain, special = self._part("document--match"), self._part("document--current-match")
        return [Highlight(match.start, match.end, special if match == current else plain) for match in matches]

    def links(self, top: int, height: int, width: int) -> list[LinkPlace]:
        """The links on the lines from `top` on, each where it first stands."""
        found: dict[int, tuple[int, int]] = {}
        for line in range(top, min(top + height, self.count)):
            column = 0
            for segment in self.strip(line, width, None):
                link = segment.style.meta.get("link") if segment.style is not None else None
                if isinstance(link, int):
                    found.setdefault(link, (line, column))
                column += segment.cell_length
        return [LinkPlace(link, line, column) for link, (line, column) in found.items()]
