"""A section's own page: an essay with another byline and the whole list, joined to its issue without loss."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tui_reader.domain.errors import ParseError
from tui_reader.domain.issues import Issue
from tui_reader.sources.report.parse import merge_section, parse_page, parse_section_page

DAY = date(2026, 2, 14)
SITE = "https://inference.report"
ESSAY = (
    "Labs spent the week on plumbing, and it shows in what they chose not to announce. See <a href='/x'>last week</a>."
)
MARKDOWN = "Labs spent the week on plumbing, and it shows in what they chose not to announce. See [last week](https://inference.report/x)."


def page(title: str, body: str, day: str = "February 14, 2026") -> bytes:
    return (
        f"<html><head><title>{title} — The Inference Report</title></head><body><nav><a href=/>Home</a></nav><main>"
        f"<h1>{title}</h1><p>{day}</p><p>{ESSAY}</p><p>It will not be the last such week, whatever they say.</p>"
        f"<p>Iris Okafor</p>{body}</main><footer>© 2026</footer></body></html>"
    ).encode()


LINKS = "".join(
    f"<li><span>{s}</span> <a href='https://{s.lower()}.example/{n}'>News number {n} of {s}</a></li>"
    for n, s in enumerate(["Alpha", "Beta", "Gamma"] * 10)
)


def issue() -> Issue:
    found = parse_page(
        b"<title>The Inference Report</title><h1>The Inference Report</h1><p>February 14, 2026</p>"
        b"<p>A short essay stands here, long enough to be taken for one by any reader.</p><p>By Mara de Vries</p>"
        b"<h2>AI Labs</h2><ul><li><span>Alpha</span> <a href='https://alpha.example/0'>News number 0 of Alpha</a></li>"
        b"<li><span>Omega</span> <a href='https://omega.example/only'>Only the issue has this</a></li></ul>"
        b"<h2>Research Papers - Focused</h2>"
        b"<h3><a href='https://arxiv.org/abs/2602.01234'>Hearing with Less</a> cs.SD</h3>"
        b"<p>We prune filter banks until hearing aids can run them.</p>"
        b"<h2>Benchmarks</h2><h3>SWE-rebench</h3><table><tr><th>#<th>Model<th>Score<tr><td>1<td>o3<td>60%</table>"
    ).issue
    assert found is not None
    return found


def test_essay_byline_and_whole_list() -> None:
    found = parse_section_page(page("AI Labs", f"<ul>{LINKS}</ul>"), f"{SITE}/labs/2026-02-14", "labs", DAY)
    assert found.section.author == "Iris Okafor"
    assert found.section.essay == (MARKDOWN, "It will not be the last such week, whatever they say.")
    assert len(found.links) == 30
    assert (found.links[4].source, found.links[4].title) == ("Beta", "News number 4 of Beta")


def test_papers_page() -> None:
    body = "".join(
        f"<article><h2><a href='https://arxiv.org/abs/2602.{n:05}'>A Paper Numbered {n}</a></h2><span>cs.CL</span>"
        f"<p>We count to {n} and report what happens on the way there.</p></article>"
        for n in range(40)
    )
    found = parse_section_page(page("Research Papers", body), "", "papers", DAY)
    assert len(found.papers) == 40
    assert found.section.author == "Iris Okafor"
    assert {p.primary_category for p in found.papers} == {"cs.CL"}
    assert found.papers[7].abstract == "We count to 7 and report what happens on the way there."


def test_benchmarks_page_has_long_tables() -> None:
    rows = "".join(f"<tr><td>{n}<td>Model {n}<td>{90 - n / 2:g}%" for n in range(1, 101))
    body = f"<h2>SWE-rebench</h2><p>Agentic coding.</p><table><tr><th>#<th>Model<th>Score{rows}</table>"
    found = parse_section_page(page("Benchmarks", body), "", "benchmarks", DAY)
    assert [len(t.rows) for t in found.tables] == [100]
    merged = merge_section(issue(), found)
    assert [(t.board, len(t.rows), t.complete) for t in merged.tables] == [("swe-rebench", 100, True)]


def test_merging_keeps_what_only_the_issue_has() -> None:
    before = issue()
    found = parse_section_page(page("AI Labs", f"<ul>{LINKS}</ul>"), f"{SITE}/labs/2026-02-14", "labs", DAY)
    after = merge_section(before, found)
    assert len(after.labs) == 31
    assert after.labs[-1].source == "Omega"
    section = next(s for s in after.sections if s.name == "labs")
    assert (section.author, section.url) == ("Iris Okafor", f"{SITE}/labs/2026-02-14")
    assert replace(after, labs=before.labs, sections=before.sections) == before


def test_merging_fills_a_paper_the_issue_knows() -> None:
    other = "<h2><a href='https://arxiv.org/abs/2602.09999'>Another Paper</a></h2>"
    body = f"<h2>Hearing with Less</h2><span>cs.SD</span>{other}"
    found = parse_section_page(page("Research Papers", body), "", "papers", DAY)
    merged = merge_section(issue(), found)
    assert [(p.title, p.arxiv_id) for p in merged.papers] == [
        ("Hearing with Less", "2602.01234"),
        ("Another Paper", "2602.09999"),
    ]
    assert merged.papers[0].abstract


def test_merging_a_section_the_issue_lacked_takes_it_off_the_missing() -> None:
    before = issue()
    assert before.missing == ("wire", "trending")
    found = parse_section_page(page("From the Wire", f"<ul>{LINKS}</ul>"), f"{SITE}/feeds/2026-02-14", "wire", DAY)
    after = merge_section(before, found)
    assert after.missing == ("trending",)
    assert len(after.wire) == 30
    assert [s.name for s in after.sections] == ["labs", "wire", "papers", "benchmarks"]


def test_merging_twice_changes_nothing_more() -> None:
    found = parse_section_page(page("AI Labs", f"<ul>{LINKS}</ul>"), "", "labs", DAY)
    once = merge_section(issue(), found)
    assert merge_section(once, found) == once


def test_a_page_of_another_day_is_refused() -> None:
    with pytest.raises(ParseError, match="2026-02-15"):
        parse_section_page(page("AI Labs", f"<ul>{LINKS}</ul>", "February 15, 2026"), "", "labs", DAY)


def test_a_page_without_the_section_is_refused() -> None:
    with pytest.raises(ParseError, match="AI Labs"):
        parse_section_page(b"<html><body><h1>Not found</h1><p>Sorry.</p></body></html>", "", "labs", DAY)
