"""What makes a page an issue, what does not, and what odd and hostile pages come to."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.domain.errors import ParseError
from tui_reader.domain.issues import Issue
from tui_reader.sources.report.essay import name_in
from tui_reader.sources.report.parse import looks_like_issue, parse_page

PROSE = "A paragraph of an essay stands here, and it is long enough to be taken for prose by anyone."
MORE = "Another one follows it, with a thought of its own; it ends like any other sentence does."
LABS = '<h2>AI Labs</h2><ul><li>OpenAI <a href="https://openai.com/x">A card for voice</a></ul>'
TRENDING = '<h2>Trending</h2><ul><li><a href="https://github.com/octo/hub">octo/hub</a> <p>Agents</p></ul>'
TABLE = "<h2>Benchmarks</h2><h3>SWE-rebench</h3><table><tr><th>#<th>Model<th>Score<tr><td>1<td>o3<td>60%</table>"


def page(body: str, day: str = "<p>March 27, 2026</p>", title: str = "The Inference Report") -> bytes:
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><h1>The Inference Report</h1>{day}{body}</body></html>".encode()


def read(body: str, **parts: str) -> Issue:
    found = parse_page(page(body, **parts)).issue
    assert found is not None
    return found


@pytest.mark.parametrize(
    "day",
    [
        "2026-03-27",
        "27 March 2026",
        "Friday, March 27, 2026",
        "Fri, 27 Mar 2026",
        "March 27th, 2026",
        "2026/03/27",
        "Issue #112 · Mar. 27, 2026",
        "March 27, 2026 · 5 min read",
        "Mar 27 2026",
        "27th of March, 2026",
    ],
)
def test_ways_to_write_the_day(day: str) -> None:
    assert read(f"<p>{PROSE}</p>{LABS}", day=f"<div>{day}</div>").day == date(2026, 3, 27)


def test_links_to_other_days_do_not_decide() -> None:
    links = "<a href=/archive/2026-03-26>March 26, 2026</a><a href=/archive/2026-03-28>March 28, 2026</a>"
    assert read(f"<div>{links}</div><p>{PROSE}</p>{LABS}").day == date(2026, 3, 27)


def test_a_page_is_of_the_day_it_shows_not_of_the_day_asked_for() -> None:
    found = parse_page(
        page(f"<p>{PROSE}</p>{LABS}", title="March 27, 2026"), "https://inference.report/archive/2026-03-30"
    )
    assert found.issue is not None
    assert found.issue.day == date(2026, 3, 27)
    assert "2026-03-30" in found.note


def test_the_address_gives_the_day_where_the_page_does_not() -> None:
    found = parse_page(page(f"<p>{PROSE}</p>{LABS}", day=""), "https://inference.report/archive/2026-03-27")
    assert found.issue is not None
    assert found.issue.day == date(2026, 3, 27)


def test_without_a_day_there_is_no_issue() -> None:
    found = parse_page(page(f"<p>{PROSE}</p>{LABS}", day=""))
    assert found.issue is None
    assert "date" in found.note


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Grant Calloway", "Grant Calloway"),
        ("By Grant Calloway", "Grant Calloway"),
        ("— Grant Calloway", "Grant Calloway"),
        ("by Mara de Vries", "Mara de Vries"),
        ("Written by J. R. O’Neil-Park", "J. R. O’Neil-Park"),
        ("By Iris", "Iris"),
        ("Grant Calloway | March 27, 2026", "Grant Calloway"),
        ("Åsa Öberg", "Åsa Öberg"),
        ("Grant Calloway, editor", "Grant Calloway"),
        ("All labs", ""),
        ("Read More", ""),
        ("March 27, 2026", ""),
        ("It ends here.", ""),
        ("Share This Issue", ""),
        ("", ""),
    ],
)
def test_bylines(line: str, name: str) -> None:
    assert name_in(line) == name


def test_essay_ends_at_the_byline() -> None:
    issue = read(f"<p>{PROSE}</p><p>{MORE}</p><p>Grant Calloway</p><p>Subscribe to get {PROSE}</p>{LABS}")
    assert (issue.essay, issue.author) == ((PROSE, MORE), "Grant Calloway")


def test_short_paragraphs_and_subheadings_stay() -> None:
    issue = read(f"<p>{PROSE}</p><h3>Why now</h3><p>Money.</p><ul><li>{MORE}</ul><p>By Iris</p>{LABS}")
    assert issue.essay == (PROSE, "### Why now", "Money.", f"- {MORE}")


def test_links_and_emphasis_become_markdown() -> None:
    issue = read(
        f'<p>{PROSE} See <a href="/labs?a=(1)">the <em>labs</em></a> and <b>do</b> <code>a*b</code>.</p>{LABS}'
    )
    assert issue.essay[0].endswith(" and **do** `a*b`.")


def test_plain_words_that_look_like_markup_are_escaped() -> None:
    issue = read(
        f"<p>{PROSE} 5 * 3 is 15, $15 million, snake_case, a *star* &lt;b&gt; [x](y).</p><p># {MORE}</p>{LABS}"
    )
    assert issue.essay[0].endswith(r" snake_case, a \*star\* \<b> \[x](y).") or r"\*star\*" in issue.essay[0]
    assert "$15 million, snake_case" in issue.essay[0]
    assert issue.essay[1] == "\\# " + MORE


def test_what_is_not_content_stays_out() -> None:
    issue = read(
        f"<nav>{LABS}</nav><noscript>{PROSE}</noscript><template><p>{MORE}</p></template><!-- <p>{MORE}</p> -->"
        f'<div style="display: none">{MORE}</div><div aria-hidden=true>{MORE}</div><div role=dialog>{MORE}</div>'
        f"<div>We use cookies to improve your experience on this site, and by staying you agree to that.</div>"
        f"<form><p>{MORE}</p><input type=email></form><p>{PROSE}</p><p>By Iris</p>{TRENDING}"
    )
    assert issue.essay == (PROSE,)
    assert issue.missing == ("labs", "wire", "papers", "benchmarks")


def test_sections_without_their_essay() -> None:
    found = parse_page(page(LABS + TABLE))
    assert found.issue is not None
    assert found.issue.essay == ()
    assert "no essay" in found.note


def test_a_page_that_is_one_form_is_still_read() -> None:
    issue = read(
        f"<form id=aspnet><input type=hidden><p>{PROSE}</p><p>{MORE}</p><p>{PROSE * 3}</p><p>By Iris</p>{LABS}</form>"
    )
    assert len(issue.labs) == 1


def test_an_unknown_section_does_not_leak_into_its_neighbours() -> None:
    extra = '<h2>Jobs</h2><ul><li>Acme <a href="https://acme.example/job">An engineer is wanted</a></ul>'
    issue = read(f"<p>{PROSE}</p>{LABS}{extra}{TRENDING}{extra}")
    assert [x.url for x in issue.labs] == ["https://openai.com/x"]
    assert [r.name for r in issue.trending] == ["octo/hub"]


def test_a_paper_named_like_a_section_is_a_paper() -> None:
    papers = (
        "<h2>Research Papers</h2><h3>Benchmarks: A Survey <i>cs.CL</i></h3><p>We survey them.</p>"
        "<h3>Trending <i>cs.SI</i></h3><p>We look at what trends now.</p>"
    )
    issue = read(f"<p>{PROSE}</p>{papers}{TABLE}{TRENDING}")
    assert [p.title for p in issue.papers] == ["Benchmarks: A Survey", "Trending"]
    assert len(issue.tables) == 1


def test_papers_without_abstract_or_category() -> None:
    papers = (
        '<h2>Research Papers</h2><ul><li><a href="https://arxiv.org/abs/2603.00001">No Category Here</a>'
        '<li><a href="https://arxiv.org/abs/2603.00002">No Abstract Here</a> cs.LG, stat.ML</ul>'
    )
    first, second = read(f"<p>{PROSE}</p>{papers}").papers
    assert (first.title, first.categories, first.abstract, first.arxiv_id) == ("No Category Here", (), "", "2603.00001")
    assert (second.primary_category, second.categories) == ("cs.LG", ("cs.LG", "stat.ML"))


def test_links_in_an_abstract_are_no_titles() -> None:
    papers = (
        "<h2>Research Papers</h2><h3>A Good Paper cs.CL</h3><p>We build on <a href='https://arxiv.org/abs/1706.03762'>"
        "the well known attention paper</a>, and show that what it left open can be closed with a little more care.</p>"
    )
    (paper,) = read(f"<p>{PROSE}</p>{papers}").papers
    assert paper.arxiv_id == ""
    assert paper.abstract.startswith("We build on the well known attention paper, and show")


def test_sources_in_a_heading_above_or_only_in_the_address() -> None:
    labs = (
        "<h2>AI Labs</h2><h3>OpenAI</h3><ul><li><a href='https://openai.com/1'>First piece of news</a>"
        "<li><a href='https://openai.com/2'>Second piece of news</a></ul>"
        "<h2>From the Wire</h2><ul><li><a href='https://www.wired.com/1'>Only a title here</a>"
        "<li><a href='https://techcrunch.com/1'>Startup raises money | TechCrunch</a></ul>"
    )
    issue = read(f"<p>{PROSE}</p>{labs}")
    assert [(x.source, x.title) for x in issue.labs] == [
        ("OpenAI", "First piece of news"),
        ("OpenAI", "Second piece of news"),
    ]
    assert [(x.source, x.title) for x in issue.wire] == [
        ("wired.com", "Only a title here"),
        ("TechCrunch", "Startup raises money"),
    ]


def test_no_control_characters_come_through() -> None:
    issue = read(f"<p>{PROSE}\x1b[31m \u202ered</p><p>By Iris</p>{LABS.replace('A card', 'A &#27;[2Jcard&#8238;')}")
    said = issue.essay[0] + issue.labs[0].title
    assert not any(c in said for c in "\x1b\u202e")


def test_gzipped_and_old_encodings() -> None:
    body = page(f"<p>{PROSE} Café – naïve.</p><p>By Iris</p>{LABS}")
    old = body.decode().encode("cp1252")
    for data, kind in (
        (gzip.compress(body), ""),
        (old, "text/html; charset=windows-1252"),
        (b"\xef\xbb\xbf" + body, ""),
    ):
        found = parse_page(data, "", kind).issue
        assert found is not None
        assert "Café – naïve." in found.essay[0]


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>The Inference Report</title></channel></rss>',
        b'{"title": "The Inference Report"}',
        page(
            "<ul><li><a href=/archive/2026-03-27>March 27, 2026</a>"
            "<li><a href=/archive/2026-03-26>March 26, 2026</a></ul>"
        ),
        page(f"<p>{PROSE}</p>", title="About the report"),
        page(f"<p>{PROSE}</p><p>By Iris</p>{LABS}", title="AI Labs"),
        f"<h1>My month</h1><p>March 27, 2026</p><p>{PROSE}</p><h2>Research Papers</h2><li>A — {MORE}".encode(),
        b"Benchmarks are hard. Trending now.\n\nMarch 27, 2026\n",
        b"",
        b"\x00\x01\x02" * 99,
    ],
)
def test_other_things_are_not_taken_for_issues(data: bytes) -> None:
    assert not looks_like_issue(data)


@pytest.mark.parametrize("data", [b"", b"   ", b"\x00\x01" * 99, b"<rss></rss>", b'{"a": 1}', b"\x1f\x8bgarbage"])
def test_what_is_no_page_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse_page(data)


def test_deep_nesting_and_many_links_end() -> None:
    for body in (
        "<div>" * 20_000 + PROSE,
        "<a href=/x>" * 5_000 + PROSE,
        "<table><tr><td>" * 3_000,
        "<ul><li>" * 5_000,
    ):
        parse_page(page(body + LABS))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_value_or_a_parse_error(data: bytes) -> None:
    looks_like_issue(data)
    for whole in (data, page("") + data):
        try:
            parse_page(whole, "https://inference.report/archive/2026-03-27")
        except ParseError:
            continue


PIECES = (
    "<div>", "</div>", "<span>", "</span>", "<li>", "<h2>", "</h2>", "<h3>", "<tr>", "<td>", "<table>", "</table>",
    "<p>", "<br><br>", "AI Labs", "All labs", "From the Wire", "Research Papers — Focused", "Benchmarks",
    "Trending", "cs.SD", "[cs.CL; eess.AS]", "#", "Model", "Score", "tok/s", "$/1M", "1", "GPT-5.4", "57.2", "—",
    "$5.63", "#ModelScoretok/s$/1M", "1GPT-5.457.275$5.63", '<a href="https://arxiv.org/abs/2603.00001">',
    '<a href="https://github.com/o/n">', '<a href="/labs">', "</a>", "o/n", "★ 1.2k", "Python", "By Mara de Vries",
    "Grant Calloway", "March 27, 2026", PROSE, MORE, "\n", "\n\n", "\t", "# ", "- ", "|", "&lt;", "\\",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_an_issues_parts_is_read(pieces: list[str], markup: bool) -> None:
    body = "".join(pieces)
    data = page(body) if markup else f"The Inference Report\n\n2026-03-27\n\n{body}".encode()
    try:
        issue = parse_page(data).issue
    except ParseError:
        return
    if issue is not None:
        assert all(p.title.strip() for p in issue.papers)
        assert all(x.title and x.source is not None for x in (*issue.labs, *issue.wire))
        assert all(r.model and (r.score is None or r.score >= 0) for t in issue.tables for r in t.rows)
        assert set(issue.missing).isdisjoint(s.name for s in issue.sections)
