"""A digest as a file: a plain text as a browser's "copy" gives it, Markdown, or a saved page."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.html.block_types import BlockKind, blocks_markdown
from tui_reader.html.digest.lines import text_blocks
from tui_reader.html.digest.recognise import SAYS_SO, of_blocks
from tui_reader.html.digest.words import FURNITURE, is_paywall
from tui_reader.text.addresses import is_web
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from tui_reader.domain.digests import Digest
    from tui_reader.html.block_types import Block

_ITEM = re.compile(r"\s*(?:(?:[-*•‣◦▪]|\d{1,3}[.)])\s+\S|\d{1,3}[、．）]\s*\S|\|.*\|.*\|)")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_LONG_DATE = re.compile(rf"(?:{_MONTH}|{_SHORT_MONTH}) \d{{1,2}}, 20\d\d|\d{{1,2}} {_MONTH} 20\d\d|20\d\d-\d\d-\d\d")
_MONTHLY = re.compile(rf"\b({_MONTH}) (20\d\d) (?:edition|issue) of ([A-Z][\w' -]{{1,40}}?)(?=[ ,.:])")
#: Marks of a text that was written as Markdown: in notes of that kind, bullets with dashes are no items.
_MARKDOWN = re.compile(r"^#{1,6} \S|^```|\*\*\S|(?<!\w)`[^`\n]+`|^\|.*\|\s*$", re.MULTILINE)
_LONGEST_TEXT = 2_000_000
_SUMMARY_CHARS = 500


class DigestFile(Struct, frozen=True):
    """A digest as an entry with what it names. `source` is the name of the series ("Clippings"), `note` what is worth
    saying (a paywall that ended it)."""

    entry: Entry
    source: str
    note: str = ""


def looks_like_digest(text: str) -> bool:
    """Whether a text or a page is a digest: most of it are items, each with a title and with words about it."""
    if len(text) > _LONGEST_TEXT:
        return False
    if text.lstrip()[:1] == "<":
        return text.count("<a ") >= 4 and _page(text)[2] is not None
    if sum(1 for line in text.splitlines() if _ITEM.match(line)) < 3 and "Source and references:" not in text:
        return False
    return _text(text)[2] is not None


def parse_digest(data: bytes) -> DigestFile:
    """The digest in a plain text or a saved page. Raises ParseError for one in which there is nothing like a digest."""
    text = decode(unpack(data)).lstrip("\ufeff")
    start = text.lstrip()[:1]
    if start == "<":
        head, blocks, digest = _page(text)
        if digest is None:
            head, blocks, digest = _page(text, harder=True)
    elif start in ("{", "[") and not text.lstrip().startswith("[http"):
        digest = None
    else:
        head, blocks, digest = _text(text)
        if digest is None:
            head, blocks, digest = _text(text, harder=True)
    if digest is None:
        raise ParseError("this is no digest: it has no list of titled items", "import --as says what it is instead.")
    source, day = head.source or head.title, head.day
    entry = Entry(
        title=head.title,
        url=head.url,
        guid=head.url or f"digest:{source}:{day.isoformat() if day else head.title}",
        author=head.source,
        published=datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None,
        summary=_summary(blocks),
        body=Body(blocks_markdown(blocks), BodyFormat.MARKDOWN, "", is_full=not digest.is_cut),
        digest=digest,
    )
    return DigestFile(entry, source, "a paywall ends it" if digest.is_cut else "")


def _text(text: str, *, harder: bool = False) -> tuple[_Head, list[Block], Digest | None]:
    lines = [line.rstrip() for line in clean_text(text).splitlines()]
    head = _Head.of(lines)
    blocks = text_blocks(lines, frozenset(head.used))
    # A copied text has lost its addresses; what was written as Markdown has not.
    needs_links = _MARKDOWN.search(text) is not None
    digest = of_blocks(blocks, "", needs_links=needs_links, says_so=_MONTHLY.search(text[:1000]) is not None,
                       is_titled=SAYS_SO.search(head.title) is not None, harder=harder)  # fmt: skip
    return head, _until_paywall(blocks), digest


def _page(text: str, *, harder: bool = False) -> tuple[_Head, list[Block], Digest | None]:
    found = _page_read(text, harder=harder, rows=False)
    return found if found[2] is not None or "<tr" not in text else _page_read(text, harder=harder, rows=True)


def _page_read(text: str, *, harder: bool, rows: bool) -> tuple[_Head, list[Block], Digest | None]:
    from tui_reader.html.digest.html import page_blocks

    blocks, facts = page_blocks(text, "", rows=rows)
    url = facts.get("url", "")
    when = parse_date(facts["date"]) if "date" in facts else None
    head = _Head(
        facts.get("title", "Digest")[:300], facts.get("site", "")[:80], when.date() if when else None,
        url=url if is_web(url) else "",
    )  # fmt: skip
    if blocks and blocks[0].kind is BlockKind.HEADING and blocks[0].text == head.title:
        blocks = blocks[1:]
    return (
        head,
        _until_paywall(blocks),
        of_blocks(blocks, head.url, is_titled=SAYS_SO.search(head.title) is not None, harder=harder),
    )


def _until_paywall(blocks: list[Block]) -> list[Block]:
    return blocks[: next((n for n, b in enumerate(blocks) if is_paywall(b.text)), None)]


def _summary(blocks: list[Block]) -> str:
    """The first paragraph that is long enough to say something."""
    for block in blocks:
        text = block.text
        if block.kind is BlockKind.TEXT and not block.depth and len(text) > 80:
            return text if len(text) <= _SUMMARY_CHARS else text[: _SUMMARY_CHARS - 1].rsplit(" ", 1)[0] + "…"
    return ""


@dataclass(slots=True)
class _Head:
    """Title, series and date, and the lines that gave them."""

    title: str = ""
    source: str = ""
    day: date | None = None
    used: set[int] = field(default_factory=set)
    url: str = ""

    @classmethod
    def of(cls, lines: list[str]) -> _Head:
        head = cls()
        if monthly := _MONTHLY.search(" ".join(lines[:4])):
            month = list(calendar.month_name).index(monthly[1])
            year = int(monthly[2])
            head.source = clean_line(monthly[3])
            head.title = f"{head.source}: {monthly[1]} {year}"
            # It looks back on its month, so it is of the last day of it.
            head.day = date(year, month, calendar.monthrange(year, month)[1])
            return head
        top = [(n, clean_line(line)) for n, line in enumerate(lines[:25]) if line.strip()]
        for place, (number, line) in enumerate(top):
            if (found := _LONG_DATE.search(line)) and len(line) < 60:
                when = parse_date(found[0])
                head.day = when.date() if when else None
                head._name(top[:place], number)
                return head
        head._name(top[:1], top[0][0] if top else 0)
        return head

    def _name(self, above: list[tuple[int, str]], last: int) -> None:
        """The lines above the date are the series (often twice), the title, the author."""
        words = [line.lstrip("# ") for _, line in above if not FURNITURE.fullmatch(line) and not _ITEM.match(line)]
        self.title = max(dict.fromkeys(words), key=len, default="Digest")[:300]
        others = [w for w in words if w != self.title]
        self.source = others[0][:80] if others else self.title[:80]
        self.used = {n for n, line in above if not _ITEM.match(line)} | ({last} if self.day else set())
