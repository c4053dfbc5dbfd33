"""The feeds of an ordinary page: what it names, what it links, and where its maker's software keeps them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct

from tui_reader.html.markup import all_text, html_tree
from tui_reader.text.addresses import host, resolve
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

_TYPES = {
    "application/rss+xml": 100,
    "application/atom+xml": 100,
    "application/feed+json": 90,
    "application/rdf+xml": 85,
    "application/x.atom+xml": 85,
    "application/x-rss+xml": 85,
    "application/json": 60,
    "application/xml": 60,
    "text/xml": 60,
    "text/rss+xml": 80,
}
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom|rss2|index\.xml|feed\.json)/?$|\.(?:rss|atom|rdf)$|(?:^|[/_-])(?:rss|atom|feed)[^/]{0,80}\.xml$",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feed|json feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|replies", re.IGNORECASE)
_NO_PAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|pdf|zip)$", re.IGNORECASE)
_HEADER_LINK = re.compile(r"""<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]+))?)*)""")
_PARAMETER = re.compile(r"""([\w*-]+)\s*=\s*("[^"]*"|[^\s;,"]+)""")
_MOST = 20

#: Software that tells its name in a page, and where it keeps the feed of a site (relative to the site's root).
_MAKERS = (
    (re.compile(r"substackcdn\.com|substack\.com"), "/feed"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?wordpress""", re.IGNORECASE), "/feed/"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?ghost""", re.IGNORECASE), "/rss/"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?blogger""", re.IGNORECASE), "/feeds/posts/default"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?hugo""", re.IGNORECASE), "/index.xml"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?jekyll""", re.IGNORECASE), "/feed.xml"),
    (re.compile(r"""name=["']?generator["']?\s+content=["']?squarespace""", re.IGNORECASE), "/?format=rss"),
)


class FoundFeed(Struct, frozen=True):
    """A feed that a page names or probably has; `type` is its media type as far as known, `guessed` when only the
    software of the page says so."""

    url: str
    title: str = ""
    type: str = ""
    guessed: bool = False


def find_feeds(data: bytes, url: str) -> list[FoundFeed]:
    """The feeds of the page at `url`, the likeliest first; an empty list if there is no sign of any. Never raises
    but ParseError for a damaged gzip file."""
    text = decode(unpack(data))
    root = html_tree(text)
    ranked: dict[str, tuple[float, FoundFeed]] = {}
    if root is not None:
        base = _base(root, url)
        for position, link in enumerate(root.iter("link", "a")):
            found = _linked(link, base) if link.tag == "link" else _anchored(link, base)
            if found is None or found[1].url == url:
                continue
            score = found[0] + _fit(found[1], url) - position / 10_000
            known = ranked.get(found[1].url)
            if known is None or known[0] < score:
                ranked[found[1].url] = (score, found[1])
    best = [feed for _, feed in sorted(ranked.values(), key=lambda pair: -pair[0])]
    return best[:_MOST] if best else _guesses(text[:200_000], url)


def feed_address(address: str) -> str:
    """An address as it can be fetched: `feed:` before it is what browsers once handed to readers, and one without a
    scheme is meant for https."""
    address = address.strip()
    address = re.sub(r"^(https?):/(?=[^/])", r"\1://", address, flags=re.IGNORECASE)
    if address.startswith("//"):
        address = f"https:{address}"
    address = re.sub(r"^(?:feed|rss|podcast|pcast):(?://)?(?=https?:)", "", address, flags=re.IGNORECASE)
    address = re.sub(r"^(?:feed|rss|podcast|pcast|itpc):(?://)?(?=[\w.-]+\.)", "http://", address, flags=re.IGNORECASE)
    return (
        address
        if "://" in address or not re.match(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/|$)", address)
        else f"https://{address}"
    )


def linked_feeds(header: str, url: str) -> list[FoundFeed]:
    """The feeds that an answer names in its `Link` header (RFC 8288): `<…/feed>; rel="alternate"; type="…"`."""
    found = []
    for match in _HEADER_LINK.finditer(header[:20_000]):
        told = {name.lower(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
        relations = set(told.get("rel", "").lower().split())
        media = told.get("type", "").split(";")[0].strip().lower()
        address = resolve(url, match[1].strip())
        is_feed = "feed" in relations or ("alternate" in relations and _TYPES.get(media, 0) > 60)
        if is_feed and address and address != url and "/wp-json/" not in address:
            found.append(FoundFeed(address, clean_line(told.get("title", "")), media))
    return found[:_MOST]


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        if href := element.get("href"):
            return resolve(url, str(href)) or url
    return url


def _linked(link: etree._Element, base: str) -> tuple[float, FoundFeed] | None:
    relations = str(link.get("rel") or "").lower().split()
    media = str(link.get("type") or "").split(";")[0].strip().lower()
    if not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
        return None
    if media not in _TYPES and "feed" not in relations:
        return None
    address = resolve(base, str(link.get("href") or ""))
    # WordPress offers its oEmbed and JSON interfaces in the same way.
    if not address or "oembed" in address or "/wp-json/" in address:
        return None
    title = clean_line(str(link.get("title") or ""))
    score = float(_TYPES.get(media, 90))
    return score - _penalty(title, address), FoundFeed(address, title, media)


def _anchored(link: etree._Element, base: str) -> tuple[float, FoundFeed] | None:
    href = str(link.get("href") or "")
    if not href or href.startswith("#"):
        return None
    media = str(link.get("type") or "").lower()
    address = resolve(base, href)
    if not address:
        return None
    path = urlsplit(address).path
    if not (_FEED_PATH.search(path) or media in _TYPES) or _NO_PAGE.search(path):
        return None
    title = clean_line(all_text(link) or str(link.get("title") or link.get("aria-label") or ""))[:200]
    says = bool(_FEED_WORDS.search(title)) and len(title) < 60
    return (50.0 if says else 40.0) - _penalty(title, address), FoundFeed(address, title, media)


def _penalty(title: str, address: str) -> float:
    return 35.0 if _COMMENTS.search(title) or _COMMENTS.search(urlsplit(address).path) else 0.0


def _fit(feed: FoundFeed, url: str) -> float:
    """How well a feed fits the page: that of a section is preferred on the section's own page."""
    page, own = urlsplit(url), urlsplit(feed.url)
    score = 5.0 if host(feed.url) == host(url) else 0.0
    folder = page.path.rstrip("/")
    if folder and own.path.startswith(folder + "/"):
        score += 4.0
    return score


def _guesses(text: str, url: str) -> list[FoundFeed]:
    site = host(url)
    path = urlsplit(url).path
    parts = [p for p in path.split("/") if p]
    if site.endswith(".substack.com"):
        return [FoundFeed(resolve(url, "/feed"), guessed=True)]
    if site in ("medium.com", "www.medium.com") and parts:
        return [FoundFeed(resolve(url, "/feed/" + parts[0]), guessed=True)]
    if site in ("github.com", "www.github.com") and len(parts) >= 2:
        return [
            FoundFeed(resolve(url, f"/{parts[0]}/{parts[1]}/releases.atom"), type="application/atom+xml", guessed=True)
        ]
    if site.endswith("youtube.com") and (channel := re.search(r'"(?:channelId|externalId)":"(UC[\w-]{22})"', text)):
        address = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel[1]}"
        return [FoundFeed(address, type="application/atom+xml", guessed=True)]
    if site.endswith("reddit.com") and parts[:1] == ["r"] and len(parts) >= 2:
        return [FoundFeed(resolve(url, f"/r/{parts[1]}/.rss"), type="application/atom+xml", guessed=True)]
    found = [resolve(url, place) for sign, place in _MAKERS if sign.search(text)]
    return [FoundFeed(address, guessed=True) for address in dict.fromkeys(found) if address]
