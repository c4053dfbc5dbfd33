"""The panes of one library: each with a workspace of its own, one of them shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.ui.background import Work
from tui_reader.ui.jumps import Jumps, stand_again
from tui_reader.ui.learning_ahead import LearningAhead
from tui_reader.ui.rooms import PANE_OF_KIND, workspace_of
from tui_reader.ui.sides import LEAST, MOST, Sides
from tui_reader.ui.state import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.widget import Widget

    from tui_reader.domain.journal import BatchDone
    from tui_reader.domain.rows import PaneCounts
    from tui_reader.services.kept_ranking import Known
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.workspace import Workspace

#: What a list's share of the width is remembered under, before the pane's name; and the lines of its rows.
_SHARE, _LINES = "list.width:", "list.lines"
#: Tables want to be wide. Other lists begin as the style sheet says.
_SHARES = {Context.BENCHMARKS: 34}
_STEP = 5


class Panes:
    """Workspaces by pane, made when first gone to. `sides` is where their widgets stand side by side; how wide the
    lists are, and how many lines their rows have, is remembered."""

    def __init__(
        self, host: Host, sides: Sides, opened: OpenLibrary, post: Callable[[Callable[[], object]], None]
    ) -> None:
        self._host = host
        self._sides = sides
        self._post = post
        self._open(opened)

    def _open(self, opened: OpenLibrary) -> None:
        self.opened = opened
        self.work = Work(opened.library, self._post)
        self.ahead = LearningAhead(self._host, opened, self.work, self._learned)
        kept = opened.recall()
        self._shares = {c: int(kept[_SHARE + c]) if kept.get(_SHARE + c, "").isdecimal() else 0 for c in Context}
        self._lines = 2 if kept.get(_LINES) == "2" else 1
        self._made: dict[Context, Workspace] = {}
        self.jumps, self.can_jump_back = Jumps(), False
        self.shown = self._at(self._host.state.pane)

    def use(self, opened: OpenLibrary) -> None:
        """Show another library: its panes take the place of these."""
        self.close()
        for workspace in self._made.values():
            workspace.list.remove()
            workspace.side.remove()
        state = self._host.state
        state.panes.clear()
        state.is_sample, state.new, state.as_of = opened.is_sample, 0, None
        self._open(opened)
        self._sides.mount(*self.widgets())
        self.lay_out()
        self.shown.awake()
        self._host.show_list()
        self.shown.open_view()

    def _at(self, context: Context) -> Workspace:
        if context not in self._made:
            state = self._host.state.of(context)
            made = self._made[context] = workspace_of(context, self._host, self.opened, self.work, state)
            made.list.set_lines(self._lines)
        return self._made[context]

    def widgets(self) -> Iterator[Widget]:
        """The two sides of the pane that is shown."""
        yield self.shown.list
        yield self.shown.side

    def bring(self, context: Context) -> Workspace:
        """Bring a pane in the place of the one that is shown; its list is still to be read.

        A widget is put away by its own style and not by a class: Textual would work out every style of all below it.
        """
        self.shown.leave()
        if context is not self._host.state.pane:
            for widget in self.widgets():
                widget.styles.display = "none"
            is_new = context not in self._made
            self.shown = self._at(context)
            self._host.state.pane, self._host.state.new = context, 0
            self._host.state.said = NOTHING  # it was about what is left
            if is_new:
                self._sides.mount(*self.widgets())
            for widget in self.widgets():
                widget.styles.display = None  # as the style sheet has it
            self.lay_out()
            self.shown.awake()
        self._host.show_list()
        return self.shown

    # -- layout ------------------------------------------------------------
    def lay_out(self) -> None:
        """Give the list that is shown the width that was chosen for it."""
        context = self._host.state.pane
        self._sides.lay_out(self.shown.list, self._shares[context] or _SHARES.get(context, 0))

    def divide(self, step: int) -> None:
        """Make the list wider, or narrower when negative."""
        width = max(1, self._sides.size.width)
        share = round(100 * self.shown.list.outer_size.width / width)
        self.divide_at(_STEP * round(share / _STEP) + step * _STEP)

    def divide_at(self, share: int) -> None:
        """Give the list a share of the width in percent, and remember it."""
        context = self._host.state.pane
        self._shares[context] = max(LEAST, min(share, MOST))
        self.opened.remember({_SHARE + context: str(self._shares[context])})
        self.lay_out()

    def toggle_lines(self) -> int:
        """Give the rows of all lists one line or two; how many they have now."""
        self._lines = 3 - self._lines
        self.opened.remember({_LINES: str(self._lines)})
        for workspace in self._made.values():
            workspace.list.set_lines(self._lines)
        return self._lines

    # -- going from one to another -----------------------------------------
    def _jump(self, again: Callable[[], object] | None = None) -> None:
        self.jumps.begin(self.shown, in_document=self._host.in_document, again=again)
        self.can_jump_back = True

    def show(self, context: Context, *, view: str = "", view_name: str = "", filter: str = "", key: str = "") -> None:
        """See `Host.show`."""
        self._jump()
        workspace = self.bring(context)
        workspace.leave_rows()
        workspace.state.clear()
        workspace.state.view, workspace.state.view_name, workspace.state.filter = view, view_name, filter
        workspace.open_view()
        if key:
            workspace.find_row(key)

    def go_to(self, key: str, inside: str = "", again: Callable[[], object] | None = None) -> bool:
        """See `Host.go_to`; False for an item that is gone."""
        context, wanted = Context.BENCHMARKS, key
        if not key.startswith("board:"):
            row = self.opened.library.items.row(key)
            if row is None:
                return False
            context, wanted = PANE_OF_KIND[row.kind], row.key
        self._jump(again)
        workspace = self.bring(context)
        workspace.leave_rows()
        if context is Context.BENCHMARKS or not workspace.pane.holds(wanted):
            workspace.state.clear()
        workspace.begin_at_top(wanted, *([inside] if inside else ()))
        workspace.open_view()

        def arrived() -> None:
            there = workspace.row
            if inside and there is not None and there.key == wanted and workspace.enter_row():
                workspace.move_to(inside)

        workspace.find_row(wanted, arrived)
        return True

    def jump_back(self) -> bool:
        """See `PaneLayout.jump_back`."""
        if self.shown.step_back():
            return True
        spot = self.jumps.last()
        self.can_jump_back = bool(self.jumps)
        if spot is None:
            return False
        workspace = self.bring(spot.context)
        stand_again(workspace, spot)
        if spot.in_document:
            self._host.show_document()
        if spot.show is not None:
            spot.show()
        else:
            workspace.show_document_of_cursor()
        if spot.again is not None:
            spot.again()
        return True

    def stored(self, done: BatchDone) -> None:
        """The library holds an action: every pane may show what it changed."""
        for workspace in self._made.values():
            workspace.stored(done)

    def _learned(self, known: Known) -> None:
        for workspace in self._made.values():
            workspace.learned(known)

    def count(self, then: Callable[[], None]) -> None:
        """Count anew beside the screen what the header tells."""
        pane, state = self.shown.pane, self._host.state
        today = pane.today

        def count(library: ScreenLibrary) -> tuple[PaneCounts, int, int]:
            failed = len(library.sources.troubled()) if not state.is_sample else state.failed
            return library.lists.counts(today), failed, pane.new_since(library)

        def counted(result: tuple[PaneCounts, int, int]) -> None:
            state.counts, state.failed, new = result
            if self.shown.pane is pane:
                state.new = new
            then()
            self.ahead.soon()

        self.work.queries.run("counts", count, counted)

    def close(self) -> None:
        """End the work beside the screen."""
        self.shown.leave()
        self.work.close()
