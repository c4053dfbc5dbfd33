"""What CONTRIBUTING.md says is so: the files it names are there, and its examples run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.actions import ACTIONS
from tui_reader.domain.http import Request, Response
from tui_reader.domain.sources import SyncOptions
from tui_reader.storage.library import Library
from tui_reader.ui.host import handlers_of
from tui_reader.ui.pane import Pane
from tui_reader.ui.state import PaneState

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\S+) -->\n```python\n(.*?)```", TEXT, re.DOTALL))
BOARD = "tui_reader/sources/boards/harbour.py"
NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:tui_reader|tests|\.ci)/[\w./-]*)`", TEXT)) | {"CHANGELOG.md", "pyproject.toml"}
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_names_in_the_text_are_in_the_files_they_are_said_to_be_in() -> None:
    said = {
        "all_sources": "tui_reader/sources/registry.py",
        "handlers_of": "tui_reader/ui/host.py",
        "workspace_of": "tui_reader/ui/rooms.py",
        "Context": "tui_reader/domain/action.py",
    }
    for name, path in said.items():
        assert f"`{name}`" in TEXT
        assert re.search(rf"^(?:def|class) {name}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE), name


def test_the_map_has_every_room() -> None:
    rooms = {p.name for p in (ROOT / "tui_reader").iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert rooms == set(re.findall(r"^\| `tui_reader/(\w+)/`", TEXT, re.MULTILINE))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_passes_the_linters(name: str, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(EXAMPLES[name], "utf-8")
    rules = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "D100"]
    done = subprocess.run([sys.executable, "-m", "ruff", "check", *rules, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_leaderboard_is_one_file_that_is_found_by_being_there(tmp_path: Path) -> None:
    (tmp_path / "harbour.py").write_text(EXAMPLES[BOARD], "utf-8")
    ask = """
import sys
import tui_reader.sources.boards
tui_reader.sources.boards.__path__.append(sys.argv[1])
from tui_reader.sources.registry import recognise
from tui_reader.sources.registry import board, parse_board_file
data = b"model,tide score\\nAda,10.5\\nBell,12\\n"
(table,) = parse_board_file(data, "harbour_2026-02-03.csv")
rows = [(r.rank, r.model, r.score) for r in table.rows]
print(board("harbour").title, recognise(data), table.board, table.taken_on, rows)
"""
    done = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "Harbour Board board harbour 2026-02-03 [(1, 'Bell', 12.0), (2, 'Ada', 10.5)]\n"


class Context:
    """A sync that hands out one answer and stores here and now."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.options = SyncOptions()
        self.asked: list[str] = []

    def now(self) -> datetime:
        return NOW

    def say(self, text: str) -> None:
        raise AssertionError(text)

    async def get(self, request: Request) -> Response:
        self.asked.append(request.url)
        body = b"octo-org/one small-lab/two nothing"
        return Response(request.url, body=body, fetched_at=NOW)

    async def parse(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    async def store(self, job: Callable[[Library], Any]) -> Any:
        return job(self.library)

    def sleep(self, seconds: float, /) -> Awaitable[None]:
        raise AssertionError(seconds)


async def test_a_source_brings_what_is_new_and_nothing_twice(tmp_path: Path) -> None:
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(EXAMPLES["source"], "CONTRIBUTING.md", "exec"), space)
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    try:
        context = Context(library)
        source = space["NamesSource"]("https://names.example/list.txt")
        first, second = await source.sync(context), await source.sync(context)
        assert (first.new, second.new) == (2, 0)
        assert context.asked == ["https://names.example/list.txt"] * 2
    finally:
        library.close()


class App:
    """Remembers what was copied."""

    copied = ""

    def copy_to_clipboard(self, text: str) -> None:
        self.copied = text


class Host:
    """Remembers what was said."""

    def __init__(self) -> None:
        self.app = App()
        self.said: list[str] = []

    def say(self, text: str, hint: str = "", is_error: bool = False) -> None:
        self.said.append(text)


def test_an_action_is_a_row_and_a_method_marked_with_its_id() -> None:
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(EXAMPLES["action"], "CONTRIBUTING.md", "exec"), space)
    row, host = space["ROW"], Host()
    assert row.id not in {action.id for action in ACTIONS}
    assert not {key for action in ACTIONS for key in action.keys} & set(row.keys)
    handlers_of(space["Titles"](host, "On Tides"))[row.id]()
    assert (host.app.copied, host.said) == ("On Tides", ["Title copied"])


def test_a_pane_says_what_its_list_shows() -> None:
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(EXAMPLES["pane"], "CONTRIBUTING.md", "exec"), space)
    kept: type[Pane] = space["KeptPane"]
    opened: Any = Opened()
    pane = kept(opened, PaneState())
    assert pane.title() == "Kept"
    assert [heading for heading, _ in pane.parts()] == [""]
    assert pane.empty(False)[0] == "Nothing kept yet"


class Opened:
    """An open library as far as an empty pane asks for it."""

    is_offline = False

    def now(self) -> datetime:
        return NOW


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Say what\n\nAnd why, at any length: " + "x" * 200 + "\n", 0),
        ("# a comment\nSay what\n", 0),
        ("é" * 71 + "\n", 0),
        ("x" * 72 + "\n", 1),
        ("Say what\nand go on\n", 1),
        ("", 1),
    ],
)
def test_the_subject_of_a_commit_is_short(message: str, code: int, tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.write_text(message, "utf-8")
    assert subprocess.run([ROOT / ".ci" / "commit-subject", file], capture_output=True, check=False).returncode == code
