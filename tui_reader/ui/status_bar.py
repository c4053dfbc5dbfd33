"""Header, status line and footer: each one drawn line, and what they tell of the state of the reader.

What does not fit is dropped whole, by priority.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_reader.domain.actions import ACTIONS, BY_ID, Context, applies
from tui_reader.ui.state import NOTHING, RANGE
from tui_reader.ui.widgets.drawing import fit as cut
from tui_reader.ui.widgets.row_line import format_moment
from tui_reader.ui.workspace import JUMP_BACK, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click

    from tui_reader.config.keymap import Keymap
    from tui_reader.ui.host import Host
    from tui_reader.ui.state import ReaderState
    from tui_reader.ui.workspace import Workspace

_SAMPLE = "A sample: nothing here is kept. Your own library takes its place with the first refresh."
_SAMPLE_SHORT = "A sample: nothing here is kept"
_NAMES = {
    Context.ISSUES: ("Issues", "Issues"),
    Context.FEEDS: ("Feeds", "Feeds"),
    Context.PAPERS: ("Papers", "Papers"),
    Context.BENCHMARKS: ("Benchmarks", "Boards"),
}


_DATES = ("date.older", "date.newer")
#: Of leaderboards the dates are what one steps through most.
_OF_DATES = 85
#: What one does most comes first; who goes when it is narrow is another matter (Action.priority).
_ORDER = ("Decide", "Boards", "Move", "Read", "Find", "Open", "Program", "Panes")
_RIGHT_GAP = 2


class Piece(Struct, frozen=True):
    """A piece of a bar: `text` with a style, `action` what a click on it does, `priority` who stays when it is narrow
    (higher stays longer), `short` what it becomes before anything is dropped; one that `is_cut` is never dropped, but
    becomes `brief`, and ends in an ellipsis where even that does not fit."""

    text: str
    style: str = ""
    action: str = ""
    priority: int = 0
    short: str | None = None
    key: str = ""
    is_cut: bool = False
    brief: str = ""


def fit(pieces: Sequence[Piece], width: int, gap: int) -> list[Piece]:
    """The pieces that fit: first all become short, then the least important go, one by one."""

    def need(chosen: Sequence[Piece]) -> int:
        return sum(cell_len(_shown(p)) for p in chosen) + gap * max(0, len(chosen) - 1)

    chosen = list(pieces)
    if need(chosen) > width:
        chosen = [replace(p, text=p.text if p.short is None else p.short, short=None) for p in chosen]
        chosen = [p for p in chosen if _shown(p)]
    while chosen and need(chosen) > width:
        least = min(reversed(chosen), key=lambda p: p.priority)
        if least.is_cut:
            room = width - need([p for p in chosen if p is not least]) - gap * (len(chosen) > 1)
            text = least.text if cell_len(least.text) <= room else least.brief or least.text
            return [replace(p, text=cut(text, room)) if p is least else p for p in chosen]
        chosen.remove(least)
    return chosen


def _least(piece: Piece) -> int:
    """The cells that a piece needs at least."""
    return cell_len(_shown(piece) if piece.short is None else piece.short)


def _shown(piece: Piece) -> str:
    return f"{piece.key} {piece.text}" if piece.key else piece.text


#: The footer while a search is being typed.
_TYPING = (
    Piece("keep the search", "", "", 90, "keep", "enter"),
    Piece("clear it", "", "", 95, "clear", "esc"),
    Piece("move", "", "", 80, None, "↑↓"),
)


#: The footer while a side list has the keys.
_BESIDE = (
    Piece("narrow the list to it", "", "", 90, "choose", "enter"),
    Piece("back to the list", "", "", 95, "back", "esc"),
    Piece("move", "", "", 80, None, "↑↓"),
    Piece("hide", "", "view.side", 70, None, "B"),
    Piece("help", "", "app.help", 100, None, "?"),
)


class Bar(Widget, can_focus=False):
    """One line with pieces on the left and on the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Bar { height: 1; width: 100%; }"

    class Pressed(Message):
        """A piece was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str, gap: int = 2, key_style: str = "bold") -> None:
        super().__init__(id=id)
        self._left: Sequence[Piece] = ()
        self._right: Sequence[Piece] = ()
        self._gap = gap
        self._key_style = key_style
        self._spans: list[tuple[int, int, str]] = []

    def set_pieces(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show other pieces; nothing is drawn when they are the same."""
        if (list(left), list(right)) != (list(self._left), list(self._right)):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def render(self) -> Content:
        """The line."""
        return self.line(self.size.width)

    def line(self, cells: int) -> Content:
        """The line in so many cells."""
        width = cells - 2
        # The right side becomes short before a piece of the left one goes; the rest keeps a third of the line.
        shortest = sum(_least(p) + self._gap for p in self._left)
        least = min(sum(_least(p) + _RIGHT_GAP for p in self._right), width // 3)
        right = fit(self._right, max(width - shortest - _RIGHT_GAP, least), _RIGHT_GAP)
        taken = sum(cell_len(_shown(p)) for p in right) + _RIGHT_GAP * len(right)
        left = fit(self._left, width - taken, self._gap)
        self._spans = []
        content = Content(" ")
        at = 1
        for piece in left:
            content, at = self._add(content, at, piece)
            content += Content(" " * self._gap)
            at += self._gap
        room = cells - at - taken - 1 + (_RIGHT_GAP if right else 0)
        if right:
            content += Content(" " * max(0, room))
            at += max(0, room)
            for i, piece in enumerate(right):
                content, at = self._add(content, at, piece)
                if i < len(right) - 1:
                    content += Content(" " * _RIGHT_GAP)
                    at += _RIGHT_GAP
        return content

    def _add(self, content: Content, at: int, piece: Piece) -> tuple[Content, int]:
        start = at
        if piece.key:
            content += Content.styled(piece.key, self._key_style) + Content(" " if piece.text else "")
            at += cell_len(piece.key) + (1 if piece.text else 0)
        content += Content.styled(piece.text, piece.style) if piece.style else Content(piece.text)
        at += cell_len(piece.text)
        if piece.action:
            self._spans.append((start, at, piece.action))
        return content, at

    def on_click(self, event: Click) -> None:
        """A click on a piece is its action."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                event.stop()
                self.post_message(self.Pressed(action))
                return


class StatusBar:
    """The three bars. Unchanged ones are not drawn again."""

    def __init__(self) -> None:
        self.header = Bar(id="header", gap=0)
        self.status = Bar(id="status")
        self.footer = Bar(id="footer", key_style="bold $accent")
        self._footer_of: tuple[object, ...] = ()

    def draw(
        self,
        host: Host,
        workspace: Workspace,
        begun: str,
        *,
        can_jump_back: bool,
        typing: bool,
    ) -> None:
        """Draw the bars as things stand. `begun` are the keys of a longer sequence. This is done at every key, so the
        right side is asked what it shows only while it can be seen. Actions that would do nothing now stand not in the
        footer; while a search is `typing`, or a side list has the keys, its own do."""
        state, keymap, in_document, is_seen = host.state, workspace.opened.keymap, host.in_document, host.shows_document
        if state.said.about == RANGE and not workspace.list.has_range:
            state.said = NOTHING
        if state.as_of is None:
            own = host.own
            last = own.library.sources.last_success()
            state.as_of = format_moment(last, own.now()) if last is not None else ""
            state.is_filled = bool(own.library.lists.max_id())
        self.header.set_pieces(*header(state))
        idle = workspace.idle if is_seen else UNSEEN
        if can_jump_back:
            idle -= {JUMP_BACK}
        focused = host.app.focused
        beside = state.is_beside and focused is not None and focused.id == "side-list"
        now = (state.pane, keymap, in_document, idle, typing, beside)
        if self._footer_of != now:
            self._footer_of = now
            shown = [p for p in footer(state.pane, keymap, in_document) if p.action not in idle]
            self.footer.set_pieces(_TYPING if typing else _BESIDE if beside else shown)
        right = place_pieces(begun, workspace, workspace.percent if is_seen else None, in_document=in_document)
        if state.pane is Context.PAPERS and state.counts.decided_today:
            right.insert(0, Piece(f"{state.counts.decided_today} decided today", "$text-muted", "", 30, ""))
        left = []
        if state.said.short:
            left = [Piece(state.said.whole, "$text", "", 100, state.said.short, is_cut=True, brief=state.said.brief)]
        elif state.errors:
            newest, more = next(reversed(state.errors.values())), len(state.errors) - 1
            others = f" · {more} more: !" if more else ""
            left = [Piece(newest.whole + others, "bold $error", "app.health", 100, newest.short + others, is_cut=True)]
        elif state.is_sample:
            left = [Piece(_SAMPLE, "$text-muted", "", 40, _SAMPLE_SHORT)]
        if not state.said.short and not state.errors and (key := keymap.first("app.palette")):
            right.insert(0, Piece("everything by its name", "$text-muted", "app.palette", 20, "palette", key))
        self.status.set_pieces(left, right)


def place_pieces(typed: str, workspace: Workspace, percent: int | None, *, in_document: bool) -> list[Piece]:
    """Where the user is: keys typed of a longer sequence, rows in the range, the match looked at, how much of the
    document was read, and the row of all rows."""
    at, count = workspace.place() if in_document else workspace.list.place
    in_range, match = len(workspace.list.range_ids()), workspace.state.match
    pieces = [
        Piece(typed, "bold $accent", "", 60),
        Piece(f"range {in_range}" if in_range else "", "bold $accent", "", 60),
        Piece(f"match {match}" if match else "", "$accent", "", 55),
        Piece(f"{percent} %" if percent is not None else "", "$text-muted", "", 46),
        Piece(f"{at + 1}/{count:,}" if count else "", "$text-muted", "", 45),
    ]
    return [piece for piece in pieces if piece.text]


def header(state: ReaderState) -> tuple[list[Piece], list[Piece]]:
    """The left and the right pieces of the header."""
    pane, counts = state.pane, state.counts
    numbers = {
        Context.ISSUES: counts.issues_unread,
        Context.FEEDS: counts.entries_unread + counts.repos_unread,
        Context.PAPERS: counts.papers_inbox,
        Context.BENCHMARKS: 0,
    }
    left = [Piece("Inference ", "bold $primary", "", 5, short="")]
    for number, context in enumerate(_NAMES, 1):
        name, short = _NAMES[context]
        count = f" ●{numbers[context]}" if numbers[context] else ""
        if context is Context.PAPERS and counts.decided_today:
            # What is left, even if that is nothing, and what was done today.
            count = f" ●{counts.papers_inbox} ✓{counts.decided_today}"
        style = "bold reverse" if context is pane else ""
        left.append(
            # The pane that is shown is named however narrow it is.
            Piece(
                f" {number} {name}{count} ",
                style,
                f"pane.{context.value}",
                101 if context is pane else 100,
                f" {number} {short}{count} ",
            )
        )
    right = []
    if state.is_sample:
        right.append(Piece("SAMPLE EDITION", "bold $warning", "", 90, "SAMPLE"))
    if state.new:
        right.append(Piece(f"{state.new} new · r shows", "bold $success", "sync.source", 80, f"+{state.new} r"))
    if state.progress:
        right.append(Piece(f"⟳ {state.progress}", "$text-muted", "app.health", 70, "⟳"))
    elif state.downloads:
        first, *others = state.downloads.values()
        more = f" +{len(others)}" if others else ""
        right.append(Piece(f"↓ {first}{more}".rstrip(), "$text-muted", "", 70, "↓"))
    elif state.is_offline:
        nothing = "only what was imported" if state.is_filled else "nothing fetched yet"
        age = f"as of {state.as_of}" if state.as_of else nothing
        right.append(
            Piece(f"○ offline · {age}", "$warning", "app.health", 75, f"○ offline {state.as_of or ''}".rstrip())
        )
    elif state.failed:
        age = f" · as of {state.as_of}" if state.as_of else ""
        right.append(Piece(f"✗ {state.failed} failed{age}", "$error", "app.health", 70, f"✗{state.failed}"))
    elif state.as_of and not state.is_sample:
        right.append(Piece(f"as of {state.as_of}", "$text-muted", "app.health", 20, state.as_of))
    return left, right


def footer(pane: Context, keymap: Keymap, in_document: bool) -> list[Piece]:
    """The actions of a pane, help last."""
    pieces = []
    for action in ACTIONS:
        if not action.footer or not applies(action, pane):
            continue
        label = action.footer
        if pane is Context.BENCHMARKS and action.id == "nav.open":
            label = "history" if in_document else "table"
        elif (action.id == "nav.open" and in_document) or (action.id == "nav.back" and not in_document):
            continue
        key = keymap.first(action.id)
        if key:
            priority = action.priority
            if pane is Context.BENCHMARKS and action.id in _DATES:
                priority = _OF_DATES
            pieces.append(Piece(label, "", action.id, priority, None, key))
    is_board = pane is Context.BENCHMARKS
    pieces.sort(
        key=lambda piece: _ORDER.index("Boards" if is_board and piece.action in _DATES else BY_ID[piece.action].group)
    )
    last = ("app.back_or_quit", "app.help")
    return [p for p in pieces if p.action not in last] + [p for p in pieces if p.action in last]
