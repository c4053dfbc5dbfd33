"""What the screen asks of a library, all together: the ports of its rooms and of the services that it hands it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.services.board_comparison import TablesLibrary
from tui_reader.services.catalogue import FollowChanges, FollowingLibrary
from tui_reader.services.details import ReadIssues, ReadPapers
from tui_reader.services.exporting.export import ExportedLibrary, ExportedTables, ToldByJournal
from tui_reader.services.follow_list import TermChanges
from tui_reader.services.model_page import ModelLibrary, ModelNames
from tui_reader.services.model_story import DatedTables, StoryLibrary
from tui_reader.services.today import Arrivals, KnownTables, LikeliestLibrary, TodayLibrary, Troubled, Undecided
from tui_reader.services.trade_off import LedTables
from tui_reader.services.triage import Papers
from tui_reader.services.view_list import ViewChanges
from tui_reader.ui.documents_library import DocumentsLibrary, MarkedNames
from tui_reader.ui.lists_library import Lists
from tui_reader.ui.ranked_library import OrderedLibrary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tui_reader.domain.rows import PaneCounts
    from tui_reader.domain.sources import SourceHealth
    from tui_reader.services.details import ReadEntries, ReadItems


class ScreenLists(Lists, Protocol):
    """What is asked of the library's lists."""

    def counts(self, today: date) -> PaneCounts:
        """The numbers in the header."""

    def summaries(self, wanted: Sequence[int]) -> dict[int, str]:
        """What papers say in their abstracts and entries in their summaries, by row id; nothing of other kinds."""


class ScreenPapers(ReadPapers, Papers, Protocol):
    """What is asked of the library's papers."""


class ScreenIssues(ReadIssues, Protocol):
    """What is asked of the library's issues."""

    def days(self) -> set[date]:
        """The days whose issues are stored."""


class ScreenTables(DatedTables, KnownTables, LedTables, ExportedTables, Protocol):
    """What is asked of the library's leaderboards."""


class ScreenNames(ModelNames, MarkedNames, Protocol):
    """What is asked of what names what."""


class ScreenArrivals(Arrivals, Undecided, Protocol):
    """What is asked of what came since a moment."""


class ScreenJournal(FollowChanges, TermChanges, ViewChanges, ToldByJournal, Protocol):
    """What is asked of what the journal adds up to."""


class ScreenSources(Troubled, Protocol):
    """What is asked of the library's sources."""

    def all(self) -> list[SourceHealth]:
        """All sources by kind, group and title, with how many items they brought and how many of those are unread."""

    def listed(self) -> dict[str, int]:
        """How many papers are listed under each arXiv category, as their primary one or another."""

    def get(self, source_id: str) -> SourceHealth | None:
        """One source."""

    def followed(self) -> list[tuple[str, str, str, str]]:
        """Id, kind, title and group of every source, by group and title; what they brought is not counted."""

    def title(self, source_id: str) -> str:
        """What a source is called; "" for one that is not known."""

    def last_success(self) -> datetime | None:
        """When any source was last fetched with success."""


class ScreenLibrary(
    DocumentsLibrary,
    OrderedLibrary,
    TablesLibrary,
    StoryLibrary,
    ModelLibrary,
    ExportedLibrary,
    TodayLibrary,
    LikeliestLibrary,
    FollowingLibrary,
    Protocol,
):
    """One connection, for the thread of the screen or one beside it."""

    @property
    def lists(self) -> ScreenLists:
        """Ids and rows."""

    @property
    def items(self) -> ReadItems:
        """Items."""

    @property
    def entries(self) -> ReadEntries:
        """Entries of feeds and linked articles."""

    @property
    def papers(self) -> ScreenPapers:
        """Papers."""

    @property
    def issues(self) -> ScreenIssues:
        """Issues."""

    @property
    def boards(self) -> ScreenTables:
        """Leaderboards."""

    @property
    def references(self) -> ScreenNames:
        """What names what."""

    @property
    def arrivals(self) -> ScreenArrivals:
        """What came since a moment."""

    @property
    def journal(self) -> ScreenJournal:
        """What the journal adds up to."""

    @property
    def sources(self) -> ScreenSources:
        """Sources, and how they have been doing."""

    def clone(self) -> ScreenLibrary:
        """Another connection to the same file, for another thread."""

    def interrupt(self) -> None:
        """Cancel the query that runs on this connection in another thread."""

    def close(self) -> None:
        """Let go of the file."""
