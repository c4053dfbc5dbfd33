"""The outline of an issue's page: its head, with the day it is of, and where its sections begin and end.

Headings of sections are told from navigation and from mere mentions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.issues import SECTIONS
from tui_reader.html.block_types import Block, BlockKind, Page, Passage
from tui_reader.sources.report.dates import day_alone, day_in
from tui_reader.sources.report.words import SITE_NAME, is_all_link, is_junk, is_sentence, title_and_categories
from tui_reader.text.addresses import arxiv_id_of, github_repo_of, host, resolve

_DATED_PATH = re.compile(r"/(?:archive|issues?|labs|feeds|papers|benchmarks|reports?)/(20\d\d-\d\d-\d\d)(?![\d])")
_NAMES = {
    "labs": r"(?:from\s+the\s+)?(?:ai\s+)?labs",
    "wire": r"(?:from\s+)?(?:the\s+)?wire",
    "papers": r"(?:research\s+)?papers",
    "benchmarks": r"benchmarks?|leaderboards?",
    "trending": r"trending(?:\s+(?:repos?|repositories|projects|on\s+github|today))?",
}
_FULL_NAMES = {name: re.compile(re.escape(words), re.IGNORECASE) for name, words in SECTIONS.items()}
_LINK_WORDS = r"(?:(?:View|See|Show|Browse)\s+)?(?:All|Full|More|Complete)(?:\s+[a-z]\w*){0,3}\s*[→›»>↗]*"
_HEADINGS = {
    name: re.compile(
        rf"[^\w(]*(?P<title>(?i:{words})(?:\s*(?:[—–:·|]|\s-)\s*\S.{{0,60}}?)?)"
        rf"(?:\s*\(?\d{{1,4}}\)?)?\s*(?P<link>{_LINK_WORDS})?[^\w)]*"
    )
    for name, words in _NAMES.items()
}
_UNKNOWN = re.compile(r"[^\s.].{0,60}?(?<=[a-z)])\s*(?P<link>(?:All|Full)\s+[a-z]\w*)\s*[→›»>↗]*")
_TABLE_WORDS = re.compile(r"model", re.IGNORECASE)
_REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,38}/[\w.-]{1,100}(?:\s|$)")
_LOOK_AHEAD = 12


def passage(page: Page, start: int, end: int, above: int = 1) -> Passage:
    """The blocks `start` to `end` of a page, with so many above them, for the reader of that part."""
    return Passage(page.blocks[start:end], page.base, page.is_text, page.blocks[max(0, start - above) : start])


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


class Part(Struct, frozen=True):
    """A section as found: `title` as printed, `href` the address of the link beside it as written, `start` and `end`
    the blocks of its content; `has_content` where these look like what the section is of."""

    name: str
    title: str
    href: str
    heading: int
    start: int
    end: int
    score: int
    has_content: bool


def find_parts(page: Page) -> tuple[Part, ...]:
    """The sections of a page in their order, each name at most once."""
    blocks = page.blocks
    candidates = [c for i in range(len(blocks)) for c in _candidates(page, i)]
    heads = sorted({c.heading for c in candidates})
    next_head = dict(zip(heads, [*heads[1:], len(blocks)], strict=False))
    best: dict[str, Part] = {}
    for candidate in candidates:
        stop = next_head[candidate.heading]
        content = _has_content(candidate.name, page, candidate.start, min(stop, candidate.start + _LOOK_AHEAD))
        score = candidate.score + (3 if content else 0)
        if score < 4 and not (page.is_text and _FULL_NAMES[candidate.name].match(candidate.title)):
            continue
        if candidate.name not in best or score > best[candidate.name].score:
            best[candidate.name] = replace(candidate, score=score, has_content=content)
    chosen = sorted(best.values(), key=lambda part: part.heading)
    parts = []
    for position, part in enumerate(chosen):
        limit = chosen[position + 1].heading if position + 1 < len(chosen) else len(blocks)
        parts.append(replace(part, end=_end(page, part, limit)))
    return tuple(parts)


def _candidates(page: Page, index: int) -> list[Part]:
    block = page.blocks[index]
    text = block.text if len(block.pieces) < 12 else ""
    if not text or len(text) > 140 or block.kind is BlockKind.ROW:
        return []
    found = []
    for name, form in _HEADINGS.items():
        match = form.fullmatch(text)
        if match is None or title_and_categories(text)[1] or any(arxiv_id_of(p.href) for p in block.pieces):
            continue
        named = next((p for p in block.pieces if p.words), block.pieces[0])
        score = 2
        if block.kind is BlockKind.HEADING:
            score += 4
        if named.href:
            if _leaves(page, named.href):
                continue
            score -= 5 if named.href.startswith("#") and block.kind is not BlockKind.HEADING else 2
        if not _FULL_NAMES[name].match(match["title"]):
            score -= 2
        href, start = _link_beside(page, index)
        if href or match["link"]:
            score += 2
        if not href and named.href and not named.href.startswith("#"):
            href = named.href
        title = " ".join(match["title"].split()).rstrip(" —–:·|-")
        found.append(Part(name, title, href, index, start, start, score, has_content=False))
    return found


def _link_beside(page: Page, index: int) -> tuple[str, int]:
    """The address of the "All …" link in the heading's block or the next, and where the content begins."""
    for piece in page.blocks[index].pieces:
        if piece.href and is_all_link(piece.words):
            return piece.href, index + 1
    for later in range(index + 1, min(index + 3, len(page.blocks))):
        block = page.blocks[later]
        if block.text and not is_all_link(block.text):
            break
        if block.text and any(p.href for p in block.pieces):
            return next(p.href for p in block.pieces if p.href), later + 1
        if block.text:
            return "", later + 1
    return "", index + 1


def _leaves(page: Page, href: str) -> bool:
    address = resolve(page.base, href)
    return bool(address) and bool(host(page.base)) and host(address) != host(page.base)


def _has_content(name: str, page: Page, start: int, stop: int) -> bool:
    return any(_fits(name, page, block) for block in page.blocks[start:stop])


def _fits(name: str, page: Page, block: Block) -> bool:
    if name == "papers":
        return bool(title_and_categories(block.text)[1]) or any(arxiv_id_of(p.href) for p in block.pieces)
    if name == "benchmarks":
        return block.kind is BlockKind.ROW or (len(block.text) < 80 and bool(_TABLE_WORDS.search(block.text)))
    if name == "trending":
        return any(github_repo_of(p.href) or _REPO.match(p.words) for p in block.pieces)
    return any(p.href.startswith(("http:", "https:", "//")) for p in block.pieces)


def _end(page: Page, part: Part, limit: int) -> int:
    """Where a section ends: at `limit`, or before at the heading of a section that is not known."""
    level = page.blocks[part.heading].level
    deeper = False
    for index in range(part.start, limit):
        block = page.blocks[index]
        if block.kind is BlockKind.HEADING and level:
            near = page.blocks[index : min(index + 6, limit)]
            # Where the section's own things have headings of a lower level, one of its level is another section's.
            if block.level < level or (block.level == level and (deeper or not _belongs(part.name, page, near))):
                return index
            deeper = deeper or block.level > level
        elif not level and len(block.text) < 90 and block.kind is not BlockKind.ROW:
            match = _UNKNOWN.fullmatch(block.text)
            if match and not _belongs(part.name, page, [block]) and _is_own_line(page, block):
                return index
    return limit


def _belongs(name: str, page: Page, near: Sequence[Block]) -> bool:
    """Whether a heading of a section's own level opens a thing of that section."""
    if name == "benchmarks":
        return any(b.kind is BlockKind.ROW or _TABLE_WORDS.search(b.text) for b in near[1:5])
    return any(_fits(name, page, b) for b in near[: 2 if name == "papers" else 1])


def _is_own_line(page: Page, block: Block) -> bool:
    return page.is_text or (
        len(block.pieces) > 1 and is_all_link(block.pieces[-1].words) and bool(block.pieces[-1].href)
    )
