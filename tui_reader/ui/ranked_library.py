"""What ordering papers by likely interest, and looking for similar ones, asks of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.services.kept_ranking import CountedLibrary, KeptRankingLibrary
from tui_reader.services.ranking import RankingLibrary
from tui_reader.ui.lists_library import ListsLibrary

if TYPE_CHECKING:
    from tui_reader.services.model_story import ItemRows


class ReasonsLibrary(RankingLibrary, Protocol):
    """The subjects of the library that the reasons for a paper's place need."""

    @property
    def items(self) -> ItemRows:
        """Items."""


class LikenessLibrary(KeptRankingLibrary, ListsLibrary, Protocol):
    """The subjects of the library that a list of similar papers needs."""


class OrderedLibrary(LikenessLibrary, CountedLibrary, Protocol):
    """The subjects of the library that the order of a list needs."""
