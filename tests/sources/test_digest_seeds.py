"""Digests as text, ours and the recorded ones, and monthly lists as the HTML of a feed and as a page."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from support.inputs import files, folders, named

from tui_reader.domain.digests import DigestItem
from tui_reader.domain.items import Kind
from tui_reader.sources.digest.parse import parse_digest
from tui_reader.sources.feed.parse import parse_feed

SEEDS = folders("seeds")[-1]
recorded = pytest.mark.skipif(len(folders("seeds")) < 2, reason="the recorded digests are not here; ours are in golden")

LAST_TITLE = "NVIDIA PersonaPlex 7B on Apple Silicon: Full-Duplex Speech-to-Speech in Native Swift with MLX"
PARTS = ("Introduction", "Key Points", "Methodology", "Results and Findings", "Implications and Conclusions")


@pytest.fixture(params=files("seeds", "clippings*.txt"), ids=named)
def clippings(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text("utf-8")


def lines_of(text: str) -> list[tuple[str, str]]:
    """Title and summary of each line that is an item, taken apart by hand."""
    found = []
    for line in text.splitlines():
        if not line.startswith("- "):
            continue
        if line[2:].startswith(LAST_TITLE):
            found.append((LAST_TITLE, line[2 + len(LAST_TITLE) :].strip()))
            continue
        title, summary = re.split(r" — | : ", line[2:], maxsplit=1)
        found.append((title.replace(" | [Code ]", ""), summary))
    return found


def as_html(text: str) -> str:
    """The text as its page has it: headings, a list below each, titles that link, `[Code ]` beside one."""
    items = iter(lines_of(text))
    parts: list[str] = []
    for number, line in enumerate(line for line in text.splitlines() if line.strip()):
        if line.startswith("- "):
            title, summary = next(items)
            # What stands under a heading of papers is on arXiv, the rest anywhere.
            address = f"https://post{number}.example/"
            if "Also Worth a Look" not in "".join(parts):
                address = f"https://arxiv.org/abs/2603.{number:05}v1"
            elif re.fullmatch(r"[\w-]+/[\w-]+", title):
                address = f"https://github.com/{title}"
            side = ' | [<a href="https://github.com/some/code">Code</a> ]' if "[Code ]" in line else ""
            separator = "" if title == LAST_TITLE else " : " if f"{title} : " in line else " — "
            parts.append(
                f'<li><a href="{address}">{html.escape(title)}</a>{side}{separator or " "}{html.escape(summary)}</li>'
            )
        elif len(line) < 60:
            level = 3 if line in ("Speech & Audio", "LLM Architecture & Training", "LLM Training", "Other") else 2
            parts.append(f"<h{level}>{html.escape(line)}</h{level}>")
        else:
            parts.append(f"<p>{html.escape(line)}</p>")
    return re.sub(r"(?:<li>.*</li>\n?)+", lambda m: f"<ul>\n{m[0]}</ul>\n", "\n".join(parts))


def feed_of(page: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>x</id><entry><title>March</title><id>m</id>'
        '<link href="https://blog.example/march"/><updated>2026-03-31T00:00:00Z</updated>'
        f'<content type="html">{html.escape(page)}</content></entry></feed>'
    ).encode()


def told(items: tuple[DigestItem, ...]) -> list[tuple[str, str, str]]:
    return [(item.group, item.title, item.text.replace("\\", "")) for item in items]


@recorded
def test_clippings_has_its_items_under_their_headings() -> None:
    clippings = (SEEDS / "clippings-2026-03.txt").read_text("utf-8")
    digest = parse_digest(clippings.encode()).entry.digest
    assert digest is not None
    assert Counter(item.group for item in digest.items) == {
        "Speech & Audio": 8, "LLM Architecture & Training": 5, "Other": 1, "Also Worth a Look": 25,
    }  # fmt: skip
    assert [(title, text) for _, title, text in told(digest.items)] == lines_of(clippings)
    assert [item.kind for item in digest.items[:14]] == [Kind.PAPER] * 14
    assert {item.kind for item in digest.items[14:]} == {Kind.ENTRY, Kind.REPO}


def test_each_line_is_an_item_with_what_is_said_of_it(clippings: str) -> None:
    digest = parse_digest(clippings.encode()).entry.digest
    assert digest is not None
    assert [(title, text) for _, title, text in told(digest.items)] == lines_of(clippings)


def test_the_same_as_the_html_of_a_feed_gives_the_same(clippings: str) -> None:
    text = parse_digest(clippings.encode()).entry.digest
    (entry,) = parse_feed(feed_of(as_html(clippings))).entries
    assert text is not None
    assert entry.digest is not None
    assert told(entry.digest.items) == told(text.items)
    assert [item.kind for item in entry.digest.items] == [item.kind for item in text.items]
    papers = [item for item in entry.digest.items if item.kind is Kind.PAPER]
    assert papers
    assert all(item.arxiv_id for item in papers)
    (with_code,) = [item for item in entry.digest.items if item.links]
    assert with_code.links == (("Code", "https://github.com/some/code"),)


def test_the_same_as_a_page_gives_the_same(clippings: str) -> None:
    page = "<!DOCTYPE html><title>March</title><nav><a href='/'>Home</a></nav><article>{}</article>"
    digest = parse_digest(page.format(as_html(clippings)).encode()).entry.digest
    text = parse_digest(clippings.encode()).entry.digest
    assert digest is not None
    assert text is not None
    assert told(digest.items) == told(text.items)


@recorded
def test_state_of_ai_has_one_paper_for_each_title() -> None:
    found = parse_digest((SEEDS / "state-of-ai-2026-06-15.txt").read_bytes())
    digest = found.entry.digest
    assert digest is not None
    assert len(digest.items) == 15
    assert {item.kind for item in digest.items} == {Kind.PAPER}
    numbered = [item for item in digest.items if item.arxiv_id]
    assert [item.arxiv_id for item in numbered] == ["2606.14591", "2606.14639", "2606.14647"]
    assert [len(item.authors) for item in numbered] == [10, 4, 4]
    for item in numbered[:2]:
        assert [part for part in PARTS if f"**{part}**\n\n" in item.text] == list(PARTS)
    assert "**Introduction**" in numbered[2].text
    assert "**Methodology**" not in numbered[2].text
    assert [item.is_cut for item in digest.items] == [False, False] + [True] * 13
    assert digest.is_cut
    assert found.note == "a paywall ends it"


@pytest.mark.parametrize("path", files("seeds", "state-of-ai*.txt"), ids=named)
def test_the_highlights_of_a_round_up_belong_to_their_papers(path: Path) -> None:
    text = path.read_text("utf-8")
    digest = parse_digest(text.encode()).entry.digest
    assert digest is not None
    highlights = [line.strip()[2:].split(" — ", 1) for line in text.splitlines() if line.strip().startswith("• ")]
    told_of = [(title, words) for title, *words in highlights if words]
    assert len(told_of) >= 2
    for title, (words,) in told_of:
        (item,) = [item for item in digest.items if item.title.startswith(title)]
        assert item.text.replace("\\", "").startswith(words)
