"""Everything that is fetched as rows, each with what is true of it: for the sources screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.arxiv_categories import NAMES
from tui_reader.domain.sources import SourceHealth, SourceKind, next_due
from tui_reader.text.address_parts import login_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tui_reader.sources.base import Source

_NO_GROUP = "no group"
_PAGE = re.compile(r"https?://[^\s,;)]+[^\s,;).]")


class KnownSources(Protocol):
    """What is asked of what the library knows of sources."""

    def all(self) -> list[SourceHealth]:
        """All sources, with how many items they brought and how many of those are unread."""


class SourceRow(Struct, frozen=True):
    """One thing that is fetched. `key` says what it is: `feed:ADDRESS`, `category:cs.SD`, `board:ID`, `issues`,
    `trending`, or `problem:…` for something wrong that is none; `source_id` is the source that brings it, `page` what a
    browser shows of it, `note` what else is to be known, `minutes` how often it is refreshed, None for as
    all are, `listed` how many papers are listed under a category."""

    key: str
    title: str
    heading: str
    source_id: str = ""
    health: SourceHealth | None = None
    page: str = ""
    note: str = ""
    group: str = ""
    minutes: int | None = None
    listed: int = 0

    @property
    def kind(self) -> str:
        """`feed`, `category`, `board`, `issues`, `trending` or `problem`."""
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """What lists know it by."""
        return self.key.partition(":")[2]


def source_rows(
    sources: Iterable[Source], known: Iterable[SourceHealth], listed: Mapping[str, int], pdfs: str = ""
) -> list[SourceRow]:
    """The followed sources in the order of their families, feeds by groups and boards by families; `listed` tells how
    many papers each category has, `pdfs` what their PDFs take."""
    health = {one.source_id: one for one in known}
    rows: list[SourceRow] = []
    feeds: dict[str, list[SourceRow]] = {}
    boards: dict[str, list[SourceRow]] = {}
    trending: list[SourceRow] = []
    for source in sources:
        told = health.get(source.id) or SourceHealth(source.id, source.kind, source.title, source.url, source.group)
        if source.kind is SourceKind.FEED:
            heading = f"Feeds · {source.group or _NO_GROUP}"
            row = SourceRow(f"feed:{source.url}", source.title, heading, source.id, told, _site(source.url))
            row = replace(row, group=source.group, minutes=getattr(source, "refresh_minutes", None))
            feeds.setdefault(heading, []).append(row)
        elif source.kind is SourceKind.ARXIV:
            rows += _categories(source, told, listed, pdfs)
        elif source.kind is SourceKind.BOARD:
            row = _board(source, told)
            boards.setdefault(row.heading, []).append(row)
        elif source.kind is SourceKind.TRENDING:
            trending.append(SourceRow("trending", source.title, "Trending", source.id, told, source.url))
        else:
            rows.append(SourceRow("issues", source.title, "Issues", source.id, told, source.url))
    for group in (*feeds.values(), trending, *boards.values()):
        rows += group
    return rows


def _categories(source: Any, health: SourceHealth, listed: Mapping[str, int], pdfs: str) -> list[SourceRow]:
    return [
        SourceRow(
            f"category:{code}",
            f"{code:<8} {NAMES.get(code, '')}".rstrip(),
            "Papers · arXiv",
            source.id,
            health,
            f"https://arxiv.org/list/{code}/recent",
            f"All categories are asked for together. {pdfs}".rstrip(),
            listed=listed.get(code, 0),
        )
        for code in source.settings.categories
    ]


def _board(source: Any, health: SourceHealth) -> SourceRow:
    board = source.board
    pages = _PAGE.findall(board.attribution)
    note = board.attribution
    if board.key_header and not source.api_key:
        variable = f", or ${board.key_variable}" if board.key_variable else ""
        note = f"It is fetched with a key only: [benchmarks.{board.id}] api_key{variable}. {note}"
    heading = f"Leaderboards · {board.family}" if board.family else "Leaderboards"
    return SourceRow(
        f"board:{board.id}", board.title, heading, source.id, health, pages[0] if pages else source.url, note
    )


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


# -- words -----------------------------------------------------------------
def mark_of(row: SourceRow, now: datetime) -> str:
    """One sign: `✗` trouble, `…` left alone for a while, `–` never fetched, `✓` fine."""
    health = row.health
    if row.kind == "problem" or (health is not None and health.has_trouble):
        return "✗"
    if health is None or health.last_success is None:
        return "–"
    return "…" if health.retry_after and now < health.retry_after else "✓"


def told_of(row: SourceRow, now: datetime, refresh_minutes: int, moment: Moment) -> list[str]:
    """What is true of a row, in sentences, the most important first. `moment` writes a time."""
    health = row.health
    if health is None:
        return [row.note] if row.note else []
    told = []
    if health.status == "retired":
        told.append("Its server says that it is gone for good, so it is not asked any more.")
    elif health.last_error is not None:
        since = f" since {moment(health.failing_since, now)}" if health.failing_since else ""
        times = f" ({health.failures} times)" if health.failures > 1 else ""
        told.append(f"Failing{since}{times}: {_sentence(health.last_error.message)} {health.last_error.hint}".strip())
        told.append(f"Last good: {moment(health.last_success, now)}.")
    elif health.last_success is None:
        told.append("Not fetched yet.")
    else:
        told.append(f"Fine: last fetched {moment(health.last_success, now)}.")
    if row.kind == "category":
        told.append(f"{row.listed:,} paper{'s are' if row.listed != 1 else ' is'} listed under it.")
    elif health.kind is not SourceKind.ARXIV or health.items:
        unread = f", {health.unread:,} unread" if health.unread else ""
        what = (
            "tables" if health.kind is SourceKind.BOARD else "issues" if health.kind is SourceKind.ISSUES else "items"
        )
        told.append(f"{health.items:,} {what if health.items != 1 else what[:-1]}{unread}.")
    told.append(_due(health, now, refresh_minutes if row.minutes is None else row.minutes, moment))
    if health.moved_to:
        told.append(f"It has moved to {login_hidden(health.moved_to)}, where it is fetched from.")
    if row.note:
        told.append(row.note)
    told.append(login_hidden(health.url))
    return [one for one in told if one]


class Moment(Protocol):
    """Writes a time."""

    def __call__(self, moment: datetime | None, now: datetime, /) -> str:
        """The time as a person reads it, `never` for None."""


def _due(health: SourceHealth, now: datetime, refresh_minutes: int, moment: Moment) -> str:
    if health.status == "retired":
        return ""
    if health.retry_after and now < health.retry_after:
        return f"Its server asks to leave it alone until {moment(health.retry_after, now)}."
    due = next_due(health, refresh_minutes)
    if refresh_minutes <= 0:
        return "It is fetched only by hand."
    return "It is due now." if due is None or due <= now else f"It is due again {moment(due, now)}."


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def matching(rows: Sequence[SourceRow], text: str) -> list[SourceRow]:
    """The rows that have all words in title, group or id; what looks like an address is looked for in addresses, and
    `failing` stands for those with trouble."""
    words = text.casefold().split()

    def has(row: SourceRow) -> bool:
        url = row.health.url if row.health is not None else ""
        name = row.title if row.kind == "feed" else f"{row.title} {row.name}"
        said, address = f"{name} {row.heading} {row.source_id}".casefold(), f"{row.key} {url} {row.page}".casefold()
        is_failing = row.health is not None and row.health.has_trouble
        return all(
            word in said or (word == "failing" and is_failing) or (_is_address(word) and word in address)
            for word in words
        )

    return [row for row in rows if has(row)] if words else list(rows)


def _is_address(word: str) -> bool:
    return "/" in word or bool(re.fullmatch(r"[\w-]+(\.[\w-]+)+", word))
