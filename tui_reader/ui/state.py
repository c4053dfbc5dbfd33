"""What the reader shows where, as plain values that can be printed: one for each pane, one that all share."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from tui_reader.domain.actions import Context
from tui_reader.domain.rows import PaneCounts


@dataclass(slots=True)
class PaneState:
    """One pane: the view, filter and search laid over its list (`live` while the search is being typed), where its
    cursor was when it was last left, whose document or table its right side shows ("" for nobody's), and which match
    of a search in that document is looked at (`3/17`). `guest` is the key of an item that was jumped to and that the
    list would not hold by itself."""

    view: str = ""
    view_name: str = ""
    filter: str = ""
    search: str = ""
    live: bool = False
    cursor: int = 0
    cursor_id: int | None = None
    shown: str = ""
    match: str = ""
    guest: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is not all of the pane."""
        return bool(self.view or self.filter or self.search)

    def clear(self) -> None:
        """All of the pane, from its top."""
        self.view = self.view_name = self.filter = self.search = self.guest = ""
        self.live = False
        self.cursor, self.cursor_id = 0, None


class Message(Struct, frozen=True):
    """Words in the status line: `short` is what may not be lost, `hint` what helps, `brief` what stands for both where
    even `short` does not fit. `about` tells when a quiet one is over: see PASSING and RANGE."""

    short: str = ""
    hint: str = ""
    brief: str = ""
    about: str = ""

    @property
    def whole(self) -> str:
        """Both."""
        return f"{self.short} · {self.hint}" if self.hint else self.short


NOTHING = Message()
#: What errors that outlast the next message are about.
SAVING, STARTING, SYNCING = "saving", "starting", "syncing"
#: What an error is about that is over when another search is typed, or none.
SEARCHING = "searching"
#: What quiet messages are about that the next key ends, and that end with the range.
PASSING, RANGE = "passing", "range"


@dataclass(slots=True)
class ReaderState:
    """The whole screen: the pane that is shown, and what the bars tell. `as_of` is when the newest success was, None
    when it has to be looked up; `is_filled` tells that something is stored, `is_beside` that a side list is shown;
    `new` counts what `r` would show, `failed` the sources with trouble. `said` is the last message, which goes after a
    while; `errors` stay until what they are about is over, the newest last."""

    pane: Context = Context.ISSUES
    panes: dict[Context, PaneState] = field(default_factory=dict)
    is_sample: bool = False
    is_offline: bool = False
    is_syncing: bool = False
    is_beside: bool = False
    progress: str = ""
    downloads: dict[str, str] = field(default_factory=dict)
    failed: int = 0
    new: int = 0
    counts: PaneCounts = field(default_factory=PaneCounts)
    as_of: str | None = None
    is_filled: bool = False
    said: Message = NOTHING
    errors: dict[str, Message] = field(default_factory=dict)

    @property
    def error(self) -> str:
        """The newest error, or ""."""
        return next(reversed(self.errors.values()), NOTHING).whole

    @property
    def message(self) -> str:
        """What stands in the status line: the last message, else the newest error."""
        return self.said.whole or self.error

    def say(self, message: Message) -> None:
        """A message takes the place of the one before; an error about nothing in particular is over with it."""
        self.said = message
        self.errors.pop("", None)

    def fail(self, message: Message, about: str = "") -> None:
        """An error stands until what it is about is over, or it is dismissed."""
        self.said = NOTHING
        self.errors.pop(about, None)
        self.errors[about] = message

    def over(self, about: str) -> None:
        """What errors of that kind were about is over."""
        self.errors.pop(about, None)

    def dismiss(self) -> bool:
        """Take the newest error away; False when there is none."""
        if self.errors:
            self.errors.popitem()
            return True
        return False

    def of(self, context: Context) -> PaneState:
        """The state of a pane, made when it is first asked for."""
        return self.panes.setdefault(context, PaneState())
