"""The same issue in the markups a site may change to: each gives the same values."""

from __future__ import annotations

from datetime import date

import pytest

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.issues import Issue
from tui_reader.sources.report.parse import looks_like_issue, parse_page

ESSAY = (
    "The week's quiet story is that small models moved into places where nobody looks: routers, hearing aids, tills.",
    "Costs fell by a third & nobody raised a price. A market with too many sellers looks like that, until it does not.",
)
AUTHOR = "Mara de Vries"
LABS = (
    ("OpenAI", "A shorter system card for voice", "https://openai.com/index/voice-card"),
    ("Mistral", "Weights for a 3B translator", "https://mistral.ai/news/translator"),
)
WIRE = (
    ("The Verge", "Who owns a voice?", "https://www.theverge.com/a/voice"),
    ("Reuters", "Chip exports rise again", "https://www.reuters.com/chips"),
)
PAPERS = (
    (
        "Hearing with Less: Sparse Filters for Edge Audio",
        "cs.SD",
        "We prune filter banks until hearing aids can run them. On three corpora quality stays within 0.2\\% of dense.",
        "2602.01234",
    ),
    (
        "Counting Is Not Reasoning",
        "cs.CL",
        "Language models count by pattern. We show where this breaks, with $O(\\log n)$ probes per task.",
        "2602.04321",
    ),
)
BOARD = (
    (1, "GPT-5.4", 57.2, 75.0, 5.63),
    (2, "o3", 54.0, 120.0, None),
    (3, "GLM-5", 53.4, 49.0, 0.30),
)
SWE = ((1, "GLM-5", 62.8), (2, "gpt-5.2-2025-12-11-medium", 61.0))
REPOS = (
    ("octo/agent-hub", "Orchestration for agents", "Python", 12345),
    ("lab/tiny-tts", "Speech under 25 MB", "C++", 2048),
)


def cell(value: float | str | None, form: str = "{:g}") -> str:
    return "—" if value is None else value if isinstance(value, str) else form.format(value)


def as_cells(row: tuple[int, str, float, float, float | None]) -> list[str]:
    return [str(row[0]), row[1], cell(row[2]), cell(row[3]), cell(row[4], "${:.2f}")]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


AA_HEAD = ["#", "Model", "Score", "tok/s", "$/1M"]
AA = [as_cells(r) for r in BOARD]
SWE_HEAD = ["#", "Model", "Score"]
SWE_CELLS = [[str(n), m, f"{s:g}%"] for n, m, s in SWE]
BOARDS = (
    ("Artificial Analysis", "Intelligence Index", "Composite score across coding, math, and reasoning", AA_HEAD, AA),
    ("SWE-rebench", "", "Agentic coding on real-world software engineering tasks", SWE_HEAD, SWE_CELLS),
)


def page(body: str, head: str = "") -> str:
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>The Inference Report</title>"
        f"{head}<script>self.__next_f=[]</script></head><body>{body}"
        '<script>self.__next_f.push([1,"AI Labs Research Papers 2020-01-01 By Some Body"])</script></body></html>'
    )


def role_tables() -> str:
    """ARIA roles on boxes, `<details>` around abstracts, PDF icons, a nav made of boxes."""

    def table(name: str, metric: str, about: str, head: list[str], rows: list[list[str]]) -> str:
        def row(cells: list[str], role: str) -> str:
            return '<div role="row">' + "".join(f'<div role="{role}"><b>{c}</b></div>' for c in cells) + "</div>"

        body = "".join(row(r, "cell") for r in rows)
        return (
            f"<h3>{name} <small>{metric}</small></h3><p>{about}</p>"
            f'<div role="table"><div role="rowgroup">{row(head, "columnheader")}</div>'
            f'<div role="rowgroup">{body}</div></div>'
        )

    papers = "".join(
        f'<li><span class="x">{c}</span><h4>{t}</h4><a href="https://arxiv.org/pdf/{i}v2">pdf</a>'
        f"<details><summary>Abstract</summary>{a}</details></li>"
        for t, c, a, i in PAPERS
    )
    links = {
        n: "".join(f'<li><a href="{u}">{t}</a> — {s} <time>3h ago</time></li>' for s, t, u in ls)
        for n, ls in (("labs", LABS), ("wire", WIRE))
    }
    repos = "".join(
        f'<li><h3><a href="https://github.com/{n}">{n.replace("/", " / ")}</a></h3><p>{d}</p>'
        f"<p>{lang} · ★ {stars:,}</p></li>"
        for n, d, lang, stars in REPOS
    )
    return page(
        '<div class="cookie">We use cookies to improve your experience. Accept</div>'
        '<div><a href="#labs">AI Labs</a><a href="#wire">From the Wire</a></div>'
        "<header><h1>The Inference Report</h1><p>Saturday, 14 February 2026</p></header>"
        f"<article>{''.join(f'<p>{escaped(p)}</p>' for p in ESSAY)}"
        f"<footer>By <a rel=author href=/about>{AUTHOR}</a></footer></article>"
        "<form><h2>Subscribe</h2><p>Get the daily report in your inbox.</p><input type=email></form>"
        f"<h2>AI Labs</h2><ul>{links['labs']}</ul><h2>From the Wire</h2><ul>{links['wire']}</ul>"
        f"<h2>Research Papers</h2><ul>{papers}</ul><h2>Podcast</h2><p>Listen to episode 12 cs.SD</p>"
        f"<h2>Benchmarks</h2>{''.join(table(*b) for b in BOARDS)}<h2>Trending</h2><ul>{repos}</ul>"
        '<footer><a href="https://github.com/site/site">GitHub</a> © 2026</footer>'
    )


def box_tables() -> str:
    """Boxes all the way down: no list, no table, no heading; the essay is one box with double line breaks."""

    def table(name: str, metric: str, about: str, head: list[str], rows: list[list[str]]) -> str:
        def row(cells: list[str]) -> str:
            return "<div>" + "".join(f"<div><span>{c}</span></div>" for c in cells) + "</div>"

        return f"<div>{name}</div><div>{metric}</div><div>{about}</div>{row(head)}<div>{''.join(map(row, rows))}</div>"

    links = [
        "".join(f'<a href="{u}"><div>{s}</div><div>{t}</div><div>2h ago</div></a>' for s, t, u in ls)
        for ls in (LABS, WIRE)
    ]
    papers = "".join(
        f'<div><div>[{c}]</div><div><a href="http://arxiv.org/abs/{i}">{t}</a></div><div>{a}</div></div>'
        for t, c, a, i in PAPERS
    )
    repos = "".join(
        f'<div><a href="https://github.com/{n}">{n}</a></div><div>{d}</div>'
        f"<div><span>{lang}</span><span>{stars / 1000:g}k</span></div>"
        for n, d, lang, stars in REPOS
    )
    essay = "<br><br>".join(map(escaped, ESSAY))
    return page(
        "<div><div><a href=/>The Inference Report</a></div>"
        "<div><a href=/archive/2026-02-13>← February 13, 2026</a></div></div>"
        '<div><div>The Inference Report</div><div><time datetime="2026-02-14T06:00:00Z">Feb 14, 2026</time></div>'
        f"<div>{essay}</div><div>— {AUTHOR}</div>"
        f"<div><span>AI Labs</span><a href=/labs/2026-02-14>All labs →</a></div>{links[0]}"
        f"<div><span>From the Wire</span><a href=/feeds/2026-02-14>All feeds →</a></div>{links[1]}"
        f"<div><span>Research Papers — Focused</span><a href=/papers/2026-02-14>All papers</a></div>{papers}"
        "<div><span>Benchmarks</span><a href=/benchmarks/2026-02-14>Full tables</a></div>"
        f"{''.join(table(*b) for b in BOARDS)}"
        f"<div><span>Trending</span></div>{repos}</div>"
        "<div>Subscribe to our newsletter</div><div><a href=https://x.com/report>X</a></div>"
    )


def flat_grid() -> str:
    """A CSS grid: all cells are brothers; the rest streamed late by React; abstracts in several paragraphs."""

    def table(name: str, metric: str, about: str, head: list[str], rows: list[list[str]]) -> str:
        cells = "".join(f"<div>{c}</div>" for c in [*head, *(c for r in rows for c in r)])
        return f"<section><h3>{name}</h3><p>{metric}</p><p>{about}</p><div class=grid>{cells}</div></section>"

    links = ["".join(f'<dt>{s}</dt><dd><a href="{u}">{t}</a></dd>' for s, t, u in ls) for ls in (LABS, WIRE)]
    papers = "".join(
        f"<article><h3>{t} ({c}; eess.AS)</h3>"
        + "".join(f"<p>{part.strip()}{'' if part.endswith('.') else '.'}</p>" for part in a.split(". ", 1))
        + f'<p><a href="https://arxiv.org/abs/{i}">arXiv</a></p></article>'
        for t, c, a, i in PAPERS
    )
    repos = "".join(
        f"<tr><td><a href=https://github.com/{n}>{n}</a><td>{d}<td>{lang}<td>{stars}" for n, d, lang, stars in REPOS
    )
    late = f"<h2>Benchmarks</h2>{''.join(table(*b) for b in BOARDS)}<h2>Trending on GitHub</h2><table>{repos}</table>"
    return page(
        "<nav><a href=/labs>AI Labs</a></nav><main><h1>February 14, 2026</h1>"
        f"<div>By {AUTHOR}</div>{''.join(f'<p>{escaped(p)}</p>' for p in ESSAY)}"
        f"<h2>AI LABS</h2><dl>{links[0]}</dl><h2><a href=/feeds/2026-02-14>From the Wire</a></h2><dl>{links[1]}</dl>"
        f'<h2>Research Papers</h2>{papers}<!--$?--><template id="B:0"></template><!--/$--></main>'
        f'<div hidden id="S:0">{late}</div><script>$RC("B:0","S:0")</script>'
    )


def plain_text() -> str:
    """Copied from a terminal: CRLF, no-break spaces, wrapped at 80, tables in columns."""
    import textwrap

    def table(name: str, metric: str, about: str, head: list[str], rows: list[list[str]]) -> str:
        widths = [max(len(r[i]) for r in [head, *rows]) + 2 for i in range(len(head))]
        lines = ["".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in [head, *rows]]
        return "\n".join([name, *([metric] if metric else []), about, "", *lines, ""])

    def wrapped(text: str) -> str:
        return "\n".join(textwrap.wrap(text, 80, break_long_words=False))

    papers = "\n\n".join(f"{wrapped(t + ' ' + c)}\nhttps://arxiv.org/abs/{i}\n\n{wrapped(a)}" for t, c, a, i in PAPERS)
    links = ["\n".join(f"- {s}: {t} {u}" for s, t, u in ls) for ls in (LABS, WIRE)]
    repos = "\n".join(f"{n}\n{d}\n{lang}\n★ {stars:,}\n" for n, d, lang, stars in REPOS)
    text = "\n\n".join(
        [
            "The Inference Report",
            "14 February 2026",
            *map(wrapped, ESSAY),
            AUTHOR,
            "AI LabsAll labs\n" + links[0],
            "From the WireAll feeds\n" + links[1],
            "Research PapersAll papers\n" + papers,
            "BenchmarksFull tables",
            *(table(*b) for b in BOARDS),
            "Trending\n" + repos,
        ]
    )
    return text.replace("OpenAI: ", "OpenAI:\N{NO-BREAK SPACE}").replace("\n", "\r\n")


def markdown() -> str:
    """The issue as Markdown."""

    def table(name: str, metric: str, about: str, head: list[str], rows: list[list[str]]) -> str:
        lines = ["| " + " | ".join(r) + " |" for r in [head, ["---"] * len(head), *rows]]
        return f"### {name}\n\n{metric}\n\n{about}\n\n" + "\n".join(lines) + "\n"

    links = ["\n".join(f"- **{s}** [{t}]({u})" for s, t, u in ls) for ls in (LABS, WIRE)]
    papers = "\n\n".join(f"### [{t}](https://arxiv.org/abs/{i}) `{c}`\n\n{a}".replace("`", "") for t, c, a, i in PAPERS)
    repos = "\n".join(f"- [{n}](https://github.com/{n}) — {d} · {lang} · {stars} stars" for n, d, lang, stars in REPOS)
    return "\n\n".join(
        [
            "# The Inference Report",
            "2026-02-14",
            *ESSAY,
            f"By {AUTHOR}",
            "## AI Labs",
            links[0],
            "## From the Wire",
            links[1],
            "## Research Papers",
            papers,
            "## Benchmarks",
            *(table(*b) for b in BOARDS),
            "## Trending",
            repos,
        ]
    )


MARKUPS = {f.__name__: f for f in (role_tables, box_tables, flat_grid, plain_text, markdown)}


@pytest.fixture(params=MARKUPS, scope="module")
def issue(request: pytest.FixtureRequest) -> Issue:
    found = parse_page(MARKUPS[request.param]().encode(), "https://inference.report/archive/2026-02-14").issue
    assert found is not None
    return found


@pytest.mark.parametrize("name", MARKUPS)
def test_is_recognised(name: str) -> None:
    assert looks_like_issue(MARKUPS[name]().encode())


def test_day_title_and_byline(issue: Issue) -> None:
    assert (issue.day, issue.title) == (date(2026, 2, 14), "The Inference Report — February 14, 2026")
    assert issue.author == AUTHOR
    assert issue.missing == ()


def test_essay_to_the_letter(issue: Issue) -> None:
    assert issue.essay == ESSAY


def test_links_with_their_sources(issue: Issue) -> None:
    assert tuple((x.source, x.title, x.url) for x in issue.labs) == LABS
    assert tuple((x.source, x.title, x.url) for x in issue.wire) == WIRE


def test_papers_with_category_and_abstract(issue: Issue) -> None:
    found = tuple((p.title, p.primary_category, p.abstract.replace("\n\n", " "), p.arxiv_id) for p in issue.papers)
    assert found == PAPERS


def test_tables_by_value(issue: Issue) -> None:
    analysis, rebench = issue.tables
    assert (analysis.board, analysis.title, analysis.metric) == (
        "artificial-analysis",
        "Artificial Analysis",
        "Intelligence Index",
    )
    assert (rebench.board, rebench.metric, rebench.description) == ("swe-rebench", "", BOARDS[1][2])
    assert analysis.rows == tuple(BoardRow(m, n, s, t, p) for n, m, s, t, p in BOARD)
    assert rebench.rows == tuple(BoardRow(m, n, s) for n, m, s in SWE)
    assert {t.source for t in issue.tables} == {"issues"}
    assert not any(t.complete for t in issue.tables)


def test_trending_repositories(issue: Issue) -> None:
    assert tuple((r.name, r.description, r.language, r.stars) for r in issue.trending) == REPOS
