"""The tour: five steps that go on when they were done, and that can be skipped."""

from __future__ import annotations

from textual.widgets import Static

from tui_reader.domain.tour import STEPS
from tui_reader.ui.tour import TourApp
from tui_reader.wiring import Program


async def test_each_step_goes_on_when_it_was_done_and_any_can_be_skipped(program: Program) -> None:
    app = TourApp(program, "issues", strict=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        async def step_after(*keys: str) -> int:
            for key in keys:
                await pilot.press(key)
            await pilot.pause(0.5)
            return app.step

        assert await step_after() == 0
        said = str(app.query_one("#tour", Static).content)
        assert said.startswith("1 of 5 · Four panes: 1 issues")
        assert "Q ends the tour" in said
        assert await step_after("j") == 0
        assert await step_after("3") == 1
        assert await step_after("s") == 2
        assert await step_after("ctrl+n") == 3
        assert await step_after("slash", "p") == 4
        assert await step_after("enter", "question_mark") == len(STEPS) == 5
        assert "The tour is over" in str(app.query_one("#tour", Static).content)
