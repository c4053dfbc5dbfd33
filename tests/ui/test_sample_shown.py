"""An empty library shows the sample edition, whatever pane the reader opens in."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from tui_reader.config.board_settings import BoardDefault
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.main_screen import MainScreen
from tui_reader.wiring import Launch, Program


class Watched(Program):
    """Notes on which thread the leaderboards are loaded."""

    threads: list[threading.Thread]

    def boards(self) -> tuple[BoardDefault, ...]:
        self.threads = [*getattr(self, "threads", ()), threading.current_thread()]
        return super().boards()


async def test_leaderboards_are_loaded_beside_the_screen(tmp_path: Path) -> None:
    program = Watched(Launch(demo=True), {"INFERENCE_TUI_HOME": str(tmp_path)})
    app = ReaderApp(program, "feeds")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        await asyncio.to_thread(app.screen.sync_controller.wait)
        await pilot.pause()
    program.close()
    assert program.threads
    assert threading.main_thread() not in program.threads


@pytest.mark.parametrize("pane", ["issues", "feeds", "papers", "benchmarks"])
async def test_the_sample_takes_the_place_of_an_empty_library(tmp_path: Path, pane: str) -> None:
    program = Program(Launch(home=tmp_path, offline=True), {})
    app = ReaderApp(program, pane, program.sample)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, MainScreen)
        assert screen.opened.is_sample
        await asyncio.to_thread(screen.sync_controller.wait)
        screen.workspace.open_view()
        await pilot.pause()
        assert screen.workspace.list.count > 2
        assert screen.workspace.pane.context.value == pane
    program.close()
