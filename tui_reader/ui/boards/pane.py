"""Benchmarks: families and boards on the left, the newest change on top, with the dates of those that are unfolded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from textual.content import Content, Span

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceKind
from tui_reader.services.board_facts import BoardFacts
from tui_reader.text.sanitise import clean_line
from tui_reader.ui.pane import Pane
from tui_reader.ui.side_rows import SideRow
from tui_reader.ui.widgets.drawing import ink, pad, pad_left, short_date, without_middle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.domain.rows import SnapshotInfo
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.row_sources import RowSource
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.state import PaneState
    from tui_reader.ui.widgets.drawing import DrawContext

#: So many rows can be overlooked: with no more dates than these, all boards are unfolded at first.
_FEW = 36
LOOKED = "looked:"
"""What the newest date that was looked at is remembered under, before the board's id."""


_HOW = """R fetches the tables of the issues.
An API key in the configuration, [benchmarks.artificial-analysis], brings the whole index.
inference-tui import FILE --as board reads a table of your own."""


class BoardRows:
    """Rows given whole."""

    groups: Sequence[tuple[int, str]] = ()

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)
        self._by_id = {row.id: row for row in rows}

    def __len__(self) -> int:
        return len(self._rows)

    def id_at(self, index: int) -> int:
        """The id of the row at a place."""
        return self._rows[index].id

    def rows(self, ids: Sequence[int]) -> Sequence[Row | None]:
        """One row per id."""
        return [self._by_id.get(i) for i in ids]

    def index_of(self, key: str) -> int | None:
        """Where the row of a board or of a date stands."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)


#: From here on there is room for how many dates a board has beside its name and its newest date.
_ROOM_FOR_COUNT = 46
_DATE = 8
_FAMILY = "family:"


def draw_board_row(row: Row, context: DrawContext) -> Content:
    """A board with how many dates it has and the newest; or, set in, a date with how many models it lists; or a family
    with how many boards it has. `●` is a board with a newer table than was looked at, and such a date."""
    palette, is_day = context.palette, "@" in row.key
    is_roomy = is_day or context.lines > 1 or context.width >= _ROOM_FOR_COUNT
    count = pad_left(row.source_title, 9) if is_roomy else ""
    right = count if is_day else f"{count} {pad_left(short_date(row.date, context.today), _DATE)}".removeprefix(" ")
    mark = "  " if row.read else "● "
    name = "  " * row.more + (row.title if is_day else clean_line(row.title))
    if context.lines > 1:
        title, second = _two_lines(name, row, context.width - len(mark) - 1, len(right))
        text = f"{mark}{title}\n{' ' * len(mark)}{second}{right} "
    else:
        room = max(4, context.width - len(mark) - len(right) - 2)
        title = pad(without_middle(name, room), room)
        text = f"{mark}{title} {right} "
    colour = "foreground-muted" if is_day and not context.is_cursor else "foreground"
    return Content(
        text,
        [
            Span(0, 1, ink(palette, "text-primary", bold=True)),
            Span(2, 2 + len(title), ink(palette, colour, bold=not is_day)),
            Span(2 + len(title), len(text), ink(palette, "foreground-muted")),
        ],
    )


def _two_lines(name: str, row: Row, width: int, taken: int) -> tuple[str, str]:
    """The title, and what stands below it: its rest, else the metric; `taken` cells of that line are not free."""
    from tui_reader.ui.markdown.wrap import wrap

    (_, end), *rest = wrap(name, max(4, width))
    below = name[rest[0][0] :] if rest else "  " * row.more + clean_line(row.authors)
    room = max(0, width - taken)
    return pad(name[:end], max(4, width)), pad(without_middle(below, max(0, room - 1)), room)


class BenchmarksPane(Pane):
    """One row a family or a board, the newest change on top; beneath an unfolded family a row for each of its boards,
    beneath an unfolded board one for each of its dates, newest first."""

    context = Context.BENCHMARKS
    name = "Benchmarks"
    searches_library = False
    families = (SourceKind.BOARD, SourceKind.ISSUES)
    has_side_rows = True
    side_title = "Leaderboards"

    line = staticmethod(draw_board_row)
    """Boards with how many dates they have, dates set in."""

    def __init__(self, opened: OpenLibrary, state: PaneState | None = None) -> None:
        super().__init__(opened, state)
        self.unfolded: set[str] | None = None
        self._ids: dict[str, int] = {}
        self.boards: Sequence[BoardInfo] = ()
        self.facts = BoardFacts(opened.recall, opened.remember)
        """What the files of leaderboards say, without loading them."""

    def load(self) -> RowSource:
        """The boards; the search narrows them by name, and then no family hides one."""
        library = self.opened.library
        words = self.state.search.lower().split()
        self.boards = sorted(library.boards.all(), key=_newest_first)
        if self.unfolded is None and self.boards:
            is_little = sum(board.snapshots + 1 for board in self.boards) <= _FEW
            self.unfolded = {board.board for board in self.boards if is_little}
        looked = self.opened.recall()
        rows: list[Row] = []
        only = self.state.view
        for family, boards in _by_family(self.boards, self.facts):
            if only and family != only:
                continue
            found = [b for b in boards if all(w in f"{family} {b.title} {b.metric} {b.board}".lower() for w in words)]
            is_family = len(boards) > 1 and bool(found)
            if is_family:
                rows.append(self._family_row(family, boards, looked))
            if is_family and not words and not only and _FAMILY + family not in (self.unfolded or ()):
                continue
            for board in found:
                rows += self._rows_of(board, looked.get(LOOKED + board.board, ""), int(is_family))
        self.source = BoardRows(rows)
        return self.source

    def side_rows(self, library: ScreenLibrary) -> list[SideRow]:
        """All leaderboards, and their families, each with how many have a table that was not looked at."""
        looked, rows = self.opened.recall(), []
        boards = sorted(library.boards.all(), key=_newest_first)
        for family, of_family in [("", boards), *((f, b) for f, b in _by_family(boards, self.facts) if len(b) > 1)]:
            news = sum(_has_news(board, looked.get(LOOKED + board.board, "")) for board in of_family)
            rows.append(
                SideRow(
                    family or "All leaderboards",
                    view=family,
                    view_name=family,
                    count=news or None,
                    is_chosen=self.state.view == family,
                )
            )
        return rows

    def _rows_of(self, board: BoardInfo, looked: str, depth: int) -> list[Row]:
        dates = "1 date" if board.snapshots == 1 else f"{board.snapshots} dates"
        rows = [
            self._row(
                f"board:{board.board}",
                board.title,
                dates,
                board.last,
                board.metric,
                read=not _has_news(board, looked),
                at=depth,
            )
        ]
        if self.unfolded and board.board in self.unfolded:
            rows += [
                self._day_row(board, found, looked, depth + 1)
                for found in self.opened.library.boards.snapshots(board.board)
            ]
        return rows

    def _family_row(self, family: str, boards: Sequence[BoardInfo], looked: Mapping[str, str]) -> Row:
        has_news = any(_has_news(board, looked.get(LOOKED + board.board, "")) for board in boards)
        is_open = _FAMILY + family in (self.unfolded or ())
        title = f"{'▾' if is_open else '▸'} {family}"
        return self._row(_FAMILY + family, title, f"{len(boards)} boards", boards[0].last, read=not has_news)

    def _day_row(self, board: BoardInfo, found: SnapshotInfo, looked: str, depth: int) -> Row:
        day = found.taken_on
        title = f"{day.day} {day:%B %Y} · {day:%a}"
        is_new = bool(looked) and day.isoformat() > looked
        return self._row(
            f"board:{board.board}@{day.isoformat()}", title, f"{found.rows:,}", day, read=not is_new, at=depth
        )

    def _row(
        self, key: str, title: str, right: str, day: date | None, metric: str = "", *, read: bool = True, at: int = 0
    ) -> Row:
        # Ids stay with their rows, so that the cursor does when a board is folded or unfolded.
        number = self._ids.setdefault(key, -len(self._ids) - 1)
        moment = datetime.combine(day, time(), UTC) if day else None
        return Row(number, key, Kind.BOARD, title, source_title=right, date=moment, authors=metric, read=read, more=at)

    def draws_unread(self, row: Row) -> bool:
        """Tables are not read or unread."""
        return False

    def empty(self, syncing: bool) -> tuple[str, str]:
        """How tables are got."""
        if self.state.search or syncing:
            return super().empty(syncing)
        return "No leaderboards yet", _HOW

    # -- what a row stands for ---------------------------------------------
    def place_of(self, row: Row) -> tuple[BoardInfo, date | None] | None:
        """The board of a row, and the date of a row that stands for one; of a family the board that changed last. None
        for a board that is gone."""
        if family := family_of_row(row):
            families = dict(_by_family(self.boards, self.facts))
            return (families[family][0], None) if family in families else None
        name, _, day = row.key.removeprefix("board:").partition("@")
        info = next((board for board in self.boards if board.board == name), None)
        return (info, date.fromisoformat(day) if day else None) if info is not None else None

    def fold(self, board: str, *, unfold: bool) -> bool:
        """Show or hide the dates of a board, or the boards of a family (`family:NAME`); False where that changes
        nothing."""
        open_now = self.unfolded or set()
        if (board in open_now) is unfold:
            return False
        self.unfolded = open_now | {board} if unfold else open_now - {board}
        self.load()
        return True

    def family_of(self, board: str) -> str:
        """The row of the family that a board is shown in; "" where it stands by itself."""
        for family, boards in _by_family(self.boards, self.facts):
            if len(boards) > 1 and any(info.board == board for info in boards):
                return _FAMILY + family
        return ""

    def index_of(self, key: str) -> int | None:
        """Where a family, a board or a date stands in the list; what hides it is unfolded for it."""
        name, _, day = key.removeprefix("board:").partition("@")
        if family := self.family_of(name):
            self.fold(family, unfold=True)
        if day:
            self.fold(name, unfold=True)
        return self.source.index_of(key) if isinstance(self.source, BoardRows) else None


def family_of_row(row: Row) -> str:
    """The family that a row stands for, or ""."""
    return row.key.removeprefix(_FAMILY) if row.key.startswith(_FAMILY) else ""


def _newest_first(board: BoardInfo) -> tuple[int, str]:
    return -(board.last.toordinal() if board.last else 0), board.title.casefold()


def _has_news(board: BoardInfo, looked: str) -> bool:
    # A board that was never looked at has no news; one with a newer table than was looked at has.
    return bool(looked) and board.last is not None and board.last.isoformat() > looked


def _by_family(boards: Sequence[BoardInfo], facts: BoardFacts) -> list[tuple[str, list[BoardInfo]]]:
    """The boards in runs that stay together, each where its first one stands; the name is "" for those without."""
    found: dict[str, tuple[str, list[BoardInfo]]] = {}
    for board in boards:
        family = facts.family(board.board)
        found.setdefault(family or f"board:{board.board}", (family, []))[1].append(board)
    return list(found.values())
