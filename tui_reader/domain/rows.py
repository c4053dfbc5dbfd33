"""What the library answers with: rows for lists, whole items for documents."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import Kind, State

if TYPE_CHECKING:
    from tui_reader.domain.feeds import Body
    from tui_reader.domain.papers import Paper


class Order(StrEnum):
    """How a list is ordered. NEWEST is by `Row.date` descending, then by id; RANK by where words were found: title,
    authors, text, in a row before scattered, then as NEWEST."""

    NEWEST = "newest"
    RANK = "rank"


class Row(Struct, frozen=True):
    """An item as a line of a list; cheap to load by the hundred.

    `id` is the library's row id (stable while the library lives), `date` the published or announced time in UTC,
    `source_title` the first place it came from, `category` a paper's primary category or a repository's language,
    `badge` the announce type of a paper (`new`, `cross`, `replace`, …), `is_updated` a kept paper with a version newer
    than when it was decided, `stars` for repositories, `authors` the authors' names joined with ", ", `is_followed`
    a paper by an author or with a word that the user follows, where the view knows of it, `rose` by how many stars a
    repository rose lately, `more` how many near-equal titles stand behind the row, `is_behind` one of those, shown,
    `is_withdrawn` a paper that was probably withdrawn, which is a guess, `is_muted` what a term of the mute list means.
    """

    id: int
    key: str
    kind: Kind
    title: str
    url: str = ""
    source: str = ""
    source_title: str = ""
    date: datetime | None = None
    authors: str = ""
    category: str = ""
    badge: str = ""
    read: bool = False
    state: State = State.NONE
    is_updated: bool = False
    tags: tuple[str, ...] = ()
    has_note: bool = False
    stars: int | None = None
    is_followed: bool = False
    rose: int | None = None
    more: int = 0
    is_behind: bool = False
    is_withdrawn: bool = False
    is_muted: bool = False


class Group(Struct, frozen=True):
    """A run of rows under one heading: `day` (None: undated) and how many, `likely` of them likely to be kept."""

    day: date | None
    count: int
    likely: int = 0


class FacetValue(Struct, frozen=True):
    """One value of a filter with how many items of the view have it; `query` is the term that selects it. Of a
    category, `cross` says how many of them have it besides their primary one; where only unread ones are counted,
    `total` says how many there are."""

    value: str
    label: str
    count: int
    query: str
    cross: int = 0
    total: int | None = None


class EntryDetail(Struct, frozen=True):
    """A feed entry (or linked article) with all that is known; `items` are the keys found in a digest."""

    row: Row
    group: str
    author: str
    published: datetime | None
    updated: datetime | None
    summary: str
    body: Body | None
    note: str
    items: tuple[str, ...]
    comments_url: str = ""
    enclosures: tuple[str, ...] = ()


class PaperDetail(Struct, frozen=True):
    """A paper with all that is known; `sightings` is how many."""

    row: Row
    paper: Paper
    note: str
    sightings: int


class EarlierText(Struct, frozen=True):
    """What a paper said before it was changed; `version` is that version, None where it was not known."""

    version: int | None
    title: str
    abstract: str


class RepoDetail(Struct, frozen=True):
    """A repository with all that is known; `counts` its stars by date, oldest first."""

    row: Row
    description: str
    language: str
    stars: int | None
    note: str
    counts: tuple[tuple[date, int], ...] = ()


class PaneCounts(Struct, frozen=True):
    """The numbers in the header: unread issues, unread entries and repositories, papers in the inbox, papers decided on
    today."""

    issues_unread: int = 0
    entries_unread: int = 0
    repos_unread: int = 0
    papers_inbox: int = 0
    decided_today: int = 0


class SightingView(Struct, frozen=True):
    """A sighting as shown: `source` and `kind` as stored, `title` of the place, `key` of the place if it can be
    opened (an issue, a digest), `where` the section. Of a digest, `text` is Markdown, `links` what stands beside the
    item there as (label, address), and `is_cut` tells that a paywall keeps back what it says."""

    source: str
    kind: str
    title: str
    where: str
    seen_on: date | None
    key: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False


class SnapshotInfo(Struct, frozen=True):
    """A dated snapshot of a board, without its rows."""

    board: str
    taken_on: date
    source: str
    rows: int


class Stored(Struct, frozen=True):
    """What storing did: keys new to the library, keys that changed, and all keys in the order given."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
