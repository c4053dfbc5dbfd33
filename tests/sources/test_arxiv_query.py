"""arXiv's query API: what is asked, and what the answers mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.domain.papers import Author
from tui_reader.sources.arxiv.known import parse_any
from tui_reader.sources.arxiv.query import parse_query_page, query_url

ENTRY = """<entry><id>http://arxiv.org/abs/2101.00001v2</id><updated>2021-02-01T10:00:00Z</updated>
 <published>2021-01-01T10:00:00Z</published><title>A wrapped
   title</title><summary>  An abstract
in lines.</summary><author><name>Ann One</name>
 <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Uni</arxiv:affiliation></author>
 <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">12 pages</arxiv:comment>
 <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1/x</arxiv:doi>
 <link href="http://arxiv.org/abs/2101.00001v2" rel="alternate" type="text/html"/>
 <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.AI"/>
 <category term="cs.AI"/><category term="stat.ML"/><category term="68T05; 68T10"/></entry>"""


def page(entries: str, total: int, start: int = 0) -> bytes:
    return f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
      xmlns:o="http://a9.com/-/spec/opensearch/1.1/">
      <title>arXiv Query</title><o:totalResults>{total}</o:totalResults><o:startIndex>{start}</o:startIndex>
      {entries}</feed>""".encode()


def test_a_page_gives_papers_and_where_the_next_begins() -> None:
    answer = parse_query_page(page(ENTRY, 30, 10))
    (paper,) = answer.papers
    assert (answer.total, answer.start, answer.next_start) == (30, 10, 11)
    assert (paper.arxiv_id, paper.version, paper.title) == ("2101.00001", 2, "A wrapped title")
    assert paper.abstract == "An abstract in lines."
    assert paper.authors == (Author("Ann One", "Uni"),)
    assert paper.published == datetime(2021, 1, 1, 10, tzinfo=UTC)
    assert paper.updated == datetime(2021, 2, 1, 10, tzinfo=UTC)
    assert (paper.comment, paper.doi, paper.categories) == ("12 pages", "10.1/x", ("cs.AI", "stat.ML"))
    assert parse_query_page(page(ENTRY, 11, 10)).next_start is None


def test_no_match_is_an_empty_page_but_an_empty_page_amid_matches_is_an_error() -> None:
    assert parse_query_page(page("", 0)).papers == ()
    with pytest.raises(ParseError, match="empty page where 25"):
        parse_query_page(page("", 25, 10))


def test_an_answer_that_was_cut_off_is_no_shorter_list() -> None:
    whole = page(ENTRY + ENTRY.replace("00001", "00002"), 2)
    for end in (len(whole) - 6, len(whole) - 40, len(whole) // 2):
        with pytest.raises(ParseError, match="ends early"):
            parse_query_page(whole[:end])


def test_an_entry_that_is_no_paper_counts_on_the_way_to_the_next_page() -> None:
    answer = parse_query_page(page(ENTRY + ENTRY.replace("A wrapped\n   title", ""), 30, 10))
    assert (len(answer.papers), answer.next_start) == (1, 12)


@pytest.mark.parametrize(
    "data", [b"Rate exceeded.", b"  rate exceeded", b"<html><body>Too Many Requests</body></html>"]
)
def test_a_soft_refusal_is_a_rate_limit(data: bytes) -> None:
    with pytest.raises(RateLimited):
        parse_query_page(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "nothing"),
        (b"<html><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway"),
        (page("<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
              "<summary>incorrect id format for abc</summary></entry>", 1), "incorrect id format for abc"),
    ],
)  # fmt: skip
def test_errors_say_what_arxiv_says(data: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        parse_query_page(data)


def asked(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize(
    "published",
    [
        "<published>someday</published>",
        "<published>0001-01-01T00:00:00+14:00</published>",
        "<published>2021-02-30T10:00:00Z</published>",
        "<published></published>",
        "<published/>",
        "",
    ],
)
def test_a_date_that_cannot_be_read_costs_the_page_nothing_but_that_date(published: str) -> None:
    odd = ENTRY.replace("<published>2021-01-01T10:00:00Z</published>", published)
    other = ENTRY.replace("2101.00001", "2101.00002")
    found = parse_query_page(page(odd + other, 2))
    assert [paper.arxiv_id for paper in found.papers] == ["2101.00001", "2101.00002"]
    assert found.papers[0].published is None
    assert found.papers[0].updated == datetime(2021, 2, 1, 10, tzinfo=UTC)
    assert found.papers[1].published == datetime(2021, 1, 1, 10, tzinfo=UTC)
    assert found.undated == 1


def test_a_query_joins_words_categories_and_days() -> None:
    url = query_url(
        "http://api/query", search="ti:a OR ti:b", categories=["cs.SD", "cs.LG"], since=date(2026, 3, 1), start=20
    )
    assert asked(url) == {
        "search_query": "(ti:a OR ti:b) AND (cat:cs.SD OR cat:cs.LG) AND submittedDate:[202603010000 TO 209912312359]",
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": "20",
        "max_results": "100",
    }


def test_papers_are_asked_for_by_number_and_pages_stay_within_the_limit() -> None:
    url = query_url("http://api/query?", id_list=["2101.00001v2", "hep-ex/0406020"], max_results=9999)
    assert asked(url)["id_list"] == "2101.00001v2,hep-ex/0406020"
    assert asked(url)["max_results"] == "2000"
    assert "search_query" not in asked(url)
    assert asked(query_url("http://api/query", search="all:x"))["search_query"] == "all:x"


def test_the_private_names_of_the_package_are_what_this_program_thinks() -> None:
    import arxiv
    import arxiv._feed

    assert arxiv.Search(query="q", id_list=["1"], max_results=1)._url_args() == {
        "search_query": "q", "id_list": "1", "sortBy": "relevance", "sortOrder": "descending",
    }  # fmt: skip
    parsed = arxiv._feed.parse(page(ENTRY, 1))
    assert (parsed.header.total_results, parsed.malformed, len(parsed.results)) == (1, False, 1)


def test_oai_records_and_loose_entries_are_papers_too() -> None:
    oai = b"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
      <arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1102.1122</id><created>2011-02-05</created><authors><author>
      <keyname>One</keyname><forenames>Ann</forenames></author></authors><title>T</title>
      <categories>cs.CC math.CT</categories>
      <abstract>A.</abstract></arXiv></metadata></record></ListRecords></OAI-PMH>"""
    (paper,) = parse_any(oai).papers
    assert (paper.arxiv_id, paper.authors[0].name, paper.primary_category) == ("1102.1122", "Ann One", "cs.CC")
    marked = ENTRY.replace("<entry>", '<entry id="x" xmlns="http://www.w3.org/2005/Atom">')
    loose = f"<articles>{marked}</articles>"
    assert [p.arxiv_id for p in parse_any(loose.encode()).papers] == ["2101.00001"]
    assert parse_any(page(ENTRY, 1)).where_kind == "import"
