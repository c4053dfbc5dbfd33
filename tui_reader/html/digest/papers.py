"""Roundups of papers: highlights, a list of contents, then a section for each paper with authors, source and parts.

The titles in the three places are one paper each. After a paywall the sections are missing, and the contents still
name what they would be of.
"""

from __future__ import annotations

import re

from msgspec import Struct

from tui_reader.domain.digests import Digest, DigestItem
from tui_reader.domain.items import Kind, normalise_title
from tui_reader.html.block_types import Block, BlockKind, blocks_markdown
from tui_reader.html.digest.items import LONGEST_TITLE, found_in, shortened
from tui_reader.html.digest.words import AUTHORS, CONTENTS, FAREWELL, SOURCE, SUMMARY_PARTS
from tui_reader.text.addresses import arxiv_id_of

_FEWEST = 3
_MOST = 300
#: How many blocks behind its heading a paper's authors and source stand.
_NEAR = 5
_SHORTEST_BEGINNING = 15
_NAMES = re.compile(r",\s*(?:and\s+)?|\s+and\s+|;\s*")
_MOST_AUTHORS = 2000


class _Section(Struct, frozen=True):
    """A paper's section: where it begins and what its head says; `body` is where its text begins."""

    start: int
    body: int
    title: str
    authors: tuple[str, ...]
    url: str


def take_papers(blocks: list[Block], is_cut: bool) -> Digest | None:
    """The papers of a roundup, in the order of its contents; None for a text that is none. `is_cut` tells that a
    paywall ended it."""
    sections = _sections(blocks)
    if not sections:
        return None
    before = blocks[: sections[0].start]
    group, contents = _contents(before)
    highlights = _highlights(before)
    titles = list(contents)
    for title in (s.title for s in sections):
        if _match(title, titles) is None:
            titles.append(title)
    if not contents and len(sections) < 2 and len(titles) < _FEWEST:
        return None
    texts: dict[str, list[str]] = {title: [] for title in titles}
    for said, words in highlights:
        known = _match(said, titles)
        if known is not None:
            texts[known].append(words)
    heads: dict[str, _Section] = {}
    counts: list[int] = []
    ends = [*(s.start for s in sections[1:]), len(blocks)]
    for section, end in zip(sections, ends, strict=True):
        title = _match(section.title, titles) or section.title
        heads[title] = section
        text, count = _told(blocks[section.body : end])
        texts[title].append(text)
        counts.append(count)
    # The last one ended early if it has fewer parts than the others; of a single one nothing is known.
    is_last_cut = is_cut and counts[-1] < max(counts[:-1], default=len(SUMMARY_PARTS))
    cut = _match(sections[-1].title, titles) if is_last_cut else None
    is_cut = is_cut or len(heads) < len(contents)
    kept_back = {cut, *(title for title in titles if is_cut and title not in heads)}
    items = (_item(title, heads.get(title), group, texts[title], title in kept_back) for title in titles)
    return Digest(tuple(items), is_cut)


def _item(title: str, head: _Section | None, group: str, texts: list[str], is_cut: bool) -> DigestItem:
    url = head.url if head else ""
    text = shortened("\n\n".join(t for t in texts if t))
    authors = head.authors if head else ()
    return DigestItem(
        title, Kind.PAPER, url, arxiv_id_of(url) or "", group=group, text=text, authors=authors, is_cut=is_cut
    )


def _sections(blocks: list[Block]) -> list[_Section]:
    sections = []
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING or block.text.lower().rstrip(":") in SUMMARY_PARTS:
            continue
        section = _head(blocks, number)
        if section is not None:
            sections.append(section)
        if len(sections) == _MOST:
            break
    return sections


def _head(blocks: list[Block], number: int) -> _Section | None:
    """The section that begins with this heading, if authors and a source follow it."""
    authors: tuple[str, ...] | None = None
    for place in range(number + 1, min(len(blocks), number + 1 + _NEAR)):
        block = blocks[place]
        if block.kind is BlockKind.HEADING:
            return None
        text = block.text
        if named := AUTHORS.match(text):
            # Both may stand in one paragraph, on two lines of it.
            names = re.split(r"\s*\b(?:Sources?(?: and references?)?|References?)\s*:", named["names"])[0]
            authors = tuple(n.strip() for n in _NAMES.split(names.strip(" .")) if n.strip())[:_MOST_AUTHORS]
        if authors is not None and (SOURCE.match(text) or re.search(r"\b(?:Source|References?)\b[^:]{0,20}:", text)):
            url = next((piece.href for piece in block.pieces if piece.href), "")
            return _Section(number, place + 1, blocks[number].text, authors, url) if url else None
    return None


def _contents(blocks: list[Block]) -> tuple[str, list[str]]:
    """The heading of the contents and the titles they list."""
    heading = ""
    titles: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if titles:
                break
            heading = block.text if block.text.lower().rstrip(":") in CONTENTS else ""
        elif heading and block.kind is BlockKind.ITEM and block.text:
            titles.append(block.text)
    return (heading.rstrip(":") if titles else ""), list(dict.fromkeys(t[:LONGEST_TITLE] for t in titles[:_MOST]))


def _highlights(blocks: list[Block]) -> list[tuple[str, str]]:
    """Titles with words about them in the lists before the contents."""
    found = (found_in(b.pieces) for b in blocks[: 10 * _MOST] if b.kind is BlockKind.ITEM)
    return [(f.title, f.text) for f in found if f is not None and f.text]


def _match(title: str, titles: list[str]) -> str | None:
    """The title that is the same, or of which the other is the beginning."""
    wanted = normalise_title(title)
    for other in titles:
        if normalise_title(other) == wanted:
            return other
    begun = [t for t in titles if _begins(wanted, normalise_title(t)) or _begins(normalise_title(t), wanted)]
    return begun[0] if len(begun) == 1 else None


def _begins(short: str, long: str) -> bool:
    return len(short) >= _SHORTEST_BEGINNING and long.startswith(short + " ")


def _told(blocks: list[Block]) -> tuple[str, int]:
    """The parts of a summary as Markdown, each with its name in bold, and how many have words below their name."""
    parts: list[tuple[str, list[Block]]] = []
    for block in blocks:
        name = block.text.rstrip(":")
        if block.kind is BlockKind.HEADING and name.lower() in SUMMARY_PARTS:
            parts.append((name, []))
        elif FAREWELL.match(block.text):
            break
        elif parts and block.kind is not BlockKind.RULE:
            parts[-1][1].append(block)
    told = [f"**{name}**\n\n{blocks_markdown(body)}" for name, body in parts if body]
    return "\n\n".join(told), len(told)
