"""What documents on the screen ask of the library: pages of items, whole papers, reasons, and the names in texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.services.details import ReadingLibrary
from tui_reader.services.full_text import TextsLibrary
from tui_reader.ui.ranked_library import ReasonsLibrary

if TYPE_CHECKING:
    from tui_reader.domain.names import NameTable
    from tui_reader.services.details import ReadEntries, ReadItems, ReadPapers


class MarkedNames(Protocol):
    """What is asked of what names what."""

    def name_table(self) -> NameTable:
        """What texts are searched for: models, labs, known repositories."""


class NamesLibrary(Protocol):
    """The subject of the library that marking the names in a document needs."""

    @property
    def references(self) -> MarkedNames:
        """What names what."""


class DocumentsLibrary(ReadingLibrary, TextsLibrary, ReasonsLibrary, NamesLibrary, Protocol):
    """The subjects of the library that the document of a row needs, whichever pane shows it."""

    @property
    def items(self) -> ReadItems:
        """Items."""

    @property
    def entries(self) -> ReadEntries:
        """Entries of feeds and linked articles."""

    @property
    def papers(self) -> ReadPapers:
        """Papers."""
