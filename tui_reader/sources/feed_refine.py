"""From what a feed says to entries: text cleaned, addresses absolute, gaps filled from what is there."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import datetime

from tui_reader.domain.feeds import Body, BodyFormat, Entry, Feed
from tui_reader.sources.feed_dates import plausible
from tui_reader.sources.feed_raw import RawEntry, RawFeed, Text
from tui_reader.text.addresses import is_web, resolve
from tui_reader.text.html import to_text
from tui_reader.text.sanitise import clean_html_source, clean_line, clean_text

SUMMARY_CHARS = 500
TITLE_CHARS = 400
#: A title made from the body is this long at most.
_MADE_TITLE_CHARS = 80
_MOST_TAGS = 32
_MOST_ENCLOSURES = 32
#: An RSS description of this length is the article, not a teaser.
_FULL_CHARS = 2500

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ESCAPED_TAG = re.compile(
    r"&lt;(/?(?:p|br|div|a|b|i|em|strong|img|ul|ol|li|h[1-6]|span|blockquote|pre|code|table))\b[^<>]*?&gt;",
    re.IGNORECASE,
)


def refine(raw: RawFeed, url: str, now: datetime | None = None) -> Feed:
    """The feed in the program's own terms. `url` is where it came from, `now` the time beyond which no date can lie."""
    home = _address(url, raw.home_url)
    base = home or url
    feed_author = clean_line(raw.author)
    made = [_entry(entry, base, feed_author, now) for entry in raw.entries]
    entries = _distinct([e for e in made if e is not None])
    notes = [raw.note] if raw.note else []
    if len(entries) < len(made):
        left_out = len(made) - len(entries)
        notes.append(
            "one entry is empty or repeats another"
            if left_out == 1
            else f"{left_out} entries are empty or repeat others"
        )
    if not entries:
        notes.append("the feed has no entries")
    return Feed(
        title=_title(raw.title),
        home_url=home,
        description=_shortened(_plain(raw.description), SUMMARY_CHARS),
        entries=tuple(entries),
        ttl_minutes=raw.ttl_minutes,
        note="; ".join(notes),
    )


def _entry(raw: RawEntry, base: str, feed_author: str, now: datetime | None) -> Entry | None:
    enclosures = _addresses(base, raw.enclosures)[:_MOST_ENCLOSURES]
    guid = clean_line(raw.guid)
    url = _address(base, raw.url) or (_address("", guid) if guid else "") or (enclosures[0] if enclosures else "")
    body = _body(raw, url or base)
    summary = _summary(raw, body)
    title = _title(raw.title) or _made_title(summary) or _name_of(url)
    if not (title or url or body):
        return None
    published = plausible(raw.published, now)
    updated = plausible(raw.updated, now)
    return Entry(
        title=title or "Untitled",
        url=url,
        guid=guid,
        author=_author(raw.authors) or feed_author,
        published=published or updated,
        updated=updated,
        summary=summary,
        body=body,
        tags=tuple(dict.fromkeys(t for t in map(clean_line, raw.tags) if t))[:_MOST_TAGS],
        enclosures=enclosures,
        comments_url=_address(base, raw.comments_url),
    )


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Entries that are the same in id, address and title are one. An id that several different entries bear is none:
    keys are made of ids, and one would swallow the others."""
    unique = list({(e.guid, e.url, e.title, e.published): e for e in reversed(entries)}.values())[::-1]
    times = Counter(e.guid for e in unique if e.guid)
    if any(n > 1 for n in times.values()):
        from dataclasses import replace

        return [replace(e, guid="") if times[e.guid] > 1 else e for e in unique]
    return unique


def _address(base: str, address: str) -> str:
    if not address or len(address) > 8000:
        return ""
    found = resolve(base, address.strip()) if base or "://" in address else ""
    return found if found and is_web(found) else ""


def _addresses(base: str, addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for a in (_address(base, address) for address in addresses) if a))


def _author(names: list[str]) -> str:
    return _shortened(", ".join(dict.fromkeys(n for n in map(_plain_line, names) if n)), 300)


def _plain_line(text: str) -> str:
    return clean_line(to_text(text) if "<" in text or "&" in text else text)


def _title(title: Text | None) -> str:
    if title is None:
        return ""
    value = title.value
    if "html" in title.type:
        if "<" in value or "&" in value:
            value = to_text(value)
    elif "&" in value:
        # Plain by its type, yet escaped twice by its maker. Only what cannot become markup is decoded.
        value = _ENTITY.sub(lambda m: html.unescape(m[0]), value)
    return _shortened(clean_line(value), TITLE_CHARS)


def _made_title(summary: str) -> str:
    first = re.split(r"(?<=[.!?。！？])\s", summary, maxsplit=1)[0]
    return _shortened(first, _MADE_TITLE_CHARS)


def _name_of(url: str) -> str:
    """The last part of an address, for an entry that has nothing else."""
    path = re.sub(r"[?#].*$", "", url).rstrip("/")
    name = path.rsplit("/", 1)[-1] if path.count("/") > 2 else path.removeprefix("https://").removeprefix("http://")
    return _shortened(clean_line(re.sub(r"[-_+]|%20", " ", re.sub(r"\.[a-z0-9]{2,5}$", "", name))), _MADE_TITLE_CHARS)


def _body(raw: RawEntry, base: str) -> Body | None:
    """The longest content; the summary when there is none, or when it alone says more."""
    content = max((c for c in raw.contents if c.value.strip()), key=lambda c: len(c.value), default=None)
    summary = raw.summary if raw.summary and raw.summary.value.strip() else None
    if content is not None and summary is not None and len(summary.value) > 2 * len(content.value) + 200:
        content = None
    chosen = content or summary
    if chosen is None:
        return None
    is_full = content is not None or len(chosen.value) >= _FULL_CHARS
    value = chosen.value
    if "html" not in chosen.type:
        if _TAG.search(value) is None or "</" not in value:
            return Body(clean_text(value), BodyFormat.TEXT, "", is_full)
    elif "<" not in value:
        if _ESCAPED_TAG.search(value):  # escaped once too often
            value = html.unescape(value)
        else:
            text = clean_text(html.unescape(value) if "&" in value else value)
            return Body(text, BodyFormat.TEXT, "", is_full)
    return Body(
        clean_html_source(value), BodyFormat.HTML, resolve(base, chosen.base) or base if chosen.base else base, is_full
    )


def _summary(raw: RawEntry, body: Body | None) -> str:
    own = raw.summary
    if own is not None and own.value.strip() and (text := _shortened(_plain(own), SUMMARY_CHARS)):
        return text
    if body is None:
        return ""
    return _shortened(
        _plain(Text(body.text, "text/html" if body.format is BodyFormat.HTML else "text/plain")), SUMMARY_CHARS
    )


def _plain(text: Text | None) -> str:
    """The beginning of a text as one plain line: more than a summary holds is not converted."""
    if text is None:
        return ""
    value = text.value
    if len(value) > 8 * SUMMARY_CHARS:
        value = value[: 8 * SUMMARY_CHARS].rsplit("<", 1)[0] or value[: 8 * SUMMARY_CHARS]
    if "html" in text.type and ("<" in value or "&" in value):
        if "<" not in value and _ESCAPED_TAG.search(value):
            value = html.unescape(value)
        value = to_text(value)
    elif "</" in value and _TAG.search(value):
        value = to_text(value)
    return clean_line(value)


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return at_word.rstrip(" ,;:.–—-") + "…"
