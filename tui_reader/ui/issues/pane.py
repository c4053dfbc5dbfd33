"""Issues: the dates; inside one its parts as rows, the essay first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind, url_key
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.pane import Pane
from tui_reader.ui.row_sources import Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.issues import Issue, SourcedLink
    from tui_reader.services.reading import Page
    from tui_reader.ui.documents_library import DocumentsLibrary
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.row_sources import RowSource
    from tui_reader.ui.state import PaneState


class IssuesPane(Pane):
    """The issues of The Inference Report."""

    context = Context.ISSUES
    name = "Issues"
    base = "kind:issue"
    facets = ("state", "tag")
    by_day = False
    families = (SourceKind.ISSUES,)

    def __init__(self, opened: OpenLibrary, state: PaneState | None = None) -> None:
        super().__init__(opened, state)
        self.issue: Issue | None = None
        self._issue_row: Row | None = None
        self._outer: tuple[RowSource | None, int, int | None] | None = None

    @property
    def entered(self) -> str:
        """The key of the issue that is open."""
        return self.issue.key if self.issue is not None else ""

    def load(self) -> RowSource:
        """The dates, or the parts of the issue that is open."""
        if self.issue is not None:
            fresh = self.opened.library.issues.get(self.issue.key)
            self.issue = fresh or self.issue
            self.source = self._parts(self.issue)
            return self.source
        return super().load()

    def enter(self, row: Row) -> bool:
        """Open an issue: its parts become the list."""
        if self.issue is not None or row.kind is not Kind.ISSUE:
            return False
        issue = self.opened.library.issues.get(row.key)
        if issue is None:
            return False
        self._outer = (self.source, self.state.cursor, self.state.cursor_id)
        self.issue, self._issue_row = issue, row
        self.state.cursor, self.state.cursor_id = 0, None
        self.source = self._parts(issue)
        return True

    def leave(self) -> bool:
        """Back to the dates."""
        if self.issue is None:
            return False
        self.issue = self._issue_row = None
        if self._outer is not None:
            self.source, self.state.cursor, self.state.cursor_id = self._outer
            self._outer = None
        return True

    def title(self) -> str:
        """`Issues`, or `27 March 2026`."""
        if self.issue is None:
            return super().title()
        return f"Issue of {self.issue.day.day} {self.issue.day:%B %Y}"

    def page(self, row: Row, library: DocumentsLibrary) -> Page | None:
        """The essay, a section's essay, a table, or the item."""
        from tui_reader.services.reading import board_page, issue_page, section_page

        issue = self.issue
        if row.kind is Kind.ISSUE and row.id > 0:
            return super().page(row, library)
        if row.id > 0 or issue is None:
            return super().page(row, library)
        if row.key == issue.key:
            return issue_page(issue)
        if row.kind is Kind.BOARD:
            table = next((t for t in issue.tables if row.key == f"board:{t.board}@{t.taken_on.isoformat()}"), None)
            return board_page(table) if table else None
        return section_page(issue, row.key.rpartition("#")[2])

    def whole_of(self, row: Row) -> Row | None:
        """A paper, entry or repository has its own text; of any other part the issue is the whole."""
        if row.id < 0 and self._issue_row is not None:
            return self._issue_row
        return super().whole_of(row)

    def item_of(self, row: Row) -> Row | None:
        """The essay's row stands for the issue itself, so that reading or keeping it acts on that."""
        if self._issue_row is not None and row.key == self._issue_row.key:
            return self._issue_row
        return super().item_of(row)

    def move_date(self, step: int, row: Row | None) -> int | None:
        """The neighbouring issue; inside an issue it is opened in place."""
        if self.issue is None:
            target = self.state.cursor - step
            return target if self.source is not None and 0 <= target < len(self.source) else None
        neighbour = self._neighbour(self.issue.day, step)
        return 0 if neighbour is not None and self.open(neighbour) else None

    def open(self, row: Row) -> bool:
        """Open another issue in the place of the one that is open."""
        outer = self._outer
        self.issue = None
        if not self.enter(row):
            return False
        if outer is not None and outer[0] is not None:
            ids = [outer[0].id_at(i) for i in range(len(outer[0]))]
            index = ids.index(row.id) if row.id in ids else outer[1]
            self._outer = (outer[0], index, row.id)
        return True

    def next_unread(self) -> Row | None:
        """The next older issue that is not read; None where there is none, or no issue is open."""
        if self.issue is None:
            return None
        items, here = self.opened.library.items, self.issue.day
        days = sorted((day for day in self.opened.library.issues.days() if day < here), reverse=True)
        rows = (row for day in days if (row := items.row(f"issue:{day.isoformat()}")) is not None)
        return next((row for row in self.opened.overlay(rows) if not row.read), None)

    def _neighbour(self, day: date, step: int) -> Row | None:
        days = sorted(self.opened.library.issues.days())
        index = days.index(day) + step if day in days else -1
        return self.opened.library.items.row(f"issue:{days[index].isoformat()}") if 0 <= index < len(days) else None

    def _parts(self, issue: Issue) -> Parts:
        from tui_reader.domain.issues import SECTIONS

        library = self.opened.library
        moment = datetime.combine(issue.day, time(), UTC)
        ids: list[int] = []
        groups: list[tuple[int, str]] = []
        extra: list[Row] = []

        def pseudo(key: str, kind: Kind, title: str, source: str = "") -> None:
            row = Row(-len(extra) - 1, key, kind, title, source_title=source, date=moment, read=True)
            extra.append(row)
            ids.append(row.id)

        headings = {s.name: s for s in issue.sections}
        keys = item_keys(issue)
        groups.append((0, "Essay"))
        pseudo(issue.key, Kind.ISSUE, issue.title or "The Inference Report", issue.author)
        for name, default in SECTIONS.items():
            section = headings.get(name)
            start = len(ids)
            if section is not None and section.essay:
                pseudo(f"{issue.key}#{name}", Kind.ISSUE, f"About: {section.title}", section.author)
            if name == "benchmarks":
                for table in issue.tables:
                    pseudo(f"board:{table.board}@{table.taken_on.isoformat()}", Kind.BOARD, table.title, table.metric)
            rows = [library.items.row(key) for key in keys.get(name, ())]
            ids.extend(row.id for row in rows if row is not None)
            if len(ids) > start:
                groups.append((start, section.title if section is not None else default))
        return Parts(library, self.opened, ids, groups, extra, self.watching)


def item_keys(issue: Issue) -> dict[str, list[str]]:
    """The keys of the items in each section of an issue, in its order."""
    from tui_reader.text.addresses import canonical

    def links(section: Sequence[SourcedLink]) -> list[str]:
        return [url_key(canonical(link.url)) for link in section if link.url]

    return {
        "labs": links(issue.labs),
        "wire": links(issue.wire),
        "papers": [paper.key for paper in issue.papers],
        "trending": [repo.key for repo in issue.trending],
    }
