"""Other programs at work: what they are given, what is heard of them, and how they end."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.programs import Given
from tui_reader.services.programs import MOST, Programs

ENV = {"PATH": os.environ.get("PATH", ""), "BOARD_KEY": "secret"}
PROGRAMS = Programs(ENV, lambda: ["BOARD_KEY"])
#: Prints its arguments, its standard input and its environment.
TELLS = "import json,sys,os;print(json.dumps([sys.argv[1:],sys.stdin.read(),dict(os.environ)]))"
HOSTILE = "--help; $(touch /tmp/x) `id` %s 'a\" \\ | > &\n-rf"


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def test_foreign_text_arrives_whole_and_nothing_of_it_is_run() -> None:
    given = Given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE + "\0")
    running = PROGRAMS.start(python(TELLS, "{title}", "{url}", "{pdf_url}", "{key}"), given)
    ended = running.wait(30)
    assert ended is not None
    assert ended.is_fine, ended
    arguments, item, env = json.loads(running.output)
    assert arguments == [" " + HOSTILE] * 4
    assert item == HOSTILE + "\0"
    assert "BOARD_KEY" not in env
    assert "PATH" in env


def test_the_item_is_also_a_file_that_goes_with_the_program() -> None:
    code = "import sys,os;p=sys.argv[1];print(p);print(oct(os.stat(p).st_mode)[-3:]);print(open(p).read())"
    running = PROGRAMS.start(python(code, "{path}"), Given(text="All of it"))
    running.wait(30)
    path, mode, text = running.output.split()[0], running.output.split()[1], running.output.split("\n")[2]
    assert (mode, text) == ("600", "All of it")
    assert not Path(path).exists()


def test_output_is_cleaned_and_told_while_the_program_runs() -> None:
    code = (
        "import sys;w=sys.stdout.buffer;w.write(b'\\x1b[31mred\\x1b[0m \\x07\\x1b]0;title\\x07one\\ntw');w.flush();"
        "sys.stdin.read();import time;time.sleep(60)"
    )
    running = PROGRAMS.start(python(code), Given())
    _until(lambda: running.output == "red one\ntw")
    assert running.ended is None
    running.end()
    ended = running.wait(30)
    assert ended is not None
    assert ended.words() == "ended by you"


def test_a_flood_is_ended() -> None:
    running = PROGRAMS.start(python("while True: print('x' * 1000)"), Given())
    ended = running.wait(30)
    assert ended is not None
    assert "printed more than" in ended.reason
    assert len(running.output) <= MOST + 70_000


def test_one_line_without_an_end_is_ended_too() -> None:
    running = PROGRAMS.start(python("import sys\nwhile True: sys.stdout.write('x' * 1000)"), Given())
    ended = running.wait(30)
    assert ended is not None
    assert "printed more than" in ended.reason


def test_one_that_does_not_heed_is_killed_with_what_it_started() -> None:
    code = (
        "import signal,subprocess,sys;signal.signal(15, signal.SIG_IGN);"
        "p=subprocess.Popen(['sleep','600']);print(p.pid,flush=True);p.wait()"
    )
    running = PROGRAMS.start(python(code), Given())
    _until(lambda: running.output.endswith("\n"))
    running.end()
    assert running.wait(30) is not None
    child = int(running.output)
    _until(lambda: not _lives(child))


def test_a_time_limit_ends_it() -> None:
    running = PROGRAMS.start(python("import time;time.sleep(600)"), Given(), limit_s=0.2)
    ended = running.wait(30)
    assert ended is not None
    assert ended.words() == "ended after 0.2 s"


def test_exit_code_and_errors_are_told() -> None:
    running = PROGRAMS.start(python("import sys;sys.stderr.write('\\x1b[1mno such model\\n');sys.exit(3)"), Given())
    ended = running.wait(30)
    assert ended is not None
    assert (ended.words(), ended.errors) == ("exit code 3", "no such model")


def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="There is no program not-there"):
        PROGRAMS.start(["not-there"], Given())
    with pytest.raises(ReaderError, match="may not be run"):
        PROGRAMS.start([str(tmp_path)], Given())
    with pytest.raises(ReaderError, match="could not be started"):
        PROGRAMS.start(["cat", "{title}"], Given("x" * 10_000_000))


def test_one_switch_forbids_all_of_it() -> None:
    forbidden = Programs(ENV, is_allowed=False)
    for call in (lambda: forbidden.start(["ls"], Given()), lambda: forbidden.open(["ls"], Given()),
                 lambda: forbidden.in_front(["ls"])):  # fmt: skip
        with pytest.raises(ReaderError, match="No program is run from a browser"):
            call()


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _until(holds) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
