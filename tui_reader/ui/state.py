"""What the reader shows where, as plain values that can be printed: one for each pane, one that all share."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui_reader.domain.actions import Context
from tui_reader.domain.rows import PaneCounts


@dataclass(slots=True)
class PaneState:
    """One pane: the view, filter and search laid over its list (`live` while the search is being typed), where its
    cursor was when it was last left, whose document or table its right side shows ("" for nobody's), and which match
    of a search in that document is looked at (`3/17`)."""

    view: str = ""
    view_name: str = ""
    filter: str = ""
    search: str = ""
    live: bool = False
    cursor: int = 0
    cursor_id: int | None = None
    shown: str = ""
    match: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is not all of the pane."""
        return bool(self.view or self.filter or self.search)

    def clear(self) -> None:
        """All of the pane, from its top."""
        self.view = self.view_name = self.filter = self.search = ""
        self.live = False
        self.cursor, self.cursor_id = 0, None


@dataclass(slots=True)
class ReaderState:
    """The whole screen: the pane that is shown, and what the bars tell. `as_of` is when the newest success was, None
    when it has to be looked up; `new` counts what `r` would show; `message` stands in the status line."""

    pane: Context = Context.ISSUES
    panes: dict[Context, PaneState] = field(default_factory=dict)
    is_sample: bool = False
    is_offline: bool = False
    is_syncing: bool = False
    progress: str = ""
    failed: int = 0
    new: int = 0
    counts: PaneCounts = field(default_factory=PaneCounts)
    as_of: str | None = None
    message: str = ""
    is_error: bool = False

    @property
    def error(self) -> str:
        """The error that stands in the status line, or ""."""
        return self.message if self.is_error else ""

    def of(self, context: Context) -> PaneState:
        """The state of a pane, made when it is first asked for."""
        return self.panes.setdefault(context, PaneState())
