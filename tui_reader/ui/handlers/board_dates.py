"""Keys that choose the dates of a leaderboard: the one shown, and the one it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.board_dates import FIRST, LOOKED, PREVIOUS, stepped
from tui_reader.services.reading import day_text

if TYPE_CHECKING:
    from tui_reader.ui.desk import Desk
    from tui_reader.ui.handlers.board_bench import Bench


class BoardDates:
    """Handlers of the dates."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def bench(self) -> Bench:
        """The table, and what it shows."""
        return self.desk.bench

    def move_date(self, step: int) -> None:
        """The older or newer table of the board; the cursor of the list goes along."""
        desk, look = self.desk, self.bench.look
        day = stepped(look.days, look.day, step) if look is not None else None
        if look is None or day is None:
            desk.screen.say("No older date" if step < 0 else "No newer date")
            return
        before = desk.pane.source
        index = self.bench.pane.index_of(f"board:{look.board}@{day.isoformat()}")
        if index is None:
            return
        if desk.pane.source is before and self.bench.board is not None:
            desk.list.move_to(index)
            self.bench.show(self.bench.board, day)
        else:
            desk.pane.cursor, desk.pane.cursor_id = index, None
            desk.show_source()

    def move_base(self, step: int) -> None:
        """Compare with the date before or after that compared with."""
        look = self.bench.look
        day = stepped(look.days, look.base or look.day, step, skip=look.day) if look is not None else None
        if day is None:
            self.desk.screen.say("No older date to compare with" if step < 0 else "No newer date to compare with")
        else:
            self.bench.compare_with(day.isoformat())

    def compare_with(self) -> None:
        """Choose the date compared with."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        look = self.bench.look
        if look is None or len(look.days) < 2:
            self.desk.screen.say("There is only one date: nothing to compare with yet" if look else "No table is shown")
            return
        looked = self.bench.looked_before(look.board)
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
                self.bench.compare_with(value)

        self.desk.screen.push(ChooseScreen(f"Compare {day_text(look.day)} with", choices), chosen)
