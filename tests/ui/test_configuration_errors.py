"""What is wrong in config.toml stays on the screen, in short and in full, until it is dismissed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("text", "line", "help_"),
    [
        ('[arxiv]\ncategores = ["cs.SD"]\n', 2, "Did you mean categories?"),
        ("[network\ntimeout_s = 3\n", 1, "inference-tui config init shows an example"),
    ],
)
async def test_it_stands_there_until_it_is_dismissed(
    tmp_path: Path, text: str, line: int, help_: str, size: tuple[int, int]
) -> None:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(text)
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: NOW)
    app = ReaderApp(program, "feeds", strict=True)
    async with app.run_test(size=size) as pilot:
        main: Any = app.screen
        await pilot.pause(0.3)
        for key in ("j", "3", "2"):
            await pilot.press(key)
        assert "config.toml" in main.state.error
        assert f":{line}" in main.state.error
        shown = "\n".join("".join(s.text for s in strip) for strip in main._compositor.render_strips())
        assert "config.toml" in shown
        await pilot.press("!")
        for _ in range(400):
            if app.screen._is_filled:  # type: ignore[attr-defined]
                break
            await pilot.pause(0.02)
        screen: Any = app.screen
        assert help_ in str(screen._told.content)
        await pilot.press("d", "escape")
        assert main.state.error == ""
    program.close()
