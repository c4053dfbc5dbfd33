"""Keys that choose the dates of a leaderboard: the one shown, and the one it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.board_dates import FIRST, LOOKED, PREVIOUS, stepped
from tui_reader.services.page_text import day_text

if TYPE_CHECKING:
    from tui_reader.ui.handlers.board_controller import BoardController
    from tui_reader.ui.workspace import Workspace


class BoardDates:
    """Handlers of the dates."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @property
    def controller(self) -> BoardController:
        """The table, and what it shows."""
        return self.workspace.controller

    def move_date(self, step: int) -> None:
        """The older or newer table of the board; the cursor of the list goes along."""
        workspace, look = self.workspace, self.controller.look
        day = stepped(look.days, look.day, step) if look is not None else None
        if look is None or day is None:
            workspace.screen.say("No older date" if step < 0 else "No newer date")
            return
        before = workspace.pane.source
        index = self.controller.pane.index_of(f"board:{look.board}@{day.isoformat()}")
        if index is None:
            return
        if workspace.pane.source is before and self.controller.board is not None:
            workspace.list.move_to(index)
            self.controller.show(self.controller.board, day)
        else:
            workspace.pane.cursor, workspace.pane.cursor_id = index, None
            workspace.show_source()

    def move_base(self, step: int) -> None:
        """Compare with the date before or after that compared with."""
        look = self.controller.look
        day = stepped(look.days, look.base or look.day, step, skip=look.day) if look is not None else None
        if day is None:
            self.workspace.screen.say("No older date to compare with" if step < 0 else "No newer date to compare with")
        else:
            self.controller.compare_with(day.isoformat())

    def compare_with(self) -> None:
        """Choose the date compared with."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        look = self.controller.look
        if look is None or len(look.days) < 2:
            self.workspace.screen.say(
                "There is only one date: nothing to compare with yet" if look else "No table is shown"
            )
            return
        looked = self.controller.looked_before(look.board)
        since = "never looked at before" if looked is None else f"{looked.day} {looked:%b %Y}"
        if looked is not None and looked >= look.days[0]:
            since = "nothing newer"
        choices = [
            Choice(PREVIOUS, "Previous date", "always the one before", "Compare with"),
            Choice(FIRST, "First date", f"{look.days[-1].day} {look.days[-1]:%b %Y}", "Compare with"),
            Choice(LOOKED, "Since I last looked", since, "Compare with"),
        ]
        choices += [
            Choice(day.isoformat(), f"{day_text(day)} · {day:%A}", day.isoformat(), "A date")
            for day in look.days
            if day != look.day
        ]

        def chosen(value: str | None) -> None:
            if value:
                self.controller.compare_with(value)

        self.workspace.screen.push(ChooseScreen(f"Compare {day_text(look.day)} with", choices), chosen)
