"""The pictures that a document view shows among its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.widgets.document_lines import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.ui.pictures.cells import Painted
    from tui_reader.ui.widgets.document_lines import DocumentLines

#: Lines of the text that stand beside a picture: what it is called, and what follows.
_BESIDE = 3


class ShownPictures:
    """Those that are `shown`, by their addresses. `size` gives the columns and rows of the view, `lay_out` lays its
    lines out anew; what is read stays where it is."""

    def __init__(
        self, lines: DocumentLines, size: Callable[[], tuple[int, int]], lay_out: Callable[[], object]
    ) -> None:
        self._lines, self._size, self._lay_out = lines, size, lay_out

    @property
    def shown(self) -> Mapping[str, Painted]:
        """Each with its lines."""
        return self._lines.pictures

    def show(self, pictures: Mapping[str, Painted]) -> None:
        """Show these and no others, each below the place that names it."""
        self._lines.pictures = dict(pictures)
        self._lay_out()

    @property
    def room(self) -> tuple[int, int]:
        """The columns and rows in which a picture can be seen with a line of its text."""
        width, height = self._size()
        return column_of(width)[1], max(1, height - _BESIDE)
