"""arXiv's daily announcements, as RSS 2.0 or Atom (https://info.arxiv.org/help/rss_specifications.html)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from lxml import etree
from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.html.markup import all_text, local, xml_tree
from tui_reader.html.render import to_text
from tui_reader.sources.arxiv.text import abstract_of, authors_of, categories_of, doi_and_comment, ends_with, number_of
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

_PREFIX = re.compile(r"\s*arXiv:(\S+)\s+Announce Type:\s*([a-z-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
#: A paper that stands twice, through two categories, counts as what concerns the reader most.
_ORDER = (AnnounceType.NEW, AnnounceType.CROSS, AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS)
#: Titles of the feeds of before 2024 end with what others have fields for: `… (arXiv:2001.00001v2 [cs.LG] UPDATED)`.
_OLD_TITLE = re.compile(r"[\s.]*\(arXiv:(\S{5,40})\s+\[([\w.-]{2,20})\]\s*(UPDATED|CROSS LISTED)?\s*\)\s*$")
_OLD_KINDS = {None: AnnounceType.NEW, "UPDATED": AnnounceType.REPLACE, "CROSS LISTED": AnnounceType.CROSS}
_KINDS = {kind.value: kind for kind in AnnounceType}
_WEEKEND = (5, 6)
#: arXiv lists no more than this in one feed, however many categories it is asked for.
MOST_LISTED = 2000


class Announcements(Struct, frozen=True):
    """A day's announcements. `day` is the day they were announced, None where the feed has no date; `note` says why
    there are none; `listed` is how many lines the feed has, of which several may be of one paper."""

    day: date | None
    papers: tuple[Paper, ...]
    note: str = ""
    listed: int = 0


def announcements_url(feed_url: str, categories: Iterable[str]) -> str:
    """The one address for all these categories: `…/atom/cs.SD+cs.LG`."""
    joined = "+".join(quote(c.strip(), safe=".-") for c in categories if c.strip())
    return f"{feed_url.rstrip('/')}/{joined}"


def parse_announcements(data: bytes) -> Announcements:
    """The papers announced, each once. Papers without a number are left out; an empty day has a note. `published` and
    `updated` stay empty: the feed knows the day of the announcement only. Raises ParseError for what is no such feed,
    and for the feed that tells of an error."""
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    root = xml_tree(text) if text.startswith("<") else None
    kind = local(root) if root is not None else ""
    if root is None or kind not in ("rss", "feed", "rdf"):
        what = f"<{kind[:40]}>" if kind else clean_line(text[:200])[:80] or "nothing"
        raise ParseError(f"arXiv's announcements are no feed but {what}")
    if not ends_with(text[-2000:].encode(), kind.encode()):
        raise ParseError("arXiv's announcements end early", "The connection may have been cut; try again later.")
    head = next((e for e in root if local(e) == "channel"), root)
    title, description = _child(head, "title"), _child(head, "description", "subtitle")
    if re.search(r"\berror\b", title, re.IGNORECASE):
        raise ParseError(f"arXiv: {description or title}", "Check [arxiv] categories and feed_url.")
    items = list(root.iter("{*}item", "{*}entry"))
    day = _day_of(_child(head, "pubdate", "updated", "lastbuilddate", "date"))
    papers: dict[str, Paper] = {}
    for item in items:
        paper = _paper(item, day)
        if paper is not None and _comes_before(paper, papers.get(paper.arxiv_id)):
            papers[paper.arxiv_id] = paper
    if items and not papers:
        raise ParseError("this feed names no arXiv papers", "Check [arxiv] feed_url.")
    newest = max((p.announced_on for p in papers.values() if p.announced_on), default=None)
    return Announcements(newest or day, tuple(papers.values()), "" if papers else _why_empty(day), len(items))


def _comes_before(paper: Paper, known: Paper | None) -> bool:
    return known is None or _rank(paper) < _rank(known)


def _rank(paper: Paper) -> int:
    return _ORDER.index(paper.announce_type) if paper.announce_type else len(_ORDER)


def _why_empty(day: date | None) -> str:
    if day is None:
        return "arXiv announced no papers"
    if day.weekday() in _WEEKEND:
        return f"no announcements on {day:%A}, {day.isoformat()}: arXiv rests on weekends"
    return f"arXiv announced no papers on {day.isoformat()}; so it is on holidays"


def _paper(item: etree._Element, day: date | None) -> Paper | None:
    fields: dict[str, list[str]] = {}
    for child in item:
        name = local(child)
        value = str(child.get("term") or child.get("href") or "") or all_text(child)
        fields.setdefault(name, []).append(value)

    def first(*names: str) -> str:
        return next((value for n in names for value in fields.get(n, ()) if value.strip()), "")

    summary = first("description", "summary", "content")
    prefix = _PREFIX.match(summary)
    number, version = number_of(first("guid", "id"))
    if prefix:
        told, told_version = number_of(prefix[1])
        number, version = number or told, version or told_version
    if not number:
        number, version = number_of(first("link"))
    title, authors = clean_line(first("title")), ", ".join(fields.get("creator", []) or _names(item))
    kind = _KINDS.get(clean_line(first("announce_type")).lower() or (prefix[2].lower() if prefix else ""))
    categories = categories_of(fields.get("category", []))
    if old := _OLD_TITLE.search(title):
        title = title[: old.start()]
        told, told_version = number_of(old[1])
        number, version = number or told, version or told_version
        categories, kind = categories or categories_of([old[2]]), kind or _OLD_KINDS[old[3]]
        summary, authors = to_text(summary, keeps_tex=True), to_text(authors, keeps_tex=True)  # these are HTML
    if not number or not title:
        return None
    doi, comment = doi_and_comment(first("doi"), first("comments", "comment"))
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(summary[prefix.end() :] if prefix else summary),
        authors=authors_of(authors),
        primary_category=categories[0] if categories else "",
        categories=categories,
        announced_on=_day_of(first("pubdate", "published", "updated", "date")) or day,
        announce_type=kind,
        version=version,
        comment=comment,
        doi=doi,
        journal_ref=clean_line(first("journal_reference", "journal_ref")),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def _names(item: etree._Element) -> list[str]:
    return [all_text(name) for name in item.iterfind("{*}author/{*}name")]


def _child(element: etree._Element, *names: str) -> str:
    for name in names:
        for child in element:
            if local(child) == name and (text := clean_line(all_text(child))):
                return text
    return ""


def _day_of(text: str) -> date | None:
    # Midnight in New York is four or five in the morning in UTC: the same day, winter and summer.
    when = parse_date(text)
    return when.date() if when else None
