"""The one file of the walk that knows the reader's insides: what is shown, and what ought to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App
from textual.widgets import Input

from tui_reader.domain.actions import Context
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.widgets.row_line import heading
from tui_reader.wiring import Launch, Program


@dataclass(frozen=True)
class Seen:
    """The reader at one moment. Every `…` beside a `wanted_…` must be equal to it."""

    pane: str
    """The pane one is in, as the table of actions names it."""
    boxes: int
    """How many screens lie over the reader."""
    focus: str
    """Who gets the keys: `list`, `right`, `line` or `box`."""
    row: str
    """The key of the row under the cursor; "" in an empty list."""
    title: str
    cursor: int
    count: int
    is_plain: bool
    """Whether there is nothing that `escape` could undo (box, search, filter, range, hints): the list has the keys."""
    takes_commands: bool
    """Whether the next key is a command, and neither text nor the end of a sequence."""
    header: str
    """The pane that the header marks."""
    list_title: str
    wanted_list_title: str
    has_own_rows: bool
    """Whether the list shows the rows of the present pane."""
    right: str
    """What can be seen on the right: `table`, `document`, both, or "" where neither can."""
    wanted_right: str
    right_key: str
    """Whose document or table it is, "" where it is nobody's."""
    wanted_right_key: str
    right_title: str
    wanted_right_title: str


class Opened:
    """A reader over a home, closed with `close`."""

    def __init__(self, home: Path, now: Any, *, is_sample: bool = False) -> None:
        program = Program(Launch(home=home, offline=True), {}, now)
        self.program = program
        self.app: App[Any] = ReaderApp(program, "", program.sample if is_sample else None)

    def close(self) -> None:
        """Let go of everything."""
        self.program.close()


def sync_options() -> Any:
    """What a sync is asked for when nothing is said."""
    try:
        from tui_reader.domain.sources import SyncOptions
    except ImportError:
        from tui_reader.services.syncing.options import Options as SyncOptions  # type: ignore[import-not-found, no-redef]
    return SyncOptions()


def look(app: App[Any]) -> Seen:
    """What is shown now."""
    screen: Any = app.screen_stack[0]
    workspace: Any = screen.workspace if hasattr(screen, "workspace") else screen.desk
    pane = workspace.pane
    rows = screen.list
    is_table = pane.context is Context.BENCHMARKS
    row = workspace.row
    right, right_key = _right(screen)
    wanted_key, wanted_title = _wanted_right(workspace, pane, row, is_table)
    if not right:  # the list lies over it
        wanted_key, wanted_title = right_key, _text(screen.document_side.border_title)
    line = screen.focused if isinstance(screen.focused, Input) else None
    boxes = len(app.screen_stack) - 1
    focus = _focus(screen, boxes)
    has_hints = screen.is_furnished and screen.document.has_hints
    return Seen(
        pane=pane.context.value,
        boxes=boxes,
        focus=focus,
        row=row.key if row is not None else "",
        title=row.title if row is not None else "",
        cursor=rows.cursor,
        count=rows.count,
        is_plain=focus == "list"
        and not boxes
        and not has_hints
        and not rows.has_range
        and not (pane.search or pane.filter or pane.view)
        and not screen.reads
        and getattr(pane, "issue", None) is None
        and getattr(pane, "_digest", None) is None,
        takes_commands=not boxes and line is None and not has_hints and not screen._keys.waiting,
        header=_marked(screen),
        list_title=_text(rows.border_title),
        wanted_list_title=pane.title(),
        has_own_rows=rows.source is pane.source,
        right=right,
        wanted_right="" if not right else "table" if is_table else "document",
        right_key=right_key,
        wanted_right_key=wanted_key,
        right_title=_text(screen.document_side.border_title),
        wanted_right_title=wanted_title,
    )


def _text(title: Any) -> str:
    return "" if title is None else getattr(title, "plain", None) or str(title)


def _focus(screen: Any, boxes: int) -> str:
    if boxes:
        return "box"
    if isinstance(screen.focused, Input):
        return "line"
    return "right" if screen.in_document else "list"  # the screen itself takes the keys that nobody has the focus for


def _marked(screen: Any) -> str:
    bars = getattr(screen, "status_bar", None) or screen.standing
    return next((p.action.removeprefix("pane.") for p in bars.header._left if "reverse" in p.style), "")


def _right(screen: Any) -> tuple[str, str]:
    from tui_reader.ui.widgets.board_table import BoardTable

    if not screen.shows_document or not screen.is_furnished:
        return "", ""
    shown, key = [], ""
    for table in screen.document_side.query(BoardTable):
        if table.display:
            shown.append("table")
            if table.sheet is not None:  # else words stand in its place
                after = table.sheet.comparison.after
                key = f"board:{after.board}@{after.taken_on}"
    if screen.document.display:
        shown.append("document")
        key = screen.document.key if screen.document._message is None else ""
    return "+".join(shown), key


def _wanted_right(workspace: Any, pane: Any, row: Any, is_table: bool) -> tuple[str, str]:
    if row is None:
        return "", ""
    if not is_table:
        return workspace.key_of(row), heading(row) or pane.name
    place = pane.place_of(row)
    if place is None:
        return "", ""
    board, day = place
    metric = f" · {board.metric}" if board.metric else ""
    return f"board:{board.board}@{day or board.last}", board.title + metric
