"""How many files an issue enters on its way into the library: few enough to be read in one sitting."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.files_entered import ROOT, way_of
from support.inputs import OWN

SEEDS = OWN / "seeds"
MOST = 10
LONGEST = 400


def _files(found: dict[str, tuple[str, str]]) -> set[str]:
    long = {name for name in found if len((ROOT / name).read_text("utf-8").splitlines()) > LONGEST}
    assert not long
    return set(found)


@pytest.mark.parametrize("form", ["semantic.html", "utility.html", "txt"])
def test_an_issue_enters_at_most_ten_files_and_no_long_one(form: str, tmp_path: Path) -> None:
    issue = (SEEDS / f"inference-report-2026-02-05.{form}").read_bytes()
    way = way_of(issue, "2026-02-05", tmp_path)
    found = _files(way.handed)
    assert {"services/sync.py", "sources/report/sync.py", "sources/report/parse.py", "storage/issues.py"} <= found
    assert ("sources/report/plain_text.py" in found) == (form == "txt")
    assert len(found) <= MOST, way.handed
    assert found < set(way.called)


def test_the_second_form_of_an_issue_enters_no_more(tmp_path: Path) -> None:
    text, page = ((SEEDS / f"inference-report-2026-02-05.{form}").read_bytes() for form in ("txt", "semantic.html"))
    assert len(_files(way_of(page, "2026-02-05", tmp_path, before=text).handed)) <= MOST


def test_the_reader_of_a_section_is_handed_its_section(tmp_path: Path) -> None:
    issue = (SEEDS / "inference-report-2026-02-05.semantic.html").read_bytes()
    way = way_of(issue, "2026-02-05", tmp_path)
    readers = {f"sources/report/{name}.py" for name in ("essay", "links", "papers", "tables", "trending")}
    assert readers <= set(way.called)
    assert not readers & set(way.handed)
