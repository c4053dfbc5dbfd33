"""Digests as plain text, as a browser's "copy" gives them: Clippings, State of AI, and lists of links like them.

The whole becomes one readable entry, its headings and lists as Markdown; taking it apart into items is another step.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.sources.charset import decode
from tui_reader.sources.feed_dates import parse_date
from tui_reader.sources.packed import unpack
from tui_reader.text.markdown import escape, escape_inline
from tui_reader.text.sanitise import clean_line, clean_text

_BULLET = re.compile(r"\s*[-*•‣◦▪]\s+(\S.*)")
_NUMBERED = re.compile(r"\s{0,8}(\d{1,3})[.)]\s+(\S.*)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_LONG_DATE = re.compile(rf"(?:{_MONTH}|{_SHORT_MONTH}) \d{{1,2}}, 20\d\d|\d{{1,2}} {_MONTH} 20\d\d|20\d\d-\d\d-\d\d")
_MONTHLY = re.compile(rf"\b({_MONTH}) (20\d\d) (?:edition|issue) of ([A-Z][\w' -]{{1,40}}?)(?=[ ,.:])")
_PARTS = {
    "introduction", "key points", "methodology", "results and findings", "results", "implications and conclusions",
    "conclusion", "conclusions", "contents", "highlights",
}  # fmt: skip
_TOP = {"highlights", "research papers", "also worth a look", "contents"}
#: What a copied page brings along that nobody wrote for the digest.
_FURNITURE = re.compile(
    r"(?:.*['’]s avatar|user['’]s avatar|subscribe|sign in|share|start writing|start your substack.*|get the app"
    r"|substack is the home.*|©.*|∙ paid|paid|like|restack|comments?|discussion about this post|ready for more\?"
    r"|previous|next)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"continue reading this post for free|this post is for paid subscribers|or purchase a paid subscription",
    re.IGNORECASE,
)
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as an entry with a Markdown body. `source` is the name of the series ("Clippings"), `note` what is
    worth saying (a paywall that ended it)."""

    entry: Entry
    source: str
    note: str = ""


def looks_like_digest(text: str) -> bool:
    """Whether plain text is such a digest: it says so, or most of its lines are items with a title and a summary."""
    if _MONTHLY.search(text[:1000]) or re.search(r"^\s*Source and references:", text, re.MULTILINE):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    items = sum(bool(_BULLET.match(line)) and bool(re.search(r" [—–] |: ", line)) for line in lines)
    return items >= 5 and items * 2 >= len(lines)


def parse_digest(data: bytes) -> Digest:
    """The digest in a plain text. Raises ParseError for a text in which there is nothing like one."""
    text = clean_text(decode(unpack(data)))
    lines = [line.rstrip() for line in text.splitlines()]
    if text.lstrip()[:1] in ("<", "{", "[") or not looks_like_digest(text):
        raise ParseError(
            "this text is no digest: it has no list of titled items", "import --as says what it is instead."
        )
    head = _Head.of(lines)
    body = _Writer()
    cut_short = False
    for number, line in enumerate(lines):
        if _PAYWALL.search(line):
            cut_short = True
            break
        if number in head.used or _FURNITURE.fullmatch(line.strip()):
            continue
        body.take(line, _next(lines, number))
    entry = Entry(
        title=head.title,
        guid=f"digest:{head.source}:{head.day.isoformat() if head.day else head.title}",
        author=head.source,
        published=datetime(head.day.year, head.day.month, head.day.day, tzinfo=UTC) if head.day else None,
        summary=head.summary(lines),
        body=Body(body.markdown(), BodyFormat.MARKDOWN, "", is_full=not cut_short),
    )
    return Digest(entry, head.source, "a paywall ends it" if cut_short else "")


@dataclass(slots=True)
class _Head:
    """Title, series and date, and the lines that gave them."""

    title: str = ""
    source: str = ""
    day: date | None = None
    used: set[int] = field(default_factory=set)

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
        words = [line for _, line in above if not _FURNITURE.fullmatch(line)]
        self.title = max(dict.fromkeys(words), key=len, default="Digest")[:300]
        others = [w for w in words if w != self.title]
        self.source = others[0][:80] if others else self.title[:80]
        self.used = {n for n, _ in above} | ({last} if self.day else set())

    def summary(self, lines: list[str]) -> str:
        """The first sentence-like line that is no title and no item."""
        for number, line in enumerate(lines):
            text = clean_line(line)
            if number not in self.used and len(text) > 80 and not _BULLET.match(line) and not _NUMBERED.match(line):
                return text if len(text) <= 500 else text[:499].rsplit(" ", 1)[0] + "…"
        return ""


def _next(lines: list[str], number: int) -> str:
    return next((line for line in lines[number + 1 : number + 8] if line.strip()), "")


class _Writer:
    """Lines in, Markdown out."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._list: list[str] = []
        self._in_papers = False
        self._after_heading = False
        self._nested = False

    def take(self, line: str, following: str) -> None:
        """One line, and the next that is not empty."""
        text = clean_line(line)
        if not text:
            return
        if item := _BULLET.match(line):
            self._list.append(f"- {_inline(item[1])}")
            self._after_heading = False
        elif item := _NUMBERED.match(line):
            self._list.append(f"{item[1]}. {_inline(item[2])}")
            self._after_heading = False
        elif self._is_heading(text, following):
            self._end_list()
            self._blocks.append(f"{'#' * self._level(text, following)} {_inline(text)}")
            self._after_heading = True
        else:
            self._end_list()
            self._blocks.append(_inline(text))
            self._after_heading = False

    def markdown(self) -> str:
        """All of it."""
        self._end_list()
        return "\n\n".join(self._blocks)

    def _end_list(self) -> None:
        if self._list:
            self._blocks.append("\n".join(self._list))
            self._list = []

    def _is_heading(self, text: str, following: str) -> bool:
        if text.lower() in _PARTS or following.lstrip().startswith("Authors: "):
            return True
        if len(text) > _LONGEST_HEADING or text[-1] in ".,;:!?…👇👋" or _ADDRESS.search(text) or ": " in text[-30:]:
            return False
        # A short line that leads into a list, into another heading, or into a paragraph longer than itself.
        return len(text) <= 60 and (
            bool(_BULLET.match(following))
            or len(clean_line(following)) > 2 * len(text)
            or len(clean_line(following)) <= 60
        )

    def _level(self, text: str, following: str) -> int:
        if following.lstrip().startswith("Authors: "):
            self._in_papers = True
            return 2
        if text.lower() in _TOP:
            self._nested = False
        elif self._after_heading:
            self._nested = True
        return 3 if self._in_papers or self._nested else 2


def _inline(text: str) -> str:
    """Plain text as Markdown, with its addresses as links."""
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        before = text[end : match.start()]
        parts += [escape_inline(before) if end else escape(before), f"<{match[0]}>"]
        end = match.end()
    return "".join(parts) + (escape_inline(text[end:]) if end else escape(text[end:]))
