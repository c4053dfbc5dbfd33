from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.config.private_files import private_files
from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import StorageError
from tui_reader.domain.journal import Change
from tui_reader.domain.sources import SourceHealth, SourceKind
from tui_reader.services import doctor
from tui_reader.services.doctor import Examination, JournalSurvey, examine
from tui_reader.storage.journal import Journal

FAILED = Check("thing", CheckStatus.FAILED, "broken", "mend it")
FINE = Check("thing", CheckStatus.OK, "fine")


class _Thing:
    def __init__(self, *states: Check) -> None:
        self.states = list(states)
        self.mended = 0

    def look(self) -> list[Check]:
        return [self.states.pop(0)]

    def mend(self) -> str:
        self.mended += 1
        return "mended"


def test_without_repair_nothing_is_mended() -> None:
    thing = _Thing(FAILED)
    assert examine([Examination("thing", thing.look, thing.mend)]) == [FAILED]
    assert thing.mended == 0


def test_what_failed_is_mended_and_looked_at_again() -> None:
    thing = _Thing(FAILED, FINE)
    (check,) = examine([Examination("thing", thing.look, thing.mend)], repair=True)
    assert (check.status, check.message) == (CheckStatus.REPAIRED, "fine (mended)")


def test_what_still_fails_stays_failed() -> None:
    thing = _Thing(FAILED, FAILED)
    assert examine([Examination("thing", thing.look, thing.mend)], repair=True) == [FAILED]


def test_what_is_well_is_not_mended() -> None:
    thing = _Thing(FINE)
    assert examine([Examination("thing", thing.look, thing.mend)], repair=True) == [FINE]
    assert thing.mended == 0


def test_a_repair_that_fails_is_said() -> None:
    def mend() -> str:
        raise StorageError("the disk is full")

    (check,) = examine([Examination("thing", _Thing(FAILED).look, mend)], repair=True)
    assert check.status is CheckStatus.FAILED
    assert "the disk is full" in check.message


@pytest.mark.parametrize("error", [StorageError("no such thing", "look"), PermissionError(13, "Permission denied")])
def test_looking_that_fails_is_a_failed_check(error: Exception) -> None:
    def look() -> list[Check]:
        raise error

    (check,) = examine([Examination("thing", look)])
    assert (check.name, check.status) == ("thing", CheckStatus.FAILED)
    assert check.hint


def test_warnings_and_repairs_are_well() -> None:
    assert doctor.is_well([FINE, Check("a", CheckStatus.WARNING, ""), Check("b", CheckStatus.REPAIRED, "")])
    assert not doctor.is_well([FINE, FAILED])


def _health(name: str, status: str) -> SourceHealth:
    return SourceHealth(name, SourceKind.FEED, name, "", status=status, last_success=datetime(2026, 4, 1, tzinfo=UTC))


def test_sources_that_fail_or_are_gone_are_a_warning_that_names_them() -> None:
    check = doctor.judge_sources([_health("a", "ok"), _health("b", "failing"), _health("c", "retired")])
    assert check.status is CheckStatus.WARNING
    assert "failing: b" in check.message
    assert "gone for good: c" in check.message
    assert doctor.judge_sources([_health("a", "ok")]).status is CheckStatus.OK
    assert "none was fetched" in doctor.judge_sources([]).message


@pytest.mark.parametrize(
    ("free", "status"), [(1 << 40, CheckStatus.OK), (50 << 20, CheckStatus.WARNING), (0, CheckStatus.FAILED)]
)
def test_little_room_is_a_warning_and_none_a_failure(free: int, status: CheckStatus) -> None:
    assert doctor.judge_space(Path("data"), free).status is status


@pytest.mark.parametrize(
    ("env", "encoding", "status"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", CheckStatus.OK),
        ({"TERM": "dumb"}, "utf-8", CheckStatus.WARNING),
        ({}, "utf-8", CheckStatus.WARNING),
        ({"TERM": "xterm"}, "ANSI_X3.4-1968", CheckStatus.WARNING),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "UTF-8", CheckStatus.OK),
    ],
)
def test_a_terminal_is_judged_by_its_name_and_encoding(env: dict[str, str], encoding: str, status: CheckStatus) -> None:
    assert doctor.judge_terminal(env, encoding, is_terminal=True).status is status
    assert doctor.judge_terminal(env, encoding, is_terminal=False).status is CheckStatus.OK


def test_a_journal_with_odd_lines_is_a_warning_with_counts() -> None:
    assert doctor.judge_journal(JournalSurvey(1, 5, 0, 0, 5)).status is CheckStatus.OK
    check = doctor.judge_journal(JournalSurvey(2, 5, 3, 1, 5))
    assert check.status is CheckStatus.WARNING
    assert "3 lines are unreadable" in check.message
    assert "number 5" in check.message


def test_lines_of_a_newer_version_and_of_the_future_are_named(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    journal = Journal(tmp_path, "here")
    journal.append([Change("vista", f"vista:{n}", "x") for n in range(5)], now)
    assert judged(journal, tmp_path, now).message == (
        "5 lines in 1 file, the last of this machine is number 5; 5 lines are of a newer version: here:1 (vista:0), "
        "here:2 (vista:1), here:3 (vista:2) and 2 more"
    )
    journal.append([Change("a:1", "read", True)], now + timedelta(days=900))
    check = judged(journal, tmp_path, now)
    assert check.status is CheckStatus.WARNING
    assert check.message.endswith("1 line is dated in the future: here:6 (08 May 2029)")


def judged(journal: Journal, folder: Path, now: datetime) -> Check:
    return doctor.judge_journal(doctor.survey_journal(journal, folder, "here", now))


def test_a_configuration_is_judged_by_its_problems() -> None:
    file = Path("config.toml")
    assert doctor.judge_configuration(file, False, []).status is CheckStatus.OK
    check = doctor.judge_configuration(file, True, ["line 1", "line 2", "line 3"])
    assert (check.status, check.message) == (CheckStatus.FAILED, "line 1 (and 2 more)")


def test_an_old_python_is_refused() -> None:
    assert doctor.judge_python((3, 10, 9), (3, 40)).status is CheckStatus.FAILED
    assert doctor.judge_python((3, 13, 0), (3, 40)).status is CheckStatus.OK


def test_a_folder_is_probed_without_a_trace(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "state"
    with private_files():
        assert doctor.judge_folder("state", folder, doctor.probe_folder).status is CheckStatus.OK
    assert list(folder.iterdir()) == []
    if sys.platform != "win32":
        folder.chmod(0o755)
        check = doctor.judge_folder("state", folder, doctor.probe_folder)
        assert (check.status, folder.stat().st_mode & 0o777) == (CheckStatus.WARNING, 0o755)
    (tmp_path / "file").touch()
    check = doctor.judge_folder("state", tmp_path / "file" / "state", doctor.probe_folder)
    assert check.status is CheckStatus.FAILED
