"""From what a feed says to entries: text cleaned, addresses absolute, gaps filled from what is there."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import datetime

from msgspec.structs import replace

from tui_reader.domain.feeds import Body, BodyFormat, Entry, Feed
from tui_reader.html.digest.recognise import with_digest
from tui_reader.html.inner_bases import with_bases_resolved
from tui_reader.html.render import to_text
from tui_reader.sources.feed.raw import GUESS, VERBATIM, RawEntry, RawFeed, Text
from tui_reader.text.addresses import folded, host, is_web, resolve
from tui_reader.text.author_names import byline
from tui_reader.text.dates import plausible
from tui_reader.text.references import targets_in
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
#: A tag of HTML's or of some page's own; `<String>`, `<https://…>` and `a <b` are none.
_HTML_TAG = re.compile(
    r"<!--|<!\[|<!doctype|<\?|</?(?:a|abbr|acronym|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas"
    r"|caption|center|cite|code|col|colgroup|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font"
    r"|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|math"
    r"|meta|nav|nobr|noscript|object|ol|optgroup|option|p|param|picture|pre|q|rp|rt|ruby|s|samp|script|section|select|small"
    r"|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr"
    r"|track|tt|u|ul|var|video|wbr|applet|basefont|bgsound|blink|command|data|datagrid|datalist|dir|event-source|frameset"
    r"|hgroup|isindex|keygen|layer|listing|m|marquee|menu|meter|multicol|nest|noembed|noframes|nolayer|output|plaintext"
    r"|progress|rtc|rule|search|slot|spacer|strong|xmp|[a-z]+(?:-[a-z]+)+|[a-z]+:[a-z]+)(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(r"<(?:br|hr|img|p)\b[^<>]*>", re.IGNORECASE)
_CLOSING = re.compile(
    r"</(?:a|abbr|b|big|blockquote|br|cite|code|div|em|font|h[1-6]|i|img|kbd|li|mark|ol|p|pre|q|s|small|span|strike"
    r"|strong|sub|sup|tt|u|ul|var)\s*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_INDENTED = re.compile(r"(?<=\S) *\n {1,200}(?=\S)")
_ESCAPED_TAG = re.compile(
    r"&lt;(/?(?:p|br|div|a|b|i|em|strong|img|ul|ol|li|h[1-6]|span|blockquote|pre|code|table))\b(?:[^<>&]|&(?!lt;|gt;)){0,300}+&gt;",
    re.IGNORECASE,
)
_HACKER_NEWS = re.compile(
    r"Article URL:\s*(?:<[^<>]{0,200}>\s*)*?<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,2000})[\"']"
    r"|Article URL:\s*(https?://[^\s<>\"']{1,2000})",
    re.IGNORECASE,
)
_REDDIT = re.compile(
    r"<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,2000})[\"'][^<>]{0,500}>\s*\[link\]\s*</a>", re.IGNORECASE
)
_REDDIT_HOSTS = re.compile(r"(?:[a-z]+\.)?(?:reddit\.com|redd\.it|redditmedia\.com)")
_NAMED_WITHIN = 20_000


def refine(raw: RawFeed, url: str, now: datetime | None = None) -> Feed:
    """The feed in the program's own terms. `url` is where it came from, `now` the time beyond which no date can lie."""
    home = _address(url, raw.home_url)
    home = home if home != url else ""
    # RFC 4287 counts relative addresses from the feed, RSS says nothing and means the site.
    base = (url or home) if raw.is_atom else (home or url)
    feed_author = clean_line(raw.author)
    made = [_entry(entry, base, feed_author, now) for entry in raw.entries]
    entries = [with_digest(e) for e in _distinct([e for e in made if e is not None])]
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
    author = _author(raw.authors)
    published = plausible(raw.published, now)
    updated = plausible(raw.updated, now)
    tags = tuple(dict.fromkeys(t for t in map(clean_line, raw.tags) if t))[:_MOST_TAGS]
    comments_url = _address(base, raw.comments_url)
    if body is not None and (story := original(url, body.text)):
        url, comments_url = story, comments_url or url
    if not (title or url or body or guid or author or published or updated or tags or comments_url):
        return None
    return Entry(
        title=title or "Untitled",
        url=url,
        guid=guid,
        author=author or feed_author,
        published=published or updated,
        updated=updated,
        summary=summary,
        body=body,
        tags=tags,
        enclosures=enclosures,
        comments_url=comments_url,
    )


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Entries that are the same in id, address and title are one. An id that several different entries bear is none:
    keys are made of ids, and one would swallow the others."""
    found: dict[tuple[str, str, str, datetime | None], Entry] = {}
    for entry in entries:
        found.setdefault((entry.guid, entry.url, entry.title, entry.published), entry)
    unique = list(found.values())
    times = Counter(e.guid for e in unique if e.guid)
    if any(n > 1 for n in times.values()):
        # The same id, address and title is the same entry, though its feed gave it another date meanwhile.
        told: dict[tuple[object, ...], Entry] = {}
        for number, entry in enumerate(unique):
            is_told_twice = entry.url and times[entry.guid] > 1
            told.setdefault((entry.guid, folded(entry.url), entry.title) if is_told_twice else (number,), entry)
        unique = list(told.values())
        times = Counter(e.guid for e in unique if e.guid)
    if any(n > 1 for n in times.values()):
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
    people = list(dict.fromkeys(n for n in map(_person, names) if n))
    named = [n for n in people if "@" not in n]
    return _shortened(", ".join(named or people), 300)


def _person(text: str) -> str:
    line = _plain_line(text) if "@" not in text else clean_line(text)
    return byline(_plain_line(line) if "@" in line else line)


def _plain_line(text: str) -> str:
    return clean_line(to_text(text) if "<" in text or "&" in text else text)


def _title(title: Text | None) -> str:
    if title is None:
        return ""
    value = title.value
    if "html" in title.type or (title.type == GUESS and looks_like_html(value)):
        if "<" in value or "&" in value:
            value = to_text(value)
    elif "&" in value:
        # Plain by its type, yet escaped twice by its maker. Only what cannot become markup is decoded.
        value = _ENTITY.sub(lambda m: html.unescape(m[0]), value)
    return _shortened(clean_line(value), TITLE_CHARS)


def looks_like_html(text: str) -> bool:
    """Whether a text whose type nobody tells is HTML: it has a closing tag of HTML's, or a character reference."""
    if "&" in text and _ENTITY.search(text):
        return True
    return "</" in text and _CLOSING.search(text) is not None


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
        if not _is_markup(chosen):
            return Body(clean_text(value), BodyFormat.TEXT, "", is_full)
    elif "<" not in value or _HTML_TAG.search(value) is None:
        if _ESCAPED_TAG.search(value):  # escaped once too often
            value = html.unescape(value)
        else:
            text = clean_text(html.unescape(value) if "&" in value else value)
            # Lines are meant where people write them (podcasts, videos); an indented one is how the file is set.
            return Body(_INDENTED.sub(" ", text), BodyFormat.TEXT, "", is_full)
    markup = clean_html_source(value)
    base = resolve(base, chosen.base) or base if chosen.base else base
    if "xml:base" in markup:
        markup = with_bases_resolved(markup, base)
    return Body(markup, BodyFormat.HTML, base, is_full, to_text(markup), targets_in(markup, base))


def _summary(raw: RawEntry, body: Body | None) -> str:
    own = raw.summary
    is_body = body is not None and body.plain is not None and not raw.contents
    if not is_body and own is not None and own.value.strip() and (text := _shortened(_plain(own), SUMMARY_CHARS)):
        return text
    if body is None:
        return ""
    return _shortened(body.words if body.plain is not None else _plain(Text(body.text, "text/plain")), SUMMARY_CHARS)


def _plain(text: Text | None) -> str:
    """The beginning of a text as one plain line: more than a summary holds is not converted."""
    if text is None:
        return ""
    value = text.value
    if len(value) > 8 * SUMMARY_CHARS:
        value = value[: 8 * SUMMARY_CHARS].rsplit("<", 1)[0] or value[: 8 * SUMMARY_CHARS]
    if "html" in text.type and ("<" in value or "&" in value):
        if "<" in value and _HTML_TAG.search(value) is None:
            return clean_line(html.unescape(value))
        if "<" not in value and _ESCAPED_TAG.search(value):
            value = html.unescape(value)
        value = to_text(value)
    elif _is_markup(Text(value, text.type)):
        value = to_text(value)
    return clean_line(value)


def _is_markup(text: Text) -> bool:
    """Whether a text that is not said to be HTML is some; where its feed says nothing, a lone `<br/>` tells."""
    if text.type == VERBATIM:
        return False
    return bool("</" in text.value and _TAG.search(text.value)) or (
        text.type == GUESS and _LONE_TAG.search(text.value) is not None
    )


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return at_word.rstrip(" ,;:.–—-") + "…"


def original(url: str, body: str) -> str:
    """The story that an aggregator's entry is about, "" where it is about itself or is none of an aggregator's.

    Aggregators link their own page of comments though their entries are about a story elsewhere: Hacker News feeds
    (hnrss.org with `link=comments`) name it after "Article URL:", Reddit's in a link called "[link]". The story becomes
    the entry's address, the aggregator's page its comments.
    """
    at = host(url)
    if at == "news.ycombinator.com":
        found = _HACKER_NEWS.search(body[:_NAMED_WITHIN])
        named = (found[1] or found[2]) if found else ""
    elif _REDDIT_HOSTS.fullmatch(at):
        found = _REDDIT.search(body[:_NAMED_WITHIN])
        named = found[1] if found else ""
    else:
        return ""
    story = resolve("", html.unescape(named)) if named else ""
    return story if story and host(story) != at and not _REDDIT_HOSTS.fullmatch(host(story)) else ""
