"""The sample's files: valid in their own formats, consistent with each other, marked as samples."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import feedparser
import pytest
from lxml import etree, html

from tui_reader.demo.answer import answer
from tui_reader.demo.edition import DOCUMENTS, FULL_TEXTS
from tui_reader.domain.http import Request

DATA = files("tui_reader.demo").joinpath("data")
REAL = r"260[34]\.[0-8]\d{4}"


def walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for child in sorted(folder.iterdir(), key=lambda c: c.name):
        if child.is_dir():
            yield from walk(child, f"{prefix}{child.name}/")
        else:
            yield prefix + child.name, child.read_bytes()


FILES = dict(walk(DATA))
FEEDS = {name: body for name, body in FILES.items() if name.endswith((".xml", ".rdf"))}
PAGES = {name: body for name, body in FILES.items() if name.endswith(".html")}


def papers() -> dict[str, feedparser.FeedParserDict]:
    found = feedparser.parse(FILES["arxiv/papers.xml"]).entries
    return {re.sub(r"v\d+$", "", e.id.rpartition("/")[2]): e for e in found}


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_are_well_formed_and_valid_enough(name: str) -> None:
    etree.fromstring(FEEDS[name])
    parsed = feedparser.parse(FEEDS[name])
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.feed.title
    assert parsed.version in ("rss20", "rss10", "atom10")
    if name != "feeds/quiet.xml":
        assert parsed.entries


def test_every_format_of_feeds_occurs() -> None:
    versions = {feedparser.parse(body).version for body in FEEDS.values()}
    assert versions == {"rss20", "rss10", "atom10"}
    feed = json.loads(FILES["feeds/latent-space.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item["id"] for item in feed["items"])


def test_entries_of_every_kind_occur() -> None:
    found = [e for name, body in FEEDS.items() if name.startswith("feeds/") for e in feedparser.parse(body).entries]
    assert len(found) >= 25
    assert any(not e.get("title") for e in found)
    assert any(not e.get("link") for e in found)
    assert any(not e.get("published") for e in found)
    assert any(e.get("enclosures") for e in found)
    assert any(e.get("comments") for e in found)
    bodies = " ".join(str(e.get("content", [{}])[0].get("value", "")) + e.get("summary", "") for e in found)
    for element in ("<pre>", "<table>", "<ul>", "<ol>", "<img", "<blockquote>", "<sup"):
        assert element in bodies, element


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_html_with_a_title(name: str) -> None:
    page = html.fromstring(PAGES[name].decode())
    assert (page.findtext(".//title") or "").strip()


def test_every_text_says_that_it_is_a_sample() -> None:
    for name, body in FILES.items():
        if name == "issues/archive-2026-03-31.html":  # the bare markup has no room but in its byline
            assert b"Sample Edition" in body
        else:
            assert b"sample" in body.lower(), name


def test_nothing_lies_around_that_is_not_served() -> None:
    served = {document.file for document in DOCUMENTS.values()}
    assert set(FILES) - served == {"arxiv/announced.xml", "arxiv/papers.xml"}


def test_every_sample_link_leads_to_a_page_of_the_sample() -> None:
    broken = set()
    for name, body in FILES.items():
        for link in re.findall(rb"https://sample-edition\.example/[^\s\"'<&)]*", body):
            path = link.decode().partition("#")[0].partition("?")[0].removeprefix("https://sample-edition.example/")
            if not path or path.startswith(("audio/", "img/", "comments/", "feeds/", "pixel")):
                continue
            if answer(Request(link.decode())).status != 200:
                broken.add((name, path))
    assert not broken


def test_announcements_and_api_tell_of_the_same_papers() -> None:
    announced = feedparser.parse(FILES["arxiv/announced.xml"]).entries
    by_number = papers()
    assert len(announced) == len(by_number) == 25
    for entry in announced:
        number, version = re.fullmatch(r"oai:arXiv\.org:(\S+)v(\d+)", entry.id).groups()  # type: ignore[union-attr]
        paper = by_number[number]
        assert paper.id.endswith(f"{number}v{version}")
        assert paper.title == entry.title
        assert [t.term for t in paper.tags] == [t.term for t in entry.tags]
        head, abstract = entry.summary.split("Abstract:", 1)
        assert head.startswith(f"arXiv:{number}v{version} Announce Type: {entry.arxiv_announce_type}")
        assert " ".join(abstract.split()) == " ".join(paper.summary.split())
    assert {e.arxiv_announce_type for e in announced} == {"new", "cross", "replace", "replace-cross"}


def test_every_followed_category_has_papers() -> None:
    terms = {t.term for e in papers().values() for t in e.tags}
    assert {"cs.SD", "cs.LG", "cs.CL", "cs.AI", "cs.CV"} <= terms


def test_papers_of_issues_and_digests_are_among_the_announced() -> None:
    known = papers()
    for name, body in FILES.items():
        for number in re.findall(rb"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{5})", body):
            assert number.decode() in known, name
    assert set(FULL_TEXTS) <= set(known)


def test_invented_papers_have_numbers_that_arxiv_never_gives_and_say_sample() -> None:
    for number, paper in papers().items():
        if re.fullmatch(REAL, number):
            assert "Sample:" in paper.summary
            assert [a.name for a in paper.authors] == ["Authors as on arXiv"]
        else:
            assert number.partition(".")[2].startswith("999")
            assert paper.summary.startswith("Sample paper.")
