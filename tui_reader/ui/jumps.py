"""Where jumps began, so that one key leads back there: the list as it was narrowed, the row, the document's place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.actions import Context
    from tui_reader.ui.state import PaneState
    from tui_reader.ui.workspace import Workspace

#: So many jumps can be taken back.
_MOST = 100


@dataclass(frozen=True)
class Spot:
    """A place that was left by a jump. `row` is the key of the row under the cursor, `entered` that of the row whose
    own rows were the list ("" for none); `show` shows the document again, None where it is simply that of the row;
    `again` is done once everything stands as it was (a box that led away opens anew)."""

    context: Context
    state: PaneState
    row: str
    entered: str
    in_document: bool
    show: Callable[[], None] | None
    again: Callable[[], object] | None


class Jumps:
    """The spots, the last one on top."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []

    def __bool__(self) -> bool:
        return bool(self._spots)

    def begin(self, workspace: Workspace, *, in_document: bool, again: Callable[[], object] | None = None) -> None:
        """A jump begins where the user is in a pane."""
        workspace.keep_cursor()
        row = workspace.row
        spot = Spot(
            workspace.pane.context,
            replace(workspace.state),
            row.key if row is not None else "",
            workspace.pane.entered,
            in_document,
            workspace.shows_again(),
            again,
        )
        self._spots = [*self._spots[-_MOST:], spot]

    def last(self) -> Spot | None:
        """The spot of the last jump, which is forgotten."""
        return self._spots.pop() if self._spots else None


def stand_again(workspace: Workspace, spot: Spot) -> None:
    """Show a pane's list as it was at a spot, the cursor where it was."""
    workspace.leave_rows()
    state, was = workspace.state, spot.state
    state.view, state.view_name, state.filter, state.search = was.view, was.view_name, was.filter, was.search
    state.guest, state.cursor, state.cursor_id = was.guest, was.cursor, was.cursor_id
    if spot.entered:
        state.filter = state.search = ""
        state.cursor_id = None
        workspace.open_view()
        if workspace.move_to(spot.entered) and workspace.enter_row():
            workspace.move_to(spot.row)
    else:
        workspace.open_view()
        workspace.move_to(spot.row)
