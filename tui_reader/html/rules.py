"""What the elements of HTML mean to a reader: which are dropped, which begin a block, which are hidden."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from tui_reader.text.addresses import host, is_web


class Attributes(Protocol):
    """An element's attributes: lxml's, or a dict."""

    def get(self, name: str, default: str, /) -> str: ...  # noqa: D102 (a dict's)

    def __contains__(self, name: str, /) -> bool: ...


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DROPPED = _words(
    "script style template head title meta link noscript noembed noframes object embed applet canvas svg select "
    "option button textarea input dialog map area frame frameset nav param source track rp datalist optgroup "
    "progress meter base col colgroup"
)
BLOCKS = _words(
    "address article aside body center div fieldset figcaption figure footer form header hgroup html legend main p "
    "search section tbody td tfoot th thead tr caption dd dt li summary details dl menu dir ul ol"
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

FOOTNOTE_NUMBER = re.compile(r"[\[(]?\s*([\w*†‡]{1,4})\s*[\])]?[.:]?")

_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_HIDDEN_CLASSES = _words(
    "sr-only visually-hidden screen-reader-text screen-reader-only visuallyhidden subscription-widget-wrap "
    "subscription-widget-wrap-editor linenos lineno line-numbers-rows hljs-ln-numbers gutter-line feedflare mf- "
    "viral image-link-expand ltx_page_logo sharedaddy jp-relatedposts MathJax_Preview katex-html"
)
_TINY = re.compile(r"\s*[01](?:\.0*)?\s*(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_TRACKER = re.compile(
    r"https?://(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.wordpress\.com|[^/]*feedburner\.com/~|[^/]*feedsportal\.com"
    r"|[^/]*doubleclick\.net|www\.google-analytics\.com|[^/]*list-manage\.com/track|rss\.buysellads\.com|pixel\."
    r"|[^/]*eotrx\.substackcdn\.com|[^/]*/(?:tracking[-_.]?)?pixel(?:\.gif|\.png|[/?]|$)|medium\.com/_/stat)",
    re.IGNORECASE,
)
_VIDEO_HOSTS = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|loom\.com"
    r"|wistia\.(?:com|net)|bilibili\.com|ted\.com|streamable\.com|rumble\.com|odysee\.com|peertube\..*|tiktok\.com)"
)


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element with these attributes is not meant to be seen."""
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style", "")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = attributes.get("class", "")
    return bool(classes and not _HIDDEN_CLASSES.isdisjoint(classes.split()))


def is_tracker(attributes: Attributes, address: str) -> bool:
    """Whether an image only tells its server that it was asked for."""
    for side in ("width", "height"):
        if (size := attributes.get(side, "")) and _TINY.fullmatch(size):
            return True
    return bool(_TINY_STYLE.search(attributes.get("style", "")) or _TRACKER.match(address))


def watch_address(address: str) -> str:
    """The page where an embedded video can be watched; "" when the frame holds no video."""
    if not is_web(address):
        return ""
    site = host(address)
    if not _VIDEO_HOSTS.fullmatch(site):
        return ""
    parts = urlsplit(address)
    name = parts.path.rstrip("/").rpartition("/")[2]
    if "youtube" in site and "/embed/" in parts.path:
        listed = parse_qs(parts.query).get("list", [""])[0]
        if name == "videoseries" and re.fullmatch(r"[\w-]+", listed):
            return f"https://www.youtube.com/playlist?list={listed}"
        return f"https://www.youtube.com/watch?v={name}" if re.fullmatch(r"[\w-]+", name) else ""
    if site == "player.vimeo.com" and name.isdigit():
        return f"https://vimeo.com/{name}"
    return address


def image_address(attributes: Attributes) -> str:
    """Where an image really is: pages that load lazily put a placeholder into `src`."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-orig-file", "src"):
        found = attributes.get(name, "").strip()
        if found and not found.lower().startswith("data:"):
            return found
    for name in ("srcset", "data-srcset"):
        first = attributes.get(name, "").strip().split(" ")[0].rstrip(",")
        if first and not first.lower().startswith("data:"):
            return first
    return ""
