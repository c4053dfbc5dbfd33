"""The only place that builds the concrete parts and joins them.

Parts are made when first asked for: the first frame needs the library, the keymap and the settings, and nothing that
opens a socket or parses.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from tui_reader.config.home import AtHome, Home, Launch, utc_now
from tui_reader.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tui_reader.config.board_settings import BoardDefault
    from tui_reader.domain.events import SyncEvent
    from tui_reader.domain.following import Following
    from tui_reader.domain.rows import Row
    from tui_reader.domain.settings import Settings
    from tui_reader.domain.sources import SyncOptions, SyncReport
    from tui_reader.fetch.client import Fetcher
    from tui_reader.services.catalogue import FollowingLibrary
    from tui_reader.services.details import ReadingLibrary
    from tui_reader.services.exporting.zotero import Zotero
    from tui_reader.services.feature_making import FeatureMaking
    from tui_reader.services.feed_server import FeedServer
    from tui_reader.services.fetching import Fetching
    from tui_reader.services.follow_list import FollowList, TermsLibrary
    from tui_reader.services.importing import Importing
    from tui_reader.services.kept_ranking import KeptRanking
    from tui_reader.services.known_sources import KnownLibrary
    from tui_reader.services.mute_list import MuteList
    from tui_reader.services.pdfs import Pdfs
    from tui_reader.services.programs import Programs
    from tui_reader.services.reading import Reading
    from tui_reader.services.source_lists import SourceLists
    from tui_reader.services.sync import SyncSession
    from tui_reader.services.today import Today
    from tui_reader.services.triage import Triage
    from tui_reader.services.visits import Visits
    from tui_reader.services.writer import Writer
    from tui_reader.sources.base import Parser, Source
    from tui_reader.storage.http_cache import HttpCache
    from tui_reader.storage.journal import Journal
    from tui_reader.ui.screen_library import ScreenLibrary

__all__ = ["Launch", "Program"]


class Program(AtHome):
    """All parts of the program, made when first used. `close` lets go of those that were made."""

    def __init__(
        self, launch: Launch, env: Mapping[str, str] | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.launch, self.now = launch, now
        self.tell: Callable[[str], None] = lambda _: None
        sampled: Callable[[Settings], Settings] | None = None
        if launch.demo:
            from tui_reader.demo.edition import sample_settings

            sampled = sample_settings
        self._env = os.environ if env is None else env
        super().__init__(Home(launch, self._env, sampled))
        self._making: FeatureMaking | None = None
        self._fetches_beside = self._serves_screen = self._is_closed = False

    # -- what the screen asks ----------------------------------------------
    def reading_on(self, library: ReadingLibrary) -> Reading:
        """Documents, on the thread that the connection belongs to."""
        from tui_reader.services.reading import Reading

        return Reading(library, self.writer)

    def warnings(self) -> tuple[str, ...]:
        """What the user should know at once."""
        found = [self.library.notice] if self.library.notice else []
        return (*found, *self.config.warnings())

    def sample(self) -> Program:
        """The sample edition, in a home that is thrown away."""
        launch = replace(self.launch, demo=True, home=None)
        return Program(launch, {}, self.now)

    # -- parts -------------------------------------------------------------
    @cached_property
    def library(self) -> Library:
        """The library, for reading on the thread that asks first."""
        return Library.open(self.paths.data / "library.db", state_dir=self.paths.state, tell=self.tell)

    @cached_property
    def journal(self) -> Journal:
        """The journal of user actions."""
        from tui_reader.storage.journal import Journal

        return Journal(self.paths.data / "journal", self.machine, lambda: self.library.journal.folded())

    @cached_property
    def machine(self) -> str:
        """The name of this machine's file in the journal."""
        from tui_reader.storage.journal import machine_name

        return machine_name(self.paths.state)

    @cached_property
    def writer(self) -> Writer[Library]:
        """The thread that writes to the library."""
        from tui_reader.services.writer import Writer

        return Writer(self.library.clone, lambda library: library.close(), lambda library: library.together())

    @cached_property
    def triage(self) -> Triage:
        """What the user does to items."""
        from tui_reader.services.triage import Triage

        return Triage(self.journal, self.writer, self.library, self.now, self._follow)

    def overlay(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with what was decided and is not stored yet laid over them."""
        return self.triage.overlay(rows) if "triage" in self.__dict__ else list(rows)

    @cached_property
    def reading(self) -> Reading:
        """Items as documents."""
        return self.reading_on(self.library)

    @cached_property
    def source_lists(self) -> SourceLists:
        """The lists that the user changes: feeds, categories, leaderboards, views."""
        from tui_reader.services.source_lists import SourceLists

        # The reader's keys do not wait for a disk.
        patience = 0.2 if self._fetches_beside or self.launch.demo else None
        return SourceLists(self.config, self.boards, self.library, self.triage, self.now, patience)

    def _follow(self, library: KnownLibrary) -> None:
        """Have the library know the sources as they are followed now, and what is muted, on the writer's thread."""
        from tui_reader.services.known_sources import take_over

        library.mutes.configure(asdict(self.settings.mute))
        if not self.launch.demo:
            take_over(library, self.config.written, lambda: self.sources(library))

    @cached_property
    def feed_server(self) -> FeedServer:
        """The login at a feed server."""
        from tui_reader.services.feed_server import FeedServer

        return FeedServer(self.paths.state, self.settings.server, self.writer, self.now)

    @cached_property
    def follow_list(self) -> FollowList:
        """The list of followed authors and words."""
        from tui_reader.services.follow_list import FollowList

        return FollowList(self.settings.follow, self.library, self.triage)

    @cached_property
    def mute_list(self) -> MuteList:
        """The list of what is muted."""
        from tui_reader.services.mute_list import MuteList

        return MuteList(self.settings.mute, self.library, self.triage)

    @cached_property
    def programs(self) -> Programs:
        """Other programs: they get the environment of this one, without the keys in it that are meant for it alone."""
        from tui_reader.services.programs import Programs

        secrets = lambda: [board.key_variable for board in self.boards()]  # noqa: E731
        return Programs(self._env or os.environ, secrets, is_allowed=not self.launch.forbids_programs)

    @cached_property
    def pdfs(self) -> Pdfs:
        """PDFs of papers that are kept."""
        from tui_reader.services.pdfs import Pdfs

        return Pdfs(self.paths.data / "pdf", self.settings, lambda: self.fetching, self.now, self.launch)

    @cached_property
    def zotero(self) -> Zotero:
        """Zotero, where it runs on this machine."""
        from tui_reader.fetch.local_program import LocalProgram
        from tui_reader.services.exporting.zotero import Zotero
        from tui_reader.storage.journal import Journal

        own = partial(Journal, self.paths.data / "journal", f"{self.machine}-sent")
        return Zotero(LocalProgram("Zotero", self.settings.zotero.url), self.writer, own, self.now)

    @cached_property
    def visits(self) -> Visits:
        """When this machine's visits ended."""
        from tui_reader.services.visits import Visits

        return Visits(self.recall, self.remember, self.now)

    def today(self, library: ScreenLibrary, since: datetime | None, now: datetime) -> Today:
        """What came, without comparisons and the likeliest papers, on the thread that the connection belongs to."""
        from tui_reader.services.board_list import follows
        from tui_reader.services.today import today

        boards = follows(self.config.chosen_boards, library.journal.board_changes())
        return today(library, since, now, self.following(library), boards)

    def following(self, library: TermsLibrary | None = None) -> Following:
        """What is followed, on the thread that the connection belongs to."""
        from tui_reader.services.follow_list import following_of

        return following_of(self.settings.follow, library or self.library)

    @cached_property
    def ranking(self) -> KeptRanking:
        """What papers are ranked by, for the thread that asks first. What was learned is kept in the cache."""
        from tui_reader.services.kept_ranking import kept_in

        return kept_in(self.paths.cache / "ranking", self.following)

    @cached_property
    def importing(self) -> Importing:
        """Imports of local files."""
        return self._importing(self.library)

    def _importing(self, library: Library) -> Importing:
        from tui_reader.services.importing import Importing

        folder = self.paths.data / "imports"
        return Importing(library, self.writer, self.source_lists.feeds, folder, self.settings, self.now)

    @cached_property
    def cache(self) -> HttpCache:
        """The cache of answers."""
        from tui_reader.storage.http_cache import HttpCache

        return HttpCache(self.paths.cache / "http", self.settings.cache.max_mib, self.settings.cache.keep_days)

    @cached_property
    def parser(self) -> Parser:
        """The parsing processes."""
        from tui_reader.services.parsing import InlineParser, ParsePool

        if self.launch.demo:
            return InlineParser()  # a few small files: starting a process would take longer
        return ParsePool(str(self.paths.state / "parse.log"), stands_back=self._serves_screen)

    @cached_property
    def fetching(self) -> Fetching:
        """What fetches: here, or for the reader in a process of its own."""
        from tui_reader.services.fetching import FetchingBeside, FetchingHere

        if not self._fetches_beside:
            return FetchingHere(self._session, self.read_names, lambda: self._let_go("parser"), self.network)
        return FetchingBeside(_fetching_here, self.launch, str(self.paths.state / "fetching.log"))

    def boards(self) -> tuple[BoardDefault, ...]:
        """What the leaderboards say of themselves. Loads them; from then on the settings hold those of every board,
        and ids in the configuration that no board has are among the problems."""
        from tui_reader.services.board_facts import BoardFacts
        from tui_reader.services.catalogue import board_defaults

        return self.config.boards(lambda: board_defaults(BoardFacts(self.recall, self.remember)))

    def sources(self, library: FollowingLibrary | None = None) -> tuple[Source, ...]:
        """Every source as configured and followed; on another thread with a connection of that."""
        from tui_reader.services.catalogue import followed_sources
        from tui_reader.services.feed_server import account_of

        self.boards()
        account = None if self.launch.demo else account_of(self.paths.state)
        return followed_sources(self.settings, library or self.library, account)

    def network(self) -> Fetcher:
        """A client for one sync or command; close it when done."""
        from tui_reader.fetch.client import Fetcher

        transport = None
        if self.launch.demo:
            from tui_reader.demo.answer import answer
            from tui_reader.fetch.pretend import AnswerTransport

            transport = AnswerTransport(answer)
        arxiv = self.settings.arxiv
        return Fetcher(
            self.settings.network,
            cache=self.cache,
            state_dir=self.paths.state,
            configured=[*(s.url for s in self.sources()), *arxiv.urls],
            arxiv_urls=arxiv.urls,
            arxiv_interval_s=0.0 if self.launch.demo else arxiv.min_interval_s,
            offline=self.is_offline,
            transport=transport,
        )

    def _session(self, options: SyncOptions) -> SyncSession:
        from tui_reader.services.first_fetch import FirstFetches
        from tui_reader.services.sync import SyncSession
        from tui_reader.storage.journal import Journal

        network, library = self.network(), self.library.clone()
        own = partial(Journal, self.paths.data / "journal", f"{self.machine}-fetches")
        first = FirstFetches(own, self.settings.general.backlog_days)
        return SyncSession(self.settings, network, self.parser, library, self.writer, self.now, options, first)

    def sync(self, sources: Iterable[Source], options: SyncOptions, tell: Callable[[SyncEvent], None]) -> SyncReport:
        """Sync, and wait for it. Raises ReaderError."""
        tells = self.settings.ui.notify != "off"
        if self.launch.demo or not (self.settings.on_new or tells):
            return self.fetching.sync(sources, options, tell)
        from tui_reader.domain.events import ProgramsFailed
        from tui_reader.services.on_new import OnNew, forget_old

        with closing(self.library.clone()) as library:
            for_new = OnNew(self.settings.on_new, library, options)
            report = self.fetching.sync(sources, options, tell)
            done, reading = self.paths.state / "on-new", self.reading_on(library)
            today, following, over = self.now().date(), self.following(library), lambda: self._is_closed
            if tells and (came := for_new.watched(following, today)):
                tell(came)
            if failures := for_new.run(self.programs, reading, following, today, done, over):
                tell(ProgramsFailed(failures))
            forget_old(done)
        return report

    def fetch_beside(self) -> None:
        """Fetch in a process of its own from now on: for the reader, whose keys do not wait for it."""
        self._fetches_beside = not self.launch.demo

    def serve_screen(self) -> None:
        """Stand back for the keys of a reader from now on: this is the process that fetches for it."""
        self._serves_screen = True

    def read_names(self, seconds: float = 0, counting: Callable[[int], object] | None = None) -> None:
        """Make behind everything else what stored items lack; wait for their names so long at most, and tell how many
        papers have no words counted yet."""
        from tui_reader.services.recovery import complete_behind

        if self.library.can_write:
            made, beside_keys = self._making, self._fetches_beside
            self._making = complete_behind(self.writer, self.settings, seconds, counting, made, beside_keys=beside_keys)

    def catch_up(
        self, counting: Callable[[int], object] | None = None, reading: Callable[[int], object] | None = None
    ) -> int:
        """Take over what others wrote to the journal, and imports into a library made anew. How many lines were new;
        `reading` is told how many of a long journal were read so far, on another thread. Raises StorageError."""
        from tui_reader.services.recovery import catch_up

        new = catch_up(self.library, self.writer, self.journal, self._importing, self._follow, reading)
        self.read_names(counting=counting)
        return new

    def repair_library(self) -> str:
        """Mend the library, or begin another; says what was done. Raises StorageError."""
        from tui_reader.services.recovery import repair

        return repair(lambda: self.library, self._begin_anew)

    def _begin_anew(self) -> tuple[Path, int]:
        from tui_reader.storage.health import set_aside

        self._let_go("writer", "library")
        parts = "library writer triage reading source_lists follow_list mute_list feed_server visits ranking importing"
        for part in parts.split():
            self.__dict__.pop(part, None)
        aside = set_aside(self.paths.data / "library.db")
        carried = self.writer.submit(lambda library: library.health.carry_over(aside)).result()
        self.catch_up()
        return aside, carried

    def refuse_bad_config(self) -> None:
        """Raise ConfigError if the configuration file or its keys are wrong: for the command line."""
        if self.settings.benchmarks or self.settings.follow.boards:
            self.boards()
        self.config.refuse_problems()

    def _let_go(self, *parts: str) -> None:
        for part in filter(self.__dict__.__contains__, parts):
            self.__dict__[part].close()

    def close(self) -> None:
        """Let go of the parts that were made; what was submitted to the writer is finished."""
        self._is_closed = True
        self._let_go("fetching", "writer", "parser", "library", "cache")
        self.home.close()


def _fetching_here(launch: Launch) -> Fetching:
    """What the process that fetches for the reader keeps; called in that process."""
    program = Program(launch)
    program.serve_screen()
    return program.fetching
