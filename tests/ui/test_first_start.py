"""The page of the first start: chosen once, as one action; escape keeps the usual."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tui_reader.ui.app import ReaderApp
from tui_reader.ui.screens.first_start import FirstStartScreen
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: NOW)
    yield program
    program.close()


@asynccontextmanager
async def begun(program: Program, size: tuple[int, int]) -> AsyncIterator[Any]:
    app = ReaderApp(program, "", program.sample, strict=True, kept="Kept in /here.")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstStartScreen))
        yield app, pilot


async def until(pilot: Any, holds: Callable[[], bool]) -> None:
    """Let the reader go on until something holds."""
    for _ in range(400):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never held")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_chosen_is_one_action_that_is_taken_back_as_one(program: Program, size: tuple[int, int]) -> None:
    usual = [source.title for source in program.sources()]
    async with begun(program, size) as (app, pilot):
        await pilot.press("space", "j", "j", "j", "j", "j", "j", "space")  # without cs.SD, with cs.RO
        await pilot.press("G", "g")  # the last group is left
        await pilot.press("enter", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        program.triage.wait()
        assert program.source_lists.categories.followed() == ("cs.LG", "cs.CL", "cs.AI", "cs.CV", "cs.RO")
        assert "Newsletters" not in program.source_lists.feeds.groups()
        done = program.triage.undo()
        assert done is not None
        assert done.label == "first choices"
        program.triage.wait()
        assert [source.title for source in program.sources()] == usual


async def test_escape_keeps_the_usual_and_it_is_not_asked_again(program: Program, tmp_path: Path) -> None:
    async with begun(program, (80, 24)) as (app, pilot):
        await pilot.press("space", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
    assert program.recall()["first.asked"] == "yes"
    assert not list((tmp_path / "data").glob("journal/*.jsonl"))


async def test_a_category_is_typed(program: Program) -> None:
    async with begun(program, (80, 24)) as (app, pilot):
        page = app.screen
        await pilot.press("a", *"math.ag", "enter")
        await until(pilot, lambda: app.screen is page and page._offers.offers[0].key == "category:math.AG")
        await pilot.press("enter")
        await until(pilot, lambda: "math.AG" in program.source_lists.categories.followed())


def test_it_is_offered_on_the_very_first_start_alone(tmp_path: Path) -> None:
    from tui_reader.cli.main import _kept

    fresh = Program(Launch(home=tmp_path / "one"), {}, lambda: NOW)
    assert str(tmp_path / "one" / "data") in _kept(fresh)
    fresh.source_lists.categories.add("cs.RO")
    assert _kept(fresh) == ""
    fresh.close()
    (tmp_path / "two" / "config").mkdir(parents=True)
    (tmp_path / "two" / "config" / "config.toml").write_text("")
    for launch in (Launch(home=tmp_path / "two"), Launch(home=tmp_path / "three", offline=True), Launch(demo=True)):
        program = Program(launch, {}, lambda: NOW)
        assert _kept(program) == ""
        program.close()
