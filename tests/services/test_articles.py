from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.http_server import Reply, Server

from tui_reader.domain.errors import ForbiddenAddress, NotFound, OfflineError, ParseError, ReaderError, StatusError
from tui_reader.domain.feeds import Body, Entry, Subscription
from tui_reader.domain.query import parse
from tui_reader.domain.sources import SourceKind
from tui_reader.services.article import page_with_reason, reason, wants_article
from tui_reader.services.references import seen as seen_in
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, tzinfo=UTC)
LONG = "".join(f"<p>{'A sentence about the harbour and its boats. ' * 5}Number {n}.</p>" for n in range(5))
PAGE = Reply(
    f"<html><body><article><h1>T</h1>{LONG}</article></body></html>".encode(), headers={"Content-Type": "text/html"}
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def program(tmp_path: Path, server: Server) -> Iterator[Program]:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(f'[network]\ntimeout_s = 5\n[[feeds]]\ntitle = "F"\nurl = "{server.url("/feed")}"\n', "utf-8")
    program = Program(Launch(home=tmp_path), {}, lambda: NOW)
    yield program
    program.close()


def store(program: Program, url: str, body: Body | None = None) -> str:
    library = program.library
    library.sources.upsert(Subscription("f", "F", "https://f.example/"), SourceKind.FEED)
    (key,) = library.entries.store("f", [Entry("T", url, url, summary="Only this.", body=body)], NOW).keys
    return key


def wants(program: Program, key: str) -> bool:
    detail = program.library.entries.get(key)
    assert detail is not None
    return wants_article(detail)


def test_a_stub_is_fetched_once_and_read_offline(program: Program, server: Server) -> None:
    server.route("/story", PAGE)
    key = store(program, server.url("/story"))
    assert wants(program, key)
    program.fetching.article(key)
    assert not wants(program, key)
    page = program.reading.page(key)
    assert page is not None
    assert "Number 4." in page.markdown
    assert "v fetches" not in page.markdown
    assert len(server.seen("/story")) == 1


def test_an_article_is_found_by_its_words_and_by_what_it_names(program: Program, server: Server) -> None:
    text = f"{LONG}<p>OpenAI answers to the zanzibar of arXiv:2606.14591 in a paper of its own.</p>{LONG}"
    server.route(
        "/story", Reply(f"<article><h1>T</h1>{text}</article>".encode(), headers={"Content-Type": "text/html"})
    )
    key = store(program, server.url("/story"))
    library = program.library
    assert not library.lists.ids(parse("zanzibar", NOW.date()))
    program.fetching.article(key)
    assert [row.key for row in library.lists.rows(library.lists.ids(parse("zanzibar", NOW.date())))] == [key]
    for target in ("lab:openai", "arxiv:2606.14591"):
        assert [seen.key for seen in seen_in(library, target)] == [key]


def test_an_article_that_is_a_list_of_links_is_taken_apart(program: Program, server: Server) -> None:
    said = "What it says is told here in a sentence or two, and why it matters to those who build boats."
    items = "".join(
        f'<li><a href="https://arxiv.org/abs/2606.1459{n}v2">Paper {n} with a name</a> — {said}</li>' for n in range(8)
    )
    page = f"<html><body><article><h1>T</h1><p>{said}</p><h2>Papers</h2><ul>{items}</ul></article></body></html>"
    server.route("/list", Reply(page.encode(), headers={"Content-Type": "text/html"}))
    key = store(program, server.url("/list"))
    program.fetching.article(key)
    detail = program.library.entries.get(key)
    assert detail is not None
    assert list(detail.items) == [f"arxiv:2606.1459{n}" for n in range(8)]
    (sighting,) = program.library.items.sightings("arxiv:2606.14593")
    assert (sighting.kind, sighting.where, sighting.text) == ("digest", "Papers", said)
    assert not wants(program, key)


def test_a_later_stub_of_the_feed_does_not_take_the_article_away(program: Program, server: Server) -> None:
    server.route("/story", PAGE)
    key = store(program, server.url("/story"))
    program.fetching.article(key)
    again = Entry("T, corrected", server.url("/story"), server.url("/story"), body=Body("Only that.", is_full=False))
    program.library.entries.store("f", [again], NOW)
    detail = program.library.entries.get(key)
    assert detail is not None
    assert detail.body is not None
    assert "Number 4." in detail.body.text


def test_a_whole_text_or_no_address_wants_nothing(program: Program) -> None:
    assert not wants(program, store(program, "https://f.example/1", Body("<p>word</p>" * 200)))
    assert not wants(program, store(program, ""))
    assert wants(program, store(program, "https://f.example/2", Body("<p>short</p>")))


@pytest.mark.parametrize(
    ("reply", "error", "said"),
    [
        (Reply(b"gone", 404), StatusError, "404"),
        (Reply(b"pay", 402), StatusError, "402"),
        (Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), ParseError, "a PDF"),
        (
            Reply(b"<html><body><p>Nothing.</p></body></html>", headers={"Content-Type": "text/html"}),
            ParseError,
            "no article",
        ),
    ],
)
def test_what_fails_leaves_the_summary_with_the_reason(
    program: Program, server: Server, reply: Reply, error: type[ReaderError], said: str
) -> None:
    server.route("/story", reply)
    key = store(program, server.url("/story"))
    with pytest.raises(error, match=said) as caught:
        program.fetching.article(key)
    page = page_with_reason(program.reading, key, reason(caught.value))
    assert page is not None
    assert "Only this." in page.markdown
    assert said.lower() in page.markdown.lower()
    assert "o opens the page in the browser" in page.markdown
    assert "v fetches" not in page.markdown


def test_a_page_with_no_more_than_the_feed_is_not_kept(program: Program, server: Server) -> None:
    server.route("/story", PAGE)
    key = store(program, server.url("/story"), Body(LONG * 3, is_full=False))
    with pytest.raises(ParseError, match="no more text"):
        program.fetching.article(key)


def test_content_does_not_lead_into_private_networks(program: Program) -> None:
    with pytest.raises(ForbiddenAddress):
        program.fetching.article(store(program, "http://127.0.0.2:9/x"))


def test_what_is_no_entry_or_has_no_address_is_said(program: Program) -> None:
    with pytest.raises(NotFound):
        program.fetching.article("arxiv:2604.00001")
    with pytest.raises(NotFound):
        program.fetching.article(store(program, ""))


def test_offline_the_reason_is_the_network() -> None:
    assert reason(OfflineError("it was not asked: working offline.")) == (
        "It was not asked: working offline · v tries again later"
    )
