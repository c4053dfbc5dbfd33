"""Items handed to other programs out of the reader."""

from __future__ import annotations

import sys

from tui_reader.ui.app import ReaderApp
from tui_reader.ui.screens.output import OutputScreen
from tui_reader.ui.screens.pipe import PipeScreen
from tui_reader.wiring import Launch, Program

COMMANDS = f"""
[[command]]
key = "l"
name = "Lengthen"
run = ["{sys.executable}", "-c", "print('note of', len(__import__('sys').argv[1]))", "{{title}}"]
note = true
"""


async def _over(reading) -> OutputScreen:  # type: ignore[no-untyped-def]
    box = reading.app.screen
    assert isinstance(box, OutputScreen)
    for _ in range(600):
        await reading.pilot.pause(0.02)
        if box._ended is not None:
            return box
    raise AssertionError(box.text)


async def test_an_item_goes_to_a_typed_command_and_its_output_is_shown(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("|", *"head -2", "enter")
        box = await _over(reading)
        assert box.text.startswith("Entry 0")
        assert "Entry 0" in box._page.document.blocks[0].text
        await reading.press("escape")
        assert reading.app.screen is reading.screen
        await reading.press("|", "up")
        asked = reading.app.screen
        assert isinstance(asked, PipeScreen)
        assert asked.line.value == "head -2"


async def test_one_that_never_ends_is_ended_by_escape(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("|", *"sleep 600", "enter")
        await reading.press("escape")
        box = await _over(reading)
        assert box._ended is not None
        assert box._ended.words() == "ended by you"
        await reading.press("escape")
        assert reading.app.screen is reading.screen


async def test_what_a_shell_would_do_is_said_to_be_an_argument(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("|", *"cat | wc", "enter")
        assert isinstance(reading.app.screen, PipeScreen)


async def test_a_command_of_the_configuration_writes_a_note(program, read) -> None:  # type: ignore[no-untyped-def]
    config = program.paths.config_file
    config.write_text(config.read_text() + COMMANDS)
    again = Program(Launch(home=config.parent.parent, offline=True), {}, program.now)
    try:
        assert again.config.problems == ()
        app = ReaderApp(again, "feeds", strict=True)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await pilot.press(",", "l")
            for _ in range(600):
                await pilot.pause(0.02)
                again.triage.wait()
                if notes := _notes(again):
                    break
            assert notes == ["note of 7"]
    finally:
        again.close()


def _notes(program: Program) -> list[str]:
    rows = program.library.lists.rows(range(1, 13))
    details = [program.library.entries.get(row.key) for row in rows]
    return [detail.note for detail in details if detail is not None and detail.note]


async def test_what_open_with_names_opens_an_address(program, read, tmp_path) -> None:  # type: ignore[no-untyped-def]
    told = tmp_path / "told"
    config = program.paths.config_file
    code = "import sys,pathlib;pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    run = f'["{sys.executable}", "-c", "{code}", "{told}", "{{url}}"]'
    config.write_text(f'{config.read_text()}\n[[open_with]]\nmatch = "https://blog.example/*"\ncommand = {run}\n')
    again = Program(Launch(home=config.parent.parent, offline=True), {}, program.now)
    try:
        app = ReaderApp(again, "feeds", strict=True)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await pilot.press("o")
            for _ in range(600):
                await pilot.pause(0.02)
                if told.exists() and told.read_text():
                    break
            assert told.read_text() == "https://blog.example/0"
    finally:
        again.close()
