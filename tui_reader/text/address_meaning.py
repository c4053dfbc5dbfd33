"""What an address means where it is not the page's own: wrapped in a redirect, an AMP copy, a mobile host. What is
known by its host stands here, click trackers are told by their form (`address_trackers`).

Only what stands in the address itself is used; short links whose target only their server knows stay as they are.
All functions take parts of an address that `addresses` has normalised, and never raise.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote

from tui_reader.text.address_copies import copied
from tui_reader.text.address_trackers import tracked

#: Hosts that pass on to an address given in a parameter, with the beginning of the path and the parameters' names.
#: A host that begins with a dot stands for all below it too.
_REDIRECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("l.facebook.com", "/", ("u",)),
    ("lm.facebook.com", "/", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("l.threads.com", "/", ("u",)),
    ("l.messenger.com", "/", ("u",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("href.li", "/", ("",)),
    ("out.reddit.com", "/", ("url",)),
    (".linkedin.com", "/redir/", ("url",)),
    (".linkedin.com", "/safety/go", ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    (".youtube.com", "/redirect", ("q",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    (".bing.com", "/news/apiclick.aspx", ("url",)),
    ("steamcommunity.com", "/linkfilter", ("url", "u")),
    ("medium.com", "/r/", ("url",)),
    ("medium.com", "/m/global-identity-2", ("redirectUrl",)),
    ("getpocket.com", "/redirect", ("url",)),
    ("t.me", "/iv", ("url",)),
    ("exit.sc", "/", ("url",)),
    (".safelinks.protection.outlook.com", "/", ("url",)),
    ("go.redirectingat.com", "/", ("url",)),
    ("redirect.viglink.com", "/", ("u",)),
    ("click.linksynergy.com", "/", ("murl",)),
    ("news.google.com", "/", ("url",)),
    ("consent.google.com", "/", ("continue",)),
)
#: The same by host, and the hosts below which more lie: nearly all addresses have neither.
_BY_HOST: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
for _site, _start, _names in _REDIRECTS:
    _BY_HOST[_site.removeprefix(".")] = (*_BY_HOST.get(_site.removeprefix("."), ()), (_start, _names))
_BELOW = tuple(site for site, _, _ in _REDIRECTS if site[0] == ".")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_NEWS_ARTICLE = re.compile(r"/(?:rss/|__i/rss/rd/)?(?:articles|read)/([A-Za-z0-9_-]{16,2000})")
_AMP_CACHE = re.compile(r"/[civ](?:/(s))?/([^/]+\.[^/]+)(/.*)?")
_GOOGLE_AMP = re.compile(r"/amp(?:/(s))?/([^/]+\.[^/]+)(/.*)?")
_SUBSTACK = re.compile(r"/pub/([a-z0-9-]+)(/p/[^/]+)/?")
_YAHOO = re.compile(r"/RU=([^/]+)/")

#: Hosts under another name; old ones, mirrors for embedding, short ones with the same path.
_SAME_HOST = {
    "twitter.com": "x.com",
    "www.twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.twitter.com": "x.com",
    "www.x.com": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "old.reddit.com": "www.reddit.com",
    "np.reddit.com": "www.reddit.com",
    "new.reddit.com": "www.reddit.com",
    "m.reddit.com": "www.reddit.com",
    "m.youtube.com": "www.youtube.com",
    "music.youtube.com": "www.youtube.com",
    "dx.doi.org": "doi.org",
    "www.doi.org": "doi.org",
    "m.facebook.com": "www.facebook.com",
}
_MOBILE = re.compile(r"(?:(?:m|mobile|amp)\.)+((?:[a-z0-9-]+\.)+[a-z-]{2,})")
_MOBILE_WIKI = re.compile(r"([a-z-]+)\.m\.(wikipedia|wikimedia|wiktionary|wikisource|wikiquote|wikibooks)\.org")
#: At the end of a path behind the name of an article: several hyphens, or a number. `/sourcegraph/amp` is a page.
_AMP_END = re.compile(r"(?P<article>/(?:[^/]*-[^/]*-[^/]*|[^/]*\d{4,}[^/]*))(?:(?:/amp/?)+|\.amp)(?P<html>\.html?)?")
_AMP_PARAMETER = re.compile(
    r"(?:amp(?:=(?:1|true|yes)?)?|_?_amp(?:=.*)?|outputType=amp|amp_js_v=.*|usqp=mq331.*)", re.IGNORECASE
)


def target(host: str, path: str, query: str) -> str:
    """The address that a redirect leads to, as it stands in its own; "" for what is no redirect."""
    rules = _BY_HOST.get(host, ())
    if host.endswith(_BELOW):
        rules = (
            *rules,
            *((start, names) for site, start, names in _REDIRECTS if site[0] == "." and host.endswith(site)),
        )
    for start, names in rules:
        if path.startswith(start) and (found := _parameter(query, names)):
            return found
    if _GOOGLE.fullmatch(host):
        if path == "/url":
            return _parameter(query, ("q", "url"))
        return _joined(_GOOGLE_AMP.fullmatch(path), query)
    if host.endswith(".cdn.ampproject.org"):
        return _joined(_AMP_CACHE.fullmatch(path), query)
    if host.endswith("search.yahoo.com") and (wrapped := _YAHOO.search(path)):
        return _address(unquote(wrapped[1]))
    if host == "news.google.com" and (article := _NEWS_ARTICLE.fullmatch(path)):
        return _inside(article[1])
    if host == "youtu.be" and re.fullmatch(r"/[\w-]{6,20}", path):
        rest = f"&{query[1:]}" if len(query) > 1 else ""
        return f"https://www.youtube.com/watch?v={path[1:]}{rest}"
    if host == "open.substack.com" and (post := _SUBSTACK.fullmatch(path)):
        return f"https://{post[1]}.substack.com{post[2]}"
    return tracked(host, path, query) or copied(host, path, query)


def own_host(host: str) -> str:
    """The host whose pages these are: without a mobile or AMP prefix, under its present name."""
    if wiki := _MOBILE_WIKI.fullmatch(host):
        return f"{wiki[1]}.{wiki[2]}.org"
    if host not in _SAME_HOST and (mobile := _MOBILE.fullmatch(host)):
        host = mobile[1]
    return _SAME_HOST.get(host, host)


def own_path(path: str) -> str:
    """A path without the mark of an AMP copy."""
    found = _AMP_END.search(path)
    if found is None or found.end() != len(path):
        return path
    return path[: found.start()] + found["article"] + (found["html"] or "")


def is_amp_parameter(pair: str) -> bool:
    """Whether `name=value` of a query only asks for the AMP copy."""
    return _AMP_PARAMETER.fullmatch(pair) is not None


def _parameter(query: str, names: tuple[str, ...]) -> str:
    for wanted in names:
        if not wanted:  # the address is the whole query
            return _address(unquote(query[1:]))
        for pair in query[1:].split("&"):
            name, _, value = pair.partition("=")
            if name == wanted and (found := _address(unquote(value.replace("+", "%20")))):
                return found
    return ""


def _address(text: str) -> str:
    return text if text.lower().startswith(("http://", "https://")) else ""


def _joined(match: re.Match[str] | None, query: str) -> str:
    return f"http{match[1] or ''}://{match[2]}{match[3] or '/'}{query}" if match else ""


def _inside(encoded: str) -> str:
    """The address in the name of a Google News article: in the older form it is there in Base64, between bytes that
    say how long it is. In the newer one it is not."""
    try:
        data = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except (binascii.Error, ValueError):
        return ""
    found = re.search(rb"https?://[\x21-\x7e]+", data)
    return found[0].decode("ascii") if found else ""
