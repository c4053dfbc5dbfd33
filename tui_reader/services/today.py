"""Today: what came since the reader last looked, made of what is stored.

It comes in three parts: `today` reads what there is of everything, in some ten milliseconds; `with_comparisons`
compares the tables of leaderboards, and `with_likeliest` learns from what was kept, which both take longer.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.boards import BoardInfo
from tui_reader.domain.comparison import Change, Comparison, ModelChange
from tui_reader.domain.comparison_headline import headline
from tui_reader.domain.errors import Problem
from tui_reader.domain.query import Field
from tui_reader.domain.ranking.reasons import Explanation
from tui_reader.domain.rows import PaperDetail, Row
from tui_reader.services.boards import Tables, compare_days
from tui_reader.services.details import PaperDetails
from tui_reader.services.kept_ranking import KeptRankingLibrary
from tui_reader.services.triage import Papers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from tui_reader.domain.following import Following
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.query import Node
    from tui_reader.domain.sources import SourceHealth
    from tui_reader.services.kept_ranking import KeptRanking

TOP, NEWEST, WATCHED_SHOWN = 5, 3, 10


class Likely(Struct, frozen=True):
    """A paper that is likely to be kept, and why."""

    detail: PaperDetail
    score: float
    explained: Explanation


class PaperNews(Struct, frozen=True):
    """How many papers came, how many of those that are not decided yet are likely to be kept, and the likeliest of
    them. `knows_you` tells whether enough was kept to learn from: else the follow list alone tells, and nothing is
    called likely. `is_awaited` says that all this is still to be worked out."""

    new: int = 0
    likely: int = 0
    top: tuple[Likely, ...] = ()
    knows_you: bool = True
    is_awaited: bool = False


class BoardNews(Struct, frozen=True):
    """A leaderboard with a newer table than was here then. `since` is the date of the table that was, None where there
    was none: then nothing is compared. `headline` is "" while it is still to be worked out."""

    board: BoardInfo
    since: date | None
    day: date
    headline: str = ""
    comparison: Comparison | None = None

    def rows(self, *changes: Change) -> list[ModelChange]:
        """What became of models, of those kinds."""
        return [row for row in self.comparison.rows if row.change in changes] if self.comparison else []

    @property
    def moved(self) -> list[ModelChange]:
        """Models of both tables to which something happened."""
        rows = self.rows(Change.UP, Change.DOWN, Change.RENAMED, Change.SAME)
        return [row for row in rows if row.is_move]


class GroupNews(Struct, frozen=True):
    """New posts of the feeds of a group, and the newest of them."""

    group: str
    new: int
    newest: tuple[Row, ...]


class Failing(Struct, frozen=True):
    """A source that began to fail, or said that it is gone for good."""

    source_id: str
    title: str
    since: datetime | None
    error: Problem


class Today(Struct, frozen=True):
    """What came between two moments. `since` is None where nobody looked before: then everything counts of which it is
    known when it came. `issues` is how many came, `issue` the newest of them; `last_issue` the newest there is.
    `watched_for` says for the first of what is watched what of the follow list is in it."""

    since: datetime | None
    now: datetime
    issue: Row | None = None
    issues: int = 0
    last_issue: Row | None = None
    papers: PaperNews = PaperNews()
    boards: tuple[BoardNews, ...] = ()
    posts: int = 0
    groups: tuple[GroupNews, ...] = ()
    watched: tuple[Row, ...] = ()
    watched_for: tuple[str, ...] = ()
    failing: tuple[Failing, ...] = ()
    is_library_empty: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether nothing came."""
        return not (self.issue or self.papers.new or self.boards or self.posts or self.watched or self.failing)


class Undecided(Protocol):
    """What is asked of what came, to rank it."""

    def undecided(self, since: datetime | None) -> list[int]:
        """Those papers that wait for a decision."""


class Arrivals(Protocol):
    """What is asked of what came, as row ids, newest first."""

    def issues(self, since: datetime | None) -> list[int]:
        """Issues."""

    def papers(self, since: datetime | None) -> list[int]:
        """Papers that began in the inbox."""

    def posts(self, since: datetime | None) -> list[tuple[str, int]]:
        """Entries of feeds, each with the group of its feed ("": none)."""


class Lists(Protocol):
    """What is asked of the library's lists."""

    def ids(self, query: Node, *, limit: int | None = None) -> Sequence[int]:
        """Row ids that match, newest first."""

    def rows(self, wanted: Sequence[int]) -> list[Row]:
        """Rows in the order of their ids; ids that are gone are left out."""

    def summaries(self, wanted: Sequence[int]) -> dict[int, str]:
        """What papers say in their abstracts and entries in their summaries, by row id."""

    def max_id(self) -> int:
        """The highest row id given so far."""


class KnownTables(Tables, Protocol):
    """What is asked of the library's leaderboards."""

    def day_known_at(self, board: str, moment: datetime) -> date | None:
        """The newest date of which a table was here at that moment."""


class Troubled(Protocol):
    """What is asked of the library's sources."""

    def troubled(self) -> list[SourceHealth]:
        """Those that fail, and those that said that they are gone for good."""


class TodayLibrary(Protocol):
    """The subjects of the library that its first part needs."""

    @property
    def boards(self) -> KnownTables:
        """Leaderboards."""

    @property
    def arrivals(self) -> Arrivals:
        """What came since a moment."""

    @property
    def lists(self) -> Lists:
        """What lists show."""

    @property
    def sources(self) -> Troubled:
        """Sources, and how they have been doing."""


class ComparedLibrary(Protocol):
    """The subject of the library that comparisons need."""

    @property
    def boards(self) -> Tables:
        """Leaderboards."""


class LikelyPapers(PaperDetails, Papers, Protocol):
    """What is asked of the library's papers."""


class LikeliestLibrary(KeptRankingLibrary, Protocol):
    """The subjects of the library that the likeliest papers need."""

    @property
    def arrivals(self) -> Undecided:
        """What came since a moment."""

    @property
    def papers(self) -> LikelyPapers:
        """Papers."""


def today(
    library: TodayLibrary,
    since: datetime | None,
    now: datetime,
    following: Following,
    is_followed: Callable[[str], bool],
) -> Today:
    """What came, without comparisons and the likeliest papers. `is_followed` tells which leaderboards are followed, by
    their ids."""
    arrived = library.arrivals
    issues, papers, posts = arrived.issues(since), arrived.papers(since), arrived.posts(since)
    latest = library.lists.ids(Field("kind", "issue"), limit=1)
    shown = {row.id: row for row in library.lists.rows([*issues[:1], *latest])}
    watched = _watched(library, following, {*papers, *(item_id for _, item_id in posts)})
    return Today(
        since=since,
        now=now,
        issue=shown.get(issues[0]) if issues else None,
        issues=len(issues),
        last_issue=shown.get(latest[0]) if latest else None,
        papers=PaperNews(len(papers)),
        boards=tuple(_board_news(library, since, is_followed)),
        posts=len(posts),
        groups=tuple(_groups(library, posts)),
        watched=tuple(watched),
        watched_for=tuple(_watched_for(library, following, watched[:WATCHED_SHOWN])) if watched else (),
        failing=tuple(_failing(library, since)),
        is_library_empty=not library.lists.max_id(),
    )


def with_comparisons(found: Today, library: ComparedLibrary, aliases: ModelAliases) -> Today:
    """The same, with what became of the models of each leaderboard."""
    return replace(found, boards=tuple(_compared(one, library, aliases) for one in found.boards))


def with_likeliest(found: Today, library: LikeliestLibrary, ranking: KeptRanking) -> Today:
    """The same, with the papers that are likeliest to be kept."""
    if not found.papers.new:
        return found
    ids = library.arrivals.undecided(found.since)
    scores, ranker = ranking.scores(library, ids), ranking.ranker(library)
    knows_you, least = ranker.model.knows_you, ranker.model.likely_from
    values = sorted((scores[i] for i in ids if i in scores), reverse=True)
    if not knows_you:
        values = [value for value in values if value > 0]
    top: list[Likely] = []
    if values:
        last = values[:TOP][-1]
        first = ranker.order([i for i in ids if i in scores and scores[i] >= last])[:TOP]
        details = {detail.row.id: detail for detail in library.papers.many([one.id for one in first])}
        top = [
            Likely(details[one.id], one.score, ranker.explain(one.id, details[one.id].paper))
            for one in first
            if one.id in details
        ]
    likely = sum(value >= least for value in values) if knows_you else 0
    return replace(found, papers=PaperNews(found.papers.new, likely, tuple(top), knows_you))


def _groups(library: TodayLibrary, posts: Sequence[tuple[str, int]]) -> list[GroupNews]:
    groups: dict[str, list[int]] = {}
    for group, item_id in posts:
        groups.setdefault(group, []).append(item_id)
    return [
        GroupNews(group, len(ids), tuple(library.lists.rows(ids[:NEWEST])))
        for group, ids in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    ]


def _watched(library: TodayLibrary, following: Following, arrived: Collection[int]) -> list[Row]:
    if not following or not arrived:
        return []
    return library.lists.rows([item_id for item_id in library.lists.ids(following.query()) if item_id in arrived])


def _watched_for(library: TodayLibrary, following: Following, rows: Sequence[Row]) -> Iterator[str]:
    from tui_reader.domain.following import Matcher

    matcher, said = Matcher(following), library.lists.summaries([row.id for row in rows])
    for row in rows:
        yield ", ".join(hit.term for hit in matcher.hits(row.title, said.get(row.id, ""), row.authors.split(", ")))


def _failing(library: TodayLibrary, since: datetime | None) -> list[Failing]:
    found = []
    for health in library.sources.troubled():
        began = health.failing_since if health.status == "failing" else health.last_attempt
        if health.status == "failing" and health.last_error is not None:
            problem = health.last_error
        elif health.status == "retired":
            problem = health.last_error or Problem("gone", "its server says that it is gone for good", "")
        else:
            continue
        if began is not None and (since is None or began > since):
            found.append(Failing(health.source_id, health.title, began, problem))
    return found


def _board_news(
    library: TodayLibrary, since: datetime | None, is_followed: Callable[[str], bool]
) -> Iterator[BoardNews]:
    for info in library.boards.all():
        if info.last is None or not is_followed(info.board):
            continue
        if since is None:
            days = [known.taken_on for known in library.boards.snapshots(info.board)]
            base = days[1] if len(days) > 1 else None
        else:
            base = library.boards.day_known_at(info.board, since)
        if base is None or base < info.last:
            yield BoardNews(info, base, info.last)


def _compared(one: BoardNews, library: ComparedLibrary, aliases: ModelAliases) -> BoardNews:
    if one.since is None:
        return replace(one, headline=_first(library, one.board))
    found = compare_days(library.boards, one.board.board, one.since.isoformat(), one.day.isoformat(), aliases)
    return replace(one, headline=headline(found), comparison=found)


def _first(library: ComparedLibrary, info: BoardInfo) -> str:
    table = library.boards.snapshot(info.board)
    if table is None or not table.rows:
        return "Its first table."
    return f"Its first table: {len(table.rows):,} models, {table.rows[0].model} on top."
