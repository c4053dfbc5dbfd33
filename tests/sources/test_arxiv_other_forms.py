"""arXiv's papers in forms other than its feeds and its API: authors in one string, OAI records, saved pages."""

from __future__ import annotations

from datetime import date

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import AnnounceType
from tui_reader.sources.arxiv.known import parse_any
from tui_reader.sources.arxiv.query import parse_query_page
from tui_reader.sources.arxiv.text import authors_of
from tui_reader.sources.registry import recognise

OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>{}</record></ListRecords></OAI-PMH>'


def names(line: str) -> list[tuple[str, str]]:
    return [(author.name, author.affiliation) for author in authors_of(line)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("A. One (X and Y), B. Two", [("A. One", "X and Y"), ("B. Two", "")]),
        ("A. One (Dept. of Hay and Straw, Univ. of Z)", [("A. One", "Dept. of Hay and Straw, Univ. of Z")]),
        (
            "A. One (1 and 2), B. Two (1) ((1) Here, (2) There and near)",
            [("A. One", "Here; There and near"), ("B. Two", "Here")],
        ),
        ("Jin (Bob) Two, C. Three and D. Four", [("Jin (Bob) Two", ""), ("C. Three", ""), ("D. Four", "")]),
        (
            "SHEEP Collaboration: A. One, and B. Two, :",
            [("SHEEP Collaboration", ""), ("A. One", ""), ("B. Two", "")],
        ),
        ("C. Three (for the SHEEP Collaboration)", [("C. Three", "for the SHEEP Collaboration")]),
        ("HAY and STRAW Collaborations, A. One", [("HAY and STRAW Collaborations", ""), ("A. One", "")]),
        ("A. One (never closed, B. Two", [("A. One (never closed", ""), ("B. Two", "")]),
        ("One, Ada; Two, Ben", [("Ada One", ""), ("Ben Two", "")]),
        ("A. One; B. Two", [("A. One", ""), ("B. Two", "")]),
        ("A. One, (Here), B. Two", [("A. One", "Here"), ("B. Two", "")]),
        ("A. One & B. Two", [("A. One", ""), ("B. Two", "")]),
        ("A. One*, B. Two${}^{1,2}$, C. Three†", [("A. One", ""), ("B. Two", ""), ("C. Three", "")]),
        ("李明（清华大学）, 王芳", [("李明", "清华大学"), ("王芳", "")]),
        ("A. One, B. Two et al. (9 not shown)", [("A. One", ""), ("B. Two", "9 not shown")]),
        ("A. One, Jr., B. Two", [("A. One, Jr.", ""), ("B. Two", "")]),
    ],
)
def test_authors_in_one_string(line: str, wanted: list[tuple[str, str]]) -> None:
    assert names(line) == wanted


def test_the_api_names_people_and_the_first_doi() -> None:
    entry = (
        "<entry><id>http://arxiv.org/abs/2601.00001v1</id><updated>2026-01-01T00:00:00Z</updated>"
        "<published>2026-01-01T00:00:00Z</published><title>Sheep</title><summary>x</summary>"
        "<author><name>The SHEEP Collaboration</name></author><author><name>:</name></author>"
        "<author><name>Jin (Bob) Two</name></author>"
        '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/one 10.1000/two</arxiv:doi></entry>'
    )
    page = parse_query_page(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode())
    paper = page.papers[0]
    assert [author.name for author in paper.authors] == ["The SHEEP Collaboration", "Jin (Bob) Two"]
    assert (paper.doi, paper.comment) == ("10.1000/one", "also doi:10.1000/two")


def test_raw_records_have_their_versions() -> None:
    raw = (
        '<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2601.00001</id>'
        '<version version="v1"><date>Mon, 5 Jan 2026 00:00:00 GMT</date></version>'
        '<version version="v2"><date>Tue, 6 Jan 2026 00:00:00 GMT</date></version><title>Sheep</title>'
        "<authors>A. One, B. Two (X and Y)</authors><categories>cs.SD cs.LG</categories><abstract> Baa.</abstract>"
        "</arXivRaw></metadata>"
    )
    data = OAI.format(raw).encode()
    assert recognise(data) == "arxiv"
    (paper,) = parse_any(data).papers
    assert (paper.arxiv_id, paper.version, paper.primary_category) == ("2601.00001", 2, "cs.SD")
    assert [paper.published.day, paper.updated.day] == [5, 6]  # type: ignore[union-attr]
    assert [author.name for author in paper.authors] == ["A. One", "B. Two"]


def test_dublin_core_puts_family_names_first() -> None:
    core = (
        "<header><setSpec>cs:cs:SD</setSpec></header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Sheep</dc:title><dc:creator>van One, Ann</dc:creator>'
        "<dc:description>Baa.</dc:description><dc:description>Comment: 3 pages</dc:description>"
        "<dc:date>2026-01-05</dc:date><dc:identifier>http://arxiv.org/abs/2601.00001</dc:identifier>"
        "<dc:identifier>doi:10.1000/one</dc:identifier></oai_dc:dc></metadata>"
    )
    (paper,) = parse_any(OAI.format(core).encode()).papers
    assert (paper.arxiv_id, paper.abstract, paper.comment, paper.doi) == (
        "2601.00001",
        "Baa.",
        "3 pages",
        "10.1000/one",
    )
    assert (paper.authors[0].name, paper.categories) == ("Ann van One", ("cs.SD",))


def test_the_feeds_of_before_2024_tell_number_and_kind_in_the_title() -> None:
    def item(number: str, rest: str) -> str:
        return (
            f'<item rdf:about="http://arxiv.org/abs/{number}"><title>Sheep. (arXiv:{number}v2 [cs.SD]{rest})</title>'
            f"<link>http://arxiv.org/abs/{number}</link>"
            "<description>&lt;p&gt;Baa $a &amp;lt; b$.&lt;/p&gt;</description>"
            '<dc:creator>&lt;a href="http://arxiv.org/a"&gt;Ann One&lt;/a&gt;, &lt;a href="x"&gt;B. Two&lt;/a&gt;'
            "</dc:creator></item>"
        )

    items = item("2301.00001", "") + item("2301.00002", " UPDATED") + item("2301.00003", " CROSS LISTED")
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>cs.SD updates on arXiv.org</title>'
        f"<dc:date>2023-01-05T20:30:00-05:00</dc:date></channel>{items}</rdf:RDF>"
    ).encode()
    papers = parse_any(data).papers
    assert [p.announce_type for p in papers] == [AnnounceType.NEW, AnnounceType.REPLACE, AnnounceType.CROSS]
    first = papers[0]
    assert (first.title, first.abstract, first.categories) == ("Sheep", "Baa $a < b$.", ("cs.SD",))
    assert [author.name for author in first.authors] == ["Ann One", "B. Two"]
    assert first.version == 2


ABSTRACT_PAGE = (
    '<!DOCTYPE html><html><head><meta name="citation_title" content="Sheep"><meta name="citation_author" '
    'content="One, Ann"><meta name="citation_date" content="2026/01/05"><meta name="citation_online_date" '
    'content="2026/01/07"><meta name="citation_arxiv_id" content="2601.00001"></head><body><div class="dateline">'
    '[Submitted on 5 Jan 2026, last revised 7 Jan 2026 (this version, v3)]</div><div class="authors"><span '
    'class="descriptor">Authors:</span><a>Ann One</a>, <a>B. Two</a></div><blockquote class="abstract mathjax"><span '
    'class="descriptor">Abstract:</span>Baa.</blockquote><table><tr><td class="tablecell label">Subjects:</td>'
    '<td class="tablecell subjects">Sound (cs.SD); Machine Learning (cs.LG)</td></tr></table></body></html>'
)


def test_a_saved_abstract_page_is_its_paper() -> None:
    assert recognise(ABSTRACT_PAGE.encode()) == "arxiv"
    (paper,) = parse_any(ABSTRACT_PAGE.encode()).papers
    assert (paper.arxiv_id, paper.version, paper.title, paper.abstract) == ("2601.00001", 3, "Sheep", "Baa.")
    assert [author.name for author in paper.authors] == ["Ann One", "B. Two"]
    assert paper.categories == ("cs.SD", "cs.LG")


def test_a_saved_listing_is_its_papers_with_their_kinds() -> None:
    def row(number: str) -> str:
        return (
            f'<dt><a href="/abs/{number}">arXiv:{number}</a></dt><dd><div class="list-title"><span class="descriptor">'
            'Title:</span> Sheep</div><div class="list-authors"><a>Ann One</a></div><div class="list-subjects"><span '
            'class="descriptor">Subjects:</span> Sound (cs.SD)</div><p class="mathjax">Baa.</p></dd>'
        )

    page = (
        "<html><body><h3>Showing new listings for Monday, 5 January 2026</h3><dl id='articles'><h3>New submissions "
        f"(showing 1 of 1)</h3>{row('2601.00001')}<h3>Replacement submissions (showing 1 of 1)</h3>{row('2601.00002')}"
        "</dl></body></html>"
    ).encode()
    assert recognise(page) == "arxiv"
    found = parse_any(page)
    assert found.where_kind == "announcement"
    assert [(p.arxiv_id, p.announce_type, p.announced_on) for p in found.papers] == [
        ("2601.00001", AnnounceType.NEW, date(2026, 1, 5)), ("2601.00002", AnnounceType.REPLACE, date(2026, 1, 5)),
    ]  # fmt: skip
    assert found.papers[0].abstract == "Baa."


def test_a_page_of_arxivs_search_is_called_what_it_is() -> None:
    page = b'<html><body><li class="arxiv-result">x</li></body></html>'
    with pytest.raises(ParseError, match="arXiv's search"):
        parse_any(page)


def test_an_old_listing_has_its_descriptions_in_the_text() -> None:
    page = (
        b"<html><body><div id='dlpage'><h3>Thu, 5 Mar 2009</h3><dl><dt><a href='/abs/0903.01021'>[1]</a></dt>"
        b"<dd><div class='list-title'>Title: On spoons</div><div class='list-authors'>Authors: <a>Cy Proba</a></div>"
        b"</dd></dl></div></body></html>"
    )
    (paper,) = parse_any(page).papers
    assert (paper.title, [a.name for a in paper.authors]) == ("On spoons", ["Cy Proba"])
    assert paper.announced_on == date(2009, 3, 5)


def test_an_abstract_page_without_its_facts_is_known_by_its_title() -> None:
    page = (
        b"<html><head><title>[hep-th/9711200] The large sheep</title></head><body><h1 class='title'>Title: The large "
        b"sheep</h1><div class='authors'>Authors: <a>A. One</a></div><div class='dateline'>(Submitted on 27 Nov 1997 "
        b"(v1), last revised 22 Jan 1998 (this version, v3))</div><blockquote class='abstract'>Abstract: Sheep."
        b"</blockquote></body>"
    )
    assert recognise(page) == "arxiv"
    (paper,) = parse_any(page).papers
    assert (paper.arxiv_id, paper.version, paper.title, paper.abstract) == (
        "hep-th/9711200",
        3,
        "The large sheep",
        "Sheep.",
    )
    assert paper.published is not None
    assert paper.updated is not None
    assert (paper.published.year, paper.updated.year) == (1997, 1998)
