"""Benchmarks: the boards, and their tables by date."""

from __future__ import annotations

from datetime import UTC, datetime, time

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.panes.base import Pane, RowSource
from tui_reader.ui.sources import Parts


class BenchmarksPane(Pane):
    """Every snapshot of every board, newest first within its board."""

    context = Context.BENCHMARKS
    name = "Benchmarks"
    searches_library = False
    families = (SourceKind.BOARD, SourceKind.ISSUES)

    def load(self) -> RowSource:
        """All dates of all boards; the search narrows them by name."""
        library = self.edition.library
        words = self.search.lower().split()
        ids: list[int] = []
        groups: list[tuple[int, str]] = []
        extra: list[Row] = []
        for board in library.boards():
            start = len(ids)
            for snapshot in library.snapshots(board.board):
                day = snapshot.taken_on
                title = f"{day:%A} {day.day} {day:%B %Y}"
                if not all(w in f"{board.title} {title} {day.isoformat()}".lower() for w in words):
                    continue
                row = Row(
                    -len(extra) - 1,
                    f"board:{board.board}@{day.isoformat()}",
                    Kind.BOARD,
                    title,
                    source_title=f"{snapshot.rows} models",
                    date=datetime.combine(day, time(), UTC),
                    read=True,
                )
                extra.append(row)
                ids.append(row.id)
            if len(ids) > start:
                metric = f" · {board.metric}" if board.metric else ""
                groups.append((start, board.title + metric))
        self.source = Parts(library, self.edition.triage, ids, groups, extra)
        return self.source

    def draws_unread(self, row: Row) -> bool:
        """Tables are not read or unread."""
        return False

    def move_date(self, step: int, row: Row | None) -> int | None:
        """The older or newer snapshot of the same board."""
        target = self.cursor - step
        if self.source is None or not 0 <= target < len(self.source):
            return None
        starts = [start for start, _ in self.source.groups]
        same = sum(s <= target for s in starts) == sum(s <= self.cursor for s in starts)
        return target if same else None
