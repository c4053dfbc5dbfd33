"""An empty library shows the sample edition, whatever pane the reader opens in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tui_reader.ui.app import ReaderApp
from tui_reader.ui.main_screen import MainScreen
from tui_reader.wiring import Launch, Program


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
