"""The answer function as a server: statuses, validators, queries."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.demo.answer import answer
from tui_reader.demo.edition import DOCUMENTS, ISSUE_DAYS
from tui_reader.domain.http import Answer, Request
from tui_reader.domain.settings import Settings
from tui_reader.sources.feed.builtin import BUILTIN_FEEDS

ATOM = "{http://www.w3.org/2005/Atom}"
API = "https://export.arxiv.org/api/query"


def get(url: str, **headers: str) -> Answer:
    return answer(Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()}))


def entries(url: str) -> list[str]:
    found = get(url)
    assert found.status == 200
    return [entry.findtext(f"{ATOM}id", "") for entry in ET.fromstring(found.body).iter(f"{ATOM}entry")]


@pytest.mark.parametrize("url", [feed.url for feed in BUILTIN_FEEDS])
def test_no_built_in_feed_fails(url: str) -> None:
    found = get(url)
    if found.status == 301:
        found = get(found.headers["location"])
    assert found.status == 200
    assert found.body


def test_every_file_is_there_and_served() -> None:
    for place, document in DOCUMENTS.items():
        found = get(f"https://{place}")
        assert (found.status, found.headers["content-type"]) == (200, document.content_type), place
        assert found.body


@pytest.mark.parametrize("day", ISSUE_DAYS)
def test_the_archive_names_every_issue_and_each_is_served(day: object) -> None:
    assert f"/archive/{day}".encode() in get("https://inference.report/archive").body
    assert get(f"https://inference.report/archive/{day}").status == 200


@pytest.mark.parametrize(
    "url",
    [
        "https://inference.report/archive/2026-03-28",
        "https://inference.report/labs/2026-03-27",
        "https://arxiv.org/html/2604.22129",
        "https://sample-edition.example/nowhere",
        "https://example.org/",
        "ftp://inference.report/archive",
        "http://[broken",
        "",
    ],
)
def test_what_the_sample_does_not_have_is_not_found(url: str) -> None:
    assert get(url).status == 404


def test_addresses_are_the_same_with_a_slash_and_without_and_in_http() -> None:
    bodies = {
        get(u).body
        for u in ("https://msamribeiro.com/blog/", "https://MSAMRIBEIRO.com/blog", "http://msamribeiro.com/blog")
    }
    assert len(bodies) == 1


def test_a_known_etag_is_answered_with_304() -> None:
    url = "https://openai.com/news/rss.xml"
    tag = get(url).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(url, If_None_Match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert get(url, if_none_match='"other"').status == 200


def test_a_moved_feed_says_where_it_went() -> None:
    found = get("https://venturebeat.com/category/ai/feed/")
    assert found.status == 301
    assert get(found.headers["location"]).status == 200


def test_the_board_that_wants_a_key_refuses() -> None:
    assert get("https://artificialanalysis.ai/api/v2/language/models/free?page=1").status == 401


def test_announcements_hold_the_categories_that_were_asked() -> None:
    base = Settings().arxiv.feed_url
    everything = entries(f"{base}/{'+'.join(Settings().arxiv.categories)}")
    assert len(everything) == 25
    sound = entries(f"{base}/cs.SD")
    assert 0 < len(sound) < 25
    assert set(sound) < set(everything)
    assert entries(f"{base}/cs") == everything
    assert entries(f"{base}/cs.SD%2Bcs.LG") == entries(f"{base}/cs.SD+cs.LG")
    assert entries(f"{base}/hep-th") == []


def test_the_api_gives_papers_by_number_without_regard_to_version() -> None:
    assert entries(f"{API}?id_list=2603.99901,2604.99903v1&max_results=10") == [
        "http://arxiv.org/abs/2604.99903v1",
        "http://arxiv.org/abs/2603.99901v2",
    ]
    assert entries(f"{API}?id_list=9999.00000") == []


def test_the_api_pages_through_a_category_newest_first() -> None:
    url = f"{API}?search_query=cat:cs.CL+AND+submittedDate:[202601010000+TO+202605010000]&max_results=3&start="
    pages = [entries(f"{url}{start}") for start in (0, 3, 6, 300)]
    assert [len(p) for p in pages] == [3, 3, 3, 0]
    assert len({e for p in pages for e in p}) == 9
    root = ET.fromstring(get(f"{url}3").body)
    counted = {e.tag.rpartition("}")[2]: e.text for e in root if "opensearch" in e.tag}
    assert counted["startIndex"] == "3"
    assert counted["itemsPerPage"] == "3"
    assert counted["totalResults"] == "9"


def test_a_paper_in_full_is_served_with_and_without_a_version() -> None:
    assert get("https://arxiv.org/html/2603.99901").body == get("https://arxiv.org/html/2603.99901v2").body


@given(st.text(), st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=2))
def test_no_address_makes_it_raise(url: str, headers: dict[str, str]) -> None:
    answer(Request(url, headers=headers))
    assert answer(Request(f"{API}?{url}", headers=headers)).status in (200, 304, 404)
    answer(Request(f"https://rss.arxiv.org/atom/{url}", headers=headers))
