"""What ordering papers by likely interest, and looking for similar ones, asks of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.services.follow_list import TermsLibrary
from tui_reader.services.ranking import RankingLibrary
from tui_reader.ui.lists_library import ListsLibrary

if TYPE_CHECKING:
    from tui_reader.services.model_story import ItemRows


class ReasonsLibrary(RankingLibrary, Protocol):
    """The subjects of the library that the reasons for a paper's place need."""

    @property
    def items(self) -> ItemRows:
        """Items."""


class LikenessLibrary(RankingLibrary, ListsLibrary, Protocol):
    """The subjects of the library that a list of similar papers needs."""


class CountedPapers(Protocol):
    """What is asked of the library about how far it is with what papers are ranked by."""

    def waiting(self) -> int:
        """How many papers have no blob yet, or one of what they said before."""


class OrderedLibrary(LikenessLibrary, TermsLibrary, Protocol):
    """The subjects of the library that the order of a list needs."""

    @property
    def features(self) -> CountedPapers:
        """The words of papers, counted."""
