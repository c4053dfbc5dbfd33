"""Copies of a page that another site keeps or shows, with the page's address in their own: web archives, readers,
translators, mirrors of repositories, a library's proxy. What is meant is the page.

Told by their form: an absolute address at the end of a path (`web.archive.org/web/20260612000000/https://…`), one that
is the whole query (`anonym.to/?https://…`); by their host where the form alone does not say it.
All functions take parts of an address that `address_parts` has normalised, and never raise.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

#: An address behind a slash (FeedBlitz has a tilde); some servers make one slash of two. Avanan and Check Point put
#: three underscores around it.
_AT_END = re.compile(
    r"[/~](?:_{3})?(?P<address>https?(?::|%3A)(?:/|%2F){1,2}[^/%].*?)(?:___\..*)?$", re.IGNORECASE | re.DOTALL
)
#: Pages about an address, and pictures made smaller.
_ABOUT = re.compile(
    r"/(?:log-?in|sign-?in|share\w*|intent|submit|save|check|validate?|compose|subscribe|cdn-cgi|image|images|img|fetch"
    r"|resize|thumb\w*|screenshot\w*|plugins|static|proxy_image)(?:[./,]|$)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp3|m4a|mp4)$", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"(?:web|wayback)\.archive\.org|archive\.(?:today|is|ph|md|fo|li|vn|org)|(?:www\.)?webarchive\.org\.uk|arquivo\.pt"
)
#: A moment, or what stands for one, and the page; most archives take it without its scheme too.
_KEPT = re.compile(
    r"/(?:web/|wayback/)?(?:\d{4}[\d.*-]*(?:[a-z]{2}_)?|newest|oldest|o/\w+|\*)/(?P<address>[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/.*)?)",
    re.DOTALL,
)
_CACHED = re.compile(r"cache:(?:[\w-]{6,20}:)?((?:https?://)?[^\s+]+)")
_PROXY = re.compile(r"(?:[\w-]+\.)*(?:ezproxy|proxy|idm|login)[\w-]*\.[\w.-]+")
_SHOWN_BY = re.compile(
    r"translate\.google\.[a-z.]+|(?:www\.)?(?:12ft\.io|translatetheweb\.com|microsofttranslator\.com|instapaper\.com"
    r"|printfriendly\.com|freedium\.cfd|removepaywalls?\.com|smry\.ai|txtify\.it|app\.txyz\.ai|scholar\.google\.com)"
    r"|scholar\.google\.[a-z.]+"
)
_PARAMETERS = ("u", "url", "q", "qurl", "a", "text_url")


def copied(host: str, path: str, query: str) -> str:
    """The address of the page that this is a copy of, as it stands in its own; "" for what is none."""
    if host.endswith(".translate.goog"):
        name = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".").replace("\0", "-")
        return f"https://{name}{path}{_without(query, '_x_tr_')}" if "." in name else ""
    if _ARCHIVE.fullmatch(host) and (kept := _KEPT.match(path)) and not kept["address"].startswith("http"):
        return f"https://{kept['address']}{query}"
    if "%3A" not in path and ":" not in path and "http" not in query and "cache:" not in query:
        return ""
    if (found := _AT_END.search(path)) and not _ABOUT.search(path[: found.start() + 1]):
        address = found["address"]
        address = _two_slashes(unquote(address) if "%3A" in address[:8].upper() else address)
        return "" if _PICTURE.search(address) else address + query
    if query[1:5].lower() == "http" and len(path) < 4:
        return _two_slashes(unquote(query[1:]))
    given = {name: unquote(value) for name, _, value in (pair.partition("=") for pair in query[1:].split("&"))}
    if host == "webcache.googleusercontent.com" and (cached := _CACHED.match(given.get("q", ""))):
        return cached[1] if cached[1].startswith("http") else f"https://{cached[1]}"
    if _SHOWN_BY.fullmatch(host) or (path.startswith("/login") and _PROXY.fullmatch(host)):
        return next(
            (given[name] for name in _PARAMETERS if given.get(name, "").startswith(("http://", "https://"))), ""
        )
    return ""


def _two_slashes(address: str) -> str:
    scheme, _, rest = address.partition(":")
    return f"{scheme}://{rest.lstrip('/')}"


def _without(query: str, start: str) -> str:
    kept = [pair for pair in query[1:].split("&") if pair and not pair.startswith(start)]
    return "?" + "&".join(kept) if kept else ""
