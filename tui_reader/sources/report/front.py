"""What stands above an issue's essay: the day it is of, and a headline where it has one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tui_reader.html.block_types import Block, BlockKind, Page
from tui_reader.sources.report.dates import day_alone, day_in
from tui_reader.sources.report.words import SITE_NAME, is_junk, is_sentence

_DATED_PATH = re.compile(r"/(?:archive|issues?|labs|feeds|papers|benchmarks|reports?)/(20\d\d-\d\d-\d\d)(?![\d])")


class Front(Struct, frozen=True):
    """The head of a page. `day` is None when none is named, `headline` "" when there is only the site's name,
    `start` the first block after it; `note` says where the page contradicts itself."""

    day: date | None
    headline: str
    start: int
    note: str = ""


def read_front(page: Page, url: str, end: int) -> Front:
    """The head of a page whose essay ends before block `end`.

    The day is what most witnesses say: the line of its own, `<time>`, the title, the address. A page that was served
    under another day's address is thus taken for the day that it shows.
    """
    votes: Counter[date] = Counter()
    first_long = next((i for i in range(end) if _is_long(page.blocks[i])), end)
    start = 0
    headline = ""
    for index, block in enumerate(page.blocks[:first_long]):
        day = _shown_day(block)
        if day is not None:
            # A linked date leads to another issue, unless the page has no other.
            votes[day] += 1 if any(p.href for p in block.pieces) else 4
            start = index + 1
        elif block.kind is BlockKind.HEADING and block.level <= 1:
            start = index + 1
            if not headline and not _is_site_name(block.text):
                headline = block.text
        elif _is_site_name(block.text):
            start = index + 1
    for said, weight in ((page.title, 2), (headline, 2)):
        if (day := day_in(said)) is not None:
            votes[day] += weight
    for address, weight in ((page.canonical, 2), (url, 1)):
        if match := _DATED_PATH.search(address):
            day = day_in(match[1])
            if day is not None:
                votes[day] += weight
    if not votes:
        # Below the byline, or in the running text of a short page.
        for block in page.blocks[first_long:end]:
            if (day := _shown_day(block)) is not None:
                votes[day] += 1
    if not votes:
        return Front(None, headline, start)
    day, _ = votes.most_common(1)[0]
    asked = _DATED_PATH.search(url)
    note = f"asked for {asked[1]}, the page is of {day.isoformat()}" if asked and asked[1] != day.isoformat() else ""
    return Front(day, "" if day_in(headline) == day and _is_only_day(headline) else headline, start, note)


def issue_title(front: Front, day: date) -> str:
    """The headline, or the site's name with the day: the same for every form of an issue."""
    return front.headline or f"{SITE_NAME} — {day:%B} {day.day}, {day.year}"


def _shown_day(block: Block) -> date | None:
    if block.kind is BlockKind.EMPTY or len(block.text) > 200:
        return None
    found = day_alone(block.text)
    if found is None:
        found = next((d for p in block.pieces if p.words and (d := day_alone(p.words))), None)
    if found is None:
        said = next((p.when for p in block.pieces if p.when), "")
        found = day_in(said) if said and len(block.text) < 60 else None
    return found


def _is_long(block: Block) -> bool:
    text = block.text
    return block.kind is not BlockKind.HEADING and len(text) > 80 and is_sentence(text) and not is_junk(text)


def _is_site_name(text: str) -> bool:
    rest = re.sub(re.escape(SITE_NAME), "", text, count=1, flags=re.IGNORECASE)
    return len(rest) < len(text) and (not re.search(r"\w", rest) or _is_only_day(rest))


def _is_only_day(text: str) -> bool:
    return day_alone(re.sub(r"the inference report", "", text, flags=re.IGNORECASE)) is not None


def has_site_name(page: Page) -> bool:
    """Whether the page calls itself by the site's name, in its title or on a line of its own."""
    name = SITE_NAME.lower()
    return name in page.title.lower() or any(_is_site_name(b.text) for b in _labels(page.blocks))


def _labels(blocks: Sequence[Block]) -> list[Block]:
    return [b for b in blocks[:60] if b.kind is not BlockKind.EMPTY and len(b.text) < 80]
