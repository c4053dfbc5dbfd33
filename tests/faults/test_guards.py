"""The list of guards is true of the code, and small tests of guards that no room of tests has."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faults.guards import GUARDS, ROOT, Guard
from faults.outcome import said
from tui_reader.cli.main import exit_code_of
from tui_reader.config.log_file import LogFile
from tui_reader.domain.errors import ReaderError
from tui_reader.domain.journal import Change, Folded
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.storage.journal import Journal
from tui_reader.text.sanitise import mend_references

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name.replace(" ", "-"))
def test_each_guard_stands_where_the_list_says_and_has_its_test(guard: Guard) -> None:
    assert (ROOT / "tui_reader" / guard.file).read_text("utf-8").count(guard.text) == 1
    file, _, name = guard.test.partition("::")
    assert not name or f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8")


def test_floods_are_refused_without_being_parsed() -> None:
    flood = "<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
    begun = time.process_time()
    with pytest.raises(ReaderError):
        parse_feed(f"<rss><channel>{flood}</channel></rss>".encode(), "https://x.example/")
    assert time.process_time() - begun < 60, "it is looked at, and not for minutes"


def test_an_error_is_said_in_one_clean_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        raise OSError(2, "No such file", "\x1b[31mred\x07\nand more")

    assert exit_code_of(fails) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert not {"\x1b", "\x07"} & set(error)


def test_a_password_in_an_address_is_not_logged(tmp_path: Path) -> None:
    handler = LogFile(tmp_path / "log")
    handler.emit(logging.LogRecord("x", 30, "x.py", 1, "no answer from https://ada:secret7@x.example/feed", None, None))
    assert "secret7" not in (tmp_path / "log").read_text("utf-8")


def test_references_to_no_character_cost_only_themselves() -> None:
    assert mend_references("&#55357;&#56832; a&#7;b&#xd800;c &#27;") == "\U0001f600 abc &#27;"


def test_a_line_of_five_megabytes_is_none(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "here-1")
    journal.append([Change("url:a", "note", "x" * (5 << 20)), Change("url:b", "read", True)], NOW)
    assert [line is None for _, _, line in journal.read({})] == [True, False]


def test_numbers_that_the_library_remembers_are_not_given_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "here-1", lambda: Folded(NOW, {"here-1": 7}, {}))
    assert journal.append([Change("url:a", "read", True)], NOW).batch == "here-1:8"


def test_a_tag_that_is_too_long_is_not_said_to_be_done(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A</title><guid>1</guid></item></channel></rss>"
    )
    home = tmp_path / "home"
    said(home, "import", str(feed))
    key = said(home, "list", "entries")[1].split()[0]
    code, text = said(home, "mark", key, "--tag", "x" * 101)
    assert code == 2
    assert "100 characters" in text
    assert said(home, "mark", key, "--tag", "x" * 100)[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the system are other ones there")
def test_an_action_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    """A disk that takes a part of a line, in a process whose files may not grow on."""
    script = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from tui_reader.domain.errors import StorageError
from tui_reader.domain.journal import Change, Folded
from tui_reader.storage.journal import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal, now = Journal(Path(sys.argv[1]), "here-1"), datetime(2026, 11, 20, tzinfo=UTC)
journal.append([Change("url:a", "read", True)], now)
size = (Path(sys.argv[1]) / "here-1.jsonl").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, size + 50))
try:
    journal.append([Change("url:b", "note", "x" * 500)], now)
except StorageError:
    print("said")
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "said\n"
    (line,) = (tmp_path / "here-1.jsonl").read_bytes().splitlines(keepends=True)
    assert line.endswith(b"\n")


@pytest.mark.skipif(sys.platform == "win32", reason="its locks are other ones")
def test_programs_append_one_after_the_other(tmp_path: Path) -> None:
    """Whoever holds the file is waited for: what another program appends meanwhile stands before, with its number."""
    import fcntl

    journal = Journal(tmp_path, "here-1")
    journal.append([Change("url:a", "read", True)], NOW)
    script = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui_reader.domain.journal import Change, Folded
from tui_reader.storage.journal import Journal
journal = Journal(Path(sys.argv[1]), "here-1")
print("ready", flush=True)
sys.stdin.readline()
journal.append([Change("url:b", "read", True)], datetime(2026, 11, 20, tzinfo=UTC))
print("done", flush=True)
"""
    path = tmp_path / "here-1.jsonl"
    with path.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        before = path.read_bytes()
        waited = time.monotonic() + 1
        while time.monotonic() < waited and path.read_bytes() == before:
            pass
        held.write(before.splitlines(keepends=True)[0].replace(b"here-1:1", b"here-1:2"))
        held.flush()
        fcntl.flock(held, fcntl.LOCK_UN)
        process.communicate(timeout=60)
    assert b'"id":"here-1:3"' in path.read_bytes()
