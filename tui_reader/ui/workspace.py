"""A pane at work: its list on the left, and the right side that shows the row under the cursor.

Each pane has a workspace of its own, with widgets of its own; the screen shows one at a time. Everything here runs on
the thread of the screen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.domain.query import QueryError
from tui_reader.domain.rows import Row
from tui_reader.ui.row_sources import Ids
from tui_reader.ui.state import SAVING, SEARCHING
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.containers import Vertical
    from textual.widget import Widget

    from tui_reader.domain.journal import BatchDone
    from tui_reader.services.follow_list import FollowList
    from tui_reader.services.kept_ranking import Known
    from tui_reader.services.mute_list import MuteList
    from tui_reader.services.triage import Triage
    from tui_reader.ui.background import Work
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.pane import Pane

#: More changed rows than this are not looked up one by one, which would take longer than drawing what is in view.
_PATCHED = 500
#: What helps where the journal holds an action that the library could not take in.
_IN_JOURNAL = "what you did is in the journal, and shows once that is mended"
JUMP_BACK, TABLES = "nav.jump_back", "view.tables"
UNSEEN = frozenset({JUMP_BACK, TABLES})
"""The actions that do nothing while the right side cannot be seen."""


class Workspace(ABC):
    """What the user works at in one pane. `actions` are the handlers of its keys, by the id of the action; they and
    the right side come with `awake`, since the first frame does without."""

    def __init__(self, host: Host, opened: OpenLibrary, work: Work, pane: Pane) -> None:
        self.host = host
        self.opened = opened
        self.work = work
        self.pane = pane
        self.state = pane.state
        self.list: ItemList[Row] = ItemList(draw=pane.line, classes="list")
        self.side = self.make_side()
        self.actions: Mapping[str, Callable[[], None]] = {}
        self.is_awake = False

    # -- the right side ----------------------------------------------------
    @abstractmethod
    def make_side(self) -> Vertical:
        """What the right side stands in; messages of its widget end there."""

    @property
    @abstractmethod
    def right(self) -> Widget:
        """The widget of the right side that takes the keys."""

    @abstractmethod
    def furnish(self) -> None:
        """Make the right side and the handlers."""

    @abstractmethod
    def show_document_of_cursor(self, then: Callable[[], None] | None = None) -> None:
        """Show the right side of the row under the cursor."""

    @abstractmethod
    def show_again(self) -> None:
        """Make the right side anew, where it was scrolled to: what it shows has changed."""

    def place(self) -> tuple[int, int]:
        """Where keys that go to the right side are: a row, and how many there are."""
        return self.list.place

    @property
    def percent(self) -> int | None:
        """How much of the document on the right side was read, of 100, while it is seen; None where there is none."""
        return None

    @property
    def idle(self) -> frozenset[str]:
        """The actions that would do nothing with the right side as it is, where it can be seen."""
        return frozenset({JUMP_BACK})

    def awake(self) -> None:
        """The first frame stands: from now on documents are made. What makes them would have held it up."""
        if not self.is_awake:
            self.is_awake = True
            self.furnish()
            self.show_document_of_cursor()

    # -- the list ----------------------------------------------------------
    def learned(self, known: Known) -> None:  # noqa: B027  # most panes have nothing to do
        """What papers are ranked by was learned."""

    def leave(self) -> None:
        """Another pane is gone to."""
        self.keep_cursor()
        self.state.guest = ""
        self.list.clear_range()

    def keep_cursor(self) -> None:
        """The pane is to know where the cursor is: what it does next starts from there."""
        self.state.cursor, self.state.cursor_id = self.list.cursor, self.list.current_id

    def open_view(self, then: Callable[[], None] | None = None) -> None:
        """Read the pane's list anew: what was decided leaves, what is new enters. `then` is done when all of it is
        there."""
        keep = self.state.cursor_id
        self.host.state.over(SEARCHING)
        self.list.set_today(self.pane.today)  # dates of other years are shown with their year
        try:
            source = self.pane.load()
        except QueryError as error:
            self.host.say(error.message, error.hint, is_error=True, about=SEARCHING)
            self.show_found(Ids.none())  # a search that means nothing finds nothing
            return
        self.list.set_source(source, keep_id=keep, cursor=self.state.cursor)
        self._bring_rest(keep, then)
        self._after_change()

    def open_again(self) -> None:
        """Read the list anew where it stands."""
        self.keep_cursor()
        self.open_view()

    def show_found(self, found: Ids) -> None:
        """Show what a search found."""
        self.list.set_source(self.pane.take_new(found), cursor=0)
        self._bring_rest()
        self._after_change()

    def show_source(self) -> None:
        """Show the pane's list as it stands: after going into or out of a row that opens into rows."""
        if self.pane.source is not None:
            self.list.set_source(self.pane.source, keep_id=self.state.cursor_id, cursor=self.state.cursor)
            self._after_change()

    def draw_rows_again(self) -> None:
        """Read the rows in view anew, and leave the list as it is."""
        if self.pane.source is not None:
            self.list.set_source(self.pane.source, keep_id=self.list.current_id, cursor=self.list.cursor)

    def enter_row(self) -> bool:
        """Open the row under the cursor into rows of its own; False when it is just a document."""
        row = self.row
        self.keep_cursor()
        if row is None or not self.pane.enter(row):
            return False
        self.show_source()
        return True

    def leave_row(self) -> bool:
        """Back out of a row that was opened into rows; False when there is none."""
        if not self.pane.leave():
            return False
        self.show_source()
        return True

    def leave_rows(self) -> None:
        """All the way out, to the list of the pane."""
        while self.pane.leave():
            pass

    def _after_change(self) -> None:
        if not self.list.count:  # its words may need counts, which a list with rows does without
            headline, hint = self.pane.empty(self.host.state.is_syncing)
            self.list.empty = Content.assemble((headline, "bold"), "\n\n", (hint, "$foreground-muted"))
        self.title_again()
        self.host.refresh_bars()
        self.show_document_of_cursor()

    def title_again(self) -> None:
        """Show the title of the list as it is now."""
        self.list.border_title = Content(self.pane.title())

    def _bring_rest(self, keep_id: int | None = None, then: Callable[[], None] | None = None) -> None:
        loader = self.pane.loader()
        if loader is None:
            if then is not None:
                then()
            return
        first, landed = self.pane.source, self.list.current_id

        def arrived(found: Ids) -> None:
            if self.pane.source is first:  # else another view was opened meanwhile
                self.list.extend_source(self.pane.take(found))
                if keep_id not in (None, landed) and self.list.current_id == landed:
                    self.list.to_id(keep_id)  # it stood behind the first page, and nobody moved on meanwhile
                self.host.refresh_bars()
                if then is not None:
                    then()

        self.work.queries.run(f"rest-{self.pane.context}", loader, arrived)

    def find_row(self, key: str, then: Callable[[], None] | None = None) -> None:
        """Put the cursor on an item; one that the list would not hold stands at its own place in it. `then` is done
        when the cursor is there."""
        row = None if self.move_to(key) else self.opened.library.items.row(key)
        if row is None:
            if then is not None:
                then()
            return
        if not self.pane.holds(row.key):
            self.state.guest = row.key
        self.state.cursor_id = row.id
        self.open_view(then)

    def begin_at_top(self, *keys: str) -> None:
        """Documents of these items are shown from their start, wherever they were left: they are jumped to."""
        for key in keys:
            self.opened.places.keep(key, (0, 0))

    def move_to(self, key: str) -> bool:
        """Put the cursor on an item of the open view; False when it is not there."""
        source = self.pane.source
        if source is None:
            return False
        row = self.opened.library.items.row(key) if not key.startswith("board:") else None
        if row is not None and self.list.to_id(row.id):
            return True
        for index in range(len(source) if row is None else 0):
            if (item_id := source.id_at(index)) < 0:
                (found,) = source.rows([item_id])
                if found is not None and found.key == key:
                    self.list.move_to(index)
                    return True
        return False

    # -- actions -----------------------------------------------------------
    @property
    def triage(self) -> Triage:
        """Decisions; they tell the screen when the library holds what was done."""
        triage = self.opened.triage
        self._listen(triage)
        return triage

    @property
    def follow_list(self) -> FollowList:
        """The followed authors and words; a change is an action like a decision, and told in the same way."""
        self._listen(self.opened.triage)
        return self.opened.follow_list

    @property
    def mute_list(self) -> MuteList:
        """What is muted; a change is an action like a decision, and told in the same way."""
        self._listen(self.opened.triage)
        return self.opened.mute_list

    def _listen(self, triage: Triage) -> None:
        if triage.on_stored is None:
            host, post = self.host, self.work.post
            triage.on_stored = lambda done: post(lambda: host.stored(done))
            triage.on_failed = lambda error: post(
                lambda: host.say(error.message, _IN_JOURNAL, is_error=True, about=SAVING, brief=error.message)
            )

    # -- jumps -------------------------------------------------------------
    def shows_again(self) -> Callable[[], None] | None:
        """What shows the right side as it is now; None where it is that of the row under the cursor."""
        return None

    def step_back(self) -> bool:
        """Back to where the last jump inside the right side began; False when there was none."""
        return False

    # -- rows --------------------------------------------------------------
    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        row = self.list.current_row
        return row if isinstance(row, Row) else None

    @property
    def item(self) -> Row | None:
        """The item that actions act on, freshly read."""
        row = self.row
        return self.pane.item_of(row) if row is not None else None

    def items(self) -> list[Row]:
        """The items that an action acts on: the range if one is selected, else the one under the cursor."""
        ids = self.list.range_ids()
        if ids and self.pane.source is not None:
            found = (self.pane.item_of(r) for r in self.pane.source.rows(list(ids)) if r is not None)
            return [r for r in found if r is not None]
        item = self.item
        return [item] if item is not None else []

    def stored(self, done: BatchDone) -> None:
        """The library holds an action: tags and notes can be seen now."""
        if any(key.startswith("follow:") for key in done.items):
            self.mark_watched()
        is_shown = not self.list.styles.inline.has_rule("display")
        is_muting = is_shown and any(key.startswith("mute:") for key in done.items)
        if is_muting or not self.list.count:
            self.open_again()  # an empty view has no rows that could jump: what an undo brings back enters at once
        self.changed(done.items)
        row = self.row
        is_on_page = not done.label or done.label.startswith(("tag ", "note"))
        if is_on_page and row is not None and row.key in done.items:
            self.show_again()

    def mark_watched(self) -> None:
        """The follow list is another: the rows are marked anew, and stay where they are until the view is opened."""
        from tui_reader.ui.row_sources import Parts, QuerySource

        self.pane.watching.renew()
        if isinstance(self.pane.source, QuerySource | Parts):
            self.pane.source.marks = self.pane.watching
            self.draw_rows_again()

    def changed(self, keys: Iterable[str]) -> None:
        """Items have changed: draw their rows anew, and nothing else."""
        wanted = set(keys)
        if len(wanted) > _PATCHED:
            self.draw_rows_again()
        else:
            rows = (self.opened.library.items.row(key) for key in wanted)
            self.list.patch(row.id for row in rows if row is not None)
        self.host.refresh_bars()
