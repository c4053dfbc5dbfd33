"""Two real issues in three forms each give the values expected of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.issues import Issue
from tui_reader.sources.report.parse import looks_like_issue, parse_page

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
DAYS = ("2026-03-27", "2026-03-31")
FORMS = ("txt", "semantic.html", "utility.html")

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the recorded issues are not here")


@pytest.fixture(params=[(d, f) for d in DAYS for f in FORMS], ids=lambda p: f"{p[0]}-{p[1]}", scope="module")
def case(request: pytest.FixtureRequest) -> tuple[Issue, str, dict[str, Any]]:
    day, form = request.param
    data = (SEEDS / f"inference-report-{day}.{form}").read_bytes()
    assert looks_like_issue(data)
    issue = parse_page(data, f"https://inference.report/archive/{day}").issue
    assert issue is not None
    return issue, form, json.loads((SEEDS / "expected" / f"{day}.json").read_text("utf-8"))


def test_front_and_essay(case: tuple[Issue, str, dict[str, Any]]) -> None:
    issue, _, expected = case
    assert (issue.day.isoformat(), issue.author) == (expected["date"], expected["byline"])
    assert list(issue.essay) == expected["essay"]


def test_papers(case: tuple[Issue, str, dict[str, Any]]) -> None:
    issue, _, expected = case
    assert [s.title for s in issue.sections if s.name == "papers"] == [expected["papers_heading"]]
    found = [{"title": p.title, "category": p.primary_category, "abstract": p.abstract} for p in issue.papers]
    assert found == expected["papers"]


def test_boards(case: tuple[Issue, str, dict[str, Any]]) -> None:
    issue, _, expected = case
    found = [
        {
            "name": t.title,
            "metric": t.metric or None,
            "description": t.description,
            "rows": [
                [r.rank, r.model, r.score, r.tok_s, r.usd_per_1m] if r.tok_s is not None else [r.rank, r.model, r.score]
                for r in t.rows
            ],
        }
        for t in issue.tables
    ]
    assert found == [{k: v for k, v in b.items() if k != "columns"} for b in expected["boards"]]


def test_links(case: tuple[Issue, str, dict[str, Any]]) -> None:
    issue, form, expected = case
    if form == "txt":
        # The text was copied without the lists: their headings are there, the last section is not.
        assert (issue.labs, issue.wire, issue.missing) == ((), (), ("trending",))
        return
    links = json.loads((SEEDS / "expected" / f"{expected['date']}.links.json").read_text("utf-8"))
    assert [[x.source, x.title, x.url] for x in issue.labs] == links["labs"]
    assert [[x.source, x.title, x.url] for x in issue.wire] == links["wire"]
    assert [[r.name, r.description, r.language, f"{r.stars:,}"] for r in issue.trending] == links["trending"]
    assert [p.arxiv_id for p in issue.papers] == links["arxiv"]
    assert issue.missing == ()


@pytest.mark.parametrize("name", ["clippings-2026-03.txt", "state-of-ai-2026-06-15.txt"])
def test_digests_are_no_issues(name: str) -> None:
    data = (SEEDS / name).read_bytes()
    assert not looks_like_issue(data)
    assert parse_page(data).issue is None


def test_no_recorded_feed_or_page_is_an_issue() -> None:
    data = SEEDS.parent / "data"
    paths = sorted([*(data / "feeds").glob("*"), *(data / "html_pages").glob("*.html")])[::7]
    assert [p.name for p in paths if p.is_file() and looks_like_issue(p.read_bytes()[: 1 << 20])] == []
