"""The one table of sources: which there are, as configured, and what a file is, by what is in it.

Each file of `sources/boards/` is a leaderboard, or a family of them, and is listed here by being there. It may hold
`BOARDS`, those that can be fetched; and `FORMS`, or a function `form_of`, by which the tables of its files are known.
"""

from __future__ import annotations

import pkgutil
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BenchmarkSettings
from tui_reader.sources.leaderboard.mapped import TableForm, fitting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.feeds import Subscription
    from tui_reader.domain.server import Account
    from tui_reader.domain.settings import BoardMapping, FeedSetting, Settings
    from tui_reader.sources.base import Source
    from tui_reader.sources.imported import FileKind
    from tui_reader.sources.leaderboard.board import Board
    from tui_reader.sources.leaderboard.file import FormOf
    from tui_reader.sources.leaderboard.table import RawTable
    from tui_reader.sources.sample import Sample


def all_sources(
    settings: Settings, feeds: Iterable[Subscription], account: Account | None = None
) -> tuple[Source, ...]:
    """Every source, in the order in which a sync starts them: what the first screen needs comes first."""
    from tui_reader.sources.arxiv.sync import ArxivSource
    from tui_reader.sources.boards import official
    from tui_reader.sources.leaderboard.sync import BoardSource
    from tui_reader.sources.report.sync import ReportSource
    from tui_reader.sources.trending.sync import TrendingSource

    sources: list[Source] = [ReportSource(settings.issues.url, settings.issues.backfill)]
    if settings.arxiv.categories:
        sources.append(ArxivSource(settings.arxiv))
    feeds = tuple(feeds)
    if account is not None:
        from tui_reader.sources.feed.server_sync import ServerSource

        sources.append(ServerSource(account, tuple(f for f in feeds if not f.is_served)))
    set_for = {feed.url: feed for feed in settings.feeds or ()}
    sources += [_feed(f, set_for.get(f.url)) for f in feeds]
    if settings.trending.url:
        sources.append(TrendingSource(settings.trending.url, settings.trending.periods))
    for board in boards():
        setting = settings.benchmarks.get(board.id, BenchmarkSettings())
        url = board.url if setting.url is None else setting.url
        followed = settings.follow.boards
        if url and (board.is_followed if followed is None else board.id in followed):
            sources.append(BoardSource(board, url, setting.api_key.strip()))
    for name in settings.follow.boards or ():
        if name.startswith(official.PREFIX) and (found := official.board_of(name, official_site(settings))) is not None:
            own = settings.benchmarks.get(name, BenchmarkSettings()).url
            if own != "":
                sources.append(BoardSource(found, own or found.url))
    return tuple(sources)


def official_site(settings: Settings) -> str:
    """Where Hugging Face's official benchmarks are asked for: `[benchmarks.huggingface] url`, or its site."""
    from tui_reader.sources.boards.official import SITE

    return settings.benchmarks.get("huggingface", BenchmarkSettings()).url or SITE


# -- files -----------------------------------------------------------------
def recognise(data: bytes, name: str = "") -> str:
    """What a file is, by what is in it: one of `KINDS`, or `unknown`. Its name only breaks a tie. Never raises."""
    from tui_reader.sources.sample import Sample

    try:
        sample = Sample(data, name)
    except ParseError:
        return "unknown"
    return next((kind.name for kind in file_kinds() if kind.is_known(sample)), "unknown")


@cache
def file_kinds() -> tuple[FileKind, ...]:
    """What files are known, in the order in which they are asked: the sure before those that guess. Some kinds are
    known in two ways."""
    from tui_reader.sources.arxiv.known import LISTS, PAGES
    from tui_reader.sources.bibliography.known import BIBLIOGRAPHIES
    from tui_reader.sources.digest.known import DIGESTS
    from tui_reader.sources.feed.known import ARTICLES, FEEDS, SUBSCRIPTIONS
    from tui_reader.sources.imported import FileKind
    from tui_reader.sources.leaderboard.known import is_table, take_tables
    from tui_reader.sources.report.known import ISSUES
    from tui_reader.sources.trending.known import REPOSITORIES

    take = partial(take_tables, read=parse_board_file)
    known, tables = FileKind("board", _is_board, take), FileKind("board", is_table, take)
    return (
        known, PAGES, SUBSCRIPTIONS, LISTS, FEEDS, ISSUES, REPOSITORIES, DIGESTS, ARTICLES, tables, BIBLIOGRAPHIES
    )  # fmt: skip


def _is_board(sample: Sample) -> bool:
    return any(board.is_known(sample) for board in boards())


def _feed(sub: Subscription, own: FeedSetting | None) -> Source:
    """A followed feed, with what the configuration says of its address."""
    from tui_reader.sources.feed.sync import FeedSource

    feed = FeedSource(sub.source_id, sub.title, sub.url, sub.group, sub.is_served)
    if own is None:
        return feed
    return replace(
        feed,
        full_text=own.full_text,
        refresh_minutes=own.refresh_minutes,
        user_agent=own.user_agent,
        headers=tuple((own.headers or {}).items()),
    )


# -- leaderboards ----------------------------------------------------------
def board(board_id: str) -> Board | None:
    """The description of a leaderboard that can be fetched; None for one that only comes with issues or files."""
    return next((board for board in boards() if board.id == board_id), None)


def board_named(name: str) -> Board | None:
    """The leaderboard that an id means, or `hf:OWNER/NAME`, whether it is followed or not."""
    from tui_reader.sources.boards.official import board_of

    return board_of(name) or board(name)


@cache
def family_and_license(board_id: str) -> tuple[str, str]:
    """What a stored leaderboard has in common with others of its source, and its licence; "" where nothing is known."""
    from tui_reader.sources.boards import lmarena, official

    if (known := board(board_id)) is not None:
        return known.family, known.license
    for kind in (official, lmarena):
        if board_id.startswith(kind.ID_PREFIX):
            return kind.FAMILY, kind.LICENSE
    return "", ""


@cache
def boards() -> tuple[Board, ...]:
    """Every leaderboard that can be fetched, by the names of its files."""
    return tuple(board for module in _modules() for board in getattr(import_module(module), "BOARDS", ()))


def parse_board_file(
    data: bytes, name: str = "", own: Mapping[str, BoardMapping] | None = None, today: date | None = None
) -> tuple[Snapshot, ...]:
    """The snapshots in a leaderboard file; see `leaderboard.file.read_file`."""
    from tui_reader.sources.leaderboard.file import read_file
    from tui_reader.sources.sample import Sample

    return read_file(Sample(data, name), boards(), _forms(), own, today)


@cache
def _forms() -> tuple[FormOf, ...]:
    forms: list[FormOf] = []
    for name in _modules():
        module = import_module(name)
        if hasattr(module, "form_of"):
            forms.append(module.form_of)
        elif hasattr(module, "FORMS"):
            forms.append(partial(_one_of, module.FORMS))
    return tuple(forms)


def _one_of(forms: Iterable[TableForm], table: RawTable, fields: frozenset[str], name: str) -> TableForm | None:
    del table, name
    return fitting(forms, fields)


def _modules() -> list[str]:
    from tui_reader.sources import boards as room

    return [f"{room.__name__}.{found.name}" for found in pkgutil.iter_modules(room.__path__)]
