"""What stands in the header, the status line and the footer: pure, from the numbers and the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.actions import ACTIONS, BY_ID, Context, applies
from tui_reader.ui.widgets.bars import Piece

if TYPE_CHECKING:
    from tui_reader.config.keymap import Keymap
    from tui_reader.domain.rows import PaneCounts

_NAMES = {
    Context.ISSUES: ("Issues", "Iss"),
    Context.FEEDS: ("Feeds", "Fd"),
    Context.PAPERS: ("Papers", "Pap"),
    Context.BENCHMARKS: ("Benchmarks", "Bench"),
}


_DATES = ("date.older", "date.newer")
#: Of leaderboards the dates are what one steps through most.
_OF_DATES = 85
#: What one does most comes first; who goes when it is narrow is another matter (Action.priority).
_ORDER = ("Decide", "Boards", "Move", "Read", "Find", "Open", "Program", "Panes")


class Situation(Struct, frozen=True):
    """What the header tells at its right end: `as_of` when the newest success was, `new` what `r` would show."""

    offline: bool = False
    syncing: str = ""
    as_of: str = ""
    new: int = 0
    sample: bool = False
    failed: int = 0


def header(pane: Context, counts: PaneCounts, now: Situation) -> tuple[list[Piece], list[Piece]]:
    """The left and the right pieces of the header."""
    numbers = {
        Context.ISSUES: counts.issues_unread,
        Context.FEEDS: counts.entries_unread,
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
            Piece(f" {number} {name}{count} ", style, f"pane.{context.value}", 100, f" {number} {short}{count} ")
        )
    right = []
    if now.sample:
        right.append(Piece("SAMPLE EDITION", "bold $warning", "", 90, "SAMPLE"))
    if now.new:
        right.append(Piece(f"{now.new} new · r shows", "bold $success", "sync.source", 80, f"+{now.new} r"))
    if now.syncing:
        right.append(Piece(f"⟳ {now.syncing}", "$text-muted", "app.health", 70, "⟳"))
    elif now.offline:
        age = f"as of {now.as_of}" if now.as_of else "nothing fetched yet"
        right.append(Piece(f"○ offline · {age}", "$warning", "app.health", 75, f"○ offline {now.as_of}".rstrip()))
    elif now.failed:
        age = f" · as of {now.as_of}" if now.as_of else ""
        right.append(Piece(f"✗ {now.failed} failed{age}", "$error", "app.health", 70, f"✗{now.failed}"))
    elif now.as_of and not now.sample:
        right.append(Piece(f"as of {now.as_of}", "$text-muted", "app.health", 20, now.as_of))
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
