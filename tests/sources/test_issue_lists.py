"""Links, papers, tables and repositories in arrangements that no single markup has."""

from __future__ import annotations

import pytest

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.issues import Issue
from tui_reader.sources.report.cells import cut_rows
from tui_reader.sources.report.columns import Column
from tui_reader.sources.report.parse import parse_page

PROSE = "A paragraph of an essay stands here, and it is long enough to be taken for prose by anyone."


def html(body: str) -> Issue:
    found = parse_page(f"<title>The Inference Report</title><p>March 27, 2026</p><p>{PROSE}</p>{body}".encode()).issue
    assert found is not None
    return found


def text(body: str) -> Issue:
    found = parse_page(f"The Inference Report\n\nMarch 27, 2026\n\n{PROSE}\n\nBy Iris\n\n{body}".encode()).issue
    assert found is not None
    return found


def test_cards_with_a_summary_in_the_link() -> None:
    card = (
        '<a href="https://{0}.example/x"><div><span>{1}</span><time>Mar 27</time></div><h3>{2}</h3>'
        "<p>They say it is about voice. It has several pages and a summary that is longer than any title.</p></a>"
    )
    cards = card.format("a", "OpenAI", "Voice card is out") + card.format("b", "Mistral AI", "Translator weights")
    issue = html(f"<div><div>AI Labs</div><div><a href=/labs>All labs</a></div></div><div>{cards}</div>")
    assert [(x.source, x.title) for x in issue.labs] == [
        ("OpenAI", "Voice card is out"),
        ("Mistral AI", "Translator weights"),
    ]


def test_comment_links_and_times_beside_a_title() -> None:
    rows = "".join(
        f"<div><span>{n}h ago</span><span>{s}</span><a href='https://{s.lower()}.example/{n}'>{t}</a>"
        f"<a href='https://forum.example/{n}'>{n} comments</a></div>"
        for n, s, t in ((1, "Reuters", "Chips up"), (2, "Wired", "Who owns this voice?"))
    )
    issue = html(f"<h2>From the Wire</h2><article>{rows}</article>")
    assert [(x.source, x.title) for x in issue.wire] == [("Reuters", "Chips up"), ("Wired", "Who owns this voice?")]


def test_a_linked_source_beside_a_linked_title() -> None:
    issue = html(
        "<h2>From the Wire</h2><ul><li><a href='https://techcrunch.com'>TechCrunch</a> "
        "<a href='https://techcrunch.com/raise'>Startup raises $70M for code checks</a></ul>"
    )
    (link,) = issue.wire
    assert (link.source, link.url) == ("TechCrunch", "https://techcrunch.com/raise")


def test_lists_in_text_whose_addresses_are_lost() -> None:
    glued = text("AI LabsAll labs\nOpenAIVoice card is out\nGoogle DeepMindPartnership & compute update\n")
    apart = text("AI Labs\nAll labs\nOpenAI\nVoice card is out\nGoogle DeepMind\nPartnership & compute update\n")
    for issue in (glued, apart):
        assert [(x.source, x.title, x.url) for x in issue.labs] == [
            ("OpenAI", "Voice card is out", ""),
            ("Google DeepMind", "Partnership & compute update", ""),
        ]


def test_papers_with_the_category_in_a_row_of_labels_above() -> None:
    paper = (
        "<div><div><span>{c}</span><span>12 Mar 2026</span></div><div>{t}</div><div>Jane Doe, John Smith</div>"
        "<div>{a}</div>"
        "<div><a href='https://arxiv.org/abs/{i}'>Abstract</a><a href='https://arxiv.org/pdf/{i}'>PDF</a></div></div>"
    )
    issue = html(
        "<div>Research Papers</div>"
        + paper.format(c="cs.SD", t="The First of Two Papers", a="We do a thing. It works.", i="2603.00001")
        + paper.format(c="cs.CL", t="The Second of Two Papers", a="We do another thing. It fails.", i="2603.00002")
    )
    assert [(p.title, p.primary_category, p.abstract, p.arxiv_id) for p in issue.papers] == [
        ("The First of Two Papers", "cs.SD", "We do a thing. It works.", "2603.00001"),
        ("The Second of Two Papers", "cs.CL", "We do another thing. It fails.", "2603.00002"),
    ]
    assert [a.name for a in issue.papers[0].authors] == ["Jane Doe", "John Smith"]


def test_more_columns_than_are_known() -> None:
    issue = html(
        "<h2>Benchmarks</h2><h3>Artificial Analysis Intelligence Index</h3><table><caption>Composite score</caption>"
        "<tr><th>#<th>Model<th>Organization<th>Score<th>tok/s<th>$/1M<th>License"
        "<tr><td>1<td><a href=/m>GPT-5.4</a><td>OpenAI<td>57.2 ±0.4<td>1,075<td>$0.30<td>no"
        "<tr><td>1<td>GLM-5<td>Z<td>57.2<td>—<td><td>MIT</table>"
    )
    (table,) = issue.tables
    assert (table.board, table.metric, table.description) == (
        "artificial-analysis",
        "Intelligence Index",
        "Composite score",
    )
    assert table.rows == (BoardRow("GPT-5.4", 1, 57.2, 1075, 0.3), BoardRow("GLM-5", 1, 57.2))


@pytest.mark.parametrize(
    "rows",
    [
        (
            "<ol><li><b>1</b><b>GPT-5.4</b><i>57.2</i><i>75 tok/s</i><i>$5.63</i>"
            "<li><b>2</b><b>o3</b><i>50</i><i>9 tok/s</i><i>—</i></ol>"
        ),
        "<table><tr><td>1<td>GPT-5.4<td>57.2<td>75 tok/s<td>$5.63<tr><td>2<td>o3<td>50<td>9 tok/s<td>—</table>",
    ],
)
def test_tables_without_a_header(rows: str) -> None:
    (table,) = html(f"<h2>Benchmarks</h2><h3>Artificial Analysis</h3>{rows}").tables
    assert table.rows == (BoardRow("GPT-5.4", 1, 57.2, 75, 5.63), BoardRow("o3", 2, 50, 9))


def test_text_with_a_cell_a_line() -> None:
    head, first, second = "#\nModel\nScore\ntok/s\n$/1M", "1\nGPT-5.4\n57.2\n75\n$5.63", "2\no3\n50\n—\n$1.00"
    rebench = "SWE-rebench\nAgentic coding\n#\nModel\nScore\n1\nGLM-5\n62.8%"
    issue = text(
        f"Benchmarks\nFull tables\nArtificial Analysis\nIntelligence Index\n{head}\n{first}\n{second}\n{rebench}"
    )
    analysis, other = issue.tables
    assert analysis.rows == (BoardRow("GPT-5.4", 1, 57.2, 75, 5.63), BoardRow("o3", 2, 50, None, 1))
    assert (other.board, other.rows) == ("swe-rebench", (BoardRow("GLM-5", 1, 62.8),))


def test_terms_and_definitions_as_a_table() -> None:
    issue = html(
        "<h2>Benchmarks</h2><h3>SWE-rebench</h3><dl><dt>Model<dd>Score<dt>GPT-5.4<dd>57.2%<dt>GLM-5<dd>50%</dl>"
    )
    assert issue.tables[0].rows == (BoardRow("GPT-5.4", None, 57.2), BoardRow("GLM-5", None, 50))


def test_doubt_is_said_in_the_note() -> None:
    lines = "Benchmarks\n\nZed board\n\n#ModelScoretok/s$/1M\n1Zed1230$1.00\n"
    found = parse_page(f"The Inference Report\n\n2026-03-27\n\n{PROSE}\n\n{lines}".encode())
    assert found.issue is not None
    assert found.issue.tables[0].rows == (BoardRow("Zed", 1, None, None, 1.0),)
    assert "Zed can be read in more than one way" in found.note


def test_names_of_one_table_help_in_another() -> None:
    alone = cut_rows(["1Alpha 9005.1130$1.00"], [*Column][:5])
    assert alone[0] is None or alone[0].model != "Alpha 900" or alone[0].unsure
    issue = text(
        "Benchmarks\n\nFirst board\n\n#\tModel\tScore\n1\tAlpha 900\t60%\n\nSecond board\n\n#ModelScoretok/s$/1M\n"
        "1Beta39.230$1.00\n2Alpha 90035.130$1.00\n"
    )
    assert [r.model for r in issue.tables[1].rows] == ["Beta", "Alpha 900"]


def test_repositories_with_ranks_and_gains() -> None:
    rows = "".join(
        f"<div><div>{n}</div><div><a href='https://github.com/{r}'>{r}</a></div><div>{d}</div><div>{lang}</div>"
        f"<div>{stars}</div><div>+{n}45 today</div></div>"
        for n, r, d, lang, stars in (
            (1, "o/n", "Agents for all", "Python", "12.3k"),
            (2, "p/q", "Tiny things", "Zig", "1,024"),
        )
    )
    issue = html(f"<div>Trending</div>{rows}<footer><a href='https://github.com/inference/report'>source</a></footer>")
    assert [(r.name, r.description, r.language, r.stars) for r in issue.trending] == [
        ("o/n", "Agents for all", "Python", 12300),
        ("p/q", "Tiny things", "Zig", 1024),
    ]


def test_repositories_on_one_line_of_text() -> None:
    issue = text(
        "Trending\nocto-org/agent-hubOrchestration for agentsPython12,345\n"
        "2. speech-lab/tiny-tts TTS under 25 MB Rust ★ 2,048\n"
        "aB/cDeFOne of several endsGo7\n"
    )
    assert [(r.name, r.description, r.language, r.stars) for r in issue.trending] == [
        ("octo-org/agent-hub", "Orchestration for agents", "Python", 12345),
        ("speech-lab/tiny-tts", "TTS under 25 MB", "Rust", 2048),
    ]
