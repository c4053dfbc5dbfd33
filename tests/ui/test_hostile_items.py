"""An item full of what shells, options and formats make something of: it arrives whole, and nothing of it is run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

TITLE = """-rf --help $(touch ran) `touch ran` ; touch ran & "two" 'one' %s %n {url} \\ | > ran"""
URL = "https://blog.example/-rf?a=$(touch%20ran)&b=';touch%20ran;'&c=%s&d=|touch"
AUTHOR = "\"; touch ran; '$(touch ran)"
TELLS = "import json,sys,pathlib;pathlib.Path(sys.argv[1]).write_text(json.dumps([sys.argv[2:],sys.stdin.read()]))"


def _line(*arguments: str) -> str:
    return json.dumps([sys.executable, "-c", TELLS, *arguments])


@pytest.fixture
def hostile(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A library with one such item, and programs that tell their arguments."""
    monkeypatch.chdir(tmp_path)
    config = program.paths.config_file
    config.write_text(
        f'[[command]]\nkey = "t"\nname = "Tell"\nshow = false\ninput = "json"\n'
        f"run = {_line(str(tmp_path / 'told'), '{title}', '{url}', '{key}')}\n"
        f"[[open_with]]\ncommand = {_line(str(tmp_path / 'opened'), '{url}')}\n"
    )
    library = program.library
    library.sources.upsert(Subscription("odd", "Odd", "https://odd.example/feed"), SourceKind.FEED)
    entry = Entry(TITLE, URL, "odd", AUTHOR, program.now(), summary=TITLE, enclosures=(f"{URL}.mp3",))
    library.entries.store("odd", [entry], program.now())
    return Program(Launch(home=config.parent.parent, offline=True), {}, program.now)


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


async def _told(pilot, file: Path) -> list[object]:  # type: ignore[no-untyped-def]
    for _ in range(600):
        await pilot.pause(0.02)
        if text := _read(file):
            return json.loads(text)  # type: ignore[no-any-return]
    raise AssertionError(f"nothing was told in {file}")


async def test_commands_and_openers_get_it_whole(hostile: Program, tmp_path: Path) -> None:
    assert hostile.config.problems == ()
    row = next(row for row in hostile.library.lists.rows(range(1, 200)) if row.source == "odd")
    try:
        app = ReaderApp(hostile, "feeds", strict=True)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.2)
            app.screen.show(app.screen.state.pane, filter="source:odd")  # type: ignore[attr-defined]
            await pilot.pause(0.2)
            await pilot.press(",", "t")
            arguments, item = await _told(pilot, tmp_path / "told")
            assert arguments == [" " + row.title, row.url, row.key]
            assert json.loads(str(item))["author"] == AUTHOR
            await pilot.press("o")
            arguments, item = await _told(pilot, tmp_path / "opened")
            assert (arguments, item) == ([row.url], "")
            (tmp_path / "opened").unlink()
            await pilot.press("ctrl+o", "enter")
            arguments, _ = await _told(pilot, tmp_path / "opened")
            assert arguments == [f"{row.url}.mp3"]
            (tmp_path / "told").unlink()
            await pilot.press("|")
            typed = shlex.join([sys.executable, "-c", TELLS, str(tmp_path / "told"), "$(touch ran)", "-x y", "{title}"])
            app.screen.line.value = typed  # type: ignore[attr-defined]
            await pilot.press("enter")
            arguments, item = await _told(pilot, tmp_path / "told")
            assert arguments == ["$(touch ran)", "-x y", f" {row.title}"]
            assert str(item).startswith(TITLE.partition(" \\")[0])
    finally:
        hostile.close()
    assert row.title == TITLE
    assert not _read(tmp_path / "ran")


def test_a_browser_of_the_environment_gets_an_address_whole(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport json, sys\nopen('{tmp_path}/told', 'w').write(json.dumps(sys.argv[1:]))"
    )
    browser.chmod(0o700)
    code = f"from tui_reader.ui.handlers.links import _browse; _browse({URL!r})"
    env = {**os.environ, "BROWSER": f"{browser} --new %s"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=tmp_path)
    assert json.loads(_read(tmp_path / "told")) == ["--new", URL]
    assert not _read(tmp_path / "ran")
