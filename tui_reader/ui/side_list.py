"""The side list: what the list of a pane can be narrowed to, with counts. There by itself on a very wide screen, else
when it is asked for; on a narrow one it lies over the list."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.domain.actions import BY_ID
from tui_reader.ui.side_rows import SideRows, draw_side_row
from tui_reader.ui.state import PASSING
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.side_rows import SideRow
    from tui_reader.ui.sides import Sides
    from tui_reader.ui.workspace import Workspace

#: From this width on it is there by itself.
ROOMY = 160
_SHOWN = "side.list"
#: Counting may wait until several keys in a row are done.
_SETTLE_S = 0.05
#: Of a very long list it waits for a pause: so many times what it took before.
_PAUSE = 3
_NOTHING = Content("…")
#: Groups of actions that are about a row of the list, and so mean nothing here.
_OF_ROWS = ("Decide", "Read", "Open", "Boards")


class SideList(ItemList["SideRow"]):
    """The list itself. Messages of it end here."""

    def __init__(self, owner: SidePanel) -> None:
        super().__init__(draw=draw_side_row, id="side-list", empty=_NOTHING)
        self._owner = owner

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The reader need not know."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """The click before chose already."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click chooses the row that it moves the cursor to."""
        offset = event.get_content_offset(self)
        if event.button == 1 and offset is not None and self.item_at(offset.y) is not None:
            self.call_later(self._owner.choose_clicked)


class SidePanel:
    """Shows and hides the side list, fills it for the pane that is shown, and does what its keys mean."""

    def __init__(self, host: Host, sides: Sides, workspace: Callable[[], Workspace], opened: OpenLibrary) -> None:
        self._host = host
        self._sides = sides
        self._workspace = workspace
        self._asked = opened.recall().get(_SHOWN, "")
        self._opened = opened
        self._list: SideList | None = None
        self._filled: object = None
        self._is_over = False
        self._took = 0.0

    @property
    def is_shown(self) -> bool:
        """Whether it can be seen."""
        return self._list is not None and not self._list.styles.inline.has_rule("display")

    @property
    def has_focus(self) -> bool:
        """Whether keys go to it."""
        return self.is_shown and self._sides.screen.focused is self._list

    def lay_out(self) -> None:
        """Show or hide it, as was asked for and as the width and the pane have it; with counts as they are now."""
        if self._is_narrow:
            # Over the list it is there as long as it has the keys: nothing is to move behind it.
            self._is_over = wanted = self._is_over and (self.has_focus or not self.is_shown)
        else:
            self._is_over = False
            wanted = self._asked == "yes" or (self._asked != "no" and self._sides.app.size.width >= ROOMY)
        wanted = wanted and self._workspace().pane.has_side_rows
        if wanted and self._list is None:
            self._list = SideList(self)
            self._sides.mount(self._list, before=0)
        self._sides.set_class(wanted, "-beside")
        self._host.state.is_beside = wanted
        if self._list is not None and wanted != self.is_shown:
            had_focus = self._sides.screen.focused is self._list
            self._list.styles.display = None if wanted else "none"
            if had_focus and not wanted:
                self._host.show_list()
        if wanted:
            self._host.rest(max(_SETTLE_S, _PAUSE * self._took), self.fill, "side")

    def toggle(self) -> None:
        """Show it and give it the keys, or hide it; remembered."""
        if not self._workspace().pane.has_side_rows:
            self._host.say(f"{self._workspace().pane.name} has no side list")
            return
        if self._is_narrow:
            self._is_over = not self.is_shown
        else:
            self._asked = "no" if self.is_shown else "yes"
            self._opened.remember({_SHOWN: self._asked})
        self.lay_out()
        if self.is_shown:
            self.focus()
        else:
            self._host.show_list()

    @property
    def _is_narrow(self) -> bool:
        return self._sides.screen.has_class("-narrow")

    def leave(self) -> None:
        """Keys go to the list."""
        self._is_over = False
        self._host.show_list()
        self.lay_out()

    def focus(self) -> None:
        """Give it the keys."""
        if self._list is not None:
            self._list.focus()

    def fill(self) -> None:
        """Count anew beside the screen, and show that."""
        if not self.is_shown:
            return
        workspace = self._workspace()

        def count(library: ScreenLibrary) -> list[SideRow]:
            began = monotonic()
            rows = workspace.pane.side_rows(library)
            self._took = monotonic() - began
            return rows

        def counted(rows: list[SideRow]) -> None:
            if self._list is None or workspace is not self._workspace():
                return
            is_same = self._filled is workspace
            self._filled = workspace
            self._list.border_title = Content(workspace.pane.side_title)
            chosen = next((i for i, row in enumerate(rows) if row.is_chosen), 0)
            keep = self._list.cursor if is_same and self._list.count else chosen
            self._list.set_source(SideRows(rows), cursor=keep)

        workspace.work.queries.run("side", count, counted)

    # -- its keys ----------------------------------------------------------
    def takes(self, action_id: str) -> bool:
        """Do what a key means here; False where it is for the reader."""
        rows = self._list
        if action_id == "view.side":
            self._host.guard(self.toggle)
            return True
        if rows is None or not self.is_shown:
            return False
        if not self.has_focus:
            # From the document on to here, and from here to the list.
            if is_on := action_id == "pane.other_side" and self._host.in_document:
                self.focus()
            return is_on
        moves: dict[str, Callable[[], object]] = {
            "nav.down": lambda: rows.move_by(1),
            "nav.up": lambda: rows.move_by(-1),
            "nav.top": lambda: rows.move_to(0),
            "nav.bottom": lambda: rows.move_to(rows.count - 1),
            "nav.half_down": lambda: rows.page(1, half=True),
            "nav.half_up": lambda: rows.page(-1, half=True),
            "nav.page_down": lambda: rows.page(1),
            "nav.page_up": lambda: rows.page(-1),
            "nav.open": self.choose,
            "read.on": self.choose,
            "nav.back": self.leave,
            "app.back_or_quit": self.leave,
            "pane.other_side": self.leave,
        }
        if action_id in moves:
            moves[action_id]()
            return True
        if BY_ID[action_id].group in _OF_ROWS:
            self._host.say("This key is for a row of the list", "tab leads there", about=PASSING)
            return True
        return False

    def choose_clicked(self) -> None:
        """A click was on a row."""
        if self.is_shown:
            self._host.guard(self.choose)

    def choose(self) -> None:
        """Narrow the list to the row under the cursor; keys go to the list."""
        row = self._list.current_row if self._list is not None else None
        if row is None:
            return
        workspace = self._workspace()
        workspace.leave_rows()
        state = workspace.state
        state.filter, state.view, state.view_name, state.search = row.filter, row.view, row.view_name, ""
        state.cursor, state.cursor_id = 0, None
        workspace.open_view()
        self.leave()
