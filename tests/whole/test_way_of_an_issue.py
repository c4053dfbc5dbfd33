"""How many files the bytes of an issue enter on their way into the library: counted, and never more than now."""

from __future__ import annotations

from pathlib import Path

from support.files_entered import ROOT, entered

ISSUE = ROOT / "demo" / "data" / "issues" / "archive-2026-03-27.html"
#: The aim is ten. What is counted is every file of ours in which anything is called, helpers included.
MOST = 42
LONGEST = 400


def test_the_bytes_of_an_issue_enter_no_more_files_and_no_longer_ones(tmp_path: Path) -> None:
    found = entered(ISSUE.read_bytes(), "2026-03-27", tmp_path)
    assert {"sources/report/sync.py", "sources/report/parse.py", "storage/issues.py"} <= set(found)
    assert len(found) <= MOST, sorted(found)
    long = {name for name in found if len((ROOT / name).read_text("utf-8").splitlines()) > LONGEST}
    assert not long
