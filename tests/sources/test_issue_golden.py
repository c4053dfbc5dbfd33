"""Issues in three forms each give the values expected of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.inputs import files, folders, named

from tui_reader.domain.issues import Issue
from tui_reader.sources.report.parse import looks_like_issue, parse_page

FORMS = ("txt", "semantic.html", "utility.html")
Case = tuple[Issue, str, dict[str, Any], dict[str, Any]]


@pytest.fixture(params=files("seeds", "inference-report-*"), ids=named, scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    path: Path = request.param
    day, form = path.name.removeprefix("inference-report-").split(".", 1)
    data = path.read_bytes()
    assert looks_like_issue(data)
    issue = parse_page(data, f"https://inference.report/archive/{day}").issue
    assert issue is not None
    expected, links = (
        json.loads((path.parent / "expected" / f"{day}.{name}").read_text("utf-8")) for name in ("json", "links.json")
    )
    return issue, form, expected, links


def test_each_day_is_there_in_each_form() -> None:
    for folder in folders("seeds"):
        forms = {path.name.split(".", 1)[1] for path in folder.glob("inference-report-*")}
        assert forms == set(FORMS)


def test_front_and_essay(case: Case) -> None:
    issue, _, expected, _ = case
    assert (issue.day.isoformat(), issue.author) == (expected["date"], expected["byline"])
    assert list(issue.essay) == expected["essay"]


def test_papers(case: Case) -> None:
    issue, _, expected, _ = case
    assert [s.title for s in issue.sections if s.name == "papers"] == [expected["papers_heading"]]
    found = [{"title": p.title, "category": p.primary_category, "abstract": p.abstract} for p in issue.papers]
    assert found == expected["papers"]


def test_boards(case: Case) -> None:
    issue, _, expected, _ = case
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


def test_links(case: Case) -> None:
    issue, form, _, links = case
    if form == "txt":
        # The text was copied without the lists: their headings are there, the last section is not.
        assert (issue.labs, issue.wire, issue.missing) == ((), (), ("trending",))
        return
    assert [[x.source, x.title, x.url] for x in issue.labs] == links["labs"]
    assert [[x.source, x.title, x.url] for x in issue.wire] == links["wire"]
    assert [[r.name, r.description, r.language, f"{r.stars:,}"] for r in issue.trending] == links["trending"]
    assert [p.arxiv_id for p in issue.papers] == links["arxiv"]
    assert issue.missing == ()


@pytest.mark.parametrize("path", files("seeds", "[cs]*.txt"), ids=named)
def test_digests_are_no_issues(path: Path) -> None:
    data = path.read_bytes()
    assert not looks_like_issue(data)
    assert parse_page(data).issue is None


def test_no_feed_or_page_is_an_issue() -> None:
    paths = [*files("feeds")[::7], *files("html_pages", "*.html")]
    assert [p.name for p in paths if looks_like_issue(p.read_bytes()[: 1 << 20])] == []
