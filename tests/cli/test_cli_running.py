from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cli_samples import Cli

from tui_reader.cli.main import exit_code_of
from tui_reader.domain.errors import StorageError, UsageError


def _process(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "tui_reader", *words]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_the_version_is_printed(cli: Cli) -> None:
    done = cli("--version")
    assert (done.code, done.out.split()[0]) == (0, "inference-tui")


def test_usage_errors_are_one_line_and_exit_2(cli: Cli) -> None:
    done = cli("list", "everything")
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("inference-tui: ")
    assert done.err.count("\n") == 1


def test_plain_prints_the_pane(cli: Cli) -> None:
    done = cli("--plain")
    assert (done.code, done.out) == (0, "")
    assert "Nothing matches" in done.err


def test_ascii_is_all_that_is_printed_where_it_is_asked_for(cli: Cli) -> None:
    done = cli("--ascii", "--help")
    assert done.out.isascii()
    assert "[OPTION...]" in done.out


def test_a_pane_is_for_the_reader_alone(cli: Cli) -> None:
    assert cli("list", "papers", "--pane", "feeds").code == 2


def test_an_error_is_one_line_and_exits_1(filled: Cli) -> None:
    done = filled("show", "issue:2031-01-01")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "issue:2026-04-01" in done.err


def test_debug_shows_where_an_error_comes_from(filled: Cli) -> None:
    done = filled("show", "issue:2031-01-01", "--debug")
    assert done.code == 1
    assert "Traceback" in done.err


def test_what_the_user_typed_reaches_the_terminal_without_controls(filled: Cli) -> None:
    done = filled("show", "issue:\x1b[31m2031\x07")
    assert "\x1b" not in done.err
    assert "\x07" not in done.err


def test_a_wrong_configuration_names_file_line_and_nearest_key(cli: Cli) -> None:
    cli.configure("[network]\ntimeuot_s = 3\n")
    done = cli("list", "papers")
    assert done.code == 1
    assert "config.toml:2" in done.err
    assert "timeout_s" in done.err


def test_a_configuration_that_was_named_must_be_there(cli: Cli, tmp_path: Path) -> None:
    done = cli("list", "papers", "--config", str(tmp_path / "none.toml"))
    assert (done.code, "none.toml" in done.err) == (1, True)


def _raising(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (StorageError("the library is full", "Make room."), 1, "the library is full. Make room."),
        (UsageError("what?"), 2, "what?"),
        (OSError(28, "No space left on device"), 1, "No space left"),
        (RuntimeError("a wheel\ncame off"), 1, "RuntimeError: a wheel came off"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_ends_a_command_is_one_line_and_an_exit_code(
    raised: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(_raising(raised)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == bool(said)
    assert "Traceback" not in err


def test_debug_shows_where_a_mistake_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raising(RuntimeError("x")), debug=True) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_closed_pipe_is_quiet_in_a_real_process(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "tui_reader", "--home", str(tmp_path), "keys"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_full_disk_behind_stdout_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "tui_reader", "--home", str(tmp_path), "keys"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"inference-tui: ")
    assert done.stderr.count(b"\n") == 1


def test_a_process_prints_one_json_document_to_stdout_alone(tmp_path: Path) -> None:
    done = _process(["--home", str(tmp_path), "list", "papers", "--json"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_the_way_to_the_reader_imports_nothing_that_fetches_or_parses() -> None:
    heavy = ["argparse", "httpx", "feedparser", "lxml", "markdown_it", "diskcache", "pylatexenc", "arxiv"]
    heavy += ["tui_reader.sources.registry", "tui_reader.sources.boards", "csv", "tui_reader.services.exporting.export"]
    heavy += ["tui_reader.services.ranking"]
    on_it = "tui_reader.cli.main, tui_reader.wiring, tui_reader.ui.rooms, tui_reader.ui.papers.ordering"
    on_it += ", tui_reader.ui.handlers.exporting, tui_reader.ui.handlers.likeness, tui_reader.ui.handlers.links"
    code = f"import sys, {on_it}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_terminal_the_pane_is_printed(tmp_path: Path) -> None:
    home = str(tmp_path)
    feed = Path(__file__).resolve().parents[1] / "data"
    source = next(path for path in sorted(feed.glob("feeds/*.xml")) if path.stat().st_size)
    assert _process(["--home", home, "import", str(source), "--as", "feed"]).returncode in (0, 3)
    plain = _process(["--home", home, "--offline", "--pane", "feeds"])
    assert plain.returncode == 0
    assert plain.stdout == _process(["--home", home, "list", "entries"]).stdout
    assert "\x1b" not in plain.stdout + plain.stderr
