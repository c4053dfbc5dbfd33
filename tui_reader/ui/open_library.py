"""What the screen needs of the program: wiring hands it in, tests hand in fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from tui_reader.config.keymap import Keymap
    from tui_reader.config.scroll_positions import ScrollPositions
    from tui_reader.domain.events import DownloadProgress, SyncEvent
    from tui_reader.domain.following import Following
    from tui_reader.domain.http import Download, Downloaded
    from tui_reader.domain.pictures import Canvas, PictureCame
    from tui_reader.domain.rows import Row
    from tui_reader.domain.settings import Settings
    from tui_reader.domain.sources import SyncOptions, SyncReport
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.services.catalogue import FollowingLibrary
    from tui_reader.services.details import ReadingLibrary
    from tui_reader.services.exporting.zotero import Zotero
    from tui_reader.services.follow_list import FollowList, TermsLibrary
    from tui_reader.services.kept_ranking import KeptRanking
    from tui_reader.services.mute_list import MuteList
    from tui_reader.services.pdfs import Pdfs
    from tui_reader.services.programs import Programs
    from tui_reader.services.reading import Reading
    from tui_reader.services.source_lists import SourceLists
    from tui_reader.services.today import Today
    from tui_reader.services.triage import Triage
    from tui_reader.services.visits import Visits
    from tui_reader.sources.base import Source
    from tui_reader.sources.feed.finding import Candidate
    from tui_reader.ui.screen_library import ScreenLibrary


class FetchingAsked(Protocol):
    """Fetches what is asked for by itself: texts, pictures, files, and the feeds at an address."""

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """Fetch a file to its place, telling how it goes, on the thread that asks. Raises ReaderError."""

    def stop_download(self, place: str) -> None:
        """End the download of a file, on another thread than its own; what came of it stays for the next time."""

    def whole_paper(self, key: str) -> WholePaper:
        """Fetch the text of a paper and keep it, on the thread that asks. Raises ReaderError."""

    def article(self, key: str) -> None:
        """Fetch the article of an entry and keep it, on the thread that asks. Raises ReaderError."""

    def pictures(self, addresses: Sequence[str], canvas: Canvas, tell: Callable[[PictureCame], None]) -> None:
        """Fetch pictures and draw them for a canvas, on the thread that asks, which is told of each as it comes.
        Raises ReaderError."""

    def find_feeds(self, address: str) -> tuple[Candidate, ...]:
        """The feeds at an address that was typed, the likeliest first, on the thread that asks. Raises ReaderError."""


class OpenLibrary(Protocol):
    """A library with what can be done to it: the user's own, or the sample edition."""

    keymap: Keymap
    now: Callable[[], datetime]

    @property
    def settings(self) -> Settings:
        """What the configuration says."""

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample edition."""

    @property
    def is_offline(self) -> bool:
        """Whether the network is not to be used."""

    @property
    def library(self) -> ScreenLibrary:
        """A connection for the thread of the screen."""

    @property
    def triage(self) -> Triage:
        """Decisions."""

    @property
    def follow_list(self) -> FollowList:
        """The followed authors and words, and changing them."""

    @property
    def source_lists(self) -> SourceLists:
        """The lists that the user changes: feeds, categories, leaderboards, views."""

    @property
    def mute_list(self) -> MuteList:
        """What is muted, and changing it."""

    @property
    def programs(self) -> Programs:
        """Other programs, where they may be run."""

    @property
    def pdfs(self) -> Pdfs:
        """PDFs of papers that are kept."""

    @property
    def zotero(self) -> Zotero:
        """Zotero, where it runs on this machine."""

    @property
    def fetching(self) -> FetchingAsked:
        """What files are downloaded with."""

    @property
    def visits(self) -> Visits:
        """When visits ended, and since when what came is new."""

    def today(self, library: ScreenLibrary, since: datetime | None, now: datetime) -> Today:
        """What came, without comparisons and the likeliest papers, on the thread that the connection belongs to."""

    def following(self, library: TermsLibrary | None = None) -> Following:
        """What is followed, on the thread that the connection belongs to (None: that of the screen)."""

    @property
    def ranking(self) -> KeptRanking:
        """What papers are ranked by, for the thread of queries."""

    def overlay(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with what was decided and is not stored yet laid over them."""

    @property
    def reading(self) -> Reading:
        """Documents, on the thread of the screen."""

    def reading_on(self, library: ReadingLibrary) -> Reading:
        """Documents, on the thread that the connection belongs to."""

    def sources(self, library: FollowingLibrary | None = None) -> tuple[Source, ...]:
        """Every source; on another thread with a connection of that. Who asks first waits until the files of all
        leaderboards are loaded."""

    def sync(self, sources: Iterable[Source], options: SyncOptions, tell: Callable[[SyncEvent], None]) -> SyncReport:
        """Sync on the thread that asks."""

    def catch_up(
        self, counting: Callable[[int], object] | None = None, reading: Callable[[int], object] | None = None
    ) -> int:
        """Take over what other programs wrote to the journal. `counting` is told, on another thread, how many papers
        have no words counted yet, and `reading` how many lines of a long journal were read."""

    def warnings(self) -> tuple[str, ...]:
        """What the user should know at once: a damaged library, a wrong line in the configuration."""

    @property
    def places(self) -> ScrollPositions:
        """Where each text was left."""

    def remember(self, values: dict[str, str]) -> None:
        """Keep small things (theme, pane) for the next start."""

    def recall(self) -> dict[str, str]:
        """What was kept."""

    def close(self) -> None:
        """Let go of everything."""
