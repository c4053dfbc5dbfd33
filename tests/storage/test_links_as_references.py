"""Addresses are references: an entry's own, and those of the links in its text."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Seen, State
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.services.references import seen
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
PAPER = Paper("Spiking speech enhancement with two branches", "2606.14591", abstract="We enhance speech. " * 20)
SUBSTACK = base64.urlsafe_b64encode(json.dumps({"e": "https://arxiv.org/abs/2606.14591v2"}).encode()).decode()
LINKS = {
    "tldr": "https://tracking.tldrnewsletter.com/CL0/https:%2F%2Farxiv.org%2Fpdf%2F2606.14591/1/0100019-00/x=1",
    "substack": f"https://substack.com/redirect/2/{SUBSTACK}.c2ln",
    "face": "https://huggingface.co/papers/2606.14591",
    "doi": "https://doi.org/10.48550/arXiv.2606.14591",
    "plain": "https://arxiv.org/abs/2606.14591",
}


def post(name: str, markup: str, url: str = "") -> Entry:
    url = url or f"https://{name}.example/post"
    return Entry(f"A post of {name}", url, url, published=DAY, body=Body(markup, BodyFormat.HTML, url, plain="words"))


def sources(library: Library, key: str) -> set[str]:
    return {s.source for s in seen(library, key)}


def store_paper(library: Library, now: datetime) -> str:
    return library.papers.store([PAPER], Seen("arxiv", "announcement", "", now.date(), now, inbox=True)).keys[0]


@pytest.mark.parametrize("is_paper_first", [True, False])
def test_each_link_to_a_paper_leads_to_the_one_item(library: Library, now: datetime, is_paper_first: bool) -> None:
    if is_paper_first:
        store_paper(library, now)
    for name, link in LINKS.items():
        library.entries.store(name, [post(name, f"<p>Read <a class=x href='{link}'>this</a></p>")], now)
    key = store_paper(library, now)
    assert sources(library, key) == {"arxiv", *LINKS}


def test_links_to_repositories_and_articles_lead_to_them(library: Library, now: datetime) -> None:
    library.repos.store([Repo("Octo/Tool")], Seen("trending", "trending", "", now.date(), now))
    (article,) = library.entries.store("lab", [post("lab", "<p>x", "https://www.lab.example/news/small/")], now).keys
    markup = '<a href="https://github.com/octo/tool/releases">a</a> <a href="http://lab.example/news/small?utm_source=x">b</a>'
    library.entries.store("wire", [post("wire", markup)], now)
    text = "See https://github.com/Octo/Tool. And (https://lab.example/news/small)."
    plain = Entry("Plain", "https://mail.example/1", "1", published=DAY, body=Body(text, BodyFormat.TEXT))
    library.entries.store("mail", [plain], now)
    own = post("hn", "<p>comments", "https://github.com/octo/tool")
    library.entries.store("hn", [own], now)
    assert sources(library, "repo:octo/tool") == {"trending", "wire", "mail", "hn"}
    assert sources(library, article) == {"lab", "wire", "mail"}


def test_an_entry_does_not_lead_to_itself_nor_to_front_pages(library: Library, now: datetime) -> None:
    markup = (
        "<a href='#top'>up</a><a href='/'>home</a><a href='https://lab.example/'>home</a><a href='/post?ref=x'>me</a>"
    )
    (key,) = library.entries.store("lab", [post("lab", markup)], now).keys
    assert [s.kind for s in seen(library, key)] == ["feed"]


def test_a_link_to_an_address_that_an_entry_once_had_leads_to_it(library: Library, now: datetime) -> None:
    first = Entry("A post", "https://lab.example/old", "guid", published=DAY)
    (key,) = library.entries.store("lab", [first], now).keys
    library.entries.store("lab", [Entry("A post", "https://lab.example/new", "guid", published=DAY)], now)
    library.entries.store("wire", [post("wire", "<a href=https://lab.example/old/>x</a>")], now)
    assert sources(library, key) == {"lab", "wire"}


@pytest.mark.parametrize("is_paper_first", [True, False])
def test_the_page_of_a_paper_is_no_second_item(library: Library, now: datetime, is_paper_first: bool) -> None:
    page = Entry(f"Paper page - {PAPER.title}", LINKS["face"], "face-1", published=DAY, summary="We enhance speech.")
    if is_paper_first:
        key = store_paper(library, now)
        library.entries.store("face", [page], now)
    else:
        library.entries.store("face", [page], now)
        key = store_paper(library, now)
    assert library.entries.store("face", [page], now).keys == (key,)
    assert sources(library, key) == {"arxiv", "face"}
    row = library.items.row(key)
    assert row is not None
    assert (row.title, row.state, library.lists.counts(now.date()).entries_unread) == (PAPER.title, State.INBOX, 0)


def test_what_was_read_of_a_papers_page_is_read_of_the_paper(library: Library, journal: Journal, now: datetime) -> None:
    page = Entry(PAPER.title, LINKS["face"], "face-1", published=DAY)
    (old,) = library.entries.store("face", [page], now).keys
    journal.append([Change(old, "read", True)], now)
    library.journal.fold_new(journal)
    row = library.items.row(store_paper(library, now))
    assert row is not None
    assert row.read
    assert library.items.resolve(old) == row.key


def test_who_comments_on_a_paper_stays_an_entry(library: Library, now: datetime) -> None:
    store_paper(library, now)
    said = Entry("Why this paper matters", LINKS["plain"], "c-1", published=DAY)
    long = Entry(PAPER.title, LINKS["doi"], "c-2", published=DAY, body=Body("My view. " * 200, BodyFormat.TEXT))
    for source, entry in (("blog", said), ("essay", long)):
        (key,) = library.entries.store(source, [entry], now).keys
        assert key.startswith("url:")
    assert sources(library, "arxiv:2606.14591") == {"arxiv", "blog", "essay"}


def test_what_was_stored_before_links_were_read_is_read_again(library: Library, now: datetime) -> None:
    library.entries.store("wire", [post("wire", f"<a href='{LINKS['tldr']}'>x</a>")], now)
    while library.references.read_step():
        pass
    library.meta.set("names.rules", "2")
    library.references._db.run("DELETE FROM mentions")
    while library.references.read_step():
        pass
    assert sources(library, "arxiv:2606.14591") == {"wire"}
