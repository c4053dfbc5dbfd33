"""The one file of the walk that knows the reader's insides: what is shown, and what ought to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from textual.app import App
from textual.widgets import Input

from tui_reader.domain.actions import Context
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import heading
from tui_reader.wiring import Launch, Program

try:
    from tui_reader.ui.boards.table import BoardTable
except ImportError:
    from tui_reader.ui.widgets.board_table import BoardTable  # type: ignore[import-untyped, no-redef]


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
        more: dict[str, Any] = {"strict": True} if "strict" in signature(ReaderApp).parameters else {}
        self.app: App[Any] = ReaderApp(program, "", program.sample if is_sample else None, **more)

    def written(self) -> None:
        """Wait until all that was decided is in the library."""
        self.program.writer.submit(lambda _: None, 8).result()

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


@dataclass(frozen=True)
class _Parts:
    """The parts of the screens that the walk looks at, of the reader as it is and as it was before panes had
    workspaces of their own (`screen.desk`, `screen.workspace` with one list for all)."""

    workspace: Any
    narrowed: Any
    """Who knows of search, filter and view."""
    list: Any
    side: Any
    document: Any
    is_typing: bool
    has_hints: bool
    has_begun: bool
    """Whether a sequence of keys was begun."""
    header: Any
    key_of: Callable[[Any], str]


def _parts(screen: Any) -> _Parts:
    if not hasattr(screen, "panes"):
        workspace = screen.workspace if hasattr(screen, "workspace") else screen.desk
        document = screen.document if screen.is_furnished else None
        return _Parts(
            workspace,
            workspace.pane,
            screen.list,
            screen.document_side,
            document,
            isinstance(screen.focused, Input),
            document is not None and document.has_hints,
            bool(screen._keys.waiting),
            (screen.status_bar if hasattr(screen, "status_bar") else screen.standing).header,
            workspace.key_of,
        )
    from tui_reader.ui.reading import key_of

    workspace = screen.workspace
    return _Parts(
        workspace,
        workspace.state,
        workspace.list,
        workspace.side,
        getattr(workspace, "document", None),
        screen._is_furnished and screen._line.is_open,
        screen._keys.is_given,
        bool(screen._keys.typed),
        screen.status_bar.header,
        key_of,
    )


def look(app: App[Any]) -> Seen:
    """What is shown now."""
    screen: Any = app.screen_stack[0]
    parts = _parts(screen)
    workspace, rows, pane = parts.workspace, parts.list, parts.workspace.pane
    is_table = pane.context is Context.BENCHMARKS
    row = workspace.row
    right, right_key = _right(screen, parts)
    right_title = _text(parts.side.border_title)
    wanted_key, wanted_title = _wanted_right(parts, row, is_table)
    if not right:  # the list lies over it
        wanted_key, wanted_title = right_key, right_title
    boxes = len(app.screen_stack) - 1
    focus = "box" if boxes else "line" if parts.is_typing else "right" if screen.in_document else "list"
    if focus == "list" and getattr(screen.focused, "id", "") == "side-list":
        focus = "side"
    narrowed = parts.narrowed
    return Seen(
        pane=pane.context.value,
        boxes=boxes,
        focus=focus,
        row=row.key if row is not None else "",
        title=row.title if row is not None else "",
        cursor=rows.cursor,
        count=rows.count,
        is_plain=focus == "list"
        and not parts.has_hints
        and not rows.has_range
        and not (narrowed.search or narrowed.filter or narrowed.view)
        and not screen.reads
        and getattr(pane, "issue", None) is None
        and getattr(pane, "_digest", None) is None,
        takes_commands=focus in ("list", "right") and not parts.has_hints and not parts.has_begun,
        header=next((p.action.removeprefix("pane.") for p in parts.header._left if "reverse" in p.style), ""),
        list_title=_text(rows.border_title),
        wanted_list_title=pane.title(),
        has_own_rows=rows.source is pane.source and _lists(screen) in ([], [rows]),
        right=right,
        wanted_right="" if not right else "table" if is_table else "document",
        right_key=right_key,
        wanted_right_key=wanted_key,
        right_title=right_title,
        wanted_right_title=wanted_title,
    )


def _text(title: Any) -> str:
    return "" if title is None else getattr(title, "plain", None) or str(title)


def _lists(screen: Any) -> list[Any]:
    return [rows for rows in _shown(screen, ItemList) if rows.id != "side-list"]


def _shown(screen: Any, kind: Any) -> list[Any]:
    """The widgets of a kind that are drawn, on top or behind a box."""
    return [w for w in screen.query(kind) if w.display and all(a.display for a in w.ancestors_with_self)]


def _right(screen: Any, parts: _Parts) -> tuple[str, str]:
    """What is shown on the right, and whose it is."""
    if not screen.shows_document or (parts.document is None and not _shown(screen, BoardTable)):
        return "", ""
    tables, documents = _shown(screen, BoardTable), _shown(screen, DocumentView)
    key = ""
    for table in tables:
        if table.sheet is not None:  # else words stand in its place
            after = table.sheet.comparison.after
            key = f"board:{after.board}@{after.taken_on}"
    for document in documents:
        key = document.key if document._message is None else ""
    return "+".join(["table"] * len(tables) + ["document"] * len(documents)), key


def _wanted_right(parts: _Parts, row: Any, is_table: bool) -> tuple[str, str]:
    pane = parts.workspace.pane
    if row is None:
        return "", ""
    if not is_table:
        if getattr(parts.workspace, "is_whole", False):
            from tui_reader.ui.widgets.row_line import title_of  # an older reader has no such texts

            # One text for all rows of the issue: whose it is says the state, the text's own key is that of where it
            # was opened.
            key = parts.key_of(row)
            is_told = parts.document is not None and parts.workspace.state.shown == key
            return parts.document.key if is_told else key, f"{pane.title()} · {title_of(row)}"
        title = _text(parts.side.border_title)  # of an item whose source has got its name meanwhile, the pane's name
        return parts.key_of(row), title if title == pane.name else heading(row) or pane.name
    place = pane.place_of(row)
    if place is None:
        return "", ""
    board, day = place
    metric = f" · {board.metric}" if board.metric else ""
    return f"board:{board.board}@{day or board.last}", board.title + metric
